"""Whether a page's text layer can be believed.

A PDF shows glyphs; what character a glyph stands for is written beside it, and tools get that wrong. A page whose
characters are private, unknown, or no language at all is not read: a wrong figure is worse than none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

from .geometry import Char

_ENOUGH = 40
"""Characters below which shares say nothing."""
_MOST_UNKNOWN = 0.02
_MOST_RARE = 0.35
_LEAST_CHINESE = 0.15
_INVISIBLE = 3
_YEAR = re.compile(r"(?<![\d.,])(\d{4})年")
_ENOUGH_YEARS = 2
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SAMPLES = 12


def why_not(chars: list[Char]) -> str | None:
    """Why these characters are not what a person sees, in words; None where nothing speaks against them."""
    if not chars:
        return None
    unknown = sum(1 for char in chars if _is_unknown(char.text))
    if unknown > max(len(chars) * _MOST_UNKNOWN, 1):
        return f"{unknown} of {len(chars)} characters have no known meaning"
    if len(chars) < _ENOUGH:
        return None
    chinese = [char.text for char in chars if "\u3400" <= char.text <= "\u9fff"]
    rare = sum(1 for text in chinese if not _in_common_use(text))
    if len(chinese) >= _ENOUGH and rare > len(chinese) * _MOST_RARE:
        return f"{rare} of {len(chinese)} Chinese characters are hardly ever used"
    strange = sum(1 for char in chars if "\u00a1" <= char.text <= "\u1fff")
    if strange > len(chars) * _LEAST_CHINESE and len(chinese) < len(chars) * _LEAST_CHINESE:
        return f"{strange} of {len(chars)} characters are of other scripts where Chinese is expected"
    return None


def why_not_digits(text: str) -> str | None:
    """Why a file's digits are not what a person sees, in words; None where nothing speaks against them.

    A tool that counts wrong gives every digit the meaning of its neighbour, and figures that look like any others.
    Years tell: no report speaks of the year 3133 only.
    """
    years = _YEAR.findall(text)
    if len(years) < _ENOUGH_YEARS or any(_FIRST_YEAR <= int(year) <= _LAST_YEAR for year in years):
        return None
    return f"its digits speak of no year of our time, but of {', '.join(dict.fromkeys(years[:3]))}"


@lru_cache(maxsize=8192)
def _is_unknown(text: str) -> bool:
    return (
        text in ("", "\ufffd") or "\ue000" <= text <= "\uf8ff" or "\u0080" <= text <= "\u009f" or text >= "\U000f0000"
    )


@lru_cache(maxsize=8192)
def _in_common_use(text: str) -> bool:
    for encoding in ("gb2312", "big5"):
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


def is_invisible(text_page: Any) -> bool:
    """The text is drawn without being shown: a layer that some recogniser laid over a scan."""
    count = pdfium.FPDFText_CountChars(text_page)
    hidden = shown = 0
    for index in range(0, count, max(1, count // _SAMPLES)):
        item = pdfium.FPDFText_GetTextObject(text_page, index)
        if not item:
            continue
        if pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE:
            hidden += 1
        else:
            shown += 1
    return hidden > shown
