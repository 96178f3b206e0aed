"""The words for what a figure measures, as the report says them."""

from __future__ import annotations

import re

from gongkai.compact import BREAK
from gongkai.narrative.bound import Bound, after_last

SEGMENT = ",、:()"
_LEAD = re.compile(
    r"^(?:[\d,、:()”》.]|[一二三四五六七八九十]+[、是]|其中|同时|此外|另有|全年|本年度?|今年|去年|年内|共计|累计|共|分别|我[市区县省局]|截至|目前|以及|并|和|及|另|含|包括|,)+"
)
TRAIL = re.compile(
    r"(?:共计|合计|总计|累计|达到|分别|约为|均为|共有|共|计|为|有|达|到|至|了|约|近|:|已|均|是|超过|超|逾)+$"
)


def set_measure(one: Bound, previous: Bound | None, left: str, right: str) -> None:
    """Set the words for what the figure measures, and its clause."""
    segment = after_last(left, SEGMENT)
    one.clause = after_last(left, ",:;。")
    head = one.clause if "#" not in one.clause else segment
    if left.endswith("("):
        # 征地拆迁(35%): the words stand before the bracket.
        head = after_last(left[:-1], SEGMENT)
    if "#" in head:
        head = head.rsplit("#", 1)[-1]
        head = head.removeprefix(previous.quantity.unit or "") if previous is not None else head
    head = TRAIL.sub("", _LEAD.sub("", head))
    unit = one.quantity.unit or ""
    after = re.split(rf"[,、。;:()#@{BREAK}]", right[len(unit) :])[0][:16]
    measure = f"{head}{after}" if after and not after.startswith(("以", "的", "并", "且")) else head
    if len(head) < 2 and previous is not None and previous.measure and not after:
        measure = f"{previous.measure} {head}".strip()
    one.measure = measure[-40:] or None
