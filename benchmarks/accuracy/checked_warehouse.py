"""Reports in a checked warehouse of their own, from which the measurements of the rules read what was found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

from expectations.checks import check_file
from gongkai.model import Report
from warehouse.build import RunInfo, build
from warehouse.staging import Source, write_batch

_BATCH = 250


def checked_warehouse(folder: Path, reports: Iterable[Report]) -> Path:
    """Reports read into a checked warehouse, a batch at a time."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    left = iter(reports)
    for number in count():
        part = list(islice(left, _BATCH))
        if not part:
            break
        sources = {one.sha256: Source(one.file, one.sha256, 0, now) for one in part}
        write_batch(part, sources, folder / "staging" / f"{number:06}", extractor="accuracy")
    target = folder / "build.duckdb"
    run = RunInfo(run_id="accuracy", started_at=now, published_at=now, extractor="accuracy")
    build(folder / "staging", target, run)
    check_file(target)
    return target
