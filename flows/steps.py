"""The steps of the flows as Prefect tasks. They hand each other paths, hashes and small values, never frames; one of
them handles a batch of reports, never one, as its bookkeeping costs some ten milliseconds.

Nothing is cached by Prefect: what was read is in staging by content and extractor, and the ledger says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from gettext import gettext as _
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

import expectations
from flows import unchanged
from flows.extraction import Batch
from flows.faults import of_machine
from flows.home import Home
from flows.ledger import Ledger, Snapshot
from flows.progress import step
from flows.selection import Selection
from flows.site import build_site
from flows.snapshots import TakenFile
from flows.summary import PublicationStopped
from flows.verdicts import Verdicts
from flows.workers import Reader
from pages.quality import write_quality_report
from warehouse.build import RunInfo, build
from warehouse.difference import difference
from warehouse.increment import Published, carried_on, put_in
from warehouse.publish import clear, hash_of, publish

_FEW_BATCHES = 10
"""Up to so many, two seconds are worth more than the memory that Great Expectations takes, or a build."""
_LARGE = 200 * 2**20
"""Bytes of a warehouse file. Over these, Great Expectations is worth a process of its own."""
_LONG_BUILD = 1_000
"""Pages. The log says how far the site is when it takes longer than some seconds."""


def may_pass(task: Any, run: Any, state: Any) -> bool:
    """Whether it is worth trying again: not where the disk is full or cannot be written."""
    failed = state.result(raise_on_failure=False)
    return not (isinstance(failed, BaseException) and of_machine(failed, Path()))


@task(
    task_run_name="snapshot",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=may_pass,
)
def take_snapshots(files: Sequence[Path], store: Path, ledger: Ledger, extractor: str) -> list[TakenFile]:
    """Copies some of the originals into the store. They may lie on other machines, which do not always answer."""
    return unchanged.take(ledger, store, files, extractor)


@task(
    task_run_name="extract batch {number} of {of}",
    cache_policy=NO_CACHE,
    retries=1,
    retry_condition_fn=may_pass,
    tags=["extract"],
)
def extract(
    number: int,
    of: int,
    batch: Sequence[Snapshot],
    store: Path,
    staging: Path,
    extractor: str,
    selection: Selection,
    reader: Reader,
) -> list[Batch]:
    """Reads one batch of originals into staging: one folder, or several where it had to be divided."""
    return reader(batch, store, staging, extractor, selection)


@task(task_run_name="load", cache_policy=NO_CACHE)
def load(home: Home, staging: Sequence[Path], run: RunInfo, published: Published | None) -> Path | None:
    """Builds the warehouse file from staging, checks the issuers' figures in it, and puts beside what people say.

    Where the `published` file can be carried on, only what changed is drawn: gives the file of that part.
    """
    target, part = home.build, home.part
    expected = home.expected if home.expected.exists() else None
    said = Verdicts(home.folder).said()
    if published or len(staging) <= _FEW_BATCHES:
        # Takes two seconds, in which DuckDB does not need this process's interpreter; and memory, where much is built.
        Thread(target=expectations.make_ready, name="great-expectations").start()
    step(_("Building the warehouse ..."))
    if published and carried_on(published, staging, part, target, run, expected=expected):
        step(_("Checking the figures ..."))
        expectations.check_part(part)
        put_in(part, target, staging, run, expected=expected)
        expectations.check_carried_on(target, part, published.file, home.corrections, said)
        return part
    clear(part)
    with _process_of_its_own(len(staging) > _FEW_BATCHES) as done:
        done(build, staging, target, run, expected=expected)
        step(_("Checking the figures ..."))
        done(expectations.check_file, target, home.corrections, said)
    return None


@contextmanager
def _process_of_its_own(wanted: bool) -> Iterator[Callable[..., Any]]:
    """Has functions done in a process of its own: what memory it took is free for what comes after. Or here, where that
    is not wanted."""
    if not wanted:
        yield lambda work, *arguments, **named: work(*arguments, **named)
        return
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
        yield lambda work, *arguments, **named: own.submit(work, *arguments, **named).result()


@task(task_run_name="validate", cache_policy=NO_CACHE)
def validate(target: Path, part: Path | None) -> None:
    """Holds the built warehouse to the expectations. PublicationStopped where one of ours fails."""
    step(_("Validating the warehouse ..."))
    with _process_of_its_own(part is None and target.stat().st_size > _LARGE) as done:
        results = done(expectations.run, target, part)
    if not results.publishable:
        raise PublicationStopped(tuple(_in_words(one) for one in results.stopping))


def _in_words(result: expectations.ExpectationResult) -> str:
    return f"{result.expectation_id} on {result.table}: {result.error or f'{result.unexpected} rows against it'}"


@task(task_run_name="compare", cache_policy=NO_CACHE)
def compare(published: Path, target: Path, part: Path | None, kept: Path) -> None:
    """Keeps what this publication changes against the one before it, value by value, with the cause."""
    step(_("Comparing with what is published ..."))
    try:
        found = difference(published, target, part)
    except duckdb.Error:
        # The published file is of an older version, with other tables: there is nothing to compare it by.
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    partial = kept.with_suffix(".partial")
    found.values.write_parquet(partial)
    partial.replace(kept)


@task(task_run_name="publish", cache_policy=NO_CACHE)
def put_in_place(target: Path, published: Path) -> str:
    """Replaces the published warehouse in one step; gives its SHA-256."""
    step(_("Publishing ..."))
    sha256 = hash_of(target)
    publish(target, published)
    return sha256


def _told(done: int, total: int) -> None:
    """Says in the run's log how far a long build of the site is; batches of pages come some seconds apart."""
    if total > _LONG_BUILD:
        get_run_logger().info("site: %s of %s pages", f"{done:,}", f"{total:,}")


@task(task_run_name="report", cache_policy=NO_CACHE)
def report(home: Home) -> None:
    """Writes the data-quality report of the published warehouse, and of its site what changed."""
    step(_("Writing the pages ..."))
    build_site(home, progress=_told)
    write_quality_report(home.site, home.quality_report)
