"""Readers of a published warehouse, each a process: they open it, look at several tables, and close it, over and over.

Printed is one line a reading: the reports, and what several statements counted in one connection.
"""

from __future__ import annotations

import sys
from pathlib import Path

COUNTS = (
    "SELECT count(*) FROM reports",
    "SELECT count(*) FROM cells",
    "SELECT count(*) FROM observations",
    "SELECT reports FROM runs",
)


def notebook(path: Path) -> None:
    """As in a notebook: the connection stays open while several questions are asked."""
    import duckdb

    with duckdb.connect(str(path), read_only=True) as connection:
        found = []
        for sql in COUNTS:
            found += connection.execute(sql).fetchall()[0]
    print(*found, flush=True)


def site(path: Path) -> None:
    """As the builder of pages reads it."""
    import re

    from pages.quality import quality_page
    from warehouse.reading import open_warehouse

    with open_warehouse(path) as connection:
        found = [connection.execute(sql).fetchall()[0][0] for sql in COUNTS]
        page = quality_page(connection)
    assert re.search("<html", page)
    print(*found, flush=True)


if __name__ == "__main__":
    read = {"notebook": notebook, "site": site}[sys.argv[1]]
    while not Path(sys.argv[3]).exists():
        read(Path(sys.argv[2]))
