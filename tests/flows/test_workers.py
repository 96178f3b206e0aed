"""A report that kills its reader, or never ends, costs itself alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import workers
from flows.ledger import Snapshot
from flows.selection import Selection
from flows.snapshots import keep, path_of
from flows.workers import Processes, read_here
from gongkai.document.limits import limits

_GOOD = Path(__file__).parents[2] / "samples" / "hongze-2023.html"
KILLS, HANGS = b"this kills its reader", b"this never ends"


def _reading(batch, store, staging, extractor, selection):  # type: ignore[no-untyped-def]
    """As `read_batch`, in the worker: with two contents on which a parser would crash, or hang."""
    from flows.extraction import read_batch

    for one in batch:
        content = path_of(store, one.sha256).read_bytes()
        if content == KILLS:
            os.kill(os.getpid(), signal.SIGSEGV)
        if content == HANGS:
            time.sleep(600)
    return read_batch(batch, store, staging, extractor, selection)


@pytest.mark.parametrize(
    ("bad", "reason"), [(KILLS, "died"), pytest.param(HANGS, "had not ended", marks=pytest.mark.slow)]
)
def test_the_others_of_its_batch_are_read_and_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: bytes, reason: str
) -> None:
    monkeypatch.setattr(workers, "read_batch", _reading)
    contents = [_GOOD.read_bytes(), bad]
    batch = [
        Snapshot(keep(tmp_path / "store", one), f"{n}", len(one), datetime.now(UTC)) for n, one in enumerate(contents)
    ]
    if bad == HANGS:
        monkeypatch.setenv("GONGKAI_LIMIT_SECONDS", "10")
        limits.cache_clear()
    processes = Processes(1)
    try:
        made = processes(batch, tmp_path / "store", tmp_path / "staging", "x", Selection())
        again = processes([batch[0]], tmp_path / "store", tmp_path / "staging", "x", Selection())
    finally:
        processes.close()
        limits.cache_clear()
    assert [(one.snapshot.file, reason in one.reason) for part in made for one in part.failed] == [("1", True)]
    assert {sha256 for part in made for sha256 in part.staged} == {batch[0].sha256}
    assert [len(part.staged) for part in again] == [1], "the workers were replaced"


_PARENT = """
import os, sys
from flows.workers import _pool
if __name__ == "__main__":
    pool = _pool(1)
    print(pool.submit(os.getpid).result(), flush=True)
    sys.stdin.read()
"""


def test_workers_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    pipe = subprocess.PIPE
    parent = subprocess.Popen([sys.executable, script], stdin=pipe, stdout=pipe, text=True, env=environment)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    for _ in range(100):
        if not Path(f"/proc/{worker}").exists():
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")


def test_a_damaged_original_is_failed_and_not_read_for_another(tmp_path: Path) -> None:
    store = tmp_path / "store"
    sha256 = keep(store, _GOOD.read_bytes())
    path_of(store, sha256).write_bytes(_GOOD.read_bytes().replace(b"2023", b"2024"))
    one = Snapshot(sha256, "a.html", 1, datetime.now(UTC))
    (made,) = read_here([one], store, tmp_path / "staging", "x", Selection())
    assert made.staged == ()
    assert ["damaged" in lost.reason for lost in made.failed] == [True]
    path_of(store, sha256).unlink()
    (made,) = read_here([one], store, tmp_path / "staging", "x", Selection())
    assert ["cannot be read" in lost.reason for lost in made.failed] == [True]
