"""Table 4: three lines of five results without labels of rows, told by all the words above and beside a number."""

from __future__ import annotations

from gongkai.cellvalue import CellValue
from gongkai.document.model import GridCell
from gongkai.model import Cell, CellState, Place, Problem
from gongkai.tables.reader import EMPTY, Reader, column_of, is_words, make_cell
from gongkai.tables.rows import NUMERIC, Row
from gongkai.tables.vocabulary import LONGEST_LABEL, Target


class Block(Reader):
    """Table 4: three lines of five results, told by all the words above and beside a number."""

    def __init__(self, target: Target):
        super().__init__(target)
        self.rows: list[Row] = []
        self.counted = False
        """Whether the cells were told by the count of the numbers."""

    def read(self, rows: list[Row]) -> None:
        """Keep the rows: only all of them together tell."""
        self.rows += rows

    def finish(self) -> tuple[list[Cell], list[Problem]]:
        """Place the numbers; where that fails, all of them are unread."""
        wanted = [(line.code, column.code) for line in self.table.lines for column in self.table.columns]
        numbered = [row for row in self.rows if any(value.state in NUMERIC for value in row.values)]
        grids = {row.grid: [other for other in self.rows if other.grid == row.grid] for row in self.rows}
        found = [places for rows in grids.values() if (places := self.by_words(rows))]
        if not found and (places := self.by_words(self.rows)):
            found = [places]
        if not found and (places := self.by_printed_order(numbered, wanted)):
            self.counted, found = True, [places]
        for (line, column), (row, cell, value) in (entry for places in found for entry in places.items()):
            place = cell.place if cell.place != Place() else Place(table=row.grid, row=row.number)
            self.keep_spaced(line, column, cell, value)
            self.put(
                line,
                column,
                make_cell(self.table, self.target.line_of[line], column_of(self.table, column), value, place),
            )
        missing = [key for key in wanted if key not in self.cells] if found else []
        for line, column in missing:
            self.unplaced(line, column, self.rows[0], "")
        if missing:
            self.problem(
                "row_unread",
                "Some numbers of table 4 do not stand beside their words.",
                self.rows[0].place(),
                candidates=tuple(self.table.cell_code(*key) for key in missing),
            )
        if not found and numbered:
            run = " ".join("|".join(v.raw_text for v in row.values) for row in numbered)
            for line, column in wanted:
                self.unplaced(line, column, numbered[0], run)
            self.problem(
                "row_unread", "The numbers of table 4 do not fit its headings.", numbered[0].place(), found=run
            )
        self.join_spaced()
        return super().finish()

    @property
    def by_words_alone(self) -> bool:
        """As of every table; not so where the numbers were counted."""
        return super().by_words_alone and not self.counted

    def unplaced(self, line: str, column: str, row: Row, run: str) -> None:
        """Keep a cell as unread, with the numbers that it may be one of."""
        self.put(
            line,
            column,
            make_cell(
                self.table, self.target.line_of[line], column_of(self.table, column), EMPTY, row.place(), raw=run
            ),
        )

    def names(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The lines and the columns that words name."""
        return self.target.lines.exactly(text) or self.target.lines.match(text).codes, self.target.columns.match(
            text
        ).codes

    def by_words(self, rows: list[Row]) -> dict[tuple[str, str], tuple[Row, GridCell, CellValue]] | None:
        """Each number by the nearest words left of it and above it; None where two collide.

        All fifteen must be there, for headings whose spans were lost put words over the wrong numbers; only where each
        number has all its words in its own row may some be missing.
        """
        places: dict[tuple[str, str], tuple[Row, GridCell, CellValue]] = {}
        missed, beside_only = False, True
        words: dict[int, list[GridCell]] = {}
        grid: int | None = None
        for row in rows:
            if row.grid != grid:
                grid, words = row.grid, {}
            beside: list[GridCell] = [cell for cell in row.above if cell.text]
            for cell, value in zip(row.own, row.values, strict=True):
                if is_words(cell.text, value):
                    beside.append(cell)
                    for column in range(cell.column, cell.column + cell.column_span):
                        words.setdefault(column, []).append(cell)
                    continue
                covered = range(cell.column, cell.column + cell.column_span)
                heads = {words[column][-1].place for column in covered if column in words}
                if value.state is CellState.UNREADABLE and len(heads) > 1:
                    continue  # A footer over several columns: 填报日期：1月5日.
                left = [other for other in beside if other.column < cell.column]
                key = self.key(left, words.get(cell.column, []))
                if key is None:
                    missed = missed or value.state in NUMERIC or value.state is CellState.UNREADABLE
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
        """The cell that the words beside and above a number name together; None where they name none, or two."""
        beside, over = self.nearest(left), self.nearest(above)
        lines = {line for line in (beside[0], over[0]) if line}
        columns = {column for column in (beside[1], over[1]) if column}
        return (lines.pop(), columns.pop()) if len(lines) == len(columns) == 1 else None

    def nearest(self, cells: list[GridCell]) -> tuple[str | None, str | None]:
        """The line and the column that the last words to name one name."""
        line: str | None = None
        column: str | None = None
        for cell in reversed(cells):
            if len(cell.text) > LONGEST_LABEL:
                continue
            lines, columns = self.names(cell.text)
            line = line or (lines[0] if len(lines) == 1 else None)
            column = column or (columns[0] if len(columns) == 1 else None)
            if line and column:
                break
        return line, column

    def by_printed_order(
        self, numbered: list[Row], wanted: list[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[Row, GridCell, CellValue]] | None:
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
        if any(value.state in NUMERIC for value in row.values[:cut]):
            return None
        return {
            key: (row, cell, value) for key, cell, value in zip(wanted, row.own[cut:], row.values[cut:], strict=True)
        }
