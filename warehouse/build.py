"""A new warehouse file from staging: schema, loads, observations, views. All by set operations in DuckDB.

The file holds what its staging says and nothing else: the same batches give the same content, and every time in it
comes from `RunInfo` or from the sources. Findings are not made here: `expectations.checks` adds them to the file before
it is published.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import msgspec

from warehouse.connection import bounded, connect
from warehouse.publish import clear
from warehouse.queries import query, quoted
from warehouse.reference import expected_rows, issuer_frame
from warehouse.reference import reference as data_files
from warehouse.staging import TABLES, batches

if TYPE_CHECKING:
    import polars as pl

VIEWS = ("views", "growth", "coverage", "ratios", "openness", "macros")
"""What people query, over created tables; each may use what stands before it."""

STORAGE_VERSION = "v1.4.0"
"""Files of this version are read by DuckDB 1.4, 1.5 and 2.0."""


REPORTS_AT_ONCE = 2_500
"""Observations and points are drawn from so many reports at once, give or take an issuer's own."""


class RunInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The flow run that makes the warehouse."""

    run_id: str
    started_at: datetime
    published_at: datetime
    extractor: str
    parameters: str = "{}"
    """What the run was asked for, as JSON."""


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def run_file(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """All statements of a file in one transaction: committing each of two hundred comments takes most of a second."""
    connection.execute("BEGIN")
    connection.execute(query(name))
    connection.execute("COMMIT")


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty tables in the connection's current database."""
    for name in ("schema", "reference"):
        run_file(connection, name)


def draw(connection: duckdb.DuckDBPyConnection, *files: str) -> None:
    """Run files of statements for one range of issuers after the other: what they sort fits into memory then."""
    connection.execute("SET VARIABLE reports_at_once = ?", [REPORTS_AT_ONCE])
    run_file(connection, "issuer_ranges")
    for bounds in connection.execute("FROM issuer_ranges ORDER BY number").fetchall():
        for name, value in zip(("issuer_range", "first_issuer", "last_issuer"), bounds, strict=True):
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        for name in files:
            run_file(connection, name)
    connection.execute("DROP TABLE numbers_by_range")


def define(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the views and macros that people query, over created tables."""
    for name in VIEWS:
        run_file(connection, name)


def load(
    connection: duckdb.DuckDBPyConnection,
    staging: Sequence[Path],
    reference: Mapping[str, pl.DataFrame],
    scratch: Path,
    expected: Path | None = None,
) -> None:
    """Fill created tables from batch folders (later ones win where a report is in several), the reference tables, and
    the reports that a source list leads one to expect."""
    take(connection, staging)
    refer(connection, reference, scratch)
    refer(connection, whose(connection, expected), scratch)
    for name in ("issuers", "load", "unread"):
        run_file(connection, name)
    draw(connection, "observations", "points")
    run_file(connection, "contents")
    define(connection)


def take(connection: duckdb.DuckDBPyConnection, staging: Sequence[Path]) -> None:
    """Name the files of these batch folders in the variables staging_<table>, and say which reports are taken of which
    (temporary tables taken and taken_batches)."""
    for table in TABLES:
        files = [str(batch / f"{table}.parquet") for batch in staging]
        connection.execute(f"SET VARIABLE staging_{table} = ?", [files])
    run_file(connection, "taken")


def refer(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pl.DataFrame], scratch: Path) -> None:
    """Put frames into files of a scratch folder, named in the variables reference_<table>."""
    for name, frame in tables.items():
        file = scratch / f"{name}.parquet"
        frame.write_parquet(file)
        connection.execute(f"SET VARIABLE reference_{name} = ?", [str(file)])


def whose(connection: duckdb.DuckDBPyConnection, expected: Path | None) -> dict[str, pl.DataFrame]:
    """The rows of `issuers` and `expected_reports`: of the batches that are named, and of the reports expected."""
    told = connection.execute(query("issuers_told")).fetchall()
    awaited = expected_rows(expected)
    named = {issuer_id for issuer_id, _, _ in told}
    pairs = awaited.select("issuer_id", "issuer").drop_nulls().unique("issuer_id", keep="first", maintain_order=True)
    told += [(issuer_id, name, None) for issuer_id, name in pairs.rows() if issuer_id not in named]
    return {"issuers": issuer_frame(told), "expected_reports": awaited}


def build(
    staging: Path | Sequence[Path],
    target: Path,
    run: RunInfo,
    *,
    reference: Mapping[str, pl.DataFrame] | None = None,
    expected: Path | None = None,
) -> None:
    """Make `target` from a staging folder or from a list of its batch folders; an unfinished file there is replaced.

    `reference` are the tables of `warehouse.reference`, by default those of this version's data files. `expected` is a
    Parquet file with the rows of the table `expected_reports`. ValueError where there is no batch at all.
    """
    folders = batches(staging) if isinstance(staging, Path) else list(staging)
    if not folders:
        raise ValueError(f"no batch to build from in {staging}")
    target.parent.mkdir(parents=True, exist_ok=True)
    clear(target)
    with (
        tempfile.TemporaryDirectory(prefix="gongkai-build-") as scratch,
        connect(temp_directory=scratch, **bounded()) as connection,
    ):
        connection.execute("SET preserve_insertion_order = true")
        connection.execute(f"ATTACH {quoted(target)} AS warehouse (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE warehouse")
        create(connection)
        load(connection, folders, reference or data_files(), Path(scratch), expected)
        note(connection, run)
        connection.execute("CHECKPOINT warehouse")
        connection.execute("USE memory")
        connection.execute("DETACH warehouse")


def note(connection: duckdb.DuckDBPyConnection, run: RunInfo) -> None:
    """Say which run made the warehouse."""
    connection.execute("DELETE FROM runs")
    connection.execute(
        query("run"), [run.run_id, _utc(run.started_at), _utc(run.published_at), run.extractor, run.parameters]
    )
