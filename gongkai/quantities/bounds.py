"""Unit, value and bounds of a number: from its numeral and the words of approximation beside it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from gongkai.compact import BREAK
from gongkai.forms.words import Unit, Words
from gongkai.numerals import Numeral, below, read_numeral, significant, step
from gongkai.quantities.quantity import TIMES, Quantity

_HUNDRED = Decimal(100)
_BEFORE = re.compile(
    r"(?:(?P<least>至少|最少|起码|不少于|不低于|不小于|不下|超过|超出|(?<!高)超|逾|突破)"
    r"|(?P<most>不超过|不多于|不大于|不高于|不得超过|低于|少于|不足|不到|至多|最多)"
    r"|(?P<near>将近|接近|(?<![附最临邻走靠切贴就])近)"
    r"|(?P<about>大约|大概|(?<![预节合条签制违公相邀特集契简])约为?)"
    r"|(?P<up>(?<![以网线会路海晚早加基向之际马掌桌])上))$"
)
_BOUND = re.compile(
    r"(?P<least>\(?(?:及|或)?以上\)?|有余|\+(?![\dA-Za-z]))|(?P<most>以内|之内|以下)|(?P<inner>内(?!容|部|外|涵|设|陆|地|存|网))"
    r"|(?P<about>左右|上下)|(?P<many>[多余](?![样元种方维层]))"
)
MARK = re.compile(rf"[,。;、)!?{BREAK}]|$")
BARE_AFTER = re.compile(rf"[,。;、)!?+{BREAK}]|以上|左右|$")
AND_A_HALF = ("个半", "天半")
GROWING = frozenset("百千万亿")


class Beside(NamedTuple):
    """The unit of a number and the words of approximation on its two sides."""

    start: int
    """Of number and words together."""
    end: int
    unit: Unit | None
    before: str | None
    """least, most, near, about, up: what the words before say (超过, 不足, 近, 约, 上)."""
    more: str | None
    """多 or 余 between number and unit."""
    after: str | None
    """least, most, inner, about, many: what the words after say (以上, 以下, 内, 左右, 多)."""

    @property
    def approximate(self) -> bool:
        """Whether words before the number, or 多 and 余 after it, say that it is not exact."""
        return self.before is not None or self.more is not None


def beside(text: str, kind: str, start: int, end: int, worded: int, known: Words) -> Beside:
    """What stands beside the number from `start` to `end`, which has so many Chinese numerals (`worded`)."""
    more = None
    if text[end : end + 1] in ("多", "余") and end < len(text):
        unit, _ = read_unit(text, end + 1, known, worded)
        if unit is not None or BARE_AFTER.match(text, end + 1):
            more = text[end]
            end += 1
    unit, stop = read_unit(text, end, known, worded)
    if kind == "share":
        unit, stop = None, end
    after = None
    bound = _BOUND.match(text, stop)
    # 3天内 is a bound, 3件内 is none; of 多 there is one, and after a unit.
    if (
        bound is not None
        and (bound.lastgroup != "inner" or (unit is not None and unit.standard in TIMES))
        and (bound.lastgroup != "many" or (unit is not None and more is None))
    ):
        after = bound.lastgroup
        stop = bound.end()
    before = _BEFORE.search(text, max(0, start - 5), start)
    if before is not None and before.lastgroup == "up" and text[start] not in GROWING:
        before = None
    begin = before.start() if before is not None and kind != "ratio" else start
    return Beside(begin, stop, unit, before.lastgroup if before else None, more, after)


def read_range(match: re.Match[str]) -> Numeral | None:
    """The two numbers of a match of `patterns`, as one range. None where they are none."""
    low, high = match["low"], match["high"]
    numeral = read_numeral(f"{low}至{high}")
    return numeral if numeral is not None and numeral.qualifier == "range" else None


def read_unit(text: str, at: int, known: Words, worded: int) -> tuple[Unit | None, int]:
    """The longest unit that begins at `at` and is no beginning of another word, after so many Chinese numerals."""
    for length in range(min(known.longest_unit, len(text) - at), 0, -1):
        unit = known.units.get(text[at : at + length])
        if unit is None:
            continue
        certain = worded >= _CERTAIN or MARK.match(text, at + length)
        if worded and unit.arabic_only and unit.name != "元" and not (unit.classifier and certain):
            continue
        following = text[at + length : at + length + 1]
        if following and following in unit.not_before:
            continue
        return unit, at + length
    return None, at


_CERTAIN = 2
"""Chinese numerals that are a count before a classifier, and no part of a word."""


def set_bounds(quantity: Quantity, numeral: Numeral | None, near: Beside) -> None:
    """Value, bounds and qualifier from the numeral and the words of approximation beside it."""
    if numeral is None:
        return
    value, lower, upper, qualifier = numeral.value, numeral.lower, numeral.upper, numeral.qualifier
    if near.unit is not None and near.unit.name.startswith(AND_A_HALF) and value is not None:
        # 两个半月 is two months and a half.
        value = lower = upper = value + Decimal("0.5")
    if near.unit is not None and near.unit.standard == "tenths" and numeral.unit is None:
        # 三成 is thirty percent.
        value = value * 10 if value is not None else None
        lower = lower * 10 if lower is not None else None
        upper = upper * 10 if upper is not None else None
        quantity.unit_std = "percent"
    figures = numeral.significant_figures if value == numeral.value or value is None else significant(value)
    if value is not None:
        if near.more or near.after == "many":
            lower, upper, qualifier = value, value + step(value), "at_least"
            figures = significant(value)
        if near.before in ("least", "up") or near.after == "least":
            lower, upper, qualifier = value, None, "at_least"
            if quantity.unit_std == "percent" and near.after == "least" and value <= _HUNDRED:
                upper = _HUNDRED
        elif near.before == "most" or near.after in ("most", "inner"):
            lower, upper, qualifier = None, value, "at_most"
        elif near.before == "near":
            lower, upper, qualifier = below(value), value, "about"
            figures = significant(value)
        elif near.before == "about" or near.after == "about":
            half = step(value) / 2
            lower, upper, qualifier = value - half, value + half, "about"
            figures = significant(value)
    elif near.before in ("least", "up") or near.after == "least":
        upper = None
    quantity.value, quantity.lower, quantity.upper = value, lower, upper
    quantity.qualifier, quantity.figures = qualifier, figures
