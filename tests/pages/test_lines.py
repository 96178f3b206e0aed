"""Lines of series stop at breaks and gaps, and bounds stay bounds."""

from decimal import Decimal
from typing import Any

from pages.lines import Series, series_of


def _row(year: int, value: int | None = 1, **other: Any) -> dict[str, Any]:
    exact = None if value is None else Decimal(value)
    common = {
        "series_id": "s",
        "name_zh": "申请",
        "name_en": "Requests",
        "topic": "requests",
        "unit": "件",
        "grade": "E",
        "scope": "jurisdiction",
        "scope_name": None,
        "status": "ok",
        "evidence": f"r{year}:m1",
        "exact": False,
    }
    return common | {"report_year": year, "value": exact, "lower": exact, "upper": exact} | other


def _break(year: int, before: int, scope: str = "jurisdiction") -> dict[str, Any]:
    reason = {"reason_zh": "改版", "reason_en": "new form"}
    of = {"series_id": "s", "scope": scope, "scope_name": None, "report_year": year, "year_before": before}
    return of | reason


def _only(rows: list[dict[str, Any]], breaks: list[dict[str, Any]] | None = None) -> Series:
    (series,) = series_of(rows, breaks or [])
    return series


def _segments(series: Series) -> list[tuple[int, str]]:
    return [
        (entry.drawn["year"], entry.drawn["segment"]) for line in series.lines for entry in line.entries if entry.point
    ]


def test_a_break_interrupts_the_line_and_stands_between_the_years_with_its_reason() -> None:
    series = _only([_row(2018), _row(2019), _row(2020)], [_break(2020, 2019)])
    assert _segments(series) == [(2018, "0-0"), (2019, "0-0"), (2020, "0-1")]
    (cut,) = [entry for entry in series.lines[0].entries if entry.cut]
    assert cut.drawn == {"kind": "break", "year": 2019.5, "sign": "①"}
    assert cut.cut is not None and cut.cut.reason_zh == "改版"
    assert [entry.cut is not None for entry in series.lines[0].entries] == [False, False, True, False]


def test_a_break_between_years_far_apart_is_a_span_as_nothing_tells_where_in_it_it_fell() -> None:
    series = _only([_row(2014), _row(2020)], [_break(2020, 2014)])
    (cut,) = [entry for entry in series.lines[0].entries if entry.cut]
    assert cut.drawn == {"kind": "break", "year": 2017, "sign": "①", "from": 2014, "to": 2020}


def test_a_missing_year_interrupts_the_line_too() -> None:
    assert _segments(_only([_row(2018), _row(2020)])) == [(2018, "0-0"), (2020, "0-1")]


def test_scopes_are_never_joined_to_one_line() -> None:
    series = _only([_row(2018, scope="organ"), _row(2019, scope="own_level")])
    assert _segments(series) == [(2018, "0-0"), (2019, "1-0")]
    assert [line.number for line in series.lines] == [0, 1]


def test_a_break_cuts_the_line_of_its_scope_and_has_one_sign_in_all() -> None:
    rows = [_row(year, scope=scope) for scope in ("jurisdiction", "organ", "own_level") for year in (2018, 2019)]
    series = _only(rows, [_break(2019, 2018), _break(2019, 2018, "organ")])
    cut = {line.scope: [entry.cut.sign for entry in line.entries if entry.cut] for line in series.lines}
    assert cut == {"jurisdiction": ["①"], "organ": ["①"], "own_level": []}


def test_bounds_are_drawn_as_a_band_and_no_value_is_made_up() -> None:
    series = _only([_row(2018, None, lower=Decimal(200), upper=Decimal(300)), _row(2019)])
    drawn = series.lines[0].entries[0].drawn
    assert (drawn["value"], drawn["lower"], drawn["upper"], drawn["bounded"]) == (None, 200, 300, True)
    assert series.bounded


def test_an_open_bound_is_drawn_as_at_least() -> None:
    drawn = _only([_row(2018, None, lower=Decimal(200), upper=None)]).lines[0].entries[0].drawn
    assert (drawn["value"], drawn["at"], drawn["status"]) == (None, 200, "open")


def test_a_disputed_figure_is_marked() -> None:
    assert _only([_row(2018, status="disputed")]).lines[0].entries[0].drawn["status"] == "disputed"
