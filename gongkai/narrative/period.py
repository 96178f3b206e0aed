"""The period of a figure: what its sentence states, else what its kind is counted over."""

from __future__ import annotations

import re

from gongkai.compact import BREAK
from gongkai.model import ReportHead, SourceKind
from gongkai.narrative.bound import COUNTED, LEFT, SHARES, Bound
from gongkai.narrative.flow_or_stock import IN_YEAR, RUNNING, flow_of, own_clause
from gongkai.narrative.growth import BASE
from gongkai.quantities import Quantity

_UNTIL = re.compile(r"(?:截至|截止|截止到|截至到|至|到)$")
_OPENS = re.compile(rf"(?:^|[,。;:({BREAK}]|[一二三四五六七八九十]是|其中|在|于|截[至止]|到|今年|本年)$")
_COMPARED = re.compile(r"(?:较|比|与|同|相比|对比|自|从)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_MONTH = re.compile(r"^((?:19|20)\d\d)年(\d{1,2})月份?[底末]?$")
_BEFORE_REFORM = re.compile(r"改革前|整改前|优化前|改造前|原先|原来|过去需|以前需")
_AFTER_REFORM = re.compile(r"改革后|整改后|优化后|现在|压缩|缩短|减少到|现只需")
_OVER_YEARS = re.compile(r"截[至止]目前|历年|以来")
_YEAR_APART = re.compile(r"[,(](?:其中,?)?(?:今年|本年|当年|(?:19|20)\d\d年)(?!底|末)")
"""A running total before the year's own figure: 累计访问86万次,今年访问12万次."""
CARRIED_FROM = re.compile(r"度?(?:结转|转入|转结|遗留|未办结)(?!至|到|入)")
CARRIED_TO = re.compile(r"(?:结转|转入|顺延|转至|延至)(?:至|到|入)?$")
"""Beside a year that says where requests come from or go to, and not when the figure is of."""
_LAST_YEAR = re.compile(r"(?:上年|上一年|上年度|上一年度|去年|去年同期|上年同期)(?:度|同期)?[^,]{0,10}$")


def set_time(text: str, one: Bound, group: list[Bound], head: ReportHead) -> None:
    """Period, and flow or stock: by the indicator where there is one, else by the words of the clause."""
    year = head.report_year
    left = text[max(one.start, one.quantity.start - LEFT) : one.quantity.start]
    clause = own_clause(left)
    kind = _kind(text, one, left, clause)
    stated = _stated(text, one, group, head)
    if stated is not None and one.flow == "flow":
        stated, kind = _up_to(one, stated, kind, left, clause, year)
    before = _before(text, one, stated, left, clause, year)
    if before is not None:
        one.period = before
        return
    counted = one.indicator is None and one.quantity.unit_std in COUNTED
    if counted and not IN_YEAR.search(clause) and _CHANGES_TO.search(left[-24:]):
        one.flow, kind = "stock", "as_of"
    one.period = _period(one, stated, kind, year)


def _kind(text: str, one: Bound, left: str, clause: str) -> str:
    """Set flow or stock; what the period is counted over where none is stated."""
    one.flow, kind = flow_of(one, text, clause, left, one.quantity)
    whole, indicator = one.part_of, one.indicator
    of_year = IN_YEAR.search(clause) or _YEAR.search(clause)
    if one.flow == "flow" and whole is not None and whole.flow == "stock" and indicator is None and not of_year:
        # The parts of what stands, stand.
        one.flow, kind = "stock", "as_of"
    if indicator is not None:
        declared = "cumulative" if indicator.period == "cumulative" else indicator.flow_or_stock
        apart = kind == "cumulative" and _YEAR_APART.match(text, one.quantity.end)
        if declared == "flow" and one.flow == "stock" and (apart or _OVER_YEARS.search(left)):
            # A running total over years is not the year's figure.
            one.indicator = None
        elif declared == "cumulative" and one.flow == "flow" and IN_YEAR.search(clause):
            # What the year brought (全年被调用300万次) is not the running total.
            one.indicator = None
        else:
            one.flow = indicator.flow_or_stock
            kind = indicator.period if indicator.period != "pair" else "as_of"
    if one.change:
        one.flow, kind = "na", "year"
    return kind


def _up_to(one: Bound, stated: str, kind: str, left: str, clause: str, year: int | None) -> tuple[str | None, str]:
    """What happened up to a day, or since a year: a running total, but for what the clause says of the year."""
    this_year = _THIS_YEAR.search(clause) is not None
    if stated.startswith("cumulative_since"):
        if this_year:
            return None, kind
        one.flow, one.indicator = "stock", None
    elif stated.startswith("as_of"):
        running = RUNNING.search(left) is not None and not this_year
        if stated == f"as_of:{year}-12-31" and not running:
            # "By 31 December N were received" says what the year brought.
            return None, kind
        one.flow, one.indicator = "stock", None
        kind = "cumulative" if running else "as_of"
    return stated, kind


def _before(text: str, one: Bound, stated: str | None, left: str, clause: str, year: int | None) -> str | None:
    """The period of the state before a change: a reform, or the year; None where it tells of no such state."""
    quantity = one.quantity
    if _BEFORE_REFORM.search(left[-60:]) and not _AFTER_REFORM.search(left[-60:]):
        return "as_of:pre_reform"
    since = _changes_from(text, quantity)
    if since is None:
        return None
    counted = quantity.unit_std in COUNTED
    if one.flow == "flow" and one.indicator is not None and stated is not None and stated.isdigit():
        # 访问量从2020年的136万次增加到412万次: what each year brought, and no state.
        return f"year:{stated}"
    if IN_YEAR.search(clause) and year is not None:
        # 本年解读稿件由18篇增至47篇: the year before, and not a state before a reform.
        return f"year:{year - 1}"
    if counted:
        one.flow = "stock"
    if stated is not None and stated.isdigit():
        return f"as_of:{stated}-12-31"
    if year is not None and _LAST_YEAR.search(since):
        return f"as_of:{year - 1}-12-31" if counted else f"year:{year - 1}"
    return "as_of:pre_reform"


def _period(one: Bound, stated: str | None, kind: str, year: int | None) -> str | None:
    """The period that is stated, or else the report's year as its kind counts it."""
    if stated is not None and not stated.isdigit():
        if kind == "cumulative" and stated.startswith("as_of:"):
            return f"cumulative_since:unknown..{stated[6:]}"
        return stated if not (stated.startswith("month") and one.flow == "stock") else f"as_of:{stated[6:]}"
    if stated is not None:
        if year is not None and int(stated) > year:
            one.quantity.kind = "policy_target"
        year = int(stated)
    if year is None:
        return None
    return {
        "cumulative": f"cumulative_since:unknown..{year}-12-31",
        "opening": f"as_of:{year - 1}-12-31",
        "as_of": f"as_of:{year}-12-31",
    }.get(kind, f"year:{year}")


_CHANGES_TO = re.compile(
    r"[从由]\S{1,14}(?:集约整合|整合|集约|压缩|精简|减少|缩减|压减|下降|降低|减|降|增加|提高|提升|增长|上升|扩大|调整|优化|升|增)(?:为|至|到)$"
)


def _changes_from(text: str, quantity: Quantity) -> str | None:
    """从81项压缩为50项: the words before the first of the pair, which is the state before."""
    since = _FROM.search(text[max(0, quantity.start - 8) : quantity.start])
    return since[0] if since and _CHANGED.match(text, quantity.end) else None


_CHANGED = re.compile(
    r"(?:集约整合|整合|集约|压缩|精简|减少|缩减|缩短|压减|下降|降低|减|降|增加|提高|提升|增长|上升|扩大|调整|优化|升|增)(?:为|至|到)"
)
_FROM = re.compile(r"[从由](?:法定的?|原来的?|原先的?|之前的?|原|(?:19|20)\d\d年(?:底|末)?的?|上年度?的?|去年的?)?$")


def _stated(text: str, one: Bound, group: list[Bound], head: ReportHead) -> str | None:
    """A date that the sentence gives before the figure: a year, or a whole period."""
    if one.of_year is not None:
        return one.of_year
    quantity = one.quantity
    near = text[max(one.start, quantity.start - 16) : quantity.start]
    if head.report_year is not None and not one.change and BASE.search(near) and _LAST_YEAR.search(near):
        return str(head.report_year - 1)
    of_half, half_at = _half_year(text, one, head)
    past_at = _past_clause(text, one, head)
    for date in (other.quantity for other in reversed(group)):
        if date.kind != "date" or date.start >= quantity.start:
            continue
        if date.start < max(half_at, past_at):
            break
        left = text[max(one.start, date.start - 6) : date.start]
        if left[-1:] in _AND and left[-2:-1] in ("月", "日"):
            # 4月、9月: no single month.
            return None
        if CARRIED_FROM.match(text, date.end) or CARRIED_TO.search(text, max(0, date.start - 6), date.start):
            continue
        if period := _of_date(text, one, date, group, head.report_year):
            return period
    if of_half is not None:
        return of_half
    opened = _opening_year(text, one)
    if opened is not None and not _THIS_YEAR.search(text, one.start, quantity.start):
        return opened
    if head.report_year is None or head.source_kind is SourceKind.NEWS:
        return None
    return str(head.report_year - 1) if past_at >= 0 else None


def _of_date(text: str, one: Bound, date: Quantity, group: list[Bound], report_year: int | None) -> str | None:
    """The period that a date before the figure gives it; None where the date is of something else."""
    surface, quantity = text[date.start : date.end], one.quantity
    left = text[max(one.start, date.start - 6) : date.start]
    adjacent = text[date.end : quantity.start] in ("", "的", "(")
    opens = (
        date.start == one.start
        or _OPENS.search(text, max(0, date.start - 3), date.start) is not None
        or (text[date.start - 1] == "、" and any(told.quantity.end == date.start - 1 for told in group))
    )
    until = _UNTIL.search(left) is not None
    year = _YEAR.match(surface)
    if year is None:
        return _part_of_year(surface, report_year, until) if opens and report_year is not None else None
    compared = _COMPARED.search(left) is not None
    since = _SINCE.match(text, date.end) is not None
    if compared and not adjacent and not since:
        return None
    if adjacent and text[date.end : quantity.start] == "的" and quantity.unit_std in SHARES:
        # 增长到2019年的3倍: the year that it is compared with.
        return None
    in_title = "《" in text[max(one.start, date.start - 40) : date.start].rpartition("》")[2]
    if in_title or text[date.end - 1] == "版":
        return None
    since = surface.endswith("以来") or (since and (opens or compared))
    return _of_year(surface, year[0], report_year, until=until, since=since, whole=opens or adjacent)


def _of_year(surface: str, year: str, report_year: int | None, *, until: bool, since: bool, whole: bool) -> str | None:
    """The period of a date that names its year: a day or month (only the first where something holds `until` it), the
    time `since` a year, a quarter, a half; a year alone where it opens the sentence or stands before the figure
    (`whole`)."""
    if day := _DAY.search(surface):
        return f"as_of:{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if until else None
    if month := _MONTH.match(surface):
        if until:
            return f"as_of:{month[1]}-{int(month[2]):02}" + ("-31" if int(month[2]) == _DECEMBER else "")
        return f"month:{month[1]}-{int(month[2]):02}"
    if since:
        return year if int(year) == report_year else f"cumulative_since:{year}-01-01..{report_year}-12-31"
    if until and re.search(r"年[底末]$", surface):
        return f"as_of:{year}-12-31"
    if quarter := re.search(r"([一二三四1-4])季度$", surface):
        return f"quarter:{year}-Q{'一二三四1234'.index(quarter[1]) % 4 + 1}"
    if half := re.search(r"([上下])半年$", surface):
        return f"half:{year}-H{1 if half[1] == '上' else 2}"
    return year if whole and re.fullmatch(r"(?:19|20)\d\d年?度?", surface) else None


def _past_clause(text: str, one: Bound, head: ReportHead) -> int:
    """Where the figure's own clause begins, if it says 上年; -1 if not, or if the figure is no level of that year."""
    quantity = one.quantity
    if head.report_year is None or one.growth_of is not None or one.change or quantity.unit_std in SHARES:
        return -1
    clause = own_clause(text[max(one.start, quantity.start - 30) : quantity.start])
    return quantity.start - len(clause) if _LAST_YEAR.search(clause) and "结转" not in clause else -1


def _opening_year(text: str, one: Bound) -> str | None:
    """2021年,收到5件;办结3件: the year that opens the sentence, for what follows a semicolon."""
    if text[one.start - 1 : one.start] != ";":
        return None
    before = text[max(0, one.start - 300) : one.start]
    match = _OPENING.match(re.split(rf"[。!?{BREAK}]", before)[-1])
    return match[1] if match else None


_OPENING = re.compile(r"((?:19|20)\d\d)年度?,")


def _half_year(text: str, one: Bound, head: ReportHead) -> tuple[str | None, int]:
    """上半年 without a year, which is no number: the half of the report's year, and where it stands."""
    if head.report_year is None or "半年" not in text[one.start : one.quantity.start]:
        return None, -1
    if _THIS_YEAR.search(own_clause(text[one.start : one.quantity.start])):
        return None, -1
    found = max(_HALF.finditer(text, one.start, one.quantity.start), key=re.Match.start, default=None)
    if found is None:
        return None, -1
    return f"half:{head.report_year}-H{1 if found[1] == '上' else 2}", found.start()


_HALF = re.compile(rf"(?<![^,;:(。{BREAK}])(?:今年|本年)?([上下])半年")
_SINCE = re.compile(r"[^,;。《》]{0,10}以来")
_THIS_YEAR = re.compile(r"全年|年内|本年|今年|当年|一年来")
_DECEMBER = 12
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
