"""Growth and change, tied to the level that grew."""

from __future__ import annotations

import re
from functools import cache

from gongkai.forms.codebook import Indicator, codebook
from gongkai.narrative.bound import SHARES, Bound
from gongkai.narrative.measure import TRAIL

BASE = re.compile(r"(?:较|比|相较于|相比)[^,;#]{0,10}$")
_NEAR = 6


_GROWTH_END = re.compile(
    r"(?:同比|环比|比上年|比去年|比上年度|较上年|较去年|较上年度|较上一年度?|较上年同期|较去年同期|比上年同期|年均|比)?"
    r"(?:增长|增加|上升|提高|提升|上涨|增幅|涨幅|下降|减少|降低|回落|降幅|减幅|下滑|增|降|升|减)(?:了|为|达|约|近|超过|超|达到|率为?)?$"
)
_YEARLY = re.compile(r"同比|比增|[较比与同和跟](?:上年|去年|上一年)|上年同期|去年同期")
_OPENS = re.compile(r"[与同和跟](?:上年|去年|上一年|(?:19|20)\d\d年)(?:度|同期)?(?:的[^,;。]{1,12})?相?比较?,")
"""与上年相比, at the head of the sentence, said of all growth in it."""
_ON_YEAR = re.compile(r"[较比与同]((?:19|20)\d\d)年")


_CHANGE_END = re.compile(
    r"(?:(?:同比|比|较)[^,;#]{0,12}|相比[^;#]{0,16})(?:增长|增加|上升|提高|提升|前移|上涨|下降|减少|降低|回落|下滑|增|减|多|少)了?(?:约|近|超过|超)?$"
)


def grows(one: Bound, left: str) -> bool:
    """True for growth and change, which are no level: they get no indicator of one."""
    if _CHANGE_END.search(left[-24:]):
        return True
    return (one.quantity.unit_std in SHARES and bool(_GROWTH_END.search(left[-16:]))) or (
        one.quantity.unit_std in ("times_added", "doublings")
    )


def set_growth(one: Bound, index: int, figures: list[Bound], text: str, report_year: int | None) -> None:
    """Tie growth to its level: the last figure before it in the sentence that counts something, else the next."""
    quantity = one.quantity
    left = text[max(one.start, quantity.start - 24) : quantity.start]
    listed = _listed(index, figures, text)
    if listed is not None:
        one.change = True
        level, said = listed
        if level is not None:
            _tie(one, level, said, report_year)
        return
    change = _CHANGE_END.search(left) is not None and quantity.unit_std not in SHARES
    if not (change or (_GROWTH_END.search(left) and quantity.unit_std in SHARES)) and quantity.unit_std not in (
        "times_added",
        "doublings",
    ):
        return
    one.change = True
    level = _level(one, index, figures, text, change)
    if level is not None and _joined(text[level.quantity.end : quantity.start]):
        compared = _OPENS.match(text, one.start)
        _tie(one, level, f"{compared[0] if compared else ''}{left}", report_year)


def _level(one: Bound, index: int, figures: list[Bound], text: str, change: bool) -> Bound | None:
    quantity = one.quantity
    nearby = figures[max(0, index - _NEAR) : index]
    levels = [
        other
        for other in reversed(nearby)
        if other.quantity.unit_std not in SHARES
        and not other.change
        and not _DIFFERENCE.search(text, max(other.start, other.quantity.start - 4), other.quantity.start)
        and not BASE.search(text[max(other.start, other.quantity.start - 16) : other.quantity.start])
        and not _within_brackets(text[other.quantity.end : quantity.start])
    ]
    if change:
        levels = [other for other in levels if other.quantity.unit == quantity.unit]
    if quantity.unit_std == "percent_point":
        levels = [other for other in reversed(nearby) if other.quantity.unit_std == "percent"]
    elif not levels:
        levels = [other for other in figures[index + 1 : index + 3] if other.quantity.unit_std not in SHARES][:1]
    return _latest(levels, text) if levels else None


_DIFFERENCE = re.compile(r",(?:增加|减少|上升|下降|多|少)了?$")
"""203件,增加63件,增长45%: what grew is the level before the difference."""


def _within_brackets(after: str) -> bool:
    """True where brackets that a figure stands in end before its growth: 收到176件(网络98件),增长45%."""
    return ")" in after and after.count(")") > after.count("(")


def _latest(levels: list[Bound], text: str) -> Bound:
    """2019年316件,2018年280件,增长12.9%: of two years' figures the later one grew."""
    if len(levels) > 1 and levels[0].quantity.unit == levels[1].quantity.unit:
        years = [
            _YEAR_BEFORE.search(text, max(one.start, one.quantity.start - 24), one.quantity.start) for one in levels
        ]
        if years[0] and years[1] and int(years[0][1]) < int(years[1][1]):
            return levels[1]
    return levels[0]


_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)年[^,;。\d]{0,16}$")


