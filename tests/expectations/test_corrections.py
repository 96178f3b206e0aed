"""Corrections stand beside what is printed, and say so when they no longer hold."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from expectations.corrections import CorrectionsInvalid, add, read, written
from expectations.pipeline import pipeline
from tests.warehouse.made import built, judge, report, table_2, table_3

ENTRY = """
- issuer: 测试县人民政府
  year: 2023
  box: {box}
  expect: {expect}
  correct: {correct}
  who: 统计科
  why: 各项相加即知
"""


def _file(folder: Path, box: str = "res_total__total", expect: str = "4", correct: str = "5") -> Path:
    path = folder / "corrections.yaml"
    path.write_text(ENTRY.format(box=box, expect=expect, correct=correct), encoding="utf-8")
    return path


def _rows(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    cells = (*table_3(req_new="5", res_granted="5", res_total="4"), *table_2(adminfee_amount_wanyuan="1.5"))
    return built(tmp_path, report(cells))


def test_original_and_corrected_stand_side_by_side(warehouse: Path, tmp_path: Path) -> None:
    judge(warehouse, _file(tmp_path))
    assert _rows(warehouse, "SELECT state, printed, corrected FROM corrections") == [("applied", 4, 5)]
    assert _rows(warehouse, "SELECT value, raw_text FROM cells WHERE code = 'res_total__total'") == [(4, "4")]
    closed = "series_id = 'requests_closed' AND applicant = 'total'"
    assert _rows(warehouse, f"SELECT value FROM series WHERE {closed}") == [(4,)]  # noqa: S608 -- words of ours
    both = "SELECT value, corrected_value, status, correction FROM corrected_series WHERE "
    assert _rows(warehouse, both + closed) == [(4, 5, "corrected", "统计科: 各项相加即知")]
    others = "value IS DISTINCT FROM corrected_value AND NOT contains(evidence_id, 'res_total__total')"
    assert _rows(warehouse, both + others) == []
    assert _rows(warehouse, "SELECT (SELECT count(*) FROM series) = (SELECT count(*) FROM corrected_series)") == [
        (True,)
    ]


def test_a_correction_does_not_silence_the_finding(warehouse: Path, tmp_path: Path) -> None:
    judge(warehouse)
    before = _rows(warehouse, "FROM findings ORDER BY finding_id")
    judge(warehouse, _file(tmp_path))
    assert _rows(warehouse, "FROM findings ORDER BY finding_id") == before


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        ({}, "applied"),
        ({"expect": "3", "correct": "4"}, "source_corrected"),
        ({"expect": "3"}, "source_changed"),
        ({"box": "res_total__nobody"}, "no_box"),
    ],
)
def test_a_correction_expires_loudly_when_the_source_no_longer_says_so(
    entry: dict[str, str], state: str, warehouse: Path, tmp_path: Path
) -> None:
    judge(warehouse, _file(tmp_path, **entry))
    assert _rows(warehouse, "SELECT state FROM corrections") == [(state,)]
    (loud,) = (one for one in pipeline() if one.id == "corrections_hold")
    assert len(_rows(warehouse, loud.query)) == (state != "applied")
    changed = _rows(warehouse, "SELECT count(*) > 0 FROM corrected_series WHERE status = 'corrected'")
    assert changed == [(state == "applied",)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("issuer: x", "must be a list"),
        ("- {issuer: x", "not YAML"),
        (ENTRY.format(box="a", expect="1", correct="1"), "entry 1: expect and correct are the same"),
        (ENTRY.format(box="a", expect="1", correct="2") * 2, "corrected more than once"),
        (ENTRY.format(box="a", expect="one", correct="2"), "entry 1: "),
        (ENTRY.format(box="a", expect="1", correct="2") + "  vhy: typo\n", "vhy"),
        (ENTRY.format(box="a", expect="1", correct="2").replace("统计科", "''"), "entry 1: who is empty"),
    ],
)
def test_a_file_that_cannot_be_used_says_which_entry_and_why(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "corrections.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorrectionsInvalid, match=said) as error:
        read(path)
    assert "corrections.yaml" in str(error.value)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    entries = read(_file(tmp_path, expect="0.1", correct="1200"))
    assert entries[0].expect == Decimal("0.1")
    (tmp_path / "again.yaml").write_text(written(entries), encoding="utf-8")
    assert read(tmp_path / "again.yaml") == entries
    assert read(tmp_path / "none.yaml") == ()


def test_an_entry_is_added_below_what_stands_there_and_not_twice(tmp_path: Path) -> None:
    path = tmp_path / "corrections.yaml"
    path.write_text("# kept by the office\n" + ENTRY.format(box="a_x", expect="1", correct="2"), encoding="utf-8")
    (first,) = read(path)
    add(path, msgspec.structs.replace(first, box="b_y"))
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# kept by the office") and [one.box for one in read(path)] == ["a_x", "b_y"]
    with pytest.raises(CorrectionsInvalid, match="more than once"):
        add(path, first)
    assert path.read_text(encoding="utf-8") == text and not list(tmp_path.glob("*.partial"))
