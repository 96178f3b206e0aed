"""The pages of reports: findings, tables as printed, prose with its figures, difficulties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb
import msgspec

from pages.facts import Row, grouped, keep, rows
from pages.layout import cut, draw
from pages.prose import lay_out
from pages.prose_markup import figure_list, linked
from pages.rendering import anchor, evidence_path, report_path
from pages.shown import figure
from pages.statutory import Mark
from pages.statutory import draw as draw_tables
from pages.table_markup import statutory

_AT_A_TIME = 250
"""Reports whose cells and words are in memory at once."""
_MOST_FIGURES = 2_000
_MOST_FINDINGS = 200
_MOST_DIFFICULTIES = 400
"""Entries on a page, so that none is larger than 2 MB."""
_MOST_OTHERS = 20
_MOST_PASSAGES = 30
"""Reports with the same sentences, and sentences of each, that are shown."""
_WORDS_AROUND = 40
"""Characters shown at least on either side of a number."""


class Verdict(msgspec.Struct, frozen=True):
    """What a person said of a finding."""

    verdict: str
    """accepted, dismissed."""
    reason: str
    who: str
    said_at: str


Verdicts = Mapping[str, Verdict]
"""By finding."""


def dismissed(verdicts: Verdicts) -> list[str]:
    """The findings that are shown with their verdict, on the page of their report, and counted nowhere."""
    return sorted(finding_id for finding_id, said in verdicts.items() if said.verdict == "dismissed")


class _Batch:
    """What the warehouse says of some reports: one query a subject."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, ids: Sequence[str]):
        def by_report(name: str) -> dict[str, list[Row]]:
            return grouped(rows(connection, name, ids=list(ids)))

        self.reports = rows(connection, "reports", ids=list(ids))
        self.texts = by_report("texts")
        self.cells = by_report("cells")
        self.mentions = by_report("mentions")
        self.headings = by_report("headings")
        self.failing = by_report("drawn_failing")
        self.findings = by_report("report_findings")
        self.not_assessable = by_report("not_assessable")
        self.agreements = by_report("report_agreements")
        self.difficulties = by_report("report_difficulties")
        self.neighbours = grouped(rows(connection, "neighbours", ids=list(ids)), "issuer_id")
        self.corrections = by_report("report_corrections")
        self.copied = grouped(rows(connection, "copied", ids=list(ids), most=_MOST_PASSAGES))
        resting = {
            one
            for own in self.findings.values()
            for row in own[:_MOST_FINDINGS]
            for one in (*row["left_evidence"], *row["right_evidence"])
        }
        found = rows(connection, "drawn_evidence", ids=sorted(resting)) if resting else []
        self.evidence = {row["id"]: row for row in found}


def report_pages(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[str], verdicts: Verdicts, explore: bool = False
) -> Iterator[tuple[str, str]]:
    """The pages of the reports `ids`: path from the root of the site, HTML."""
    # Looked for once, and not for every piece: a finding of any report may rest on these, and theirs on any other.
    keep(connection, "failing", ids=list(ids))
    resting = [row["id"] for row in rows(connection, "resting", ids=list(ids))]
    keep(connection, "evidence", ids=resting, width=_WORDS_AROUND)
    for some in cut(ids, _AT_A_TIME):
        batch = _Batch(connection, some)
        for report in batch.reports:
            name = report_path(report["report_id"])
            yield name, _page(name, report, batch, verdicts, explore)


