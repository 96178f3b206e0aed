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

_MANY = 4
"""Columns from which on blanks are no fillers: some of so many numbers may be blank themselves."""
Placed = tuple[Leaf, GridCell, CellValue]
"""A number cell under its column of the header."""


@dataclass(slots=True)
class Reading:
    """A row as split into its label and its numbers."""

    row: Row
    labels: list[str]
    """Words left of the numbers, outermost first."""
    numbers: list[Placed] | None
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
        own, values = row.own, row.values
        outer = [cell for cell in row.above if cell.text]
        first, chosen = self.under_header(row) or self.after_words(row)
        labels, unit = self.label_words(outer, own[:first], values[:first], own)
        numbers = None
        if chosen is not None:
            numbers = [(leaf, cell, value) for leaf, cell, value in chosen if leaf.role == "number"]
            unit = next(
                ("".join(cell.text.split()) for leaf, cell, _ in chosen if leaf.role == "unit" and cell.text), unit
            )
        loose = list(zip(own[first:], values[first:], strict=True))
        words = [cell for cell in (*outer, *own[:first]) if cell.text]
        grouped = bool(words) and max(words, key=lambda cell: cell.column).row_span > 1
        return Reading(row=row, labels=labels, numbers=numbers, loose=loose, unit=unit, grouped=grouped)

    def under_header(self, row: Row) -> tuple[int, list[Placed]] | None:
        """The number cells of a row that fits the header, and which is the first: by column, or in printed order."""
        own, values, leaves, spread = row.own, row.values, self.leaves, self.with_blanks
        by_column = self.by_column(row) if leaves else None
        if by_column and self.same_columns(row):
            return self.first_of(row, by_column), by_column
        if leaves and len(own) >= len(leaves) and self.in_order(row, leaves):
            first = len(own) - len(leaves)
            return first, list(zip(leaves, own[first:], values[first:], strict=True))
        if len(leaves) < len(spread) <= len(own) and self.in_order(row, spread):
            # An empty column of the header goes on in a grid that has no header of its own.
            first = len(own) - len(spread)
            placed = zip(spread, own[first:], values[first:], strict=True)
            return first, [entry for entry in placed if entry[0].role != "blank"]
        return (self.first_of(row, by_column), by_column) if by_column else None

    @staticmethod
    def first_of(row: Row, placed: list[Placed]) -> int:
        """Which cell of the row the first number stands in."""
        return min(at for at, cell in enumerate(row.own) if cell is placed[0][1])

    def after_words(self, row: Row) -> tuple[int, list[Placed] | None]:
        """The cells after the last words of a row that fits no header, and what they are where blanks explain that."""
        own, values, leaves = row.own, row.values, self.leaves
        first = 1 + max((at for at, cell in enumerate(own) if self.is_label(cell.text, values[at])), default=-1)
        loose = list(zip(own[first:], values[first:], strict=True))
        filled = [(cell, value) for cell, value in loose if value.state is not CellState.BLANK]
        few = 0 < len(leaves) < _MANY and all(leaf.role == "number" for leaf in leaves)
        if not few or not len(filled) == len(leaves) < len(loose):
            return first, None
        # Blank cells between a few numbers are fillers of a lost span: 11398889, blank, blank.
        under = (leaf.start <= cell.column < leaf.end for leaf, (cell, _) in zip(leaves, filled, strict=True))
        within = all(cell.column + cell.column_span <= leaves[-1].end for cell, _ in loose)
        if len(leaves) == 1 or (row.grid == self.header_grid and within and all(under)):
            return first, [(leaf, *pair) for leaf, pair in zip(leaves, filled, strict=True)]
        return first, None

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

    def by_column(self, row: Row) -> list[Placed] | None:
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
