from collections.abc import Sequence
from typing import Any

import duckdb

from pages.coverage import Coverage, cover
from pages.facts import rows


def _report(issuer: str | None, year: int | None, weight: int) -> dict[str, Any]:
    return {"issuer_id": issuer, "issuer": issuer, "report_year": year, "weight": weight}


def _cover(reports: Sequence[dict[str, Any]], more: int = 0, room: int = 250_000) -> Coverage:
    """Of these reports and so many issuers more with reports of 2022."""
    issuers = {
        year: len({one["issuer_id"] for one in reports if one["report_year"] == year}) + (more if year == 2022 else 0)
        for year in {one["report_year"] for one in reports}
    }
    years = [{"report_year": year, "issuers": count} for year, count in issuers.items()]
    return cover(reports, years, len({one["issuer_id"] for one in reports}) + more, room)


def test_years_without_any_report_are_columns_too() -> None:
    covered = _cover([_report("a", 2019, 1), _report("a", 2022, 2)])
    assert covered.years == (2019, 2020, 2021, 2022)
    assert [len(cell) for cell in covered.issuers[0].cells] == [1, 0, 0, 1]
    assert covered.totals == (1, 0, 0, 1)


def test_a_wrong_year_draws_no_thousand_columns() -> None:
    assert _cover([_report("a", 1022, 1), _report("a", 2022, 2)]).years == (1022, 2022)


def test_what_year_or_issuer_could_not_be_told_has_a_place() -> None:
    covered = _cover([_report(None, None, 1)])
    assert (covered.years, covered.issuers[0].issuer) == ((None,), None)
    assert len(covered.issuers[0].cells[0]) == 1


def test_with_too_many_issuers_those_to_see_first_are_kept_and_the_rest_is_counted() -> None:
    reports = [_report("a", 2022, 3), _report("b", 2022, 1), _report("c", 2022, 2)]
    covered = _cover(reports, more=4, room=800)
    assert [one.issuer for one in covered.issuers] == ["b", "c"]
    assert (covered.left_out, covered.totals) == (5, (7,))


def test_superseded_versions_are_not_counted_and_the_issuers_to_see_first_are_chosen() -> None:
    with duckdb.connect() as connection:
        connection.execute("""
            CREATE TEMP TABLE kept_reports AS
            SELECT *, 'D' AS vintage, 'whole' AS state, 0 AS failed, 0 AS critical, 0 AS warning, 0 AS info
            FROM (VALUES
                ('1', 'a', '甲', 2022, 1, '2'), ('2', 'a', '甲', 2022, 3, NULL),
                ('3', 'b', '乙', 2023, 2, NULL), ('4', NULL, NULL, 2023, 4, NULL)
            ) AS r(report_id, issuer_id, issuer, report_year, weight, superseded_by)
        """)
        assert [row["report_id"] for row in rows(connection, "covered", most=9)] == ["2", "3", "4"]
        assert [row["report_id"] for row in rows(connection, "covered", most=1)] == ["3"]
        assert [(row["report_year"], row["issuers"]) for row in rows(connection, "covered_years")] == [
            (2022, 1),
            (2023, 2),
        ]
        assert rows(connection, "covered_totals") == [{"reports": 4, "issuers": 3}]
