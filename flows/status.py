"""The state of a home for a monitor: last publication and its age, coverage, findings, queue, and what is wrong."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from gettext import gettext as _
from gettext import ngettext
from typing import Any

import duckdb

from flows.faults import room_wanted
from flows.history import History, Run, State
from flows.home import Home
from flows.ledger import Ledger
from flows.lock import Holder, holder
from flows.summary import of_run, of_warehouse
from warehouse.reading import open_warehouse

_EXPECTED = "SELECT state, count(*) FROM expected_reports GROUP BY state ORDER BY state"
_CONFIRMS = (State.PUBLISHED, State.WITH_FINDINGS, State.UNCHANGED)


@dataclass(frozen=True)
class Status:
    """What a monitor wants to know."""

    home: str
    published_at: str | None
    """UTC, ISO 8601; None where nothing was published."""
    age_hours: float | None
    """Since then."""
    confirmed_at: str | None
    """UTC, ISO 8601: when a run last found everything that it was asked for in the warehouse, or put it there."""
    confirmed_hours: float | None
    """Since then."""
    sha256: str | None
    """Of the published warehouse."""
    warehouse_bytes: int | None
    counts: dict[str, Any]
    """Reports, issuers, years and findings in the published warehouse."""
    expected: dict[str, int]
    """Expected reports by state, where a source list says what to expect."""
    originals: int
    queue: int
    """Originals of the home that the extractor of the last publication has not read."""
    failed: int
    """Of what was tried: failed and not read since."""
    last_run: dict[str, Any] | None
    running: Holder | None
    disk_free_bytes: int
    disk_wanted_bytes: int
    """That a run wants free before it begins."""
    wrong: tuple[str, ...]
    """In words, in the language that is spoken; empty where all is well."""


def status_of(home: Home, max_age_hours: float | None) -> Status:
    """Looks at the ledger and the published warehouse; changes nothing. FileNotFoundError where there is no home."""
    if not home.ledger.exists():
        raise FileNotFoundError(home.ledger)
    ledger, history = Ledger(home.ledger), History(home.ledger)
    publication = ledger.published() if home.warehouse.exists() else None
    runs = history.runs(1)
    now = datetime.now(UTC)
    age = _hours(publication.published_at, now) if publication else None
    confirmed = _confirmed(publication.published_at, history) if publication else None
    unconfirmed = _hours(confirmed, now) if confirmed else None
    running = holder(home.lock) or holder(home.collecting_lock)
    failed = len(history.failures())
    snapshots = ledger.snapshots()
    counts = _counts(home) if publication else {}
    # A run that collects says nothing of the ones that read.
    lasts = [one for one in (history.last_of(lambda run: not run.collects), history.last_of(_collects)) if one]
    killed = [one for one in lasts if one.state is None and holder(home.lock_of(one)) is None]
    free, wanted = shutil.disk_usage(home.folder).free, room_wanted(home.warehouse)
    wrong = _wrong(publication is not None, unconfirmed, max_age_hours, lasts, killed, failed)
    wrong += _no_room(free, wanted)
    if publication and not counts:
        wrong.append(_("the warehouse is damaged or of another version: gongkai rebuild makes it anew"))
    return Status(
        home=str(home.folder),
        published_at=publication.published_at.isoformat() if publication else None,
        age_hours=age,
        confirmed_at=confirmed.isoformat() if confirmed else None,
        confirmed_hours=unconfirmed,
        sha256=(publication.sha256 or None) if publication else None,
        warehouse_bytes=home.warehouse.stat().st_size if publication else None,
        counts=counts,
        expected=_expected(home) if publication else {},
        originals=len(snapshots),
        queue=len(snapshots) - ledger.read_last(),
        failed=failed,
        last_run=_last(runs[0]) if runs else None,
        running=running,
        disk_free_bytes=free,
        disk_wanted_bytes=wanted,
        wrong=tuple(wrong),
    )


def _no_room(free: int, wanted: int) -> list[str]:
    if free >= wanted:
        return []
    room = _("the disk has {free} MB left, and a run wants {wanted} MB")
    return [room.format(free=f"{free / 2**20:,.0f}", wanted=f"{wanted / 2**20:,.0f}")]


def _hours(since: datetime, now: datetime) -> float:
    return round((now - since).total_seconds() / 3600, 2)


def _confirmed(published_at: datetime, history: History) -> datetime:
    """Quiet nights publish nothing; the history may have been lost."""
    last = history.last_of(lambda run: run.state in _CONFIRMS)
    return max(published_at, last.ended_at) if last and last.ended_at else published_at


def _collects(run: Run) -> bool:
    return run.collects


def _counts(home: Home) -> dict[str, Any]:
    """None of them where the warehouse cannot be read as one of this version."""
    names = ("reports", "issuers", "first_year", "last_year", "cells", "statistics", "unreadable", "findings")
    try:
        counts = of_warehouse(home.warehouse, home.folder)
    except duckdb.Error:
        return {}
    return {name: counts[name] for name in names}


def _expected(home: Home) -> dict[str, int]:
    try:
        connection = open_warehouse(home.warehouse)
    except duckdb.Error:
        return {}
    with connection:
        tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        return dict(connection.execute(_EXPECTED).fetchall()) if "expected_reports" in tables else {}


def _last(run: Run) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "flow": run.flow,
        "began_at": run.began_at.isoformat(),
        "seconds": run.seconds,
        "state": str(run.state) if run.state else None,
        "message": of_run(run),
    }


def _wrong(
    published: bool,
    unconfirmed: float | None,
    max_age: float | None,
    lasts: list[Run],
    killed: list[Run],
    failed: int,
) -> list[str]:
    found = []
    if not published:
        found.append(_("nothing has been published"))
    if unconfirmed is not None and max_age is not None and unconfirmed > max_age:
        late = _("no run has confirmed the warehouse for {hours} hours, more than {most}")
        found.append(late.format(hours=f"{unconfirmed:,.1f}", most=f"{max_age:,.1f}"))
    for last in lasts:
        if last.state and last.state.bad:
            ended = _("the last run ({flow}) ended as {state}: {message}")
            found.append(ended.format(flow=last.flow, state=_(last.state), message=last.message))
    found += [_("the last run ({flow}) was {state}").format(flow=one.flow, state=_(State.KILLED)) for one in killed]
    if failed:
        unread = ngettext(
            "{} report failed and was not read since", "{} reports failed and were not read since", failed
        )
        found.append(unread.format(f"{failed:,}"))
    return found
