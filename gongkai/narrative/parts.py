"""Which figures are parts of which, told by words and brackets."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from gongkai.compact import BREAK
from gongkai.forms.words import words
from gongkai.narrative.bound import COUNTED, SHARES, Bound

PART_WORD = re.compile(r"(?:其中|包括|包含|含)(?![义有量糊])")
_NO_PART = re.compile(r"另有|另外|此外|同比|比上年|较上年|较去年|比去年|增加|减少|上升|下降|结转至|顺延|累计")


_LISTS = re.compile(r"[^,;。#()]{0,16}(?<!其)中[,:]")
"""After a figure: 425条信息中, the parts of which follow, from one semicolon to the next."""
_CLASSES = re.compile(r"类别(?:主要)?(?:有|为|是|包括)?:")
_OVER, _OVER_LISTED = Decimal("0.02"), Decimal("0.1")
"""Of a printed total: by so much its parts may exceed it and still be meant as its parts; by more in a list."""


class _Open(msgspec.Struct):
    """A figure whose parts are being told."""

    whole: Bound
    unit: str | None
    rest: Decimal | None
    """What of it is not yet told."""
    bracket: bool
    across: bool
    """Its parts go on after a semicolon."""
    closed: bool = False
    """Its parts are kinds of one sort, up to the full stop: they are its parts, whatever they add up to."""


def parts(text: str, figures: list[Bound]) -> None:
    """其中, 含, 包括, 425条中 and a bracket after a figure open its parts; unit, bracket or full stop end them."""
    opened: _Open | None = None
    parted: Bound | None = None
    previous: Bound | None = None
    for index, one in enumerate(figures):
        if one.quantity.unit_std in SHARES:
            continue
        if previous is not None and one.sentence != previous.sentence and not _goes_on(text, one, previous, opened):
            opened = None
        since = max(previous.quantity.end, one.quantity.start - 160) if previous is not None else one.start
        between = text[since : one.quantity.start]
        if opened is not None and opened.bracket and ")" in between:
            opened = None
            between = between.rpartition(")")[2]
        if previous is not None and (opened is None or not opened.bracket):
            opens = _opens(between, one, previous)
            if opens is not None:
                opens.closed = one.sentence == previous.sentence and _closed(
                    text, previous, figures[index : index + _KINDS]
                )
            opened = opens or _classes(between, one, parted) or opened
        if opened is not None:
            parted = opened.whole
            opened = _told(between, one, opened)
        previous = one


def _goes_on(text: str, one: Bound, previous: Bound, opened: _Open | None) -> bool:
    """True where the sentence goes on after a semicolon, or the next one tells of the next body's part."""
    between = text[previous.quantity.end : one.quantity.start]
    if opened is None or opened.bracket or BREAK in between:
        return False
    if "。" not in between:
        return opened.across
    whole = opened.whole
    return previous.part_of is whole and whole.scope not in (one.scope, previous.scope) and one.scope != previous.scope


def _opens(between: str, one: Bound, previous: Bound) -> _Open | None:
    """The figure before, where the words say that this one is a part of it."""
    if one.sentence != previous.sentence:
        # A sentence that begins with 其中 tells of the last figure of the one before.
        after = re.split(r"[。;!?]", between)[-1]
        if BREAK in between or not after.startswith("其中"):
            return None
        between = after
    bracket = "(" in between and ")" not in between.rpartition("(")[2]
    lists = _LISTS.match(between) is not None
    if not (bracket or lists or PART_WORD.search(between)):
        return None
    if not (_alike(previous, one) and _smaller(one, previous)):
        return None
    across = lists or "其中:" in between
    return _Open(previous, one.quantity.unit, previous.quantity.value, bracket, across)


def _closed(text: str, whole: Bound, listed: list[Bound]) -> bool:
    """True where nothing but 其中 and kinds of one sort with their numbers stands between the whole and the full stop:
    申请49件,其中当面12件、网络30件、信函9件。"""
    names: list[str] = []
    before = whole
    for one in listed:
        if one.sentence != whole.sentence:
            break
        name = _NAMED.fullmatch(text, before.quantity.end, one.quantity.start)
        if name is None or one.quantity.unit != listed[0].quantity.unit or (before is whole) != bool(name["opens"]):
            return False
        names.append(name["name"])
        before = one
    ends = text[before.quantity.end : before.quantity.end + 1] in _ENDS
    return ends and len(names) > 2 and any(all(map(sort.fullmatch, names)) for sort in words().sorts)


_NAMED = re.compile(r"[,、](?P<opens>其中:?)?(?P<name>[^,、;:。()\d]{2,12}?)(?:共?计|为|有)?")
_ENDS = ("", "。", ";", BREAK)
_KINDS = 12
"""Parts that a closed list may have."""


def _classes(between: str, one: Bound, parted: Bound | None) -> _Open | None:
    """The total that was parted by bodies before, where it is now parted by classes: 主要类别有."""
    if parted is None or not _CLASSES.search(between) or parted.section != one.section:
        return None
    if parted.quantity.unit != one.quantity.unit or not _smaller(one, parted):
        return None
    return _Open(parted, one.quantity.unit, parted.quantity.value, bracket=False, across=True)


def _told(between: str, one: Bound, opened: _Open) -> _Open | None:
    """Make the figure a part of what is open, if it is one; and whether more may follow."""
    quantity, whole = one.quantity, opened.whole.quantity.value
    last = quantity.unit is None and quantity.value is not None and quantity.value == opened.rest
    if (quantity.unit != opened.unit and not last) or _NO_PART.search(between[-30:]):
        return opened if opened.bracket else None
    if opened.rest is not None and quantity.value is not None:
        opened.rest -= quantity.value
        if (
            whole is not None
            and not opened.closed
            and opened.rest < -whole * (_OVER_LISTED if opened.across else _OVER)
        ):
            return None
    one.part_of = opened.whole
    return opened


def _alike(whole: Bound, part: Bound) -> bool:
    return whole.quantity.unit_std == part.quantity.unit_std or (
        whole.quantity.unit_std in COUNTED and part.quantity.unit_std is None
    )


def _smaller(part: Bound, whole: Bound) -> bool:
    low, high = part.quantity.value, whole.quantity.value
    return low is None or high is None or low <= high


def parts_of_one(figures: list[Bound]) -> None:
    """A part is not the whole: it keeps no indicator that its whole has, unless it is another body's or year's.

    Nor does the same number told elsewhere without its whole: 393 on the website, of whose 2139 393 are a class.
    """
    told: set[tuple[Decimal, str | None, str, str | None, str | None]] = set()
    for one in figures:
        whole, quantity = one.part_of, one.quantity
        if whole is None or whole.indicator is None:
            continue
        if quantity.value is not None and quantity.value >= _TELLING:
            told.add((quantity.value, quantity.unit_std, whole.indicator.code, whole.scope, whole.period))
        if one.indicator is whole.indicator and one.scope == whole.scope and one.period == whole.period:
            one.indicator = None
    for one in figures if told else ():
        if one.indicator is None or one.part_of is not None or one.quantity.value is None:
            continue
        if (one.quantity.value, one.quantity.unit_std, one.indicator.code, one.scope, one.period) in told:
            one.indicator = None


_TELLING = 100
"""From here on a number that stands twice is hardly two."""


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
