"""The tables of a Word document: rows and cells with what they span, and what no reader is to see left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.document.composing import Box
from gongkai.document.docx.elements import unwrapped
from gongkai.document.limits import limits
from gongkai.document.ooxml import Element, is_on, number

_LAYOUT_TEXT = 500
"""A cell with more characters than this holds a page, not a label (as in HTML)."""


@dataclass
class Counts:
    """What was met on the way through a document and is to be told."""

    deleted: int = 0
    inserted: int = 0
    hidden: int = 0
    narrowed: int = 0
    """Cells that span more columns than are read."""


class Cell(NamedTuple):
    """One cell of a row."""

    column: int
    span: int
    """Columns spanned."""
    merged: str | None
    """restart, or continue below such a one; None where it is not merged downwards."""
    element: Element


Row = list[Cell]


def read_rows(table: Element, depth: int, counts: Counts) -> list[Row]:
    """The rows that are printed once all changes are accepted."""
    return [
        _cells(row, depth, counts)
        for row in unwrapped(table, depth)
        if row.tag == "tr" and _is_shown(row.find("trPr"), counts)
    ]


def _is_shown(properties: Element | None, counts: Counts) -> bool:
    if properties is None:
        return True
    if properties.find("del") is not None:
        counts.deleted += 1
        return False
    if is_on(properties.find("hidden")):
        counts.hidden += 1
        return False
    counts.inserted += properties.find("ins") is not None
    return True


def _cells(row: Element, depth: int, counts: Counts) -> Row:
    most = limits()
    properties = row.find("trPr")
    column = min(number(properties.find("gridBefore"), 0) or 0, most.columns) if properties is not None else 0
    cells: Row = []
    for element in unwrapped(row, depth):
        if element.tag != "tc":
            continue
        about = element.find("tcPr")
        span, merged = 1, None
        if about is not None:
            counts.deleted += about.find("cellDel") is not None
            span = max(number(about.find("gridSpan"), 1) or 1, 1)
            merged = _merge(about, "vMerge")
            if _merge(about, "hMerge") == "continue" and cells:
                span = min(span, most.span)
                cells[-1] = cells[-1]._replace(span=min(cells[-1].span + span, most.span))
                column += span
                continue
        if span > most.span or column >= most.columns:
            counts.narrowed += 1
            span = 1
        cells.append(Cell(column, span, merged, element))
        column += span
    return cells


def _merge(about: Element, direction: str) -> str | None:
    """restart or continue; a mark without a value continues."""
    mark = about.find(direction)
    return None if mark is None else mark.get("val") or "continue"


def spanned(rows: Sequence[Row], text_of: Callable[[Element], str]) -> list[list[Box]]:
    """The rows of a grid, a cell that is merged downwards once. `text_of` is asked in the order of the document."""
    grid: list[list[Box]] = []
    open_at: dict[int, tuple[int, int]] = {}  # Grid column -> (row, place in it) of the cell that goes on below.
    for ordinal, row in enumerate(rows):
        built: list[Box] = []
        still_open: dict[int, tuple[int, int]] = {}
        for column, span, merged, element in row:
            if merged == "continue" and column in open_at:
                at, place = still_open[column] = open_at[column]
                above = grid[at][place]
                grid[at][place] = Box(
                    text=above.text, column=above.column, row_span=ordinal - at + 1, column_span=above.column_span
                )
                continue
            if merged is not None:
                still_open[column] = (ordinal, len(built))
            built.append(Box(text=text_of(element), column=column, column_span=span))
        open_at = still_open
        grid.append(built)
    return grid


def frames_text(cells: Sequence[Cell], depth: int) -> bool:
    """Whether a table only frames running text or other tables."""
    nested = [node for cell in cells for node in unwrapped(cell.element, depth) if node.tag == "tbl"]
    return (bool(nested) and _lays_out(cells, nested)) or _is_page(cells)


def _lays_out(cells: Sequence[Cell], nested: Sequence[Element]) -> bool:
    """Whether a table with tables in it has no data of its own: few of its own cells are a number (as in HTML)."""
    if not any(sum(1 for _ in table.iter("tc")) > 1 for table in nested):
        return False
    own = (_plain(cell.element).strip() for cell in cells if next(cell.element.iter("tbl"), None) is None)
    return sum(1 for text in own if text[-1:].isdigit() and len(text) < 15) < 6


def _is_page(cells: Sequence[Cell]) -> bool:
    """Whether it has one cell only, or one that holds a page."""
    return len(cells) < 2 or any(len(_plain(cell.element)) > _LAYOUT_TEXT for cell in cells)


def _plain(cell: Element) -> str:
    return "".join(node.text or "" for node in cell.iter("t"))
