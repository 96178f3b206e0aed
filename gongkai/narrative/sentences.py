"""The sentences that the numbers stand in."""

from __future__ import annotations

import re
from bisect import bisect_right

from gongkai.compact import BREAK
from gongkai.narrative.bound import Bound
from gongkai.quantities import Quantity

_SENTENCE = re.compile(rf"[。;!?{BREAK}]")
_MOST = 60
"""Numbers of a sentence that are bound together."""
_LONGEST = 240
"""Numbers of a sentence that are bound at all: what goes on after them is a list without words, and no sentence."""


def in_sentences(text: str, quantities: list[Quantity]) -> list[Bound]:
    """Every quantity with the place of its sentence."""
    ends: list[int] = []
    for match in _SENTENCE.finditer(text):
        ends.append(match.start())
        if not quantities or match.start() > quantities[-1].start:
            break  # What has more numbers than are read may go on for long.
    every: list[Bound] = []
    for quantity in quantities:
        index = bisect_right(ends, quantity.start)
        start = ends[index - 1] + 1 if index else 0
        end = ends[index] if index < len(ends) else len(text)
        end += end < len(text) and text[end] != BREAK
        every.append(Bound(quantity=quantity, sentence=index, start=start, end=max(end, quantity.end)))
    return every


def within_sentences(every: list[Bound]) -> list[Bound]:
    """All but those far on in a sentence without end."""
    kept: list[Bound] = []
    sentence, count = -1, 0
    for one in every:
        count = count + 1 if one.sentence == sentence else 1
        sentence = one.sentence
        if count <= _LONGEST:
            kept.append(one)
    return kept


def grouped(every: list[Bound]) -> list[list[Bound]]:
    """The numbers of a sentence together; a sentence without end is cut, so that the time taken stays in proportion."""
    groups: list[list[Bound]] = []
    for one in every:
        if groups and groups[-1][0].sentence == one.sentence and len(groups[-1]) < _MOST:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups
