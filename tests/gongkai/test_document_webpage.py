"""Pages in any encoding, pages without content, and pages whose report is a file."""

from __future__ import annotations

import re

import pytest

import gongkai
from gongkai import Report, UnreadableSource
from gongkai.document.sniff import open_document
from gongkai.screening import attachments
from tests.generated import generate

MENU = "<ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li></ul>"
FOOT = "<div class='footer'><p>主办：青石县人民政府办公室</p></div>"
TITLE = "青石县2022年政府信息公开工作年度报告"


def page(body: str, title: str = "青石县人民政府", head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{MENU}{body}{FOOT}</body></html>".encode()
    )


def refusal(data: bytes) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        gongkai.extract(data)
    assert "\n" not in caught.value.message
    return caught.value


# -- encodings ---------------------------------------------------------------------------------------------------------


def figures(report: Report) -> tuple[object, ...]:
    cells = {cell.code: (cell.cell_state, cell.value, cell.raw_text) for cell in report.cells}
    return cells, [(m.surface, m.value, m.indicator) for m in report.mentions], report.head, report.text


MADE = generate(5, "D", template="word")
TEXT = MADE.html.decode(MADE.page.encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "gbk", "big5", "iso-8859-1", "windows-1252", "nonsense"])
def test_a_page_gives_the_same_figures_in_any_encoding_under_any_declaration(
    encoding: str, declared: str | None
) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    text = TEXT.replace(f'<meta http-equiv="Content-Type" content="text/html; charset={MADE.page.declared}">', "")
    data = text.replace("<head>", f"<head>{meta}", 1).encode(encoding, "xmlcharrefreplace")
    read = gongkai.extract(data)
    assert figures(read) == figures(gongkai.extract(TEXT.encode()))
    assert "encoding_damaged" not in {problem.code for problem in read.problems}


@pytest.mark.parametrize("declared", ["", "<meta charset=big5>", "<meta charset=utf-8>", "<meta charset=gb2312>"])
def test_a_page_in_big5_is_read_as_traditional_characters(declared: str) -> None:
    said = (
        "政府資訊公開工作年度報告：本年度主動公開政府資訊一百二十條，收到申請二十五件，予以公開十八件，不予公開二件。"
    )
    html = f"<html><head>{declared}</head><body><p>{said}</p><p>{said}</p><p>{said}</p></body></html>"
    assert said in open_document(html.encode("big5")).text


def test_a_few_broken_bytes_in_a_gbk_page_are_reported_and_the_figures_stand() -> None:
    data = TEXT.encode("gb18030", "xmlcharrefreplace")
    at = data.index("政府".encode("gb18030"), data.index(b"<body"))
    read = gongkai.extract(data[:at] + b"\xff" + data[at:])
    assert "encoding_damaged" in {problem.code for problem in read.problems}
    whole = gongkai.extract(TEXT.encode())
    assert {c.code: c.value for c in read.cells} == {c.code: c.value for c in whole.cells}


# -- pages without content ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<h1>404</h1><p>您访问的页面不存在</p><a href='/'>返回首页</a>", "page_not_found"),
        ("<p>抱歉，您要查看的信息已被删除或已下线。</p>", "page_not_found"),
        ("<p>对不起，找不到您要的页面，5秒后返回</p>", "page_not_found"),
        ("<h1>403 Forbidden</h1><hr>nginx", "page_blocked"),
        ("<p>您的请求存在风险，已被网站防火墙拦截。事件编号：20230101</p>", "page_blocked"),
        ("<p>访问过于频繁，请输入验证码继续</p>", "page_blocked"),
        ("<h1>502 Bad Gateway</h1>", "page_unavailable"),
        ("<p>系统维护中，给您带来不便敬请谅解</p>", "page_unavailable"),
        ("<div id='app'></div><script src='/js/app.js'></script>", "page_needs_script"),
        ("<div id='app'>加载中</div><script src='/js/app.js'></script>", "page_needs_script"),
        ("<noscript>请启用JavaScript后继续访问</noscript><script src='/c.js'></script>", "page_needs_script"),
        ("<script>document.cookie='__jsl_clearance=1';location.href='/x';</script>", "page_blocked"),
        ("<script>location.href='/zwgk/list.html';</script>", "page_needs_script"),
    ],
)  # fmt: skip
def test_pages_without_content_are_told_by_what_they_are(body: str, code: str) -> None:
    assert refusal(page(body)).code == code


def test_a_page_that_leads_on_says_where_to() -> None:
    away = page("", head='<meta http-equiv="refresh" content="0;url=/zwgk/nb/t20230101.html">')
    assert "/zwgk/nb/t20230101.html" in refusal(away).message


def test_a_title_alone_tells_a_page_that_is_not_there() -> None:
    assert refusal(page("<p>返回</p>", title="404 Not Found")).code == "page_not_found"


