"""Each rule on a report that keeps it and on one that breaks it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from expectations.catalogue import Rule, rules, terms
from expectations.drafts import check_reports
from expectations.pipeline import pipeline
from gongkai.forms import form
from gongkai.issuers import Issuer, issuer_of, issuers
from gongkai.model import Cell, CellState, Report, Scope, Section, SourceKind
from tests.warehouse.made import built, cell, judge, mention, report, table_2, table_3, table_4
from warehouse.reading import explain, open_warehouse

Finding = dict[str, Any]


def _list(vintage: str, family: str | None = None, **numbers: str) -> Sequence[Cell]:
    """The list table of form A or B: what is not named is 0, and columns of vintage A are told by `__year`, `__cum`."""
    (table,) = form(vintage if family is None else f"{vintage}-{family}").tables
    cells = []
    for line in table.lines:
        for column in (*(one.code for one in table.columns),) or (None,):
            code = table.cell_code(line.code, column)
            if not line.header and (not line.optional or code in numbers):
                cells.append(
                    cell(code, numbers.get(code, "0"), table=table.code, line=line.code, column=column, unit=line.unit)
                )
    return cells


def _c(**numbers: str) -> Sequence[Cell]:
    """Table 2 of form C."""
    table = form("C").table("2")
    return [
        cell(code, numbers.get(code, "0"), table="2", line=line.code, column=column)
        for line in table.lines
        if not line.header
        for column in line.columns
        for code in [table.cell_code(line.code, column)]
    ]


def _text(words: str, surface: str, value: str, indicator: str, cells: Sequence[Cell] = (), **changes: Any) -> Report:
    head = {key: changes.pop(key) for key in ("vintage", "family", "source_kind", "report_year") if key in changes}
    return report(cells, [mention(words, surface, value, indicator, **changes)], words, **head)


def _fees(**amounts: str) -> Report:
    """Notices, cases, charged and collected, in one sentence."""
    said = {
        "notices": ("发出收费通知{}件", "foi_fee_notices_issued"),
        "charged": ("总金额{}元", "foi_fee_notified_amount"),
        "cases": ("对{}件申请收费", "foi_fee_cases_collected"),
        "collected": ("实际收取{}元", "foi_fee_collected_amount"),
    }
    text = "，".join(said[name][0].format(value) for name, value in amounts.items()) + "。"
    figures = []
    for name, value in amounts.items():
        words, code = said[name]
        figures.append(mention(text, value + words.partition("{}")[2][0], value, code))
    return report(mentions=figures, text=text)


def _before(*cells: Cell, **head: Any) -> Report:
    return report(cells, report_year=2022, **head)


def _no_fee(unpaid: str, says: str = "无。") -> Report:
    heading = "六、其他需要报告的事项"
    text = f"正文。\n{heading}\n{says}\n"
    start = text.index(heading)
    section = Section(name="other", heading=heading, start=start, end=len(text))
    made = report(table_3(res_other_fee_unpaid=unpaid), text=text)
    return msgspec.structs.replace(made, sections=(section,))


def _share(says: str, figure: str, share: str, indicator: str = "foi_requests_denied") -> Report:
    """Of eight requests closed, three of them denied, and nine received."""
    denied = {"res_denied_process": "2", "res_denied_query": "1"}
    cells = table_3(req_new="9", res_granted="5", res_total="8", req_carry_out="1", **denied)
    told = [
        mention(says, figure, figure[:-1], indicator),
        mention(says, share, share[:-1], None, unit="%", unit_std="percent", flow_or_stock="na"),
    ]
    return report(cells, told, says)


def _reviewed(says: str, number: str, indicator: str) -> Report:
    """Of five reconsiderations, two of them pending."""
    return _text(
        says, f"{number}件", number, indicator, table_4(review_total="5", review_pending="2", review_upheld="3")
    )


def _denial(says: str, section: str = "overview", **numbers: str) -> Report:
    """What the text says in one of its parts, beside tables that count four requests and these cases."""
    heading = "一、总体情况"
    text = f"{heading}\n{says}\n"
    received = numbers.pop("req_new", "4")
    made = report((*table_3(req_new=received), *table_4(**numbers)), text=text)
    return msgspec.structs.replace(made, sections=(Section(name=section, heading=heading, start=0, end=len(text)),))


def _conferences(*numbers: str) -> Report:
    text = "".join(f"举办新闻发布会{number}{'次' if at else '场'}。" for at, number in enumerate(numbers))
    surfaces = [f"{number}{'次' if at else '场'}" for at, number in enumerate(numbers)]
    figures = [mention(text, one, one[:-1], "press_conferences_held") for one in surfaces]
    return report(mentions=figures, text=text)


def _period(year: int, begins: int, ends: int) -> Report:
    """A report with the sentence that says which days its figures are of."""
    text = f"统计期限为{begins}年1月1日至{ends}年12月31日。"
    dates = mention(text, text[5:-1], None, None, kind="date", is_statistic=False)
    return report(
        table_2(),
        [dates],
        text,
        report_year=year,
        title=f"测试县{year}年政府信息公开工作年度报告",
        period_start=f"{begins}-01-01",
        period_end=f"{ends}-12-31",
    )


def _suits(year: int, direct: str, later: str) -> Report:
    cells = table_4(
        suit_direct_total=direct, suit_direct_other=direct, suit_postreview_total=later, suit_postreview_other=later
    )
    return report(cells, report_year=year)


def _family(whole: str) -> list[Report]:
    """A place and all its parts, each of which has received two requests."""
    by_parent: dict[str | None, list[Issuer]] = {}
    for one in issuers():
        by_parent.setdefault(one.parent_id, []).append(one)
    parent, children = min(
        ((one, by_parent[one.issuer_id]) for one in issuers() if len(by_parent.get(one.issuer_id, [])) > 1),
        key=lambda pair: (len(pair[1]), pair[0].issuer_id),
    )

    def of(issuer: Issuer, received: str) -> Report:
        head: dict[str, Any] = {"issuer": issuer.issuer, "issuer_id": issuer.issuer_id, "issuer_level": issuer.level}
        return report(table_3(req_new=received, res_total=received, res_granted=received), **head)

    return [of(parent, whole.format(2 * len(children))), *(of(child, "2") for child in children)]


def _parts(whole: str, *parts: str, last: str = "其他") -> Report:
    """A whole with its parts in one sentence, the last of them told as what is left."""
    kinds = [*"甲乙丙丁戊己"[: len(parts) - 1], last]
    text = (
        f"共发布{whole}条，其中"
        + "，".join(f"{kind}类{part}条" for kind, part in zip(kinds, parts, strict=True))
        + "。"
    )
    start = text.index(f"{whole}条")
    figures = [mention(text, f"{whole}条", whole, "proactive_items_published")]
    at = start + 1
    for part in parts:
        at = text.index(f"类{part}条", at) + 1
        one = mention(text, f"{part}条", part, None, part_of=start)
        figures.append(msgspec.structs.replace(one, start=at, end=at + len(part) + 1, number_start=at))
    return report(mentions=figures, text=text)


def _outcomes(closed: str, granted: str) -> Report:
    """Requests closed, and beside them how they ended, kind by kind; the other kinds are 34."""
    told = {
        "办结": (closed, "foi_requests_closed"),
        "予以及部分公开": (granted, "foi_requests_granted_or_partly"),
        "不予公开": ("9", "foi_requests_denied"),
        "无法提供": ("15", "foi_requests_unable"),
        "不予处理": ("6", "foi_requests_not_processed"),
        "其他处理": ("4", "foi_requests_other_handling"),
    }
    text = "".join(f"{words}{number}件。" for words, (number, _) in told.items())
    return report(mentions=[mention(text, f"{number}件", number, code) for number, code in told.values()], text=text)


def _peers(last: str) -> list[Report]:
    """Twenty-one townships; the last of them has decided this often."""
    return [
        report(
            table_2(licence_decisions=number),
            issuer=f"测试{at}镇人民政府",
            issuer_id=f"s2-{at}",
            issuer_level="township",
        )
        for at, number in enumerate([*(str(90 + at) for at in range(20)), last])
    ]


def _years(last: str) -> list[Report]:
    numbers = ("110", "95", "103", "99", last)
    return [report(table_2(licence_decisions=number), report_year=2021 + at) for at, number in enumerate(numbers)]


def _provinces(each: str) -> list[Report]:
    provinces = [one for one in issuers() if one.level == "province"]
    assert len(provinces) >= 31
    return [
        report(
            table_4(review_total=each, review_upheld=each),
            issuer=one.issuer,
            issuer_id=one.issuer_id,
            issuer_level="province",
        )
        for one in provinces
    ]


def _written(name: str, year: int, own: int, shared: int, **head: Any) -> Report:
    """A report of so many sentences of its own, and so many that another has too."""
    sentence = "第{}项{}工作在各部门配合下有序推进并按照要求及时向社会作了公开说明"
    words = [sentence.format(at, name) for at in range(own)] + [sentence.format(at, "共同") for at in range(shared)]
    heading = "一、总体情况"
    text = heading + "\n" + "。".join([*words, ""])
    made = report(text=text, report_year=year, **head)
    return msgspec.structs.replace(made, sections=(Section(name="overview", heading=heading, start=0, end=len(text)),))


def _two_issuers(own: int, shared: int) -> list[Report]:
    return [
        _written(name, 2023, own, shared, issuer=f"{name}县人民政府", issuer_id=f"c2-{name}")
        for name in ("东陵", "西陵")
    ]


def _early(**numbers: str) -> Sequence[Cell]:
    return _list("A", "shanghai", **{"a_proactive_info__year": "5", "a_proactive_fulltext__year": "5", **numbers})


def _listed(words: str, surface: str, value: str, code: str) -> Report:
    """A sentence beside the list of 2014-2018."""
    numbers = {
        "staff_total": "4",
        "staff_fulltime": "3",
        "staff_parttime": "1",
        "complaint_total": "3",
        "req_received": "6",
        "req_channel_online": "6",
        "trainings": "5",
    }
    cells = _list("B", **numbers)
    unit = "persons" if surface.endswith("名") else "count"
    told = [mention(words, surface, value, code, period="year:2016", unit_std=unit)]
    return report(cells, told, words, vintage="B", report_year=2016)


CASES: dict[str, tuple[Sequence[Report], Sequence[Report]]] = {
    "H-C1": (
        [report(table_3(req_new="5", req_carry_in="1", res_granted="4", res_total="4", req_carry_out="2"))],
        [report(table_3(req_new="5", res_granted="4", res_total="4"))],
    ),
    "H-C2": (
        [report(table_3(req_new="5", res_granted="3", res_partial="2", res_total="5"))],
        [report(table_3(req_new="5", res_granted="3", res_partial="1", res_total="5"))],
    ),
    "H-C3": (
        [report(table_3(req_new="5", req_new__biz="1", req_new__total="6", req_new__np="5"))],
        [report(table_3(req_new="5", req_new__biz="1"))],
    ),
    "H-C4": (
        [report(table_4(review_upheld="2", review_total="2"))],
        [report(table_4(review_upheld="10", review_corrected="1"))],
    ),
    "H-C5": (
        [report(table_2(licence_decisions="7", adminfee_amount_wanyuan="1.5"))],
        [report(table_2(licence_decisions="-7"))],
    ),
    "B-1": (
        [report(_list("B", req_received="5", req_channel_online="5"), vintage="B")],
        [report(_list("B", req_received="5", req_channel_online="4"), vintage="B")],
    ),
    "B-2": (
        [report(_list("B", req_closed="5", req_closed_ontime="5"), vintage="B")],
        [report(_list("B", req_closed="5", req_closed_ontime="6"), vintage="B")],
    ),
    "B-3": (
        [report(_list("B", rep_total="5", rep_granted="5"), vintage="B")],
        [report(_list("B", rep_total="5", rep_granted="5", rep_not_exist="1"), vintage="B")],
    ),
    "B-4": (
        [report(_list("B", rep_denied="2", rep_denied_privacy="2"), vintage="B")],
        [report(_list("B", rep_denied="2", rep_denied_privacy="1"), vintage="B")],
    ),
    "B-6": (
        [report(_list("B", suit_total="2", suit_other="2"), vintage="B")],
        [report(_list("B", suit_total="2", suit_other="1"), vintage="B")],
    ),
    "B-7": (
        [report(_list("B", proactive_info="9", proactive_normdoc="2"), vintage="B")],
        [report(_list("B", proactive_info="1", proactive_normdoc="2"), vintage="B")],
    ),
    "B-9": (
        [report(_list("B", press_conf="9", press_conf_head="9"), vintage="B")],
        [report(_list("B", press_conf="1", press_conf_head="9"), vintage="B")],
    ),
    "B-10": (
        [report(_list("B", staff_total="3", staff_fulltime="1", staff_parttime="2"), vintage="B")],
        [report(_list("B", staff_total="3", staff_fulltime="1", staff_parttime="1"), vintage="B")],
    ),
    "A-1": (
        [
            report(
                _list("A", "fujian", req_received__year="2", req_channel_inperson__year="2"),
                vintage="A",
                family="fujian",
            )
        ],
        [
            report(
                _list("A", "fujian", req_received__year="2", req_channel_inperson__year="1"),
                vintage="A",
                family="fujian",
            )
        ],
    ),
    "A-2": (
        [
            _before(*_list("A", "fujian", a_proactive_info__cum="10"), vintage="A", family="fujian"),
            report(
                _list("A", "fujian", a_proactive_info__cum="15", a_proactive_info__year="5"),
                vintage="A",
                family="fujian",
            ),
        ],
        [
            _before(*_list("A", "fujian", a_proactive_info__cum="10"), vintage="A", family="fujian"),
            report(
                _list("A", "fujian", a_proactive_info__cum="5", a_proactive_info__year="5"),
                vintage="A",
                family="fujian",
            ),
        ],
    ),
    "P-X1": (
        [_before(*table_3(req_carry_out="2")), report(table_3(req_carry_in="2"))],
        [_before(*table_3(req_carry_out="2")), report(table_3(req_carry_in="3"))],
    ),
    "P-X2": (
        [
            _before(*table_2(normdoc_in_force="9")),
            report(table_2(normdoc_in_force="10", normdoc_issued="3", normdoc_repealed="2")),
        ],
        [
            _before(*table_2(normdoc_in_force="9")),
            report(table_2(normdoc_in_force="12", normdoc_issued="3", normdoc_repealed="2")),
        ],
    ),
    "P-X3": (
        [
            _before(*_c(licence_items_prev="4", licence_items_delta="1"), vintage="C"),
            report(_c(licence_items_prev="5"), vintage="C"),
        ],
        [
            _before(*_c(licence_items_prev="4", licence_items_delta="1"), vintage="C"),
            report(_c(licence_items_prev="4"), vintage="C"),
        ],
    ),
    "P-X4": (
        [
            _before(*_c(normdoc_public_total="4"), vintage="C"),
            report(_c(normdoc_public_total="9", normdoc_new_public="1"), vintage="C"),
        ],
        [
            _before(*_c(normdoc_public_total="9"), vintage="C"),
            report(_c(normdoc_public_total="9", normdoc_new_public="1"), vintage="C"),
        ],
    ),
    "P-X5": (
        [_before(*table_4(review_pending="2", review_total="2")), report(table_4(review_total="2", review_other="2"))],
        [_before(*table_4(review_pending="2", review_total="2")), report(table_4(review_total="1", review_other="1"))],
    ),
    "P-X6": (
        [report(table_2(normdoc_in_force="5", normdoc_issued="9", normdoc_repealed="4"))],
        [report(table_2(normdoc_in_force="4", normdoc_issued="9", normdoc_repealed="4"))],
    ),
    "P-L1": ([report(table_2())], [report(table_2(rules_in_force="6"))]),
    "P-F2": ([_fees(collected="1200")], [_fees(collected="1205")]),
    "fee_amount": ([_fees(charged="5000", collected="1200")], [_fees(charged="1200", collected="5000")]),
    "fee_size": ([_fees(notices="3", charged="660")], [_fees(notices="3", charged="6600000")]),
    "fee_count": ([_fees(notices="11", cases="3")], [_fees(notices="3", cases="11")]),
    "percentage_range": (
        [_text("办结率达100%。", "100%", "100", "foi_answer_on_time_rate", flow_or_stock="na")],
        [_text("办结率达110%。", "110%", "110", "foi_answer_on_time_rate", flow_or_stock="na")],
    ),
    "news_precedence": (
        [
            _fees(collected="1200"),
            _text("收取1200元。", "1200元", "1200", "foi_fee_collected_amount", source_kind=SourceKind.NEWS),
        ],
        [
            _fees(collected="1200"),
            _text("收取1300元。", "1300元", "1300", "foi_fee_collected_amount", source_kind=SourceKind.NEWS),
        ],
    ),
    "T-1": (
        [_text("全年新收申请5件。", "5件", "5", "foi_requests_received", table_3(req_new="5", req_carry_in="2"))],
        [_text("全年新收申请7件。", "7件", "7", "foi_requests_received", table_3(req_new="5", req_carry_in="2"))],
    ),
    "T-2": (
        [_text("全年收到申请7件。", "7件", "7", "foi_requests_received", table_3(req_new="5", req_carry_in="2"))],
        [_text("全年收到申请8件。", "8件", "8", "foi_requests_received", table_3(req_new="5", req_carry_in="2"))],
    ),
    "T-3": (
        [_text("办结申请7件。", "7件", "7", "foi_requests_closed", table_3(res_total="7"))],
        [_text("办结申请7件。", "7件", "7", "foi_requests_closed", table_3(res_total="8"))],
    ),
    "T-4": (
        [
            _text(
                "不予公开3件。",
                "3件",
                "3",
                "foi_requests_denied",
                table_3(res_denied_process="2", res_denied_query="1"),
            )
        ],
        [_text("不予公开3件。", "3件", "3", "foi_requests_denied", table_3(res_denied_process="2"))],
    ),
    "X-T-share": (
        [
            _share("不予公开3件，占37.5%。", "3件", "37.5%"),
            _share("不予公开3件，占办结总数的38%。", "3件", "38%"),
            _share("不予公开3件（33.3%）。", "3件", "33.3%"),  # of those newly received
            _share("过程性信息2件，占66.7%。", "2件", "66.7%", "foi_requests_denied_process"),  # of those denied
        ],
        [_share("不予公开3件，占73.5%。", "3件", "73.5%"), _share("不予公开3件（42.8%）。", "3件", "42.8%")],
    ),
    "T-5": (
        [_reviewed("行政复议3件。", "3", "foi_reviews"), _reviewed("审结行政复议3件。", "3", "foi_reviews_concluded")],
        [_reviewed("行政复议4件。", "4", "foi_reviews"), _reviewed("审结行政复议5件。", "5", "foi_reviews_concluded")],
    ),
    "T-6": (
        [
            _text(
                "自然人申请7件。", "7件", "7", "foi_requests_by_natural_persons", table_3(req_new="5", req_carry_in="2")
            )
        ],
        [
            _text(
                "自然人申请6件。", "6件", "6", "foi_requests_by_natural_persons", table_3(req_new="5", req_carry_in="2")
            )
        ],
    ),
    "X-T-carry": (
        [_text("结转下年2件。", "2件", "2", "foi_requests_carried_out", table_3(req_carry_out="2"))],
        [_text("结转下年2件。", "2件", "2", "foi_requests_carried_out", table_3(req_carry_out="1"))],
    ),
    "X-T-doc": (
        [_text("现行有效规范性文件9件。", "9件", "9", "normative_documents_in_force", table_2(normdoc_in_force="9"))],
        [_text("现行有效规范性文件9件。", "9件", "9", "normative_documents_in_force", table_2(normdoc_in_force="8"))],
    ),
    "X-T-proactive": (
        [_text("主动公开9条。", "9条", "9", "proactive_items_published", _list("B", proactive_info="9"), vintage="B")],
        [_text("主动公开9条。", "9条", "9", "proactive_items_published", _list("B", proactive_info="8"), vintage="B")],
    ),
    "T-7": ([_no_fee("0")], [_no_fee("3")]),
    "P-U1": (
        [_before(*table_2(adminfee_amount_wanyuan="100")), report(table_2(adminfee_amount_wanyuan="120"))],
        [_before(*table_2(adminfee_amount_wanyuan="100")), report(table_2(adminfee_amount_wanyuan="1200"))],
    ),
    "B-5": (
        [report(_list("B", req_received="50", req_closed="55", rep_total="60"), vintage="B")],
        [report(_list("B", req_received="50", req_closed="55", rep_total="550"), vintage="B")],
    ),
    "B-8": (
        [report(_list("B", proactive_info="9", pub_website="8", pub_wechat="5"), vintage="B")],
        [report(_list("B", proactive_info="9", pub_website="3", pub_wechat="5"), vintage="B")],
    ),
    "B-11": (
        [report(_list("B", trainings="2", trainees="40"), vintage="B")],
        [report(_list("B", trainings="40", trainees="2"), vintage="B")],
    ),
    "B-12": (
        [report(_list("B", budget_foi_wanyuan="35.5"), vintage="B")],
        [report(_list("B", budget_foi_wanyuan="355000"), vintage="B")],
    ),
    "P-U2": (
        [report(table_2(adminfee_amount_wanyuan="7030"), issuer_level="county", issuer_id="320813")],
        [report(table_2(adminfee_amount_wanyuan="0.7"), issuer_level="county", issuer_id="320813")],
    ),
    "P-U4": (
        [report(table_2(adminfee_amount_wanyuan="7030"), issuer_level="county", issuer_id="320813")],
        [report(table_2(adminfee_amount_wanyuan="70300000"), issuer_level="county", issuer_id="320813")],
    ),
    "P-F3": (
        [_text("实际收取0元。", "0元", "0", "foi_fee_collected_amount", report_year=2020, period="year:2020")],
        [_text("实际收取200元。", "200元", "200", "foi_fee_collected_amount", report_year=2020, period="year:2020")],
    ),
    "P-R1": (
        [_before(*table_3(res_total="2")), report((*table_3(res_total="3"), *table_4(review_total="5")))],
        [_before(*table_3(res_total="2")), report((*table_3(res_total="3"), *table_4(review_total="6")))],
    ),
    "P-R2": (
        [_before(*table_4(review_upheld="2")), report(table_4(review_other="1", suit_postreview_total="3"))],
        [_before(*table_4(review_upheld="2")), report(table_4(review_other="1", suit_postreview_total="4"))],
    ),
    "P-R3": (
        [report(table_3(res_granted="60", res_unable_not_held="30", res_partial="20"))],
        [report(table_3(res_granted="60", res_unable_not_held="10", res_partial="20", res_denied_state_secret="20"))],
    ),
    "P-R4": (
        [_suits(2023, "20", "20"), _suits(2024, "10", "30")],
        [_suits(2023, "10", "30"), _suits(2024, "30", "10")],
    ),
    "form_of_year": (
        [report(_c(licence_decisions="4"), vintage="C", report_year=2020), report(table_2(licence_decisions="4"))],
        [report(_c(licence_decisions="4"), vintage="C", report_year=2021)],
    ),
    "period_of_year": (
        [_period(2023, 2023, 2023), _period(2022, 2022, 2022)],
        [_period(2023, 2022, 2022), _period(2023, 2022, 2023), _period(2023, 2024, 2024)],
    ),
    "S-1": (_family("{}"), _family("1")),
    "S-2": (_peers("400"), _peers("4000000")),
    "O-1": (_years("120"), _years("1020")),
    "N-1": (_provinces("700"), _provinces("70")),
    "P-F4": (
        [
            report(
                table_3(res_other_fee_unpaid="2"),
                _fees(notices="5", cases="3").mentions,
                _fees(notices="5", cases="3").text,
            )
        ],
        [
            report(
                table_3(res_other_fee_unpaid="3"),
                _fees(notices="5", cases="3").mentions,
                _fees(notices="5", cases="3").text,
            )
        ],
    ),
    "P-U3": (
        [_before(*table_2(adminfee_amount_wanyuan="12")), report(table_2(adminfee_amount_wanyuan="120"))],
        [_before(*table_2(adminfee_amount_wanyuan="12")), report(table_2(adminfee_amount_wanyuan="118000"))],
    ),
    "B-13": (
        [report(_list("B", normdoc_issued="3", proactive_normdoc="2"), vintage="B")],
        [report(_list("B", normdoc_issued="1", proactive_normdoc="2"), vintage="B")],
    ),
    "A-3": (
        [
            report(
                _list("A", "fujian", a_proactive_info__year="5", pub_website__year="4", pub_gazette__year="1"),
                vintage="A",
                family="fujian",
            )
        ],
        [report(_list("A", "fujian", a_proactive_info__year="5", pub_website__year="4"), vintage="A", family="fujian")],
    ),
    "A-4": (
        [report(_early(a_proactive_officialdoc__year="4", a_normdoc_new__year="1"), vintage="A", family="shanghai")],
        [report(_early(a_proactive_officialdoc__year="6"), vintage="A", family="shanghai")],
    ),
    "X-T-channel": (
        [
            _listed("网络申请6件。", "6件", "6", "foi_requests_online"),
            _listed("网络申请4件、电子邮件2件。", "4件", "4", "foi_requests_online"),  # e-mail is online there
            _listed("电子邮件申请2件。", "2件", "2", "foi_requests_by_email"),
        ],
        [
            _listed("网络申请4件。", "4件", "4", "foi_requests_online"),
            _listed("电子邮件申请7件。", "7件", "7", "foi_requests_by_email"),
        ],
    ),
    "X-T-list": (
        [
            _listed("从事政府信息公开工作的人员4名，其中专职人员2名。", "2名", "2", "foi_staff_fulltime"),
            _listed("政府信息公开举报3件。", "3件", "3", "foi_complaints"),
        ],
        [
            _listed("从事政府信息公开工作的人员，专职4名。", "4名", "4", "foi_staff_fulltime"),
            _listed("政府信息公开工作人员5名。", "5名", "5", "foi_staff"),
            _listed("政府信息公开举报2件。", "2件", "2", "foi_complaints"),
        ],
    ),
    "X-T-sum": (
        [_parts("60", "10", "20", "30"), _outcomes("60", "26")],
        [_parts("60", "10", "20", "25"), _parts("60", "10", "20", "35", last="丁"), _outcomes("60", "21")],
    ),
    "X-T-near": ([_parts("60", "10", "20", "30", last="丁")], [_parts("100", "30", "30", "38", last="丁")]),
    "C-1": (
        [_written("旧", 2022, 12, 5), _written("新", 2023, 12, 5)],
        [_written("旧", 2022, 4, 12), _written("新", 2023, 4, 12)],
    ),
    "C-2": (_two_issuers(20, 5), _two_issuers(8, 8)),
    "said_none": (
        [_denial("全年未发生行政复议、行政诉讼案件。"), _denial("本年度未收到政府信息公开申请。", req_new="0")],
        [
            _denial("本年度未收到政府信息公开申请。"),
            _denial("无行政复议、行政诉讼。", review_total="5", review_other="5"),
        ],
    ),
    "table_blank": (
        [report(table_2(rules_in_force="")), report(table_4())],
        [report([msgspec.structs.replace(one, value=None, cell_state=CellState.BLANK) for one in table_2()])],
    ),
    "said_twice": (
        [_conferences("3", "3")],
        [_conferences("3", "4")],
    ),
}


def _checked(folder: Path, reports: Sequence[Report]) -> Path:
    file = built(folder, *reports)
    judge(file)
    return file


def _rows(file: Path, sql: str, *parameters: str) -> list[Finding]:
    with duckdb.connect(str(file), read_only=True) as connection:
        cursor = connection.execute(sql, list(parameters))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_every_rule_has_a_report_that_keeps_it_and_one_that_breaks_it() -> None:
    assert set(CASES) == {rule.id for rule in rules()}


def _of(issuer: str, one: Report) -> Report:
    """The report as that of an issuer of this name, unless it is of a real place."""
    if one.head.issuer_id != "x-test":
        return one
    head = msgspec.structs.asdict(one.head) | {"issuer_id": f"x-{issuer}", "issuer": f"{issuer}县人民政府"}
    return msgspec.structs.replace(report(one.cells, one.mentions, one.text, **head), sections=one.sections)


@pytest.fixture(scope="module")
def all_cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """All that keep their rule in one warehouse, all that break it in another; each rule has an issuer of its own."""
    folder = tmp_path_factory.mktemp("cases")
    kept, broken = (
        _checked(folder / name, [_of(rule, one) for rule, case in CASES.items() for one in case[side]])
        for side, name in enumerate(("kept", "broken"))
    )
    return kept, broken


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_rule_passes_what_keeps_it_and_finds_what_breaks_it(rule: str, all_cases: tuple[Path, Path]) -> None:
    kept, broken = all_cases
    own = (
        "check_id = ? AND report_id IN "
        "(SELECT report_id FROM reports WHERE issuer_id = 'x-' || check_id OR NOT starts_with(issuer_id, 'x-'))"
    )
    # Of its own reports: what others pass in the same warehouse says nothing of it.
    assert _rows(kept, f"FROM check_passes WHERE passed > 0 AND {own}", rule)
    assert not _rows(kept, f"FROM findings WHERE outcome = 'fail' AND {own}", rule)

    findings = _rows(broken, f"FROM findings WHERE outcome = 'fail' AND {own}", rule)
    assert findings
    for finding in findings:
        assert finding["left_value"] is not None and finding["right_value"] is not None
        assert finding["difference"] == finding["left_value"] - finding["right_value"]
        assert finding["left_evidence"]
        for message in (finding["message_zh"], finding["message_en"]):
            assert message.endswith(("。", ".", "?")), message
            assert f"{finding['left_value'].normalize():f}" in message


@pytest.mark.parametrize("rule", [one for one in rules() if one.figures], ids=lambda rule: rule.id)
def test_a_rule_that_hangs_on_figures_has_no_rows_without_them(
    rule: Rule, all_cases: tuple[Path, Path], tmp_path: Path
) -> None:
    file = Path(shutil.copy(all_cases[1], tmp_path))
    with duckdb.connect(str(file)) as connection:
        assert connection.execute(rule.query).fetchall()
        connection.execute("DELETE FROM observations WHERE list_contains(?, indicator_id)", [list(rule.figures)])
        assert connection.execute("FROM observations").fetchone()
        assert connection.execute(rule.query).fetchall() == []


def test_operands_of_a_failed_rule_are_disputed_and_nothing_else(tmp_path: Path) -> None:
    file = _checked(tmp_path, [report((*table_4(review_upheld="10", review_corrected="1"), *table_2()))])
    disputed = _rows(file, "SELECT indicator_id FROM observations WHERE status = 'disputed' ORDER BY 1")
    assert [row["indicator_id"] for row in disputed] == [
        "D.review_corrected",
        "D.review_other",
        "D.review_pending",
        "D.review_total",
        "D.review_upheld",
    ]
    (value,) = _rows(file, "SELECT value, status FROM series WHERE series_id = 'review_total'")
    assert value == {"value": Decimal(0), "status": "disputed"}


def test_a_blank_operand_is_not_assessable_and_the_other_reading_is_told(tmp_path: Path) -> None:
    file = _checked(tmp_path, [report(table_3(req_new="5", res_granted="5", res_total="5", req_carry_out__np=""))])
    found = _rows(file, "FROM findings WHERE check_id = 'H-C1'")
    assert [one["outcome"] for one in found] == ["not_assessable"]
    assert found[0]["right_value"] is None and found[0]["left_value"] == 5
    assert "空白" in found[0]["message_zh"] and "5与5相符" in found[0]["message_zh"]
    assert "With blanks read as 0, 5 and 5 agree" in found[0]["message_en"]


def test_what_could_not_be_read_is_not_read_as_nought(tmp_path: Path) -> None:
    file = _checked(tmp_path, [report(table_3(req_new="5", res_total="5", res_granted="5", req_carry_out__np="?"))])
    (found,) = _rows(file, "FROM findings WHERE check_id = 'H-C1'")
    assert "read as 0" not in found["message_en"]


def test_a_single_row_of_other_handling_takes_the_place_of_three(tmp_path: Path) -> None:
    kept = tuple(one for one in table_3(req_new="4", res_total="4") if not one.line.startswith("res_other"))
    columns = [column.code for column in form("D").table("3").columns]
    single = tuple(
        cell(f"res_other__{column}", "4" if column in ("np", "total") else "0", line="res_other", column=column)
        for column in columns
    )
    file = _checked(tmp_path, [report((*kept, *single))])
    (run,) = _rows(file, "SELECT passed, failed, not_assessable FROM check_runs WHERE check_id = 'H-C2'")
    assert run == {"passed": 7, "failed": 0, "not_assessable": 0}


def test_a_text_of_several_figures_agrees_if_one_does(tmp_path: Path) -> None:
    text = "收到申请5件，其中网上收到3件。"
    figures = [mention(text, surface, surface[0], "foi_requests_received") for surface in ("5件", "3件")]
    file = _checked(tmp_path, [report(table_3(req_new="5"), figures, text)])
    (run,) = _rows(file, "SELECT passed, failed FROM check_runs WHERE check_id = 'T-2'")
    assert run == {"passed": 1, "failed": 0}


@pytest.mark.parametrize(("new", "outcome"), [("5", "pass"), ("4", "fail")])
def test_a_part_that_is_called_new_is_held_against_the_new(new: str, outcome: str, tmp_path: Path) -> None:
    text = f"收到申请7件，其中本年新收{new}件。"
    figures = [
        mention(text, "7件", "7", "foi_requests_received"),
        mention(text, f"{new}件", new, None, part_of=4, measure_zh="本年新收"),
    ]
    file = _checked(tmp_path, [report(table_3(req_new="5", req_carry_in="2"), figures, text)])
    (run,) = _rows(file, "SELECT passed, failed FROM check_runs WHERE check_id = 'T-1'")
    assert run == {"passed": int(outcome == "pass"), "failed": int(outcome == "fail")}


@pytest.mark.parametrize(("beside", "asked"), [("区直部门", 0), ("全区", 1)])
def test_the_own_figure_of_a_government_told_beside_its_departments_is_a_part(
    beside: str, asked: int, tmp_path: Path
) -> None:
    text = f"{beside}新收申请29件，区政府新收申请12件。"
    figures = [
        mention(text, "29件", "29", None, scope=beside),
        mention(text, "12件", "12", "foi_requests_received", scope="区政府"),
    ]
    made = report(table_3(req_new="41"), figures, text, scope=Scope.UNKNOWN, issuer_level="county")
    (run,) = _rows(_checked(tmp_path, [made]), "SELECT evaluated FROM check_runs WHERE check_id = 'T-1'")
    assert run == {"evaluated": asked}


def test_the_figure_of_one_district_is_not_compared_with_the_table(tmp_path: Path) -> None:
    one = _text("罗湖区收到申请3件。", "3件", "3", "foi_requests_received", table_3(req_new="5"), scope="罗湖区")
    (run,) = _rows(_checked(tmp_path, [one]), "SELECT evaluated FROM check_runs WHERE check_id = 'T-2'")
    assert run == {"evaluated": 0}


def test_filled_cells_beside_a_blank_total_can_already_be_too_many(tmp_path: Path) -> None:
    cells = table_3(res_granted="9", res_granted__total="")
    one = _text("予以公开5件。", "5件", "5", "foi_requests_granted", cells)
    (found,) = _rows(_checked(tmp_path, [one]), "SELECT outcome, message_zh FROM findings WHERE check_id = 'T-4'")
    assert found["outcome"] == "fail" and "9" in found["message_zh"]


@pytest.mark.parametrize(("first", "failed"), [("办结率", 0), ("按期答复率", 1)])
def test_what_was_closed_and_what_was_answered_in_time_are_two_shares(first: str, failed: int, tmp_path: Path) -> None:
    text = f"申请{first}100%，按时答复率96%。"
    code = "foi_answer_on_time_rate"
    figures = [
        mention(text, "100%", "100", code, flow_or_stock="na", measure_zh=f"申请{first}"),
        mention(text, "96%", "96", code, flow_or_stock="na", measure_zh="按时答复率"),
    ]
    file = _checked(tmp_path, [report(mentions=figures, text=text)])
    (run,) = _rows(file, "SELECT failed FROM check_runs WHERE check_id = 'said_twice'")
    assert run == {"failed": failed}


@pytest.mark.parametrize(
    ("issuer", "failed"),
    [
        ("青川县教育局", 1),
        ("深圳市福田区教育局", 1),
        ("昆山市教育局", 1),
        ("深圳市教育局", 0),
        ("四川省教育厅", 0),
        ("中华人民共和国教育部", 0),
    ],
)
def test_departments_of_counties_make_no_rules(issuer: str, failed: int, tmp_path: Path) -> None:
    body = issuer_of(issuer)
    assert body is not None and body.level == "department"
    made = report(table_2(rules_in_force="6"), issuer=issuer, issuer_id=body.issuer_id, issuer_level="department")
    (run,) = _rows(_checked(tmp_path, [made]), "SELECT failed FROM check_runs WHERE check_id = 'P-L1'")
    assert run == {"failed": failed}


def test_growth_may_be_more_than_all(tmp_path: Path) -> None:
    one = _text("申请量同比增长150%。", "150%", "150", "foi_requests_received_yoy", flow_or_stock="na")
    (run,) = _rows(_checked(tmp_path, [one]), "SELECT evaluated FROM check_runs WHERE check_id = 'percentage_range'")
    assert run == {"evaluated": 0}


def test_a_fee_that_is_not_stated_is_not_nought(tmp_path: Path) -> None:
    file = _checked(tmp_path, [_fees(collected="1200")])
    (found,) = _rows(file, "SELECT outcome, message_en FROM findings WHERE check_id = 'fee_amount'")
    assert found["outcome"] == "not_assessable" and "no figure was read" in found["message_en"]


def test_a_superseded_report_is_not_the_year_before(tmp_path: Path) -> None:
    wrong = _before(*table_3(req_carry_out="9"), published_on="2023-01-01")
    right = _before(*table_3(req_carry_out="2"), published_on="2023-02-01")
    file = _checked(tmp_path, [wrong, right, report(table_3(req_carry_in="2"))])
    (run,) = _rows(file, "SELECT passed, failed FROM check_runs WHERE check_id = 'P-X1'")
    assert run == {"passed": 7, "failed": 0}


def test_checking_again_changes_nothing(tmp_path: Path) -> None:
    file = _checked(tmp_path, CASES["H-C4"][1])
    before = _rows(file, "FROM findings"), _rows(file, "FROM check_runs"), _rows(file, "FROM checks")
    judge(file)
    assert (_rows(file, "FROM findings"), _rows(file, "FROM check_runs"), _rows(file, "FROM checks")) == before


@pytest.mark.parametrize(
    ("last", "now", "told"),
    [
        ("130", "1300000", ["P-U3"]),  # ten thousand times, and beyond the limit of a county
        ("130", "6500000", ["P-U1"]),
        ("1300000", "130", ["P-U3"]),
        ("260000", "1300000", ["P-U4"]),
        (None, "1300000", ["P-U4"]),
        ("130", "140", []),
    ],
)
def test_one_slip_of_a_unit_is_one_finding(last: str | None, now: str, told: list[str]) -> None:
    county = {"issuer_level": "county", "issuer_id": "320813"}
    before = [_before(*table_2(adminfee_amount_wanyuan=last), **county)] if last else []
    (assessment,) = check_reports([report(table_2(adminfee_amount_wanyuan=now), **county)], before)
    assert [one.check_id for one in assessment.findings] == told


def test_the_terms_of_a_sum_are_read_with_sign_and_year() -> None:
    assert terms("a_x@-1 + b_y - c") == [(1, "a_x", 1), (1, "b_y", 0), (-1, "c", 0)]
    with pytest.raises(ValueError, match="no sum"):
        terms("a b")


def test_no_fee_in_spite_of_cases_is_found_and_cases_with_a_fee_are_not(tmp_path: Path) -> None:
    file = _checked(
        tmp_path, [_of("甲", _fees(cases="3", collected="0")), _of("乙", _fees(cases="3", collected="300"))]
    )
    found = _rows(file, "FROM findings WHERE check_id = 'P-F2' AND outcome = 'fail'")
    assert [(one["left_value"], one["right_value"]) for one in found] == [(0, 3)]


@pytest.mark.parametrize(
    ("says", "outcomes"),
    [
        ("本年度未产生信息处理费。", ["fail"]),
        ("本年度未发出收费通知。", ["fail"]),
        ("本年度未收取信息处理费。", []),
        ("本年度未发生收取信息处理费的情况。", []),
    ],
)
def test_no_fee_collected_is_no_denial_of_those_who_did_not_pay(tmp_path: Path, says: str, outcomes: list[str]) -> None:
    file = _checked(tmp_path, [_no_fee("3", says)])
    assert [one["outcome"] for one in _rows(file, "FROM findings WHERE check_id = 'T-7'")] == outcomes


DENIALS: list[tuple[str, set[str]]] = [
    ("2023年，我县没有因政府信息公开被申请行政复议、提起行政诉讼。", {"行政复议", "行政诉讼"}),
    ("全年无政府信息公开行政复议和行政诉讼案件。", {"行政复议", "行政诉讼"}),
    ("本年度未收到有关政府信息公开行政复议的申请。", {"行政复议"}),
    ("行政复议0件，行政诉讼0件。", {"行政复议", "行政诉讼"}),
    ("全年没有收到依申请公开申请，无行政诉讼。", set()),  # two things in one sentence: nothing is certain
    ("本年度未收到公民、法人或其他组织提出的\n政府信息公开申请。", {"新收申请"}),
    ("2022年未收到政府信息公开申请。", set()),  # of the year before
    ("县教育局未收到政府信息公开申请。", set()),  # of one office
    ("本机关未收到政府信息公开申请。", set()),  # of one office, beside a table of the whole
    ("全年未发生行政诉讼败诉案件，无复议纠正案件。", set()),
    ("未发生泄密事件，无举报，未收到对信息公开工作的投诉。", set()),
    ("未收到不予公开的申请，未逾期答复申请。", set()),
    ("行政复议维持2件、纠正0件，未经复议直接起诉0件。", set()),
    ("新发生行政复议0件。", set()),
]
"""What is said, and what of it is denied."""


def _said(number: int) -> Report:
    cases = {"review_total": "5", "review_other": "5", "suit_direct_total": "4", "suit_direct_other": "4"}
    return _of(f"否{number}", _denial(DENIALS[number][0], **cases))


@pytest.fixture(scope="module")
def all_denials(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them in one warehouse, each with an issuer of its own."""
    return _checked(tmp_path_factory.mktemp("denials"), [_said(number) for number in range(len(DENIALS))])


