"""Grids to statutory cells.

A row is placed by its label, a number by the header above it; position alone decides nothing. Each grid row first finds
its statutory table by the words in it (one grid may hold several tables, one table may go over several grids). Then:

* tables 2 and 3 and the list tables of vintages A and B are read row by row (`lines`): the label finds the line, and
  the row's number cells are matched with the columns of the last header, in printed order where their counts agree and
  by grid column where they do not. Printed order goes first because header and data rows often have different spans.
* table 4 (`block`) has no row labels: each number is placed by all the words above it and beside it, which reads it
  upright, transposed, or in three rows of five. The placing counts only if no two numbers claim the same cell.

What does not fit is unread, with a problem that names the place; numbers whose cells were cut in two are put together
only where the printed sums leave one way to do so, and are marked as inferred.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from functools import cache

from gongkai.document.model import Document
from gongkai.forms import Form, Line, Table
from gongkai.model import Cell, CellState, Place, Problem
from gongkai.tables.block import Block
from gongkai.tables.lines import Lines
from gongkai.tables.outline import Stretch
from gongkai.tables.placement import placed, placement_of, words_of
from gongkai.tables.reader import EMPTY, Reader, column_of, columns_of, make_cell, missed
from gongkai.tables.segments import segments
from gongkai.tables.vocabulary import Target, vocabulary_of

__all__ = ["codes_of", "complete", "read_grids"]


def read_grids(document: Document, form: Form) -> tuple[list[Cell], list[Problem]]:
    """Read every statutory cell that the grids of a document hold, and say what could not be read."""
    vocabulary = vocabulary_of(form)
    stretches: dict[str, list[Stretch]] = {}
    for code, stretch in segments(document.grids, vocabulary):
        stretches.setdefault(code, []).append(stretch)
    cells: list[Cell] = []
    problems: list[Problem] = []
    for table in form.tables:
        if own := stretches.get(table.code):
            found, troubles = _read_table(vocabulary.targets[table.code], own)
            cells += found
            problems += troubles
    return cells, problems


def _read_table(target: Target, stretches: Sequence[Stretch]) -> tuple[list[Cell], list[Problem]]:
    """The cells of one table: where they stand is worked out for the first report that prints these words."""
    words = words_of(stretches)
    known = target.placements.recall(words)
    if known is not None:
        return placed(known, stretches), []
    reader: Reader = Block(target) if target.is_block else Lines(target)
    for stretch in stretches:
        reader.read(stretch.rows)
    cells, problems = reader.finish()
    if reader.by_words_alone and (placement := placement_of(cells, stretches)):
        target.placements.keep(words, placement)
    return cells, problems


def codes_of(form: Form, lines: Container[str]) -> set[str]:
    """The codes of every cell that these lines of a form have."""
    return {
        code
        for table in form.tables
        for line in table.lines
        if line.code in lines
        for code, _ in _cells_of(table, line)
    }


@cache
def _cells_of(table: Table, line: Line) -> tuple[tuple[str, str | None], ...]:
    """Code and column of every cell that a line has."""
    return tuple((table.cell_code(line.code, column), column) for column in columns_of(table, line))


def complete(form: Form, cells: Iterable[Cell]) -> tuple[list[Cell], list[Problem]]:
    """Account for every cell of the form: `absent_row` for a line that a table does not print, one problem for a table
    that is not there at all. Optional lines, and the sub-lines of a line that is printed in one, are not missed.
    """
    present = list(cells)
    problems: list[Problem] = []
    seen = {cell.code for cell in present}
    printed = {(cell.table, cell.line) for cell in present}
    for table in form.tables:
        lines = {line.code for line in table.lines if (table.code, line.code) in printed}
        if not lines:
            problems.append(
                Problem(code="table_missing", message=f"Table {table.code} is not there.", expected=table.title)
            )
            continue
        columns_seen = {cell.column for cell in present if cell.table == "A"} if table.code == "A" else set()
        due = lines | {line.code for line in missed(table, lines)}
        for line in (line for line in table.lines if line.code in due):
            for code, column in _cells_of(table, line):
                if code in seen or (table.code == "A" and column not in columns_seen):
                    continue
                present.append(
                    make_cell(table, line, column_of(table, column), EMPTY, Place(), state=CellState.ABSENT_ROW)
                )
    return present, problems
