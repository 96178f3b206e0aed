from __future__ import annotations

import pytest

from gongkai.forms import all_forms, form
from gongkai.labels import Labels, keys, normalise


def _labels(form_id: str, table: str) -> Labels:
    lines = form(form_id).table(table).lines
    return Labels(lines, [line.group for line in lines if line.group])


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("1.属于国家秘密", "res_denied_state_secret"),
        ("①属于国家秘密", "res_denied_state_secret"),
        ("⑴　属于国家秘密", "res_denied_state_secret"),
        ("1、属于 国家\n秘密", "res_denied_state_secret"),
        ("8.屬于行政查詢事項", "res_denied_query"),
        ("3.危及「三安全一稳定」", "res_denied_safety"),
        ('3.危及"三安全一稳定"', "res_denied_safety"),
        ("（二）部分公开", "res_partial"),
        ("(二)部分公开(区分处理的，只计这一情形，不计其他情形)", "res_partial"),
        ("（二）部分公开（区分处理的，只计这一情形", "res_partial"),
        ("㈦总计", "res_total"),
        ("3.其它", "res_other_misc"),
        ("（六）其他处理", "res_other"),
        ("2.其他法律行政止公开", "res_denied_law"),
        ("5.属于三类内部事物信息", "res_denied_internal"),
        ("（三）不予公开", None),
        ("小计", None),
        ("（三）不予公开小计", None),
        ("不予公开合计", None),
        ("其他公开", None),
        ("三、本年度办理结果", None),
        ("二、上年度结转政府信息公开申请", "req_carry_in"),
        ("下年结转政府信息公开申请数量", None),
    ],
)
def test_a_label_of_table_three_is_told_by_its_words(printed: str, code: str | None) -> None:
    found = _labels("D", "3").match(printed)
    assert found.codes == (() if code is None else (code,))


def test_a_damaged_label_is_marked_as_not_exact() -> None:
    assert not _labels("D", "3").match("2.其他法律行政止公开").exact


def test_a_label_without_a_home_names_the_nearest_lines() -> None:
    found = _labels("D", "3").match("本年新收情况")
    assert found.codes == () and found.candidates[0] == "req_new"


def test_words_that_two_groups_share_name_both_lines_until_the_group_is_known() -> None:
    labels = _labels("B", "B")
    assert set(labels.match("（二）被依法纠错数").codes) == {"review_corrected", "suit_corrected"}
    assert labels.match("（二）被依法纠错数", within=["suit_corrected", "suit_other"]).codes == ("suit_corrected",)


def test_similarity_never_reaches_over_a_word_that_turns_the_meaning() -> None:
    assert _labels("A-fujian", "A").match("不同意公开答复数").codes == ()


def test_every_label_and_variant_of_every_form_finds_its_own_line() -> None:
    for each in all_forms():
        for table in each.tables:
            for entries in (table.lines, table.columns):
                labels = Labels(entries)
                for entry in entries:
                    for label in (entry.label, *entry.variants):
                        assert entry.code in labels.match(label).codes, (each.form_id, label)


def test_an_article_is_not_stripped_of_its_number() -> None:
    assert normalise("第二十条第（一）项") != normalise("第二十条第（五）项")


def test_a_year_in_a_header_is_no_numbering() -> None:
    assert normalise("2011 年度") == "2011年度"


def test_a_label_stands_for_itself_with_and_without_its_note() -> None:
    assert {"本年收费金额", "本年收费金额单位万元"} == keys("本年收费金额（单位：万元）")


def test_a_heading_and_a_label_in_one_cell_are_the_line_under_that_heading() -> None:
    labels = Labels(form("D").table("3").lines, ["（三）不予公开", "（六）其他处理"])
    assert labels.match("（三）不予公开1.属于国家秘密").codes == ("res_denied_state_secret",)
    assert labels.match("（六）其他处理\n3.其他").codes == ("res_other_misc",)
    assert labels.match("（四）无法提供1.属于国家秘密").codes != ("res_denied_state_secret",)
