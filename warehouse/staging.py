"""Staging: one folder a batch, one Parquet file a table, as the reports were read and nothing more.

A batch is written under a temporary name and renamed whole, so that a folder that is there is complete. Numbers are
exact: DECIMAL(38, 6), and one that does not fit is NULL with a problem beside it, never rounded.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from gongkai.model import Cell, Mention, Problem, Report, UnreadableSource
from gongkai.problem_words import in_words, refusal

TABLES = ("reports", "texts", "sections", "cells", "mentions", "problems")

_DECIMALS = 6
_LIMIT = Decimal(10) ** 24
"""Above any figure of a report, and small enough that no sum of a warehouse overflows DECIMAL(38, 6)."""
_SMALLINT = 2**15 - 1
_QUOTED = 400
"""Characters of what stands in a report that the Chinese sentence of a problem quotes; `found` has all of them."""


class Source(msgspec.Struct, frozen=True):
    """A file as it lies in the snapshot store."""

    file: str
    """Name under which it was handed in."""
    sha256: str
    bytes: int
    retrieved_at: datetime
    """When it was first taken into the store; without a zone it is UTC."""


Rows = list[dict[str, Any]]


def _fits(value: Decimal) -> bool:
    """Whether the column holds the number exactly. By its digits: arithmetic would round at the context's precision."""
    if not value.is_finite() or abs(value) >= _LIMIT:
        return False
    digits, exponent = value.as_tuple().digits, int(value.as_tuple().exponent)
    surplus = -exponent - _DECIMALS
    return surplus <= 0 or not any(digits[-surplus:])


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _small(number: int | None) -> int | None:
    """None for a coordinate that is no SMALLINT: a place that cannot be right is no place."""
    return number if number is not None and -_SMALLINT <= number <= _SMALLINT else None


def _problem(report: Report, problem: Problem) -> dict[str, Any]:
    return {
        "report_id": report.report_id,
        "file": report.file,
        "sha256": report.sha256,
        "code": problem.code,
        "message": problem.message,
        "message_zh": in_words(problem, "zh", _QUOTED),
        "found": problem.found,
        "expected": problem.expected,
        "candidates": list(problem.candidates),
        "span_start": problem.place.start,
        "span_end": problem.place.end,
        "table_no": _small(problem.place.table),
        "row_no": _small(problem.place.row),
    }


