"""How well the rules find what is wrong: `python -m benchmarks.accuracy.checks [--reports N] [--seed S]`.

Two measurements, both from bytes to findings: generated reports with planted errors (recall and precision of each rule,
and how often the slip is named), and the real reports against their hand-made list of what holds and what does not.
Exit code 1 where a critical rule missed an error or raised a false alarm, or a listed failure was missed that
`unfindable.csv` does not name.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

import duckdb

import gongkai
from benchmarks.accuracy.planting import draw, scenes
from expectations.catalogue import rules
from expectations.checks import check_file
from gongkai import forms
from gongkai.model import Report
from tests.corpus import SHARED
from tests.generated import Generated
from warehouse.build import RunInfo, build
from warehouse.staging import Source, write_batch

_BATCH = 250
_PIECE = 1000
"""Reports in one warehouse: what is held in memory does not grow with what is asked for."""

_ALSO = {"X-T-sum": "X-T-near", "A-1": "A-3"}
"""Rules of lesser severity that find what the hand-made list puts under one name."""

_UNFINDABLE = Path(__file__).with_name("unfindable.csv")

Boxes = frozenset[str]
Wanted = dict[tuple[str, str, Boxes], str]
"""(report, rule, boxes) -> the kind of slip that was planted there."""


@dataclass
class Tally:
    """What was planted and found, over all reports."""

    reports: int = 0
    clean: int = 0
    """Reports in which nothing was planted, plausible throughout."""
    scenes: int = 0
    evaluated: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    """Both by rule; where words may mean several things, by rule and words (`T-4 同意公开`)."""
    untold: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    slips: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    """What was missed and what was found wrongly, by rule."""

    def tell(self, rule: str, what: str) -> None:
        self.examples.setdefault(rule, []).append(what)


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


def _sums() -> frozenset[str]:
    """Rules that are sums printed into the forms, and the one of their signs: every slip against them is known."""
    return frozenset({"H-C5", *(one.check_id for form in forms.all_forms() for one in form.identities)})


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


Finding = tuple[str, str, str, list[str], str]


def _checked(reports: Iterable[Report], tally: Tally) -> tuple[list[Finding], dict[str, list[str]]]:
    """What fails in a warehouse of these reports: finding, report, rule, evidence, message; and the slips proposed."""
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(str(_warehouse(Path(folder), reports))) as connection,
    ):
        failed = connection.execute(
            """
            SELECT finding_id, report_id, check_id, left_evidence || right_evidence, message_en
            FROM findings WHERE outcome = 'fail'
            """
        ).fetchall()
        proposed: dict[str, list[str]] = {}
        for finding, kind in connection.execute("SELECT finding_id, kind FROM signatures").fetchall():
            proposed.setdefault(finding, []).append(kind)
        tally.evaluated.update(dict(connection.execute("SELECT check_id, evaluated FROM check_runs").fetchall()))
    return failed, proposed


def _single(seeds: Iterable[int], tally: Tally) -> None:
    """Reports that stand alone, or after their year before."""
    wanted: Wanted = {}
    printed: dict[str, Boxes] = {}
    made: dict[str, tuple[int, tuple[str, ...], frozenset[str], bool]] = {}

    def reports() -> Iterator[Report]:
        for seed in seeds:
            for one in draw(seed):
                key = one.report.report_id
                printed[key] = frozenset(one.generated.cells)
                wanted.update(_wanted(one.generated, key))
                made[key] = (seed, one.planted, one.untold, one.clean)
                yield one.report

    failed, proposed = _checked(reports(), tally)
    tally.reports += len(made)
    tally.clean += sum(clean for *_, clean in made.values())
    sums = _sums()
    found: dict[tuple[str, str, Boxes], str] = {}
    by_report: set[tuple[str, str]] = set()
    for finding, report, rule, evidence, message in failed:
        by_report.add((report, rule))
        seed, _, _, clean = made[report]
        if rule in sums:
            found[report, rule, frozenset(one.split(":", 1)[1] for one in evidence) & printed[report]] = finding
        elif clean:
            tally.false[rule] += 1
            tally.tell(rule, f"false: report {seed}: {message}")
    for key, kind in wanted.items():
        tally.planted[key[1]] += 1
        if key not in found:
            tally.tell(key[1], f"missed: report {made[key[0]][0]}: {kind} {' '.join(sorted(key[2]))}")
            continue
        tally.found[key[1]] += 1
        if key[1] != "H-C5":
            named = proposed.get(found[key], [])
            told = "first" if named[:1] == [kind] else "named" if kind in named else "other" if named else "none"
            tally.slips.update([(kind, "sums"), (kind, told)])
    for key in found.keys() - wanted.keys():
        tally.false[key[1]] += 1
        tally.tell(key[1], f"false: report {made[key[0]][0]}: {' '.join(sorted(key[2]))}")
    for report, (seed, planted, untold, _) in made.items():
        for what in planted:
            if what in sums:
                continue
            tally.planted[what] += 1
            tally.untold[what] += what in untold
            if (report, what.split()[0]) in by_report:
                tally.found[what] += 1
            elif what not in untold:
                tally.tell(what.split()[0], f"missed: report {seed}: {what}")


def _among(seed: int, number: int, tally: Tally) -> None:
    """Scenes: reports that are told by each other, in a warehouse of their own."""
    planted: dict[str, str] = {}
    clean: set[str] = set()

    def reports() -> Iterator[Report]:
        for scene in scenes(seed, number):
            planted.update(scene.planted)
            if not scene.planted:
                clean.update(one.report_id for one in scene.reports)
            tally.scenes += 1
            yield from scene.reports

    failed, _ = _checked(reports(), tally)
    found = {(report, rule) for _, report, rule, *_ in failed}
    for _, report, rule, _, message in failed:
        if report in clean:
            tally.false[rule] += 1
            tally.tell(rule, f"false: scenes {seed}: {message}")
    for report, rule in planted.items():
        tally.planted[rule] += 1
        if (report, rule) in found:
            tally.found[rule] += 1
        else:
            tally.tell(rule, f"missed: scenes {seed}: {report}")


def generated(number: int, seed: int) -> bool:
    """Print recall and precision of every rule on `number` generated reports; whether the critical ones are perfect."""
    tally = Tally()
    for first in range(seed, seed + number, _PIECE):
        size = min(_PIECE, seed + number - first)
        _single(range(first, first + size), tally)
        _among(first, max(2, size // 125), tally)
    print(
        f"{tally.reports} generated reports, {tally.clean} of them plausible and without a slip; {tally.scenes} scenes "
        "of several reports. Found: of what was planted. False: findings where nothing was planted.\n"
    )
    perfect = _by_rule(tally)
    _by_slip(tally)
    return perfect


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _by_rule(tally: Tally) -> bool:
    perfect = True
    row = "{:22}{:10}{:>10}{:>9}{:>7}{:>9}{:>7}{:>11}"
    print(row.format("rule", "severity", "evaluated", "planted", "found", "recall", "false", "precision"))
    for rule in rules():
        planted, found, false = tally.planted[rule.id], tally.found[rule.id], tally.false[rule.id]
        told = (_percent(found, planted), false, _percent(found, found + false))
        print(row.format(rule.id, rule.severity, tally.evaluated[rule.id], planted, found, *told))
        for words in sorted(one for one in tally.planted if one.startswith(f"{rule.id} ")):
            planted, found, untold = tally.planted[words], tally.found[words], tally.untold[words]
            print(
                row.format(f"  {words.split()[1]}", "", "", planted, found, _percent(found, planted), "", "").rstrip()
                + f"   {untold} of them tell less than the table, which these words may mean"
            )
        for example in tally.examples.get(rule.id, ())[:5]:
            print(f"    {example[:200]}")
        if rule.severity == "critical":
            perfect &= tally.found[rule.id] == tally.planted[rule.id] and not false
    if absent := [rule.id for rule in rules() if not any(one.split()[0] == rule.id for one in tally.planted)]:
        print(f"\nnothing was planted against {', '.join(absent)}: none of their slips was drawn among so few reports")
    return perfect


def _by_slip(tally: Tally) -> None:
    print("\nsigns of a slip, by failed sum: named first, among others, another slip only, none")
    for kind in sorted({kind for kind, _ in tally.slips}):
        told = ("sums", "first", "named", "other", "none")
        print(f"{kind:24}" + "".join(f"{tally.slips[kind, what]:8}" for what in told))


def unfindable() -> dict[tuple[str, str, float, float], str]:
    """Listed failures that no rule can find with certainty, and why, as `unfindable.csv` says."""
    with _UNFINDABLE.open(encoding="utf-8") as file:
        return {
            (one["file"], one["check"], float(one["left"]), float(one["right"])): one["reason"]
            for one in csv.DictReader(file)
        }


def corpus(shared: Path) -> bool:
    """Print how findings agree with the hand-made list; whether none listed is missed but those that cannot be found,
    and no critical is new."""
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
    reasons = unfindable()
    hidden = sorted(listed & reasons.keys() - met)
    stale = sorted(reasons.keys() - listed | reasons.keys() & met)
    missed = sorted(listed - met - reasons.keys())
    met_at = {(one[0], rule, one[2]) for one in met for rule in (one[1], _ALSO.get(one[1]))}
    beyond = sorted((key for key in found if key[:3] not in met_at), key=repr)
    new = [key for key in beyond if severity[key[1]] == "critical"]
    other = [key for key in beyond if severity[key[1]] != "critical"]
    print(
        f"\n{len(reports)} real reports: {len(listed)} listed failures, {len(met)} found, "
        f"{len(hidden)} that cannot be found with certainty, {len(missed)} missed"
    )
    for key in hidden:
        print(f"  cannot be found: {key}: {reasons[key]}")
    for key in stale:
        print(f"  unfindable.csv is out of date: {key} is found, or not listed")
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
    return not missed and not new and not stale


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
        good &= corpus(SHARED)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
