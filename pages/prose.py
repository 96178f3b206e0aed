"""A report's text for the page: in paragraphs, its figures marked, its tables left to where they are redrawn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from pages.facts import Row, grouped


class Run(msgspec.Struct, frozen=True):
    """Words, and the number that they are, if they are one."""

    text: str
    mention: Row | None = None
    first: bool = False
    """True where the number begins; one that a line's end parts in two has a second run."""


class Paragraph(msgspec.Struct, frozen=True):
    """One line of the text. Without runs it stands for a table."""

    runs: tuple[Run, ...]
    heading: bool = False


class Prose(msgspec.Struct, frozen=True):
    """The text, as far as it is shown."""

    paragraphs: tuple[Paragraph, ...]
    cut: int
    """Characters that are left out at the end."""


def lay_out(
    text: str, mentions: Sequence[Row], cells: Sequence[Row], headings: Sequence[Row], longest: int = 60_000
) -> Prose:
    """The text in paragraphs, no more than `longest` characters of it. Rows as in the queries of the same names."""
    shown = text[:longest]
    chosen = _apart([one for one in mentions if one["span_end"] <= len(shown)])
    starts = [one["span_start"] for one in chosen]
    tables = _tables(shown, cells, [one["span_start"] for one in chosen if one["is_statistic"]])
    titles = sorted(one["span_start"] for one in headings)
    paragraphs: list[Paragraph] = []
    in_table = False
    for start, end in _lines(shown):
        if any(begin <= start < stop for begin, stop in tables):
            if not in_table:
                paragraphs.append(Paragraph(()))
            in_table = True
            continue
        in_table = False
        if shown[start:end].strip():
            first = bisect_left(starts, start)
            if first and chosen[first - 1]["span_end"] > start:
                first -= 1
            own = chosen[first : bisect_left(starts, end)]
            heading = bisect_left(titles, start) < bisect_right(titles, end - 1) and end - start < 60
            paragraphs.append(Paragraph(tuple(_runs(shown, start, end, own)), heading))
    return Prose(tuple(paragraphs), len(text) - len(shown))


def _apart(mentions: Sequence[Row]) -> list[Row]:
    """Mentions that do not overlap, statistics before what is none, in the order of the text."""
    chosen: list[Row] = []
    for one in sorted(mentions, key=lambda m: (m["span_start"], not m["is_statistic"], -m["span_end"])):
        if chosen and one["span_start"] < chosen[-1]["span_end"]:
            if one["is_statistic"] and not chosen[-1]["is_statistic"]:
                chosen[-1] = one
            continue
        chosen.append(one)
    return chosen


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _runs(text: str, start: int, end: int, mentions: Sequence[Row]) -> Iterator[Run]:
    at = start
    for one in mentions:
        begin, stop = max(at, one["span_start"]), min(end, one["span_end"])
        if begin > at:
            yield Run(text[at:begin])
        if stop > begin:
            yield Run(text[begin:stop], one, one["span_start"] >= start)
        at = max(at, stop)
    if at < end:
        yield Run(text[at:end])


def _tables(text: str, cells: Sequence[Row], statistics: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of whole lines that the redrawn tables take up. One that holds a statistic of the prose stays text."""
    placed = [cell for cell in cells if cell["span_start"] is not None and cell["span_end"] <= len(text)]
    stretches = []
    for own in grouped(placed, "statutory_table").values():
        start = text.rfind("\n", 0, min(cell["span_start"] for cell in own)) + 1
        end = text.find("\n", max(cell["span_end"] for cell in own))
        end = len(text) if end < 0 else end
        # The rows of heads above have their cells apart by tabs.
        while start and "\t" in text[(above := text.rfind("\n", 0, start - 1) + 1) : start]:
            start = above
        if bisect_left(statistics, start) == bisect_left(statistics, end):
            stretches.append((start, end))
    return stretches
