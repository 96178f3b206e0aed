"""Markdown -> `Document`: the text unchanged, headings and paragraphs as blocks, pipe tables as grids."""

from __future__ import annotations

import re

from gongkai.document.model import Block, Document, Grid, GridCell
from gongkai.document.text import paragraphs
from gongkai.model import Place

_LINE = re.compile(r"[^\n]*")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*\r?")
_RULE = re.compile(r"[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*\r?")
_CELL = re.compile(r"((?:[^|\\]|\\.)*)\|")
_HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+(.*?)[ \t#]*\r?")
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{0,200})\]\(([^()\s]{1,500})\)")


def read_markdown(text: str) -> Document:
    """A document whose `text` is `text` itself.

    A row of dashes is no row of a table; a second one begins a new table, with the row before it as its header.
    """
    reader = _Lines(text)
    for line in _LINE.finditer(text):
        reader.take(*line.span())
    reader.end_grid()
    reader.end_prose(len(text))
    blocks, grids = tuple(reader.blocks), tuple(reader.grids)
    title = next((text[block.start : block.end] for block in blocks if block.kind == "heading"), None)
    links = tuple((link[1], link[2]) for link in _LINK.finditer(text))
    return Document(media_type="text/markdown", text=text, blocks=blocks, grids=grids, title=title, links=links)


class _Lines:
    """Reads Markdown line by line."""

    def __init__(self, text: str):
        self.text = text
        self.blocks: list[Block] = []
        self.grids: list[Grid] = []
        self._rows: list[tuple[GridCell, ...]] = []
        """Of the table that is being read."""
        self._span = (0, 0)
        """Of that table, as far as it was read."""
        self._prose_from = 0
        self._fenced = False

    def take(self, start: int, end: int) -> None:
        """The line from `start` to `end`. A blank one ends a table, and no paragraph."""
        if start == end:
            if self._rows and start == self._span[1] + 1:
                self.end_grid()
            return
        printed = self.text[start:end]
        if _FENCE.match(printed):
            self._fenced = not self._fenced
        if not self._fenced and _ROW.fullmatch(printed):
            self._take_row(printed, start, end)
            return
        self.end_grid()
        heading = None if self._fenced else _HEADING.fullmatch(printed)
        if heading is not None:
            self.end_prose(start)
            self.blocks.append(Block(start=start + heading.start(2), end=start + heading.end(2), kind="heading"))
            self._prose_from = end

    def _take_row(self, printed: str, start: int, end: int) -> None:
        if not self._rows:
            self.end_prose(start)
            self._span = (start, end)
        if not _RULE.fullmatch(printed):
            if self._rows and _ruled(self.text, end):
                self.end_grid()
                self._span = (start, end)
            self._rows.append(_cells(printed, start, len(self.grids) + 1, len(self._rows)))
        self._span = (self._span[0], end)
        self._prose_from = end

    def end_grid(self) -> None:
        """No further row belongs to the table."""
        if self._rows:
            start, end = self._span
            self.grids.append(Grid(ordinal=len(self.grids) + 1, rows=tuple(self._rows), start=start, end=end))
            self._rows.clear()

    def end_prose(self, end: int) -> None:
        """The lines since the last table or heading are paragraphs."""
        self.blocks += paragraphs(self.text, self._prose_from, end)


def _ruled(text: str, end: int) -> bool:
    """Whether the line after the one that ends at `end` is a row of dashes: then that one is a table's header."""
    following = _LINE.match(text, end + 1)
    return following is not None and _RULE.fullmatch(following[0]) is not None


def _cells(printed: str, start: int, table: int, row: int) -> tuple[GridCell, ...]:
    first = printed.index("|") + 1
    cells = []
    for column, cell in enumerate(_CELL.finditer(printed, first)):
        content = cell[1]
        left = cell.start(1) + len(content) - len(content.lstrip())
        right = max(left, cell.start(1) + len(content.rstrip()))
        place = Place(start=start + left, end=start + right, table=table, row=row, column=column)
        shown = printed[left:right].replace("\\|", "|").replace("<br>", "\n").replace("<br/>", "\n")
        cells.append(GridCell(text=shown, row=row, column=column, place=place))
    return tuple(cells)
