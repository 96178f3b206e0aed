"""What looks alike and must not be joined is joined by no view and no macro, whichever there are."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from gongkai.forms.codebook import codebook
from gongkai.forms.crosswalk import crosswalk
from tests.warehouse.made import built, judge, mention, report, table_3, table_4

SEED_PAIRS = (
    ("press_conferences_held", "press_conferences_covid"),
    ("online_interviews_held", "online_dialogue_events_held"),
    ("consultation_opinions_received", "survey_opinions_collected"),
    ("open_data_catalogs", "open_data_catalogs_added"),
    ("instant_approval_items", "instant_report_approval_items_added"),
    ("policy_interpretation_articles_published", "policy_documents_interpretation_rate"),
    ("disclosure_satisfaction_rate", "hotline_12345_satisfaction_rate"),
    ("open_data_districts", "districts_with_disclosure_rules"),
    ("public_concern_responses", "web_messages_handled"),
    ("social_invest_approval_items", "penalty_relief_list_items"),
    ("policy_documents_interpretation_rate", "citywide_service_items_share"),
)
CODES = sorted({code for pair in SEED_PAIRS for code in pair})
KINDS = {one.code: one.flow_or_stock for one in codebook()}
YEARS = (2021, 2022, 2024)
FIRST = 7_000_001
"""From here on every figure of the pairs has a number that no other figure, year or count has."""

WITHOUT_FIGURES = {
    "coverage": "counts what was read",
    "report_checks": "counts what was checked",
    "series_breaks": "says where breaks lie",
    "openness_index": "weighs scores of openness, of one year, as the reader asks",
    "why_not": "says why a pair is none",
}
"""What shows no figure by which to tell what it is made of, and why it need not."""


class Rows(NamedTuple):
    """What a view or a call of a macro gives."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


