"""Grids to statutory cells.

A row is placed by its label, a number by the header above it; position alone decides nothing. Each grid row first finds
its statutory table by the words in it (one grid may hold several tables, one table may go over several grids). Then:

* tables 2 and 3 and the list tables of vintages A and B are read row by row (`_Lines`): the label finds the line, and
  the row's number cells are matched with the columns of the last header, in printed order where their counts agree and
  by grid column where they do not. Printed order goes first because header and data rows often have different spans.
* table 4 (`_Block`) has no row labels: each number is placed by all the words above it and beside it, which reads it
  upright, transposed, or in three rows of five. The placing counts only if no two numbers claim the same cell.

What does not fit is unread, with a problem that names the place; numbers whose cells were cut in two are put together
only where the printed sums leave one way to do so, and are marked as inferred.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
import yaml

from gongkai.cellvalue import CellValue, read_value
from gongkai.document.model import Document, Grid, GridCell
from gongkai.forms import Column, Form, Identity, Line, Table
from gongkai.labels import Labels, Match, keys, normalise
from gongkai.mending import confirmed, rejoin
from gongkai.model import Cell, CellState, Place, Problem

_YEAR_HEAD = re.compile(r"(?:19|20)\d\d年?度?(?:1(?:至|到)?12月)?")
"""The year that a column is for: 2009年度, 2009年1-12月 (bare words have no dash)."""
_UNIT_IN_HEAD = re.compile(r"(?:单位[:：]?|[（(])\s*(万元|亿元|千元|百元|元|件|条|项|个|次|人次|人|篇)")
_SURE_LENGTH = 4
"""A bare label shorter than this (其他, 总计) is believed only where its group or its neighbours agree."""
_LONGEST_LABEL = 120
_WORDY = re.compile(r"^[^\d]*[\u4e00-\u9fff]{2}[^\d]*$")
"""What is left of a numbered label without its number."""
_SPACED = re.compile(r"[1-9]\d*(?:\s+\d+)+")
_NUMERIC = frozenset([CellState.NUMBER, CellState.ZERO])
_EMPTY = CellValue(raw_text="", value=None, unit=None, state=CellState.UNREADABLE, note=None)


def read_grids(document: Document, form: Form) -> tuple[list[Cell], list[Problem]]:
    """Read every statutory cell that the grids of a document hold, and say what could not be read."""
    vocabulary = _vocabulary(form.form_id) if _known(form) else _Vocabulary(form)
    readers: dict[str, _Reader] = {}
    for code, rows in _segments(document.grids, vocabulary):
        if code not in readers:
            target = vocabulary.targets[code]
            readers[code] = _Block(target) if target.is_block else _Lines(target)
        readers[code].read(rows)
    cells: list[Cell] = []
    problems: list[Problem] = []
    for table in form.tables:
        if reader := readers.get(table.code):
            found, troubles = reader.finish()
            cells += found
            problems += troubles
    return cells, problems


def codes_of(form: Form, lines: Container[str]) -> set[str]:
    """The codes of every cell that these lines of a form have."""
    return {
        table.cell_code(line.code, column)
        for table in form.tables
        for line in table.lines
        if line.code in lines
        for column in _columns_of(table, line)
    }


def complete(form: Form, cells: Iterable[Cell]) -> tuple[list[Cell], list[Problem]]:
    """Account for every cell of the form: `absent_row` for a line that a table does not print, one problem for a table
    that is not there at all. Optional lines, and the sub-lines of a line that is printed in one, are not missed.
    """
    present = list(cells)
    problems: list[Problem] = []
    seen = {cell.code for cell in present}
    for table in form.tables:
        lines = {cell.line for cell in present if cell.table == table.code}
        if not lines:
            problems.append(
                Problem(code="table_missing", message=f"Table {table.code} is not there.", expected=table.title)
            )
            continue
        columns_seen = {cell.column for cell in present if cell.table == table.code}
        due = lines | {line.code for line in _missed(table, lines)}
        for line in (line for line in table.lines if line.code in due):
            for column in _columns_of(table, line):
                code = table.cell_code(line.code, column)
                if code in seen or (table.code == "A" and column not in columns_seen):
                    continue
                present.append(_cell(table, line, _column(table, column), _EMPTY, Place(), state=CellState.ABSENT_ROW))
    return present, problems


# -- words ---------------------------------------------------------------------------------------------------------


@cache
def _header_words() -> dict[str, frozenset[str]]:
    """Words of header rows that name no column: of labels, units, numbers, and what is to be passed over."""
    text = (Path(__file__).parent / "forms" / "headers.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {kind: frozenset(normalise(word) for word in words) for kind, words in loaded.items()}


class _Target:
    """One table of the form with its labels ready for look-up."""

    def __init__(self, table: Table, identities: Iterable[Identity]):
        self.table = table
        lines = {line.code for line in table.lines}
        columns: set[str | None] = {column.code for column in table.columns} or {None}
        self.identities = [
            identity
            for identity in identities
            if all(term.line in lines and term.column in columns for term in (*identity.left, *identity.right))
        ]
        self.is_block = table.code == "4"
        self.line_of = {line.code: line for line in table.lines}
        self.column_of = {column.code: column for column in table.columns}
        self.order = {line.code: number for number, line in enumerate(table.lines)}
        groups = [line.group for line in table.lines if line.group]
        self.column_groups = frozenset(key for column in table.columns if column.group for key in keys(column.group))
        self.lines = Labels((line for line in table.lines if not line.header), groups)
        self.columns = Labels(table.columns)
        self.group_keys = {line.code: keys(line.group) if line.group else frozenset() for line in table.lines}
        self.headings = frozenset().union(*self.group_keys.values()) if groups else frozenset()
        self.headings |= {key for line in table.lines if line.header for key in keys(line.label)}
        self.span = self._spans()

    def _spans(self) -> dict[str, tuple[int, int]]:
        spans: dict[str, tuple[int, int]] = {}
        for code, group in self.group_keys.items():
            for key in group:
                low, high = spans.get(key, (self.order[code], self.order[code]))
                spans[key] = (min(low, self.order[code]), max(high, self.order[code]))
        return spans

    def encloses(self, outer: str, line: str) -> bool:
        """Whether the heading stands over the line, be it over other headings."""
        low, high = self.span.get(outer, (1, 0))
        return low <= self.order[line] <= high


class _Vocabulary:
    """All labels of a form: which word speaks for which of its tables."""

    def __init__(self, form: Form):
        self.targets = {table.code: _Target(table, form.identities) for table in form.tables}
        self.speaks: dict[str, set[str]] = {}
        for code, target in self.targets.items():
            words: set[str] = set()
            entries: list[Line | Column] = [*target.table.lines, *target.table.columns]
            for entry in entries:
                for label in (entry.label, *entry.variants, *([entry.group] if entry.group else [])):
                    words |= keys(label)
            for word in words:
                self.speaks.setdefault(word, set()).add(code)

    def vote(self, row: _Row) -> str | None:
        """The table that most words of the row speak for; None where none does, or two do alike."""
        votes: dict[str, int] = {}
        for cell in row.own:
            if len(cell.text) > _LONGEST_LABEL or not cell.text:
                continue
            tables = self.speaks.get(normalise(cell.text))
            if tables is not None and len(tables) == 1:
                (code,) = tables
                votes[code] = votes.get(code, 0) + 1
        best = max(votes.values(), default=0)
        winners = [code for code, count in votes.items() if count == best]
        return winners[0] if len(winners) == 1 else None


@cache
def _vocabulary(form_id: str) -> _Vocabulary:
    from gongkai.forms import form

    return _Vocabulary(form(form_id))


def _known(form: Form) -> bool:
    from gongkai.forms import all_forms

    return any(form is known for known in all_forms())


# -- rows ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """One grid row: the cells that begin in it, and those that reach into it from above, by grid column."""

    grid: int
    number: int
    own: list[GridCell]
    above: list[GridCell]
    values: list[CellValue] = field(default_factory=list)

    def place(self) -> Place:
        if not self.own:
            return Place(table=self.grid, row=self.number)
        starts = [cell.place.start for cell in self.own if cell.place.start is not None]
        ends = [cell.place.end for cell in self.own if cell.place.end is not None]
        return Place(
            start=min(starts, default=None),
            end=max(ends, default=None),
            table=self.grid,
            row=self.number,
            page=self.own[0].place.page,
        )


def _rows(grid: Grid) -> list[_Row]:
    reaching: list[GridCell] = []
    rows: list[_Row] = []
    for number, own in enumerate(grid.rows):
        above = [cell for cell in reaching if cell.row + cell.row_span > number]
        row = _Row(grid=grid.ordinal, number=number, own=list(own), above=above)
        row.values = [read_value(cell.text) for cell in own]
        rows.append(row)
        reaching = above + [cell for cell in own if cell.row_span > 1]
    return rows


def _segments(grids: Sequence[Grid], vocabulary: _Vocabulary) -> Iterable[tuple[str, list[_Row]]]:
    """Stretches of rows that belong to one statutory table. Rows before the first telling word go with it."""
    current: str | None = None
    for grid in grids:
        rows = _rows(grid)
        votes = [vocabulary.vote(row) for row in rows]
        first = next((vote for vote in votes if vote is not None), None)
        if first is None and not _continues(rows):
            continue
        stretch: list[_Row] = []
        telling = next((i for i, vote in enumerate(votes) if vote is not None), 0)
        if first is not None and (telling == 0 or not _continues(rows[:1])):
            current = first
        for row, vote in zip(rows, votes, strict=True):
            if vote is not None and vote != current:
                if stretch and current is not None:
                    yield current, stretch
                current, stretch = vote, []
            stretch.append(row)
        if stretch and current is not None:
            yield current, stretch


def _continues(rows: list[_Row]) -> bool:
    """Whether rows without a telling word may belong to the table of the grid before: they begin with numbers."""
    return bool(rows) and any(value.state in _NUMERIC for value in rows[0].values)


# -- shared by both readers ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Leaf:
    """The lowest cell of a header over one column of numbers."""

    label: str
    code: str | None
    """Column code; "" in a list with one unnamed number column; None where the header is none of the form's."""
    start: int
    end: int
    role: str = "number"
    unit: str | None = None
    place: Place = field(default_factory=Place)
    general: bool = False
    """Whether it names its column by a word that heads other tables too: 数量."""


