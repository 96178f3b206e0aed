"""What is in a warehouse, and in its store, for comparison."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from flows.home import Home
from flows.snapshots import sidecar_of

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


def names_of(store: Path, sha256: str) -> list[str]:
    """Every name under which a content was taken from a file, in the order of their coming: copies have several.

    None where it has no sidecar.
    """
    sidecar = sidecar_of(store, sha256)
    origins = json.loads(sidecar.read_bytes())["origins"] if sidecar.exists() else []
    return [origin["file"] for origin in origins if "file" in origin]
