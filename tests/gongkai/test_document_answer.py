"""Answers of interfaces: the page that is in one of their fields."""

from __future__ import annotations

import json
from html import escape

import pytest

import gongkai
from gongkai.document.answer import page_in
from tests.generated import generate


def values(report: gongkai.Report) -> list[object]:
    return [(cell.code, cell.value, cell.cell_state) for cell in report.cells]


@pytest.mark.parametrize("escaped", [False, True])
def test_a_page_in_a_field_is_read_as_the_page(escaped: bool) -> None:
    html = generate(3, "D").html
    words = html.decode()
    answer = {"code": 0, "list": [{"crumb": "<a>首页</a>"}, {"body": escape(words) if escaped else words}]}
    read, page = gongkai.extract(json.dumps(answer).encode()), gongkai.extract(html)
    assert values(read) == values(page)
    assert read.head.report_year == page.head.report_year


def test_the_only_title_is_the_pages_and_of_two_none_is() -> None:
    body = {"content": "<p>正文</p>"}
    assert "<h1>示例市年报</h1>" in (page_in(json.dumps({"title": "示例市年报", **body})) or "")
    assert "<h1>" not in (page_in(json.dumps([{"title": "栏目"}, {"title": "示例市年报", **body}])) or "")


def test_what_is_no_answer_with_a_page_is_left_to_the_other_readers() -> None:
    for text in ("{", "[1, 2]", '{"a": "没有标记"}', "<p>{}</p>", "[" * 100_000, "{" + '"a":' * 9, "1" * 9999):
        assert page_in(text) is None
