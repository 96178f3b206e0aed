"""A checked warehouse of files, read as the flow reads them, without the flow."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import expectations
import gongkai
from tests.warehouse.made import RUN
from warehouse.build import build
from warehouse.staging import Source, write_batch

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def built_from(files: list[Path], folder: Path) -> Path:
    """A checked warehouse of these files, read as the flow reads them."""
    reports = {}
    sources = {}
    for file in files:
        try:
            one = gongkai.read(file)
        except gongkai.UnreadableSource:
            continue
        reports[one.report_id] = one
        retrieved = datetime(2026, 1, 1, tzinfo=UTC)
        sources[one.sha256] = Source(file.name, one.sha256, file.stat().st_size, retrieved)
    write_batch(list(reports.values()), sources, folder / "staging" / "batch", extractor="test")
    target = folder / "gongkai.duckdb"
    build(folder / "staging", target, RUN)
    expectations.check_file(target)
    return target
