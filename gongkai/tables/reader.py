"""What the readers of all statutory tables share: how cells are kept, put together, and reported."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import msgspec

from gongkai.cellvalue import CellValue, read_value
from gongkai.document.model import GridCell
from gongkai.forms import Column, Line, Table
from gongkai.labels import keys, normalise
from gongkai.model import Cell, CellState, Place, Problem
from gongkai.rejoining import confirmed
from gongkai.tables.rows import Row
from gongkai.tables.vocabulary import Target

_WORDY = re.compile(r"^[^\d]*[\u4e00-\u9fff]{2}[^\d]*$")
"""What is left of a numbered label without its number."""
_SPACED = re.compile(r"[1-9]\d*(?:\s+\d+)+")
EMPTY = CellValue(raw_text="", value=None, unit=None, state=CellState.UNREADABLE, note=None)


class Reader:
    """Collects the cells of one statutory table."""

    def __init__(self, target: Target):
        self.target = target
        self.table = target.table
        self.cells: dict[tuple[str, str | None], Cell] = {}
        self.spaced: dict[tuple[str, str | None], CellValue] = {}
        """Cells with blanks between their digits, read as one number: for the sums to confirm."""
        self.repeated: dict[str, list[tuple[Cell, Cell]]] = {}
        self.weak: set[tuple[str, str | None]] = set()
        self.problems: list[Problem] = []
        self.contested = False
        """Whether two numbers claimed one cell."""
        self.homeless = False
        """Whether there are rows of numbers that may be any line's."""
        self.doubtful: dict[str, str] = {}
        """Lines that a row with a damaged label may be, and what that row prints."""

    def read(self, rows: list[Row]) -> None:
        """Take in one stretch of rows."""
        raise NotImplementedError

    def finish(self) -> tuple[list[Cell], list[Problem]]:
        """All cells in the order of the form, and all problems."""
        self.tell_repeated()
        order = _positions(self.table)
        cells = [self.cells[key] for key in sorted(self.cells, key=lambda key: order.get(key, len(order)))]
        return cells, self.problems

    def put(self, line: str, column: str | None, cell: Cell, *, weak: bool = False) -> None:
        """Keep a cell. A second, different one for the same place makes both unread: nobody can say which counts.

        Only a `weak` one (it could not be read, or its header stands in another grid or is a general word) yields to
        one that was read.
        """
        key = (line, column)
        before = self.cells.get(key)
        self.contested = self.contested or before is not None
        if before is None or (key in self.weak and not weak):
            self.cells[key] = cell
            self.weak.discard(key)
            if weak:
                self.weak.add(key)
        elif (before.raw_text, before.value) != (cell.raw_text, cell.value):
            self.repeated.setdefault(line, []).append((before, cell))
            if weak and (key not in self.weak or cell.value is None):
                return
            self.cells[key] = make_cell(
                self.table,
                self.target.line_of[line],
                column_of(self.table, column),
                EMPTY,
                before.place,
                raw=f"{before.raw_text}|{cell.raw_text}",
                state=CellState.UNREADABLE,
            )

    @property
    def by_words_alone(self) -> bool:
        """Whether no figure had a say in where it belongs: others would stand in the same cells of the form."""
        return not (self.problems or self.contested or self.spaced)

    def tell_repeated(self) -> None:
        """One problem for each line that was printed twice with different figures."""
        for line, pairs in self.repeated.items():
            self.problem(
                "line_twice",
                f"{self.target.line_of[line].label} is printed twice with different figures.",
                pairs[0][1].place,
                found=", ".join(f"{before.raw_text} and {after.raw_text}" for before, after in pairs),
                candidates=(line,),
            )

    def known(self) -> dict[tuple[str, str | None], Decimal | None]:
        """Every cell as a number: 0 for a blank or a mark, None for what could not be read."""
        numbers: dict[tuple[str, str | None], Decimal | None] = {
            (line.code, column): None
            for line in missed(self.table, {line for line, _ in self.cells})
            for column in columns_of(self.table, line)
        }
        for key, cell in self.cells.items():
            nought = cell.cell_state in (CellState.BLANK, CellState.NA_MARK)
            numbers[key] = Decimal(0) if nought else cell.value
        return numbers

    def keep_spaced(self, line: str, column: str | None, cell: GridCell, value: CellValue) -> None:
        """Note a cell whose digits are parted by blanks, for `join_spaced`."""
        if value.state is CellState.UNREADABLE and _SPACED.fullmatch(cell.text.strip()):
            self.spaced[line, column] = read_value(value.raw_text)

    def join_spaced(self) -> None:
        """Take digits with blanks between them for one number where the sum over their row says so."""
        for line in dict.fromkeys(line for line, _ in self.spaced):
            together = {key: value.value for key, value in self.spaced.items() if key[0] == line}
            if None in together.values() or not confirmed(together, self.known(), self.target.identities):
                continue
            for key, number in together.items():
                cell = self.cells[key]
                if cell.cell_state is CellState.UNREADABLE and cell.raw_text == self.spaced[key].raw_text:
                    self.cells[key] = msgspec.structs.replace(cell, value=number, cell_state=CellState.INFERRED)
                    self.problem(
                        "number_joined",
                        f"{self.target.line_of[line].label}: by the sum, digits with blanks between are one number.",
                        cell.place,
                        found=cell.raw_text,
                        candidates=(line,),
                    )

    def problem(
        self,
        code: str,
        message: str,
        place: Place,
        found: str | None = None,
        expected: str | None = None,
        candidates: tuple[str, ...] = (),
    ) -> None:
        """Report a problem of this table."""
        self.problems.append(
            Problem(code=code, message=message, place=place, found=found, expected=expected, candidates=candidates)
        )


