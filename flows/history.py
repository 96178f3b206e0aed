"""The history of a home: its runs, and the contents that the last ones failed on. Failures are taken up again by the
next run, by themselves; once read, they are forgotten here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from flows.language import to_say
from flows.ledger import Snapshot
from flows.queries import query

_COLUMNS = "run_id, flow, parameters, began_at, ended_at, state, message, counts"


class State(StrEnum):
    """How a run ended."""

    PUBLISHED = to_say("published")
    WITH_FINDINGS = to_say("published with findings")
    UNCHANGED = to_say("unchanged")
    NOTHING_READ = to_say("nothing read")
    WHOLE = to_say("whole")
    DAMAGED = to_say("damaged")
    COLLECTED = to_say("collected")
    STOPPED = to_say("stopped by an expectation")
    FAILED = to_say("failed")
    INTERRUPTED = to_say("interrupted")
    KILLED = to_say("killed")
    """It ended without a word: nobody holds the home, and its end is not noted."""

    @property
    def bad(self) -> bool:
        """Whether somebody should look."""
        return self in (State.STOPPED, State.FAILED, State.KILLED, State.DAMAGED, State.INTERRUPTED)


@dataclass(frozen=True)
class Run:
    """One run, as it is noted."""

    run_id: str
    flow: str
    parameters: dict[str, Any]
    began_at: datetime
    ended_at: datetime | None
    state: State | None
    """None while it is under way, or where it was killed."""
    message: str | None
    counts: dict[str, int]

    @property
    def collects(self) -> bool:
        """Whether it brings originals: such a run holds a lock of its own, beside one that reads."""
        return self.flow == "collect"

    @property
    def seconds(self) -> float | None:
        """How long it took."""
        return (self.ended_at - self.began_at).total_seconds() if self.ended_at else None


@dataclass(frozen=True)
class Failure:
    """A content that could not be read for a reason that may pass."""

    snapshot: Snapshot
    run_id: str
    reason: str


class History:
    """Opens (and, where missing, makes) the tables in the ledger at `path`. Each call is one transaction."""

    def __init__(self, path: Path):
        self._path = path
        with closing(self._connect()) as connection:
            connection.executescript(query("history"))

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=60)

    def begin(self, run_id: str, flow: str, parameters: Mapping[str, Any]) -> None:
        """Notes that a run begins."""
        row = (run_id, flow, json.dumps(parameters, ensure_ascii=False), datetime.now(UTC).isoformat())
        with closing(self._connect()) as connection, connection:
            connection.execute("INSERT INTO runs (run_id, flow, parameters, began_at) VALUES (?, ?, ?, ?)", row)

    def end(self, run_id: str, state: State, message: str = "", counts: Mapping[str, int] | None = None) -> None:
        """Notes how it ended."""
        row = (datetime.now(UTC).isoformat(), str(state), message or None, json.dumps(dict(counts or {})), run_id)
        with closing(self._connect()) as connection, connection:
            connection.execute("UPDATE runs SET ended_at = ?, state = ?, message = ?, counts = ? WHERE run_id = ?", row)

    def runs(self, last: int = -1) -> list[Run]:
        """The last so many runs, or all, newest first."""
        with closing(self._connect()) as connection:
            query = f"SELECT {_COLUMNS} FROM runs ORDER BY no DESC LIMIT ?"  # noqa: S608 -- names of our own
            return [_run(row) for row in connection.execute(query, [last])]

    def last_of(self, kind: Callable[[Run], bool]) -> Run | None:
        """The last run of a kind."""
        return next(filter(kind, self.runs()), None)

    def latest(self) -> datetime | None:
        """When something was last begun or ended here, by the clocks of that time, the last run's alone."""
        runs = self.runs(1)
        return (runs[0].ended_at or runs[0].began_at) if runs else None

    def fail(self, snapshots: Iterable[Snapshot], run_id: str, reason: str) -> None:
        """Notes contents as failed."""
        rows = [(s.sha256, s.file, s.bytes, s.taken_at.isoformat(), run_id, reason) for s in snapshots]
        with closing(self._connect()) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?)", rows)

    def mend(self, hashes: Iterable[str]) -> None:
        """Forgets failures on contents that have been read."""
        with closing(self._connect()) as connection, connection:
            connection.executemany("DELETE FROM failures WHERE sha256 = ?", [(sha256,) for sha256 in hashes])

    def failures(self) -> list[Failure]:
        """What is failed and not read since, by hash."""
        with closing(self._connect()) as connection:
            rows = connection.execute(
                "SELECT sha256, file, bytes, taken_at, run_id, reason FROM failures ORDER BY sha256"
            ).fetchall()
        return [
            Failure(Snapshot(sha256, file, size, datetime.fromisoformat(at)), run_id, reason)
            for sha256, file, size, at, run_id, reason in rows
        ]


def _run(row: tuple[Any, ...]) -> Run:
    run_id, flow, parameters, began, ended, state, message, counts = row
    return Run(
        run_id=run_id,
        flow=flow,
        parameters=json.loads(parameters),
        began_at=datetime.fromisoformat(began),
        ended_at=datetime.fromisoformat(ended) if ended else None,
        state=State(state) if state else None,
        message=message,
        counts=json.loads(counts or "{}"),
    )
