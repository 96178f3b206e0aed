"""Which numbers belong to which line: those that follow its label. Rows away from every label are placed in `apart`."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import cache
from typing import NamedTuple

from gongkai.flattened.apart import RowsApart
from gongkai.flattened.numberrows import NumberRow, rows_between
from gongkai.flattened.owned import Owned
from gongkai.flattened.reader import DIGITS, WIDE, Region
from gongkai.flattened.regions import TableOfLines
from gongkai.flattened.stream import Item, Stream, printed_units
from gongkai.forms.model import Form, Table
from gongkai.labels import Labels, normalise
from gongkai.model import Place, Problem

_UNITS_AFTER = re.compile(r"(条|件|次|篇|个|人次|人|万元|元|份|场)\s*$")
_HEAD_UNIT = re.compile(r"\(单位[:：]?(\S{1,3})\)|\((万元|元|件|条)\)")
_SHORT_WORDS = 4
_UNSURE = "The header names the columns in another order than the form, or not at all."


class _Given(NamedTuple):
    """What became of the rows of a region."""

    owned: list[Owned]
    strange: list[tuple[str, NumberRow]]
    """Rows of words that are no line's, with these."""
    nameless: list[NumberRow]
    """Rows with no words before them, or a shred of a label."""


@cache
def _labels(table: Table) -> Labels:
    lines = [line for line in table.lines if not line.header]
    headings = {line.group for line in table.lines if line.group} | {line.label for line in table.lines if line.header}
    return Labels(lines, [*headings, *(column.label for column in table.columns)])


