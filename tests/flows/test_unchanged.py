"""Files that have not changed are not read again; those that have, always."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from flows import unchanged
from flows.ledger import Ledger
from flows.snapshots import TakenFile, path_of, sidecar_of, take_each, whole_sidecar

Take = Callable[..., list[str]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were read."""
    names: list[str] = []

    def telling(store: Path, files: Iterable[Path]) -> Iterator[TakenFile]:
        files = list(files)
        names.extend(file.name for file in files)
        return take_each(store, files)

    monkeypatch.setattr(unchanged, "take_each", telling)
    monkeypatch.setattr(unchanged, "_SETTLED", 0)
    return names


@pytest.fixture
def take(tmp_path: Path, read: list[str]) -> Take:
    """Takes these files into a store; gives the hashes."""
    ledger = Ledger(tmp_path / "ledger.sqlite")

    def go(*files: Path, reader: str = "one") -> list[str]:
        read.clear()
        store = tmp_path / "store"
        found = unchanged.known(ledger, store, files, reader)
        new = [file for file in files if file not in found]
        taken = unchanged.take(ledger, store, new, reader)
        assert [one.file for one in taken] == new
        found |= {one.file: one for one in taken}
        return [content.sha256 for file in files for content in found[file].contents]

    return go


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two files."""
    made = [tmp_path / "a.html", tmp_path / "b.html"]
    for number, file in enumerate(made):
        file.write_text(f"<p>{number}</p>")
    return made


def test_what_is_unchanged_is_not_read_again(take: Take, files: list[Path], read: list[str]) -> None:
    first = take(*files)
    assert read == ["a.html", "b.html"]
    assert take(*reversed(files)) == first[::-1]
    assert read == []


def test_of_two_thousand_files_one_more_is_the_only_one_read(tmp_path: Path, take: Take, read: list[str]) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(2_001):
        (folder / f"{number:04}.txt").write_text(str(number))
    many = sorted(folder.iterdir())
    take(*many[:-1])
    assert len(take(*many)) == 2_001
    assert read == ["2000.txt"]


def test_another_content_of_the_same_size_and_time_is_seen(take: Take, files: list[Path], read: list[str]) -> None:
    first = take(*files)
    times = files[0].stat()
    files[0].write_text("<p>7</p>")
    os.utime(files[0], ns=(times.st_atime_ns, times.st_mtime_ns))
    second = take(*files)
    assert read == ["a.html"]
    assert second[0] != first[0]
    assert second[1] == first[1]


def test_a_file_in_place_of_another_is_seen(tmp_path: Path, take: Take, files: list[Path], read: list[str]) -> None:
    take(*files)
    files[1].replace(files[0])
    take(files[0])
    assert read == ["a.html"]


def test_a_file_that_was_changed_just_now_may_change_again(
    take: Take, files: list[Path], read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "_SETTLED", 3600 * 10**9)
    take(*files)
    take(*files)
    assert read == ["a.html", "b.html"]


def test_what_the_store_has_lost_is_taken_again(tmp_path: Path, take: Take, files: list[Path], read: list[str]) -> None:
    one, other = take(*files)
    path_of(tmp_path / "store", one).unlink()
    sidecar_of(tmp_path / "store", other).write_text("{}")
    assert take(*files) == [one, other]
    assert read == ["a.html", "b.html"]
    assert path_of(tmp_path / "store", one).read_text() == "<p>0</p>"
    assert whole_sidecar(tmp_path / "store", other)
    take(*files)
    assert read == []


def test_another_version_takes_all_again(take: Take, files: list[Path], read: list[str]) -> None:
    take(*files)
    take(*files, reader="another")
    assert read == ["a.html", "b.html"]


def test_of_an_archive_all_members_are_known(tmp_path: Path, take: Take, read: list[str]) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("a.html", "<p>1</p>")
        out.writestr("b.html", "<p>2</p>")
    first = take(archive)
    assert len(first) == 2
    assert take(archive) == first
    assert read == []


def test_what_could_not_be_read_is_tried_again(tmp_path: Path, take: Take, read: list[str]) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("a.html", "<p>1</p>")
        out.writestr("b.html", "<p>2</p>")
    archive.write_bytes(archive.read_bytes().replace(b"<p>2</p>", b"<p>3</p>"))  # Its sum is no longer right.
    gone = tmp_path / "gone.html"
    assert len(take(archive, gone)) == 1
    take(archive, gone)
    assert read == ["all.zip", "gone.html"]


def test_names_that_are_no_text_are_kept_apart(tmp_path: Path, take: Take, read: list[str]) -> None:
    names = [os.fsdecode(b"caf\xe9.html"), os.fsdecode(b"caf\xe8.html")]
    files = [tmp_path / name for name in names]
    for number, file in enumerate(files):
        file.write_text(f"<p>{number}</p>")
    first = take(*files)
    assert take(*files) == first
    assert read == []
