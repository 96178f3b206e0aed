"""What a PDF file says must not depend on the fonts that a machine happens to have."""

from __future__ import annotations

import pypdfium2
import pytest

from gongkai.document.pdf import read_pdf
from gongkai.document.pdf.characters import page_characters
from gongkai.document.pdf.geometry import Frame
from gongkai.document.pdf.typeface import use_own_typeface
from tests.gongkai.pdf_samples import HEIGHT, WIDTH, Page, pdf


@pytest.mark.parametrize("font", ["SimSun", "FangSong_GB2312", "NotoSansCJKsc-Regular", "DejaVuSans", "Nowhere"])
def test_characters_of_a_font_that_is_only_named_are_as_wide_as_the_file_says(font: str) -> None:
    page = Page()
    page.text(100, 100, "数12", 12)
    file = pypdfium2.PdfDocument(pdf(page).replace(b"/SimSun", f"/{font}".encode()))
    opened = file[0]
    text_page = opened.get_textpage()
    boxes = [
        (char.text, round(char.x0, 1), round(char.x1, 1), round(char.y0, 1), round(char.y1, 1))
        for char in page_characters(text_page.raw, Frame(0, 0, WIDTH, HEIGHT, 0))
    ]
    for each in (text_page, opened, file):
        each.close()
    assert boxes == [
        ("数", 100.0, 112.0, 89.7, 101.7),
        ("1", 112.0, 118.0, 89.7, 101.7),
        ("2", 118.0, 124.0, 89.7, 101.7),
    ]


def test_chinese_that_is_drawn_sideways_is_there_without_its_font() -> None:
    page = Page()
    page.text(100, 300, "本年新收政府信息公开申请数量", 12, turn=90)
    assert "本年新收政府信息公开申请数量" in read_pdf(pdf(page)).text


def test_files_that_somebody_else_has_open_are_left_alone() -> None:
    page = Page()
    page.text(100, 100, "数", 12)
    file = pypdfium2.PdfDocument(pdf(page))
    assert not use_own_typeface()
    assert len(file) == 1
    file.close()
    assert use_own_typeface()
