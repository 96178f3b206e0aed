"""Which slip explains a failed sum: undone alone, it makes every sum hold that it touches."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.signatures import slips
from gongkai.model import Report
from tests.warehouse.made import built, judge, mention, report, table_3, table_4

RIGHT = {
    "req_new": "120", "req_new__np": "100", "req_new__biz": "20",
    "res_granted": "91", "res_granted__np": "78", "res_granted__biz": "13",
    "res_partial": "29", "res_partial__np": "22", "res_partial__biz": "7",
    "res_total": "120", "res_total__np": "100", "res_total__biz": "20",
    "req_carry_out": "0",
}  # fmt: skip
"""A table 3 in which every sum holds."""


def _proposed(folder: Path, *reports: Report) -> list[dict[str, Any]]:
    file = built(folder, *reports)
    judge(file)
    with duckdb.connect(str(file), read_only=True) as connection:
        cursor = connection.execute(
            "SELECT s.*, f.check_id FROM signatures AS s JOIN findings AS f USING (finding_id) ORDER BY check_id, kind"
        )
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_a_right_table_has_nothing_to_explain(tmp_path: Path) -> None:
    assert _proposed(tmp_path, report(table_3(**RIGHT))) == []


SLIPS: list[tuple[str, dict[str, str], list[str], list[int]]] = [
    ("sign", {"res_partial__biz": "-7"}, ["res_partial__biz"], [7]),
    ("digits_transposed", {"res_granted__np": "87"}, ["res_granted__np"], [78]),
    ("digit_dropped", {"res_granted__biz": "3"}, ["res_granted__biz"], [13]),
    ("zero_added", {"res_partial__biz": "70"}, ["res_partial__biz"], [7]),
    ("swapped_columns", {"res_partial__np": "7", "res_partial__biz": "22"}, ["res_partial__np", "res_partial__biz"],
     [22, 7]),
    # Not neighbours: the order of the columns is easily mistaken anywhere in the line.
    ("swapped_columns", {"res_partial__np": "0", "res_partial__law": "22"}, ["res_partial__np", "res_partial__law"],
     [22, 0]),
    ("swapped_rows", {"res_granted__np": "22", "res_partial__np": "78"}, ["res_granted__np", "res_partial__np"],
     [78, 22]),
    ("swapped_rows", {"res_granted__np": "0", "res_denied_law__np": "78"},
     ["res_granted__np", "res_denied_law__np"], [78, 0]),
    ("one_box", {"res_granted__biz": "11"}, ["res_granted__biz"], [13]),
    ("part_counted_twice", {"res_total__total": "149"}, ["res_total__total"], [120]),
    ("copied_total", {"res_granted__total": "29"}, ["res_granted__total"], [91]),
    ("total_left_at_zero", {"res_partial__total": "0"}, ["res_partial__total"], [29]),
    (
        "shifted_row",
        {"res_partial__np": "0", "res_partial__biz": "22", "res_partial__sci": "7", "res_partial__total": "0"},
        ["res_partial__np", "res_partial__biz", "res_partial__sci", "res_partial__npo", "res_partial__law",
         "res_partial__org_other", "res_partial__total"],
        [22, 7, 0, 0, 0, 0, 29],
    ),
]  # fmt: skip
"""Kind, what is printed instead, the boxes of the slip, and what they would hold."""


def _slipped(number: int) -> Report:
    return report(table_3(**{**RIGHT, **SLIPS[number][1]}), issuer_id=f"x-{number}", issuer=f"测试{number}县人民政府")


@pytest.fixture(scope="module")
def all_slips(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What is proposed of each slip, all in one warehouse, each with an issuer of its own."""
    return _proposed(tmp_path_factory.mktemp("slips"), *map(_slipped, range(len(SLIPS))))


@pytest.mark.parametrize("number", range(len(SLIPS)), ids=[f"{kind}-{at}" for at, (kind, *_) in enumerate(SLIPS)])
def test_a_slip_is_named_with_what_the_boxes_would_hold(number: int, all_slips: list[dict[str, Any]]) -> None:
    kind, _, codes, proposed = SLIPS[number]
    own = _slipped(number).report_id
    found = [one for one in all_slips if (one["report_id"], one["kind"]) == (own, kind)]
    assert found
    for one in found:
        assert one["codes"] == codes
        assert one["proposed"] == [Decimal(value) for value in proposed]
        assert one["message_zh"].startswith("“") and "{" not in one["message_zh"] + one["message_en"]