class _Reader:
    """Collects the cells of one statutory table."""

    def __init__(self, target: _Target):
        self.target = target
        self.table = target.table
        self.cells: dict[tuple[str, str | None], Cell] = {}
        self.spaced: dict[tuple[str, str | None], CellValue] = {}
        """Cells with blanks between their digits, read as one number: for the sums to confirm."""
        self.repeated: dict[str, list[tuple[Cell, Cell]]] = {}
        self.weak: set[tuple[str, str | None]] = set()
        self.problems: list[Problem] = []
        self.homeless = False
        """Whether there are rows of numbers that may be any line's."""
        self.doubtful: dict[str, str] = {}
        """Lines that a row with a damaged label may be, and what that row prints."""

    def read(self, rows: list[_Row]) -> None:
        raise NotImplementedError

    def finish(self) -> tuple[list[Cell], list[Problem]]:
        self.tell_repeated()
        order = {
            (line.code, column): position
            for position, (line, column) in enumerate(
                (line, column) for line in self.table.lines for column in _columns_of(self.table, line)
            )
        }
        cells = [self.cells[key] for key in sorted(self.cells, key=lambda key: order.get(key, len(order)))]
        return cells, self.problems

    def put(self, line: str, column: str | None, cell: Cell, *, weak: bool = False) -> None:
        """Keep a cell. A second, different one for the same place makes both unread: nobody can say which counts.

        Only a `weak` one (it could not be read, or its header stands in another grid or is a general word) yields to
        one that was read.
        """
        key = (line, column)
        before = self.cells.get(key)
        if before is None or (key in self.weak and not weak):
            self.cells[key] = cell
            self.weak.discard(key)
            if weak:
                self.weak.add(key)
        elif (before.raw_text, before.value) != (cell.raw_text, cell.value):
            self.repeated.setdefault(line, []).append((before, cell))
            if weak and (key not in self.weak or cell.value is None):
                return
            self.cells[key] = _cell(
                self.table,
                self.target.line_of[line],
                _column(self.table, column),
                _EMPTY,
                before.place,
                raw=f"{before.raw_text}|{cell.raw_text}",
                state=CellState.UNREADABLE,
            )

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
            for line in _missed(self.table, {line for line, _ in self.cells})
            for column in _columns_of(self.table, line)
        }
        for key, cell in self.cells.items():
            nought = cell.cell_state in (CellState.BLANK, CellState.NA_MARK)
            numbers[key] = Decimal(0) if nought else cell.value
        return numbers

    def keep_spaced(self, line: str, column: str | None, cell: GridCell, value: CellValue) -> None:
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
        self.problems.append(
            Problem(code=code, message=message, place=place, found=found, expected=expected, candidates=candidates)
        )


