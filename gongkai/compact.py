"""Running text without its white space, and the way back.

Line breaks of a PDF, blanks between number and classifier, full-width digits and page numbers between two lines of a
paragraph are all taken out or folded, so that the patterns of the language need not know of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from gongkai.document.model import Document
from gongkai.numerals import FOLD

BREAK = "\x1e"
"""Stands between two blocks: no sentence and no number runs over it."""

_FOLD = {
    **FOLD,
    **{0xFF21 + letter: 0x41 + letter for letter in range(26)},
    **{0xFF41 + letter: 0x61 + letter for letter in range(26)},
    **str.maketrans("（）；！？［］「」『』＋／＜＞＂", '();!?[]“”“”+/<>"'),
}
_SPACE = re.compile(r"(?:\s|[\u200b\u200c\u200d\ufeff\xad\x00])+")
_PAGE_NUMBER = re.compile(
    r"\s*\n\s*(?:-+ ?\d{1,4} ?-+|第 ?\d{1,4} ?页(?: ?[,，/]? ?共 ?\d{1,4} ?页)?)[ \t]*(?:\r?\n|\f)\s*"
)
_KEEPS = re.compile(r"[0-9A-Za-z,.%]")


class Compact:
    """Text of the prose blocks, compacted; `place` gives the offset in the document of any of its characters."""

    __slots__ = ("_at", "_from", "blocks", "source", "text")

    def __init__(self, document: Document, skip: tuple[tuple[int, int], ...] = ()):
        self.source = document.text
        pieces: list[str] = []
        self._at: list[int] = []
        self._from: list[int] = []
        self.blocks: list[tuple[int, int, str]] = []
        """Start and end in the compact text, and kind, of every stretch of prose."""
        length = 0
        for start, end, kind in _stretches(document, skip):
            source = document.text[start:end].translate(_FOLD)
            began = length
            for begin, stop, gap in _runs(source):
                self._at.append(length)
                self._from.append(start + begin)
                pieces.append(source[begin:stop])
                length += stop - begin
                if gap:
                    pieces.append(" ")
                    self._at.append(length)
                    self._from.append(start + stop)
                    length += 1
            if length > began:
                self.blocks.append((began, length, kind))
                pieces.append(BREAK)
                self._at.append(length)
                self._from.append(end)
                length += 1
        self.text = "".join(pieces)

    def place(self, offset: int) -> int:
        """Offset in the document of the compact character at `offset`."""
        index = bisect_right(self._at, offset) - 1
        return self._from[index] + offset - self._at[index]

    def place_end(self, offset: int) -> int:
        """Offset in the document just after the compact character before `offset`."""
        return self.place(offset - 1) + 1

    def index(self, place: int) -> int:
        """Compact offset of the first character at or after `place` in the document."""
        index = bisect_right(self._from, place) - 1
        if index < 0:
            return 0
        offset = self._at[index] + place - self._from[index]
        return min(offset, self._at[index + 1]) if index + 1 < len(self._at) else min(offset, len(self.text))


def _stretches(document: Document, skip: tuple[tuple[int, int], ...]) -> list[tuple[int, int, str]]:
    """The blocks, less what is to be skipped."""
    ranges = sorted(skip)
    found: list[tuple[int, int, str]] = []
    for block in document.blocks:
        start = block.start
        for skip_start, skip_end in ranges:
            if skip_end <= start or skip_start >= block.end:
                continue
            if skip_start > start:
                found.append((start, skip_start, block.kind))
            start = max(start, skip_end)
        if start < block.end:
            found.append((start, block.end, block.kind))
    return found


def _runs(source: str) -> list[tuple[int, int, bool]]:
    """Stretches without white space: start, end, and whether the blank after it separates (`2 543`, `H5 3`)."""
    found: list[tuple[int, int, bool]] = []
    start = 0
    matches = list(_SPACE.finditer(source))
    pages = [match.span() for match in _PAGE_NUMBER.finditer(source)] if "\n" in source else []
    if pages:
        outside = [match.span() for match in matches if not any(a <= match.start() < b for a, b in pages)]
        spans = sorted(outside + pages)
    else:
        spans = [match.span() for match in matches]
    for begin, stop in spans:
        if begin > start:
            separates = False
            if (
                stop < len(source)
                and _KEEPS.match(source[begin - 1])
                and _KEEPS.match(source[stop])
                and source[stop] != "%"
            ):
                separates = not _broken(source, begin, stop)
            found.append((start, begin, separates))
        start = stop
    if start < len(source):
        found.append((start, len(source), False))
    return found


_TAIL = re.compile(r"[^\d,.\n](\d[\d,]*(?:\.\d*)?)$")
_HEAD = re.compile(r"(?:\d[\d,]*|[,]\d{3}(?:,\d{3})*)?(?:\.\d+)?(?=[^\d,.\n\r])|%")
_WHOLE = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")


def _broken(source: str, begin: int, stop: int) -> bool:
    """True where a line break alone stands within a number: it goes on in the next line.

    A line of digits alone may be a page number, so nothing is joined to it; nor is what together would be no number.
    """
    gap = source[begin:stop]
    if "\n" not in gap or (gap.strip("\r\n\f") and not _PAGE_NUMBER.fullmatch(gap)):
        return False
    tail = _TAIL.search(source[max(0, begin - 24) : begin])
    head = _HEAD.match(source, stop)
    return bool(tail and head and head[0] and _WHOLE.fullmatch(tail[1] + head[0]))
