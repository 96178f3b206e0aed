"""Scans: recognised where the extra `ocr` is there, marked as such, and never with a wrong figure."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

import gongkai
from gongkai import forms
from gongkai.document import scan
from gongkai.document.model import Document
from gongkai.model import Cell, CellState, Place
from gongkai.recognition import Recognised, marked_cells
from tests.generated import generate
from tests.gongkai.scan_samples import encoded, picture_pdf, pictures, worn

FORM = next(form for form in forms.all_forms() if form.form_id == "D")
PARTS = ("upheld", "corrected", "other", "pending")


def _remedies(*values: int, certainty: float = 0.9, total: int) -> tuple[list[Cell], Recognised]:
    """Reconsiderations, each cell with a stretch of its own in the text."""
    columns = (*PARTS, "total")
    cells = [
        Cell(
            code=f"review_{column}",
            table="4",
            line="review",
            column=column,
            raw_text=str(value),
            value=Decimal(value),
            unit=None,
            unit_source=None,
            cell_state=CellState.NUMBER,
            place=Place(start=10 * n, end=10 * n + 1),
        )
        for n, (column, value) in enumerate(zip(columns, (*values, total), strict=True))
    ]
    stretches = tuple((10 * n, 10 * n + 1, certainty) for n in range(len(columns)))
    return cells, Recognised(Document(media_type="", text="", blocks=(), grids=(), recognised=stretches))


def test_what_was_recognised_has_the_state_ocr_and_a_sum_that_holds_raises_its_certainty() -> None:
    cells, recognised = _remedies(1, 2, 0, 0, total=3)
    marked = marked_cells(cells, FORM, recognised)
    assert {cell.cell_state for cell in marked} == {CellState.OCR}
    assert {cell.certainty for cell in marked} == {0.99}
    assert [cell.value for cell in marked] == [1, 2, 0, 0, 3]


def test_figures_that_only_a_failing_sum_speaks_of_are_not_given() -> None:
    cells, recognised = _remedies(1, 7, 0, 0, total=3)
    marked = marked_cells(cells, FORM, recognised)
    assert {(cell.cell_state, cell.value) for cell in marked} == {(CellState.UNREADABLE, None)}
    assert [cell.raw_text for cell in marked] == ["1", "7", "0", "0", "3"]


def test_what_was_read_stays_as_it_was_beside_what_was_recognised() -> None:
    cells, recognised = _remedies(1, 2, 0, 0, total=3)
    read = gongkai.Cell(**{f: getattr(cells[0], f) for f in cells[0].__struct_fields__} | {"place": Place(90, 91)})
    assert marked_cells([read], FORM, recognised) == [read]


def test_without_the_extra_a_scan_is_told_with_the_way_to_have_it_read() -> None:
    assert not scan.is_installed()
    picture = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (1654).to_bytes(4, "big") + (2339).to_bytes(4, "big")
    with pytest.raises(gongkai.UnreadableSource) as refusal:
        gongkai.extract(picture)
    assert refusal.value.code == "scan_without_text"
    assert "gongkai[ocr]" in refusal.value.message


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, Path]]:
    """Generated reports: the page, and what Chromium prints of it."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    folder = tmp_path_factory.mktemp("printed")
    made: dict[str, tuple[bytes, Path]] = {}
    for kind in ("B", "C", "D"):
        page = folder / f"{kind}.html"
        page.write_bytes(generate(1, kind, template="plain").html)
        out = folder / f"{kind}.pdf"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={out}"]
        subprocess.run([program, *options, page.as_uri()], check=True, capture_output=True, timeout=120)
        made[kind] = page.read_bytes(), out
    return made


def _held_against(page: gongkai.Report, scanned: gongkai.Report) -> tuple[int, dict[str, object]]:
    """How many figures came back right, and those that came back wrong."""
    values = {cell.code: cell.value for cell in page.cells}
    found = {cell.code: cell.value for cell in scanned.cells if cell.value is not None}
    assert {cell.cell_state for cell in scanned.cells if cell.value is not None} == {CellState.OCR}
    wrong = {code: (value, values.get(code)) for code, value in found.items() if values.get(code) != value}
    return len(found) - len(wrong), wrong


@pytest.mark.slow
@pytest.mark.ocr
@pytest.mark.parametrize("kind", ["B", "C", "D"])
@pytest.mark.parametrize("wear", [False, True])
def test_a_scanned_report_gives_the_figures_of_the_page_or_none(
    printed: dict[str, tuple[bytes, Path]], kind: str, wear: bool
) -> None:
    pytest.importorskip("rapidocr_onnxruntime", reason="the extra ocr is not installed")
    html, pdf = printed[kind]
    page = gongkai.extract(html)
    images = pictures(pdf)
    scanned = gongkai.extract(picture_pdf([worn(image, n) for n, image in enumerate(images)] if wear else images))
    right, wrong = _held_against(page, scanned)
    assert wrong == {}
    assert right >= 0.8 * sum(cell.value is not None for cell in page.cells)
    assert all(mention.certainty is not None for mention in scanned.mentions)
    assert {problem.code for problem in scanned.problems} >= {"recognised_pages"}
    assert scanned.head.vintage == page.head.vintage


@pytest.mark.slow
@pytest.mark.ocr
@pytest.mark.parametrize("ending", [".png", ".jpg"])
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_picture_of_a_page_that_lies_on_its_side_is_turned_and_read(
    printed: dict[str, tuple[bytes, Path]], ending: str, quarters: int
) -> None:
    numpy = pytest.importorskip("numpy")
    pytest.importorskip("rapidocr_onnxruntime", reason="the extra ocr is not installed")
    html, pdf = printed["D"]
    image = pictures(pdf)[0]
    turned = gongkai.extract(encoded(numpy.ascontiguousarray(numpy.rot90(image, quarters)), ending))
    values = {cell.code: cell.value for cell in gongkai.extract(html).cells}
    assert all(cell.value == values[cell.code] for cell in turned.cells if cell.value is not None)
    upright = gongkai.extract(encoded(image, ending))
    read = [sum(cell.value is not None for cell in report.cells) for report in (turned, upright)]
    assert read[0] >= 0.9 * read[1] > 0
