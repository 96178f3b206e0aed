from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pages.prose import Paragraph, lay_out


def _mention(start: int, end: int, *, statistic: bool = True) -> dict[str, Any]:
    return {"mention_id": f"r:m{start}", "span_start": start, "span_end": end, "is_statistic": statistic}


def _cell(start: int, end: int) -> dict[str, Any]:
    return {"span_start": start, "span_end": end, "statutory_table": "3"}


def _marked(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [run.text for paragraph in paragraphs for run in paragraph.runs if run.mention]


def test_a_number_is_marked_where_it_stands() -> None:
    text = "收到申请12件，\n办结11件。"
    laid = lay_out(text, [_mention(4, 7), _mention(11, 14)], [], [])
    assert _marked(laid.paragraphs) == ["12件", "11件"]
    assert [run.text for run in laid.paragraphs[0].runs] == ["收到申请", "12件", "，"]


def test_a_number_that_a_line_end_cuts_is_marked_on_both_lines_and_begins_once() -> None:
    laid = lay_out("收取5\n元整", [_mention(2, 5)], [], [])
    runs = [run for paragraph in laid.paragraphs for run in paragraph.runs if run.mention]
    assert [(run.text, run.first) for run in runs] == [("5", True), ("元", False)]


def test_of_overlapping_numbers_the_statistic_is_marked() -> None:
    laid = lay_out("第12件", [_mention(0, 3, statistic=False), _mention(1, 3)], [], [])
    assert _marked(laid.paragraphs) == ["12"]


def test_a_table_is_left_to_where_it_is_redrawn() -> None:
    text = "前文\n项目\t数\n公开\t7\n总计\t9\n后文"
    laid = lay_out(text, [], [_cell(11, 12), _cell(16, 17)], [])
    assert [paragraph.runs[0].text if paragraph.runs else None for paragraph in laid.paragraphs] == [
        "前文",
        None,
        "后文",
    ]


def test_a_table_with_a_statistic_of_the_prose_in_it_stays_text() -> None:
    text = "公开\t7\n共收到12件\n总计\t9"
    laid = lay_out(text, [_mention(8, 11)], [_cell(3, 4), _cell(15, 16)], [])
    assert _marked(laid.paragraphs) == ["12件"]


def test_what_is_left_out_at_the_end_is_counted() -> None:
    laid = lay_out("一二三四五", [_mention(3, 4)], [], [], longest=3)
    assert (laid.cut, _marked(laid.paragraphs)) == (2, [])


@given(
    st.text(st.sampled_from("公开12\n\t "), max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6), st.booleans()), max_size=6),
)
def test_no_character_is_lost_or_doubled(text: str, spans: list[tuple[int, int, bool]]) -> None:
    mentions = [
        _mention(start, min(start + length, len(text)), statistic=kind)
        for start, length, kind in spans
        if start < len(text)
    ]
    laid = lay_out(text, sorted(mentions, key=lambda one: one["span_start"]), [], [])
    lines = ["".join(run.text for run in paragraph.runs) for paragraph in laid.paragraphs]
    assert lines == [line for line in text.split("\n") if line.strip()]
