"""What is known of each address, in the home's ledger: validators, last version, last outcome. By it a second run asks
only for what changed, and a killed one goes on where it was."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.collecting.sourcelist import Source
from flows.ledger import Snapshot
from flows.queries import query

# A killed run that is older than this is not gone on with: its answers are no longer today's.
_RESUMED_WITHIN = timedelta(days=3)

DONE = ("new", "changed", "unchanged")
"""Outcomes after which the content is there."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """One address. Fields as in collecting.sql; times are ISO 8601, UTC."""

    address: str
    role: str
    issuer: str = ""
    report_year: int | None = None
    found_on: str | None = None
    outcome: str
    reason: str = ""
    again: bool = False
    status: int | None = None
    final_address: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    tried_at: str
    fetched_at: str | None = None


def now() -> str:
    """The time, as it is kept."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class State:
    """Opens (and, where missing, makes) the tables in the ledger at `path`. Each call is one transaction."""

    def __init__(self, path: Path):
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as connection:
            connection.executescript(query("collecting/collecting"))

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=60)
        connection.row_factory = sqlite3.Row
        return connection

    def get(self, address: str) -> Known | None:
        """What is known of an address."""
        with closing(self._connect()) as connection:
            row = connection.execute("SELECT * FROM addresses WHERE address = ?", [address]).fetchone()
        return _known(row) if row else None

    def all(self) -> list[Known]:
        """What is known of all addresses."""
        with closing(self._connect()) as connection:
            return [_known(row) for row in connection.execute("SELECT * FROM addresses ORDER BY address")]

    def note(self, known: Known, size: int | None = None) -> None:
        """Keeps what is known; with `size`, its content is a version of `size` bytes that came now."""
        with closing(self._connect()) as connection, connection:
            connection.execute(query("collecting/note"), asdict(known))
            if size is not None:
                connection.execute(
                    "INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?)",
                    [known.address, known.sha256, size, known.fetched_at],
                )

    def begin(self, sources: Sequence[Source]) -> tuple[str, bool]:
        """Begins to collect a list: since when its answers count, and whether an interrupted run is gone on with."""
        key = _key(sources)
        with closing(self._connect()) as connection, connection:
            row = connection.execute(
                "SELECT begun_at, ended_at FROM collections WHERE list = ? ORDER BY begun_at DESC LIMIT 1", [key]
            ).fetchone()
            if row and row[1] is None and datetime.now(UTC) - datetime.fromisoformat(row[0]) < _RESUMED_WITHIN:
                return row[0], True
            begun_at = now()
            connection.execute("INSERT INTO collections VALUES (?, ?, NULL)", [key, begun_at])
            return begun_at, False

    def end(self, sources: Sequence[Source], begun_at: str) -> None:
        """Notes that a list was gone through to its end."""
        with closing(self._connect()) as connection, connection:
            connection.execute(
                "UPDATE collections SET ended_at = ? WHERE list = ? AND begun_at = ?", [now(), _key(sources), begun_at]
            )


def _known(row: sqlite3.Row) -> Known:
    return Known(**{**dict(row), "again": bool(row["again"])})


def _key(sources: Sequence[Source]) -> str:
    return hashlib.sha256(repr([astuple(source) for source in sources]).encode()).hexdigest()[:16]


def collected(ledger: Path) -> list[Snapshot]:
    """Every version of every report that was collected into the home of `ledger`, to be read by the main flow."""
    State(ledger)
    with closing(sqlite3.connect(ledger, timeout=60)) as connection:
        rows = connection.execute(query("collecting/collected")).fetchall()
    found: dict[str, Snapshot] = {}
    for sha256, address, size, fetched_at in rows:
        at = datetime.fromisoformat(fetched_at).replace(microsecond=0)
        found.setdefault(sha256, Snapshot(sha256, address, size, at))
    return list(found.values())
