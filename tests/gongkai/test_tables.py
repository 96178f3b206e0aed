"""Tables as offices and their web editors leave them. All figures here are made up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from gongkai.document.html import read_html_text
from gongkai.forms import form
from gongkai.model import Cell, CellState, Problem
from gongkai.tables import complete, read_grids

_Cell = str | tuple[str, int, int]
"""Text, or text with rowspan and colspan."""
_Rows = Sequence[Sequence[_Cell]]

_HEAD: _Rows = [
    [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
    [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
]
_NEW = "一、本年新收政府信息公开申请数量"
_CARRIED = "二、上年结转政府信息公开申请数量"
_KINDS = ("np", "biz", "sci", "npo", "law", "org_other", "total")


def _html(*tables: _Rows) -> str:
    def cell(entry: _Cell) -> str:
        text, rows, columns = (entry, 1, 1) if isinstance(entry, str) else entry
        return f'<td rowspan="{rows}" colspan="{columns}">{text}</td>'

    return "".join(
        "<table>" + "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in table) + "</table>"
        for table in tables
    )


def _read(*tables: _Rows, form_id: str = "D") -> tuple[dict[str, Cell], list[Problem]]:
    document = read_html_text(f"<html><body>{_html(*tables)}</body></html>")
    cells, problems = read_grids(document, form(form_id))
    assert len({cell.code for cell in cells}) == len(cells)
    return {cell.code: cell for cell in cells}, problems


def _row(label: str, *numbers: str) -> list[_Cell]:
    return [(label, 1, 3), *numbers]


def _values(cells: dict[str, Cell], line: str) -> list[int | None]:
    found = [cells[f"{line}__{kind}"].value for kind in _KINDS]
    return [None if value is None else int(value) for value in found]


def _codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


# -- table 3 -------------------------------------------------------------------------------------------------------


def test_a_row_is_placed_by_its_label_and_its_numbers_by_the_header() -> None:
    cells, problems = _read([*_HEAD, _row(_NEW, "5", "1", "0", "", "/", "2", "8")])
    assert _values(cells, "req_new") == [5, 1, 0, None, None, 2, 8]
    assert cells["req_new__npo"].cell_state is CellState.BLANK
    assert cells["req_new__law"].cell_state is CellState.NA_MARK
    assert not problems


def test_columns_in_another_order_are_read_by_their_names() -> None:
    head: _Rows = [["项目", "总计", "其他", "法律服务机构", "社会公益组织", "科研机构", "商业企业", "自然人"]]
    cells, _ = _read([*head, [_NEW, "8", "2", "0", "0", "0", "1", "5"]])
    assert _values(cells, "req_new") == [5, 1, 0, 0, 0, 2, 8]


def test_a_row_with_a_cell_too_few_is_unread_and_keeps_its_numbers() -> None:
    cells, problems = _read([*_HEAD, _row(_NEW, "5", "1", "0", "0", "2", "8")])
    assert _values(cells, "req_new") == [None] * 7
    assert cells["req_new__np"].raw_text == "5|1|0|0|2|8"
    assert _codes(problems) == {"row_unread"}


def test_a_number_cut_into_two_cells_is_joined_by_the_sum_and_marked() -> None:
    cells, problems = _read([*_HEAD, _row(_NEW, "2", "0", "1", "0", "0", "0", "3", "24")])
    assert _values(cells, "req_new") == [20, 1, 0, 0, 0, 3, 24]
    assert cells["req_new__np"].cell_state is CellState.INFERRED
    assert cells["req_new__np"].raw_text == "20"
    assert _codes(problems) == {"number_joined"}


def test_a_cut_number_that_two_ways_explain_stays_unread() -> None:
    cells, _ = _read([*_HEAD, _row(_NEW, "1", "1", "1", "0", "0", "0", "0", "12")])
    assert _values(cells, "req_new") == [None] * 7


def test_a_blank_inside_a_number_is_closed_only_if_the_sum_says_so() -> None:
    good, _ = _read([*_HEAD, _row(_NEW, "1 3", "1", "0", "0", "0", "0", "14")])
    bad, _ = _read([*_HEAD, _row(_NEW, "1 3", "1", "0", "0", "0", "0", "5")])
    assert good["req_new__np"].value == 13 and good["req_new__np"].cell_state is CellState.INFERRED
    assert bad["req_new__np"].value is None and bad["req_new__np"].cell_state is CellState.UNREADABLE


def test_a_row_without_its_label_is_read_into_no_line() -> None:
    cells, problems = _read([*_HEAD, _row(_NEW, *"1000001"), _row("", *"2000002")])
    assert _values(cells, "req_new") == [1, 0, 0, 0, 0, 0, 1]
    assert _values(cells, "req_carry_in") == [None] * 7
    assert cells["req_carry_in__np"].cell_state is CellState.UNREADABLE
    assert "row_without_label" in _codes(problems)


def test_a_province_s_row_is_kept_as_a_problem_with_its_numbers() -> None:
    cells, problems = _read([*_HEAD, _row(_NEW, *"1000001"), _row("其中：网上申请", *"1000001")])
    problem = next(p for p in problems if p.code == "line_unmapped")
    assert problem.found == "其中：网上申请: 1|0|0|0|0|0|1" and problem.place.row == 4
    assert {code for code, cell in cells.items() if cell.value is not None} == {f"req_new__{kind}" for kind in _KINDS}
    assert set(problem.candidates) >= {cell.line for cell in cells.values() if cell.value is None}


def test_a_renamed_column_is_a_problem_and_the_others_are_read() -> None:
    head: _Rows = [["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "律所及其同类", "其他", "总计"]]
    cells, problems = _read([*head, [_NEW, "5", "1", "0", "0", "7", "2", "15"]])
    assert _values(cells, "req_new") == [5, 1, 0, 0, None, 2, 15]
    assert cells["req_new__law"].cell_state is CellState.UNREADABLE
    assert [p.found for p in problems] == ["律所及其同类"]


def test_a_local_other_in_another_group_is_not_taken_for_the_form_s() -> None:
    rows: _Rows = [
        *_HEAD,
        [("三、本年度办理结果", 2, 1), ("（五）不予处理", 2, 1), "1.信访举报投诉类申请", *"1000001"],
        ["6.其他", *"3000003"],
    ]
    cells, problems = _read(rows)
    assert "res_other_misc__np" not in cells or cells["res_other_misc__np"].value is None
    assert "line_unmapped" in _codes(problems)


def test_a_subtotal_of_other_handling_beside_its_rows_is_no_line_of_the_form() -> None:
    rows: _Rows = [
        *_HEAD,
        _row("（六）其他处理", *"6000006"),
        _row("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", *"1000001"),
        _row("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", *"2000002"),
        _row("3.其他", *"3000003"),
    ]
    cells, problems = _read(rows)
    assert _values(cells, "res_other_misc") == [3, 0, 0, 0, 0, 0, 3]
    assert not any(code.startswith("res_other__") for code in cells)
    assert _codes(problems) == {"line_unmapped"}


def test_the_single_row_of_other_handling_is_read_and_its_parts_are_not_missed() -> None:
    read, _ = _read([*_HEAD, _row("（六）其他处理", *"6000006")])
    cells, _ = complete(form("D"), read.values())
    assert _values(read, "res_other") == [6, 0, 0, 0, 0, 0, 6]
    assert not any(cell.line.startswith("res_other_") for cell in cells)


def test_a_heading_over_rows_whose_labels_are_gone_lends_them_no_name() -> None:
    rows: _Rows = [
        *_HEAD,
        [("三、本年度办理结果", 2, 1), ("（六）其他处理", 2, 1), "", *"4000004"],
        ["", *"5000005"],
    ]
    cells, problems = _read(rows)
    assert all(cell.value is None for cell in cells.values())
    assert problems


def test_the_same_line_twice_with_different_figures_is_unread() -> None:
    cells, problems = _read([*_HEAD, _row(_NEW, *"1000001"), _row(_NEW, *"2000002")])
    assert cells["req_new__np"].value is None and cells["req_new__np"].raw_text == "1|2"
    assert cells["req_new__biz"].value == 0
    assert _codes(problems) == {"line_twice"}


def test_a_table_that_goes_on_in_the_next_grid_is_read_with_the_header_above() -> None:
    cells, problems = _read([*_HEAD, _row(_NEW, *"1000001")], [_row(_CARRIED, *"2000002")])
    assert _values(cells, "req_carry_in") == [2, 0, 0, 0, 0, 0, 2]
    assert not problems


def test_an_empty_column_goes_on_in_a_grid_without_a_header() -> None:
    head: _Rows = [["项目", "自然人", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]]
    good, _ = _read([*head, [_NEW, "1", "", *"000001"]], [[_CARRIED, "2", "", *"000002"]])
    bad, _ = _read([*head, [_NEW, "1", "", *"000001"]], [[_CARRIED, "2", "1", *"000003"]])
    assert _values(good, "req_carry_in") == [2, 0, 0, 0, 0, 0, 2]
    assert bad["req_carry_in__np"].cell_state is not CellState.NUMBER


def test_a_blank_that_may_be_the_empty_column_s_leaves_a_short_row_unread() -> None:
    head: _Rows = [["信息内容", "本年制发件数", "", "本年废止件数", "现行有效件数"]]
    cells, _ = _read([*head, ["规章", "37", "", "1"], ["行政规范性文件", "4", "", "", "39"]])
    assert [cells[f"rules_{column}"].value for column in ("issued", "repealed", "in_force")] == [None] * 3
    assert cells["normdoc_issued"].value == 4 and cells["normdoc_in_force"].value == 39


def test_a_number_cut_in_two_before_a_blank_is_not_read_by_the_pieces() -> None:
    cells, _ = _read(
        [
            ["信息内容", "上一年项目数量", ("本年增/减", 1, 2)],
            ["行政事业性收费", "1", "0", ("", 1, 2)],
        ],
        form_id="C",
    )
    assert cells["adminfee_items_prev"].value is None and cells["adminfee_items_delta"].value is None


def test_the_second_half_of_a_label_is_not_the_first_number() -> None:
    head: _Rows = [
        ["项目", "", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "小计", "总计"]
    ]
    cells, _ = _read([*head, ["（六）其他", "处理", *"1000001"]], form_id="C")
    assert not any(cell.value is not None for cell in cells.values())


def test_a_row_of_marks_under_a_column_s_word_is_no_header() -> None:
    rows: _Rows = [*_HEAD, [("（六）其他", 1, 2), "处理", *"-------"], _row("四、结转下年度继续办理", *"1000001")]
    cells, problems = _read(rows, form_id="C")
    assert cells["res_other__np"].cell_state is CellState.NA_MARK
    assert _values(cells, "req_carry_out") == [1, 0, 0, 0, 0, 0, 1]
    assert not problems


def test_a_cell_with_two_labels_is_neither_line() -> None:
    head: _Rows = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]]
    cells, problems = _read([*head, ["规章<br>行政规范性文件", "<br>2", "<br>0", "<br>581"]])
    assert not any(cell.value is not None for cell in cells.values())
    assert problems[0].candidates == ("rules", "normdoc")


def test_a_raised_footnote_number_is_no_part_of_a_label() -> None:
    cells, _ = _read([*_HEAD, _row(f"{_NEW}<sup>1</sup>", *"1000001")])
    assert _values(cells, "req_new") == [1, 0, 0, 0, 0, 0, 1]


def test_a_label_over_two_rows_belongs_to_one_line() -> None:
    rows: _Rows = [
        *_HEAD,
        _row("5.要求行政机关确认或", *"1000001"),
        _row("重新出具已获取信息", "", "", "", "", "", "", ""),
    ]
    cells, problems = _read(rows)
    assert _values(cells, "res_noproc_reconfirm") == [1, 0, 0, 0, 0, 0, 1]
    assert not problems


def test_rows_without_any_header_are_not_read_by_position() -> None:
    cells, problems = _read([_row(_NEW, *"1000001"), _row(_CARRIED, *"0000000")])
    assert all(cell.value is None for cell in cells.values())
    assert "header_missing" in _codes(problems)


# -- table 2 -------------------------------------------------------------------------------------------------------


def test_header_and_data_of_table_two_may_span_differently() -> None:
    rows: _Rows = [
        ["信息内容", "上一年项目数量", ("本年增/减", 1, 2), "处理决定数量"],
        ["行政许可", ("35", 1, 2), "+4", "1,036"],
        ["行政处罚", ("7", 1, 2), "减2", "0"],
    ]
    cells, problems = _read(rows, form_id="C")
    assert [cells[f"licence_{c}"].value for c in ("items_prev", "items_delta", "decisions")] == [35, 4, 1036]
    assert cells["penalty_items_delta"].value == -2
    assert cells["penalty_decisions"].cell_state is CellState.ZERO
    assert not problems


def test_a_fee_keeps_the_unit_that_is_printed_and_says_where() -> None:
    head = ["信息内容", "本年收费金额（单位：元）"]
    in_head, _ = _read([head, ["行政事业性收费", "5200"]])
    in_cell, _ = _read([["信息内容", "本年收费金额"], ["行政事业性收费", "5.2万元"]])
    in_form, _ = _read([["信息内容", "本年收费金额"], ["行政事业性收费", "5.2"]])
    told = [
        (c["adminfee_amount_wanyuan"].unit, c["adminfee_amount_wanyuan"].unit_source)
        for c in (in_head, in_cell, in_form)
    ]
    assert told == [("元", "header"), ("万元", "cell"), ("万元", "form")]
    assert in_cell["adminfee_amount_wanyuan"].value == Decimal("5.2")


def test_a_purchase_without_a_unit_has_none() -> None:
    cells, _ = _read([["信息内容", "采购项目数量", "采购总金额"], ["政府集中采购", "6", "251000"]], form_id="C")
    assert cells["procurement_amount"].unit is None and cells["procurement_amount"].unit_source is None


def test_numbers_under_the_header_of_another_block_are_not_taken() -> None:
    rows: _Rows = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "2", "3"],
        ["行政许可", "4", "5", "6"],
    ]
    cells, problems = _read(rows)
    assert cells["rules_in_force"].value == 3
    assert cells["licence_decisions"].value is None
    assert "row_unread" in _codes(problems)


# -- table 4 -------------------------------------------------------------------------------------------------------

_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_REMEDIES = ["1", "2", "3", "4", "10", "0", "", "/", "1", "1", "5", "0", "0", "0", "5"]


def _remedies(cells: dict[str, Cell]) -> list[str]:
    lines = ("review", "suit_direct", "suit_postreview")
    return [cells[f"{a}_{b}"].raw_text for a in lines for b in ("upheld", "corrected", "other", "pending", "total")]


def test_remedies_are_read_upright_transposed_and_with_their_spans_lost() -> None:
    upright: _Rows = [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((r, 2, 1) for r in _RESULTS), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [*_RESULTS, *_RESULTS],
        _REMEDIES,
    ]
    lost: _Rows = [
        ["行政复议", "行政诉讼"],
        [*_RESULTS, "未经复议直接起诉", "复议后起诉"],
        [*_RESULTS, *_RESULTS],
        _REMEDIES,
    ]
    blocks = ("行政复议", "未经复议直接起诉", "复议后起诉")
    transposed: _Rows = [
        [*([(blocks[i // 5], 5, 1)] if i % 5 == 0 else []), _RESULTS[i % 5], _REMEDIES[i]] for i in range(15)
    ]
    five_by_three: _Rows = [["", *blocks], *([r, *_REMEDIES[i::5]] for i, r in enumerate(_RESULTS))]
    three_by_five: _Rows = [["", *_RESULTS], *([b, *_REMEDIES[5 * i : 5 * i + 5]] for i, b in enumerate(blocks))]
    for table in (upright, lost, transposed, five_by_three, three_by_five):
        cells, problems = _read(table)
        assert _remedies(cells) == _REMEDIES
        assert not problems


def test_remedies_with_fourteen_numbers_are_unread() -> None:
    rows: _Rows = [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((r, 2, 1) for r in _RESULTS), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [*_RESULTS, *_RESULTS],
        _REMEDIES[:-1],
    ]
    cells, problems = _read(rows)
    assert all(cell.value is None for cell in cells.values())
    assert "row_unread" in _codes(problems)


# -- lists ---------------------------------------------------------------------------------------------------------


def test_a_fujian_list_has_a_year_and_a_running_total() -> None:
    rows: _Rows = [
        ["指标名称", "计量单位", "2014年度", "历年累计"],
        ["主动公开文件数", "条", "25", "789"],
        ["其中：1、政府网站公开数", "条", "20", "700"],
    ]
    cells, problems = _read(rows, form_id="A-fujian")
    assert cells["a_proactive_info__year"].value == 25 and cells["pub_website__cum"].value == 700
    assert cells["pub_website__cum"].unit == "条" and cells["pub_website__cum"].unit_source == "header"
    assert not problems


@pytest.mark.parametrize("head", ["2009年", "2009年度", "2009年累计", "2009年1-12月累计", "本年累计", "数量"])
@pytest.mark.parametrize("form_id", ["A-shanghai", "A-fujian", "A-anhui"])
def test_a_list_with_one_column_has_the_year_s_figures(form_id: str, head: str) -> None:
    cells, problems = _read(
        [["指标名称", "计算单位", "代码", head], ["主动公开信息数", "条", "01", "25"]], form_id=form_id
    )
    assert {code: cell.value for code, cell in cells.items()} == {"a_proactive_info__year": 25}
    assert not problems


@pytest.mark.parametrize("heads", [("2016年统计数",), ("2016年", "2015年"), ("2015年度", "2016年度")])
def test_of_form_b_the_latest_year_counts(heads: tuple[str, ...]) -> None:
    numbers = ["9" if head.startswith("2016") else "7" for head in heads]
    cells, problems = _read([["统计指标", "单位", *heads], ["（一）收到申请数", "件", *numbers]], form_id="B")
    assert cells["req_received"].value == 9
    assert not problems


def test_another_table_under_a_general_word_does_not_dispute_a_figure() -> None:
    main: _Rows = [["指标名称", "单位", "2014年度", "历年累计"], ["1.政府网站公开数", "条", "20", "700"]]
    cells, problems = _read(main, [["渠道", "数量"], ["政府网站", "33"]], form_id="A-fujian")
    assert cells["pub_website__year"].value == 20
    assert _codes(problems) == {"line_twice"}


def test_words_that_two_blocks_of_form_b_share_are_told_by_the_block() -> None:
    rows: _Rows = [
        ["统计指标", "单位", "统计数"],
        ["四、行政复议数量", "件", "9"],
        ["（一）维持具体行政行为数", "件", "4"],
        ["（二）被依法纠错数", "件", "3"],
        ["五、行政诉讼数量", "件", "7"],
        ["（二）被依法纠错数", "件", "1"],
    ]
    cells, _ = _read(rows, form_id="B")
    assert (cells["review_corrected"].value, cells["suit_corrected"].value) == (Decimal(3), Decimal(1))


# -- the whole form ------------------------------------------------------------------------------------------------


def test_a_line_that_a_table_does_not_print_is_absent_and_a_table_that_is_not_there_is_one_problem() -> None:
    read, _ = _read([*_HEAD, _row(_NEW, *"1000001")])
    cells, problems = complete(form("D"), read.values())
    assert sum(cell.cell_state is CellState.ABSENT_ROW for cell in cells) == 175 - 7
    assert [problem.expected for problem in problems] == [
        form("D").table("2").title,
        form("D").table("4").title,
    ]


@pytest.mark.parametrize("second", ["same", "other"])
def test_remedies_printed_twice_are_read_only_where_both_agree(second: str) -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    head: _Rows = [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((result, 2, 1) for result in results), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        results * 2,
    ]
    numbers = [str(number) for number in range(15)]
    again = numbers if second == "same" else ["7", *numbers[1:]]
    cells, problems = _read([*head, numbers], [*head, again])
    assert cells["suit_postreview_total"].value == 14
    assert cells["review_upheld"].value == (0 if second == "same" else None)
    assert _codes(problems) == (set() if second == "same" else {"line_twice"})


def test_a_merged_cell_that_was_repeated_in_each_column_is_read_where_all_agree() -> None:
    head: _Rows = [["信息内容", *["本年处理决定数量"] * 3]]
    cells, problems = _read([*head, ["行政处罚", "7419", "7419", "7419"], ["行政强制", "5", "6", "5"]])
    assert cells["penalty_decisions"].value == 7419
    assert cells["coercion_decisions"].value is None
    assert _codes(problems) == {"line_twice"}


def test_two_rows_in_one_are_no_header_though_their_codes_look_like_a_year() -> None:
    rows: _Rows = [
        ["指标名称", "计算单位", "代码", "本年累计"],
        ["1.同意公开答复数<br>2.同意部分公开答复数", "条<br>条", "19<br>20", "26<br>5"],
        ["行政复议数", "件", "21", "450"],
    ]
    cells, problems = _read(rows, form_id="A-shanghai")
    assert cells["review_total__year"].value == 450
    assert cells["rep_granted__year"].value is None and cells["rep_partial__year"].value is None
    assert _codes(problems) == {"line_unmapped"}
