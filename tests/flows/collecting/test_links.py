"""What pages lead to."""

from __future__ import annotations

import gzip
import time

import pytest

from flows.collecting.links import Page, ReportLink, is_of, sitemap_addresses
from flows.collecting.media import breaks_off, media_type

_ADDRESS = "https://www.example.gov.cn/zwgk/nb/index.html"


def _page(body: str, encoding: str = "utf-8", address: str = _ADDRESS) -> Page:
    return Page(address, f"<html><body>{body}</body></html>".encode(encoding))


def _found(body: str) -> list[tuple[str, int, str]]:
    return [(link.address.rsplit("/", 1)[1], link.year, link.named) for link in _page(body).report_links()]


@pytest.mark.parametrize(
    ("text", "year", "named"),
    [
        ("2022年政府信息公开工作年度报告", 2022, ""),
        ("示例市2022年政府信息公开工作年度报告", 2022, "示例市"),
        ("示例市教育局２０１９年度政府信息公开年报", 2019, "示例市教育局"),
        ("示例市人民政府政府信息公开工作年度报告（2021年）", 2021, "示例市人民政府"),
        ("[年报] 示例县2012年政府信息公开工作报告", 2012, "示例县"),
        ("政府信息公开2020年度报告", 2020, ""),
        ("示例市 2023 年\n政府信息公开工作\n年度报告", 2023, "示例市"),
    ],
)
def test_a_link_that_names_a_report_and_a_year_is_found(text: str, year: int, named: str) -> None:
    assert _found(f'<a href="a.html">{text}</a>') == [("a.html", year, named)]


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开年度报告",
        "政府信息公开年报",
        "2022年政府工作报告",
        "关于做好2022年政府信息公开工作年度报告编制工作的通知",
        "政府信息公开指南（2022年版）",
        "政府信息公开工作年度报告 2023-01-20",
        "2022年政府信息公开工作年度报告格式",
        "年报",
    ],
)
def test_other_links_are_not(text: str) -> None:
    assert _found(f'<a href="a.html">{text}</a>') == []


def test_the_title_counts_where_the_text_is_cut_off() -> None:
    body = '<a href="a.html" title="示例市2022年政府信息公开工作年度报告">示例市2022年政府信息公...</a>'
    assert _found(body) == [("a.html", 2022, "示例市")]


def test_a_page_in_gbk_that_does_not_say_so_is_read() -> None:
    page = _page('<p>政府信息公开，工作情况</p><a href="a.html">示例市2022年政府信息公开工作年度报告</a>', "gbk")
    assert [link.year for link in page.report_links()] == [2022]


def test_addresses_are_written_as_browsers_write_them() -> None:
    body = (
        '<p>政府信息公开，工作情况</p><a href="../附件/1.pdf">附件：2022年政府信息公开工作年度报告</a>'
        '<a href="/down.jsp?name=年报.doc">年报.doc</a>'
    )
    first, second = (address for address, _ in _page(body, "gbk").attachments())
    assert first == "https://www.example.gov.cn/zwgk/%E9%99%84%E4%BB%B6/1.pdf"
    assert second == "https://www.example.gov.cn/down.jsp?name=%C4%EA%B1%A8.doc"


def test_links_that_lead_nowhere_are_left_out() -> None:
    text = "2022年政府信息公开工作年度报告"
    for href in ("javascript:open(1)", "#top", "mailto:a@example.org", "", "http://[broken", "data:text/html,x"):
        assert _found(f'<a href="{href}">{text}</a>') == []


def test_lists_that_scripts_write_are_searched() -> None:
    records = r'<script>var d=[{"id":1,"title":"2021\u5e74政府信息公开工作年度报告","url":"\/nb\/2021.html"}]</script>'
    other_order = "<script>x({url:'2022.html', name:'示例市2022年政府信息公开工作年度报告'})</script>"
    markup = r"""<script>document.write("<a href=\"2023.html\">2023年政府信息公开工作年度报告<\/a>")</script>"""
    item = "<li><a href='2019.html'>2019年政府信息公开工作年度报告</a>"
    data = f"<script type='text/xml'><datastore><record><![CDATA[{item}]]></record></datastore></script>"
    assert [year for _, year, _ in _found(records + other_order + markup + data)] == [2023, 2019, 2021, 2022]


def test_what_scripts_load_is_searched_as_well() -> None:
    json = '{"data":[{"title":"示例市2022年政府信息公开工作年度报告","url":"/nb/2022.html"}]}'
    item = '<li><a href="/nb/2021.html">示例市2021年政府信息公开工作年度报告</a></li>'
    xml = f'<?xml version="1.0" encoding="utf-8"?><datastore><record><![CDATA[{item}]]></record></datastore>'
    for content, year in ((json, 2022), (xml, 2021)):
        links = Page(_ADDRESS, content.encode()).report_links()
        assert [(link.address, link.year) for link in links] == [(f"https://www.example.gov.cn/nb/{year}.html", year)]


