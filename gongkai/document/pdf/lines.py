"""Characters to lines of text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from statistics import median

import msgspec

from .geometry import Box, Char, around

_SPACE = 0.17
"""Ems between two Latin letters or digits from which a person sees a space."""
_APART = 0.7
"""Ems between two digits from which they are of two numbers."""
_UPON = 0.5
"""Share of a character that lies upon the one before it."""
_ABOUT_ONE = 1.3
"""Digits that must lack room: one, and what the lines around the cell leave unsaid."""
_THOUSANDS = re.compile(r"\d{1,3}(?:[,，]\d{3})*[,，]")
_GROUPS = re.compile(r"\d{3}(?:[,，]\d{3})*(?:\.\d+)?")
_BEGUN = re.compile(r"\d{1,3}(?:[,，]\d{3})*")
_GROUPS_AFTER_COMMA = re.compile(r"(?:[,，]\d{3})+(?:\.\d+)?")
_LEFT = attrgetter("x0")
_NUMBER_AND_NOTE = re.compile(r"([\d.,，]+)(?:[（(].*)?")
_WIDE_SPACE = 1.2
"""Ems beside a Chinese character from which the gap was meant: less is justification or automatic spacing."""


class Line(msgspec.Struct, gc=False):
    """One line of text."""

    text: str
    chars: list[Char]
    box: Box
    em: float
    """Size of the type in points."""

    @property
    def certainty(self) -> float:
        """Of its least certain character."""
        return min(char.certainty for char in self.chars)


@lru_cache(maxsize=8192)
def is_wide(text: str) -> bool:
    """A Chinese character or punctuation mark: set solid, without spaces."""
    code = ord(text[0])
    return 0x2E80 <= code <= 0xFFDC or code >= 0x20000 or 0x2010 <= code <= 0x203B or 0x2460 <= code <= 0x24FF


def rows_of(chars: list[Char]) -> list[list[Char]]:
    """Characters grouped by the line they stand on, from the top, each line from the left, what is drawn twice once."""
    rows: list[list[Char]] = []
    middle = high = 0.0
    centres = [(char.y0 + char.y1) / 2 for char in chars]
    for index in sorted(range(len(chars)), key=centres.__getitem__):
        char, y = chars[index], centres[index]
        own = char.y1 - char.y0
        if rows and y - middle <= (reach if (reach := (own if own < high else high) * 0.5) > 1.0 else 1.0):
            row = rows[-1]
            row.append(char)
            middle += (y - middle) / len(row)
            continue
        rows.append([char])
        middle, high = y, own
    return [_drawn_once(sorted(row, key=_LEFT)) for row in rows]


def _drawn_once(row: list[Char]) -> list[Char]:
    """Without what is drawn twice.

    Bold is often faked by drawing a glyph twice, a hair apart; two letters at one spot are a ligature, though. Where a
    digit lies upon something else, one of them is covered, and nobody can say which: U+FFFD stands for both.
    """
    once = row[:1]
    for char in row[1:]:
        last = once[-1]
        if char.x0 >= last.x1 and char.text != last.text:
            once.append(char)  # As nearly all: it stands beside the one before it.
            continue
        if last.x1 - char.x0 > (char.x1 - char.x0) * _UPON and (_is_digit(char.text) or _is_digit(last.text)):
            reach = (char.y1 - char.y0) * 0.12
            if char.text == last.text and abs(char.x0 - last.x0) < reach and abs(char.y0 - last.y0) < reach:
                continue
            once[-1] = Char("\ufffd", last.x0, last.y0, max(last.x1, char.x1), last.y1)
            continue
        if char.text == last.text and not (char.text.isascii() and char.text.isalpha()):
            reach = (char.y1 - char.y0) * 0.12
            if abs(char.x0 - last.x0) < reach and abs(char.y0 - last.y0) < reach:
                continue
        once.append(char)
    return once


def _is_digit(text: str) -> bool:
    return "0" <= text <= "9"


def em_of(chars: list[Char]) -> float:
    """Size of the type: a Chinese character is as wide as it is high; Latin letters have about 1.15 ems of room."""
    wide = [char.x1 - char.x0 for char in chars if is_wide(char.text) and not char.turned]
    if wide:
        return median(wide)
    return median(char.y1 - char.y0 for char in chars) / 1.15


def spelled(chars: list[Char], em: float) -> str:
    """The text of characters on one line, with spaces where a person sees one.

    Two spaces stand between digits that are not of one number: far apart, or a raised small one that marks a note.
    """
    if not chars:
        return ""
    parts = [chars[0].text]
    apart, space = em * _APART, em * _SPACE
    for a, b in pairwise(chars):
        gap, before, text = b.x0 - a.x1, a.text, b.text
        if "0" <= before <= "9" and "0" <= text <= "9" and (gap > apart or _is_note_mark(a, b)):
            parts.append("  ")
        elif gap > space and gap > em * (_WIDE_SPACE if is_wide(before) or is_wide(text) else _SPACE):
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def _is_note_mark(a: Char, b: Char) -> bool:
    high, low = b.y1 - b.y0, a.y1 - a.y0
    return high < low * 0.72 and a.y1 - b.y1 > low * 0.12


def lines_of(chars: list[Char]) -> list[Line]:
    """Lines of text, from the top. Turned characters are left out."""
    return _upright_lines([char for char in chars if not char.turned])


def _upright_lines(chars: list[Char]) -> list[Line]:
    lines = []
    for row in rows_of(chars):
        em = em_of(row)
        box = around(row)
        assert box is not None
        lines.append(Line(spelled(row, em), row, box, em))
    return lines


def cell_lines(chars: list[Char]) -> list[Line]:
    """The lines of a cell. Turned text (a vertical header) is one line, in the order in which the file draws it."""
    upright = [char for char in chars if not char.turned]
    box = around(chars)
    if box is None:
        return []
    if len(upright) * 2 < len(chars):
        return [Line("".join(char.text for char in chars), chars, box, em_of(chars))]
    return _upright_lines(upright)


def is_broken_at_comma(line: Line, following: Line) -> bool:
    """A number was cut in two beside a thousands comma: two numbers would not leave one at the end of a line."""
    match = _NUMBER_AND_NOTE.fullmatch(following.text)
    if match is None:
        return False
    ends = _THOUSANDS.fullmatch(line.text) and _GROUPS.fullmatch(match[1])
    begins = _BEGUN.fullmatch(line.text) and _GROUPS_AFTER_COMMA.fullmatch(match[1])
    return bool(ends or begins)


def is_broken_number(line: Line, following: Line, room: float) -> bool:
    """A number was cut in two because no further digit had room beside the first line's. A note may follow it."""
    match = _NUMBER_AND_NOTE.fullmatch(following.text)
    if match is None or not _numeric(line.text) or len(match[1]) > len(line.text):
        return False
    digit = following.chars[0].x1 - following.chars[0].x0
    return line.box[2] - line.box[0] + digit * _ABOUT_ONE > room


def _numeric(text: str) -> bool:
    return bool(text) and all(char in "0123456789.,，" for char in text)
