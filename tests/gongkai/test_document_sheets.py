"""Workbooks and CSV: numbers as displayed, merged cells resolved, titles and notes told from tables."""

from __future__ import annotations

import io

import pytest

from gongkai.document.csvfile import read_csv
from gongkai.document.model import Document
from gongkai.document.numberformat import shown
from gongkai.document.sheets import Sheet, lay_out
from gongkai.document.sniff import open_document
from gongkai.document.xlsx import read_xlsx
from gongkai.identify import is_report
from gongkai.model import UnreadableSource
from tests.gongkai.office_samples import xlsx


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def texts(document: Document, grid: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in document.grids[grid].rows]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def data(*rows: str) -> str:
    """<sheetData> of rows of cells, each cell written `A1|attributes|inside`."""
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def number(at: str, value: str, style: int = 0, formula: str = "") -> str:
    return f'<c r="{at}" s="{style}">{f"<f>{formula}</f>" if formula else ""}<v>{value}</v></c>'


def words(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.parametrize(
    ("stored", "code", "displayed"),
    [
        ("5.0", "General", "5"), ("5", "0", "5"), ("0.256", "0.0%", "25.6%"),
        ("0.25600000000000001", "General", "0.256"),
        ("1234567.5", "#,##0.00", "1,234,567.50"), ("-3", "0;[Red]-0", "-3"), ("-3", "0_ ;[Red]\\-0\\ ", "-3"),
        ("0", '#,##0;-#,##0;"-"', "-"), ("0", "0;-0;;@", ""), ("5", '0"件"', "5件"), ("5", ";;;", ""),
        ("44957", 'yyyy"年"m"月"d"日";@', "2023年1月31日"), ("44957.5", "yyyy/mm/dd hh:mm", "2023/01/31 12:00"),
        ("5.5", "0", "6"), ("-0.004", "0.00", "0.00"), ("12000", "#,##0,", "12"), ("3.1", "[$¥-804]#,##0.00", "¥3.10"),
        ("-5", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-5"), ("3", 'G/通用格式"件"', "3件"), ("7", "@", "7"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_displayed(stored: str, code: str, displayed: str) -> None:
    assert shown(stored, code) == (displayed, True)


@pytest.mark.parametrize("code", ["# ?/?", "0.00E+00", "[>1]0;0", "0\\.0,"])
def test_a_format_that_is_not_known_leaves_the_number_as_stored_and_says_so(code: str) -> None:
    assert shown("12000", code) == ("12000", False)
    code = code.replace(">", "&gt;")
    styles = f'<numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>'
    document = read_xlsx(xlsx(data(words("A1", "甲") + number("B1", "12000")), styles=styles))
    assert codes(document) == ["number_format_unknown"]
    assert texts(document) == [["甲", "12000"]]


def test_shared_strings_formula_results_and_percentages_come_as_printed() -> None:
    strings = "<si><t>公开率</t></si><si><r><t>5</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si>"
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs>'
    cells = '<c r="A1" t="s"><v>0</v></c>' + number("B1", "0.9525", 1) + number("C1", "7", formula="3+4")
    document = read_xlsx(xlsx(data(cells + '<c r="D1" t="s"><v>1</v></c>'), strings=strings, styles=styles))
    assert texts(document) == [["公开率", "95.25%", "7", "5¹"]]
    assert codes(document) == []


def test_a_formula_that_was_never_calculated_is_unreadable_and_never_computed() -> None:
    document = read_xlsx(xlsx(data(words("A1", "甲") + '<c r="B1"><f>1+2</f></c>')))
    assert texts(document) == [["甲", "\ufffd"]]
    assert codes(document) == ["formula_without_value"]


def test_zeros_that_the_sheet_hides_are_blank() -> None:
    view = '<sheetViews><sheetView showZeros="0"/></sheetViews>'
    document = read_xlsx(xlsx(view + data(words("A1", "甲") + number("B1", "0") + number("C1", "3"))))
    assert texts(document) == [["甲", "", "3"]]


def test_merged_cells_are_spans_and_titles_and_notes_are_blocks() -> None:
    rows = data(
        words("A1", "某县政府信息公开情况统计表"),
        words("A2", "项目") + words("C2", "数量"),
        words("B3", "规章") + number("C3", "3"),
        words("A4", "结转下年度"),
        words("A5", "说明：本表数字由各单位汇总，统计时间为全年。"),
    )
    merges = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:B2"/><mergeCell ref="A4:B4"/></mergeCells>'
    document = read_xlsx(xlsx(rows + merges))
    assert blocks(document) == ["某县政府信息公开情况统计表", "说明：本表数字由各单位汇总，统计时间为全年。"]
    assert texts(document) == [["项目", "数量"], ["", "规章", "3"], ["结转下年度", ""]]
    assert document.grids[0].rows[0][0].column_span == 2


def test_a_heading_over_the_whole_width_parts_two_tables() -> None:
    rows = data(
        words("A1", "甲") + words("B1", "乙"),
        number("A2", "1") + number("B2", "2"),
        words("A3", "三、收到申请情况"),
        words("A4", "丙") + words("B4", "丁"),
    )
    document = read_xlsx(xlsx(rows + '<mergeCells><mergeCell ref="A3:B3"/></mergeCells>'))
    assert blocks(document) == ["三、收到申请情况"]
    assert len(document.grids) == 2


def test_sheets_are_joined_and_what_is_hidden_is_left_out_and_counted() -> None:
    one = '<cols><col min="2" max="2" hidden="1"/></cols>' + data(
        words("A1", "甲") + number("B1", "9") + number("C1", "1")
    )
    two = data(words("A1", "乙") + number("B1", "2"))
    document = read_xlsx(xlsx(one, two, data(number("A1", "5")), states={3: "hidden"}))
    assert [texts(document, at) for at in range(2)] == [[["甲", "1"]], [["乙", "2"]]]
    assert codes(document) == ["hidden_left_out", "hidden_left_out"]


def test_huge_merges_and_far_cells_cost_nothing_and_are_reported() -> None:
    cells = data(words("A1", "甲") + number("XFD1", "1"), words("A1048576", "乙"))
    document = read_xlsx(xlsx(cells + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
    assert codes(document) == ["table_too_large"]
    assert "甲" in document.text


def test_a_workbook_without_its_parts_is_refused() -> None:
    with pytest.raises(UnreadableSource) as caught:
        open_document(xlsx("<sheetData>"))
    assert caught.value.code == "office_damaged"


def test_a_damaged_number_of_a_row_or_cell_refuses_the_workbook() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_xlsx(xlsx('<sheetData><row r="x"><c r="A1"><v>1</v></c></row></sheetData>'))
    assert caught.value.code == "office_damaged"


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    pytest.importorskip("xlrd", reason="xlrd is not installed")
    xlwt = pytest.importorskip("xlwt", reason="xlwt, which writes old workbooks, is not installed")
    book = xlwt.Workbook()
    sheet = book.add_sheet("甲")
    sheet.write_merge(0, 0, 0, 1, "项目")
    sheet.write(0, 2, "公开率")
    sheet.write(1, 0, "规章")
    sheet.write(1, 1, 5)
    sheet.write(1, 2, 0.25, xlwt.easyxf(num_format_str="0.0%"))
    out = io.BytesIO()
    book.save(out)
    document = open_document(out.getvalue())
    assert document.media_type == "application/vnd.ms-excel"
    assert texts(document) == [["项目", "公开率"], ["规章", "5", "25.0%"]]


# -- CSV ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_encoding_is_a_table(separator: str, encoding: str) -> None:
    text = "\r\n".join(
        separator.join(row) for row in (["指标", "单位", "数量"], ["规章", "件", "5"], ["文件", "件", '"1 024"'])
    )
    document = open_document(text.encode(encoding))
    assert document.media_type == "text/csv"
    assert texts(document) == [["指标", "单位", "数量"], ["规章", "件", "5"], ["文件", "件", "1 024"]]


def test_a_quoted_thousands_separator_parts_nothing() -> None:
    document = read_csv('甲,"1,024"\n乙,2\n丙,"3,000"\n')
    assert document is not None
    assert texts(document) == [["甲", "1,024"], ["乙", "2"], ["丙", "3,000"]]


def test_running_text_with_commas_is_no_csv() -> None:
    assert read_csv("本年度公开信息1,024条, 其中规章3件\n收到申请25件\n办结25件, 无结转\n全年无复议\n") is None
    assert read_csv("一行\n二行\n三行\n") is None
    assert read_csv("") is None


def test_nothing_but_blank_cells_is_no_grid() -> None:
    assert lay_out([Sheet(cells={(0, 0): "  "})], "text/csv").grids == ()


_HEADED = "政府信息公开工作年度报告统计"


@pytest.mark.parametrize(
    "rows",
    [
        f"机关,年度,收到申请数,{_HEADED}\n甲县人民政府,2023,12,\n乙县人民政府,2023,13,\n乙县人民政府,2024,9,\n",
        f"file,issuer,收到申请数,{_HEADED}\nreport-1.html,甲县人民政府,12,\nreport-2.pdf,甲县人民政府,13,\nc.docx,甲县,9,\n",
    ],
)
def test_a_list_of_reports_is_none_of_them(rows: str) -> None:
    document = read_csv(rows)
    assert document is not None
    with pytest.raises(UnreadableSource, match="found a list of 3 rows, each of which"):
        is_report(document)


def test_a_table_of_a_report_is_no_list_of_reports() -> None:
    rows = "指标名称,单位,统计数\n收到申请数,件,25\n其中：2013年,件,3\n其中：2014年,件,22\n"
    document = read_csv("甲县人民政府2014年政府信息公开情况统计表,,\n" + rows)
    assert document is not None
    assert is_report(document)