def is_words(text: str, value: CellValue) -> bool:
    """Whether a cell holds words, be they numbered or annotated with a date, and no number."""
    if value.state is CellState.TEXT:
        return True
    return value.state is CellState.UNREADABLE and _WORDY.search(normalise(text)) is not None


def is_unit(text: str) -> bool:
    """Whether a cell is a unit and nothing else."""
    return bool(text) and read_value(f"1{text}").unit == "".join(text.split())


def missed(table: Table, printed: set[str]) -> list[Line]:
    """The lines that a table should have and does not: no optional ones, no parts of an optional line that is there."""
    merged = {key for line in table.lines if line.optional and line.code in printed for key in keys(line.label)}
    return [
        line
        for line in table.lines
        if not (line.header or line.optional or line.code in printed)
        and not (line.group is not None and keys(line.group) & merged)
    ]


@cache
def columns_of(table: Table, line: Line) -> tuple[str | None, ...]:
    """The codes of a line's columns; None stands for the one number of a list without columns."""
    if line.header:
        return ()
    if not table.columns:
        return (None,)
    return line.columns or tuple(column.code for column in table.columns)


@cache
def _positions(table: Table) -> dict[tuple[str, str | None], int]:
    """Where each cell stands in the order of the form."""
    cells = ((line.code, column) for line in table.lines for column in columns_of(table, line))
    return {key: position for position, key in enumerate(cells)}


@cache
def column_of(table: Table, code: str | None) -> Column | None:
    """The column of that code."""
    return next((column for column in table.columns if column.code == code), None)


def make_cell(
    table: Table,
    line: Line,
    column: Column | None,
    value: CellValue,
    place: Place,
    *,
    head_unit: str | None = None,
    raw: str | None = None,
    state: CellState | None = None,
) -> Cell:
    """A cell with its unit: printed in it, in its header, or prescribed by the form."""
    unit, source = value.unit, "cell"
    if unit is None:
        unit, source = head_unit, "header"
    if unit is None:
        unit, source = line.unit or (column.unit if column else None), "form"
    return Cell(
        code=table.cell_code(line.code, column.code if column else None),
        table=table.code,
        line=line.code,
        column=column.code if column else None,
        raw_text=value.raw_text if raw is None else raw,
        value=value.value,
        unit=unit,
        unit_source=source if unit else None,
        cell_state=state or value.state,
        note=value.note,
        place=place,
    )
