"""A lake for many warehouses: DuckLake, with its catalogue in PostgreSQL or a file and its rows as Parquet.

Each home loads what it published under a name of its own, the loader. Tables of the schema `loaded` hold every loader's
rows; the views of the same names as in a warehouse hold them together, and the views and macros on top are the
warehouse's own, so that the same SQL asks both. A load replaces what its loader had, in one transaction: readers see
the share of a loader as it was or as it is. All reports of an issuer belong to one loader, since versions, series and
rules over the years are made from them together.
"""

from __future__ import annotations

import importlib.util
import random
import re
import time
from pathlib import Path

import duckdb

from gongkai.worded import Worded
from warehouse.build import VIEWS
from warehouse.queries import query, quoted

ADDRESS = r"ducklake:\S.*"
_ATTEMPTS = 12
_EXTENSIONS = {"ducklake": "ducklake:", "postgres_scanner": "ducklake:postgres:"}
"""Which of DuckDB's extensions an address with that beginning needs."""
_SHARED = ("check_runs", "issuers")
"""Rows that several loaders may have in common: their views are in `sql/lake/shared.sql`."""
_DEFINITION = re.compile(r"\s*(--[^\n]*\n\s*)*(CREATE (VIEW|MACRO)|COMMENT ON VIEW)\b")
_CONFLICTS = ("conflict", "could not serialize", "already exists", "deadlock", "database is locked", "has been altered")


class LakeError(Worded):
    """The lake cannot be opened or loaded; the message says why and what to do."""