@pytest.mark.parametrize("number", range(len(DENIALS)), ids=[said for said, _ in DENIALS])
def test_a_plain_denial_is_nought_and_a_denial_of_another_thing_is_not(number: int, all_denials: Path) -> None:
    found = _rows(
        all_denials,
        "SELECT place FROM findings WHERE check_id = 'said_none' AND outcome = 'fail' AND report_id = ?",
        _said(number).report_id,
    )
    denied = DENIALS[number][1]
    assert {one["place"] for one in found} == denied


@pytest.mark.parametrize(
    ("section", "says", "denied"),
    [
        ("requests", "2016年度未收取任何费用。", True),
        ("requests", "全年没有收取依申请公开费用。", True),
        ("requests", "本年度，依申请公开政府信息均未收取任何费用。", True),
        ("overview", "我县依申请公开未收取任何费用。", True),
        ("proactive", "县政府公报免费赠阅2000份。未收取任何费用。", False),  # of the gazette
        ("overview", "全年未收取任何费用。", False),
        ("requests", "对申请人均未收取费用。", False),  # of some, for all that is said
        ("requests", "未收取检索费、邮寄费等费用。", False),
        ("requests", "未收取邮寄费。", False),
        ("requests", "未发生工作经费不足的情况。", False),
    ],
)
def test_a_list_of_fees_beside_a_text_that_denies_them(section: str, says: str, denied: bool, tmp_path: Path) -> None:
    heading = "一、总体情况"
    text = f"{heading}\n{says}\n"
    made = report(_list("B", fee_foi_wanyuan="0.2"), text=text, vintage="B", report_year=2016)
    of = Section(name=section, heading=heading, start=0, end=len(text))
    file = _checked(tmp_path, [msgspec.structs.replace(made, sections=(of,))])
    found = _rows(file, "SELECT message_zh FROM findings WHERE check_id = 'said_none' AND outcome = 'fail'")
    assert bool(found) == denied
    if found:
        assert "而表格中依申请公开信息收取的费用为0.2万元" in found[0]["message_zh"]


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        (
            "我县重视公开。\n  2.本年度未收到公民、法人提出的\n政府信息公开申请。 其他。",
            "本年度未收到公民、法人提出的\n政府信息公开申请",
        ),
        ("2023年度，没有收到政府信息公开申请", "没有收到政府信息公开申请"),
    ],
)
def test_the_words_that_deny_are_evidence_with_their_place(says: str, shown: str, tmp_path: Path) -> None:
    made = _denial(says)
    (found,) = _rows(_checked(tmp_path, [made]), "FROM findings WHERE check_id = 'said_none' AND outcome = 'fail'")
    (words,) = found["right_evidence"]
    start, end = map(int, re.fullmatch(rf"{made.report_id}:w(\d+)-(\d+)", words).groups())  # type: ignore[union-attr]
    assert made.text[start:end] == shown


