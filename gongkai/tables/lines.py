"""Tables read row by row: the label finds the line, the header the column."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gongkai.cellvalue import read_value
from gongkai.document.model import GridCell
from gongkai.forms import Line
from gongkai.labels import Match, keys, normalise
from gongkai.model import Cell, CellState, Place, Problem
from gongkai.rejoining import rejoin
from gongkai.tables.naming import UNNAMED, Naming
from gongkai.tables.outline import figures
from gongkai.tables.parting import Placed, Reading
from gongkai.tables.reader import EMPTY, column_of, columns_of, make_cell, missed
from gongkai.tables.rows import NUMERIC, Row
from gongkai.tables.vocabulary import LONGEST_LABEL, Target


class Lines(Naming):
    """Tables in which every row is a line of the form: 2, 3, and the list tables A and B."""

    def __init__(self, target: Target):
        super().__init__(target)
        self.fragment: Reading | None = None
        """A row that may be half of one: its label names no line yet."""
        self.found = UNNAMED
        """What the label of the fragment may be."""
        self.before: Reading | None = None
        """The row of the line that was told last."""
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
        if code is None:
            if self.continues(reading):
                self.broken = True
                self.take_rest(reading)
            else:
                self.take_unnamed(reading, heading, found)
            return
        cut = self.fragment
        self.end_fragment()
        self.heading = self.heading_under(code, heading)
        self.last, self.before, self.guessed = code, reading, not found.exact
        self.place_numbers(code, reading)
        if cut is not None:
            self.doubt_before(cut)

    def continues(self, reading: Reading) -> bool:
        """Whether the words go on with the label of the line above, which reads like a whole one without them."""
        if self.before is None or self.last is None:
            return False
        joined = self.before.labels[-1] + reading.labels[-1]
        grown = normalise(joined) != normalise(self.before.labels[-1])
        return grown and self.last in self.target.lines.exactly(joined)

    def take_unnamed(self, reading: Reading, heading: str | None, found: Match) -> None:
        """A row that names no line: a heading, or half of a label whose other half may follow."""
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

    def doubt_before(self, reading: Reading) -> None:
        """A damaged label over nothing but blanks, and numbers under a label without a home: perhaps one row, cut."""
        if reading.empty or self.before is None or self.last is None or not (self.guessed and self.before.empty):
            return
        if self.before.row.grid == reading.row.grid and abs(self.before.row.number - reading.row.number) == 1:
            for key in [key for key in self.cells if key[0] == self.last]:
                self.cells[key] = msgspec.structs.replace(self.cells[key], cell_state=CellState.UNREADABLE)

    # -- numbers ---------------------------------------------------------------------------------------------------

    def place_numbers(self, code: str, reading: Reading) -> None:
        """Keep the numbers of a row as cells of a line."""
        line = self.target.line_of[code]
        wanted = columns_of(self.table, line)
        if reading.numbers is None or not self.fits(reading.numbers, wanted):
            self.keep_loose(line, reading)
            return
        for leaf, cell, value in reading.numbers:
            column = leaf.code or None
            if leaf.code is None or column not in wanted:
                continue
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
        self.keep_unnamed(line, wanted, reading, reading.numbers)

    def fits(self, numbers: Sequence[Placed], wanted: Sequence[str | None]) -> bool:
        """Whether the header's columns are those of the line: lines of table 2 have columns of their own."""
        if self.table.code != "2":
            return True
        heads = [leaf.code for leaf, _, _ in numbers]
        return set(heads) == set(wanted) or (set(heads) - {None} <= set(wanted) and len(heads) == len(wanted))

    def keep_loose(self, line: Line, reading: Reading) -> None:
        """Numbers that stand under no header: they wait for the sums, or the line is unread."""
        if not reading.loose:
            return
        if self.leaves:
            self.cut.append((line.code, reading))
            return
        # Nothing says which number is whose: the line is unread, and running text may yet tell.
        self.doubtful[line.code] = ""
        if not self.told_header_missing:
            self.told_header_missing = True
            self.problem(
                "header_missing",
                f"No header of table {self.table.code} was found above the row {line.label}.",
                reading.row.place(),
                found=reading.printed,
                candidates=(line.code,),
            )

    def keep_unnamed(
        self, line: Line, wanted: Sequence[str | None], reading: Reading, numbers: Sequence[Placed]
    ) -> None:
        """Numbers under an unknown header may be those of any column still missing: it is unread, with all of them."""
        unnamed = [value.raw_text for leaf, _, value in numbers if leaf.code is None]
        if unnamed:
            missing = [column for column in wanted if (line.code, column) not in self.cells]
            self.unread(line, missing, reading, "|".join(unnamed))

    def unread(self, line: Line, columns: Sequence[str | None], reading: Reading, raw: str) -> None:
        """Keep the cells of a line as unread, with what is printed there."""
        for column in columns:
            printed = column_of(self.table, column)
            cell = make_cell(self.table, line, printed, EMPTY, reading.row.place(), raw=raw)
            self.put(line.code, column, cell, weak=True)

    def joined(self, upper: Reading, lower: Reading) -> Reading:
        """A label that goes over two rows, with the numbers of the one that has any."""
        numbered = lower if upper.empty else upper
        if not upper.empty and not lower.empty:
            return Reading(row=upper.row, labels=lower.labels, numbers=None, loose=upper.loose + lower.loose)
        return Reading(
            row=numbered.row, labels=lower.labels, numbers=numbered.numbers, loose=numbered.loose, unit=numbered.unit
        )

    def take_rest(self, lower: Reading) -> None:
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
        self.problem(
            code,
            message,
            reading.row.place(),
            found=": ".join(filter(None, (label, reading.printed))),
            candidates=candidates,
        )

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
            self.unread(line, columns_of(self.table, line), reading, reading.printed)
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
            candidates=(line.code,),
        )
        return True


def _at(cell: GridCell, reading: Reading) -> Place:
    """The place of a number cell; a reader that gave none at least knows the grid."""
    if cell.place != Place():
        return cell.place
    return Place(table=reading.row.grid, row=cell.row, column=cell.column)
