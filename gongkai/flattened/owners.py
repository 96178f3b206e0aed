"""Which numbers belong to which line: by the label before them, and where that is not certain, by those around them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import cache
from typing import NamedTuple

from gongkai.flattened.numberrows import NumberRow, rows_between
from gongkai.flattened.reader import DIGITS, HAN, WIDE, Reader, Region
from gongkai.flattened.stream import Item, Stream, printed_units
from gongkai.forms.model import Form, Table
from gongkai.labels import Labels, normalise
from gongkai.model import Place, Problem, Value

_UNITS_AFTER = re.compile(r"(条|件|次|篇|个|人次|人|万元|元|份|场)\s*$")
_HEAD_UNIT = re.compile(r"\(单位[:：]?(\S{1,3})\)|\((万元|元|件|条)\)")
_SHORT_WORDS = 4
_BEGINNING = 6
"""So many characters of a label that was torn apart show that it is there."""
_UNSURE = "The header names the columns in another order than the form, or not at all."
_APART = "A row of numbers stands away from its label, and more than one line could be meant."


class Owned(Value, frozen=True, kw_only=True):
    """A line of the form and the numbers that are its own."""

    line: str
    row: NumberRow
    unit: str | None
    apart: bool
    """It stands away from its label, and was given to the line by its place between others."""
    sure: bool
    """Label and numbers fill a physical line by themselves, so that no other row can be meant."""
    turned: bool
    """A page was turned, or a header repeated, right after it: its last token may be a page number."""


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


class Owners(Reader):
    """Finds a table of many lines (2, 3, the lists of vintages A and B) and gives its rows of numbers to its lines."""

    def __init__(self, stream: Stream, form: Form, table: Table):
        super().__init__(stream, form, table)
        self.columns: tuple[str | None, ...] = tuple(column.code for column in table.columns) or (None,)
        self.wide = len(self.columns)
        self.widths = {len(line.columns) or self.wide for line in table.lines}
        self.one_width = not any(line.columns for line in table.lines)
        self._known: dict[tuple[int, int, int], list[NumberRow]] = {}
        self.similar = _labels(table)
        self.torn: dict[str, Owned] = {}
        self.having: dict[int, tuple[int, int]] = {}
        """Where the first label with numbers begins and the last number ends, by the start of a region."""
        self.regions_read = self.qualified()
        self.told = False
        """Whether the header of a list names its columns."""

    def stretches(self) -> list[tuple[int, int]]:
        """Where the table stands."""
        return [self._trimmed(region) for region in self.regions_read if region.start in self.having]

    def qualified(self) -> list[Region]:
        """The regions in which a table of this form stands, and not a sentence that speaks of the same things."""
        return [region for region in self.regions if self._qualifies(region)]

    def _qualifies(self, region: Region) -> bool:
        rows = wide = 0
        headers = {item.core for item in region.items if not self._is_line(item) and len(item.core) > 2}
        headers |= {code for item in region.items for code in item.lines if self.by_code[code].header}
        for number, item in enumerate(region.items):
            between = self._rows(region, number)
            rows += bool(self._is_line(item) and between and between[0].attached)
            wide += sum(
                len(row.tokens) == self.wide
                or (row.attached and self._is_line(item) and self._digits(row) >= self.wide)
                for row in between
            )
        if self.wide >= WIDE and self.one_width:
            return wide >= 2
        if not self.one_width:
            return rows >= 1 and len(headers) >= 2
        return rows >= (6 if self.wide == 1 else 2) and len(headers) >= 1

    def _digits(self, row: NumberRow) -> int:
        return sum(character.isdigit() for character in self.text[row.start : row.end])

    def _is_line(self, item: Item) -> bool:
        return any(not self.by_code[code].header for code in item.lines)

    def columns_of(self, line: str) -> tuple[str | None, ...]:
        """The columns that a line has."""
        return self.by_code[line].columns or self.columns

    def _rows(self, region: Region, number: int) -> list[NumberRow]:
        """The rows between a label and the next one."""
        item = region.items[number]
        cells = len(self.columns_of(item.lines[0])) if item.lines else self.wide
        end = self.gap_end(region, number)
        key = (item.end, end, cells)
        if key not in self._known:
            unit = printed_units().match(self.text, item.end)
            start = unit.end() if unit else item.end
            self._known[key] = rows_between(self.text, start, end, cells)
        return self._known[key]

    def _trimmed(self, region: Region) -> tuple[int, int]:
        """The region from its header to its last number; sentences that led up to it are left out."""
        items = region.items
        start, end = self.having[region.start]
        first = max((number for number, item in enumerate(items) if item.start <= start), default=0)
        while first and self._leads(items[first - 1], items[first]):
            first -= 1
        for item in items:
            if item.start >= end:
                if item.lines or item.columns or self._foreign(end, item.start):
                    break
                end = item.end
        return items[first].start, end

    def owned(self) -> tuple[dict[str, Owned], list[Problem]]:
        """The row of every line whose label and numbers are found; rows that may be another line's are in `torn`."""
        problems: list[Problem] = []
        if not self.regions_read:
            return {}, problems
        self._tell_columns(self.regions_read)
        found: list[Owned] = []
        loose: list[NumberRow] = []
        for region in self.regions_read:
            self._own(region, found, loose, problems)
        rows = self._once(found, problems)
        self._place_loose(rows, loose, self.regions_read, problems)
        if rows and not self._columns_in_order():
            problems.append(self.problem("columns_unsure", _UNSURE, next(iter(rows.values())).row))
            self.torn |= rows
            rows = {}
        return rows, problems

    def _columns_in_order(self) -> bool:
        """Whether no header contradicts the order of the form's columns.

        Those under a common heading and the others are looked at apart: text gives two header rows one after the other.
        """
        if self.one_width and self.wide < WIDE:
            return self.told or len(self.columns) == 1
        of_group = {column.code: column.group for column in self.table.columns}
        told: list[str] = []
        for item in (item for region in self.regions_read for item in region.items):
            if self._is_line(item):
                for group in {of_group[code] for code in told}:
                    alike = [code for code in told if of_group[code] == group]
                    if alike != sorted(alike, key=self.columns.index):
                        return False
                told = []
            elif len(item.columns) == 1:
                # What was named before stood in another table: 其他 of 其他对外管理服务事项.
                told = [code for code in told if code not in item.columns] + [*item.columns]
        return True

    def _tell_columns(self, regions: Sequence[Region]) -> None:
        """The columns that a list prints, where its header names fewer than the form has."""
        if not self.one_width or self.wide >= WIDE:
            return
        told: list[str | None] = []
        for item in regions[0].items:
            if self._is_line(item):
                break
            told += [code for code in item.columns if code not in told]
        self.told = bool(told)
        if told:
            self.columns = tuple(told)
            self.wide = len(told)

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
        rows = list(self._rows(region, number))
        if line is None and rows and self._marks_only(rows[0]):
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

    def _marks_only(self, row: NumberRow) -> bool:
        return not any(character.isdigit() for character in self.text[row.start : row.end])

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
                )
            )
        return {line: row for line, row in rows.items() if line not in self.torn}

    def raw(self, row: NumberRow) -> str:
        """A row as printed, in one line."""
        return " ".join(self.text[row.start : row.end].split())

    def _place_loose(
        self, rows: dict[str, Owned], loose: Sequence[NumberRow], regions: Sequence[Region], problems: list[Problem]
    ) -> None:
        """Decides about rows that stand away from their labels, and about those beside them.

        Between two rows that are surely a line's own, as many rows as lines are given to these lines in the order of
        the form, if their labels are there. What comes of it still has to satisfy every printed sum.
        """
        wide = [row for row in loose if len(row.tokens) == self.wide >= WIDE]
        for row in loose:
            if row not in wide and (self.wide < WIDE or self._digits(row) >= self.wide):
                problems.append(self.problem("row_apart_from_label", _APART, row))
        events: list[Owned | NumberRow] = sorted(
            [*rows.values(), *wide], key=lambda event: event.row.start if isinstance(event, Owned) else event.start
        )
        doubted = self._doubted(events, regions)
        gap: list[Owned | NumberRow] = []
        before = -1
        for event in [*events, None]:
            if event is not None and (not isinstance(event, Owned) or event.line in doubted):
                gap.append(event)
                continue
            after = len(self.order) if event is None else self.order[event.line]
            if gap:
                self._fill(gap, before, after, rows, regions, problems)
                gap = []
            before = after

    def _doubted(self, events: Sequence[Owned | NumberRow], regions: Sequence[Region]) -> set[str]:
        """Lines whose row may be another one's: a loose row is beside it, or the label of a line without numbers."""
        doubted: set[str] = set()
        for number, event in enumerate(events):
            if not isinstance(event, Owned) or event.sure:
                continue
            around = [events[at] for at in (number - 1, number + 1) if 0 <= at < len(events)]
            if any(not isinstance(other, Owned) for other in around):
                doubted.add(event.line)
                continue
            last = events[number - 1] if number else None
            since = last.row.end if isinstance(last, Owned) else 0
            before = self.order[last.line] if isinstance(last, Owned) else -1
            if event.unit is None:
                having = {other.line for other in events if isinstance(other, Owned)}
                skipped = self._lines_between(before, self.order[event.line], having, regions)
                if any(self._begun(line, since, event.row.start) for line in skipped):
                    doubted.add(event.line)
        return doubted

    def _lines_between(self, before: int, after: int, having: Container[str], regions: Sequence[Region]) -> list[str]:
        printed = {code for region in regions for item in region.items for code in item.lines}
        return [
            line.code
            for line in self.table.lines[before + 1 : after]
            if not line.header
            and line.code not in having
            and line.code not in self.torn
            and (not line.optional or (line.code in printed and line.label not in self._groups()))
        ]

    def _groups(self) -> set[str | None]:
        return {line.group for line in self.table.lines}

    def _begun(self, line: str, start: int, end: int) -> bool:
        """Whether the label of a line, or at least its beginning, stands between two offsets."""
        words = "".join(HAN.findall(self.text[start:end]))
        for core, lines in self.words.lines.items():
            beginning = "".join(HAN.findall(core))[:_BEGINNING]
            if line in lines and beginning in words and len(beginning) >= _SHORT_WORDS:
                return True
        return False

    def _fill(
        self,
        gap: Sequence[Owned | NumberRow],
        before: int,
        after: int,
        rows: dict[str, Owned],
        regions: Sequence[Region],
        problems: list[Problem],
    ) -> None:
        doubtful = {event.line for event in gap if isinstance(event, Owned)}
        sure = rows.keys() - doubtful
        missing = self._lines_between(before, after, sure, regions) if before < after else []
        own = {line: rows.pop(line) for line in doubtful}
        if len(missing) == len(gap):
            pairs = list(zip(missing, gap, strict=True))
            settled = all(not isinstance(event, Owned) or event.line == line for line, event in pairs)
            printed = {code for region in regions for item in region.items for code in item.lines}
            start, end = regions[0].start, regions[-1].end
            named = all(line in printed or self._begun(line, start, end) for line in missing)
            for line, event in pairs:
                if isinstance(event, Owned) and settled:
                    rows[line] = event
                elif named:
                    row = event.row if isinstance(event, Owned) else event
                    rows[line] = Owned(line=line, row=row, unit=None, apart=True, sure=False, turned=False)
                elif isinstance(event, NumberRow):
                    problems.append(self.problem("row_apart_from_label", _APART, event))
            if settled or named:
                return
        for event in gap:
            if isinstance(event, Owned):
                self.torn[event.line] = own[event.line]
            problems.append(
                self.problem("row_apart_from_label", _APART, event.row if isinstance(event, Owned) else event)
            )
