"""The matrix issuer by year: which report is there, on which form, and how much of it was read."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pages.facts import Row, grouped

_LONGEST_RANGE = 40
"""Years. A wrong year must not draw a thousand empty columns."""

_CELL = 200
"""Bytes that a year without a report, or a report, takes up on the page, about."""


class CoveredIssuer(msgspec.Struct, frozen=True):
    """One issuer, and its reports under each year of the matrix; None as name where it could not be told."""

    issuer: str | None
    cells: tuple[tuple[Row, ...], ...]


class Coverage(msgspec.Struct, frozen=True):
    """The matrix, no longer than asked for."""

    years: tuple[int | None, ...]
    issuers: tuple[CoveredIssuer, ...]
    totals: tuple[int, ...]
    """Issuers with a report of the year, those left out of the matrix included."""
    left_out: int


def cover(reports: Sequence[Row], years: Sequence[Row], issuers: int, room: int = 250_000) -> Coverage:
    """The matrix of the issuers to see first.

    `reports` are theirs (rows of covered.sql), `years` those of all issuers (rows of covered_years.sql), of which there
    are so many `issuers`. They take up no more than about `room` bytes.
    """
    counts = {row["report_year"]: row["issuers"] for row in years}
    columns = _years(set(counts))
    by_issuer = grouped(reports, "issuer_id")
    kept: set[str | None] = set()
    for issuer in sorted(by_issuer, key=lambda issuer: min(report["weight"] for report in by_issuer[issuer])):
        room -= _CELL * (len(columns) + len(by_issuer[issuer]))
        if room < 0 and kept:
            break
        kept.add(issuer)
    covered = []
    for issuer, own in by_issuer.items():
        if issuer in kept:
            by_year = grouped(own, "report_year")
            name = own[0]["issuer"] if issuer is not None else None
            covered.append(CoveredIssuer(name, tuple(tuple(by_year.get(year, ())) for year in columns)))
    return Coverage(columns, tuple(covered), tuple(counts.get(year, 0) for year in columns), issuers - len(covered))


def _years(found: set[int | None]) -> tuple[int | None, ...]:
    known = sorted(year for year in found if year is not None)
    if known and known[-1] - known[0] < _LONGEST_RANGE:
        known = list(range(known[0], known[-1] + 1))
    return (*known, None) if None in found else tuple(known)
