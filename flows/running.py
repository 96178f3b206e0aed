"""One run of a flow in a home: it holds the home, has looked whether it can be written, and is in its history."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any
from uuid import uuid4

from prefect.runtime import flow_run

from flows import faults, store, temporary_server, versions
from flows.history import History, State
from flows.home import Home
from flows.home_mending import Mended, mend_ledger
from flows.ledger import Ledger
from flows.lock import hold
from flows.summary import PublicationStopped
from warehouse.publish import clear

_PATHS = ("sources", "source_list")


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
    flow: str,
    place: Home,
    parameters: Mapping[str, Any],
    *,
    wait: float | None = 0,
    trust_clock: bool = False,
    originals: str | None = None,
) -> Iterator[Running]:
    """Holds the home for a run of `flow`; waits up to `wait` seconds (None: for ever) where another holds it. A new
    home keeps its originals at the address `originals`, where one is given.

    HomeInUse, HomeFault or ClockWentBack where it cannot begin. How it ends is for the flow to note where it ends well.
    """
    asked = {name: value for name, value in parameters.items() if value}
    with faults.told(place.folder):
        faults.check_writable(place.folder, faults.room_wanted(place.warehouse))
        with hold(place.lock, flow, wait):
            store.settle(place.store, place.own_snapshots, originals)
            mended = mend_ledger(place)
            ledger, history = Ledger(place.ledger), History(place.ledger)
            if not trust_clock:
                faults.check_clock(history.latest())
            before = history.last_of(lambda run: not run.collects)
            killed = before is not None and before.ended_at is None
            if killed:
                _sweep(place)
            with noted(history, flow, asked, place) as run_id:
                yield Running(
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


@contextmanager
def noted(history: History, flow: str, asked: Mapping[str, Any], place: Home) -> Iterator[str]:
    """A run in the history of a home; gives its id. How it ends is noted here where it ends badly."""
    temporary_server.end_with_this_process()
    run_id = str(flow_run.get_id() or uuid4())
    history.begin(run_id, flow, _from_anywhere(asked))
    try:
        yield run_id
    except BaseException as error:
        history.end(run_id, *_end_of(faults.of_machine(error, place.folder) or error))
        raise


def _from_anywhere(asked: Mapping[str, Any]) -> dict[str, Any]:
    """With whole paths, so that the command that tries a run again works in any folder."""

    def whole(value: Any) -> Any:
        return [str(Path(one).absolute()) for one in value] if isinstance(value, list) else str(Path(value).absolute())

    return {name: whole(value) if name in _PATHS else value for name, value in asked.items()}


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
    leftovers = (place.own_snapshots.glob("*/*.partial"), place.differences.glob("*.partial"))
    for file in (file for files in leftovers for file in files):
        file.unlink(missing_ok=True)
    for unfinished in (place.build, place.part):
        clear(unfinished)
