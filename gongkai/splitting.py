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

_ROW_STEPS = 6_000
"""Pieces tried for one row before it is given up."""
_TABLE_STEPS = 20_000
"""Rows tried in the joint search before the table is given up."""
_COMPLETING = 50
"""What it costs to tell the dense rows, in rows tried."""


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


def row_splits(
    run: Run, cells: int, sums: Sequence[Sum] = (), most: int = 500, blanks: bool = True
) -> tuple[Split, ...] | None:
    """Every split of `run` into `cells` cells, none with a leading zero, that satisfies `sums`; blank cells allowed.

    None where there are more than `most`, or too many ways to look through. Pieces are cut from the right, since the
    total stands there: it bounds what may stand before it.
    """
    cutting = _Cutting(run, cells, sums, most, blanks)
    return tuple(cutting.found) if cutting.cut(cells, len(run.digits), (0,) * len(sums)) else None


class _Cutting:
    """Looks through the splits of one row. The work stops, and there is no answer, where it reaches its bounds."""

    def __init__(self, run: Run, cells: int, sums: Sequence[Sum], most: int, blanks: bool):
        self.run = run
        self.most = most
        self.blanks = blanks
        self.weights = [_from_the_right(total) for total in sums]
        # By sum and cell: whether the cells before it can only take from what the total leaves, and whether all of
        # them take their whole value.
        self.only_parts = [[all(w <= 0 for w in total[:cell]) for cell in range(cells + 1)] for total in self.weights]
        self.all_parts = [[all(w == -1 for w in total[:cell]) for cell in range(cells + 1)] for total in self.weights]
        self.found: list[Split] = []
        self.pieces: list[tuple[int, int] | None] = []
        """Of the cells cut so far, the last one first."""
        self.steps = 0

    def cut(self, cell: int, end: int, rest: tuple[int, ...]) -> bool:
        """Fill the cells before `cell` from the digits before `end`, `rest` being left of each sum.

        False when the bound on work is reached.
        """
        self.steps += 1
        if self.steps > _ROW_STEPS:
            return False
        if cell == 0:
            return self._complete() if end == 0 and not any(rest) else True
        longest = self._longest(cell, end, rest)
        if longest is None or end > cell * longest:
            return True
        if self.blanks:
            self.pieces.append(None)
            going = self.cut(cell - 1, end, rest)
            self.pieces.pop()
            if not going:
                return False
        elif end < cell:
            return True
        digits, breaks = self.run.digits, self.run.breaks
        for start in range(end - 1, end - longest - 1, -1):
            if start + 1 < end and (start + 1) in breaks:
                break
            if digits[start] == "0" and end - start > 1:
                continue
            value = int(digits[start:end])
            then = tuple(had + total[cell - 1] * value for had, total in zip(rest, self.weights, strict=True))
            self.pieces.append((start, end))
            going = self.cut(cell - 1, start, then)
            self.pieces.pop()
            if not going:
                return False
        return True

    def _longest(self, cell: int, end: int, rest: tuple[int, ...]) -> int | None:
        """How many digits a cell before `cell` may have at the most; None where more was taken than the total gives."""
        longest = end
        for number, left in enumerate(rest):
            if left < 0 and self.only_parts[number][cell]:
                return None
            if self.all_parts[number][cell]:
                longest = min(longest, len(str(left)))
        return longest

    def _complete(self) -> bool:
        if len(self.found) == self.most:
            return False
        chosen = tuple(reversed(self.pieces))
        values = tuple(None if piece is None else int(self.run.digits[slice(*piece)]) for piece in chosen)
        self.found.append(Split(pieces=chosen, values=values))
        return True


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


def solve(
    candidates: Mapping[str, Sequence[Split]], balances: Sequence[Balance], dense: Mapping[str, Run] | None = None
) -> dict[str, Split]:
    """The split of each row that is the same in every joint solution of the table; rows without one are left out.

    `dense` are rows with more splits than can be listed: they are told by what the other rows leave for them. Rows that
    share no sum are looked at apart. None of a group has an answer where the group has no solution (its printed sums do
    not hold) or where the search is too large.
    """
    solved: dict[str, Split] = {}
    runs = dense or {}
    for rows, shared in _groups([*candidates, *runs], balances):
        if all(candidates.get(row, True) for row in rows):
            listed = {row: candidates[row] for row in rows if row in candidates}
            solved |= _Search(listed, {row: runs[row] for row in rows if row in runs}, shared).solution()
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


