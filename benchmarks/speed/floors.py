"""The least that anybody can do: parse, and go once over what was parsed, without asking what it means."""

from __future__ import annotations

from gongkai.document.decode import decode


def lexbor_cells(html: bytes) -> int:
    """Characters of all table cells of a page, with the parser that we use too."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(decode(html).text)
    return sum(len(cell.text()) for cell in tree.css("td, th"))


def pdfium_characters(data: bytes) -> int:
    """Every character of a PDF with its box."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as pdfium

    count = 0
    box = [ctypes.c_double() for _ in range(4)]
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number].get_textpage()
            for at in range(page.count_chars()):
                pdfium.FPDFText_GetUnicode(page, at)
                pdfium.FPDFText_GetCharBox(page, at, *box)
                count += 1
    finally:
        document.close()
    return count