def _page(name: str, report: Row, batch: _Batch, verdicts: Verdicts, explore: bool) -> str:
    report_id = report["report_id"]
    cells = batch.cells.get(report_id, [])
    mentions = batch.mentions.get(report_id, [])
    text = next((row["text"] for row in batch.texts.get(report_id, ())), None) or ""
    denied = _words(report_id, batch.findings.get(report_id, []), batch.evidence, mentions)
    prose = lay_out(text, [*mentions, *denied], cells, batch.headings.get(report_id, []))
    figures = [one for one in mentions if one["is_statistic"]]
    listed = figures[:_MOST_FIGURES]
    findings = batch.findings.get(report_id, [])
    marks = _marks(report_id, findings, batch)
    issuer, year = report["issuer"], report["report_year"]
    return draw(
        "report",
        name,
        (f"{issuer or '?'} {year or '?'}",) * 2,
        explore=explore,
        report=report,
        findings=[(row, *_operands(row, batch.evidence)) for row in findings],
        most_findings=_MOST_FINDINGS,
        not_assessable=batch.not_assessable.get(report_id, []),
        agreements=batch.agreements.get(report_id, []),
        verdicts=verdicts,
        tables=statutory(draw_tables(report["vintage"], report["family"], cells), marks, alone=True),
        prose=linked(prose, marks, {one["mention_id"] for one in listed}),
        cut=prose.cut,
        figures=figure_list(listed),
        figures_listed=len(listed),
        figures_left_out=len(figures) - len(listed),
        links=_links(report_id, findings),
        difficulties=batch.difficulties.get(report_id, []),
        most_difficulties=_MOST_DIFFICULTIES,
        corrections=batch.corrections.get(report_id, []),
        copied=batch.copied.get(report_id, [])[:_MOST_OTHERS],
        neighbours=batch.neighbours.get(report["issuer_id"], []),
    )


def _words(
    report_id: str, findings: Sequence[Row], evidence: Mapping[str, Row], mentions: Sequence[Row]
) -> Iterator[Row]:
    """The words of the text, no figures, that findings rest on, to be marked as figures are: beside those in them."""
    resting = {one for row in findings for one in (*row["left_evidence"], *row["right_evidence"]) if one in evidence}
    figures = [one for one in mentions if one["is_statistic"]]
    for name in sorted(one for one in resting if evidence[one]["kind"] == "words" and one.startswith(f"{report_id}:")):
        start, end = evidence[name]["span_start"], evidence[name]["span_end"]
        for one in figures:
            if one["span_start"] <= start < one["span_end"]:
                start = one["span_end"]
            elif start < one["span_start"] < end:
                end = one["span_start"]
        if start < end:
            yield {"mention_id": name, "span_start": start, "span_end": end, "is_statistic": True}


def _operands(row: Row, evidence: Mapping[str, Row]) -> tuple[list[Row], list[Row]]:
    left, right = (
        [evidence[one] for one in row[side] if one in evidence] for side in ("left_evidence", "right_evidence")
    )
    return left, right


def _links(report_id: str, findings: Sequence[Row]) -> dict[str, str]:
    """To the cells and numbers that the findings rest on, on this page or on that of another report."""
    own = f"{report_id}:"
    return {
        one: f"#{anchor(one, alone=True)}" if one.startswith(own) else f"../../{evidence_path(one)}"
        for row in findings
        for one in (*row["left_evidence"], *row["right_evidence"])
    }


def _marks(report_id: str, findings: Sequence[Row], batch: _Batch) -> dict[str, Mark]:
    """Where each number of the report that a failed check rests on is told, with both operands at the first of them."""
    marks: dict[str, Mark] = {}
    failing = batch.failing.get(report_id, [])
    totals = {row["evidence_id"] for row in failing if not row["part"]}
    for row in findings[:_MOST_FINDINGS]:
        evidence = [*row["left_evidence"], *row["right_evidence"]]
        for one in evidence:
            words = _against(row) if one == evidence[0] else ""
            if one not in marks or (words and not marks[one].words):
                marks[one] = Mark(f"#{row['finding_id']}", words, one not in totals)
    for row in failing:
        # A finding of another report, as of the next year's, may rest on this one.
        if row["evidence_id"] not in marks:
            href = f"../../{report_path(row['finding_report'])}#{row['finding_id']}"
            marks[row["evidence_id"]] = Mark(href, part=row["evidence_id"] not in totals)
    return marks


def _against(row: Row) -> str:
    """Both operands, the way they differ."""
    left, right = row["left_value"], row["right_value"]
    if left is None or right is None or left == right:
        return ""
    return f"{figure(left)} {'<' if left < right else '>'} {figure(right)}"
