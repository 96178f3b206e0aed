"""Strings of numerals: what they say, with bounds; and that whatever is written is read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.numerals import below, read_numeral, step

EXACT = {
    "0": "0",
    "7": "7",
    "12": "12",
    "105": "105",
    "1000": "1000",
    "1,234": "1234",
    "12,345,678": "12345678",
    "１２３": "123",
    "１，２３４．５": "1234.5",
    "3.14": "3.14",
    "0.5": "0.5",
    "007": "7",
    "1 234": "1234",
    "1 234 567": "1234567",
    "2 0 2 3": "2023",
    "12\n34": "1234",
    "1,234.5": "1234.5",
    "1,234.5万": "12345000",
    "1.2亿": "120000000",
    "51.9万": "519000",
    "3.5万亿": "3500000000000",
    "1亿2000万": "120000000",
    "12万3千": "123000",
    "2万5千": "25000",
    "5千": "5000",
    "3百": "300",
    "3百万": "3000000",
    "2千万": "20000000",
    "10万": "100000",
    "0.1万": "1000",
    "1.05亿": "105000000",
    "16.4亿": "1640000000",
    "零": "0",
    "〇": "0",
    "一": "1",
    "两": "2",
    "二": "2",
    "三": "3",
    "九": "9",
    "十": "10",
    "十一": "11",
    "十九": "19",
    "二十": "20",
    "二十三": "23",
    "九十九": "99",
    "一百": "100",
    "一百零一": "101",
    "一百零二": "102",
    "一百一十": "110",
    "一百一十一": "111",
    "一百二十": "120",
    "一百二": "120",
    "三百五": "350",
    "两百": "200",
    "二百五十六": "256",
    "九百九十九": "999",
    "一千": "1000",
    "一千零一": "1001",
    "一千零一十": "1010",
    "一千零一十一": "1011",
    "一千一百": "1100",
    "一千二": "1200",
    "两千": "2000",
    "两千零二十四": "2024",
    "三千五百六": "3560",
    "九千九百九十九": "9999",
    "一万": "10000",
    "一万零一": "10001",
    "一万零二": "10002",
    "一万二": "12000",
    "一万二千": "12000",
    "一万二千三百": "12300",
    "两万五": "25000",
    "一万零五百": "10500",
    "十万": "100000",
    "十二万": "120000",
    "一百二十万": "1200000",
    "一百二十三万四千五百六十七": "1234567",
    "一千万": "10000000",
    "千万": "10000000",
    "百万": "1000000",
    "万": "10000",
    "百": "100",
    "亿": "100000000",
    "一亿": "100000000",
    "一亿零三百": "100000300",
    "一亿二千万": "120000000",
    "一亿二": "120000000",
    "三亿五千万": "350000000",
    "一百二十亿": "12000000000",
    "百亿": "10000000000",
    "一万亿": "1000000000000",
    "两万亿": "2000000000000",
    "一万二千亿": "1200000000000",
    "百万亿": "100000000000000",
    "廿三": "23",
    "廿": "20",
    "卅": "30",
    "卅一": "31",
    "壹佰贰拾叁": "123",
    "伍仟": "5000",
    "玖万": "90000",
    "壹拾": "10",
    "二〇二二": "2022",
    "二○二二": "2022",
    "一九四九": "1949",
    "二零二三": "2023",
    "一二三四五": "12345",
    "半": "0.5",
    "三点五": "3.5",
    "十二点三四": "12.34",
    "一点二亿": "120000000",
    "３．５万亿": "3500000000000",
    "二萬三千": "23000",
    "百分之八": "8",
    "百分之十二点五": "12.5",
    "百分之九十八": "98",
    "百分之百": "100",
    "百分之7.5": "7.5",
    "千分之三": "3",
    "万分之五": "0.05",
    "四分之三": "75",
    "五分之二": "40",
    "二分之一": "50",
    "十分之一": "10",
    "八分之一": "12.5",
}

ROOM = {
    "200多万": (2000000, 3000000),
    "30余万": (300000, 400000),
    "十余万": (100000, 200000),
    "十多万": (100000, 200000),
    "二十多万": (200000, 300000),
    "120多万": (1200000, 1300000),
    "1000多万": (10000000, 20000000),
    "3.5多万": (35000, 36000),
    "一百余万": (1000000, 2000000),
    "5多亿": (500000000, 600000000),
    "三千余万": (30000000, 40000000),
    "10来万": (100000, 200000),
}

RANGES = {
    "几十": (20, 100),
    "几百": (200, 1000),
    "数十": (20, 100),
    "数百": (200, 1000),
    "数千": (2000, 10000),
    "几千": (2000, 10000),
    "几万": (20000, 100000),
    "数万": (20000, 100000),
    "数十万": (200000, 1000000),
    "几百万": (2000000, 10000000),
    "数亿": (200000000, 1000000000),
    "十几": (11, 20),
    "二十几": (21, 30),
    "三十几": (31, 40),
    "20几": (21, 30),
    "十几万": (110000, 200000),
    "三五": (3, 5),
    "一两": (1, 2),
    "两三": (2, 3),
    "七八": (7, 8),
    "四五": (4, 5),
    "两三百": (200, 300),
    "七八十": (70, 80),
    "三四万": (30000, 40000),
    "十七八": (17, 18),
    "二十七八": (27, 28),
    "一二百": (100, 200),
    "10至20": (10, 20),
    "3—5": (3, 5),
    "3-5": (3, 5),
    "3～5": (3, 5),
    "10到15": (10, 15),
    "一至三": (1, 3),
    "十至十五": (10, 15),
    "1.5至2.5": (Decimal("1.5"), Decimal("2.5")),
    "1000至2000": (1000, 2000),
    "3至5万": (30000, 50000),
    "1万至2万": (10000, 20000),
}

NO_NUMBER = (
    "",
    " ",
    "十百",
    "百百",
    "万百万亿亿",
    "一一",
    "12万3",
    "2万500",
    "一百十",
    "亿万",
    "个",
    "第一",
    "1.2.3",
    "1,23",
    "12,34",
    "万多",
    "一点",
    "点五",
    "20至10",
    "三一",
    "九一",
    "六十五四",
    "分之",
    "零分之一",
    "百千",
    "1e5",
    "-",
    "1-",
    "十十",
)


@pytest.mark.parametrize(("text", "value"), EXACT.items())
def test_an_exact_numeral_has_one_value(text: str, value: str) -> None:
    numeral = read_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.lower, numeral.upper, numeral.qualifier) == (Decimal(value),) * 3 + ("exact",)


@pytest.mark.parametrize(("text", "bounds"), ROOM.items())
def test_a_numeral_with_room_starts_at_what_it_says_and_ends_before_the_next(
    text: str, bounds: tuple[int, int]
) -> None:
    numeral = read_numeral(text)
    assert numeral is not None
    lower, upper = map(Decimal, bounds)
    assert (numeral.value, numeral.lower, numeral.upper, numeral.qualifier) == (lower, lower, upper, "at_least")


@pytest.mark.parametrize(("text", "bounds"), RANGES.items())
def test_a_range_has_bounds_and_no_value(text: str, bounds: tuple[Decimal, Decimal]) -> None:
    numeral = read_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.lower, numeral.upper, numeral.qualifier) == (None, *bounds, "range")


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_is_no_number_for_certain_is_none(text: str) -> None:
    assert read_numeral(text) is None


def test_a_fraction_without_end_is_bounded_and_called_about() -> None:
    numeral = read_numeral("三分之一")
    assert numeral is not None
    assert (numeral.value, numeral.upper, numeral.unit) == (Decimal("33.333333"), Decimal("33.333334"), "percent")
    assert numeral.qualifier == "about"


def test_a_ratio_is_told_and_given_no_value() -> None:
    numeral = read_numeral("1∶3")
    assert numeral is not None
    assert (numeral.value, numeral.unit) == (None, "ratio")


def test_significant_figures_are_those_written() -> None:
    written = {
        "51.9万": 3,
        "261万": 3,
        "1.2亿": 2,
        "9900": 4,
        "200多万": 1,
        "12万3千": 3,
        "百万": 3,
        "30余万": 1,
        "1.50": 3,
    }
    assert {text: numeral.significant_figures for text in written if (numeral := read_numeral(text))} == written


def test_the_step_is_one_unit_of_the_last_digit_that_is_not_zero() -> None:
    assert [step(Decimal(value)) for value in ("1500", "2000000", "2.5", "0")] == [100, 1000000, Decimal("0.1"), 0]


def test_the_number_below_has_as_many_figures() -> None:
    assert [below(Decimal(value)) for value in ("10000", "3000", "15", "0.2")] == [9000, 2000, 14, Decimal("0.1")]


# --- whatever is written is read back -------------------------------------------------------------

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A whole number under 10^12 in Chinese numerals, as grammar books have it."""
    if number == 0:
        return "零"
    text, zero = "", False
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, size)
        if section == 0:
            zero = bool(text)
            continue
        if text and (zero or section < 1000):
            text += "零"
        text += _section(section) + name
        zero = False
    return text.removeprefix("一") if text.startswith("一十") else text


