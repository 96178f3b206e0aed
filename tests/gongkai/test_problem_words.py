"""Problems are told in both languages."""

from __future__ import annotations

import re

from gongkai.model import Place, Problem
from gongkai.problem_words import catalogue, in_words, refusal, title


def test_a_problem_is_told_in_chinese_with_what_was_found_expected_and_nearest() -> None:
    problem = Problem(
        code="line_unmapped",
        message="The line is not of the form.",
        place=Place(table=2, row=4),
        found="其他 公开",
        expected="部分公开",
        candidates=("部分公开", "予以公开"),
    )
    assert (
        in_words(problem, "zh") == "第2张表第5行：读到“其他 公开”，应为“部分公开”，最接近的是“部分公开”、“予以公开”。"
    )
    assert in_words(problem, "en") == problem.message


def test_a_problem_without_more_to_say_is_told_by_its_title() -> None:
    for code in catalogue():
        words = in_words(Problem(code=code, message="x"), "zh")
        said = catalogue()[code].get("sentence_zh", "{}")
        assert words == (title(code, "zh") if "{" in said else said) + "。" and re.search("[\u4e00-\u9fff]", words)


def test_what_was_expected_is_told_in_chinese_where_the_problem_tells_it_in_english() -> None:
    problem = Problem(code="digits_run_together", message="x", found="46039", expected="7 numbers")
    assert in_words(problem, "zh") == "读到“46039”，应为7个数。"
    of_line = Problem(
        code="digits_run_together", message="x", found="46039", expected="7 numbers", candidates=("res_other_misc",)
    )
    assert in_words(of_line, "zh") == "“（六）3.其他”：读到“46039”，应为7个数。"
    header = Problem(code="header_missing", message="x", found="3|4", candidates=("req_carry_out",))
    assert in_words(header, "zh") == "“四、结转下年度继续办理”：其上没有找到列名，读到“3|4”。"
    near = Problem(code="line_unmapped", message="x", found="甲: 3", candidates=("review_upheld", "res_partial"))
    assert in_words(near, "zh") == "读到“甲: 3”，最接近的是“行政复议·结果维持”、“（二）部分公开”。"
    unknown = Problem(code="form_unknown", message="x", expected="the labels of a form that `gongkai forms` lists")
    assert in_words(unknown, "zh") == "应为“gongkai forms”所列表式的行名和列名。"


def test_a_file_that_is_not_read_is_told_with_what_its_message_quotes_of_it() -> None:
    message = "found a notice (关于公布报告的通知); expected an annual report (政府信息公开工作年度报告)"
    assert refusal("not_a_report", message, "zh") == "不是政府信息公开工作年度报告（关于公布报告的通知）"
    message = "the file holds no text; expected an annual report (政府信息公开工作年度报告)"
    assert refusal("empty_file", message, "zh") == "文件是空的，没有内容可读"


def test_a_code_that_the_catalogue_does_not_have_is_told_as_it_is() -> None:
    assert title("of_tomorrow", "zh") == "of_tomorrow"


def test_a_message_that_found_and_expected_would_say_badly_has_a_sentence_of_its_own() -> None:
    years = Problem(code="report_year_conflict", message="x", found="2024", expected="2023", candidates=("2024",))
    assert in_words(years, "zh") == "标题写2024年，统计期限截至2023年，采用2024年。"
    unknown = Problem(code="issuer_unknown", message="x", found="青岭县人民政府")
    assert in_words(unknown, "zh") == "名录中没有“青岭县人民政府”；以其名称为标识。"
