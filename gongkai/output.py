"""A report as JSON: the shape that other programs rely on (`docs/extract.schema.json` is made from it)."""

from __future__ import annotations

from typing import Any

import msgspec

from gongkai.model import Cell, Mention, Problem, Report, Scope, Section, SourceKind, Value


class ReportRecord(Value, frozen=True):
    """What the report says of itself, and what it was read from. Fields as in `ReportHead` and `Report`."""

    report_id: str
    issuer: str | None
    issuer_id: str | None
    issuer_level: str | None
    report_year: int | None
    vintage: str | None
    vintage_note: str | None
    vintage_note_zh: str | None
    family: str | None
    scope: Scope
    scope_words: str | None
    title: str | None
    source_kind: SourceKind
    period_start: str | None
    period_end: str | None
    published_on: str | None
    file: str
    sha256: str
    media_type: str
    sections: tuple[Section, ...]


class Extract(Value, frozen=True, omit_defaults=True):
    """One line of `gongkai extract --json`."""

    report: ReportRecord
    cells: tuple[Cell, ...]
    mentions: tuple[Mention, ...]
    problems: tuple[Problem, ...]
    text: str | msgspec.UnsetType = msgspec.UNSET
    """With --with-text: what every offset counts in."""


# Exact decimals go out as JSON numbers with the digits that were printed, not as binary fractions.
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def to_extract(report: Report, *, with_text: bool = False) -> Extract:
    """The JSON shape of a report."""
    head = msgspec.structs.asdict(report.head)
    record = ReportRecord(
        report_id=report.report_id,
        file=report.file,
        sha256=report.sha256,
        media_type=report.media_type,
        sections=report.sections,
        **head,
    )
    return Extract(
        report=record,
        cells=report.cells,
        mentions=report.mentions,
        problems=report.problems,
        text=report.text if with_text else msgspec.UNSET,
    )


def to_json(report: Report, *, with_text: bool = False) -> str:
    """One line of JSON, without a line break."""
    return _ENCODER.encode(to_extract(report, with_text=with_text)).decode("utf-8")


def schema() -> dict[str, Any]:
    """The JSON Schema of `Extract`."""
    document = with_decimals_as_numbers(msgspec.json.schema(Extract))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "gongkai extract", **document}


def with_decimals_as_numbers(node: Any) -> Any:
    """msgspec describes decimals as strings, its default for writing them; `_ENCODER` writes numbers."""
    if node == {"type": "string", "format": "decimal"}:
        return {"type": "number"}
    if isinstance(node, dict):
        return {key: with_decimals_as_numbers(child) for key, child in node.items()}
    if isinstance(node, list):
        return [with_decimals_as_numbers(child) for child in node]
    return node
