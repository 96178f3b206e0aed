"""The rules run over a built warehouse: findings, counts, and the status of the figures they put in doubt.

No Great Expectations and no Prefect here, so that `gongkai check` starts at once; `expectations.validation` hands the
same queries to Great Expectations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

import duckdb
import msgspec
import yaml

from expectations.corrections import apply, read
from expectations.filling import columns_of, fill, literal, literals
from expectations.pipeline import pipeline
from expectations.signatures import propose
from expectations.words import Words
from warehouse.connection import bounded, connect

_FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUERIES = _FOLDER / "rules"
_AT_ONCE = 1_000
"""Reports whose sums are told at a time: the terms of those that cannot be judged are listed in memory."""


class Sum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two sums of cells that a rule compares; `{}` stands for each value of `each`, `@-1` for the year before."""

    vintages: tuple[str, ...]
    left: str
    right: str
    each: tuple[str, ...] = ("",)
    relation: Literal["=", ">="] = "="


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a figure of the prose must agree with: any of several sums of cells."""

    vintages: tuple[str, ...]
    indicators: tuple[str, ...]
    any_of: tuple[str, ...]
    relation: Literal["=", "<="] = "="
    """How the figure stands to the sum: `<=` where the text may count only some of what the table counts."""
    words: str | None = None
    """Pattern that the words of the clause before the figure must match."""
    without: str | None = None
    """Pattern that they must not match."""
    beside: str | None = None
    """Pattern of what must be told around the figure."""
    alone: str | None = None
    """Pattern of what must not be told around it."""
    scopes: tuple[str, ...] = ()
    """Scopes of the report that it is asked of; all where there is none."""


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bounds that cells keep within, in the form's unit, unless the unit is wrong. 0 is always in order."""

    vintages: tuple[str, ...]
    cells: tuple[str, ...]
    least: Decimal | None = None
    most: Decimal | None = None
    scopes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the catalogue (`rules.yaml`)."""

    id: str
    severity: Literal["critical", "warning", "info"]
    title: Words
    explanation: Words
    formula: Words
    exceptions: Words
    source: str
    by: Literal["sums", "readings", "limits"] | None = None
    """The macro that makes it; None where it has a query of its own."""
    sums: tuple[Sum, ...] = ()
    readings: tuple[Reading, ...] = ()
    limits: tuple[Limit, ...] = ()
    among: Literal["years", "issuers"] | None = None
    """Where it compares reports with each other, those of one issuer or of several: it is not asked where there is one
    report only. What depends on other issuers' reports is asked over the whole at each publication; it is `info`, so
    that a new report never marks another issuer's figures."""

    @property
    def outcomes(self) -> str:
        """SQL that yields report_id and outcome of every instance: what decides, without what is told of it."""
        decides = "summed" if self.by == "sums" else self.by
        return f"SELECT * EXCLUDE (check_id) FROM checking.{decides}(['{self.id}'])" if self.by else self.query  # noqa: S608

    @property
    def query(self) -> str:
        """SQL that yields one row per instance: report_id, place, outcome, both operands, evidence, messages."""
        if self.by:
            return f"SELECT * EXCLUDE (check_id) FROM checking.{self.by}(['{self.id}'])"  # noqa: S608
        return (_QUERIES / f"{self.id}.sql").read_text(encoding="utf-8")


@cache
def rules() -> tuple[Rule, ...]:
    """The catalogue, in its order. ValueError where an id is there twice or a rule has no query."""
    text = (_FOLDER / "rules.yaml").read_text(encoding="utf-8")
    catalogue = msgspec.convert(yaml.load(text, Loader=_LOADER), tuple[Rule, ...])
    ids = [rule.id for rule in catalogue]
    if len(set(ids)) < len(ids):
        raise ValueError(f"rules.yaml: an id is there twice: {sorted({one for one in ids if ids.count(one) > 1})}")
    if grave := [rule.id for rule in catalogue if rule.among == "issuers" and rule.severity != "info"]:
        raise ValueError(f"rules.yaml: a rule among issuers is info and marks no figure: {', '.join(grave)}")
    if missing := [rule.id for rule in catalogue if not rule.by and not (_QUERIES / f"{rule.id}.sql").is_file()]:
        raise ValueError(f"rules.yaml: no query in rules/ for {', '.join(missing)}")
    return catalogue


_TERM = re.compile(r"\s*([+-]?)\s*([a-z][a-z0-9_]*)(@-1)?\s*")


def terms(expression: str) -> list[tuple[int, str, int]]:
    """`a - b@-1` as (sign, cell code, years back). ValueError where it is no sum of cell codes."""
    found: list[tuple[int, str, int]] = []
    position = 0
    while position < len(expression):
        match = _TERM.match(expression, position)
        if match is None or (found and not match[1]):
            raise ValueError(f"rules.yaml: {expression!r} is no sum of cells (at {expression[position:]!r})")
        found.append((-1 if match[1] == "-" else 1, match[2], 1 if match[3] else 0))
        position = match.end()
    return found


