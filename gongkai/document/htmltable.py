"""The rows and cells of one HTML table, from the markup that the parser writes out again.

That markup is well formed: every element is closed, every attribute quoted, no `<` or `>` stands in text or attribute.
So one expression can go through it, several times as fast as a walk from node to node; most cells, a bare number or a
label in a paragraph, are one match.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from selectolax.lexbor import LexborNode

SKIPPED = frozenset(
    re.split(
        " ",
        "script style noscript template head iframe object embed svg select option button textarea nav rp rt link meta "
        "audio video canvas map datalist del s strike",
    )
)
BLOCKS = frozenset(
    re.split(
        " ",
        "p div section article main header footer aside h1 h2 h3 h4 h5 h6 ul ol li dl dt dd center blockquote pre hr "
        "form fieldset figure figcaption address body details summary tr td th tbody thead tfoot caption",
    )
)
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
TURNED = "\u202e"
"""The mark from which on characters are shown from right to left: what stands behind it is no number as it stands."""
_GROUPS = frozenset(("tbody", "thead", "tfoot"))
_BREAKING = BLOCKS | {"table"}
_VOID = frozenset(
    re.split(" ", "area base br col embed hr img input link meta source track wbr basefont bgsound frame keygen param")
)
_IN_GROUP, _IN_ROW = 2, 3
"""How many elements are open around a row, and around a cell."""
_LINE = "\x00"
"""A break between two lines of a cell."""
_FADING = re.compile(r"(?:font-size|opacity)\s*:\s*0(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:[;!\"']|$)", re.IGNORECASE)
"""Hides words, yet not always elements: they may have a size of their own, or be faded in."""
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[\w-]*\s*:[^;\"']*line-through", re.IGNORECASE
)
_MAY_HIDE = re.compile(rf"{_HIDING.pattern}|{_FADING.pattern}|\shidden[\s>=/]", re.IGNORECASE)
_MAY_HIDE_AT_ALL = (b"none", b"hidden", b"line-through", b"font-size:0", b"font-size: 0", b"opacity")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WRAPPED = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) ?[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])")

_INLINE = "(?:p|span|font|b|strong|div|o:p|u|i|em|a|center)"
"""Elements that say nothing of the words in them, where a cell has one piece of text."""
_TAG = r"<(!--(?:(?!-->)[\s\S])*+--|/?[^\s>/]+)([^>]*)>"
_TAGS = re.compile(rf"(?:(?!)()()()|{_TAG})([^<]*)")
_PIECES = re.compile(
    rf"(?:<t([dh])([^>]*)>\s*+(?:<{_INLINE}(?:\s[^>]*)?>\s*+)*+([^<]*+)(?:</?{_INLINE}(?:\s[^>]*)?>\s*+)*+</t[dh]>"
    rf"|{_TAG})([^<]*)"
)
"""A whole cell with one piece of text (td or th, its attributes, its text) or a tag; and the text after it."""
_ATTRIBUTE = re.compile(r'\s([^\s=]+)="([^"]*)"')
_VERBATIM = re.compile(r"<(xmp|noembed|noframes|plaintext)\b[^>]*>(.*?)</\1>", re.DOTALL)
"""Text that the parser writes out as it stands."""
_SCRIPTS = ("script", "style", "iframe")
"""What holds text that is no markup, and is never read."""


TableCell = tuple[str, int, int, bool]
"""One cell as the page has it: its text, with a newline for each break inside it, since a break between digits may part
two numbers; the columns and the rows that it goes over (0: all that are left of its group); whether it is hidden."""


class TableRow(NamedTuple):
    """One row of a table, without the rows of tables inside it."""

    cells: list[TableCell]
    hidden: bool


def in_small_letters(markup: str) -> bytes:
    """The markup with its Latin letters small, for quick looks: as bytes, which takes half the time of text."""
    return markup.encode("utf-8", "surrogatepass").lower()


def may_hide(markup: str, lowered: bytes) -> bool:
    """Whether anything in the markup is hidden, as far as a glance tells."""
    return any(word in lowered for word in _MAY_HIDE_AT_ALL) and _MAY_HIDE.search(markup) is not None


def hiding(style: str, has_elements: Callable[[], bool]) -> bool:
    """Whether an element of that style hides what is in it."""
    return _HIDING.search(style) is not None or (_FADING.search(style) is not None and not has_elements())


def tidy(text: str) -> str:
    """White space as a browser shows it; a line of the source that was wrapped between two Han characters is mended."""
    text = text.strip()
    if not text or text.isalnum():  # Most cells are one number or one word.
        return text
    if "\n" in text or "\r" in text:
        text = _WRAPPED.sub("", text)
    return _BLANKS.sub(" ", text)


def row_groups(table: LexborNode, markup: str, page_may_hide: bool) -> list[list[TableRow]]:
    """The rows of a table by row group: a span ends with its group. `markup` is the table as the parser writes it."""
    if "<td" not in markup and "<th" not in markup:
        return []
    if any(f"<{name}" in markup for name in _SCRIPTS):
        for node in table.css(",".join(_SCRIPTS)):
            node.decompose()
        markup = table.html or ""
    if _VERBATIM.search(markup):
        markup = _VERBATIM.sub(lambda found: f"<{found[1]}>{escape(found[2])}</{found[1]}>", markup)
    return _Walk(page_may_hide and may_hide(markup, in_small_letters(markup))).through(markup)


class _Walk:
    """Once through the tags of a table."""

    def __init__(self, may_hide: bool):
        self.may_hide = may_hide
        self.groups: list[list[TableRow]] = []
        self.open: list[str] = []
        """The elements that are open, the table outermost."""
        self.row: list[TableCell] | None = None
        """The row that is open."""
        self.cell = ""
        """Attributes of the cell that is open."""
        self.cell_hidden = False
        self.words: list[str] | None = None
        """What it says up to here."""
        self.left_out: int | None = None
        """How many elements are open around one that is left out."""
        self.raised: int | None = None
        """The same around raised digits."""

    def through(self, markup: str) -> list[list[TableRow]]:
        """All rows. Where nothing may be hidden, most cells are read in one go."""
        pieces = (_TAGS if self.may_hide else _PIECES).findall(markup)
        for number, (whole, attributes, text, name, more, after) in enumerate(pieces):
            if whole:
                if self.words is None:
                    if self.row is None or len(self.open) != _IN_ROW:
                        continue  # Of a table within the caption.
                    said = tidy(unescape(text) if "&" in text else text)
                    wide, high = _spans(attributes) if "span=" in attributes else (1, 1)
                    self.row.append((said, wide, high, False))
                    continue
                self.say(text, _LINE, _LINE)
            elif name[0] == "/":
                self.end(name[1:])
            elif name[0] not in "!?":
                following = pieces[number + 1][3] if number + 1 < len(pieces) else ""
                self.start(name, more, empty=following == f"/{name}")
            if after:
                self.say(after)
        return [group for group in self.groups if group]

    def say(self, text: str, before: str = "", behind: str = "") -> None:
        """Words of the cell that is open, and what parts them from those around."""
        if self.words is None or self.left_out is not None:
            return
        said = unescape(text)
        self.words += (before, said, behind) if self.raised is None else (said.translate(SUPERSCRIPT),)

    def start(self, name: str, attributes: str, *, empty: bool) -> None:
        """An element begins; `empty` where no other is in it."""
        depth = len(self.open)
        if name not in _VOID:
            self.open.append(name)
        if self.words is None:
            if depth == 1 and name in _GROUPS:
                self.groups.append([])
            elif depth == _IN_GROUP and name == "tr" and self.open[1] in _GROUPS:
                self.row = []
                self.groups[-1].append(TableRow(self.row, self.hidden(attributes, empty=empty)))
            elif depth == _IN_ROW and name in ("td", "th") and self.row is not None:
                self.cell, self.words = attributes, []
                self.cell_hidden = self.hidden(attributes, empty=empty)
        elif self.left_out is not None or self.raised is not None:
            return
        elif name == "br":
            self.words.append(_LINE)
        elif name == "sup":
            self.raised = depth
        elif name in SKIPPED or self.hidden(attributes, empty=empty):
            if name not in _VOID:
                self.left_out = depth
        elif name in _BREAKING:
            self.words.append(_LINE)
        elif name == "bdo" and _attributes(attributes).get("dir", "").lower() == "rtl":
            self.words.append(TURNED)

    def end(self, name: str) -> None:
        """An element ends."""
        if not self.open or self.open[-1] != name:
            return  # Of an element that has no content elsewhere.
        self.open.pop()
        depth = len(self.open)
        if self.words is None:
            self.row = self.row if depth > _IN_GROUP else None
            return
        if self.left_out is not None or self.raised is not None:
            self.left_out = None if self.left_out == depth else self.left_out
            self.raised = None if self.raised == depth else self.raised
        elif depth == _IN_ROW and self.row is not None:
            self.row.append((_lines(self.words), *_spans(self.cell), self.cell_hidden))
            self.words = None
        elif name in _BREAKING:
            self.words.append(_LINE)

    def hidden(self, attributes: str, *, empty: bool) -> bool:
        """Whether an element is not shown."""
        if not self.may_hide or not attributes:
            return False
        said = _attributes(attributes)
        return "hidden" in said or ("style" in said and hiding(said["style"], lambda: not empty))


@lru_cache(maxsize=1024)
def _spans(attributes: str) -> tuple[int, int]:
    """Columns and rows that a cell goes over, as written; one table says the same of most of its cells."""
    said = _attributes(attributes)
    return max(1, _span(said.get("colspan", "1"))), _span(said.get("rowspan", "1"))


def _attributes(written: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _span(written: str) -> int:
    """A span as browsers read it: 1 where it is no number."""
    found = re.match(r"\s*\+?(\d{1,5})", written)
    return int(found[1]) if found else 1


def _lines(words: list[str]) -> str:
    """A cell of nothing but a no-break space is printed as a blank: it stays what it is."""
    lines = [tidy(line) for line in "".join(words).split(_LINE) if line]
    return "\n".join(line for line in lines if line)
