"""Read generated reports and count what came back: `python -m tests.generated --reports 10000 [--seed N]`.

Prints, per vintage and per damage, the cells written, right, wrong and unread, and every wrong cell with the call that
makes its report again. Exit code 1 where a cell was wrong, 2 where too many were unread, else 0.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from random import Random

from . import DAMAGES, KINDS, PLANTS, Generated, generate
from .compare import compare
from .damage import CATALOGUE
from .reading import read_cells

READ_AT_LEAST = 0.995
"""Share of the cells that must be read where the information is there."""
_BATCH = 50

Counts = Counter[tuple[str, str, str]]
"""(group, name, what) -> cells: group is `kind` or `damage`, what is written, right, wrong, unread, lost or raw."""


def draw(seed: int) -> Generated:
    """The report of this number: any kind; none to three damages; a planted error in one of five."""
    rng = Random(f"draw {seed}")
    kind = rng.choice(KINDS)
    damages = rng.sample(DAMAGES, rng.choice((0, 1, 1, 1, 2, 3)))
    plants = (rng.choice(PLANTS),) if rng.random() < 0.2 else ()
    return generate(seed, kind, damages=damages, plants=plants)


def run(seeds: range) -> tuple[Counts, list[str]]:
    """Read the reports of these numbers."""
    counts: Counts = Counter()
    lines: list[str] = []
    for seed in seeds:
        report = draw(seed)
        try:
            cells = read_cells(report.html)
        except Exception as error:  # a reader must never fail: what it fails on is what is looked for here
            cells = []
            lines.append(f"crash\t{report.replay()}\t{type(error).__name__}: {error}")
        verdict = compare(report, cells)
        found = {
            "written": len(report.cells),
            "right": verdict.right,
            "lost": verdict.unread_lost,
            **{what: len(verdict.of(what)) for what in ("wrong", "unread", "raw")},
        }
        for group in (("kind", report.kind), *(("damage", name) for name in report.damages or ("none",))):
            counts.update({(*group, what): number for what, number in found.items()})
        for miss in verdict.misses:
            lines.append(f"{miss.verdict}\t{report.replay()}\t{miss}")
    return counts, lines


def _table(counts: Counts, group: str) -> Iterator[str]:
    heads = ("written", "right", "wrong", "unread", "lost", "raw")
    yield f"{group:32}" + "".join(f"{head:>10}" for head in heads) + f"{'read %':>9}"
    for name in sorted({name for g, name, _ in counts if g == group}):
        row = {head: counts[group, name, head] for head in heads}
        mark = "" if group == "kind" or name == "none" or CATALOGUE[name].keeps else "  may lose"
        share = 100 * row["right"] / max(1, row["written"] - row["lost"])
        yield f"{name:32}" + "".join(f"{row[head]:10}" for head in heads) + f"{share:9.2f}{mark}"


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.generated", description="Read generated reports and count what came back."
    )
    parser.add_argument("--reports", type=int, default=1000, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="number of the first report")
    parser.add_argument("--processes", type=int, default=2, choices=(1, 2))
    parser.add_argument(
        "--misses", type=int, default=40, help="how many unread cells to list; wrong ones are all listed"
    )
    options = parser.parse_args(arguments)
    first, end = options.seed, options.seed + options.reports
    batches = [range(at, min(at + _BATCH, end)) for at in range(first, end, _BATCH)]
    counts: Counts = Counter()
    misses: list[str] = []
    began = time.perf_counter()
    with ProcessPoolExecutor(options.processes) as pool:
        for done, (batch, lines) in enumerate(pool.map(run, batches), start=1):
            counts.update(batch)
            misses += lines
            if sys.stderr.isatty():
                print(f"\r{done * _BATCH} of {options.reports}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    seconds = time.perf_counter() - began
    for group in ("kind", "damage"):
        print("\n".join(_table(counts, group)), end="\n\n")
    grave = [line for line in misses if line.startswith(("wrong", "crash"))]
    for line in (*grave, *[line for line in misses if not line.startswith(("wrong", "crash"))][: options.misses]):
        print(line)
    total = {what: sum(n for (g, _, w), n in counts.items() if g == "kind" and w == what) for what in _WHAT}
    present = total["written"] - total["lost"]
    share = total["right"] / max(1, present)
    print(
        f"{options.reports} reports, {total['written']} cells: {total['right']} right, {total['wrong']} wrong, "
        f"{total['unread']} unread, {total['lost']} unread where the damage took them; "
        f"{100 * share:.3f} % read of {present}; {seconds:.0f} s"
    )
    return 1 if grave else 2 if share < READ_AT_LEAST else 0


_WHAT = ("written", "right", "wrong", "unread", "lost", "raw")

if __name__ == "__main__":
    sys.exit(main())
