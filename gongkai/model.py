"""The nouns of one report: what `gongkai.read` hands out.

Everything here is a frozen value. A report is read once; what was printed (`raw_text`, `surface`) stays beside what it
was read as (`value`, `lower`, `upper`), and both stay beside the place they came from. Nothing in this module reads,
parses or decides: the rooms that do so import it.

Offsets (`start`, `end`) count characters of `Report.text`, half open, as Python slices do. For a plain-text file that
text is the file's own, unchanged; for other file types it is the text of the page in reading order, as the document
readers lay it out (`gongkai/document/`).
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import msgspec


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False, gc=False):
    """Base of every value that leaves `gongkai`: immutable, compared by content.

    Python's collector of reference cycles leaves them out (`gc=False`): a value holds only values that were made before
    it, so there are no cycles, and a report has thousands of values to go through.
    """


class SourceKind(StrEnum):
    """What sort of document was read, told from its content."""

    REPORT = "report"
    """An annual report with its statutory tables, or of a vintage (A, 2008-2013) that need not have any."""
    REPORT_TABLES_MISSING = "report_tables_missing"
    """The report itself, but one whose tables did not come along with the text."""
    NEWS = "news_about_report"
    """A news item that tells what a report says. Its figures never override the report's."""


class Scope(StrEnum):
    """Whose figures they are (口径): the largest hidden break in any series."""

    ORGAN = "organ"
    """本机关: the issuing body alone."""
    OWN_LEVEL = "own_level"
    """本级政府及部门: a government and its own departments."""
    JURISDICTION = "jurisdiction"
    """全市, 全省, 全区: the level and all below it."""
    UNKNOWN = "unknown"


class CellState(StrEnum):
    """How a statutory cell stands in the source. Blank, `/` and 0 are different things and stay so."""

    NUMBER = "number"
    ZERO = "zero"
    BLANK = "blank"
    NA_MARK = "na_mark"
    """One of `/ — - 无 不适用`."""
    TEXT = "text"
    """Words where a number belongs."""
    UNREADABLE = "unreadable"
    """Something stands there that cannot be read with certainty (digits of neighbouring cells run together)."""
    INFERRED = "inferred"
    """Not read but implied: the only split of a run of digits that satisfies every sum. Kept apart downstream."""
    OCR = "ocr"
    """Recognised on the picture of a page, not read: `Cell.certainty` says how surely. Kept apart downstream."""
    ABSENT_ROW = "absent_row"
    """The form has this line, the report's table does not."""


