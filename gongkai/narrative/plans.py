"""Results and plans: what a report means to do next year is no result."""

from __future__ import annotations

import re
from functools import cache

from gongkai.compact import BREAK
from gongkai.forms.words import words
from gongkai.model import ReportHead
from gongkai.narrative.bound import Bound


def set_plans_apart(text: str, every: list[Bound], head: ReportHead) -> None:
    """Figures of the plans for next year are aims. A plan lasts to the next part of the report or the block's end."""
    pattern = _plan_pattern(head.report_year)
    planning = -1
    sentence = -1
    for one in every:
        quantity = one.quantity
        heading = quantity.kind == "ordinal" and text[quantity.end - 1] == "、" and not text[quantity.start].isascii()
        if planning >= 0 and (heading or (one.section != "problems" and BREAK in text[planning : quantity.start])):
            planning = -1
        if one.sentence != sentence:
            sentence = one.sentence
            match = pattern.search(text, one.start, min(one.end, one.start + 160))
            if match and planning < 0:
                planning = match.end()
        if planning >= 0 and quantity.start >= planning and quantity.is_statistic:
            quantity.kind = "policy_target"


@cache
def _plan_pattern(year: int | None) -> re.Pattern[str]:
    following = f"|{year + 1}年" if year else ""
    return re.compile(
        rf"(?:^|(?<=[,:。;{BREAK}、]))(?:{words().plans.pattern}{following})(?=[,我将要全继市区县本各努重力是工计]|的?工作)"
    )
