"""The flow `backfill`: years or issuers that earlier runs were not asked for, from originals that lie in the home."""

from __future__ import annotations

from prefect import flow

from flows.annual_reports import BatchSize, Cluster, Processes, Seconds, Years
from flows.collect import collect
from flows.history import State
from flows.home import Home
from flows.intake import Taken, read_new, take_files, with_store
from flows.publication import publish_home
from flows.run_names import run_name
from flows.running import running
from flows.selection import Selection
from flows.states import ended
from flows.summary import Summary

_TWO_DAYS = 48 * 3600


@flow(name="backfill", flow_run_name=run_name, timeout_seconds=_TWO_DAYS)
def backfill(
    years: Years | None = None,
    issuers: list[str] | None = None,
    sources: list[str] | None = None,
    source_list: str | None = None,
    home: str | None = None,
    batch_size: BatchSize = 200,
    processes: Processes | None = None,
    on: Cluster | None = None,
    wait: Seconds | None = 0,
    trust_clock: bool = False,
) -> Summary:
    """Take in years or issuers that earlier runs left out, and publish.

    Args:
        years: Reports of these years, as in 2008 or 2008-2013; all years where it is not given.
        issuers: Reports of issuers whose name holds one of these; all issuers where none is given.
        sources: Files, folders, globs or lists of these to look in, beside what lies in the home already.
        source_list: Source list to collect from first; what the network does not give is named, and the rest goes on.
        home: Folder of the warehouse home; GONGKAI_HOME or ./gongkai-home where it is not named.
        batch_size: Reports to a task and to a staging folder.
        processes: Worker processes that read reports; as many as there are processors where it is not given.
        on: Cluster to read on: dask for workers of its own on this machine, dask:tcp://scheduler:8786 for one that is
            there; in processes of this machine where it is not given.
        wait: Seconds to wait where another run writes to the home; null waits for ever.
        trust_clock: Run although the clock is behind the last run's.
    """
    selection = Selection.of(years, issuers or [])
    asked = {"years": years, "issuers": issuers, "sources": sources, "source_list": source_list}

    def work() -> tuple[State, str, Summary]:
        if source_list:
            collect(source_list, home)
        with running("backfill", Home.at(home), asked, wait=wait, trust_clock=trust_clock) as run:
            taken: Taken = with_store(run, take_files(run, sources or []))
            return publish_home(run, read_new(run, taken, selection, batch_size, processes, on))

    return ended(work)  # type: ignore[no-any-return]  # Prefect gives the caller the state's value.
