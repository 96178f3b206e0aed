"""What a run tells a person when it is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Any

from flows.extraction import Omitted
from flows.history import Run
from flows.home_mending import Mended
from flows.queries import query
from flows.terminal import visible
from warehouse.connection import bounded


class PublicationStopped(Exception):
    """A pipeline expectation failed: what was built is not fit to be published."""

    def __init__(self, reasons: tuple[str, ...]):
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Summary:
    """One run of the main flow, and what the warehouse holds after it."""

    run_id: str
    warehouse: str
    sha256: str | None
    """Of the published warehouse; None where none was ever published."""
    quality_report: str
    changed: bool
    """False where there was nothing new, and the published warehouse stands as it was."""
    read: int
    """Contents read in this run."""
    unread: tuple[Omitted, ...]
    unwanted: tuple[Omitted, ...]
    failed: tuple[Omitted, ...]
    """Not read for a reason that may pass; the next run tries them again."""
    seconds: float
    mended: tuple[Mended, ...] = ()
    """What was damaged in the home, and what was done about it."""
    reports: int = 0
    """In force: a version that a later one replaced is not counted."""
    issuers: int = 0
    first_year: int | None = None
    last_year: int | None = None
    cells: int = 0
    """Cells of statutory tables that hold a number."""
    statistics: int = 0
    """Figures in prose."""
    observations: int = 0
    unreadable: int = 0
    """Cells that could not be read."""
    findings: dict[str, int] = field(default_factory=dict)
    """Failed checks of reports in force that nobody dismissed, by severity."""
    expired: tuple[str, ...] = ()
    """Corrections whose box no longer holds what they expect, in words."""
    worst: tuple[str, ...] = ()
    """The first few critical ones, in words."""
    worst_zh: tuple[str, ...] = ()
    """The same in Chinese."""
    example: str | None = None
    """An id worth explaining."""
    example_series: str = "requests_received"
    """A series with points of many issuers and years."""


def of_warehouse(path: Path, home: Path) -> dict[str, Any]:
    """The counts of a warehouse file, under the names of `Summary`'s fields; `home` is the folder with the verdicts."""
    from flows.verdicts import open_live

    with open_live(path, home, memory=bounded()["memory_limit"]) as connection:
        result = connection.execute(query("summary"))
        names = [column[0] for column in result.description]
        counts = dict(zip(names, result.fetchall()[0], strict=True))
    severities = ("critical", "warning", "info")
    counts["findings"] = {severity: counts.pop(severity) for severity in severities}
    counts |= {name: tuple(counts[name] or ()) for name in ("worst", "worst_zh", "expired")}
    return counts


def holds_reports(path: Path) -> bool:
    """Whether there is any report in a warehouse file."""
    from warehouse.reading import open_warehouse

    with open_warehouse(path) as connection:
        return bool(connection.execute("SELECT 1 FROM reports LIMIT 1").fetchall())


def findings_of(path: Path, home: Path) -> list[dict[str, Any]]:
    """How often each rule was decided and broken by the reports in force, the gravest first; what people of the home
    have dismissed is not counted as broken."""
    from flows.verdicts import open_live

    with open_live(path, home, memory=bounded()["memory_limit"]) as connection:
        result = connection.execute(query("findings_by_rule"))
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def unread_of(path: Path, hashes: Collection[str]) -> list[Omitted]:
    """Of the contents with these hashes, those that the warehouse lists as no reports, with the reason."""
    from warehouse.reading import open_warehouse

    with open_warehouse(path) as connection:
        # No hash is bound: with its first parameter DuckDB imports pandas, half a second.
        rows = connection.execute(query("unread")).fetchall()
    return [Omitted(*row) for sha256, *row in rows if sha256 in hashes]


def as_markdown(summary: Summary) -> str:
    """The summary for Prefect's page of the run."""
    lines = [
        "# Annual reports",
        "",
        "| | |",
        "| --- | ---: |",
        f"| reports in the warehouse | {summary.reports:,} |",
        f"| issuers | {summary.issuers:,} |",
        f"| years | {years_of(summary)} |",
        f"| numbers in statutory cells | {summary.cells:,} |",
        f"| figures in prose | {summary.statistics:,} |",
        f"| cells that could not be read | {summary.unreadable:,} |",
        *(f"| findings: {severity} | {count:,} |" for severity, count in summary.findings.items()),
        f"| files not read | {len(summary.unread):,} |",
        "",
        f"Warehouse: `{summary.warehouse}`",
        "",
        f"Data-quality report: `{summary.quality_report}`",
    ]
    if summary.unread:
        lines += ["", "## Not read", ""]
        lines += [f"- {_escaped(one.file)}: {_escaped(one.reason)}" for one in summary.unread]
    if summary.failed:
        lines += ["", "## Failed, to be tried again", ""]
        lines += [f"- {_escaped(one.file)}: {_escaped(one.reason)}" for one in summary.failed]
    return "\n".join(lines)


def in_words(counts: Mapping[str, int]) -> str:
    """What a run counted, on one line in the language that is spoken; of the rest only what there is."""
    said = [ngettext("{} report", "{} reports", counts["reports"]).format(f"{counts['reports']:,}")]
    said += [_("{count} read now").format(count=f"{counts['read']:,}")]
    for name in ("critical", "warning", "info"):
        said += [f"{counts[name]:,} {_(name)}"] if counts.get(name) else []
    for name, told in (
        ("unread", ngettext("{} file not read", "{} files not read", counts.get("unread", 0))),
        ("mended", _("{} mended")),
        ("failed", _("{} failed, to be tried again")),
    ):
        said += [told.format(f"{counts[name]:,}")] if counts.get(name) else []
    return _(", ").join(said)


def of_run(run: Run) -> str | None:
    """What a run of the history counted, in words; of one that ended badly or brought originals, what it said."""
    return in_words(run.counts) if not run.message and "reports" in run.counts else run.message


def years_of(summary: Summary) -> str:
    """First and last year, as a person writes them."""
    if summary.first_year is None:
        return "none told"
    if summary.first_year == summary.last_year:
        return f"{summary.first_year}"
    return f"{summary.first_year}-{summary.last_year}"


def _escaped(text: str) -> str:
    """File names and reasons quote the input; in Markdown they are text and nothing more."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()<>#+!|~" else char for char in visible(" ".join(text.split())))
