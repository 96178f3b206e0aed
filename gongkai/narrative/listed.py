"""分别: figures in the order of the things that they count."""

from __future__ import annotations

import re

from gongkai.narrative.bound import HAN, after_last

_ITEMS = re.compile(r"、|和|与|及|以及")
_BY = re.compile(r"^(?:其中)?(?:以|通过|采用|采取)")
"""Before the first of what is listed, but said of all of them."""


def listed(left: str, right: str) -> str | None:
    """`甲、乙分别A#次、#次`: the left context as if the figure stood alone with its own subject."""
    at = left.rfind("分别")
    if at < 0 or re.search(r"[。;,:]", _after_list(left[at + 2 :])):
        return None
    ordinal = left[at:].count("#")
    subject = _BY.sub("", after_last(left[:at], ",。;:"))
    items = [item for item in _ITEMS.split(subject) if item]
    total = ordinal + 1 + right.count("#")
    if len(items) < 2 or ordinal >= len(items) or total < len(items):
        return None
    item = items[ordinal]
    tail = items[-1][len(item) :] if ordinal < len(items) - 1 else ""
    verb = left[at + 2 :].split("#")[0]
    prefix = left[: at - len(subject)]
    return f"{prefix}{item}{tail if len(tail) > 2 else ''}{verb}"


def _after_list(words_after: str) -> str:
    return re.sub(rf"#[{HAN}%]{{0,4}}", "", words_after)
