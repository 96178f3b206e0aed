"""A row parted into its label and its numbers, each number under its column of the header."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.cellvalue import CellValue
from gongkai.document.model import GridCell
from gongkai.labels import normalise
from gongkai.model import CellState
from gongkai.tables.header import Headed, Leaf
from gongkai.tables.reader import is_unit, is_words
from gongkai.tables.rows import NUMERIC, Row
from gongkai.tables.vocabulary import LONGEST_LABEL


@dataclass(slots=True)
class Reading:
    """A row as split into its label and its numbers."""

    row: Row
    labels: list[str]
    """Words left of the numbers, outermost first."""
    numbers: list[tuple[Leaf, GridCell, CellValue]] | None
    """Each number cell under its leaf; None where the counts do not fit."""
    loose: list[tuple[GridCell, CellValue]]
    """The number cells as printed, where they fit no header."""
    unit: str | None = None
    grouped: bool = False
    """Whether the innermost words stand in a cell that goes over several rows."""

    @property
    def empty(self) -> bool:
        """Whether all cells right of the label are blank."""
        cells = self.loose if self.numbers is None else [(cell, value) for _, cell, value in self.numbers]
        return all(value.state is CellState.BLANK for _, value in cells)

    @property
    def bare(self) -> bool:
        """Whether no number stands in the row: blanks or marks only."""
        cells = self.loose if self.numbers is None else [(cell, value) for _, cell, value in self.numbers]
        return all(value.state in (CellState.BLANK, CellState.NA_MARK) for _, value in cells)

    @property
    def printed(self) -> str:
        """The cells right of the label, as printed."""
        cells = self.loose if self.numbers is None else [(cell, value) for _, cell, value in self.numbers]
        return "|".join(value.raw_text for _, value in cells)


class Parting(Headed):
    """A reader that parts rows by the last header."""

    def split(self, row: Row) -> Reading:
        """Part the label cells of a row from its number cells, and set the numbers under the leaves of the header."""
        own, values, leaves = row.own, row.values, self.leaves
        outer = [cell for cell in row.above if cell.text]
        count = len(leaves)
        chosen: list[tuple[Leaf, GridCell, CellValue]] | None = None
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
            unit = next(
                ("".join(cell.text.split()) for leaf, cell, _ in chosen if leaf.role == "unit" and cell.text), unit
            )
        loose = list(zip(own[first_number:], values[first_number:], strict=True))
        words = [cell for cell in (*outer, *own[:first_number]) if cell.text]
        grouped = bool(words) and max(words, key=lambda cell: cell.column).row_span > 1
        return Reading(row=row, labels=labels, numbers=numbers, loose=loose, unit=unit, grouped=grouped)

    def is_label(self, text: str, value: CellValue) -> bool:
        """Whether a cell holds words, or is a line or a heading of this table."""
        return is_words(text, value) or (value.state is CellState.UNREADABLE and self.says_something(text))

    def says_something(self, text: str) -> bool:
        """Whether the words are a line or a heading of this table, so that they cannot be a value."""
        if len(text) > LONGEST_LABEL:
            return False
        return normalise(text) in self.target.headings or bool(self.target.lines.match(text).codes)

    def same_columns(self, row: Row) -> bool:
        """Whether the cells right of the labels begin in the very columns in which the header's cells begin."""
        first = min(self.starts, default=0)
        return row.grid == self.header_grid and self.starts == {cell.column for cell in row.own if cell.column >= first}

    def in_order(self, row: Row, leaves: list[Leaf]) -> bool:
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
            if leaf.role == "unit" and value.state in NUMERIC:
                return False
        filled = [i for i, cell in enumerate(prefix) if cell.text]
        if filled and is_unit(prefix[filled[-1]].text) and any(leaf.role == "unit" for leaf in leaves):
            return False
        if not filled:
            return not prefix and any(cell.text for cell in row.above) and self.aligned(row, leaves, numbers)
        if not self.is_label(prefix[filled[-1]].text, row.values[filled[-1]]):
            return False
        return filled[-1] == cut - 1 or self.aligned(row, leaves, numbers)

    def aligned(self, row: Row, leaves: list[Leaf], numbers: list[GridCell]) -> bool:
        """Whether each number begins in the grid column in which its header begins."""
        return row.grid == self.header_grid and all(
            leaf.start == cell.column for leaf, cell in zip(leaves, numbers, strict=True)
        )

    def by_column(self, row: Row) -> list[tuple[Leaf, GridCell, CellValue]] | None:
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
            if cell.column < first and value.state in NUMERIC and cell is not row.own[0]:
                return None
        if any(value.state is CellState.TEXT and self.says_something(cell.text) for _, cell, value in chosen):
            return None
        return chosen

    def label_words(
        self, outer: list[GridCell], prefix: list[GridCell], values: list[CellValue], own: list[GridCell]
    ) -> tuple[list[str], str | None]:
        """The words left of the numbers, outermost first, and the unit that stands last among them."""
        left = own[0].column if own else 0
        words = [cell.text for cell in outer if cell.column <= left]
        unit: str | None = None
        filled = [
            cell.text
            for cell, value in zip(prefix, values, strict=True)
            if cell.text and not (value.state in NUMERIC or value.state is CellState.NA_MARK)
        ]
        if len(filled) > 1 and is_unit(filled[-1]):
            unit = "".join(filled.pop().split())
        return words + filled, unit
