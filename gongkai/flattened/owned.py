"""A line of the form with the numbers that are its own."""

from __future__ import annotations

from gongkai.flattened.numberrows import NumberRow
from gongkai.model import Value


class Owned(Value, frozen=True, kw_only=True):
    """A line of the form and the numbers that are its own."""

    line: str
    row: NumberRow
    unit: str | None
    apart: bool
    """It stands away from its label, and was given to the line by its place between others."""
    sure: bool
    """Label and numbers fill a physical line by themselves, so that no other row can be meant."""
    turned: bool
    """A page was turned, or a header repeated, right after it: its last token may be a page number."""
