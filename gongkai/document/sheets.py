"""Sheets of cells -> `Document`: what xlsx, xls and CSV have in common.

A sheet holds titles, tables and notes one below the other. A row with one cell that reads like running text (a title
above the table, a heading over the whole width, a note) is a block and parts the tables above and below it; all other
rows are a grid. The names of sheets are not printed and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.document.composing import Box, Composer, tidy_lines
from gongkai.document.limits import limits, refuse_beyond, setting
from gongkai.document.model import Document
from gongkai.model import Problem

_PROSE_FROM = 80
"""A lone cell with as many characters is running text; the longest label of a form has about sixty."""


@dataclass
class Sheet:
    """The cells of a sheet as they are displayed, by row and column from 0."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, last row, first column, last column."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def lay_out(sheets: Iterable[Sheet], media_type: str, problems: Sequence[Problem] = ()) -> Document:
    """One document of all sheets in their order; merged cells resolved, hidden rows and columns left out."""
    composer = Composer()
    found = list(problems)
    for ordinal, sheet in enumerate(sheets, 1):
        found += _lay(sheet, ordinal, composer)
    return composer.document(media_type, problems=found)


def _lay(sheet: Sheet, ordinal: int, composer: Composer) -> list[Problem]:
    """Hand a sheet's rows to the composer, as blocks and grids; returns what was left out."""
    refuse_beyond(
        "text_characters", sum(map(len, sheet.cells.values())), "a sheet says more characters than any report:"
    )
    texts = {at: text for at, raw in sheet.cells.items() if (text := tidy_lines(raw))}
    problems = _hidden(sheet, texts, ordinal)
    if not texts:
        return problems
    columns = [c for c in range(max(c for _, c in texts) + 1) if c not in sheet.hidden_columns]
    rows = sorted({row for row, _ in texts} - sheet.hidden_rows)
    most = limits()
    if len(columns) > most.columns or len(rows) > most.rows:
        problems.append(_too_large(ordinal, len(rows), len(columns)))
        columns, rows = columns[: most.columns], rows[: most.rows]
    refuse_beyond("cells", len(rows) * len(columns), "a sheet has more cells than any report:")
    waiting: list[list[Box]] = []
    before = None
    for row, boxes in _boxes(sheet, texts, rows, columns):
        said = [box for box in boxes if box.text]
        alone = len(said) == 1 and len(boxes) + said[0].column_span - 1 == len(columns)
        blank_before = before is None or before < row - 1
        before = row
        if alone and said[0].row_span == 1 and _is_prose(said[0], waiting, apart=blank_before):
            _end_grid(waiting, composer)
            for line in said[0].text.split("\n"):
                composer.paragraph(line)
        else:
            waiting.append(boxes)
    _end_grid(waiting, composer)
    return problems


def _hidden(sheet: Sheet, texts: Iterable[tuple[int, int]], ordinal: int) -> list[Problem]:
    hidden = sum(1 for row, column in texts if row in sheet.hidden_rows or column in sheet.hidden_columns)
    if not hidden:
        return []
    message = f"{hidden} cells in hidden rows or columns of sheet {ordinal} are left out: they do not print."
    return [Problem(code="hidden_left_out", message=message)]


def _too_large(ordinal: int, rows: int, columns: int) -> Problem:
    most = limits()
    return Problem(
        code="table_too_large",
        message=f"Sheet {ordinal} has {rows} rows and {columns} columns; only the first {most.rows} "
        f"rows and {most.columns} columns are read (settings {setting('rows')}, {setting('columns')}).",
    )


def _boxes(
    sheet: Sheet, texts: Mapping[tuple[int, int], str], rows: Sequence[int], columns: Sequence[int]
) -> Iterator[tuple[int, list[Box]]]:
    """Each row with its cells, those under a merged one left out; columns are counted as they are shown."""
    spans, covered = _spans(sheet, rows, columns)
    for row in rows:
        boxes = []
        for at, column in enumerate(columns):
            if (row, column) not in covered:
                down, across = spans.get((row, column), (1, 1))
                text = texts.get((row, column), "")
                boxes.append(Box(text=text, column=at, row_span=down, column_span=across))
        yield row, boxes


def _is_prose(box: Box, above: Sequence[Sequence[Box]], apart: bool) -> bool:
    """Whether the only cell of a row is running text, and no label whose numbers are blank."""
    if not above or apart or len(box.text) >= _PROSE_FROM or "。" in box.text:
        return True
    width = max((other.column + other.column_span for row in above for other in row if other.text), default=0)
    return box.column_span > 1 and box.column + box.column_span >= width


def _end_grid(waiting: list[list[Box]], composer: Composer) -> None:
    """Hand over the rows collected, without the columns at the right that none of them uses."""
    if not waiting:
        return
    # All that is written may be hidden, or lie under a merged cell: then there is no grid.
    width = max((box.column + 1 for row in waiting for box in row if box.text), default=0)
    if width:
        composer.grid([[_narrowed(box, width) for box in row if box.column < width] for row in waiting])
    waiting.clear()


def _narrowed(box: Box, width: int) -> Box:
    if box.column + box.column_span <= width:
        return box
    return Box(text=box.text, column=box.column, row_span=box.row_span, column_span=width - box.column)


def _spans(
    sheet: Sheet, rows: Sequence[int], columns: Sequence[int]
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Rows and columns spanned by each merged cell, and the cells that lie under one; of the visible ones alone."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    most = len(rows) * len(columns)
    for first, last, left, right in sheet.merges:
        within_rows = [row for row in rows if first <= row <= last] if len(covered) < most else []
        within_columns = [column for column in columns if left <= column <= right]
        if not within_rows or not within_columns:
            continue
        corner = (within_rows[0], within_columns[0])
        if corner in covered or corner != (first, left):
            continue
        spans[corner] = (len(within_rows), len(within_columns))
        covered.update((row, column) for row in within_rows for column in within_columns if (row, column) != corner)
    return spans, covered