class Made(NamedTuple):
    """A warehouse in which every figure tells by its number and its evidence what it measures."""

    connection: duckdb.DuckDBPyConnection
    by_number: dict[int, str]
    by_evidence: dict[str, str]

    def measured(self, value: Any) -> set[str]:
        """The indicators of the figures that a value is, names or contains."""
        if isinstance(value, (int, float, Decimal)):
            known = self.by_number.get(abs(int(value)))
            return {known} if known and value == int(value) else set()
        if isinstance(value, str):
            return {self.by_evidence[value]} if value in self.by_evidence else set()
        if isinstance(value, dict):
            value = list(value.values())
        return set().union(*map(self.measured, value)) if isinstance(value, (list, tuple)) else set()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One issuer that reports both sides of every pair, in three years."""
    reports = []
    for year, first in zip(YEARS, range(FIRST, 2 * FIRST, len(CODES)), strict=False):
        figures = [(code, f"{number}次") for number, code in enumerate(CODES, first)]
        text = "，".join(f"共{figure}" for _, figure in figures) + "。"
        periods = {"stock": f"as_of:{year}-12-31"}
        mentions = [
            mention(text, figure, figure[:-1], code, period=periods.get(KINDS[code], f"year:{year}"))
            for code, figure in figures
        ]
        cells = (*table_3(req_new="5", res_total="4", res_granted="4"), *table_4())
        reports.append(report(cells, mentions, text, report_year=year))
    target = built(tmp_path_factory.mktemp("pairs"), *reports)
    judge(target)
    return target


@pytest.fixture
def made(file: Path, tmp_path: Path) -> Iterator[Made]:
    """A copy, to which a test may add views."""
    with duckdb.connect(str(shutil.copy(file, tmp_path))) as connection:
        observed = connection.execute("SELECT evidence_id, indicator_id FROM observations").fetchall()
        numbers = range(FIRST, FIRST + len(YEARS) * len(CODES))
        yield Made(connection, dict(zip(numbers, CODES * len(YEARS), strict=True)), dict(observed))


def _views(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Rows]]:
    """Every view and table of series, as it stands."""
    names = connection.execute(
        """
        SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'
        UNION ALL SELECT 'series_points' ORDER BY 1
        """
    ).fetchall()
    for (name,) in names:
        result = connection.execute(f'FROM "{name}"')
        yield name, Rows([column[0] for column in result.description or ()], result.fetchall())


def _calls(made: Made, parameters: list[str]) -> Iterable[dict[str, Any]]:
    """Arguments for a table macro with these parameters, so that it gives all it can."""
    components = made.connection.execute("SELECT component FROM openness_components").fetchall()
    usual: dict[str, Any] = {
        "issuer_name": "测试县人民政府",
        "year": YEARS[1],
        "from_report_year": YEARS[0],
        "to_report_year": YEARS[1],
        "day": "2099-01-01",
        # So Python writes a MAP.
        "weights": {"key": [one for (one,) in components], "value": [1.0 for _ in components]},
    }
    several = {
        "series": CODES,
        "one": [one for one, _ in SEED_PAIRS],
        "id": [one for one, code in made.by_evidence.items() if code in CODES],
    }
    (name,) = [one for one in parameters if one in several][:1] or [None]
    for value in several[name] if name else [None]:
        pair = {"other": dict(SEED_PAIRS).get(value)} if name == "one" else {}
        yield {one: value if one == name else (usual | pair)[one] for one in parameters}


def _macros(made: Made) -> Iterator[tuple[str, Rows]]:
    """Every table macro, called with all that it can be asked for; a row tells which call it is of."""
    macros = made.connection.execute(
        """
        SELECT function_name, parameters FROM duckdb_functions()
        WHERE NOT internal AND schema_name = 'main' AND function_type = 'table_macro' ORDER BY 1
        """
    ).fetchall()
    for name, parameters in macros:
        columns: list[str] = []
        rows: list[tuple[Any, ...]] = []
        for arguments in _calls(made, parameters):
            given = ", ".join("?" for _ in parameters)
            result = made.connection.execute(f"FROM {name}({given})", list(arguments.values()))
            asked = [arguments["series"]] if "series" in arguments else []
            columns = [*(["series_id"] if asked else []), *(column[0] for column in result.description or ())]
            rows += [(*asked, *row) for row in result.fetchall()]
        yield name, Rows(columns, rows)


def _joined(made: Made, asked: Iterable[tuple[str, Rows]]) -> tuple[list[tuple[str, str, str]], set[str]]:
    """Pairs that something joins, in a row or under one name; and what shows no figure at all."""
    joined, blind = [], set()
    for name, (columns, rows) in asked:
        held = [set().union(*map(made.measured, row)) for row in rows]
        if not any(held):
            blind.add(name)
        groups: dict[tuple[str, Any], set[str]] = {}
        for number, (row, indicators) in enumerate(zip(rows, held, strict=True)):
            groups[("row", number)] = indicators
            for column in ("series_id", "ratio_id", "component"):
                if column in columns:
                    groups.setdefault((column, row[columns.index(column)]), set()).update(indicators)
        for group in groups.values():
            joined += [(name, one, other) for one, other in SEED_PAIRS if {one, other} <= group]
    return joined, blind


def test_no_view_and_no_macro_joins_a_pair(made: Made) -> None:
    joined, blind = _joined(made, [*_views(made.connection), *_macros(made)])
    assert joined == []
    assert blind == WITHOUT_FIGURES.keys(), "what shows no figure cannot be judged: say why it need not be"
    shown = {code for _, (_, rows) in _views(made.connection) for row in rows for code in made.measured(row)}
    assert set(CODES) <= shown, "every figure of the pairs is there to be joined"


@pytest.mark.parametrize(
    "view",
    [
        # In a row.
        "SELECT one.value, other.value AS other FROM series AS one JOIN series AS other USING (issuer_id, report_year) "
        "WHERE one.series_id = 'open_data_catalogs' AND other.series_id = 'open_data_catalogs_added'",
        # Under one name.
        "SELECT replace(series_id, '_covid', '_held') AS series_id, report_year, value FROM series",
        # By its evidence alone.
        "SELECT 'both' AS ratio_id, list(evidence_id) AS evidence FROM series "
        "WHERE series_id IN ('open_data_districts', 'districts_with_disclosure_rules')",
    ],
)
def test_a_view_that_joins_a_pair_is_found(made: Made, view: str) -> None:
    made.connection.execute(f"CREATE VIEW new_view AS {view}")
    joined, _ = _joined(made, _views(made.connection))
    assert {name for name, _, _ in joined} == {"new_view"}


def test_a_macro_that_joins_a_pair_is_found(made: Made) -> None:
    made.connection.execute(
        "CREATE MACRO either(series) AS TABLE SELECT value FROM series AS s "
        "WHERE series_id IN (series, replace(series, '_held', '_covid'))"
    )
    joined, _ = _joined(made, _macros(made))
    assert {name for name, _, _ in joined} == {"either"}


def test_a_view_that_hides_its_figures_is_found(made: Made) -> None:
    made.connection.execute("CREATE VIEW new_view AS SELECT series_id, growth FROM series_growth")
    _, blind = _joined(made, _views(made.connection))
    assert "new_view" in blind


def test_every_pair_has_its_reason(made: Made) -> None:
    for one, other in SEED_PAIRS:
        assert made.connection.execute("SELECT reason_zh FROM why_not(?, ?)", [one, other]).fetchall()


def test_the_pairs_are_relations_of_the_crosswalk() -> None:
    told = {(one, other) for relation in crosswalk().relations for one in relation.left for other in relation.right}
    assert not [pair for pair in SEED_PAIRS if pair not in told]
