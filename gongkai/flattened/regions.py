"""Where a table of many lines stands in running text, and which of the form's columns it prints there."""

from __future__ import annotations

from gongkai.flattened.numberrows import NumberRow, rows_between
from gongkai.flattened.reader import WIDE, Reader, Region
from gongkai.flattened.stream import Item, Stream, printed_units
from gongkai.forms.model import Form, Table


class TableOfLines(Reader):
    """Finds a table of many lines (2, 3, the lists of vintages A and B) and the rows of numbers between its labels."""

    def __init__(self, stream: Stream, form: Form, table: Table):
        super().__init__(stream, form, table)
        self.columns: tuple[str | None, ...] = tuple(column.code for column in table.columns) or (None,)
        self.wide = len(self.columns)
        self.widths = {len(line.columns) or self.wide for line in table.lines}
        self.one_width = not any(line.columns for line in table.lines)
        self._known: dict[tuple[int, int, int], list[NumberRow]] = {}
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
        headers = {item.core for item in region.items if not self.is_line(item) and len(item.core) > 2}
        headers |= {code for item in region.items for code in item.lines if self.by_code[code].header}
        for number, item in enumerate(region.items):
            between = self.rows(region, number)
            rows += bool(self.is_line(item) and between and between[0].attached)
            wide += sum(
                len(row.tokens) == self.wide or (row.attached and self.is_line(item) and self.digits(row) >= self.wide)
                for row in between
            )
        if self.wide >= WIDE and self.one_width:
            return wide >= 2
        if not self.one_width:
            return rows >= 1 and len(headers) >= 2
        return rows >= (6 if self.wide == 1 else 2) and len(headers) >= 1

    def digits(self, row: NumberRow) -> int:
        """How many digits are printed in a row: none where marks say that there is no figure."""
        return sum(character.isdigit() for character in self.text[row.start : row.end])

    def is_line(self, item: Item) -> bool:
        """Whether a label is that of a line with figures, and no heading."""
        return any(not self.by_code[code].header for code in item.lines)

    def columns_of(self, line: str) -> tuple[str | None, ...]:
        """The columns that a line has."""
        return self.by_code[line].columns or self.columns

    def rows(self, region: Region, number: int) -> list[NumberRow]:
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

    def columns_in_order(self) -> bool:
        """Whether no header contradicts the order of the form's columns.

        Those under a common heading and the others are looked at apart: text gives two header rows one after the other.
        """
        if self.one_width and self.wide < WIDE:
            return self.told or len(self.columns) == 1
        of_group = {column.code: column.group for column in self.table.columns}
        told: list[str] = []
        for item in (item for region in self.regions_read for item in region.items):
            if self.is_line(item):
                for group in {of_group[code] for code in told}:
                    alike = [code for code in told if of_group[code] == group]
                    if alike != sorted(alike, key=self.columns.index):
                        return False
                told = []
            elif len(item.columns) == 1:
                # What was named before stood in another table: 其他 of 其他对外管理服务事项.
                told = [code for code in told if code not in item.columns] + [*item.columns]
        return True

    def tell_columns(self) -> None:
        """The columns that a list prints, where its header names fewer than the form has."""
        if not self.one_width or self.wide >= WIDE:
            return
        told: list[str | None] = []
        for item in self.regions_read[0].items:
            if self.is_line(item):
                break
            told += [code for code in item.columns if code not in told]
        self.told = bool(told)
        if told:
            self.columns = tuple(told)
            self.wide = len(told)
