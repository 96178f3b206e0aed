"""How wide text stands at a terminal, where a Chinese character takes two cells."""

from __future__ import annotations

import re
import unicodedata

_HAN = "⺀-鿿豈-﫿"
_PIECE = rf"(?s)\s+|[（《“(\[]*[{_HAN}][^\s\w（《“(\[]*|[^\s{_HAN}（《“]+[，。；：、！？）》”]*|."
"""What may stand at the end of a line: a word, or a Chinese character with the marks that belong to it.

Compiled for the first text that is wrapped: that takes five milliseconds, and most commands wrap none.
"""


def cells(text: str) -> int:
    """How many cells of a terminal the text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, width: int) -> list[str]:
    """The words of one paragraph in lines of at most `width` cells, save for a word that is longer."""
    lines, line = [], ""
    for piece in re.findall(_PIECE, re.sub(r"\s*\n\s*", " ", text)):
        if line and cells((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


__all__ = ["cells", "wrapped"]