def test_words_of_evidence_are_explained_and_those_beyond_the_text_stop_publication(tmp_path: Path) -> None:
    made = _no_fee("3", "一、总体。本年度未产生信息处理费。")
    file = _checked(tmp_path, [made])
    with open_warehouse(file) as connection:
        told = explain(connection, f"f:{made.report_id}:T-7:1")
    assert [(one.kind, one.words) for one in told.evidence if one.kind != "cell"] == [("words", "未产生信息处理费")]
    wrong = next(one.query for one in pipeline() if one.id == "finding_evidence")
    assert _rows(file, wrong) == []
    with duckdb.connect(str(file)) as connection:
        connection.execute("UPDATE findings SET right_evidence = [report_id || ':w5-9999'] WHERE check_id = 'T-7'")
    assert [one["evidence_id"] for one in _rows(file, wrong)] == [f"{made.report_id}:w5-9999"]


def test_cases_that_are_all_pending_may_have_been_brought_before(tmp_path: Path) -> None:
    made = _denial("全年未发生行政复议。", review_total="2", review_pending="2")
    assert _rows(_checked(tmp_path, [made]), "FROM findings WHERE check_id = 'said_none'") == []


def test_what_was_carried_in_is_held_against_the_table_though_it_is_of_the_year_before(tmp_path: Path) -> None:
    words, code, period = "上年结转2件。", "foi_requests_carried_in", "as_of:2022-12-31"
    made = [
        _of(name, _text(words, "2件", "2", code, table_3(req_carry_in=number), period=period, flow_or_stock="stock"))
        for name, number in (("甲", "2"), ("乙", "3"))
    ]
    (run,) = _rows(_checked(tmp_path, made), "SELECT passed, failed FROM check_runs WHERE check_id = 'X-T-carry'")
    assert run == {"passed": 1, "failed": 1}


