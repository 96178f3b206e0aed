"""Which figures are parts of which, told by words and brackets."""

from __future__ import annotations

import re

from gongkai.narrative.bound import COUNTED, SHARES, Bound

PART_WORD = re.compile(r"(?:其中|包括|包含|含)(?![义有量糊])")
_NO_PART = re.compile(r"另有|另外|此外|同比|比上年|较上年|较去年|比去年|增加|减少|上升|下降|结转至|顺延|累计")


def parts(text: str, figures: list[Bound], before: Bound | None) -> None:
    """其中, 含, 包括 and a bracket right after a figure open its parts; they end with bracket, unit or sentence."""
    whole: Bound | None = None
    unit: str | None = None
    bracket = False
    rest = None
    previous: Bound | None = None
    for one in figures:
        quantity = one.quantity
        if quantity.unit_std in SHARES:
            continue
        since = previous.quantity.end if previous is not None else one.start
        between = text[max(since, quantity.start - 160) : quantity.start]
        if bracket and ")" in between:
            whole, bracket = None, False
            between = between.rpartition(")")[2]
        opened = between.rpartition("(")[2] if "(" in between and ")" not in between.rpartition("(")[2] else None
        candidate = previous
        if opened is None and between.startswith("其中") and previous is None:
            candidate = before
        marked = PART_WORD.search(between if opened is None else opened)
        opens = candidate is not None and not bracket and (opened is not None or marked)
        if opens and candidate is not None and _alike(candidate, one) and _smaller(one, candidate):
            whole, unit, bracket, rest = candidate, quantity.unit, opened is not None, candidate.quantity.value
        if whole is not None and (quantity.unit != unit or _NO_PART.search(between[-30:])):
            if not bracket:
                whole = None
        elif whole is not None and whole is not one:
            if rest is not None and quantity.value is not None:
                rest -= quantity.value
            if rest is not None and rest < 0:
                whole = None
            else:
                one.part_of = whole
        previous = one


def _alike(whole: Bound, part: Bound) -> bool:
    return whole.quantity.unit_std == part.quantity.unit_std or (
        whole.quantity.unit_std in COUNTED and part.quantity.unit_std is None
    )


def _smaller(part: Bound, whole: Bound) -> bool:
    low, high = part.quantity.value, whole.quantity.value
    return low is None or high is None or low <= high


def parts_of_one(figures: list[Bound]) -> None:
    """A part is not the whole: it keeps no indicator that its whole has, unless it is another body's or year's."""
    for one in figures:
        whole = one.part_of
        if whole is None or one.indicator is None or one.indicator is not whole.indicator:
            continue
        if one.scope == whole.scope and one.period == whole.period:
            one.indicator = None


def shares_of_parts(text: str, figures: list[Bound]) -> None:
    """占38%: the share that a part has of its whole, right after it."""
    before: Bound | None = None
    for one in figures:
        if one.quantity.unit_std not in SHARES:
            before = one
        elif (
            before is not None
            and before.part_of is not None
            and before.sentence == one.sentence
            and one.part_of is None
            and _SHARE.fullmatch(text, before.quantity.end, one.quantity.start)
        ):
            one.part_of = before.part_of


_SHARE = re.compile(r"[,、(]?(?:约|均|分别)?占[^,;。]{0,10}")