def test_following_pages_are_found_on_the_same_host_alone() -> None:
    page = _page(
        '<a href="index_1.html">下一页</a><a href="http://elsewhere.example/2.html">下一页</a>'
        '<script>createPageHTML(4, 0, "index", "html");</script>'
    )
    assert [address.rsplit("/", 1)[1] for address in page.following_pages()] == [
        "index_1.html",
        "index_2.html",
        "index_3.html",
    ]


@pytest.mark.parametrize(
    ("named", "issuer", "theirs"),
    [
        ("", "深圳市人民政府", True),
        ("深圳市", "深圳市人民政府", True),
        ("深圳市人民政府", "深圳市人民政府", True),
        ("市政府", "深圳市人民政府", True),
        ("本级", "深圳市人民政府", True),
        ("深圳市教育局", "深圳市人民政府", False),
        ("市教育局", "深圳市教育局", True),
        ("南山区", "深圳市人民政府", False),
        ("深圳市人民政府", "深圳市教育局", False),
        ("市政府", "深圳市教育局", False),
        ("深圳市教育局", "", True),
    ],
)
def test_a_report_of_another_body_is_told_apart(named: str, issuer: str, theirs: bool) -> None:
    text = f"{named}2022年政府信息公开工作年度报告"
    (link,) = _page(f'<a href="a.html">{text}</a>').report_links()
    assert isinstance(link, ReportLink)
    assert is_of(link, issuer) is theirs


def test_attachments_of_a_report_are_found_and_other_files_are_not() -> None:
    body = (
        '<a href="a.pdf">示例市2022年政府信息公开工作年度报告.pdf</a><a href="b.docx">附件：统计表</a>'
        '<a href="c.html">附件说明</a><a href="d.pdf">会议照片</a><a href="down?id=7">年度报告.doc</a>'
    )
    assert [address.rsplit("/", 1)[1] for address, _ in _page(body).attachments()] == ["a.pdf", "b.docx", "down?id=7"]


def test_a_page_that_says_there_is_none_is_recognised() -> None:
    assert _page("<h1>抱歉，您访问的页面不存在！</h1>").is_missing_page()
    assert Page(_ADDRESS, b"<html><head><title>404 Not Found</title></head><body>nginx</body></html>").is_missing_page()
    assert not _page(
        "<p>本年度依申请公开中，信息不存在的有三件。</p>" + "<p>其他情况说明如下。</p>" * 100
    ).is_missing_page()


def test_a_page_of_bottomless_nesting_is_searched_to_a_depth_and_no_further() -> None:
    link = '<a href="a.html">2022年政府信息公开工作年度报告</a>'
    begin = time.monotonic()
    page = Page(_ADDRESS, f"<html><body>{link}{'<div>' * 400_000}".encode())
    assert [found.year for found in page.report_links()] == [2022]
    assert not page.is_missing_page()
    assert time.monotonic() - begin < 5


def test_a_sitemap_is_searched_by_its_addresses() -> None:
    sitemap = b"""<?xml version="1.0"?><urlset>
      <url><loc>https://e.gov.cn/zwgk/zfxxgknb/2022/t1.html</loc></url>
      <url><loc><![CDATA[https://e.gov.cn/xxgk/ndxxgkbg/2.html?a=1&amp;b=2]]></loc></url>
      <url><loc>https://e.gov.cn/news/3.html</loc></url></urlset>"""
    wanted = ["https://e.gov.cn/zwgk/zfxxgknb/2022/t1.html", "https://e.gov.cn/xxgk/ndxxgkbg/2.html?a=1&b=2"]
    assert sitemap_addresses(sitemap) == ([], wanted)
    assert sitemap_addresses(gzip.compress(sitemap)) == ([], wanted)
    index = b"<sitemapindex><sitemap><loc>https://e.gov.cn/s1.xml</loc></sitemap></sitemapindex>"
    assert sitemap_addresses(index) == (["https://e.gov.cn/s1.xml"], [])
    assert sitemap_addresses(b"\x1f\x8bnonsense") == ([], [])


def test_types_are_told_from_bytes() -> None:
    assert media_type(b"%PDF-1.7 ...") == "application/pdf"
    assert media_type(b"PK\x03\x04....word/document.xml").endswith("wordprocessingml.document")
    assert media_type("<!DOCTYPE html><p>年报".encode("gbk")) == "text/html"
    assert media_type(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == "application/x-ole-storage"
    assert media_type("年度报告".encode()) == "text/plain"
    assert breaks_off(b"%PDF-1.7 half") and not breaks_off(b"%PDF-1.7 whole %%EOF\n")
    assert breaks_off(b"<html><body>half") and not breaks_off(b"<html><body>whole</body></html>")
