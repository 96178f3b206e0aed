"""The rules run over a built warehouse: findings, counts, and the status of the figures they put in doubt.

No Great Expectations and no Prefect here, so that `gongkai check` starts at once; `expectations.validation` hands the
same queries to Great Expectations.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import duckdb

from expectations.catalogue import IN_RANGES, QUERIES, Rule, rules, wordings
from expectations.corrections import Correction, apply, read
from expectations.filling import columns_of, fill, literals
from expectations.queries import query
from expectations.ranges import each_range
from expectations.rule_rows import (
    Row,
    check_rows,
    limit_rows,
    reading_rows,
    share_rows,
    sum_rows,
)
from expectations.signatures import propose
from expectations.verdicts import Said, put_beside
from warehouse.connection import bounded, connect
from warehouse.queries import quoted

_AT_ONCE = 2_000
"""Reports whose sums are told at a time: the terms of those that cannot be judged are listed in memory."""


def _children_rows(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """All places below those of which a part has reported too; the list of places is read only where there are such."""
    parents = {parent for (parent,) in connection.execute(query("parents")).fetchall()}
    if not parents:
        return []
    from gongkai.issuers import issuers

    # Development zones are in one parent's figures and not in another's: they are not among the parts.
    return [
        {"parent_id": one.parent_id, "issuer_id": one.issuer_id, "issuer": one.issuer}
        for one in issuers()
        if one.parent_id in parents and one.level in ("province", "prefecture", "county")
    ]


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """All rows in one statement: row by row would take longer than the rules."""
    fill(connection, f"INSERT INTO {table} BY NAME", rows, columns_of(connection, table))


def _replace(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    connection.execute(f"DELETE FROM {table}")  # noqa: S608
    _insert(connection, table, rows)


def _words(connection: duckdb.DuckDBPyConnection) -> None:
    """checking.words_NAME(): the words of each list as alternatives of a pattern, as a constant.

    One macro for each: a single one that chooses among all lists is put together again wherever it is named.
    """
    for name, words in wordings().items():
        connection.execute(f"CREATE OR REPLACE MACRO checking.words_{name}() AS {quoted('|'.join(words))}")


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables and macros of the rules and the terms that they compare, but for those that hang on the reports."""
    connection.execute("BEGIN")
    connection.execute(query("tables"))
    _words(connection)
    connection.execute((QUERIES / "macros.sql").read_text(encoding="utf-8"))
    for table, rows in (
        ("reading_terms", reading_rows()),
        ("limit_terms", limit_rows()),
        ("share_terms", share_rows()),
    ):
        _replace(connection, f"checking.{table}", rows)
    connection.execute("COMMIT")


def _terms_of_reports(connection: duckdb.DuckDBPyConnection) -> None:
    """The terms that hang on the reports: of the sums of their forms, and of the places below one."""
    connection.execute("BEGIN")
    connection.execute(query("printed_sums"))
    _insert(connection, "checking.sum_terms", sum_rows())
    _replace(connection, "checking.children", _children_rows(connection))
    connection.execute("COMMIT")


def _are_several(connection: duckdb.DuckDBPyConnection) -> bool:
    return len(connection.execute("SELECT 1 FROM reports LIMIT 2").fetchall()) > 1


def _told_of(connection: duckdb.DuckDBPyConnection, indicators: Collection[str]) -> set[str]:
    """Those of these indicators that some report tells of."""
    sql = f"SELECT DISTINCT indicator_id FROM observations WHERE indicator_id IN {literals(sorted(indicators))}"  # noqa: S608
    return {one for (one,) in connection.execute(sql).fetchall()}


