"""Files that ask for too much: each is read within its means, or refused with the setting that would let it in."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import pytest
import xlwt

import gongkai
from gongkai.document.archive import members
from gongkai.document.limits import LimitError, Limits, changed, limits
from gongkai.document.sniff import open_document
from gongkai.model import UnreadableSource
from tests.gongkai.office_samples import docx, p, tbl, tc, xlsx, zipped
from tests.gongkai.pdf_samples import Page, pdf

_TITLE = "样例县2023年政府信息公开工作年度报告"
_HEAD = f"<html><head><title>{_TITLE}</title></head><body><h1>{_TITLE}</h1><h2>一、总体情况</h2><p>主动公开12条。</p>"
_TEXT = f"{_TITLE}\n一、总体情况\n"


def _page(inside: str) -> bytes:
    return (_HEAD + inside).encode()


def _plain(text: str) -> bytes:
    return text.encode()


def _pdf_with_text(text: str, pages: int = 1) -> bytes:
    made = Page()
    made.text(72, 60, text)
    return pdf(*[made] * pages)


def _two_pages(*texts: str) -> bytes:
    pages = [Page() for _ in texts]
    for page, text in zip(pages, texts, strict=True):
        page.text(72, 60, text)
    return pdf(*pages)


def _pdf_bomb(expanded: int) -> bytes:
    """A page whose content is packed a thousand to one."""
    packed = zlib.compress(b"q Q\n" * (expanded // 4), 9)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n"
        % len(packed)
        + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def _zip_of(name: str, content: bytes) -> bytes:
    return zipped({name: content})


def _nested_zip(depth: int) -> bytes:
    data = b"x"
    for _ in range(depth):
        data = zipped({"inner.zip" if data[:2] == b"PK" else "a.txt": data})
    return data


def _sheet(rows: int, column: str = "A") -> str:
    cells = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="{column}{n}"><v>2</v></c></row>' for n in range(1, rows)
    )
    return f"<sheetData>{cells}</sheetData>"


def _referred(times: int, length: int) -> bytes:
    """A workbook that refers to one long string many times."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, times))
    return xlsx(f"<sheetData>{cells}</sheetData>", strings=f"<si><t>{'公开 ' * (length // 3)}</t></si>")


_N = 30_000
FILES: dict[str, Callable[[], bytes]] = {
    "a hundred thousand divs": lambda: _page("<div>" * _N),
    "divs that close": lambda: _page("<div>" * _N + "</div>" * _N),
    "fonts that go on": lambda: _page("".join(f"<p><font color=c{n}>" for n in range(4_000))),
    "links that go on": lambda: _page("".join(f"<p><a href=c{n}>x" for n in range(4_000))),
    "bold that goes on": lambda: _page("<p><b>" * _N),
    "tables in tables": lambda: _page("<table><tr><td>1<td>2" * 10_000),
    "spans of 10^9": lambda: _page(
        "<table>" + "<tr><td rowspan=1000000000 colspan=1000000000>1<td>2" * 1000 + "</table>"
    ),
    "spans of 99999": lambda: _page("<table>" + "<tr><td rowspan=99999 colspan=99>1" * 5000 + "</table>"),
    "a row of cells": lambda: _page("<table><tr>" + "<td>1" * _N + "</table>"),
    "attributes": lambda: _page("<p " + "".join(f"a{n}=1 " for n in range(_N)) + ">x"),
    "an open comment": lambda: _page("<!--" * _N),
    "menus in menus": lambda: _page("<div class=nav>x" * 4_000),
    "lists in lists": lambda: _page("<ul><li>" * 20_000),
    "raised digits": lambda: _page("<sup>1" * 10_000),
    "digits": lambda: _page("<p>" + "1" * _N),
    "digits and commas": lambda: _page("<p>" + "1," * 20_000),
    "Chinese numerals": lambda: _page("<p>" + "一万" * _N),
    "blanks": lambda: _page("<p>" + " " * _N + "1"),
    "brackets": lambda: _plain(_TEXT + "（" * _N),
    "form feeds": lambda: _plain(_TEXT + "\f" * _N),
    "links that do not close": lambda: _plain(f"# {_TITLE}\n## 一\n# x\n" + "[" * _N),
    "rules of Markdown": lambda: _plain(f"# {_TITLE}\n## 一\n# x\n" + "|-" * _N),
    "backslashes in a row": lambda: _plain(f"# {_TITLE}\n## 一\n# x\n|" + "\\" * _N),
    "years": lambda: _plain(_TEXT + "2023年" * 10_000),
    "charsets": lambda: b"<html>" + b"charset= " * _N,
    "a PDF that expands": lambda: _pdf_bomb(20_000_000),
    "a workbook that repeats itself": lambda: _referred(2_000, 10_000),
    "a sheet with a column far out": lambda: xlsx(_sheet(3000, "XFD")),
    "a Word file of one long word": lambda: docx(p("0" * 30_000_000)),
    "Word tables in tables": lambda: docx("<w:tbl><w:tr><w:tc>" * 300 + p("x") + "</w:tc></w:tr></w:tbl>" * 300),
    "Word spans of 10^10": lambda: docx(tbl(tc("1", '<w:gridSpan w:val="9999999999"/>') + tc("2", "<w:hMerge/>")) * 50),
    "zeros in a ZIP": lambda: _zip_of("a.html", b"0" * 60_000_000),
    "ZIP in ZIP in ZIP": lambda: _nested_zip(9),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_asks_for_too_much_is_read_in_time_or_refused(name: str) -> None:
    data = FILES[name]()
    began = time.process_time()
    try:
        report = gongkai.extract(data)
    except UnreadableSource as refusal:
        assert refusal.message
    else:
        assert len(report.text) <= limits().text_characters
    assert time.process_time() - began < 10


def test_a_hostile_page_does_not_fill_the_memory() -> None:
    data = _referred(3_000, 30_000)  # 90 MB of text in a file of some kilobytes.
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableSource, match="GONGKAI_LIMIT_TEXT_CHARACTERS"):
            open_document(data)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


