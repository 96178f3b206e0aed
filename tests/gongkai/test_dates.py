"""Years, dates and periods as reports print them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.dates import first_date, periods, with_digits

NUMERALS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    tens, units = divmod(number, 10)
    return ("" if tens == 0 else ("" if tens == 1 else NUMERALS[tens]) + "十") + (NUMERALS[units] if units else "")


@given(st.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2039, 12, 31)), st.sampled_from("〇○零"))
def test_a_date_in_chinese_numerals_reads_as_the_same_date(date: datetime.date, nought: str) -> None:
    year = "".join(NUMERALS[int(digit)] for digit in str(date.year)).replace("〇", nought)
    assert first_date(with_digits(f"{year}年{chinese(date.month)}月{chinese(date.day)}日")) == date.isoformat()


@given(st.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2039, 12, 31)))
def test_a_date_reads_the_same_in_every_way_of_writing_it(date: datetime.date) -> None:
    for written in (f"{date.year}年{date.month}月{date.day}日", date.isoformat(), date.strftime("%Y/%m/%d")):
        assert first_date(f"发布于{written} 10:00") == date.isoformat()


@pytest.mark.parametrize("words", ["2023年13月1日", "2023-02-30", "第2023号", "〔2023〕1号", ""])
def test_what_is_no_date_is_none(words: str) -> None:
    assert first_date(words) is None


def test_numbers_that_are_no_dates_stay_as_they_are() -> None:
    assert with_digits("二是加强二十个单位的工作") == "二是加强二十个单位的工作"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("自2022年1月1日起至2022年12月31日止", [("2022-01-01", "2022-12-31")]),
        ("2022年1月1日—12月31日", [("2022-01-01", "2022-12-31")]),
        ("201711日至20171231日", [("2017-01-01", "2017-12-31")]),
        ("2008年5月1日至2008年12月31日", [("2008-05-01", "2008-12-31")]),
        ("2022年12月31日至2022年1月1日", []),
        ("二○一六年一月一日至十二月三十一日", [("2016-01-01", "2016-12-31")]),
    ],
)
def test_a_statistical_period_is_read_even_where_its_marks_got_lost(
    words: str, expected: list[tuple[str, str]]
) -> None:
    assert periods(with_digits(words)) == expected
