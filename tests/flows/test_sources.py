"""From names to files."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.sources import SAMPLES, find_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a/2018.html", "a/2019.PDF", "b/2020.txt", "b/photo.png", "b/notes.csv", "b/program.exe"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("正文", encoding="utf-8")
    return tmp_path


def _names(files: list[Path]) -> list[str]:
    return [file.name for file in files]


def test_a_folder_gives_the_files_of_types_that_reports_come_in(folder: Path) -> None:
    files, missing = find_files([str(folder)])
    assert _names(files) == ["2018.html", "2019.PDF", "2020.txt", "notes.csv", "photo.png"]
    assert missing == []


def test_a_file_that_is_named_is_taken_whatever_its_ending(folder: Path) -> None:
    files, _ = find_files([str(folder / "b" / "photo.png")])
    assert _names(files) == ["photo.png"]


def test_a_glob_gives_what_matches_it(folder: Path) -> None:
    files, _ = find_files([str(folder / "**" / "*.txt")])
    assert _names(files) == ["2020.txt"]


def test_a_list_names_files_and_folders_relative_to_itself(folder: Path) -> None:
    listing = folder / "reports.txt"
    listing.write_text("# wanted\na/2018.html\n\nb\n", encoding="utf-8")
    files, missing = find_files([str(listing)])
    assert _names(files) == ["2018.html", "2020.txt", "notes.csv", "photo.png"]
    assert missing == []


def test_a_list_by_its_ending_says_what_it_names_and_is_not_there(folder: Path) -> None:
    listing = folder / "reports.list"
    listing.write_text("a/2018.html\na/2030.html\n", encoding="utf-8")
    files, missing = find_files([str(listing)])
    assert _names(files) == ["2018.html"]
    assert [(Path(one.name).name, one.reason) for one in missing] == [("2030.html", "there is no such file or folder")]


def test_a_text_list_with_a_name_that_is_gone_says_so(folder: Path) -> None:
    listing = folder / "reports.txt"
    listing.write_text("a/2018.html\na/2031.html\n", encoding="utf-8")
    files, missing = find_files([str(listing)])
    assert _names(files) == ["2018.html"]
    assert [Path(one.name).name for one in missing] == ["2031.html"]


def test_a_text_file_with_one_line_that_is_no_path_is_a_report(folder: Path) -> None:
    report = folder / "report.txt"
    report.write_text("a/2018.html\n一、总体情况\n", encoding="utf-8")
    files, _ = find_files([str(report)])
    assert _names(files) == ["report.txt"]


def test_a_file_that_is_named_twice_is_taken_once(folder: Path) -> None:
    name = str(folder / "a" / "2018.html")
    files, _ = find_files([name, str(folder / "a"), name])
    assert _names(files) == ["2018.html", "2019.PDF"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gone.html", "there is no such file or folder"),
        ("*.gone", "no file matches"),
        ("empty", "the folder holds no file of a type that reports come in"),
    ],
)
def test_what_is_not_there_is_named_with_the_reason(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "empty").mkdir()
    files, missing = find_files([str(tmp_path / name)])
    assert files == []
    assert [one.reason for one in missing] == [reason]


def test_the_samples_are_there() -> None:
    files, missing = find_files(SAMPLES)
    assert len(files) >= 8
    assert missing == []


def test_a_list_that_names_itself_is_named_and_its_other_lines_go_on(folder: Path) -> None:
    (folder / "own.list").write_text("own.list\na/2018.html\n", encoding="utf-8")
    files, missing = find_files([str(folder / "own.list")])
    assert _names(files) == ["2018.html"]
    assert [one.reason for one in missing] == ["the list names itself"]


def test_lists_that_name_one_another_in_a_billion_ways_are_gone_through_once(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.list").write_text(f"{number + 1}.list\n./{number + 1}.list\n", encoding="utf-8")
    (tmp_path / "30.list").write_text("report.html\n", encoding="utf-8")
    (tmp_path / "report.html").write_text("正文", encoding="utf-8")
    files, missing = find_files([str(tmp_path / "0.list")])
    assert _names(files) == ["report.html"]
    assert missing == []
