"""Statutory tables that lost their grid: what stands in running text between one label and the next.

The labels of a form are found in the text (`labelstream`), the numbers between them are taken as rows (`numberrows`).
Where the boundaries of cells are certain and as many tokens as columns stand after a label, they are read. Where digits
ran together, or a row stands away from its label, the printed sums of the whole table decide (`splitting`): one answer
is `inferred`, none or several are `unreadable` with the digits kept.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from gongkai.cellvalue import read_value
from gongkai.document.model import Document
from gongkai.forms.model import Column, Form, Line, Table
from gongkai.labels import Labels, normalise
from gongkai.labelstream import Item, Stream, Vocabulary, printed_units, vocabulary
from gongkai.model import Cell, CellState, Place, Problem, Value
from gongkai.numberrows import NumberRow, Token, rows_between
from gongkai.splitting import Balance, Run, Split, Sum, block_splits, row_splits, solve

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENDS_TABLE = re.compile(r"[。；;！!？?]")
_FOREIGN = 12
"""So many characters of no label may stand between two labels of one table; more of them are prose."""
_FOREIGN_IN_HEADER = 3
_DIGITS = re.compile(r"\d+")
_UNITS_AFTER = re.compile(r"(条|件|次|篇|个|人次|人|万元|元|份|场)\s*$")
_FIGURE = re.compile(r"\d(?!\d*\s*年)")
_HEAD_UNIT = re.compile(r"\(单位[:：]?(\S{1,3})\)|\((万元|元|件|条)\)")
_SHORT_WORDS = 4
_BEGINNING = 6
"""So many characters of a label that was torn apart show that it is there."""
_APART = "A row of numbers stands away from its label, and more than one line could be meant."
_WIDE = 3
"""Rows of so many cells show by their shape that they belong to a table."""


class _Row(Value, frozen=True, kw_only=True):
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


class _Region(Value, frozen=True, kw_only=True):
    """A stretch of the text that a statutory table takes up."""

    start: int
    end: int
    items: tuple[Item, ...]


def read_flattened(document: Document, form: Form, taken: set[str]) -> tuple[list[Cell], list[Problem]]:
    """The cells of the form's tables that stand in running text, save those whose codes are in `taken`.

    `number` and `zero` only where the boundaries of the cell were certain in the source; `inferred` where the printed
    sums leave one way to read a row; `unreadable`, with the digits of the whole row as raw text, for the rest. Lines
    whose label is not found give no cell. Never raises.
    """
    cells: list[Cell] = []
    problems: list[Problem] = []
    for table, read in _read(document.text, form, taken):
        found = [cell for cell in read.cells if cell.code not in taken]
        cells += found
        if found or not taken.intersection(_codes(table)):
            problems += read.problems
    return cells, problems


def table_stretches(document: Document, form: Form) -> tuple[tuple[int, int], ...]:
    """The stretches of the text that statutory tables take up, headers included: no prose is to be read there."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretch for _, read in _read(document.text, form) for stretch in read.stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


class _Read(Value, frozen=True, kw_only=True):
    """What one table's reader found."""

    cells: tuple[Cell, ...]
    problems: tuple[Problem, ...]
    stretches: tuple[tuple[int, int], ...]


_latest: list[tuple[str, Stream, dict[tuple[str, str], _Read]]] = []
"""The last text and what was read in it: a report is asked for its cells first and for its stretches then."""


def _read(text: str, form: Form, taken: Container[str] = ()) -> Iterator[tuple[Table, _Read]]:
    for table in form.tables:
        if all(code in taken for code in _codes(table)):
            continue
        if not _latest or _latest[0][0] is not text:
            _latest[:] = [(text, Stream(text), {})]
        _, stream, known = _latest[0]
        key = (form.form_id, table.code)
        if key not in known:
            reader = _Blocks(stream, form, table) if _in_blocks(form, table) else _Lines(stream, form, table)
            cells, problems = reader.read()
            known[key] = _Read(cells=tuple(cells), problems=tuple(problems), stretches=tuple(reader.stretches()))
        yield table, known[key]


@cache
def _codes(table: Table) -> frozenset[str]:
    return frozenset(
        table.cell_code(line.code, column)
        for line in table.lines
        if not line.header and not line.optional
        for column in (line.columns or tuple(column.code for column in table.columns) or (None,))
    )


@cache
def _in_blocks(form: Form, table: Table) -> bool:
    """Whether the table is one row of blocks, each with a total of its own and none over several lines (table 4)."""
    sums = [identity for identity in form.identities if _lines_of(form, table, identity.left + identity.right)]
    return (
        bool(sums)
        and len(table.lines) <= _WIDE
        and all(len({term.line for term in identity.left + identity.right}) == 1 for identity in sums)
    )


