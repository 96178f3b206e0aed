"""Who ought to have published, and what came of looking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from flows.collecting.expected import due_on, expected, fingerprint, write_expected
from flows.collecting.sourcelist import Source
from flows.collecting.state import Known
from gongkai.issuers import issuer_of

_LIST = "http://e.org/list.html"
_CITY = "深圳市人民政府"


def _known(address: str, year: int | None, outcome: str, role: str = "report", sha256: str | None = None) -> Known:
    return Known(
        address=address,
        role=role,
        issuer=_CITY,
        report_year=year,
        outcome=outcome,
        reason="" if sha256 else outcome,
        sha256=sha256,
        tried_at="2024-05-01T00:00:00+00:00",
    )


def test_departments_are_due_in_january_since_the_regulations_were_revised_and_governments_in_march() -> None:
    city, bureau = issuer_of(_CITY), issuer_of("深圳市教育局")
    assert due_on(city, 2022) == date(2023, 3, 31)
    assert due_on(bureau, 2022) == date(2023, 1, 31)
    assert due_on(bureau, 2018) == date(2019, 3, 31)


def test_every_year_asked_for_has_a_state() -> None:
    sources = [
        Source(_CITY, 2018, 2022, "list", _LIST, 2),
        Source("深圳市教育局", 2021, 2021, "report", "", 3),
    ]
    known = [
        _known(_LIST, None, "new", "list", "0" * 64),
        _known("http://e.org/2019", 2019, "new", sha256="1" * 64),
        _known("http://e.org/2020", 2020, "failed"),
        _known("http://e.org/2021", 2021, "missing", sha256="2" * 64),
        _known("http://e.org/2022", 2022, "missing"),
        _known("http://e.org/2022b", 2022, "failed"),
    ]
    rows = {(row.issuer, row.report_year): row for row in expected(sources, known, date(2024, 5, 1))}
    assert {key[1]: row.state for key, row in rows.items() if key[0] == _CITY} == {
        2018: "not_found",
        2019: "collected",
        2020: "failed",
        2021: "collected",
        2022: "failed",
    }
    assert rows["深圳市教育局", 2021].state == "address_unknown"
    assert rows[_CITY, 2019].issuer_id == "440300"


def test_a_list_without_years_is_expected_to_hold_all_from_its_first_to_the_last_one_due() -> None:
    sources = [Source(_CITY, None, None, "list", _LIST, 2)]
    known = [
        _known(_LIST, None, "unchanged", "list", "0" * 64),
        _known("http://e.org/2019", 2019, "new", sha256="1" * 64),
    ]
    before = expected(sources, known, date(2024, 3, 31))
    after = expected(sources, known, date(2024, 4, 1))
    assert [row.report_year for row in before] == [2019, 2020, 2021, 2022]
    assert [row.report_year for row in after] == [2019, 2020, 2021, 2022, 2023]


def test_the_table_is_written_with_its_types(tmp_path: Path) -> None:
    path = tmp_path / "expected.parquet"
    write_expected([], path)
    assert pl.read_parquet(path).is_empty()
    write_expected(expected([Source(_CITY, 2022, 2022, "list", "", 2)], [], date(2024, 1, 1)), path)
    (row,) = pl.read_parquet(path).rows(named=True)
    assert (row["issuer_id"], row["report_year"], row["due_on"]) == ("440300", 2022, date(2023, 3, 31))
    assert (row["state"], row["address"], row["tried_at"]) == ("address_unknown", None, None)
    assert [file.name for file in tmp_path.iterdir()] == ["expected.parquet"]


def test_of_a_page_and_the_report_attached_to_it_the_report_counts() -> None:
    page = _known("http://e.org/2022", 2022, "new", "cover", "1" * 64)
    lost = _known("http://e.org/2022.pdf", 2022, "failed", "attachment")
    held = _known("http://e.org/2022.pdf", 2022, "new", "attachment", "2" * 64)
    for known, state, sha256 in (
        ([page, lost], "failed", None),
        ([page, held], "collected", "2" * 64),
        ([page], "collected", "1" * 64),
    ):
        (row,) = expected([], known, date(2024, 5, 1))
        assert (row.state, row.sha256) == (state, sha256)


def test_looking_again_makes_no_other_content_unless_a_report_came_to_be_due(tmp_path: Path) -> None:
    path = tmp_path / "expected.parquet"
    sources = [Source(_CITY, 2023, 2023, "list", _LIST, 2)]

    def told(tried: str, **changes: str) -> str:
        page = replace(
            _known(_LIST, None, "unchanged", "list", "0" * 64), tried_at=f"{tried}T00:00:00+00:00", **changes
        )
        write_expected(expected(sources, [page], date(2024, 5, 1)), path)
        return fingerprint(path)

    assert told("2024-03-01") == told("2024-03-31") != told("2024-04-01") == told("2024-05-01")
    assert told("2024-05-01") != told("2024-05-01", outcome="failed")