class _Search:
    """Looks through the joint solutions of rows that share sums."""

    def __init__(
        self, candidates: Mapping[str, Sequence[Split]], dense: Mapping[str, Run], balances: Sequence[Balance]
    ):
        self.rows = sorted(candidates, key=lambda row: len(candidates[row]))
        self.candidates = candidates
        self.dense = dense
        # Sums with a dense row can only be looked at when all the other rows are chosen: they stand last.
        self.balances = sorted(balances, key=lambda balance: not balance.weights.keys().isdisjoint(dense))
        self.bounded = sum(balance.weights.keys().isdisjoint(dense) for balance in self.balances)
        self.parts = [
            [[_weigh(split, balance, row) for balance in self.balances] for split in candidates[row]]
            for row in self.rows
        ]
        least, most = [[0] * self.bounded], [[0] * self.bounded]
        for parts in reversed(self.parts):
            columns = list(zip(*parts, strict=True))[: self.bounded]
            least.append([low + min(column) for low, column in zip(least[-1], columns, strict=True)])
            most.append([high + max(column) for high, column in zip(most[-1], columns, strict=True)])
        self.least, self.most = least[::-1], most[::-1]
        self.chosen: list[int] = []
        self.found: dict[str, set[Split]] = {row: set() for row in (*self.rows, *dense)}
        self.steps = 0

    def solution(self) -> dict[str, Split]:
        """Rows whose split is the same in every solution."""
        if not self._search(0, [balance.known for balance in self.balances]):
            return {}
        return {row: next(iter(splits)) for row, splits in self.found.items() if len(splits) == 1}

    def _search(self, depth: int, held: Sequence[int]) -> bool:
        """Tries the rows from `depth` on; False when the bound on work is reached or nothing can be told."""
        self.steps += 1
        if self.steps > _TABLE_STEPS:
            return False
        for value, low, high in zip(held, self.least[depth], self.most[depth], strict=False):
            if value + low > 0 or value + high < 0:
                return True
        if depth == len(self.rows):
            return self._complete(held)
        for choice, part in enumerate(self.parts[depth]):
            self.chosen.append(choice)
            going = self._search(depth + 1, [value + more for value, more in zip(held, part, strict=True)])
            self.chosen.pop()
            if not going:
                return False
        return True

    def _complete(self, held: Sequence[int]) -> bool:
        """Tells the dense rows from what the sums leave for them, and notes the solution if there is one."""
        self.steps += _COMPLETING if self.dense else 0
        told: dict[str, Split] = {}
        while len(told) < len(self.dense):
            row = next((row for row in self.dense if row not in told and self._left(row, told, held)), None)
            if row is None:
                return False
            split = _spell(self.dense[row], self._left(row, told, held))
            if split is None:
                return True
            told[row] = split
        for value, balance in zip(held, self.balances, strict=True):
            if value + sum(_weigh(split, balance, row) for row, split in told.items()):
                return True
        for place, choice in enumerate(self.chosen):
            self.found[self.rows[place]].add(self.candidates[self.rows[place]][choice])
        for row, split in told.items():
            self.found[row].add(split)
        return True

    def _left(self, row: str, told: Mapping[str, Split], held: Sequence[int]) -> list[int]:
        """The cells of a dense row, each from a sum in which nothing else is open; empty where one has none."""
        cells: dict[int, int] = {}
        width = 0
        for value, balance in zip(held, self.balances, strict=True):
            weights = balance.weights.get(row)
            if weights is None or any(
                other in self.dense and other not in told for other in balance.weights.keys() - {row}
            ):
                continue
            width = len(weights)
            places = [place for place, weight in enumerate(weights) if weight]
            rest = value + sum(_weigh(split, balance, other) for other, split in told.items())
            if len(places) == 1 and abs(weights[places[0]]) == 1:
                cells[places[0]] = -rest * weights[places[0]]
        return [cells[place] for place in range(width)] if width and len(cells) == width else []


def _spell(run: Run, values: Sequence[int]) -> Split | None:
    """The split of a run that gives just these values, no cell blank; None where the digits are others."""
    pieces: list[tuple[int, int]] = []
    at = 0
    for value in values:
        pieces.append((at, at + len(str(value))))
        at = pieces[-1][1]
    inner = {place for start, end in pieces for place in range(start + 1, end)}
    if "".join(map(str, values)) != run.digits or inner & run.breaks:
        return None
    return Split(pieces=tuple(pieces), values=tuple(values))


def _weigh(split: Split, balance: Balance, row: str) -> int:
    weights = balance.weights.get(row)
    if weights is None:
        return 0
    return sum(weight * (value or 0) for weight, value in zip(weights, split.values, strict=True))
