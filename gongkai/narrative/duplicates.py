"""The same figure said twice: in a headline and in the text, or rounded and in full."""

from __future__ import annotations

import re

from gongkai.narrative.bound import Bound


def duplicates(text: str, figures: list[Bound]) -> None:
    """A headline's rounding, or the same figure again, points to the one that says it most exactly."""
    by_code: dict[tuple[str, str | None], list[Bound]] = {}
    for one in figures:
        if one.indicator is not None:
            by_code.setdefault((one.indicator.code, one.quantity.unit_std), []).append(one)
    for same in by_code.values():
        exact = [one for one in same if one.quantity.qualifier == "exact"]
        for one in same:
            for other in exact:
                if other is one:
                    if one.quantity.qualifier == "exact":
                        break
                    continue
                if other.duplicate_of is None and other.period == one.period and _says(one, other):
                    one.duplicate_of = other
                    break


def retold(text: str, figures: list[Bound]) -> None:
    """网站主动公开的425条政府信息中, after 主动公开425条: the total told again before its classes."""
    for index, one in enumerate(figures):
        quantity = one.quantity
        if quantity.value is None or quantity.qualifier != "exact" or not _OPENS_CLASSES.match(text, quantity.end):
            continue
        for other in reversed(figures[max(0, index - _BACK) : index]):
            if other.quantity.value == quantity.value and other.quantity.unit == quantity.unit:
                if other.section == one.section and other.indicator is not None and other.period == one.period:
                    one.indicator = other.indicator
                break


_OPENS_CLASSES = re.compile(r"[^,;。\d]{0,10}中[,:]")
_BACK = 12


def _says(rounded: Bound, exact: Bound) -> bool:
    value, quantity = exact.quantity.value, rounded.quantity
    if value is None:
        return False
    if quantity.qualifier == "exact":
        return quantity.value == value
    low, high = quantity.lower, quantity.upper
    if quantity.qualifier == "at_least" and high is None and low is not None:
        # "Over 4000" is a rounding of 4382, not of 40,000.
        return low <= value < low * 2
    return (low is None or low <= value) and (high is None or value <= high)
