"""A report that brings its reader down costs itself alone, and is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows import snapshots, workers
from flows.selection import Selection
from gongkai.document.limits import limits
from tests.generated import generate
from tests.hostile import poison


def _read(folder: Path, good: int, poisons: tuple[bytes, ...]) -> tuple[set[str], dict[str, str]]:
    """The files that were read, and those that were lost with the reason."""
    reports = folder / "reports"
    reports.mkdir()
    for number in range(good):
        (reports / f"{number}.html").write_bytes(generate(number, "D").html)
    for poisoned in poisons:
        name = poisoned.decode().strip("<!-> ")
        (reports / f"{name}.html").write_bytes(generate(9, "D").html + poisoned)
    taken, unread = snapshots.take(folder / "store", sorted(reports.iterdir()))
    assert not unread
    with workers.reading(len(taken), 2, wary=True) as reader:
        batches = reader(taken, folder / "store", folder / "staging", "x", Selection())
    staged = {Path(one.file).name for batch in batches for one in batch.staged}
    return staged, {Path(one.snapshot.file).name: one.reason for batch in batches for one in batch.failed}


def test_a_lost_worker_costs_its_report_and_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workers, "read_batch", poison.read_batch)
    staged, lost = _read(tmp_path, 1, (poison.KILLED,))
    assert staged == {"0.html"}
    assert list(lost) == ["killed.html"]
    assert lost["killed.html"].startswith("worker lost")


@pytest.mark.slow
def test_a_crash_a_hang_and_a_hoard_cost_their_reports_and_no_other(
    monkeypatch: pytest.MonkeyPatch, limit: Callable[..., None], tmp_path: Path
) -> None:
    monkeypatch.setattr(workers, "read_batch", poison.read_batch)
    limit(seconds=20)
    staged, lost = _read(tmp_path, 4, poison.POISONS)
    assert staged == {f"{number}.html" for number in range(4)}
    assert set(lost) == {"killed.html", "segfault.html", "hang.html", "memory.html"}
    assert lost["killed.html"].startswith("worker lost")
    assert lost["segfault.html"].startswith("worker lost")
    assert lost["hang.html"].startswith("out of time") and "GONGKAI_LIMIT_SECONDS" in lost["hang.html"]
    assert "GONGKAI_LIMIT_MEMORY_BYTES" in lost["memory.html"]


def test_a_worker_has_no_more_memory_than_its_limit() -> None:
    from concurrent.futures.process import BrokenProcessPool

    pool = workers._pool(1)
    try:
        with pytest.raises((MemoryError, BrokenProcessPool)):
            pool.submit(bytearray, limits().memory_bytes).result(60)
        assert len(pool.submit(bytearray, 1_000_000).result(60)) == 1_000_000
    finally:
        workers._end(pool)
