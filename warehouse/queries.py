"""The statements in `sql/`, by name, and what is put into one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SQL = Path(__file__).parent / "sql"


def quoted(text: str | Path) -> str:
    """A text as a literal of SQL, for statements that take no parameters (ATTACH, COPY, SET)."""
    return "'" + str(text).replace("'", "''") + "'"


@cache
def query(name: str) -> str:
    """The text of `sql/NAME.sql`: `query("workbook/series")`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
