"""Statutory cells against the gold of the real reports (`reports/real/gold/cells.csv` of the corpus)."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from gongkai import Cell, CellState, Report

_JOINER = {"A": "__", "B": "__", "3": "__", "2": "_", "4": "_"}


@dataclass(frozen=True)
class GoldCell:
    """One cell as an annotator read it."""

    table: str
    code: str
    raw_text: str
    value: Decimal | None
    state: str
    note: str


@dataclass
class Score:
    """How the cells of one table came out."""

    right: int = 0
    wrong: int = 0
    """A number that is not the printed one, or a number where there is none."""
    unread: int = 0
    """Not read although something stands there: marked, never wrong."""
    states_right: int = 0
    inferred: int = 0
    """Of the right ones, how many were told from the sums and are marked so."""
    mistakes: list[str] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)
    """The unread ones, each with what stands there."""

    @property
    def cells(self) -> int:
        """Cells in the gold."""
        return self.right + self.wrong + self.unread


def gold_cells(path: Path) -> dict[str, list[GoldCell]]:
    """The gold by file."""
    found: dict[str, list[GoldCell]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = row["line_code"] + (_JOINER[row["table"]] + row["column_code"] if row["column_code"] else "")
            value = Decimal(row["value"]) if row["value"] else None
            cell = GoldCell(row["table"], code, row["raw_text"], value, row["cell_state"], row["note"])
            found[row["file"]].append(cell)
    return dict(found)


def compare(report: Report, gold: list[GoldCell]) -> dict[str, Score]:
    """Scores by statutory table."""
    read = {cell.code: cell for cell in report.cells}
    scores: dict[str, Score] = defaultdict(Score)
    for expected in gold:
        _judge(scores[expected.table], expected, read.get(expected.code))
    known = {expected.code for expected in gold}
    for cell in report.cells:
        if cell.value is not None and cell.code not in known:
            scores[cell.table].wrong += 1
            scores[cell.table].mistakes.append(f"{cell.code}: {cell.value} read, no such cell in the gold")
    return dict(scores)


def _judge(score: Score, expected: GoldCell, cell: Cell | None) -> None:
    if cell is None:
        score.unread += 1
        score.left_open.append(f"{expected.code} (no cell)")
        return
    score.states_right += cell.cell_state == expected.state
    if cell.value is not None and cell.value != expected.value:
        # One gold cell leaves open whether a detached figure is its own: `accept blank or 1`.
        if expected.note.startswith("accept blank or ") and str(cell.value) == expected.note.split()[3].rstrip(";"):
            score.right += 1
            return
        score.wrong += 1
        score.mistakes.append(f"{cell.code}: {cell.value} read, {expected.value} printed ({cell.cell_state})")
    elif cell.value is not None:
        score.right += 1
        score.inferred += cell.cell_state == CellState.INFERRED
    elif expected.value is None and cell.cell_state == expected.state:
        score.right += 1
    else:
        score.unread += 1
        score.left_open.append(f"{cell.code} {cell.raw_text!r}")