@pytest.mark.parametrize(
    ("parts", "total", "told"),
    [
        ({"res_granted": "9", "res_partial": "4"}, "22", True),
        ({"res_granted": "9", "res_partial": "9"}, "27", False),  # either of two
        ({"res_granted": "9", "res_partial": "1"}, "11", False),  # one more is any slip
    ],
)
def test_a_part_counted_twice_is_told_where_one_part_alone_fits(
    parts: dict[str, str], total: str, told: bool, tmp_path: Path
) -> None:
    right = str(sum(map(int, parts.values())))
    cells = {**parts, "req_new": right, "res_total": right, "res_total__total": total}
    kinds = {one["kind"] for one in _proposed(tmp_path, report(table_3(**cells)))}
    assert ("part_counted_twice" in kinds) is told


def test_last_years_line_left_standing_is_told_against_last_years_report(tmp_path: Path) -> None:
    before = report(
        table_3(req_new="53", res_granted="53", res_granted__np="40", res_granted__biz="13", req_new__np="40",
                req_new__biz="13", res_total="53", res_total__np="40", res_total__biz="13"),
        report_year=2022,
    )  # fmt: skip
    slip = {"res_granted__np": "40", "res_granted__biz": "13", "res_granted__total": "53"}
    found = _proposed(tmp_path, before, report(table_3(**{**RIGHT, **slip})))
    assert {one["kind"] for one in found} == {"copied_from_last_year"}
    assert {one["check_id"] for one in found} == {"H-C2"}


def test_a_digit_that_is_missing_is_not_told_as_a_transposed_nought(tmp_path: Path) -> None:
    """85 for 805 could be 085: nobody types that."""
    parts = {"res_granted": "805", "res_granted__np": "805", "req_new": "805", "req_new__np": "805"}
    totals = {"res_total": "85", "res_total__np": "805"}
    found = _proposed(tmp_path, report(table_3(**parts, **totals)))
    assert {one["kind"] for one in found} == {"digit_dropped"}


def test_nothing_is_proposed_where_two_slips_meet(tmp_path: Path) -> None:
    """Undoing either leaves a sum that fails."""
    both = {"res_granted__np": "87", "res_partial__np": "95"}
    assert _proposed(tmp_path, report(table_3(**{**RIGHT, **both}))) == []


def test_what_is_printed_stays(tmp_path: Path) -> None:
    file = built(tmp_path, report(table_4(review_upheld="10", review_corrected="1")))
    judge(file)
    with duckdb.connect(str(file), read_only=True) as connection:
        (found,) = connection.execute("SELECT kind, printed, proposed FROM signatures").fetchall()
        (cell,) = connection.execute("SELECT value, raw_text FROM cells WHERE code = 'review_total'").fetchall()
    assert found == ("total_left_at_zero", [Decimal(0)], [Decimal(11)])
    assert cell == (0, "0")


def test_a_box_of_one_sum_alone_is_not_told_as_the_wrong_one(tmp_path: Path) -> None:
    """Any of the five could be."""
    wrong = report(table_4(review_upheld="10", review_corrected="3", review_total="15"))
    assert _proposed(tmp_path, wrong) == []


def test_a_figure_left_from_last_years_text_is_told(tmp_path: Path) -> None:
    text = "全年收到申请143件，办结申请8件。"

    def made(year: int, **numbers: str) -> Report:
        told = [
            mention(text, "143件", "143", "foi_requests_received", period=f"year:{year}"),
            mention(text, "8件", "8", "foi_requests_closed", period=f"year:{year}"),
        ]
        return report(table_3(**numbers), told, text, report_year=year)

    before = made(2022, req_new="143", req_new__np="143")
    now = made(2023, req_new="178", req_new__np="178", res_total="9", res_total__np="9")
    (found,) = [one for one in _proposed(tmp_path, before, now) if one["report_id"] == now.report_id]
    assert (found["kind"], found["check_id"]) == ("left_from_last_year", "T-2")
    assert (found["printed"], found["proposed"]) == ([143], [178])
    assert "143正是上年报告正文里的数" in found["message_zh"]


def test_every_kind_has_words_in_both_languages() -> None:
    for kind, words in slips().items():
        assert "{box}" in words.zh and "{box}" in words.en, kind