def _sum_rows() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for rule in rules():
        for number, one in enumerate(rule.sums):
            for value in one.each:
                sides = (("left", one.left), ("right", one.right))
                found = [(side, *term) for side, text in sides for term in terms(text.replace("{}", value))]
                rows += (
                    (
                        rule.id,
                        f"{number}:{value}",
                        None,
                        vintage,
                        None,
                        True,
                        one.relation,
                        side,
                        sign,
                        code,
                        back,
                        at,
                        len(found),
                    )
                    for vintage in one.vintages
                    for at, (side, sign, code, back) in enumerate(found)
                )
    return rows


def _reading_rows() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for rule in rules():
        for one in rule.readings:
            for number, text in enumerate(one.any_of, start=1):
                found = terms(text)
                rows += (
                    (
                        rule.id,
                        indicator,
                        vintage,
                        one.words,
                        one.without,
                        one.beside,
                        one.alone,
                        one.scopes,
                        one.relation,
                        number,
                        sign,
                        code,
                        at,
                        len(found),
                    )
                    for indicator in one.indicators
                    for vintage in one.vintages
                    for at, (sign, code, _) in enumerate(found)
                )
    return rows


def _limit_rows() -> list[tuple[object, ...]]:
    return [
        (rule.id, vintage, code, one.least, one.most, one.scopes, one.levels)
        for rule in rules()
        for one in rule.limits
        for vintage in one.vintages
        for code in one.cells
    ]


def _children_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """All places below those of which a part has reported too; the list of places is read only where there are such."""
    parents = {
        row[0]
        for row in connection.execute(
            """
            SELECT DISTINCT i.parent_id FROM reports AS r JOIN issuers AS i USING (issuer_id)
            WHERE i.level <> 'department' AND i.parent_id IN (SELECT issuer_id FROM reports)
            """
        ).fetchall()
    }
    if not parents:
        return []
    from gongkai.issuers import issuers

    # Development zones are in one parent's figures and not in another's: they are not among the parts.
    return [
        (one.parent_id, one.issuer_id, one.issuer)
        for one in issuers()
        if one.parent_id in parents and one.level in ("province", "prefecture", "county")
    ]


def _check_rows(pipeline_too: bool) -> list[tuple[object, ...]]:
    reports: list[tuple[object, ...]] = [
        (
            rule.id,
            "report",
            rule.severity,
            rule.title.zh,
            rule.title.en,
            rule.explanation.zh,
            rule.explanation.en,
            rule.formula.en,
            rule.exceptions.en,
            rule.source,
            rule.formula.zh,
            rule.exceptions.zh,
        )
        for rule in rules()
    ]
    return [
        *reports,
        *(
            (one.id, "pipeline", one.severity, one.title.zh, one.title.en, *[None] * 7)
            for one in (pipeline() if pipeline_too else ())
        ),
    ]


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """All rows in one statement: row by row would take longer than the rules."""
    types = columns_of(connection)[table.removeprefix("checking.")]
    fill(connection, f"INSERT INTO {table} BY NAME", [dict(zip(types, row, strict=True)) for row in rows], types)


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """The macros of the rules, and the terms that they compare."""
    connection.execute("BEGIN")
    connection.execute((_FOLDER / "tables.sql").read_text(encoding="utf-8"))
    connection.execute((_QUERIES / "macros.sql").read_text(encoding="utf-8"))
    connection.execute("DELETE FROM checking.sum_terms")
    connection.execute(
        """
        INSERT INTO checking.sum_terms
        SELECT
            t.check_id, t.identity_id, t.place, f.vintage, f.family, false, '=', t.side, t.sign, t.code, 0,
            t.position, 0
        FROM identity_terms AS t
        JOIN (SELECT DISTINCT form_id, vintage, family FROM form_cells) AS f USING (form_id)
        """
    )
    _insert(connection, "checking.sum_terms", _sum_rows())
    for table, rows in (
        ("reading_terms", _reading_rows()),
        ("limit_terms", _limit_rows()),
        ("children", _children_rows(connection)),
    ):
        connection.execute(f"DELETE FROM checking.{table}")  # noqa: S608
        _insert(connection, f"checking.{table}", rows)
    connection.execute("COMMIT")