def _section(number: int) -> str:
    text, zero = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit == 0:
            zero = bool(text)
        else:
            text += ("零" if zero else "") + _DIGITS[digit] + name
            zero = False
    return text


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_read_back(number: int) -> None:
    numeral = read_numeral(chinese(number))
    assert numeral is not None
    assert numeral.value == number


@given(st.integers(0, 10**15))
def test_thousands_separators_read_back(number: int) -> None:
    numeral = read_numeral(f"{number:,}")
    assert numeral is not None
    assert numeral.value == number


@given(
    st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False),
    st.sampled_from(["", "千", "万", "亿", "万亿"]),
)
def test_arabic_digits_with_a_magnitude_read_back_exactly(number: Decimal, magnitude: str) -> None:
    size = {"": 1, "千": 10**3, "万": 10**4, "亿": 10**8, "万亿": 10**12}[magnitude]
    numeral = read_numeral(f"{number:f}{magnitude}")
    assert numeral is not None
    assert numeral.value == number * size


@given(st.integers(1000, 9999))
def test_a_year_read_digit_by_digit_reads_back(year: int) -> None:
    numeral = read_numeral("".join(_DIGITS[int(digit)] for digit in str(year)))
    assert numeral is not None
    assert numeral.value == year


@given(st.integers(0, 10**9))
def test_full_width_digits_read_back(number: int) -> None:
    numeral = read_numeral(str(number).translate({0x30 + digit: 0xFF10 + digit for digit in range(10)}))
    assert numeral is not None
    assert numeral.value == number


@given(st.text(alphabet="零一二两三五九十百千万亿多余几数半0159.,至-:分之点 ", max_size=14))
def test_any_string_is_read_or_refused_without_error(text: str) -> None:
    numeral = read_numeral(text)
    if numeral is not None and numeral.lower is not None and numeral.upper is not None:
        assert numeral.lower <= numeral.upper
