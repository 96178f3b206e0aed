"""Reading on the machines of a Dask cluster, which is the extra `dask`.

Dask hands the batches out and what was read of them back: a worker has to see the store of originals and nothing else
of the home. On each machine they are read as on one: in processes of their own that may die or hang
without taking the Dask worker along (flows/workers.py). So a report that kills its reader costs itself alone here too,
and what Dask itself repeats is what was under way on a machine that was lost.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from logging import ERROR, WARNING, getLogger
from pathlib import Path
from typing import TYPE_CHECKING

from flows import versions
from flows.extraction import Batch
from flows.ledger import Snapshot
from flows.selection import Selection
from gongkai.worded import Worded

if TYPE_CHECKING:
    from distributed import Client

    from flows.workers import Processes, Reader

ADDRESS = r"dask(:[a-z]+://\S+)?"
"""`dask`, or `dask:tcp://scheduler:8786`."""


class ClusterUnfit(Worded):
    """The cluster cannot be reached, or a worker of it would not read what this machine reads. The message says why."""


@contextmanager
def on_cluster(address: str, count: int) -> Iterator[Reader]:
    """Who reads on the cluster at `address` (`dask:tcp://scheduler:8786`), or for `dask` on one of `count` workers that
    is started here and ends with the run. ClusterUnfit where there is none."""
    with _client(address.partition(":")[2], count) as client:

        def reader(
            batch: Sequence[Snapshot], store: Path, staging: Path, extractor: str, selection: Selection
        ) -> list[Batch]:
            made = client.submit(read_there, tuple(batch), store, extractor, selection, pure=False).result()
            return [_put(one, files, staging) for one, files in made]

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
            raise ClusterUnfit(
                "no Dask scheduler answers at {address}: {error}", address=scheduler, error=str(error)
            ) from error
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


def _put(batch: Batch, files: Mapping[str, bytes], staging: Path) -> Batch:
    from warehouse.staging import put_batch

    if files:
        put_batch(files, staging / batch.name)
    return batch


def read_there(
    batch: Sequence[Snapshot], store: Path, extractor: str, selection: Selection
) -> list[tuple[Batch, dict[str, bytes]]]:
    """On a worker: reads a batch in a process beside it; gives what was written, by the names of files. ClusterUnfit
    where this worker is not fit for it."""
    if multiprocessing.current_process().daemon:
        raise ClusterUnfit(
            "the worker on {host} may start no process: begin it with --no-nanny", host=socket.gethostname()
        )
    if said := _unseen(store):
        raise ClusterUnfit(
            "the worker on {host} does not see {store}: {said}", host=socket.gethostname(), store=str(store), said=said
        )
    if (own := _extractor()) != extractor:
        raise ClusterUnfit(
            "the worker on {host} reads with extractor {own}, this run with {extractor}: "
            "install the same gongkai on both, with the same extras and limits",
            host=socket.gethostname(),
            own=own,
            extractor=extractor,
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-") as name:
        made = _readers()(batch, store, Path(name), extractor, selection)
        return [(one, _files(Path(name) / one.name) if one.name else {}) for one in made]


def _files(folder: Path) -> dict[str, bytes]:
    """Of a staging folder, with its seal; none where the batch has none."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}


def _unseen(store: Path) -> str | None:
    """Why the store cannot be seen."""
    try:
        there = store.is_dir()
    except Exception as error:  # A store that is not here has errors of its own.
        return f"{type(error).__name__}: {error}"
    return None if there else "originals must lie where every worker sees them, a folder by the same path"


@cache
def _extractor() -> str:
    return versions.extractor()


@cache
def _readers() -> Processes:
    """As many as batches come at a time; they end with the worker."""
    from distributed import get_worker

    from flows.workers import Processes

    return Processes(get_worker().state.nthreads or os.cpu_count() or 1)
