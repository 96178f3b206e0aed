"""The parts of a report under their many headings."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document.model import Block, Document, Grid
from gongkai.sections import find_sections
from tests.corpus import SHARED, needs_corpus


def document(text: str, *, headings: tuple[str, ...] = (), tables: tuple[str, ...] = ()) -> Document:
    blocks = tuple(
        Block(start=text.index(h), end=text.index(h) + len(h), kind="heading") for h in headings if h in text
    )
    grids = tuple(
        Grid(ordinal=n, rows=(), start=text.index(t), end=text.index(t) + len(t)) for n, t in enumerate(tables, 1)
    )
    return Document(media_type="text/plain", text=text, blocks=blocks, grids=grids)


def names(text: str, **kinds: tuple[str, ...]) -> list[str]:
    return [s.name for s in find_sections(document(text, **kinds))]


HEADINGS = [
    ("一、概述", "overview"),
    ("一、总体情况", "overview"),
    ("一、2022年总体情况", "overview"),
    ("一、政府信息公开工作基本情况", "overview"),
    ("第一部分 总体情况", "overview"),
    ("二、主动公开政府信息情况", "proactive"),
    ("二、主动公开政府信息的情况", "proactive"),
    ("二、政府信息主动公开情况", "proactive"),
    ("三、收到和处理政府信息公开申请情况", "requests"),
    ("三、政府信息依申请公开办理情况", "requests"),
    ("三、依申请公开政府信息和不予公开政府信息的情况", "requests"),
    ("四、政府信息公开的收费及减免情况", "requests"),
    ("四、政府信息公开行政复议、行政诉讼情况", "remedies"),
    ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "remedies"),
    ("四、因政府信息公开申请行政复议、提起行政诉讼的情况", "remedies"),
    ("五、复议、诉讼和申诉的情况", "remedies"),
    ("五、存在的主要问题及改进情况", "problems"),
    ("五、存在问题及改进情况", "problems"),
    ("五、政府信息公开工作存在的主要问题和改进措施", "problems"),
    ("五、主要问题和改进措施", "problems"),
    ("五、工作中存在的不足及下一步改进措施", "problems"),
    ("五、存在的问题和下一步工作打算", "problems"),
    ("六、2023年工作计划", "problems"),
    ("六、其他需要报告的事项", "other"),
    ("六、其它需要报告的事项", "other"),
    ("六、需要说明的其他事项", "other"),
]


@pytest.mark.parametrize(("heading", "name"), HEADINGS)
def test_a_heading_on_its_own_line_names_its_part(heading: str, name: str) -> None:
    assert names(f"开头的话，说明来历。\n{heading}\n正文里有一些话。\n") == ["preamble", name]


RUN_ON = [h for h in HEADINGS if h[0][1] == "、" and "计划" not in h[0] and "不足" not in h[0]]


@pytest.mark.parametrize(("heading", "name"), RUN_ON)
def test_a_heading_that_runs_into_the_text_names_its_part(heading: str, name: str) -> None:
    assert names(f"开头的话，说明来历。{heading}正文里有一些话。") == ["preamble", name]


def test_a_heading_broken_over_lines_and_blanks_is_one_heading() -> None:
    (first,) = find_sections(document("四、因政府信息公开工作被申请行政复议、提起行政诉\n讼 情况\n没有发生。\n"))
    assert (first.name, first.heading) == ("remedies", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况")


def test_the_parts_follow_one_another_without_gaps() -> None:
    text = "题目\n一、总体情况\n甲。\n二、主动公开政府信息情况\n乙。\n五、存在的主要问题及改进情况\n丙。"
    text += "\n六、其他需要报告的事项\n无。"
    sections = find_sections(document(text))
    assert [s.name for s in sections] == ["preamble", "overview", "proactive", "problems", "other"]
    assert sections[0].start == 0 and sections[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(sections))
    assert all(text[s.start : s.end].startswith(s.heading) for s in sections)


def test_headings_without_ordinals_are_told_where_they_fill_a_line() -> None:
    text = "题目\n总体情况\n我们做了一些事。\n主动公开政府信息情况\n见表。\n存在的主要问题及改进情况\n人少。\n"
    assert names(text) == ["preamble", "overview", "proactive", "problems"]


def test_a_heading_that_the_markup_marks_is_told_by_its_words() -> None:
    text = "题目\n我局依申请公开的做法\n甲。\n对照要求的问题与今后改进\n乙。\n"
    marked = ("我局依申请公开的做法", "对照要求的问题与今后改进")
    assert names(text, headings=marked) == ["preamble", "requests", "problems"]


def test_parts_numbered_in_brackets_are_told_where_there_are_no_others() -> None:
    text = "题目\n（一）主动公开政府信息情况\n甲。\n（二）依申请公开情况\n乙。\n（三）存在的主要问题和改进措施\n丙。\n"
    assert names(text) == ["preamble", "proactive", "requests", "problems"]


def test_sub_headings_of_the_overview_are_no_parts() -> None:
    text = (
        "一、总体情况\n（一）主动公开情况\n甲。\n（二）依申请公开情况\n乙。\n二、主动公开政府信息情况\n丙。\n"
        "五、存在的主要问题及改进情况\n丁。\n"
    )
    assert names(text) == ["overview", "proactive", "problems"]


def test_the_parts_announced_in_the_introduction_are_no_parts() -> None:
    text = (
        "全文分为概述、主动公开政府信息情况、政府信息依申请公开工作情况三章，并附统计表。"
        "一、概述正文甲。二、主动公开政府信息情况正文乙。三、政府信息依申请公开工作情况正文丙。"
    )
    assert names(text) == ["preamble", "overview", "proactive", "requests"]


def test_a_table_of_contents_gives_way_to_the_parts_themselves() -> None:
    contents = "一、总体情况……1\n二、主动公开政府信息情况……3\n五、存在的主要问题及改进情况……7\n"
    body = "一、总体情况\n甲。\n二、主动公开政府信息情况\n乙。\n五、存在的主要问题及改进情况\n丙。\n"
    sections = find_sections(document(contents + body))
    assert [s.name for s in sections] == ["preamble", "overview", "proactive", "problems"]
    assert sections[1].start == len(contents)


def test_lines_of_the_statutory_tables_are_no_parts() -> None:
    table = "一、本年新收政府信息公开申请数量 3\n二、上年结转政府信息公开申请数量 0\n"
    table += "三、本年度办理结果\n四、结转下年度继续办理 0\n"
    text = f"三、收到和处理政府信息公开申请情况\n{table}五、存在的主要问题及改进情况\n甲。\n"
    assert names(text) == ["requests", "problems"]
    assert names(text, tables=(table,)) == ["requests", "problems"]


def test_the_list_of_2014_in_running_text_is_an_annex_and_not_nine_parts() -> None:
    text = (
        "一、概述甲。五、存在的主要问题和改进措施乙。青石区政府信息公开情况统计表统计指标单位统计数"
        "一、主动公开情况——二、回应解读情况——三、依申请公开情况——四、行政复议数量件0五、行政诉讼数量件0"
    )
    assert names(text) == ["overview", "problems", "annex"]


def test_a_report_that_is_the_annex_of_a_circular_has_its_parts() -> None:
    text = "附件1\n青石区2022年政府信息公开工作年度报告\n一、总体情况\n甲。\n"
    text += "五、存在的主要问题及改进情况\n乙。\n附表\n丙。\n"
    assert names(text) == ["preamble", "overview", "problems", "annex"]


def test_the_title_is_no_part_even_where_the_markup_calls_it_a_heading() -> None:
    text = "青石区2022年政府信息公开工作情况年度报告\n一、总体情况\n甲。\n五、存在的主要问题及改进情况\n乙。\n"
    assert names(text, headings=("青石区2022年政府信息公开工作情况年度报告",)) == ["preamble", "overview", "problems"]


def test_headings_below_a_part_are_no_parts_even_where_the_markup_calls_them_headings() -> None:
    text = (
        "一、总体情况\n（一）主动公开情况\n甲。\n主动公开情况\n乙。\n二、主动公开政府信息情况\n丙。\n"
        "五、存在的主要问题及改进情况\n丁。\n"
    )
    assert names(text, headings=("（一）主动公开情况",)) == ["overview", "proactive", "problems"]


def test_a_link_to_download_an_annex_is_none() -> None:
    assert names("一、总体情况\n甲。\n五、存在的主要问题及改进情况\n乙。\n附件下载\n") == ["overview", "problems"]


def test_a_text_without_headings_has_no_parts() -> None:
    assert find_sections(document("某镇全年公开信息86条，没有收到申请。")) == ()
    assert find_sections(document("")) == ()


@given(st.text(alphabet="一二三、（）政府信息公开主动申请情况存在问题附表统计\n 0。", max_size=400))
def test_any_text_gets_parts_that_cover_it_in_order(text: str) -> None:
    sections = find_sections(document(text))
    assert all(a.end == b.start and a.start < a.end for a, b in pairwise(sections))
    if sections:
        assert sections[-1].end == len(text)


@pytest.mark.parametrize(
    "piece", ["一、", "政府信息公开", "附件", "存在的主要", "（一）", " ", "一、政府信息", "复议、"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def cost(length: int) -> float:
        text = piece * (length // len(piece))
        begin = time.process_time()
        find_sections(document(text))
        return time.process_time() - begin

    cost(1_000)  # Patterns and data files are loaded now.
    short = min(cost(25_000) for _ in range(3))
    # Eight times the text may cost eight times as much; squared growth would cost sixty-four times.
    assert min(cost(200_000) for _ in range(3)) < 24 * short + 0.1


WHOLE = ["overview", "proactive", "requests", "remedies", "problems", "other"]
REAL = {
    "hongze-district-2023.pdf": WHOLE,
    "hongze-district-2024.pdf": WHOLE,
    "huaian-city-gov-2024.pdf": WHOLE,
    "hangzhou-style-2025-fixture.html": WHOLE,
    "shanghai-gov-office-2019.html": WHOLE,
    "pingtan/pingtan-2011.txt": ["overview", "proactive", "requests", "problems", "annex"],
    "pingtan/pingtan-2012-partial.txt": ["proactive", "requests", "problems", "annex"],
    "pingtan/pingtan-2013-partial.txt": ["requests", "problems", "annex"],
    "pingtan/pingtan-2014.txt": ["overview", "proactive", "requests", "requests", "problems", "annex"],
    "pingtan/pingtan-2015.txt": ["overview", "proactive", "requests", "requests", "remedies", "problems", "annex"],
    "pingtan/pingtan-2016-partial.txt": ["proactive", "requests", "requests", "remedies", "problems", "annex"],
    "pingtan/pingtan-2017.txt": ["overview", "proactive", "requests", "remedies", "problems", "annex"],
    "pingtan/pingtan-2018.txt": ["overview", "proactive", "requests", "remedies", "problems", "annex"],
    "pingtan/pingtan-2019.txt": WHOLE,
    "pingtan/pingtan-2020.txt": WHOLE,
    "pingtan/pingtan-2023.txt": WHOLE,
    "pingtan/pingtan-county-2012-partial.txt": ["proactive", "requests", "problems", "annex"],
}


@pytest.mark.corpus
@needs_corpus
@pytest.mark.parametrize("file", REAL)
def test_the_parts_of_real_reports(file: str) -> None:
    from tests.gongkai.test_identify import lines_of

    assert SHARED is not None
    told = [s.name for s in find_sections(lines_of(SHARED / "reports/real" / file))]
    assert [name for name in told if name != "preamble"] == REAL[file]
