from typing import Any

from pages.coverage import cover


def _report(issuer: str | None, year: int | None, weight: int, **values: Any) -> dict[str, Any]:
    return {
        "issuer_id": issuer,
        "issuer": issuer,
        "report_year": year,
        "weight": weight,
        "superseded_by": None,
    } | values


def test_years_without_any_report_are_columns_too() -> None:
    covered = cover([_report("a", 2019, 1), _report("a", 2022, 2)], 10)
    assert covered.years == (2019, 2020, 2021, 2022)
    assert [len(cell) for cell in covered.issuers[0].cells] == [1, 0, 0, 1]
    assert covered.totals == (1, 0, 0, 1)


def test_a_wrong_year_draws_no_thousand_columns() -> None:
    assert cover([_report("a", 1022, 1), _report("a", 2022, 2)], 10).years == (1022, 2022)


def test_what_year_or_issuer_could_not_be_told_has_a_place() -> None:
    covered = cover([_report(None, None, 1)], 10)
    assert (covered.years, covered.issuers[0].issuer) == ((None,), None)
    assert len(covered.issuers[0].cells[0]) == 1


def test_superseded_versions_are_not_counted() -> None:
    covered = cover([_report("a", 2022, 1, superseded_by="x"), _report("a", 2022, 2)], 10)
    assert [len(cell) for cell in covered.issuers[0].cells] == [1]


def test_with_too_many_issuers_those_to_see_first_are_kept_and_the_rest_is_counted() -> None:
    covered = cover([_report("a", 2022, 3), _report("b", 2022, 1), _report("c", 2022, 2)], 2)
    assert [one.issuer for one in covered.issuers] == ["b", "c"]
    assert (covered.left_out, covered.totals) == (1, (3,))
