"""Which reports a run is asked for."""

from __future__ import annotations

import pytest

from flows.selection import Selection
from gongkai import ReportHead, Scope, SourceKind


def _head(issuer: str | None, year: int | None) -> ReportHead:
    return ReportHead(
        issuer=issuer,
        issuer_id=None,
        issuer_level=None,
        report_year=year,
        vintage=None,
        vintage_note=None,
        family=None,
        scope=Scope.UNKNOWN,
        scope_words=None,
        title=None,
        source_kind=SourceKind.REPORT,
    )


@pytest.mark.parametrize(
    ("years", "wanted"), [("2018", [2018]), ("2018-2020", [2018, 2019, 2020]), ("2018–2018", [2018])]
)
def test_years_are_one_or_a_stretch_with_both_ends(years: str, wanted: list[int]) -> None:
    selection = Selection.of(years, [])
    assert [y for y in range(2010, 2030) if selection.reason_against(_head("深圳市人民政府", y)) is None] == wanted


@pytest.mark.parametrize("years", ["18", "2020-2018", "2018,2019", "all"])
def test_anything_else_is_refused_with_what_was_expected(years: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        Selection.of(years, [])


def test_an_issuer_is_wanted_by_any_part_of_its_name() -> None:
    selection = Selection.of(None, ["洪泽", "深圳市"])
    assert selection.reason_against(_head("淮安市洪泽区人民政府", 2023)) is None
    assert selection.reason_against(_head("宿迁市人民政府", 2023)) is not None


def test_a_report_that_does_not_tell_is_left_out_with_that_reason() -> None:
    reason = Selection.of("2018", []).reason_against(_head(None, None))
    assert reason is not None
    assert "not told" in reason
    assert Selection.of(None, []).reason_against(_head(None, None)) is None