@pytest.mark.parametrize(
    ("offices", "kinds", "outcome"),
    [
        (("40", "20"), ("10", "20", "30"), []),
        (("40", "20"), ("10", "20", "34"), ["fail"]),
        (("40", "20"), ("10", "2", "3"), []),  # nothing of the whole's size: the parts of a part
        (("40", "15"), ("10", "20", "34"), ["fail"]),
    ],
)
def test_a_whole_parted_a_second_time_is_asked_where_the_list_is_closed(
    offices: Sequence[str], kinds: Sequence[str], outcome: list[str], tmp_path: Path
) -> None:
    made = _parts("60", *offices, *kinds)
    file = _checked(tmp_path, [made])
    found = _rows(file, "FROM findings WHERE check_id = 'X-T-sum' AND outcome = 'fail'")
    assert [one["outcome"] for one in found] == outcome


@pytest.mark.parametrize(("scope", "failed"), [("县直各单位", 1), ("省政府", 0)])
def test_bodies_of_a_place_cannot_have_more_than_the_place(scope: str, failed: int, tmp_path: Path) -> None:
    text = f"主动公开政府信息20件。{scope}主动公开政府信息18件。各乡镇主动公开政府信息7件。"
    whole = mention(text, "20件", "20", "proactive_items_published", measure_zh="主动公开政府信息", scope="全县")
    parts = [
        mention(text, surface, surface[:-1], None, measure_zh=f"{body}主动公开政府信息", scope=body)
        for body, surface in ((scope, "18件"), ("各乡镇", "7件"))
    ]
    figures = [msgspec.structs.replace(one, section="proactive") for one in (whole, *parts)]
    (run,) = _rows(
        _checked(tmp_path, [report(mentions=figures, text=text)]),
        "SELECT failed FROM check_runs WHERE check_id = 'X-T-near'",
    )
    assert run == {"failed": failed}


