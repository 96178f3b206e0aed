"""Ruled tables: ruling lines to cells.

Lines that touch make one table. Their positions give a lattice; where no line runs between two of its boxes, these are
one cell. A table cut by the end of the page may lack the line that closes it, so the lattice is closed where its lines
end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise

import msgspec

from .geometry import Box, Char, Rule, Rules
from .lines import cell_lines, is_broken_at_comma, is_broken_number

_TOUCH = 3.0
"""Points that two lines may miss each other by."""
_LEAST = 5.0
"""Points: no row or column is narrower."""
_WALL = 0.6
"""Share of a side that a line must cover to be a wall."""
_FOOT = 0.8
"""Share of the page's height below which a table may be cut by the page's end."""
_LOW = 60.0
"""Points: a lone cell no higher than this may be a table's first row."""
_MOST_BOXES = 40_000
_MOST_MARGIN = 6.0
"""Points between a cell's side and its text, where no cell of the table shows that it is less."""
_ABOUT_FULL = 2.1
"""Ems: a line with less room left may have been broken there, with a mark that must not begin a line."""
_JOINT = 0.06
"""Ems: digits no farther apart are of one number, whatever line runs between them."""


class RuledCell(msgspec.Struct, gc=False):
    """A cell with its text, in coordinates of its table's lattice."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    page: int
    text: str = ""
    full: bool = False
    """Its last line reaches its right side."""
    certainty: float = 1.0
    """Of its least certain character."""


class RuledTable(msgspec.Struct):
    """A table on one page."""

    columns: list[float]
    """Where its columns begin, and where the last one ends."""
    rows: list[float]
    cells: list[RuledCell]
    uncertain: list[str]
    """What about it could not be told for certain, a sentence each."""
    chars: list[Char] = msgspec.field(default_factory=list)
    """Of a lone cell at the page's foot, its characters: it is a table only if the next page goes on with it."""

    @property
    def box(self) -> Box:
        """The room it takes up."""
        return self.columns[0], self.rows[0], self.columns[-1], self.rows[-1]


def cell_boxes(rules: Rules) -> list[Box]:
    """The boxes of all cells that the rules enclose, save frames around others."""
    boxes: list[Box] = []
    lattices = sorted(_lattices(rules), key=lambda lattice: lattice.area)
    for lattice in lattices:
        cells, _ = _cells(lattice, 0, [])
        boxes += [cell.box for cell in cells if not any(_inside(box, cell.box) for box in boxes)]
    return boxes


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] < x < outer[2] and outer[1] < y < outer[3]


def _lattices(rules: Rules) -> list[Lattice]:
    return [lattice for group in _groups(rules) if (lattice := lattice_of(*group)) is not None]


def ruled_tables(rules: Rules, chars: list[Char], page: int, height: float) -> tuple[list[RuledTable], list[Char]]:
    """The page's ruled tables, from the top, and the characters that stand in none."""
    lattices = _lattices(rules)
    # A frame around a page or a table is larger than the table within, which claims its text first.
    lattices.sort(key=lambda lattice: lattice.area)
    tables: list[RuledTable] = []
    rest = chars
    for lattice in lattices:
        inside, outside = lattice.parted(rest)
        if lattice.ys[-1] > height * _FOOT:
            _take_cut_off(lattice, inside, outside)
        if not inside:
            continue
        table = table_of(lattice, inside, page)
        if sum(1 for cell in table.cells if cell.text) < 2:
            if len(table.cells) > 1 or not height * _FOOT < table.box[3] < table.box[1] + _LOW:
                continue
            table.chars = inside
        tables.append(table)
        rest = outside
    tables.sort(key=lambda table: (table.box[1], table.box[0]))
    return tables, rest


