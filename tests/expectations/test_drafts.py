"""Rules over reports that are in no warehouse: the same outcome as in one."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import jsonschema
import pytest

import gongkai
from expectations.assessment_json import schema, to_json
from expectations.drafts import check_reports
from tests.samples import built_from
from tests.warehouse.made import cell, mention, report, table_3, table_4

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
TEXT = "全年新收申请7件。"


def test_a_draft_is_judged_as_it_would_be_in_a_warehouse(tmp_path: Path) -> None:
    files = [SAMPLES / name for name in ("hongze-2023.html", "suqian-2023.html", "suqian-2024.html")]
    reports = [gongkai.read(file) for file in files]
    file = built_from(files, tmp_path)  # As a run does, on all threads and weighed.
    with duckdb.connect(str(file), read_only=True) as connection:
        wanted = connection.execute("SELECT report_id, check_id, outcome, message_zh FROM findings").fetchall()
        passed = connection.execute("SELECT sum(passed) FROM check_runs").fetchone()
    verdicts = check_reports(reports)
    found = [
        (verdict.report_id, one.check_id, one.outcome, one.message.zh)
        for verdict in verdicts
        for one in (*verdict.findings, *verdict.not_assessable)
    ]
    assert sorted(found) == sorted(wanted)
    assert passed == (sum(verdict.passed for verdict in verdicts),)


def test_a_draft_without_an_issuer_is_held_to_its_own_tables() -> None:
    draft = report(
        table_3(req_new="5", res_granted="5", res_total="5"),
        [mention(TEXT, "7件", "7", "foi_requests_received")],
        TEXT,
        issuer=None,
        issuer_id=None,
    )
    (verdict,) = check_reports([draft])
    (finding,) = verdict.findings
    assert finding.check_id == "T-1"
    (words,) = [one for one in finding.operands if one.table is None]
    assert words.sentence == TEXT and words.printed == "7件"


@pytest.mark.parametrize(
    ("cases", "reading"),
    [("3", "concluded reconsiderations"), ("5", "reconsiderations, pending ones included"), ("4", None)],
)
def test_a_figure_that_may_be_read_in_several_ways_is_told_with_the_way_that_agrees(
    cases: str, reading: str | None
) -> None:
    text = f"行政复议{cases}件。"
    draft = report(
        table_4(review_total="5", review_pending="2", review_upheld="3"),
        [mention(text, f"{cases}件", cases, "foi_reviews")],
        text,
    )
    (verdict,) = check_reports([draft])
    assert [one.reading.en for one in verdict.agreements] == ([reading] if reading else [])
    assert [one.check_id for one in verdict.findings] == ([] if reading else ["T-5"])
    for one in verdict.agreements:
        assert (one.check_id, one.value, one.place) == ("T-5", int(cases), "政府信息公开行政复议")
        assert one.reading.en in one.message.en and one.reading.zh in one.message.zh and cases in one.message.zh
        boxes = {"review_total", "review_pending"} if cases == "3" else {"review_total"}
        assert {each.code for each in one.operands} == {"foi_reviews", *boxes}


def test_a_figure_of_which_all_readings_come_to_one_number_says_nothing_of_them() -> None:
    text = "行政复议3件。"
    draft = report(table_4(review_total="3", review_upheld="3"), [mention(text, "3件", "3", "foi_reviews")], text)
    (verdict,) = check_reports([draft])
    assert verdict.agreements == () and verdict.passed


def test_of_two_reports_of_last_year_the_last_named_is_compared_with() -> None:
    first = report(table_3(req_carry_out="9", req_new="9"), report_year=2022)
    second = report(table_3(req_carry_out="2", req_new="2"), report_year=2022)
    draft = report(table_3(req_carry_in="2", res_granted="2", res_total="2"))
    (agrees,) = check_reports([draft], [first, second])
    (differs,) = check_reports([draft], [second, first])
    assert not agrees.findings
    assert {one.check_id for one in differs.findings} == {"P-X1"}


def test_two_drafts_of_one_report_are_both_checked() -> None:
    right, wrong = report(table_4()), report(table_4(review_upheld="3"))
    assert [len(one.findings) for one in check_reports([right, wrong])] == [0, 1]


def test_a_report_with_nothing_in_it_passes_nothing() -> None:
    (verdict,) = check_reports([report()])
    assert verdict.evaluated == 0 and not verdict.findings


def test_the_published_schema_is_that_of_the_types() -> None:
    published = json.loads((ROOT / "docs" / "check.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema())), "docs/check.schema.json is out of date: run make schema"


def test_a_verdict_with_findings_and_gaps_comes_out_as_the_schema_says() -> None:
    text = (ROOT / "samples" / "hongze-2023.html").read_text(encoding="utf-8")
    report = gongkai.extract(text.replace("<td>0</td>", "<td>见附件</td>", 1).encode())
    (verdict,) = check_reports([report])
    told = json.loads(to_json("draft.html", verdict))
    jsonschema.validate(told, schema(), cls=jsonschema.Draft202012Validator)
    assert told["findings"] and told["findings"][0]["signatures"] and told["unread"] and not told["whole"]
    assert set(told) == set(schema()["properties"])


def test_what_a_text_tells_is_called_as_the_reports_own_form_calls_it() -> None:
    text = "同意公开7件，制发规范性文件3件。"
    told = [
        mention(text, "7件", "7", "foi_requests_granted", period="year:2016"),
        mention(text, "3件", "3", "normative_documents_issued", period="year:2016"),
    ]
    names = {"rep_granted": "5", "rep_total": "5", "rep_already_public": "0", "rep_partial": "0", "normdoc_issued": "2"}
    cells = [cell(code, number, table="B", line=code, column=None) for code, number in names.items()]
    (verdict,) = check_reports([report(cells, told, text, vintage="B", report_year=2016)])
    assert [one.message.zh for one in verdict.findings if one.check_id in ("T-4", "X-T-doc")] == [
        "正文“同意公开”写7件，与表格不一致：“同意公开答复数”为5。",
        "正文“制发规范性文件”写3件，与表格不一致：“制发规范性文件总数”为2。",
    ]
    assert {one.line for finding in verdict.findings for one in finding.operands if one.table is None} == {
        "同意公开",
        "制发规范性文件",
    }


def test_quotes_within_quotes_are_single_ones() -> None:
    cells = table_3(req_new="10", res_denied_safety="10", res_denied_safety__total="1", res_total="10")
    (verdict,) = check_reports([report(cells)])
    told = [one.message.zh for finding in verdict.findings for one in (finding, *finding.signatures)]
    assert any("“危及‘三安全一稳定’”行" in one for one in told)
    assert not any("“危及“" in one for one in told)


def _fees(text: str, unpaid: str | None, **figures: str) -> dict[str, tuple[str, str]]:
    """What is said of figures of fees that stand in `text`, beside so many that ended unpaid (None: no table)."""
    told = []
    for indicator, surface in figures.items():
        number = surface[:-1].removesuffix("万")
        value = str(int(float(number) * 10000)) if "万" in surface else number
        told.append(mention(text, surface, value, f"foi_fee_{indicator}"))
    cells = table_3(res_other_fee_unpaid=unpaid, res_total=unpaid, req_new=unpaid) if unpaid is not None else ()
    (verdict,) = check_reports([report(cells, told, text)])
    return {one.check_id: (one.message.zh, one.message.en) for one in verdict.findings}


def test_what_the_text_does_not_tell_of_fees_is_left_out_and_no_nought() -> None:
    notice = {"notices_issued": "1件"}
    said = _fees("发出收费通知1件。", "2", **notice)["P-F4"]
    assert said == (
        "正文写发出收费通知1件，而表三“逾期未缴费”2件，多于通知件数。",
        "The text tells of 1 notice, but 2 requests ended unpaid in table 3: more than there were notices.",
    )
    text = "发出收费通知1件，3件已缴费。"
    said = _fees(text, "1", **notice, cases_collected="3件")["P-F4"]
    assert said == (
        "正文写发出收费通知1件，而表三“逾期未缴费”1件、正文已缴费3件，合计多于通知件数。",
        "The text tells of 1 notice, but 1 request ended unpaid in table 3 and 3 were paid: more than there were"
        " notices.",
    )
    said = _fees(text, "", **notice, cases_collected="3件")["P-F4"]
    assert said[0] == "正文写发出收费通知1件，而正文已缴费3件，多于通知件数。"


@pytest.mark.parametrize(
    ("charged", "collected", "hinted"),
    [("1865元", "1860元", False), ("0.1865万元", "1860元", True), ("5元", "5元", True), ("18605元", "2元", True)],
)
def test_a_slip_of_the_unit_is_asked_after_only_where_there_may_be_one(
    charged: str, collected: str, hinted: bool
) -> None:
    text = f"通知总金额{charged}，实际收取{collected}。"
    zh, en = _fees(text, None, notified_amount=charged, collected_amount=collected)["P-F2"]
    assert ("请核对是否以万元填写" in zh, "was it given in 万元?" in en) == (hinted, hinted)


def _of_2016(text: str, numbers: dict[str, str], *figures: tuple[str | None, str]) -> list[tuple[str, str, str]]:
    told = [mention(text, surface, surface[:-1], code, period="year:2016") for code, surface in figures]
    cells = [cell(code, number, table="B", line=code, column=None) for code, number in numbers.items()]
    (verdict,) = check_reports([report(cells, told, text, vintage="B", report_year=2016)])
    return [(one.check_id, one.message.zh, one.message.en) for one in verdict.findings]


def test_what_may_be_less_is_told_by_how_much_it_is_more() -> None:
    numbers = {"staff_fulltime": "3"}
    assert not _of_2016("政府信息公开专职人员2人。", numbers, ("foi_staff_fulltime", "2人"))
    assert _of_2016("政府信息公开专职人员5人。", numbers, ("foi_staff_fulltime", "5人")) == [
        (
            "X-T-list",
            "正文“政府信息公开专职人员”写5人，多于表格：“专职人员数”为3，多2。",
            "For “Full-time staff for disclosure” the text gives 5人, more than the table: “专职人员数” is 3; the"
            " excess is 2.",
        )
    ]


def test_grounds_of_refusal_are_called_as_the_form_of_2014_calls_them() -> None:
    ((_, zh, _),) = _of_2016(
        "涉及国家秘密2件。", {"rep_denied_state_secret": "1"}, ("foi_requests_denied_state_secret", "2件")
    )
    assert zh == "正文“不同意公开：涉及国家秘密”写2件，与表格不一致：“涉及国家秘密”为1。"


def test_findings_of_one_rule_stand_in_the_order_of_form_and_text() -> None:
    kinds = [
        "other_channel",
        "already_public",
        "denied",
        "not_this_body",
        "not_existing",
        "supplement_asked",
        "granted",
    ]
    boxes = [
        "other_channel",
        "already_public",
        "denied",
        "not_this_agency",
        "not_exist",
        "correction_notice",
        "granted",
    ]
    text = "".join(f"第{at}项{at + 20}件。" for at in range(len(kinds)))
    figures = [(f"foi_requests_{kind}", f"{at + 20}件") for at, kind in enumerate(kinds)]
    found = [zh for _, zh, _ in _of_2016(text, {f"rep_{box}": "1" for box in boxes}, *figures)]
    assert [f"写{at + 20}件" in zh for at, zh in enumerate(found)] == [True] * len(figures), found


@pytest.mark.parametrize(("share", "rules"), [("75%", []), ("57%", ["X-T-share"])])
def test_a_share_of_a_channel_is_held_against_the_list(share: str, rules: list[str]) -> None:
    text = f"网络申请6件，占{share}。"
    boxes = {"req_channel_online": "6", "req_channel_letter": "2", "req_received": "8"}
    found = _of_2016(text, boxes, ("foi_requests_online", "6件"), (None, share))
    assert [one[0] for one in found] == rules
