"""What the pages tell, read from the warehouse: one set-based query a subject, never one a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def keep(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> None:
    """Keep the rows of the query `sql/<name>.sql`, in their order, as the temporary table `kept_<name>`, for others to
    take some at a time: what they are made of is looked through once, and never are all of them in memory."""
    query = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE kept_{name} AS {query}", parameters)


def pieces(connection: duckdb.DuckDBPyConnection, name: str, most: int, **parameters: Any) -> Iterator[list[Row]]:
    """The rows of the query `sql/<name>.sql`, `most` at a time, at least one piece. Nothing else may be asked of the
    connection before the last."""
    cursor = run(connection, name, **parameters)
    names = [column[0] for column in cursor.description or ()]
    found = cursor.fetchmany(most)
    while True:
        yield [dict(zip(names, values, strict=True)) for values in found]
        found = cursor.fetchmany(most)
        if not found:
            break


def grouped(found: Iterable[Row], key: str = "report_id") -> dict[Any, list[Row]]:
    """Rows by the value of one of their columns, in their order."""
    groups: dict[Any, list[Row]] = {}
    for row in found:
        groups.setdefault(row[key], []).append(row)
    return groups
