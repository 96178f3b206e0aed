"""Great Expectations on DuckDB: a data source of our own, because GX 1.24 has none.

Its SQLAlchemy engine closes the connection before it fetches the result, and a DuckDB result dies with its connection
(`IndexError: list index out of range`). The engine below keeps one connection for as long as it lives. Defining the
data source class is enough for GX to offer `context.data_sources.add_duckdb(...)`.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

from warehouse.connection import SILENT


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """The SQLAlchemy engine with one connection that stays open."""

    @contextmanager
    def get_connection(self) -> Iterator[Any]:
        """The one connection; opened at first use, closed with the engine."""
        if not self._connection:
            self._connection = self.engine.connect()
            self._connection.exec_driver_sql(SILENT)
        try:
            yield self._connection
        except Exception:
            # Else all statements after one that fails would fail, too, and it would be named by none.
            self._connection.rollback()
            raise

    def close(self) -> None:
        """Let go of the file. DuckDB knows an open file by its path: the next build there could not be attached."""
        if self._connection:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


class DuckDBDatasource(SQLDatasource):
    """A DuckDB file as a data source."""

    type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment]

    @property
    def execution_engine_type(self) -> builtins.type[SqlAlchemyExecutionEngine]:
        """The engine that keeps its connection."""
        return DuckDBExecutionEngine