def _lines_of(form: Form, table: Table, terms: Iterable[object]) -> bool:
    own = {line.code for line in table.lines}
    return all(getattr(term, "line", None) in own for term in terms)


@cache
def _sums(form: Form, table: Table, line: str, columns: tuple[str | None, ...]) -> tuple[Sum, ...]:
    """The sums printed into the structure of one line, as weights of its columns."""
    found = []
    for identity in form.identities:
        terms = [(term, 1) for term in identity.left] + [(term, -1) for term in identity.right]
        if {term.line for term, _ in terms} == {line} and {term.column for term, _ in terms} <= set(columns):
            weights = dict.fromkeys(columns, 0)
            for term, side in terms:
                weights[term.column] += side * term.sign
            found.append(tuple(weights[column] for column in columns))
    return tuple(found)


@cache
def _labels(table: Table) -> Labels:
    lines = [line for line in table.lines if not line.header]
    headings = {line.group for line in table.lines if line.group} | {line.label for line in table.lines if line.header}
    return Labels(lines, [*headings, *(column.label for column in table.columns)])


@cache
def _shared_lines(form: Form) -> frozenset[str]:
    """The lines that stand in a sum over several lines."""
    found: set[str] = set()
    for identity in form.identities:
        lines = {term.line for term in identity.left + identity.right}
        found |= lines if len(lines) > 1 else set()
    return frozenset(found)


class _Reader:
    """What the readers of both kinds of tables share: labels, regions, cells."""

    def __init__(self, stream: Stream, form: Form, table: Table):
        self.stream = stream
        self.text = stream.folded
        self.form = form
        self.table = table
        self.words: Vocabulary = vocabulary(table)
        self.by_code: dict[str, Line] = {line.code: line for line in table.lines}
        self.order = {line.code: number for number, line in enumerate(table.lines)}
        self.column_by_code: dict[str, Column] = {column.code: column for column in table.columns}
        self.head_units: dict[str | None, str] = {}
        """Units printed in the header of a column: 本年收费金额（单位：万元）."""

    def regions(self) -> list[_Region]:
        """Stretches whose words are all but only the table's."""
        found: list[_Region] = []
        run: list[Item] = []
        for item in self.stream.items(self.words):
            if run and (item.start < run[-1].end or self._foreign(run[-1].end, item.start) > _FOREIGN):
                if item.start < run[-1].end:
                    continue
                found.append(_Region(start=run[0].start, end=run[-1].end, items=tuple(run)))
                run = []
            run.append(item)
        if run:
            found.append(_Region(start=run[0].start, end=run[-1].end, items=tuple(run)))
        return found

    def _foreign(self, start: int, end: int) -> int:
        between = self.text[start:end]
        if _ENDS_TABLE.search(between):
            return len(between) + _FOREIGN
        return sum(character not in self.words.characters for character in _HAN.findall(between))

    def _leads(self, before: Item, item: Item) -> bool:
        """Whether a label still belongs to the header of the one after it: no number and no prose between them."""
        between = self.text[before.end : item.start + 1]
        return not _FIGURE.search(between) and self._foreign(before.end, item.start) <= _FOREIGN_IN_HEADER

    def cell(
        self,
        line: str,
        column: str | None,
        raw: str,
        state: CellState,
        place: Place,
        *,
        printed: str | None = None,
        value: Decimal | None = None,
        unit: str | None = None,
        note: str | None = None,
    ) -> Cell:
        """One cell of this table; `unit` as printed in the cell, `printed` as printed in the column of units."""
        printed = printed or self.head_units.get(column)
        known = self.by_code[line].unit or (self.column_by_code[column].unit if column is not None else None)
        source = "cell" if unit else "header" if printed else "form" if known else None
        return Cell(
            code=self.table.cell_code(line, column),
            table=self.table.code,
            line=line,
            column=column,
            raw_text=raw,
            value=value,
            unit=unit or printed or known,
            unit_source=source,
            cell_state=state,
            note=note,
            place=place,
        )

    def read_cells(
        self, line: str, columns: Sequence[str | None], tokens: Sequence[Token], unit: str | None
    ) -> list[Cell]:
        """Cells whose boundaries are certain: each token by itself."""
        cells = []
        for column, token in zip(columns, tokens, strict=True):
            value = read_value(self.stream.shown[token.start : token.end])
            place = Place(start=token.start, end=token.end)
            cells.append(
                self.cell(
                    line,
                    column,
                    value.raw_text,
                    value.state,
                    place,
                    printed=unit,
                    value=value.value,
                    unit=value.unit,
                    note=value.note,
                )
            )
        return cells

    def lost(
        self, line: str, columns: Sequence[str | None], row: NumberRow, unit: str | None, note: str | None = None
    ) -> list[Cell]:
        """Cells of a row that cannot be told apart: each keeps the whole run."""
        raw = "".join(self.stream.shown[token.start : token.end] for token in row.tokens)
        place = Place(start=row.start, end=row.end)
        return [
            self.cell(line, column, raw, CellState.UNREADABLE, place, printed=unit, note=note) for column in columns
        ]

    def inferred(
        self, line: str, columns: Sequence[str | None], row: NumberRow, split: Split, unit: str | None, note: str
    ) -> list[Cell]:
        """Cells that the printed sums tell apart."""
        at = [place for token in row.tokens for place in range(token.start, token.end)]
        cells = []
        for column, piece, value in zip(columns, split.pieces, split.values, strict=True):
            if piece is None or value is None:
                place = Place(start=row.start, end=row.end)
                cells.append(self.cell(line, column, "", CellState.BLANK, place, printed=unit, note=note))
                continue
            start, end = at[piece[0]], at[piece[1] - 1] + 1
            cells.append(
                self.cell(
                    line,
                    column,
                    self.stream.shown[start:end],
                    CellState.INFERRED,
                    Place(start=start, end=end),
                    printed=unit,
                    value=Decimal(value),
                    note=note,
                )
            )
        return cells

    def run(self, row: NumberRow) -> Run | None:
        """The row as digits that ran together; None where it holds anything but digits."""
        tokens = [self.text[token.start : token.end] for token in row.tokens]
        return Run.of(tokens) if all(_DIGITS.fullmatch(token) for token in tokens) else None

    def numbers(self, row: NumberRow) -> list[Decimal | None] | None:
        """The value of each token; None where one cannot be read."""
        values = [read_value(self.text[token.start : token.end]) for token in row.tokens]
        if any(value.state in (CellState.UNREADABLE, CellState.TEXT) for value in values):
            return None
        return [value.value for value in values]

    def problem(self, code: str, message: str, row: NumberRow, expected: str | None = None) -> Problem:
        """A problem with the numbers of a row."""
        return Problem(
            code=code,
            message=message,
            place=Place(start=row.start, end=row.end),
            found=" ".join(self.text[row.start : row.end].split()),
            expected=expected,
        )