@pytest.mark.parametrize(("scope", "outcomes"), [("全县", ["fail"]), ("县政府办公室", [])])
def test_notices_of_the_whole_are_held_against_a_table_that_does_not_say_whose_it_is(
    scope: str, outcomes: list[str], tmp_path: Path
) -> None:
    fees = _fees(notices="2", cases="1")
    figures = [msgspec.structs.replace(one, scope=scope) for one in fees.mentions]
    made = report(table_3(res_other_fee_unpaid="3"), figures, fees.text, scope=Scope.UNKNOWN)
    found = _rows(_checked(tmp_path, [made]), "SELECT outcome FROM findings WHERE check_id = 'P-F4'")
    assert [one["outcome"] for one in found] == outcomes


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("从办理结果看，同意公开5件，不予公开2件。", "fail"),
        ("从办理结果看，同意公开9件，不予公开2件。", "pass"),
        ("从办理结果看，属于已主动公开的告知4件，同意公开5件。", "pass"),
    ],
)
def test_agreed_to_may_be_fewer_only_beside_what_was_public(words: str, outcome: str, tmp_path: Path) -> None:
    (number,) = re.findall(r"同意公开(\d)件", words)
    cells = table_3(res_granted="8", res_partial="1")
    one = _text(words, f"{number}件", number, "foi_requests_granted", cells, measure_zh="同意公开")
    counted = "SELECT passed, failed FROM check_runs WHERE check_id = 'T-4'"
    (run,) = _rows(_checked(tmp_path, [one]), counted)
    assert run == {"passed": int(outcome == "pass"), "failed": int(outcome == "fail")}


