"""Digits of neighbouring cells that ran together: which splits of them do the printed sums allow?

A row of seven cells may come as `801000081` or as `20 0 00 0 121`. White space that is left is a certain boundary; the
rest has to be told by arithmetic: a row's total is the sum of its parts, and so is a column's. `row_splits` lists the
splits of one row that its own sum allows; `solve` keeps those that hold in every printed sum of the table at once.

Nothing is guessed: where the work would grow beyond its bounds, or more than one split is left, there is no answer. A
cell may be blank, for blanks leave no trace in a run of digits; a blank counts as nothing in a sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gongkai.model import Value

_ROW_STEPS = 20_000
"""Pieces tried for one row before it is given up."""
_TABLE_STEPS = 50_000
"""Rows tried in the joint search before the table is given up."""


class Split(Value, frozen=True, kw_only=True):
    """One way of cutting a run: for each cell its slice of the digits, None where the cell is blank."""

    pieces: tuple[tuple[int, int] | None, ...]
    values: tuple[int | None, ...]


class Run(Value, frozen=True, kw_only=True):
    """Digits in the order in which they stand, with the boundaries that are certain."""

    digits: str
    breaks: frozenset[int]
    """Positions before which a cell must begin."""

    @staticmethod
    def of(tokens: Iterable[str]) -> Run:
        """The run of digits of `tokens`, between each two of which there is a certain boundary."""
        digits, breaks = "", set()
        for token in tokens:
            if digits:
                breaks.add(len(digits))
            digits += token
        return Run(digits=digits, breaks=frozenset(breaks))


Sum = tuple[int, ...]
"""A coefficient for each cell of a row; the weighted sum of the cells must be 0."""


def row_splits(run: Run, cells: int, sums: Sequence[Sum] = (), most: int = 500) -> tuple[Split, ...] | None:
    """Every split of `run` into `cells` cells, none with a leading zero, that satisfies `sums`.

    None where there are more than `most`, or too many ways to look through. Pieces are cut from the right, since the
    total stands there: it bounds what may stand before it.
    """
    weights = [_from_the_right(total) for total in sums]
    only_parts = [[all(weight <= 0 for weight in total[:cell]) for cell in range(cells + 1)] for total in weights]
    all_parts = [[all(weight == -1 for weight in total[:cell]) for cell in range(cells + 1)] for total in weights]
    found: list[Split] = []
    pieces: list[tuple[int, int] | None] = []
    steps = 0

    def cut(cell: int, end: int, rest: tuple[int, ...]) -> bool:
        """Fills the cells before `cell` from the digits before `end`; False when the bound on work is reached."""
        nonlocal steps
        steps += 1
        if steps > _ROW_STEPS:
            return False
        longest = end
        for number, left in enumerate(rest):
            if only_parts[number][cell] and left < 0:
                return True
            if all_parts[number][cell]:
                longest = min(longest, len(str(left)))
        if cell == 0:
            if end == 0 and not any(rest):
                if len(found) == most:
                    return False
                chosen = tuple(reversed(pieces))
                values = tuple(None if piece is None else int(run.digits[slice(*piece)]) for piece in chosen)
                found.append(Split(pieces=chosen, values=values))
            return True
        if end > cell * longest:
            return True
        pieces.append(None)
        going = cut(cell - 1, end, rest)
        pieces.pop()
        for start in range(end - 1, end - longest - 1, -1):
            if not going:
                return False
            if start + 1 < end and (start + 1) in run.breaks:
                break
            if run.digits[start] == "0" and end - start > 1:
                continue
            value = int(run.digits[start:end])
            pieces.append((start, end))
            then = tuple(had + total[cell - 1] * value for had, total in zip(rest, weights, strict=True))
            going = cut(cell - 1, start, then)
            pieces.pop()
        return going

    return tuple(found) if cut(cells, len(run.digits), (0,) * len(sums)) else None


def _from_the_right(total: Sum) -> Sum:
    """The same sum with the sign turned so that the last cell that takes part counts positive."""
    last = next((weight for weight in reversed(total) if weight), 1)
    return total if last > 0 else tuple(-weight for weight in total)


def block_splits(run: Run, cells: int, sums: Sequence[Sum], blocks: int) -> tuple[tuple[Split, ...], ...] | None:
    """Every way of cutting `run` into `blocks` rows of `cells` cells each, every row satisfying `sums`.

    The fifteen numbers of the table of reviews and suits come as one run. None where there are too many ways.
    """
    size = len(run.digits)
    known: dict[tuple[int, int], tuple[Split, ...] | None] = {}
    ways = 0

    def between(start: int, end: int) -> tuple[Split, ...] | None:
        if (start, end) not in known:
            part = Run(digits=run.digits[start:end], breaks=frozenset(at - start for at in run.breaks if at > start))
            splits = row_splits(part, cells, sums)
            known[start, end] = splits and tuple(_shift(split, start) for split in splits)
        return known[start, end]

    def cut(start: int, left: int) -> list[tuple[Split, ...]] | None:
        nonlocal ways
        found = []
        for end in [size] if left == 1 else range(start, size + 1):
            first = between(start, end)
            if first is None:
                return None
            rest = cut(end, left - 1) if first and left > 1 else [()]
            if rest is None:
                return None
            ways += len(first) * len(rest)
            if ways > _TABLE_STEPS:
                return None
            found += [(split, *more) for split in first for more in rest]
        return found

    found = cut(0, blocks)
    return None if found is None else tuple(found)


def _shift(split: Split, by: int) -> Split:
    pieces = tuple(piece and (piece[0] + by, piece[1] + by) for piece in split.pieces)
    return Split(pieces=pieces, values=split.values)


class Balance(Value, frozen=True, kw_only=True):
    """A printed sum over several rows: `known` plus the weighted cells of the rows must be 0."""

    weights: dict[str, Sum]
    """By row."""
    known: int = 0


def solve(candidates: Mapping[str, Sequence[Split]], balances: Sequence[Balance]) -> dict[str, Split]:
    """The split of each row that is the same in every joint solution of the table; rows without one are left out.

    Rows that share no sum are looked at apart. None of a group has an answer where the group has no solution (its
    printed sums do not hold) or where the search is too large.
    """
    solved: dict[str, Split] = {}
    for rows, shared in _groups(candidates, balances):
        if all(candidates[row] for row in rows):
            solved |= _solve_group({row: candidates[row] for row in rows}, shared)
    return solved


def _groups(rows: Iterable[str], balances: Sequence[Balance]) -> list[tuple[set[str], list[Balance]]]:
    groups: list[tuple[set[str], list[Balance]]] = [({row}, []) for row in rows]
    for balance in balances:
        joined: tuple[set[str], list[Balance]] = (set(balance.weights), [balance])
        apart = []
        for group in groups:
            if group[0].isdisjoint(joined[0]):
                apart.append(group)
            else:
                joined = (joined[0] | group[0], [*joined[1], *group[1]])
        groups = [*apart, joined]
    return groups


def _solve_group(candidates: Mapping[str, Sequence[Split]], balances: Sequence[Balance]) -> dict[str, Split]:
    rows = sorted(candidates, key=lambda row: len(candidates[row]))
    parts = [[[_weigh(split, balance, row) for balance in balances] for split in candidates[row]] for row in rows]
    least = [[0] * len(balances)]
    most = [[0] * len(balances)]
    for row_parts in reversed(parts):
        columns = list(zip(*row_parts, strict=True))
        least.append([low + min(column) for low, column in zip(least[-1], columns, strict=True)])
        most.append([high + max(column) for high, column in zip(most[-1], columns, strict=True)])
    least.reverse()
    most.reverse()

    chosen: list[int] = []
    seen: list[set[int]] = [set() for _ in rows]
    steps = 0

    def search(depth: int, held: Sequence[int]) -> bool:
        """Tries the rows from `depth` on; False when the bound on work is reached."""
        nonlocal steps
        steps += 1
        if steps > _TABLE_STEPS:
            return False
        for value, low, high in zip(held, least[depth], most[depth], strict=True):
            if value + low > 0 or value + high < 0:
                return True
        if depth == len(rows):
            for place, choice in enumerate(chosen):
                seen[place].add(choice)
            return True
        for choice, part in enumerate(parts[depth]):
            chosen.append(choice)
            going = search(depth + 1, [value + more for value, more in zip(held, part, strict=True)])
            chosen.pop()
            if not going:
                return False
        return True

    if not search(0, [balance.known for balance in balances]):
        return {}
    return {
        row: candidates[row][next(iter(choices))] for row, choices in zip(rows, seen, strict=True) if len(choices) == 1
    }


def _weigh(split: Split, balance: Balance, row: str) -> int:
    weights = balance.weights.get(row)
    if weights is None:
        return 0
    return sum(weight * (value or 0) for weight, value in zip(weights, split.values, strict=True))
