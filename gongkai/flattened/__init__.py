"""Statutory tables that lost their grid: what stands in running text between one label and the next.

The labels of a form are found in the text (`stream`), the numbers between them are taken as rows (`numberrows`) and
given to the labels that they belong to (`owners`). Where the boundaries of cells are certain and as many tokens as
columns stand after a label, they are read (`reader`). Where digits ran together, or a row stands away from its label,
the printed sums of the whole table decide (`lines`, `blocks`, with `gongkai.splitting`): one answer is `inferred`, none
or several are `unreadable` with the digits kept.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cache

from gongkai.document.model import Document
from gongkai.flattened.blocks import Blocks, in_blocks
from gongkai.flattened.lines import Lines
from gongkai.flattened.stream import Stream
from gongkai.forms.model import Form, Table
from gongkai.model import Cell, Problem, Value

__all__ = ["read_flattened", "table_stretches"]


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
            reader = Blocks(stream, form, table) if in_blocks(form, table) else Lines(stream, form, table)
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
