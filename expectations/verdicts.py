"""What people have said of findings, put beside them: who dismisses a finding takes the mark from its figures.

A verdict belongs to the operands and not to the run: it is on whatever finding rests on the same boxes with the same
numbers, and on none once they have changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import duckdb
import msgspec

from expectations.filling import fill
from expectations.queries import query

_TYPES = dict.fromkeys(("operands", "verdict", "reason", "who", "said_of", "message"), "VARCHAR")
_TYPES["said_at"] = "TIMESTAMP"


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One verdict, as it was given."""

    operands: str
    """What the finding rested on, hashed (`finding_operands`)."""
    verdict: Literal["accepted", "dismissed"]
    reason: str
    who: str
    said_at: datetime
    said_of: str
    """The finding's identifier then."""
    message: str
    """What it said then, in Chinese."""


def name_operands(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary view `finding_operands` of a warehouse: findings in force with the hash of their operands."""
    connection.execute(query("operands"))


def put_beside(connection: duckdb.DuckDBPyConnection, said: Sequence[Said]) -> None:
    """Fill `verdicts` of the current database, whose findings are there."""
    name_operands(connection)
    rows = [msgspec.structs.asdict(one) | {"said_at": one.said_at.astimezone(UTC).isoformat()[:19]} for one in said]
    fill(connection, "CREATE OR REPLACE TEMP TABLE said AS", rows, _TYPES)
    connection.execute(query("verdicts"))