class _Lines(_Reader):
    """Reads tables of many lines: 2, 3, and the lists of vintages A and B."""

    def __init__(self, stream: Stream, form: Form, table: Table):
        super().__init__(stream, form, table)
        self.columns: tuple[str | None, ...] = tuple(column.code for column in table.columns) or (None,)
        self.wide = len(self.columns)
        self.widths = {len(line.columns) or self.wide for line in table.lines}
        self.one_width = not any(line.columns for line in table.lines)
        self._known: dict[tuple[int, int, int], list[NumberRow]] = {}
        self.similar = _labels(table)
        self.torn: dict[str, _Row] = {}
        self.having: dict[int, tuple[int, int]] = {}
        """Where the first label with numbers begins and the last number ends, by the start of a region."""
        self.regions_read = self.qualified()

    def stretches(self) -> list[tuple[int, int]]:
        """Where the table stands."""
        return [self._trimmed(region) for region in self.regions_read if region.start in self.having]

    def qualified(self) -> list[_Region]:
        """The regions in which a table of this form stands, and not a sentence that speaks of the same things."""
        return [region for region in self.regions() if self._qualifies(region)]

    def _qualifies(self, region: _Region) -> bool:
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
        if self.wide >= _WIDE and self.one_width:
            return wide >= 2
        if not self.one_width:
            return rows >= 1 and len(headers) >= 2
        return rows >= (6 if self.wide == 1 else 2) and len(headers) >= 1

    def _digits(self, row: NumberRow) -> int:
        return sum(character.isdigit() for character in self.text[row.start : row.end])

    def _is_line(self, item: Item) -> bool:
        return any(not self.by_code[code].header for code in item.lines)

    def _columns_of(self, line: str) -> tuple[str | None, ...]:
        return self.by_code[line].columns or self.columns

    def _rows(self, region: _Region, number: int) -> list[NumberRow]:
        """The rows between a label and the next one."""
        item = region.items[number]
        cells = len(self._columns_of(item.lines[0])) if item.lines else self.wide
        end = region.items[number + 1].start if number + 1 < len(region.items) else item.end + 40 * self.wide
        key = (item.end, end, cells)
        if key not in self._known:
            unit = printed_units().match(self.text, item.end)
            start = unit.end() if unit else item.end
            self._known[key] = rows_between(self.text, start, min(end, len(self.text)), cells)
        return self._known[key]

    def _trimmed(self, region: _Region) -> tuple[int, int]:
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

    def read(self) -> tuple[list[Cell], list[Problem]]:
        """Every line whose label and numbers are found."""
        regions = self.regions_read
        if not regions:
            return [], []
        self._tell_columns(regions)
        problems: list[Problem] = []
        owned: list[_Row] = []
        loose: list[NumberRow] = []
        for region in regions:
            self._own(region, owned, loose, problems)
        rows = self._once(owned, problems)
        self._place_loose(rows, loose, regions, problems)
        return self._cells(rows, problems), problems

    def _tell_columns(self, regions: Sequence[_Region]) -> None:
        """The columns that a list prints, where its header names fewer than the form has."""
        if not self.one_width or self.wide >= _WIDE:
            return
        told: list[str | None] = []
        for item in regions[0].items:
            if self._is_line(item):
                break
            told += [code for code in item.columns if code not in told]
        if told:
            self.columns = tuple(told)
            self.wide = len(told)

    def _own(self, region: _Region, owned: list[_Row], loose: list[NumberRow], problems: list[Problem]) -> None:
        """Gives the rows of a region to the labels that stand before them; rows without one are loose."""
        items = region.items
        spans = [(item.start, item.end) for item in items]
        strange: list[tuple[str, NumberRow]] = []
        nameless: list[NumberRow] = []
        for number, item in enumerate(items):
            rows = list(self._rows(region, number))
            line = self._line_of(items, number)
            if line is None and rows and self._marks_only(rows[0]):
                del rows[0]  # A heading line shows by a mark that it has no figure.
            if item.columns and (unit_of := _HEAD_UNIT.search(self.text, item.start, item.end)):
                self.head_units |= dict.fromkeys(item.columns, unit_of[1] or unit_of[2])
            unit = printed_units().match(self.text, item.end)
            follows = items[number + 1] if number + 1 < len(items) else None
            inside = [span for span in self.stream.number_lines if item.start < span.start and span.end <= item.end]
            if inside and line is not None:
                rows = rows_between(self.text, inside[0].start, inside[-1].end, len(self._columns_of(line))) + rows
            before = unit.end() if unit else item.end
            for row in rows:
                named = self.text[before : row.start]
                mine, sure = line, bool(inside) or self._alone(item, row, spans)
                if line is None or row is not rows[0] or not (row.attached or inside):
                    told = self.similar.match(_UNITS_AFTER.sub("", named)).codes if len(named) > _SHORT_WORDS else ()
                    mine, sure = (told[0] if len(told) == 1 else None), False
                    mine = None if any(mine in other.lines for other in items) else mine
                if mine is None:
                    if not self._own_words(named):
                        nameless.append(row)
                    elif len(row.tokens) in self.widths:
                        strange.append((named, row))
                else:
                    turned = row is rows[-1] and (follows is None or not (follows.lines or follows.heading))
                    named_unit = _UNITS_AFTER.search(named)
                    shown = unit[1] if unit and mine == line else named_unit[1] if named_unit else None
                    owned.append(_Row(line=mine, row=row, unit=shown, apart=False, sure=sure, turned=turned))
                if mine is not None or (self.one_width and len(row.tokens) == self.wide >= _WIDE):
                    from_, _ = self.having.get(region.start, (item.start, row.end))
                    self.having[region.start] = (from_, row.end)
                before = row.end
        start, end = self.having.get(region.start, (0, 0))
        loose += [row for row in nameless if start <= row.start < end]
        problems += [self._unmapped(named, row) for named, row in strange if start <= row.start < end]

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
            found=self._raw(row),
            candidates=found.candidates,
        )

    def _alone(self, item: Item, row: NumberRow, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether label and numbers are the whole of one physical line, so that nobody else's numbers can be meant."""
        began = self.text.rfind("\n", 0, item.start) + 1
        if not row.attached or "\n" in self.text[item.start : row.end] or not row.whole_line:
            return False
        others = [span for span in spans if began <= span[0] < item.start]
        return not others and not any(character.isdigit() for character in self.text[began : item.start])

    def _once(self, owned: Sequence[_Row], problems: list[Problem]) -> dict[str, _Row]:
        """One row a line. A line that is printed twice with other numbers is nobody's to choose."""
        rows: dict[str, _Row] = {}
        for row in owned:
            before = rows.setdefault(row.line, row)
            if before is row or self._raw(before.row) == self._raw(row.row):
                continue
            self.torn[row.line] = before
            problems.append(
                self.problem(
                    "line_repeated",
                    f"Line {row.line} is printed twice, with other numbers.",
                    row.row,
                    expected=self._raw(before.row),
                )
            )
        return {line: row for line, row in rows.items() if line not in self.torn}

    def _raw(self, row: NumberRow) -> str:
        return " ".join(self.text[row.start : row.end].split())

    def _place_loose(
        self, rows: dict[str, _Row], loose: Sequence[NumberRow], regions: Sequence[_Region], problems: list[Problem]
    ) -> None:
        """Decides about rows that stand away from their labels, and about those beside them.

        Between two rows that are surely a line's own, as many rows as lines are given to these lines in the order of
        the form, if their labels are there. What comes of it still has to satisfy every printed sum.
        """
        wide = [row for row in loose if len(row.tokens) == self.wide >= _WIDE]
        for row in loose:
            if row not in wide and (self.wide < _WIDE or self._digits(row) >= self.wide):
                problems.append(self.problem("row_apart_from_label", _APART, row))
        events: list[_Row | NumberRow] = sorted(
            [*rows.values(), *wide], key=lambda event: event.row.start if isinstance(event, _Row) else event.start
        )
        doubted = self._doubted(events, regions)
        gap: list[_Row | NumberRow] = []
        before = -1
        for event in [*events, None]:
            if event is not None and (not isinstance(event, _Row) or event.line in doubted):
                gap.append(event)
                continue
            after = len(self.order) if event is None else self.order[event.line]
            if gap:
                self._fill(gap, before, after, rows, regions, problems)
                gap = []
            before = after

    def _doubted(self, events: Sequence[_Row | NumberRow], regions: Sequence[_Region]) -> set[str]:
        """Lines whose row may be another one's: a loose row is beside it, or the label of a line without numbers."""
        doubted: set[str] = set()
        for number, event in enumerate(events):
            if not isinstance(event, _Row) or event.sure:
                continue
            around = [events[at] for at in (number - 1, number + 1) if 0 <= at < len(events)]
            if any(not isinstance(other, _Row) for other in around):
                doubted.add(event.line)
                continue
            last = events[number - 1] if number else None
            since = last.row.end if isinstance(last, _Row) else 0
            before = self.order[last.line] if isinstance(last, _Row) else -1
            if event.unit is None:
                having = {other.line for other in events if isinstance(other, _Row)}
                skipped = self._lines_between(before, self.order[event.line], having, regions)
                if any(self._begun(line, since, event.row.start) for line in skipped):
                    doubted.add(event.line)
        return doubted

    def _lines_between(self, before: int, after: int, having: Container[str], regions: Sequence[_Region]) -> list[str]:
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
        words = "".join(_HAN.findall(self.text[start:end]))
        for core, lines in self.words.lines.items():
            beginning = "".join(_HAN.findall(core))[:_BEGINNING]
            if line in lines and beginning in words and len(beginning) >= _SHORT_WORDS:
                return True
        return False

    def _fill(
        self,
        gap: Sequence[_Row | NumberRow],
        before: int,
        after: int,
        rows: dict[str, _Row],
        regions: Sequence[_Region],
        problems: list[Problem],
    ) -> None:
        doubtful = {event.line for event in gap if isinstance(event, _Row)}
        sure = rows.keys() - doubtful
        missing = self._lines_between(before, after, sure, regions) if before < after else []
        own = {line: rows.pop(line) for line in doubtful}
        if len(missing) == len(gap):
            pairs = list(zip(missing, gap, strict=True))
            settled = all(not isinstance(event, _Row) or event.line == line for line, event in pairs)
            printed = {code for region in regions for item in region.items for code in item.lines}
            start, end = regions[0].start, regions[-1].end
            named = all(line in printed or self._begun(line, start, end) for line in missing)
            for line, event in pairs:
                if isinstance(event, _Row) and settled:
                    rows[line] = event
                elif named:
                    row = event.row if isinstance(event, _Row) else event
                    rows[line] = _Row(line=line, row=row, unit=None, apart=True, sure=False, turned=False)
                elif isinstance(event, NumberRow):
                    problems.append(self.problem("row_apart_from_label", _APART, event))
            if settled or named:
                return
        for event in gap:
            if isinstance(event, _Row):
                self.torn[event.line] = own[event.line]
            problems.append(
                self.problem("row_apart_from_label", _APART, event.row if isinstance(event, _Row) else event)
            )

    def _cells(self, rows: Mapping[str, _Row], problems: list[Problem]) -> list[Cell]:
        read: dict[str, list[Decimal | None]] = {}
        candidates: dict[str, tuple[Split, ...]] = {}
        dense: dict[str, Run] = {}
        for line, owned in rows.items():
            columns = self._columns_of(line)
            values = self.numbers(owned.row) if len(owned.row.tokens) == len(columns) else None
            if values is None:
                run = self.run(owned.row) if len(owned.row.tokens) < len(columns) else None
                splits = self._splits(line, run) if run else None
                if splits:
                    candidates[line] = splits
                elif splits is None and run is not None and line in _shared_lines(self.form):
                    dense[line] = run
            elif not owned.apart:
                read[line] = values
            elif (whole := self._whole(owned.row)) is not None:
                candidates[line] = (whole,)
        glued = any(not rows[line].apart for line in rows if line not in read)
        for line in [line for line in read if glued or rows[line].turned]:
            if not self._adds_up(line, read[line]):
                del read[line]
        solved = self._solve(rows, read, candidates, dense)

        cells: list[Cell] = []
        for line, owned in rows.items():
            columns = self._columns_of(line)
            if line in read:
                cells += self.read_cells(line, columns, owned.row.tokens, owned.unit)
            elif line in solved:
                note = "row stands away from its label" if owned.apart else f"run {self._raw(owned.row)}"
                cells += self.inferred(line, columns, owned.row, solved[line], owned.unit, note)
            else:
                cells += self.lost(line, columns, owned.row, owned.unit)
                problems.append(
                    self.problem(
                        "row_apart_from_label" if owned.apart else "digits_run_together",
                        f"The cells of line {line} cannot be told apart with certainty.",
                        owned.row,
                        expected=f"{len(columns)} numbers",
                    )
                )
        for line, owned in self.torn.items():
            cells += self.lost(line, self._columns_of(line), owned.row, owned.unit)
        return sorted(cells, key=lambda cell: self.order[cell.line])

    def _splits(self, line: str, run: Run) -> tuple[Split, ...] | None:
        """What the line's own sums allow; blanks are left out of account only where they allow too much."""
        columns = self._columns_of(line)
        sums = _sums(self.form, self.table, line, columns)
        if line not in _shared_lines(self.form):
            # A row in no sum but its own has an answer only where there is one way to split it.
            return row_splits(run, len(columns), sums, most=1)
        splits = row_splits(run, len(columns), sums)
        return row_splits(run, len(columns), sums, blanks=False) if splits is None and sums else splits

    def _whole(self, row: NumberRow) -> Split | None:
        """A row with certain boundaries as its own single split; None where it holds anything but digits and blanks."""
        pieces: list[tuple[int, int] | None] = []
        values: list[int | None] = []
        at = 0
        for token in row.tokens:
            printed = self.text[token.start : token.end]
            if printed and not _DIGITS.fullmatch(printed):
                return None
            pieces.append((at, at + len(printed)) if printed else None)
            values.append(int(printed) if printed else None)
            at += len(printed)
        return Split(pieces=tuple(pieces), values=tuple(values))

    def _adds_up(self, line: str, values: Sequence[Decimal | None]) -> bool:
        """Whether no printed sum of the line itself fails."""
        for weights in _sums(self.form, self.table, line, self._columns_of(line)):
            operands = [(weight, value) for weight, value in zip(weights, values, strict=True) if weight]
            if any(value is None for _, value in operands):
                continue
            if sum(weight * value for weight, value in operands if value is not None):
                return False
        return True

    def _solve(
        self,
        rows: Mapping[str, _Row],
        read: Mapping[str, list[Decimal | None]],
        candidates: Mapping[str, tuple[Split, ...]],
        dense: Mapping[str, Run],
    ) -> dict[str, Split]:
        """What every printed sum of the table leaves of the candidates."""
        open_rows: dict[str, tuple[Split, ...] | Run] = {**candidates, **dense}
        while True:
            balances: list[Balance] = []
            dropped: set[str] = set()
            for identity in self.form.identities:
                terms = [(term, 1) for term in identity.left] + [(term, -1) for term in identity.right]
                lines = {term.line for term, _ in terms}
                if len(lines) < 2 or not lines <= self.by_code.keys():
                    continue
                touched = lines & open_rows.keys()
                if not touched or not {term.column for term, _ in terms} <= set(self.columns):
                    continue
                known = Decimal(0)
                weights: dict[str, list[int]] = {line: [0] * len(self._columns_of(line)) for line in touched}
                for term, side in terms:
                    at = self._columns_of(term.line).index(term.column)
                    if term.line in touched:
                        weights[term.line][at] += side * term.sign
                    elif term.line in read:
                        value = read[term.line][at]
                        if value is None:
                            dropped |= touched
                        else:
                            known += side * term.sign * value
                    elif not self._may_be_missing(term.line, rows):
                        dropped |= touched
                if known != int(known):
                    dropped |= touched
                balances.append(
                    Balance(weights={line: tuple(weight) for line, weight in weights.items()}, known=int(known))
                )
            if not dropped:
                listed = {line: splits for line, splits in candidates.items() if line in open_rows}
                return self._checked(
                    solve(listed, balances, {line: run for line, run in dense.items() if line in open_rows})
                )
            for line in dropped:
                open_rows.pop(line, None)

    def _checked(self, solved: dict[str, Split]) -> dict[str, Split]:
        """The rows that satisfy their own sums too: a dense row was told by the sums of its columns alone."""
        return {
            line: split
            for line, split in solved.items()
            if self._adds_up(line, [Decimal(value or 0) for value in split.values])
        }

    def _may_be_missing(self, line: str, rows: Mapping[str, _Row]) -> bool:
        """Whether a report rightly has no such line: an optional one, or a part of a line that it prints in one."""
        if line in rows or line in self.torn:
            return False
        if self.by_code[line].optional:
            return True
        group = self.by_code[line].group
        return group is not None and any(self.by_code[other].label == group for other in rows)


class _Block(Value, frozen=True, kw_only=True):
    """The numbers of one line of such a table, where they stand by themselves."""

    line: str
    row: NumberRow
    start: int
    end: int


class _Blocks(_Reader):
    """Reads the table whose one row holds a block of cells for each line: reviews and suits.

    It is also met as one row for each line, and as one number under the other.
    """

    def __init__(self, stream: Stream, form: Form, table: Table):
        super().__init__(stream, form, table)
        self.lines = tuple(line.code for line in table.lines)
        self.columns = tuple(column.code for column in table.columns)

    def stretches(self) -> list[tuple[int, int]]:
        """Where the table stands."""
        if found := self._found():
            return [(start, end) for start, end, _, _ in found]
        blocks = self._apart()
        return [(blocks[0].start, blocks[-1].end)] if blocks else []

    def _apart(self) -> list[_Block]:
        """The blocks that stand each for themselves, after their own label or their own header."""
        size = len(self.columns)
        for region in self.regions():
            blocks: list[_Block] = []
            line: Item | None = None
            singles: dict[str, NumberRow] = {}
            headed: list[str] = []
            for number, item in enumerate(region.items):
                end = region.items[number + 1].start if number + 1 < len(region.items) else item.end + 12 * size
                rows = rows_between(self.text, item.end, min(end, len(self.text)), size)
                row = rows[0] if rows and rows[0].attached else None
                if item.lines:
                    line, singles, headed = item, {}, []
                elif item.columns:
                    headed.append(item.columns[0])
                if line is None or row is None:
                    continue
                start = region.items[0].start
                run = self.run(row) if len(row.tokens) < size else None
                whole = len(row.tokens) == size or (run is not None and len(run.digits) >= size)
                if item.columns and len(row.tokens) == 1 and headed[-1] not in singles:
                    singles[headed[-1]] = row
                    if [*singles] == list(self.columns) and headed == list(self.columns):
                        tokens = tuple(single.tokens[0] for single in singles.values())
                        upright = NumberRow(tokens=tokens, attached=True, whole_line=False)
                        blocks.append(_Block(line=line.lines[0], row=upright, start=start, end=row.end))
                elif whole and not singles and (item.lines or headed == list(self.columns)):
                    blocks.append(_Block(line=line.lines[0], row=row, start=start, end=row.end))
            headers = {code for item in region.items for code in item.columns}
            if blocks and headers == set(self.columns):
                return blocks
        return []

    def _read_apart(self) -> tuple[list[Cell], list[Problem]]:
        cells: list[Cell] = []
        problems: list[Problem] = []
        blocks = self._apart()
        lines = [block.line for block in blocks]
        for block in blocks:
            sums = _sums(self.form, self.table, block.line, self.columns)
            values = self.numbers(block.row) if len(block.row.tokens) == len(self.columns) else None
            run = self.run(block.row) if len(block.row.tokens) < len(self.columns) else None
            splits = row_splits(run, len(self.columns), sums) if run and sums else None
            if lines.count(block.line) > 1:
                values = splits = None
            if values is not None:
                cells += self.read_cells(block.line, self.columns, block.row.tokens, None)
            elif splits and len(splits) == 1:
                note = f"run {self._text_of(block.row)}"
                cells += self.inferred(block.line, self.columns, block.row, splits[0], None, note)
            elif block.line not in {cell.line for cell in cells}:
                cells += self.lost(block.line, self.columns, block.row, None)
                problems.append(
                    self.problem(
                        "digits_run_together",
                        f"The cells of line {block.line} cannot be told apart with certainty.",
                        block.row,
                        expected=f"{len(self.columns)} numbers",
                    )
                )
        return cells, problems

    def _found(self) -> list[tuple[int, int, NumberRow, tuple[Item, ...]]]:
        """Rows that may be the table's, each with the header before it."""
        cells = len(self.lines) * len(self.columns)
        found = []
        for region in self.regions():
            for number, item in enumerate(region.items):
                end = region.items[number + 1].start if number + 1 < len(region.items) else item.end + 12 * cells
                for row in rows_between(self.text, item.end, min(end, len(self.text)), cells):
                    digits = sum(character.isdigit() for character in self.text[row.start : row.end])
                    header = self._header(region, number)
                    if max(digits, len(row.tokens)) >= cells and len(header) >= len(self.columns):
                        found.append((header[0].start, row.end, row, header))
        return found

    def _header(self, region: _Region, number: int) -> tuple[Item, ...]:
        """The labels that lead up to the one at `number`, with hardly a foreign word between them."""
        first = number
        while first and self._leads(region.items[first - 1], region.items[first]):
            first -= 1
        return region.items[first : number + 1]

    def read(self) -> tuple[list[Cell], list[Problem]]:
        """The cells of the one row; all of them unreadable where they cannot be told apart."""
        found = self._found()
        if not found:
            return self._read_apart()
        problems: list[Problem] = []
        _, _, row, header = found[0]
        different = [other for _, _, other, _ in found[1:] if self._text_of(other) != self._text_of(row)]
        blocks = len(self.lines)
        size = len(self.columns)
        splits: tuple[tuple[Split, ...], ...] | None = None
        if different:
            problems.append(
                self.problem("line_repeated", "The table is printed twice, with other numbers.", different[0])
            )
        elif len(row.tokens) == blocks * size:
            values = self.numbers(row)
            if values is not None and (self._in_order(header) or self._all_add_up(values)):
                cells = []
                for number, line in enumerate(self.lines):
                    tokens = row.tokens[number * size : (number + 1) * size]
                    cells += self.read_cells(line, self.columns, tokens, None)
                return cells, problems
        elif len(row.tokens) < blocks * size and (run := self.run(row)) is not None:
            sums = _sums(self.form, self.table, self.lines[0], self.columns)
            splits = block_splits(run, size, sums, blocks)
        if splits is not None and len(splits) == 1 and all(self._sums_alike()):
            note = f"run {self._text_of(row)}"
            cells = []
            for line, split in zip(self.lines, splits[0], strict=True):
                cells += self.inferred(line, self.columns, row, split, None, note)
            return cells, problems
        problems.append(
            self.problem(
                "digits_run_together",
                "The cells of the table cannot be told apart with certainty.",
                row,
                expected=f"{blocks * size} numbers",
            )
        )
        return [cell for line in self.lines for cell in self.lost(line, self.columns, row, None)], problems

    def _sums_alike(self) -> list[bool]:
        first = _sums(self.form, self.table, self.lines[0], self.columns)
        return [bool(first)] + [_sums(self.form, self.table, line, self.columns) == first for line in self.lines]

    def _text_of(self, row: NumberRow) -> str:
        return " ".join(self.text[row.start : row.end].split())

    def _in_order(self, header: Sequence[Item]) -> bool:
        """Whether the header names the lines in the order of the form, and every column in order at least once."""
        lines = [self.order[code] for item in header for code in item.lines]
        columns = [self.columns.index(code) for item in header for code in item.columns]
        return lines[-len(self.lines) :] == list(range(len(self.lines))) and columns[: len(self.columns)] == list(
            range(len(self.columns))
        )

    def _all_add_up(self, values: Sequence[Decimal | None]) -> bool:
        size = len(self.columns)
        for number, line in enumerate(self.lines):
            block = values[number * size : (number + 1) * size]
            if any(value is None for value in block):
                return False
            for weights in _sums(self.form, self.table, line, self.columns):
                if sum(weight * value for weight, value in zip(weights, block, strict=True) if value is not None):
                    return False
        return True
