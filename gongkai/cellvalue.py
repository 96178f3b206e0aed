"""What one printed cell says: a number with its unit and note, a blank, a mark for "none", or words.

One cell is read by itself, and never by guess: what is not surely one number is `text` (no digit in it) or `unreadable`
(digits, but not one number). Blanks between digits are taken for thousands separators only where they part threes;
elsewhere they may just as well part two cells that ran together, which only the sums of the table can tell.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from gongkai.model import CellState, Value


class CellValue(Value, frozen=True, kw_only=True):
    """A cell as read: `value` is the printed number with its sign, in the printed `unit`; None where there is none."""

    raw_text: str
    """As printed, white space removed."""
    value: Decimal | None
    unit: str | None
    """Unit printed inside the cell: 元 of 251000元, 万元 of 5.2万元. None where the cell names none."""
    state: CellState
    note: str | None
    """Words printed beside the number, without their brackets."""


_INVISIBLE: dict[int, None] = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# Only the full-width ASCII forms are folded: NFKC would turn 5² into 52 and ① into 1.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MINUS = {ord(sign): "-" for sign in "−﹣‐‑–"}
_FOLD: dict[int, int | str] = {**_FULL_WIDTH, **_MINUS}

_NA_SIGNS = re.compile(r"[/／\\＼\-－—―─－_~～﹘⁄∕]+")
_NA_WORDS = frozenset(
    ["无", "无。", "無", "不适用", "不適用", "不涉及", "暂无", "没有", "N/A", "n/a", "NA", "N.A.", "nil", "null"]
)
_UNIT = (
    "件次|人次|场次|万人次|万元|亿元|千元|百元|美元|万件|万条|万次|万人|"
    "件|条|項|项|个|次|人|元|篇|份|部|宗|起|家|户|册|期|场|页|万|亿"
)
_NUMBER = re.compile(
    r"(?P<sign>[+-]|减少?|负|增加?|[↑↓])?"
    r"(?P<number>0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+)"
    r"(?P<decimals>\.\d+)?"
    rf"(?P<unit>{_UNIT})?"
    r"(?P<note>\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|[*※①②③④⑤]+)?。?"
)
_NEGATIVE = frozenset(["-", "减", "减少", "负", "↓"])
_NUMERIC_SIGNS = frozenset("+-.,")
_SPACES = re.compile(r"\s+")
_DIGIT = re.compile(r"[\d\ufffd]")  # U+FFFD stands for something that was not made out: it may be a digit.
_ZERO_WORDS = frozenset(["零", "〇"])


@lru_cache(maxsize=8192)
def read_value(raw: str) -> CellValue:
    """Read the text of one cell. Units and notes inside it are kept apart; nothing is converted."""
    shown = raw.translate(_INVISIBLE)
    raw_text = _SPACES.sub("", shown)
    if not raw_text:
        return _without_number(raw_text, CellState.BLANK)
    if raw_text in _NA_WORDS or _NA_SIGNS.fullmatch(raw_text):
        return _without_number(raw_text, CellState.NA_MARK)
    if raw_text in _ZERO_WORDS:
        return CellValue(raw_text=raw_text, value=Decimal(0), unit=None, state=CellState.ZERO, note=None)
    parsed = _NUMBER.fullmatch(_one_line(shown.strip().translate(_FOLD)))
    if parsed is None or (note := _note(parsed["note"])) is False:
        state = CellState.UNREADABLE if _DIGIT.search(raw_text) else CellState.TEXT
        return _without_number(raw_text, state)
    digits = parsed["number"].replace(",", "").replace(" ", "") + (parsed["decimals"] or "")
    value = Decimal(digits)
    if value and parsed["sign"] in _NEGATIVE:
        value = -value
    return CellValue(
        raw_text=raw_text,
        value=value,
        unit=parsed["unit"],
        state=CellState.NUMBER if value else CellState.ZERO,
        note=note,
    )


def _without_number(raw_text: str, state: CellState) -> CellValue:
    return CellValue(raw_text=raw_text, value=None, unit=None, state=state, note=None)


def _one_line(text: str) -> str:
    """White space kept as one space between two digits, where it means something, and dropped elsewhere.

    A line break before digits becomes a sign that no number has: it may part two numbers, or a mark and a number.
    """
    if not _SPACES.search(text):
        return text

    def kept(space: re.Match[str]) -> str:
        before, after = text[space.start() - 1], text[space.end()]
        broken = len(space[0]) > 1 or space[0] in "\n\r\t"
        if after.isdigit() and (before.isdigit() or (broken and before in _NUMERIC_SIGNS)):
            return "\n" if broken else " "
        return ""

    return _SPACES.sub(kept, text)


def _note(printed: str | None) -> str | Literal[False] | None:
    """The note without its brackets; False where it is itself a number, so that nobody can say which one counts."""
    if printed is None:
        return None
    inner = printed[1:-1] if printed[0] in "([【〔" else printed
    if not inner.strip() or _NUMBER.fullmatch(inner):
        return False
    return inner
