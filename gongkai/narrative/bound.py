"""A quantity on its way to a mention, and what every step knows of it."""

from __future__ import annotations

import msgspec

from gongkai.forms.codebook import Indicator
from gongkai.quantities import Quantity

LEFT, RIGHT = 220, 60
"""Characters before and after a figure that may say what it measures."""
COUNTED = frozenset({"count", "persons", "person_times", "household_times", "CNY"})
SHARES = frozenset({"percent", "percent_point", "permille", "times", "times_added", "doublings", "ratio", "points"})
DURATIONS = frozenset({"days", "workdays", "hours", "minutes", "seconds", "months", "weeks", "years"})
HAN = "\u4e00-\u9fff"


class Bound(msgspec.Struct):
    """A quantity on its way to a mention."""

    quantity: Quantity
    sentence: int
    start: int
    end: int
    """Of the sentence."""
    indicator: Indicator | None = None
    strength: int = 0
    measure: str | None = None
    clause: str = ""
    period: str | None = None
    flow: str | None = None
    scope: str | None = None
    section: str | None = None
    part_of: Bound | None = None
    duplicate_of: Bound | None = None
    growth_of: Bound | None = None
    topic: str | None = None
    """What is spoken of where its sentence does not say."""
    channel: str | None = None
    """The means of publishing that the sentence before speaks of."""
    change: bool = False
    """A change and not a level: 比上年增加20件."""
