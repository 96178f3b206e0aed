"""`make bench`: one run, one report in Markdown. Sizes by option; the default takes a few minutes."""

from __future__ import annotations

import argparse
import platform
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from importlib.metadata import version
from pathlib import Path
from typing import Any

import gongkai
from benchmarks.speed import floors, flow, gx, peers
from benchmarks.speed.stages import stages
from benchmarks.speed.timing import Timed, in_turns
from tests.corpus import SHARED
from tests.generated import DAMAGES, Generated, generate


def ours(data: bytes) -> tuple[peers.Values, list[str]]:
    """What gongkai gives, in the shape of the peers' results."""
    try:
        report = gongkai.extract(data)
    except gongkai.UnreadableSource:
        return {}, []
    values = {cell.code: str(cell.value) for cell in report.cells if cell.value is not None}
    return values, [str(mention.value) for mention in report.mentions if mention.is_statistic]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def accuracy(way: Callable[[bytes], tuple[peers.Values, list[str]]], made: Sequence[Generated]) -> str:
    """Cells right and wrong of those printed, and planted figures found, in percent."""
    right = wrong = printed = found = figures = 0
    for report in made:
        values, numbers = way(report.html)
        for code, cell in report.cells.items():
            if cell.value is None:
                continue
            printed += 1
            read = _number(values[code]) if values.get(code) else None
            right += read == cell.value
            wrong += read is not None and read != cell.value
        have = {_number(number) for number in numbers}
        figures += len(report.figures)
        found += sum(figure.value in have for figure in report.figures)
    return f"{100 * right / printed:.1f} / {100 * wrong / printed:.2f} / {100 * found / max(1, figures):.0f}"


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """One table in Markdown."""
    print(f"\n## {title}\n\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |", flush=True)


def _line(name: str, timed: Timed, floor: Timed, said: str) -> tuple[object, ...]:
    low, high = timed.spread
    times = timed.milliseconds / floor.milliseconds
    return name, f"{timed.milliseconds:.2f}", f"{low:.2f}-{high:.2f}", f"{timed.rate:.2f}", f"{times:.1f}", said


_HEADS = ("", "ms a report", "quartiles", "MB/s", "of the floor", "cells right / wrong %, figures found %")


def _made(options: Any, number: int) -> list[Generated]:
    """The generated reports of one round: none comes twice, for what is remembered of a report must not help itself."""
    first = number * options.reports
    return [
        generate(seed, "D", damages=DAMAGES[seed % len(DAMAGES) :][: seed % 2])
        for seed in range(first, first + options.reports)
    ]


def _html(options: Any) -> None:
    made = _made(options, 1)
    real = sorted((SHARED / "reports" / "real").glob("*.html")) if SHARED else []
    files = [path.read_bytes() for path in real]

    def pages(first: int) -> list[list[bytes]]:
        return [
            [report.html for report in _made(options, number)] + files
            for number in range(first, first + options.rounds + 1)
        ]

    ways: dict[str, Callable[[bytes], object]] = {
        "floor: Lexbor, all cells": floors.lexbor_cells,
        "gongkai": ours,
        "pandas.read_html + re": peers.with_pandas,
        "BeautifulSoup by hand": peers.with_beautiful_soup,
    }
    timed = in_turns(ways, pages(2))
    said = {
        "gongkai": accuracy(ours, made),
        "pandas.read_html + re": accuracy(peers.with_pandas, made),
        "BeautifulSoup by hand": accuracy(peers.with_beautiful_soup, made),
    }
    floor = timed["floor: Lexbor, all cells"]
    table(
        f"HTML: {len(made)} generated reports (every other one damaged) and {len(real)} real ones",
        _HEADS,
        [_line(name, each, floor, said.get(name, "")) for name, each in timed.items()],
    )
    by_stage = stages(pages(options.rounds + 3))
    table(
        "Stages of an extraction, HTML",
        ("", "ms a report", "MB/s"),
        [(name, f"{each.milliseconds:.2f}", f"{each.rate:.1f}") for name, each in by_stage.items()],
    )


def _pdf(options: Any) -> None:
    files = sorted((SHARED / "reports" / "real").glob("*.pdf")) if SHARED else []
    if not files:
        print("\n(PDF: left out, since the corpus of real reports, ../shared, is not here.)")
        return
    data = [path.read_bytes() for path in files]
    ways: dict[str, Callable[[bytes], object]] = {
        "floor: pypdfium2, characters with boxes": floors.pdfium_characters,
        "gongkai": ours,
        "pdfplumber, tables and text": peers.with_pdfplumber,
    }
    timed = in_turns(ways, [data] * (min(options.rounds, 3) + 1))
    read = {
        name: sum(len(way(one)[0]) for one in data)
        for name, way in (("gongkai", ours), ("pdfplumber, tables and text", peers.with_pdfplumber))
    }
    floor = timed["floor: pypdfium2, characters with boxes"]
    table(
        f"PDF: {len(files)} real reports",
        (*_HEADS[:-1], "cells given"),
        [_line(name, each, floor, str(read.get(name, ""))) for name, each in timed.items()],
    )


def _checks(options: Any) -> None:
    rows = []
    for count in options.checks:
        with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
            inside, over = gx.compare(count, Path(folder))
        pandas = ("no room", "") if over is None else (f"{over:.2f}", f"{over / inside:.1f}")
        rows.append((f"{count:,}", f"{count * gx.CELLS:,}", f"{inside:.2f}", *pandas))
    table("Five expectations, Great Expectations", ("reports", "rows", "in DuckDB s", "over pandas s", "times"), rows)


def _flow(options: Any) -> None:
    measured = {}
    for count in options.flow:
        with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
            measured[count] = flow.measure(count, Path(folder) / "run", options.kept, count <= options.plain)
        # The columns stand together at the end; what was measured before a larger one breaks off is not lost.
        print(f"flow over {count:,}: {measured[count]}", file=sys.stderr, flush=True)
    names = list(dict.fromkeys(name for each in measured.values() for name in each))
    table(
        "The whole flow over generated reports, two workers",
        ("", *(f"{count:,}" for count in measured)),
        [(name, *(f"{each[name]:.2f}" if name in each else "" for each in measured.values())) for name in names],
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="make bench", description="Speed and cost, against peers and floors.")
    parser.add_argument("--reports", type=int, default=40, help="generated reports for the extraction")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--checks", type=int, nargs="*", default=[10_000], help="reports' worth of rows, each size")
    parser.add_argument("--flow", type=int, nargs="*", default=[1_000], help="reports in the flow, each size")
    parser.add_argument("--plain", type=int, default=10_000, help="up to so many, the steps without Prefect too")
    parser.add_argument("--kept", type=Path, help="folder that keeps the generated reports for the next run")
    options = parser.parse_args()
    names = (
        "selectolax",
        "pypdfium2",
        "duckdb",
        "polars",
        "prefect",
        "great-expectations",
        "pandas",
        "beautifulsoup4",
        "pdfplumber",
    )
    print(f"{_processor()}, {platform.system()} {platform.release()}, Python {platform.python_version()}")
    print(", ".join(f"{name} {version(name)}" for name in names))
    _html(options)
    _pdf(options)
    print(f"\nPeak memory of this process so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")
    if options.checks:
        _checks(options)
    if options.flow:
        _flow(options)


def _processor() -> str:
    import os

    info = Path("/proc/cpuinfo")
    named = (
        [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        if info.exists()
        else []
    )
    return f"{named[0] if named else platform.processor()} ({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f})"


if __name__ == "__main__":
    main()
