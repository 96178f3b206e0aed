"""Plain text -> `Document`: the text unchanged, its paragraphs as blocks.

A page's text comes with its lines broken at the margin and its paragraphs broken by page ends. A line that fills the
margin and does not end a sentence goes on in the next line, also over the mark of a page end.
"""

from __future__ import annotations

import re

from gongkai.document.model import Block, Document

_LINE = re.compile(r"\S(?:[^\n\f\v\r]*\S)?")
"""A line without the white space at its ends; none where it has nothing else."""
_PAGE_MARK = re.compile(r"<<page [^>]*>>|[-—–―─·]+ *\d{1,4} *[-—–―─·]+|第 *\d{1,4} *页(?:[ ,，/]*共 *\d{1,4} *页)?")
_MARKS_PAGE = frozenset("<-—–―─·第")
"""What a page mark begins with."""
_WIDE = re.compile(r"[^\0-\u10ff]+")
"""From U+1100 on; told by what they are not, which is compiled in a tenth of the time."""
_SENTENCE_ENDS = "。！？!?"
_BEGINS_ITEM = re.compile(
    r"[#|>*]|(?:第?[一二三四五六七八九十]{1,3}[、章节部]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|附件|附表)"
)
_MARGIN_FROM = 18
"""A text in which no line has so many characters has no margin: every line stands for itself."""
_SHORT_OF_MARGIN = 0.75
"""A line that fills less of the margin than this ends its paragraph."""


def read_text(text: str, media_type: str = "text/plain") -> Document:
    """A document of running text alone; `Document.text` is `text` itself."""
    return Document(media_type=media_type, text=text, blocks=paragraphs(text, 0, len(text)), grids=())


def paragraphs(text: str, start: int, end: int) -> tuple[Block, ...]:
    """The paragraphs between two offsets of `text`, lines that were broken at the margin joined."""
    lines = [(*line.span(), line[0]) for line in _LINE.finditer(text, start, end)]
    widths = [_width(printed) for _, _, printed in lines]
    margin = _margin(widths)
    found: list[tuple[int, int]] = []
    goes_on, turned = False, False
    before = start
    for (first, last, printed), width in zip(lines, widths, strict=True):
        if printed[0] in _MARKS_PAGE and _PAGE_MARK.fullmatch(printed):
            turned = True
            continue
        parted = goes_on and not turned and text.count("\n", before, first) > 1
        if goes_on and not parted and not _BEGINS_ITEM.match(printed):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
        goes_on = margin > 0 and width >= margin * _SHORT_OF_MARGIN and printed[-1] not in _SENTENCE_ENDS
        turned, before = False, last
    return tuple(Block(start=first, end=last, kind="paragraph") for first, last in found)


def _width(line: str) -> float:
    """In Chinese characters; letters and digits are half as wide."""
    if line.isascii():
        return len(line) / 2
    return len(line) - len(_WIDE.sub("", line)) / 2


def _margin(widths: list[float]) -> float:
    """The width that many lines come close to; 0 where the lines were not broken at a margin."""
    long = sorted(width for width in widths if width >= _MARGIN_FROM)
    if len(long) < 5:
        return 0
    widest = long[int(len(long) * 0.9)]
    filled = sum(widest * _SHORT_OF_MARGIN <= width <= widest * 1.15 for width in long)
    return widest if widest <= 120 and filled >= len(long) * 0.6 else 0