class Owners(TableOfLines):
    """Gives the rows of numbers of a table of many lines to its lines."""

    def __init__(self, stream: Stream, form: Form, table: Table):
        super().__init__(stream, form, table)
        self.similar = _labels(table)
        self.torn: dict[str, Owned] = {}
        """Rows that may be another line's."""

    def owned(self) -> tuple[dict[str, Owned], list[Problem]]:
        """The row of every line whose label and numbers are found; rows that may be another line's are in `torn`."""
        problems: list[Problem] = []
        if not self.regions_read:
            return {}, problems
        self.tell_columns()
        found: list[Owned] = []
        loose: list[NumberRow] = []
        for region in self.regions_read:
            self._own(region, found, loose, problems)
        rows = self._once(found, problems)
        problems += RowsApart(self, rows, self.torn).place(loose)
        if rows and not self.columns_in_order():
            problems.append(self.problem("columns_unsure", _UNSURE, next(iter(rows.values())).row))
            self.torn |= rows
            rows = {}
        return rows, problems

    def _own(self, region: Region, owned: list[Owned], loose: list[NumberRow], problems: list[Problem]) -> None:
        """Gives the rows of a region to the labels that stand before them; rows without one are loose."""
        printed = {code for item in region.items for code in item.lines}
        given = _Given(owned, [], [])
        for number, item in enumerate(region.items):
            if item.columns and (unit_of := _HEAD_UNIT.search(self.text, item.start, item.end)):
                self.head_units |= dict.fromkeys(item.columns, unit_of[1] or unit_of[2])
            self._own_after(region, number, printed, given)
        start, end = self.having.get(region.start, (0, 0))
        loose += [row for row in given.nameless if start <= row.start < end]
        problems += [self._unmapped(named, row) for named, row in given.strange if start <= row.start < end]

    def _own_after(self, region: Region, number: int, printed: Container[str], given: _Given) -> None:
        """Gives the rows between a label and the next one: the first to that label, others to the words before them."""
        items = region.items
        item, follows = items[number], items[number + 1] if number + 1 < len(items) else None
        line = self._line_of(items, number)
        rows = list(self.rows(region, number))
        if line is None and rows and not self.digits(rows[0]):
            del rows[0]  # A heading line shows by a mark that it has no figure.
        inside = self.stream.number_lines_in(item.start, item.end)
        if inside and line is not None:
            rows = rows_between(self.text, inside[0].start, inside[-1].end, len(self.columns_of(line))) + rows
        unit = printed_units().match(self.text, item.end)
        before = unit.end() if unit else item.end
        for row in rows:
            named, before = self.text[before : row.start], row.end
            if item.longer and row is rows[0]:
                given.strange.append((self.text[item.start : row.start], row))
                continue
            mine, sure = line, bool(inside) or self._alone(items, number, row)
            if line is None or row is not rows[0] or not (row.attached or inside):
                mine, sure = self._named(named, printed), False
            if mine is not None:
                turned = row is rows[-1] and (follows is None or not (follows.lines or follows.heading))
                named_unit = _UNITS_AFTER.search(named)
                shown = unit[1] if unit and mine == line else named_unit[1] if named_unit else None
                given.owned.append(Owned(line=mine, row=row, unit=shown, apart=False, sure=sure, turned=turned))
            elif not self._own_words(named):
                given.nameless.append(row)
            elif len(row.tokens) in self.widths:
                given.strange.append((named, row))
            if mine is not None or (self.one_width and len(row.tokens) == self.wide >= WIDE):
                began, _ = self.having.get(region.start, (item.start, row.end))
                self.having[region.start] = (began, row.end)

    def _named(self, words: str, printed: Container[str]) -> str | None:
        """The line that damaged words before a row are similar to, unless its label stands elsewhere in the region."""
        if len(words) <= _SHORT_WORDS:
            return None
        told = self.similar.match(_UNITS_AFTER.sub("", words)).codes
        return told[0] if len(told) == 1 and told[0] not in printed else None

    def _line_of(self, items: Sequence[Item], number: int) -> str | None:
        """The line that a label is; of lines with the same words, the one whose group was headed last."""
        lines = [code for code in items[number].lines if not self.by_code[code].header]
        if len(lines) < 2:
            return lines[0] if lines else None
        for before in reversed(items[:number]):
            headed = [code for code in lines if self.words.group_of.get(code) == before.core]
            if headed:
                return headed[0] if len(headed) == 1 else None
        return None

    def _own_words(self, words: str) -> bool:
        """Whether the words before a row are a label of their own, and no shred of one of the form's."""
        bare = normalise(words)
        if len(bare) < 2:
            return False
        shreds = {bare[at : at + 4] for at in range(max(1, len(bare) - 3))}
        return not any(shred in core for core in self.words.lines for shred in shreds)

    def _unmapped(self, words: str, row: NumberRow) -> Problem:
        label = " ".join(words.replace("|", " ").split())
        found = self.similar.match(label)
        return Problem(
            code="row_unmapped",
            message=f"The line {label!r} is not on the form.",
            place=Place(start=row.start, end=row.end),
            found=self.raw(row),
            candidates=found.candidates,
        )

    def _alone(self, items: Sequence[Item], number: int, row: NumberRow) -> bool:
        """Whether label and numbers are the whole of one physical line, so that nobody else's numbers can be meant."""
        item = items[number]
        began = self.text.rfind("\n", 0, item.start) + 1
        if not row.attached or not row.whole_line or (number and items[number - 1].start >= began):
            return False
        return "\n" not in self.text[item.start : row.end] and not DIGITS.search(self.text, began, item.start)

    def _once(self, owned: Sequence[Owned], problems: list[Problem]) -> dict[str, Owned]:
        """One row a line. A line that is printed twice with other numbers is nobody's to choose."""
        rows: dict[str, Owned] = {}
        for row in owned:
            before = rows.setdefault(row.line, row)
            if before is row or self.raw(before.row) == self.raw(row.row):
                continue
            self.torn[row.line] = before
            problems.append(
                self.problem(
                    "line_repeated",
                    f"Line {row.line} is printed twice, with other numbers.",
                    row.row,
                    expected=self.raw(before.row),
                    line=row.line,
                )
            )
        return {line: row for line, row in rows.items() if line not in self.torn}

    def raw(self, row: NumberRow) -> str:
        """A row as printed, in one line."""
        return " ".join(self.text[row.start : row.end].split())
