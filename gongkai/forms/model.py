"""What a form is: its tables, lines, columns and the sums printed into its structure. Values only; see `__init__` for
how they are read from the data files."""

from __future__ import annotations

from gongkai.model import Value


class Column(Value, frozen=True):
    """One column of a statutory table (`np` 自然人), or one figure of a line in table 2 (`issued` 本年制发件数)."""

    code: str
    label: str
    variants: tuple[str, ...] = ()
    group: str | None = None
    """Label of the header above it: 法人或其他组织."""
    unit: str | None = None
    kind: str = "flow"
    """flow, stock or caseload (opened this year plus carried in)."""
    signed: bool = False
    """May be negative: 本年增/减."""


class Line(Value, frozen=True, cache_hash=True):
    """One line of a statutory table (`res_granted` （一）予以公开)."""

    code: str
    label: str
    variants: tuple[str, ...] = ()
    group: str | None = None
    """Label of the heading it stands under: （三）不予公开; 第二十条第（一）项."""
    unit: str | None = None
    kind: str = "flow"
    columns: tuple[str, ...] = ()
    """Codes of the columns this line has; empty means all of the table's."""
    header: bool = False
    """A heading line that carries no numbers."""
    optional: bool = False
    """Not on the national form (a subtotal or local line that is known): its absence is no problem."""
    verified: bool = True
    """False where no original of the form was read (`[own]` in the sources)."""


class Term(Value, frozen=True):
    """`sign` times the cell of `line` and `column`; None for a list that has but one number column."""

    line: str
    column: str | None
    sign: int = 1


class Identity(Value, frozen=True):
    """Two sums that must be equal: sum(left) = sum(right)."""

    identity_id: str
    """Unique within the form: `H-C2:np`."""
    check_id: str
    """The rule it is an instance of: `H-C1`."""
    place: str
    """What it is about, for people: the column or line label."""
    left: tuple[Term, ...]
    right: tuple[Term, ...]


class Table(Value, frozen=True, cache_hash=True):
    """One statutory table of a form."""

    code: str
    """`2`, `3`, `4`; `A` or `B` for the list tables."""
    title: str
    joiner: str
    """What joins line and column into a cell code: `__` or `_`."""
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    def cell_code(self, line: str, column: str | None) -> str:
        """`res_granted__np`, `licence_decisions`, and the line alone where the list has one number column."""
        return line if column is None else f"{line}{self.joiner}{column}"


class Form(Value, frozen=True, cache_hash=True):
    """One vintage (or regional family of a vintage) of the report's statutory tables."""

    form_id: str
    """`A-shanghai`, `A-fujian`, `A-anhui`, `B`, `C`, `D`."""
    vintage: str
    family: str | None
    name_zh: str
    name_en: str
    source: str
    """The official paper that prescribes it."""
    first_year: int
    last_year: int | None
    markers: tuple[tuple[str, ...], ...]
    """Each a set of labels; where all labels of any one set stand in the report, it follows this form."""
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]

    def table(self, code: str) -> Table:
        """The table of that code. KeyError where the form has none."""
        for table in self.tables:
            if table.code == code:
                return table
        raise KeyError(code)
