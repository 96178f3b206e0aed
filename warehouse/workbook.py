"""The warehouse as one Excel workbook: real numbers, frozen headings in Chinese and English, codes explained.

What headings and notes say is in `workbook.yaml`, what stands on each sheet in `sql/workbook/`.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import yaml

from gongkai.worded import Worded
from warehouse.dataset import TITLE_EN, TITLE_ZH
from warehouse.dictionary import comment_zh
from warehouse.queries import query

ROWS = 1_048_576
"""Rows of an Excel sheet, its headings included."""

_NARROW, _WIDE, _WIDEST = 6, 36, 70
"""Widths of columns in digits: the least, the most in lists, the most where sentences wrap."""
_WRAPPED = frozenset(("breaks", "codebook"))
"""Sheets to be read as text; in the others each row is one line, so that one sees many."""
_LINE = 15
"""Height of a line in points."""
_MEASURED = 500
"""So many rows say how wide a column is."""
_HEADING = {"bold": True, "bg_color": "#DDE6EE", "border": 1, "text_wrap": True, "valign": "vcenter"}
_TEXT = {"align": "left", "indent": 1}
"""Text begins a little off the number to its left."""
_DOUBTED = "#FFF2CC"
_FIGURES = frozenset(("value", "lower", "upper", "value_before", "numerator", "denominator"))


class _Term(msgspec.Struct, frozen=True):
    zh: str
    en: str


class _Words(msgspec.Struct, frozen=True):
    notes: tuple[_Term, ...]
    sheets: dict[str, str]
    headings: dict[str, str]
    codes: dict[str, dict[str, _Term]]


class TooManyRowsError(Worded):
    """A sheet cannot hold them; the message says what to do instead."""


@cache
def _words() -> _Words:
    text = Path(__file__).with_name("workbook.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), _Words)


def write_workbook(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write the workbook. TooManyRowsError where a sheet cannot hold its rows."""
    import xlsxwriter

    words = _words()
    asked = {name: _asked(connection, name) for name in words.sheets}
    # Text stays text: what begins with = is no formula, what looks like a number or an address is none.
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"title": "gongkai", "comments": words.notes[0].zh})
        formats = _Formats(workbook)
        _front(workbook.add_worksheet("说明 read me"), connection, words, formats)
        for name, title in words.sheets.items():
            sheet = workbook.add_worksheet(f"{title} {name}")
            _sheet(sheet, *asked[name], words, formats, wrapped=name in _WRAPPED)


