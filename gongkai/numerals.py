"""Strings of numerals, Arabic, Chinese or mixed, to exact decimals with bounds.

`read_numeral("200多万")` is [2,000,000, 3,000,000), 一万二 is 12,000, 三分之一 is given in percent. White space,
full-width digits and thousands separators are allowed. What is not certainly a number is None: a numeral out of order
(`十百`) is never given a value. Nothing passes through a float.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from gongkai.model import Value

FOLD = str.maketrans("０１２３４５６７８９，．％：∶︰－−–—―～○◯Ｏ萬億參", "0123456789,.%:::-----~〇〇〇万亿叁")
"""One character for one, so that offsets stay: full-width and traditional forms to those the patterns know."""


def fold(text: str, table: Mapping[int, str | int]) -> str:
    """`text.translate(table)` for a table of one character for one: quicker for long texts that have few of them."""
    for code in table.keys() & map(ord, set(text)):
        folded = table[code]
        text = text.replace(chr(code), folded if isinstance(folded, str) else chr(folded))
    return text


DIGITS = {
    **{character: value for value, character in enumerate("〇一二三四五六七八九")},
    **{character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "双": 2,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_MAGNITUDE = {**_SMALL, **_LARGE}
_NEXT = {(a, a + 1) for a in range(1, 9)} | {(3, 5)}
"""Two digits side by side that mean "one or the other": 一两, 三四, 七八, and 三五."""

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[零〇一二两双三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿兆廿卅卌]")
_ARABIC = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?|\d(?: \d)+")
_INSIDE = re.compile(r"([^多余来几]+)([多余来])([百千万亿兆]+)")
_VAGUE = re.compile(r"([几数])([十百千万亿]+)([多余])?([万亿]*)")
_TEEN = re.compile(r"(十|[一二两三四五六七八九]十|\d0)几([百千万亿]*)")
_SPAN = re.compile(r"(.+?)(?:至|到|-|~)(.+)")
_PART = re.compile(r"(百|千|万|[一二两三四五六七八九十\d]+)分之(.+)")
_TENTHS = re.compile(r"([一二两三四五六七八九])成([一二三四五六七八九半])")
_EITHER = re.compile(r"(.*?)([一二两三四五六七八九])([一二两三四五六七八九])([十百千万亿]*)")
_RATIO = re.compile(r"\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+")
_POSITIONAL = re.compile(r"[零〇一二三四五六七八九]{2,}")
_POINT = re.compile(r"([零一二两三四五六七八九十百千]+)点([零〇一二三四五六七八九]+)([万亿]*)")
_LONGEST = 40
_LONGEST_DIGITS = 15
"""Digits before a magnitude that are believed: more would be rounded in the sum, and nobody writes them."""


class Numeral(Value, frozen=True):
    """What a string of numerals says."""

    value: Decimal | None
    """None for a range or a ratio."""
    lower: Decimal | None
    upper: Decimal | None
    """Equal to `value` where exact; not itself reached with 多 and 余 inside the numeral, and with 几 and 数."""
    significant_figures: int | None
    qualifier: str = "exact"
    """exact, at_least (200多万), about (三分之一, which has no finite decimal) or range."""
    unit: str | None = None
    """percent, permille or ratio where the numeral itself says so."""


def step(value: Decimal) -> Decimal:
    """One unit of the last digit that is not zero: 100 for 1500, 0.1 for 2.5. Zero for zero."""
    if not value:
        return Decimal(0)
    return Decimal(1).scaleb(_exponent(value))


def below(value: Decimal) -> Decimal:
    """The next smaller number of as many significant figures: 9000 for 10000, 14 for 15, 900 for 1000."""
    if not value:
        return value
    unit = step(value)
    smaller = value - unit
    return smaller if smaller > 0 else value - unit / 10


def significant(value: Decimal) -> int:
    """Digits from the first to the last that is not zero; at least one."""
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    return max(1, len(digits))


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> Numeral | None:
    """The number that `text`, a numeral and nothing else, says; None where it says none for certain."""
    string = text.translate(FOLD).strip()
    if _GROUPS.fullmatch(string):
        string = string.replace(" ", "")
    elif any(character.isspace() for character in string):
        string = "".join(string.split())
    if not string:
        return None
    return _simple(string) or _worded(string)


def _simple(string: str) -> Numeral | None:
    """Plain numerals: 1,234.5万, 一百二十三, 二〇二二, 半."""
    if _ARABIC.fullmatch(string) or _THOUSANDS.fullmatch(string):
        value = Decimal(string.replace(",", ""))
        return _exact(value, len(value.as_tuple().digits) if value else 1)
    if string == "半":
        return _exact(Decimal("0.5"), 1)
    if match := _POINT.fullmatch(string):
        return _decimal(match[1], match[2], match[3])
    value_figures = _compound(string)
    return None if value_figures is None else _exact(*value_figures)


def _decimal(whole: str, digits: str, magnitude: str) -> Numeral | None:
    """三点五, 一点二亿."""
    front, size = _compound(whole), _power(magnitude) if magnitude else Decimal(1)
    if front is None or size is None:
        return None
    places = "".join(str(DIGITS[digit]) for digit in digits)
    value = (front[0] + Decimal(f"0.{places}")) * size
    return _exact(value.quantize(Decimal(1)) if value == value.to_integral_value() else value, front[1] + len(places))


def _worded(string: str) -> Numeral | None:
    """Numerals that are given with room, and shares: 200多万, 几百, 三五, 10至20, 百分之八, 1:3."""
    if match := _INSIDE.fullmatch(string):
        return _room(match[1], match[3])
    if match := _VAGUE.fullmatch(string):
        size = _power(match[2] + match[4])
        return None if size is None else _range(2 * size, 10 * size)
    if match := _TEEN.fullmatch(string):
        tens, step_size = _compound(match[1]), _power(match[2]) if match[2] else Decimal(1)
        if tens is None or step_size is None:
            return None
        return _range((tens[0] + 1) * step_size, (tens[0] + 10) * step_size)
    if _RATIO.fullmatch(string):
        return Numeral(value=None, lower=None, upper=None, significant_figures=None, unit="ratio")
    if match := _TENTHS.fullmatch(string):
        return _percent(10 * DIGITS[match[1]] + DIGITS.get(match[2], 5))
    if match := _PART.fullmatch(string):
        return _share(match[1], match[2])
    if match := _SPAN.fullmatch(string):
        return _between(match[1], match[2])
    return _either(string)


def _exact(value: Decimal, figures: int) -> Numeral:
    return Numeral(value=value, lower=value, upper=value, significant_figures=figures)


def _percent(value: int) -> Numeral:
    """九成五: so many tenths and hundredths."""
    share = Decimal(value)
    return Numeral(value=share, lower=share, upper=share, significant_figures=2, unit="percent")


def _range(lower: Decimal, upper: Decimal) -> Numeral:
    return Numeral(value=None, lower=lower, upper=upper, significant_figures=1, qualifier="range")


def _room(head: str, magnitude: str) -> Numeral | None:
    number, size = _simple(head), _power(magnitude)
    if number is None or number.value is None or size is None:
        return None
    value = number.value * size
    return Numeral(
        value=value,
        lower=value,
        upper=value + step(value),
        significant_figures=significant(value),
        qualifier="at_least",
    )


def _share(base: str, part: str) -> Numeral | None:
    number = _simple(part) or _worded(part)
    if number is None or number.value is None:
        return None
    if base in ("百", "千", "万"):
        if base == "万":
            number = _exact(number.value / 100, number.significant_figures or 1)
        unit = "permille" if base == "千" else "percent"
        return Numeral(
            value=number.value,
            lower=number.lower,
            upper=number.upper,
            significant_figures=number.significant_figures,
            qualifier=number.qualifier,
            unit=unit,
        )
    whole = _simple(base)
    if whole is None or not whole.value:
        return None
    part_value = number.value
    if part_value is None:
        return None
    low = (part_value * 100 / whole.value).quantize(Decimal("0.000001"), rounding="ROUND_FLOOR")
    exact = low * whole.value == part_value * 100
    low = low.normalize() if exact else low
    return Numeral(
        value=low + 0,
        lower=low,
        upper=low if exact else low + Decimal("0.000001"),
        significant_figures=significant(low),
        qualifier="exact" if exact else "about",
        unit="percent",
    )


def _between(first: str, second: str) -> Numeral | None:
    low, high = _simple(first), _simple(second)
    if low is None or high is None or low.value is None or high.value is None:
        return None
    if first[-1] not in _MAGNITUDE and second[-1] in "万亿" and low.value < 10000:
        # 3至5万 means thirty to fifty thousand: the magnitude is said once, at the end.
        shared = _compound(first + second[len(second.rstrip("万亿")) :])
        if shared is not None and shared[0] < high.value:
            low = _exact(*shared)
    if low.value is None or low.value >= high.value:
        return None
    return Numeral(
        value=None, lower=low.value, upper=high.value, significant_figures=high.significant_figures, qualifier="range"
    )


def _either(string: str) -> Numeral | None:
    match = _EITHER.fullmatch(string)
    if match is None or (DIGITS[match[2]], DIGITS[match[3]]) not in _NEXT:
        return None
    head, tail = match[1], match[4]
    if head and head[-1] not in _MAGNITUDE:
        return None
    low, high = _compound(head + match[2] + tail), _compound(head + match[3] + tail)
    return None if low is None or high is None else _range(low[0], high[0])


def _power(magnitude: str) -> Decimal | None:
    value = _compound("一" + magnitude)
    return None if value is None else value[0]


def _exponent(value: Decimal) -> int:
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    for digit in reversed(digits):
        if digit:
            break
        exponent += 1
    return exponent


def _compound(string: str) -> tuple[Decimal, int] | None:
    """Value and number of figures of a numeral of digits and magnitudes, or None where its order is not a number's."""
    if len(string) > _LONGEST:
        return None
    if _POSITIONAL.fullmatch(string):
        if len(string) == 2 and "零" not in string and "〇" not in string:
            return None
        return Decimal("".join(str(DIGITS[character]) for character in string)), len(string)
    grouped = _THOUSANDS.match(string)
    if grouped and string[grouped.end() : grouped.end() + 1].isascii() and grouped.end() < len(string):
        return None  # 1,0002 is no number, though it begins like one.
    written = string.replace(",", "") if grouped else string
    tokens = _TOKEN.findall(written)
    if "".join(tokens) != written or max(map(len, tokens), default=0) > _LONGEST_DIGITS:
        return None
    if any("." in token for token in tokens[1:]):
        return None
    return _sum(tokens)


