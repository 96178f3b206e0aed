"""Reading on the machines of a Dask cluster, which is the extra `dask`.

Dask only hands the batches out. On each machine they are read as on one: in processes of their own that may die or hang
without taking the Dask worker along (flows/workers.py). So a report that kills its reader costs itself alone here too,
and what Dask itself repeats is what was under way on a machine that was lost.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from logging import ERROR, WARNING, getLogger
from pathlib import Path
from typing import TYPE_CHECKING

from flows import versions
from flows.extraction import Batch
from flows.ledger import Snapshot
from flows.selection import Selection

if TYPE_CHECKING:
    from distributed import Client

    from flows.workers import Processes, Reader

ADDRESS = r"dask(:[a-z]+://\S+)?"
"""`dask`, or `dask:tcp://scheduler:8786`."""


class ClusterUnfit(Exception):
    """The cluster cannot be reached, or a worker of it would not read what this machine reads. The message says why."""


@contextmanager
def on_cluster(address: str, count: int) -> Iterator[Reader]:
    """Who reads on the cluster at `address` (`dask:tcp://scheduler:8786`), or for `dask` on one of `count` workers that
    is started here and ends with the run. ClusterUnfit where there is none."""
    with _client(address.partition(":")[2], count) as client:

        def reader(
            batch: Sequence[Snapshot], store: Path, staging: Path, extractor: str, selection: Selection
        ) -> list[Batch]:
            future = client.submit(read_there, tuple(batch), store, staging, extractor, selection, pure=False)
            made: list[Batch] = future.result()
            return made

        yield reader


@contextmanager
def _client(scheduler: str, count: int) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ClusterUnfit("Dask is not installed here: pip install 'gongkai[dask]'") from error
    getLogger("distributed").setLevel(WARNING)  # Prefect shows what others log; of Dask, that is each connection.
    if scheduler:
        try:
            client = Client(scheduler, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
        except OSError as error:
            raise ClusterUnfit(f"no Dask scheduler answers at {scheduler}: {error}") from error
        with client:
            yield client
        return
    # The workers start processes themselves, which those of Dask may only where they are no daemons.
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=count, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1", silence_logs=ERROR
        ) as cluster,
        Client(cluster, set_as_default=False) as client,  # type: ignore[no-untyped-call]
    ):
        try:
            yield client
        finally:
            client.run(_end_readers)  # Else each worker waits for its processes, and is killed after some seconds.


def _end_readers() -> None:
    if _readers.cache_info().currsize:
        _readers().close()
        _readers.cache_clear()


def read_there(
    batch: Sequence[Snapshot], store: Path, staging: Path, extractor: str, selection: Selection
) -> list[Batch]:
    """On a worker: reads a batch in a process beside it. ClusterUnfit where this worker is not fit for it."""
    if multiprocessing.current_process().daemon:
        raise ClusterUnfit(f"the worker on {socket.gethostname()} may start no process: begin it with --no-nanny")
    if not store.is_dir():
        raise ClusterUnfit(
            f"the worker on {socket.gethostname()} does not see {store}: the home must lie where every worker sees it"
        )
    if (own := _extractor()) != extractor:
        raise ClusterUnfit(
            f"the worker on {socket.gethostname()} reads with extractor {own}, this run with {extractor}: "
            "install the same gongkai on both, with the same extras and limits"
        )
    return _readers()(batch, store, staging, extractor, selection)


@cache
def _extractor() -> str:
    return versions.extractor()


@cache
def _readers() -> Processes:
    """As many as batches come at a time; they end with the worker."""
    from distributed import get_worker

    from flows.workers import Processes

    return Processes(get_worker().state.nthreads or os.cpu_count() or 1)