class _ReportRows:
    """The rows of one report, with the problems that come up while they are made."""

    def __init__(self, report: Report, source: Source, extractor: str):
        self.report = report
        self.problems = [_problem(report, one) for one in report.problems]
        head = report.head
        self.head: dict[str, Any] = {
            "report_id": report.report_id,
            "issuer_id": head.issuer_id,
            "issuer": head.issuer,
            "issuer_level": head.issuer_level,
            "report_year": head.report_year,
            "vintage": head.vintage,
            "vintage_note": head.vintage_note,
            "vintage_note_zh": head.vintage_note_zh,
            "family": head.family,
            "scope": str(head.scope),
            "scope_words": head.scope_words,
            "source_kind": str(head.source_kind),
            "title": head.title,
            "period_start": _day(head.period_start),
            "period_end": _day(head.period_end),
            "published_on": _day(head.published_on),
            "file": source.file,
            "sha256": report.sha256,
            "media_type": report.media_type,
            "bytes": source.bytes,
            "retrieved_at": _utc(source.retrieved_at),
            "extractor": extractor,
        }
        self.cells = self._cells()
        self.mentions = self._mentions()

    def _exact(self, value: Decimal | None, what: str, start: int | None, end: int | None) -> Decimal | None:
        """The number, or None and a problem where DECIMAL(38, 6) would have to round it or could not hold it."""
        if value is None:
            return None
        if _fits(value):
            return value
        self.problems.append(
            _problem(
                self.report,
                Problem(
                    code="value_too_precise",
                    message=f"{what}: {value} has more than six decimals or is too large to be kept exactly",
                    found=str(value),
                    expected="a number of at most six decimals below 10^24",
                ),
            )
            | {"span_start": start, "span_end": end}
        )
        return None

    def _twice(self, what: str, start: int | None, end: int | None) -> None:
        problem = Problem(
            code="read_twice", message=f"{what} was read twice with different content; the first reading is kept"
        )
        self.problems.append(_problem(self.report, problem) | {"span_start": start, "span_end": end})

    def _cells(self) -> Rows:
        kept: dict[str, Cell] = {}
        for cell in self.report.cells:
            if (first := kept.setdefault(cell.code, cell)) != cell and first.value != cell.value:
                self._twice(f"cell {cell.code}", cell.place.start, cell.place.end)
        return [
            {
                "cell_id": f"{self.report.report_id}:{cell.code}",
                "report_id": self.report.report_id,
                "code": cell.code,
                "statutory_table": cell.table,
                "line": cell.line,
                "column": cell.column,
                "raw_text": cell.raw_text,
                "value": self._exact(cell.value, f"cell {cell.code}", cell.place.start, cell.place.end),
                "unit": cell.unit,
                "unit_source": cell.unit_source,
                "cell_state": str(cell.cell_state),
                "note": cell.note,
                "span_start": cell.place.start,
                "span_end": cell.place.end,
                "table_no": _small(cell.place.table),
                "row_no": _small(cell.place.row),
                "column_no": _small(cell.place.column),
                "page_no": _small(cell.place.page),
                "box": list(cell.place.box) if cell.place.box else None,
                "certainty": cell.certainty,
            }
            for cell in kept.values()
        ]

    def _in_order(self, one: Mention, what: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Value and bounds, exact; none of them, and a problem, where they contradict each other."""
        value, lower, upper = (
            self._exact(number, what, one.start, one.end) for number in (one.value, one.lower, one.upper)
        )
        known = [number for number in (lower, value, upper) if number is not None]
        if known == sorted(known):
            return value, lower, upper
        problem = Problem(
            code="bounds_contradict",
            message=f"{what} was read as {value} between {lower} and {upper}; none of it is kept",
            found=one.surface,
        )
        self.problems.append(_problem(self.report, problem) | {"span_start": one.start, "span_end": one.end})
        return None, None, None

    def _mention_id(self, start: int | None) -> str | None:
        return None if start is None else f"{self.report.report_id}:m{start}"

    def _mentions(self) -> Rows:
        kept: dict[int, Mention] = {}
        for mention in self.report.mentions:
            if (first := kept.setdefault(mention.start, mention)) != mention:
                self._twice(f"mention {first.surface}", mention.start, mention.end)
        return [self._mention(one) for one in kept.values()]

    def _mention(self, one: Mention) -> dict[str, Any]:
        value, lower, upper = self._in_order(one, f"figure {one.surface}")
        return {
            "mention_id": self._mention_id(one.start),
            "report_id": self.report.report_id,
            "span_start": one.start,
            "span_end": one.end,
            "surface": one.surface,
            "number_start": one.number_start,
            "number_end": one.number_end,
            "number_surface": one.number_surface,
            "value": value,
            "lower": lower,
            "upper": upper,
            "significant_figures": _small(one.significant_figures),
            "unit": one.unit,
            "unit_std": one.unit_std,
            "qualifier": one.qualifier,
            "measure_zh": one.measure_zh,
            "indicator_id": one.indicator,
            "period": one.period,
            "flow_or_stock": one.flow_or_stock,
            "scope": one.scope,
            "kind": one.kind,
            "is_statistic": one.is_statistic,
            "section": one.section,
            "sentence_start": one.sentence_start,
            "sentence_end": one.sentence_end,
            "part_of": self._mention_id(one.part_of),
            "duplicate_of": self._mention_id(one.duplicate_of),
            "growth_of": self._mention_id(one.growth_of),
            "certainty": one.certainty,
        }


def _refusal(source: Source, refused: UnreadableSource) -> dict[str, Any]:
    nowhere = dict.fromkeys(("report_id", "found", "expected", "span_start", "span_end", "table_no", "row_no"))
    return nowhere | {
        "file": source.file,
        "sha256": source.sha256,
        "code": refused.code,
        "message": refused.message,
        "message_zh": refusal(refused.code, refused.message, "zh"),
        "candidates": [],
    }


def staged_rows(
    reports: Sequence[Report],
    sources: Mapping[str, Source],
    refused: Mapping[str, UnreadableSource],
    extractor: str,
) -> dict[str, Rows]:
    """The rows of a batch by table, in the order of the reports' ids; see `write_batch`."""
    rows: dict[str, Rows] = {table: [] for table in TABLES}
    for _, report in sorted({one.report_id: one for one in reports}.items()):
        made = _ReportRows(report, sources[report.sha256], extractor)
        rows["reports"].append(made.head)
        rows["texts"].append({"report_id": report.report_id, "text": report.text})
        rows["sections"] += (
            {
                "report_id": report.report_id,
                "section": one.name,
                "heading": one.heading,
                "span_start": one.start,
                "span_end": one.end,
            }
            for one in report.sections
        )
        rows["cells"] += made.cells
        rows["mentions"] += made.mentions
        rows["problems"] += made.problems
    rows["problems"] += (_refusal(sources[sha256], refused[sha256]) for sha256 in sorted(refused))
    return rows


def write_batch(
    reports: Sequence[Report],
    sources: Mapping[str, Source],
    folder: Path,
    *,
    refused: Mapping[str, UnreadableSource] | None = None,
    extractor: str,
) -> Path:
    """Write one batch as `folder`, whole or not at all, and return it; a batch of that name is replaced.

    `sources` tells for each SHA-256 what the file was; `refused` are the files of the batch that are no reports (they
    become problems without a report_id); `extractor` is the version that read them. KeyError where a source is missing.
    """
    import polars as pl

    from warehouse.schemas import STAGED

    rows = staged_rows(reports, sources, refused or {}, extractor)
    with _whole(folder) as new:
        for table in TABLES:
            frame = pl.DataFrame(rows[table], schema=STAGED[table], orient="row")
            frame.write_parquet(new / f"{table}.parquet", compression="zstd", statistics=True)
    return folder


def put_batch(files: Mapping[str, bytes], folder: Path) -> Path:
    """Put a batch that was written elsewhere in place as `folder`, from the contents of its files by name; whole or not
    at all, as `write_batch` does."""
    with _whole(folder) as new:
        for name, content in files.items():
            (new / name).write_bytes(content)
    return folder


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """An empty folder that becomes `folder` where nothing is raised within."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder.parent))
    try:
        new = unfinished / "new"
        new.mkdir()
        yield new
        if folder.exists():
            folder.rename(unfinished / "old")
        new.rename(folder)
    finally:
        shutil.rmtree(unfinished)


def batches(folder: Path) -> list[Path]:
    """The complete batches in a staging folder, in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
