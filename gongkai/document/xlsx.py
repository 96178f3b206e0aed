"""Workbooks (xlsx) -> `Document`: the visible sheets in order, each number as it is displayed.

Read with the standard library alone: the quick readers give numbers without their formats, and then 25.6% is 0.256.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.document.composing import SUPERSCRIPT
from gongkai.document.limits import refuse_beyond
from gongkai.document.model import Document
from gongkai.document.numberformat import format_code, shown
from gongkai.document.ooxml import Element, Package, attribute
from gongkai.document.sheets import Sheet, lay_out
from gongkai.model import Problem, UnreadableSource

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

UNREADABLE = "\ufffd"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes) -> Document:
    """Read a workbook.

    Raises UnreadableSource: `office_damaged`, `archive_damaged`, `archive_too_large`, `xml_with_doctype`.
    """
    package = Package(data)
    main = package.main_part("xl/workbook.xml")
    book = package.xml(main)
    if book.tag != "workbook":
        raise UnreadableSource("office_damaged", "the workbook has no list of sheets")
    reader = _Reader(package, main, book)
    sheets, problems = reader.sheets(book), reader.problems
    return lay_out(sheets, MEDIA_TYPE, problems)


class _Reader:
    def __init__(self, package: Package, main: str, book: Element):
        self.package = package
        self.relations = package.related(main)
        strings = package.related_part(main, "sharedStrings")
        self.strings = [_text(item) for item in package.xml(strings) if item.tag == "si"] if strings else []
        styles = package.related_part(main, "styles")
        self.formats = _formats(package.xml(styles)) if styles else []
        properties = book.find("workbookPr")
        self.since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self.problems: list[Problem] = []

    def sheets(self, book: Element) -> list[Sheet]:
        found = []
        hidden = 0
        listed = list(book.iter("sheet"))
        refuse_beyond("sheets", len(listed), "the workbook has more sheets than any report:")
        for node in listed:
            kind, part = self.relations.get(node.get("id") or "", ("", ""))
            if kind != "worksheet" or not self.package.has(part):
                continue
            if (node.get("state") or "visible") != "visible":
                hidden += 1
                continue
            found.append(self.sheet(self.package.xml(part), node.get("name") or "?"))
        if hidden:
            self.problems.append(
                Problem(code="hidden_left_out", message=f"{hidden} hidden sheets are left out: they do not print.")
            )
        return found

    def sheet(self, root: Element, name: str) -> Sheet:
        sheet = Sheet()
        view = root.find("sheetViews/sheetView")
        zeros = view is None or view.get("showZeros") not in ("0", "false")
        unknown: set[str] = set()
        without_value = 0
        sheet.hidden_columns.update(_hidden_columns(root))
        row = -1
        for node in root.iterfind("sheetData/row"):
            row = attribute(node, "r", row + 2) - 1
            if node.get("hidden") in ("1", "true"):
                sheet.hidden_rows.add(row)
            column_at = -1
            for cell in node:
                if cell.tag != "c":
                    continue
                place = _REFERENCE.fullmatch(cell.get("r") or "")
                column_at = _column(place[1]) if place else column_at + 1
                text, fit = self.cell(cell, zeros, unknown)
                without_value += not fit
                if text:
                    sheet.cells[row, column_at] = text
        sheet.merges = list(_merges(root))
        if without_value:
            self.problems.append(
                Problem(
                    code="formula_without_value",
                    message=f"{without_value} formulas in sheet {name} were never calculated; open and save the "
                    "workbook in a spreadsheet program.",
                )
            )
        if unknown:
            self.problems.append(
                Problem(
                    code="number_format_unknown",
                    message=f"Sheet {name} shows numbers in a format that is not known; they are read as stored.",
                    found="; ".join(sorted(unknown)),
                )
            )
        return sheet

    def cell(self, cell: Element, zeros: bool, unknown: set[str]) -> tuple[str, bool]:
        """What a cell displays, and whether it has what it should display."""
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            inline = cell.find("is")
            return (_text(inline) if inline is not None else ""), True
        value = cell.find("v")
        written = (value.text or "") if value is not None else ""
        if not written:
            calculated = cell.find("f") is None or kind == "str"
            return ("", True) if calculated else (UNREADABLE, False)
        if kind == "s":
            at = int(written) if written.isascii() and written.isdigit() and len(written) < 12 else -1
            return (self.strings[at], True) if 0 <= at < len(self.strings) else (UNREADABLE, True)
        if kind == "b":
            return ("TRUE" if written.strip() == "1" else "FALSE"), True
        if kind != "n":
            return _unescaped(written), True
        at = attribute(cell, "s", 0)
        code = self.formats[at] if at < len(self.formats) else "General"
        text, known = shown(written.strip(), code, self.since_1904)
        if not known:
            unknown.add(code)
        return ("" if text == "0" and not zeros else text), True


def _text(item: Element) -> str:
    """The words of a string, raised digits marked, readings above the line left out."""
    words = []
    for node in item:
        if node.tag == "t":
            words.append(node.text or "")
        elif node.tag == "r":
            raised = any(align.get("val") == "superscript" for align in node.iterfind("rPr/vertAlign"))
            text = "".join(part.text or "" for part in node.iterfind("t"))
            words.append(text.translate(SUPERSCRIPT) if raised else text)
    return _unescaped("".join(words)).replace("\r\n", "\n").replace("\r", "\n")


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: found[0] if found[1][0] in "dD" else chr(int(found[1], 16)), text)


def _formats(styles: Element) -> list[str]:
    """The number format of each cell style."""
    custom = {}
    for node in styles.iterfind("numFmts/numFmt"):
        custom[attribute(node, "numFmtId", 0)] = node.get("formatCode") or "General"
    return [format_code(attribute(node, "numFmtId", 0), custom) for node in styles.iterfind("cellXfs/xf")]


def _hidden_columns(root: Element) -> Iterator[int]:
    for column in root.iterfind("cols/col"):
        if column.get("hidden") in ("1", "true"):
            first, last = attribute(column, "min", 1), attribute(column, "max", 1)
            yield from range(first - 1, min(last, 1000))


def _merges(root: Element) -> Iterator[tuple[int, int, int, int]]:
    merged = root.findall("mergeCells/mergeCell")
    refuse_beyond("merges", len(merged), "a sheet has more merged cells than any report:")
    for node in merged:
        ends = [_REFERENCE.fullmatch(end) for end in (node.get("ref") or "").split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            yield int(ends[0][2]) - 1, int(ends[1][2]) - 1, _column(ends[0][1]), _column(ends[1][1])


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
