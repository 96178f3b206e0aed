"""Plain text and Markdown come through unchanged; paragraphs, headings and tables are found in them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document.markdown import read_markdown
from gongkai.document.model import Document
from gongkai.document.text import read_text

WRAPPED = (
    "本年度我们认真落实各项公开制度要求并按照规定及时更新政府网站栏目内容共发布信\n"
    "息一百条其中通过政府公报发布二十条通过新闻发布会发布三条并且办理依申请公开事\n"
    "项共计二十五件答复率达到百分之百没有发生因政府信息公开引起的行政复议和行政诉\n"
    "讼案件。\n"
)


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def test_lines_broken_at_the_margin_are_one_paragraph() -> None:
    text = "一、总体情况\n" + WRAPPED + "二、主动公开\n" + WRAPPED
    assert blocks(read_text(text)) == ["一、总体情况", WRAPPED.strip(), "二、主动公开", WRAPPED.strip()]


def test_a_paragraph_goes_on_over_the_turn_of_a_page() -> None:
    first, second = WRAPPED.split("\n")[:2], WRAPPED.split("\n")[2:]
    for mark in ("\n- 3 -\n", "\n第 3 页 共 9 页\n", "\n\n<<page 4>>\n", "\n\f"):
        text = WRAPPED + "\n".join(first) + mark + "\n".join(second)
        assert len(blocks(read_text(text))) == 2
        assert blocks(read_text(text))[1].endswith("讼案件。")


def test_an_item_begins_a_paragraph_even_after_a_full_line() -> None:
    line = "全面落实公开制度要求并按照规定及时更新政府网站栏目内容共发布信息一百条并且做到"
    text = "\n".join([line, f"（一）{line}", f"2.{line}", f"三、{line}", line, line])
    assert len(blocks(read_text(text))) == 4


def test_short_lines_stand_for_themselves() -> None:
    assert blocks(read_text("规章\n2\n0\n11\n\n行政许可\n97\n")) == ["规章", "2", "0", "11", "行政许可", "97"]


@given(st.text(max_size=300))
def test_text_is_never_changed_and_blocks_lie_in_it_in_order(text: str) -> None:
    for document in (read_text(text), read_markdown(text)):
        assert document.text == text
        ends = [(block.start, block.end) for block in document.blocks]
        assert all(start < end <= len(text) for start, end in ends)
        assert ends == sorted(ends)
        assert all(first[1] <= second[0] for first, second in pairwise(ends))


def test_pipe_tables_become_grids_that_point_at_their_cells() -> None:
    text = "前言\n\n| 信息内容 | 本年制发件数 |\n|---|:-:|\n| 规章 | 0 |\n| 规范性文件 |  |\n后语\n"
    document = read_markdown(text)
    (grid,) = document.grids
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["信息内容", "本年制发件数"],
        ["规章", "0"],
        ["规范性文件", ""],
    ]
    assert text[grid.start : grid.end].startswith("| 信息内容") and text[grid.start : grid.end].endswith("|  |")
    for row in grid.rows:
        for cell in row:
            assert text[cell.place.start : cell.place.end] == cell.text
            assert cell.place.table == grid.ordinal
    assert blocks(document) == ["前言", "后语"]


def test_a_second_row_of_dashes_begins_a_second_table() -> None:
    document = read_markdown("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 0 | 0 |\n|---|---|\n")
    assert [[[cell.text for cell in row] for row in grid.rows] for grid in document.grids] == [
        [["甲", "乙"], ["1", "2"]],
        [["0", "0"]],
    ]


def test_headings_and_links_of_markdown_are_known() -> None:
    document = read_markdown("# 某市年度报告\n\n正文见[附件](files/a.pdf)。\n\n## 一、总体情况\n内容\n")
    assert document.title == "某市年度报告"
    assert document.links == (("附件", "files/a.pdf"),)
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "heading", "paragraph"]


def test_a_table_in_a_fence_is_no_table() -> None:
    assert read_markdown("```\n| a | b |\n|---|---|\n```\n").grids == ()


@pytest.mark.parametrize("piece", ["|", "| ", "一", "#", "[", "](", "-", "第 ", "\\|", "``` ", "| a |\n", "|-|\n"])
def test_time_grows_with_the_length_of_the_text_and_not_with_its_square(piece: str) -> None:
    def cost(length: int) -> float:
        text = piece * (length // len(piece))
        times = []
        for _ in range(3):
            began = time.process_time()
            read_text(text)
            read_markdown(text)
            times.append(time.process_time() - began)
        return min(times)

    # Eight times the text: about eight times the time where it grows with the length, sixty-four where with its square.
    assert cost(40_000) < 24 * cost(5_000) + 0.01
