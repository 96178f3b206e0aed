"""The flow `rebuild`: everything read again from the originals, by this version of the extractor, into a new warehouse.
What `verify` finds damaged is mended on the way."""

from __future__ import annotations

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.annual_reports import BatchSize, Cluster, Processes, Seconds
from flows.history import State
from flows.home import Home
from flows.home_mending import Mended, mend_staging, mend_store
from flows.intake import Taken, read_new
from flows.publication import publish_home
from flows.run_names import run_name
from flows.running import Running, running
from flows.selection import Selection
from flows.states import ended
from flows.summary import Summary

_TWO_DAYS = 48 * 3600


@task(task_run_name="mend", cache_policy=NO_CACHE)
def mend(run: Running) -> list[Mended]:
    """Mends the store and the staging, and has everything read again whose original is there."""
    in_store, lost = mend_store(run.place, run.ledger)
    mended = [*run.mended, *in_store, *mend_staging(run.place, run.ledger, run.extractor)]
    # What a lost original said is still in staging, where this extractor has read it.
    run.ledger.forget(run.extractor, but=lost)
    return mended


@flow(name="rebuild", flow_run_name=run_name, timeout_seconds=_TWO_DAYS)
def rebuild(
    home: str | None = None,
    batch_size: BatchSize = 200,
    processes: Processes | None = None,
    on: Cluster | None = None,
    wait: Seconds | None = 0,
    trust_clock: bool = False,
) -> Summary:
    """Read every original of a home again, mend what is damaged, and publish a new warehouse.

    Args:
        home: Folder of the warehouse home; GONGKAI_HOME or ./gongkai-home where it is not named.
        batch_size: Reports to a task and to a staging folder.
        processes: Worker processes that read reports; as many as there are processors where it is not given.
        on: Cluster to read on: dask for workers of its own on this machine, dask:tcp://scheduler:8786 for one that is
            there; in processes of this machine where it is not given.
        wait: Seconds to wait where another run writes to the home; null waits for ever.
        trust_clock: Run although the clock is behind the last run's.
    """
    place = Home.at(home)

    def work() -> tuple[State, str, Summary]:
        with running("rebuild", place, {}, wait=wait, trust_clock=trust_clock) as run:
            mended = mend(run)
            if mended:
                rows = [{"file": one.file, "done": one.done} for one in mended]
                create_table_artifact(rows, key="mended", description="What was damaged, and what was done")
            read = read_new(run, Taken(), Selection(), batch_size, processes, on)
            return publish_home(run, read, anew=True, mended=mended)

    return ended(work)  # type: ignore[no-any-return]  # Prefect gives the caller the state's value.
