"""What one file may take up. No real report comes near; what goes beyond is a problem of that file alone.

Each limit is a setting: `GONGKAI_LIMIT_PAGES=2000` in the environment. Figures read under other limits than these are
kept apart from those read under them (`flows/versions.py`), since what is left out may differ.
"""

from __future__ import annotations

import os
from functools import lru_cache

import msgspec

from gongkai.model import UnreadableSource

PREFIX = "GONGKAI_LIMIT_"


class LimitError(ValueError):
    """A setting that is no limit: an unknown name, or no whole number above 0."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits on one file. Sizes in bytes, characters, counts, pixels and seconds."""

    file_bytes: int = 200_000_000
    markup_characters: int = 20_000_000
    """Of a page with its tags, scripts and the pictures written into it."""
    text_characters: int = 2_000_000
    """Of what a file says. The longest report has about 100,000."""
    nesting: int = 5_000
    """Elements of a page within one another; unclosed tags count. A parser's time grows with the square of it."""
    repeated_elements: int = 500_000
    """Elements that a parser makes anew in each block since a page did not close them."""
    attributes: int = 1_000
    """Of one element of a page."""
    cells: int = 500_000
    """Of all tables of a file together."""
    columns: int = 200
    """Of one table; cells beyond span nothing."""
    rows: int = 20_000
    """Of one sheet of a workbook."""
    span: int = 100
    """Columns that one cell may span (`colspan`); rows end with their table in any case."""
    sheets: int = 200
    merges: int = 20_000
    """Merged cells of one sheet."""
    pages: int = 1_000
    page_characters: int = 200_000
    page_objects: int = 200_000
    """Drawings of one PDF page."""
    page_crossings: int = 2_000_000
    """Level lines times upright ones on one PDF page: a map has that many, a table never."""
    pixels: int = 100_000_000
    """Of one picture: A4 at 800 dots an inch has 62 million."""
    archive_members: int = 5_000
    archive_bytes: int = 200_000_000
    """Expanded, all members together, archives in archives included."""
    member_bytes: int = 64_000_000
    """Expanded, one member."""
    archive_ratio: int = 250
    """Expanded to packed size of one member. Repetitive XML of a real table reaches about 60."""
    archive_depth: int = 3
    """Archives in archives."""
    xml_bytes: int = 20_000_000
    """Expanded, one part of an Office file. A report of two hundred pages has two million."""
    seconds: int = 60
    """To read one file, where worker processes read. A report takes milliseconds."""
    office_seconds: int = 50
    """For LibreOffice to convert one file; it takes two to ten. Below `seconds`: else the worker ends first."""
    memory_bytes: int = 6_000_000_000
    """Address space of one worker process, and of LibreOffice. What libraries reserve, some 2 GB, is among it."""


@lru_cache(maxsize=1)
def limits() -> Limits:
    """The limits of this process: the defaults, and what the environment says otherwise. LimitError where it errs."""
    said = {
        name.removeprefix(PREFIX).lower(): _count(name, value)
        for name, value in os.environ.items()
        if name.startswith(PREFIX)
    }
    for name in said:
        if name not in Limits.__struct_fields__:
            known = ", ".join(PREFIX + field.upper() for field in Limits.__struct_fields__)
            raise LimitError(f"{PREFIX}{name.upper()} is no limit; there are {known}")
    return Limits(**said)


def changed() -> dict[str, int]:
    """The limits that are not at their default."""
    mine, usual = msgspec.structs.asdict(limits()), msgspec.structs.asdict(Limits())
    return {name: value for name, value in mine.items() if value != usual[name]}


def setting(name: str) -> str:
    """How a limit is set, for messages: `GONGKAI_LIMIT_PAGES`."""
    return PREFIX + name.upper()


def refuse_beyond(name: str, found: int, what: str) -> None:
    """Raise UnreadableSource (`file_too_large`) where `found` goes beyond the limit of that name; `what` in words."""
    most = getattr(limits(), name)
    if found > most:
        message = f"{what} {found:,}; at most {most:,} are read (setting {setting(name)})"
        raise UnreadableSource("file_too_large", message)


def _count(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise LimitError(f"{name}={value!r} is no whole number above 0")
    return int(value)
