"""Tables cut by the end of a page, put together again.

Two tables are pieces of one where nothing but page numbers and running heads stands between them and their columns
agree. What stays uncertain at the cut is left apart: a blank number cell at the top of a page is a cell, not the rest
of the one before.
"""

from __future__ import annotations

import re

import msgspec

from .grids import RuledCell, RuledTable

_SAME_EDGE = 5.0
_SAME_COLUMN = 3.5
_LONGEST_UNIT = 2
"""Characters: 人次, 万元."""
_NUMBERISH = re.compile(r"[\s\d.,，+\-−—–/%()（）元万亿]*|\d[\s\d.,，]*[（(][^()（）]*[)）]\s*")
"""A number, a mark for none, a blank; also with a note in brackets: 12（含自然失效1件）."""
_DIGITS = re.compile(r"[\d.,，]+")
_ONE_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:[,，]\d{3})*)(?:\.\d*)?")
_UNIT = re.compile(r"条|件|次|篇|个|人|元|份|场|期|人次|场次|万元")
_LIST_MARK = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十百\d]{1,3}[)）、.．:：]|[（(][一二三四五六七八九十\d]{1,3}|[①-⑳㈠-㈩]|第[一二三四五六七八九十\d]|其中)"
)


def continues(upper: RuledTable, lower: RuledTable) -> bool:
    """The two have the same sides, and the columns of one are found in the other's."""
    a, b = upper.columns, lower.columns
    if abs(a[0] - b[0]) > _SAME_EDGE or abs(a[-1] - b[-1]) > _SAME_EDGE:
        return False
    fewer, more = (a, b) if len(a) <= len(b) else (b, a)
    return all(any(abs(x - y) <= _SAME_COLUMN for y in more) for x in fewer[1:-1])


def joined(upper: RuledTable, lower: RuledTable) -> RuledTable:
    """One table out of two pieces that `continues` holds for."""
    upper, lower = _without_empty_strip(upper, -1), _without_empty_strip(lower, 0)
    lower = _without_header_of(upper, lower)
    columns = upper.columns if len(upper.columns) >= len(lower.columns) else lower.columns
    rows = len(upper.rows) - 1
    top = [_moved(cell, upper.columns, columns, 0) for cell in upper.cells]
    bottom = [_moved(cell, lower.columns, columns, rows) for cell in lower.cells]
    last_row = [cell for cell in top if cell.row + cell.row_span == rows]
    first_row = [cell for cell in bottom if cell.row == rows]
    if _row_goes_on(last_row, first_row):
        top, bottom = _row_joined(top, bottom, last_row, first_row, rows)
    else:
        top, bottom = _labels_joined(top, bottom, last_row, first_row)
    # Rows of the lower piece stand below the upper one's; the distance says nothing, pages are apart.
    height = upper.rows[-1] - lower.rows[0]
    count = max(cell.row + cell.row_span for cell in top + bottom)
    edges = (upper.rows + [y + height for y in lower.rows[1:]])[: count + 1]
    return RuledTable(columns, edges, top + bottom, upper.uncertain + lower.uncertain)


def _without_header_of(upper: RuledTable, lower: RuledTable) -> RuledTable:
    """Without the header that the page repeats: a row that goes on stands below it, and its blanks are no cells."""
    rows = len(lower.rows) - 1
    above = {(cell.row, _nearest(lower.columns, upper.columns[cell.column])): cell for cell in upper.cells}
    repeated = 0
    for row in range(min(rows, len(upper.rows) - 1) - 1):
        here = [cell for cell in lower.cells if cell.row == row]
        if not any(cell.text for cell in here) or not all(
            _says_the_same(above.get((row, cell.column)), cell) for cell in here
        ):
            break
        if all(cell.row + cell.row_span <= row + 1 for cell in lower.cells if cell.row <= row):
            repeated = row + 1
    if not repeated:
        return lower
    cells = [msgspec.structs.replace(c, row=c.row - repeated) for c in lower.cells if c.row >= repeated]
    return RuledTable(lower.columns, lower.rows[repeated:], cells, lower.uncertain)


def _says_the_same(upper: RuledCell | None, lower: RuledCell) -> bool:
    """The same words, as high as those above; numbers are never a header."""
    if upper is None or upper.row_span != lower.row_span or "".join(upper.text.split()) != "".join(lower.text.split()):
        return False
    return _is_words(lower) or not lower.text


def _without_empty_strip(table: RuledTable, row: int) -> RuledTable:
    """Without its first or last row where that is one empty cell: what the page's end left of a border."""
    rows = len(table.rows) - 1
    at = row % rows
    strip = [cell for cell in table.cells if cell.row <= at < cell.row + cell.row_span]
    if rows < 2 or len(strip) != 1 or strip[0].text or strip[0].row_span > 1:
        return table
    cells = [
        msgspec.structs.replace(cell, row=cell.row - (cell.row > at)) for cell in table.cells if cell is not strip[0]
    ]
    edges = table.rows[1:] if row == 0 else table.rows[:-1]
    return RuledTable(table.columns, edges, cells, table.uncertain)


