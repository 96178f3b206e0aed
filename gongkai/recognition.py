"""Figures that a recogniser read off a picture: marked as such, and held to the printed sums.

A sum that holds makes its figures more certain, one that fails makes them less so. A figure that only failing sums
speak of is not given: whether the report or the recogniser is wrong, nobody can say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from gongkai.document.model import Document
from gongkai.forms import Form
from gongkai.model import Cell, CellState, Mention
from gongkai.rejoining import holds

_DOUBT_LEFT = 0.1
"""Share of the doubt that a sum which holds leaves."""
_BELIEF_LEFT = 0.5
"""Share of the certainty that a sum which fails leaves."""
_LEAST_CERTAIN = 0.5

Key = tuple[str, str | None]


class Recognised:
    """The stretches of a document that were recognised, not read."""

    def __init__(self, document: Document):
        self._stretches = document.recognised
        self._starts = [start for start, _, _ in document.recognised]
        self._ends = [end for _, end, _ in document.recognised]

    def __bool__(self) -> bool:
        return bool(self._stretches)

    def certainty(self, start: int | None, end: int | None) -> float | None:
        """Least certainty of the stretches that the text from `start` to `end` touches; None where it touches none."""
        if start is None or end is None:
            return None
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return min((certainty for _, _, certainty in self._stretches[first:last]), default=None)


def marked_cells(cells: Sequence[Cell], form: Form, recognised: Recognised) -> list[Cell]:
    """The cells with state `ocr` and their certainty where their figures were recognised."""
    if not recognised:
        return list(cells)
    upheld, contradicted = _judged(cells, form)
    marked: list[Cell] = []
    for cell in cells:
        key = cell.line, cell.column
        certainty = recognised.certainty(cell.place.start, cell.place.end)
        if certainty is None:
            marked.append(cell)
            continue
        if key in upheld and key not in contradicted:
            certainty = 1 - (1 - certainty) * _DOUBT_LEFT
        elif key in contradicted and key not in upheld:
            certainty *= _BELIEF_LEFT
        state = cell.cell_state
        if cell.value is not None:
            state = CellState.OCR if certainty >= _LEAST_CERTAIN else CellState.UNREADABLE
        value = cell.value if state is not CellState.UNREADABLE else None
        marked.append(msgspec.structs.replace(cell, value=value, cell_state=state, certainty=round(certainty, 3)))
    return marked


def marked_mentions(mentions: Sequence[Mention], recognised: Recognised) -> list[Mention]:
    """The mentions with their certainty where they were recognised."""
    if not recognised:
        return list(mentions)
    return [
        msgspec.structs.replace(mention, certainty=round(certainty, 3))
        if (certainty := recognised.certainty(mention.start, mention.end)) is not None
        else mention
        for mention in mentions
    ]


def _judged(cells: Sequence[Cell], form: Form) -> tuple[set[Key], set[Key]]:
    """The cells of sums that hold, and those of sums that fail."""
    numbers: dict[Key, Decimal | None] = {}
    blank: set[Key] = set()
    for cell in cells:
        key = cell.line, cell.column
        if cell.cell_state in (CellState.BLANK, CellState.NA_MARK):
            blank.add(key)
        numbers[key] = Decimal(0) if key in blank else cell.value
    upheld: set[Key] = set()
    contradicted: set[Key] = set()
    for identity in form.identities:
        keys = {(term.line, term.column) for term in (*identity.left, *identity.right)}
        if not keys <= numbers.keys():
            continue
        totals = {(s[0].line, s[0].column) for s in (identity.left, identity.right) if len(s) == 1}
        if any(numbers[key] is None for key in keys) or totals & blank:
            continue  # A total that is not printed contradicts nothing.
        # Noughts that make nought were all recognised alike: that is borne out too.
        (contradicted if holds(identity, numbers) is False else upheld).update(keys)
    return upheld, contradicted
