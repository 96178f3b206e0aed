"""Series of the real reports against the gold: 平潭 2011-2023, 宿迁 and 洪泽 2023-2024, 上海市府办公厅 2019."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

import warehouse
from gongkai.forms.crosswalk import crosswalk
from tests.corpus import SHARED, needs_corpus
from tests.samples import built_from
from warehouse.frames import Warehouse

pytestmark = [needs_corpus, pytest.mark.corpus]

ISSUERS = ("平潭综合实验区管委会", "宿迁市人民政府", "淮安市洪泽区人民政府", "上海市人民政府办公厅")


class Gold(NamedTuple):
    """A year of the gold: its report, and the printed numbers by cell code."""

    file: str
    vintage: str
    cells: dict[str, Decimal | None]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    assert SHARED is not None
    files = sorted(
        one for one in (SHARED / "reports" / "real").rglob("*") if one.suffix in (".html", ".txt", ".pdf", ".md")
    )
    files = [one for one in files if one.name != "README.md"]
    with warehouse.open_warehouse(built_from(files, tmp_path_factory.mktemp("real"))) as reader:
        yield reader


@pytest.fixture(scope="module")
def gold() -> dict[tuple[str, int], Gold]:
    assert SHARED is not None
    folder = SHARED / "reports" / "real" / "gold"
    cells: dict[str, dict[str, Decimal | None]] = {}
    with (folder / "cells.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            joiner = "__" if row["table"] in ("A", "3") else "_"
            code = row["line_code"] + (joiner + row["column_code"] if row["column_code"] else "")
            cells.setdefault(row["file"], {})[code] = Decimal(row["value"]) if row["value"] else None
    with (folder / "reports.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (row["issuer_zh"], int(row["report_year"])): Gold(row["file"], row["vintage"], cells[row["file"]])
            for row in csv.DictReader(lines)
            if row["file"] in cells
        }


def _expected(series_id: str, of: Gold) -> set[Decimal]:
    """What the series may be by the gold's cells: one number for each formula whose cells are all there."""
    series = next(one for one in crosswalk().series if one.series_id == series_id)
    found = set()
    for source in series.sources:
        if source.vintage != of.vintage:
            continue
        total = Decimal(0)
        for term in source.terms:
            line = term.indicator_id.partition(".")[2]
            codes = (f"{line}__total", f"{line}__year", line)
            value = next((of.cells[code] for code in codes if of.cells.get(code) is not None), None)
            if value is None:
                break
            total += term.sign * value
        else:
            found.add(total)
    return found


def test_every_point_of_the_series_is_the_golds(real: Warehouse, gold: dict[tuple[str, int], Gold]) -> None:
    points = real.sql(
        """
        SELECT issuer, report_year, series_id, value, status, evidence FROM series
        WHERE applicant = 'total' AND scope <> 'part' AND issuer IN $issuers
            AND len(list_filter(evidence, lambda one: NOT regexp_matches(one, ':m[0-9]+$'))) = len(evidence)
        """,
        {"issuers": list(ISSUERS)},
    ).to_dicts()
    wrong = []
    checked: dict[str, set[int]] = {}
    compared = 0
    for point in points:
        year = gold.get((point["issuer"], point["report_year"]))
        if year is None:
            continue
        expected = _expected(point["series_id"], year)
        if not expected:
            continue
        compared += 1
        checked.setdefault(point["issuer"], set()).add(point["report_year"])
        # Amounts of a table may stand in another unit than the series.
        if point["value"] not in expected and not point["series_id"].startswith(("adminfee", "fee")):
            wrong.append((point["issuer"], point["report_year"], point["series_id"], point["value"], expected))
    assert wrong == []
    assert compared > 250, compared
    assert checked == {
        "平潭综合实验区管委会": {2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2023},
        "宿迁市人民政府": {2023, 2024},
        "淮安市洪泽区人民政府": {2023, 2024},
        "上海市人民政府办公厅": {2019},
    }


def test_each_value_leads_to_its_cell_and_its_file(real: Warehouse, gold: dict[tuple[str, int], Gold]) -> None:
    points = real.sql(
        """
        SELECT issuer, report_year, unnest(evidence) AS evidence_id FROM series
        WHERE series_id IN ('requests_received', 'requests_closed', 'granted', 'not_held', 'review_total', 'carry_out')
            AND applicant = 'total' AND scope <> 'part' AND issuer IN $issuers
        """,
        {"issuers": list(ISSUERS)},
    ).to_dicts()
    cells = [point for point in points if (point["issuer"], point["report_year"]) in gold]
    assert len(cells) > 50
    for point in cells:
        place = real.explain(point["evidence_id"])
        year = gold[(point["issuer"], point["report_year"])]
        assert place.file == Path(year.file).name
        assert place.start is not None and place.end is not None
        if place.kind == "cell" and place.state in ("number", "zero"):
            assert place.printed and place.value is not None
            code = point["evidence_id"].partition(":")[2]
            assert place.value == year.cells[code], point


def test_the_long_series_of_pingtan_has_its_grades_and_breaks(real: Warehouse) -> None:
    points = real.series("requests_received", issuer="平潭综合实验区管委会")
    assert points["report_year"].to_list() == [2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2023]
    assert set(points["grade"]) == {"N"}
    assert points["vintage"].to_list() == ["A"] * 8 + ["C"] * 2 + ["D"]
    breaks = {year: reason for year, reason in points.select("report_year", "break_zh").rows() if reason}
    assert breaks.keys() == {2019}, "the provincial list was kept to 2018: no break of form in 2014"
    assert "2019年5月15日" in breaks[2019]
    growth = real.sql(
        """
        SELECT report_year, growth, no_growth_because FROM series_growth
        WHERE issuer = '平潭综合实验区管委会' AND series_id = 'requests_received' AND applicant = 'total'
        """
    )
    by_year = {year: (value, why) for year, value, why in growth.rows()}
    assert by_year[2019][0] is None
    assert by_year[2020][0] is not None or by_year[2020][1]
    assert 2023 not in by_year, "2021 and 2022 are not there: no growth over a gap"


def test_suqian_and_hongze_are_compared_within_form_d(real: Warehouse) -> None:
    suqian = real.series("requests_received", issuer="宿迁市")
    assert suqian["break_en"].to_list() == [None, None]
    assert [int(value) for value in suqian["value"]] == [3511, 3525]
    hongze = real.sql("SELECT DISTINCT report_year, scope FROM series WHERE issuer = '淮安市洪泽区人民政府'").rows()
    assert {year for year, _ in hongze} == {2023, 2024}


def test_shanghai_2019_is_the_offices_own_and_of_both_laws(real: Warehouse) -> None:
    points = real.series("requests_received", issuer="上海市人民政府办公厅")
    assert points["scope"].to_list() == ["organ"]
    mixed = real.sql("SELECT DISTINCT mixed_law FROM openness WHERE issuer = '上海市人民政府办公厅'")
    assert mixed["mixed_law"].to_list() == [True]
    # Blanks stay blanks: no outcome is made of them.
    assert real.series("granted", issuer="上海市人民政府办公厅")["value"].to_list() == []
