"""HTML to `Document`: blocks of running text and grids with their spans resolved, in reading order.

Scripts, navigation, hidden elements and lists of links are left out. A table that only lays out the page is walked
through as if it were not there; a table of data becomes a grid. What stands in a cell is its text with a newline for
each break inside it, since a break between digits may part two numbers.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.document.decode import decode
from gongkai.document.limits import limits, refuse_beyond, setting
from gongkai.document.model import Block, Document, Grid, GridCell
from gongkai.document.nesting import parseable
from gongkai.model import Place, Problem

_SKIPPED = frozenset(
    re.split(
        " ",
        "script style noscript template head iframe object embed svg select option button textarea nav rp rt link meta "
        "audio video canvas map datalist del s strike",
    )
)
_BLOCKS = frozenset(
    re.split(
        " ",
        "p div section article main header footer aside h1 h2 h3 h4 h5 h6 ul ol li dl dt dd center blockquote pre hr "
        "form fieldset figure figcaption address body details summary tr td th tbody thead tfoot caption",
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FADING = re.compile(r"(?:font-size|opacity)\s*:\s*0(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:[;!\"']|$)", re.IGNORECASE)
"""Hides words, yet not always elements: they may have a size of their own, or be faded in."""
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[\w-]*\s*:[^;\"']*line-through", re.IGNORECASE
)
_MAY_HIDE = re.compile(rf"{_HIDING.pattern}|{_FADING.pattern}|\shidden[\s>=/]", re.IGNORECASE)
_MAY_HIDE_AT_ALL = ("none", "hidden", "line-through", "font-size:0", "font-size: 0", "opacity")
_APPARATUS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|foot|share|sidebar|copyright|related)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_APPARATUS_AT_MOST = 1500
"""An element named like page apparatus that holds more text than this (or a table) is no mere apparatus."""
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|zip|rar|ofd|csv)(?:$|[?#])", re.IGNORECASE)
_TURNED = "\u202e"
"""The mark from which on characters are shown from right to left: what stands behind it is no number as it stands."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WRAPPED = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) ?[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])")
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
    lowered = text.lower()
    may_hide = any(word in lowered for word in _MAY_HIDE_AT_ALL) and _MAY_HIDE.search(text) is not None
    reader = _Reader(may_hide)
    body = tree.body or tree.root
    if body is not None:
        reader.walk(body)
        reader.end_block()
    return Document(
        media_type="text/html",
        text="".join(reader.parts),
        blocks=tuple(reader.blocks),
        grids=tuple(reader.grids),
        title=_title(tree) or reader.first_heading,
        links=tuple(reader.links),
        pictures=tuple(reader.pictures),
        problems=(*problems, *cut, *reader.problems()),
    )


def _title(tree: LexborHTMLParser) -> str | None:
    for selector, attribute in (('meta[name="ArticleTitle" i]', "content"), ("title", None)):
        node = tree.css_first(selector)
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
                self._words.append(node.text().translate(_SUPERSCRIPT))
            elif tag[0] != "-" and tag not in _SKIPPED and not self.hidden(node) and not self.apparatus(node, tag):
                if tag in _BLOCKS:
                    self.end_block()
                elif tag == "bdo" and _is_turned(node):
                    self._words.append(_TURNED)
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
        if node.tag in _BLOCKS:
            self.end_block()
            self._kind = kind
        elif node.tag == "a":
            words = _tidy("".join(self._words[words_before:]))
            self._linked += len(words)
            address = node.attributes.get("href")
            if words and address and not address.lower().startswith(("javascript:", "#", "mailto:")):
                self._block_links.append((words, address))

    def end_block(self) -> None:
        words = _tidy("".join(self._words)) if self._words else ""
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
        if style is None:
            return False
        return _HIDING.search(style) is not None or (_FADING.search(style) is not None and not _has_elements(node))

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
        groups = _row_groups(node)
        rows = [row for group in groups for row in group if not self.hidden(row)]
        if self.depth >= _DEEPEST:
            self._words.append(node.text(separator=" "))
            self.end_block()
            return
        inner = node.css("table")[1:]
        if inner and any(len(table.css("td")) > 1 for table in inner) and self.lays_out(rows):
            self.walk_cells(rows)
            return
        texts: dict[int, str] = {}
        for row in rows:
            for cell in _cells(row):
                texts[cell.mem_id] = _cell_text(cell, self)
        if len(texts) < 2 or max(map(len, texts.values())) > _LAYOUT_TEXT:
            self.walk_cells(rows)
            return
        links = node.css("a")
        if links and 2 * sum(len(_tidy(a.text())) for a in links) > sum(map(len, texts.values())):
            named = [(_tidy(a.text()), address) for a in links if (address := a.attributes.get("href"))]
            self.links += [link for link in named if _is_file(*link)]
            return
        self.caption(node)
        self.grid(groups, texts)

    def lays_out(self, rows: list[LexborNode]) -> bool:
        """Whether a table with tables in it has no data of its own: few of its own cells are a number."""
        own = [cell for row in rows for cell in _cells(row) if cell.css_first("table") is None]
        return sum(1 for cell in own if (text := _tidy(cell.text())) and text[-1:].isdigit() and len(text) < 15) < 6

    def walk_cells(self, rows: list[LexborNode]) -> None:
        self.depth += 1
        for row in rows:
            for cell in _cells(row):
                if not self.hidden(cell):
                    self.walk(cell)
                    self.end_block()
        self.depth -= 1

    def caption(self, node: LexborNode) -> None:
        caption = node.css_first("caption")
        if caption is not None:
            self.walk(caption)
            self.end_block()

    def grid(self, groups: list[list[LexborNode]], texts: dict[int, str]) -> None:
        ordinal, start, most = len(self.grids) + 1, self.length, limits()
        self.cells += len(texts)
        refuse_beyond("cells", self.cells, "the tables of the page have more cells than any report:")
        rows: list[tuple[GridCell, ...]] = []
        for group in groups:
            taken: dict[int, int] = {}  # Grid column -> first row of this group's that is free again below it.
            first = len(rows)
            visible = [row for row in group if not self.hidden(row)]
            for number, row in enumerate(visible):
                built: list[GridCell] = []
                column = 0
                for cell in _cells(row):
                    if self.may_hide and self.hidden(cell):
                        continue
                    while taken.get(column, 0) > number:
                        column += 1
                    attributes = cell.attributes
                    wide = max(_span(attributes["colspan"]), 1) if "colspan" in attributes else 1
                    high = _span(attributes["rowspan"]) if "rowspan" in attributes else 1
                    left = len(visible) - number
                    if high != 1:
                        high = left if high == 0 else min(high, left)
                    if wide > most.span or column >= most.columns:
                        self.clipped += 1
                        wide = min(wide, most.span)
                    if column >= most.columns:
                        wide = high = 1
                    text = texts[cell.mem_id]
                    if built:
                        self.put("\t")
                    at = self.put(text.replace("\n", " ").replace("\t", " ") if "\n" in text or "\t" in text else text)
                    place = Place(start=at, end=at + len(text), table=ordinal, row=first + number, column=column)
                    built.append(
                        GridCell(
                            text=text,
                            row=first + number,
                            column=column,
                            row_span=high,
                            column_span=wide,
                            place=place,
                        )
                    )
                    if wide > 1 or high > 1:
                        for covered in range(column, column + wide):
                            taken[covered] = number + high
                    column += wide
                self.put("\n")
                rows.append(tuple(built))
        self.grids.append(Grid(ordinal=ordinal, rows=tuple(rows), start=start, end=self.length))


