"""From what a person names to the files that are meant: files, folders, globs, and lists of these."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from operator import attrgetter
from pathlib import Path

_SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SAMPLES = (str(_SAMPLES / "*.html"), str(_SAMPLES / "*.txt"))
"""The reports that come with gongkai."""

# A folder is searched for these; a file named outright is tried whatever its ending, as endings lie.
ENDINGS = frozenset(
    {".html", ".htm", ".shtml", ".mht", ".mhtml", ".pdf", ".txt", ".md", ".zip", ".rar"}
    | {".docx", ".doc", ".wps", ".rtf", ".odt", ".ofd", ".xlsx", ".xls", ".et", ".csv", ".tsv"}
    | {".jpg", ".jpeg", ".png", ".tif", ".tiff"}
)

# A list is small and made of paths; beyond this size a text file is a report.
_LIST_LIMIT = 4_000_000
_NAME_LIMIT = 4096


@dataclass(frozen=True)
class Missing:
    """Something that was named and is not there, or holds nothing."""

    name: str
    reason: str


def find_files(names: Sequence[str]) -> tuple[list[Path], list[Missing]]:
    """The files meant by `names`, each once, in a stable order, and what could not be found.

    A name is a file, a folder (searched through for the file types that reports come in), a glob (`reports/**/*.pdf`),
    or a list: a text file in which every line that is not empty and no `#` comment names a file or folder, relative to
    the list's own folder or the current one.
    """
    return _find_all(names, frozenset(), set())


def _find_all(names: Sequence[str], within: frozenset[Path], done: set[Path]) -> tuple[list[Path], list[Missing]]:
    """As `find_files`; `within` are the lists that led here, `done` those that were gone through already."""
    files: dict[Path, None] = {}
    missing: list[Missing] = []
    for name in names:
        found, lost = _find(name, within, done)
        files.update(dict.fromkeys(found))
        missing.extend(lost)
    return list(files), missing


def _find(name: str, within: frozenset[Path], done: set[Path]) -> tuple[list[Path], list[Missing]]:
    path = Path(name)
    if path.is_dir():
        found = sorted(_below(path), key=attrgetter("parts"))  # As paths, a hundred thousand take a second to compare.
        return found, [] if found else [Missing(name, _("the folder holds no file of a type that reports come in"))]
    if path.is_file():
        listed = _listed(path)
        if not listed:
            return [path], []
        here = path.resolve()
        if here in within:
            return [], [Missing(name, _("the list names itself"))]
        if here in done:  # Thirty lists that each name the next one twice are a billion ways.
            return [], []
        done.add(here)
        return _find_all(listed, within | {here}, done)
    if glob.has_magic(name):
        found = sorted(Path(hit) for hit in glob.glob(name, recursive=True) if Path(hit).is_file())  # noqa: PTH207 -- absolute patterns too
        return found, [] if found else [Missing(name, _("no file matches"))]
    return [], [Missing(name, _("there is no such file or folder"))]


def _below(folder: Path) -> Iterator[Path]:
    """The files in a folder that are of a type that reports come in. Of a hundred thousand each is asked only once
    what it is."""
    for within, _folders, names in os.walk(folder):
        for name in names:
            if Path(name).suffix.lower() in ENDINGS and (file := Path(within, name)).is_file():
                yield file


def are_any(names: Sequence[str]) -> bool:
    """Whether any file is meant by `names`; not all of them are looked for."""
    return any(next(_below(Path(name)), None) if Path(name).is_dir() else find_files([name])[0] for name in names)


def passed_over(names: Sequence[str]) -> list[Path]:
    """The files in the folders among `names` that are of no type that reports come in, hidden ones left out."""
    folders = [Path(name) for name in names if Path(name).is_dir()]
    found = (file for folder in folders for file in folder.rglob("*"))
    return sorted(
        file
        for file in found
        if file.suffix.lower() not in ENDINGS and not file.name.startswith(".") and file.is_file()
    )


def _listed(path: Path) -> list[str]:
    """The names in a list file; empty where the file is no list."""
    if path.suffix.lower() not in {".txt", ".list", ".lst", ".csv"} or path.stat().st_size > _LIST_LIMIT:
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (UnicodeDecodeError, OSError):
        return []
    names = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if any(len(name) > _NAME_LIMIT for name in names):
        return []
    beside = [path.parent / name for name in names]
    there = [_exists(file) or _exists(Path(name)) for file, name in zip(beside, names, strict=True)]
    if path.suffix.lower() in {".txt", ".csv"}:
        # A report of that ending is told from a list by its lines: none of them is a file, nor looks like one.
        file_like = [found or Path(name).suffix.lower() in ENDINGS for found, name in zip(there, names, strict=True)]
        if not (any(there) and all(file_like)):
            return []
    return [str(file) if _exists(file) else name for file, name in zip(beside, names, strict=True)]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
