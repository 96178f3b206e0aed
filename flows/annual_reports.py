"""The main flow: from files to a published warehouse.

    snapshot -> extract (batches) -> load -> check -> validate -> compare -> publish -> pages

The steps are in `flows/steps.py`; what a run reads is chosen in `flows/intake.py`, and what it publishes in
`flows/publication.py`. Figures are read in worker processes that know nothing of Prefect.
"""

from __future__ import annotations

from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.cluster import ADDRESS
from flows.history import State
from flows.home import Home
from flows.intake import Taken, read_new, take_files, with_collected
from flows.publication import publish_home
from flows.run_names import run_name
from flows.running import running
from flows.selection import PATTERN, Selection
from flows.sources import SAMPLES
from flows.states import ended
from flows.store import ADDRESS as STORE
from flows.summary import Summary

Years = Annotated[str, Field(pattern=rf"^\s*{PATTERN}\s*$")]
BatchSize = Annotated[int, Field(ge=1, le=10_000)]
Processes = Annotated[int, Field(ge=1, le=1024)]
Cluster = Annotated[str, Field(pattern=rf"^{ADDRESS}$")]
Address = Annotated[str, Field(pattern=rf"^({STORE})$")]
Seconds = Annotated[float, Field(ge=0)]

_NIGHT = 12 * 3600


@flow(name="annual_reports", flow_run_name=run_name, timeout_seconds=_NIGHT)
def annual_reports(
    sources: list[str] | None = None,
    home: str | None = None,
    years: Years | None = None,
    issuers: list[str] | None = None,
    batch_size: BatchSize = 200,
    processes: Processes | None = None,
    on: Cluster | None = None,
    collected: bool = False,
    only_failed: bool = False,
    store: Address | None = None,
    wait: Seconds | None = 0,
    trust_clock: bool = False,
) -> Summary:
    """Read annual reports into a checked, published warehouse with a data-quality report.

    Args:
        sources: Files, folders, globs or lists of these; the embedded samples where none are named.
        home: Folder of the warehouse home; GONGKAI_HOME or ./gongkai-home where it is not named.
        years: Only reports of these years, as in 2018 or 2018-2022. Reports that are in the home already stay.
        issuers: Only reports of issuers whose name holds one of these.
        batch_size: Reports to a task and to a staging folder.
        processes: Worker processes that read reports; as many as there are processors where it is not given.
        on: Cluster to read on: dask for workers of its own on this machine, dask:tcp://scheduler:8786 for one that is
            there; in processes of this machine where it is not given.
        collected: Also what `collect` brought into the home; the samples are left out then.
        only_failed: Nothing but what earlier runs failed on.
        store: Where a new home keeps its originals, a folder or an address as in s3://bucket/originals; in itself where
            it is not given. A home that is there knows its own.
        wait: Seconds to wait where another run writes to the home; null waits for ever.
        trust_clock: Run although the clock is behind the last run's.
    """
    selection = Selection.of(years, issuers or [])
    asked = {
        "sources": sources,
        "years": years,
        "issuers": issuers,
        "collected": collected,
        "only_failed": only_failed,
    }

    def work() -> tuple[State, str, Summary]:
        place = Home.at(home)
        with running("annual_reports", place, asked, wait=wait, trust_clock=trust_clock, originals=store) as run:
            taken = Taken()
            if not only_failed:
                taken = take_files(run, sources or ([] if collected else SAMPLES))
            if collected:
                taken = with_collected(run, taken)
            return publish_home(run, read_new(run, taken, selection, batch_size, processes, on))

    return ended(work)  # type: ignore[no-any-return]  # Prefect gives the caller the state's value.
