"""HTML as sites serve it. The sentences are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document.html import read_html, read_html_text
from gongkai.document.model import Document, Grid


def _page(body: str, head: str = "") -> Document:
    return read_html_text(f"<html><head>{head}</head><body>{body}</body></html>")


def _blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def _texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def test_blocks_are_paragraphs_and_headings_in_reading_order() -> None:
    document = _page("<h1>某市年度报告</h1><div><p>第一段。</p>散文<p>第二<b>段</b>。<br>第三段。</p></div>")
    assert _blocks(document) == ["某市年度报告", "第一段。", "散文", "第二段。", "第三段。"]
    assert [block.kind for block in document.blocks] == ["heading"] + ["paragraph"] * 4


def test_scripts_navigation_hidden_text_and_lists_of_links_are_left_out() -> None:
    document = _page(
        '<script>var n = 12;</script><ul class="nav"><li>首页</li></ul><div style="display:none">旧稿</div>'
        '<div class="footer">主办单位</div><ul><li><a href="/a">相关链接</a></li></ul><p>正文。</p><!-- 注 -->'
    )
    assert _blocks(document) == ["正文。"]


def test_an_element_named_like_navigation_that_holds_the_report_is_kept() -> None:
    document = _page("<div class='nav'><p>正文。</p><table><tr><td>规章</td><td>3</td></tr></table></div>")
    assert _blocks(document) == ["正文。"] and len(document.grids) == 1


def test_attachments_are_kept_as_links() -> None:
    document = _page('<p>正文。</p><p><a href="/f/1.xls">附件：统计表</a></p><p><a href="javascript:;">打印</a></p>')
    assert document.links == (("附件：统计表", "/f/1.xls"),)


def test_spans_are_resolved_and_clamped() -> None:
    document = _page(
        "<table><tr><td rowspan='999999'>甲</td><td colspan='2'>乙</td></tr>"
        "<tr><td>丙</td><td colspan='x'>丁</td></tr><tr><td rowspan='0'>戊</td></tr></table>"
    )
    (grid,) = document.grids
    assert [[(c.text, c.column, c.row_span, c.column_span) for c in row] for row in grid.rows] == [
        [("甲", 0, 3, 1), ("乙", 1, 1, 2)],
        [("丙", 1, 1, 1), ("丁", 2, 1, 1)],
        [("戊", 1, 1, 1)],
    ]


def test_a_span_ends_with_its_row_group() -> None:
    document = _page(
        "<table><thead><tr><td rowspan='3'>甲</td><td>乙</td></tr></thead>"
        "<tbody><tr><td>丙</td><td>丁</td></tr></tbody></table>"
    )
    assert [cell.column for cell in document.grids[0].rows[1]] == [0, 1]


def test_a_break_inside_a_cell_stays_a_break() -> None:
    document = _page("<table><tr><td>本年新<br>制作数量</td><td><p>12</p><p>34</p></td></tr></table>")
    assert _texts(document.grids[0]) == [["本年新\n制作数量", "12\n34"]]


def test_a_number_in_pieces_of_markup_is_one_number_and_a_raised_digit_is_not_part_of_it() -> None:
    document = _page("<table><tr><td><span>1</span><b>2</b></td><td>5<sup>2</sup></td></tr></table>")
    assert _texts(document.grids[0]) == [["12", "5²"]]


def test_hidden_cells_and_rows_are_not_there() -> None:
    document = _page(
        "<table><tr><td>规章</td><td style='display: none'>9</td><td>3</td></tr>"
        "<tr hidden><td>规章</td><td>8</td></tr></table>"
    )
    assert _texts(document.grids[0]) == [["规章", "3"]]


def test_a_table_that_lays_out_the_page_is_walked_through() -> None:
    inner = "<table><tr><td>规章</td><td>3</td></tr></table>"
    document = _page(f"<table><tr><td>栏目</td><td><p>正文。</p>{inner}</td></tr></table>")
    assert _blocks(document) == ["栏目", "正文。"]
    assert [_texts(grid) for grid in document.grids] == [[["规章", "3"]]]


def test_every_cell_and_block_points_to_its_words() -> None:
    document = _page(
        "<p>甲。</p><table><tr><td>规 章</td><td>1<br>2</td></tr><tr><td></td><td>乙</td></tr></table><p>丙。</p>"
    )
    assert _blocks(document) == ["甲。", "丙。"]
    (grid,) = document.grids
    for row in grid.rows:
        for cell in row:
            assert document.text[cell.place.start : cell.place.end] == cell.text.replace("\n", " ")
    assert document.text[grid.start : grid.end] == "规 章\t1 2\n\t乙\n"


def test_a_line_wrapped_in_the_source_is_mended_between_han_characters() -> None:
    assert _blocks(_page("<p>政府信息\n   公开工作 2024\n年</p>")) == ["政府信息公开工作 2024 年"]


def test_the_title_comes_from_the_article_then_the_page_then_the_first_heading() -> None:
    head = "<title>某网站</title><meta name='ArticleTitle' content='某市2023年报告'>"
    assert _page("<h1>甲</h1>", head).title == "某市2023年报告"
    assert _page("<h1>甲</h1>", "<title>乙</title>").title == "乙"
    assert _page("<h1>甲</h1>").title == "甲"


@pytest.mark.parametrize("tag", ["div", "span", "b", "table><tr><td", "ul><li"])
def test_thousands_of_unclosed_tags_are_no_trouble(tag: str) -> None:
    document = _page(f"<{tag}>甲" * 3000 + "<p>终。</p>")
    assert "终。" in document.text


@given(st.binary(max_size=300))
def test_reading_never_fails(data: bytes) -> None:
    document = read_html(data)
    assert all(0 <= block.start < block.end <= len(document.text) for block in document.blocks)


@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4), max_size=5))
def test_no_two_cells_that_begin_in_a_row_share_a_column(spans: list[list[tuple[int, int]]]) -> None:
    rows = "".join("<tr>" + "".join(f"<td rowspan={r} colspan={c}>1</td>" for r, c in row) + "</tr>" for row in spans)
    for grid in _page(f"<table>{rows}</table>").grids:
        for row in grid.rows:
            columns = [cell.column for cell in row]
            assert columns == sorted(set(columns))
            assert all(cell.row + cell.row_span <= len(grid.rows) for cell in row)
