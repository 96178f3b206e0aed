"""What the pages tell, read from the warehouse: one set-based query a subject, never one a report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]

_SQL = Path(__file__).parent / "sql"


def rows(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> list[Row]:
    """The rows of the query `sql/<name>.sql`, each by the names of its columns."""
    cursor = run(connection, name, **parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def run(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> duckdb.DuckDBPyConnection:
    """Run the query `sql/<name>.sql`."""
    return connection.execute((_SQL / f"{name}.sql").read_text(encoding="utf-8"), parameters)


def grouped(found: Iterable[Row], key: str = "report_id") -> dict[Any, list[Row]]:
    """Rows by the value of one of their columns, in their order."""
    groups: dict[Any, list[Row]] = {}
    for row in found:
        groups.setdefault(row[key], []).append(row)
    return groups