@pytest.mark.parametrize(("scope", "failed"), [(Scope.ORGAN, 1), (Scope.JURISDICTION, 0)])
def test_documents_of_this_body_are_all_where_the_table_counts_this_body_alone(
    scope: Scope, failed: int, tmp_path: Path
) -> None:
    words = "本机关制发规范性文件3件。"
    figure = mention(words, "3件", "3", "normative_documents_issued", measure_zh="本机关制发规范性文件")
    one = report(table_2(normdoc_issued="5"), [figure], words, scope=scope)
    (run,) = _rows(_checked(tmp_path, [one]), "SELECT failed FROM check_runs WHERE check_id = 'X-T-doc'")
    assert run == {"failed": failed}


@pytest.mark.parametrize(
    ("words", "surface", "code", "rules_broken"),
    [
        ("县政府网站的信息公开专职人员9名。", "9名", "foi_staff_fulltime", []),
        ("举办培训，从事政府信息公开工作的人员9名参加。", "9名", "foi_staff", []),
        ("全县各级从事政府信息公开工作的人员9名。", "9名", "foi_staff", []),
        ("社会治理专职人员9名。", "9名", "foi_staff_fulltime", []),
        ("政务热线受理举报投诉600件。", "600件", "foi_complaints", []),
        ("从事政府信息公开工作的人员9名。", "9名", "foi_staff", ["X-T-list"]),
        ("寄出补正通知书8份。", "8份", "foi_requests_supplement_asked", []),
        ("作出更改补充告知8件。", "8件", "foi_requests_supplement_asked", ["T-4"]),
        ("经批准延期答复7件，其中4件在下一年度办结。", "7件", "foi_requests_closed_extended", []),
        ("延期办结7件。", "7件", "foi_requests_closed_extended", ["T-3"]),
    ],
)
def test_what_the_list_counts_is_told_from_what_is_near_it(
    words: str, surface: str, code: str, rules_broken: list[str]
) -> None:
    (told,) = check_reports([_listed(words, surface, surface[:-1], code)])
    assert [one.check_id for one in told.findings if one.check_id != "B-11"] == rules_broken


