"""How well the rules find what is wrong: `python -m benchmarks.accuracy.checks [--reports N] [--seed S]`.

Two measurements, both from bytes to findings: generated reports with planted errors (recall and precision of each rule,
and how often the slip is named), and the real reports against their hand-made list of what holds and what does not.
Exit code 1 where a critical rule missed an error or raised a false alarm, or a listed failure was missed that
`unfindable.csv` does not name.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks.accuracy.checked_warehouse import checked_warehouse
from benchmarks.accuracy.listed import corpus
from benchmarks.accuracy.planting import draw, scenes
from expectations.catalogue import rules
from gongkai import forms
from gongkai.model import Report
from tests.corpus import SHARED
from tests.generated import Generated

_PIECE = 1000
"""Reports in one warehouse: what is held in memory does not grow with what is asked for."""

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
        duckdb.connect(str(checked_warehouse(Path(folder), reports))) as connection,
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


@dataclass
class _Drawn:
    """Reports that stand alone, or after their year before, and what must be found in them; each by its id."""

    wanted: Wanted = field(default_factory=dict)
    printed: dict[str, Boxes] = field(default_factory=dict)
    seeds: dict[str, int] = field(default_factory=dict)
    planted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    untold: dict[str, frozenset[str]] = field(default_factory=dict)
    clean: set[str] = field(default_factory=set)

    def reports(self, seeds: Iterable[int]) -> Iterator[Report]:
        """Draws them, one after the other, and notes what each has."""
        for seed in seeds:
            for one in draw(seed):
                key = one.report.report_id
                self.printed[key] = frozenset(one.generated.cells)
                self.wanted.update(_wanted(one.generated, key))
                self.seeds[key], self.planted[key], self.untold[key] = seed, one.planted, one.untold
                if one.clean:
                    self.clean.add(key)
                yield one.report


def _single(seeds: Iterable[int], tally: Tally) -> None:
    """Reports that stand alone, or after their year before."""
    drawn = _Drawn()
    failed, proposed = _checked(drawn.reports(seeds), tally)
    tally.reports += len(drawn.seeds)
    tally.clean += len(drawn.clean)
    sums = _sums()
    found: dict[tuple[str, str, Boxes], str] = {}
    for finding, report, rule, evidence, message in failed:
        if rule in sums:
            boxes = frozenset(one.split(":", 1)[1] for one in evidence)
            found[report, rule, boxes & drawn.printed[report]] = finding
        elif report in drawn.clean:
            tally.false[rule] += 1
            tally.tell(rule, f"false: report {drawn.seeds[report]}: {message}")
    _count_sums(drawn, found, proposed, tally)
    _count_others(drawn, sums, {(report, rule) for _, report, rule, *_ in failed}, tally)


def _count_sums(
    drawn: _Drawn, found: dict[tuple[str, str, Boxes], str], proposed: dict[str, list[str]], tally: Tally
) -> None:
    """Broken sums, each known by its boxes; and whether its slip was named."""
    for key, kind in drawn.wanted.items():
        report, rule, boxes = key
        tally.planted[rule] += 1
        if key not in found:
            tally.tell(rule, f"missed: report {drawn.seeds[report]}: {kind} {' '.join(sorted(boxes))}")
            continue
        tally.found[rule] += 1
        if rule != "H-C5":
            named = proposed.get(found[key], [])
            told = "first" if named[:1] == [kind] else "named" if kind in named else "other" if named else "none"
            tally.slips.update([(kind, "sums"), (kind, told)])
    for report, rule, boxes in found.keys() - drawn.wanted.keys():
        tally.false[rule] += 1
        tally.tell(rule, f"false: report {drawn.seeds[report]}: {' '.join(sorted(boxes))}")


def _count_others(drawn: _Drawn, sums: frozenset[str], found: set[tuple[str, str]], tally: Tally) -> None:
    """What was planted against the other rules, known by report and rule."""
    for report, planted in drawn.planted.items():
        for what in planted:
            if what in sums:
                continue
            told = what not in drawn.untold[report]
            tally.planted[what] += 1
            tally.untold[what] += not told
            if (report, what.split()[0]) in found:
                tally.found[what] += 1
            elif told:
                tally.tell(what.split()[0], f"missed: report {drawn.seeds[report]}: {what}")


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
