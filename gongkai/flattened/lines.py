"""From the rows of a table of many lines to its cells: read, inferred from the printed sums, or unreadable."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import msgspec

from gongkai.flattened.numberrows import NumberRow, Token
from gongkai.flattened.owned import Owned
from gongkai.flattened.owners import Owners
from gongkai.flattened.reader import DIGITS, row_sums
from gongkai.forms.model import Form, Identity
from gongkai.model import Cell, Problem
from gongkai.splitting import Balance, Run, Split, Sum, row_splits, solve

_ENOUGH = 3
"""Fewer rows than this prove nothing: offices print wrong totals."""
_MOST_LOST = 2
_SIGNED = re.compile(r"[+-]?\d[\d,.]*")
_CONTRADICTED = "The numbers contradict the totals printed in their own rows."


@cache
def shared_lines(form: Form) -> frozenset[str]:
    """The lines that stand in a sum over several lines."""
    found: set[str] = set()
    for identity in form.identities:
        lines = {term.line for term in identity.left + identity.right}
        found |= lines if len(lines) > 1 else set()
    return frozenset(found)


def _lines_of(identity: Identity) -> set[str]:
    return {term.line for term in (*identity.left, *identity.right)}


def _falls_short(total: Sum, split: Split) -> bool:
    """Whether the parts come to no more than their total, which is the last operand."""
    last = next(weight for weight in reversed(total) if weight)
    return last * sum(weight * (value or 0) for weight, value in zip(total, split.values, strict=True)) >= 0


class _Rows(NamedTuple):
    """The rows of a table, by line: what is known of their numbers."""

    read: dict[str, list[Decimal | None]]
    """A token for each cell."""
    candidates: dict[str, tuple[Split, ...]]
    """Digits that ran together: the ways to part them that the row's own sum allows."""
    dense: dict[str, Run]
    """More ways than can be listed."""


