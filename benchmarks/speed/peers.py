"""What people write instead, written as an analyst would who knows the form of 2019 and has an afternoon for it.

Both take the three tables by the words of their labels and some twenty figures of the text by regular expressions.
Both give values by the codes of our form, so that what they read can be counted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache

from gongkai.forms import form

Values = dict[str, str]
_HAN = re.compile(r"[\u4e00-\u9fff]")

FIGURES = [
    re.compile(expression)
    for expression in (
        r"(?:收到|受理|新收)[^，。；]{0,20}申请(?:共)?(\d[\d,]*)件",
        r"申请(\d[\d,]*)件",
        r"(?:办结|答复|办理)[^，。；]{0,12}?(\d[\d,]*)件",
        r"结转[^，。；]{0,12}?(\d[\d,]*)件",
        r"行政复议[^，。；]{0,12}?(\d[\d,]*)件",
        r"行政诉讼[^，。；]{0,12}?(\d[\d,]*)件",
        r"公开[^，。；]{0,14}?信息[^，。；]{0,6}?(\d[\d,]*)条",
        r"(\d[\d,.]*)(?:万)?(?:次|篇|条|场|期|件)",
        r"同比(?:增长|下降)(\d[\d.]*)%",
    )
]


@cache
def _labels(table: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Line code, words of its label without number and brackets, and the codes of its columns."""
    of = next(one for one in form("D").tables if one.code == table)
    return tuple(
        (line.code, _bare(line.label), line.columns or tuple(column.code for column in of.columns))
        for line in of.lines
        if not line.header
    )


def _bare(label: str) -> str:
    label = re.sub(r"（(?!.{1,2}）).*?）", "", re.sub(r"\s+", "", label))
    return re.sub(r"^(?:[一二三四五六七八九十]+、|（.{1,2}）|\d+[.、．])", "", label)


def figures_of(text: str) -> list[str]:
    """The figures that a handful of expressions find."""
    return [match[1] for expression in FIGURES for match in expression.finditer(text)]


def _rows_of(grid: list[list[str]]) -> Iterator[tuple[str, str, tuple[str, ...], list[str]]]:
    """Table, line, columns and numbers of every row whose label is known."""
    said = "".join("".join(row) for row in grid[:3])
    table = "3" if "本年新收" in "".join(map("".join, grid)) else "2" if "现行有效" in said else "4"
    if table == "4":
        for row in grid:
            if len(row) == 15 and not _HAN.search("".join(row)):
                for at, (line, _, columns) in enumerate(_labels("4")):
                    yield table, line, columns, row[5 * at : 5 * at + 5]
        return
    for row in grid:
        words = [_bare(cell) for cell in row if _HAN.search(cell)]
        for line, label, columns in _labels(table):
            if words and words[-1] == label and not _HAN.search("".join(row[-len(columns) :])):
                yield table, line, columns, row[-len(columns) :]
                break


def _values(grids: Iterator[list[list[str]]]) -> Values:
    found: Values = {}
    for grid in grids:
        for table, line, columns, numbers in _rows_of(grid):
            of = next(one for one in form("D").tables if one.code == table)
            for column, number in zip(columns, numbers, strict=False):
                found.setdefault(of.cell_code(line, column), number)
    return found


def with_pandas(html: bytes) -> tuple[Values, list[str]]:
    """pandas.read_html for the tables, regular expressions over the text without tags."""
    import pandas

    text = _decoded(html)
    try:
        frames = pandas.read_html(io.StringIO(text), flavor="lxml")
    except ValueError:
        frames = []
    grids = (
        [[] if frame.columns.dtype == int else ["".join(map(str, head)) for head in frame.columns.to_flat_index()]]
        + [["" if cell != cell else _one_line(str(cell)) for cell in row] for row in frame.to_numpy().tolist()]
        for frame in frames
    )
    return _values(grids), figures_of(re.sub(r"<[^>]+>", "", text))


def with_beautiful_soup(html: bytes) -> tuple[Values, list[str]]:
    """BeautifulSoup with its usual parser, cells walked row by row, labels carried down over row spans."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    grids = (
        [[_one_line(cell.get_text()) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")]
        for table in soup.find_all("table")
    )
    return _values(grids), figures_of(soup.get_text())


def with_pdfplumber(data: bytes) -> tuple[Values, list[str]]:
    """pdfplumber's tables and text, page by page; rows of a page go on with those of the page before."""
    import pdfplumber

    rows: list[list[str]] = []
    texts: list[str] = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            texts.append(page.extract_text() or "")
            for table in page.extract_tables():
                rows += [[_one_line(cell or "") for cell in row] for row in table]
    starts = [at for at, row in enumerate(rows) if re.search(r"第二十条|申请人情况|行政复议$", "".join(row))] or [0]
    grids = (rows[start:end] for start, end in zip(starts, [*starts[1:], len(rows)], strict=True))
    return _values(grids), figures_of("".join(texts))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"\.0$", "", text))


def _decoded(html: bytes) -> str:
    head = html[:1024].lower()
    return html.decode("gb18030" if b"gb" in head else "utf-8", errors="replace")