def _is_words(text: str, value: CellValue) -> bool:
    """Whether a cell holds words, be they numbered or annotated with a date, and no number."""
    if value.state is CellState.TEXT:
        return True
    return value.state is CellState.UNREADABLE and _WORDY.search(normalise(text)) is not None


def _is_unit(text: str) -> bool:
    return bool(text) and read_value(f"1{text}").unit == text.strip()


def _missed(table: Table, printed: set[str]) -> list[Line]:
    """The lines that a table should have and does not: no optional ones, no parts of an optional line that is there."""
    merged = {key for line in table.lines if line.optional and line.code in printed for key in keys(line.label)}
    return [
        line
        for line in table.lines
        if not (line.header or line.optional or line.code in printed)
        and not (line.group is not None and keys(line.group) & merged)
    ]


def _columns_of(table: Table, line: Line) -> tuple[str | None, ...]:
    if line.header:
        return ()
    if not table.columns:
        return (None,)
    return line.columns or tuple(column.code for column in table.columns)


def _column(table: Table, code: str | None) -> Column | None:
    return next((column for column in table.columns if column.code == code), None)


def _cell(
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


# -- tables read row by row ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """A row as split into its label and its numbers."""

    row: _Row
    labels: list[str]
    """Words left of the numbers, outermost first."""
    numbers: list[tuple[_Leaf, GridCell, CellValue]] | None
    """Each number cell under its leaf; None where the counts do not fit."""
    loose: list[tuple[GridCell, CellValue]]
    """The number cells as printed, where they fit no header."""
    unit: str | None = None
    grouped: bool = False
    """Whether the innermost words stand in a cell that goes over several rows."""

    @property
    def empty(self) -> bool:
        cells = self.loose if self.numbers is None else [(cell, value) for _, cell, value in self.numbers]
        return all(value.state is CellState.BLANK for _, value in cells)

    @property
    def bare(self) -> bool:
        """Whether no number stands in the row: blanks or marks only."""
        cells = self.loose if self.numbers is None else [(cell, value) for _, cell, value in self.numbers]
        return all(value.state in (CellState.BLANK, CellState.NA_MARK) for _, value in cells)

    @property
    def printed(self) -> str:
        cells = self.loose if self.numbers is None else [(cell, value) for _, cell, value in self.numbers]
        return "|".join(value.raw_text for _, value in cells)


class _Lines(_Reader):
    """Tables in which every row is a line of the form: 2, 3, and the list tables A and B."""

    def __init__(self, target: _Target):
        super().__init__(target)
        self.leaves: list[_Leaf] = []
        self.header_grid: int | None = None
        self.with_blanks: list[_Leaf] = []
        """The leaves with those of empty columns between and behind them."""
        self.starts: set[int] = set()
        """Grid columns in which the header's cells begin, right of the labels."""
        self.header: list[_Row] = []
        self.heading: str | None = None
        self.last: str | None = None
        self.fragment: _Reading | None = None
        self.before: _Reading | None = None
        self.guessed = False
        """Whether the label of `before` was told by similarity."""
        self.cut: list[tuple[str, _Reading]] = []
        """Rows with more number cells than columns: a number may be cut in two."""
        self.told_header_missing = False
        self.own_heads = frozenset(key for column in self.table.columns for key in keys(column.label))

    def read(self, rows: list[_Row]) -> None:
        for row in rows:
            if self.is_header(row):
                if not self.header:
                    self.end_fragment()
                self.header.append(row)
            elif row.own:
                if self.header:
                    self.take_header()
                self.take_row(row)

    # -- headers ---------------------------------------------------------------------------------------------------

    def is_header(self, row: _Row) -> bool:
        if any(value.state in _NUMERIC for value in row.values):
            return False
        texts = [cell.text for cell in row.own if cell.text]
        if not texts:
            return bool(self.header)
        words = _header_words()
        bare = [normalise(text) for text in texts if len(text) <= _LONGEST_LABEL]
        codes = {code for text in texts if (code := self.head_code(text)) is not None}
        if len(codes) >= 2 or (self.target.column_groups & set(bare)):
            return True
        labelled = any(word in words["label"] or word in words["unit"] for word in bare)
        if labelled and len(texts) >= 2:
            return True
        if not codes or any(value.state is CellState.NA_MARK for value in row.values):
            return False
        return not any(self.target.lines.exactly(text) for text in (*texts, "".join(texts)))

    def head_code(self, text: str) -> str | None:
        """The column that a header cell names; "" for the unnamed one of a list."""
        if len(text) > _LONGEST_LABEL:
            return None
        bare = normalise(text)
        year = _YEAR_HEAD.match(bare)
        rest = bare[year.end() :] if year else bare
        if not self.table.columns:
            return "" if rest in _header_words()["number"] or (year and not rest) else None
        found = self.target.columns.match(text)
        if year and not found.codes:
            # A running total of one year is that year's figure: 2009年累计 is 本年累计, not 历年累计.
            names = (self.target.columns.match(words + rest) for words in ("年度", "本年", ""))
            found = next((name for name in names if name.codes), found)
        return found.codes[0] if len(found.codes) == 1 else None

    def take_header(self) -> None:
        rows, self.header = self.header, []
        self.header_grid = rows[0].grid
        same = [row for row in rows if row.grid == self.header_grid]
        leaves = self.leaves_by_column(same)
        wanted = {column.code for column in self.table.columns}
        if self.table.code == "3" and {leaf.code for leaf in leaves if leaf.code} != wanted:
            by_order = self.leaves_by_order(same)
            if by_order:
                leaves = self.with_blanks = by_order
        seen: set[str] = set()
        for leaf in leaves:
            if leaf.role != "number":
                continue
            if leaf.code is None:
                near = self.target.columns.match(leaf.label).candidates
                self.problem(
                    "column_unmapped",
                    f"The column {leaf.label} is none of table {self.table.code}'s.",
                    leaf.place,
                    found=leaf.label,
                    candidates=near,
                )
            elif leaf.code in seen and self.later_year(leaf, leaves):
                continue
            elif leaf.code in seen:
                for other in leaves:
                    if other is not leaf and other.code == leaf.code:
                        other.code = None
                self.problem(
                    "column_twice",
                    f"Two columns of table {self.table.code} are headed {leaf.label}.",
                    leaf.place,
                    found=leaf.label,
                )
                leaf.code = None
            else:
                seen.add(leaf.code)
        self.leaves = leaves

    def later_year(self, leaf: _Leaf, leaves: list[_Leaf]) -> bool:
        """Of columns for several years (2011年, 2012年度) the last one is the report's; the others name no column."""
        rivals = [other for other in leaves if other.code == leaf.code]
        years = [_YEAR_HEAD.match(normalise(rival.label)) for rival in rivals]
        told = [int(year[0][:4]) for year in years if year]
        if len(told) < len(rivals) or len(set(told)) < len(told):
            return False
        for rival, year in zip(rivals, told, strict=True):
            if year < max(told):
                rival.code, rival.role = None, "ignored"
        return True

    def leaves_by_column(self, rows: list[_Row]) -> list[_Leaf]:
        lowest: dict[int, GridCell] = {}
        for row in rows:
            for cell in (*row.above, *row.own):
                if cell.row + cell.row_span - 1 < rows[0].number:
                    continue
                for column in range(cell.column, cell.column + cell.column_span):
                    if cell.text or column not in lowest:
                        lowest[column] = cell
        leaves: list[_Leaf] = []
        previous: GridCell | None = None
        for column in sorted(lowest):
            cell = lowest[column]
            if cell is previous:
                leaves[-1].end = column + 1
                continue
            previous = cell
            leaves.append(self.leaf(cell, column))
        return self.right_of_labels(leaves)

    def leaf(self, cell: GridCell, column: int) -> _Leaf:
        words = _header_words()
        bare = normalise(cell.text) if len(cell.text) <= _LONGEST_LABEL else ""
        code = self.head_code(cell.text) if cell.text else None
        role = "number" if code is not None else "unknown"
        if code is None:
            for kind in ("label", "unit", "ignored"):
                if bare in words[kind]:
                    role = kind
            if not cell.text.strip():
                role = "blank"
        unit = _UNIT_IN_HEAD.search(cell.text)
        return _Leaf(
            label=cell.text.replace("\n", ""),
            code=code,
            start=column,
            end=column + 1,
            role=role,
            unit=unit[1] if unit else None,
            place=cell.place,
            general=bool(code) and bare in words["number"] and bare not in self.own_heads,
        )

    def right_of_labels(self, leaves: list[_Leaf]) -> list[_Leaf]:
        """The leaves that head numbers (or units, or what is passed over), without those that head labels."""
        coded = [i for i, leaf in enumerate(leaves) if leaf.role == "number"]
        labelled = max((i for i, leaf in enumerate(leaves) if leaf.role == "label"), default=-1)
        missing = len(self.table.columns) - len(coded)
        if labelled >= 0:
            first = labelled + 1
        elif coded:
            first = coded[0]
            # A renamed first column: what stands between the corner and the first known column heads numbers too.
            while first > 1 and missing > 0 and leaves[first - 1].role == "unknown":
                first -= 1
                missing -= 1
        else:
            return []
        self.starts = {leaf.start for leaf in leaves[first:]}
        self.with_blanks = leaves[first:]
        for leaf in self.with_blanks:
            if leaf.role == "unknown":
                leaf.role = "number"
        return [leaf for leaf in self.with_blanks if leaf.role != "blank"]

    def leaves_by_order(self, rows: list[_Row]) -> list[_Leaf] | None:
        """The columns in printed order, the group heading replaced by the row below it; None unless all are there.

        For headers whose spans were lost, so that their grid columns say nothing.
        """
        for upper, lower in pairwise(rows):
            named: list[tuple[str, GridCell]] = []
            for cell in upper.own:
                if normalise(cell.text) in self.target.column_groups:
                    named += [(code, below) for below in lower.own if (code := self.head_code(below.text))]
                elif code := self.head_code(cell.text):
                    named.append((code, cell))
            codes = [code for code, _ in named]
            if len(codes) == len(set(codes)) == len(self.table.columns):
                return [_Leaf(label=cell.text, code=code, start=-1, end=-1, place=cell.place) for code, cell in named]
        return None

    # -- rows ------------------------------------------------------------------------------------------------------

    def take_row(self, row: _Row) -> None:
        reading = self.split(row)
        if not reading.labels:
            if not reading.empty:
                self.orphan(reading, "row_without_label", "A row of numbers has no label.", ())
            return
        heading = self.heading_of(reading)
        code, found = self.line(reading)
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
                self.continued(reading)
                return
        if code is None:
            self.end_fragment()
            if heading is not None:
                self.heading = heading
                if reading.bare:
                    return
            elif reading.numbers is None and not reading.loose:
                if len(reading.labels[-1]) <= _LONGEST_LABEL:
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

    def together(self, upper: _Reading, lower: _Reading) -> tuple[str, ...]:
        """The line whose label goes over two rows: what the last words, or all words, of both say together."""
        for first in (upper.labels[-1], "".join(upper.labels)):
            for second in (lower.labels[-1], "".join(lower.labels)):
                if normalise(first + second) != normalise(first) and (
                    codes := self.target.lines.exactly(first + second)
                ):
                    return codes
        return ()

    def doubt_before(self, reading: _Reading) -> None:
        """A damaged label over nothing but blanks, and numbers under a label without a home: perhaps one row, cut."""
        if reading.empty or self.before is None or self.last is None or not (self.guessed and self.before.empty):
            return
        if self.before.row.grid == reading.row.grid and abs(self.before.row.number - reading.row.number) == 1:
            for key in [key for key in self.cells if key[0] == self.last]:
                self.cells[key] = msgspec.structs.replace(self.cells[key], cell_state=CellState.UNREADABLE)

    def split(self, row: _Row) -> _Reading:
        """Part the label cells of a row from its number cells, and set the numbers under the leaves of the header."""
        own, values, leaves = row.own, row.values, self.leaves
        outer = [cell for cell in row.above if cell.text]
        count = len(leaves)
        chosen: list[tuple[_Leaf, GridCell, CellValue]] | None = None
        first_number = len(own)
        if count and self.same_columns(row) and (by_column := self.by_column(row)):
            chosen = by_column
            first_number = min(i for i, cell in enumerate(own) if cell is by_column[0][1])
        elif count and len(own) >= count and self.in_order(row, leaves):
            first_number = len(own) - count
            chosen = list(zip(leaves, own[first_number:], values[first_number:], strict=True))
        elif (
            len(self.with_blanks) > count and len(own) >= len(self.with_blanks) and self.in_order(row, self.with_blanks)
        ):
            # An empty column of the header goes on in a grid that has no header of its own.
            first_number = len(own) - len(self.with_blanks)
            spread = zip(self.with_blanks, own[first_number:], values[first_number:], strict=True)
            chosen = [entry for entry in spread if entry[0].role != "blank"]
        elif count and (by_column := self.by_column(row)):
            chosen = by_column
            first_number = min(i for i, cell in enumerate(own) if cell is by_column[0][1])
        else:
            last_word = max((i for i, cell in enumerate(own) if self.is_label(cell.text, values[i])), default=-1)
            first_number = last_word + 1
            loose = list(zip(own[first_number:], values[first_number:], strict=True))
            filled = [(cell, value) for cell, value in loose if value.state is not CellState.BLANK]
            numbered = [leaf for leaf in leaves if leaf.role == "number"]
            if count and len(numbered) == count and len(filled) == count < len(loose) and count < 4:
                # Blank cells between a few numbers are fillers of a lost span: 11398889, blank, blank.
                under = (leaf.start <= cell.column < leaf.end for leaf, (cell, _) in zip(leaves, filled, strict=True))
                within = all(cell.column + cell.column_span <= leaves[-1].end for cell, _ in loose)
                if count == 1 or (row.grid == self.header_grid and within and all(under)):
                    chosen = [(leaf, *pair) for leaf, pair in zip(leaves, filled, strict=True)]
        labels, unit = self.label_words(outer, own[:first_number], values[:first_number], own)
        numbers = None
        if chosen is not None:
            numbers = [(leaf, cell, value) for leaf, cell, value in chosen if leaf.role == "number"]
            unit = next((cell.text.strip() for leaf, cell, _ in chosen if leaf.role == "unit" and cell.text), unit)
        loose = list(zip(own[first_number:], values[first_number:], strict=True))
        words = [cell for cell in (*outer, *own[:first_number]) if cell.text]
        grouped = bool(words) and max(words, key=lambda cell: cell.column).row_span > 1
        return _Reading(row=row, labels=labels, numbers=numbers, loose=loose, unit=unit, grouped=grouped)

    def is_label(self, text: str, value: CellValue) -> bool:
        return _is_words(text, value) or (value.state is CellState.UNREADABLE and self.says_something(text))

    def says_something(self, text: str) -> bool:
        """Whether the words are a line or a heading of this table, so that they cannot be a value."""
        if len(text) > _LONGEST_LABEL:
            return False
        return normalise(text) in self.target.headings or bool(self.target.lines.match(text).codes)

    def same_columns(self, row: _Row) -> bool:
        """Whether the cells right of the labels begin in the very columns in which the header's cells begin."""
        return row.grid == self.header_grid and self.starts == {
            cell.column for cell in row.own if cell.column >= min(self.starts, default=0)
        }

    def in_order(self, row: _Row, leaves: list[_Leaf]) -> bool:
        """Whether the last cells of the row are its numbers, one under each leaf in printed order."""
        cut = len(row.own) - len(leaves)
        prefix, numbers = row.own[:cut], row.own[cut:]
        states = {value.state for value in row.values[cut:]}
        column_or_not = CellState.BLANK in states and len(leaves) < len(self.with_blanks)
        label_or_not = leaves[0].role == "number" and row.values[cut].state is CellState.TEXT
        if (column_or_not or label_or_not) and not self.aligned(row, leaves, numbers):
            # A blank may belong to the header's empty column, words beside the label to the label.
            return False
        for leaf, cell, value in zip(leaves, numbers, row.values[cut:], strict=True):
            if leaf.role == "blank" and value.state is not CellState.BLANK:
                return False
            wordy = value.state is CellState.TEXT or value.state is CellState.UNREADABLE
            if leaf.role == "number" and wordy and self.says_something(cell.text):
                return False
            if leaf.role == "unit" and value.state in _NUMERIC:
                return False
        filled = [i for i, cell in enumerate(prefix) if cell.text]
        if filled and _is_unit(prefix[filled[-1]].text) and any(leaf.role == "unit" for leaf in leaves):
            return False
        if not filled:
            return not prefix and any(cell.text for cell in row.above) and self.aligned(row, leaves, numbers)
        if not self.is_label(prefix[filled[-1]].text, row.values[filled[-1]]):
            return False
        return filled[-1] == cut - 1 or self.aligned(row, leaves, numbers)

    def aligned(self, row: _Row, leaves: list[_Leaf], numbers: list[GridCell]) -> bool:
        return row.grid == self.header_grid and all(
            leaf.start == cell.column for leaf, cell in zip(leaves, numbers, strict=True)
        )

    def by_column(self, row: _Row) -> list[tuple[_Leaf, GridCell, CellValue]] | None:
        """Each leaf's cell by grid column; None unless every leaf has its own and nothing else is left over."""
        if row.grid != self.header_grid or any(leaf.start < 0 for leaf in self.leaves):
            return None
        at = {cell.column: (cell, value) for cell, value in zip(row.own, row.values, strict=True)}
        if any(leaf.start not in at for leaf in self.leaves):
            return None
        chosen = [(leaf, *at[leaf.start]) for leaf in self.leaves]
        taken = {leaf.start for leaf in self.leaves}
        first = min(taken)
        for cell, value in zip(row.own, row.values, strict=True):
            filler = value.state is CellState.BLANK and cell.column in self.starts
            if cell.column >= first and cell.column not in taken and not filler:
                return None
            if cell.column < first and value.state in _NUMERIC and cell is not row.own[0]:
                return None
        if any(value.state is CellState.TEXT and self.says_something(cell.text) for _, cell, value in chosen):
            return None
        return chosen

    def label_words(
        self, outer: list[GridCell], prefix: list[GridCell], values: list[CellValue], own: list[GridCell]
    ) -> tuple[list[str], str | None]:
        left = own[0].column if own else 0
        words = [cell.text for cell in outer if cell.column <= left]
        unit: str | None = None
        filled = [
            cell.text
            for cell, value in zip(prefix, values, strict=True)
            if cell.text and not (value.state in _NUMERIC or value.state is CellState.NA_MARK)
        ]
        if len(filled) > 1 and _is_unit(filled[-1]):
            unit = filled.pop().strip()
        return words + filled, unit

    # -- lines -----------------------------------------------------------------------------------------------------

    def heading_of(self, reading: _Reading) -> str | None:
        """The innermost heading that stands left of the row's numbers."""
        for words in reversed(reading.labels):
            if len(words) <= _LONGEST_LABEL and (bare := normalise(words)) in self.target.headings:
                return bare
        return None

    def heading_under(self, code: str, printed: str | None) -> str | None:
        """The heading that the next row stands under, unless it says otherwise: the line itself if it is one."""
        own = keys(self.target.line_of[code].label) & self.target.headings
        if own:
            return min(own)
        group = self.target.group_keys[code]
        return printed or (min(group) if group else self.heading)

    def line(self, reading: _Reading) -> tuple[str | None, Match]:
        labels = [words for words in reading.labels if len(words) <= _LONGEST_LABEL]
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
        if several := self.several(labels[-1]):
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

    def place_numbers(self, code: str, reading: _Reading) -> None:
        line = self.target.line_of[code]
        wanted = _columns_of(self.table, line)
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
                _cell(self.table, line, _column(self.table, column), value, _at(cell, reading), head_unit=head_unit),
                weak=leaf.general or reading.row.grid != self.header_grid,
            )
        for column in wanted:
            if (code, column) not in self.cells and any(leaf.code is None for leaf, _, _ in numbers):
                self.put(
                    code,
                    column,
                    _cell(
                        self.table,
                        line,
                        _column(self.table, column),
                        _EMPTY,
                        reading.row.place(),
                        raw="|".join(value.raw_text for leaf, _, value in numbers if leaf.code is None),
                    ),
                    weak=True,
                )

    def unread(self, line: Line, columns: Sequence[str | None], reading: _Reading) -> None:
        for column in columns:
            self.put(
                line.code,
                column,
                _cell(
                    self.table,
                    line,
                    _column(self.table, column),
                    _EMPTY,
                    reading.row.place(),
                    raw=reading.printed,
                ),
                weak=True,
            )

    def joined(self, upper: _Reading, lower: _Reading) -> _Reading:
        """A label that goes over two rows, with the numbers of the one that has any."""
        numbered = lower if upper.empty else upper
        if not upper.empty and not lower.empty:
            return _Reading(row=upper.row, labels=lower.labels, numbers=None, loose=upper.loose + lower.loose)
        return _Reading(
            row=numbered.row, labels=lower.labels, numbers=numbered.numbers, loose=numbered.loose, unit=numbered.unit
        )

    def continued(self, lower: _Reading) -> None:
        """The rest of the label above; its numbers count where the row above had none."""
        if lower.empty or self.before is None or self.last is None:
            return
        if self.before.empty:
            for column in _columns_of(self.table, self.target.line_of[self.last]):
                self.cells.pop((self.last, column), None)
            self.place_numbers(self.last, lower)
        else:
            self.orphan(lower, "row_without_label", "A row of numbers continues the label above it.", (self.last,))

    def end_fragment(self) -> None:
        """A label that found neither line nor continuation: say so, if anything hangs on it."""
        reading, self.fragment = self.fragment, None
        if reading is None or (reading.numbers is None and not reading.loose):
            return
        self.orphan(
            reading,
            "line_unmapped",
            f"The row {reading.labels[-1]} is none of table {self.table.code}'s.",
            self.found.candidates,
        )

    found: Match = Match(codes=(), exact=False, candidates=())

    def orphan(self, reading: _Reading, code: str, message: str, candidates: tuple[str, ...]) -> None:
        if not reading.empty:
            self.homeless = self.homeless or code == "row_without_label"
            self.doubtful.update(dict.fromkeys(candidates, reading.printed))
        label = reading.labels[-1].replace("\n", "") if reading.labels else ""
        self.problem(code, message, reading.row.place(), found=f"{label}: {reading.printed}", candidates=candidates)

    # -- the end ---------------------------------------------------------------------------------------------------

    def finish(self) -> tuple[list[Cell], list[Problem]]:
        self.end_fragment()
        for code, reading in self.cut:
            line = self.target.line_of[code]
            if self.rejoined(line, reading):
                continue
            self.unread(line, _columns_of(self.table, line), reading)
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
            for line in _missed(self.table, {line for line, _ in self.cells}):
                if not (self.homeless or line.code in self.doubtful):
                    continue
                for column in _columns_of(self.table, line):
                    raw = self.doubtful.get(line.code, "")
                    self.cells[line.code, column] = _cell(
                        self.table, line, _column(self.table, column), _EMPTY, Place(), raw=raw
                    )
        self.join_spaced()
        return super().finish()

    def drop_subtotals(self) -> None:
        """An optional line that is the heading of lines which are printed too is a local subtotal."""
        printed = {line for line, _ in self.cells}
        for line in self.table.lines:
            own = keys(line.label)
            parts = {
                code
                for code, group in self.target.group_keys.items()
                if own & group and not self.target.line_of[code].optional
            }
            if line.optional and line.code in printed and parts & printed:
                taken = [self.cells.pop(key) for key in list(self.cells) if key[0] == line.code]
                self.problem(
                    "line_unmapped",
                    f"The row {line.label} is a subtotal that table {self.table.code} does not have.",
                    taken[0].place,
                    found=f"{line.label}: {'|'.join(cell.raw_text for cell in taken)}",
                    candidates=(line.code,),
                )

    def rejoined(self, line: Line, reading: _Reading) -> bool:
        """Put numbers together whose cells were cut, where the sums leave one way to do so."""
        columns = [leaf.code for leaf in self.leaves]
        if not all(columns) or set(columns) != set(_columns_of(self.table, line)):
            return False
        values = [value for _, value in reading.loose]
        slices = rejoin(line.code, [str(code) for code in columns], values, self.known(), self.target.identities)
        if slices is None:
            return False
        for column, (first, end) in zip(columns, slices, strict=True):
            cell, value = reading.loose[first]
            raw = "".join(part.raw_text for part in values[first:end])
            if value.state in _NUMERIC:
                value = msgspec.structs.replace(read_value(raw), state=CellState.INFERRED)
            place = _at(cell, reading)
            last = _at(reading.loose[end - 1][0], reading)
            place = msgspec.structs.replace(place, end=last.end)
            self.put(line.code, column, _cell(self.table, line, _column(self.table, column), value, place))
        self.problem(
            "number_joined",
            f"{line.label}: numbers cut over two cells were put together by the sums.",
            reading.row.place(),
            found=reading.printed,
        )
        return True


