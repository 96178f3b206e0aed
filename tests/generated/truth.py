"""What a generated report says: an issuer, a year, and every cell of its form, as printed and as meant.

Everything is drawn from one `random.Random(seed)`, and from the `Form` alone: a new form is generated without code.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import msgspec

from gongkai import forms
from gongkai.forms.model import Form
from gongkai.model import CellState

from .edition import Edition, Slot, draw_edition
from .plant import Plant, plant
from .plausible import make_plausible, of_a_place
from .slips import slip

_HERE = Path(__file__).parent


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
    edition: Edition
    kind: str
    """Which report was asked for: the form's id, or `D-hybrid`."""
    issuer: str
    place: str
    year: int
    values: Mapping[str, Decimal]
    """The number meant in each cell, planted errors included, also where the cell is printed as a blank."""
    cells: Mapping[str, TrueCell]
    plants: tuple[Plant, ...] = ()
    style: Style = field(default=PLAIN)
    slips: tuple[str, ...] = ()
    """Rules that the values break though every sum of the form holds."""

    @property
    def form(self) -> Form:
        """The form with the lines that this issuer prints."""
        return self.edition.form

    def broken(self) -> tuple[str, ...]:
        """The identities of the form that the values do not satisfy."""
        return self.edition.broken(self.values)


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


def _draw(rng: Random, requests: float, slot: Slot) -> Decimal:
    table, line, column, unit = slot.table, slot.line, slot.column, slot.unit
    code = slot.column_code or ""
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


def _carried_over(values: dict[str, Decimal], before: Mapping[str, Decimal]) -> None:
    """Let a year begin where the year before ended: requests carried in, documents in force, items, cumulative sums."""
    for code in values:
        line, _, column = code.partition("__")
        if line == "req_carry_in" and (last := f"req_carry_out__{column}") in before:
            values[code] = before[last]
        elif column == "cum" and code in before:
            values[code] = before[code] + values[f"{line}__year"]
        elif code.endswith("_in_force") and code in before:
            stem = code.removesuffix("in_force")
            values[stem + "repealed"] = min(values[stem + "repealed"], before[code])
            values[code] = before[code] + values[stem + "issued"] - values[stem + "repealed"]
        elif code.endswith("_items_prev") and code in before:
            values[code] = before[code] + before[code.removesuffix("prev") + "delta"]
        elif code.endswith("_items_delta"):  # no more items can go than there were: `prev` is printed before `delta`
            values[code] = max(values[code], -values[code.removesuffix("delta") + "prev"])


def _values(
    rng: Random, edition: Edition, before: Mapping[str, Decimal], size: float | None = None
) -> dict[str, Decimal]:
    """Numbers for every cell that satisfy every identity of the form; after last year's, where there are such."""
    requests = _log_uniform(rng, *rng.choice(_SIZES)) if size is None else size
    definitions = edition.definitions
    values: dict[str, Decimal] = {}
    previous: Decimal | None = None
    for slot in edition.slots:
        if slot.code in definitions:
            continue
        if slot.column_code == "cum" and previous is not None:
            values[slot.code] = previous + _draw(rng, 3 * requests, slot)
        else:
            values[slot.code] = _draw(rng, requests, slot)
        previous = values[slot.code]
    _carried_over(values, before)

    values = edition.settled(values)
    if broken := edition.broken(values):
        raise AssertionError(f"{edition.form.form_id}: the generator cannot satisfy {broken[:5]}")
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


def print_cell(rng: Random, style: Style, zero: str, slot: Slot, value: Decimal) -> TrueCell:
    """One cell as this clerk prints it, with what that says."""
    code, table, line, column_code, unit = slot.code, slot.table, slot.line, slot.column_code, slot.unit
    signed = slot.column is not None and slot.column.signed

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


def print_cells(rng: Random, edition: Edition, values: Mapping[str, Decimal], style: Style) -> dict[str, TrueCell]:
    """All cells; a clerk who prints zeros another way does so for whole lines."""
    cells: dict[str, TrueCell] = {}
    zero, line_before = style.zero, None
    for slot in edition.slots:
        if slot.line is not line_before:
            line_before = slot.line
            other = rng.random() < style.zero_elsewhere
            zero = style.zero if not other else rng.choice(("", "/")) if style.zero == "0" else "0"
        cells[slot.code] = print_cell(rng, style, zero, slot, values[slot.code])
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


_RECEIVED = ("req_new__total", "req_received", "req_received__year")


@dataclass(frozen=True)
class Wish:
    """What is fixed of a report that is otherwise drawn."""

    issuer: str | None = None
    year: int | None = None
    size: float | None = None
    """Requests a year, roughly."""
    plausible: bool = False
    """Whether what the rules hold plausible is so, beyond the sums of the form."""
    slips: tuple[str, ...] = ()
    """Rules that the tables break all the same (`slips.SLIPS`); only of plausible reports."""
    contradict: tuple[str, ...] = ()
    """What the prose has wrong (`telling.TOLD`); only of plausible reports."""
    values: Mapping[str, Decimal] | None = None
    """Values of cells in place of those drawn; what depends on others is made from them."""
    own: tuple[str, ...] = ()
    """Sentences of its own; only of plausible reports."""


def draw_truth(
    seed: int,
    kind: str,
    style: Style | None = None,
    plants: Sequence[str] = (),
    after: Truth | None = None,
    wish: Wish | None = None,
) -> Truth:
    """A report of this kind, by the issuer of `after` for the year after it if that is given. Without planted errors
    every identity of the form holds, and the year begins where the year before ended."""
    wish = wish or Wish()
    rng = Random(f"truth {seed}")
    edition = draw_edition(forms.form(kind.removesuffix("-hybrid")), rng, kind)
    issuer, place = draw_issuer(rng)
    year = rng.randint(max(2008, edition.form.first_year), edition.form.last_year or 2025)
    if after is not None:
        issuer, place, year = after.issuer, after.place, after.year + 1
        if wish.plausible:
            edition = after.edition
    issuer, place, year = wish.issuer or issuer, wish.issuer or place, wish.year or year
    last_year = after.values if after is not None else {}
    size = wish.size
    if wish.plausible and size is None:
        drawn = _log_uniform(rng, 20, 6000) if of_a_place(issuer) else _log_uniform(rng, 8, 300)
        size = next((float(last_year[one]) for one in _RECEIVED if last_year.get(one)), drawn)
    values = _values(rng, edition, last_year, size)
    slipped: tuple[str, ...] = ()
    if wish.plausible:
        values = make_plausible(rng, edition, values, last_year, issuer, year)
        values, slipped = slip(rng, edition, values, last_year, wish.slips)
    if wish.values:
        values = edition.settled({code: wish.values.get(code, value) for code, value in values.items()})
    planted = plant(rng, edition, values, plants, last_year)
    if style is None:
        style = PLAIN if planted or wish.plausible else draw_style(rng)
    cells = print_cells(rng, edition, values, style)
    return Truth(seed, edition, kind, issuer, place, year, values, cells, planted, style, slipped)