def _sum(tokens: list[str]) -> tuple[Decimal, int] | None:
    if tokens in (["零"], ["〇"]):
        return Decimal(0), 1
    adding = _Adding(tokens)
    if not all(map(adding.take, tokens)) or not adding.end():
        return None
    return _with_figures(adding.total + adding.high + adding.section, adding.finest, tokens)


class _Adding:
    """A numeral added up token by token: sections under 万 and 亿 are summed, within a section magnitudes must fall.

    `take` and `end` are False where the order is not a number's.
    """

    def __init__(self, tokens: Sequence[str]):
        self.alone = len(tokens) == 1
        self.total = Decimal(0)
        """What 亿 and 兆 have closed."""
        self.high = Decimal(0)
        """What 万 has closed: 亿 may still multiply it (万亿)."""
        self.section = Decimal(0)
        """The thousands, hundreds and tens since then."""
        self.pending: Decimal | None = None
        """Digits whose magnitude is still to come."""
        self.finest = 1
        """The lowest magnitude named."""
        self._last, self._last_large = 10**5, 10**17
        self._nought = False
        self._previous = ""

    def take(self, token: str) -> bool:
        """Add the next token."""
        if token in _LARGE:
            fits = self._close(token, _LARGE[token])
        elif token in _SMALL:
            fits = self._multiply(_SMALL[token])
        elif token in _TENS:
            fits = self.pending is None and self._last > 10
            self.section, self._last, self.finest = self.section + _TENS[token], 10, 10
        else:
            fits = self.pending is None
            if token in ("零", "〇"):
                self._nought = True
            else:
                self.pending = Decimal(DIGITS[token]) if token in DIGITS else Decimal(token)
        self._previous = token
        return fits

    def _close(self, token: str, size: int) -> bool:
        """万, 亿 and 兆 multiply the section before them and close it."""
        if self._previous in _LARGE:
            # 万亿: the magnitudes multiply.
            if not (self._previous == "万" and token == "亿"):
                return False
            self.section, self.high = self.high, Decimal(0)
        elif self.pending is not None:
            self.section += self.pending
        elif not self.section and not self._previous:
            self.section = Decimal(1)
        elif not self.section:
            return False
        if token == "亿" and self.high:
            self.section += self.high
            self.high = Decimal(0)
        if size >= self._last_large:
            return False
        if token == "万":
            self.high = self.section * size
        else:
            self.total += self.section * size
            self._last_large = size
        self.section, self.pending, self._last, self._nought, self.finest = Decimal(0), None, 10**5, False, size
        return True

    def _multiply(self, size: int) -> bool:
        """十, 百 and 千 multiply the digits before them."""
        if size >= self._last:
            return False
        if self.pending is None:
            # 一万百: only 十 may stand for 一十 within a numeral.
            begins = self._previous in ("", *_LARGE, "零", "〇")
            if (not begins and size != 10) or self._previous in ("十", "百", "千"):
                return False
        self.section += (Decimal(1) if self.pending is None else self.pending) * size
        self.pending, self._last, self._nought, self.finest = None, size, False, size
        return True

    def end(self) -> bool:
        """Add the digits at the end."""
        if self.pending is None:
            return True
        spoken = self._previous in DIGITS
        size = 1
        if not self.alone and not self._nought:
            if spoken and self.finest >= 100:
                # 一万二 is 12,000: the digit stands for the next lower magnitude.
                size = self.finest // 10
            elif not spoken and self.finest > 10**3 and ("." in self._previous or len(self._previous) < 4):
                return False
        self.section, self.finest = self.section + self.pending * size, size
        return True


def _with_figures(value: Decimal, finest: int, tokens: list[str]) -> tuple[Decimal, int]:
    """The value, and how many of its figures are said: as far as the lowest magnitude named, or as the digits go."""
    if value == value.to_integral_value():
        value = value.quantize(Decimal(1))
    figures = max(1, len(str(int(value))) - len(str(finest)) + 1)
    if "." in "".join(tokens):
        figures = significant(Decimal(tokens[0])) if len(tokens) <= 3 else significant(value)
        figures = max(figures, len(tokens[0].replace(".", "").lstrip("0")))
    elif tokens[0][0].isascii() and 1 < len(tokens) <= 3:
        figures = len(tokens[0])
    return value, figures
