"""A source list, gone through: every address asked at most once a run, everything that came kept as a snapshot."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock
from urllib.parse import urlsplit

from flows import snapshots
from flows.collecting import robots
from flows.collecting.fetching import Answer, Fetcher, Limits, Unreachable, host_of, kept_headers, said
from flows.collecting.guard import Guard, Refused, Resolve, resolve
from flows.collecting.links import Page, ReportLink, is_of, sitemap_addresses
from flows.collecting.media import breaks_off, is_page
from flows.collecting.shells import call_of
from flows.collecting.sourcelist import Source
from flows.collecting.state import DONE, Known, State, now
from flows.collecting.turns import Pause, Turns
from flows.collecting.words import words
from flows.home import Home

_ROBOTS_ARE_FRESH = timedelta(hours=24)
# A host that failed this often in a row, each time after several tries, is left alone for the rest of the run.
_GIVEN_UP_AFTER = 3
_MOST_PAGES_OF_A_LIST = 100
_MOST_SITEMAPS = 50
_MOST_LINKS = 2_000
_MOST_ATTACHMENTS = 20


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


def collect_host(
    collecting: Collecting, sources: Sequence[Source], seen: Callable[[str], None] = lambda what: None
) -> Tally:
    """Collects the sources of one host, one after the other; calls `seen` after each "source" and each "address"."""
    worker = _Worker(collecting, seen)
    try:
        for source in sources:
            worker.collect(source)
            seen("source")
    except Stopped:
        pass  # What is done is noted; the rest is left to the next run.
    finally:
        worker.fetcher.close()
    return worker.tally


class _Worker:
    def __init__(self, run: Collecting, seen: Callable[[str], None]):
        self.run = run
        self._seen = seen
        self.tally = Tally()
        self._failures: Counter[str] = Counter()
        manners = run.manners
        self.fetcher = Fetcher(
            run.guard,
            run.turns,
            contact=manners.contact,
            limits=manners.limits,
            permit=self._permit,
            pause=run.pause,
        )

    def collect(self, source: Source) -> None:
        if source.kind == "list":
            self._list(source)
        elif source.kind == "sitemap":
            self._sitemap(source)
        else:
            year = source.first if source.first == source.last else None
            self._report(source.address, source.issuer, year, None)

    # -- what a source leads to

    def _report(self, address: str, issuer: str, year: int | None, found_on: str | None) -> None:
        content = self._visit(address, "report", issuer=issuer, year=year, found_on=found_on)
        if content is None or not is_page(content):
            return
        page = Page(address, content)
        followed = self._attachments(page, address, issuer, year)
        if page.is_shell:
            followed += self._fill(page, address, issuer, year)
        if followed and len(page.shown_text) < words()["shell_length"]:
            known = self.run.state.get(address)
            if known and known.role == "report":
                self.run.state.note(dataclasses.replace(known, role="cover"))

    def _attachments(self, page: Page, address: str, issuer: str, year: int | None) -> int:
        """Visits the files that a page leads to; how many."""
        attachments = page.attachments()
        if len(attachments) > _MOST_ATTACHMENTS:
            self._problem(address, f"{len(attachments)} attachments, more than the {_MOST_ATTACHMENTS} followed")
        for attachment, _ in attachments[:_MOST_ATTACHMENTS]:
            self._visit(attachment, "attachment", issuer=issuer, year=year, found_on=address)
        return len(attachments)

    def _fill(self, page: Page, address: str, issuer: str, year: int | None) -> int:
        """Visits what the scripts of a shell, or its frames, plainly fetch; how many gave something."""
        plain, computed = page.calls()
        if computed:
            why = f"its script computes how it asks {computed[0]}, which is not followed; find the address in a browser"
            self._problem(address, f"the page is a shell: {why}")
        filled = 0
        for noted in (*(call.noted for call in plain[:_MOST_ATTACHMENTS]), *page.frames()[:_MOST_ATTACHMENTS]):
            content = self._visit(noted, "attachment", issuer=issuer, year=year, found_on=address)
            if content is not None:
                filled += 1
                self._attachments(Page(call_of(noted).address, content), noted, issuer, year)
        return filled

    def _list(self, source: Source) -> None:
        waiting, done = [source.address], set[str]()
        found: dict[str, ReportLink] = {}
        yearly: dict[str, int] = {}
        others = 0
        scripted = False
        while waiting and len(done) < _MOST_PAGES_OF_A_LIST:
            address = waiting.pop(0)
            done.add(address)
            content = self._visit(address, "list", issuer=source.issuer, found_on=source.address)
            if content is None:
                continue
            page = Page(address, content)
            links = page.report_links()
            yearly |= dict(page.yearly_pages())
            scripted = scripted or (not links and page.has_scripts)
            for link in links:
                if is_of(link, source.issuer):
                    found.setdefault(link.address, link)
                else:
                    others += 1
            waiting += [each for each in page.following_pages() if each not in done and each not in waiting]
        if not found and not yearly and source.address in done and self._is_there(source.address):
            why = "; what it shows is loaded by a script" if scripted else ""
            why += f"; {others} of other bodies" if others else ""
            self._problem(source.address, f"no link to an annual report was found{why}")
        if len(found) > _MOST_LINKS:
            self._problem(source.address, f"{len(found):,} reports are linked, more than the {_MOST_LINKS:,} followed")
        for link in list(found.values())[:_MOST_LINKS]:
            if source.wants(link.year):
                self._report(link.address, source.issuer or link.issuer or link.named, link.year, source.address)
        for address, year in list(yearly.items())[:_MOST_LINKS]:
            if address not in found and (source.wants(year) or source.wants(year - 1)):
                self._report(address, source.issuer, None, source.address)

    def _sitemap(self, source: Source) -> None:
        waiting, done = [source.address], set[str]()
        pages: dict[str, None] = {}
        while waiting and len(done) < _MOST_SITEMAPS:
            address = waiting.pop(0)
            done.add(address)
            content = self._visit(address, "sitemap", issuer=source.issuer, found_on=source.address)
            if content is not None:
                further, found = sitemap_addresses(content)
                waiting += [each for each in further if each not in done and each not in waiting]
                pages.update(dict.fromkeys(found))
        if not pages and self._is_there(source.address):
            self._problem(source.address, "the sitemap names no address that looks like an annual report's")
        for address in list(pages)[:_MOST_LINKS]:
            self._report(address, source.issuer, None, source.address)

    # -- one address

    def _visit(
        self, address: str, role: str, *, issuer: str = "", year: int | None = None, found_on: str | None = None
    ) -> bytes | None:
        """The content of an address: fetched, or from the store where it is unchanged; None where there is none."""
        self.run.go_on()
        known = self.run.state.get(address)
        if not self.run.claim(address):
            return self._stored(known)
        if known and self.run.answered(known):
            self._count(known)
            return self._stored(known)
        content: bytes | None = None
        if self._failures[host_of(address)] >= _GIVEN_UP_AFTER:
            known = self._failed(address, "failed", "the host has failed several times in a row", again=True)
        else:
            known, content = self._fetch(address, known)
        role = "cover" if role == "report" and known.role == "cover" and content is None else role
        known = dataclasses.replace(
            known, role=role, issuer=issuer, report_year=year, found_on=None if found_on == address else found_on
        )
        self.run.state.note(known, len(content) if content is not None else None)
        self._count(known)
        self._seen("address")
        return content if content is not None else self._stored(known)

    def _fetch(self, address: str, known: Known | None) -> tuple[Known, bytes | None]:
        """What is known now, and the content where a version came that is not the last one."""
        self.tally.requests += 1
        # A version that was lost from the store is fetched anew.
        held = known if known and (known.sha256 is None or self._path(known.sha256).exists()) else None
        try:
            answer = self.fetcher.get(
                (call := call_of(address)).address,
                etag=held.etag if held else None,
                last_modified=held.last_modified if held else None,
                form=call.form,
            )
        except Refused as refused:
            return self._failed(address, "refused", str(refused), again=False), None
        except Unreachable as error:
            self._failures[host_of(address)] += 1
            return self._failed(address, "failed", str(error), again=True), None
        self._failures[host_of(address)] = 0
        self.tally.received += answer.received
        at = now()
        if answer.status == 304 and held:
            outcome = "missing" if held.outcome == "missing" else "unchanged"
            return dataclasses.replace(held, outcome=outcome, again=False, status=304, tried_at=at), None
        if answer.status != 200:
            outcome = "missing" if answer.status in (404, 410) else "refused"
            return self._failed(address, outcome, said(answer.status), again=False, status=answer.status), None
        if not answer.content:
            return self._failed(address, "missing", "the page is empty", again=False, status=200), None
        if is_page(answer.content) and Page(address, answer.content).is_missing_page():
            reason = "the page says that there is none, with status 200"
            none = self._failed(address, "missing", reason, again=False, status=200)
            etag, last_modified = _validators(answer)
            return dataclasses.replace(none, etag=etag, last_modified=last_modified), None
        return self._kept(address, answer, known, at)

    def _kept(self, address: str, answer: Answer, known: Known | None, at: str) -> tuple[Known, bytes | None]:
        sha256 = snapshots.keep(self.run.store, answer.content)
        reason = ""
        if breaks_off(answer.content):
            reason = "the file breaks off: its end is missing"
            self._problem(address, reason)
        etag, last_modified = _validators(answer)
        fresh = Known(
            address=address,
            role=known.role if known else "",
            outcome="new",
            reason=reason,
            status=200,
            final_address=answer.final_address,
            sha256=sha256,
            tried_at=at,
            fetched_at=at,
            etag=etag,
            last_modified=last_modified,
        )
        if known and known.sha256 == sha256:
            return dataclasses.replace(fresh, outcome="unchanged", fetched_at=known.fetched_at), None
        origin = {
            "address": address,
            "final_address": answer.final_address,
            "fetched_at": at,
            "status": answer.status,
            "headers": kept_headers(answer),
            **({"note": reason} if reason else {}),
        }
        snapshots.add_origin(self.run.store, sha256, answer.content, origin, words()["licence"])
        return (dataclasses.replace(fresh, outcome="changed") if known and known.sha256 else fresh), answer.content

    def _failed(self, address: str, outcome: str, reason: str, *, again: bool, status: int | None = None) -> Known:
        """An outcome without content; the version that is held stays what it was."""
        held = self.run.state.get(address)
        base = held or Known(address=address, role="", outcome=outcome, tried_at="")
        return dataclasses.replace(
            base,
            outcome=outcome,
            reason=reason,
            again=again,
            status=status,
            # A page that is gone had validators; a version that is merely not to be had today keeps its own.
            etag=None if outcome == "missing" else base.etag,
            last_modified=None if outcome == "missing" else base.last_modified,
            tried_at=now(),
        )

    def _permit(self, address: str) -> None:
        rules = self.run.rules(address, self._robots)
        if rules.delay:
            self.run.turns.slow_down(host_of(address), rules.delay)
        if not rules.allows(address):
            raise Refused("robots.txt asks programs to stay away from it")

    def _robots(self, address: str) -> robots.Robots:
        known = self.run.state.get(address)
        if known and known.outcome in (*DONE, "missing") and _age(known) < _ROBOTS_ARE_FRESH:
            stored = self._stored(known)
            return robots.parse(stored) if stored is not None else robots.Robots()
        self.tally.requests += 1
        try:
            answer = self.fetcher.get(
                address,
                etag=known.etag if known else None,
                last_modified=known.last_modified if known else None,
                permitted=True,
            )
        except Unreachable as error:
            raise Unreachable(f"robots.txt: {error}") from None
        self.tally.received += answer.received
        if answer.status in (401, 403):
            raise Refused(f"robots.txt: {said(answer.status)}")
        if answer.status == 304 and known:
            self.run.state.note(dataclasses.replace(known, outcome="unchanged", tried_at=now()))
            return robots.parse(self._stored(known) or b"")
        if answer.status != 200:
            none = self._failed(address, "missing", said(answer.status), again=False, status=answer.status)
            self.run.state.note(dataclasses.replace(none, role="robots"))
            return robots.Robots()
        fresh, _ = self._kept(address, answer, known, now())
        self.run.state.note(dataclasses.replace(fresh, role="robots"), len(answer.content))
        return robots.parse(answer.content)

    # -- small things

    def _is_there(self, address: str) -> bool:
        known = self.run.state.get(address)
        return known is not None and known.outcome in DONE

    def _path(self, sha256: str) -> Path:
        return snapshots.path_of(self.run.store, sha256)

    def _stored(self, known: Known | None) -> bytes | None:
        if known is None or known.sha256 is None or known.outcome not in DONE:
            return None
        try:
            return self._path(known.sha256).read_bytes()
        except OSError:
            return None

    def _count(self, known: Known) -> None:
        if known.role in ("report", "attachment", "cover"):
            self.tally.outcomes[known.outcome] += 1
        if known.outcome not in DONE:
            self._problem(known.address, known.reason)

    def _problem(self, address: str, reason: str) -> None:
        if (address, reason) not in self.tally.problems:
            self.tally.problems.append((address, reason))


def _validators(answer: Answer) -> tuple[str | None, str | None]:
    return answer.headers.get("etag"), answer.headers.get("last-modified")


def _age(known: Known) -> timedelta:
    return datetime.now(UTC) - datetime.fromisoformat(known.tried_at)
