"""Laying a document's text out: blocks and grids one below the other, each with its offsets.

Used by the readers of Office files and CSV. Cells of a row are parted by tabs, rows and blocks by newlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gongkai.document.limits import refuse_beyond
from gongkai.document.model import Block, Document, Grid, GridCell
from gongkai.model import Place, Problem, Value

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""A raised digit is a note's number and never part of the figure before it."""


class Box(Value, frozen=True, kw_only=True):
    """A cell to be laid out. `column` and the spans are grid columns and rows."""

    text: str
    column: int
    row_span: int = 1
    column_span: int = 1


class Composer:
    """Collects blocks and grids in reading order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = self._cells = 0
        self._blocks: list[Block] = []
        self._grids: list[Grid] = []
        self._first_heading: str | None = None

    def paragraph(self, words: str, kind: str = "paragraph") -> None:
        """Add one block; a blank one is none."""
        words = tidy(words)
        if not words:
            return
        start = self._put(words)
        self._put("\n")
        self._blocks.append(Block(start=start, end=start + len(words), kind=kind))
        if kind == "heading" and self._first_heading is None:
            self._first_heading = words

    def grid(self, rows: Sequence[Sequence[Box]]) -> None:
        """Add one table; rows without a cell of their own keep their place."""
        ordinal, start = len(self._grids) + 1, self._length
        self._cells += sum(map(len, rows))
        refuse_beyond("cells", self._cells, "the tables of the file have more cells than any report:")
        laid: list[tuple[GridCell, ...]] = []
        for number, row in enumerate(rows):
            cells: list[GridCell] = []
            for box in row:
                if cells:
                    self._put("\t")
                at = self._put(box.text.replace("\n", " ").replace("\t", " "))
                cells.append(
                    GridCell(
                        text=box.text,
                        row=number,
                        column=box.column,
                        row_span=box.row_span,
                        column_span=box.column_span,
                        place=Place(start=at, end=at + len(box.text), table=ordinal, row=number, column=box.column),
                    )
                )
            self._put("\n")
            laid.append(tuple(cells))
        self._grids.append(Grid(ordinal=ordinal, rows=tuple(laid), start=start, end=self._length))

    def document(
        self,
        media_type: str,
        title: str | None = None,
        links: Iterable[tuple[str, str]] = (),
        problems: Iterable[Problem] = (),
        pictures: Iterable[str] = (),
    ) -> Document:
        """What was collected."""
        return Document(
            media_type=media_type,
            text="".join(self._parts),
            blocks=tuple(self._blocks),
            grids=tuple(self._grids),
            title=title or self._first_heading,
            links=tuple(links),
            pictures=tuple(pictures),
            problems=tuple(problems),
        )

    def _put(self, words: str) -> int:
        start = self._length
        self._parts.append(words)
        self._length += len(words)
        # Asked for at every piece: a few megabytes can refer to one long string a million times.
        refuse_beyond("text_characters", self._length, "the file says more characters than any report:")
        return start


def tidy(text: str) -> str:
    """One line, its white space as it is shown; an ideographic space is kept within and dropped at the ends."""
    return _BLANKS.sub(" ", text).strip()


def tidy_lines(text: str) -> str:
    """A cell's text: every line tidied, blank ones dropped."""
    if text.isalnum():  # Most cells are one number or one word.
        return text
    return "\n".join(line for part in text.split("\n") if (line := tidy(part)))