def _asked(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of a sheet."""
    cursor = connection.execute(query(f"workbook/{name}"))
    rows = cursor.fetchall()
    if len(rows) >= ROWS:
        raise TooManyRowsError(
            "{rows} rows of {name} are more than the {most} of an Excel sheet: export csv or parquet instead",
            rows=len(rows),
            name=name,
            most=ROWS - 1,
        )
    names = [column[0] for column in cursor.description or ()]
    if "meaning_zh" in names:
        # Comments of columns are English in the warehouse.
        zh, en = names.index("meaning_zh"), names.index("meaning_en")
        rows = [(*row[:zh], row[zh] or comment_zh(row[en]), *row[zh + 1 :]) for row in rows]
    return names, rows


class _Formats:
    """Formats of cells by number format and whether the figure is doubted: a workbook keeps one of each."""

    def __init__(self, workbook: Any):
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({"valign": "top"} | properties)
        return self._made[key]


def _front(sheet: Any, connection: duckdb.DuckDBPyConnection, words: _Words, formats: _Formats) -> None:
    """What the workbook is, what to mind, and what the codes mean."""
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 3, 52)
    sheet.hide_gridlines(2)
    sheet.write(0, 0, f"{TITLE_ZH} · {TITLE_EN}", formats.of(bold=True, font_size=14))
    made = connection.execute("SELECT max(published_at), max(extractor) FROM runs").fetchone()
    if made and made[0]:
        sheet.write(
            1, 0, f"生成时间 made {made[0]:%Y-%m-%d %H:%M} UTC · gongkai {made[1]}", formats.of(font_color="#666666")
        )
    row = 3
    for note in words.notes:
        for text in (note.zh, note.en):
            sheet.merge_range(row, 0, row, 3, text, formats.of(text_wrap=True))
            sheet.set_row(row, _lines(text, 132) * _LINE + 2)
            row += 1
    row += 1
    for column, heading in enumerate(("栏 column", "代码 code", "含义", "meaning")):
        sheet.write(row, column, heading, formats.of(**_HEADING))
    for name, codes in words.codes.items():
        for code, term in codes.items():
            row += 1
            cells = (f"{words.headings[name]} {name}", code, term.zh, term.en)
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, formats.of(text_wrap=True))
    _print_setup(sheet, 0)


def _sheet(
    sheet: Any, columns: list[str], rows: list[tuple[Any, ...]], words: _Words, formats: _Formats, *, wrapped: bool
) -> None:
    """One sheet: headings frozen with the first column, a filter, cells as what they are."""
    headings = [f"{words.headings[name]} {name}" for name in columns]
    most = _WIDEST if wrapped else _WIDE
    widths = [_width(heading, rows, position, most) for position, heading in enumerate(headings)]
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    heading = formats.of(**_HEADING)
    sheet.set_row(0, 2.3 * _LINE)
    table = [{"header": one, "header_format": heading} for one in headings]
    last = max(len(rows), 1), len(columns) - 1
    sheet.add_table(0, 0, *last, {"columns": table, "style": "Table Style Light 1"})
    wrap: dict[str, Any] = {"text_wrap": True} if wrapped else {}
    text = formats.of(**_TEXT, **wrap)
    for number, row in enumerate(rows, start=1):
        named = dict(zip(columns, row, strict=True))
        if wrapped:
            # Not every program finds the height of a row by itself.
            lines = max(_lines(f"{value}", width) for value, width in zip(row, widths, strict=True))
            sheet.set_row(number, lines * _LINE)
        for position, (name, value) in enumerate(named.items()):
            if value is not None:
                plain = isinstance(value, str) and name != "status"
                kind = text if plain else formats.of(**_properties(name, value, named), **wrap)
                _write(sheet, number, position, value, kind)
    sheet.freeze_panes(1, 1 if columns[0] == "issuer" else 0)
    _print_setup(sheet, 1)


def _write(sheet: Any, row: int, column: int, value: Any, kind: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, kind)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是 yes" if value else "否 no", kind)
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(row, column, value, kind)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, kind)
    else:
        raise TypeError(f"no cell of a workbook holds a {type(value).__name__}")


def _properties(name: str, value: Any, row: dict[str, Any]) -> dict[str, Any]:
    """How a cell is shown: shares as percentages, whole numbers without decimals, doubted figures on yellow."""
    shown: dict[str, Any] = {}
    unit = row.get("unit") if name in ("value", "lower", "upper") else None
    if isinstance(value, (bool, str)):
        shown |= _TEXT
    elif isinstance(value, (date, datetime)):
        shown["num_format"] = "yyyy-mm-dd"
    elif unit == "share" or name.startswith("growth") or name in ("score", "percentile"):
        shown["num_format"] = "0.0%"
    elif unit == "ratio":
        shown["num_format"] = "0.00"
    elif name in _FIGURES:
        shown["num_format"] = "#,##0" if value == int(value) else "#,##0.######"
    else:
        shown["num_format"] = "0"
    if name in (*_FIGURES, "status") and row.get("status") == "disputed":
        shown["bg_color"] = _DOUBTED
    return shown


def _columns_wide(text: str) -> int:
    """Width of a text in digits; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes that wraps; words are not broken, so a line is not quite filled."""
    return 1 + (_columns_wide(text) - 1) // max(width - 4, 1)


def _width(heading: str, rows: list[tuple[Any, ...]], position: int, most: int) -> int:
    """What the cells take, and the longer part of the heading, which wraps."""
    texts = (_shown(row[position]) for row in rows[:_MEASURED])
    needed = max(map(_columns_wide, texts), default=0)
    # A heading has the arrow of its filter at its right.
    parts = max(_columns_wide(part) + 4 for part in heading.split(" "))
    return max(_NARROW, parts, min(needed + 3, most))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return (
        f"{value:,.4g}"
        if isinstance(value, float)
        else f"{value.normalize():,f}"
        if isinstance(value, Decimal)
        else f"{value}"
    )


def _print_setup(sheet: Any, headings: int) -> None:
    """A4, landscape, as many columns on a page as there are, the headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
    if headings:
        sheet.repeat_rows(0, headings - 1)