def _row_groups(table: LexborNode) -> list[list[LexborNode]]:
    """The rows of a table, without those of tables inside it, by row group: a span ends with its group."""
    groups: list[list[LexborNode]] = []
    node = table.child
    while node is not None:
        if node.tag in ("tbody", "thead", "tfoot"):
            group: list[LexborNode] = []
            row = node.child
            while row is not None:
                if row.tag == "tr":
                    group.append(row)
                row = row.next
            if group:
                groups.append(group)
        node = node.next
    return groups


def _cells(row: LexborNode) -> list[LexborNode]:
    cells: list[LexborNode] = []
    node = row.child
    while node is not None:
        if node.tag in ("td", "th"):
            cells.append(node)
        node = node.next
    return cells


def _cell_text(cell: LexborNode, reader: _Reader) -> str:
    words: list[str] = []
    _gather(cell, words, reader)
    if len(words) == 1:
        return _tidy(words[0])
    lines = [_tidy(line) for line in "".join(words).split("\x00") if line]
    kept = [line for line in lines if line]
    # A cell of nothing but a no-break space is printed as a blank: it stays what it is.
    return "\n".join(kept)


def _gather(parent: LexborNode, words: list[str], reader: _Reader) -> None:
    """The words below a node in order, with a NUL for each break between lines."""
    node, may_hide = parent.child, reader.may_hide
    open_nodes: list[LexborNode] = []
    while True:
        while node is None:
            if not open_nodes:
                return
            node = open_nodes.pop()
            if node.tag in _BLOCKS or node.tag == "table":
                words.append("\x00")
            node = node.next
        tag = node.tag or "-"
        if tag == "-text":
            words.append(node.text_content or "")
        elif tag == "br":
            words.append("\x00")
        elif tag == "sup":
            words.append(node.text().translate(_SUPERSCRIPT))
        elif tag[0] != "-" and tag not in _SKIPPED and not (may_hide and reader.hidden(node)):
            if tag in _BLOCKS or tag == "table":
                words.append("\x00")
            elif tag == "bdo" and _is_turned(node):
                words.append(_TURNED)
            open_nodes.append(node)
            node = node.child
            continue
        node = node.next


def _has_elements(node: LexborNode) -> bool:
    return next(node.iter(), None) is not None


def _is_turned(node: LexborNode) -> bool:
    """<bdo dir=rtl>12</bdo> shows 21."""
    return (node.attributes.get("dir") or "").lower() == "rtl"


def _span(written: str | None) -> int:
    """A span as browsers read it: 1 where it is missing or no number."""
    if written is None:
        return 1
    found = re.match(r"\s*\+?(\d{1,5})", written)
    return int(found[1]) if found else 1


def _tidy(text: str) -> str:
    """White space as a browser shows it; a line of the source that was wrapped between two Han characters is mended."""
    text = text.strip()
    if not text or text.isalnum():  # Most cells are one number or one word.
        return text
    if "\n" in text or "\r" in text:
        text = _WRAPPED.sub("", text)
    return _BLANKS.sub(" ", text)
