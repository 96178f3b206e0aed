"""The lines of a series: one for each scope, interrupted at breaks and where years are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

import msgspec

from pages.facts import Row

_SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_COLOURS = 6


class Point(msgspec.Struct, frozen=True):
    """One figure: its value, or the bounds that are known of it (the upper one not included)."""

    year: int
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    status: str
    evidence: str
    """Identifier of the first cell or number that it rests on."""
    corrected: Decimal | None = None
    correction: str | None = None
    """What people say that it should be (None where that cannot be told either), and who says why."""

    @property
    def bounded(self) -> bool:
        """True where only bounds are known."""
        return self.lower != self.upper


class Cut(msgspec.Struct, frozen=True):
    """A break: between the year before and this one figures must not be compared."""

    sign: str
    year: int
    """The first year after it that there is a figure for; `before` the last one before."""
    before: int
    reason_zh: str
    reason_en: str


class Entry(msgspec.Struct, frozen=True):
    """A row of the table, and what the chart draws of it."""

    drawn: dict[str, Any]
    point: Point | None = None
    cut: Cut | None = None


class Line(msgspec.Struct, frozen=True):
    """The figures of one scope, with the breaks among them."""

    number: int
    scope: str
    scope_name: str | None
    entries: tuple[Entry, ...]

    @property
    def points(self) -> list[Point]:
        """Without the breaks."""
        return [one.point for one in self.entries if one.point is not None]


class Series(msgspec.Struct, frozen=True):
    """One series of an issuer."""

    series_id: str
    name_zh: str
    name_en: str | None
    topic: str
    unit: str | None
    grade: str
    lines: tuple[Line, ...]

    @property
    def bounded(self) -> bool:
        """True where bounds alone are known of some figure."""
        return any(point.bounded for line in self.lines for point in line.points)

    @property
    def years(self) -> int:
        """Years that there is a figure for."""
        return len({point.year for line in self.lines for point in line.points})


_MARKS = {"inferred": "inferred", "ocr": "inferred", "disputed": "disputed"}
"""Mark of a point by the status of its value: what was recognised on a scan is marked like what was inferred."""


def series_of(points: Sequence[Row], breaks: Sequence[Row]) -> Iterator[Series]:
    """The series of one issuer: rows of issuer_series.sql and issuer_breaks.sql, in their order."""
    cuts: dict[tuple[str, str, str | None], list[Cut]] = {}
    signs: dict[tuple[str, int, str], str] = {}
    signed: Counter[str] = Counter()
    for row in breaks:
        series_id = row["series_id"]
        # One sign for one break, in whichever scopes it falls.
        of = (series_id, row["report_year"], row["reason_zh"])
        if of not in signs:
            number = signed[series_id]
            signs[of] = _SIGNS[number] if number < len(_SIGNS) else f"({number + 1})"
            signed[series_id] += 1
        cut = Cut(signs[of], row["report_year"], row["year_before"], row["reason_zh"], row["reason_en"])
        cuts.setdefault((series_id, row["scope"], row["scope_name"]), []).append(cut)
    for series_id, group in groupby(points, lambda row: row["series_id"]):
        rows = list(group)
        first = rows[0]
        lines: list[Line] = []
        for (scope, scope_name), same in groupby(rows, lambda row: (row["scope"], row["scope_name"])):
            lines.append(_line(len(lines), scope, scope_name, list(same), cuts.get((series_id, scope, scope_name), [])))
        yield Series(
            series_id,
            first["name_zh"],
            first["name_en"],
            first["topic"],
            next((row["unit"] for row in rows if row["unit"]), None),
            first["grade"],
            tuple(lines),
        )


def _line(number: int, scope: str, scope_name: str | None, rows: Sequence[Row], cuts: Sequence[Cut]) -> Line:
    entries: list[Entry] = []
    segment = 0
    before: int | None = None
    for row in rows:
        year = int(row["report_year"])
        if before is not None:
            own = [cut for cut in cuts if before < cut.year <= year]
            for cut in own:
                entries.append(Entry(_drawn_cut(cut), cut=cut))
            segment += bool(own) or year > before + 1
        before = year
        point = Point(
            year,
            row["value"],
            row["value"] if row["exact"] else row["lower"],
            row["value"] if row["exact"] else row["upper"],
            row["status"],
            row["evidence"],
            row.get("corrected_value"),
            row.get("correction"),
        )
        entries.append(Entry(_drawn(point, number % _COLOURS, f"{number}-{segment}"), point=point))
    return Line(number % _COLOURS, scope, scope_name, tuple(entries))


def _drawn_cut(cut: Cut) -> dict[str, Any]:
    """What the chart gets: a line between years that follow each other; else a span, as it fell somewhere between."""
    span = {"from": cut.before, "to": cut.year} if cut.year > cut.before + 1 else {}
    return {"kind": "break", "year": (cut.before + cut.year) / 2, "sign": cut.sign} | span


def _drawn(point: Point, line: int, segment: str) -> dict[str, Any]:
    """What the chart gets: an open bound is drawn as a mark at the bound that there is."""
    is_open = point.value is None and (point.lower is None) != (point.upper is None)
    at = point.lower if point.lower is not None else point.upper
    return {
        "kind": "point",
        "year": point.year,
        "value": _number(point.value),
        "at": _number(at if is_open else point.value),
        "lower": _number(point.lower if not is_open else at),
        "upper": _number(point.upper if not is_open else at),
        "bounded": point.bounded and not is_open,
        "line": line,
        "segment": segment,
        "status": "open" if is_open else _MARKS.get(point.status, "ok"),
    }


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
