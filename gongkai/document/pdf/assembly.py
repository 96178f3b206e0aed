"""Pages to a `Document`: what follows what, and where in the text it stands."""

from __future__ import annotations

from itertools import zip_longest

import msgspec

from gongkai.document.model import Block, Document, Grid, GridCell
from gongkai.model import Place, Problem

from .grids import RuledCell, RuledTable
from .lines import Line, lines_of
from .paragraphs import Measure, PageText, goes_on, measure, running_heads, spliced
from .seams import continues, joined

_LARGER = 1.15
"""Times the size of the running text from which a line is a heading."""


class PageContent(msgspec.Struct):
    """What was read on one page."""

    number: int
    width: float
    height: float
    characters: int = 0
    """With those of the tables."""
    lines: list[Line] = msgspec.field(default_factory=list)
    tables: list[RuledTable] = msgspec.field(default_factory=list)


class _Paragraph(msgspec.Struct):
    text: str
    em: float
    last: Line
    page: int
    certainty: float


class _Running(msgspec.Struct):
    """A page number or running head."""

    text: str
    certainty: float


_Item = _Paragraph | _Running | RuledTable


def assembled(pages: list[PageContent], problems: list[Problem], media_type: str) -> Document:
    """The document that these pages make."""
    _settle_lone_cells(pages)
    texts = [PageText(page.number, page.width, page.height, page.lines) for page in pages]
    running = running_heads(texts)
    body = [line for page in pages for line in page.lines if id(line) not in running]
    area = measure(body)
    items = _items(pages, running, area)
    writer = _Writer()
    for item in items:
        writer.write(item, area)
    for table in (item for item in items if isinstance(item, RuledTable)):
        problems.extend(_doubts(table))
    return Document(
        media_type=media_type,
        text=writer.text(),
        blocks=tuple(writer.blocks),
        grids=tuple(writer.grids),
        title=_title(items, area),
        problems=tuple(problems),
        recognised=tuple(writer.recognised),
    )


def _settle_lone_cells(pages: list[PageContent]) -> None:
    """A lone cell at a page's foot begins a table if the next page begins with the rest of it; else it is prose."""
    for page, following in zip_longest(pages, pages[1:]):
        for table in [table for table in page.tables if table.chars]:
            if following is None or not following.tables or not continues(table, following.tables[0]):
                page.tables.remove(table)
                page.lines += lines_of(table.chars)
    for page in pages:
        page.lines.sort(key=lambda line: line.box[1])


def _items(pages: list[PageContent], running: set[int], area: Measure | None) -> list[_Item]:
    """Paragraphs, tables and running heads in reading order, those cut by a page end put together."""
    items: list[_Item] = []
    between: list[_Item] = []
    """Running heads since the last paragraph or table: they are put after what may still go on."""
    areas = _areas(pages, running)
    for page in pages:
        here = areas[_size(page)] or area
        things: list[Line | RuledTable] = [*page.lines, *page.tables]
        for thing in sorted(things, key=lambda thing: thing.box[1]):
            last = items[-1] if items else None
            if isinstance(thing, Line):
                if id(thing) in running:
                    between.append(_Running(thing.text, thing.certainty))
                elif (
                    isinstance(last, _Paragraph)
                    and here is not None
                    and goes_on(last.last, thing, here, last.page == page.number)
                ):
                    last.text = spliced(last.text, thing.text)
                    last.last, last.page = thing, page.number
                    last.certainty = min(last.certainty, thing.certainty)
                else:
                    items += between
                    between = []
                    items.append(_Paragraph(thing.text, thing.em, thing, page.number, thing.certainty))
            elif isinstance(last, RuledTable) and last.cells[-1].page < page.number and continues(last, thing):
                items[-1] = joined(last, thing)
            else:
                items += between
                between = []
                items.append(thing)
    return items + between


def _areas(pages: list[PageContent], running: set[int]) -> dict[tuple[int, int], Measure | None]:
    """The measure of the running text by the size of the page: a document may have pages upright and across."""
    lines: dict[tuple[int, int], list[Line]] = {}
    for page in pages:
        lines.setdefault(_size(page), []).extend(line for line in page.lines if id(line) not in running)
    return {size: measure(own) for size, own in lines.items()}


def _size(page: PageContent) -> tuple[int, int]:
    return round(page.width), round(page.height)


class _Writer:
    """Lays out the text and keeps account of where everything stands."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.grids: list[Grid] = []
        self.recognised: list[tuple[int, int, float]] = []

    def text(self) -> str:
        return "".join(self.parts)

    def _put(self, text: str, certainty: float = 1.0) -> tuple[int, int]:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        if text and certainty < 1.0:
            self.recognised.append((start, self.length, certainty))
        return start, self.length

    def write(self, item: _Item, area: Measure | None) -> None:
        if self.length:
            self._put("\n")
        if isinstance(item, _Paragraph):
            start, end = self._put(item.text, item.certainty)
            heading = area is not None and item.em > area.em * _LARGER
            self.blocks.append(Block(start, end, "heading" if heading else "paragraph"))
        elif isinstance(item, _Running):
            self._put(item.text, item.certainty)
        else:
            self._write_table(item)

    def _write_table(self, table: RuledTable) -> None:
        ordinal = len(self.grids) + 1
        table_start = self.length
        count = max(cell.row + cell.row_span for cell in table.cells)
        by_row: list[list[RuledCell]] = [[] for _ in range(count)]
        for cell in table.cells:
            by_row[cell.row].append(cell)
        rows: list[tuple[GridCell, ...]] = []
        for index, row in enumerate(by_row):
            if index:
                self._put("\n")
            written: list[GridCell] = []
            for cell in sorted(row, key=lambda cell: cell.column):
                if written:
                    self._put("\t")
                start, end = self._put(cell.text, cell.certainty)
                place = Place(
                    start=start,
                    end=end,
                    table=ordinal,
                    row=cell.row,
                    column=cell.column,
                    page=cell.page,
                    box=_rounded(cell),
                )
                written.append(
                    GridCell(
                        text=cell.text,
                        row=cell.row,
                        column=cell.column,
                        row_span=cell.row_span,
                        column_span=cell.column_span,
                        place=place,
                    )
                )
            rows.append(tuple(written))
        self.grids.append(Grid(ordinal=ordinal, rows=tuple(rows), start=table_start, end=self.length))


def _rounded(cell: RuledCell) -> tuple[float, float, float, float]:
    left, top, right, bottom = cell.box
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def _title(items: list[_Item], area: Measure | None) -> str | None:
    """The first lines on the first page in type larger than the running text's."""
    if area is None:
        return None
    first: list[_Paragraph] = []
    for item in items:
        if isinstance(item, _Running):
            continue
        if not isinstance(item, _Paragraph) or item.page != 1:
            break
        if item.em > area.em * _LARGER and (not first or abs(item.em - first[-1].em) < area.em * 0.1):
            first.append(item)
        elif first:
            break
    return "".join(item.text for item in first) or None


def _doubts(table: RuledTable) -> list[Problem]:
    cell = table.cells[0]
    return [
        Problem(
            code="table_lines_uncertain",
            message=f"in a table on page {cell.page}, {doubt}",
            place=Place(page=cell.page),
        )
        for doubt in table.uncertain
    ]
