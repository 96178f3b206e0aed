"""The rows of a grid, with what each cell says by itself and what reaches down into the row from above."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.cellvalue import CellValue, read_value
from gongkai.document.model import Grid, GridCell
from gongkai.model import CellState, Place

NUMERIC = frozenset([CellState.NUMBER, CellState.ZERO])


@dataclass(slots=True)
class Row:
    """One grid row: the cells that begin in it, and those that reach into it from above, by grid column."""

    grid: int
    number: int
    own: list[GridCell]
    above: list[GridCell]
    values: list[CellValue] = field(default_factory=list)

    def place(self) -> Place:
        """Where the row stands."""
        if not self.own:
            return Place(table=self.grid, row=self.number)
        starts = [cell.place.start for cell in self.own if cell.place.start is not None]
        ends = [cell.place.end for cell in self.own if cell.place.end is not None]
        return Place(
            start=min(starts, default=None),
            end=max(ends, default=None),
            table=self.grid,
            row=self.number,
            page=self.own[0].place.page,
        )


def rows_of(grid: Grid) -> list[Row]:
    """The rows of a grid."""
    reaching: list[GridCell] = []
    rows: list[Row] = []
    for number, own in enumerate(grid.rows):
        above = [cell for cell in reaching if cell.row + cell.row_span > number]
        row = Row(grid=grid.ordinal, number=number, own=list(own), above=above)
        row.values = [read_value(cell.text) for cell in own]
        rows.append(row)
        reaching = above + [cell for cell in own if cell.row_span > 1]
    return rows
