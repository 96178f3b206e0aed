"""Where the time of one report goes: the steps of `gongkai.reading`, each on the work of those before it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

from benchmarks.speed.timing import Timed, mean_size
from gongkai.document.decode import decode
from gongkai.document.html import read_html_text
from gongkai.identify import identify
from gongkai.narrative import read_prose
from gongkai.output import to_json
from gongkai.reading import extract, statutory_cells
from gongkai.sections import find_sections
from gongkai.vintage import tell_form

STAGES = ("decode", "parse, blocks, grids", "parts, form, head", "tables", "prose", "rows (JSON)")


def _once(html: bytes) -> tuple[float, ...]:
    clock = time.process_time
    times = [clock()]
    decoded = decode(html)
    times.append(clock())
    document = read_html_text(decoded.text, decoded.problems)
    times.append(clock())
    sections = find_sections(document)
    form = tell_form(document).form
    head, _ = identify(document, tables_present=True, sections=sections)
    times.append(clock())
    stretches = statutory_cells(document, form)[2]
    times.append(clock())
    read_prose(document, sections, head, stretches)
    times.append(clock())
    report = extract(html)
    between = clock()
    to_json(report)
    times.append(times[-1] + clock() - between)
    return tuple(after - before for before, after in pairwise(times))


def stages(rounds: Sequence[Sequence[bytes]]) -> dict[str, Timed]:
    """Each stage over all pages of a round; the first round is not counted."""
    taken: list[list[float]] = [[] for _ in STAGES]
    for number, pages in enumerate(rounds):
        sums = [sum(each) for each in zip(*map(_once, pages), strict=True)]
        if number:
            for into, seconds in zip(taken, sums, strict=True):
                into.append(seconds)
    items, size = len(rounds[-1]), mean_size(rounds)
    return {name: Timed(tuple(each), items, size) for name, each in zip(STAGES, taken, strict=True)}