def _moved(cell: RuledCell, columns: list[float], to: list[float], rows: int) -> RuledCell:
    first = _nearest(to, columns[cell.column])
    last = _nearest(to, columns[cell.column + cell.column_span])
    return msgspec.structs.replace(cell, row=cell.row + rows, column=first, column_span=max(last - first, 1))


def _nearest(positions: list[float], x: float) -> int:
    return min(range(len(positions)), key=lambda index: abs(positions[index] - x))


def _is_words(cell: RuledCell) -> bool:
    return bool(cell.text) and _NUMBERISH.fullmatch(cell.text) is None


def _same_columns(a: RuledCell, b: RuledCell) -> bool:
    return a.column == b.column and a.column_span == b.column_span


def _row_goes_on(last_row: list[RuledCell], first_row: list[RuledCell]) -> bool:
    """The page ended in the middle of a row: a label goes on, and no other cell has text on both sides."""
    pairs = [(a, b) for a in last_row for b in first_row if _same_columns(a, b)]
    if len(pairs) != len(last_row) or len(pairs) != len(first_row):
        return False
    broken = [(a, b) for a, b in pairs if _goes_on(a, b) or _number_goes_on(a, b)]
    rest = [(a, b) for a, b in pairs if not _goes_on(a, b) and not _number_goes_on(a, b)]
    if not broken or not any(a.text or b.text for a, b in rest):
        return False
    if any(_of_two_rows(a.text, b.text) for a, b in pairs):
        return False
    return not any(a.text and b.text for a, b in rest)


def _goes_on(upper: RuledCell, lower: RuledCell) -> bool:
    """A label cut in the middle of its words."""
    return _is_words(upper) and _is_words(lower) and upper.full and _LIST_MARK.match(lower.text) is None


def _number_goes_on(upper: RuledCell, lower: RuledCell) -> bool:
    """A number cut in two: the one above fills its cell, the one below is its shorter rest."""
    if not (upper.text and lower.text and upper.full) or len(lower.text) > len(upper.text):
        return False
    whole = _ONE_NUMBER.fullmatch(upper.text + lower.text) is not None
    return whole and _DIGITS.fullmatch(upper.text) is not None and _DIGITS.fullmatch(lower.text) is not None


def _of_two_rows(upper: str, lower: str) -> bool:
    """Two units, which are no two halves of one (人, 次): each is of a row of its own."""
    return bool(_UNIT.fullmatch(upper) and _UNIT.fullmatch(lower)) and not _UNIT.fullmatch(upper + lower)


def _row_joined(
    top: list[RuledCell], bottom: list[RuledCell], last_row: list[RuledCell], first_row: list[RuledCell], seam: int
) -> tuple[list[RuledCell], list[RuledCell]]:
    for upper in last_row:
        for lower in first_row:
            if _same_columns(upper, lower):
                _absorb(upper, lower, grow=lower.row_span - 1)
                bottom = [cell for cell in bottom if cell is not lower]
    for cell in bottom:
        if cell.row == seam:
            cell.row_span = max(cell.row_span - 1, 1)
        else:
            cell.row -= 1
    return top, bottom


def _labels_joined(
    top: list[RuledCell], bottom: list[RuledCell], last_row: list[RuledCell], first_row: list[RuledCell]
) -> tuple[list[RuledCell], list[RuledCell]]:
    """Labels that span rows on both sides of the cut: left of the rows' own labels, or beside a divided header."""
    divided = _divides_header(last_row, first_row)
    for upper in last_row:
        for lower in first_row:
            if not _same_columns(upper, lower) or not _is_words(upper):
                continue
            if not divided and not (_has_label_right(upper, last_row) and _has_label_right(lower, first_row)):
                continue
            if not lower.text or _goes_on(upper, lower):
                _absorb(upper, lower, grow=lower.row_span)
                bottom = [cell for cell in bottom if cell is not lower]
    return top, bottom


def _divides_header(last_row: list[RuledCell], first_row: list[RuledCell]) -> bool:
    """A header above is divided into several below, and there are no numbers yet."""
    if any(cell.text and not _is_words(cell) for cell in first_row):
        return False
    for upper in last_row:
        end = upper.column + upper.column_span
        if sum(1 for cell in first_row if upper.column <= cell.column < end and _is_words(cell)) > 1:
            return True
    return False


def _has_label_right(cell: RuledCell, row: list[RuledCell]) -> bool:
    """Whether a label stands right of it: then it is a group's.

    One with nothing but a unit (件, 人次) on its right is the row's own.
    """
    return any(
        other.column > cell.column and _is_words(other) and len("".join(other.text.split())) > _LONGEST_UNIT
        for other in row
    )


def _absorb(upper: RuledCell, lower: RuledCell, grow: int) -> None:
    between = "" if _number_goes_on(upper, lower) else "\n"
    upper.text = between.join(text for text in (upper.text, lower.text) if text)
    upper.full = lower.full if lower.text else upper.full
    upper.certainty = min(upper.certainty, lower.certainty)
    upper.row_span += grow
