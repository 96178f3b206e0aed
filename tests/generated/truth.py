"""What a generated report says: an issuer, a year, and every cell of its form, as printed and as meant.

Everything is drawn from one `random.Random(seed)`, and from the `Form` alone: a new form is generated without code.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import msgspec

from gongkai.forms.model import Column, Form, Identity, Line, Table, Term
from gongkai.model import CellState

_HERE = Path(__file__).parent

Slot = tuple[str, Line, Column | None]
"""One cell of a form: table code, line, column (None in a list with one number column)."""


@dataclass(frozen=True)
class TrueCell:
    """One cell as it is printed: what a reader must find."""

    code: str
    table: str
    line: str
    column: str | None
    raw_text: str
    value: Decimal | None
    state: CellState
    unit: str | None = None
    """Only where the cell itself prints it."""
    note: str | None = None


@dataclass(frozen=True)
class Plant:
    """An error put in on purpose: which cells it changed, and which identities of the form do not hold any more."""

    kind: str
    codes: tuple[str, ...]
    before: tuple[Decimal, ...]
    after: tuple[Decimal, ...]
    broken: tuple[str, ...]


@dataclass(frozen=True)
class Style:
    """How an issuer prints: fixed for a whole report, as one clerk fills one form."""

    zero: str = "0"
    """`0`, an empty string, or one of the marks for not applicable."""
    zero_elsewhere: float = 0.0
    """Share of the lines in which zeros are printed the other way."""
    blank_totals: bool = False
    """The total column is left blank on most lines, as Shanghai did for 2019."""
    thousands: str = ""
    plus: str = ""
    minus: str = "-"
    unit_in_cell: float = 0.0
    notes: float = 0.0


PLAIN = Style()
"""Every cell a bare number: what a check needs in order to be able to judge."""


@dataclass(frozen=True)
class Truth:
    """One report's content: the oracle against which a reading is held."""

    seed: int
    form: Form
    kind: str
    """Which report was asked for: the form's id, or `D-hybrid`."""
    issuer: str
    place: str
    year: int
    values: Mapping[str, Decimal]
    """The number meant in each cell, with planted errors, also where the cell is printed as a blank."""
    cells: Mapping[str, TrueCell]
    plants: tuple[Plant, ...] = ()
    style: Style = field(default=PLAIN)

    def broken(self) -> tuple[str, ...]:
        """The identities of the form that the values do not satisfy."""
        return tuple(i.identity_id for i in self.form.identities if not holds(self.form, i, self.values))


def number_columns(table: Table, line: Line) -> tuple[Column | None, ...]:
    """The columns in which this line carries numbers; a single None for a list with but one number column."""
    if line.header:
        return ()
    if not table.columns:
        return (None,)
    if not line.columns:
        return table.columns
    return tuple(column for column in table.columns if column.code in line.columns)


def slots(form: Form) -> list[Slot]:
    """Every number cell that the form prints, in printed order. Optional lines are not on the national form."""
    return [
        (table.code, line, column)
        for table in form.tables
        for line in table.lines
        if not line.optional
        for column in number_columns(table, line)
    ]


def code_of(form: Form, table: str, line: Line, column: Column | None) -> str:
    return form.table(table).cell_code(line.code, None if column is None else column.code)


def term_code(form: Form, term: Term) -> str:
    """The code of the cell that an identity's term names."""
    table = next(table for table in form.tables if any(line.code == term.line for line in table.lines))
    return table.cell_code(term.line, term.column)


def _side(form: Form, terms: Iterable[Term], values: Mapping[str, Decimal]) -> Decimal:
    return sum((values[c] * t.sign for t in terms if (c := term_code(form, t)) in values), Decimal(0))


def holds(form: Form, identity: Identity, values: Mapping[str, Decimal]) -> bool:
    """Whether both sides are equal. Terms that the report does not print (optional lines) count for nothing."""
    return _side(form, identity.left, values) == _side(form, identity.right, values)


# --- values -----------------------------------------------------------------------------------------------------------

_LINE_SHARE = {
    "res_granted": 0.40,
    "res_partial": 0.12,
    "res_unable_not_held": 0.18,
    "res_denied_safety": 0.001,
    "res_denied_state_secret": 0.004,
    "res_noproc_excessive": 0.005,
    "req_carry_in": 0.03,
    "req_carry_out": 0.03,
    "rep_granted": 0.5,
    "rep_already_public": 0.2,
}
_COLUMN_SHARE = {"np": 0.92, "biz": 0.04, "law": 0.02}
_SIZES = ((3, 30), (20, 400), (200, 4000), (3000, 20000))


def _count(rng: Random, mean: float) -> Decimal:
    """A count around `mean`: mostly zero where that is well below one, as in real tables."""
    if mean < 30:
        limit, k, product = math.exp(-mean), 0, rng.random()
        while product > limit:
            k, product = k + 1, product * rng.random()
        return Decimal(k)
    return Decimal(max(0, round(rng.gauss(mean, 2 * math.sqrt(mean)))))


