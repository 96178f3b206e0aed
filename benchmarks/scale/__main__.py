"""The same generated reports through one process, a process pool, a Dask cluster and into DuckLake by two loaders:
whether all hold the same, how long each took, and how much of the processors (PostgreSQL's own apart).

    python -m benchmarks.scale --reports 2000 --workers 2

DuckLake's part needs the extra `ducklake` and PostgreSQL's programs; without them it is left out, with the reason.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb
import psutil

from benchmarks.speed.flow import write
from flows import snapshots, versions
from flows.cluster import on_cluster
from flows.ledger import Snapshot
from flows.selection import Selection
from flows.workers import Processes, Reader, read_here

_BATCH = 50
_NOT_COMPARED = {"runs", "copied_passages", "copied_shares"}
"""The runs differ; copies are looked for among the reports of one home."""
_ONLY = dict.fromkeys(("findings", "check_runs"), "WHERE check_id NOT IN ('C-1', 'C-2', 'N-1', 'S-1', 'S-2')")
"""And with them the rules that compare an issuer with others; C-1 leaves out words that many issuers of a home use."""


def stage(reader: Reader, taken: Sequence[Snapshot], store: Path, staging: Path, at_a_time: int) -> list[Path]:
    """Reads everything in batches; gives the staging folders in the order of the batches."""
    batches = [taken[at : at + _BATCH] for at in range(0, len(taken), _BATCH)]
    extractor = versions.extractor()
    with ThreadPoolExecutor(at_a_time) as pool:
        made = pool.map(lambda batch: reader(batch, store, staging, extractor, Selection()), batches)
        return [staging / part.name for parts in made for part in parts]


def build(folders: Sequence[Path], target: Path) -> None:
    """A checked warehouse of these batches."""
    import expectations
    import warehouse.build as building

    now = datetime.now(UTC)
    building.build(folders, target, building.RunInfo(run_id="bench", started_at=now, published_at=now, extractor="x"))
    expectations.check_file(target)


def hash_of(folder: Path) -> str:
    """Of all files below a folder, by name and content."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return digest.hexdigest()


def contents(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> dict[str, str]:
    """A hash of every table's rows, whatever their order."""
    found = {}
    for name in tables:
        rows = connection.execute(f"SELECT * FROM {name} {_ONLY.get(name, '')} ORDER BY ALL")  # noqa: S608
        digest = hashlib.sha256()
        while some := rows.fetchmany(10_000):
            digest.update(repr(some).encode())
        found[name] = digest.hexdigest()
    return found


def timed(name: str, reports: int, work: Callable[[], object]) -> object:
    """Does it, and prints how long it took, and the time of processors."""
    began, spent = time.perf_counter(), processors()
    result = work()
    seconds, spent = time.perf_counter() - began, processors() - spent
    print(
        f"{name:<42}{seconds:8.1f} s {spent:8.1f} processor s {1000 * spent / reports:8.1f} processor ms a report",
        flush=True,
    )
    return result


def processors() -> float:
    """Seconds of processors that this process and all below it have used, those that ended included."""
    own = psutil.Process()
    used = 0.0
    for one in [own, *own.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            used += times.user + times.system + times.children_user + times.children_system
    return used


def into_lake(whole: Path, parts: Sequence[Path], folder: Path, reports: int) -> None:
    """Loads the parts, each from a process of its own at once, and holds the lake to the whole."""
    from tests.warehouse.postgres import postgres
    from warehouse.lake import load, open_lake

    (folder / "postgres").mkdir()
    with postgres(folder / "postgres") as server:
        address, data = f"ducklake:postgres:{server}", str(folder / "lake")
        spawn = multiprocessing.get_context("spawn")

        def load_all() -> None:
            loaders = [spawn.Process(target=load, args=(part, address, part.stem, data)) for part in parts]
            for one in loaders:
                one.start()
            for one in loaders:
                one.join()
            if any(one.exitcode for one in loaders):
                raise RuntimeError("a loader failed")

        timed(f"DuckLake on PostgreSQL, {len(parts)} loaders", reports, load_all)
        timed("the same again, replacing what is there", reports, load_all)
        with open_lake(address) as lake, duckdb.connect(str(whole), read_only=True) as one:
            names = one.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
            views = one.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'")
            compared = sorted({name for (name,) in [*names, *views.fetchall()]} - _NOT_COMPARED)
            here, there = contents(one, compared), contents(lake, compared)
        other = [name for name in compared if here[name] != there[name]]
        size = sum(file.stat().st_size for file in (folder / "lake").rglob("*.parquet"))
        print(f"{len(compared)} tables and views compared with the warehouse file, different: {other or 'none'}")
        print(f"lake {size / reports / 1000:.1f} KB a report in Parquet, files of replaced loads included")


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-scale-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL is run by another user.
        write(folder / "reports", range(asked.reports))
        files = sorted((folder / "reports").iterdir())
        taken, _ = snapshots.take(folder / "store", files)
        staged: dict[str, list[Path]] = {}
        with ExitStack() as ends:
            pool = Processes(asked.workers)
            ends.callback(pool.close)
            cluster = ends.enter_context(on_cluster("dask", asked.workers))
            for way, reader, at_a_time in (
                ("one process", read_here, 1),
                (f"process pool of {asked.workers}", pool, asked.workers),
                (f"Dask cluster of {asked.workers}", cluster, asked.workers),
            ):
                if reader is not read_here:  # The workers' start is not the reports'.
                    stage(reader, taken[:1] * asked.workers, folder / "store", folder / "warm", asked.workers)
                work = partial(stage, reader, taken, folder / "store", folder / way, at_a_time)
                staged[way] = timed(way, asked.reports, work)  # type: ignore[assignment]
        hashes = {hash_of(folder / way) for way in staged}
        print(f"staging of the {len(staged)} ways: {'byte for byte the same' if len(hashes) == 1 else 'DIFFERENT'}")
        whole = folder / "whole.duckdb"
        timed("build and check one warehouse file", asked.reports, partial(build, staged["one process"], whole))
        print(f"warehouse {whole.stat().st_size / asked.reports / 1000:.1f} KB a report; {os.cpu_count()} processors")
        parts = [folder / f"part{number}.duckdb" for number in range(2)]
        with duckdb.connect(str(whole), read_only=True) as connection:
            issuers = dict(connection.execute("SELECT sha256, coalesce(issuer_id, '') FROM reports").fetchall())
        for number, part in enumerate(parts):
            own = [
                one for one in taken if hashlib.sha256(issuers.get(one.sha256, "").encode()).digest()[0] % 2 == number
            ]
            build(stage(read_here, own, folder / "store", folder / f"staging{number}", 1), part)
        into_lake(whole, parts, folder, asked.reports)


if __name__ == "__main__":
    main()
