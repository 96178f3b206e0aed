"""The lines and sums of a form that one issuer prints, made ready once: cells in printed order, identities as codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

import msgspec

from gongkai import forms
from gongkai.forms.model import Column, Form, Line, Table, Term

Parts = tuple[tuple[str, int], ...]
"""Cells with their signs."""


@dataclass(frozen=True)
class Slot:
    """One number cell of the form."""

    code: str
    table: str
    line: Line
    column: Column | None
    """None in a list with but one number column."""

    @property
    def column_code(self) -> str | None:
        return None if self.column is None else self.column.code

    @property
    def unit(self) -> str:
        return (self.column.unit if self.column is not None and self.column.unit else self.line.unit) or ""


@dataclass(frozen=True)
class Sum:
    """An identity of the form between cells that are printed."""

    identity_id: str
    left: Parts
    right: Parts

    def holds(self, values: Mapping[str, Decimal]) -> bool:
        return sum(values[c] * s for c, s in self.left) == sum(values[c] * s for c, s in self.right)


@dataclass(frozen=True, eq=False)
class Edition:
    """What one issuer prints of a form."""

    form: Form
    """With the printed lines only."""
    slots: tuple[Slot, ...]
    sums: tuple[Sum, ...]
    definitions: Mapping[str, Parts]
    """For each dependent cell, the cells that it is the sum of."""

    def broken(self, values: Mapping[str, Decimal]) -> tuple[str, ...]:
        """The identities that these values do not satisfy."""
        return tuple(s.identity_id for s in self.sums if not s.holds(values))

    def settled(self, values: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """These values with every dependent cell made anew from its parts."""
        found = {code: value for code, value in values.items() if code not in self.definitions}

        def settle(code: str) -> Decimal:
            if code not in found:
                total = Decimal(0)
                for part, sign in self.definitions[code]:
                    total += sign * settle(part)
                if total < 0:  # more carried in than handled and carried out: the rest is carried out too
                    free = next(
                        part for part, sign in self.definitions[code] if sign > 0 and part not in self.definitions
                    )
                    found[free] -= total
                    total = Decimal(0)
                found[code] = total
            return found[code]

        # Sums over several terms first: they may add to a free cell, which plain sums must then see.
        for code in sorted(self.definitions, key=lambda c: all(s > 0 for _, s in self.definitions[c])):
            settle(code)
        return found


def number_columns(table: Table, line: Line) -> tuple[Column | None, ...]:
    """The columns in which this line carries numbers; a single None for a list with but one number column."""
    if line.header:
        return ()
    if not table.columns:
        return (None,)
    if not line.columns:
        return table.columns
    return tuple(column for column in table.columns if column.code in line.columns)


def _alternatives(form: Form, rng: Random) -> tuple[set[str], set[str]]:
    """Where a form has two sums for one total (an early and a late edition): the lines of one of them, and the optional
    lines that only the others have. Sums down a column and across a line are no alternatives: they share no part."""
    chosen: set[str] = set()
    left_out: set[str] = set()
    optional = {line.code for table in form.tables for line in table.lines if line.optional}
    for rivals in _rivals(form.form_id):
        if chosen & {t.line for terms in rivals for t in terms}:
            continue
        one = {t.line for t in rng.choice(rivals)}
        chosen |= one
        left_out |= {t.line for terms in rivals for t in terms if t.line in optional} - one
    return chosen, left_out


@cache
def _rivals(form_id: str) -> tuple[tuple[tuple[Term, ...], ...], ...]:
    by_total: dict[tuple[Term, ...], list[tuple[Term, ...]]] = {}
    for identity in forms.form(form_id).identities:
        by_total.setdefault(identity.left, []).append(identity.right)
    found = []
    for sides in by_total.values():
        alike = tuple(side for side in sides if any(set(side) & set(other) for other in sides if other is not side))
        if alike:
            found.append(alike)
    return tuple(found)


def draw_edition(form: Form, rng: Random, kind: str) -> Edition:
    """`form` with the lines that one issuer prints: optional ones all, none or some. `D-hybrid` prints the single row
    （六）其他处理 for the three below it, as some issuers went on doing after 2021."""
    share = rng.choice((0.0, 0.0, 1.0, 0.5))
    chosen, left_out = _alternatives(form, rng)

    def printed(line: Line) -> bool:
        if line.code in chosen:
            return True
        if line.code in left_out:
            return False
        if line.code == "res_other":
            return not line.optional or kind.endswith("hybrid")
        if line.code.startswith("res_other_"):
            return not kind.endswith("hybrid")
        return not line.optional or rng.random() < share

    lines = frozenset(line.code for table in form.tables for line in table.lines if printed(line))
    return _edition(form.form_id, lines, frozenset(left_out))


@cache
def _edition(form_id: str, printed: frozenset[str], left_out: frozenset[str]) -> Edition:
    """Sums over lines of another edition do not count; a term whose line is not printed contributes nothing."""
    form = forms.form(form_id)
    tables = tuple(
        msgspec.structs.replace(table, lines=tuple(line for line in table.lines if line.code in printed))
        for table in form.tables
    )
    slots = tuple(
        Slot(table.cell_code(line.code, None if column is None else column.code), table.code, line, column)
        for table in tables
        for line in table.lines
        for column in number_columns(table, line)
    )
    table_of = {line.code: table for table in tables for line in table.lines}
    codes = {slot.code for slot in slots}

    def parts(terms: Sequence[Term]) -> Parts:
        named = [(table_of[t.line].cell_code(t.line, t.column), t.sign) for t in terms if t.line in table_of]
        return tuple((code, sign) for code, sign in named if code in codes)

    sums = []
    for identity in form.identities:
        if any(term.line in left_out for term in (*identity.left, *identity.right)):
            continue
        left, right = parts(identity.left), parts(identity.right)
        if left and right:
            sums.append(Sum(identity.identity_id, left, right))
    printed_form = msgspec.structs.replace(form, tables=tables)
    return Edition(printed_form, slots, tuple(sums), _definitions(sums))


def _definitions(sums: Sequence[Sum]) -> dict[str, Parts]:
    """One definition a cell, sums of parts first. Of a sum that another one implies, nothing is defined."""
    defined: dict[str, Parts] = {}

    def depends(code: str, on: str) -> bool:
        return code == on or any(depends(part, on) for part, _ in defined.get(code, ()))

    for simple in (True, False):
        for one in sums:
            for total, parts in ((one.left, one.right), (one.right, one.left)):
                if (len(total) > 1) is simple:
                    continue
                target, sign = total[0]
                rest = (*((c, s * sign) for c, s in parts), *((c, -s * sign) for c, s in total[1:]))
                if target not in defined and not any(depends(c, target) for c, _ in rest):
                    defined[target] = rest
                    break
    return defined
