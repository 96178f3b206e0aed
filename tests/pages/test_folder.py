"""The folder of the site writes what changed and leaves nothing stale."""

import os
from pathlib import Path

import pytest

from pages.folder import LEDGER, Folder, ForeignFolder, key_of


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


def test_after_a_build_that_broke_off_no_page_is_trusted(tmp_path: Path) -> None:
    _build(tmp_path, {"a.html": "1"})
    with pytest.raises(RuntimeError), Folder(tmp_path) as folder:
        folder.page("a.html", "2")
        raise RuntimeError
    assert _build(tmp_path, {"a.html": "1"}) == (1, 0)
    assert (tmp_path / "a.html").read_text() == "1"


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
