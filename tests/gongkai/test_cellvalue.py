from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cellvalue import read_value
from gongkai.model import CellState


@pytest.mark.parametrize(
    ("raw", "value", "unit", "note"),
    [
        ("13", "13", None, None),
        (" 13 ", "13", None, None),
        ("１３，６１２", "13612", None, None),
        ("11,398,889", "11398889", None, None),
        ("13 612", "13612", None, None),
        ("13\u00a0612", "13612", None, None),
        ("1\u200b036", "1036", None, None),
        ("+1036", "1036", None, None),
        ("-8", "-8", None, None),
        ("－8", "-8", None, None),
        ("−8", "-8", None, None),
        ("减8", "-8", None, None),
        ("负 8", "-8", None, None),
        ("增15", "15", None, None),
        ("↑15", "15", None, None),
        ("↓15", "-15", None, None),
        ("5.2\n万元", "5.2", "万元", None),
        ("59237.2449", "59237.2449", None, None),
        ("251000元", "251000", "元", None),
        ("240 万元", "240", "万元", None),
        ("5.2万元", "5.2", "万元", None),
        ("75394432.52元", "75394432.52", "元", None),
        ("12件", "12", "件", None),
        ("55（含自然失效29件）", "55", None, "含自然失效29件"),
        ("22\n（其中修订16件）", "22", None, "其中修订16件"),
        ("22件（其中修订16件）", "22", "件", "其中修订16件"),
        ("7*", "7", None, "*"),
        ("0.5", "0.5", None, None),
    ],
)
def test_a_number_is_read_with_its_sign_unit_and_note(raw: str, value: str, unit: str | None, note: str | None) -> None:
    cell = read_value(raw)
    assert (cell.value, cell.unit, cell.note, cell.state) == (Decimal(value), unit, note, CellState.NUMBER)


@pytest.mark.parametrize("raw", ["0", "０", "0.00", "-0", "零", "0元"])
def test_a_printed_nought_is_zero_and_no_blank(raw: str) -> None:
    cell = read_value(raw)
    assert (cell.state, cell.value) == (CellState.ZERO, Decimal(0))


@pytest.mark.parametrize("raw", ["", " ", "\u00a0", "\u3000\n", "\ufeff", "\t\u200b"])
def test_a_blank_has_no_value_and_no_text(raw: str) -> None:
    cell = read_value(raw)
    assert (cell.state, cell.value, cell.raw_text) == (CellState.BLANK, None, "")


@pytest.mark.parametrize("raw", ["/", "／", "—", "——", "-", "－", "--", "\\", "无", "不适用", " / ", "N/A"])
def test_a_mark_for_none_is_neither_blank_nor_zero(raw: str) -> None:
    cell = read_value(raw)
    assert (cell.state, cell.value) == (CellState.NA_MARK, None)


@pytest.mark.parametrize("raw", ["详见附件", "合计", "十二", "（）", "：", "O"])
def test_words_where_a_number_belongs_are_text(raw: str) -> None:
    assert read_value(raw).state is CellState.TEXT


@pytest.mark.parametrize(
    "raw",
    [
        "-\n352",
        "1.\n5",
        "13\n14",
        "12 34",
        "0 0 0",
        "00",
        "007",
        "1,03",
        "1,1398",
        "1.2.3",
        "5²",
        "½5",
        "12(5)",
        "约12",
        "12多",
        "12-15",
        "+3/-2",
        "增3减2",
        "3件2件",
        "12.",
        "1234567890123456",
        "—8",
        "其中22",
        "5．",
    ],
)
def test_what_is_not_surely_one_number_is_not_read(raw: str) -> None:
    cell = read_value(raw)
    assert (cell.state, cell.value) == (CellState.UNREADABLE, None)


def test_the_raw_text_is_as_printed_without_white_space() -> None:
    assert read_value(" １３ ，６１２\u3000件 ").raw_text == "１３，６１２件"


@given(st.integers(min_value=0, max_value=10**14), st.sampled_from(["{}", "{:,}", " {} ", "{}件", "{}\u3000"]))
def test_any_whole_number_comes_back_as_written(number: int, style: str) -> None:
    assert read_value(style.format(number)).value == number


@given(st.text(alphabet="0123456789,.+- \n/()件元万", max_size=14))
def test_a_value_has_the_digits_of_its_raw_text_in_order(raw: str) -> None:
    cell = read_value(raw)
    if cell.value is not None and cell.note is None:
        assert "".join(c for c in cell.raw_text if c.isdigit()) in (
            "".join(c for c in f"{abs(cell.value):f}" if c.isdigit()),
        )
