"""Office files for tests: written part by part, so that a test decides every element, or by the usual libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from gongkai.document.html import read_html
from gongkai.document.model import Document, Grid

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NAMES = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="{_MC}" xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:m="urn:m"'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _relations(of: Mapping[str, str]) -> str:
    lines = "".join(f'<Relationship Id="{k}" Type="{_R}/{k}" Target="{target}"/>' for k, target in of.items())
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def docx(body: str, *, prolog: str = "", **parts: str) -> bytes:
    """A Word document with this body; `numbering`, `styles`, `footnotes` are the insides of those parts."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations({name: f"{name}.xml" for name in parts}),
        "word/document.xml": f"{prolog}<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
    }
    for name, inside in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {_NAMES}>{inside}</w:{name}>"
    return zipped(files)


def p(words: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(words)}</w:p>"


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def listed(list_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def level(at: int, style: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{lists}'


def tc(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words)}</w:tc>"


def tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def xlsx(*sheets: str, strings: str = "", styles: str = "", states: Mapping[int, str] | None = None) -> bytes:
    """A workbook; a sheet is what stands inside <worksheet>."""
    relations = {f"s{n}": f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)}
    lines = "".join(
        f'<Relationship Id="{k}" Type="{_R}/worksheet" Target="{target}"/>' for k, target in relations.items()
    ) + "".join(f'<Relationship Id="{k}" Type="{_R}/{k}" Target="{k}.xml"/>' for k in ("sharedStrings", "styles"))
    listed_sheets = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{(states or {}).get(n, "visible")}" r:id="{name}"/>'
        for n, name in enumerate(relations, 1)
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{lines}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{listed_sheets}</sheets></workbook>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_S}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_S}">{styles}</styleSheet>',
    }
    for name, inside in zip(relations.values(), sheets, strict=True):
        files[f"xl/{name}"] = f'<worksheet xmlns="{_S}">{inside}</worksheet>'
    return zipped(files)


# -- the same report as another file type ------------------------------------------------------------------------------


def in_order(document: Document) -> list[str | Grid]:
    """Blocks and grids as they follow one another."""
    items: list[tuple[int, str | Grid]] = [(b.start, document.text[b.start : b.end]) for b in document.blocks]
    items += [(grid.start, grid) for grid in document.grids]
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def html_as_docx(html: bytes, *, ruled: bool = False) -> bytes:
    """The page's text and tables as python-docx writes them; with ruling lines if `ruled`."""
    library = pytest.importorskip("docx", reason="python-docx is not installed")
    written = library.Document()
    for item in in_order(read_html(html)):
        if isinstance(item, str):
            written.add_paragraph(item)
            continue
        width = max(cell.column + cell.column_span for row in item.rows for cell in row)
        table = written.add_table(rows=len(item.rows), cols=width, style="Table Grid" if ruled else None)
        at = table._cells  # Asked for once: each table.cell() builds the whole list anew.
        for row in item.rows:
            for cell in row:
                corner = at[cell.row * width + cell.column]
                last = at[(cell.row + cell.row_span - 1) * width + cell.column + cell.column_span - 1]
                (corner.merge(last) if corner is not last else corner).text = cell.text
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def html_as_xlsx(html: bytes) -> bytes:
    """The page's text and tables on one sheet as openpyxl writes them, whole numbers as numbers."""
    library = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = library.Workbook()
    sheet = book.active
    for row, column, high, wide, value in _on_a_sheet(html):
        sheet.cell(row + 1, column + 1, value)
        if high * wide > 1:
            sheet.merge_cells(start_row=row + 1, end_row=row + high, start_column=column + 1, end_column=column + wide)
    return _saved(book)


def html_as_xls(html: bytes) -> bytes:
    """The same as a workbook of the old binary kind, as xlwt writes it."""
    library = pytest.importorskip("xlwt", reason="xlwt, which writes old workbooks, is not installed")
    book = library.Workbook()
    sheet = book.add_sheet("report")
    for row, column, high, wide, value in _on_a_sheet(html):
        if high * wide > 1:
            sheet.write_merge(row, row + high - 1, column, column + wide - 1, value)
        else:
            sheet.write(row, column, value)
    return _saved(book)


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _on_a_sheet(html: bytes) -> Iterator[tuple[int, int, int, int, int | str | None]]:
    """Row, column, rows and columns merged, and what stands there: text over the whole width, tables below it."""
    document = read_html(html)
    width = max([cell.column + cell.column_span for g in document.grids for row in g.rows for cell in row], default=5)
    at = 0
    for item in in_order(document):
        if isinstance(item, str):
            yield at, 0, 1, width, item
            at += 1
            continue
        for cell in (cell for row in item.rows for cell in row):
            text = cell.text
            whole = text.isascii() and text.isdigit() and str(int(text)) == text
            yield at + cell.row, cell.column, cell.row_span, cell.column_span, int(text) if whole else text or None
        at += len(item.rows)
