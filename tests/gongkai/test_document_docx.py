"""Word documents: list numbers restored, merged cells resolved, changes settled, hostile files refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongkai.document.docx import read_docx
from gongkai.document.docx.numbering import written
from gongkai.document.model import Document, Grid
from gongkai.document.sniff import open_document
from gongkai.model import UnreadableSource
from tests.gongkai.office_samples import docx, level, listed, numbering, p, run, tbl, tc, zipped

HAN = numbering(level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."))


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


# -- list numbers ------------------------------------------------------------------------------------------------------


def test_list_numbers_are_part_of_the_text_and_begin_anew_below_a_higher_one() -> None:
    body = (
        p("总体情况", listed(1)) + p("主动公开", listed(1, 1)) + p("规章", listed(1, 2)) + p("文件", listed(1, 2))
        + p("申请", listed(1, 1)) + p("办理", listed(1, 2)) + p("问题", listed(1))
    )  # fmt: skip
    said = blocks(read_docx(docx(body, numbering=HAN)))
    assert said == ["一、总体情况", "（一）主动公开", "1. 规章", "2. 文件", "（二）申请", "1. 办理", "二、问题"]


def test_a_number_and_the_number_that_the_text_begins_with_stay_apart() -> None:
    tight = numbering(level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'))
    assert blocks(read_docx(docx(p("2023年", listed(1)), numbering=tight))) == ["1 2023年"]


def test_a_list_can_begin_elsewhere_and_two_lists_can_share_their_count() -> None:
    lists = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    body = p("甲", listed(1)) + p("乙", listed(2)) + p("丙", listed(3)) + p("丁", listed(3))
    made = docx(body, numbering=numbering(level(0, "decimal", "%1."), lists=lists))
    assert blocks(read_docx(made)) == ["1. 甲", "2. 乙", "7. 丙", "8. 丁"]


def test_a_style_gives_its_number_to_its_paragraphs_and_one_can_refuse_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="mine"/><w:basedOn w:val="a"/></w:style>'
    )
    body = "".join(
        p(words, f'<w:pStyle w:val="{style}"/>{more}')
        for words, style, more in (
            ("甲", "a", ""),
            ("乙", "b", ""),
            ("丙", "a", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        )
    )
    document = read_docx(docx(body, numbering=HAN, styles=styles))
    assert blocks(document) == ["一、甲", "二、乙", "丙"]
    assert [block.kind for block in document.blocks] == ["heading"] * 3


def test_labels_in_a_table_get_their_numbers_and_bullets_print_none() -> None:
    rows = [f"<w:tc>{p(w, listed(1, 1))}</w:tc>{tc(n)}" for w, n in (("予以公开", "5"), ("部分公开", "0"))]
    assert texts(read_docx(docx(tbl(*rows), numbering=HAN)).grids[0]) == [
        ["（一）予以公开", "5"],
        ["（二）部分公开", "0"],
    ]
    bullets = numbering(level(0, "bullet", "\uf0b7"))
    assert blocks(read_docx(docx(p("一项", listed(1)), numbering=bullets))) == ["一项"]


@pytest.mark.parametrize(
    ("count", "style", "shown"),
    [
        (10, "chineseCounting", "十"), (12, "chineseCountingThousand", "十二"), (20, "taiwaneseCounting", "二十"),
        (21, "japaneseCounting", "二十一"), (105, "chineseCounting", "一百零五"), (3, "ideographTraditional", "丙"),
        (12, "ideographDigital", "一二"), (3, "chineseLegalSimplified", "叁"), (3, "decimalEnclosedCircleChinese", "③"),
        (4, "upperRoman", "IV"), (27, "lowerLetter", "aa"), (3, "decimalZero", "03"), (12, "decimalFullWidth", "１２"),
        (3, "none", ""), (3, "hebrew1", "3"),
    ],
)  # fmt: skip
def test_counts_are_written_as_word_writes_them(count: int, style: str, shown: str) -> None:
    assert written(count, style) == shown


# -- tables ------------------------------------------------------------------------------------------------------------


def test_cells_merged_across_and_downwards_come_out_as_spans() -> None:
    first = tc("项目", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>') + tc("自然人") + tc("总计")
    second = tc("", '<w:gridSpan w:val="2"/><w:vMerge/>') + tc("5") + tc("5")
    third = tc("办理", '<w:vMerge w:val="restart"/>') + tc("公开") + tc("3") + tc("3")
    fourth = tc("", "<w:vMerge/>") + tc("不公开") + tc("2") + tc("2")
    (grid,) = read_docx(docx(tbl(first, second, third, fourth))).grids
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for row in grid.rows for cell in row}
    assert spans["项目"] == (0, 0, 2, 2)
    assert spans["自然人"] == (0, 2, 1, 1)
    assert spans["办理"] == (2, 0, 2, 1)
    assert spans["不公开"] == (3, 1, 1, 1)
    assert [len(row) for row in grid.rows] == [3, 2, 4, 3]


def test_a_row_can_begin_further_right_and_sit_in_content_controls() -> None:
    inner = f"<w:sdt><w:sdtContent>{tc('甲')}</w:sdtContent></w:sdt>{tc('1')}"
    rows = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{inner}</w:tr>'
    wrapped = f"<w:tbl><w:sdt><w:sdtContent>{rows}</w:sdtContent></w:sdt></w:tbl>"
    (grid,) = read_docx(docx(wrapped)).grids
    assert [(cell.text, cell.column) for cell in grid.rows[0]] == [("甲", 1), ("1", 2)]


def test_a_table_that_lays_out_the_page_is_walked_through_and_a_table_in_a_cell_is_its_text() -> None:
    inner = tbl(tc("规章") + tc("3"), tc("文件") + tc("7"))
    document = read_docx(docx(tbl(f"<w:tc>{p('一、总体情况')}{inner}{p('')}</w:tc>{tc('')}")))
    assert blocks(document) == ["一、总体情况"]
    assert [texts(grid) for grid in document.grids] == [[["规章", "3"], ["文件", "7"]]]
    numbers = "".join(tc(str(n)) for n in range(8))
    (grid,) = read_docx(docx(tbl(numbers + f"<w:tc>{tbl(tc('甲') + tc('乙'))}{p('')}</w:tc>"))).grids
    assert grid.rows[0][-1].text == "甲\n乙"


def test_lines_within_a_cell_stay_apart_and_places_point_at_the_text() -> None:
    cell = f"<w:tc><w:p>{run('5')}<w:r><w:br/></w:r>{run('7')}</w:p>{p('8')}</w:tc>"
    document = read_docx(docx(tbl(tc("甲") + cell)))
    assert document.grids[0].rows[0][1].text == "5\n7\n8"
    for printed in document.grids[0].rows[0]:
        assert document.text[printed.place.start : printed.place.end] == printed.text.replace("\n", " ")


def test_a_huge_span_is_reported_and_takes_no_time() -> None:
    rows = [tc("甲", '<w:gridSpan w:val="99999999"/>') + tc("1") for _ in range(50)]
    document = read_docx(docx(tbl(*rows)))
    assert codes(document) == ["table_too_large"]
    assert [cell.column_span for cell in document.grids[0].rows[0]] == [1, 1]


# -- what is printed and what is not -----------------------------------------------------------------------------------


def test_deleted_text_is_left_out_inserted_text_kept_and_a_problem_says_so() -> None:
    deleted = f'<w:del w:id="1">{run("5").replace("w:t>", "w:delText>")}</w:del>'
    body = f'<w:p>{run("收到")}{deleted}<w:ins w:id="2">{run("6")}</w:ins>{run("件")}</w:p>'
    document = read_docx(docx(body))
    assert blocks(document) == ["收到6件"]
    assert codes(document) == ["tracked_changes"]
    gone = f'<w:tr><w:trPr><w:del w:id="3"/></w:trPr>{tc("乙")}{tc("2")}</w:tr>'
    table = f"<w:tbl><w:tr>{tc('甲')}{tc('1')}</w:tr>{gone}</w:tbl>"
    assert texts(read_docx(docx(table)).grids[0]) == [["甲", "1"]]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    first = f'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("收到申请")}</w:p>'
    assert blocks(read_docx(docx(first + p("6件")))) == ["收到申请6件"]
    assert blocks(read_docx(docx(first))) == ["收到申请"]


def test_text_boxes_follow_their_paragraph_and_are_read_once() -> None:
    box = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{run('前文')}<w:r>{both}</w:r>{run('后文')}</w:p>"
    assert blocks(read_docx(docx(body))) == ["前文后文", "框中文字"]


def test_hidden_text_field_codes_and_contents_lists_are_left_out() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE 77</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("12")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    body = f"<w:p>{run('共')}{field}{run('件')}{run('密', '<w:vanish/>')}</w:p>" + p("概述1", '<w:pStyle w:val="t"/>')
    document = read_docx(docx(body, styles=styles))
    assert blocks(document) == ["共12件"]
    assert codes(document) == ["hidden_left_out"]


def test_a_field_that_is_never_closed_swallows_nothing() -> None:
    open_field = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
    assert blocks(read_docx(docx(open_field + p("正文")))) == ["正文"]


def test_a_raised_digit_is_a_note_and_no_part_of_the_figure() -> None:
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>含两件结转</w:t></w:r></w:p></w:footnote>'
    raised = run("1", '<w:vertAlign w:val="superscript"/>')
    body = tbl(f"{tc('甲')}<w:tc><w:p>{run('55')}{raised}</w:p></w:tc>") + (
        f'<w:p>{run("共55件")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    document = read_docx(docx(body, footnotes=note))
    assert texts(document.grids[0]) == [["甲", "55¹"]]
    assert blocks(document) == ["共55件¹", "¹ 含两件结转"]


def test_links_are_listed_with_their_words() -> None:
    made = docx(f'<w:p><w:hyperlink r:id="hyperlink">{run("附件1")}</w:hyperlink></w:p>', hyperlink="")
    assert read_docx(made).links == (("附件1", "word/hyperlink.xml"),)


def test_a_page_that_was_saved_as_docx_is_read_as_the_page_it_is() -> None:
    parts = docx('<w:altChunk r:id="aFChunk"/>', aFChunk="")
    html = "<html><body><p>一、总体情况</p><table><tr><td>甲</td><td>1</td></tr></table></body></html>"
    rewritten = zipped({**_parts(parts), "word/aFChunk.xml": html})
    assert blocks(read_docx(rewritten)) == ["一、总体情况"]


def _parts(data: bytes) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# -- hostile and damaged -----------------------------------------------------------------------------------------------


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as caught:
        open_document(data)
    assert caught.value.message
    return caught.value.code


def test_entities_are_never_expanded() -> None:
    lol = '<!DOCTYPE d [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert refusal(docx(p("&b;"), prolog=lol)) == "xml_with_doctype"
    assert refusal(docx(p("x"), prolog=" " * 10_000 + lol)) == "xml_with_doctype"


def test_a_part_that_no_report_fills_is_refused_before_it_is_expanded(limit: Callable[..., None]) -> None:
    made = docx("".join(p(f"第{n}段") for n in range(100)))
    assert len(blocks(read_docx(made))) == 100
    limit(xml_bytes=5_000)
    assert refusal(made) == "archive_too_large"


def test_a_part_that_expands_without_end_is_refused() -> None:
    assert refusal(docx(p("0" * 30_000_000))) == "archive_too_large"


def test_damaged_documents_are_refused_with_a_reason() -> None:
    whole = docx(p("正文"))
    assert refusal(whole[: len(whole) // 2]) == "archive_damaged"
    assert refusal(docx("<w:p>")) == "office_damaged"
    assert refusal(zipped({"[Content_Types].xml": "", "word/other.xml": ""})) == "office_damaged"
    assert refusal(zipped({**_parts(whole), "word/document.xml": b"<other/>"})) == "office_damaged"


def test_elements_nested_without_end_are_refused() -> None:
    deep = 20_000
    for opened, closed in (("<w:ins>", "</w:ins>"), ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")):
        assert refusal(docx(p("前文") + opened * deep + p("深处") + closed * deep + p("后文"))) == "office_damaged"
    assert refusal(docx("<w:tbl><w:tr><w:tc>" * 3000 + p("深") + "</w:tc></w:tr></w:tbl>" * 3000)) == "office_damaged"


def test_pictures_are_noted_since_tables_may_be_among_them() -> None:
    drawn = "<w:p><w:r><w:drawing><a:blip xmlns:a='urn:a' r:embed='r1' xmlns:r='urn:r'/></w:drawing></w:r></w:p>"
    box = "<w:p><w:r><w:drawing/></w:r></w:p>"
    assert read_docx(docx(p("words") + drawn + box + drawn)).pictures == (
        "picture 1 of the document",
        "picture 2 of the document",
    )


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>"])
def test_a_number_that_is_struck_out_is_no_part_of_the_one_beside_it(mark: str) -> None:
    document = read_docx(docx(f"<w:p>{run('共')}{run('65', mark)}{run('3件')}</w:p>"))
    assert blocks(document) == ["共3件"]
    assert codes(document) == ["hidden_left_out"]
