"""The same report as HTML, Word file and workbook gives the same cells and mentions."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import gongkai
from gongkai import Report
from gongkai.document import conversion
from tests.corpus import SHARED, needs_corpus
from tests.generated import KINDS, Generated, generate
from tests.gongkai.office_samples import html_as_docx, html_as_xls, html_as_xlsx

SEEDS = (0, 1)
TEMPLATES = ((0, "plain"), (1, "word"), (2, "cms"))


def reports() -> list[Generated]:
    """Pages without the site's menus and feet: those are left out of HTML and part of the text everywhere else."""
    return [generate(seed, kind, template=template) for seed, template in TEMPLATES for kind in KINDS]


def cells(report: Report) -> dict[str, tuple[object, ...]]:
    return {c.code: (c.cell_state, c.value, c.raw_text, c.unit, c.note) for c in report.cells}


def mentions(report: Report) -> list[tuple[object, ...]]:
    return [(m.surface, m.value, m.lower, m.upper, m.indicator, m.period, m.kind) for m in report.mentions]


def same(made: Generated, data: bytes, file: str) -> None:
    page, other = gongkai.extract(made.html), gongkai.extract(data, file)
    assert cells(page), made.replay()
    assert cells(other) == cells(page), f"{file}: {made.replay()}"
    assert mentions(other) == mentions(page), f"{file}: {made.replay()}"
    assert other.head == page.head, f"{file}: {made.replay()}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_file_of_python_docx_gives_what_the_page_gives(kind: str) -> None:
    made = generate(SEEDS[0], kind)
    same(made, html_as_docx(made.html), "report.docx")


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_of_openpyxl_gives_what_the_page_gives(kind: str) -> None:
    for seed in SEEDS:
        made = generate(seed, kind)
        same(made, html_as_xlsx(made.html), "report.xlsx")


