"""What the readers of all flattened tables share: where a table stands, and how its cells are made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, cached_property

from gongkai.cellvalue import read_value
from gongkai.flattened.numberrows import NumberRow, Token
from gongkai.flattened.stream import Item, Stream, Vocabulary, vocabulary
from gongkai.forms.model import Column, Form, Line, Table
from gongkai.model import Cell, CellState, Place, Problem, Value
from gongkai.splitting import Run, Split, Sum

WIDE = 3
"""Rows of so many cells show by their shape that they belong to a table."""
HAN = re.compile(r"[\u4e00-\u9fff]")
DIGITS = re.compile(r"\d+")
_ENDS_TABLE = re.compile(r"[。；;！!？?]")
_FOREIGN = 12
"""So many characters of no label may stand between two labels of one table; more of them are prose."""
_FOREIGN_IN_HEADER = 3
_FIGURE = re.compile(r"\d(?!\d*\s*年)")


class Region(Value, frozen=True, kw_only=True):
    """A stretch of the text that a statutory table takes up."""

    items: tuple[Item, ...]
    until: int
    """Up to where the numbers after its last label may stand."""

    @property
    def start(self) -> int:
        """Offset of its first label."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Offset after its last label."""
        return self.items[-1].end


@cache
def row_sums(form: Form, table: Table, line: str, columns: tuple[str | None, ...]) -> tuple[Sum, ...]:
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


class Reader:
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

    @cached_property
    def regions(self) -> list[Region]:
        """Stretches whose words are all but only the table's."""
        runs: list[list[Item]] = []
        for item in self.stream.items(self.words):
            if runs and item.start < runs[-1][-1].end:
                continue
            if not runs or self._foreign(runs[-1][-1].end, item.start) > _FOREIGN:
                runs.append([])
            runs[-1].append(item)
        limits = [*(run[0].start for run in runs[1:]), len(self.text)]
        return [
            Region(items=tuple(run), until=self._until(run[-1].end, limit))
            for run, limit in zip(runs, limits, strict=False)
        ]

    def _until(self, start: int, limit: int) -> int:
        ends = _ENDS_TABLE.search(self.text, start, limit)
        return ends.start() if ends else limit

    def gap_end(self, region: Region, number: int) -> int:
        """Where the numbers after a label must end: at the next one, or with the sentence after the last one."""
        return region.items[number + 1].start if number + 1 < len(region.items) else region.until

    def _foreign(self, start: int, end: int) -> int:
        between = self.text[start:end]
        if _ENDS_TABLE.search(between):
            return len(between) + _FOREIGN
        return sum(character not in self.words.characters for character in HAN.findall(between))

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
        return Run.of(tokens) if all(DIGITS.fullmatch(token) for token in tokens) else None

    def numbers(self, row: NumberRow) -> list[Decimal | None] | None:
        """The value of each token; None where one cannot be read."""
        values = [read_value(self.text[token.start : token.end]) for token in row.tokens]
        if any(value.state in (CellState.UNREADABLE, CellState.TEXT) for value in values):
            return None
        return [value.value for value in values]

    def problem(
        self, code: str, message: str, row: NumberRow, expected: str | None = None, line: str | None = None
    ) -> Problem:
        """A problem with the numbers of a row; `line` is the one that they are of, where that is known."""
        return Problem(
            code=code,
            message=message,
            place=Place(start=row.start, end=row.end),
            found=" ".join(self.text[row.start : row.end].split()),
            expected=expected,
            candidates=(line,) if line else (),
        )
