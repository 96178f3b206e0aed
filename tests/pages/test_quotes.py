"""Numbers that stand together are quoted together, and no word of the quotation is lost or told twice."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pages.quotes import quoted

_TEXT = "全年甲12件、乙34件、丙56件，此外另有很长的一段文字把它们隔开，最后丁78件。"


def _mention(start: int, end: int, width: int = 8, report: str = "a") -> dict[str, Any]:
    return {
        "id": f"{report}:m{start}",
        "kind": "mention",
        "report_id": report,
        "span_start": start,
        "span_end": end,
        "before": _TEXT[max(0, start - width) : start],
        "words": _TEXT[start:end],
        "after": _TEXT[end : end + width],
    }


def _spans() -> list[tuple[int, int]]:
    return [(_TEXT.index(n), _TEXT.index(n) + 3) for n in ("12件", "34件", "56件", "78件")]


def _words(quote: dict[str, Any]) -> str:
    return str(quote["before"]) + "".join(words + between for _, words, between in quote["numbers"])


def test_numbers_of_one_list_stand_in_one_quotation() -> None:
    first, last = quoted([_mention(*span) for span in _spans()])
    assert [words for _, words, _ in first["numbers"]] == ["12件", "34件", "56件"]
    assert _words(first) in _TEXT
    assert (first["span_start"], first["span_end"]) == (_spans()[0][0], _spans()[2][1])
    assert [words for _, words, _ in last["numbers"]] == ["78件"]


def test_numbers_of_different_reports_and_cells_are_never_joined() -> None:
    one, other = _mention(*_spans()[0]), _mention(*_spans()[1], report="b")
    cell = {"id": "a:x", "kind": "cell", "report_id": "a", "span_start": None, "span_end": None}
    assert len(quoted([one, cell, _mention(*_spans()[1]), other])) == 4


@given(st.permutations(range(4)), st.integers(0, 30))
def test_every_number_is_quoted_once_in_words_of_the_text(order: list[int], width: int) -> None:
    quotes = quoted([_mention(*_spans()[at], width=width) for at in order])
    assert sorted(number for quote in quotes for number, _, _ in quote["numbers"]) == sorted(
        f"a:m{start}" for start, _ in _spans()
    )
    assert all(_words(quote) in _TEXT for quote in quotes)
