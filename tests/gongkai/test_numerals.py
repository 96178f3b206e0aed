"""Strings of numerals: what is none, and that whatever is written is read back. Values: `tests/gold/quantities.csv`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.numerals import below, read_numeral, step

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


def mixed(number: int) -> str:
    """Arabic digits, each with its magnitude: 1亿3千5百万2千."""
    text = ""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, size)
        digits = [(section // 10**place % 10, unit) for place, unit in ((3, "千"), (2, "百"), (1, "十"), (0, ""))]
        said = "".join(f"{digit}{unit}" for digit, unit in digits if digit)
        text += said + name if said else ""
    return text


@given(st.integers(1, 10**12 - 1).filter(lambda number: all(int(one) for one in str(number))))
def test_digits_each_with_its_magnitude_read_back(number: int) -> None:
    numeral = read_numeral(mixed(number))
    assert numeral is not None
    assert numeral.value == numeral.lower == numeral.upper == number


@given(st.integers(1, 9), st.integers(1, 9))
def test_tenths_and_hundredths_read_back(tenths: int, hundredths: int) -> None:
    numeral = read_numeral(f"{_DIGITS[tenths]}成{_DIGITS[hundredths]}")
    assert numeral is not None
    assert (numeral.value, numeral.unit) == (10 * tenths + hundredths, "percent")


@given(st.integers(0, 99), st.integers(1, 99))
def test_a_percentage_in_words_reads_back(whole: int, hundredths: int) -> None:
    places = f"{hundredths:02}".rstrip("0")
    numeral = read_numeral(f"百分之{chinese(whole)}点{''.join(_DIGITS[int(digit)] for digit in places)}")
    assert numeral is not None
    assert (numeral.value, numeral.unit) == (Decimal(f"{whole}.{places}"), "percent")


@given(st.integers(1, 10**8), st.integers(1, 10**8), st.sampled_from("至到-—～"))
def test_a_range_reads_back_as_its_bounds(low: int, more: int, mark: str) -> None:
    numeral = read_numeral(f"{low}{mark}{low + more}")
    assert numeral is not None
    assert (numeral.value, numeral.lower, numeral.upper) == (None, low, low + more)


@given(st.integers(1, 9999), st.sampled_from(["多", "余"]), st.sampled_from(["万", "亿", "百万"]))
def test_room_within_a_numeral_is_one_unit_of_its_last_digit(number: int, room: str, magnitude: str) -> None:
    numeral = read_numeral(f"{number}{room}{magnitude}")
    size = {"万": 10**4, "亿": 10**8, "百万": 10**6}[magnitude]
    assert numeral is not None
    assert (numeral.value, numeral.lower) == (number * size, number * size)
    assert numeral.upper is not None
    assert numeral.upper - number * size == step(Decimal(number)) * size


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
