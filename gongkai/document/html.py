"""HTML to `Document`: blocks of running text and grids with their spans resolved, in reading order.

Scripts, navigation, hidden elements and lists of links are left out. A table that only lays out the page is walked
through as if it were not there; a table of data becomes a grid. What stands in a cell is its text with a newline for
each break inside it, since a break between digits may part two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.document.decode import decode
from gongkai.document.htmltable import (
    BLOCKS,
    SKIPPED,
    SUPERSCRIPT,
    TURNED,
    TableRow,
    hiding,
    in_small_letters,
    may_hide,
    row_groups,
    tidy,
)
from gongkai.document.limits import limits, refuse_beyond, setting
from gongkai.document.model import Block, Document, Grid, GridCell
from gongkai.document.nesting import parseable
from gongkai.model import Place, Problem

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_APPARATUS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|foot|share|sidebar|copyright|related)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_APPARATUS_AT_MOST = 1500
"""An element named like page apparatus that holds more text than this (or a table) is no mere apparatus."""
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|zip|rar|ofd|csv)(?:$|[?#])", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_ARTICLE_TITLE = 'meta[name="ArticleTitle" i]'
_ORNAMENT = 100
"""Pixels of a side. A table that can be read is larger."""
_DEEPEST = 20
"""Tables in tables in tables beyond this are read as mere text."""
_LAYOUT_TEXT = 500
"""A cell with more characters than this holds a page, not a label."""


def read_html(data: bytes) -> Document:
    """Read an HTML page in any Chinese encoding. Never fails: what is no HTML becomes a document of few blocks."""
    decoded = decode(data)
    return read_html_text(decoded.text, decoded.problems)


def read_html_text(text: str, problems: tuple[Problem, ...] = ()) -> Document:
    """Read the text of an HTML page that is decoded already."""
    refuse_beyond("markup_characters", len(text), "the page has more characters than any report:")
    text, cut = parseable(text)
    tree = LexborHTMLParser(text)
    lowered = in_small_letters(text)
    reader = _Reader(may_hide(text, lowered))
    body = tree.body or tree.root
    if body is not None:
        reader.walk(body)
        reader.end_block()
    return Document(
        media_type="text/html",
        text="".join(reader.parts),
        blocks=tuple(reader.blocks),
        grids=tuple(reader.grids),
        title=_title(tree, lowered) or reader.first_heading,
        links=tuple(reader.links),
        pictures=tuple(reader.pictures),
        problems=(*problems, *cut, *reader.problems()),
    )


def _title(tree: LexborHTMLParser, lowered: bytes) -> str | None:
    for word, selector, attribute in ((b"articletitle", _ARTICLE_TITLE, "content"), (b"<title", "title", None)):
        node = tree.css_first(selector) if word in lowered else None
        if node is not None:
            found = node.attributes.get(attribute) if attribute else node.text()
            if found and found.strip():
                return _BLANKS.sub(" ", found).strip()
    return None


def _is_file(words: str, address: str) -> bool:
    """A link to a file: by its address, or by its words where a script hands the file out (download.jsp?id=7)."""
    return bool(_FILE.search(address) or _FILE.search(words))


class _Reader:
    """Walks the tree once and lays the text out."""

    def __init__(self, may_hide: bool):
        self.may_hide = may_hide
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.grids: list[Grid] = []
        self.links: list[tuple[str, str]] = []
        self.pictures: list[str] = []
        self.cells = self.clipped = 0
        self.first_heading: str | None = None
        self.depth = 0
        """How many tables that lay out the page are open."""
        self._words: list[str] = []
        self._linked = 0
        self._block_links: list[tuple[str, str]] = []
        self._kind = "paragraph"

    # -- running text ----------------------------------------------------------------------------------------------

    def walk(self, parent: LexborNode) -> None:
        """Go through everything below a node. Without recursion: unclosed tags make trees thousands of levels deep."""
        node = parent.child
        open_nodes: list[tuple[LexborNode, str, int]] = []
        while True:
            while node is None:
                if not open_nodes:
                    return
                node, kind, words_before = open_nodes.pop()
                self.leave(node, kind, words_before)
                node = node.next
            tag = node.tag or "-"
            if tag == "-text":
                self._words.append(node.text_content or "")
            elif tag == "br":
                self.end_block()
            elif tag == "table":
                if not self.hidden(node):
                    self.end_block()
                    self.table(node)
            elif tag == "img":
                self.picture(node)
            elif tag == "sup":
                self._words.append(node.text().translate(SUPERSCRIPT))
            elif tag[0] != "-" and tag not in SKIPPED and not self.hidden(node) and not self.apparatus(node, tag):
                if tag in BLOCKS:
                    self.end_block()
                elif tag == "bdo" and _is_turned(node):
                    self._words.append(TURNED)
                open_nodes.append((node, self._kind, len(self._words)))
                if tag in _HEADINGS:
                    self._kind = "heading"
                node = node.child
                continue
            node = node.next

    def picture(self, node: LexborNode) -> None:
        """Note a picture that may show a table; what is declared to be small, and GIFs, are ornaments."""
        address = (node.attributes.get("src") or "").strip()
        sizes = [node.attributes.get(side) or "" for side in ("width", "height")]
        small = any(size.isdecimal() and int(size) < _ORNAMENT for size in sizes)
        if address and not small and not address.lower().endswith((".gif", ".svg", ".ico")):
            self.pictures.append("a picture in the page itself" if address.startswith("data:") else address)

    def leave(self, node: LexborNode, kind: str, words_before: int) -> None:
        """End what began with this node: a block, a link."""
        if node.tag in BLOCKS:
            self.end_block()
            self._kind = kind
        elif node.tag == "a":
            words = tidy("".join(self._words[words_before:]))
            self._linked += len(words)
            address = node.attributes.get("href")
            if words and address and not address.lower().startswith(("javascript:", "#", "mailto:")):
                self._block_links.append((words, address))

    def end_block(self) -> None:
        words = tidy("".join(self._words)) if self._words else ""
        linked, links = self._linked, self._block_links
        self._words, self._linked, self._block_links = [], 0, []
        if not words:
            return
        mostly_links = linked * 2 > len(words)
        self.links += [link for link in links if not mostly_links or _is_file(*link)]
        if mostly_links:
            return
        start = self.put(words)
        self.put("\n")
        self.blocks.append(Block(start=start, end=start + len(words), kind=self._kind))
        if self._kind == "heading" and self.first_heading is None:
            self.first_heading = words

    def put(self, words: str) -> int:
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return start

    def hidden(self, node: LexborNode) -> bool:
        if not self.may_hide:
            return False
        attributes = node.attributes
        if "hidden" in attributes:
            return True
        style = attributes.get("style")
        return style is not None and hiding(style, lambda: _has_elements(node))

    def apparatus(self, node: LexborNode, tag: str | None) -> bool:
        if tag not in ("div", "ul", "section", "aside", "footer"):
            return False
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if tag != "footer" and (len(names) < 3 or not _APPARATUS.search(names)):
            return False
        return node.css_first("table") is None and len(node.text()) <= _APPARATUS_AT_MOST

    def problems(self) -> tuple[Problem, ...]:
        """What was not taken as the page has it."""
        if not self.clipped:
            return ()
        most = limits()
        message = (
            f"{self.clipped} cells span more than {most.span} columns, or lie beyond column {most.columns}; spans "
            f"are cut (settings {setting('span')}, {setting('columns')})."
        )
        return (Problem(code="table_too_large", message=message),)

    # -- tables ----------------------------------------------------------------------------------------------------

    def table(self, node: LexborNode) -> None:
        if self.depth >= _DEEPEST:
            self._words.append(node.text(separator=" "))
            self.end_block()
            return
        markup = node.html or ""
        inner = node.css("table")[1:] if markup.count("<table") > 1 else []
        if inner and any(len(table.css("td")) > 1 for table in inner) and self.lays_out(node):
            self.walk_cells(node)
            return
        rows = [[row for row in group if not row.hidden] for group in row_groups(node, markup, self.may_hide)]
        lengths = [len(text) for group in rows for row in group for text, _, _, _ in row.cells]
        if len(lengths) < 2 or max(lengths) > _LAYOUT_TEXT:
            self.walk_cells(node)
            return
        links = node.css("a") if "<a" in markup else []
        if links and 2 * sum(len(tidy(a.text())) for a in links) > sum(lengths):
            named = [(tidy(a.text()), address) for a in links if (address := a.attributes.get("href"))]
            self.links += [link for link in named if _is_file(*link)]
            return
        self.caption(node)
        self.cells += len(lengths)
        refuse_beyond("cells", self.cells, "the tables of the page have more cells than any report:")
        self.grid(rows)

    def lays_out(self, table: LexborNode) -> bool:
        """Whether a table with tables in it has no data of its own: few of its own cells are a number."""
        own = [cell for cell in self.own_cells(table) if cell.css_first("table") is None]
        return sum(1 for cell in own if (text := tidy(cell.text())) and text[-1:].isdigit() and len(text) < 15) < 6

    def walk_cells(self, table: LexborNode) -> None:
        self.depth += 1
        for cell in self.own_cells(table):
            if not self.hidden(cell):
                self.walk(cell)
                self.end_block()
        self.depth -= 1

    def own_cells(self, table: LexborNode) -> Iterator[LexborNode]:
        """The cells of a table, without those of tables inside it and of rows that are not shown."""
        for group in _children(table, ("tbody", "thead", "tfoot")):
            for row in _children(group, ("tr",)):
                if not self.hidden(row):
                    yield from _children(row, ("td", "th"))

    def caption(self, node: LexborNode) -> None:
        caption = node.css_first("caption")
        if caption is not None:
            self.walk(caption)
            self.end_block()

    def grid(self, groups: list[list[TableRow]]) -> None:
        ordinal, start, most = len(self.grids) + 1, self.length, limits()
        last, widest = most.columns, most.span
        rows: list[tuple[GridCell, ...]] = []
        for group in groups:
            taken: dict[int, int] = {}  # Grid column -> first row of this group's that is free again below it.
            first = len(rows)
            for number, row in enumerate(group):
                built: list[GridCell] = []
                column, at = 0, self.length
                for text, wide_said, high_said, hidden in row.cells:
                    if hidden:
                        continue
                    wide, high = wide_said, high_said
                    while taken.get(column, 0) > number:
                        column += 1
                    if high != 1:
                        left = len(group) - number
                        high = left if high == 0 else min(high, left)
                    if wide > widest or column >= last:
                        self.clipped += 1
                        wide = min(wide, widest)
                    if column >= last:
                        wide = high = 1
                    end = at + len(text)
                    place = Place(at, end, ordinal, first + number, column)
                    built.append(GridCell(text, first + number, column, high, wide, place))
                    at = end + 1  # A tab stands between two cells.
                    if wide > 1 or high > 1:
                        taken.update(dict.fromkeys(range(column, column + wide), number + high))
                    column += wide
                line = "\t".join([cell.text for cell in built])
                if "\n" in line or line.count("\t") >= len(built):
                    line = "\t".join([_on_one_line(cell.text) for cell in built])
                self.put(line)
                self.put("\n")
                rows.append(tuple(built))
        self.grids.append(Grid(ordinal=ordinal, rows=tuple(rows), start=start, end=self.length))


def _on_one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _children(parent: LexborNode, tags: tuple[str, ...]) -> Iterator[LexborNode]:
    node = parent.child
    while node is not None:
        if node.tag in tags:
            yield node
        node = node.next


def _has_elements(node: LexborNode) -> bool:
    return next(node.iter(), None) is not None


def _is_turned(node: LexborNode) -> bool:
    """<bdo dir=rtl>12</bdo> shows 21."""
    return (node.attributes.get("dir") or "").lower() == "rtl"