@pytest.mark.parametrize(
    ("told_of", "table", "outcomes"),
    [
        ("全县", Scope.OWN_LEVEL, ["not_assessable"]),
        ("全县", Scope.JURISDICTION, ["fail"]),
        ("县政府", Scope.OWN_LEVEL, ["fail"]),
    ],
)
def test_the_figure_of_the_whole_is_not_held_against_the_table_of_a_part(
    told_of: str, table: Scope, outcomes: list[str]
) -> None:
    one = _listed("受理政府信息公开举报投诉8件。", "8件", "8", "foi_complaints")
    figures = [msgspec.structs.replace(figure, scope=told_of) for figure in one.mentions]
    head = msgspec.structs.replace(one.head, scope=table, issuer_level="county")
    (told,) = check_reports([msgspec.structs.replace(one, head=head, mentions=tuple(figures))])
    assert [each.outcome for each in (*told.findings, *told.not_assessable) if each.check_id == "X-T-list"] == outcomes


@pytest.mark.parametrize(("share", "broken"), [("20", []), ("35", ["X-T-share"])])
def test_a_ground_may_be_told_as_a_share_of_what_was_refused(share: str, broken: list[str]) -> None:
    words = f"在不同意公开的答复中，属于国家秘密1件，占{share}%。"
    numbers = {"rep_denied": "5", "rep_denied_state_secret": "1", "rep_denied_privacy": "4", "rep_granted": "75"}
    all_of_them = dict.fromkeys(
        ("req_received", "req_closed", "req_closed_ontime", "req_channel_letter", "rep_total"), "80"
    )
    cells = _list("B", **numbers, **all_of_them)
    told = [
        mention(words, "1件", "1", "foi_requests_denied_state_secret", period="year:2016"),
        mention(words, f"{share}%", share, None, unit="%", unit_std="percent", flow_or_stock="na"),
    ]
    (found,) = check_reports([report(cells, told, words, vintage="B", report_year=2016)])
    assert [one.check_id for one in found.findings] == broken


def test_parts_are_not_added_up_where_one_is_missing_and_it_is_named(tmp_path: Path) -> None:
    whole, first, *others = _family("1")
    (found,) = _rows(_checked(tmp_path, [whole, *others]), "FROM findings WHERE check_id = 'S-1'")
    assert found["outcome"] == "not_assessable"
    assert first.head.issuer is not None and first.head.issuer in found["message_zh"]


def test_what_was_left_over_last_year_may_be_closed_this_year(tmp_path: Path) -> None:
    before = _before(*_list("B", req_received="90", req_closed="50", rep_total="50"), vintage="B")
    now = report(_list("B", req_received="50", req_closed="90", rep_total="90"), vintage="B")
    (run,) = _rows(_checked(tmp_path, [before, now]), "SELECT failed FROM check_runs WHERE check_id = 'B-5'")
    assert run == {"failed": 0}


def test_formulas_and_exceptions_are_told_in_both_languages() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    for rule in rules():
        assert han.search(rule.formula.zh + rule.exceptions.zh) and han.search(rule.exceptions.zh), rule.id
        assert not han.search(re.sub("万元|元|本年增/减", "", rule.formula.en + rule.exceptions.en)), rule.id
