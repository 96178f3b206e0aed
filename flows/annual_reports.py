"""The main flow: from files to a published warehouse.

    snapshot -> extract (batches) -> load -> validate -> publish -> report

Tasks hand each other paths, hashes and small values, never frames. A Prefect task handles a batch of reports, never
one, as its bookkeeping costs some ten milliseconds. Figures are read in worker processes that know nothing of Prefect.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.runtime import flow_run

import expectations
import pages
import warehouse
from flows import snapshots, versions
from flows.collecting.state import collected as collected_reports
from flows.extraction import Batch, Omitted, read_batch
from flows.home import Home
from flows.ledger import Ledger, Snapshot
from flows.lock import hold
from flows.selection import Selection
from flows.sources import SAMPLES, find_files
from flows.summary import PublicationStopped, Summary, as_markdown, of_warehouse, unread_of
from pages.quality import write_quality_report
from warehouse.build import RunInfo, build
from warehouse.difference import difference
from warehouse.publish import publish

# Below this many reports, starting worker processes costs more than they save.
_WORTH_WORKERS = 64


@task(task_run_name="snapshot", cache_policy=NO_CACHE)
def take_snapshots(files: Sequence[Path], store: Path) -> tuple[list[Snapshot], list[Omitted]]:
    """Copies the originals into the store."""
    taken, unread = snapshots.take(store, files)
    return taken, [Omitted(str(path), reason) for path, reason in unread]


@task(task_run_name="extract batch {number}", retries=1, cache_policy=NO_CACHE)
def extract(
    number: int,
    batch: Sequence[Snapshot],
    store: Path,
    staging: Path,
    extractor: str,
    selection: Selection,
    workers: Executor | None,
) -> Batch:
    """Reads one batch of originals into one staging folder, in a worker process where there are any."""
    if workers is None:
        return read_batch(batch, store, staging, extractor, selection)
    return workers.submit(read_batch, batch, store, staging, extractor, selection).result()


@task(task_run_name="load", cache_policy=NO_CACHE)
def load(staging: Sequence[Path], target: Path, run: RunInfo, expected: Path | None) -> None:
    """Builds the warehouse file from staging, and checks the issuers' figures in it."""
    build(staging, target, run, expected=expected)
    expectations.check_file(target)


@task(task_run_name="validate", cache_policy=NO_CACHE)
def validate(target: Path) -> None:
    """Holds the built warehouse to the expectations. PublicationStopped where one of ours fails."""
    results = expectations.run(target)
    if not results.publishable:
        raise PublicationStopped(tuple(_in_words(one) for one in results.stopping))


def _in_words(result: expectations.ExpectationResult) -> str:
    return f"{result.expectation_id} on {result.table}: {result.error or f'{result.unexpected} rows against it'}"


@task(task_run_name="compare", cache_policy=NO_CACHE)
def compare(published: Path, target: Path, kept: Path) -> None:
    """Keeps what this publication changes against the one before it, value by value, with the cause."""
    try:
        found = difference(published, target)
    except duckdb.Error:
        # The published file is of an older version, with other tables: there is nothing to compare it by.
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    found.values.write_parquet(kept)


@task(task_run_name="publish", cache_policy=NO_CACHE)
def put_in_place(target: Path, published: Path) -> None:
    """Replaces the published warehouse in one step."""
    publish(target, published)


@task(task_run_name="report", cache_policy=NO_CACHE)
def report(home: Home) -> None:
    """Writes the data-quality report of the published warehouse."""
    write_quality_report(home.warehouse, home.quality_report)


