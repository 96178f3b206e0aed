"""`make accuracy`: prints how much of the gold is read, per file and field. Wants the corpus (../shared)."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import gongkai
from benchmarks.accuracy import cells, heads, prose

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
HELD_OUT = ROOT / "tests" / "gold" / "prose"


def main() -> int:
    if not (SHARED / "reports").is_dir():
        print("The corpus of real reports (../shared) is not here: accuracy cannot be measured.", file=sys.stderr)
        return 2
    details = "--details" in sys.argv[1:]
    real = SHARED / "reports" / "real"
    reports = {str(path.relative_to(real)): gongkai.read(path) for path in _files(real)}
    seeds = {path.name: gongkai.read(path) for path in sorted((SHARED / "reports" / "seeds").glob("*.txt"))}

    _prose(
        "Figures in prose: the seed reports",
        seeds,
        prose.seed_gold(SHARED / "domain" / "seed-figures" / "seed_figures.csv"),
        details,
    )
    held_out = {Path(name).stem: report for name, report in reports.items()}
    _prose(
        "Figures in prose: held-out real reports",
        held_out,
        prose.held_out_gold(HELD_OUT),
        details,
        prose.zones(HELD_OUT),
    )
    _cells(reports, cells.gold_cells(real / "gold" / "cells.csv"), details)
    _heads(reports, heads.gold_heads(real / "gold" / "reports.csv"))
    return 0


def _files(real: Path) -> list[Path]:
    return sorted(
        p for p in real.rglob("*") if p.suffix in {".html", ".pdf", ".txt", ".md"} and p.parent.name != "gold"
    )


def _prose(
    title: str,
    reports: dict[str, gongkai.Report],
    gold: dict[str, list[prose.GoldMention]],
    details: bool,
    zones: dict[str, list[tuple[int, int]]] | None = None,
) -> None:
    print(f"\n{title}")
    print(
        f"  {'file':<30}{'recall':>15}{'precision':>15}{'told apart':>12}{'indicator P':>13}{'kinds':>10}"
        "   fields right of those asked"
    )
    total = prose.Score()
    for name, expected in gold.items():
        if name not in reports:
            print(f"  {name:<30} not in the corpus")
            continue
        score = prose.compare(reports[name], expected, zones[name] if zones else None)
        total += score
        _prose_row(name, score)
        if details:
            for label, lines in (("missed", score.missed), ("false", score.false), ("differs", score.differences)):
                for line in lines:
                    print(f"      {label}: {line}")
    _prose_row("all", total)


def _prose_row(name: str, score: prose.Score) -> None:
    fields = "  ".join(
        f"{one} {score.fields_right[one]}/{score.fields_asked[one]}" for one in prose.FIELDS if score.fields_asked[one]
    )
    recall = f"{score.found}/{score.statistics} {score.recall:.1%}"
    precision = f"{score.found}/{score.found + len(score.false)} {score.precision:.1%}"
    right = score.indicators_given - score.indicators_wrong
    indicators = f"{right}/{score.indicators_given}"
    kinds = f"{score.kinds_right}/{score.negatives}"
    print(f"  {name:<30}{recall:>15}{precision:>15}{score.told_apart:>12.1%}{indicators:>13}{kinds:>10}   {fields}")


def _cells(reports: dict[str, gongkai.Report], gold: dict[str, list[cells.GoldCell]], details: bool) -> None:
    print("\nStatutory cells: real reports")
    print(f"  {'file':<40}{'table':>6}{'cells':>7}{'right':>7}{'wrong':>7}{'unread':>8}{'inferred':>10}{'states':>8}")
    total: Counter[str] = Counter()
    by_type: dict[str, Counter[str]] = {}
    left_open: list[str] = []
    for name, expected in gold.items():
        for table, score in sorted(cells.compare(reports[name], expected).items()):
            print(
                f"  {name:<40}{table:>6}{score.cells:>7}{score.right:>7}{score.wrong:>7}{score.unread:>8}"
                f"{score.inferred:>10}{score.states_right:>8}"
            )
            counted = Counter(right=score.right, wrong=score.wrong, unread=score.unread, states=score.states_right)
            total += counted
            by_type.setdefault(reports[name].media_type, Counter()).update(counted)
            if score.left_open:
                left_open.append(f"{name}, table {table}: {'; '.join(score.left_open)}")
            if details:
                for line in score.mistakes:
                    print(f"      wrong: {line}")
    for what, sums in (*sorted(by_type.items()), ("all", total)):
        count = sums["right"] + sums["wrong"] + sums["unread"]
        given = sums["right"] + sums["wrong"]
        print(
            f"  {what:<46}{count:>7}{sums['right']:>7}{sums['wrong']:>7}{sums['unread']:>8}"
            f"{'':>10}{sums['states']:>8}   right: {sums['right'] / given if given else 1:.1%} of those given, "
            f"{sums['right'] / count:.1%} of all"
        )
    print("\nNot read, and marked so: the digits of neighbouring cells ran together, and no printed sum parts them")
    for line in left_open:
        print(f"  {line}")


def _heads(reports: dict[str, gongkai.Report], gold: dict[str, dict[str, str]]) -> None:
    print("\nIssuer, year, vintage, scope: real reports")
    right: Counter[str] = Counter()
    for name, expected in gold.items():
        differences = heads.compare(reports[name], expected)
        right.update(field for field in heads.FIELDS if field not in differences)
        for field, (told, wanted) in differences.items():
            print(f"  {name}: {field} told as {told}, expected {wanted}")
    print("  " + "  ".join(f"{field} {right[field]}/{len(gold)}" for field in heads.FIELDS))


if __name__ == "__main__":
    sys.exit(main())
