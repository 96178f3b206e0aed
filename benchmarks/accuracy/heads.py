"""Issuer, year, vintage and scope against the gold of the real reports (`reports/real/gold/reports.csv`)."""

from __future__ import annotations

import csv
from pathlib import Path

from gongkai import Report

FIELDS = ("issuer", "report_year", "vintage", "scope")
_COLUMN = {"issuer": "issuer_zh"}


def gold_heads(path: Path) -> dict[str, dict[str, str]]:
    """The gold by file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row for row in csv.DictReader(lines)}


def compare(report: Report, gold: dict[str, str]) -> dict[str, tuple[str, str]]:
    """What differs: field, with what was told and what was expected."""
    differences = {}
    for name in FIELDS:
        told = getattr(report.head, name)
        expected = gold[_COLUMN.get(name, name)]
        if str(told if told is not None else "") != expected:
            differences[name] = (str(told), expected)
    return differences