def _each_range(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Sets the variables that bound checking.meant, for one range of reports after the other."""
    connection.execute(f"SET VARIABLE reports_at_once = {_AT_ONCE}")
    cut = (_FOLDER / "report_ranges.sql").read_text(encoding="utf-8")
    for first, last in connection.execute(cut).fetchall():
        for name, bound in (("first_report", first), ("last_report", last)):
            # As a literal: the first parameter that is bound makes DuckDB import pandas.
            connection.execute(f"SET VARIABLE {name} = {literal(bound)}")
        yield
    connection.execute("RESET VARIABLE first_report")


def _are_several(connection: duckdb.DuckDBPyConnection) -> bool:
    return len(connection.execute("SELECT 1 FROM reports LIMIT 2").fetchall()) > 1


def _outcomes(connection: duckdb.DuckDBPyConnection, catalogue: Sequence[Rule]) -> None:
    """A temporary table with every outcome of these rules."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE outcomes (
            check_id VARCHAR, report_id VARCHAR, place VARCHAR, outcome VARCHAR,
            left_value DECIMAL(38, 6), right_value DECIMAL(38, 6), left_words VARCHAR, right_words VARCHAR,
            left_evidence VARCHAR[], right_evidence VARCHAR[], message_zh VARCHAR, message_en VARCHAR
        )
        """
    )
    told = "INSERT INTO outcomes BY NAME FROM checking.{}({})"
    for macro in ("sums", "readings", "limits"):
        asked = [rule.id for rule in catalogue if rule.by == macro]
        # Most of what is asked are sums: of a range of reports at a time, so that memory does not grow with them.
        for _ in _each_range(connection) if asked and macro == "sums" else [None] * bool(asked):
            connection.execute(told.format(macro, literals(asked)))
    several = _are_several(connection)
    for rule in catalogue:
        if not rule.by and (several or not rule.among):
            told = f"SELECT {literal(rule.id)} AS check_id, * FROM ({rule.query})"  # noqa: S608
            connection.execute(f"INSERT INTO outcomes BY NAME {told}")


def _judge(connection: duckdb.DuckDBPyConnection, catalogue: Sequence[Rule]) -> None:
    """Ask these rules of all reports; what they found before is replaced, what others found stays."""
    connection.execute("CREATE OR REPLACE TEMP TABLE asked (check_id VARCHAR)")
    _insert(connection, "asked", [(rule.id,) for rule in catalogue])
    _outcomes(connection, catalogue)
    _run_file(connection, "findings")


def _run_file(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute((_FOLDER / f"{name}.sql").read_text(encoding="utf-8"))


def run_checks(connection: duckdb.DuckDBPyConnection, *, pipeline_too: bool = True) -> None:
    """Fill `checks`, `findings`, `signatures`, `check_runs` of the current database, and mark disputed observations.

    Safe to repeat: what an earlier run left is replaced. `pipeline_too` puts the pipeline's own expectations among the
    `checks`, for a warehouse that is to be published.
    """
    _prepare(connection)
    connection.execute("DELETE FROM checks")
    _insert(connection, "checks", _check_rows(pipeline_too))
    several = _are_several(connection)
    if several or pipeline_too:
        _run_file(connection, "passages")
    if several:
        connection.execute("CREATE OR REPLACE TEMP TABLE compared AS SELECT report_id FROM reports")
        _run_file(connection, "copying")
    _judge(connection, rules())
    propose(connection)


def check_file(build: Path, corrections: Path | None = None) -> None:
    """`run_checks` on a build file, closed and complete afterwards, with the entries of a file of corrections beside.

    CorrectionsInvalid where that file cannot be used.
    """
    entries = read(corrections) if corrections else ()
    with connect(build, **bounded()) as connection:
        run_checks(connection)
        apply(connection, entries)
        connection.execute("CHECKPOINT")


def check_part(part: Path) -> None:
    """What `check_file` does, of the reports of a part by themselves: all but the rules among issuers."""
    with connect(part, **bounded()) as connection:
        _prepare(connection)
        _insert(connection, "checks", _check_rows(pipeline_too=True))
        _run_file(connection, "passages")
        _judge(connection, [rule for rule in rules() if rule.among != "issuers"])
        propose(connection)
        connection.execute("CHECKPOINT")


def check_carried_on(build: Path, part: Path, published: Path, corrections: Path | None = None) -> None:
    """What `check_file` does, of a copy of the published file that a checked part was put into: the rules among
    issuers, over the whole.

    CorrectionsInvalid where the file of corrections cannot be used.
    """
    entries = read(corrections) if corrections else ()
    with connect(build, **bounded()) as connection:
        for name, file in (("part", part), ("published", published)):
            connection.execute(f"ATTACH {literal(str(file))} AS {name} (READ_ONLY)")
        _run_file(connection, "compared")
        for name in ("part", "published"):
            connection.execute(f"DETACH {name}")
        _prepare(connection)
        if _are_several(connection):
            _run_file(connection, "copying")
        _judge(connection, [rule for rule in rules() if rule.among == "issuers"])
        apply(connection, entries)
        connection.execute("CHECKPOINT")
