"""What happens in a year, and what stands at its end."""

from __future__ import annotations

import re

from gongkai.forms.words import words
from gongkai.narrative.bound import DURATIONS, SHARES, Bound, after_last
from gongkai.narrative.indicators import EACH
from gongkai.quantities import Quantity

_LEVEL = re.compile(
    r"截[至止]|目前|现有|现已|共有|拥有|现行有效|在册|在运维|运维的|保有|存量|总量|数量$|粉丝|注册用户|用户数|用户$|关注人数|接入|汇聚|归集|已建|建有|设有|共(?:设立|设置|建成|建立|开通)|入库|开放平台"
)
RUNNING = re.compile(r"累计|自[^,]{0,14}以来|历年")
IN_YEAR = re.compile(r"全年|年内|本年|今年|当年|本年度|一年来|新增|同比")
_LASTING = re.compile(r"支持率|覆盖率|普及率|接入率|可办率")


def own_clause(left: str) -> str:
    """The words before a figure from the last comma, colon or bracket on."""
    return after_last(left, ",:(")


def flow_of(one: Bound, text: str, clause: str, left: str, quantity: Quantity) -> tuple[str, str]:
    """flow, stock or na, and what its period is counted over: year, as_of or cumulative."""
    standard = quantity.unit_std
    if standard in SHARES:
        return "na", "as_of" if _LASTING.search(clause) else "year"
    if standard in DURATIONS:
        return "na", "year" if _SHORTENED.search(clause) else "as_of"
    if EACH.search(clause):
        return "na", "year"
    yearly = bool(IN_YEAR.search(clause))
    if _BARELY.fullmatch(clause) and IN_YEAR.search(left) and not _SINCE.search(left):
        # 全年培训3次,累计160余人次: the sum of what the year's were.
        return "flow", "year"
    if RUNNING.search(clause) and not yearly:
        first = re.split(r"[,、]", left)
        opener = len(first) == 2 and re.search(r"年度?$|[今本]年以来$|全年$|一年来$", first[0])
        return (
            ("flow", "year")
            if opener or re.search(r"(?<!历)年度?(?!以来|起)[^,]{0,6}累计", clause)
            else ("stock", "cumulative")
        )
    if _LEVEL.search(clause) and not yearly and not (standard == "person_times" or _USED.search(clause)):
        return "stock", "as_of"
    if standard in _STANDING_UNITS and _stands(quantity.unit, clause, text[quantity.end : quantity.end + 8]):
        return "stock", "as_of"
    return "flow", "year"


_BARELY = re.compile(r"累计(?:达到?|超过?|共|约|有)?")
_SINCE = re.compile(r"截[至止]|以来|历年")
_SHORTENED = re.compile(r"平均(?:缩短|压缩|提前|提速|压减|减少|节省|节约)了?[约近]?$")
_USED = re.compile(r"访问|点击|浏览|阅读|播放")
_STANDING_UNITS = frozenset({"count", "persons", None})


def _stands(unit: str | None, clause: str, after: str) -> bool:
    """Bodies, staff, accounts, holdings: there at the year's end, and not an event of the year."""
    standing = words().standing
    segment = after_last(clause, "、)")
    noun = unit in standing.units and (standing.nouns.search(segment) or standing.after.match(after))
    if not noun and not standing.verbs.search(clause):
        return False
    return not standing.unless.search(_DISCLOSURE.sub("", clause))


_DISCLOSURE = re.compile(r"(?:信息|政务)公开")