def _at(cell: GridCell, reading: _Reading) -> Place:
    """The place of a number cell; a reader that gave none at least knows the grid."""
    if cell.place != Place():
        return cell.place
    return Place(table=reading.row.grid, row=cell.row, column=cell.column)


# -- table 4 -------------------------------------------------------------------------------------------------------


class _Block(_Reader):
    """Table 4: three lines of five results, told by all the words above and beside a number."""

    def __init__(self, target: _Target):
        super().__init__(target)
        self.rows: list[_Row] = []

    def read(self, rows: list[_Row]) -> None:
        self.rows += rows

    def finish(self) -> tuple[list[Cell], list[Problem]]:
        wanted = [(line.code, column.code) for line in self.table.lines for column in self.table.columns]
        numbered = [row for row in self.rows if any(value.state in _NUMERIC for value in row.values)]
        grids = {row.grid: [other for other in self.rows if other.grid == row.grid] for row in self.rows}
        whole = [found for rows in grids.values() if (found := self.by_words(rows))]
        places = whole[0] if len(whole) == 1 else self.by_words(self.rows) or self.by_printed_order(numbered, wanted)
        for (line, column), (row, cell, value) in (places or {}).items():
            place = cell.place if cell.place != Place() else Place(table=row.grid, row=row.number)
            self.keep_spaced(line, column, cell, value)
            self.put(
                line, column, _cell(self.table, self.target.line_of[line], _column(self.table, column), value, place)
            )
        missing = [] if places is None else [key for key in wanted if key not in places]
        for line, column in missing:
            self.unplaced(line, column, self.rows[0], "")
        if missing:
            self.problem(
                "row_unread",
                "Some numbers of table 4 do not stand beside their words.",
                self.rows[0].place(),
                candidates=tuple(self.table.cell_code(*key) for key in missing),
            )
        if places is None and numbered:
            run = " ".join("|".join(v.raw_text for v in row.values) for row in numbered)
            for line, column in wanted:
                self.unplaced(line, column, numbered[0], run)
            self.problem(
                "row_unread", "The numbers of table 4 do not fit its headings.", numbered[0].place(), found=run
            )
        self.join_spaced()
        return super().finish()

    def unplaced(self, line: str, column: str, row: _Row, run: str) -> None:
        self.put(
            line,
            column,
            _cell(self.table, self.target.line_of[line], _column(self.table, column), _EMPTY, row.place(), raw=run),
        )

    def names(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.target.lines.exactly(text) or self.target.lines.match(text).codes, self.target.columns.match(
            text
        ).codes

    def by_words(self, rows: list[_Row]) -> dict[tuple[str, str], tuple[_Row, GridCell, CellValue]] | None:
        """Each number by the nearest words left of it and above it; None where two collide.

        All fifteen must be there, for headings whose spans were lost put words over the wrong numbers; only where each
        number has all its words in its own row may some be missing.
        """
        places: dict[tuple[str, str], tuple[_Row, GridCell, CellValue]] = {}
        missed, beside_only = False, True
        words: dict[int, list[GridCell]] = {}
        grid: int | None = None
        for row in rows:
            if row.grid != grid:
                grid, words = row.grid, {}
            beside: list[GridCell] = [cell for cell in row.above if cell.text]
            for cell, value in zip(row.own, row.values, strict=True):
                if _is_words(cell.text, value):
                    beside.append(cell)
                    for column in range(cell.column, cell.column + cell.column_span):
                        words.setdefault(column, []).append(cell)
                    continue
                left = [other for other in beside if other.column < cell.column]
                key = self.key(left, words.get(cell.column, []))
                if key is None:
                    missed = missed or value.state in _NUMERIC or value.state is CellState.UNREADABLE
                    continue
                beside_only = beside_only and None not in self.nearest(left)
                before = places.get(key)
                if before is not None and value.state is CellState.BLANK:
                    continue
                if before is not None and (before[2].state is not CellState.BLANK or before[0] is row):
                    return None
                # A blank cell that stood here before is one of the header, not a blank number.
                places[key] = (row, cell, value)
        if len(places) == len(self.table.lines) * len(self.table.columns) and not missed:
            return places
        return places if places and beside_only else None

    def key(self, left: list[GridCell], above: list[GridCell]) -> tuple[str, str] | None:
        beside, over = self.nearest(left), self.nearest(above)
        lines = {line for line in (beside[0], over[0]) if line}
        columns = {column for column in (beside[1], over[1]) if column}
        return (lines.pop(), columns.pop()) if len(lines) == len(columns) == 1 else None

    def nearest(self, cells: list[GridCell]) -> tuple[str | None, str | None]:
        """The line and the column that the last words to name one name."""
        line: str | None = None
        column: str | None = None
        for cell in reversed(cells):
            if len(cell.text) > _LONGEST_LABEL:
                continue
            lines, columns = self.names(cell.text)
            line = line or (lines[0] if len(lines) == 1 else None)
            column = column or (columns[0] if len(columns) == 1 else None)
            if line and column:
                break
        return line, column

    def by_printed_order(
        self, numbered: list[_Row], wanted: list[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[_Row, GridCell, CellValue]] | None:
        """One row of fifteen numbers under headings that are all there and in the official order, spans lost."""
        if len(numbered) != 1:
            return None
        row = numbered[0]
        if len(row.own) < len(wanted):
            return None
        lines: list[str] = []
        columns: list[str] = []
        for other in self.rows:
            if other is row:
                break
            for cell in other.own:
                line, column = self.names(cell.text)
                lines += line
                columns += column
        if lines != [line.code for line in self.table.lines] or columns != [column for _, column in wanted]:
            return None
        cut = len(row.own) - len(wanted)
        if any(value.state in _NUMERIC for value in row.values[:cut]):
            return None
        return {
            key: (row, cell, value) for key, cell, value in zip(wanted, row.own[cut:], row.values[cut:], strict=True)
        }
