"""The PDF reader against the corpus's hand-made gold, and against small files of our own making."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from gongkai.document.model import Document, Grid
from gongkai.document.pdf import read_pdf
from gongkai.model import UnreadableSource
from tests.corpus import SHARED, needs_corpus

REAL = ["hongze-district-2023.pdf", "hongze-district-2024.pdf", "huaian-city-gov-2024.pdf"]
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def _real() -> Path:
    assert SHARED is not None
    return SHARED / "reports" / "real"


def _gold_lines(file: str) -> list[list[str]]:
    """The printed cells of every statutory line, in the order of the forms."""
    lines: dict[tuple[str, str], list[str]] = {}
    with (_real() / "gold" / "cells.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            if row["file"] == file:
                # Table 4 is one line of fifteen numbers.
                line = "" if row["table"] == "4" else row["line_code"]
                lines.setdefault((row["table"], line), []).append(row["raw_text"])
    return list(lines.values())


def _number_lines(document: Document) -> list[list[str]]:
    """The numbers of every grid row that has any."""
    rows = [[cell.text for cell in row if _NUMBER.fullmatch(cell.text)] for grid in document.grids for row in grid.rows]
    return [row for row in rows if row]


def _check_places(document: Document) -> None:
    for grid in document.grids:
        for row in grid.rows:
            for cell in row:
                place = cell.place
                assert document.text[place.start : place.end] == cell.text
                assert grid.start <= (place.start or 0) <= (place.end or 0) <= grid.end
                assert place.page is not None and place.box is not None
                assert place.box[0] < place.box[2] and place.box[1] < place.box[3]
    _check_tiling(document)


def _check_tiling(document: Document) -> None:
    for grid in document.grids:
        taken = [
            (r, c)
            for row in grid.rows
            for cell in row
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        ]
        assert len(taken) == len(set(taken)), "two cells take up the same room"
        assert len(taken) == len(grid.rows) * (max(c for _, c in taken) + 1), "the grid has a hole"


@needs_corpus
@pytest.mark.corpus
@pytest.mark.parametrize("file", REAL)
def test_every_number_of_the_three_tables_stands_in_its_row_and_order(file: str) -> None:
    document = read_pdf((_real() / file).read_bytes())
    assert _number_lines(document) == _gold_lines(file)
    assert len(document.grids) == 3
    assert document.problems == ()
    _check_places(document)


@needs_corpus
@pytest.mark.corpus
@pytest.mark.parametrize("file", REAL)
def test_blocks_are_paragraphs_and_leave_out_tables_and_page_numbers(file: str) -> None:
    document = read_pdf((_real() / file).read_bytes())
    blocks = [document.text[block.start : block.end] for block in document.blocks]
    assert not [block for block in blocks if re.fullmatch(r"[-\s\d]*", block)]
    assert not [block for block in blocks if "\n" in block]
    headings = [block for block in blocks if re.match(r"[一二三四五六]、", block)]
    assert [heading[0] for heading in headings] == list("一二三四五六")
    assert all(len(heading) < 25 for heading in headings)
    assert "- 2 -" in document.text
    for grid in document.grids:
        assert not [b for b in document.blocks if b.start < grid.end and grid.start < b.end]
    assert document.title is not None and document.title.endswith("政府信息公开工作年度报告")


@needs_corpus
@pytest.mark.corpus
def test_a_label_cut_by_the_page_end_spans_its_rows_on_both_pages() -> None:
    document = read_pdf((_real() / "huaian-city-gov-2024.pdf").read_bytes())
    spans = {
        "".join(cell.text.split()): cell.row_span for row in document.grids[1].rows for cell in row if cell.row_span > 1
    }
    assert spans["（四）无法提供"] == 3
    assert spans["三、本年度办理结果"] == 22


def _grid_texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "pdf_damaged"),
        (b"<html>not a PDF</html>", "pdf_damaged"),
        (b"%PDF-1.7\nnothing else", "pdf_damaged"),
    ],
)
def test_a_damaged_file_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableSource) as refusal:
        read_pdf(data)
    assert refusal.value.code == code
