"""The statements in `sql/`, by name, and what is put into one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

SQL = Path(__file__).parent / "sql"


def quoted(text: str | Path) -> str:
    """A text as a literal of SQL, for statements that take no parameters (ATTACH, COPY, SET)."""
    return "'" + str(text).replace("'", "''") + "'"


def queries_of(folder: Path) -> Callable[[str], str]:
    """A function that gives the text of `folder`/NAME.sql."""

    @cache
    def query(name: str) -> str:
        return (folder / f"{name}.sql").read_text(encoding="utf-8")

    return query


query = queries_of(SQL)
"""The text of `sql/NAME.sql`: `query("workbook/series")`."""
