"""Errors that clerks make, put into consistent values on purpose; each says what it changed and what it breaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from random import Random

from gongkai.forms.model import Form

from .truth import Plant, code_of, holds, slots, term_code

Values = dict[str, Decimal]
Change = dict[str, Decimal]


def _lines(form: Form, table: str | None = None) -> list[list[str]]:
    """The cell codes of each line, in printed order."""
    lines: dict[tuple[str, str], list[str]] = {}
    for slot in slots(form):
        if table is None or slot[0] == table:
            lines.setdefault((slot[0], slot[1].code), []).append(code_of(form, *slot))
    return list(lines.values())


def _bound(form: Form) -> list[str]:
    """The cells that take part in some identity: an error anywhere else breaks none."""
    here = {code_of(form, *slot) for slot in slots(form)}
    return sorted({c for i in form.identities for t in (*i.left, *i.right) if (c := term_code(form, t)) in here})


def _one(rng: Random, form: Form, values: Values, wanted: Callable[[Decimal], bool]) -> str | None:
    codes = [code for code in _bound(form) if wanted(values[code])]
    return rng.choice(codes) if codes else None


def sign(rng: Random, form: Form, values: Values) -> Change:
    """A minus where none belongs."""
    code = _one(rng, form, values, lambda v: v > 0)
    return {code: -values[code]} if code else {}


def digits_transposed(rng: Random, form: Form, values: Values) -> Change:
    """Two neighbouring digits change places."""
    code = _one(rng, form, values, lambda v: v >= 10 and v == int(v))
    if not code:
        return {}
    digits = str(int(values[code]))
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i > 0 or digits[1] != "0")]
    if not places:
        return {}
    i = rng.choice(places)
    return {code: Decimal(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])}


def digit_dropped(rng: Random, form: Form, values: Values) -> Change:
    """One digit is missing."""
    code = _one(rng, form, values, lambda v: v >= 10 and v == int(v))
    if not code:
        return {}
    digits = str(int(values[code]))
    i = rng.randrange(len(digits))
    return {code: Decimal(int(digits[:i] + digits[i + 1 :]))}


def zero_added(rng: Random, form: Form, values: Values) -> Change:
    """One zero too many at the end."""
    code = _one(rng, form, values, lambda v: v > 0)
    return {code: values[code] * 10} if code else {}


def swapped_columns(rng: Random, form: Form, values: Values) -> Change:
    """Two neighbouring columns of one line change places."""
    lines = [codes for codes in _lines(form) if len({values[c] for c in codes}) > 1]
    if not lines:
        return {}
    codes = rng.choice(lines)
    i = rng.choice([i for i in range(len(codes) - 1) if values[codes[i]] != values[codes[i + 1]]])
    return {codes[i]: values[codes[i + 1]], codes[i + 1]: values[codes[i]]}


def shifted_row(rng: Random, form: Form, values: Values) -> Change:
    """A line's figures stand one column too far right; the last one is lost, the first becomes 0."""
    lines = [codes for codes in _lines(form) if len(codes) > 2 and any(values[c] for c in codes)]
    if not lines:
        return {}
    codes = rng.choice(lines)
    shifted = [Decimal(0), *(values[c] for c in codes[:-1])]
    return dict(zip(codes, shifted, strict=True))


def copied_total(rng: Random, form: Form, values: Values) -> Change:
    """A total is copied from the line or block beside it."""
    totals = [
        term_code(form, i.left[0]) for i in form.identities if len(i.left) == 1 and term_code(form, i.left[0]) in values
    ]
    pairs = [(a, b) for a, b in pairwise(totals) if values[a] != values[b]]
    if not pairs:
        return {}
    source, target = rng.choice(pairs)
    return {target: values[source]}


def part_counted_twice(rng: Random, form: Form, values: Values) -> Change:
    """One part goes into its total twice."""
    choices = [
        (term_code(form, i.left[0]), part)
        for i in form.identities
        if len(i.left) == 1 and term_code(form, i.left[0]) in values
        for t in i.right
        if t.sign > 0 and values.get(part := term_code(form, t), Decimal(0)) > 0
    ]
    if not choices:
        return {}
    total, part = rng.choice(choices)
    return {total: values[total] + values[part]}


KINDS: dict[str, Callable[[Random, Form, Values], Change]] = {
    f.__name__: f
    for f in (
        sign,
        digits_transposed,
        digit_dropped,
        zero_added,
        swapped_columns,
        shifted_row,
        copied_total,
        part_counted_twice,
    )
}


def planter(*kinds: str) -> Callable[[Random, Form, Values], Sequence[Plant]]:
    """Puts one error of each of these kinds in. One that would break no identity is tried again, then left out."""

    def plant(rng: Random, form: Form, values: Values) -> list[Plant]:
        plants: list[Plant] = []
        for kind in kinds:
            for _ in range(20):
                broken_before = {i.identity_id for i in form.identities if not holds(form, i, values)}
                change = {c: v for c, v in KINDS[kind](rng, form, values).items() if values[c] != v}
                if not change or any(set(change) & set(p.codes) for p in plants):
                    continue
                after = {**values, **change}
                broken = tuple(
                    i.identity_id
                    for i in form.identities
                    if i.identity_id not in broken_before and not holds(form, i, after)
                )
                if broken:
                    codes = tuple(change)
                    plants.append(
                        Plant(
                            kind,
                            codes,
                            tuple(values[c] for c in codes),
                            tuple(after[c] for c in codes),
                            broken,
                        )
                    )
                    values.update(change)
                    break
        return plants

    return plant
