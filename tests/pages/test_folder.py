"""The folder of the site writes what changed and leaves nothing stale."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pages.folder import LEDGER, Folder, ForeignFolder, key_of, write_page


def _build(path: Path, pages: dict[str, str]) -> tuple[int, int]:
    with Folder(path) as folder:
        for name, content in pages.items():
            folder.page(name, content)
    return folder.done().written, folder.done().removed


def test_a_page_that_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    assert _build(tmp_path, {"a.html": "1", "b/c.html": "2"}) == (2, 0)
    os.utime(tmp_path / "a.html", (1, 1))
    assert _build(tmp_path, {"a.html": "1", "b/c.html": "3"}) == (1, 0)
    assert (tmp_path / "a.html").stat().st_mtime == 1
    assert (tmp_path / "b/c.html").read_text() == "3"


def test_pages_that_are_no_more_are_removed_with_their_folders(tmp_path: Path) -> None:
    _build(tmp_path, {"a.html": "1", "b/c.html": "2"})
    assert _build(tmp_path, {"a.html": "1"}) == (0, 1)
    assert sorted(one.name for one in tmp_path.iterdir()) == [LEDGER, "a.html"]


def test_a_page_that_somebody_removed_is_written_again(tmp_path: Path) -> None:
    _build(tmp_path, {"a.html": "1"})
    (tmp_path / "a.html").unlink()
    assert _build(tmp_path, {"a.html": "1"}) == (1, 0)


def test_after_a_build_that_broke_off_what_was_done_is_remembered_and_nothing_else(tmp_path: Path) -> None:
    _build(tmp_path, {"a.html": "1", "b.html": "1", "c.html": "1"})
    with pytest.raises(RuntimeError), Folder(tmp_path) as folder:
        folder.page("a.html", "2", key="k")
        folder.forget(["b.html"])
        write_page(tmp_path, "b.html", b"2", None)
        raise RuntimeError
    with Folder(tmp_path) as folder:
        assert folder.current("a.html", "k")
        assert not folder.current("b.html", "")
        assert folder.digest("b.html") is None
        assert folder.current("c.html", "")
        folder.page("b.html", "1")
    assert (folder.done().written, folder.done().removed) == (1, 0)
    assert [(tmp_path / name).read_text() for name in ("a.html", "b.html", "c.html")] == ["2", "1", "1"]


def test_a_damaged_ledger_makes_every_page_new(tmp_path: Path) -> None:
    _build(tmp_path, {"a.html": "1"})
    (tmp_path / LEDGER).write_bytes(b"SQLite format 3\0" + b"\xff" * 5_000)
    assert _build(tmp_path, {"a.html": "1"}) == (1, 0)
    assert _build(tmp_path, {"a.html": "1"}) == (0, 0)


def test_a_ledger_that_cannot_be_written_is_left_alone_and_said(tmp_path: Path) -> None:
    _build(tmp_path, {"a.html": "1"})
    with closing(sqlite3.connect(tmp_path / LEDGER)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OSError, match="locked"), Folder(tmp_path, wait=0):
            pass
    assert _build(tmp_path, {"a.html": "1"}) == (0, 0)


def test_a_site_of_an_earlier_version_is_built_anew(tmp_path: Path) -> None:
    (tmp_path / ".gongkai-site.json").write_text('{"old.html": ["k", "d"]}')
    (tmp_path / "old.html").write_text("1")
    assert _build(tmp_path, {"a.html": "1"}) == (1, 2)
    assert sorted(one.name for one in tmp_path.iterdir()) == [LEDGER, "a.html"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ForeignFolder, match=r"name an empty or a new folder"), Folder(tmp_path):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_a_page_is_current_only_with_its_key(tmp_path: Path) -> None:
    with Folder(tmp_path) as folder:
        folder.page("a.html", "1", key="k")
    with Folder(tmp_path) as folder:
        assert not folder.current("a.html", "other")
        assert folder.current("a.html", "k")
    assert folder.done().written == 0


def test_parts_of_a_key_do_not_run_together() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