def _ranges(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    return each_range(lambda sql: connection.execute(sql).fetchall(), _AT_ONCE)


def _outcomes(connection: duckdb.DuckDBPyConnection, catalogue: Sequence[Rule]) -> None:
    """A temporary table with every outcome of these rules."""
    connection.execute(query("outcomes"))
    told = "INSERT INTO outcomes BY NAME FROM checking.{}({})"
    for macro in ("sums", "readings", "limits", "shares"):
        asked = [rule.id for rule in catalogue if rule.by == macro]
        for _ in (_ranges(connection) if macro in IN_RANGES else [None]) if asked else ():
            connection.execute(told.format(macro, literals(asked)))
    several = _are_several(connection)
    figures = _told_of(connection, {one for rule in catalogue for one in rule.figures})
    for rule in catalogue:
        if not rule.by and (several or not rule.among) and not (rule.figures and figures.isdisjoint(rule.figures)):
            told = f"SELECT {quoted(rule.id)} AS check_id, * FROM ({rule.query})"  # noqa: S608
            for _ in _ranges(connection) if rule.in_ranges else [None]:
                connection.execute(f"INSERT INTO outcomes BY NAME {told}")


def _judge(connection: duckdb.DuckDBPyConnection, catalogue: Sequence[Rule]) -> None:
    """Ask these rules of all reports; what they found before is replaced, what others found stays."""
    connection.execute("CREATE OR REPLACE TEMP TABLE asked (check_id VARCHAR)")
    _insert(connection, "asked", [{"check_id": rule.id} for rule in catalogue])
    _outcomes(connection, catalogue)
    connection.execute(query("findings"))


def run_checks(connection: duckdb.DuckDBPyConnection, *, pipeline_too: bool = True, prepared: bool = False) -> None:
    """Fill `checks`, `findings`, `signatures`, `check_runs` of the current database, and mark disputed observations.

    Safe to repeat: what an earlier run left is replaced. `pipeline_too` puts the pipeline's own expectations among the
    `checks`, for a warehouse that is to be published; `prepared` says that `prepare` has been called.
    """
    if not prepared:
        prepare(connection)
    _terms_of_reports(connection)
    _replace(connection, "checks", check_rows(pipeline_too=pipeline_too))
    several = _are_several(connection)
    if several or pipeline_too:
        connection.execute(query("passages"))
    if several:
        connection.execute("CREATE OR REPLACE TEMP TABLE compared AS SELECT report_id FROM reports")
        connection.execute(query("copying"))
    _judge(connection, rules())
    connection.execute(query("disputed"))
    propose(connection)


def _say(connection: duckdb.DuckDBPyConnection, said: Sequence[Said], entries: Sequence[Correction]) -> None:
    """What people say of the findings and of the figures, beside both."""
    put_beside(connection, said)
    connection.execute(query("disputed"))
    apply(connection, entries)
    connection.execute("CHECKPOINT")


def check_file(build: Path, corrections: Path | None = None, said: Sequence[Said] = ()) -> None:
    """`run_checks` on a build file, closed and complete afterwards, with what people have `said` of findings and the
    entries of a file of corrections beside.

    CorrectionsInvalid where that file cannot be used.
    """
    entries = read(corrections) if corrections else ()
    with connect(build, **bounded()) as connection:
        run_checks(connection)
        _say(connection, said, entries)


def check_part(part: Path) -> None:
    """What `check_file` does, of the reports of a part by themselves: all but the rules among issuers."""
    with connect(part, **bounded()) as connection:
        prepare(connection)
        _terms_of_reports(connection)
        _insert(connection, "checks", check_rows(pipeline_too=True))
        connection.execute(query("passages"))
        _judge(connection, [rule for rule in rules() if rule.among != "issuers"])
        connection.execute(query("disputed"))
        propose(connection)
        connection.execute("CHECKPOINT")


def check_carried_on(
    build: Path, part: Path, published: Path, corrections: Path | None = None, said: Sequence[Said] = ()
) -> None:
    """What `check_file` does, of a copy of the published file that a checked part was put into: the rules among
    issuers, over the whole.

    CorrectionsInvalid where the file of corrections cannot be used.
    """
    entries = read(corrections) if corrections else ()
    with connect(build, **bounded()) as connection:
        for name, file in (("part", part), ("published", published)):
            connection.execute(f"ATTACH {quoted(file)} AS {name} (READ_ONLY)")
        connection.execute(query("compared"))
        for name in ("part", "published"):
            connection.execute(f"DETACH {name}")
        prepare(connection)
        _terms_of_reports(connection)
        if _are_several(connection):
            connection.execute(query("copying"))
        _judge(connection, [rule for rule in rules() if rule.among == "issuers"])
        _say(connection, said, entries)
