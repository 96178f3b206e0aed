"""Reading a published warehouse: opening it, and saying where a value comes from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from warehouse.connection import SILENT
from warehouse.queries import query, quoted

_WIDTH = 30
"""Characters of text shown at least on either side."""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Where a value comes from: the file, the place in it and the words around."""

    id: str
    kind: str
    """observation, cell, mention, words (of the text, no figure), finding."""
    label: str | None = None
    """Line and column of the form, what is measured, or what the finding says (English)."""
    label_zh: str | None = None
    """The finding's message in Chinese."""
    printed: str | None = None
    """As printed."""
    state: str | None = None
    """State of a cell, kind of a mention, status of an observation, outcome of a finding."""
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    report_id: str | None = None
    issuer: str | None = None
    report_year: int | None = None
    title: str | None = None
    file: str | None = None
    sha256: str | None = None
    superseded_by: str | None = None
    """The report_id of the later version of the report, where one has come: the value stands in no current series."""
    start: int | None = None
    end: int | None = None
    """Characters of the report's text."""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    before: str = ""
    words: str = ""
    after: str = ""
    """The text at the place and on either side of it."""
    evidence: tuple[Explanation, ...] = ()
    """What an observation or a finding rests on."""


def open_warehouse(
    path: Path, *, memory: str | None = None, threads: int | None = None, scratch: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A read-only connection that can reach nothing but this file. FileNotFoundError where there is none.

    It takes at most `memory` (`256MB`) and so many `threads`, and puts more in the folder `scratch`, which no other
    process may use.
    """
    if not path.is_file():
        raise FileNotFoundError(f"there is no warehouse at {path}")
    connection = duckdb.connect(str(path), read_only=True)
    # Whoever has the file open already in this process has locked it: connections to one file share their settings.
    if connection.execute(query("read/is_open_to_all")).fetchone() == (True,):
        connection.execute(SILENT)
        for name, value in (("memory_limit", memory), ("threads", threads), ("temp_directory", scratch)):
            if value is not None:
                connection.execute(f"SET {name} = {quoted(str(value))}")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    return connection


def leave_out(connection: duckdb.DuckDBPyConnection, dismissed: Iterable[str]) -> None:
    """Make the temporary view `live_findings` of an open warehouse: the findings of reports in force, without the ids
    that people have dismissed (temporary table `dismissed`)."""
    connection.execute("CREATE OR REPLACE TEMP TABLE dismissed (finding_id VARCHAR)")
    if ids := sorted(dismissed):
        connection.execute("INSERT INTO dismissed SELECT unnest(?)", [ids])
    connection.execute(query("live"))


def _one(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Any) -> dict[str, Any] | None:
    cursor = connection.execute(sql, parameters)
    rows = cursor.fetchall()
    return dict(zip((column[0] for column in cursor.description or ()), rows[0], strict=True)) if rows else None


def _evidence(connection: duckdb.DuckDBPyConnection, evidence_id: str) -> Explanation:
    row = _one(connection, query("explain"), {"id": evidence_id, "width": _WIDTH})
    if row is None:
        raise KeyError(f"no observation, cell, mention or finding has the id {evidence_id!r}")
    places = {"start": "span_start", "end": "span_end", "table": "table_no", "row": "row_no", "column": "column_no"}
    for name, column in (places | {"page": "page_no"}).items():
        row[name] = row.pop(column)
    return Explanation(**row | {side: row[side] or "" for side in ("before", "words", "after")})


def _observation(connection: duckdb.DuckDBPyConnection, observation_id: str) -> Explanation | None:
    row = _one(connection, query("read/observation"), [observation_id])
    if row is None:
        return None
    source = _evidence(connection, row.pop("evidence_id"))
    del row["issuer_id"]
    shown = (
        "printed",
        "issuer",
        "title",
        "file",
        "sha256",
        "superseded_by",
        "start",
        "end",
        "table",
        "row",
        "column",
        "page",
    )
    shared = {name: getattr(source, name) for name in (*shown, "before", "words", "after")}
    return Explanation(id=observation_id, kind="observation", evidence=(source,), **row, **shared)


def _finding(connection: duckdb.DuckDBPyConnection, finding_id: str) -> Explanation | None:
    row = _one(connection, query("read/finding"), [finding_id])
    if row is None:
        return None
    evidence = tuple(_evidence(connection, one) for one in sorted(row.pop("ids")))
    return Explanation(id=finding_id, kind="finding", evidence=evidence, **row)


def explain(connection: duckdb.DuckDBPyConnection, value_id: str) -> Explanation:
    """Where the observation, cell, mention or finding of that id comes from. KeyError where nothing has the id."""
    return _observation(connection, value_id) or _finding(connection, value_id) or _evidence(connection, value_id)
