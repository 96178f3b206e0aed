"""Proves a home intact: originals by their hashes, sidecars, staging, ledger and warehouse. Changes nothing."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.home import Home
from flows.ledger import Snapshot, fault
from flows.seals import broken
from flows.snapshots import agrees, path_of, sidecar_of, whole_sidecar
from warehouse.connection import connect

# What the ledger says is in the store; a home that never collected has no versions.
_HASHES = {"snapshots": "SELECT sha256 FROM snapshots", "versions": "SELECT sha256 FROM versions"}
_SNAPSHOTS = "SELECT sha256, file, bytes, taken_at FROM snapshots ORDER BY sha256"
_BATCHES = "SELECT DISTINCT extractor, batch FROM staged ORDER BY extractor, batch"


@dataclass(frozen=True)
class Damage:
    """One file that is not what it was, or is not there."""

    file: str
    """Relative to the home."""
    reason: str


@dataclass(frozen=True)
class Verified:
    """What was looked at, and what was found."""

    originals: int
    sidecars: int
    staging_files: int
    warehouse_tables: int
    damaged: tuple[Damage, ...]


def verify_home(home: Home) -> Verified:
    """Reads everything in the home. Interrupted writes (`*.partial`) are no damage: nothing refers to them."""
    files = [path for path in sorted(home.snapshots.glob("*/*")) if path.suffix != ".partial"]
    originals = [path for path in files if not path.suffix]
    sidecars = [path for path in files if path.suffix == ".json"]
    known = {path.name for path in originals}
    staging = sorted(home.staging.glob("*/*/*.parquet"))
    damaged = [
        *_strays(files),
        *_originals(originals, {path.stem for path in sidecars}),
        *_sidecars(sidecars, known),
        *_ledger(home, known),
        *_staging(staging),
    ]
    tables, broken = _warehouse(home.warehouse)
    damaged += broken
    named = tuple(Damage(one.file.removeprefix(f"{home.folder}/"), one.reason) for one in damaged)
    return Verified(len(originals), len(sidecars), len(staging), tables, named)


def _strays(files: list[Path]) -> Iterator[Damage]:
    for path in files:
        if path.suffix not in ("", ".json"):
            yield Damage(str(path), "is no original and no sidecar")


def _originals(paths: list[Path], with_sidecar: set[str]) -> Iterator[Damage]:
    for path in paths:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256")
        except OSError as error:
            yield Damage(str(path), f"cannot be read: {error.strerror}")
            continue
        if digest.hexdigest() != path.name:
            yield Damage(str(path), "its content is not that of its hash")
        elif path.parent.name != path.name[:2]:
            yield Damage(str(path), "lies in the wrong folder")
        elif path.name not in with_sidecar:
            yield Damage(str(path.with_name(f"{path.name}.json")), "the sidecar is missing")


def _sidecars(paths: list[Path], known: set[str]) -> Iterator[Damage]:
    for path in paths:
        try:
            sidecar: Any = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            yield Damage(str(path), f"is no JSON: {error}")
            continue
        if not isinstance(sidecar, dict) or sidecar.get("sha256") != path.stem or not sidecar.get("origins"):
            yield Damage(str(path), "does not say what it is the sidecar of, and where that is from")
        elif whole_sidecar(path.parent.parent, path.stem) is None:
            yield Damage(str(path), "is not what was written")
        elif path.stem not in known:
            yield Damage(str(path.with_suffix("")), "the original is missing")
        elif sidecar.get("bytes") != path.with_suffix("").stat().st_size:
            yield Damage(str(path), "names another size than the original's")


def _ledger(home: Home, known: set[str]) -> Iterator[Damage]:
    if not home.ledger.exists():
        if known:
            yield Damage(str(home.ledger), "is missing")
        return
    if found := fault(home.ledger):
        yield Damage(str(home.ledger), found)
        return
    with closing(sqlite3.connect(f"{home.ledger.as_uri()}?mode=ro", uri=True)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        batches = connection.execute(_BATCHES).fetchall() if "staged" in tables else []
        rows = connection.execute(_SNAPSHOTS).fetchall() if "snapshots" in tables else []
        hashes = {row[0] for table, query in _HASHES.items() if table in tables for row in connection.execute(query)}
    taken = [Snapshot(sha256, file, size, datetime.fromisoformat(at)) for sha256, file, size, at in rows]
    for one in taken:
        sidecar = whole_sidecar(home.snapshots, one.sha256)
        if sidecar and not agrees(one, sidecar):
            yield Damage(str(home.ledger), f"says of {one.sha256} another name or size than its sidecar")
            return
    for extractor, batch in batches:
        # What an older extractor read may have been cleared away whole.
        if (home.staging / extractor).is_dir() and not (home.staging / extractor / batch).is_dir():
            yield Damage(str(home.staging / extractor / batch), "the staging folder is missing")
    for sha256 in sorted(hashes - known):
        if not sidecar_of(home.snapshots, sha256).exists():  # With a sidecar, it is named already.
            yield Damage(str(path_of(home.snapshots, sha256)), "the original is missing")


def _staging(paths: list[Path]) -> Iterator[Damage]:
    """Held against the seals of their folders, then read."""
    import polars as pl

    named = {}
    for folder in dict.fromkeys(path.parent for path in paths):
        for path, reason in broken(folder):
            named[path] = reason
            yield Damage(str(path), reason)
    for path in paths:
        if path in named:
            continue
        try:
            pl.read_parquet(path)
        # A panic is no Exception; polars knows of damage that its reader was not written for.
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
            yield Damage(str(path), f"cannot be read: {(str(error).splitlines() or [''])[0][:200]}")


def _warehouse(path: Path) -> tuple[int, list[Damage]]:
    """Every column of every table is read: DuckDB checks the blocks that it reads against their checksums."""
    if not path.exists():
        return 0, []
    import duckdb

    try:
        with connect(path, read_only=True) as connection:
            tables = connection.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
            ).fetchall()
            for schema, table in tables:
                # The hash of every value: nothing is left unread.
                connection.table(f'"{schema}"."{table}"').aggregate("bit_xor(hash(COLUMNS(*)))").fetchall()
        return len(tables), []
    except duckdb.Error as error:
        return 0, [Damage(str(path), f"cannot be read: {str(error).splitlines()[0][:200]}")]
