"""What the page holds when not all fits: decided before anything is drawn, so that no link leads to nothing."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pages.facts import Row

_CARD = 3_000
_FINDING = 1_600
_EVIDENCE = 350
"""Bytes that a card, a finding and one cell or number under it take up on the page, about."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much of each the page holds at most, beginning with what matters most."""

    issuers: int = 150
    unread_files: int = 300
    problems_of_a_kind: int = 40
    findings_bytes: int = 400_000
    cards_bytes: int = 400_000
    details_bytes: int = 700_000

    @property
    def findings(self) -> int:
        """More findings than this never fit."""
        return self.findings_bytes // _FINDING

    @property
    def cards(self) -> int:
        """And so many cards."""
        return self.cards_bytes // _CARD


class Plan(msgspec.Struct, frozen=True):
    """What is drawn."""

    findings: tuple[Row, ...]
    cards: frozenset[str]
    """Reports that get a card."""
    details: tuple[str, ...]
    """Those whose card holds their tables and prose."""

    @property
    def finding_ids(self) -> frozenset[str]:
        """The findings that links can lead to."""
        return frozenset(row["finding_id"] for row in self.findings)


def plan(reports: Sequence[Row], sizes: Sequence[Row], findings: Sequence[Row], limits: Limits) -> Plan:
    """Chooses by weight (rows of carded.sql, sizes.sql and findings.sql), each kind as far as its bytes go."""
    shown: list[Row] = []
    room = limits.findings_bytes
    for row in findings:
        room -= _FINDING + _EVIDENCE * (len(row["left_evidence"]) + len(row["right_evidence"]))
        if room < 0:
            break
        shown.append(row)
    cards = [report["report_id"] for report in sorted(reports, key=lambda report: int(report["weight"]))]
    size = {row["report_id"]: int(row["size"]) for row in sizes}
    details: list[str] = []
    room = limits.details_bytes
    for report_id in cards:
        if size[report_id] <= room:
            details.append(report_id)
            room -= size[report_id]
    return Plan(tuple(shown), frozenset(cards), tuple(details))
