"""What people have said of findings: accepted as an error of the issuer, or dismissed, with a reason.

A verdict belongs to the operands and not to the run: it stays while the same boxes hold the same numbers, and is gone
of itself when one of them changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import duckdb

from expectations.verdicts import Said, name_operands
from flows.queries import query
from warehouse.reading import leave_out, open_warehouse

NAME = "verdicts.sqlite"
"""File in the warehouse home."""


@dataclass(frozen=True)
class Verdict:
    """One, as it was given."""

    verdict: Literal["accepted", "dismissed"]
    reason: str
    who: str
    said_at: str
    """UTC, ISO 8601."""


@dataclass(frozen=True)
class Open:
    """A finding of the published warehouse, with the verdict on it."""

    finding_id: str
    check_id: str
    severity: str
    issuer: str | None
    report_year: int | None
    title_zh: str
    title_en: str
    message_zh: str
    message_en: str
    operands: str
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Lapsed:
    """A verdict whose finding is no longer in force with the same figures."""

    operands: str
    finding_id: str
    """As it was when the verdict was given."""
    message: str
    """What the finding said, in Chinese."""
    verdict: Verdict


class Verdicts:
    """The verdicts of a home; the file is made at the first verdict."""

    def __init__(self, home: Path):
        self._path = home / NAME

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=60)
        connection.executescript(query("verdicts"))
        return connection

    def all(self) -> dict[str, Verdict]:
        """By operands."""
        if not self._path.exists():
            return {}
        with closing(self._connect()) as connection:
            rows = connection.execute("SELECT operands, verdict, reason, who, said_at FROM verdicts").fetchall()
        return {operands: Verdict(*rest) for operands, *rest in rows}

    def said(self) -> list[Said]:
        """All of them, to be published beside the findings."""
        if not self._path.exists():
            return []
        with closing(self._connect()) as connection:
            sql = "SELECT operands, verdict, reason, who, said_at, finding_id, message FROM verdicts ORDER BY operands"
            rows = connection.execute(sql).fetchall()
        return [
            Said(
                operands=operands,
                verdict=verdict,
                reason=reason,
                who=who,
                said_at=datetime.fromisoformat(said_at),
                said_of=finding_id,
                message=message,
            )
            for operands, verdict, reason, who, said_at, finding_id, message in rows
        ]

    def give(self, finding: Open, verdict: Literal["accepted", "dismissed"], reason: str, who: str) -> None:
        """Put a verdict on a finding, in place of one that may be there."""
        said = datetime.now(UTC).isoformat(timespec="seconds")
        row = (finding.operands, verdict, reason, who, said, finding.finding_id, finding.message_zh)
        with closing(self._connect()) as connection, connection:
            connection.execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def lapsed(self, in_force: Iterable[Open]) -> list[Lapsed]:
        """Those that belong to none of the findings in force: their figures have changed, or the rule holds now."""
        if not self._path.exists():
            return []
        known = {one.operands for one in in_force}
        with closing(self._connect()) as connection:
            sql = "SELECT operands, finding_id, message, verdict, reason, who, said_at FROM verdicts ORDER BY said_at"
            rows = connection.execute(sql).fetchall()
        return [
            Lapsed(operands, finding_id, message, Verdict(*said))
            for operands, finding_id, message, *said in rows
            if operands not in known
        ]

    def take_back(self, finding: Open | Lapsed) -> None:
        """Forget the verdict on a finding."""
        with closing(self._connect()) as connection, connection:
            connection.execute("DELETE FROM verdicts WHERE operands = ?", [finding.operands])


@contextmanager
def open_live(warehouse: Path, home: Path, *, memory: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse file, open, with the view `live_findings`: without what people of this home have dismissed. With
    `memory` (`600MB`) no more is taken, and the rest put on the disk.

    FileNotFoundError where there is no such file.
    """
    with TemporaryDirectory() as scratch, open_warehouse(warehouse, memory=memory, scratch=Path(scratch)) as connection:
        leave_out(connection, dismissed(connection, home))
        yield connection


def dismissed(warehouse: duckdb.DuckDBPyConnection, home: Path) -> list[str]:
    """The ids of the findings that people have dismissed."""
    if not (home / NAME).exists():
        return []
    return [one.finding_id for one in findings(warehouse, home) if one.verdict and one.verdict.verdict == "dismissed"]


def findings(warehouse: duckdb.DuckDBPyConnection, home: Path) -> list[Open]:
    """The findings of reports in force, the gravest first, each with its verdict if it has one."""
    given = Verdicts(home).all()
    name_operands(warehouse)
    cursor = warehouse.execute(query("findings"))
    names = [column[0] for column in cursor.description or ()]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [Open(**one, verdict=given.get(one["operands"])) for one in found]
