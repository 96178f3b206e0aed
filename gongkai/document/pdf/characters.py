"""The characters of a page with their boxes, out of PDFium's text page.

White space is left out: most of it is PDFium's own guess from gaps, and the gaps themselves are at hand. A character
that the file gives no meaning is kept as U+FFFD, so that a damaged number never comes out as a shorter one.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

from .geometry import Box, Char, Frame

_SAMPLES = 48
"""Characters asked for their direction, to tell how the page is turned."""
_SLANT = math.radians(4)
_LINE_HYPHENS = ("\x02", "\ufffe")
"""What PDFium gives for a hyphen at the end of a line."""
_UNKNOWN = "\ufffd"
# Writers name a glyph after the first code that shows it: ⼈ for 人. Unicode gives these no compatibility mapping.
_OF_RADICAL = dict(
    zip(
        "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⺩⺝⺎",
        "民西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙王月兀",
        strict=True,
    )
)
_FIRST_WIDE = 0x2E80


def _angle(text_page: Any, index: int) -> float:
    """Direction of the text, counterclockwise from the right. PDFium counts clockwise."""
    return -float(pdfium.FPDFText_GetCharAngle(text_page, index)) % math.tau


def _texts(text_page: Any, count: int) -> list[str]:
    """Every character's text, by PDFium's index. One call where that is certain to be in step, else one for each."""
    buffer = (ctypes.c_ushort * (count + 2))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    if written == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count:
            return list(text)
    return [chr(code) if (code := pdfium.FPDFText_GetUnicode(text_page, i)) < 0x110000 else "" for i in range(count)]


@lru_cache(maxsize=8192)
def _meant(text: str) -> str:
    """The character for what PDFium gives: some of it stands for a hyphen, a radical for the character it shows."""
    if text in _LINE_HYPHENS:
        return "-"
    if len(text) == 1 and "\u2e80" <= text <= "\u2fd5":
        return _OF_RADICAL.get(text) or unicodedata.normalize("NFKC", text)
    return text if text > " " or text.isspace() else _UNKNOWN


def page_turn(text_page: Any, rotation: int) -> int:
    """Degrees clockwise by which the page must be turned for most of its text to be upright.

    `rotation` is the page's own entry, believed where there is no text to ask.
    """
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return rotation
    quarter = math.pi / 2
    votes: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLES)):
        if not pdfium.FPDFText_IsGenerated(text_page, index):
            votes[round(_angle(text_page, index) / quarter) % 4 * 90] += 1
    return votes.most_common(1)[0][0] if votes else rotation


def page_characters(text_page: Any, frame: Frame) -> list[Char]:
    """The page's characters in the order in which the file draws them."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return []
    loose, rect = pdfium.FPDFText_GetLooseCharBox, pdfium.FS_RECTF()
    reference = ctypes.byref(rect)
    upright = math.radians(frame.turn)
    width, bottom = frame.size
    chars: list[Char] = []
    sound: dict[float, bool] = {}
    known: dict[float, bool] = {}  # The same by the exact height, which is rounded once.
    last, last_y = Char("", 0.0, 0.0, 0.0, 0.0, True), 0.0
    for index, text in enumerate(map(_meant, _texts(text_page, count))):
        if text.isspace():
            continue
        if not loose(text_page, index, reference):
            continue
        x0, y0, x1, y1 = frame.seen(rect.left, rect.bottom, rect.right, rect.top)
        if (believed := known.get(y1 - y0)) is None:
            height = round(y1 - y0, 1)
            if height not in sound:
                sound[height] = _is_sound(text_page, index, y1 - y0)
            believed = known[y1 - y0] = sound[height]
        if not believed or x1 <= x0:
            x0, y0, x1, y1 = _box_from_origin(text_page, index, text, frame)
        y = (y0 + y1) / 2
        if not (0 <= (x0 + x1) / 2 <= width and 0 <= y <= bottom):
            continue  # beyond the visible page
        char = Char(text, x0, y0, x1, y1)
        high = last.y1 - last.y0
        # On the line of the one before and right of it, as it only is in text that runs the page's way.
        follows = not last.turned and abs(last_y - y) < high * 0.1 and -high * 0.2 < x0 - last.x1 < high * 4
        if not follows and abs((_angle(text_page, index) - upright + math.pi) % math.tau - math.pi) > _SLANT:
            char.turned = True
        chars.append(char)
        last, last_y = char, y
    return chars


def _em(text_page: Any, index: int) -> float:
    """Size of a character's type on the page, which its font size alone does not tell."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        return float(pdfium.FPDFText_GetFontSize(text_page, index))
    return float(pdfium.FPDFText_GetFontSize(text_page, index)) * math.hypot(matrix.c, matrix.d)


def _is_sound(text_page: Any, index: int, high: float) -> bool:
    """PDFium's box is about as high as the type: for some vertical fonts it is twenty times that."""
    em = _em(text_page, index)
    return em <= 0 or 0.5 * em <= high <= 2.5 * em


def _box_from_origin(text_page: Any, index: int, text: str, frame: Frame) -> Box:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
    em = _em(text_page, index)
    width = em if ord(text[0]) >= _FIRST_WIDE else em / 2
    return frame.seen(x.value, y.value - 0.14 * em, x.value + width, y.value + 0.86 * em)
