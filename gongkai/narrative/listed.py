"""分别: figures in the order of the things that they count, or of the years that they are of."""

from __future__ import annotations

import re
from itertools import pairwise

from gongkai.narrative.bound import HAN, SHARES, Bound, after_last

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


def set_years_apart(text: str, figures: list[Bound]) -> None:
    """2021年、2022年分别收到28件、38件,答复27件、38件: to each figure of the lists its year."""
    for at, head in enumerate(figures):
        index, start = at, head.quantity.start
        if head.quantity.unit_std in SHARES or not _RESPECTIVELY.search(text, max(head.start, start - 20), start):
            continue
        lists = list(_YEARS.finditer(text, head.start, start))
        years = re.findall(r"\d{4}", lists[-1][0]) if lists else []
        while years and len(run := _joined(text, figures[index:])) == len(years):
            for one, year in zip(run, years, strict=True):
                one.of_year = year
            index += len(run)


def told_alone(left: str) -> str:
    """The words before a figure of a list of years as if it stood alone: without 分别 and the figures before it."""
    before, _, after = left.rpartition("分别")
    own = after_last(after, ",;")
    return f"{before.rstrip('、和与及')}{',' if own != after else ''}{own.split('#')[0]}"


def _joined(text: str, ones: list[Bound]) -> list[Bound]:
    """The first of them and those that nothing but 、 or 和 parts from the one before."""
    run = ones[:1]
    for before, one in pairwise(ones):
        if not _AND.fullmatch(text, before.quantity.end, one.quantity.start):
            break
        run.append(one)
    return run


_AND = re.compile(r"[、和与及]|以及")
_YEARS = re.compile(r"(?:(?:19|20)\d\d年度?(?:[、和与及]|以及)?){2,}")
_RESPECTIVELY = re.compile(r"分别[^,;。#\d]{0,14}$")


def _after_list(words_after: str) -> str:
    return re.sub(rf"#[{HAN}%]{{0,4}}", "", words_after)
