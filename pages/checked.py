"""The data-quality report of drafts alone: of a warehouse that holds just these."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import gongkai
from expectations import check_file
from pages.quality import quality_page
from warehouse.build import RunInfo, build
from warehouse.connection import connect
from warehouse.reading import open_warehouse
from warehouse.staging import Source, write_batch


def checked_page(
    reports: Sequence[gongkai.Report],
    others: Sequence[gongkai.Report],
    told: Sequence[tuple[str, str, Sequence[tuple[str, str]]]],
    language: str | None,
) -> str:
    """The page as HTML, in `language` or else the reader's; it takes a moment, as it is built like any other.

    `others` are the reports of the year before that the drafts are held against. `told` are the assessments: file,
    severity of the worst finding or "", lines in Chinese and in English.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    every = [*reports, *others]
    sources = {one.sha256: Source(one.file, one.sha256, 0, now) for one in every}
    with tempfile.TemporaryDirectory(prefix="gongkai-check-") as folder:
        staging, target = Path(folder) / "staging", Path(folder) / "check.duckdb"
        write_batch(every, sources, staging / "draft", extractor=gongkai.__version__)
        run = RunInfo(run_id="check", started_at=now, published_at=now, extractor=gongkai.__version__)
        build(staging, target, run)
        check_file(target)
        asked = [one.report_id for one in reports]
        with connect(target) as connection:
            # What last year's report has wrong of its own is no finding of the draft.
            connection.execute("DELETE FROM findings WHERE NOT list_contains(?, report_id)", [asked])
            connection.execute("DELETE FROM check_passes WHERE NOT list_contains(?, report_id)", [asked])
        with open_warehouse(target) as connection:
            return quality_page(connection, language=language, checked=told)