class Place(Value, frozen=True):
    """Where something stands in the source."""

    start: int | None = None
    end: int | None = None
    """Character offsets in `Report.text`."""
    table: int | None = None
    """Ordinal of the grid in the document, from 1."""
    row: int | None = None
    column: int | None = None
    """Grid coordinates in that table, from 0, with spans resolved."""
    page: int | None = None
    """Page number from 1, where the file has pages."""
    box: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom on the page in points, origin at the top left."""


class Problem(Value, frozen=True):
    """Something that could not be read, or not for certain. Never an exception: the rest of the report is read."""

    code: str
    """Stable identifier, e.g. `issuer_unknown`; the catalogue is `gongkai/problems.yaml`."""
    message: str
    """One sentence in English that names what was found and what was expected."""
    place: Place = Place()
    found: str | None = None
    expected: str | None = None
    candidates: tuple[str, ...] = ()
    """What it may be: codes of lines, cells or columns, names of places, addresses of files. Of some kinds (`of_line`
    in the catalogue) the line that the numbers are of."""


class Cell(Value, frozen=True):
    """One cell of a statutory table."""

    code: str
    """`line__column` in table 3 and the list tables of vintages A and B, `line_column` in tables 2 and 4."""
    table: str
    """Which statutory table: `2`, `3`, `4`, `A` or `B`."""
    line: str
    column: str | None
    raw_text: str
    """As printed, with white space removed; empty for a blank."""
    value: Decimal | None
    """The printed number with its sign, in the printed unit; None unless the state is number, zero, inferred or ocr."""
    unit: str | None
    """As printed in the cell (`元`), else in the header or the form; None where nobody says: it is not guessed."""
    unit_source: str | None
    """`cell`, `header` or `form`."""
    cell_state: CellState
    note: str | None = None
    """Words printed beside the number: `含自然失效29件`."""
    place: Place = msgspec.field(default=Place(), name="position")
    certainty: float | None = None
    """Of what was recognised on a picture (OCR): between 0 and 1, raised by sums that hold and lowered by those that
    fail. None for all that was read."""


class Mention(Value, frozen=True):
    """One quantity in prose, or a number that is none (a date, a name, a document number)."""

    start: int
    end: int
    surface: str
    """The whole expression: approximator, number, classifier, bound (`超百万人次`)."""
    number_start: int
    number_end: int
    number_surface: str
    """The number within it, with an approximator only where that stands inside (`200多万`)."""
    value: Decimal | None
    """Plain number; the stated bound for at_least and at_most; the percent figure for percentages; None for a range."""
    lower: Decimal | None
    upper: Decimal | None
    """Bounds of what the words allow; equal to `value` where exact, None where open."""
    significant_figures: int | None
    unit: str | None
    """Classifier or unit as printed (`人次`)."""
    unit_std: str | None
    """Standard unit: count, CNY, percent, percent_point, days, workdays, person_times, ..."""
    qualifier: str | None
    """exact, at_least, at_most, about, range."""
    measure_zh: str | None
    """What is measured, in words close to the source's."""
    indicator: str | None
    """Code of the codebook, only where it is certain."""
    period: str | None
    """`year:2022`, `as_of:2022-12-31`, `as_of:pre_reform`, `cumulative_since:unknown..2022-12-31`, `month:2022-03`."""
    flow_or_stock: str | None
    """flow, stock, na (shares, growth, durations, figures for one case)."""
    scope: str | None
    """Whose figure, in the source's words: 全市, 市政府, a district's name."""
    kind: str
    """`statistic`, or why it is none: date, doc_number, name, ordinal, deadline, policy_target, other."""
    is_statistic: bool
    section: str | None = None
    """Part of the report in which it stands: overview, proactive, requests, remedies, problems, other, annex."""
    sentence_start: int | None = None
    sentence_end: int | None = None
    part_of: int | None = None
    """`start` of the mention of which this one is a part (含2项): not to be added to it."""
    duplicate_of: int | None = None
    """`start` of the mention that says the same figure more exactly (a headline's rounding)."""
    growth_of: int | None = None
    """`start` of the level that this growth figure belongs to."""
    certainty: float | None = None
    """Of what was recognised on a picture (OCR): between 0 and 1. None for all that was read."""


class Section(Value, frozen=True):
    """One part of the report, from its heading to the next part's."""

    name: str
    """overview, proactive, requests, remedies, problems, other, annex, preamble."""
    heading: str
    start: int
    end: int


class ReportHead(Value, frozen=True):
    """What the report says of itself, each told from its content and never from a file name or address."""

    issuer: str | None
    """Full official name: 深圳市人民政府."""
    issuer_id: str | None
    """Stable id from the issuers file, or one made from the name where the issuer is unknown."""
    issuer_level: str | None
    """state, province, prefecture, county, township, department, special_zone."""
    report_year: int | None
    vintage: str | None
    """A, B, C, D: which official form (`gongkai/forms/`); None where nothing tells."""
    vintage_note: str | None
    """What is irregular about it: `form C in a report for 2022`."""
    family: str | None
    """Regional family of a vintage-A table: shanghai, fujian, anhui."""
    scope: Scope
    scope_words: str | None
    """The words that say so."""
    title: str | None
    source_kind: SourceKind
    period_start: str | None = None
    period_end: str | None = None
    """Statistical period as ISO dates, where printed."""
    published_on: str | None = None
    """ISO date, where printed."""
    vintage_note_zh: str | None = None
    """What is irregular about the form, in Chinese: `2022年度的报告用了C式`."""


class Report(Value, frozen=True):
    """One version of one issuer's annual report, read from one file."""

    report_id: str
    """First sixteen hex digits of the content's SHA-256."""
    sha256: str
    file: str
    """Name under which the content was handed in; says nothing that is relied on."""
    media_type: str
    """Sniffed from the bytes: text/html, text/plain, text/markdown, application/pdf."""
    head: ReportHead
    sections: tuple[Section, ...]
    cells: tuple[Cell, ...]
    mentions: tuple[Mention, ...]
    problems: tuple[Problem, ...]
    text: str


class UnreadableSource(Exception):
    """A file that is no report, or none that can be read. `code` is in the problem catalogue."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message