def test_a_short_report_is_never_taken_for_an_apology() -> None:
    town = (
        "<h1>白水镇2016年政府信息公开工作年度报告</h1><p>2016年，我镇全年公开信息404条，其中网站公开40条。</p>"
        "<p>全年收到政府信息公开申请1件，因所申请信息不存在，已告知申请人；没有发生行政复议和诉讼。</p>"
        "<p>人员还不够专业，明年加强学习，让公开成为习惯，不断提高服务水平，接受群众监督。</p>"
        "<script src='a.js'></script>"
    )  # fmt: skip
    assert gongkai.extract(page(town)).head.issuer == "白水镇人民政府"
    for seed in range(3):
        assert gongkai.extract(generate(seed, "D", template="portal").html).cells


# -- reports that are files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{TITLE}</h1><p>发布日期：2023-01-20　浏览次数：120</p><p><a href='/f/P0202301.pdf'>{TITLE}.pdf</a></p>",
        f"<h1>{TITLE}</h1><p>附件：<a href='./P0202301.docx'>{TITLE}</a></p>",
        f"<h1>{TITLE}</h1><p>请下载<a href='/download.jsp?id=7'>年度报告.doc</a>，有疑问可向政务公开办公室咨询</p>",
        f"<h1>{TITLE}</h1><p>发布日期：2023-01-20</p><iframe src='/pdfjs/viewer.html?file=/f/P0202301.pdf'></iframe>",
        "<iframe src='/f/P0202301.pdf' width='100%'></iframe>",
    ],
)
def test_a_page_that_only_links_the_report_says_where_it_is(body: str) -> None:
    data = page(body, title=TITLE)
    error = refusal(data)
    assert error.code == "report_is_attachment"
    (found,) = attachments(open_document(data))
    assert found[1] in error.message
    assert found[1].endswith((".pdf", ".docx", "id=7"))


def test_a_report_whose_tables_are_a_file_is_read_and_says_so() -> None:
    made = generate(5, "D", template="plain")
    bare = re.sub(r"<table.*?</table>", "", made.html.decode(made.page.encoding), flags=re.DOTALL)
    linked = bare.replace("</body>", "<p>附件：<a href='/f/t2.xlsx'>统计表</a>见附件下载</p></body>")
    problems = {problem.code: problem for problem in gongkai.extract(linked.encode()).problems}
    assert problems["tables_attached"].candidates == ("/f/t2.xlsx",)
    assert "tables_attached" not in {problem.code for problem in gongkai.extract(bare.encode()).problems}


def test_a_report_whose_tables_are_pictures_says_so() -> None:
    made = generate(5, "D", template="plain")
    tables = re.compile("<table.*?</table>", re.DOTALL)
    words = made.html.decode(made.page.encoding)
    shown = tables.sub("<p><img src='/f/t.png' width='600'></p>", words)
    problems = {problem.code: problem for problem in gongkai.extract(shown.encode()).problems}
    assert set(problems["tables_pictured"].candidates) == {"/f/t.png"}
    assert "extra `ocr`" in problems["tables_pictured"].message
    for other in (words, tables.sub("<p><img src='/logo.gif'><img src='/f/code.png' width='60'></p>", words)):
        assert "tables_pictured" not in {problem.code for problem in gongkai.extract(other.encode()).problems}


@pytest.mark.parametrize(
    "page", ["<frameset><frame src='a.html'><frame src='b.html'></frameset>", "<body><iframe src='a.html'></iframe>"]
)
def test_a_page_of_frames_names_what_it_shows(page: str) -> None:
    error = refusal(f"<html><head><title>年报</title></head>{page}</html>".encode())
    assert error.code == "page_of_frames"
    assert "a.html" in error.message


def test_a_report_with_tables_may_link_files_of_its_own() -> None:
    made = generate(5, "D", template="plain")
    linked = made.html.decode(made.page.encoding).replace(
        "</body>", f"<p>附件：<a href='/f/1.pdf'>{TITLE}</a>下载</p></body>"
    )
    read = gongkai.extract(linked.encode())
    assert read.cells
    assert "tables_attached" not in {problem.code for problem in read.problems}


def test_a_page_of_other_files_is_no_cover_of_a_report() -> None:
    assert refusal(page("<p>采购公告，详见<a href='/f/1.pdf'>招标文件</a>，请于期限内递交</p>")).code == "not_a_report"


def test_a_report_that_a_script_hands_out_is_known_by_the_words_of_its_link() -> None:
    title = "青石县2022年政府信息公开工作年度报告"
    page = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><a href='/download.jsp?id=7'>{title}.doc</a>"
    )
    with pytest.raises(gongkai.UnreadableSource) as refusal:
        gongkai.extract(page.encode())
    assert refusal.value.code == "report_is_attachment"
    assert "/download.jsp?id=7" in refusal.value.message
