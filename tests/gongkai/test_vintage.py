"""The form is told from what a report prints. The sentences are made up."""

from __future__ import annotations

import pytest

from gongkai.document.html import read_html_text
from gongkai.document.model import Document
from gongkai.forms import all_forms, form
from gongkai.vintage import cited_form, tell_form, unknown_tables


def _flat(text: str, title: str | None = None) -> Document:
    return Document(media_type="text/plain", text=text, blocks=(), grids=(), title=title)


def _labels(form_id: str, *tables: str) -> str:
    return "，".join(
        label
        for table in form(form_id).tables
        if not tables or table.code in tables
        for label in (
            *(column.label for column in table.columns),
            *(line.label for line in table.lines if not (line.optional and form_id == "D")),
        )
    )


@pytest.mark.parametrize("form_id", [each.form_id for each in all_forms()])
def test_every_form_is_told_from_its_own_labels_in_running_text(form_id: str) -> None:
    choice = tell_form(_flat(_labels(form_id)))
    assert choice.form is not None and choice.form.form_id == form_id
    assert choice.family == form(form_id).family
    assert choice.note is None


def test_the_labels_in_the_tables_count_before_those_in_the_prose() -> None:
    table = "<table><tr><td>信息内容</td><td>本年新制作数量</td></tr></table>"
    choice = tell_form(read_html_text(f"<p>现行有效件数、本年制发件数、本年废止件数较上年增加。</p>{table}"))
    assert choice.form is not None and choice.form.form_id == "C"


def test_a_form_in_a_report_of_other_years_is_noted() -> None:
    late = tell_form(_flat(_labels("C"), title="某市2022年政府信息公开工作年度报告"))
    assert late.form is not None and late.form.form_id == "C"
    assert (late.note, late.note_zh) == ("form C in a report for 2022", "2022年度的报告用了C式")
    fujian = tell_form(_flat(_labels("A-fujian"), title="某区2018年报告"))
    assert fujian.note == "form A-fujian in a report for 2018" and fujian.family == "fujian"


def test_one_row_of_other_handling_in_form_d_is_noted() -> None:
    table_three = _labels("C", "3", "4")
    choice = tell_form(_flat(_labels("D", "2") + table_three))
    assert choice.form is not None and choice.form.form_id == "D"
    assert choice.note is not None and "其他处理" in choice.note
    assert choice.note_zh == "表三“（六）其他处理”只有一行，同C式"


def test_labels_of_two_forms_are_noted() -> None:
    choice = tell_form(_flat(_labels("D") + "，对外公开总数量"))
    assert choice.form is not None and choice.form.form_id == "D"
    assert choice.note == "labels of form C beside those of D"
    assert choice.note_zh == "D式之外另有C式的行名"


def test_without_table_two_the_rows_of_other_handling_tell() -> None:
    choice = tell_form(_flat(_labels("D", "3")))
    assert choice.form is not None and choice.form.form_id == "D"


def test_without_table_two_the_cited_paper_tells() -> None:
    choice = tell_form(_flat("根据国办公开办函〔2019〕60号编制。" + _labels("C", "3")))
    assert choice.form is not None and choice.form.form_id == "C"


def test_a_report_without_its_tables_has_no_form() -> None:
    assert tell_form(_flat("本报告按照国办公开办函〔2021〕30号要求编制，全年制发规范性文件若干。")).form is None


@pytest.mark.parametrize(
    ("words", "form_id"),
    [
        ("《格式》（国办公开办函〔2021〕30号）", "D"),
        ("国办公开办函[2019]60号", "C"),
        ("国办公开办函〔2021〕 30 号", "D"),
        ("国办发〔2014〕32号", "B"),
        ("国办函〔2020〕109号", None),
        ("无", None),
    ],
)
def test_the_cited_paper_names_its_form(words: str, form_id: str | None) -> None:
    assert cited_form(words) == form_id


def test_a_table_of_no_known_form_is_a_problem_with_its_labels_its_place_and_the_nearest_forms() -> None:
    rows = [("指标", "数量"), ("第1类事项数", "7"), ("收到申请数", "8"), ("申请处理数量", "9"), ("本年奖励数", "1")]
    html = "".join(f"<tr><td>{label}</td><td>{number}</td></tr>" for label, number in rows)
    document = read_html_text(f"<p>前言</p><table>{html}</table><table><tr><td>电话</td><td>110</td></tr></table>")
    assert tell_form(document).form is None
    (problem,) = unknown_tables(document)
    assert problem.code == "form_unknown"
    assert problem.found == "第1类事项数; 收到申请数; 申请处理数量"
    assert problem.candidates == ("B",)
    assert document.text[problem.place.start : problem.place.end].startswith("指标\t数量")
