"""Connections to DuckDB: silent, and bounded where much is to be done."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import duckdb

SETTING = "GONGKAI_DUCKDB_MEMORY"
USUAL = "600MB"
SILENT = "SET enable_progress_bar = false"
"""DuckDB draws a bar on standard output for what takes over two seconds, be that a terminal or a file of JSON."""


def bounded(usual: str = USUAL) -> dict[str, Any]:
    """Configuration with at most 600 MB of memory, or what GONGKAI_DUCKDB_MEMORY says (`4GB`): more goes to disk."""
    return {"memory_limit": os.environ.get(SETTING, usual)}


def without_pandas() -> None:
    """From now on this process finds no pandas. Where the first parameter is bound, DuckDB imports it, to see whether
    that is a frame: 44 MB and 0.2 s."""
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]  # As Python has it for a module not to be found.


def connect(path: Path | None = None, *, read_only: bool = False, **config: Any) -> duckdb.DuckDBPyConnection:
    """A connection to a file, or to memory alone, that draws nothing."""
    connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=config)
    connection.execute(SILENT)
    return connection
