"""A publication that draws anew only what changed: a part of the warehouse, put in place of the same part of a copy.

The part is a warehouse file of its own, made by `warehouse.build` from the batches' rows of the reports concerned:
there is no second way to draw anything. Concerned are all reports of every issuer of which a report came, went or is
taken from another batch, as what is stored of a report depends on those of its issuer and on no others (the rules that
look at other issuers are asked over the whole: `expectations.checks`). See docs/decisions/0018-carried-on.md.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import msgspec

from warehouse.build import RunInfo, build, note, refer, run_file, take, whose
from warehouse.connection import bounded, connect
from warehouse.publish import clear, copied
from warehouse.queries import query, quoted
from warehouse.staging import TABLES

if TYPE_CHECKING:
    import polars as pl

MOST = 1 / 3
"""Share of all reports above which the whole is built: drawing them and taking them out costs more than building."""

MOST_FREE = 1 / 4
"""Share of free blocks in the published file above which the whole is built: DuckDB's files do not shrink."""

FREE_AT_LEAST = 64 * 2**20
"""Bytes of free blocks below which their share does not matter."""


class Published(msgspec.Struct, frozen=True):
    """A published file that may be carried on."""

    file: Path
    sha256: str
    """Of the file, as it was published: one that is another now is damaged."""
    staging: tuple[Path, ...]
    """The batch folders that it was made from, in their order; all of them must be there."""


def carried_on(
    published: Published,
    staging: Sequence[Path],
    part: Path,
    target: Path,
    run: RunInfo,
    *,
    reference: Mapping[str, pl.DataFrame] | None = None,
    expected: Path | None = None,
) -> bool:
    """Make `part`, the warehouse of the reports concerned, and `target`, a copy of the published file. False, and
    nothing is made, where the whole has to be built: too much of it changes, or the published file is damaged, is not
    what its batches make or has too much room left free in it."""
    with (
        tempfile.TemporaryDirectory(prefix="gongkai-part-") as folder,
        connect(**bounded()) as connection,
        ThreadPoolExecutor(1) as beside,
    ):
        scratch = Path(folder)
        try:
            connection.execute(f"ATTACH {quoted(published.file)} AS published (READ_ONLY)")
            if not _concerns_little(connection, published, staging, scratch, expected):
                return False
        except duckdb.Error:
            # A damaged file, or a batch that has gone: the whole is built of what is there.
            return False
        # Of a large file both take seconds, and neither needs this process's interpreter.
        copy = beside.submit(copied, published.file, target, published.sha256)
        batch = _cut_out(connection, scratch)
        connection.execute("DETACH published")
        build([batch], part, run, reference=reference, expected=expected)
        if not copy.result():
            clear(part)
            return False
    return True


def put_in(part: Path, target: Path, staging: Sequence[Path], run: RunInfo, *, expected: Path | None = None) -> None:
    """Put a checked `part` in place of what `target` holds of the same issuers, and take out what has gone."""
    with tempfile.TemporaryDirectory(prefix="gongkai-part-") as folder, connect(target, **bounded()) as connection:
        connection.execute(f"ATTACH {quoted(part)} AS part (READ_ONLY)")
        take(connection, staging)
        refer(connection, whose(connection, expected), Path(folder))
        run_file(connection, "replaced")
        tables = connection.execute(query("tables_of_reports")).fetchall()
        connection.execute("BEGIN")
        for schema, table in tables:
            name = f'{schema}."{table}"'
            connection.execute(f"DELETE FROM {name} WHERE report_id IN (FROM replaced)")  # noqa: S608 -- our own tables
            connection.execute(f"INSERT INTO {name} BY NAME FROM part.{name}")
        connection.execute("COMMIT")
        connection.execute("DETACH part")
        for name in ("issuers", "unread"):
            run_file(connection, name)
        note(connection, run)
        connection.execute("CHECKPOINT")


def _concerns_little(
    connection: duckdb.DuckDBPyConnection,
    published: Published,
    staging: Sequence[Path],
    scratch: Path,
    expected: Path | None,
) -> bool:
    """Find what is concerned (temporary tables of affected.sql), and whether it is little enough."""
    take(connection, published.staging)
    connection.execute("CREATE TEMP TABLE taken_before AS FROM taken")
    take(connection, staging)
    refer(connection, whose(connection, expected), scratch)
    run_file(connection, "affected")
    limits = {"most": MOST, "most_free": MOST_FREE, "free_at_least": FREE_AT_LEAST}
    found = connection.execute(query("concerned"), limits).fetchone()
    return bool(found and found[0])


def _cut_out(connection: duckdb.DuckDBPyConnection, scratch: Path) -> Path:
    """A batch folder with the rows of the reports wanted."""
    folder = scratch / "batch"
    folder.mkdir()
    batches = connection.execute(query("part_batches")).fetchall()
    for table in TABLES:
        files = [f"{batch}/{table}.parquet" for (batch,) in batches]
        connection.execute("SET VARIABLE part_files = ?", [files])
        file = quoted(folder / f"{table}.parquet")
        connection.execute(f"COPY ({query('staged_part')}) TO {file} (COMPRESSION zstd)")
    return folder
