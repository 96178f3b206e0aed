"""Running text without its white space, and the way back.

Line breaks of a PDF, blanks between number and classifier, full-width digits and page numbers between two lines of a
paragraph are all taken out or folded, so that the patterns of the language need not know of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from gongkai.document.model import Document
from gongkai.numerals import FOLD, fold

BREAK = "\x1e"
"""Stands between two blocks: no sentence and no number runs over it."""

_FOLD = {
    **FOLD,
    **{0xFF21 + letter: 0x41 + letter for letter in range(26)},
    **{0xFF41 + letter: 0x61 + letter for letter in range(26)},
    **str.maketrans("（）；！？［］「」『』＋／＜＞＂", '();!?[]“”“”+/<>"'),
}
_BLANK = r"\s\u200b\u200c\u200d\ufeff\xad\x00"
_SPACE = re.compile(
    rf"[{_BLANK}]{{2,}}|[\u200b\u200c\u200d\ufeff\xad\x00]|[^\S ]|(?<![0-9A-Za-z,.%]) | (?![0-9A-Za-z,.])"
)
"""White space, but for a single blank that separates (`2 543`, `H5 3`), which stays where it is."""
_PAGE_NUMBER = re.compile(
    r"(?:-{1,9} ?\d{1,4} ?-{1,9}|第 ?\d{1,4} ?页(?: ?[,，/]? ?共 ?\d{1,4} ?页)?)[ \t]*(?:\r?\n|\f)\s*"
)
_KEEPS = re.compile(r"[0-9A-Za-z,.%]")


class Compact:
    """Text of the prose blocks, compacted; `place` gives the offset in the document of any of its characters."""

    __slots__ = ("_at", "_from", "source", "text")

    def __init__(self, document: Document, skip: tuple[tuple[int, int], ...] = ()):
        self.source = document.text
        folded = fold(document.text, _FOLD)
        pieces: list[str] = []
        self._at: list[int] = []
        self._from: list[int] = []
        length = 0
        for start, end in _stretches(document, skip):
            source = folded[start:end]
            if not _SPACE.search(source):
                pieces += (source, BREAK)
                self._at.append(length)
                self._from.append(start)
                length += end - start + 1
                continue
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


def _stretches(document: Document, skip: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The blocks, less what is to be skipped."""
    if not skip:
        return [(block.start, block.end) for block in document.blocks if block.start < block.end]
    ranges = sorted(skip)
    ends = [end for _, end in ranges]
    found: list[tuple[int, int]] = []
    for block in document.blocks:
        start = block.start
        at = bisect_right(ends, start)
        while at < len(ranges) and ranges[at][0] < block.end:
            if ranges[at][0] > start:
                found.append((start, ranges[at][0]))
            start = max(start, ranges[at][1])
            at += 1
        if start < block.end:
            found.append((start, block.end))
    return found


def _runs(source: str) -> list[tuple[int, int, bool]]:
    """Stretches without white space: start, end, and whether the blank after it separates (`2 543`, `H5 3`)."""
    found: list[tuple[int, int, bool]] = []
    start = 0
    for begin, stop in _gaps(source):
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


def _gaps(source: str) -> Iterator[tuple[int, int]]:
    """The white space of a text; a page number on a line of its own is part of the gap that it stands in."""
    after = 0
    for space in _SPACE.finditer(source):
        begin, stop = space.span()
        if begin < after:
            continue
        if "\n" in space[0]:
            while page := _PAGE_NUMBER.match(source, stop):
                stop = page.end()
        after = stop
        yield begin, stop


_TAIL = re.compile(r"[^\d,.\n](\d[\d,]*(?:\.\d*)?)$")
_HEAD = re.compile(r"(?:\d[\d,]*|[,]\d{3}(?:,\d{3})*)?(?:\.\d+)?(?=[^\d,.\n\r])|%")
_WHOLE = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")


def _broken(source: str, begin: int, stop: int) -> bool:
    """True where a line break alone stands within a number: it goes on in the next line.

    A line of digits alone may be a page number, so nothing is joined to it; nor is what together would be no number.
    """
    gap = source[begin:stop]
    if "\n" not in gap or (gap.strip("\r\n\f") and not _PAGE_NUMBER.fullmatch(gap.lstrip())):
        return False
    tail = _TAIL.search(source[max(0, begin - 24) : begin])
    head = _HEAD.match(source, stop)
    return bool(tail and head and head[0] and _WHOLE.fullmatch(tail[1] + head[0]))
