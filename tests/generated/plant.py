"""Errors that clerks make, put into consistent values on purpose; each says what it changed and what it breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import combinations, pairwise
from random import Random

from .edition import Edition

Values = dict[str, Decimal]
Change = dict[str, Decimal]


@dataclass(frozen=True)
class Plant:
    """An error put in on purpose: which cells it changed, and which identities of the form do not hold any more."""

    kind: str
    codes: tuple[str, ...]
    before: tuple[Decimal, ...]
    after: tuple[Decimal, ...]
    broken: tuple[str, ...]


def _lines(edition: Edition) -> list[list[str]]:
    """The cell codes of each line, in printed order."""
    lines: dict[str, list[str]] = {}
    for slot in edition.slots:
        lines.setdefault(slot.line.code, []).append(slot.code)
    return list(lines.values())


def _bound(edition: Edition) -> list[str]:
    """The cells that take part in some identity: an error anywhere else breaks none."""
    return sorted({code for one in edition.sums for code, _ in (*one.left, *one.right)})


def _one(rng: Random, edition: Edition, values: Values, wanted: Callable[[Decimal], bool]) -> str | None:
    codes = [code for code in _bound(edition) if wanted(values[code])]
    return rng.choice(codes) if codes else None


def sign(rng: Random, edition: Edition, values: Values) -> Change:
    """A minus where none belongs."""
    code = _one(rng, edition, values, lambda v: v > 0)
    return {code: -values[code]} if code else {}


def digits_transposed(rng: Random, edition: Edition, values: Values) -> Change:
    """Two neighbouring digits change places."""
    code = _one(rng, edition, values, lambda v: v >= 10 and v == int(v))
    if not code:
        return {}
    digits = str(int(values[code]))
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i > 0 or digits[1] != "0")]
    if not places:
        return {}
    i = rng.choice(places)
    return {code: Decimal(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])}


def digit_dropped(rng: Random, edition: Edition, values: Values) -> Change:
    """One digit is missing."""
    code = _one(rng, edition, values, lambda v: v >= 10 and v == int(v))
    if not code:
        return {}
    digits = str(int(values[code]))
    i = rng.randrange(len(digits))
    return {code: Decimal(int(digits[:i] + digits[i + 1 :]))}


def zero_added(rng: Random, edition: Edition, values: Values) -> Change:
    """One zero too many at the end."""
    code = _one(rng, edition, values, lambda v: v > 0)
    return {code: values[code] * 10} if code else {}


def swapped_columns(rng: Random, edition: Edition, values: Values) -> Change:
    """Two columns of one line change places."""
    lines = [codes for codes in _lines(edition) if len({values[c] for c in codes}) > 1]
    if not lines:
        return {}
    codes = rng.choice(lines)
    first, second = rng.choice([pair for pair in combinations(codes, 2) if values[pair[0]] != values[pair[1]]])
    return {first: values[second], second: values[first]}


def shifted_row(rng: Random, edition: Edition, values: Values) -> Change:
    """A line's figures stand one column too far right; the last one is lost, the first becomes 0."""
    lines = [codes for codes in _lines(edition) if len(codes) > 2 and any(values[c] for c in codes)]
    if not lines:
        return {}
    codes = rng.choice(lines)
    shifted = [Decimal(0), *(values[c] for c in codes[:-1])]
    return dict(zip(codes, shifted, strict=True))


def copied_total(rng: Random, edition: Edition, values: Values) -> Change:
    """A total is copied from the line or block beside it."""
    totals = [one.left[0][0] for one in edition.sums if len(one.left) == 1]
    pairs = [(a, b) for a, b in pairwise(totals) if values[a] != values[b]]
    if not pairs:
        return {}
    source, target = rng.choice(pairs)
    return {target: values[source]}


def part_counted_twice(rng: Random, edition: Edition, values: Values) -> Change:
    """One part goes into its total twice."""
    choices = [
        (one.left[0][0], part)
        for one in edition.sums
        if len(one.left) == 1
        for part, sign in one.right
        if sign > 0 and values[part] > 0
    ]
    if not choices:
        return {}
    total, part = rng.choice(choices)
    return {total: values[total] + values[part]}


def copied_from_last_year(rng: Random, edition: Edition, values: Values, before: Mapping[str, Decimal]) -> Change:
    """A line still has last year's figures."""
    lines = [codes for codes in _lines(edition) if all(c in before for c in codes) and any(before[c] for c in codes)]
    return {code: before[code] for code in rng.choice(lines)} if lines else {}


KINDS: dict[str, Callable[[Random, Edition, Values], Change]] = {
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


def plant(
    rng: Random, edition: Edition, values: Values, kinds: Sequence[str], last_year: Mapping[str, Decimal]
) -> tuple[Plant, ...]:
    """Put one error of each of these kinds into `values`. One that would break no identity is tried again, then left
    out. KeyError for a kind that does not exist. `copied_from_last_year` needs last year's values."""
    plants: list[Plant] = []
    changes = {**KINDS, copied_from_last_year.__name__: partial(copied_from_last_year, before=last_year)}
    for kind in kinds:
        before = set(edition.broken(values))
        for _ in range(20):
            change = {c: v for c, v in changes[kind](rng, edition, values).items() if values[c] != v}
            if not change or any(set(change) & set(other.codes) for other in plants):
                continue
            broken = tuple(i for i in edition.broken({**values, **change}) if i not in before)
            if broken:
                plants.append(
                    Plant(kind, tuple(change), tuple(values[c] for c in change), tuple(change.values()), broken)
                )
                values.update(change)
                break
    return tuple(plants)
