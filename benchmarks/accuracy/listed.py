"""Findings in the real reports against the hand-made list of what holds there and what does not.

The list is `reports/real/gold/findings.csv` of the corpus; `unfindable.csv` names the failures of it that no rule can
find with certainty.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

import gongkai
from benchmarks.accuracy.checked_warehouse import checked_warehouse
from expectations.catalogue import rules

_ALSO = {"X-T-sum": "X-T-near", "A-1": "A-3"}
"""Rules of lesser severity that find what the hand-made list puts under one name."""

_UNFINDABLE = Path(__file__).with_name("unfindable.csv")

Failure = tuple[str, str, float, float]
"""File, rule, left and right side."""
Found = dict[tuple[str, str, float, float | None], str]
"""What was found, with its message. Where the table has blanks, the right side is a lower bound and no number."""


def unfindable() -> dict[Failure, str]:
    """Listed failures that no rule can find with certainty, and why, as `unfindable.csv` says."""
    with _UNFINDABLE.open(encoding="utf-8") as file:
        return {
            (one["file"], one["check"], float(one["left"]), float(one["right"])): one["reason"]
            for one in csv.DictReader(file)
        }


@dataclass(frozen=True)
class _Listed:
    """What the hand-made list says of which files."""

    files: list[str]
    failures: set[Failure]
    unruled: Counter[str]
    """Failures under names that are no rules."""


def _listed(gold: Path, known: Collection[str]) -> _Listed:
    with gold.open(encoding="utf-8") as file:
        entries = list(csv.DictReader(file))
    failing = [one for one in entries if one["holds"] == "0"]
    return _Listed(
        files=sorted({one["file"] for one in entries}),
        failures={
            # Several readings (95|95) count as one.
            (one["file"], one["check"], float(one["left"]), float(one["right"].split("|")[0]))
            for one in failing
            if one["left"] and one["right"] and one["check"] in known
        },
        unruled=Counter(one["check"] for one in failing if one["check"] not in known),
    )


def _found(reports: dict[str, gongkai.Report]) -> tuple[Found, Counter[tuple[str, str]]]:
    """What fails in a warehouse of these reports, by file; and how often each rule could not be decided there."""
    with tempfile.TemporaryDirectory() as folder:
        file = checked_warehouse(Path(folder), {one.report_id: one for one in reports.values()}.values())
        with duckdb.connect(str(file), read_only=True) as connection:
            rows = connection.execute(
                "SELECT report_id, check_id, outcome, left_value, right_value, message_en FROM findings"
            ).fetchall()
    files = {one.report_id: name for name, one in reports.items()}
    found = {
        (files[report], rule, float(left), None if right is None else float(right)): message
        for report, rule, outcome, left, right, message in rows
        if outcome == "fail" and left is not None
    }
    return found, Counter((files[report], rule) for report, rule, outcome, *_ in rows if outcome == "not_assessable")


def corpus(shared: Path) -> bool:
    """Print how findings agree with the hand-made list; whether none listed is missed but those that cannot be found,
    and no critical is new."""
    real = shared / "reports" / "real"
    severity = {rule.id: rule.severity for rule in rules()}
    listed = _listed(real / "gold" / "findings.csv", severity)
    reports = {name: gongkai.read(real / name) for name in listed.files if (real / name).is_file()}
    found, undecided = _found(reports)
    met = {
        key
        for key in listed.failures
        for rule in (key[1], _ALSO.get(key[1]))
        if (key[0], rule, *key[2:]) in found or (key[0], rule, key[2], None) in found
    }
    met_at = {(one[0], rule, one[2]) for one in met for rule in (one[1], _ALSO.get(one[1]))}
    beyond = sorted((key for key in found if key[:3] not in met_at), key=repr)
    new = [key for key in beyond if severity[key[1]] == "critical"]
    other = [key for key in beyond if severity[key[1]] != "critical"]
    complete = _print_listed(len(reports), listed.failures, met, undecided)
    for one in new:
        print(f"  critical and not listed: {one} {found[one]}")
    print(f"  {len(other)} other findings that the list does not ask about:")
    for one in other:
        print(f"    {one[0]} {one[1]}: {found[one]}")
    if listed.unruled:
        print(f"  listed under names that are no rules: {dict(listed.unruled)}")
    return complete and not new


def _print_listed(reports: int, failures: set[Failure], met: set[Failure], undecided: Counter[tuple[str, str]]) -> bool:
    """What became of the listed failures; whether each was found, or rightly stands in `unfindable.csv`."""
    reasons = unfindable()
    hidden = sorted(failures & reasons.keys() - met)
    stale = sorted(reasons.keys() - failures | reasons.keys() & met)
    missed = sorted(failures - met - reasons.keys())
    print(
        f"\n{reports} real reports: {len(failures)} listed failures, {len(met)} found, "
        f"{len(hidden)} that cannot be found with certainty, {len(missed)} missed"
    )
    for key in hidden:
        print(f"  cannot be found: {key}: {reasons[key]}")
    for key in stale:
        print(f"  unfindable.csv is out of date: {key} is found, or not listed")
    for key in missed:
        why = f"{undecided[key[:2]]} instances not assessable" if undecided[key[:2]] else "not asked"
        print(f"  missed: {key} ({why})")
    return not missed and not stale
