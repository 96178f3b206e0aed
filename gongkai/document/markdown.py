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
    blocks: list[Block] = []
    grids: list[Grid] = []
    rows: list[tuple[GridCell, ...]] = []
    span = (0, 0)
    prose_from = 0

    def close_prose(end: int) -> None:
        blocks.extend(paragraphs(text, prose_from, end))

    def close_grid() -> None:
        if rows:
            grids.append(Grid(ordinal=len(grids) + 1, rows=tuple(rows), start=span[0], end=span[1]))
            rows.clear()

    fenced = False
    for line in _LINE.finditer(text):
        start, end = line.span()
        printed = line[0]
        if start == end:
            if rows and start == span[1] + 1:
                close_grid()
            continue
        if _FENCE.match(printed):
            fenced = not fenced
        row = None if fenced else _ROW.fullmatch(printed)
        heading = None if row or fenced else _HEADING.fullmatch(printed)
        if row is None:
            close_grid()
        elif not rows:
            close_prose(start)
            span = (start, end)
        if row is not None:
            if not _RULE.fullmatch(printed):
                if rows and _ruled(text, end):
                    close_grid()
                    span = (start, end)
                rows.append(_cells(printed, start, len(grids) + 1, len(rows)))
            span = (span[0], end)
            prose_from = end
        elif heading is not None:
            close_prose(start)
            blocks.append(Block(start=start + heading.start(2), end=start + heading.end(2), kind="heading"))
            prose_from = end
    close_grid()
    close_prose(len(text))
    title = next((text[block.start : block.end] for block in blocks if block.kind == "heading"), None)
    links = tuple((link[1], link[2]) for link in _LINK.finditer(text))
    return Document(
        media_type="text/markdown", text=text, blocks=tuple(blocks), grids=tuple(grids), title=title, links=links
    )


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
