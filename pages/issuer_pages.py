"""The pages of issuers: reports by year, series with their breaks, findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import duckdb

from pages.facts import Row, grouped, keep, rows
from pages.layout import cut, draw
from pages.lines import Series, series_of
from pages.rendering import issuer_path
from pages.series_markup import charted, single_rows

_AT_A_TIME = 20
"""Issuers whose points are in memory at once."""
_MOST_FINDINGS = 500
"""Entries on a page, so that none is larger than 2 MB."""


def issuer_pages(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[str], explore: bool = False
) -> Iterator[tuple[str, str]]:
    """The pages of the issuers `ids`: path from the root of the site, HTML."""
    chosen = list(ids)
    known = {issuer["issuer_id"]: issuer for issuer in rows(connection, "issuers", ids=chosen)}
    coverage, corrections, copied = (
        grouped(rows(connection, name, ids=chosen), "issuer_id")
        for name in ("matrix", "issuer_corrections", "issuer_copied")
    )
    for name in ("issuer_series", "issuer_breaks"):
        keep(connection, name, ids=chosen)
    for some in cut(list(known), _AT_A_TIME):
        points, breaks, findings = (
            grouped(rows(connection, name, ids=some), "issuer_id")
            for name in ("drawn_series", "drawn_breaks", "issuer_findings")
        )
        for issuer_id in some:
            name = issuer_path(issuer_id)
            own = list(series_of(points.get(issuer_id, []), breaks.get(issuer_id, [])))
            told = {
                "coverage": coverage.get(issuer_id, []),
                "findings": findings.get(issuer_id, []),
                "corrections": corrections.get(issuer_id, []),
                "copied": copied.get(issuer_id, []),
            }
            yield name, _page(name, known[issuer_id], own, explore=explore, **told)


def _page(
    name: str,
    issuer: Row,
    series: Sequence[Series],
    coverage: Sequence[Row],
    findings: Sequence[Row],
    corrections: Sequence[Row],
    copied: Sequence[Row],
    explore: bool,
) -> str:
    long = [one for one in series if one.years > 1]
    return draw(
        "issuer",
        name,
        (issuer["issuer"] or "?",) * 2,
        explore=explore,
        issuer=issuer,
        coverage=coverage,
        topics=[(topic, charted(own)) for topic, own in groupby(long, lambda one: one.topic)],
        single=single_rows([one for one in series if one.years == 1]),
        findings=findings[:_MOST_FINDINGS],
        findings_left_out=len(findings) - len(findings[:_MOST_FINDINGS]),
        corrections=corrections,
        copied=copied,
    )
