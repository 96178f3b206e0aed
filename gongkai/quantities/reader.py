"""Goes through compact text from number to number."""

from __future__ import annotations

import re

from gongkai.forms.words import Words, alternatives, words
from gongkai.numerals import read_numeral
from gongkai.quantities.bounds import GROWING, beside, read_range, set_bounds
from gongkai.quantities.kinds import QUOTE_OPEN, kind_of
from gongkai.quantities.patterns import CHINESE_DIGITS, numbers, patterns
from gongkai.quantities.quantity import STATISTIC, Quantity, negate

MOST = 10_000
"""So many numbers of one text are read. A long report has a thousand or two; text that has more is none, and would take
its time from all others."""


def scan(text: str) -> list[Quantity]:
    """Every number in `text` (compact), in order, up to `MOST`. Never raises; what cannot be read for certain has no
    value."""
    pattern, known = patterns()
    found: list[Quantity] = []
    position = 0
    search = pattern.search
    while len(found) < MOST and (match := search(text, position)):
        kind = match.lastgroup
        # The innermost named groups of a range are not its kind.
        kind = "range" if kind in ("low", "high") else kind or "number"
        start, end = match.span(kind)
        if kind in ("name", "lexical") and _is_number_after_all(text, start, end):
            reread = numbers().match(text, start)
            if reread is None:
                position = end
                continue
            kind, end = "number", reread.end()
        if kind in ("number", "range", "share", "ratio"):
            quantity = _quantity(text, kind, start, end, match, known, found)
        else:
            quantity = _block(text, kind, start, end)
        if quantity is not None:
            if _continues(text, found, quantity):
                quantity.kind = "other"
            if found and quantity.start < found[-1].end:
                quantity.start = max(quantity.start, found[-1].end)
                quantity.number_start = max(quantity.number_start, quantity.start)
            found.append(quantity)
            end = max(quantity.end, quantity.number_end, start + 1)
        position = end
    _share_units(text, found)
    return found


def _continues(text: str, found: list[Quantity], quantity: Quantity) -> bool:
    """True where the number stands against one that could not be read: 1万2件 is not two of anything."""
    if not found or found[-1].end != quantity.start or found[-1].kind != "other":
        return False
    last = text[quantity.start - 1]
    return last in CHINESE_DIGITS or last.isdigit()


def _is_number_after_all(text: str, start: int, end: int) -> bool:
    """万家 is a word, but not in 超万家企业 or 近千万元."""
    before = text[start - 1] if start else ""
    if text[start] in GROWING:
        return before in "超近逾约上数几多余破过达" and before != ""
    return False


_NUMERAL = re.compile(rf"(?:\d|[{CHINESE_DIGITS}双])(?:.*(?:\d|[{CHINESE_DIGITS}双]))?", re.S)


def _block(text: str, kind: str, start: int, end: int) -> Quantity | None:
    """A number that is none: the pattern says which kind."""
    if kind == "call":
        if not text[end - 1].isdigit() or "@" in text[start:end] or text[start] in "hw":
            return None
        return Quantity(start=start, end=end, number_start=start, number_end=end, kind="other")
    surface = text[start:end]
    if kind in ("hotline", "congress"):
        kind = "name"
    elif kind == "document":
        kind = "doc_number"
    elif kind == "alnum":
        kind = "name"
    elif kind == "lexical":
        kind = "name" if text[start - 1 : start] == QUOTE_OPEN and surface[0] in "一零" else "other"
    elif kind == "date" and surface.endswith("前") and ("月" in surface or surface.endswith("年前")):
        kind = "deadline"
    digits = _NUMERAL.search(surface)
    number_start, number_end = (start + digits.start(), start + digits.end()) if digits else (start, end)
    if kind in ("date", "deadline") and "月" in surface:
        number_start, number_end = start, len(surface.rstrip("前之以")) + start
    number = read_numeral(text[number_start:number_end]) if number_end - number_start < 12 else None
    value = number.value if number else None
    return Quantity(start=start, end=end, number_start=number_start, number_end=number_end, kind=kind, value=value)


def _quantity(
    text: str, kind: str, start: int, end: int, match: re.Match[str], known: Words, found: list[Quantity]
) -> Quantity | None:
    numeral = read_range(match) if kind == "range" else read_numeral(text[start:end])
    if numeral is None and kind == "range":
        end = match.end("low")
        numeral = read_numeral(text[start:end])
    chinese = not any(character.isdigit() and character.isascii() for character in text[start:end])
    near = beside(text, kind, start, end, end - start if chinese else 0, known)
    quantity = Quantity(
        start=near.start,
        end=near.end,
        number_start=start,
        number_end=end,
        kind=STATISTIC,
        unit=near.unit.name if near.unit else None,
        unit_std=near.unit.standard if near.unit else None,
    )
    if quantity.unit == "元" and (currency := _CURRENCY.search(text, max(0, near.start - 4), near.start)):
        # 港币5,000元: the word before the amount says whose money it is.
        quantity.unit_std = known.currencies[currency[1]]
    set_bounds(quantity, numeral, near)
    if _MINUS.search(text, max(0, start - 3), start) and quantity.unit_std in ("percent", "percent_point"):
        negate(quantity)
    if kind == "share" and numeral is not None:
        said = "成" if "成" in text[start:end] else "%"
        quantity.unit = said if numeral.unit == "percent" else "‰"
        quantity.unit_std = numeral.unit
    elif kind == "ratio":
        quantity.unit_std = "ratio"
    quantity.kind = kind_of(text, quantity, numeral, near, chinese, known)
    if quantity.kind != STATISTIC and quantity.kind not in ("deadline", "policy_target"):
        quantity.start = min(quantity.number_start, start)
        quantity.qualifier = quantity.lower = quantity.upper = quantity.unit_std = quantity.unit = None
    if numeral is None and quantity.kind == STATISTIC:
        quantity.kind = "other"
    return quantity


_CURRENCY = re.compile(f"({alternatives(tuple(words().currencies))})[:为]?$")
_MINUS = re.compile(r"(?<=[比长率为幅速达:(])-$")


_JOIN = frozenset({"、", "和", "及", "与"})


def _share_units(text: str, found: list[Quantity]) -> None:
    """`分别为3、5、6件`: the unit is said once, after the last number, and holds for all."""
    for index in range(len(found) - 2, -1, -1):
        one, following = found[index], found[index + 1]
        if one.kind not in ("other", STATISTIC) or one.unit is not None or one.value is None:
            continue
        if not following.is_statistic or following.unit is None or following.value is None:
            continue
        if text[one.end : following.start] not in _JOIN or not text[one.number_start].isascii():
            continue
        if (
            "分别" not in text[max(0, one.start - 12) : one.start]
            and one.kind != STATISTIC
            and not (index and found[index - 1].end == one.start - 1)
        ):
            continue
        one.kind, one.unit, one.unit_std = STATISTIC, following.unit, following.unit_std
        one.lower = one.upper = one.value
        one.qualifier = "exact"
