"""Numbers as a spreadsheet shows them: 0.256 in the format `0.0%` is printed `25.6%`, and so it is read.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31. A format that this module does not know is reported, never guessed.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from gongkai.model import Value

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;-¥#,##0", 6: "¥#,##0;-¥#,##0", 7: "¥#,##0.00;-¥#,##0.00",
    8: "¥#,##0.00;-¥#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 22: "yyyy/m/d", 27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"', 29: 'm"月"d"日"', 31: 'yyyy"年"m"月"d"日"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '¥#,##0;-¥#,##0;¥"-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '¥#,##0.00;-¥#,##0.00;¥"-"', 49: "@", 50: 'yyyy"年"m"月"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'"([^"]*)"|[\\!](.)|_(?:.)|\*(?:.)|\[\$([^\]\-]*)(?:-[^\]]*)?\]|\[(?:[A-Za-z]+\d*)\]|(General|G/通用格式)|'
    r"([#0?,]*(?:\.[#0?]*)?,*)|(.)",
    re.DOTALL,
)
_NUMBER = re.compile(r"[#0?]")
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_DATE_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|\[\$?[^\]]*\]|(y+|m+|d+|h+|s+)|(AM/PM|上午/下午)|(.)', re.IGNORECASE | re.DOTALL
)
_BARE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].|General|G/通用格式', re.IGNORECASE | re.DOTALL)
_LITERAL = frozenset(" -+()（）$¥￥:/、")
_SIGNIFICANT = 15
"""Digits that spreadsheets keep; more in the file are noise of binary fractions."""


class _Pattern(Value, frozen=True, kw_only=True):
    before: str
    digits: str | None
    """None: as it is (General). Empty: no number is shown at all."""
    after: str
    percent: int


def format_code(format_id: int, custom: dict[int, str]) -> str:
    """The code of a number format; `General` for those without one."""
    return custom.get(format_id) or _BUILT_IN.get(format_id, "General")


def shown(written: str, code: str, since_1904: bool = False) -> tuple[str, bool]:
    """A stored number as displayed, and whether its format is understood; if not, the number stands as stored."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written, False
    if not number.is_finite() or abs(number.adjusted()) > 60:
        return written, False
    number = _rounded(number)
    if is_date(code):
        date = _date(number, code, since_1904)
        return (date, True) if date is not None else (_plain(number), False)
    patterns = _patterns(code)
    if patterns is None:
        return _plain(number), False
    at = 0 if number > 0 or len(patterns) == 1 else 1 if number < 0 else 2 if len(patterns) > 2 else 0
    pattern = patterns[at]
    if at == 1 or (number < 0 and len(patterns) > 1):
        number = abs(number)
    return _as_pattern(number, pattern), True


def is_date(code: str) -> bool:
    """Whether a format shows a date or a time."""
    return _DATE.search(_BARE.sub("", code.split(";")[0])) is not None


def _rounded(number: Decimal) -> Decimal:
    if len(number.as_tuple().digits) <= _SIGNIFICANT:
        return number
    return number.quantize(Decimal(1).scaleb(number.adjusted() - _SIGNIFICANT + 1), rounding=ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=512)
def _patterns(code: str) -> tuple[_Pattern, ...] | None:
    found = [_pattern(section) for section in _sections(code)]
    known = [pattern for pattern in found if pattern is not None]
    return tuple(known[:3]) if len(known) == len(found) and known else None


def _sections(code: str) -> list[str]:
    """The parts of a format for positive, negative, zero and text, parted by `;` outside quotes."""
    parts, part, quoted, at = [], "", False, 0
    while at < len(code):
        sign = code[at]
        if sign == '"':
            quoted = not quoted
        if sign == "\\" and not quoted:
            part += code[at : at + 2]
            at += 2
            continue
        if sign == ";" and not quoted:
            parts.append(part)
            part = ""
        else:
            part += sign
        at += 1
    return [*parts, part]


def _pattern(section: str) -> _Pattern | None:
    before, after, digits = "", "", None
    general, seen, percent = False, False, 0
    for match in _TOKEN.finditer(section):
        literal: str | None = match[1] or match[2] or match[3]
        if match[4]:
            if seen:
                return None
            general = seen = True
        elif match[5]:
            if not _NUMBER.search(match[5]) or seen:
                return None
            digits, seen = match[5], True
        elif match[6] == "%":
            percent += 1
            literal = "%"
        elif match[6] == "@":
            general = seen = True
        elif match[6]:
            if match[6] not in _LITERAL and not "\u2e80" <= match[6] <= "\uffef":
                return None
            literal = match[6]
        if literal and seen:
            after += literal
        elif literal:
            before += literal
    if general:
        digits = None
    elif digits is None:
        digits = ""
    return _Pattern(before=before, digits=digits, after=after, percent=percent)


def _as_pattern(number: Decimal, pattern: _Pattern) -> str:
    if pattern.digits == "":
        return (pattern.before + pattern.after).strip()
    number = number.scaleb(2 * pattern.percent)
    if pattern.digits is None:
        return f"{pattern.before}{_plain(number)}{pattern.after}".strip()
    digits = pattern.digits.rstrip(",")
    number = number.scaleb(-3 * (len(pattern.digits) - len(digits)))
    whole, _, fraction = digits.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    left, _, right = f"{abs(rounded):f}".partition(".")
    least = fraction.count("0")
    while len(right) > least and right.endswith("0"):
        right = right[:-1]
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left)
    point = "." if right else ""
    return f"{sign}{pattern.before}{left}{point}{right}{pattern.after}".strip()


def _date(number: Decimal, code: str, since_1904: bool) -> str | None:
    if not 0 <= number < 2_958_466:
        return None
    days = number + 1462 if since_1904 else number
    if not since_1904 and days < 60:  # Spreadsheets believe in a 29 February 1900.
        days += 1
    moment = datetime(1899, 12, 30) + timedelta(days=int(days), seconds=round(float(days % 1) * 86400))
    out, hours = "", False
    for match in _DATE_TOKEN.finditer(code.split(";")[0]):
        if match[3]:
            kind, long = match[3][0].lower(), len(match[3]) > 1
            if kind == "y":
                out += f"{moment.year}" if len(match[3]) > 2 else f"{moment.year % 100:02d}"
                continue
            value = {"m": moment.minute if hours else moment.month, "d": moment.day, "h": moment.hour}.get(
                kind, moment.second
            )
            out += f"{value:02d}" if long else f"{value}"
            hours = kind == "h"
        else:
            out += match[1] or match[2] or ("" if match[5] in ("@", "_", "*") else match[5] or "")
    return out.strip()
