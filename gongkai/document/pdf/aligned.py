"""Tables without lines: columns told from what stands under what.

Only what is certain is taken for a table: several lines of numbers in a row, whose columns leave clear gutters. A line
of numbers is a row. A line of words below the header is part of the row that it stands clearly nearest to; else a row
of its own without other cells, for what stands beside it is no blank that somebody printed. In the header, words that
follow one another from line to line are one cell.
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
_CLEARLY = 1.25
"""Times the next wider one: the gap between two rows beside those between the lines of a label."""
_TOUCHES = 0.7
"""Of the height of a line: words of a header with less between them, one above the other, are one cell."""
_HEADER_PART = 0.4
"""Ems between two words of a header, at least, where a gutter of the columns runs between them."""
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
    def middle(self) -> float:
        """Half-way between the two."""
        return (self.top + self.bottom) / 2

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
    if columns is None or any(_is_broken(a, b) for a, b in pairwise(run)):
        return None
    left = min(segment.box[0] for row in run for segment in row.segments)
    right = max(segment.box[2] for row in run for segment in row.segments)
    edges = [left] + [(a[1] + b[0]) / 2 for a, b in pairwise(columns)] + [right]
    first = next(index for index, row in enumerate(run) if row.numbers)
    bands = _bands(run, first)
    below = next(index for index, lines in enumerate(bands) if any(row.numbers for row in lines))
    numbers = min(s.box[0] for row in run if row.numbers for s in row.segments if s.is_number)
    header = _header([line for lines in bands[:below] for line in lines], columns, edges, numbers)
    if header is None:
        return None
    cells: list[RuledCell] = []
    tops: list[float] = []
    for index, row in enumerate(header):
        cells += _tiled(index, row, columns, edges, page)
        tops.append(min(word.box[1] for word in row.values()))
    for index, lines in enumerate(bands[below:], len(header)):
        made = _band_cells(index, lines, columns, edges, page)
        if made is None:
            return None
        beside = any(segment.box[2] > numbers for row in lines for segment in row.segments)
        cells += made if beside else [_wide(made)]
        tops.append(min(row.top for row in lines))
    tops.append(max(row.bottom for row in run))
    return RuledTable(edges, tops, cells, [NO_LINES])


class _Words(msgspec.Struct):
    """Words of a header that are one cell: up to which column they reach, and what they say."""

    last: int
    text: str
    box: Box
    certainty: float


def _header(
    lines: list[Row], columns: list[tuple[float, float]], edges: list[float], numbers: float
) -> list[dict[int, _Words]] | None:
    """The rows of a header, by first column: the lowest words of every column in the last row, those above them before.

    `numbers` is where the columns of numbers begin. Where their names run into each other, they name no column: then
    every line is one cell. None where words stand above no column.
    """
    stacks: dict[int, list[_Words]] = {}
    for chars in (
        part for line in lines for segment in line.segments for part in _parted(segment.chars, line.em, edges)
    ):
        box = around(chars)
        assert box is not None
        under = [i for i, (low, high) in enumerate(columns) if box[0] < high and low < box[2]]
        if not under:
            return None
        words = _Words(under[-1], spelled(chars, em_of(chars)), box, min(char.certainty for char in chars))
        stack = stacks.setdefault(under[0], [])
        if stack and box[1] - stack[-1].box[3] < _TOUCHES * (box[3] - box[1]):
            stack[-1] = _below(stack[-1], words)
        else:
            stack.append(words)
    rows: list[dict[int, _Words]] = []
    while any(stacks.values()):
        rows.insert(0, {column: stack.pop() for column, stack in stacks.items() if stack})
    if rows and any(words.last > column and words.box[2] > numbers for column, words in rows[-1].items()):
        return [{0: _whole(line, len(columns) - 1)} for line in lines]
    return rows


def _whole(line: Row, last: int) -> _Words:
    box = around(char for segment in line.segments for char in segment.chars)
    assert box is not None
    text = " ".join(segment.text for segment in line.segments)
    return _Words(last, text, box, min(segment.certainty for segment in line.segments))


def _parted(chars: list[Char], em: float, edges: list[float]) -> list[list[Char]]:
    """Words of a header that a gutter parts, though they stand closer than words of a sentence may."""
    parts = [[chars[0]]]
    for a, b in pairwise(chars):
        if b.x0 - a.x1 >= em * _HEADER_PART and any(a.x1 <= edge <= b.x0 for edge in edges):
            parts.append([])
        parts[-1].append(b)
    return parts


def _below(upper: _Words, lower: _Words) -> _Words:
    """Words of two lines, or of one, as one cell."""
    a, b = upper.box, lower.box
    between = "\n" if b[1] > a[1] + 1.0 else " "
    box = min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
    certainty = min(upper.certainty, lower.certainty)
    return _Words(max(upper.last, lower.last), f"{upper.text}{between}{lower.text}", box, certainty)


def _tiled(
    index: int, row: dict[int, _Words], columns: list[tuple[float, float]], edges: list[float], page: int
) -> list[RuledCell]:
    """The cells of a row of the header."""
    top, bottom = min(words.box[1] for words in row.values()), max(words.box[3] for words in row.values())
    cells: list[RuledCell] = []
    column = 0
    while column < len(columns):
        words = row.get(column)
        following = min((other for other in row if other > column), default=len(columns))
        last = min(words.last, following - 1) if words else column
        box = (edges[column], top, edges[last + 1], bottom)
        text, certainty = (words.text, words.certainty) if words else ("", 1.0)
        cells.append(RuledCell(index, column, 1, last - column + 1, box, page, text, certainty=certainty))
        column = last + 1
    return cells


def _bands(run: list[Row], first: int) -> list[list[Row]]:
    """The lines that make a row each: one of numbers, and the lines of words that are clearly part of its label."""
    anchors = [index for index, row in enumerate(run) if row.numbers]
    bands: list[list[Row]] = [[row] for row in run]
    of = {index: index for index in range(len(run))}
    for upper, lower in pairwise(anchors):
        cut = _widest_gap([row.middle for row in run[upper : lower + 1]])
        if cut is not None:
            of |= dict.fromkeys(range(upper + 1, upper + cut + 1), upper)
            of |= dict.fromkeys(range(upper + cut + 1, lower), lower)
    if first and run[first - 1].bottom > run[first].top:
        of[first - 1] = first
    if anchors[-1] + 1 < len(run) and run[anchors[-1] + 1].top < run[anchors[-1]].bottom:
        of[anchors[-1] + 1] = anchors[-1]
    for index in range(len(run)):
        if of[index] != index:
            bands[index] = []
    for anchor in anchors:
        bands[anchor] = [run[index] for index in range(len(run)) if of[index] == anchor]
    return [band for band in bands if band]


def _widest_gap(middles: list[float]) -> int | None:
    """After which of these lines the row ends: where one gap is clearly wider than all others; None where none is."""
    gaps = [b - a for a, b in pairwise(middles)]
    if len(gaps) < 2:
        return None
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    others = [gap for at, gap in enumerate(gaps) if at != widest]
    return widest if gaps[widest] >= _CLEARLY * max(others) else None


def _band_cells(
    index: int, lines: list[Row], columns: list[tuple[float, float]], edges: list[float], page: int
) -> list[RuledCell] | None:
    """The cells of one row of one or several lines; None where it is not certain what belongs where."""
    made = [_cells(index, row, columns, edges, page) for row in lines]
    number = next((at for at, row in enumerate(lines) if row.numbers), 0)
    if made[number] is None or len(lines) == 1:
        return made[number]
    cells = {cell.column: cell for cell in made[number] or []}
    words: dict[int, list[str]] = {}
    for at, row in enumerate(made):
        for cell in row or []:
            if cell.text and (at == number or cell.column in cells):
                words.setdefault(cell.column, []).append(cell.text)
        if row is None or any(cell.text and cell.column not in cells for cell in row):
            return None
    top, bottom = min(row.top for row in lines), max(row.bottom for row in lines)
    for column, cell in cells.items():
        cell.text = "\n".join(words.get(column, []))
        cell.box = (cell.box[0], top, cell.box[2], bottom)
        cell.certainty = min([cell.certainty, *(c.certainty for row in made for c in row or [] if c.column == column)])
    return list(cells.values())


def _wide(cells: list[RuledCell]) -> RuledCell:
    """One cell as wide as the table, with the words of these."""
    first, last = cells[0], cells[-1]
    return RuledCell(
        first.row,
        0,
        1,
        last.column + last.column_span,
        (first.box[0], first.box[1], last.box[2], last.box[3]),
        first.page,
        " ".join(cell.text for cell in cells if cell.text),
        certainty=min(cell.certainty for cell in cells),
    )


def _is_broken(upper: Row, lower: Row) -> bool:
    """Numbers close below numbers that may be their other halves, cut by a narrow column.

    Nothing but numbers, or far fewer of them, or so near that the two lines can be no two rows.
    """
    above, below = (sum(segment.is_number for segment in row.segments) for row in (upper, lower))
    apart = lower.top - upper.bottom
    if not above or not below or apart >= _TOUCHES * (lower.bottom - lower.top):
        return False
    return apart < 0 or below == len(lower.segments) or above == len(upper.segments) or 2 * below < above


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
