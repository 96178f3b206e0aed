"""The statements in `sql/`, by name; the rules' own are in `rules/`, those of expectations in `pipeline/`."""

from __future__ import annotations

from pathlib import Path

from warehouse.queries import queries_of

query = queries_of(Path(__file__).parent / "sql")
