"""Reports that say what the table says, each in its own way: nothing alarms, and the words are held against the table.

From bytes to findings, so that a figure bound to the wrong thing shows here, too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

import gongkai
from expectations.drafts import Assessment, check_reports
from gongkai.model import Cell, Report, SourceKind
from tests.warehouse.made import table_2, table_3, table_4

HABITS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "habits.yaml").read_text(encoding="utf-8"))

ROWS = {
    "req_new": ("50", "8", "2"),
    "req_carry_in": ("4", "1", "0"),
    "res_granted": ("16", "4", "0"),
    "res_partial": ("5", "1", "0"),
    "res_denied_third_party": ("2", "0", "0"),
    "res_denied_internal": ("3", "0", "0"),
    "res_denied_process": ("0", "1", "0"),
    "res_denied_casefile": ("2", "0", "0"),
    "res_denied_query": ("1", "0", "0"),
    "res_unable_not_held": ("10", "1", "1"),
    "res_unable_must_create": ("2", "0", "0"),
    "res_unable_unclear": ("1", "0", "0"),
    "res_noproc_petition": ("4", "0", "0"),
    "res_noproc_repeat": ("2", "0", "0"),
    "res_other_no_correction": ("1", "0", "0"),
    "res_other_misc": ("1", "1", "1"),
    "res_total": ("50", "8", "2"),
    "req_carry_out": ("4", "1", "0"),
}
"""Natural persons, businesses and law firms."""

CASES = {
    "review_upheld": "3",
    "review_corrected": "1",
    "review_other": "1",
    "review_pending": "2",
    "review_total": "7",
    "suit_direct_upheld": "1",
    "suit_direct_other": "1",
    "suit_direct_pending": "1",
    "suit_direct_total": "3",
    "suit_postreview_upheld": "2",
    "suit_postreview_pending": "1",
    "suit_postreview_total": "3",
}
DOCUMENTS = {"normdoc_issued": "12", "normdoc_repealed": "3", "normdoc_in_force": "85"}
NO_RULES = {"rules_issued": "/", "rules_repealed": "/", "rules_in_force": "/"}
"""As a county fills the line that is not for it."""


def _cells(add: int) -> tuple[Cell, ...]:
    """The tables; with `add`, other numbers stand where numbers stand."""

    def shifted(number: str) -> str:
        return str(int(number) + add) if number.isdigit() and number != "0" else number

    filled: dict[str, str] = {}
    for line, (np, biz, law) in ROWS.items():
        applicants = {"np": np, "biz": biz, "law": law, "total": str(int(np) + int(biz) + int(law))}
        filled |= {f"{line}__{column}": shifted(number) for column, number in applicants.items()}
    return (
        *table_2(**NO_RULES, **{code: shifted(number) for code, number in DOCUMENTS.items()}),
        *table_3(**filled),
        *table_4(**{code: shifted(number) for code, number in CASES.items()}),
    )


def _report(at: int, cells: tuple[Cell, ...], text: str = "正文。", other: str = "无。", **_: object) -> Report:
    title = "2023年政府信息公开工作年度报告"
    page = (
        f"<title>{title}</title><h1>{title}</h1><h2>一、总体情况</h2><p>{text}</p>"
        f"<h2>五、存在的主要问题及改进情况</h2><p>业务能力有待提高。</p><h2>六、其他需要报告的事项</h2><p>{other}</p>"
    )
    read = gongkai.extract(page.encode(), f"{at}.html")
    head = msgspec.structs.replace(read.head, vintage="D", source_kind=SourceKind.REPORT)
    return msgspec.structs.replace(read, cells=cells, head=head, problems=())


@pytest.fixture(scope="module")
def as_printed() -> tuple[Assessment, ...]:
    return check_reports([_report(at, _cells(0), **habit) for at, habit in enumerate(HABITS)])


@pytest.fixture(scope="module")
def with_another_table() -> tuple[Assessment, ...]:
    return check_reports([_report(at, _cells(200), **habit) for at, habit in enumerate(HABITS)])


@pytest.mark.parametrize("at", range(len(HABITS)), ids=lambda at: next(iter(HABITS[at].values()))[:16])
def test_what_the_table_says_in_other_words_raises_no_alarm(at: int, as_printed: tuple[Assessment, ...]) -> None:
    assert as_printed[at].evaluated > 40
    assert [one.message.zh for one in as_printed[at].findings if one.severity != "info"] == []


@pytest.mark.parametrize("at", [at for at, habit in enumerate(HABITS) if "of" in habit])
def test_the_same_words_beside_another_table_do(at: int, with_another_table: tuple[Assessment, ...]) -> None:
    assert set(HABITS[at]["of"]) <= {one.check_id for one in with_another_table[at].findings}
