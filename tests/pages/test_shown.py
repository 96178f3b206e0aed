import html
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shown import figure, plain, printed


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("12.000000"), "12"),
        (Decimal("1200.000000"), "1,200"),
        (Decimal("-0.500000"), "-0.5"),
        (Decimal("96171.600000"), "96,171.6"),
        (Decimal("100"), "100"),
        (0, "0"),
        (10_000, "10,000"),
        (None, "–"),
    ],
)
def test_a_figure_is_shown_exactly(value: Decimal | int | None, shown: str) -> None:
    assert figure(value) == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_a_figure_can_be_read_back(value: Decimal) -> None:
    assert Decimal(figure(value).replace(",", "")) == value


def test_characters_that_turn_or_hide_writing_are_shown_by_their_number() -> None:
    assert printed("a\u202eb\x00") == 'a<span class="control">U+202E</span>b<span class="control">U+0000</span>'
    assert plain("a\u202eb") == "aU+202Eb"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("公开\n\t：")))
def test_what_can_be_seen_is_shown_as_printed(text: str) -> None:
    shown = printed(text)
    assert html.unescape(shown) == text.replace("\x7f", "U+007F")
    assert "<" not in shown