def _groups(rules: Rules) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together, level and upright."""
    parent = list(range(len(rules.level) + len(rules.upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    offset = len(rules.level)
    for i, level in enumerate(rules.level):
        for j, upright in enumerate(rules.upright):
            if (
                level.low - _TOUCH <= upright.at <= level.high + _TOUCH
                and upright.low - _TOUCH <= level.at <= upright.high + _TOUCH
            ):
                parent[root(i)] = root(offset + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, level in enumerate(rules.level):
        groups[root(i)][0].append(level)
    for j, upright in enumerate(rules.upright):
        groups[root(offset + j)][1].append(upright)
    whole = [group for group in groups.values() if group[0] and group[1]]
    for group in groups.values():
        if not group[0]:
            _adopt(group[1][0], whole)
    return whole


def _adopt(alone: Rule, groups: list[tuple[list[Rule], list[Rule]]]) -> None:
    """Give an upright that no level rule touches to the table that it runs beside from top to bottom.

    On a page in the middle of a table, the cell of a label that spans all of the page's rows has but this side.
    """
    for _, upright in groups:
        low, high = min(rule.low for rule in upright), max(rule.high for rule in upright)
        if abs(alone.low - low) <= _LEAST and abs(alone.high - high) <= _LEAST:
            upright.append(alone)
            return


def _take_cut_off(lattice: Lattice, inside: list[Char], outside: list[Char]) -> None:
    """Text below the last rule of a table that the page's end cut open.

    Chromium ends the rules of a row that goes on where its last whole line ends, and may print one more below.
    """
    while True:
        bottom = lattice.ys[-1]
        below = [char for char in outside if bottom < char.y < bottom + (char.y1 - char.y0)]
        columns = {bisect_right(lattice.xs, char.x) - 1 for char in below}
        if not below or not all(0 <= c < len(lattice.open_below) and lattice.open_below[c] for c in columns):
            return
        taken = {id(char) for char in below}
        outside[:] = [char for char in outside if id(char) not in taken]
        inside += below
        lattice.ys[-1] = max(char.y1 for char in below)


class Lattice(msgspec.Struct):
    """The boxes between the lines of a table, and the walls between the boxes."""

    xs: list[float]
    ys: list[float]
    open_below: list[bool]
    """By column: no rule closes the last row."""
    right_wall: list[list[bool]]
    """By row and column: a wall on the right of that box."""
    floor: list[list[bool]]

    @property
    def area(self) -> float:
        """In square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def parted(self, chars: list[Char]) -> tuple[list[Char], list[Char]]:
        """The characters inside and outside."""
        inside: list[Char] = []
        outside: list[Char] = []
        left, top, right, bottom = self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]
        for char in chars:
            (inside if left <= char.x <= right and top <= char.y <= bottom else outside).append(char)
        return inside, outside


def lattice_of(level: list[Rule], upright: list[Rule]) -> Lattice | None:
    """The lattice of rules that hang together; None where they enclose nothing."""
    xs = _stations([rule.at for rule in upright], [rule.low for rule in level], [rule.high for rule in level])
    ys = _stations([rule.at for rule in level], [rule.low for rule in upright], [rule.high for rule in upright])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows > _MOST_BOXES:
        return None
    right_wall = [[False] * (columns - 1) + [True] for _ in range(rows)]
    floor = [[False] * columns for _ in range(rows - 1)] + [[True] * columns]
    for column in range(1, columns):
        for low, high in [(rule.low, rule.high) for rule in upright if abs(rule.at - xs[column]) <= _TOUCH]:
            for row in range(rows):
                if _covered(low, high, ys[row], ys[row + 1]):
                    right_wall[row][column - 1] = True
    for row in range(1, rows):
        for low, high in [(rule.low, rule.high) for rule in level if abs(rule.at - ys[row]) <= _TOUCH]:
            for column in range(columns):
                if _covered(low, high, xs[column], xs[column + 1]):
                    floor[row - 1][column] = True
    closed = [False] * columns
    for rule in level:
        if abs(rule.at - ys[-1]) <= _TOUCH:
            for column in range(columns):
                closed[column] = closed[column] or _covered(rule.low, rule.high, xs[column], xs[column + 1])
    return Lattice(xs, ys, [not shut for shut in closed], right_wall, floor)


def _covered(low: float, high: float, start: float, end: float) -> bool:
    return min(high, end) - max(low, start) >= (end - start) * _WALL


def _stations(lines: list[float], starts: list[float], ends: list[float]) -> list[float]:
    """Positions of the lattice: the lines', closed where the lines across them begin and end."""
    stations: list[list[float]] = []
    for at in sorted(lines):
        if stations and at - stations[-1][0] <= _TOUCH:
            stations[-1].append(at)
        else:
            stations.append([at])
    positions = [sum(group) / len(group) for group in stations]
    if min(starts) < positions[0] - _LEAST:
        positions.insert(0, min(starts))
    if max(ends) > positions[-1] + _LEAST:
        positions.append(max(ends))
    return positions


def table_of(lattice: Lattice, chars: list[Char], page: int) -> RuledTable:
    """The table of a lattice and the characters in it."""
    uncertain: list[str] = []
    cells, owner = _cells(lattice, page, uncertain)
    held: list[list[Char]] = [[] for _ in cells]
    for run in _number_runs(chars):
        homes = [owner[_box_of(lattice, char)] for char in run]
        if len(set(homes)) > 1:
            # A number too wide for its cell spills over the line; it is one number all the same.
            uncertain.append(f"'{''.join(char.text for char in run)}' runs over the line between two cells")
            homes = [max(set(homes), key=homes.count)] * len(run)
        for char, home in zip(run, homes, strict=True):
            held[home].append(char)
    _spell(cells, held)
    return RuledTable(lattice.xs, lattice.ys, cells, uncertain)


