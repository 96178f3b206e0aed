"""A report that brings its reader down costs itself alone, and is named."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest
from click.testing import CliRunner

import gongkai
from flows import guarded_reading, snapshots, workers
from flows.cli import main
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
    names = {one.sha256: Path(one.file).name for one in taken}
    staged = {names[sha256] for batch in batches for sha256 in batch.staged}
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


_BOMB = """
%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 47>>stream
/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do
endstream endobj
"""


def _pdf_bomb() -> bytes:
    """Two kilobytes that draw a form that draws a form eight times ...: 8^12 drawings."""
    drawing = "/F Do " * 8
    forms = "".join(
        f"{n} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {n + 1} 0 R>>>>"
        f"/Length {len(drawing)}>>stream\n{drawing}\nendstream endobj\n"
        for n in range(5, 17)
    )
    last = "17 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 10>>stream\n0 0 1 1 re\nendstream endobj\n"
    return f"{_BOMB.lstrip()}{forms}{last}trailer<</Root 1 0 R>>\n%%EOF".encode()


def test_at_the_terminal_a_pdf_that_never_ends_costs_itself_alone(limit: Callable[..., None], tmp_path: Path) -> None:
    (tmp_path / "bomb.pdf").write_bytes(_pdf_bomb())
    (tmp_path / "good.html").write_bytes(generate(1, "D").html)
    limit(seconds=1)
    for command in ("extract", "check"):
        done = CliRunner().invoke(main, [command, str(tmp_path)])
        assert "bomb.pdf: out of time" in done.output and "GONGKAI_LIMIT_SECONDS" in done.output
        assert "good.html" in done.output and not isinstance(done.exception, Exception)


def test_at_the_terminal_a_pdf_that_cannot_be_opened_is_refused_in_the_readers_words(tmp_path: Path) -> None:
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    for command in ("extract", "check"):
        done = CliRunner().invoke(main, [command, str(tmp_path / "torn.pdf")])
        assert "torn.pdf: the PDF file cannot be opened" in done.output
        assert done.exit_code == 2


@pytest.mark.slow
def test_in_a_run_of_two_reports_a_pdf_that_never_ends_costs_itself_alone(
    limit: Callable[..., None], tmp_path: Path
) -> None:
    limit(seconds=3)
    (tmp_path / "reports").mkdir()
    files = {"bomb.pdf": _pdf_bomb(), "good.html": generate(1, "D").html}
    for name, content in files.items():
        (tmp_path / "reports" / name).write_bytes(content)
    taken, _ = snapshots.take(tmp_path / "store", sorted((tmp_path / "reports").iterdir()))
    with workers.reading(2, 1, wary=True) as reader:
        batches = reader(taken, tmp_path / "store", tmp_path / "staging", "x", Selection())
    assert [one.snapshot.file for batch in batches for one in batch.failed] == ["bomb.pdf"]
    assert [one.reason.split(":")[0] for batch in batches for one in batch.failed] == ["out of time"]
    assert [list(batch.staged) for batch in batches if batch.staged] == [
        [one.sha256 for one in taken if one.file == "good.html"]
    ]


@pytest.mark.parametrize("fault", [MemoryError(), ZeroDivisionError("x"), PermissionError(13, "Permission denied")])
def test_at_the_terminal_no_fault_of_one_file_stops_the_others(
    fault: Exception, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(generate(1, "D").html)
    read = gongkai.read

    def faulty(path: Path) -> gongkai.Report:
        if path.name == "a.html":
            raise fault
        return read(path)

    monkeypatch.setattr(gongkai, "read", faulty)
    done = CliRunner().invoke(main, ["extract", str(tmp_path)])
    assert "a.html" in done.output and "b.html" in done.output and done.exit_code == 1


def test_a_worker_has_no_more_memory_than_its_limit() -> None:
    from concurrent.futures.process import BrokenProcessPool

    pool = workers._pool(1)
    try:
        with pytest.raises((MemoryError, BrokenProcessPool)):
            pool.submit(bytearray, limits().memory_bytes).result(60)
        assert len(pool.submit(bytearray, 1_000_000).result(60)) == 1_000_000
    finally:
        workers._end(pool)


@pytest.mark.parametrize("when", ["before its answer", "in the middle of it"])
def test_a_report_that_ends_the_process_that_reads_costs_itself_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, when: str
) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"{number}.html").write_bytes(generate(number, "D").html)
    paths = sorted(tmp_path.iterdir())
    done: list[str] = []
    tell = guarded_reading._told

    def killed(one: gongkai.Report | gongkai.UnreadableSource) -> object:
        if getattr(one, "file", None) != "2.html":
            return tell(one)
        if when == "before its answer":
            os.kill(os.getpid(), signal.SIGKILL)
        Timer(0.2, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return bytes(10_000_000)  # More than a pipe holds, and nobody listens yet.

    def meanwhile() -> None:
        done.append("meanwhile")
        time.sleep(0.2 if when == "before its answer" else 1)

    monkeypatch.setattr(guarded_reading, "_told", killed)
    first, second, third = guarded_reading.read_all(paths, meanwhile)
    assert done == ["meanwhile"]
    assert [first, third] == [[(str(path), gongkai.read(path))] for path in (paths[0], paths[2])]
    ((name, refusal),) = second
    assert name == str(paths[1])
    assert isinstance(refusal, gongkai.UnreadableSource)
    assert (refusal.code, "SIGKILL" in refusal.message) == ("reader_lost", True)
