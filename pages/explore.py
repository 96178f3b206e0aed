"""The page of questions: DuckDB-Wasm over the published warehouse, in the browser.

The warehouse file itself is asked and not its Parquet export: DuckDB-Wasm fetches its Parquet reader from the network,
and the file has the views and macros that people's questions are written in.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pages.folder import Folder
from pages.layout import POLICY, draw

_HERE = Path(__file__).parent
_DUCKDB = _HERE / "vendor" / "duckdb"
EXPLORE = "explore.html"
WAREHOUSE = "data/gongkai.duckdb"
"""Paths from the root of the site."""
_ASSETS = "assets/duckdb"
_FILES = ("duckdb.js", "duckdb-browser-eh.worker.js", "duckdb-eh.wasm", "LICENSES.txt")
_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
_POLICY += "; worker-src 'self'; connect-src 'self'"
"""As of the other pages, and that the browser may compile WebAssembly and ask its own server for the warehouse."""


def available() -> bool:
    """Whether DuckDB-Wasm has been fetched (`make explore`)."""
    return all((_DUCKDB / name).is_file() for name in _FILES)


def standing(folder: Folder) -> bool:
    """Whether the site has the page, with all that it takes, from an earlier build."""
    return all((folder.path / name).is_file() for name in (EXPLORE, *(f"{_ASSETS}/{one}" for one in _FILES)))


def write_explore(folder: Folder, warehouse: Path) -> None:
    """Write the page, DuckDB-Wasm (as fetched, else as it is there from before) and the warehouse into the site."""
    source = _DUCKDB if available() else folder.path / _ASSETS
    for name in _FILES:
        folder.page(f"{_ASSETS}/{name}", (source / name).read_bytes())
    folder.page("assets/explore.js", (_HERE / "explore.js").read_bytes())
    folder.page(WAREHOUSE, warehouse.read_bytes())
    page = draw("explore", EXPLORE, "explore.heading", explore=True, policy=_POLICY, questions=questions())
    folder.page(EXPLORE, page)


@cache
def questions() -> tuple[dict[str, Any], ...]:
    """Those that the page begins with: zh, en, sql."""
    return tuple(yaml.safe_load((_HERE / "questions.yaml").read_text(encoding="utf-8")))