def _spell(cells: list[RuledCell], held: list[list[Char]]) -> None:
    """Give every cell its text.

    A cell's lines are joined by a newline, save where the width of the cell alone broke a number: beside a comma, or
    where its first line fills the room between the table's margins and another cell of the row shows that this is one
    row of text.
    """
    lines = [cell_lines(inside) for inside in held]
    margin = _MOST_MARGIN
    for cell, inside in zip(cells, lines, strict=True):
        for line in inside:
            margin = min(margin, max(line.box[0] - cell.box[0], 0.0), max(cell.box[2] - line.box[2], 0.0))
    single = {cell.row for cell, inside in zip(cells, lines, strict=True) if len(inside) == 1 and cell.row_span == 1}
    for cell, inside in zip(cells, lines, strict=True):
        if not inside:
            continue
        room = cell.box[2] - cell.box[0] - 2 * margin
        text = inside[0].text
        for line, following in pairwise(inside):
            broken = cell.row_span == 1 and (
                is_broken_at_comma(line, following) or (cell.row in single and is_broken_number(line, following, room))
            )
            text += following.text if broken else f"\n{following.text}"
        cell.text = text
        cell.certainty = min(line.certainty for line in inside)
        last = inside[-1]
        cell.full = last.box[2] + last.em * _ABOUT_FULL > cell.box[2] - min(
            max(inside[0].box[0] - cell.box[0], 0.0), last.em
        )


def _box_of(lattice: Lattice, char: Char) -> tuple[int, int]:
    row = min(max(bisect_right(lattice.ys, char.y) - 1, 0), len(lattice.ys) - 2)
    column = min(max(bisect_right(lattice.xs, char.x) - 1, 0), len(lattice.xs) - 2)
    return row, column


def _number_runs(chars: list[Char]) -> list[list[Char]]:
    """Digits drawn one straight after the other as one run; every other character alone."""
    runs: list[list[Char]] = []
    last: Char | None = None
    for char in chars:
        digit = "0" <= char.text <= "9" or char.text == "."
        if digit and last is not None and not char.turned:
            height = last.y1 - last.y0
            if abs(char.y - last.y) < height * 0.1 and abs(char.x0 - last.x1) < height * _JOINT:
                runs[-1].append(char)
                last = char
                continue
        runs.append([char])
        last = char if digit else None
    return runs


def _cells(lattice: Lattice, page: int, uncertain: list[str]) -> tuple[list[RuledCell], dict[tuple[int, int], int]]:
    """The lattice's boxes joined to cells where no wall parts them, and which cell every box belongs to."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    cells: list[RuledCell] = []
    owner: dict[tuple[int, int], int] = {}
    for row in range(rows):
        for column in range(columns):
            if (row, column) in owner:
                continue
            last_column = column
            while not lattice.right_wall[row][last_column] and (row, last_column + 1) not in owner:
                last_column += 1
            last_row = row
            while not any(lattice.floor[last_row][column : last_column + 1]) and _same_breadth(
                lattice, last_row + 1, column, last_column
            ):
                last_row += 1
            boxes = [(r, c) for r in range(row, last_row + 1) for c in range(column, last_column + 1)]
            if any(
                not lattice.right_wall[r][last_column] or (column > 0 and not lattice.right_wall[r][column - 1])
                for r in range(row, last_row + 1)
            ) or not all(lattice.floor[last_row][column : last_column + 1]):
                uncertain.append(f"the lines around row {row + 1}, column {column + 1} leave a side open")
            for box in boxes:
                owner[box] = len(cells)
            cells.append(
                RuledCell(
                    row=row,
                    column=column,
                    row_span=last_row - row + 1,
                    column_span=last_column - column + 1,
                    box=(
                        lattice.xs[column],
                        lattice.ys[row],
                        lattice.xs[last_column + 1],
                        lattice.ys[last_row + 1],
                    ),
                    page=page,
                )
            )
    return cells, owner


def _same_breadth(lattice: Lattice, row: int, column: int, last_column: int) -> bool:
    """The boxes of that row form one cell from `column` to `last_column`, no narrower and no wider."""
    walls = lattice.right_wall[row]
    return not any(walls[column:last_column]) and walls[last_column] and (column == 0 or walls[column - 1])
