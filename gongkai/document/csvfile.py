"""Values parted by commas, semicolons or tabs (CSV, TSV) -> `Document`."""

from __future__ import annotations

import csv
from collections import Counter

from gongkai.document.model import Document
from gongkai.document.sheets import Sheet, lay_out
from gongkai.model import Problem

MEDIA_TYPE = "text/csv"

_SEPARATORS = (",", "\t", ";")
_SAMPLE = 200_000
_FEWEST_LINES = 3
_REGULAR = 0.8
"""Share of the lines with values that must have as many of them as most."""


def read_csv(text: str, problems: tuple[Problem, ...] = ()) -> Document | None:
    """Read a CSV file; None where the text is none.

    It is one where nearly all lines have the same number of values, at least two: running text with commas in it has
    not. Cells that span others are unknown to CSV.
    """
    separator = _separator(text[:_SAMPLE])
    if separator is None:
        return None
    rows = _rows(text, separator)
    if rows is None:
        return None
    sheet = Sheet()
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value:
                sheet.cells[row, column] = value
    return lay_out([sheet], MEDIA_TYPE, problems)


def _separator(sample: str) -> str | None:
    for separator in _SEPARATORS:
        if sample.count(separator) < _FEWEST_LINES:
            continue
        rows = _rows(sample, separator)
        if rows is None:
            continue
        counts = Counter(len(row) for row in rows if any(row))
        if sum(counts.values()) < _FEWEST_LINES:
            continue
        usual, often = max(((n, often) for n, often in counts.items() if n > 1), key=lambda c: c[1], default=(0, 0))
        if usual > 1 and often >= _REGULAR * sum(counts.values()):
            return separator
    return None


def _rows(text: str, separator: str) -> list[list[str]] | None:
    try:
        return list(csv.reader(text.splitlines(keepends=True), delimiter=separator))
    except csv.Error:
        return None
