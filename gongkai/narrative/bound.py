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
    of_year: str | None = None
    """Its year, where a list of years tells those of a list of figures."""
    topic: str | None = None
    """What is spoken of where its sentence does not say."""
    channel: str | None = None
    """The means of publishing that the sentence before speaks of."""
    of_disclosure: bool = False
    """Its sentence goes on about remedies over disclosure, or about requests, after a semicolon."""
    change: bool = False
    """A change and not a level: 比上年增加20件."""


def after_last(text: str, marks: str) -> str:
    """What stands after the last of the marks; the whole text where there is none."""
    return text[max(map(text.rfind, marks)) + 1 :]


def is_short_for(name: str, issuer: str) -> bool:
    """True for a department's own name in short: 市科委 of 上海市科学技术委员会."""
    if name[-1:] not in _DEPARTMENT_ENDS or issuer[-1:] == "府":
        return False
    left = iter(issuer)
    return len(name) > 1 and all(character in left for character in name)


_DEPARTMENT_ENDS = tuple("局委厅办院会")
