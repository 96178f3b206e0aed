"""The statutory tables of a report, redrawn from its cells in the order and with the labels of the official form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

import msgspec

from gongkai.forms import Column, Form, Line, Table, all_forms
from pages.facts import Row


class Mark(msgspec.Struct, frozen=True):
    """What a cell or number says that a failed check rests on: where the finding is told, and both operands."""

    href: str
    words: str = ""


class DrawnLine(msgspec.Struct, frozen=True):
    """One line: its label and a cell for every column, None where the report's table has none."""

    label: str
    cells: tuple[Row | None, ...]
    raw: tuple[str, ...]
    """What stands in the row where its cells cannot be told apart."""


class DrawnPart(msgspec.Struct, frozen=True):
    """Lines with the same columns under the same heading."""

    group: str | None
    columns: tuple[Column | None, ...]
    """None for the one number column of a list."""
    headed: bool
    """True where the columns differ from the part before, so that their heads are to be drawn."""
    lines: tuple[DrawnLine, ...]

    @property
    def heads(self) -> list[tuple[str | None, list[Column | None]]]:
        """The columns under the headings that stand above several of them."""
        return [(group, list(own)) for group, own in groupby(self.columns, lambda one: one.group if one else None)]


class DrawnTable(msgspec.Struct, frozen=True):
    """One table of the form."""

    code: str
    title: str
    width: int
    """Most columns of any part."""
    parts: tuple[DrawnPart, ...]


@cache
def _forms() -> Mapping[tuple[str, str | None], Form]:
    return {(form.vintage, form.family): form for form in all_forms()}


def draw(vintage: str | None, family: str | None, cells: Sequence[Row]) -> tuple[DrawnTable, ...]:
    """The tables of a report that follows the form of that vintage and family; nothing where no form is known."""
    form = _forms().get((vintage or "", family))
    if form is None or not cells:
        return ()
    by_code = {(cell["statutory_table"], cell["code"]): cell for cell in cells}
    return tuple(drawn for table in form.tables if (drawn := _draw(table, by_code)).parts)


def _draw(table: Table, cells: Mapping[tuple[str, str], Row]) -> DrawnTable:
    parts: list[DrawnPart] = []
    named: set[str | None] = {None}
    columns: tuple[Column | None, ...] | None = None
    for group, own, lines in _stretches(table):
        drawn = tuple(line for one in lines if (line := _line(table, one, own, cells)))
        if not drawn:
            continue
        # A heading that came before is not drawn again: its last lines follow those of its parts.
        parts.append(DrawnPart(None if group in named else group, own, own != columns, drawn))
        named.add(group)
        columns = own
    return DrawnTable(table.code, table.title, max((len(part.columns) for part in parts), default=0), tuple(parts))


def _stretches(table: Table) -> Iterator[tuple[str | None, tuple[Column | None, ...], list[Line]]]:
    """The form's lines, taken together as long as group and columns stay the same."""
    by_code = {column.code: column for column in table.columns}
    group: str | None = None
    columns: tuple[Column | None, ...] = ()
    lines: list[Line] = []
    for line in table.lines:
        if line.header:
            continue
        own: tuple[Column | None, ...] = tuple(by_code[code] for code in line.columns) or table.columns or (None,)
        if lines and (line.group, own) != (group, columns):
            yield group, columns, lines
            lines = []
        group, columns = line.group, own
        lines.append(line)
    if lines:
        yield group, columns, lines


def _line(
    table: Table, line: Line, columns: tuple[Column | None, ...], cells: Mapping[tuple[str, str], Row]
) -> DrawnLine | None:
    found = tuple(
        cells.get((table.code, table.cell_code(line.code, column.code if column else None))) for column in columns
    )
    if not any(found):
        return None
    raw = dict.fromkeys(one["raw_text"] for one in found if one and one["cell_state"] == "unreadable")
    return DrawnLine(line.label, found, tuple(raw))
