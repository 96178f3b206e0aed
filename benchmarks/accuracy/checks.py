"""How well the rules find what is wrong: `python -m benchmarks.accuracy.checks [--reports N] [--seed S]`.

Two measurements, both from bytes to findings: generated reports with planted errors (recall and precision of each rule,
and how often the slip is named), and the real reports against their hand-made list of what holds and what does not.
Exit code 1 where a critical rule missed an error or raised a false alarm.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from random import Random

import duckdb
import msgspec

import gongkai
from expectations.checks import check_file, rules
from gongkai.model import Report
from tests.corpus import SHARED
from tests.generated import KINDS, PLANTS, Generated, generate
from warehouse.build import RunInfo, build
from warehouse.staging import Source, write_batch

_BATCH = 250
_TEXT = {"requests": ("T-1", "T-2"), "reviews": ("T-5",), "fee_collected": ("fee_amount",)}
"""Rules that must find a figure of the prose which contradicts the table."""

_KEPT = {*(rule for found in _TEXT.values() for rule in found), "P-X1", "P-X2", "P-X3", "A-2", "T-3", "fee_count"}
"""Plausible rules that the generated reports keep. Of the others they know nothing: their stocks, sizes and rules of
law are drawn at random, so that what is found there says nothing of the rule's precision."""

_ALSO = {"X-T-sum": "X-T-near", "A-1": "A-3"}
"""Rules of lesser severity that find what the hand-made list puts under one name."""

Boxes = frozenset[str]
Wanted = dict[tuple[str, str, Boxes], str]
"""(report, rule, boxes) -> the kind of slip that was planted there."""


