"""Bytes to text. A declared encoding is a hint, never the proof: many pages declare the wrong one or none."""

from __future__ import annotations

import codecs
import re

from gongkai.model import Problem, Value


class Decoded(Value, frozen=True, kw_only=True):
    """The text of a file, the encoding it was in, and what could not be decoded."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_SHIFT = re.compile(rb"\+[A-Za-z0-9+/]{3,}-?")
_COMMON = re.compile(r"[的一是在不了有和年信息公开政府行申请情况工作数量公開請況務]")
_UNLIKELY = re.compile(r"[\ue000-\uf8ff\u3130-\u318f\uac00-\ud7af\u0080-\u009f]")
_READS_AS_CHINESE = 0.1
"""Share of the commonest signs, above which a text in a guessed encoding is one."""
_MOSTLY = 0.02
"""At most this share of the characters beyond ASCII may be broken for a text to count as (damaged) UTF-8."""


def decode(data: bytes) -> Decoded:
    """Decode UTF-8, UTF-16, UTF-7, GB18030 (with GB2312 and GBK in it) or Big5, told from the bytes.

    Never fails: bytes that no encoding explains become U+FFFD, with the problem `encoding_damaged`.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _with_nulls(data, text) if "\0" in text else _utf7(data) or Decoded(text=text, encoding="utf-8")
    if utf16 := _utf16_without_mark(data):
        return _lenient(data, utf16)
    almost = data.decode("utf-8", "replace")
    beyond_ascii = _beyond_ascii(almost)
    if almost.count("\ufffd") <= max(1, _MOSTLY * beyond_ascii) and beyond_ascii > 20:
        return _lenient(data, "utf-8")
    return _lenient(data, _legacy(data))


def _utf7(data: bytes) -> Decoded | None:
    """The text of a page in UTF-7, which is ASCII throughout and says so, or has Chinese in every shift."""
    if not data.isascii() or not (shifts := _SHIFT.findall(data)):
        return None
    try:
        text = data.decode("utf-7")
        text.encode("utf-8")
    except UnicodeError:  # Half a surrogate pair is text in Python's UTF-7, and nowhere else.
        return None
    # A picture in base64 has Chinese characters in its shifts by chance, of which few are common.
    if len(_COMMON.findall(text)) <= _READS_AS_CHINESE * _beyond_ascii(text):
        return None
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return Decoded(text=text, encoding="utf-7") if chinese > 20 and chinese >= len(shifts) else None


def _with_nulls(data: bytes, text: str) -> Decoded:
    """What is UTF-8 with NUL in it: UTF-16 of few characters, where that reads as Chinese."""
    utf16 = _utf16_without_mark(data)
    return _lenient(data, utf16) if utf16 else Decoded(text=text, encoding="utf-8")


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:2000]
    if len(head) >= 4 and head.count(0) > len(head) // 10:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    # A line of Chinese has few zeros, and no text in another encoding has any.
    if 0 in head and len(data) % 2 == 0:
        likely = max(("utf-16-le", "utf-16-be"), key=lambda encoding: _likeness(head, encoding))
        return likely if _likeness(head, likely) > _READS_AS_CHINESE else None
    return None


def _legacy(data: bytes) -> str:
    """GB18030 or Big5, whichever reads as Chinese; the declaration decides only between equals."""
    declared = _DECLARED.search(data[:2048])
    hint = declared[1].decode("ascii").lower() if declared else ""
    order = ("big5hkscs", "gb18030") if "big5" in hint else ("gb18030", "big5hkscs")
    sample = data[:200_000]
    return max(order, key=lambda encoding: _likeness(sample, encoding))


def _likeness(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    broken = text.count("\ufffd") + len(_UNLIKELY.findall(text))
    return (len(_COMMON.findall(text)) - 3 * broken) / max(1, _beyond_ascii(text))


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    if lost := text.count("\ufffd"):
        problem = Problem(
            code="encoding_damaged",
            message=f"{lost} characters could not be decoded as {encoding}.",
            found=encoding,
        )
        return Decoded(text=text, encoding=encoding, problems=(problem,))
    return Decoded(text=text, encoding=encoding)