_WIDE = tbl(*(tc(f"{n}") * 6 for n in range(6)))
_GRID = "<table>" + "<tr><td>信息<td>1<td>2<td>3</tr>" * 5 + "</table>"
LIMITED: dict[str, tuple[int, Callable[[], bytes], str]] = {
    "file_bytes": (100, lambda: _page(""), "file_too_large"),
    "markup_characters": (100, lambda: _page(""), "file_too_large"),
    "text_characters": (20, lambda: _page("公开" * 20), "file_too_large"),
    "nesting": (3, lambda: _page("<div>" * 9), "nested_too_deep"),
    "repeated_elements": (3, lambda: _page("<p><font a=1>" * 9), "nested_too_deep"),
    "attributes": (600, lambda: _page("<p " + "a=b " * 700 + ">x"), "nested_too_deep"),
    "cells": (5, lambda: _page(_GRID), "file_too_large"),
    "columns": (2, lambda: _page(_GRID), "table_too_large"),
    "rows": (3, lambda: xlsx(_sheet(9)), "table_too_large"),
    "span": (2, lambda: _page(_GRID.replace("<td>1", "<td colspan=3>1")), "table_too_large"),
    "sheets": (1, lambda: xlsx(_sheet(3), _sheet(3)), "file_too_large"),
    "merges": (
        1,
        lambda: xlsx(_sheet(3) + '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>'),
        "file_too_large",
    ),
    "pages": (1, lambda: _pdf_with_text(_TITLE, 2), "too_many_pages"),
    "page_characters": (15, lambda: _two_pages(_TITLE, "一、总体情况"), "page_too_large"),
    "archive_members": (2, lambda: docx(p("x")), "archive_too_large"),
    "archive_bytes": (300, lambda: docx(p("x" * 400)), "archive_too_large"),
    "member_bytes": (300, lambda: docx(p("x" * 400)), "archive_too_large"),
    "archive_ratio": (2, lambda: docx(p("".join(f"{n}件" for n in range(300_000)))), "archive_too_large"),
    "xml_bytes": (300, lambda: docx(p("x" * 400)), "archive_too_large"),
}


@pytest.mark.parametrize("name", LIMITED)
def test_a_limit_is_a_setting_and_its_problem_names_it(name: str, limit: Callable[..., None]) -> None:
    most, made, code = LIMITED[name]
    data = made()
    assert name not in changed()
    problems = _problems(data)
    assert code not in problems, "within the usual limits there is none"
    limit(**{name: most})
    assert changed() == {name: most}
    assert f"GONGKAI_LIMIT_{name.upper()}" in _problems(data)[code]


@pytest.mark.parametrize("name", ["merges", "sheets", "rows", "columns"])
def test_a_limit_of_workbooks_holds_for_old_ones_too(name: str, limit: Callable[..., None]) -> None:
    made = xlwt.Workbook()
    for number in range(2):
        sheet = made.add_sheet(f"{number}")
        for row in range(3):
            sheet.write_merge(row, row, 0, 1, "公开")
            sheet.write(row, 2, 12)
    out = io.BytesIO()
    made.save(out)
    assert _problems(out.getvalue()) == {}
    limit(**{name: 1})
    assert f"GONGKAI_LIMIT_{name.upper()}" in "".join(_problems(out.getvalue()).values())


def _problems(data: bytes) -> dict[str, str]:
    try:
        return {problem.code: problem.message for problem in open_document(data).problems}
    except UnreadableSource as refusal:
        return {refusal.code: refusal.message}


_ELSEWHERE = {
    "page_objects": "tests/gongkai/test_document_pdf.py",
    "page_crossings": "tests/gongkai/test_document_pdf.py",
    "pixels": "tests/gongkai/test_file_types.py",
    "archive_depth": "below",
    "seconds": "tests/hostile/test_workers.py",
    "memory_bytes": "tests/hostile/test_workers.py",
    "office_seconds": "tests/gongkai/test_document_conversion.py",
}


def test_every_limit_is_tested() -> None:
    assert set(Limits.__struct_fields__) == {*LIMITED, *_ELSEWHERE}


def test_archives_in_archives_are_opened_to_a_depth(limit: Callable[..., None]) -> None:
    limit(archive_depth=2)
    (member,) = members(_nested_zip(4))
    assert member.problem is not None and member.problem.code == "archive_too_large"
    assert "GONGKAI_LIMIT_ARCHIVE_DEPTH" in member.problem.message


def test_members_lead_nowhere() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../../etc/passwd", "/etc/passwd", "C:\\x\\..\\y", "a/../../b", "\x1b]0;x\x07.html"):
            archive.writestr(name, "x")
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    found = {member.name: member for member in members(out.getvalue())}
    assert set(found) == {"etc/passwd", "x/y", "a/b", "]0;x.html", "link"}
    assert found["link"].data is None and found["link"].problem and found["link"].problem.code == "archive_link"


@pytest.mark.parametrize(("name", "value"), [("PAGES", "many"), ("PAGES", "0"), ("PAGES", "-1"), ("PAGE", "5")])
def test_a_setting_that_is_no_limit_is_refused_by_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, limit: Callable[..., None]
) -> None:
    monkeypatch.setenv(f"GONGKAI_LIMIT_{name}", value)
    limit()
    with pytest.raises(LimitError, match=f"GONGKAI_LIMIT_{name}"):
        limits()
    monkeypatch.undo()
