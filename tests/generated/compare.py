"""A reading held against the truth, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.model import Cell, CellState

from . import Generated

_CLAIMS = frozenset((CellState.NUMBER, CellState.ZERO, CellState.INFERRED, CellState.BLANK, CellState.NA_MARK))
"""States that say what stands in the cell. The others say that nobody can tell."""


@dataclass(frozen=True)
class Miss:
    """One cell that did not come back as it was written."""

    verdict: str
    """wrong, unread, or raw (value and state right, but raw text, unit or note not as printed)."""
    code: str
    written: str
    read: str

    def __str__(self) -> str:
        return f"{self.verdict:6} {self.code}: written {self.written}, read {self.read}"


@dataclass(frozen=True)
class Verdict:
    """What became of a report's cells."""

    right: int
    unread_lost: int
    """Unread where a damage took the information away: that is as it should be."""
    misses: tuple[Miss, ...]

    def of(self, verdict: str) -> list[Miss]:
        return [miss for miss in self.misses if miss.verdict == verdict]


def _same_state(true: CellState, read: CellState) -> bool:
    return read is true or (read is CellState.INFERRED and true in (CellState.NUMBER, CellState.ZERO))


def compare(report: Generated, cells: Iterable[Cell]) -> Verdict:
    """Wrong is a value or a state (blank, zero, mark) that was not written; also a figure for a cell never printed, and
    a code given twice. Unread is all that says of itself that it could not be read, or is not there at all."""
    read: dict[str, Cell] = {}
    misses: list[Miss] = []
    for cell in cells:
        if cell.code in read:
            misses.append(Miss("wrong", cell.code, "once", f"twice ({cell.raw_text!r})"))
        read[cell.code] = cell
    right = unread_lost = 0
    for code, true in report.cells.items():
        found = read.pop(code, None)
        written = f"{true.raw_text!r} ({true.value if true.value is not None else true.state})"
        if found is None or found.cell_state not in _CLAIMS:
            if code in report.lost:
                unread_lost += 1
            else:
                state = f"{found.cell_state} {found.raw_text!r}" if found else "nothing"
                misses.append(Miss("unread", code, written, state))
        elif found.value != true.value or not _same_state(true.state, found.cell_state):
            shown = f"{found.raw_text!r} ({found.value if found.value is not None else found.cell_state})"
            misses.append(Miss("wrong", code, written, shown))
        else:
            right += 1
            wanted = (true.raw_text, true.unit or found.unit, (true.note or "").strip("（）()"))
            got = (found.raw_text, found.unit, (found.note or "").strip("（）()"))
            if wanted != got and code not in report.lost:
                misses.append(Miss("raw", code, str(wanted), str(got)))
    for code, cell in read.items():
        if cell.value is not None or cell.cell_state in (CellState.NUMBER, CellState.ZERO):
            misses.append(Miss("wrong", code, "not printed", f"{cell.raw_text!r} ({cell.value})"))
    return Verdict(right, unread_lost, tuple(misses))