def _log_uniform(rng: Random, low: float, high: float) -> float:
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def _draw(rng: Random, requests: float, table: str, line: Line, column: Column | None) -> Decimal:
    unit = (column.unit if column is not None and column.unit else line.unit) or ""
    code = column.code if column is not None else ""
    if column is not None and column.signed:
        return Decimal(0) if rng.random() < 0.3 else Decimal(round(rng.gauss(0, 40)))
    if "元" in unit or "amount" in code:
        if rng.random() < 0.3:
            return Decimal(0)
        digits = rng.choice((0, 0, 2, 2, 4))
        return Decimal(str(round(_log_uniform(rng, 1, 90000), digits))) if digits else _count(rng, rng.uniform(1, 9000))
    if table == "3":
        return _count(rng, requests * _LINE_SHARE.get(line.code, 0.02) * _COLUMN_SHARE.get(code, 0.005))
    if table == "4":
        return _count(rng, requests * rng.choice((0.0, 0.005, 0.02, 0.05)))
    if line.code.startswith(("req_", "rep_", "review_", "suit_", "appeal_")):
        return _count(rng, requests * _LINE_SHARE.get(line.code, 0.05))
    if rng.random() < 0.2:
        return Decimal(0)
    return Decimal(round(_log_uniform(rng, 1, 60 * requests + 10)))


def _definitions(form: Form) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each dependent cell, the signed cells that it is the sum of: one definition a cell, sums of parts first."""
    here = {code_of(form, *slot) for slot in slots(form)}
    defined: dict[str, tuple[tuple[str, int], ...]] = {}

    def depends(code: str, on: str) -> bool:
        return code == on or any(depends(part, on) for part, _ in defined.get(code, ()))

    def signed(terms: Sequence[Term]) -> list[tuple[str, int]]:
        return [(c, t.sign) for t in terms if (c := term_code(form, t)) in here]

    sides = [(signed(i.left), signed(i.right)) for i in form.identities]
    for simple in (True, False):
        for left, right in sides:
            for lone, parts in ((left, right), (right, left)):
                if not lone or not parts or (len(lone) > 1) is simple:
                    continue
                target, sign = lone[0]
                rest = [(c, s * sign) for c, s in parts] + [(c, -s * sign) for c, s in lone[1:]]
                if target not in defined and not any(depends(c, target) for c, _ in rest):
                    defined[target] = tuple(rest)
                    break
    return defined


def _values(rng: Random, form: Form) -> dict[str, Decimal]:
    """Numbers for every cell that satisfy every identity of the form."""
    requests = _log_uniform(rng, *rng.choice(_SIZES))
    definitions = _definitions(form)
    values: dict[str, Decimal] = {}
    previous: Decimal | None = None
    for table, line, column in slots(form):
        code = code_of(form, table, line, column)
        if code in definitions:
            continue
        if column is not None and column.code == "cum" and previous is not None:
            values[code] = previous + _draw(rng, 3 * requests, table, line, column)
        else:
            values[code] = _draw(rng, requests, table, line, column)
        previous = values[code]

    def settle(code: str) -> Decimal:
        if code not in values:
            total = Decimal(0)
            for part, sign in definitions[code]:
                total += sign * settle(part)
            if total < 0:  # more carried in than there was to handle: the surplus was never there
                for part, sign in definitions[code]:
                    if sign < 0 and part not in definitions and total < 0:
                        taken = min(values[part], -total)
                        values[part] -= taken
                        total += taken
            values[code] = total
        return values[code]

    # Sums over several terms first: they may take from a free cell, which plain sums must then see.
    for code in sorted(definitions, key=lambda c: all(s > 0 for _, s in definitions[c])):
        settle(code)
    broken = [i.identity_id for i in form.identities if not holds(form, i, values)]
    if broken:
        raise AssertionError(f"{form.form_id}: the generator cannot satisfy {broken[:5]}")
    return values


# --- print ------------------------------------------------------------------------------------------------------------


def draw_style(rng: Random) -> Style:
    """A clerk's habits."""
    return Style(
        zero=rng.choice(("0", "0", "0", "", "", "/", "—", "-", "无")),
        zero_elsewhere=rng.choice((0.0, 0.0, 0.2)),
        blank_totals=rng.random() < 0.08,
        thousands=rng.choice(("", "", "", "", ",", "，")),
        plus=rng.choice(("", "", "+", "＋")),
        minus=rng.choice(("-", "-", "－", "−", "减")),
        unit_in_cell=rng.choice((0.0, 0.0, 0.5)),
        notes=rng.choice((0.0, 0.0, 0.0, 0.01)),
    )


_NOTES = ("（含自然失效{n}件）", "（其中修订{n}件）", "(含上年{n}件)", "（其中{n}件为部门代收）")


def printed_number(value: Decimal, thousands: str = "", minus: str = "-") -> str:
    digits = f"{abs(value):,f}".replace(",", thousands)
    return minus + digits if value < 0 else digits


