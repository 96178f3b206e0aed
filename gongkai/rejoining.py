"""Numbers that were cut in two: `2` and `0` in neighbouring cells, or `13 612` with a blank inside.

The printed sums of the form are asked whether the pieces belong together. Only where one reading alone satisfies the
sum over the row, and no sum over a column contradicts it, is there an answer; it is marked as inferred and stays so.
A blank cell counts as nothing in a sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from gongkai.cellvalue import CellValue
from gongkai.forms import Identity, Term
from gongkai.model import CellState

Key = tuple[str, str | None]
"""Line and column."""
Numbers = Mapping[Key, Decimal | None]
"""What is known: a number (0 for a blank), None for what could not be read; no entry for what is not printed."""

_MOST_PIECES = 3
"""At most so many numbers of one row may have been cut."""


def holds(identity: Identity, numbers: Numbers) -> bool | None:
    """Whether the sum holds; None where an operand is unread, or all of them are nought: that proves nothing."""
    left, right = _side(identity.left, numbers), _side(identity.right, numbers)
    if left is None or right is None or (not left and not right):
        return None
    return left == right


def _side(terms: Sequence[Term], numbers: Numbers) -> Decimal | None:
    total = Decimal(0)
    for term in terms:
        value = numbers.get((term.line, term.column), Decimal(0))
        if value is None:
            return None
        total += term.sign * value
    return total


def confirmed(changed: Mapping[Key, Decimal | None], numbers: Numbers, identities: Sequence[Identity]) -> bool:
    """Whether the sums bear out the changed numbers: each row sum they are in holds, and no other one fails."""
    together = {**numbers, **changed}
    proven = False
    for identity in identities:
        keys = {(term.line, term.column) for term in (*identity.left, *identity.right)}
        if not keys & changed.keys():
            continue
        outcome = holds(identity, together)
        if outcome is False:
            return False
        if len({line for line, _ in keys}) == 1:
            proven = proven or outcome is True
    return proven


def rejoin(
    line: str,
    columns: Sequence[str],
    values: Sequence[CellValue],
    numbers: Numbers,
    identities: Sequence[Identity],
) -> list[tuple[int, int]] | None:
    """Which of a row's cells belong together so that there is one number for each column.

    Returns for each column the slice of `values` that it takes; None where no way or more than one satisfies the sums.
    """
    surplus = len(values) - len(columns)
    if not 0 < surplus <= _MOST_PIECES:
        return None
    found = [
        slices
        for slices in _slices(values, surplus)
        if confirmed(
            {(line, column): _joined(values[a:b]) for column, (a, b) in zip(columns, slices, strict=True)},
            numbers,
            identities,
        )
    ]
    return found[0] if len(found) == 1 else None


def _slices(values: Sequence[CellValue], surplus: int) -> Iterator[list[tuple[int, int]]]:
    gaps = [i for i in range(len(values) - 1) if _is_piece(values[i]) and _is_piece(values[i + 1])]
    for closed in combinations(gaps, surplus):
        slices: list[tuple[int, int]] = []
        start = 0
        for i in range(len(values)):
            if i not in closed:
                slices.append((start, i + 1))
                start = i + 1
        if all(b - a == 1 or values[a].raw_text[0] != "0" for a, b in slices):
            yield slices


def _is_piece(value: CellValue) -> bool:
    return value.raw_text.isdecimal() and value.state in (CellState.NUMBER, CellState.ZERO, CellState.UNREADABLE)


def _joined(values: Sequence[CellValue]) -> Decimal | None:
    if len(values) > 1:
        return Decimal("".join(value.raw_text for value in values))
    if values[0].state in (CellState.BLANK, CellState.NA_MARK):
        return Decimal(0)
    return values[0].value
