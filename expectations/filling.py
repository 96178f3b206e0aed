"""Rows from Python into DuckDB, as one literal.

Not as parameters: at the first parameter that it is handed, DuckDB looks for pandas, and importing that takes half a
second, longer than all the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import msgspec

from warehouse.queries import quoted


def literals(texts: Sequence[str]) -> str:
    """`texts` as a list of SQL."""
    return f"CAST([{', '.join(map(quoted, texts))}] AS VARCHAR[])"


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The columns of a table with their types. Asked of the table itself: the list of all columns takes longer."""
    found = connection.table(table)
    return {column: str(kind) for column, kind in zip(found.columns, found.types, strict=True)}


def fill(
    connection: duckdb.DuckDBPyConnection, into: str, rows: Sequence[Mapping[str, Any]], types: Mapping[str, str]
) -> None:
    """All rows in one statement `into` (INSERT INTO ... BY NAME, or CREATE TABLE ... AS); `types` are their columns."""
    structure = msgspec.json.encode([dict(types)]).decode()
    encoded = msgspec.json.encode(rows).decode()
    connection.execute(  # The literals are quoted above; `into` is ours.
        f"{into} SELECT row.* FROM (SELECT unnest(from_json({quoted(encoded)}, {quoted(structure)})) AS row)"  # noqa: S608
    )