def _listed(index: int, figures: list[Bound], text: str) -> tuple[Bound | None, str] | None:
    """分别增长12%、8%: the level at the same place of the list before, and the words of growth; None for no list."""
    first = index
    while first and _APART.fullmatch(text, figures[first - 1].quantity.end, figures[first].quantity.start):
        first -= 1
    head = figures[first]
    left = text[max(head.start, head.quantity.start - 24) : head.quantity.start]
    if not (_RESPECTIVELY.search(left) and (_GROWTH_END.search(left) or _CHANGE_END.search(left))):
        return None
    last = index
    while last + 1 < len(figures) and _APART.fullmatch(
        text, figures[last].quantity.end, figures[last + 1].quantity.start
    ):
        last += 1
    length = last - first + 1
    if length < _PAIR:
        return None
    before = figures[max(0, first - length) : first]
    if len(before) < length or any(one.quantity.unit_std in SHARES for one in before):
        return None, left
    if head.quantity.unit_std in SHARES:
        longer = first > length and _same_list(text, figures[first - length - 1], before)
        return (None if longer else before[index - first]), left
    alike = all(one.quantity.unit == figures[first + at].quantity.unit for at, one in enumerate(before))
    return (before[index - first] if alike else None), left


def _same_list(text: str, one: Bound, listed: list[Bound]) -> bool:
    """True where the list has one figure more than there are of growth: it is not told which of them grew."""
    mark = text[listed[0].quantity.end : listed[0].quantity.end + 1]
    return one.sentence == listed[0].sentence and text[one.quantity.end : one.quantity.end + 1] == mark


_PAIR = 2
_APART = re.compile(r"[、和与及]|以及")
_RESPECTIVELY = re.compile(r"分别[^,;。#]{0,14}$")


def _tie(one: Bound, level: Bound, left: str, report_year: int | None) -> None:
    """Point growth to its level; what it measures, and its indicator where it is growth on the year before."""
    one.growth_of = level
    words_of_growth = TRAIL.sub("", re.split(r"[,、](?!\d)", left)[-1])
    one.measure = f"{level.measure or ''}{words_of_growth}" or None
    falls = _FALLS.search(left[-16:]) is not None
    yearly = _YEARLY.search(left) is not None or any(int(year) + 1 == report_year for year in _ON_YEAR.findall(left))
    if level.indicator is not None and yearly and one.quantity.unit_std == "percent" and not falls:
        one.indicator = _by_code().get(f"{level.indicator.code}_yoy")


def set_base(one: Bound, index: int, figures: list[Bound], text: str) -> None:
    """比上年1,904件上升: the figure compared with is last year's of the level just before it."""
    quantity = one.quantity
    if one.indicator is not None or quantity.unit is None:
        return
    if index + 1 < len(figures) and _BASE_AHEAD.search(text, one.start, quantity.start):
        level = figures[index + 1]
        if _COMPARED_WITH.match(text, quantity.end) and level.quantity.unit == quantity.unit:
            one.indicator, one.measure = level.indicator, level.measure
        return
    if index == 0:
        return
    level = figures[index - 1]
    between = text[level.quantity.end : quantity.start]
    if level.part_of is not None and ")" in between and level.part_of.sentence == one.sentence:
        # 收到176件(网络98件,信函78件),较上年的121件增长: the brackets tell of the level.
        level, between = level.part_of, between.rpartition(")")[2]
    if level.indicator is not None and level.quantity.unit == quantity.unit and _OF_LAST_YEAR.fullmatch(between):
        one.indicator, one.measure = level.indicator, level.measure


_BASE_AHEAD = re.compile(r"[与同和跟](?:上年|去年|上一年|(?:19|20)\d\d年)(?:度|同期)?的?$")
_COMPARED_WITH = re.compile(r"相?比较?,")
"""与2022年的140件相比,2023年收到203件: the figure compared with comes first."""
_OF_LAST_YEAR = re.compile(
    r"[,(]?(?:(?:较|比|相比|而)?(?:上年|去年|上一年|上年度|上一年度)(?:同期|度)?的?为?|(?:较|比)(?:19|20)\d\d年度?的?)\(?"
)


_FALLS = re.compile(
    r"(?:下降|减少|降低|回落|降幅|减幅|下滑|缩减|压减|负增长|降|减)(?:了|为|达|约|近|超过|超|达到|率为?)?$"
)
"""A fall is printed as a plain number: bound to an indicator of growth it would have the wrong sign."""


def _joined(between: str) -> bool:
    """True where nothing but the growth itself, or the figure compared with, stands between a level and its growth."""
    between = re.sub(r"\([^()]*\)|[,、](?=同比|比|较|环比|增|上升|提高|下降|减|与)|(?<=\d),(?=\d)", "", between)
    return "," not in between


@cache
def _by_code() -> dict[str, Indicator]:
    return {indicator.code: indicator for indicator in codebook()}
