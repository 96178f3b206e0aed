"""PDF files with a text layer to a `Document`.

Prose: lines are put together to paragraphs over line and page ends. Page numbers and running heads are no blocks, but
stay in `Document.text`, after the paragraph that they interrupt. Tables: cells and spans come from the ruling lines;
pieces of a table on consecutive pages become one grid, each cell with its own page and box.

What is not believed is not read: pages that are pictures (also with a recogniser's invisible text over them) and pages
whose characters are not what is shown are left out, with a problem.
"""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.document import scan
from gongkai.document.limits import limits, refuse_beyond, setting
from gongkai.document.model import Document
from gongkai.model import Place, Problem, UnreadableSource

from .aligned import aligned_tables
from .assembly import PageContent, assembled
from .characters import page_characters, page_turn
from .geometry import Char, Frame, Rules
from .grids import ruled_tables
from .lines import lines_of
from .rules import page_drawings
from .stacks import stacked_tables
from .trust import is_invisible, why_not, why_not_digits
from .typeface import use_own_typeface

__all__ = ["read_pdf"]

use_own_typeface()

MEDIA_TYPE = "application/pdf"
_HEADER_WITHIN = 1024
_FEW_CHARACTERS = 20
_EDGE = 3.0
"""Points from the side of the sheet: no printer leaves less, so that a table which comes as near is cut there."""
OFF_PAGE = "the lines run off the side of the sheet: the cells there are not shown"
_PICTURE = 0.4
"""Share of the page from which an image is the page."""


def read_pdf(data: bytes) -> Document:
    """The text and tables of a PDF file.

    Raises `UnreadableSource` with the code `pdf_damaged`, `pdf_encrypted`, `too_many_pages`, `scan_without_text` (every
    page is a picture), `text_layer_broken` (no page's text can be believed) or `no_text`.
    """
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise UnreadableSource("pdf_damaged", "this is no PDF file: it does not begin with %PDF-")
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableSource("pdf_encrypted", "the PDF file is encrypted and asks for a password") from error
        raise UnreadableSource("pdf_damaged", f"the PDF file cannot be opened: {error}") from error
    try:
        return _read(pdf)
    finally:
        pdf.close()


def _read(pdf: Any) -> Document:
    count = len(pdf)
    if count == 0:
        raise UnreadableSource("pdf_damaged", "the PDF file has no pages")
    most = limits()
    if count > most.pages:
        message = f"the PDF file has {count} pages; {most.pages} are read at most (setting {setting('pages')})"
        raise UnreadableSource("too_many_pages", message)
    pages: list[PageContent] = []
    problems: list[Problem] = []
    characters = 0
    for number in range(1, count + 1):
        pages.append(_read_page(pdf, number, problems))
        # Page after page may show one and the same long text.
        characters += pages[-1].characters
        refuse_beyond("text_characters", characters, "the PDF file says more characters than any report:")
    pictures = sum(problem.code == "scanned_pages" for problem in problems)
    if pictures == count or not any(page.lines or page.tables for page in pages):
        codes = {problem.code for problem in problems}
        if "text_layer_broken" in codes:
            raise UnreadableSource(
                "text_layer_broken", "no page's characters are what is shown: " + problems[0].message
            )
        if "scanned_pages" in codes:
            raise UnreadableSource("scan_without_text", f"all of the {count} pages are pictures {scan.advice()}")
        if "pdf_damaged" in codes:
            raise UnreadableSource("pdf_damaged", "no page of the PDF file can be opened")
        raise UnreadableSource("no_text", "the PDF file has no text")
    document = assembled(pages, problems, MEDIA_TYPE)
    if broken := why_not_digits(document.text):
        raise UnreadableSource("text_layer_broken", f"the file's characters are not what is shown: {broken}")
    return document


def _read_page(pdf: Any, number: int, problems: list[Problem]) -> PageContent:
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        problems.append(
            Problem(code="pdf_damaged", message=f"page {number} cannot be opened", place=Place(page=number))
        )
        return PageContent(number, 0.0, 0.0)
    try:
        text_page = page.get_textpage()
        try:
            return _read_open_page(page, text_page, number, problems)
        finally:
            text_page.close()
    except pypdfium2.PdfiumError:
        problems.append(
            Problem(code="pdf_damaged", message=f"the text of page {number} cannot be read", place=Place(page=number))
        )
        return PageContent(number, 0.0, 0.0)
    finally:
        page.close()


