"""The data-quality report of a published warehouse: one page that needs nothing but a browser.

With thousands of reports it stays usable: what is long has a limit, the worst comes first, and the page says what was
left out and where it is to be had.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from pages.coverage import cover
from pages.facts import Row, grouped, rows
from pages.prose import lay_out
from pages.rendering import anchor, inlined, macro, template
from pages.statutory import draw
from warehouse.reading import open_warehouse

_NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'"
"""What the page's security policy says beside the hashes of our own style sheet and script."""
_WORDS_AROUND = 40
"""Characters shown at least on either side of a number."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much of each the page holds at most, beginning with what matters most."""

    issuers: int = 300
    unread_files: int = 500
    problems_of_a_kind: int = 40
    findings: int = 500
    findings_bytes: int = 600_000
    cards_bytes: int = 500_000
    details_bytes: int = 1_200_000


def write_quality_report(warehouse: Path, target: Path) -> None:
    """Write the data-quality report of the published `warehouse` to `target`, whole or not at all.

    FileNotFoundError where there is no warehouse.
    """
    with open_warehouse(warehouse) as connection:
        page = quality_page(connection)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(page)
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def quality_page(connection: duckdb.DuckDBPyConnection, limits: Limits | None = None) -> str:
    """The page as HTML, from an open warehouse."""
    limits = limits or Limits()
    run = rows(connection, "run")[0]
    reports = rows(connection, "reports")
    unread = rows(connection, "unread_files")
    details = _details(connection, reports, limits)
    findings = _findings(connection, details, limits)
    cards = _cards(connection, reports, details, limits)
    styles, style_hash = inlined("quality.css")
    script, script_hash = inlined("quality.js")
    return template("quality").render(
        run=run,
        styles=styles,
        script=script,
        policy=f"{_NOTHING_ELSE}; style-src {style_hash}; script-src {script_hash}",
        coverage=cover(reports, limits.issuers),
        carded={report["report_id"] for report, _ in cards},
        reports_total=len(reports),
        rules=rows(connection, "rules"),
        findings=findings,
        failed=run["critical"] + run["warning"] + run["info"],
        unread=unread[: limits.unread_files],
        unread_left_out=max(0, len(unread) - limits.unread_files),
        problem_counts=rows(connection, "problem_counts"),
        problems=grouped(rows(connection, "problems", most=limits.problems_of_a_kind), "code"),
        cards=[markup for _, markup in cards],
    )


class _Details(msgspec.Struct, frozen=True):
    """The redrawn tables and marked prose of the reports for which there is room."""

    markup: Mapping[str, str]
    anchors: frozenset[str]
    """Cells and numbers that links can lead to."""


def _details(connection: duckdb.DuckDBPyConnection, reports: Sequence[Row], limits: Limits) -> _Details:
    chosen = _chosen(connection, reports, limits)
    texts = {row["report_id"]: row["text"] for row in rows(connection, "texts", ids=chosen)}
    cells, mentions, headings, failing = (
        grouped(rows(connection, name, ids=chosen)) for name in ("cells", "mentions", "headings", "failing")
    )
    known = {report["report_id"]: report for report in reports}
    part = macro("details")
    markup: dict[str, str] = {}
    anchors: set[str] = set()
    room = limits.details_bytes
    for report_id in chosen:
        report, own = known[report_id], cells.get(report_id, [])
        failed: dict[str, str] = {}
        for row in failing.get(report_id, []):
            failed.setdefault(row["evidence_id"], row["finding_id"])
        tables = draw(report["vintage"], report["family"], own)
        prose = lay_out(texts.get(report_id) or "", mentions.get(report_id, []), own, headings.get(report_id, []))
        drawn = part(report, tables, prose, failed)
        room -= len(drawn.encode())
        if room < 0:
            break
        markup[report_id] = drawn
        anchors |= {one for one in failed if f'id="{anchor(one)}"' in drawn}
    return _Details(markup, frozenset(anchors))


def _chosen(connection: duckdb.DuckDBPyConnection, reports: Sequence[Row], limits: Limits) -> list[str]:
    """The reports with most to see, as many as will about fit."""
    sizes = {row["report_id"]: int(row["size"]) for row in rows(connection, "sizes")}
    chosen, room = [], limits.details_bytes
    for report in sorted(reports, key=lambda report: int(report["weight"])):
        size = sizes[report["report_id"]]
        if size <= room:
            chosen.append(report["report_id"])
            room -= size
    return chosen


def _findings(connection: duckdb.DuckDBPyConnection, details: _Details, limits: Limits) -> dict[Any, list[str]]:
    """The failures as markup, by severity and rule."""
    found = rows(connection, "findings", most=limits.findings)
    ids = sorted({one for row in found for one in (*row["left_evidence"], *row["right_evidence"])})
    evidence = {row["id"]: row for row in rows(connection, "evidence", ids=ids, width=_WORDS_AROUND)}
    part = macro("finding")
    room = limits.findings_bytes
    groups: dict[Any, list[str]] = {}
    for row in found:
        own = {
            side: [evidence[one] for one in row[f"{side}_evidence"] if one in evidence] for side in ("left", "right")
        }
        markup = part(row, own, details.anchors)
        room -= len(markup.encode())
        if room < 0:
            break
        groups.setdefault((row["severity"], row["check_id"]), []).append(markup)
    return groups


def _cards(
    connection: duckdb.DuckDBPyConnection, reports: Sequence[Row], details: _Details, limits: Limits
) -> list[tuple[Row, str]]:
    """The cards for which there is room, in the order of issuers and years."""
    part = macro("card")
    chosen = [report["report_id"] for report in sorted(reports, key=lambda report: int(report["weight"]))]
    chosen = chosen[: limits.cards_bytes // 1000]
    problems = grouped(rows(connection, "report_problems", ids=chosen))
    known = {report["report_id"]: report for report in reports}
    room = limits.cards_bytes
    cards: dict[str, str] = {}
    for report_id in chosen:
        inner = details.markup.get(report_id)
        markup = part(known[report_id], problems.get(report_id, []), inner)
        room -= len(markup.encode()) - len((inner or "").encode())
        if room < 0:
            break
        cards[report_id] = markup
    return [(report, cards[report["report_id"]]) for report in reports if report["report_id"] in cards]
