"""Reading on a Dask cluster of two processes gives what reading here gives; a worker that is not fit reads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import workers
from flows.cluster import ClusterUnfit, on_cluster, read_there
from flows.ledger import Snapshot
from flows.selection import Selection
from flows.snapshots import keep
from flows.versions import extractor
from flows.workers import Reader, read_here
from gongkai.document import conversion
from tests.generated import KINDS, generate
from tests.hostile import poison

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")

with pytest.MonkeyPatch.context() as _patched:
    _patched.setenv(conversion.SETTING, "off")
    _OURS = extractor()
"""As the workers see it: with the extra `ocr` where it is installed, which tests are otherwise kept from, and without
LibreOffice, which the session switches off for all that it starts."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Reader]:
    with on_cluster("dask", 2) as reader:
        yield reader


def _store(folder: Path, contents: list[bytes]) -> list[Snapshot]:
    now = datetime.now(UTC)
    return [Snapshot(keep(folder, one), f"{n}.html", len(one), now) for n, one in enumerate(contents)]


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_its_staging_is_byte_for_byte_that_of_one_process(cluster: Reader, tmp_path: Path) -> None:
    store = tmp_path / "store"
    batch = _store(store, [generate(n, KINDS[n % len(KINDS)]).html for n in range(8)])
    here, there = tmp_path / "here", tmp_path / "there"
    for part in (batch[:4], batch[4:]):
        one = read_here(part, store, here, _OURS, Selection())
        assert cluster(part, store, there, _OURS, Selection()) == one
    assert len(_files(here)) > 10
    assert _files(here) == _files(there)


def _read_killing(*batch: object) -> object:
    workers.read_batch = poison.read_batch  # type: ignore[assignment]
    return read_there(*batch)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_report_that_kills_its_reader_costs_itself_alone(tmp_path: Path) -> None:
    from flows.cluster import _client

    store = tmp_path / "store"
    batch = _store(store, [generate(1, "D").html, poison.KILLED, generate(2, "D").html])
    with _client("", 1) as client:
        worker = list(client.scheduler_info()["workers"])
        made = [one for one, _ in client.submit(_read_killing, batch, store, _OURS, Selection()).result()]
        assert list(client.scheduler_info()["workers"]) == worker, "the Dask worker itself lives on"
    assert [(one.snapshot.file, "died" in one.reason) for part in made for one in part.failed] == [("1.html", True)]
    assert {sha256 for part in made for sha256 in part.staged} == {batch[0].sha256, batch[2].sha256}


def test_a_worker_with_another_extractor_or_without_the_home_reads_nothing(cluster: Reader, tmp_path: Path) -> None:
    batch = _store(tmp_path / "store", [generate(1, "D").html])
    with pytest.raises(ClusterUnfit, match="reads with extractor"):
        cluster(batch, tmp_path / "store", tmp_path / "staging", "another", Selection())
    with pytest.raises(ClusterUnfit, match="does not see"):
        cluster(batch, tmp_path / "elsewhere", tmp_path / "staging", _OURS, Selection())
    assert not (tmp_path / "staging").exists()


@pytest.mark.slow
def test_a_scheduler_that_is_not_there_is_named() -> None:
    with pytest.raises(ClusterUnfit, match="no Dask scheduler answers"), on_cluster("dask:tcp://127.0.0.1:9", 1):
        pass