@flow(name="annual_reports", flow_run_name="annual reports into {home}")
def annual_reports(
    sources: list[str] | None = None,
    home: str | None = None,
    years: str | None = None,
    issuers: list[str] | None = None,
    batch_size: int = 200,
    processes: int | None = None,
    collected: bool = False,
) -> Summary:
    """Read annual reports into a checked, published warehouse with a data-quality report.

    Args:
        sources: Files, folders, globs or lists of these; the embedded samples where none are named.
        home: Folder of the warehouse home; GONGKAI_HOME or ./gongkai-home where it is not named.
        years: Only reports of these years, as in 2018 or 2018-2022. Reports that are in the home already stay.
        issuers: Only reports of issuers whose name holds one of these.
        batch_size: Reports to a task and to a staging folder.
        processes: Worker processes that read reports; as many as there are processors where it is not given.
        collected: Also what `collect` brought into the home; the samples are left out then.
    """
    begin = datetime.now(UTC)
    place = Home.at(home)
    selection = Selection.of(years, issuers or [])
    place.folder.mkdir(parents=True, exist_ok=True)
    with hold(place.lock):
        ledger = Ledger(place.ledger)
        files, missing = find_files(sources or ([] if collected else SAMPLES))
        taken, unread = take_snapshots(files, place.snapshots)
        if collected:
            named = {s.sha256 for s in taken}
            taken += [s for s in collected_reports(place.ledger) if s.sha256 not in named]
        unread = [*(Omitted(lost.name, lost.reason) for lost in missing), *unread]

        extractor = versions.extractor()
        staging = place.staging / extractor
        known = ledger.staged(extractor)
        # What the home holds already is read again where the extractor is new: all figures come from one extractor.
        held = [s for s in ledger.snapshots() if s.sha256 not in known]
        new = [s for s in taken if s.sha256 not in known and s.sha256 not in {h.sha256 for h in held}]
        unwanted: list[Omitted] = []
        with _workers(len(held) + len(new), processes) as workers:
            for work, wanted in ((held, Selection()), (new, selection)):
                batches = [work[start : start + batch_size] for start in range(0, len(work), batch_size)]
                futures = [
                    extract.submit(number, batch, place.snapshots, staging, extractor, wanted, workers)
                    for number, batch in enumerate(batches, start=1)
                ]
                for future in as_completed(futures):
                    done = future.result()
                    ledger.take(done.staged)
                    ledger.stage((s.sha256 for s in done.staged), extractor, done.name)
                    unwanted += done.unwanted

        run = _Run(begin, extractor, selection, tuple(taken), len(held) + len(new), tuple(unread), tuple(unwanted))
        summary = _published(place, ledger, run)
    create_markdown_artifact(as_markdown(summary), key="annual-reports", description="What the run read and found")
    return summary


@dataclass(frozen=True)
class _Run:
    """What a run did before it came to publish."""

    begin: datetime
    extractor: str
    selection: Selection
    taken: tuple[Snapshot, ...]
    read: int
    unread: tuple[Omitted, ...]
    unwanted: tuple[Omitted, ...]


def _published(place: Home, ledger: Ledger, run: _Run) -> Summary:
    """Publishes what the ledger says belongs to the home, unless just that is published already."""
    staged = ledger.staged(run.extractor)
    code = versions.of_package(warehouse, expectations, pages)
    expected = place.expected if place.expected.exists() else None
    looked_for = hashlib.sha256(expected.read_bytes()).hexdigest() if expected else ""
    fingerprint = hashlib.sha256("|".join([run.extractor, code, looked_for, *sorted(staged)]).encode()).hexdigest()
    if not staged or (place.warehouse.exists() and ledger.published() == fingerprint):
        return _summary(place, run, place.warehouse, changed=False)

    now = datetime.now(UTC).replace(microsecond=0)
    info = RunInfo(
        run_id=str(flow_run.get_id() or now.isoformat()),
        started_at=run.begin.replace(microsecond=0),
        published_at=now,
        extractor=run.extractor,
        parameters=json.dumps(dataclasses.asdict(run.selection), ensure_ascii=False),
    )
    load(sorted({place.staging / run.extractor / batch for batch in staged.values()}), place.build, info, expected)
    built = _summary(place, run, place.build, changed=False)
    # Where no file is a report there is nothing to publish; the summary gives each file's reason.
    if not built.reports:
        return built
    validate(place.build)
    if place.warehouse.exists():
        compare(place.warehouse, place.build, place.differences / f"{info.run_id}.parquet")
    put_in_place(place.build, place.warehouse)
    report(place)
    ledger.publish(info.run_id, now, fingerprint)
    return _summary(place, run, place.warehouse, changed=True)


def _summary(place: Home, run: _Run, counted: Path, *, changed: bool) -> Summary:
    """The summary of a run, with the counts of the warehouse file `counted`."""
    counts: dict[str, Any] = {}
    unread = list(run.unread)
    if counted.exists():
        counts = of_warehouse(counted)
        unread += unread_of(counted, [s.sha256 for s in run.taken])
    return Summary(
        warehouse=str(place.warehouse),
        quality_report=str(place.quality_report),
        changed=changed,
        read=run.read,
        unread=tuple(unread),
        unwanted=run.unwanted,
        seconds=(datetime.now(UTC) - run.begin).total_seconds(),
        **counts,
    )


@contextmanager
def _workers(reports: int, processes: int | None) -> Iterator[Executor | None]:
    """Worker processes, where there is enough to read; they are spawned, as threads may be running by now."""
    count = processes or os.cpu_count() or 1
    if reports < _WORTH_WORKERS or count == 1:
        yield None
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield pool
