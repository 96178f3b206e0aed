"""Who reads the batches: this process, or worker processes that know nothing of Prefect. The seam at which reading
moves to other machines: a `Reader` takes what `read_batch` takes.

A report that kills its reader (a crash of a parser's C code, too much memory) or never ends must cost itself alone. In
worker processes it does: what a lost worker was reading is read again in a process of its own, in halves, until the one
that kills is alone; that one is handed back as failed, with the reason.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from typing import Protocol

from flows.extraction import Batch, Lost, read_batch
from flows.ledger import Snapshot
from flows.selection import Selection
from gongkai.document.limits import limits, setting

# Below this many reports, starting worker processes costs more than they save.
WORTH_WORKERS = 64


_DIED = "worker lost: the process that read it died"


class Reader(Protocol):
    """Reads one batch into staging; several folders where it had to be divided."""

    def __call__(
        self, batch: Sequence[Snapshot], store: Path, staging: Path, extractor: str, selection: Selection
    ) -> list[Batch]:
        """The batches that came of it."""
        ...


class _WorkerLost(Exception):
    """The worker died, or had to be killed."""


def read_here(
    batch: Sequence[Snapshot], store: Path, staging: Path, extractor: str, selection: Selection
) -> list[Batch]:
    """Reads in this process."""
    return [read_batch(batch, store, staging, extractor, selection)]


class Processes:
    """Reads in worker processes; those that die are replaced."""

    def __init__(self, count: int):
        self._count = count
        self._free = BoundedSemaphore(count)
        self._lock = Lock()
        self._pool = _pool(count)

    def __call__(
        self, batch: Sequence[Snapshot], store: Path, staging: Path, extractor: str, selection: Selection
    ) -> list[Batch]:
        """Reads in any of the workers; alone and in halves once a worker is lost over it."""
        # No more at a time than there are workers, so that a batch's time does not run while it waits for one.
        with self._free:
            pool = self._pool
            try:
                return [self._read(pool, batch, store, staging, extractor, selection)]
            except _WorkerLost:
                # Other batches lose their worker with this one: who was at fault shows when each is read alone.
                self._replace(pool)
                return self._alone(batch, store, staging, extractor, selection)

    def _alone(
        self, batch: Sequence[Snapshot], store: Path, staging: Path, extractor: str, selection: Selection
    ) -> list[Batch]:
        pool = _pool(1)
        pool.submit(_ready).result()  # Its start is none of the report's time.
        try:
            return [self._read(pool, batch, store, staging, extractor, selection)]
        except _WorkerLost as lost:
            if len(batch) == 1:
                return [Batch.lost([Lost(batch[0], str(lost))])]
            half = len(batch) // 2
            return [
                *self._alone(batch[:half], store, staging, extractor, selection),
                *self._alone(batch[half:], store, staging, extractor, selection),
            ]
        finally:
            _end(pool)

    def _read(
        self,
        pool: Executor,
        batch: Sequence[Snapshot],
        store: Path,
        staging: Path,
        extractor: str,
        selection: Selection,
    ) -> Batch:
        # Not so long for each: of a batch that is late, one report is at fault, and is then read alone.
        limit = limits().seconds * (1 + (len(batch) - 1) / 10)
        try:
            future = pool.submit(read_batch, batch, store, staging, extractor, selection)
        except RuntimeError:  # Broken, or ended, by another batch.
            raise _WorkerLost(_DIED) from None
        try:
            return future.result(limit)
        except TimeoutError:
            message = f"out of time: reading it had not ended after {limit:.0f} s (setting {setting('seconds')})"
            raise _WorkerLost(message) from None
        except (BrokenProcessPool, CancelledError):
            raise _WorkerLost(_DIED) from None

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                _end(broken)
                self._pool = _pool(self._count)

    def close(self) -> None:
        """Ends the workers."""
        _end(self._pool)


def _pool(count: int) -> ProcessPoolExecutor:
    """Spawned, as threads may be running by now; each with no more memory than one report may take."""
    return ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_begin, initargs=(limits().memory_bytes,)
    )


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _ready() -> None:
    """Imports what reading needs."""
    import gongkai.reading  # noqa: F401
    import warehouse.staging  # noqa: F401


def _begin(most: int) -> None:
    """In a worker: it ends with the process it works for, however that ends, and fails where it asks for more memory.

    Else a killed run would leave its workers behind, and memory would be had at the cost of others.
    """
    Thread(target=_end_with_parent, daemon=True).start()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _end(pool: ProcessPoolExecutor) -> None:
    """Ends the pool's processes, also one that hangs in a report."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()


@contextmanager
def reading(reports: int, processes: int | None, *, wary: bool = False, on: str | None = None) -> Iterator[Reader]:
    """Who reads `reports` reports. With `wary`, never this process: the run before was killed, perhaps by a report.

    `on` names a Dask cluster (flows/cluster.py); without it, reading stays on this machine.
    """
    count = processes or os.cpu_count() or 1
    if reports and on:
        from flows.cluster import on_cluster

        with on_cluster(on, count) as reader:
            yield reader
        return
    if not reports or (not wary and (reports < WORTH_WORKERS or count == 1)):
        yield read_here
        return
    workers = Processes(count)
    try:
        yield workers
    finally:
        workers.close()
