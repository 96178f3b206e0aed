"""A grid without its figures: what all reports have in common that print the same table in the same shape."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from gongkai.cellvalue import read_value
from gongkai.document.model import Grid, GridCell
from gongkai.model import CellState
from gongkai.tables.rows import NUMERIC, Row, rows_of

Outline = tuple[str | int | None, ...]
"""Every cell of a grid in order: its words (None for a figure behind them), where it stands, how far it reaches."""

_OPEN = NUMERIC | {CellState.BLANK, CellState.NA_MARK}


class Sheet:
    """A grid, with what is worked out of it only when it is asked for."""

    def __init__(self, grid: Grid):
        self.grid = grid

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the grid."""
        return rows_of(self.grid)

    @cached_property
    def outline(self) -> Outline:
        """What tells where the figures of the grid belong."""
        outline: list[str | int | None] = []
        for row in self.grid.rows:
            last = last_word(row)
            outline.append(len(row))
            for number, cell in enumerate(row):
                high = cell.row_span
                words = None if number > last and high == 1 else cell.text
                outline += (words, cell.row, cell.column, high, cell.column_span)
        return tuple(outline)

    @property
    def begins_with_numbers(self) -> bool:
        """Whether a number stands in the first row."""
        rows = self.grid.rows
        return bool(rows) and any(read_value(cell.text).state in NUMERIC for cell in rows[0])


class Stretch(NamedTuple):
    """Rows of one grid that follow each other and belong to one statutory table."""

    sheet: Sheet
    first: int
    end: int

    @property
    def rows(self) -> list[Row]:
        """The rows themselves."""
        return self.sheet.rows[self.first : self.end]


def figures(row: Sequence[GridCell]) -> list[GridCell]:
    """The cells of a row that the outline leaves open: what stands behind its last word.

    One that reaches over several rows may be part of their labels.
    """
    return [cell for cell in row[last_word(row) + 1 :] if cell.row_span == 1]


def last_word(row: Sequence[GridCell]) -> int:
    """Where the last cell stands that is no figure; -1 where none is."""
    at = len(row) - 1
    while at >= 0 and is_figure(row[at].text):
        at -= 1
    return at


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """Whether a cell is blank, has a mark for none, or says a number and no more than its unit."""
    value = read_value(text)
    return value.state in _OPEN and value.note is None
