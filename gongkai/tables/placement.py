"""Which cell of a grid is which cell of the form, remembered by the words of the table.

Where a table is clean, its words alone tell: another report that prints the same words in the same shape has the same
cells in the same places, whatever their figures. Nothing is remembered of a table with problems, nor of one with a
figure that is no cell, nor where a figure had a say in where anything belongs (`Reader.by_words_alone`). So what is
recalled is what reading the table again would give; `tests/gongkai/test_placement.py` compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gongkai.cellvalue import read_value
from gongkai.document.model import GridCell
from gongkai.model import Cell
from gongkai.tables.outline import Outline, Stretch, figures


class Spot(NamedTuple):
    """One cell of the form, and the cell of the grids that holds its number."""

    stretch: int
    row: int
    at: int
    code: str
    table: str
    line: str
    column: str | None
    unit: str | None
    unit_source: str | None


Placement = tuple[Spot, ...]
"""The cells of one statutory table, in the order of the form."""
TableWords = tuple[tuple[Outline, int, int], ...]
"""All that a table's cells are placed by: the grids that it stands in, and its rows of each."""


def words_of(stretches: Sequence[Stretch]) -> TableWords:
    """The words of the table that these stretches make up."""
    return tuple((sheet.outline, first, end) for sheet, first, end in stretches)


def placement_of(cells: Sequence[Cell], stretches: Sequence[Stretch]) -> Placement | None:
    """Where the cells of a table were found; None where one is not what its cell of the grid says by itself, or where
    a figure of the grid is none of them."""
    spots: dict[int, tuple[int, int, int]] = {}
    open_figures: set[int] = set()
    for number, (sheet, first, end) in enumerate(stretches):
        for row, printed in enumerate(sheet.grid.rows[first:end], start=first):
            spots.update((id(cell.place), (number, row, at)) for at, cell in enumerate(printed))
            open_figures.update(id(cell.place) for cell in figures(printed))
    found: list[Spot] = []
    for cell in cells:
        spot = spots.get(id(cell.place))
        if cell.unit_source == "cell":  # What it would be without its own unit is not known.
            return None
        if spot is None or not _says(stretches[spot[0]].sheet.grid.rows[spot[1]][spot[2]], cell):
            return None
        open_figures.discard(id(cell.place))
        found.append(Spot(*spot, cell.code, cell.table, cell.line, cell.column, cell.unit, cell.unit_source))
    return None if open_figures else tuple(found)


def _says(printed: GridCell, cell: Cell) -> bool:
    value = read_value(printed.text)
    return (cell.raw_text, cell.value, cell.cell_state, cell.note) == (
        value.raw_text,
        value.value,
        value.state,
        value.note,
    )


def placed(placement: Placement, stretches: Sequence[Stretch]) -> list[Cell]:
    """The cells of another table with the same words."""
    grids = [stretch.sheet.grid.rows for stretch in stretches]
    cells: list[Cell] = []
    for stretch, row, at, code, table, line, column, unit, unit_source in placement:
        printed = grids[stretch][row][at]
        value = read_value(printed.text)
        cells.append(
            Cell(
                code,
                table,
                line,
                column,
                value.raw_text,
                value.value,
                value.unit or unit,
                "cell" if value.unit else unit_source,
                value.state,
                value.note,
                printed.place,
            )
        )
    return cells
