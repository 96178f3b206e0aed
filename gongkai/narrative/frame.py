"""One sentence bound: its quantities stand as `#` and unit while the words around each are looked at."""

from __future__ import annotations

import re

from gongkai.narrative.bound import LEFT, RIGHT, Bound
from gongkai.narrative.growth import BASE, grows, set_base, set_growth
from gongkai.narrative.indicators import set_indicator, spoken
from gongkai.narrative.listed import listed, set_years_apart, told_alone
from gongkai.narrative.measure import set_measure
from gongkai.narrative.period import CARRIED_FROM, CARRIED_TO
from gongkai.quantities import Quantity

_VARIES = re.compile(r"[^,;。#]{0,3}不等")
"""各县设查阅点7至12个不等: of each, and of all none."""
_OWN_SHARE = re.compile(r"([^,;:#。()])(?:约?占比?|占了|比重为)[^,;。()]{0,12},(?:共计?|计|为|有|达到?)+$")
"""予以公开占43.5%,为266件: the share that is told first says no more of what the figure counts."""
_REMARK = re.compile(r"([^,;:#。()])\((?![^()]*公开)[^()#]{1,40}\)((?:共计?|计|为|有|的)*)$")
"""其他处理(含申请人主动撤回)469件: a remark without a figure of its own."""
_APART = re.compile(r"分别[^,;。]*$")


def indicate(text: str, group: list[Bound], figures: list[Bound], issuer: str, report_year: int | None) -> None:
    """Measure and indicator of every figure of one sentence, and growth tied to its level."""
    frame, marks = _frame(text, group, figures, report_year)
    said = spoken(frame)
    if "分别" in frame:
        set_years_apart(text, figures)
    for index, (one, mark) in enumerate(zip(figures, marks, strict=True)):
        if mark < 0:
            continue
        left, right = frame[max(0, mark - LEFT) : mark], frame[mark + 1 : mark + 1 + RIGHT]
        alone = told_alone(left) if one.of_year is not None else listed(left, right)
        left = _without_remarks(left) if alone is None else alone
        set_measure(one, figures[index - 1] if index else None, left, right)
        if one.section == "problems" or _is_base_or_share(left, alone is not None) or _VARIES.match(right):
            continue
        if grows(one, left):
            continue
        set_indicator(one, left, right, said, issuer)
    for index, one in enumerate(figures):
        set_growth(one, index, figures, text, report_year)
        set_base(one, index, figures, text)


def _frame(text: str, group: list[Bound], figures: list[Bound], report_year: int | None) -> tuple[str, list[int]]:
    """The sentence with `#` and unit for its figures, without dates; and the place of each `#`, -1 where none is."""
    start = max(group[0].start, figures[0].quantity.start - LEFT)
    end = min(figures[-1].end, figures[-1].quantity.end + RIGHT)
    pieces: list[str] = []
    marks: list[int] = []
    length, position = 0, start
    for one in group:
        quantity = one.quantity
        if quantity.start < position or quantity.end > end:
            if quantity.is_statistic:
                marks.append(-1)
            continue
        if quantity.is_statistic:
            piece = text[position : quantity.start]
            unit = quantity.unit or ""
            marks.append(length + len(piece))
            pieces += (piece, "#", unit)
            length += len(piece) + 1 + len(unit)
            position = quantity.end
        elif quantity.kind == "date" and (quantity.end - quantity.start > 2 or text[quantity.start].isdigit()):
            piece = text[position : quantity.start] + _carried(text, quantity, report_year)
            pieces.append(piece)
            length += len(piece)
            position = quantity.end
    pieces.append(text[position:end])
    return "".join(pieces), marks


def _carried(text: str, date: Quantity, report_year: int | None) -> str:
    """2020年结转6件, 结转2022年7件 in the report for 2021: the year from which, or to which, is last or next year."""
    year = text[date.start : date.end].removesuffix("度").removesuffix("年")
    if report_year is None or not year.isdigit():
        return ""
    if int(year) == report_year - 1 and CARRIED_FROM.match(text, date.end):
        return "上年"
    return "下年" if int(year) == report_year + 1 and CARRIED_TO.search(text, date.start - 6, date.start) else ""


def _without_remarks(left: str) -> str:
    """The words before a figure without what is only remarked of it right before the number."""
    if ")" in left[-_REMARK_END:]:
        return _REMARK.sub(r"\1\2", left)
    return _OWN_SHARE.sub(r"\1", left) if "占" in left[-_SHARE_REACH:] else left


_REMARK_END, _SHARE_REACH = 4, 20


def _is_base_or_share(left: str, listed: bool) -> bool:
    """Last year's figure that this year's is compared with, or one of a list whose order is not certain."""
    return bool(BASE.search(left[-16:])) or (not listed and bool(_APART.search(left[-60:])))
