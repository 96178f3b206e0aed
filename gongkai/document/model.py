"""A document: the text of a file in reading order, and the tables in it. Knows nothing of annual reports."""

from __future__ import annotations

from gongkai.model import Place, Problem, Value


class GridCell(Value, frozen=True):
    """One printed cell. `row` and `column` are grid coordinates of its top left corner, spans resolved."""

    text: str
    """As printed; line breaks inside a cell are kept as a newline."""
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = Place()


class Grid(Value, frozen=True):
    """One table. `rows[r]` holds the cells that *begin* in row r, in printed order."""

    ordinal: int
    """From 1, in reading order."""
    rows: tuple[tuple[GridCell, ...], ...]
    start: int
    end: int
    """The stretch of `Document.text` that the table takes up."""


class Block(Value, frozen=True):
    """A stretch of running text: one paragraph, heading or list item. Tables are not blocks."""

    start: int
    end: int
    kind: str
    """`heading` where the markup says so, else `paragraph`."""


class Document(Value, frozen=True):
    """What a file says, with places.

    `text` is in reading order. In a plain-text file it is the file's text unchanged. In other types, blocks and tables
    are separated by newlines, the cells of a row by tabs, and rows by newlines; `Grid.start`/`end` mark the tables, so
    that prose is read from the blocks alone.
    """

    media_type: str
    text: str
    blocks: tuple[Block, ...]
    grids: tuple[Grid, ...]
    title: str | None = None
    """From the markup's title or first heading, where it has one."""
    links: tuple[tuple[str, str], ...] = ()
    """(text, address) of attachments and pages linked from the main content."""
    pictures: tuple[str, ...] = ()
    """Addresses or names of pictures in the main content that are large enough for a table; nothing in them is read."""
    problems: tuple[Problem, ...] = ()
    recognised: tuple[tuple[int, int, float], ...] = ()
    """(start, end, certainty) of the stretches of `text` that a recogniser read off a picture, in order."""