def _warehouse(folder: Path, reports: Iterable[Report]) -> Path:
    """Reports read into a checked warehouse, a batch at a time."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    left = iter(reports)
    for number in count():
        part = list(islice(left, _BATCH))
        if not part:
            break
        sources = {one.sha256: Source(one.file, one.sha256, 0, now) for one in part}
        write_batch(part, sources, folder / "staging" / f"{number:06}", extractor="accuracy")
    target = folder / "build.duckdb"
    run = RunInfo(run_id="accuracy", started_at=now, published_at=now, extractor="accuracy")
    build(folder / "staging", target, run)
    check_file(target)
    return target


def _read(made: Generated, issuer: int) -> Report:
    """The report as it is read from its bytes, as that of an issuer of its own."""
    report = gongkai.extract(made.html, f"generated-{made.seed}.html")
    head = msgspec.structs.replace(report.head, issuer_id=f"g{issuer}")
    return msgspec.structs.replace(report, head=head)


def _draw(seed: int) -> tuple[list[Generated], str | None]:
    """The report of this number, after its year before where one is needed; and which figure its text contradicts."""
    rng = Random(f"checks {seed}")
    kind = rng.choice(KINDS)
    plant = rng.choice((*PLANTS, "copied_from_last_year", None))
    contradict = rng.choice([*_TEXT]) if rng.random() < 0.15 else None
    before = generate(seed + 10**9, kind) if plant == "copied_from_last_year" else None
    made = generate(
        seed, kind, plants=(plant,) if plant else (), contradict=(contradict,) if contradict else (), after=before
    )
    told = contradict if any(figure.name == contradict and not figure.agrees for figure in made.figures) else None
    return [*([before] if before else []), made], told


def _wanted(made: Generated, report_id: str) -> Iterator[tuple[tuple[str, str, Boxes], str]]:
    """What must be found in the tables."""
    rule_of = {one.identity_id: one.check_id for one in made.truth.form.identities}
    boxes = {one.identity_id: frozenset(code for code, _ in (*one.left, *one.right)) for one in made.truth.edition.sums}
    kinds = {identity: plant.kind for plant in made.truth.plants for identity in plant.broken}
    for identity in made.truth.broken():
        # A sum with a blank in it cannot be decided.
        if all(made.cells[code].value is not None for code in boxes[identity]):
            yield (report_id, rule_of[identity], boxes[identity]), kinds[identity]
    for slot in made.truth.edition.slots:
        if made.truth.values[slot.code] < 0 and not (slot.column is not None and slot.column.signed):
            yield (report_id, "H-C5", frozenset({slot.code})), "sign"


def generated(number: int, seed: int) -> bool:
    """Print recall and precision of every rule on `number` generated reports; whether the critical ones are perfect."""
    wanted: Wanted = {}
    printed: dict[str, Boxes] = {}
    contradicted: dict[str, str] = {}
    drawn: Counter[str] = Counter()

    def reports() -> Iterator[Report]:
        for at in range(seed, seed + number):
            made, told = _draw(at)
            for one in made:
                report = _read(one, at)
                printed[report.report_id] = frozenset(one.cells)
                wanted.update(_wanted(one, report.report_id))
                yield report
            drawn.update(plant.kind for plant in made[-1].truth.plants)
            if told:
                contradicted[report.report_id] = told

    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(str(_warehouse(Path(folder), reports()))) as connection,
    ):
        failed = connection.execute(
            """
            SELECT finding_id, report_id, check_id, left_evidence || right_evidence
            FROM findings WHERE outcome = 'fail'
            """
        ).fetchall()
        proposed = connection.execute("SELECT finding_id, kind FROM signatures").fetchall()
        runs = dict(connection.execute("SELECT check_id, evaluated FROM check_runs").fetchall())
    named: dict[str, list[str]] = {}
    for finding, kind in proposed:
        named.setdefault(finding, []).append(kind)
    found = {}
    for finding, report_id, rule, evidence in failed:
        codes = frozenset(one.split(":", 1)[1] for one in evidence) & printed[report_id]
        found[report_id, rule, codes] = finding
    print(
        f"{len(printed)} generated reports, {sum(drawn.values())} planted slips, {len(contradicted)} contradictions\n"
    )
    perfect = _by_rule(found, wanted, contradicted, runs)
    _by_slip(found, wanted, named)
    return perfect


def _by_rule(
    found: Iterable[tuple[str, str, Boxes]], wanted: Wanted, contradicted: dict[str, str], runs: dict[str, int]
) -> bool:
    found = set(found)
    perfect = True
    row = "{:18}{:10}{:>10}{:>9}{:>7}{:>9}{:>7}{:>11}"
    print(row.format("rule", "severity", "evaluated", "planted", "found", "recall", "false", "precision"))
    for rule in rules():
        mine = {key for key in found if key[1] == rule.id}
        if rule.severity == "critical":
            asked = {key for key in wanted if key[1] == rule.id}
            hits, false = len(asked & mine), len(mine - asked)
        else:
            # A slip in a table may be what a plausible rule finds, too: only what was planted for it is counted here.
            reports = {report for report, name in contradicted.items() if rule.id in _TEXT[name]}
            # The words decide whether T-1 or T-2 is asked: what T-1 did not find, T-2 must.
            by_first = {key[0] for key in found if key[1] == "T-1"}
            reports = reports & by_first if rule.id == "T-1" else reports - by_first if rule.id == "T-2" else reports
            asked = {(report, rule.id, frozenset()) for report in reports}
            planted = {key[0] for key in wanted} | set(contradicted)
            hits = sum(any(k[0] == report for k in mine) for report in reports)
            false = sum(k[0] not in planted for k in mine)
        recall = f"{100 * hits / len(asked):.1f} %" if asked else "-"
        precision = f"{100 * hits / (hits + false):.1f} %" if hits + false else "-"
        kept = rule.severity == "critical" or rule.id in _KEPT
        told = (str(false), precision) if kept else ("", "not kept")
        print(row.format(rule.id, rule.severity, runs.get(rule.id, 0), len(asked), hits, recall, *told))
        perfect &= rule.severity != "critical" or (hits == len(asked) and not false)
        if rule.severity == "critical":
            for key in sorted((asked ^ mine), key=repr)[:5]:
                print(f"    {'missed' if key in asked else 'false'}: {key[0]} {' '.join(sorted(key[2]))[:150]}")
    return perfect


def _by_slip(found: dict[tuple[str, str, Boxes], str], wanted: Wanted, named: dict[str, list[str]]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for key, kind in wanted.items():
        if key in found and key[1] != "H-C5":
            kinds = named.get(found[key], [])
            counts[kind, "sums"] += 1
            counts[
                kind, "first" if kinds[:1] == [kind] else "named" if kind in kinds else "other" if kinds else "none"
            ] += 1
    print("\nsigns of a slip, by failed sum: named first, among others, another slip only, none")
    for kind in sorted({kind for kind, _ in counts}):
        print(f"{kind:24}" + "".join(f"{counts[kind, what]:8}" for what in ("sums", "first", "named", "other", "none")))


def corpus(shared: Path) -> bool:
    """Print how findings agree with the hand-made list; whether none listed is missed, and no critical is new."""
    real = shared / "reports" / "real"
    gold = list(csv.DictReader((real / "gold" / "findings.csv").open(encoding="utf-8")))
    names = sorted({one["file"] for one in gold})
    reports = {name: gongkai.read(real / name) for name in names if (real / name).is_file()}
    severity = {rule.id: rule.severity for rule in rules()}
    with tempfile.TemporaryDirectory() as folder:
        file = _warehouse(Path(folder), {one.report_id: one for one in reports.values()}.values())
        with duckdb.connect(str(file), read_only=True) as connection:
            rows = connection.execute(
                "SELECT report_id, check_id, outcome, left_value, right_value, message_en FROM findings"
            ).fetchall()
    ids = {one.report_id: name for name, one in reports.items()}
    found = {
        (ids[report], rule, float(left), None if right is None else float(right)): message
        for report, rule, outcome, left, right, message in rows
        if outcome == "fail" and left is not None
    }
    open_ = Counter((ids[report], rule) for report, rule, outcome, *_ in rows if outcome == "not_assessable")
    listed = {
        (
            one["file"],
            one["check"],
            float(one["left"]),
            float(one["right"].split("|")[0]),
        )  # several readings (95|95) count as one
        for one in gold
        if one["holds"] == "0" and one["left"] and one["right"] and one["check"] in severity
    }
    unruled = Counter(one["check"] for one in gold if one["holds"] == "0" and one["check"] not in severity)
    # Where the table has blanks, the right side is a lower bound and no number.
    met = {
        key
        for key in listed
        for rule in (key[1], _ALSO.get(key[1]))
        if (key[0], rule, *key[2:]) in found or (key[0], rule, key[2], None) in found
    }
    missed = sorted(listed - met)
    met_at = {(one[0], rule, one[2]) for one in met for rule in (one[1], _ALSO.get(one[1]))}
    beyond = sorted((key for key in found if key[:3] not in met_at), key=repr)
    new = [key for key in beyond if severity[key[1]] == "critical"]
    other = [key for key in beyond if severity[key[1]] != "critical"]
    print(f"\n{len(reports)} real reports: {len(listed)} listed failures, {len(listed) - len(missed)} found")
    for key in missed:
        why = f"{open_[key[0], key[1]]} instances not assessable" if open_[key[0], key[1]] else "not asked"
        print(f"  missed: {key} ({why})")
    for one in new:
        print(f"  critical and not listed: {one} {found[one]}")
    print(f"  {len(other)} other findings that the list does not ask about:")
    for one in other:
        print(f"    {one[0]} {one[1]}: {found[one]}")
    if unruled:
        print(f"  listed under names that are no rules: {dict(unruled)}")
    return not missed and not new


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy.checks", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--reports", type=int, default=300, help="generated reports; 0 for none")
    parser.add_argument("--seed", type=int, default=0, help="number of the first one")
    options = parser.parse_args()
    good = generated(options.reports, options.seed) if options.reports else True
    if SHARED is None:
        print("\nThe corpus of real reports (../shared) is not here.", file=sys.stderr)
    else:
        corpus(SHARED)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
