"""The period of a figure: what its sentence states, else what its kind is counted over."""

from __future__ import annotations

import re

from gongkai.compact import BREAK
from gongkai.model import ReportHead, SourceKind
from gongkai.narrative.bound import COUNTED, LEFT, SHARES, Bound
from gongkai.narrative.flow import IN_YEAR, RUNNING, flow_of, own_clause
from gongkai.narrative.growth import BASE
from gongkai.quantities import Quantity

_UNTIL = re.compile(r"(?:截至|截止|截止到|截至到|至|到)$")
_OPENS = re.compile(rf"(?:^|[,。;:({BREAK}]|[一二三四五六七八九十]是|在|于|截[至止]|到|今年|本年)$")
_COMPARED = re.compile(r"(?:较|比|与|同|相比|对比|自|从)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_MONTH = re.compile(r"^((?:19|20)\d\d)年(\d{1,2})月$")
_BEFORE_REFORM = re.compile(r"改革前|整改前|优化前|改造前|原先|原来|过去需|以前需")
_AFTER_REFORM = re.compile(r"改革后|整改后|优化后|现在|压缩|缩短|减少到|现只需")
_OVER_YEARS = re.compile(r"截[至止]目前|历年|以来")
_YEAR_APART = re.compile(r"[,(](?:其中,?)?(?:今年|本年|当年|(?:19|20)\d\d年)(?!底|末)")
"""A running total before the year's own figure: 累计访问86万次,今年访问12万次."""
_LAST_YEAR = re.compile(r"(?:上年|上一年|上年度|上一年度|去年|去年同期|上年同期)(?:度|同期)?[^,]{0,10}$")


def set_time(text: str, one: Bound, group: list[Bound], head: ReportHead) -> None:
    """Period, and flow or stock: by the indicator where there is one, else by the words of the clause."""
    quantity = one.quantity
    year = head.report_year
    left = text[max(one.start, quantity.start - LEFT) : quantity.start]
    clause = own_clause(left)
    flow, kind = flow_of(one, text, clause, left, quantity)
    if (
        flow == "flow"
        and one.part_of is not None
        and one.part_of.flow == "stock"
        and one.indicator is None
        and not IN_YEAR.search(clause)
    ):
        # The parts of what stands, stand.
        flow, kind = "stock", "as_of"
    indicator = one.indicator
    if indicator is not None:
        declared = "cumulative" if indicator.period == "cumulative" else indicator.flow_or_stock
        over_years = _OVER_YEARS.search(left) or (kind == "cumulative" and _YEAR_APART.match(text, quantity.end))
        if declared == "flow" and flow == "stock" and over_years:
            # A running total over years is not the year's figure.
            one.indicator = None
        else:
            flow = indicator.flow_or_stock
            kind = indicator.period if indicator.period != "pair" else "as_of"
    if one.change:
        flow, kind = "na", "year"
    stated = _stated(text, one, group, head)
    if stated is not None and stated.startswith("cumulative_since") and flow == "flow":
        # A running total over years is not the year's figure.
        flow, one.indicator = "stock", None
    if stated is not None and stated.startswith("as_of") and flow == "flow":
        running = RUNNING.search(left) is not None
        if stated == f"as_of:{year}-12-31" and not running:
            # "By 31 December N were received" says what the year brought.
            stated = None
        else:
            flow, kind, one.indicator = "stock", "cumulative" if running else "as_of", None
    one.flow = flow
    if _BEFORE_REFORM.search(left[-60:]) and not _AFTER_REFORM.search(left[-60:]):
        one.period = "as_of:pre_reform"
        return
    if _changes_from(text, quantity):
        if IN_YEAR.search(clause) and year is not None:
            # 本年解读稿件由18篇增至47篇: the year before, and not a state before a reform.
            one.period = f"year:{year - 1}"
            return
        if stated is not None and stated.isdigit():
            one.flow = "stock" if quantity.unit_std in COUNTED else one.flow
            one.period = f"as_of:{stated}-12-31"
            return
        one.period = "as_of:pre_reform"
        one.flow = "stock" if quantity.unit_std in COUNTED else one.flow
        return
    yearly = IN_YEAR.search(clause) is not None
    if indicator is None and not yearly and quantity.unit_std in COUNTED and _CHANGES_TO.search(left[-24:]):
        one.flow, kind = "stock", "as_of"
    if stated is not None and stated.startswith(("month", "months", "quarter", "half", "cumulative_since", "as_of")):
        if kind == "cumulative" and stated.startswith("as_of:"):
            one.period = f"cumulative_since:unknown..{stated[6:]}"
        else:
            one.period = stated if not (stated.startswith("month") and flow == "stock") else f"as_of:{stated[6:]}"
        return
    if stated is not None:
        if year is not None and int(stated) > year:
            one.quantity.kind = "policy_target"
        year = int(stated)
    if year is None:
        one.period = None
    elif kind == "cumulative":
        one.period = f"cumulative_since:unknown..{year}-12-31"
    elif kind == "opening":
        one.period = f"as_of:{year - 1}-12-31"
    elif kind == "as_of":
        one.period = f"as_of:{year}-12-31"
    else:
        one.period = f"year:{year}"


_CHANGES_TO = re.compile(
    r"[从由]\S{1,14}(?:集约整合|整合|集约|压缩|精简|减少|缩减|压减|下降|降低|减|降|增加|提高|提升|增长|上升|扩大|调整|优化|升|增)(?:为|至|到)$"
)


def _changes_from(text: str, quantity: Quantity) -> bool:
    """从81项压缩为50项: the first of the pair is the state before."""
    if not re.search(
        r"[从由](?:法定的?|原来的?|原先的?|之前的?|原|(?:19|20)\d\d年(?:底|末)?的?|上年的?|去年的?)?$",
        text[max(0, quantity.start - 8) : quantity.start],
    ):
        return False
    return bool(
        re.match(
            r"(?:集约整合|整合|集约|压缩|精简|减少|缩减|缩短|压减|下降|降低|减|降|增加|提高|提升|增长|上升|扩大|调整|优化|升|增)(?:为|至|到)",
            text[quantity.end : quantity.end + 8],
        )
    )


def _stated(text: str, one: Bound, group: list[Bound], head: ReportHead) -> str | None:
    """A date that the sentence gives before the figure: a year, or a whole period."""
    quantity = one.quantity
    near = text[max(one.start, quantity.start - 16) : quantity.start]
    if head.report_year is not None and not one.change and BASE.search(near) and _LAST_YEAR.search(near):
        return str(head.report_year - 1)
    for other in reversed(group):
        date = other.quantity
        if date.kind != "date" or date.start >= quantity.start:
            continue
        surface = text[date.start : date.end]
        left = text[max(one.start, date.start - 6) : date.start]
        if left[-1:] in _AND and left[-2:-1] in ("月", "日"):
            # 4月、9月: no single month.
            return None
        adjacent = text[date.end : quantity.start] in ("", "的")
        opens = date.start == one.start or _OPENS.search(text, max(0, date.start - 3), date.start) is not None
        if head.report_year is not None and not _YEAR.match(surface):
            if opens and (partial := _part_of_year(surface, head.report_year, bool(_UNTIL.search(left)))):
                return partial
            continue
        year = _YEAR.match(surface)
        if year is None or (_COMPARED.search(left) and not adjacent and "以来" not in text[date.end : date.end + 2]):
            continue
        if "《" in text[max(one.start, date.start - 40) : date.start].rpartition("》")[2]:
            continue
        if text[date.end - 1] == "版":
            continue
        if day := _DAY.search(surface):
            if _UNTIL.search(left):
                return f"as_of:{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
            continue
        if month := _MONTH.match(surface):
            if _UNTIL.search(left):
                return f"as_of:{month[1]}-{int(month[2]):02}"
            return f"month:{month[1]}-{int(month[2]):02}"
        if text[date.end : date.end + 2] == "以来" or surface.endswith("以来"):
            return (
                f"cumulative_since:{year[0]}-01-01..{head.report_year}-12-31"
                if int(year[0]) != head.report_year
                else year[0]
            )
        if re.search(r"年[底末]$", surface) and _UNTIL.search(left):
            return f"as_of:{year[0]}-12-31"
        if quarter := re.search(r"([一二三四1-4])季度$", surface):
            return f"quarter:{year[0]}-Q{'一二三四1234'.index(quarter[1]) % 4 + 1}"
        if half := re.search(r"([上下])半年$", surface):
            return f"half:{year[0]}-H{1 if half[1] == '上' else 2}"
        if re.fullmatch(r"(?:19|20)\d\d年?度?", surface) and (opens or adjacent):
            return year[0]
    if head.report_year is None or head.source_kind is SourceKind.NEWS:
        return None
    clause = own_clause(text[max(one.start, quantity.start - 30) : quantity.start])
    past = _LAST_YEAR.search(clause) and "结转" not in clause
    if past and one.growth_of is None and not one.change and quantity.unit_std not in SHARES:
        return str(head.report_year - 1)
    return None


_AND = frozenset({"、", "和", "及", "与"})


def _part_of_year(surface: str, year: int, until: bool) -> str | None:
    """3月, 第三季度, 上半年, 1-10月 of the report's year."""
    if match := re.fullmatch(r"(\d{1,2})月(\d{1,2})日", surface):
        return f"as_of:{year}-{int(match[1]):02}-{int(match[2]):02}" if until else None
    if match := re.fullmatch(r"(\d{1,2})月份?底?", surface):
        return f"{'as_of' if until else 'month'}:{year}-{int(match[1]):02}"
    if match := re.fullmatch(r"(\d{1,2})月?(?:-+|至|到|~)(\d{1,2})月份?", surface):
        return f"months:{year}-{int(match[1]):02}..{year}-{int(match[2]):02}"
    if match := re.fullmatch(r"第?([一二三四1-4])季度", surface):
        return f"quarter:{year}-Q{'一二三四1234'.index(match[1]) % 4 + 1}"
    if match := re.fullmatch(r"([上下])半年", surface):
        return f"half:{year}-H{1 if match[1] == '上' else 2}"
    return None
