"""How values and words from reports are shown: exactly, and never as something else than they are."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from markupsafe import Markup, escape

# Control characters and those that turn the direction of writing: on a page they would hide what really stands there.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")
_CONTROL = Markup('<span class="control">U+{:04X}</span>')


def printed(text: str | None) -> Markup:
    """Text of a report as markup: every character as printed, those that cannot be seen by their number."""
    if not text:
        return Markup("")
    if not _CONTROLS.search(text):
        return escape(text)
    out, last = Markup(""), 0
    for match in _CONTROLS.finditer(text):
        out += escape(text[last : match.start()]) + _CONTROL.format(ord(match.group()))
        last = match.end()
    return out + escape(text[last:])


@lru_cache(16_384)
def printed_often(text: str | None) -> Markup:
    """As `printed`, for what stands in cells and beside them: most of it has been met before."""
    return printed(text)


def plain(text: str | None) -> str:
    """As `printed`, for places that take no markup: attributes."""
    return _CONTROLS.sub(lambda match: f"U+{ord(match.group()):04X}", text or "")


def figure(value: Decimal | int | None) -> str:
    """A number with its thousands apart, without the noughts that only the warehouse's type adds."""
    if value is None:
        return "–"
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text
