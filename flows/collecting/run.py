"""One run over a source list, as all who work on it share it: its manners, what is claimed already, its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from urllib.parse import urlsplit

from flows.collecting import robots
from flows.collecting.fetching import Limits, Unreachable, host_of
from flows.collecting.guard import Guard, Refused, Resolve, resolve
from flows.collecting.sourcelist import Source
from flows.collecting.state import Known, State
from flows.collecting.turns import Pause, Turns
from flows.home import Home


@dataclass
class Tally:
    """What was done for some sources."""

    outcomes: Counter[str] = field(default_factory=Counter)
    """Addresses of reports and attachments by outcome: new, changed, unchanged, missing, refused, failed."""
    requests: int = 0
    received: int = 0
    """Bytes of bodies."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    """Address and reason of what could not be had, or only in part."""

    def add(self, other: Tally) -> None:
        """Adds what another worker did."""
        self.outcomes.update(other.outcomes)
        self.requests += other.requests
        self.received += other.received
        self.problems += other.problems


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How hosts are treated, and which may be asked at all."""

    rate: float = 0.5
    """Requests a second to one host."""
    allowed: Collection[str] = ()
    """Hosts that may be in the own network."""
    contact: str | None = None
    limits: Limits = field(default_factory=Limits)
    pause: Pause | None = None
    """How to wait; None: by the clock, until stopped."""
    resolve: Resolve = resolve


class Stopped(Exception):
    """The run is to end early; it can be gone on with."""


class Collecting:
    """One run over a list. Shared by the workers, each of which takes the sources of one host."""

    def __init__(self, home: Home, sources: Sequence[Source], manners: Manners | None = None):
        self.sources = sources
        self.manners = manners or Manners()
        self.store = home.snapshots
        self.state = State(home.ledger)
        self.begun_at, self.resumed = self.state.begin(sources)
        self.guard = Guard(self.manners.allowed, self.manners.resolve)
        self._stop = Event()
        self.turns = Turns(self.manners.rate, self.pause)
        self._lock = Lock()
        self._claimed: set[str] = set()
        self._rules: dict[str, robots.Robots | Refused | Unreachable] = {}
        self._rule_locks: dict[str, Lock] = {}

    def by_host(self) -> dict[str, list[Source]]:
        """The sources that have an address, by host."""
        found: dict[str, list[Source]] = {}
        for source in self.sources:
            if source.address:
                found.setdefault(host_of(source.address), []).append(source)
        return found

    def claim(self, address: str) -> bool:
        """True for the first who asks: nobody else fetches the address in this run."""
        with self._lock:
            fresh = address not in self._claimed
            self._claimed.add(address)
            return fresh

    def answered(self, known: Known | None) -> bool:
        """True where the address was asked in this run already (before it was interrupted), with a lasting answer."""
        return known is not None and known.tried_at >= self.begun_at and not known.again

    def rules(self, address: str, fetch: Callable[[str], robots.Robots]) -> robots.Robots:
        """The robots.txt that governs an address, fetched by the first who needs it."""
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            lock = self._rule_locks.setdefault(origin, Lock())
        with lock:
            if origin not in self._rules:
                try:
                    self._rules[origin] = fetch(f"{origin}/robots.txt")
                except (Refused, Unreachable) as error:
                    self._rules[origin] = error
            found = self._rules[origin]
        if isinstance(found, robots.Robots):
            return found
        raise found

    def pause(self, seconds: float) -> None:
        """Waits. Stopped where the run is stopped meanwhile."""
        if self.manners.pause:
            self.manners.pause(seconds)
        else:
            self._stop.wait(seconds)
        self.go_on()

    def go_on(self) -> None:
        """Stopped where the run is to end early."""
        if self._stop.is_set():
            raise Stopped

    def stop(self) -> None:
        """Lets all workers end before their next request."""
        self._stop.set()

    def end(self) -> None:
        """To be called when all sources have been gone through."""
        self.state.end(self.sources, self.begun_at)
