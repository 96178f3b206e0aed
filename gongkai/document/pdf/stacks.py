"""Tables with level lines only: the rows are ruled, the columns are told from where the numbers stand."""

from __future__ import annotations

from itertools import pairwise

from .aligned import NO_LINES, Row, Segment, row_of
from .geometry import Char, Rule
from .grids import RuledTable, lattice_of, table_of
from .lines import rows_of

_SAME_SIDE = 4.0
_FAR = 200.0
"""Points between two lines of one table, at most."""
_LEAST_RULES = 4
_LEAST_NUMBERS = 4
_GUTTER = 2.0
_GAP = 0.4
_HEADER = 3.0
"""Times the height of a line, above the first rule, in which its header stands."""


def stacked_tables(
    chars: list[Char], level: list[Rule], ruled: list[RuledTable], page: int
) -> tuple[list[RuledTable], list[Char]]:
    """The tables among characters that stand in no ruled one, and the characters that are left."""
    loose = [rule for rule in level if not any(_within(rule, table) for table in ruled)]
    tables: list[RuledTable] = []
    headings = [row.top for row in map(row_of, rows_of([char for char in chars if not char.turned])) if row.is_chapter]
    for stack in _stacks(loose, headings):
        left, right = min(rule.low for rule in stack), max(rule.high for rule in stack)
        beside = [char for char in chars if left - _SAME_SIDE <= char.x <= right + _SAME_SIDE and not char.turned]
        top = _top(stack, beside)
        inside = [char for char in beside if top <= char.y <= stack[-1].at]
        rows = [row_of(row) for row in rows_of(inside)]
        columns = _number_columns(rows)
        if sum(row.numbers for row in rows) < _LEAST_NUMBERS or len(columns) < 1:
            continue
        stations = [rule.low for rule in stack if rule.low > left + _SAME_SIDE and rule.low < columns[0][0]]
        stations += [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
        labels = [s.box[2] for row in rows for s in row.segments if s.box[2] < columns[0][0] and not s.is_number]
        if not labels:
            continue
        stations.append((max(labels) + columns[0][0]) / 2)
        edges = sorted({top, *(rule.at for rule in stack)})
        upright = [Rule(x, edges[0], edges[-1]) for x in (left, right)]
        for upper, lower in pairwise(edges):
            band = [s for row in rows for s in row.segments if upper < (s.box[1] + s.box[3]) / 2 < lower]
            upright += [Rule(x, upper, lower) for x in stations if not any(_crosses(s, x) for s in band)]
        lattice = lattice_of([Rule(top, left, right), *stack], upright)
        if lattice is None:
            continue
        table = table_of(lattice, inside, page)
        if any(cell.row_span == 1 and _holds_rows(cell.text) for cell in table.cells):
            continue  # the lines part groups of rows, not rows
        table.uncertain.append(NO_LINES)
        tables.append(table)
        taken = {id(char) for char in inside}
        chars = [char for char in chars if id(char) not in taken]
    return tables, chars


def _crosses(segment: Segment, x: float) -> bool:
    """The text runs over x without a gap there."""
    if not segment.box[0] < x < segment.box[2]:
        return False
    gaps = ((a.x1, b.x0) for a, b in pairwise(segment.chars))
    return not any(low <= x <= high and high - low >= _GAP * (segment.box[3] - segment.box[1]) for low, high in gaps)


def _holds_rows(text: str) -> bool:
    """Numbers stand above each other in one cell."""
    lines = text.split("\n")
    return len(lines) > 1 and all(line and line[0].isdigit() and line[-1].isdigit() for line in lines)


def _within(rule: Rule, table: RuledTable) -> bool:
    left, top, right, bottom = table.box
    return top - _SAME_SIDE <= rule.at <= bottom + _SAME_SIDE and rule.low < right and left < rule.high


def _stacks(level: list[Rule], headings: list[float]) -> list[list[Rule]]:
    """Level lines above each other that end at the same side; some begin farther right, beside a label of many rows.

    A heading between two lines parts two tables.
    """
    stacks: list[list[Rule]] = []
    for rule in sorted(level, key=lambda rule: rule.at):
        for stack in stacks:
            if any(stack[-1].at < y < rule.at for y in headings):
                continue
            if abs(stack[0].high - rule.high) <= _SAME_SIDE and rule.at - stack[-1].at <= _FAR:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    whole = [stack for stack in stacks if len(stack) >= _LEAST_RULES]
    for stack in whole:
        left, right = min(rule.low for rule in stack) - _SAME_SIDE, max(rule.high for rule in stack) + _SAME_SIDE
        ends = stack[0].at, stack[-1].at
        # Lines under a part of the header, beside a cell of more rows.
        stack += [r for r in level if ends[0] < r.at < ends[1] and left <= r.low and r.high <= right and r not in stack]
        stack.sort(key=lambda rule: rule.at)
    return whole


def _top(stack: list[Rule], chars: list[Char]) -> float:
    """Where the table begins: above its first line, if that has a header on it."""
    above = [char for char in chars if char.y < stack[0].at and char.y1 > stack[0].at - _HEADER * (char.y1 - char.y0)]
    rows = [row_of(row) for row in rows_of(above)]
    if rows and rows[-1].is_tabular:
        return rows[-1].top - 1.0
    return stack[0].at


def _number_columns(rows: list[Row]) -> list[tuple[float, float]]:
    columns: list[tuple[float, float]] = []
    spans = sorted((s.box[0], s.box[2]) for row in rows if row.is_tabular for s in row.segments if s.is_number)
    for low, high in spans:
        if columns and low < columns[-1][1] + _GUTTER:
            columns[-1] = (columns[-1][0], max(columns[-1][1], high))
        else:
            columns.append((low, high))
    return columns
