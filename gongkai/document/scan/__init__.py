"""Scans: pages that are pictures, read by the recogniser of the extra `ocr`.

Whatever comes from here is marked (`Document.recognised`), so that no recognised figure passes for a read one. This
module alone is imported by others at once: it loads nothing.
"""

from __future__ import annotations

from .recogniser import is_installed

__all__ = ["DPI", "advice", "is_installed"]

DPI = 200
"""Dots an inch at which pages are looked at."""


def advice() -> str:
    """What to say of a picture of which nothing was read."""
    if is_installed():
        return "on which no text was recognised"
    return "without a text layer; pip install 'gongkai[ocr]' has them recognised"