def libreoffice(folder: Path, filters: list[str], *files: Path) -> None:
    """Converts files within their folder, with a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", *filters, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


@pytest.mark.slow
@pytest.mark.office
def test_a_word_file_of_libreoffice_gives_what_the_page_gives(tmp_path: Path) -> None:
    made = {f"{one.kind}-{one.seed}": one for one in reports()}
    files = [tmp_path / f"{name}.html" for name in made]
    for file, one in zip(files, made.values(), strict=True):
        file.write_bytes(one.html)
    libreoffice(tmp_path, ["--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML"], *files)
    for name, one in made.items():
        same(one, (tmp_path / f"{name}.docx").read_bytes(), f"{name}.docx")


@pytest.mark.parametrize("kind", KINDS)
def test_an_old_workbook_gives_what_the_page_gives(kind: str) -> None:
    pytest.importorskip("xlrd", reason="xlrd is not installed")
    made = generate(SEEDS[0], kind)
    same(made, html_as_xls(made.html), "report.xls")


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.parametrize("ending", ["doc", "wps", "odt", "rtf"])
def test_what_libreoffice_can_convert_is_read_through_it_and_else_refused_with_a_way_out(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = generate(SEEDS[0], "D", template="plain")
    draft = tmp_path / "report.docx"
    draft.write_bytes(html_as_docx(made.html, ruled=True))
    written = "doc" if ending == "wps" else ending  # WPS writes Word's binary format under its own name.
    libreoffice(tmp_path, ["--convert-to", written], draft)
    data = (tmp_path / f"report.{written}").read_bytes()
    read = gongkai.extract(data, f"report.{ending}")
    assert [problem.code for problem in read.problems] == ["converted_file"]
    assert cells(read) == cells(gongkai.extract(made.html))
    monkeypatch.setattr(conversion, "is_installed", lambda: False)
    with pytest.raises(gongkai.UnreadableSource) as caught:
        gongkai.extract(data)
    assert caught.value.code in ("old_office_format", "foreign_type")
    assert "soffice --headless --convert-to docx" in caught.value.message


@pytest.mark.slow
@pytest.mark.office
def test_a_pdf_of_libreoffice_gives_no_figure_that_the_page_does_not_give(tmp_path: Path) -> None:
    made = {kind: generate(SEEDS[0], kind, template="word") for kind in KINDS}
    files = [tmp_path / f"{name}.html" for name in made]
    for file, one in zip(files, made.values(), strict=True):
        file.write_bytes(one.html)
    libreoffice(tmp_path, ["--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export"], *files)
    read = asked = 0
    for name, one in made.items():
        page, printed = gongkai.extract(one.html), gongkai.read(tmp_path / f"{name}.pdf")
        values = {cell.code: cell.value for cell in page.cells}
        found = {cell.code: cell.value for cell in printed.cells if cell.value is not None}
        assert {code: value for code, value in found.items() if values[code] != value} == {}, one.replay()
        read, asked = read + len(found), asked + sum(value is not None for value in values.values())
        # LibreOffice lets wide tables of a page run off the sheet: what is cut away there nobody can read.
        lacking = values.keys() - found.keys() - {code for code, value in values.items() if value is None}
        assert not lacking or "table_lines_uncertain" in {problem.code for problem in printed.problems}, lacking
    assert read >= 0.7 * asked


@pytest.mark.slow
@pytest.mark.office
def test_a_draft_of_ruled_tables_gives_the_same_cells_after_libreoffice_printed_it(tmp_path: Path) -> None:
    made = {kind: generate(SEEDS[0], kind, template="word") for kind in KINDS}
    files = [tmp_path / f"{kind}.docx" for kind in made]
    for file, one in zip(files, made.values(), strict=True):
        file.write_bytes(html_as_docx(one.html, ruled=True))
    libreoffice(tmp_path, ["--convert-to", "pdf:writer_pdf_Export"], *files)
    for kind, one in made.items():
        same_figures(one, tmp_path / f"{kind}.pdf")


@pytest.mark.slow
def test_a_page_gives_the_same_cells_after_chromium_printed_it(tmp_path: Path) -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    for kind in KINDS:
        one = generate(SEEDS[0], kind, template="plain")
        page, out = tmp_path / f"{kind}.html", tmp_path / f"{kind}.pdf"
        page.write_bytes(one.html)
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={out}"]
        subprocess.run([program, *options, page.as_uri()], check=True, capture_output=True, timeout=120)
        same_figures(one, out)


def same_figures(one: Generated, printed: Path) -> None:
    """Every cell, and every statistic of the text: what a line break in a cell does to its raw text may differ."""
    page, other = gongkai.extract(one.html), gongkai.read(printed)
    assert {c.code: (c.value, c.unit) for c in other.cells} == {c.code: (c.value, c.unit) for c in page.cells}
    told = [(m.surface, m.value, m.indicator, m.period) for m in page.mentions if m.is_statistic]
    assert [(m.surface, m.value, m.indicator, m.period) for m in other.mentions if m.is_statistic] == told, one.replay()
    assert other.head.vintage == page.head.vintage


@pytest.mark.slow
@pytest.mark.office
@needs_corpus
@pytest.mark.corpus
def test_real_pages_give_the_same_cells_after_libreoffice_made_word_files_of_them(tmp_path: Path) -> None:
    pages = sorted((SHARED / "reports" / "real").glob("*.html")) if SHARED else []
    assert pages
    libreoffice(tmp_path, ["--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML"], *pages)
    for page in pages:
        before, after = gongkai.read(page), gongkai.read(tmp_path / f"{page.stem}.docx")
        assert cells(before)
        assert cells(after) == cells(before)
        assert mentions(after) == mentions(before)


def test_headings_between_the_tables_of_one_worksheet_are_no_unknown_lines() -> None:
    page = (Path(__file__).parents[2] / "samples" / "suqian-2024.html").read_text(encoding="utf-8")
    inside = page.replace("</table>", "<tr><td>三、收到和处理申请情况</td><td></td><td></td></tr></table>", 1)
    assert inside != page
    told = [one.code for one in gongkai.extract(inside.encode(), "x.html").problems]
    assert told == []
    numbered = inside.replace("情况</td><td></td>", "情况</td><td>7</td>")
    assert [one.code for one in gongkai.extract(numbered.encode(), "x.html").problems] == ["line_unmapped"]
