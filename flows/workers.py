"""Who reads the batches: this process, or worker processes that know nothing of Prefect. The seam at which reading
moves to other machines: a `Reader` takes what `read_batch` takes.

A report that kills its reader (a crash of a parser's C code, too much memory) or never ends must cost itself alone. In
worker processes it does: each says which report it has begun, and is ended where that one takes too long; the one at
which a worker was lost is handed back as failed, with the reason, and the others of its batch are read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from typing import Any, Protocol, overload

from flows.extraction import Batch, Lost, read_batch
from flows.ledger import Snapshot
from flows.process_bounds import bound_memory, bound_time, how_it_ended, out_of_time, unbound_time
from flows.selection import Selection
from gongkai.document.limits import limits

# Below this many reports, starting worker processes costs more than they save.
WORTH_WORKERS = 64

_SPAWN = get_context("spawn")
_NONE = -1
"""No report is being read."""


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
        """Reads in any of the workers; in one of its own once a worker is lost over it."""
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
        """Reads in one worker after the other, each without what brought down those before it."""
        failed: list[Lost] = []
        left = list(batch)
        while left:
            begun = _SPAWN.Value("i", _NONE, lock=False)
            pool = _pool(1, begun)
            try:
                pool.submit(_ready).result()  # Its start is none of the report's time.
                (process,) = pool._processes.values()
                return [self._read(pool, left, store, staging, extractor, selection), Batch.lost(failed)]
            except _WorkerLost as lost:
                process.join(10)
                reason = how_it_ended(process.exitcode) or str(lost)
                at = begun.value
                # Lost between two reports: none of them is known to be at fault, and the next run tries each alone.
                guilty = [left.pop(at)] if 0 <= at < len(left) else [left.pop() for _ in list(left)]
                failed += (Lost(one, reason) for one in guilty)
            finally:
                _end(pool)
        return [Batch.lost(failed)]

    def _read(
        self,
        pool: Executor,
        batch: Sequence[Snapshot],
        store: Path,
        staging: Path,
        extractor: str,
        selection: Selection,
    ) -> Batch:
        try:
            future = pool.submit(_read_watched, read_batch, batch, store, staging, extractor, selection)
        except RuntimeError:  # Broken, or ended, by another batch.
            raise _WorkerLost(how_it_ended(None)) from None
        try:
            # Each report has its time from the worker itself; this is for one that no longer keeps it.
            return future.result(limits().seconds * (len(batch) + 1))
        except TimeoutError:
            raise _WorkerLost(out_of_time()) from None
        except (BrokenProcessPool, CancelledError):
            raise _WorkerLost(how_it_ended(None)) from None

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                _end(broken)
                self._pool = _pool(self._count)

    def close(self) -> None:
        """Ends the workers."""
        _end(self._pool)


class _Watched(Sequence[Snapshot]):
    """A batch, in its worker: whoever goes through it says at which report it is, and has so long for each."""

    begun: Any = None
    """A number shared with the process that wants to know; None where nobody does."""

    def __init__(self, batch: Sequence[Snapshot]):
        self._batch = batch

    def __len__(self) -> int:
        return len(self._batch)

    @overload
    def __getitem__(self, at: int) -> Snapshot: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Snapshot]: ...
    def __getitem__(self, at: int | slice) -> Snapshot | Sequence[Snapshot]:
        return self._batch[at]

    def __iter__(self) -> Iterator[Snapshot]:
        try:
            for number, one in enumerate(self._batch):
                self._say(number)
                bound_time()
                yield one
        finally:
            unbound_time()
            self._say(_NONE)

    def _say(self, number: int) -> None:
        if self.begun is not None:
            self.begun.value = number


def _read_watched(read: Callable[..., Batch], batch: Sequence[Snapshot], *how: Any) -> Batch:
    """What a worker does."""
    return read(_Watched(batch), *how)


def _pool(count: int, begun: Any = None) -> ProcessPoolExecutor:
    """Spawned, as threads may be running by now. `begun` is where a single worker says at which report it is."""
    return ProcessPoolExecutor(count, mp_context=_SPAWN, initializer=_begin, initargs=(begun,))


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _ready() -> None:
    """Imports what reading needs."""
    import gongkai.reading  # noqa: F401 -- for those that follow
    import warehouse.staging  # noqa: F401 -- for those that follow


def _begin(begun: Any) -> None:
    """In a worker: it ends with the process it works for, however that ends, and fails where it asks for more memory.

    Else a killed run would leave its workers behind, and memory would be had at the cost of others.
    """
    _Watched.begun = begun
    Thread(target=_end_with_parent, daemon=True).start()
    bound_memory()


def _end(pool: ProcessPoolExecutor) -> None:
    """Ends the pool's processes, also one that hangs in a report."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()


@contextmanager
def reading(reports: int, processes: int | None, *, wary: bool = False, on: str | None = None) -> Iterator[Reader]:
    """Who reads `reports` reports. With `wary`, never this process: one of them may bring it down.

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
