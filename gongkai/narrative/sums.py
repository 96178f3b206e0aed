"""Which figures are parts of which, told by an exact sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.compact import BREAK
from gongkai.narrative.bound import COUNTED, SHARES, Bound

_PARAGRAPH = re.compile(rf"[。{BREAK}]")
_REACH = 900
"""Characters from a total to its last part in the same paragraph."""
_BACK = 40
"""Figures before a list that may be its total."""


def sums(text: str, figures: list[Bound]) -> None:
    """Figures of the same unit that follow a total and make it up exactly are its parts, though no word says so."""
    for index, whole in enumerate(figures):
        total = whole.quantity.value
        if total is None or total < 20 or whole.quantity.unit_std not in COUNTED or whole.quantity.qualifier != "exact":
            continue
        sum_, parts, mixed = total - total, [], False
        for one in figures[index + 1 : index + 40]:
            if (
                BREAK in text[whole.quantity.end : one.quantity.start]
                or one.quantity.start - whole.quantity.end > _REACH
            ):
                break
            if one.quantity.unit_std in SHARES or one.change or _of_other_year(one, whole):
                continue
            if one.quantity.unit != whole.quantity.unit or one.quantity.value is None:
                # 其中,甲局1件,收取880元;乙局…: the parts of a large total may stand among figures of another kind.
                if total < 100 or "其中" not in text[whole.quantity.end : one.quantity.start]:
                    break
                mixed = True
                continue
            if one.part_of is not None and one.part_of is not whole:
                continue
            sum_ += one.quantity.value
            parts.append(one)
            if sum_ >= total:
                break
        if sum_ == total and len(parts) > (1 if total >= 100 and not mixed else 2):
            for part in parts:
                part.part_of = whole


def _of_other_year(one: Bound, whole: Bound) -> bool:
    """Last year's figure beside this year's: it and the difference make this year's up, and are no parts."""
    periods = (one.period or "", whole.period or "")
    return periods[0] != periods[1] and all(period.startswith("year:") for period in periods)


def sums_of_lists(text: str, figures: list[Bound]) -> None:
    """A list of figures of one unit, four or more, that makes up exactly a total further above in its part."""
    counted = [one for one in figures if one.quantity.unit_std not in SHARES]
    for start, end in _runs(text, counted):
        listed = counted[start:end]
        if any(one.part_of is not None for one in listed):
            continue
        total = sum(one.quantity.value for one in listed if one.quantity.value is not None)
        for whole in reversed(counted[max(0, start - _BACK) : start]):
            quantity = whole.quantity
            if quantity.value == total and quantity.unit == listed[0].quantity.unit and quantity.qualifier == "exact":
                if whole.section == listed[0].section and total >= 100:
                    for one in listed:
                        one.part_of = whole
                break


def totals(text: str, figures: list[Bound]) -> None:
    """合计108个 after the list that makes it up: the total is what its parts are, and these are only kinds of it."""
    for index, whole in enumerate(figures):
        quantity = whole.quantity
        listed: list[Bound] = []
        if quantity.value is None or not _TOTAL.search(text, max(whole.start, quantity.start - 8), quantity.start):
            continue
        rest = quantity.value
        for one in reversed(figures[:index]):
            if one.sentence != whole.sentence or one.quantity.unit != quantity.unit or one.quantity.value is None:
                break
            rest -= one.quantity.value
            listed.append(one)
            if rest <= 0:
                break
        if rest != 0 or len(listed) < _LISTED:
            continue
        told = [one.indicator for one in listed if one.indicator is not None]
        same = bool(told) and all(one is told[0] for one in told) and 2 * len(told) >= len(listed)
        for one in listed:
            one.part_of = whole
            if same and whole.indicator in (None, told[0]):
                one.indicator = None
        if same and whole.indicator is None:
            model = next(one for one in listed if one.flow is not None)
            whole.indicator, whole.flow, whole.period = told[0], model.flow, model.period


_TOTAL = re.compile(r"[,;、](?:[全我本][省市区县州旗校])?(?:合计|总计|共计|共)(?:有|为|达)?$")
_LISTED = 2


def _runs(text: str, counted: list[Bound]) -> Iterator[tuple[int, int]]:
    """Stretches of four and more exact figures of one unit without a full stop between."""
    start = 0
    for index, (one, other) in enumerate(pairwise(counted), start=1):
        if (
            one.quantity.unit != other.quantity.unit
            or other.quantity.value is None
            or _PARAGRAPH.search(text, one.quantity.end, other.quantity.start)
        ):
            if index - start >= 4 and counted[start].quantity.value is not None:
                yield start, index
            start = index
    if len(counted) - start >= 4 and counted[start].quantity.value is not None:
        yield start, len(counted)


def nested(figures: list[Bound]) -> None:
    """Parts of a part: where siblings do not make up the whole, but those after one make up that one exactly."""
    families: dict[int, list[Bound]] = {}
    for one in figures:
        if one.part_of is not None:
            families.setdefault(one.part_of.quantity.start, []).append(one)
    for family in families.values():
        whole = family[0].part_of
        values = [one.quantity.value for one in family]
        if whole is None or whole.quantity.value is None or None in values:
            continue
        numbers = [value for value in values if value is not None]
        if sum(numbers) == whole.quantity.value:
            continue
        for index in range(len(family)):
            total = numbers[index] - numbers[index]
            for after in range(index + 1, len(family)):
                total += numbers[after]
                if total >= numbers[index]:
                    break
            else:
                continue
            if total == numbers[index] and after > index + 1:
                for part in family[index + 1 : after + 1]:
                    part.part_of = family[index]
                break
