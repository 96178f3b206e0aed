"""The statements in `sql/`, by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SQL = Path(__file__).parent / "sql"


@cache
def query(name: str) -> str:
    """The text of `sql/NAME.sql`: `query("workbook/series")`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
