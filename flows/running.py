"""One run of a flow in a home: it holds the home, has looked whether it can be written, and is in its history."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from shutil import rmtree
from typing import Any
from uuid import uuid4

from prefect.runtime import flow_run

from flows import faults, versions
from flows.history import History, State
from flows.home import Home
from flows.ledger import Ledger
from flows.lock import hold
from flows.mending import Mended, mend_ledger
from flows.summary import PublicationStopped


@dataclass(frozen=True)
class Running:
    """What a run works with."""

    run_id: str
    begin: datetime
    place: Home
    ledger: Ledger
    history: History
    extractor: str
    after_a_kill: bool
    """The run before this one ended without a word."""
    mended: tuple[Mended, ...]
    """What was done about a lost ledger."""
    parameters: str
    """What was asked for, as JSON."""


@contextmanager
def running(
    flow: str, place: Home, parameters: Mapping[str, Any], *, wait: float | None = 0, trust_clock: bool = False
) -> Iterator[Running]:
    """Holds the home for a run of `flow`; waits up to `wait` seconds (None: for ever) where another holds it.

    HomeInUse, HomeFault or ClockWentBack where it cannot begin. How it ends is for the flow to note where it ends well.
    """
    asked = {name: value for name, value in parameters.items() if value}
    with faults.told(place.folder):
        faults.check_writable(place.folder, faults.room_wanted(place.warehouse))
        with hold(place.lock, flow, wait):
            mended = mend_ledger(place)
            ledger, history = Ledger(place.ledger), History(place.ledger)
            if not trust_clock:
                faults.check_clock(history.latest())
            before = history.runs(1)
            killed = bool(before) and before[0].ended_at is None
            if killed:
                _sweep(place)
            run_id = str(flow_run.get_id() or uuid4())
            history.begin(run_id, flow, asked)
            run = Running(
                run_id=run_id,
                begin=datetime.now(UTC),
                place=place,
                ledger=ledger,
                history=history,
                extractor=versions.extractor(),
                after_a_kill=killed,
                mended=tuple(mended),
                parameters=json.dumps(asked, ensure_ascii=False),
            )
            try:
                yield run
            except BaseException as error:
                history.end(run_id, *_end_of(faults.of_machine(error, place.folder) or error))
                raise


def _end_of(error: BaseException) -> tuple[State, str]:
    if isinstance(error, PublicationStopped):
        return State.STOPPED, str(error)
    if isinstance(error, faults.HomeFault):
        return State.FAILED, str(error)
    if isinstance(error, Exception):
        return State.FAILED, f"{type(error).__name__}: {error}"
    return State.INTERRUPTED, type(error).__name__


def _sweep(place: Home) -> None:
    """Removes what a killed run left unfinished. Nothing refers to any of it."""
    for folder in place.staging.glob("*/.unfinished-*"):
        rmtree(folder, ignore_errors=True)
    leftovers = (place.snapshots.glob("*/*.partial"), place.differences.glob("*.partial"))
    for file in (*(file for files in leftovers for file in files), place.build, place.build_log):
        file.unlink(missing_ok=True)
