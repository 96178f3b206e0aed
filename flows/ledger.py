"""The ledger of a home: which contents were taken in, which of them are read by which extractor, what was published."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.queries import query
from flows.seals import sealed


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One original in the store."""

    sha256: str
    file: str
    """Name under which it first came."""
    bytes: int
    taken_at: datetime
    """UTC."""


@dataclass(frozen=True)
class Publication:
    """One publication of the warehouse."""

    run_id: str
    published_at: datetime
    """UTC."""
    fingerprint: str
    """Of everything that went into it; empty while it is under way."""
    sha256: str | None
    """Of the file."""


class Ledger:
    """Opens (and, where missing, makes) the ledger at `path`. Each call is one transaction."""

    def __init__(self, path: Path):
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as connection:
            connection.executescript(query("ledger"))
            columns = {row[1] for row in connection.execute("PRAGMA table_info(publications)")}
            if "sha256" not in columns:  # A ledger of a version before 0.2.
                connection.execute("ALTER TABLE publications ADD COLUMN sha256 TEXT")

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=60)

    def take(self, snapshots: Iterable[Snapshot]) -> None:
        """Notes contents as taken in; one that is known keeps its first name and time."""
        rows = [(s.sha256, s.file, s.bytes, s.taken_at.isoformat()) for s in snapshots]
        with closing(self._connect()) as connection, connection:
            connection.executemany("INSERT OR IGNORE INTO snapshots VALUES (?, ?, ?, ?)", rows)

    def correct(self, snapshot: Snapshot) -> None:
        """Notes a content as taken in, whatever was noted of it before."""
        row = (snapshot.sha256, snapshot.file, snapshot.bytes, snapshot.taken_at.isoformat())
        with closing(self._connect()) as connection, connection:
            connection.execute("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)", row)

    def snapshots(self) -> list[Snapshot]:
        """All contents taken in, by hash."""
        with closing(self._connect()) as connection:
            rows = connection.execute("SELECT sha256, file, bytes, taken_at FROM snapshots ORDER BY sha256").fetchall()
        return [Snapshot(sha256, file, size, datetime.fromisoformat(at)) for sha256, file, size, at in rows]

    def note_files(self, rows: Iterable[tuple[bytes, str, str]]) -> None:
        """Notes files as taken in: path, state and contents."""
        with closing(self._connect()) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO taken_files VALUES (?, ?, ?)", rows)

    def noted_files(self, paths: Sequence[bytes]) -> dict[bytes, tuple[str, str]]:
        """State and contents of those of some thousand files that were noted."""
        marks = ", ".join("?" * len(paths))
        with closing(self._connect()) as connection:
            rows = connection.execute(f"SELECT * FROM taken_files WHERE path IN ({marks})", paths).fetchall()  # noqa: S608
        return {path: (state, contents) for path, state, contents in rows}

    def stage(self, hashes: Iterable[str], extractor: str, batch: str) -> None:
        """Notes contents as read by `extractor` into the staging folder `batch`."""
        with closing(self._connect()) as connection, connection:
            connection.executemany(
                "INSERT OR REPLACE INTO staged VALUES (?, ?, ?)", [(sha256, extractor, batch) for sha256 in hashes]
            )

    def staged(self, extractor: str, staging: Path) -> dict[str, str]:
        """Staging folder of each content that `extractor` has read, where the folder is there and complete."""
        with closing(self._connect()) as connection:
            rows = connection.execute("SELECT sha256, batch FROM staged WHERE extractor = ?", [extractor]).fetchall()
        whole = {batch for batch in {batch for _, batch in rows} if sealed(staging / extractor / batch)}
        return {sha256: batch for sha256, batch in rows if batch in whole}

    def forget(self, extractor: str, but: Iterable[str] = ()) -> None:
        """Forgets what `extractor` has read, so that it is read again; not so for the contents named in `but`."""
        kept = set(but)
        with closing(self._connect()) as connection, connection:
            read = connection.execute("SELECT sha256 FROM staged WHERE extractor = ?", [extractor]).fetchall()
            connection.executemany(
                "DELETE FROM staged WHERE extractor = ? AND sha256 = ?",
                [(extractor, sha256) for (sha256,) in read if sha256 not in kept],
            )

    def forget_batches(self, extractor: str, batches: Iterable[str]) -> None:
        """Forgets these staging folders of an extractor."""
        with closing(self._connect()) as connection, connection:
            connection.executemany(
                "DELETE FROM staged WHERE extractor = ? AND batch = ?", [(extractor, batch) for batch in batches]
            )

    def read_last(self) -> int:
        """How many contents the extractor has read that read last."""
        with closing(self._connect()) as connection:
            row = connection.execute(
                "SELECT count(*) FROM staged WHERE extractor = "
                "(SELECT extractor FROM staged ORDER BY rowid DESC LIMIT 1)"
            ).fetchone()
        return int(row[0])

    def publish(
        self,
        run_id: str,
        at: datetime,
        fingerprint: str,
        sha256: str,
        batches: Mapping[str, str] | None = None,
        code: str = "",
    ) -> None:
        """Notes a publication, what went into it, and the hash of the file; with the seals of its `batches` and what
        `code` made it, where it can be carried on."""
        with closing(self._connect()) as connection, connection:
            connection.execute(
                "INSERT OR REPLACE INTO publications VALUES (?, ?, ?, ?)",
                [run_id, at.isoformat(), fingerprint, sha256],
            )
            connection.execute("DELETE FROM published_batches")
            connection.executemany(
                "INSERT INTO published_batches VALUES (?, ?, ?)",
                [(batch, seal, code) for batch, seal in (batches or {}).items()],
            )

    def published_batches(self, code: str) -> dict[str, str]:
        """The batches that the published file was made from, with their seals; none where other code made it."""
        with closing(self._connect()) as connection:
            rows = connection.execute("SELECT batch, seal FROM published_batches WHERE code = ?", [code]).fetchall()
        return dict(rows)

    def published(self) -> Publication | None:
        """The last publication; by order, as clocks may be set back."""
        with closing(self._connect()) as connection:
            row = connection.execute(
                "SELECT run_id, published_at, fingerprint, sha256 FROM publications ORDER BY rowid DESC LIMIT 1"
            ).fetchone()
        return Publication(row[0], datetime.fromisoformat(row[1]), row[2], row[3]) if row else None


def fault(path: Path) -> str | None:
    """What is wrong with the ledger at `path` by itself, in one line: SQLite finds damage, or a flipped bit has left
    what is no text or no time. None where it is whole. The file must be there."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                return str(found)
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- a name from the catalogue
                times = [at for at, column in enumerate(cursor.description) if column[0].endswith("_at")]
                for row in cursor:
                    for at in times:
                        if row[at] is not None:
                            datetime.fromisoformat(row[at])
    except (sqlite3.Error, ValueError, TypeError) as error:
        return str(error)
    return None if tables else "there is no table in it"
