"""Headers of tables that are read row by row: which column of the form each column of the grid is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.document.model import GridCell
from gongkai.labels import keys, normalise
from gongkai.model import CellState, Place
from gongkai.tables.outline import last_word
from gongkai.tables.reader import Reader
from gongkai.tables.rows import NUMERIC, Row
from gongkai.tables.vocabulary import LONGEST_LABEL, Target, header_words

_YEAR_HEAD = re.compile(r"(?:19|20)\d\d年度?(?:1(?:至|到)?12月)?")
"""The year that a column is for: 2009年度, 2009年1-12月 (bare words have no dash)."""
_UNIT_IN_HEAD = re.compile(r"(?:单位[:：]?|[（(])\s*(万元|亿元|千元|百元|元|件|条|项|个|次|人次|人|篇)")
_UNDATED = 9999
"""Later than any year."""


@dataclass(slots=True)
class Leaf:
    """The lowest cell of a header over one column of numbers."""

    label: str
    code: str | None
    """Column code; "" in a list with one unnamed number column; None where the header is none of the form's."""
    start: int
    end: int
    role: str = "number"
    unit: str | None = None
    place: Place = field(default_factory=Place)
    general: bool = False
    """Whether it names its column by a word that heads other tables too: 数量."""


class Headed(Reader):
    """A reader that knows the columns of the last header."""

    def __init__(self, target: Target):
        super().__init__(target)
        self.leaves: list[Leaf] = []
        self.header_grid: int | None = None
        self.with_blanks: list[Leaf] = []
        """The leaves with those of empty columns between and behind them."""
        self.starts: set[int] = set()
        """Grid columns in which the header's cells begin, right of the labels."""
        self.header: list[Row] = []
        self.numbers_alone = True
        """Whether every header had columns of numbers only, right of the labels."""
        self.own_heads = frozenset(key for column in self.table.columns for key in keys(column.label))

    def is_header(self, row: Row) -> bool:
        """Whether a row heads numbers and holds none."""
        if any(value.state in NUMERIC for value in row.values):
            return False
        texts = [cell.text for cell in row.own if cell.text]
        if not texts:
            return bool(self.header)
        codes, heads, labelled = self.head_words(texts)
        if heads or (labelled and len(texts) >= 2):
            return True
        if not codes or any(value.state is CellState.NA_MARK for value in row.values):
            return False
        return not any(self.target.lines.exactly(text) for text in (*texts, "".join(texts)))

    def may_head(self, row: Row) -> bool:
        """Whether the words of a row might make it a header, if other figures, marks or none stood behind them."""
        words = [cell.text for cell in row.own[: last_word(row.own) + 1] if cell.text]
        codes, heads, labelled = self.head_words(words)
        return not words or heads or labelled or (codes and not any(map(self.target.lines.exactly, words)))

    def head_words(self, texts: Sequence[str]) -> tuple[bool, bool, bool]:
        """Whether any text names a column; whether they do so as only a header does; whether one heads labels."""
        words = header_words()
        bare = [normalise(text) for text in texts if len(text) <= LONGEST_LABEL]
        codes = {code for text in texts if (code := self.head_code(text)) is not None}
        heads = len(codes) >= 2 or bool(self.target.column_groups & set(bare))
        return bool(codes), heads, any(word in words["label"] or word in words["unit"] for word in bare)

    def head_code(self, text: str) -> str | None:
        """The column that a header cell names; "" for the unnamed one of a list."""
        if len(text) > LONGEST_LABEL:
            return None
        bare = normalise(text)
        year = _YEAR_HEAD.match(bare)
        rest = bare[year.end() :] if year else bare
        if not self.table.columns:
            return "" if rest in header_words()["number"] or (year and not rest) else None
        found = self.target.columns.match(text)
        if year and not found.codes:
            # A running total of one year is that year's figure: 2009年累计 is 本年累计, not 历年累计.
            names = (self.target.columns.match(words + rest) for words in ("年度", "本年", ""))
            found = next((name for name in names if name.codes), found)
        return found.codes[0] if len(found.codes) == 1 else None

    def take_header(self) -> None:
        """Make the rows of a header that has ended the one that counts."""
        rows, self.header = self.header, []
        self.header_grid = rows[0].grid
        same = [row for row in rows if row.grid == self.header_grid]
        leaves = self.leaves_by_column(same)
        wanted = {column.code for column in self.table.columns}
        if self.table.code == "3" and {leaf.code for leaf in leaves if leaf.code} != wanted:
            by_order = self.leaves_by_order(same)
            if by_order:
                leaves = self.with_blanks = by_order
        self.tell_apart(leaves)
        self.leaves = leaves
        self.numbers_alone = self.numbers_alone and all(leaf.role == "number" for leaf in self.with_blanks)

    def tell_apart(self, leaves: list[Leaf]) -> None:
        """Report columns that are none of the form's; of several with one name, none counts unless the year tells."""
        seen: set[str] = set()
        before: Leaf | None = None
        for leaf in (leaf for leaf in leaves if leaf.role == "number"):
            repeated = before is not None and before.label == leaf.label and before.code is not None
            before = leaf
            if leaf.code is None:
                near = self.target.columns.match(leaf.label).candidates
                self.problem(
                    "column_unmapped",
                    f"The column {leaf.label} is none of table {self.table.code}'s.",
                    leaf.place,
                    found=leaf.label,
                    candidates=near,
                )
            elif leaf.code in seen and (repeated or self.later_year(leaf, leaves)):
                # A merged cell whose words and numbers were repeated in each column: they must be the same throughout.
                continue
            elif leaf.code in seen:
                for other in leaves:
                    if other is not leaf and other.code == leaf.code:
                        other.code = None
                self.problem(
                    "column_twice",
                    f"Two columns of table {self.table.code} are headed {leaf.label}.",
                    leaf.place,
                    found=leaf.label,
                )
                leaf.code = None
            else:
                seen.add(leaf.code)

    def later_year(self, leaf: Leaf, leaves: list[Leaf]) -> bool:
        """Of columns for several years (2011年, 2012年度) the last one is the report's; the others name no column.

        One that is named without a year (本年累计) goes before them all.
        """
        years: dict[int, Leaf] = {}
        rivals = [other for other in leaves if other.code == leaf.code]
        for rival in rivals:
            year = _YEAR_HEAD.match(normalise(rival.label))
            years[int(year[0][:4]) if year else _UNDATED] = rival
        if len(years) < len(rivals):
            return False
        for year_before in sorted(years)[:-1]:
            years[year_before].code, years[year_before].role = None, "ignored"
        return True

    def leaves_by_column(self, rows: list[Row]) -> list[Leaf]:
        """The lowest header cell over each column of the grid."""
        lowest: dict[int, GridCell] = {}
        for row in rows:
            for cell in (*row.above, *row.own):
                if cell.row + cell.row_span - 1 < rows[0].number:
                    continue
                for column in range(cell.column, cell.column + cell.column_span):
                    if cell.text or column not in lowest:
                        lowest[column] = cell
        leaves: list[Leaf] = []
        previous: GridCell | None = None
        for column in sorted(lowest):
            cell = lowest[column]
            if cell is previous:
                leaves[-1].end = column + 1
                continue
            previous = cell
            leaves.append(self.leaf(cell, column))
        return self.right_of_labels(leaves)

    def leaf(self, cell: GridCell, column: int) -> Leaf:
        """What a header cell is to the column below it."""
        words = header_words()
        bare = normalise(cell.text) if len(cell.text) <= LONGEST_LABEL else ""
        code = self.head_code(cell.text) if cell.text else None
        role = "number" if code is not None else "unknown"
        if code is None:
            for kind in ("label", "unit", "ignored"):
                if bare in words[kind]:
                    role = kind
            if not cell.text.strip():
                role = "blank"
        unit = _UNIT_IN_HEAD.search(cell.text)
        return Leaf(
            label=cell.text.replace("\n", ""),
            code=code,
            start=column,
            end=column + 1,
            role=role,
            unit=unit[1] if unit else None,
            place=cell.place,
            general=bool(code) and bare in words["number"] and bare not in self.own_heads,
        )

    def right_of_labels(self, leaves: list[Leaf]) -> list[Leaf]:
        """The leaves that head numbers (or units, or what is passed over), without those that head labels."""
        coded = [i for i, leaf in enumerate(leaves) if leaf.role == "number"]
        labelled = max((i for i, leaf in enumerate(leaves) if leaf.role == "label"), default=-1)
        missing = len(self.table.columns) - len(coded)
        if labelled >= 0:
            first = labelled + 1
        elif coded:
            first = coded[0]
            # A renamed first column: what stands between the corner and the first known column heads numbers too.
            while first > 1 and missing > 0 and leaves[first - 1].role == "unknown":
                first -= 1
                missing -= 1
        else:
            return []
        self.starts = {leaf.start for leaf in leaves[first:]}
        self.with_blanks = leaves[first:]
        for leaf in self.with_blanks:
            if leaf.role == "unknown":
                leaf.role = "number"
        return [leaf for leaf in self.with_blanks if leaf.role != "blank"]

    def leaves_by_order(self, rows: list[Row]) -> list[Leaf] | None:
        """The columns in printed order, the group heading replaced by the row below it; None unless all are there.

        For headers whose spans were lost, so that their grid columns say nothing.
        """
        for upper, lower in pairwise(rows):
            named: list[tuple[str, GridCell]] = []
            for cell in upper.own:
                if normalise(cell.text) in self.target.column_groups:
                    named += [(code, below) for below in lower.own if (code := self.head_code(below.text))]
                elif code := self.head_code(cell.text):
                    named.append((code, cell))
            codes = [code for code, _ in named]
            if len(codes) == len(set(codes)) == len(self.table.columns):
                return [Leaf(label=cell.text, code=code, start=-1, end=-1, place=cell.place) for code, cell in named]
        return None
