"""Tables without lines: columns told from what stands under what.

Only what is certain is taken for a table: several lines of numbers in a row, whose columns leave clear gutters. Every
line of text is a row of its own; a label broken over lines stays broken.
"""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from .geometry import Box, Char, around
from .grids import RuledCell, RuledTable
from .lines import em_of, is_wide, rows_of, spelled

NO_LINES = "there are no upright lines: the columns are told from what stands where"
_NUMBER = re.compile(r"[-+－＋]?\d[\d,，.]*(?: \d{3})*(?:元|万元)?|[/／\-—–－]{1,2}")
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,2}、")
_PART = 0.9
"""Ems between two cells, at least, where one of them is a number."""
_WIDE_PART = 1.8
_NUMBER_PART = 0.6
_GUTTER = 0.4
_FAR = 2.6
"""Times the height of a line: text farther apart is of different tables."""
_LEAST_LINES = 3
_LEAST_NUMBERS = 6


class Segment(msgspec.Struct):
    """What stands together on a line."""

    text: str
    box: Box
    chars: list[Char]

    @property
    def is_number(self) -> bool:
        """A number, or a mark in a number's place."""
        return _NUMBER.fullmatch(self.text) is not None

    @property
    def certainty(self) -> float:
        """Of its least certain character."""
        return min(char.certainty for char in self.chars)


class Row(msgspec.Struct):
    """One line of text, in pieces where gaps part it."""

    segments: list[Segment]
    em: float

    @property
    def top(self) -> float:
        """Where its highest type begins."""
        return min(segment.box[1] for segment in self.segments)

    @property
    def bottom(self) -> float:
        """Where its lowest type ends."""
        return max(segment.box[3] for segment in self.segments)

    @property
    def is_tabular(self) -> bool:
        """It has more than one piece."""
        return len(self.segments) > 1

    @property
    def is_chapter(self) -> bool:
        """The heading of a part of the report."""
        return not self.is_tabular and _CHAPTER.match(self.segments[0].text) is not None

    @property
    def numbers(self) -> int:
        """How many numbers stand beside something else."""
        return sum(segment.is_number for segment in self.segments) if self.is_tabular else 0


def aligned_tables(chars: list[Char], page: int) -> tuple[list[RuledTable], list[Char]]:
    """The tables among characters that stand in no ruled one, and the characters that are left."""
    rows = [row_of(row) for row in rows_of([char for char in chars if not char.turned])]
    tables: list[RuledTable] = []
    taken: set[int] = set()
    for run in _runs(rows):
        table = _table(run, page)
        if table is not None:
            tables.append(table)
            taken.update(id(char) for row in run for segment in row.segments for char in segment.chars)
    return tables, [char for char in chars if id(char) not in taken] if taken else chars


def row_of(chars: list[Char]) -> Row:
    """The pieces of a line of characters."""
    em = em_of(chars)
    parts: list[list[Char]] = [[chars[0]]]
    for a, b in pairwise(chars):
        wide = is_wide(a.text) and is_wide(b.text)
        apart = _WIDE_PART if wide else _NUMBER_PART if a.text.isdigit() and b.text.isdigit() else _PART
        if b.x0 - a.x1 > em * apart:
            parts.append([])
        parts[-1].append(b)
    segments = []
    for part in parts:
        box = around(part)
        assert box is not None
        segments.append(Segment(spelled(part, em), box, part))
    return Row(segments, em)


def _runs(rows: list[Row]) -> list[list[Row]]:
    """Neighbouring lines that look like one table's."""
    runs: list[list[Row]] = []
    run: list[Row] = []
    for row in rows:
        far = bool(run) and row.top - run[-1].bottom > _FAR * (row.bottom - row.top)
        single = not row.is_tabular and bool(run) and not run[-1].is_tabular
        if far or row.is_chapter or single:
            runs.append(run)
            run = []
        if row.is_tabular or (run and not row.is_chapter and not single):
            run.append(row)
    runs.append(run)
    return [kept for run in runs if _is_table(kept := _without_tail(run))]


def _without_tail(run: list[Row]) -> list[Row]:
    """Without the line of prose that follows the last line of the table."""
    return run if not run or run[-1].is_tabular else run[:-1]


def _is_table(run: list[Row]) -> bool:
    lines = sum(1 for row in run if row.numbers)
    numbers = sum(row.numbers for row in run)
    return numbers >= _LEAST_NUMBERS and (lines >= _LEAST_LINES or numbers >= 2 * _LEAST_NUMBERS)


def _table(run: list[Row], page: int) -> RuledTable | None:
    columns = _columns(run)
    if columns is None:
        return None
    left = min(segment.box[0] for row in run for segment in row.segments)
    right = max(segment.box[2] for row in run for segment in row.segments)
    edges = [left] + [(a[1] + b[0]) / 2 for a, b in pairwise(columns)] + [right]
    cells: list[RuledCell] = []
    tops: list[float] = []
    for index, row in enumerate(run):
        made = _cells(index, row, columns, edges, page)
        if made is None:
            return None
        cells += made
        tops.append(row.top)
    tops.append(max(row.bottom for row in run))
    return RuledTable(edges, tops, cells, [NO_LINES])


def _columns(run: list[Row]) -> list[tuple[float, float]] | None:
    """From where to where the columns of the number lines reach; None where there are not two."""
    gap = run[0].em * _GUTTER
    spans = sorted((s.box[0], s.box[2]) for row in run if row.numbers for s in row.segments)
    columns: list[tuple[float, float]] = []
    for low, high in spans:
        if columns and low < columns[-1][1] + gap:
            columns[-1] = (columns[-1][0], max(columns[-1][1], high))
        else:
            columns.append((low, high))
    for row in run:
        for segment in row.segments:
            # A header over a column that holds no number at all.
            if all(segment.box[2] + gap < low or segment.box[0] - gap > high for low, high in columns):
                columns.append((segment.box[0], segment.box[2]))
    columns.sort()
    if len(columns) < 2 or any(b[0] < a[1] for a, b in pairwise(columns)):
        return None
    return columns


def _cells(
    index: int, row: Row, columns: list[tuple[float, float]], edges: list[float], page: int
) -> list[RuledCell] | None:
    """The cells of one row; None where it is not certain which column a number belongs to."""
    starts: dict[int, tuple[int, str, float]] = {}
    for segment in row.segments:
        under = [i for i, (low, high) in enumerate(columns) if segment.box[0] < high and low < segment.box[2]]
        if not under or (segment.is_number and len(under) > 1):
            return None
        first, last = under[0], under[-1]
        if first in starts:
            if segment.is_number:
                return None
            end, text, certainty = starts[first]
            starts[first] = max(end, last), f"{text} {segment.text}", min(certainty, segment.certainty)
        else:
            starts[first] = last, segment.text, segment.certainty
    cells: list[RuledCell] = []
    column = 0
    while column < len(columns):
        last, text, certainty = starts.get(column, (column, "", 1.0))
        if any(column < other <= last for other in starts):
            return None
        box = (edges[column], row.top, edges[last + 1], row.bottom)
        cells.append(RuledCell(index, column, 1, last - column + 1, box, page, text, certainty=certainty))
        column = last + 1
    return cells
