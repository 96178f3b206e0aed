"""The ledger of a home: which contents were taken in, which of them are read by which extractor, what was published."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_SCHEMA = Path(__file__).with_name("ledger.sql")


@dataclass(frozen=True)
class Snapshot:
    """One original in the store."""

    sha256: str
    file: str
    """Name under which it first came."""
    bytes: int
    taken_at: datetime
    """UTC."""


class Ledger:
    """Opens (and, where missing, makes) the ledger at `path`. Each call is one transaction."""

    def __init__(self, path: Path):
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as connection:
            connection.executescript(_SCHEMA.read_text(encoding="utf-8"))

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=60)

    def take(self, snapshots: Iterable[Snapshot]) -> None:
        """Notes contents as taken in; one that is known keeps its first name and time."""
        rows = [(s.sha256, s.file, s.bytes, s.taken_at.isoformat()) for s in snapshots]
        with closing(self._connect()) as connection, connection:
            connection.executemany("INSERT OR IGNORE INTO snapshots VALUES (?, ?, ?, ?)", rows)

    def snapshots(self) -> list[Snapshot]:
        """All contents taken in, by hash."""
        with closing(self._connect()) as connection:
            rows = connection.execute("SELECT sha256, file, bytes, taken_at FROM snapshots ORDER BY sha256").fetchall()
        return [Snapshot(sha256, file, size, datetime.fromisoformat(at)) for sha256, file, size, at in rows]

    def stage(self, hashes: Iterable[str], extractor: str, batch: str) -> None:
        """Notes contents as read by `extractor` into the staging folder `batch`."""
        with closing(self._connect()) as connection, connection:
            connection.executemany(
                "INSERT OR REPLACE INTO staged VALUES (?, ?, ?)", [(sha256, extractor, batch) for sha256 in hashes]
            )

    def staged(self, extractor: str) -> dict[str, str]:
        """Staging folder of each content that `extractor` has read."""
        with closing(self._connect()) as connection:
            rows = connection.execute("SELECT sha256, batch FROM staged WHERE extractor = ?", [extractor]).fetchall()
        return dict(rows)

    def publish(self, run_id: str, at: datetime, fingerprint: str) -> None:
        """Notes a publication and what went into it."""
        with closing(self._connect()) as connection, connection:
            connection.execute(
                "INSERT OR REPLACE INTO publications VALUES (?, ?, ?)", [run_id, at.isoformat(), fingerprint]
            )

    def published(self) -> str | None:
        """Fingerprint of the last publication."""
        with closing(self._connect()) as connection:
            row = connection.execute(
                "SELECT fingerprint FROM publications ORDER BY published_at DESC LIMIT 1"
            ).fetchone()
        return row[0] if row else None
