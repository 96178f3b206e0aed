"""The data-quality report of a published warehouse: one page that needs nothing but a browser.

With thousands of reports it stays usable: what is long has a limit, the worst comes first, and the page says what was
left out and where it is to be had.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
from markupsafe import Markup, escape

from pages.coverage import cover
from pages.facts import Row, grouped, keep, rows
from pages.plan import Limits, Plan, plan
from pages.prose import lay_out
from pages.prose_markup import titled
from pages.rendering import anchor, inlined, macro, template
from pages.statutory import Mark, draw
from pages.table_markup import statutory
from warehouse.reading import leave_out

_NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'"
"""What the page's security policy says beside the hashes of our own style sheet and script."""
_WORDS_AROUND = 40
"""Characters shown at least on either side of a number."""
NAME = "quality.html"
_SITE = "index.html"
_LINK = '<a href="{}">'
"""How the page leads to the site; once."""


def write_quality_report(site: Path, target: Path) -> None:
    """Write the data-quality report of a built `site` to `target` beside or above it, whole or not at all: the same
    page, with a link that leads to the site from there.

    FileNotFoundError where the site has none.
    """
    page = (site / NAME).read_text(encoding="utf-8")
    there = Path(os.path.relpath(site / _SITE, target.parent)).as_posix()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(page.replace(_LINK.format(_SITE), _LINK.format(escape(there)), 1))
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def quality_page_of_site(connection: duckdb.DuckDBPyConnection, dismissed: Iterable[str] = ()) -> str:
    """The page as it stands in the site; `dismissed` are findings that it leaves out."""
    return quality_page(connection, site=_SITE, dismissed=dismissed)


def quality_page(
    connection: duckdb.DuckDBPyConnection,
    limits: Limits | None = None,
    site: str | None = None,
    language: str | None = None,
    checked: Sequence[tuple[str, str, Sequence[tuple[str, str]]]] = (),
    dismissed: Iterable[str] = (),
) -> str:
    """The page as HTML, from an open warehouse; `site` is the address of the site that it leads to; `dismissed` are
    findings that people want left out.

    It begins in `language` ("zh" or "en"), else in the reader's. `checked` are the assessments of drafts (file,
    severity of the worst finding or "", lines in Chinese and in English): the page is then about these, and leaves out
    what is said of a warehouse.
    """
    limits = limits or Limits()
    leave_out(connection, dismissed)
    run = rows(connection, "run")[0]
    unread = rows(connection, "unread_files")
    keep(connection, "reports", ids=None)
    totals = rows(connection, "covered_totals")[0]
    carded = rows(connection, "carded", most=limits.cards)
    sizes = rows(connection, "sizes", ids=[report["report_id"] for report in carded])
    chosen = plan(carded, sizes, rows(connection, "findings", most=limits.findings), limits)
    details, links = _details(connection, carded, chosen, limits.details_bytes)
    styles, style_hash = inlined("style.css")
    script, script_hash = inlined("page.js")
    return template("quality").render(
        run=run,
        site=site,
        language=language,
        checked=checked,
        styles=styles,
        script=script,
        policy=f"{_NOTHING_ELSE}; style-src {style_hash}; script-src {script_hash}",
        coverage=cover(
            rows(connection, "covered", most=limits.issuers), rows(connection, "covered_years"), totals["issuers"]
        ),
        carded=chosen.cards,
        cards=_cards(connection, carded, chosen, details),
        cards_left_out=totals["reports"] - len(carded),
        rules=rows(connection, "rules"),
        findings=_findings(connection, chosen, links),
        findings_left_out=run["critical"] + run["warning"] + run["info"] - len(chosen.findings),
        unread=unread[: limits.unread_files],
        unread_left_out=max(0, len(unread) - limits.unread_files),
        problem_counts=rows(connection, "problem_counts"),
        problems=grouped(rows(connection, "problems", most=limits.problems_of_a_kind), "code"),
    )


def _details(
    connection: duckdb.DuckDBPyConnection, reports: Sequence[Row], chosen: Plan, room: int
) -> tuple[dict[str, Markup], dict[str, str]]:
    """The redrawn tables and marked prose of the chosen reports, and links to the cells and numbers that are there."""
    ids = list(chosen.details)
    texts = {row["report_id"]: row["text"] for row in rows(connection, "texts", ids=ids)}
    cells, mentions, headings, failing = (
        grouped(rows(connection, name, ids=ids)) for name in ("cells", "mentions", "headings", "failing")
    )
    known = {report["report_id"]: report for report in reports}
    draw_details = macro("details")
    drawn: dict[str, Markup] = {}
    links: dict[str, str] = {}
    for report_id in ids:
        report, own = known[report_id], cells.get(report_id, [])
        marks: dict[str, Mark] = {}
        for row in failing.get(report_id, []):
            # A number may be in several findings: its mark leads to the first that is on the page.
            before = marks.get(row["evidence_id"])
            href = f"#{row['finding_id']}" if row["finding_id"] in chosen.finding_ids else ""
            part = row["part"] and (before is None or before.part)
            marks[row["evidence_id"]] = Mark((before.href if before else "") or href, part=part)
        tables = draw(report["vintage"], report["family"], own)
        prose = lay_out(texts.get(report_id) or "", mentions.get(report_id, []), own, headings.get(report_id, []))
        markup = draw_details(statutory(tables, marks, alone=False), titled(prose, marks), prose.cut)
        # The plan goes by a guess of the size.
        room -= len(markup.encode())
        if room < 0:
            break
        drawn[report_id] = markup
        links |= {one: f"#{anchor(one)}" for one in marks if f'id="{anchor(one)}"' in markup}
    return drawn, links


def _findings(
    connection: duckdb.DuckDBPyConnection, chosen: Plan, links: Mapping[str, str]
) -> dict[tuple[str, str], list[Markup]]:
    """The failures as markup, by severity and rule."""
    ids = sorted({one for row in chosen.findings for one in (*row["left_evidence"], *row["right_evidence"])})
    evidence = {row["id"]: row for row in rows(connection, "evidence", ids=ids, width=_WORDS_AROUND)}
    draw_finding = macro("finding")
    groups: dict[tuple[str, str], list[Markup]] = {}
    for row in chosen.findings:
        left, right = (
            [evidence[one] for one in row[side] if one in evidence] for side in ("left_evidence", "right_evidence")
        )
        markup = draw_finding(row, left, right, links, row["report_id"] in chosen.cards)
        groups.setdefault((row["severity"], row["check_id"]), []).append(markup)
    return groups


def _cards(
    connection: duckdb.DuckDBPyConnection, reports: Sequence[Row], chosen: Plan, details: Mapping[str, Markup]
) -> list[Markup]:
    """The cards, in the order of issuers and years."""
    problems = grouped(rows(connection, "report_problems", ids=sorted(chosen.cards)))
    draw_card = macro("card")
    return [
        draw_card(report, problems.get(report["report_id"], []), details.get(report["report_id"]), chosen.cards)
        for report in reports
    ]
