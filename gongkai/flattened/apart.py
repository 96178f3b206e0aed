"""Rows that stand away from their labels: whose they are is told by the rows around them, where that is certain."""

from __future__ import annotations

from collections.abc import Container, Sequence

from gongkai.flattened.numberrows import NumberRow
from gongkai.flattened.owned import Owned
from gongkai.flattened.reader import HAN, WIDE
from gongkai.flattened.regions import TableOfLines
from gongkai.model import Problem

_BEGINNING = 6
"""So many characters of a label that was torn apart show that it is there."""
_SHORT_WORDS = 4
_APART = "A row of numbers stands away from its label, and more than one line could be meant."


class RowsApart:
    """Decides about the rows of one table that stand away from their labels, and about those beside them.

    Between two rows that are surely a line's own, as many rows as lines are given to these lines in the order of the
    form, if their labels are there. What comes of it still has to satisfy every printed sum. `rows` and `torn` are
    those of the table's owner, and changed: by line, the rows that are a line's own, and those that may be another's.
    """

    def __init__(self, table: TableOfLines, rows: dict[str, Owned], torn: dict[str, Owned]):
        self.table = table
        self.rows = rows
        self.torn = torn
        self.printed = {code for region in table.regions_read for item in region.items for code in item.lines}
        self.groups = {line.group for line in table.table.lines}
        self.problems: list[Problem] = []

    def place(self, loose: Sequence[NumberRow]) -> list[Problem]:
        """Gives them to lines, or says of each why it is given to none."""
        wide = [row for row in loose if len(row.tokens) == self.table.wide >= WIDE]
        for row in loose:
            if row not in wide and (self.table.wide < WIDE or self.table.digits(row) >= self.table.wide):
                self._leave(row)
        events: list[Owned | NumberRow] = sorted(
            [*self.rows.values(), *wide], key=lambda event: event.row.start if isinstance(event, Owned) else event.start
        )
        doubted = self._doubted(events)
        gap: list[Owned | NumberRow] = []
        before = -1
        for event in [*events, None]:
            if event is not None and (not isinstance(event, Owned) or event.line in doubted):
                gap.append(event)
                continue
            after = len(self.table.order) if event is None else self.table.order[event.line]
            if gap:
                self._fill(gap, before, after)
                gap = []
            before = after
        return self.problems

    def _leave(self, event: Owned | NumberRow) -> None:
        row = event.row if isinstance(event, Owned) else event
        self.problems.append(self.table.problem("row_apart_from_label", _APART, row))

    def _doubted(self, events: Sequence[Owned | NumberRow]) -> set[str]:
        """Lines whose row may be another one's: a loose row is beside it, or the label of a line without numbers."""
        doubted: set[str] = set()
        having = {event.line for event in events if isinstance(event, Owned)}
        for number, event in enumerate(events):
            if not isinstance(event, Owned) or event.sure:
                continue
            around = [events[at] for at in (number - 1, number + 1) if 0 <= at < len(events)]
            if any(not isinstance(other, Owned) for other in around):
                doubted.add(event.line)
                continue
            last = events[number - 1] if number else None
            since = last.row.end if isinstance(last, Owned) else 0
            before = self.table.order[last.line] if isinstance(last, Owned) else -1
            if event.unit is None:
                skipped = self._lines_between(before, self.table.order[event.line], having)
                if any(self._begun(line, since, event.row.start) for line in skipped):
                    doubted.add(event.line)
        return doubted

    def _lines_between(self, before: int, after: int, having: Container[str]) -> list[str]:
        """The lines between two of the form that want a row."""
        return [
            line.code
            for line in self.table.table.lines[before + 1 : after]
            if not line.header
            and line.code not in having
            and line.code not in self.torn
            and (not line.optional or (line.code in self.printed and line.label not in self.groups))
        ]

    def _begun(self, line: str, start: int, end: int) -> bool:
        """Whether the label of a line, or at least its beginning, stands between two offsets."""
        words = "".join(HAN.findall(self.table.text[start:end]))
        for core, lines in self.table.words.lines.items():
            beginning = "".join(HAN.findall(core))[:_BEGINNING]
            if line in lines and beginning in words and len(beginning) >= _SHORT_WORDS:
                return True
        return False

    def _fill(self, gap: Sequence[Owned | NumberRow], before: int, after: int) -> None:
        """Gives the rows of a gap to the lines that are missing between two of the form; all of them, or none."""
        doubtful = {event.line for event in gap if isinstance(event, Owned)}
        missing = self._lines_between(before, after, self.rows.keys() - doubtful) if before < after else []
        own = {line: self.rows.pop(line) for line in doubtful}
        if len(missing) == len(gap):
            pairs = list(zip(missing, gap, strict=True))
            settled = all(not isinstance(event, Owned) or event.line == line for line, event in pairs)
            start, end = self.table.regions_read[0].start, self.table.regions_read[-1].end
            named = all(line in self.printed or self._begun(line, start, end) for line in missing)
            for line, event in pairs:
                if isinstance(event, Owned) and settled:
                    self.rows[line] = event
                elif named:
                    row = event.row if isinstance(event, Owned) else event
                    self.rows[line] = Owned(line=line, row=row, unit=None, apart=True, sure=False, turned=False)
                elif isinstance(event, NumberRow):
                    self._leave(event)
            if settled or named:
                return
        for event in gap:
            if isinstance(event, Owned):
                self.torn[event.line] = own[event.line]
            self._leave(event)
