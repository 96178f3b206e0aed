"""What is in a warehouse, for comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from flows.home import Home

_TIMED = {"reports": " EXCLUDE (retrieved_at)"}


def content(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the warehouse of a home but when and by which run it was made."""
    with duckdb.connect(str(Home(home).warehouse), read_only=True) as connection:
        tables = connection.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
        return {
            table: connection.execute(
                f"SELECT *{_TIMED.get(table, '')} FROM {schema}.{table} ORDER BY ALL"  # noqa: S608
            ).fetchall()
            for schema, table in tables
            if table != "runs"
        }
