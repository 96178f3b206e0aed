"""Numbers that Word prints and does not store (自动编号): `一、`, `（一）`, `1.`, counted up as Word counts them.

Headings and labels of the forms are known by these numbers, so they are part of the text. Source: ECMA-376
part 1, 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from gongkai.document.ooxml import Element, number

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CLOSED = re.compile(r"[、，。．：）〕】）)]$")
_CHAINS = 10


class Level:
    """How one level of a list is numbered."""

    def __init__(self, node: Element):
        self.start = number(node.find("start"), 0) or 0
        style = node.find("numFmt")
        self.style = (style.get("val") if style is not None else None) or "decimal"
        text = node.find("lvlText")
        self.text = (text.get("val") if text is not None else None) or ""
        suffix = node.find("suff")
        self.tight = suffix is not None and suffix.get("val") == "nothing"
        legal = node.find("isLgl")
        self.legal = legal is not None and legal.get("val") not in ("0", "false", "off")
        self.restarts_after = number(node.find("lvlRestart"))
        """The level (from 1) after which this one begins anew; 0 never; None after any higher one."""
        bound = node.find("pStyle")
        self.paragraph_style = bound.get("val") if bound is not None else None


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, numbering: Element | None, linked_list: Callable[[str], int | None]):
        """`linked_list` gives the list that a numbering style stands for."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[int, str] = {}
        self._overrides: dict[int, dict[int, Level]] = {}
        self._starts: dict[int, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()
        self._linked_list = linked_list
        for node in numbering if numbering is not None else ():
            if node.tag == "abstractNum":
                self._read_abstract(node)
            elif node.tag == "num":
                self._read_list(node)

    def level_of_style(self, list_id: int, style: str) -> int:
        """The level that a list gives to a paragraph style; the first where it gives none."""
        levels = self._abstract.get(self._abstract_of(list_id) or "", {})
        return next((at for at, level in levels.items() if level.paragraph_style == style), 0)

    def next(self, list_id: int, at: int) -> str:
        """Count one paragraph and give the number printed before it, with a blank after it where one is needed."""
        abstract = self._abstract_of(list_id)
        level = self._level(list_id, abstract, at)
        if abstract is None or level is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        override = self._starts.get(list_id, {}).get(at)
        count = counts[at]
        if override is not None and (list_id, at) not in self._begun:
            count = override
        else:
            count = level.start if count is None else count + 1
        self._begun.add((list_id, at))
        counts[at] = count
        for deeper in range(at + 1, _LEVELS):
            below = self._level(list_id, abstract, deeper)
            after = below.restarts_after if below is not None else None
            if after is None or at < after:
                counts[deeper] = None
        return self._printed(list_id, abstract, level, counts)

    def _printed(self, list_id: int, abstract: str, level: Level, counts: list[int | None]) -> str:
        if level.style in ("bullet", "none"):
            return ""

        def counted(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = self._level(list_id, abstract, at)
            count = counts[at]
            if count is None:
                count = other.start if other is not None else 1
            style = other.style if other is not None else "decimal"
            return written(count, "decimal" if level.legal and style != "none" else style)

        label = _PLACEHOLDER.sub(counted, level.text)
        if not label.strip() or _CLOSED.search(label):
            return label.strip()
        return label if level.tight and not label[-1:].isascii() else f"{label} "

    def _abstract_of(self, list_id: int) -> str | None:
        abstract = self._lists.get(list_id)
        for _ in range(_CHAINS):
            style = self._links.get(abstract or "")
            linked = self._linked_list(style) if style else None
            if linked is None or self._lists.get(linked) in (None, abstract):
                break
            abstract = self._lists[linked]
        return abstract

    def _level(self, list_id: int, abstract: str | None, at: int) -> Level | None:
        override = self._overrides.get(list_id, {}).get(at)
        return override or self._abstract.get(abstract or "", {}).get(at)

    def _read_abstract(self, node: Element) -> None:
        identifier = node.get("abstractNumId") or ""
        self._abstract[identifier] = _levels(node)
        link = node.find("numStyleLink")
        if link is not None and (style := link.get("val")):
            self._links[identifier] = style

    def _read_list(self, node: Element) -> None:
        try:
            list_id = int(node.get("numId") or "")
        except ValueError:
            return
        abstract = node.find("abstractNumId")
        self._lists[list_id] = (abstract.get("val") if abstract is not None else None) or ""
        for override in node.iter("lvlOverride"):
            try:
                at = int(override.get("ilvl") or "")
            except ValueError:
                continue
            self._overrides.setdefault(list_id, {}).update(_levels(override))
            start = number(override.find("startOverride"))
            if start is not None:
                self._starts.setdefault(list_id, {})[at] = start


def _levels(node: Element) -> dict[int, Level]:
    found = {}
    for level in node.iter("lvl"):
        try:
            at = int(level.get("ilvl") or "")
        except ValueError:
            continue
        if 0 <= at < _LEVELS:
            found[at] = Level(level)
    return found


def written(count: int, style: str) -> str:
    """A count in one of Word's styles; in plain digits where the style is none that Chinese reports use."""
    if style in ("none", "bullet"):
        return ""
    if style.startswith(("chineseCounting", "taiwaneseCounting", "japaneseCounting")):
        return _chinese(count)
    if style in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    if style in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _chinese(count, _LEGAL, "拾佰仟")
    if style == "ideographTraditional" and 1 <= count <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[count - 1]
    if style == "ideographZodiac" and 1 <= count <= 12:
        return "子丑寅卯辰巳午未申酉戌亥"[count - 1]
    if style.startswith("decimalEnclosedCircle") and 1 <= count <= 20:
        return chr(0x245F + count)
    if style == "decimalEnclosedParen" and 1 <= count <= 20:
        return chr(0x2473 + count)
    if style == "decimalEnclosedFullstop" and 1 <= count <= 20:
        return chr(0x2487 + count)
    if style.startswith("decimalFullWidth"):
        return "".join(chr(0xFEE0 + ord(digit)) for digit in str(count))
    if style == "decimalZero":
        return f"{count:02d}"
    if style in ("upperRoman", "lowerRoman"):
        roman = _roman(count)
        return roman if style == "upperRoman" else roman.lower()
    if style in ("upperLetter", "lowerLetter") and count >= 1:
        letter = chr(ord("A") + (count - 1) % 26) * min(9, 1 + (count - 1) // 26)
        return letter if style == "upperLetter" else letter.lower()
    return str(count)


def _chinese(count: int, digits: str = _DIGITS, ranks: str = "十百千") -> str:
    if count <= 0 or count > 9999:
        return digits[0] if count == 0 else str(count)
    out, skipped = "", False
    for rank in range(3, -1, -1):
        digit = count // 10**rank % 10
        if digit == 0:
            skipped = bool(out)
            continue
        out += ("零" if skipped else "") + digits[digit] + (ranks[rank - 1] if rank else "")
        skipped = False
    return out[1:] if out.startswith("一十") else out


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    out = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        out += sign * (count // value)
        count %= value
    return out
