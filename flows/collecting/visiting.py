"""One address after the other, each asked politely and at most once a run: what came is kept as a snapshot, and what is
known of the address is noted."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows import snapshots
from flows.collecting import robots
from flows.collecting.fetching import Answer, Fetcher, Unreachable, host_of, kept_headers, said
from flows.collecting.guard import Refused
from flows.collecting.links import Page
from flows.collecting.media import breaks_off, is_page
from flows.collecting.run import Collecting, Tally
from flows.collecting.shells import call_of
from flows.collecting.state import DONE, Known, now
from flows.collecting.words import words
from flows.language import worded

_ROBOTS_ARE_FRESH = timedelta(hours=24)
_GIVEN_UP_AFTER = 3
"""A host that failed this often in a row, each time after several tries, is left alone for the rest of the run."""


class Visitor:
    """Visits the addresses of one host, and keeps count of what came of it in `tally`."""

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

    def visit(
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
            return self._failed(address, "refused", worded(refused), again=False), None
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
            self.problem(address, reason)
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
            raise Refused("robots.txt: {said}", said=said(answer.status))
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

    def is_there(self, address: str) -> bool:
        """Whether the address has content, as far as is known."""
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
            self.problem(known.address, known.reason)

    def problem(self, address: str, reason: str) -> None:
        """Tells of an address what could not be had, once."""
        if (address, reason) not in self.tally.problems:
            self.tally.problems.append((address, reason))


def _validators(answer: Answer) -> tuple[str | None, str | None]:
    return answer.headers.get("etag"), answer.headers.get("last-modified")


def _age(known: Known) -> timedelta:
    return datetime.now(UTC) - datetime.fromisoformat(known.tried_at)
