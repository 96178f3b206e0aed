"""The statements in `sql/`, by name: `query("collecting/note")`."""

from __future__ import annotations

from pathlib import Path

from warehouse.queries import queries_of

query = queries_of(Path(__file__).parent / "sql")