def _read_open_page(page: Any, text_page: Any, number: int, problems: list[Problem]) -> PageContent:
    left, bottom, right, top = page.get_bbox()
    raw = text_page.raw
    frame = Frame(left, bottom, right, top, page_turn(raw, page.get_rotation()))
    content = PageContent(number, *frame.size)
    place = Place(page=number)
    most = limits()
    if pdfium.FPDFText_CountChars(raw) > most.page_characters:
        problems.append(
            Problem(
                code="page_too_large",
                message=f"page {number} has more than {most.page_characters} characters: not read "
                f"(setting {setting('page_characters')})",
                place=place,
            )
        )
        return content
    chars = page_characters(raw, frame)
    content.characters = len(chars)
    drawn = page_drawings(page.raw, frame, most.page_objects)
    if _is_picture(chars, drawn.image_share, drawn.objects, raw):
        too_large = drawn_pixels(frame) > most.pixels
        if scan.is_installed() and not too_large:
            return recognised_page(page.render(scale=scan.DPI / 72).to_numpy(), number, problems)
        problems.append(_not_looked_at(number, too_large))
        if too_large or is_invisible(raw):
            return content
    broken = why_not(chars)
    if broken is not None:
        problems.append(Problem(code="text_layer_broken", message=f"page {number} is not read: {broken}", place=place))
        return content
    rules = drawn.rules
    if drawn.objects >= most.page_objects or len(rules.level) * len(rules.upright) > most.page_crossings:
        message = f"page {number} is too full of drawings: its tables are not read as tables"
        problems.append(Problem(code="page_too_large", message=message, place=place))
    else:
        chars = _lay_out(content, chars, rules)
    content.lines = lines_of(chars)
    return content


def _not_looked_at(number: int, too_large: bool) -> Problem:
    """Of a page that is a picture, and not recognised."""
    if too_large:
        code, message = "page_too_large", f"is too large to be looked at (setting {setting('pixels')})"
    else:
        code, message = "scanned_pages", f"is a picture {scan.advice()}"
    return Problem(code=code, message=f"page {number} {message}", place=Place(page=number))


def drawn_pixels(frame: Frame) -> float:
    """Pixels of the picture that a recogniser is given of a page."""
    width, height = frame.size
    return width * height * (scan.DPI / 72) ** 2


def recognised_page(image: Any, number: int, problems: list[Problem]) -> PageContent:
    """What a recogniser reads on the picture of a page, laid out as any page is. Wants the extra `ocr`."""
    from gongkai.document.scan.page import scanned_page

    seen = scanned_page(image)
    content = PageContent(number, seen.width, seen.height)
    content.lines = lines_of(_lay_out(content, seen.chars, seen.rules))
    place = Place(page=number)
    if not seen.chars:
        message = f"page {number} is a picture on which no text was recognised"
        problems.append(Problem(code="scanned_pages", message=message, place=place))
    else:
        message = f"page {number} is a picture; what is on it was recognised (OCR), not read"
        problems.append(Problem(code="recognised_pages", message=message, place=place))
    return content


def _lay_out(content: PageContent, chars: list[Char], rules: Rules) -> list[Char]:
    """Give the page its tables; the characters that stand in none."""
    ruled, chars = ruled_tables(rules, chars, content.number, content.height)
    stacked, chars = stacked_tables(chars, rules.level, ruled, content.number)
    aligned, chars = aligned_tables(chars, content.number)
    content.tables = ruled + stacked + aligned
    for table in ruled:
        left, _, right, _ = table.box
        if left < _EDGE or right > content.width - _EDGE:
            table.uncertain.append(OFF_PAGE)
    return chars


def _is_picture(chars: list[Any], image_share: float, objects: int, text_page: Any) -> bool:
    if not chars:
        return image_share > _PICTURE / 2 or objects > _FEW_CHARACTERS
    if image_share < _PICTURE:
        return False
    return len(chars) < _FEW_CHARACTERS or is_invisible(text_page)