def print_cell(rng: Random, style: Style, zero: str, slot: Slot, code: str, value: Decimal) -> TrueCell:
    """One cell as this clerk prints it, with what that says."""
    table, line, column = slot
    signed = column is not None and column.signed
    unit = (column.unit if column is not None and column.unit else line.unit) or ""
    column_code = None if column is None else column.code

    def cell(raw: str, value: Decimal | None, state: CellState, unit: str | None, note: str | None) -> TrueCell:
        return TrueCell(code, table, line.code, column_code, raw, value, state, unit, note)

    if style.blank_totals and column_code == "total" and table == "3" and not line.code.startswith(("req_", "res_tot")):
        return cell("", None, CellState.BLANK, None, None)
    if value == 0 and zero != "0":
        return cell(zero, None, CellState.NA_MARK if zero else CellState.BLANK, None, None)
    raw = printed_number(value, style.thousands, style.minus)
    if signed and value > 0:
        raw = style.plus + raw
    printed_unit = None
    if "元" in unit and rng.random() < style.unit_in_cell:
        printed_unit = unit
        raw += unit
    note = None
    if value > 9 and rng.random() < style.notes:
        note = rng.choice(_NOTES).format(n=rng.randint(1, 9))
        raw += note
    return cell(raw, value, CellState.ZERO if value == 0 else CellState.NUMBER, printed_unit, note)


def print_cells(rng: Random, form: Form, values: Mapping[str, Decimal], style: Style) -> dict[str, TrueCell]:
    cells: dict[str, TrueCell] = {}
    zero, line_before = style.zero, None
    for slot in slots(form):
        if slot[1] is not line_before:
            line_before = slot[1]
            other = rng.random() < style.zero_elsewhere
            zero = style.zero if not other else rng.choice(("", "/")) if style.zero == "0" else "0"
        code = code_of(form, *slot)
        cells[code] = print_cell(rng, style, zero, slot, code, values[code])
    return cells


# --- reports ----------------------------------------------------------------------------------------------------------


@cache
def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = msgspec.yaml.decode((_HERE / "names.yaml").read_bytes(), type=dict[str, list[str]])
    return names


def draw_issuer(rng: Random) -> tuple[str, str]:
    """An issuer's full name and its place: real places, invented towns and bodies."""
    names = _names()
    place = rng.choice(names["places"])
    kind = rng.random()
    if kind < 0.4:
        return f"{place}人民政府", place
    if kind < 0.8:
        return place + rng.choice(names["bodies"]), place
    town = "".join(rng.choice(names["characters"]) for _ in range(2)) + rng.choice(("镇", "乡"))
    return f"{place}{town}人民政府", place + town


def _alternatives(form: Form, rng: Random) -> tuple[set[str], set[str]]:
    """Where a form has two sums for one total (an early and a late edition): the lines of one of them, and the optional
    lines that only the others have. Sums down a column and across a line are no alternatives: they share no part."""
    chosen: set[str] = set()
    left_out: set[str] = set()
    settled: set[tuple[Term, ...]] = set()
    for identity in form.identities:
        rivals = [
            other for other in form.identities if other.left == identity.left and set(other.right) & set(identity.right)
        ]
        if len(rivals) < 2 or identity.left in settled or chosen & {t.line for r in rivals for t in r.right}:
            continue
        settled.add(identity.left)
        one = {t.line for t in rng.choice(rivals).right}
        optional = {line.code for table in form.tables for line in table.lines if line.optional}
        chosen |= one
        left_out |= {t.line for r in rivals for t in r.right if t.line in optional} - one
    return chosen, left_out


def edition(form: Form, rng: Random, kind: str) -> Form:
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

    tables = tuple(
        msgspec.structs.replace(
            table, lines=tuple(msgspec.structs.replace(line, optional=False) for line in table.lines if printed(line))
        )
        for table in form.tables
    )
    here = {line.code for table in tables for line in table.lines}
    identities = []
    for identity in form.identities:
        if any(term.line in left_out for term in (*identity.left, *identity.right)):
            continue
        left = tuple(term for term in identity.left if term.line in here)
        right = tuple(term for term in identity.right if term.line in here)
        if left and right:
            identities.append(msgspec.structs.replace(identity, left=left, right=right))
    return msgspec.structs.replace(form, tables=tables, identities=tuple(identities))


def draw_truth(
    seed: int,
    form: Form,
    kind: str | None = None,
    style: Style | None = None,
    plant: Callable[[Random, Form, dict[str, Decimal]], Sequence[Plant]] | None = None,
) -> Truth:
    """A report of this form. `plant` may change the values; without it every identity holds."""
    rng = Random(f"truth {seed}")
    kind = kind or form.form_id
    form = edition(form, rng, kind)
    issuer, place = draw_issuer(rng)
    year = rng.randint(max(2008, form.first_year), form.last_year or 2025)
    values = _values(rng, form)
    plants = tuple(plant(rng, form, values)) if plant else ()
    if style is None:
        style = PLAIN if plants else draw_style(rng)
    cells = print_cells(rng, form, values, style)
    return Truth(seed, form, kind, issuer, place, year, values, cells, plants, style)