class Lines(Owners):
    """Reads tables of many lines: 2, 3, and the lists of vintages A and B."""

    def read(self) -> tuple[list[Cell], list[Problem]]:
        """Every line whose label and numbers are found."""
        rows, problems = self.owned()
        return self._cells(rows, problems), problems

    def _cells(self, rows: Mapping[str, Owned], problems: list[Problem]) -> list[Cell]:
        rows = {line: self._parted_by_signs(owned) for line, owned in rows.items()}
        state = self._sorted(rows)
        if self._contradicted(state.read):
            problems.append(self.problem("columns_unsure", _CONTRADICTED, next(iter(rows.values())).row))
            state.read.clear()
        glued = any(not rows[line].apart for line in rows if line not in state.read)
        for line in [*state.read]:
            doubtful = glued or rows[line].turned or self._goes_over_lines(rows[line].row)
            if doubtful and not self._adds_up(line, state.read[line]):
                del state.read[line]
        solved = self._solve(rows, state)
        cells: list[Cell] = []
        for line, owned in rows.items():
            columns = self.columns_of(line)
            if line in state.read:
                cells += self.read_cells(line, columns, owned.row.tokens, owned.unit)
            elif line in solved:
                note = "row stands away from its label" if owned.apart else f"run {self.raw(owned.row)}"
                cells += self.inferred(line, columns, owned.row, solved[line], owned.unit, note)
            else:
                cells += self.lost(line, columns, owned.row, owned.unit)
                problems.append(self._untold(line, owned))
        for line, owned in self.torn.items():
            cells += self.lost(line, self.columns_of(line), owned.row, owned.unit)
        return sorted(cells, key=lambda cell: self.order[cell.line])

    def _sorted(self, rows: Mapping[str, Owned]) -> _Rows:
        """The rows by what is known of their numbers; a row that no sum could tell is left out."""
        state = _Rows({}, {}, {})
        for line, owned in rows.items():
            row, width = owned.row, len(self.columns_of(line))
            values = self.numbers(row) if len(row.tokens) == width else None
            if values is None:
                run = self.run(row) if len(row.tokens) < width else None
                splits = self._splits(line, run) if run else None
                if splits:
                    state.candidates[line] = splits
                elif splits is None and run is not None and line in shared_lines(self.form):
                    state.dense[line] = run
            elif not owned.apart:
                state.read[line] = values
            elif (whole := self._whole(row)) is not None:
                state.candidates[line] = (whole,)
        return state

    def _untold(self, line: str, owned: Owned) -> Problem:
        return self.problem(
            "row_apart_from_label" if owned.apart else "digits_run_together",
            f"The cells of line {line} cannot be told apart with certainty.",
            owned.row,
            expected=f"{len(self.columns_of(line))} numbers",
            line=line,
        )

    def _parted_by_signs(self, owned: Owned) -> Owned:
        """With a token for each cell where signs alone part them: 35-15 is 35 and -15, if the second may have one."""
        columns = self.columns_of(owned.line)
        tokens = [
            Token(start=token.start + part.start(), end=token.start + part.end())
            for token in owned.row.tokens
            for part in _SIGNED.finditer(self.text[token.start : token.end])
        ]
        if len(owned.row.tokens) >= len(columns) or len(tokens) != len(columns):
            return owned
        kept = sum(token.end - token.start for token in tokens)
        if kept != sum(token.end - token.start for token in owned.row.tokens):
            return owned
        for column, token in zip(columns, tokens, strict=True):
            if self.text[token.start] in "+-" and (column is None or not self.column_by_code[column].signed):
                return owned
        row = NumberRow(tokens=tuple(tokens), attached=owned.row.attached, whole_line=owned.row.whole_line)
        return msgspec.structs.replace(owned, row=row)

    def _splits(self, line: str, run: Run) -> tuple[Split, ...] | None:
        """The splits that the line's own sums allow; those with blank cells are left out where they are too many."""
        columns = self.columns_of(line)
        sums = row_sums(self.form, self.table, line, columns)
        if line not in shared_lines(self.form):
            # A row in no sum but its own has an answer only where there is one way to split it.
            return row_splits(run, len(columns), sums, most=1)
        splits = row_splits(run, len(columns), sums)
        return row_splits(run, len(columns), sums, blanks=False) if splits is None and sums else splits

    def _whole(self, row: NumberRow) -> Split | None:
        """A row with certain boundaries as its own single split; None where it holds anything but digits and blanks."""
        pieces: list[tuple[int, int] | None] = []
        values: list[int | None] = []
        at = 0
        for token in row.tokens:
            printed = self.text[token.start : token.end]
            if printed and not DIGITS.fullmatch(printed):
                return None
            pieces.append((at, at + len(printed)) if printed else None)
            values.append(int(printed) if printed else None)
            at += len(printed)
        return Split(pieces=tuple(pieces), values=tuple(values))

    def _contradicted(self, read: Mapping[str, Sequence[Decimal | None]]) -> bool:
        """Whether most rows miss their own printed totals: then the columns stand in another order than was thought."""
        tested = [
            self._adds_up(line, values)
            for line, values in read.items()
            if any(values) and None not in values and row_sums(self.form, self.table, line, self.columns_of(line))
        ]
        return len(tested) >= _ENOUGH and 2 * sum(tested) < len(tested)

    def _goes_over_lines(self, row: NumberRow) -> bool:
        """Whether it goes over lines that hold several numbers: the last number of a line may be the half of one."""
        lines = 1 + sum("\n" in self.text[a.end : b.start] for a, b in pairwise(row.tokens))
        return 1 < lines < len(row.tokens)

    def _adds_up(self, line: str, values: Sequence[Decimal | None]) -> bool:
        """Whether no printed sum of the line itself fails."""
        for weights in row_sums(self.form, self.table, line, self.columns_of(line)):
            operands = [(weight, value) for weight, value in zip(weights, values, strict=True) if weight]
            if any(value is None for _, value in operands):
                continue
            if sum(weight * value for weight, value in operands if value is not None):
                return False
        return True

    def _solve(self, rows: Mapping[str, Owned], state: _Rows) -> dict[str, Split]:
        """What every printed sum of the table leaves of the candidates.

        Where the sums fail together, for a printed total is wrong, some rows are certain all the same: one with a digit
        for each cell, which its own sum leaves one way and a lost cell could not explain in another; and one that all
        the sums of one rule leave one way, or with a digit for each cell one sum that counts it.
        """
        if not state.candidates and not state.dense:
            return {}
        solved = self._left_by(self.form.identities, rows, state)
        own = {line: splits for line, splits in state.candidates.items() if not rows[line].apart}
        filled = {line for line, splits in own.items() if self._is_filled(line, splits)}
        sure = {line: own[line][0] for line in filled if self._lost_none(rows[line], own[line][0])}
        settled = state.read | {line: [Decimal(value or 0) for value in one.values] for line, one in sure.items()}
        rest = _Rows(settled, {line: splits for line, splits in own.items() if line not in settled}, {})
        told: dict[str, set[Split]] = {}
        shared = [one for one in self.form.identities if len(_lines_of(one)) > 1]
        for rule in dict.fromkeys(identity.check_id for identity in shared):
            identities = [one for one in shared if one.check_id == rule]
            among = {line for one in identities for line in _lines_of(one)}
            for line, split in self._left_by(identities, rows, rest).items():
                if line in among and row_sums(self.form, self.table, line, self.columns_of(line)):
                    told.setdefault(line, set()).add(split)
        for identity in shared if filled - sure.keys() else ():
            for line, split in self._left_by([identity], rows, rest).items():
                columns = [term.column for term in (*identity.left, *identity.right) if term.line == line]
                if line in filled and any(split.values[self.columns_of(line).index(column)] for column in columns):
                    told.setdefault(line, set()).add(split)
        by_sums = {line: splits.pop() for line, splits in told.items() if len(splits) == 1}
        return by_sums | sure | solved

    def _is_filled(self, line: str, splits: Sequence[Split]) -> bool:
        """Whether its own sum leaves a row one way, with one digit in every cell."""
        if len(splits) != 1 or not row_sums(self.form, self.table, line, self.columns_of(line)):
            return False
        return all(piece is not None and piece[1] - piece[0] == 1 for piece in splits[0].pieces)

    def _lost_none(self, owned: Owned, split: Split) -> bool:
        """Whether no other split fits the row, if one or two numbers that its total counts were left blank."""
        columns, run = self.columns_of(owned.line), self.run(owned.row)
        others = row_splits(run, len(columns)) if run else None
        if others is None:
            return False
        sums = row_sums(self.form, self.table, owned.line, columns)
        few = [other for other in others if 0 < other.values.count(None) <= _MOST_LOST]
        return not any(all(_falls_short(total, other) for total in sums) for other in few)

    def _left_by(self, identities: Sequence[Identity], rows: Mapping[str, Owned], state: _Rows) -> dict[str, Split]:
        """What these printed sums leave of the candidates.

        Rows in a sum with an operand that is not known are put aside, and with them their other sums, until all the
        sums that are left can be applied.
        """
        open_lines = state.candidates.keys() | state.dense.keys()
        while True:
            balances: list[Balance] = []
            unknown: set[str] = set()
            for identity in identities:
                touched = _lines_of(identity) & open_lines
                if not touched or not self._applies(identity):
                    continue
                balance = self._balance(identity, touched, rows, state.read)
                if balance is None:
                    unknown |= touched
                else:
                    balances.append(balance)
            if not unknown:
                listed = {line: splits for line, splits in state.candidates.items() if line in open_lines}
                dense = {line: run for line, run in state.dense.items() if line in open_lines}
                return self._checked(solve(listed, balances, dense))
            open_lines -= unknown

    def _applies(self, identity: Identity) -> bool:
        """Whether it is a sum over several lines of this table, and over columns that the table prints."""
        lines = _lines_of(identity)
        columns = {term.column for term in (*identity.left, *identity.right)}
        return len(lines) > 1 and lines <= self.by_code.keys() and columns <= set(self.columns)

    def _balance(
        self,
        identity: Identity,
        touched: set[str],
        rows: Mapping[str, Owned],
        read: Mapping[str, list[Decimal | None]],
    ) -> Balance | None:
        """The sum with the cells of the `touched` lines open; None where its other operands are not known integers."""
        known = Decimal(0)
        weights = {line: [0] * len(self.columns_of(line)) for line in touched}
        for term, side in [(term, 1) for term in identity.left] + [(term, -1) for term in identity.right]:
            at = self.columns_of(term.line).index(term.column)
            if term.line in touched:
                weights[term.line][at] += side * term.sign
            elif term.line in read:
                value = read[term.line][at]
                if value is None:
                    return None
                known += side * term.sign * value
            elif not self._may_be_missing(term.line, rows):
                return None
        if known != int(known):
            return None
        return Balance(weights={line: tuple(weight) for line, weight in weights.items()}, known=int(known))

    def _checked(self, solved: dict[str, Split]) -> dict[str, Split]:
        """The rows that satisfy their own sums too: a dense row was told by the sums of its columns alone."""
        return {
            line: split
            for line, split in solved.items()
            if self._adds_up(line, [Decimal(value or 0) for value in split.values])
        }

    def _may_be_missing(self, line: str, rows: Mapping[str, Owned]) -> bool:
        """Whether a report rightly has no such line: an optional one, or a part of a line that it prints in one."""
        if line in rows or line in self.torn:
            return False
        if self.by_code[line].optional:
            return True
        group = self.by_code[line].group
        return group is not None and any(self.by_code[other].label == group for other in rows)
