"""Tables read row by row: the label finds the line, the header the column."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gongkai.cellvalue import read_value
from gongkai.document.model import GridCell
from gongkai.forms import Line
from gongkai.labels import Match, keys, normalise
from gongkai.mending import rejoin
from gongkai.model import Cell, CellState, Place, Problem
from gongkai.tables.outline import figures
from gongkai.tables.parting import Parting, Reading
from gongkai.tables.reader import EMPTY, column_of, columns_of, make_cell, missed
from gongkai.tables.rows import NUMERIC, Row
from gongkai.tables.vocabulary import LONGEST_LABEL, Target

_SURE_LENGTH = 4
"""A bare label shorter than this (其他, 总计) is believed only where its group or its neighbours agree."""
_NONE = Match(codes=(), exact=False, candidates=())


class Lines(Parting):
    """Tables in which every row is a line of the form: 2, 3, and the list tables A and B."""

    def __init__(self, target: Target):
        super().__init__(target)
        self.heading: str | None = None
        self.last: str | None = None
        self.fragment: Reading | None = None
        self.found = _NONE
        """What the label of the fragment may be."""
        self.before: Reading | None = None
        self.guessed = False
        """Whether the label of `before` was told by similarity."""
        self.cut: list[tuple[str, Reading]] = []
        """Rows with more number cells than columns: a number may be cut in two."""
        self.told_header_missing = False
        self.taken: list[Row] = []
        """The rows that are no header."""
        self.broken = False
        """Whether a label may have gone over two rows."""

    def read(self, rows: list[Row]) -> None:
        """Read the rows of one stretch, in order."""
        for row in rows:
            if self.is_header(row):
                if not self.header:
                    self.end_fragment()
                self.header.append(row)
            elif row.own:
                if self.header:
                    self.take_header()
                self.taken.append(row)
                self.take_row(row)

    def take_row(self, row: Row) -> None:
        """Find the line that a row is, and keep its numbers."""
        reading = self.split(row)
        if not reading.labels:
            if not reading.empty:
                self.orphan(reading, "row_without_label", "A row of numbers has no label.", ())
            return
        heading = self.heading_of(reading)
        code, found = self.line(reading)
        self.broken = self.broken or self.fragment is not None
        if self.fragment is not None and (reading.empty or not found.exact):
            # Half a label may read like a whole one: what the two halves say together goes first.
            codes = self.together(self.fragment, reading)
            if len(codes) == 1:
                reading = self.joined(self.fragment, reading)
                self.fragment = None
                (code,) = codes
                found = Match(codes=codes, exact=True, candidates=())
        if code is None and self.before is not None and self.last is not None:
            joined = self.before.labels[-1] + reading.labels[-1]
            if normalise(joined) != normalise(self.before.labels[-1]) and self.last in self.target.lines.exactly(
                joined
            ):
                self.broken = True
                self.continued(reading)
                return
        if code is None:
            self.end_fragment()
            if heading is not None:
                self.heading = heading
                if reading.bare:
                    return
            elif reading.numbers is None and not reading.loose:
                if len(reading.labels[-1]) <= LONGEST_LABEL:
                    self.fragment = reading
                return
            else:
                # What follows an unknown row may stand under it: nothing is implied any more.
                self.heading = None
            self.doubt_before(reading)
            self.fragment = reading
            self.found = found
            return
        cut = self.fragment
        self.end_fragment()
        self.heading = self.heading_under(code, heading)
        self.last, self.before, self.guessed = code, reading, not found.exact
        self.place_numbers(code, reading)
        if cut is not None:
            self.doubt_before(cut)

    def together(self, upper: Reading, lower: Reading) -> tuple[str, ...]:
        """The line whose label goes over two rows: what the last words, or all words, of both say together."""
        for first in (upper.labels[-1], "".join(upper.labels)):
            for second in (lower.labels[-1], "".join(lower.labels)):
                if normalise(first + second) != normalise(first) and (
                    codes := self.target.lines.exactly(first + second)
                ):
                    return codes
        return ()

    def doubt_before(self, reading: Reading) -> None:
        """A damaged label over nothing but blanks, and numbers under a label without a home: perhaps one row, cut."""
        if reading.empty or self.before is None or self.last is None or not (self.guessed and self.before.empty):
            return
        if self.before.row.grid == reading.row.grid and abs(self.before.row.number - reading.row.number) == 1:
            for key in [key for key in self.cells if key[0] == self.last]:
                self.cells[key] = msgspec.structs.replace(self.cells[key], cell_state=CellState.UNREADABLE)

    # -- lines -----------------------------------------------------------------------------------------------------

    def heading_of(self, reading: Reading) -> str | None:
        """The innermost heading that stands left of the row's numbers."""
        for words in reversed(reading.labels):
            if len(words) <= LONGEST_LABEL and (bare := normalise(words)) in self.target.headings:
                return bare
        return None

    def heading_under(self, code: str, printed: str | None) -> str | None:
        """The heading that the next row stands under, unless it says otherwise: the line itself if it is one."""
        own = keys(self.target.line_of[code].label) & self.target.headings
        if own:
            return min(own)
        group = self.target.group_keys[code]
        return printed or (min(group) if group else self.heading)

    def line(self, reading: Reading) -> tuple[str | None, Match]:
        """The line that the words of a row name, alone and with those around them."""
        labels = [words for words in reading.labels if len(words) <= LONGEST_LABEL]
        if not labels:
            return None, Match(codes=(), exact=False, candidates=())
        explicit = next(
            (bare for words in reversed(labels[:-1]) if (bare := normalise(words)) in self.target.headings), None
        )
        printed = labels[-1]
        found = self.target.lines.match(printed)
        if not found.codes and len(labels) > 1:
            for joined in (labels[-2] + labels[-1], "".join(labels)):
                if codes := self.target.lines.exactly(joined):
                    printed, found = joined, Match(codes=codes, exact=True, candidates=())
                    break
        codes = found.codes
        if not found.exact and (several := self.several(labels[-1])):
            return None, Match(codes=(), exact=False, candidates=several)
        if reading.grouped and normalise(labels[-1]) in self.target.headings:
            # The heading of several rows whose own labels are gone: its numbers are not its own.
            codes = ()
        if len(codes) > 1:
            here = {explicit or self.heading or ""}
            if not explicit and self.heading is None and self.last is not None:
                here = set(self.target.group_keys[self.last])
            codes = tuple(code for code in codes if here & self.target.group_keys[code])
        if len(codes) != 1 or not self.confirmed(codes[0], printed, explicit):
            return None, Match(codes=(), exact=False, candidates=found.codes or found.candidates)
        return codes[0], found

    def several(self, printed: str) -> tuple[str, ...]:
        """The lines that a cell names if it names more than one, each on a line of its own."""
        parts = [self.target.lines.exactly(part) for part in printed.split("\n")]
        return tuple(code for codes in parts for code in codes) if len(parts) > 1 and all(parts) else ()

    def confirmed(self, code: str, printed: str, explicit: str | None) -> bool:
        """Whether a short label (其他, 总计) stands where its group is; a long one speaks for itself."""
        group = self.target.group_keys[code]
        if self.table.code == "2" or len(normalise(printed)) >= _SURE_LENGTH or not group:
            return True
        if explicit is not None and not (explicit in group or any(self.target.encloses(explicit, c) for c in [code])):
            return False
        if explicit is not None and explicit in group:
            return True
        if self.heading in group:
            return True
        return self.last is not None and (
            bool(self.target.group_keys[self.last] & group)
            or any(self.target.encloses(heading, self.last) for heading in group)
        )

    # -- numbers ---------------------------------------------------------------------------------------------------

    def place_numbers(self, code: str, reading: Reading) -> None:
        """Keep the numbers of a row as cells of a line."""
        line = self.target.line_of[code]
        wanted = columns_of(self.table, line)
        numbers = reading.numbers
        if numbers is not None and self.table.code == "2":
            heads = [leaf.code for leaf, _, _ in numbers]
            if set(heads) != set(wanted) and not (set(heads) - {None} <= set(wanted) and len(heads) == len(wanted)):
                numbers = None
        if numbers is None:
            if not reading.loose:
                return
            if self.leaves:
                self.cut.append((code, reading))
            elif not self.told_header_missing:
                self.told_header_missing = True
                self.problem(
                    "header_missing",
                    f"No header of table {self.table.code} was found above the row {line.label}.",
                    reading.row.place(),
                    found=reading.printed,
                )
            if not self.leaves:
                # Nothing says which number is whose: the line is unread, and running text may yet tell.
                self.doubtful[code] = ""
            return
        for leaf, cell, value in numbers:
            if leaf.code is None or (leaf.code or None) not in wanted:
                continue
            column = leaf.code or None
            self.keep_spaced(code, column, cell, value)
            head_unit = leaf.unit or (reading.unit if not line.columns else None)
            self.put(
                code,
                column,
                make_cell(
                    self.table, line, column_of(self.table, column), value, _at(cell, reading), head_unit=head_unit
                ),
                weak=leaf.general or reading.row.grid != self.header_grid,
            )
        for column in wanted:
            if (code, column) not in self.cells and any(leaf.code is None for leaf, _, _ in numbers):
                self.put(
                    code,
                    column,
                    make_cell(
                        self.table,
                        line,
                        column_of(self.table, column),
                        EMPTY,
                        reading.row.place(),
                        raw="|".join(value.raw_text for leaf, _, value in numbers if leaf.code is None),
                    ),
                    weak=True,
                )

    def unread(self, line: Line, columns: Sequence[str | None], reading: Reading) -> None:
        """Keep the cells of a line as unread, with what the row prints."""
        for column in columns:
            self.put(
                line.code,
                column,
                make_cell(
                    self.table,
                    line,
                    column_of(self.table, column),
                    EMPTY,
                    reading.row.place(),
                    raw=reading.printed,
                ),
                weak=True,
            )

    def joined(self, upper: Reading, lower: Reading) -> Reading:
        """A label that goes over two rows, with the numbers of the one that has any."""
        numbered = lower if upper.empty else upper
        if not upper.empty and not lower.empty:
            return Reading(row=upper.row, labels=lower.labels, numbers=None, loose=upper.loose + lower.loose)
        return Reading(
            row=numbered.row, labels=lower.labels, numbers=numbered.numbers, loose=numbered.loose, unit=numbered.unit
        )

    def continued(self, lower: Reading) -> None:
        """The rest of the label above; its numbers count where the row above had none."""
        if lower.empty or self.before is None or self.last is None:
            return
        if self.before.empty:
            for column in columns_of(self.table, self.target.line_of[self.last]):
                self.cells.pop((self.last, column), None)
            self.place_numbers(self.last, lower)
        else:
            self.orphan(lower, "row_without_label", "A row of numbers continues the label above it.", (self.last,))

    def end_fragment(self) -> None:
        """A label that found neither line nor continuation: say so, if anything hangs on it.

        Nothing hangs on the heading of a section between the tables of a worksheet, beside empty cells.
        """
        reading, self.fragment = self.fragment, None
        if reading is None or reading.empty or (reading.numbers is None and not reading.loose):
            return
        self.orphan(
            reading,
            "line_unmapped",
            f"The row {reading.labels[-1]} is none of table {self.table.code}'s.",
            self.found.candidates,
        )

    def orphan(self, reading: Reading, code: str, message: str, candidates: tuple[str, ...]) -> None:
        """Report a row that is no line's; the lines that it may be are not missed without a word."""
        if not reading.empty:
            self.homeless = self.homeless or code == "row_without_label"
            self.doubtful.update(dict.fromkeys(candidates, reading.printed))
        label = reading.labels[-1].replace("\n", "") if reading.labels else ""
        self.problem(code, message, reading.row.place(), found=f"{label}: {reading.printed}", candidates=candidates)

    @property
    def by_words_alone(self) -> bool:
        """As of every table; not so where blanks may part or join rows and columns, or make a row a header."""
        if not super().by_words_alone or self.broken or not self.numbers_alone:
            return False
        return not any(self.may_head(row) for row in self.taken if figures(row.own))

    # -- the end ---------------------------------------------------------------------------------------------------

    def finish(self) -> tuple[list[Cell], list[Problem]]:
        """Settle what waited for the other rows."""
        self.end_fragment()
        for code, reading in self.cut:
            line = self.target.line_of[code]
            if self.rejoined(line, reading):
                continue
            self.unread(line, columns_of(self.table, line), reading)
            self.problem(
                "row_unread",
                f"The numbers of {line.label} do not fit the header: {len(reading.loose)} cells for "
                f"{len(self.leaves)} columns.",
                reading.row.place(),
                found=reading.printed,
                candidates=(code,),
            )
        self.drop_subtotals()
        if self.cells:
            for line in missed(self.table, {line for line, _ in self.cells}):
                if not (self.homeless or line.code in self.doubtful):
                    continue
                for column in columns_of(self.table, line):
                    raw = self.doubtful.get(line.code, "")
                    self.cells[line.code, column] = make_cell(
                        self.table, line, column_of(self.table, column), EMPTY, Place(), raw=raw
                    )
        self.join_spaced()
        return super().finish()

    def drop_subtotals(self) -> None:
        """An optional line that is the heading of lines which are printed too is a local subtotal."""
        printed = {line for line, _ in self.cells}
        for line in self.table.lines:
            if not (line.optional and line.code in printed):
                continue
            own = keys(line.label)
            parts = {
                code
                for code, group in self.target.group_keys.items()
                if own & group and not self.target.line_of[code].optional
            }
            if parts & printed:
                taken = [self.cells.pop(key) for key in list(self.cells) if key[0] == line.code]
                self.problem(
                    "line_unmapped",
                    f"The row {line.label} is a subtotal that table {self.table.code} does not have.",
                    taken[0].place,
                    found=f"{line.label}: {'|'.join(cell.raw_text for cell in taken)}",
                    candidates=(line.code,),
                )

    def rejoined(self, line: Line, reading: Reading) -> bool:
        """Put numbers together whose cells were cut, where the sums leave one way to do so."""
        columns = [leaf.code for leaf in self.leaves]
        if not all(columns) or sorted(map(str, columns)) != sorted(map(str, columns_of(self.table, line))):
            return False
        values = [value for _, value in reading.loose]
        slices = rejoin(line.code, [str(code) for code in columns], values, self.known(), self.target.identities)
        if slices is None:
            return False
        for column, (first, end) in zip(columns, slices, strict=True):
            cell, value = reading.loose[first]
            raw = "".join(part.raw_text for part in values[first:end])
            if value.state in NUMERIC:
                value = msgspec.structs.replace(read_value(raw), state=CellState.INFERRED)
            place = _at(cell, reading)
            last = _at(reading.loose[end - 1][0], reading)
            place = msgspec.structs.replace(place, end=last.end)
            self.put(line.code, column, make_cell(self.table, line, column_of(self.table, column), value, place))
        self.problem(
            "number_joined",
            f"{line.label}: numbers cut over two cells were put together by the sums.",
            reading.row.place(),
            found=reading.printed,
        )
        return True


def _at(cell: GridCell, reading: Reading) -> Place:
    """The place of a number cell; a reader that gave none at least knows the grid."""
    if cell.place != Place():
        return cell.place
    return Place(table=reading.row.grid, row=cell.row, column=cell.column)
