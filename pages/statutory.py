"""The statutory tables of a report, redrawn from its cells in the order and with the labels of the official form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import msgspec

from gongkai.forms import Column, Line, Table, all_forms
from pages.facts import Row


class Mark(msgspec.Struct, frozen=True):
    """What a cell or number says that a failed check rests on: where the finding is told, and both operands."""

    href: str
    words: str = ""
    part: bool = False
    """One of several that do not add up to a total, which is marked more strongly."""


class DrawnLine(msgspec.Struct, frozen=True):
    """One line: its label and a cell for every column, None where the report's table has none."""

    label: str
    cells: tuple[Row | None, ...]
    raw: tuple[str, ...]
    """What stands in the row where its cells cannot be told apart."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """Lines of a form with the same columns under the same heading."""

    group: str | None
    columns: tuple[Column | None, ...]
    """None for the one number column of a list."""
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    """Label, and the code of the cell in each column."""

    @property
    def heads(self) -> list[tuple[str | None, list[Column | None]]]:
        """The columns under the headings that stand above several of them."""
        return [(group, list(own)) for group, own in groupby(self.columns, lambda one: one.group if one else None)]


class DrawnPart(msgspec.Struct, frozen=True):
    """The lines of a stretch that the report has."""

    stretch: Stretch
    group: str | None
    """The heading, unless it was drawn before."""
    headed: bool
    """True where the columns differ from the part before, so that their heads are to be drawn."""
    lines: tuple[DrawnLine, ...]


class DrawnTable(msgspec.Struct, frozen=True):
    """One table of the form."""

    code: str
    title: str
    width: int
    """Most columns of any part."""
    parts: tuple[DrawnPart, ...]


def draw(vintage: str | None, family: str | None, cells: Sequence[Row]) -> tuple[DrawnTable, ...]:
    """The tables of a report that follows the form of that vintage and family; nothing where no form is known."""
    tables = _tables().get((vintage or "", family))
    if tables is None or not cells:
        return ()
    by_table: dict[str, dict[str, Row]] = {}
    for cell in cells:
        by_table.setdefault(cell["statutory_table"], {})[cell["code"]] = cell
    return tuple(
        drawn
        for table, stretches in tables
        if (own := by_table.get(table.code)) and (drawn := _draw(table, stretches, own)).parts
    )


def _draw(table: Table, stretches: Sequence[Stretch], cells: Mapping[str, Row]) -> DrawnTable:
    parts: list[DrawnPart] = []
    named: set[str | None] = {None}
    columns: tuple[Column | None, ...] | None = None
    for stretch in stretches:
        drawn = tuple(_lines(stretch, cells))
        if not drawn:
            continue
        # A heading that came before is not drawn again: its last lines follow those of its parts.
        group = None if stretch.group in named else stretch.group
        parts.append(DrawnPart(stretch, group, stretch.columns != columns, drawn))
        named.add(stretch.group)
        columns = stretch.columns
    width = max((len(part.stretch.columns) for part in parts), default=0)
    return DrawnTable(table.code, table.title, width, tuple(parts))


def _lines(stretch: Stretch, cells: Mapping[str, Row]) -> Iterator[DrawnLine]:
    for label, codes in stretch.lines:
        found = tuple(map(cells.get, codes))
        if any(found):
            raw = dict.fromkeys(one["raw_text"] for one in found if one and one["cell_state"] == "unreadable")
            yield DrawnLine(label, found, tuple(raw))


@cache
def _tables() -> Mapping[tuple[str, str | None], tuple[tuple[Table, tuple[Stretch, ...]], ...]]:
    """Of every form its tables, laid out once: reports only fill them."""
    return {
        (form.vintage, form.family): tuple((table, tuple(_stretches(table))) for table in form.tables)
        for form in all_forms()
    }


def _stretches(table: Table) -> Iterator[Stretch]:
    """The form's lines, taken together as long as group and columns stay the same."""
    by_code = {column.code: column for column in table.columns}

    def columns(line: Line) -> tuple[Column | None, ...]:
        return tuple(by_code[code] for code in line.columns) or table.columns or (None,)

    lines = [line for line in table.lines if not line.header]
    for (group, own), taken in groupby(lines, lambda line: (line.group, columns(line))):
        cells = tuple(
            (line.label, tuple(table.cell_code(line.code, column.code if column else None) for column in own))
            for line in taken
        )
        yield Stretch(group, own, cells)
