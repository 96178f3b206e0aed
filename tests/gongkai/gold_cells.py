"""The hand-made gold of the statutory cells, and how a reading compares with it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from gongkai.model import Cell
from tests.corpus import SHARED

_Row = dict[str, str]


@dataclass
class Score:
    """What became of the gold cells of one report."""

    cells: int = 0
    right: int = 0
    states_right: int = 0
    raw_right: int = 0
    unread: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Code, value read, value printed: a figure where another stands, or where none does."""
    extra: list[str] = field(default_factory=list)
    """Codes of figures that the gold does not have."""


@cache
def gold() -> dict[str, list[_Row]]:
    """Gold rows by file. Empty where the corpus is absent."""
    if SHARED is None:
        return {}
    rows: dict[str, list[_Row]] = {}
    with (SHARED / "reports/real/gold/cells.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["file"], []).append(row)
    return rows


def score(file: str, cells: Iterable[Cell]) -> Score:
    """Compare the cells read from a corpus file (its name below `reports/real`) with the gold."""
    read = {(cell.table, cell.line, cell.column): cell for cell in cells}
    result = Score()
    for row in gold()[file]:
        result.cells += 1
        code = f"{row['line_code']}.{row['column_code']}"
        cell = read.pop((row["table"], row["line_code"], row["column_code"]), None)
        value = Decimal(row["value"]) if row["value"] else None
        if cell is None or (cell.value is None and value is not None):
            result.unread.append(code)
        elif cell.value == value:
            result.right += 1
        else:
            result.wrong.append(f"{code}: read {cell.value}, printed {value}")
        if cell is not None:
            result.states_right += cell.cell_state == row["cell_state"]
            result.raw_right += cell.raw_text == row["raw_text"]
    result.extra = [cell.code for cell in read.values() if cell.value is not None]
    return result
