"""Workbooks of the old binary kind (xls, and WPS's et) -> `Document`, each number as it is displayed."""

from __future__ import annotations

import io
from typing import Any

from gongkai.document.limits import refuse_beyond
from gongkai.document.model import Document
from gongkai.document.numberformat import format_code, shown
from gongkai.document.sheets import Sheet, lay_out
from gongkai.document.xlsx import UNREADABLE
from gongkai.model import Problem, UnreadableSource

MEDIA_TYPE = "application/vnd.ms-excel"

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_CUSTOM_FROM = 164
"""Number formats with such a key and above are the workbook's own."""
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_xls(data: bytes) -> Document:
    """Read a workbook. Raises UnreadableSource: `office_damaged`, `office_encrypted`, `reader_missing`."""
    try:
        import xlrd  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError as error:
        raise UnreadableSource(
            "reader_missing", "to read old workbooks (xls), install xlrd: pip install xlrd"
        ) from error
    unknown: set[str] = set()
    try:
        # Rows as long as their cells: else one damaged row number asks for millions of blank cells.
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), on_demand=True
        )
        sheets, hidden = _sheets(book, unknown)
    except UnreadableSource:
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise UnreadableSource("office_encrypted", "the workbook asks for a password") from error
        raise UnreadableSource("office_damaged", f"the workbook is damaged ({error})") from error
    except Exception as error:  # A damaged workbook makes xlrd fail in every way that Python knows.
        raise UnreadableSource("office_damaged", f"the workbook is damaged ({type(error).__name__})") from error
    problems: list[Problem] = []
    if hidden:
        problems.append(
            Problem(code="hidden_left_out", message=f"{hidden} hidden sheets are left out: they do not print.")
        )
    if unknown:
        problems.append(
            Problem(
                code="number_format_unknown",
                message="Numbers are shown in a format that is not known; they are read as stored.",
                found="; ".join(sorted(unknown)),
            )
        )
    return lay_out(sheets, MEDIA_TYPE, problems)


def _sheets(book: Any, unknown: set[str]) -> tuple[list[Sheet], int]:
    """The sheets that are shown, and how many are not; formats that are not known are added to `unknown`."""
    refuse_beyond("sheets", book.nsheets, "the workbook has more sheets than any report:")
    custom = {key: form.format_str for key, form in book.format_map.items() if key >= _CUSTOM_FROM}
    formats = [format_code(style.format_key, custom) for style in book.xf_list]
    every = map(book.sheet_by_index, range(book.nsheets))
    shown_ones = [_sheet(one, formats, bool(book.datemode), unknown) for one in every if not one.visibility]
    return shown_ones, book.nsheets - len(shown_ones)


def _sheet(source: Any, formats: list[str], since_1904: bool, unknown: set[str]) -> Sheet:
    refuse_beyond("merges", len(source.merged_cells), "a sheet has more merged cells than any report:")
    sheet = Sheet(merges=[(top, below - 1, left, right - 1) for top, below, left, right in source.merged_cells])
    zeros = bool(getattr(source, "show_zero_values", 1))
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden}
    for row in range(source.nrows):
        for column, cell in enumerate(source.row(row)):
            text = _shown(cell, formats, since_1904, unknown)
            if text and (zeros or text != "0"):
                sheet.cells[row, column] = text
    return sheet


def _shown(cell: Any, formats: list[str], since_1904: bool, unknown: set[str]) -> str:
    if cell.ctype == _TEXT:
        return str(cell.value).replace("\r\n", "\n").replace("\r", "\n")
    if cell.ctype in (_NUMBER, _DATE):
        code = formats[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(formats) else "General"
        text, known = shown(repr(float(cell.value)), code, since_1904)
        if not known:
            unknown.add(code)
        return text
    if cell.ctype == _BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return _ERRORS.get(cell.value, UNREADABLE) if cell.ctype == _ERROR else ""
