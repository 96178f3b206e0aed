"""The flow `collect`: a source list gone through, one task a host, originals and what is known of them in the home."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import faults
from flows.annual_reports import Address
from flows.collecting.collection import collect_host
from flows.collecting.expected import expected, write_expected
from flows.collecting.run import Collecting, Manners, Tally
from flows.collecting.sourcelist import Source, read_list
from flows.history import History, State
from flows.home import Home
from flows.lock import hold
from flows.run_names import run_name
from flows.running import noted
from flows.states import ended
from flows.store import settle

_HOSTS_AT_A_TIME = 8
_DAY = 24 * 3600
_OUTCOMES = ("new", "changed", "unchanged", "missing", "refused", "failed")

watching: ContextVar[Callable[[int, int, int], None] | None] = ContextVar("watching", default=None)
"""Called with (sources gone through, sources there are, addresses asked) as a run goes on. No parameter of the flow, as
a deployment has nobody who watches."""


class SwitchedOff(Exception):
    """GONGKAI_NO_FETCH is set: nothing is fetched."""


@dataclass(frozen=True)
class Collected:
    """What a run brought."""

    home: str
    sources: int
    resumed: bool
    """An interrupted run over the same list was gone on with."""
    new: int
    changed: int
    unchanged: int
    missing: int
    refused: int
    failed: int
    """Reports and attachments by outcome; the last is worth another run."""
    address_unknown: int
    """Sources without an address."""
    requests: int
    bytes_received: int
    problems: tuple[tuple[str, str], ...]
    """Address and reason."""
    expected: dict[str, int]
    """Expected reports by state."""
    seconds: float


@task(task_run_name="collect from {host}", cache_policy=NO_CACHE)
def collect_from(host: str, collecting: Collecting, sources: Sequence[Source], seen: Callable[[str], None]) -> Tally:
    """Collects all sources of one host."""
    return collect_host(collecting, sources, seen)


@flow(
    name="collect",
    flow_run_name=run_name,
    timeout_seconds=_DAY,
    task_runner=ThreadPoolTaskRunner(max_workers=_HOSTS_AT_A_TIME),  # type: ignore[arg-type]
)
def collect(
    sources: str,
    home: str | None = None,
    rate: float = 0.5,
    allowed_hosts: list[str] | None = None,
    contact: str | None = None,
    store: Address | None = None,
) -> Collected:
    """Fetch the reports that a source list names or leads to into the home, politely, and only what changed.

    Args:
        sources: Source list, CSV or YAML: issuer, year, kind (report, list, sitemap), address.
        home: Folder of the warehouse home; GONGKAI_HOME or ./gongkai-home where it is not named.
        rate: Requests a second to one host, at most.
        allowed_hosts: Hosts that may be asked although their address is private.
        contact: Whom hosts may write to: an address for mail, or of a page. GONGKAI_CONTACT where it is not named.
        store: Where a new home keeps its originals, a folder or an address as in s3://bucket/originals; in itself where
            it is not given. A home that is there knows its own.
    """
    if os.environ.get("GONGKAI_NO_FETCH", "0") not in ("", "0"):
        raise SwitchedOff("GONGKAI_NO_FETCH is set: nothing is fetched")
    place = Home.at(home)
    listed = read_list(Path(sources))
    manners = Manners(
        rate=rate, allowed=tuple(allowed_hosts or ()), contact=contact or os.environ.get("GONGKAI_CONTACT")
    )
    given = {"sources": sources, "rate": rate, "allowed_hosts": allowed_hosts, "contact": contact}
    asked = {name: value for name, value in given.items() if value}

    def work() -> tuple[State, str, Collected]:
        with faults.told(place.folder):
            faults.check_writable(place.folder, faults.LEAST_FREE)
            with hold(place.collecting_lock, "collect"):
                settle(place.store, place.own_snapshots, store)
                history = History(place.ledger)
                with noted(history, "collect", asked, place) as run_id:
                    done = _collect(place, listed, manners)
                    counts = {one: getattr(done, one) for one in _OUTCOMES}
                    history.end(run_id, State.COLLECTED, _message(done), counts)
        return State.COLLECTED, _message(done), done

    return ended(work)  # type: ignore[no-any-return]  # Prefect gives the caller the state's value.


def _message(done: Collected) -> str:
    """One line, as it stands beside the state."""
    said = [f"{count:,} {name}" for name in _OUTCOMES if (count := getattr(done, name))]
    return f"{done.sources:,} sources: {', '.join(said) or 'nothing found'}"


def _collect(place: Home, listed: Sequence[Source], manners: Manners) -> Collected:
    begin = datetime.now(UTC)
    watch = watching.get()
    collecting = Collecting(place, listed, manners)
    hosts = collecting.by_host()
    counts = Counter[str]()
    there_are = sum(map(len, hosts.values()))

    def seen(what: str) -> None:
        counts[what] += 1
        if watch:
            watch(counts["source"], there_are, counts["address"])

    tally = Tally()
    futures = [collect_from.submit(host, collecting, own, seen) for host, own in hosts.items()]
    try:
        for future in as_completed(futures):
            tally.add(future.result())
    except BaseException:  # Interrupted too: the workers would go on to the end of their lists.
        collecting.stop()
        raise
    collecting.end()
    rows = expected(listed, collecting.state.all(), begin.date())
    write_expected(rows, place.expected)
    states = [row.state for row in rows]
    return Collected(
        home=str(place.folder),
        sources=len(listed),
        resumed=collecting.resumed,
        **{name: tally.outcomes[name] for name in _OUTCOMES},
        address_unknown=sum(not source.address for source in listed),
        requests=tally.requests,
        bytes_received=tally.received,
        problems=tuple(sorted(tally.problems)),
        expected={state: states.count(state) for state in dict.fromkeys(sorted(states))},
        seconds=(datetime.now(UTC) - begin).total_seconds(),
    )
