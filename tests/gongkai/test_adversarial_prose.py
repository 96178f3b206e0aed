"""Text that is no report: whatever it repeats, the work grows with its length and no faster, and has an end.

The cost is counted in calls of Python functions and not in seconds, so that a busy machine fails nothing.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.speed.prose import DEGENERATE, degenerate
from gongkai import extract
from gongkai.compact import Compact
from gongkai.document.text import read_text
from gongkai.narrative import beyond_limit, read_prose
from gongkai.quantities import MOST, scan
from gongkai.sections import find_sections
from tests.gongkai.test_narrative import head

PIECES = (
    "1,",
    "“1”",
    "一、二、三、四、",
    "7",
    "万",
    "二",
    "（1",
    "（一）\n",
    "其中",
    "共12件，其中3件（含1件），",
    "1 1 ",
    "- 1 -\n",
    "《1",
    "百分之",
    "由1项减至1项，",
    "某局、某局分别1件、2件，",
    "2021年",
    "一、总体情况\n",
    "第",
    "1至",
    "1:",
)


def cost(text: str) -> int:
    """Calls made to read the prose of a text."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += 1

    document = read_text(text)
    sys.setprofile(count)
    try:
        read_prose(document, find_sections(document), head(), ())
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    read_prose(read_text(piece), (), head(), ())
    once, twice = cost(piece * 400), cost(piece * 800)
    assert twice <= 2.2 * once + 500


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from((*PIECES, "，", "。", "件", "\n", "）", "”", "%", "约", "年")), min_size=1, max_size=6))
def test_mixtures_cost_no_more_than_their_length(pieces: list[str]) -> None:
    piece = "".join(pieces)
    assert cost(piece * 60) <= 2.5 * cost(piece * 30) + 3000


@pytest.mark.slow
def test_a_megabyte_of_anything_takes_less_than_a_second() -> None:
    """Many megabytes, and a clock: of the CPU, not of the wall."""
    degenerate(DEGENERATE[-1])
    slow = {piece: seconds for piece in DEGENERATE if (seconds := min(degenerate(piece) for _ in range(3))) >= 1}
    assert slow == {}


def test_numbers_beyond_the_limit_are_named_with_their_place() -> None:
    text = "共3件，" * (MOST + 5)
    document = read_text(text)
    mentions = read_prose(document, (), head(), ())
    assert len(mentions) == MOST
    problem = beyond_limit(document, mentions)
    assert problem is not None
    assert problem.code == "numbers_beyond_limit"
    assert text[problem.place.start : problem.place.end] == "，" + "共3件，" * 5
    assert beyond_limit(document, mentions[:-1]) is None


def test_the_limit_is_far_beyond_a_report_and_a_report_within_it_is_read_whole() -> None:
    assert len(scan("，".join(f"公开{number}条" for number in range(3000)))) == 3000


def test_a_report_with_too_many_numbers_says_so_and_keeps_the_rest() -> None:
    title = "某市2022年政府信息公开工作年度报告\n一、总体情况\n政府信息公开。\n二、主动公开政府信息情况\n"
    report = extract((title + "共3件，" * MOST).encode())
    assert [problem.code for problem in report.problems].count("numbers_beyond_limit") == 1
    assert {section.name for section in report.sections} >= {"overview", "proactive"}


def test_page_numbers_between_two_lines_are_no_numbers() -> None:
    compact = Compact(read_text("公开\n- 3 -\n34条，办理5件。\n第 4 页\n受理6件"))
    assert [one.value for one in scan(compact.text)] == [34, 5, 6]
