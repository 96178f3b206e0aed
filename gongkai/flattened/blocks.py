"""Table 4, reviews and suits: one row that holds a block of cells for each line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache, cached_property

from gongkai.flattened.numberrows import NumberRow, rows_between
from gongkai.flattened.reader import WIDE, Reader, Region, row_sums
from gongkai.flattened.stream import Item, Stream
from gongkai.forms.model import Form, Table
from gongkai.model import Cell, Problem, Value
from gongkai.splitting import Split, block_splits, row_splits


@cache
def in_blocks(form: Form, table: Table) -> bool:
    """Whether the table is one row of blocks, each with a total of its own and none over several lines (table 4)."""
    own = {line.code for line in table.lines}
    summed = [{term.line for term in identity.left + identity.right} for identity in form.identities]
    inside = [lines for lines in summed if lines <= own]
    return bool(inside) and len(own) <= WIDE and all(len(lines) == 1 for lines in inside)


class Block(Value, frozen=True, kw_only=True):
    """The numbers of one line of such a table, where they stand by themselves."""

    line: str
    row: NumberRow
    start: int
    end: int


class Blocks(Reader):
    """Reads the table whose one row holds a block of cells for each line: reviews and suits.

    It is also met as one row for each line, and as one number under the other.
    """

    def __init__(self, stream: Stream, form: Form, table: Table):
        super().__init__(stream, form, table)
        self.lines = tuple(line.code for line in table.lines)
        self.columns = tuple(column.code for column in table.columns)

    def stretches(self) -> list[tuple[int, int]]:
        """Where the table stands."""
        if found := self._found:
            return [(start, end) for start, end, _, _ in found]
        blocks = self._apart
        return [(blocks[0].start, blocks[-1].end)] if blocks else []

    @cached_property
    def _apart(self) -> list[Block]:
        """The blocks that stand each for themselves, after their own label or their own header."""
        size = len(self.columns)
        for region in self.regions:
            blocks: list[Block] = []
            line: Item | None = None
            singles: dict[str, NumberRow] = {}
            headed: list[str] = []
            for number, item in enumerate(region.items):
                rows = rows_between(self.text, item.end, self.gap_end(region, number), size)
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
                        blocks.append(Block(line=line.lines[0], row=upright, start=start, end=row.end))
                elif whole and not singles and (item.lines or headed == list(self.columns)):
                    blocks.append(Block(line=line.lines[0], row=row, start=start, end=row.end))
            headers = {code for item in region.items for code in item.columns}
            if blocks and headers == set(self.columns):
                return blocks
        return []

    def _read_apart(self) -> tuple[list[Cell], list[Problem]]:
        cells: list[Cell] = []
        problems: list[Problem] = []
        blocks = self._apart
        lines = [block.line for block in blocks]
        for block in blocks:
            sums = row_sums(self.form, self.table, block.line, self.columns)
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
                        line=block.line,
                    )
                )
        return cells, problems

    @cached_property
    def _found(self) -> list[tuple[int, int, NumberRow, tuple[Item, ...]]]:
        """Rows that may be the table's, each with the header before it."""
        cells = len(self.lines) * len(self.columns)
        found = []
        for region in self.regions:
            for number, item in enumerate(region.items):
                for row in rows_between(self.text, item.end, self.gap_end(region, number), cells):
                    digits = sum(character.isdigit() for character in self.text[row.start : row.end])
                    header = self._header(region, number)
                    if max(digits, len(row.tokens)) >= cells and len(header) >= len(self.columns):
                        found.append((header[0].start, row.end, row, header))
        return found

    def _header(self, region: Region, number: int) -> tuple[Item, ...]:
        """The labels that lead up to the one at `number`, with hardly a foreign word between them."""
        first = number
        while first and self._leads(region.items[first - 1], region.items[first]):
            first -= 1
        return region.items[first : number + 1]

    def read(self) -> tuple[list[Cell], list[Problem]]:
        """The cells of the one row; all of them unreadable where they cannot be told apart."""
        found = self._found
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
            sums = row_sums(self.form, self.table, self.lines[0], self.columns)
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
        first = row_sums(self.form, self.table, self.lines[0], self.columns)
        return [bool(first)] + [row_sums(self.form, self.table, line, self.columns) == first for line in self.lines]

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
            for weights in row_sums(self.form, self.table, line, self.columns):
                if sum(weight * value for weight, value in zip(weights, block, strict=True) if value is not None):
                    return False
        return True
