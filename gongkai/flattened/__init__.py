"""Statutory tables that lost their grid: what stands in running text between one label and the next.

The labels of a form are found in the text (`stream`), and the regions in which they are a table (`regions`). The
numbers between them are taken as rows (`numberrows`) and given to the labels that they belong to (`owners`, `apart`).
Where the boundaries of cells are certain and as many tokens as columns stand after a label, they are read (`reader`).
Where digits ran together, or a row stands away from its label, the printed sums of the whole table decide (`lines`,
`blocks`, with `gongkai.splitting`): one answer is `inferred`, none or several are `unreadable` with the digits kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from functools import cache, cached_property

from gongkai.document.model import Block, Document
from gongkai.flattened.blocks import Blocks, in_blocks
from gongkai.flattened.lines import Lines
from gongkai.flattened.stream import Stream, vocabulary
from gongkai.forms.model import Form, Table
from gongkai.model import Cell, Problem, Value

__all__ = ["Flattened", "read_flattened"]


class Flattened(Value, frozen=True, kw_only=True):
    """What the running text of a report gave of its statutory tables."""

    cells: tuple[Cell, ...]
    problems: tuple[Problem, ...]
    stretches: tuple[tuple[int, int], ...]
    """The stretches of the text that statutory tables take up, headers included: no prose is to be read there."""


def read_flattened(document: Document, form: Form, taken: Set[str]) -> Flattened:
    """The cells of the form's tables that stand in running text, save those whose codes are in `taken`.

    `number` and `zero` only where the boundaries of the cell were certain in the source; `inferred` where the printed
    sums leave one way to read a row; `unreadable`, with the digits of the whole row as raw text, for the rest. Lines
    whose label is not found give no cell. A table that grids gave whole is looked for beside them only, for the
    stretches that it may take up once more. Never raises.
    """
    cells: list[Cell] = []
    problems: list[Problem] = []
    stretches: list[tuple[int, int]] = []
    text = _Text(document)
    for table in form.tables:
        codes = _codes(table)
        known = codes & taken
        complete = len(known) == len(codes)
        stream = text.beside_grids if complete else text.whole
        reader = Blocks(stream, form, table) if in_blocks(form, table) else Lines(stream, form, table)
        read, troubles = reader.read()
        stretches += reader.stretches()
        stretches += _rows_of_labels(text, table) if complete else ()
        found = [cell for cell in read if cell.code not in taken]
        if not complete:
            cells += found
            if found or not known:
                problems += troubles
    return Flattened(cells=tuple(cells), problems=tuple(problems), stretches=_merged(stretches))


class _Text:
    """The words of one document, made ready when a table is first looked for in them."""

    def __init__(self, document: Document):
        self.document = document

    @cached_property
    def whole(self) -> Stream:
        return Stream(self.document.text)

    @cached_property
    def beside_grids(self) -> Stream:
        """As long as the text; a full stop where a grid stands, so that no table goes on over it."""
        if not self.document.grids:
            return self.whole
        text = self.document.text
        pieces: list[str] = []
        at = 0
        for grid in self.document.grids:
            pieces += (text[at : grid.start], "。".ljust(grid.end - grid.start))
            at = grid.end
        return Stream("".join((*pieces, text[at:])))

    @cached_property
    def blocks_beside_grids(self) -> list[Block]:
        """The paragraphs that follow a grid, or come before one, with hardly a gap."""
        grids = self.document.grids
        beside: list[Block] = []
        for block in self.document.blocks if grids else ():
            after = bisect_left(grids, block.end, key=lambda grid: grid.start)
            if (after < len(grids) and grids[after].start - block.end <= _BESIDE) or (
                after > 0 and block.start - grids[after - 1].end <= _BESIDE
            ):
                beside.append(block)
        return beside


_BESIDE = 4
"""Characters of white space at most between a grid and a paragraph that belongs to it."""


def _rows_of_labels(text: _Text, table: Table) -> Iterator[tuple[int, int]]:
    """Labels of the table beside a grid: a row of one cell over all columns, which is a paragraph in a spreadsheet."""
    for block in text.blocks_beside_grids:
        if vocabulary(table).labels(text.document.text[block.start : block.end]):
            yield block.start, block.end


def _merged(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


@cache
def _codes(table: Table) -> frozenset[str]:
    return frozenset(
        table.cell_code(line.code, column)
        for line in table.lines
        if not line.header and not line.optional
        for column in (line.columns or tuple(column.code for column in table.columns) or (None,))
    )
