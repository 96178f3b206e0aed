"""The Python API: a published warehouse whose answers are Polars frames.

with open_warehouse("gongkai-home") as warehouse:
    warehouse.series("requests_received", issuer="宿迁市")
"""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import polars as pl

from gongkai.worded import Worded
from warehouse.queries import query as statement
from warehouse.reading import Explanation, explain
from warehouse.reading import open_warehouse as open_connection

FILE = "gongkai.duckdb"
"""Name of the published warehouse in its home."""

_TYPES: dict[str, Any] = {
    "VARCHAR": pl.String,
    "BOOLEAN": pl.Boolean,
    "SMALLINT": pl.Int16,
    "INTEGER": pl.Int32,
    "BIGINT": pl.Int64,
    "DOUBLE": pl.Float64,
    "DATE": pl.Date,
    "TIMESTAMP": pl.Datetime("us"),
    "DECIMAL(38,6)": pl.Decimal(38, 6),
    "VARCHAR[]": pl.List(pl.String),
}
"""What DuckDB's types are in Polars; of the rest Polars finds the type by itself."""


def frame(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: list[object] | dict[str, object] | None = None
) -> pl.DataFrame:
    """The rows of a query, numbers exact. Without PyArrow, which DuckDB's own way to Polars would need."""
    cursor = connection.execute(query, parameters)
    schema = {column[0]: _TYPES.get(str(column[1])) for column in cursor.description or ()}
    return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row", infer_schema_length=None)


class UnknownNameError(Worded, LookupError):
    """There is no series, ratio or issuer of that name; the message names what is near."""


class Warehouse:
    """A published warehouse, read-only. Close it, or use it as a context."""

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self.connection = connection
        """DuckDB's own connection, for whatever is not here."""

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def sql(self, query: str, parameters: list[object] | dict[str, object] | None = None) -> pl.DataFrame:
        """The rows of any query."""
        return frame(self.connection, query, parameters)

    def series(self, series_id: str, *, issuer: str | None = None, applicant: str = "total") -> pl.DataFrame:
        """The points of a series, of one issuer (by name, short name or id) or of all, with the breaks where they fall.

        UnknownNameError where there is no such series or issuer.
        """
        self._known(series_id)
        ids = None if issuer is None else self.issuer_ids(issuer)
        return self.sql(statement("read/points"), {"series": series_id, "applicant": applicant, "ids": ids})

    def series_held(self, *, issuer: str | None = None) -> pl.DataFrame:
        """The series that have points, of one issuer or of any: names, first and last year, how many issuers have
        them. UnknownNameError where there is no such issuer."""
        return self.sql(statement("read/series_held"), {"ids": None if issuer is None else self.issuer_ids(issuer)})

    def ratio(self, ratio_id: str, *, issuer: str | None = None) -> pl.DataFrame:
        """A ratio of one issuer or of all, NULL with the reason where it cannot be had. UnknownNameError as above."""
        self._known(ratio_id, "ratio_definitions", "ratio_id")
        ids = None if issuer is None else self.issuer_ids(issuer)
        return self.sql(statement("read/ratio"), {"ratio": ratio_id, "ids": ids})

    def explain(self, value_id: str) -> Explanation:
        """Where an observation, cell, mention or finding comes from. KeyError where nothing has the id."""
        return explain(self.connection, value_id)

    def issuer_ids(self, name: str) -> list[str]:
        """The issuers of that id, name or short name. UnknownNameError where there is none."""
        rows = self.connection.execute(statement("read/issuer_ids"), {"name": name}).fetchall()
        if not rows:
            near = self.connection.execute(statement("read/near_issuers"), {"name": name}).fetchall()
            if not near:
                raise UnknownNameError("no report is of {name}, and none has a name near it", name=name)
            raise UnknownNameError(
                "no report is of {name}; near it: {near}", name=name, near=", ".join(one for (one,) in near)
            )
        return [one for (one,) in rows]

    def _known(self, name: str, table: str = "series_definitions", column: str = "series_id") -> None:
        found = self.connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", [name]).fetchone()  # noqa: S608
        if found is None:
            near = self.connection.execute(
                f"SELECT {column} FROM {table} ORDER BY jaro_winkler_similarity({column}, ?) DESC, 1 LIMIT 5",  # noqa: S608
                [name],
            ).fetchall()
            told = ", ".join(one for (one,) in near)
            raise UnknownNameError("there is no {column} {name}; near it: {near}", column=column, name=name, near=told)


def open_warehouse(path: str | os.PathLike[str] | None = None) -> Warehouse:
    """The warehouse in a file or in its home; else in GONGKAI_HOME, else in `gongkai-home/` below the current folder.

    FileNotFoundError where there is none.
    """
    place = Path(path or os.environ.get("GONGKAI_HOME") or "gongkai-home").expanduser()
    return Warehouse(open_connection(place / FILE if place.is_dir() else place))
