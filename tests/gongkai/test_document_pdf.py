"""The PDF reader against the corpus's hand-made gold, and against small files of our own making."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.document.model import Document, Grid
from gongkai.document.pdf import read_pdf
from gongkai.model import UnreadableSource
from tests.corpus import SHARED, needs_corpus
from tests.gongkai.pdf_samples import Page, pdf

REAL = ["hongze-district-2023.pdf", "hongze-district-2024.pdf", "huaian-city-gov-2024.pdf"]
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def _real() -> Path:
    assert SHARED is not None
    return SHARED / "reports" / "real"


def _gold_lines(file: str) -> list[list[str]]:
    """The printed cells of every statutory line, in the order of the forms."""
    lines: dict[tuple[str, str], list[str]] = {}
    with (_real() / "gold" / "cells.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            if row["file"] == file:
                # Table 4 is one line of fifteen numbers.
                line = "" if row["table"] == "4" else row["line_code"]
                lines.setdefault((row["table"], line), []).append(row["raw_text"])
    return list(lines.values())


def _number_lines(document: Document) -> list[list[str]]:
    """The numbers of every grid row that has any."""
    rows = [[cell.text for cell in row if _NUMBER.fullmatch(cell.text)] for grid in document.grids for row in grid.rows]
    return [row for row in rows if row]


def _check_places(document: Document) -> None:
    for grid in document.grids:
        for row in grid.rows:
            for cell in row:
                place = cell.place
                assert document.text[place.start : place.end] == cell.text
                assert grid.start <= (place.start or 0) <= (place.end or 0) <= grid.end
                assert place.page is not None and place.box is not None
                assert place.box[0] < place.box[2] and place.box[1] < place.box[3]
    _check_tiling(document)


def _check_tiling(document: Document) -> None:
    for grid in document.grids:
        taken = [
            (r, c)
            for row in grid.rows
            for cell in row
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        ]
        assert len(taken) == len(set(taken)), "two cells take up the same room"
        assert len(taken) == len(grid.rows) * (max(c for _, c in taken) + 1), "the grid has a hole"


@needs_corpus
@pytest.mark.corpus
@pytest.mark.parametrize("file", REAL)
def test_every_number_of_the_three_tables_stands_in_its_row_and_order(file: str) -> None:
    document = read_pdf((_real() / file).read_bytes())
    assert _number_lines(document) == _gold_lines(file)
    assert len(document.grids) == 3
    assert document.problems == ()
    _check_places(document)


@needs_corpus
@pytest.mark.corpus
@pytest.mark.parametrize("file", REAL)
def test_blocks_are_paragraphs_and_leave_out_tables_and_page_numbers(file: str) -> None:
    document = read_pdf((_real() / file).read_bytes())
    blocks = [document.text[block.start : block.end] for block in document.blocks]
    assert not [block for block in blocks if re.fullmatch(r"[-\s\d]*", block)]
    assert not [block for block in blocks if "\n" in block]
    headings = [block for block in blocks if re.match(r"[一二三四五六]、", block)]
    assert [heading[0] for heading in headings] == list("一二三四五六")
    assert all(len(heading) < 25 for heading in headings)
    assert "- 2 -" in document.text
    for grid in document.grids:
        assert not [b for b in document.blocks if b.start < grid.end and grid.start < b.end]
    assert document.title is not None and document.title.endswith("政府信息公开工作年度报告")


@needs_corpus
@pytest.mark.corpus
def test_a_label_cut_by_the_page_end_spans_its_rows_on_both_pages() -> None:
    document = read_pdf((_real() / "huaian-city-gov-2024.pdf").read_bytes())
    spans = {
        "".join(cell.text.split()): cell.row_span for row in document.grids[1].rows for cell in row if cell.row_span > 1
    }
    assert spans["（四）无法提供"] == 3
    assert spans["三、本年度办理结果"] == 22


def _grid_texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "pdf_damaged"),
        (b"<html>not a PDF</html>", "pdf_damaged"),
        (b"%PDF-1.7\nnothing else", "pdf_damaged"),
    ],
)
def test_a_damaged_file_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableSource) as refusal:
        read_pdf(data)
    assert refusal.value.code == code


def _blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def _codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


_SIMPLE = [
    (0, 0, 1, 1, "项目"),
    (0, 1, 1, 2, "数量"),
    (1, 0, 2, 1, "行政许可"),
    (1, 1, 1, 1, "12"),
    (1, 2, 1, 1, "0"),
    (2, 1, 1, 1, "3985758"),
    (2, 2, 1, 1, ""),
]
_SIMPLE_TEXTS = [["项目", "数量"], ["行政许可", "12", "0"], ["3985758", ""]]


def _simple_page() -> Page:
    page = Page()
    page.text(72, 100, "办理情况如下表所示，数字均为全年累计。")
    page.table(72, 200, [120, 60, 60], [24, 24, 24], _SIMPLE)
    return page


def test_cells_are_one_where_no_line_parts_them() -> None:
    document = read_pdf(pdf(_simple_page()))
    assert _grid_texts(document.grids[0]) == _SIMPLE_TEXTS
    cells = {cell.text: cell for row in document.grids[0].rows for cell in row}
    assert (cells["数量"].row_span, cells["数量"].column_span) == (1, 2)
    assert (cells["行政许可"].row_span, cells["行政许可"].column_span) == (2, 1)
    assert cells["12"].place.page == 1
    assert cells["12"].place.box == (192.0, 224.0, 252.0, 248.0)
    _check_places(document)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_turned_on_its_side_reads_the_same(rotate: int) -> None:
    page = _simple_page()
    page.rotate = rotate
    assert _grid_texts(read_pdf(pdf(page)).grids[0]) == _SIMPLE_TEXTS


@pytest.mark.parametrize(("turn", "size"), [("0 1 -1 0 842 0", (842, 595)), ("0 -1 1 0 0 595", (842, 595))])
def test_a_table_drawn_sideways_is_read_upright(turn: str, size: tuple[int, int]) -> None:
    page = _simple_page()
    page.drawn.insert(0, f"q {turn} cm")
    page.drawn.append("Q")
    page.width, page.height = size
    assert _grid_texts(read_pdf(pdf(page)).grids[0]) == _SIMPLE_TEXTS


@pytest.mark.parametrize("kind", ["stroked", "filled", "outlined", "dotted", "ring"])
def test_lines_are_lines_however_they_are_drawn(kind: str) -> None:
    page = Page()
    for row in range(2):
        for column in range(2):
            x, y = 100 + column * 80, 100 + row * 30
            page.text(x + 5, y + 20, f"{row}{column}")
            if kind == "outlined":
                page.box(x, y, x + 80, y + 30, paint="S")
            elif kind == "ring":
                page.drawn.append(
                    f"0 g {x} {842 - y - 30} 80 30 re {x + 0.7} {842 - y - 29.3} 78.6 28.6 re f*",
                )
    for i in range(3):
        if kind == "stroked":
            page.line(100, 100 + i * 30, 260, 100 + i * 30)
            page.line(100 + i * 80, 100, 100 + i * 80, 160)
        elif kind == "filled":
            page.box(100, 100 + i * 30, 260, 100.5 + i * 30)
            page.box(100 + i * 80, 100, 100.5 + i * 80, 160)
        elif kind == "dotted":
            for step in range(0, 160, 2):
                page.box(100 + step, 100 + i * 30, 101 + step, 101 + i * 30)
            for step in range(0, 60, 2):
                page.box(100 + i * 80, 100 + step, 101 + i * 80, 101 + step)
    assert _grid_texts(read_pdf(pdf(page)).grids[0]) == [["00", "01"], ["10", "11"]]


def test_what_is_drawn_through_a_form_is_read_where_it_is_seen() -> None:
    page = _simple_page()
    page.in_form = "0.8 0 0 0.8 40 60"
    document = read_pdf(pdf(page))
    assert _grid_texts(document.grids[0]) == _SIMPLE_TEXTS
    box = document.grids[0].rows[0][0].place.box
    # 72 * 0.8 + 40 + 5 from the left; the table's top is 642 points up: 642 * 0.8 + 60 - 7, seen from the top.
    assert box is not None and box[:2] == pytest.approx((102.6, 842 - 566.6), abs=0.6)


def test_white_lines_and_page_frames_make_no_table() -> None:
    page = Page()
    page.box(30, 30, 565, 812, paint="S")
    page.line(60, 300, 500, 300, colour="1 1 1")
    page.line(200, 90, 200, 400, colour="1 1 1")
    page.text(72, 100, "本段没有表格，办理申请12件。")
    page.text(72, 320, "下一段也没有表格。")
    document = read_pdf(pdf(page))
    assert document.grids == ()
    assert _blocks(document) == ["本段没有表格，办理申请12件。", "下一段也没有表格。"]


def test_a_number_that_runs_over_its_cells_line_stays_one_number_and_is_doubted() -> None:
    page = Page()
    page.table(100, 100, [60, 20, 40], [24], [(0, 0, 1, 1, "合计"), (0, 1, 1, 1, "123456"), (0, 2, 1, 1, "")])
    document = read_pdf(pdf(page))
    assert [text for text in _grid_texts(document.grids[0])[0] if text] == ["合计", "123456"]
    assert _codes(document) == ["table_lines_uncertain"]


def test_a_number_broken_by_its_narrow_cell_is_one_number() -> None:
    page = Page()
    page.table(100, 100, [60, 27, 40], [40], [(0, 0, 1, 1, "合计"), (0, 1, 1, 1, "1234\n56"), (0, 2, 1, 1, "7")])
    assert _grid_texts(read_pdf(pdf(page)).grids[0]) == [["合计", "123456", "7"]]


def test_numbers_above_each_other_without_a_line_between_are_not_run_together() -> None:
    page = Page()
    page.table(100, 100, [60, 16, 40], [40], [(0, 0, 1, 1, "甲\n乙"), (0, 1, 1, 1, "12\n34"), (0, 2, 1, 1, "56\n78")])
    assert _grid_texts(read_pdf(pdf(page)).grids[0]) == [["甲\n乙", "12\n34", "56\n78"]]


def test_upright_written_and_turned_headers_are_read_in_order() -> None:
    page = Page()
    page.table(100, 100, [30, 60], [90], [(0, 0, 1, 1, ""), (0, 1, 1, 1, "5")])
    page.text(118, 180, "自然人", 10, turn=90)
    page.table(300, 100, [30, 60], [90], [(0, 0, 1, 1, "三\n、\n本\n年"), (0, 1, 1, 1, "6")])
    first, second = read_pdf(pdf(page)).grids
    assert _grid_texts(first) == [["自然人", "5"]]
    assert [text.replace("\n", "") for text in _grid_texts(second)[0]] == ["三、本年", "6"]


def test_digits_drawn_twice_for_boldness_are_read_once() -> None:
    page = Page()
    page.table(100, 100, [60, 60], [24], [(0, 0, 1, 1, "合计"), (0, 1, 1, 1, "1100")])
    page.table(100.3, 100, [60, 60], [24], [(0, 0, 1, 1, "合计"), (0, 1, 1, 1, "1100")])
    assert _grid_texts(read_pdf(pdf(page)).grids[0]) == [["合计", "1100"]]


def _number_cell(draw: Callable[[Page], None]) -> str:
    page = Page()
    page.table(100, 100, [60, 80], [24], [(0, 0, 1, 1, "合计"), (0, 1, 1, 1, "195")])
    draw(page)
    return _grid_texts(read_pdf(pdf(page)).grids[0])[0][1]


def test_a_covered_number_is_not_mixed_with_the_one_that_covers_it() -> None:
    def cover(page: Page) -> None:
        page.box(161, 101, 239, 123, colour="1 1 1")
        page.text(164, 115.5, "210", 10)

    assert not _number_cell(cover).isdigit()


def test_digits_apart_or_of_a_note_are_not_of_one_number() -> None:
    assert _number_cell(lambda page: page.text(190, 115.5, "345", 10)) == "195  345"
    assert _number_cell(lambda page: page.text(178.2, 113.5, "1", 6)) == "195  1"
    assert _number_cell(lambda page: page.text(178.2, 111, "1", 6)).split() == ["1", "195"]


def test_what_stands_beyond_the_page_is_not_read() -> None:
    page = Page()
    page.text(72, 100, "看得见的文字。")
    page.text(700, 130, "看不见的文字。")
    assert read_pdf(pdf(page)).text == "看得见的文字。"


def _two_pages(upper: list[tuple[int, int, int, int, str]], lower: list[tuple[int, int, int, int, str]]) -> Document:
    first, second = Page(), Page()
    rows = max(row + span for row, _, span, _, _ in upper)
    first.text(72, 100, "办理情况如下表所示。")
    first.table(72, 780 - rows * 24, [60, 90, 30, 60], [24] * rows, upper)
    first.text(290, 815, "- 1 -")
    rows = max(row + span for row, _, span, _, _ in lower)
    second.table(72, 72, [60, 90, 30, 60], [24] * rows, lower)
    second.text(72, 400, "表后的文字。")
    second.text(290, 815, "- 2 -")
    return read_pdf(pdf(first, second))


_HEAD = [(0, 0, 1, 2, "申请情况"), (0, 2, 1, 1, "甲"), (0, 3, 1, 1, "总计")]


def test_a_table_goes_on_over_the_page_end_with_its_group_label() -> None:
    upper = [*_HEAD, (1, 0, 1, 1, "（四）无\n法"), (1, 1, 1, 1, "1.不掌握"), (1, 2, 1, 1, "7"), (1, 3, 1, 1, "8")]
    lower = [(0, 0, 1, 1, "提供"), (0, 1, 1, 1, "2.没有"), (0, 2, 1, 1, ""), (0, 3, 1, 1, "1")]
    document = _two_pages(upper, lower)
    (grid,) = document.grids
    assert _grid_texts(grid)[1:] == [["（四）无\n法", "1.不掌握", "7", "8"], ["提供", "2.没有", "", "1"]]
    upper[3] = (1, 0, 1, 1, "（四）无法提")
    lower[0] = (0, 0, 1, 1, "供")
    document = _two_pages(upper, lower)
    (grid,) = document.grids
    assert _grid_texts(grid)[1:] == [["（四）无法提\n供", "1.不掌握", "7", "8"], ["2.没有", "", "1"]]
    assert [cell.place.page for cell in grid.rows[2]] == [2, 2, 2]
    assert _blocks(document) == ["办理情况如下表所示。", "表后的文字。"]
    assert "- 1 -" in document.text
    _check_places(document)


def test_a_number_cut_in_two_by_the_page_end_is_one_number() -> None:
    upper = [*_HEAD, (1, 0, 1, 2, "二、上年结转"), (1, 2, 1, 1, "39857"), (1, 3, 1, 1, "8")]
    lower = [(0, 0, 1, 2, ""), (0, 2, 1, 1, "58"), (0, 3, 1, 1, ""), (1, 0, 1, 2, "三、其他"), (1, 2, 1, 1, "4")]
    lower.append((1, 3, 1, 1, "5"))
    (grid,) = _two_pages(upper, lower).grids
    assert _grid_texts(grid)[1:] == [["二、上年结转", "3985758", "8"], ["三、其他", "4", "5"]]


def test_rows_on_both_sides_of_a_page_end_are_not_run_together() -> None:
    upper = [*_HEAD, (1, 0, 1, 2, "规章"), (1, 2, 1, 1, ""), (1, 3, 1, 1, "")]
    lower = [(0, 0, 1, 2, "行政规范性文件"), (0, 2, 1, 1, "3"), (0, 3, 1, 1, "3")]
    (grid,) = _two_pages(upper, lower).grids
    assert _grid_texts(grid)[1:] == [["规章", "", ""], ["行政规范性文件", "3", "3"]]


def test_a_paragraph_goes_on_over_lines_and_pages_and_running_heads_do_not_cut_it() -> None:
    first, second = Page(), Page()
    for number, page in enumerate((first, second), 1):
        page.text(200, 40, "测试市政府信息公开年度报告", 9)
        page.text(290, 815, f"第 {number} 页 共 2 页", 9)
    first.text(96, 100, "甲" * 34 + "全年受理申请12")
    first.text(72, 124, "34件，" + "乙" * 40)
    second.text(72, 100, "丙丙丙。")
    second.text(96, 124, "新的一段。")
    document = read_pdf(pdf(first, second))
    assert _blocks(document) == ["甲" * 34 + "全年受理申请1234件，" + "乙" * 40 + "丙丙丙。", "新的一段。"]
    assert document.text.count("测试市政府信息公开年度报告") == 2


def test_a_watermark_is_no_prose_and_the_gaps_of_justified_lines_are_no_spaces() -> None:
    page = Page()
    page.text(72, 100, "邮 编 ： 223100，电话：0517 87222589")
    page.drawn.append("BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <6D4B8BD5> Tj ET")
    assert _blocks(read_pdf(pdf(page))) == ["邮编：223100，电话：0517 87222589"]


def test_the_title_is_the_large_type_at_the_head() -> None:
    page = Page()
    page.text(150, 100, "测试市人民政府", 22)
    page.text(120, 135, "2023年工作年度报告", 22)
    for line in range(4):
        page.text(72, 200 + 24 * line, "正文" * 15)
    document = read_pdf(pdf(page))
    assert document.title == "测试市人民政府2023年工作年度报告"
    assert [block.kind for block in document.blocks[:2]] == ["heading", "heading"]


def test_columns_without_any_line_are_read_where_the_gutters_are_clear() -> None:
    page = Page()
    rows = [("项目", "甲", "乙"), ("行政许可", "12", "0"), ("行政处罚", "345", "/"), ("行政强制", "6", "78")]
    for index, row in enumerate(rows):
        for x, text in zip((72, 220, 300), row, strict=True):
            page.text(x, 100 + index * 20, text)
    page.text(72, 220, "表后的一段文字，说明以上数字的来源和统计的口径。")
    document = read_pdf(pdf(page))
    assert _grid_texts(document.grids[0]) == [list(row) for row in rows]
    assert _blocks(document) == ["表后的一段文字，说明以上数字的来源和统计的口径。"]
    assert _codes(document) == ["table_lines_uncertain"]


def test_a_text_layer_that_says_other_than_what_is_shown_is_not_believed() -> None:
    text = "本年度受理政府信息公开申请一百二十三件"
    good, bad = Page(), Page()
    good.text(72, 100, "good page 2023 123", font="F1")
    bad.text(72, 100, text)
    private = {ord(char): 0xE000 + index for index, char in enumerate(dict.fromkeys(text))}
    with pytest.raises(UnreadableSource) as refusal:
        read_pdf(pdf(bad, to_unicode=private))
    assert refusal.value.code == "text_layer_broken"
    plain = {ord(char): ord(char) for char in "good pae213"}
    document = read_pdf(pdf(good, bad, to_unicode=private | plain))
    assert _codes(document) == ["text_layer_broken"]
    assert document.problems[0].place.page == 2
    assert _blocks(document) == ["good page 2023 123"]


def test_a_digit_without_meaning_is_kept_as_unknown_and_not_dropped() -> None:
    page = Page()
    filler = "受理政府信息公开申请情况" * 6
    page.text(30, 60, filler, 7)
    page.table(100, 100, [60, 60], [24], [(0, 0, 1, 1, "合计"), (0, 1, 1, 1, "1293")])
    known = {ord(char): ord(char) for char in filler + "合计1293"}
    document = read_pdf(pdf(page, to_unicode=known | {ord("9"): 0xE123}))
    assert re.fullmatch(r"12[^0-9]3", _grid_texts(document.grids[0])[0][1])


@pytest.mark.parametrize("hidden_text", [False, True])
def test_pages_that_are_pictures_are_not_read_and_said_so(hidden_text: bool) -> None:
    scan, page = Page(), Page()
    scan.image(0, 0, 595, 842)
    if hidden_text:
        scan.text(72, 100, "识别出来的文字未必可靠，受理申请18件，办结17件，另有1件结转", mode=3)
    page.text(72, 100, "这一页有文字。")
    with pytest.raises(UnreadableSource) as refusal:
        read_pdf(pdf(scan, scan))
    assert refusal.value.code == "scan_without_text"
    document = read_pdf(pdf(page, scan))
    assert _codes(document) == ["scanned_pages"]
    assert document.problems[0].place.page == 2
    assert _blocks(document) == ["这一页有文字。"]


def test_a_cover_with_a_picture_keeps_its_words() -> None:
    cover, page = Page(), Page()
    cover.image(0, 0, 595, 842)
    cover.text(150, 300, "测试市年度报告", 24)
    page.text(72, 100, "这一页有文字，说明工作的情况。")
    document = read_pdf(pdf(cover, page))
    assert _blocks(document) == ["测试市年度报告", "这一页有文字，说明工作的情况。"]
    assert _codes(document) == ["scanned_pages"]


def test_a_scan_in_strips_with_page_numbers_is_a_scan() -> None:
    page = Page()
    for strip in range(10):
        page.image(0, strip * 84.2, 595, (strip + 1) * 84.2)
    page.text(290, 815, "- 1 -")
    with pytest.raises(UnreadableSource) as refusal:
        read_pdf(pdf(page))
    assert refusal.value.code == "scan_without_text"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_read_or_refused_but_never_breaks(share: float) -> None:
    data = pdf(_simple_page(), _simple_page())
    try:
        document = read_pdf(data[: int(len(data) * share)])
    except UnreadableSource as refusal:
        assert refusal.code in {"pdf_damaged", "no_text"}
    else:
        assert document.text


def test_an_encrypted_file_is_refused_by_name() -> None:
    with pytest.raises(UnreadableSource) as refusal:
        read_pdf(pdf(_simple_page(), encrypted=True))
    assert refusal.value.code == "pdf_encrypted"


def test_an_empty_page_is_no_text() -> None:
    with pytest.raises(UnreadableSource) as refusal:
        read_pdf(pdf(Page()))
    assert refusal.value.code == "no_text"


def test_limits_are_said(limit: Callable[..., None]) -> None:
    limit(pages=1)
    with pytest.raises(UnreadableSource) as refusal:
        read_pdf(pdf(_simple_page(), _simple_page()))
    assert refusal.value.code == "too_many_pages"
    limit(page_objects=3)
    document = read_pdf(pdf(_simple_page()))
    assert "page_too_large" in _codes(document)
    assert all(grid.rows for grid in document.grids)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_ruled_table_comes_back_cell_for_cell(data: st.DataObject) -> None:
    columns, rows = data.draw(st.integers(2, 6)), data.draw(st.integers(2, 7))
    free = {(r, c) for r in range(rows) for c in range(columns)}
    cells: list[tuple[int, int, int, int, str]] = []
    texts = st.sampled_from(["", "0", "7", "12", "345", "/", "—", "规章", "其他", "（一）", "+8", "1.5"])
    for r in range(rows):
        for c in range(columns):
            if (r, c) not in free:
                continue
            row_span = data.draw(st.integers(1, min(3, rows - r)))
            column_span = data.draw(st.integers(1, min(3, columns - c)))
            taken = {(i, j) for i in range(r, r + row_span) for j in range(c, c + column_span)}
            if not taken <= free:
                row_span = column_span = 1
                taken = {(r, c)}
            free -= taken
            cells.append((r, c, row_span, column_span, data.draw(texts)))
    # A lattice line that parts no cells is no line at all.
    whole_rows = {r for r, *_ in cells} == set(range(rows))
    whole_columns = {c for _, c, *_ in cells} == set(range(columns))
    if not (whole_rows and whole_columns) or sum(1 for cell in cells if cell[4]) < 2:
        return
    page = Page()
    page.table(60, 120, [60.0] * columns, [22.0] * rows, cells)
    document = read_pdf(pdf(page))
    found = [
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.text)
        for row in document.grids[0].rows
        for cell in row
    ]
    assert found == sorted(cells)
    assert document.problems == ()


def test_rows_between_level_lines_are_read_with_their_labels_over_two_lines() -> None:
    page = Page()
    rows = [("项目", "甲", "乙"), ("行政许可", "12", "0"), ("行政处\n罚", "345", "/"), ("行政强制", "6", "78")]
    for index, row in enumerate(rows):
        page.line(72, 140 + index * 40, 340, 140 + index * 40)
        for x, text in zip((76, 220, 300), row, strict=True):
            lines = text.split("\n")
            for step, line in enumerate(lines):
                page.text(x, 124 + index * 40 + 14 * (step - (len(lines) - 1) / 2), line)
    page.text(72, 300, "表后的文字。")
    document = read_pdf(pdf(page))
    assert _grid_texts(document.grids[0]) == [list(row) for row in rows]
    assert _codes(document) == ["table_lines_uncertain"]
    assert _blocks(document) == ["表后的文字。"]


def test_two_rows_cut_apart_by_the_page_stay_two_where_only_a_unit_stands_between_label_and_number() -> None:
    upper = [*_HEAD, (1, 0, 1, 1, "信函申请数量"), (1, 1, 1, 1, "人次"), (1, 2, 1, 1, "7"), (1, 3, 1, 1, "8")]
    lower = [(0, 0, 1, 1, "答复的总数量"), (0, 1, 1, 1, "人次"), (0, 2, 1, 1, "3"), (0, 3, 1, 1, "1")]
    (grid,) = _two_pages(upper, lower).grids
    assert _grid_texts(grid)[1:] == [["信函申请数量", "人次", "7", "8"], ["答复的总数量", "人次", "3", "1"]]


def test_a_number_broken_after_its_thousands_comma_is_one_number() -> None:
    page = Page()
    page.table(72, 100, [120, 40, 40], [40], [(0, 0, 1, 1, "新收数量"), (0, 1, 1, 1, "1，\n447"), (0, 2, 1, 1, "3")])
    page.text(72, 60, "办理情况如下表所示。")
    (grid,) = read_pdf(pdf(page)).grids
    assert _grid_texts(grid) == [["新收数量", "1，447", "3"]]


def test_a_table_that_is_cut_off_by_the_side_of_the_sheet_is_said_to_be() -> None:
    page = Page()
    page.table(
        300,
        100,
        [150, 145],
        [24, 24],
        [(0, 0, 1, 1, "新收"), (0, 1, 1, 1, "3"), (1, 0, 1, 1, "总计"), (1, 1, 1, 1, "4")],
    )
    (problem,) = read_pdf(pdf(page)).problems
    assert problem.code == "table_lines_uncertain"
    assert "side of the sheet" in problem.message


def test_digits_that_mean_their_neighbours_are_told_by_the_years_and_not_believed() -> None:
    page = Page()
    page.text(30, 60, "2022年共收到申请123件，2021年结转4件。", 9)
    said = {ord(char): ord(char) for char in "年共收到申请件结转，。"}
    honest = said | {ord(digit): ord(digit) for digit in "0123456789"}
    assert "123件" in read_pdf(pdf(page, to_unicode=honest)).text
    shifted = said | {ord(str(digit)): ord(str((digit + 1) % 10)) for digit in range(10)}
    with pytest.raises(UnreadableSource) as refusal:
        read_pdf(pdf(page, to_unicode=shifted))
    assert refusal.value.code == "text_layer_broken"
    assert "3133" in refusal.value.message


def test_a_row_cut_by_the_page_end_goes_on_below_the_header_that_the_next_page_repeats() -> None:
    upper = [*_HEAD, (1, 0, 1, 1, "（四）无法"), (1, 1, 1, 1, "2.其他法律行政"), (1, 2, 1, 1, "7"), (1, 3, 1, 1, "8")]
    lower = [*_HEAD, (1, 0, 1, 1, ""), (1, 1, 1, 1, "法规禁止公开"), (1, 2, 1, 1, ""), (1, 3, 1, 1, "")]
    lower += [(2, 0, 1, 2, "3.其他"), (2, 2, 1, 1, ""), (2, 3, 1, 1, "1")]
    (grid,) = _two_pages(upper, lower).grids
    assert _grid_texts(grid)[1:] == [
        ["（四）无法", "2.其他法律行政\n法规禁止公开", "7", "8"],
        ["3.其他", "", "1"],
    ]


def test_a_row_that_says_the_same_as_the_first_one_is_no_repeated_header_if_it_has_a_number() -> None:
    rows = [(0, 0, 1, 2, "规章"), (0, 2, 1, 1, "3"), (0, 3, 1, 1, "3")]
    rows += [(1, 0, 1, 2, "行政规范性文件"), (1, 2, 1, 1, "4"), (1, 3, 1, 1, "")]
    (grid,) = _two_pages(rows, rows).grids
    assert _grid_texts(grid) == [["规章", "3", "3"], ["行政规范性文件", "4", ""]] * 2


def test_two_rows_with_units_and_thousands_on_both_sides_of_a_page_end_stay_two() -> None:
    upper = [*_HEAD, (1, 0, 1, 1, "新增文件数量"), (1, 1, 1, 1, ""), (1, 2, 1, 1, "条"), (1, 3, 1, 1, "123，831")]
    lower = [(0, 0, 1, 1, "服务类信息数"), (0, 1, 1, 1, "786"), (0, 2, 1, 1, "条"), (0, 3, 1, 1, "1，522")]
    (grid,) = _two_pages(upper, lower).grids
    assert _grid_texts(grid)[1:] == [["新增文件数量", "", "条", "123，831"], ["服务类信息数", "786", "条", "1，522"]]


def test_a_blank_below_a_header_is_a_cell_though_a_number_with_a_note_stands_beside_it() -> None:
    upper = [(0, 0, 1, 1, "结果维持"), (0, 1, 1, 1, "结果纠正"), (0, 2, 1, 2, "尚未审结")]
    lower = [(0, 0, 1, 1, "12（含2件）"), (0, 1, 1, 1, ""), (0, 2, 1, 2, "13（含1件）")]
    (grid,) = _two_pages(upper, lower).grids
    assert _grid_texts(grid)[1] == ["12（含2件）", "", "13（含1件）"]


def test_a_number_broken_before_its_note_or_beside_a_comma_is_one_number() -> None:
    page = Page()
    cells = [
        (0, 0, 1, 1, "部分公开"),
        (0, 1, 1, 1, "1,74\n1（含\n1件）"),
        (0, 2, 1, 1, "3"),
        (0, 3, 1, 1, "263\n，701"),
    ]
    page.table(72, 100, [120, 30, 40, 60], [60], cells)
    (grid,) = read_pdf(pdf(page)).grids
    assert _grid_texts(grid) == [["部分公开", "1,741（含\n1件）", "3", "263，701"]]


def _unruled(lines: list[tuple[float, tuple[tuple[float, str], ...]]]) -> Document:
    """A page of text at (distance from the top, ((distance from the left, words), ...)), without any line."""
    page = Page()
    for y, pieces in lines:
        for x, words in pieces:
            page.text(x, y, words, 10)
    page.text(72, 700, "表后的一段文字，说明以上数字的来源和统计的口径。")
    return read_pdf(pdf(page))


def _numbers(*words: str) -> tuple[tuple[float, str], ...]:
    return tuple(zip((220, 300, 380), words, strict=True))


def test_without_lines_a_label_around_its_numbers_and_a_header_over_lines_are_one_cell_each() -> None:
    document = _unruled(
        [
            (100, ((72, "勾稽关系"), (300, "法人组织"))),
            (120, _numbers("自然", "商业", "科研")),
            (134, _numbers("人", "企业", "机构")),
            (160, ((72, "1.国家秘密"), *_numbers("1", "2", "3"))),
            (183, ((72, "2.其他法律行政法规"),)),
            (190, _numbers("40", "5", "6")),
            (197, ((72, "禁止公开"),)),
            (220, ((72, "3.安全稳定"), *_numbers("7", "-", "9"))),
            (234, ((72, "和其他"),)),
            (260, ((72, "4.总计"), *_numbers("48", "7", "18"))),
        ]
    )
    assert _grid_texts(document.grids[0]) == [
        ["", "", "法人组织", ""],
        ["勾稽关系", "自然\n人", "商业\n企业", "科研\n机构"],
        ["1.国家秘密", "1", "2", "3"],
        ["2.其他法律行政法规\n禁止公开", "40", "5", "6"],
        ["3.安全稳定\n和其他", "7", "-", "9"],
        ["4.总计", "48", "7", "18"],
    ]
    _check_places(document)


def test_without_lines_words_that_stand_as_near_to_two_rows_have_no_blanks_beside_them() -> None:
    document = _unruled(
        [
            (100, ((72, "1.国家秘密"), *_numbers("1", "2", "3"))),
            (120, ((72, "2.其他法律"),)),
            (140, ((72, "行政法规"), *_numbers("40", "5", "6"))),
            (160, ((72, "3.总计"), *_numbers("41", "7", "9"))),
        ]
    )
    assert ["2.其他法律"] in _grid_texts(document.grids[0])


def test_without_lines_numbers_that_may_be_broken_over_two_lines_make_no_table() -> None:
    document = _unruled(
        [
            (100, _numbers("自然", "商业", "科研")),
            (130, ((72, "1.国家秘密"), *_numbers("15", "17", "39"))),
            (144, _numbers("1", "6", "7")),
            (170, ((72, "2.总计"), *_numbers("48", "7", "18"))),
        ]
    )
    assert document.grids == ()


def test_radicals_that_a_writer_put_for_characters_are_those_characters() -> None:
    page = Page()
    page.text(72, 100, "淮安市⼈⺠政府⾏政许可⼆⼗件")
    assert read_pdf(pdf(page)).text == "淮安市人民政府行政许可二十件"
