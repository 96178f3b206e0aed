"""Mends what `verify` finds and can be mended: the ledger from sidecars and staging, sidecars from the ledger, staging
by reading again. A damaged original is set aside, so that the same file can be taken in again; it cannot be made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

from flows.home import Home
from flows.ledger import Ledger, Snapshot, fault
from flows.seals import broken
from flows.snapshots import OriginalLost, add_origin, agrees, original, path_of, sidecar_of, whole_sidecar
from flows.store import is_here


@dataclass(frozen=True)
class Mended:
    """One thing that was not as it should be, and what was done about it."""

    file: str
    """Relative to the home, or the whole address of what does not lie in it."""
    done: str


def mend_ledger(home: Home) -> list[Mended]:
    """Makes a ledger anew where there is none, or one that SQLite cannot read; that one is set aside. Call it first."""
    if not home.snapshots.is_dir() or (home.ledger.exists() and not fault(home.ledger)):
        return []
    if home.ledger.exists():
        home.damaged.mkdir(exist_ok=True)
        home.ledger.replace(home.damaged / f"{home.ledger.name}-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    for log in home.folder.glob(f"{home.ledger.name}-*"):
        log.unlink()
    belonging = _staged_contents(home)
    found = [one for one in _by_sidecars(home.snapshots) if not belonging or one.sha256 in belonging]
    Ledger(home.ledger).take(found)
    return [Mended(home.ledger.name, f"made anew; {len(found):,} originals belong to the home")]


def mend_store(home: Home, ledger: Ledger) -> tuple[list[Mended], set[str]]:
    """Sets damaged originals aside and writes missing sidecars; gives also the hashes whose originals are lost."""
    mended: list[Mended] = []
    lost: set[str] = set()
    for one in ledger.snapshots():
        path = path_of(home.snapshots, one.sha256)
        try:
            content = original(home.snapshots, one.sha256)
        except OriginalLost as loss:
            lost.add(one.sha256)
            if path.exists():
                home.damaged.mkdir(exist_ok=True)
                _set_aside(path, home.damaged / one.sha256)
            mended.append(Mended(_relative(path, home), f"{loss}; name the file again: {one.file}"))
            continue
        sidecar = whole_sidecar(home.snapshots, one.sha256)
        if sidecar is None:
            damaged = sidecar_of(home.snapshots, one.sha256)
            if damaged.exists():  # Addresses in it may still be read by people.
                home.damaged.mkdir(exist_ok=True)
                _set_aside(damaged, home.damaged / damaged.name)
            origin = {"file": one.file, "taken_at": one.taken_at.isoformat()}
            add_origin(home.snapshots, one.sha256, content, origin)
            mended.append(Mended(_relative(damaged, home), "written anew"))
        elif not agrees(one, sidecar):
            ledger.correct(_said_by(sidecar))
            mended.append(Mended(home.ledger.name, f"corrected by the sidecar of {one.sha256}"))
    return mended, lost


def mend_staging(home: Home, ledger: Ledger, extractor: str) -> list[Mended]:
    """Removes staging folders that are not what was written; what was in them is read again."""
    damaged = [folder for folder in sorted((home.staging / extractor).glob("[!.]*")) if broken(folder)]
    for folder in damaged:
        rmtree(folder)
    ledger.forget_batches(extractor, [folder.name for folder in damaged])
    return [Mended(_relative(folder, home), "removed, and read again") for folder in damaged]


def _set_aside(path: Path, target: Path) -> None:
    if is_here(path):
        path.replace(target)
    else:
        target.write_bytes(path.read_bytes())
        path.unlink()


def _staged_contents(home: Home) -> set[str]:
    """Hashes that any extractor has staged: what lies in the store beside them, pages of lists, was not for reading."""
    import polars as pl

    found: set[str] = set()
    for table in ("reports", "problems"):
        for path in home.staging.glob(f"*/[!.]*/{table}.parquet"):
            with suppress(pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
                found.update(pl.read_parquet(path, columns=["sha256"])["sha256"].drop_nulls())
    return found


def _by_sidecars(store: Path) -> Iterator[Snapshot]:
    for path in sorted(store.glob("*/*.json")):
        with suppress(OSError, ValueError, KeyError, TypeError, IndexError):
            yield _said_by(json.loads(path.read_bytes()), path.stem)


def _said_by(sidecar: dict[str, Any], sha256: str | None = None) -> Snapshot:
    first = sidecar["origins"][0]
    at = datetime.fromisoformat(first.get("taken_at") or first["fetched_at"]).replace(microsecond=0)
    return Snapshot(sha256 or sidecar["sha256"], first.get("file") or first["address"], sidecar["bytes"], at)


def _relative(path: Path, home: Home) -> str:
    return str(path).removeprefix(f"{home.folder}/")