def open_lake(address: str, data: str | None = None, *, read_only: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection whose current database is the lake at `address` (`ducklake:postgres:dbname=gongkai host=...`).

    `data` is the folder or bucket of a new lake's Parquet files; an existing one knows its own. LakeError where it
    cannot be opened.
    """
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    connection.execute("SET enable_progress_bar = false")
    try:
        for name, beginning in _EXTENSIONS.items():
            if address.startswith(beginning):
                _load_extension(connection, name)
        options = [f"DATA_PATH {quoted(data)}"] if data else []
        options += ["READ_ONLY"] if read_only else []
        given = f" ({', '.join(options)})" if options else ""
        connection.execute(f"ATTACH {quoted(address)} AS lake{given}")
        connection.execute("USE lake")
    except duckdb.Error as error:
        connection.close()
        raise LakeError("the lake at {address} cannot be opened: {error}", address=address, error=str(error)) from error
    return connection


def _load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """From its wheel, else from where `INSTALL` has put it. Nothing is fetched."""
    wheel = importlib.util.find_spec(f"duckdb_extension_{name}")
    folder = Path(wheel.origin).parent / "extensions" if wheel and wheel.origin else None
    file = folder / f"v{duckdb.__version__}" / f"{name}.duckdb_extension" if folder else None
    try:
        connection.execute(f"LOAD {quoted(file)}" if file and file.is_file() else f"LOAD {name}")
    except duckdb.Error as error:
        there = ", ".join(one.name for one in folder.iterdir()) if folder and folder.is_dir() else "none"
        raise LakeError(
            "DuckDB {version} has no extension {name} (wheels here: {there}): "
            "pip install 'gongkai[ducklake]', or once, with a network: INSTALL {name}",
            version=duckdb.__version__,
            name=name,
            there=there,
        ) from error


def load(source: Path, address: str, loader: str, data: str | None = None) -> int:
    """Replaces what `loader` has in the lake by the published warehouse `source`; makes the lake where there is none.
    Gives the number of attempts it took, as others may be loading. LakeError where it cannot be."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with open_lake(address, data, read_only=False) as connection:
                connection.execute(f"ATTACH {quoted(source)} AS source (READ_ONLY)")
                connection.execute("BEGIN")
                _load(connection, loader)
                connection.execute("COMMIT")
            return attempt
        except (duckdb.Error, LakeError) as error:
            cause = error if isinstance(error, duckdb.Error) else error.__cause__
            if not any(one in str(cause).lower() for one in _CONFLICTS):
                if isinstance(error, LakeError):
                    raise
                raise LakeError("not loaded: {error}", error=str(error)) from error
            last = error
            time.sleep(random.uniform(0.1, 0.5) * attempt)
    raise LakeError(
        "not loaded in {attempts} attempts, as others loaded all the time: {error}",
        attempts=_ATTEMPTS,
        error=str(last),
    ) from last


def _load(connection: duckdb.DuckDBPyConnection, loader: str) -> None:
    shares = [name for (name,) in connection.execute(query("lake/shares")).fetchall()]
    definitions = [name for (name,) in connection.execute(query("lake/definitions")).fetchall()]
    connection.execute("CREATE SCHEMA IF NOT EXISTS loaded")
    there = {name for (name,) in connection.execute(query("lake/tables")).fetchall()}
    for name in shares:
        if f"loaded.{name}" not in there:
            connection.execute(
                f"CREATE TABLE loaded.{name} AS SELECT '' AS loader, * FROM source.{name} LIMIT 0"  # noqa: S608
            )
            connection.execute(f"ALTER TABLE loaded.{name} SET PARTITIONED BY (loader)")
            _comment(connection, name, f"loaded.{name}")
    _refuse_shared_issuers(connection, loader)
    for name in shares:
        connection.execute(f"DELETE FROM loaded.{name} WHERE loader = ?", [loader])  # noqa: S608
        connection.execute(
            f"INSERT INTO loaded.{name} BY NAME SELECT ? AS loader, * FROM source.{name}",  # noqa: S608
            [loader],
        )
    changed = [name for name in definitions if f"main.{name}" not in there or _differs(connection, name)]
    for name in changed:
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM source.{name}")
        _comment(connection, name, name)
    if changed or "main.reports" not in there:
        _define(connection, shares)


def _refuse_shared_issuers(connection: duckdb.DuckDBPyConnection, loader: str) -> None:
    both = connection.execute(query("lake/shared_issuers"), {"loader": loader}).fetchall()
    if both:
        named = ", ".join(f"{issuer} ({other})" for issuer, other in both[:5])
        raise LakeError(
            "{count} of this warehouse's issuers are in the lake by another loader: {named}; all reports of an "
            "issuer belong in one home, as its series and versions are made from them together",
            count=f"{len(both):,}",
            named=named,
        )


def _differs(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether the lake's definitions are not those of the warehouse that is loaded."""
    found = connection.execute(
        f"(FROM source.{name} EXCEPT ALL FROM {name}) UNION ALL (FROM {name} EXCEPT ALL FROM source.{name}) LIMIT 1"
    )
    return bool(found.fetchall())


def _comment(connection: duckdb.DuckDBPyConnection, name: str, target: str) -> None:
    for column, comment in connection.execute(query("lake/comments"), {"table": name}).fetchall():
        what = f'COLUMN {target}."{column}"' if column else f"TABLE {target}"
        connection.execute(f"COMMENT ON {what} IS {quoted(comment)}")


def _define(connection: duckdb.DuckDBPyConnection, shares: list[str]) -> None:
    """The warehouse's tables as views over all loaders, and its views and macros; DuckLake keeps no comments on
    columns of views and on macros."""
    for name in shares:
        if name not in _SHARED:
            connection.execute(
                f"CREATE OR REPLACE VIEW {name} AS SELECT * EXCLUDE (loader) FROM loaded.{name}"  # noqa: S608
            )
    connection.execute(query("lake/shared"))
    for file in VIEWS:
        for statement in duckdb.extract_statements(query(file)):
            if _DEFINITION.match(statement.query):
                connection.execute(re.sub(r"\bCREATE (?=VIEW|MACRO)", "CREATE OR REPLACE ", statement.query, count=1))
    for (statement,) in connection.execute(query("lake/other_views")).fetchall():
        connection.execute(statement)
