"""How much memory DuckDB takes while a warehouse is made, checked and compared. What does not fit goes to disk."""

from __future__ import annotations

import os

SETTING = "GONGKAI_DUCKDB_MEMORY"
USUAL = "1GB"


def bounded() -> dict[str, str | bool | int | float | list[str]]:
    """The configuration of a connection: at most 1 GB, or what GONGKAI_DUCKDB_MEMORY says (`4GB`, `60%`)."""
    return {"memory_limit": os.environ.get(SETTING, USUAL)}
