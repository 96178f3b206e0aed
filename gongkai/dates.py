"""Years, dates and statistical periods as reports print them: 2016年, 二○一六年, 2019年1月1日至12月31日, 2017210日."""

from __future__ import annotations

import datetime
import re

_NOUGHT = "〇○零OoＯ0０"
_DIGITS = {**dict.fromkeys(_NOUGHT, "0"), **{c: str(i) for i, c in enumerate("一二三四五六七八九", 1)}}
_CHINESE_YEAR = re.compile(rf"二[{_NOUGHT}][一二三四五六七八九{_NOUGHT}]{{2}}(?=年)")
_CHINESE_DAY = re.compile(r"(?<=[年月至到])([一二三四五六七八九十]{1,3})(?=[月日])")
# The marks 年 and 月 get lost in nested markup: 201711日至20171231日.
_PERIOD = re.compile(
    r"(20\d\d)(?:[年.\-/]?0?1[月.\-/]?0?1日?)起?(?:开始)?[，,]?(?:截?至|到|—+|－|-+|~|～|––?)(?:当年|本年|同年)?"
    r"(?:(20\d\d)[年.\-/]?)?12[月.\-/]?31日?"
)
# The first year of the 条例 began in May; an office set up during a year reports from that day.
_PART_PERIOD = re.compile(
    r"(20\d\d)年(\d{1,2})月(\d{1,2})日起?(?:开始)?[，,]?(?:截?至|到|—+|－|-+|~|～)(?:当年|本年|同年)?"
    r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日"
)
_DATE = re.compile(r"(20\d\d)(?:年|-|/|\.)(\d{1,2})(?:月|-|/|\.)(\d{1,2})")


def _chinese_number(word: str) -> str:
    tens, _, units = word.rpartition("十")
    if "十" not in word:
        return "".join(_DIGITS[c] for c in word)
    return str((int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[units]) if units else 0))


def with_digits(text: str) -> str:
    """The text with the Chinese numerals of dates as digits: 二○一三年一月 -> 2013年1月. Its length changes."""
    if _CHINESE_YEAR.search(text):
        text = _CHINESE_YEAR.sub(lambda m: _year(m[0]), text)
        text = _CHINESE_DAY.sub(lambda m: _chinese_number(m[1]), text)
    return text


def _year(word: str) -> str:
    return "".join(_DIGITS[c] for c in word)


def iso(year: str, month: str, day: str) -> str | None:
    """The ISO date; None for a day that no calendar has."""
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def first_date(text: str) -> str | None:
    """The first full date in `text` as an ISO date."""
    match = _DATE.search(text)
    return iso(*match.groups()) if match else None


def periods(text: str) -> list[tuple[str, str]]:
    """Statistical periods in `text` (without white space, see `with_digits`) as pairs of ISO dates."""
    found = []
    for match in _PERIOD.finditer(text):
        year, last = match[1], match[2] or match[1]
        found.append((f"{year}-01-01", f"{last}-12-31"))
    if not found:
        for match in _PART_PERIOD.finditer(text):
            begin = iso(match[1], match[2], match[3])
            end = iso(match[4] or match[1], match[5], match[6])
            if begin and end and begin < end:
                found.append((begin, end))
    return found
