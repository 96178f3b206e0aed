"""Word documents (docx) -> `Document`, as they are printed with all changes accepted.

The numbers of lists are restored (`numbering.py`); deleted, struck and hidden text, comments, headers and footers are
left out; text boxes follow the paragraph they are anchored to; notes come after the body. Read with the standard
library alone: no library restores list numbers or settles tracked changes, and loading one takes longer than reading a
report.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.document.composing import SUPERSCRIPT, Box, Composer, tidy, tidy_lines
from gongkai.document.html import read_html
from gongkai.document.limits import limits, setting
from gongkai.document.model import Document
from gongkai.document.numbering import Numbering
from gongkai.document.ooxml import Element, Package, is_on, number
from gongkai.model import Problem, UnreadableSource, Value

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_TRANSPARENT = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent"))
"""What only wraps blocks, rows or cells."""
_INLINE = frozenset((*_TRANSPARENT, "hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase", "oMath", "oMathPara"))
_DRAWN = frozenset(("drawing", "pict", "object"))
_UNREADABLE = "\ufffd"
"""For a sign that stands in a picture font: something is printed there."""
_DEEPEST = 60
_LAYOUT_TEXT = 500
"""A cell with more characters than this holds a page, not a label (as in HTML)."""
_CHAINS = 20


class _Style(Value, frozen=True, kw_only=True):
    name: str
    based_on: str | None
    list_id: int | None
    list_level: int | None
    outline: int | None
    hidden: bool


def read_docx(data: bytes) -> Document:
    """Read a Word document.

    Raises UnreadableSource: `office_damaged`, `archive_damaged`, `archive_too_large`, `xml_with_doctype`.
    """
    package = Package(data)
    main = package.main_part("word/document.xml")
    body = package.xml(main).find("body")
    if body is None:
        raise UnreadableSource("office_damaged", "the Word document has no body")
    chunk = body.find("altChunk")
    if chunk is not None and not any(tidy(words.text or "") for words in body.iter("t")):
        target = package.related(main).get(chunk.get("id") or "")
        if target is not None and package.has(target[1]):
            return read_html(package.read(target[1]))  # A page that was saved as .docx: the text lies in it whole.
    return _Reader(package, main).read(body)


class _Reader:
    """Walks the body once, in order, since lists are counted on the way."""

    def __init__(self, package: Package, main: str):
        self.package, self.main = package, main
        self.styles, self.default_style = _styles(package, main)
        numbering = package.related_part(main, "numbering")
        self.numbering = Numbering(package.xml(numbering) if numbering else None, self.list_of_style)
        self.out = Composer()
        self.title: str | None = None
        self.links: list[tuple[str, str]] = []
        self.pictures: list[str] = []
        self.addresses: dict[str, tuple[str, str]] | None = None
        self.notes: list[tuple[str, str]] = []
        self.carried = ""
        """Words of a paragraph whose end was deleted: the next one goes on with them."""
        self.fields: list[bool] = []
        """For each open field whether its result is being read, not its code."""
        self.boxes: list[Element] = []
        self.deleted = self.inserted = self.hidden = self.narrowed = 0

    def read(self, body: Element) -> Document:
        self.blocks(body, 0)
        self.flush()
        self.read_notes()
        return self.out.document(MEDIA_TYPE, self.title, self.links, self.problems(), self.pictures)

    def problems(self) -> Iterator[Problem]:
        if self.deleted or self.inserted:
            yield Problem(
                code="tracked_changes",
                message=f"The draft has tracked changes that nobody has accepted yet: {self.inserted} insertions are "
                f"read as part of the text, {self.deleted} deletions are left out.",
            )
        if self.hidden:
            yield Problem(
                code="hidden_left_out",
                message=f"{self.hidden} stretches of hidden or struck text are left out: nobody is to read them.",
            )
        if self.narrowed:
            yield Problem(
                code="table_too_large",
                message=f"{self.narrowed} cells span more than {limits().span} columns, or stand beyond column "
                f"{limits().columns}; they are read as cells of one column (settings {setting('span')}, "
                f"{setting('columns')}).",
            )

    # -- blocks ----------------------------------------------------------------------------------------------------

    def blocks(self, parent: Element, depth: int) -> None:
        for node in _unwrapped(parent, depth):
            if node.tag == "p":
                words, kind = self.paragraph(node, depth)
                for line in words.split("\n"):
                    self.out.paragraph(line, kind)
                self.drawn(depth)
            elif node.tag == "tbl":
                self.flush()
                self.table(node, depth + 1)

    def flush(self) -> None:
        if self.carried:
            self.out.paragraph(self.carried)
            self.carried = ""

    def drawn(self, depth: int) -> None:
        """The text boxes that the last paragraph anchors."""
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box, depth + 1)

    def paragraph(self, node: Element, depth: int) -> tuple[str, str]:
        """The words of a paragraph, its number before them, a newline for each break; and its kind."""
        properties = node.find("pPr")
        style_id = _val(properties, "pStyle") or self.default_style
        words: list[str] = []
        self.inline(node, words, depth)
        if False in self.fields:  # A field's code does not go on for paragraphs; one left open would swallow the rest.
            self.fields.clear()
        said = self.carried + "".join(words)
        mark = properties.find("rPr") if properties is not None else None
        if mark is not None and (mark.find("del") is not None or mark.find("moveFrom") is not None):
            self.deleted += mark.find("del") is not None
            self.carried = said
            return "", "paragraph"
        self.carried = ""
        style = self.styles.get(style_id or "")
        if style is not None and style.name.startswith("toc ") and style.name[4:].isdigit():
            return "", "paragraph"  # The table of contents says every heading again.
        hidden_mark = mark is not None and is_on(mark.find("vanish"))
        label = "" if hidden_mark and not said.strip() else self.label(properties, style_id)
        if style is not None and style.name == "title" and self.title is None and tidy(said):
            self.title = tidy(said)
        return f"{label}{said.lstrip() if label else said}", self.kind(properties, style_id)

    def kind(self, properties: Element | None, style_id: str | None) -> str:
        outline = number(properties.find("outlineLvl")) if properties is not None else None
        if outline is None:
            outline = next((s.outline for s in self.chain(style_id) if s.outline is not None), None)
        if outline is not None:
            return "heading" if outline < 9 else "paragraph"
        named = any(s.name == "title" or s.name.startswith("heading ") for s in self.chain(style_id))
        return "heading" if named else "paragraph"

    def label(self, properties: Element | None, style_id: str | None) -> str:
        """The number that Word prints before the paragraph."""
        numbered = properties.find("numPr") if properties is not None else None
        list_id = number(numbered.find("numId")) if numbered is not None else None
        level = number(numbered.find("ilvl")) if numbered is not None else None
        if list_id is None:
            for style in self.chain(style_id):
                if style.list_id is not None:
                    list_id = style.list_id
                    if level is None:
                        level = style.list_level
                    break
            if list_id and level is None and style_id:
                level = self.numbering.level_of_style(list_id, style_id)
        if not list_id:  # 0 takes the number away that the style would give.
            return ""
        return self.numbering.next(list_id, min(max(level or 0, 0), 8))

    def chain(self, style_id: str | None) -> Iterator[_Style]:
        """A style and those it is based on."""
        for _ in range(_CHAINS):
            style = self.styles.get(style_id or "")
            if style is None:
                return
            yield style
            style_id = style.based_on

    def list_of_style(self, style_id: str) -> int | None:
        return next((style.list_id for style in self.chain(style_id) if style.list_id), None)

    # -- running text ----------------------------------------------------------------------------------------------

    def inline(self, parent: Element, words: list[str], depth: int) -> None:
        _bounded(depth)
        for node in parent:
            tag = node.tag
            if tag == "r":
                self.run(node, words, depth)
            elif tag in ("del", "moveFrom"):
                self.deleted += tag == "del"
            elif tag in _INLINE:
                self.inserted += tag == "ins" and any(True for _ in node.iter("t"))
                begun = len(words)
                self.inline(_chosen(node), words, depth + 1)
                if tag == "hyperlink":
                    self.link(node, "".join(words[begun:]))

    def run(self, run: Element, words: list[str], depth: int) -> None:
        _bounded(depth)
        properties = run.find("rPr")
        raised = False
        if properties is not None:
            struck = is_on(properties.find("strike")) or is_on(properties.find("dstrike"))
            if struck or is_on(properties.find("vanish")) or self.hidden_style(properties):
                self.hidden += any((t.text or "").strip() for t in run.iter("t"))
                return
            raised = _val(properties, "vertAlign") == "superscript"
        for node in run:
            tag = node.tag
            if tag == "fldChar":
                self.field(node.get("fldCharType"))
            elif False in self.fields:
                continue
            elif tag == "t":
                text = node.text or ""
                words.append(text.translate(SUPERSCRIPT) if raised else text)
            elif tag in ("br", "cr"):
                words.append("\n")
            elif tag in ("tab", "ptab"):
                words.append(" ")
            elif tag == "noBreakHyphen":
                words.append("-")
            elif tag == "sym":
                words.append(_sign(node))
            elif tag in ("footnoteReference", "endnoteReference"):
                self.notes.append((tag[:-9], node.get("id") or ""))
                words.append(str(len(self.notes)).translate(SUPERSCRIPT))
            elif tag in _DRAWN:
                if any(part.tag in ("blip", "imagedata") for part in node.iter()):
                    self.pictures.append(f"picture {len(self.pictures) + 1} of the document")
                self.find_boxes(node)
            elif tag == "AlternateContent":
                self.run(_chosen(node), words, depth + 1)
            elif tag in ("ruby", "rubyBase"):
                self.inline(node, words, depth + 1)

    def hidden_style(self, properties: Element) -> bool:
        style = _val(properties, "rStyle")
        return style is not None and any(style.hidden for style in self.chain(style))

    def field(self, step: str | None) -> None:
        if step == "begin":
            self.fields.append(False)
        elif step == "separate" and self.fields:
            self.fields[-1] = True
        elif step == "end" and self.fields:
            self.fields.pop()

    def find_boxes(self, drawn: Element) -> None:
        waiting = [drawn]
        while waiting:
            node = waiting.pop()
            if node.tag == "txbxContent":
                self.boxes.append(node)
            else:
                waiting += reversed(_chosen(node))

    def link(self, node: Element, words: str) -> None:
        if self.addresses is None:
            self.addresses = self.package.related(self.main)
        address = self.addresses.get(node.get("id") or "")
        if address is not None and tidy(words) and address[0] == "hyperlink":
            self.links.append((tidy(words), address[1]))

    def read_notes(self) -> None:
        """Footnotes and endnotes that the text refers to, each after its number."""
        read: dict[str, dict[str, Element]] = {}
        for kind, part in (("footnote", "footnotes"), ("endnote", "endnotes")):
            if any(note[0] == kind for note in self.notes) and (at := self.package.related_part(self.main, part)):
                read[kind] = {node.get("id") or "": node for node in self.package.xml(at)}
        for ordinal, (kind, identifier) in enumerate(list(self.notes), 1):
            note = read.get(kind, {}).get(identifier)
            if note is not None:
                lines = [line for node in _unwrapped(note, 0) if node.tag == "p" for line in self.lines(node, 1)]
                self.out.paragraph(f"{str(ordinal).translate(SUPERSCRIPT)} {' '.join(lines)}")

    # -- tables ----------------------------------------------------------------------------------------------------

    def table(self, node: Element, depth: int) -> None:
        _bounded(depth)
        rows = self.rows(node, depth)
        cells = [cell for row in rows for cell in row]
        nested = [t for _, _, _, cell in cells for t in _unwrapped(cell, depth) if t.tag == "tbl"]
        if (nested and _lays_out(cells, nested)) or _is_page(cells):
            for _, _, _, cell in cells:
                self.blocks(cell, depth + 1)
                self.flush()
            return
        self.out.grid(self.spanned(rows, depth))

    def rows(self, table: Element, depth: int) -> list[list[tuple[int, int, str | None, Element]]]:
        """For each row its cells: column, columns spanned, whether it is merged downwards, element."""
        found, most = [], limits()
        for row in _unwrapped(table, depth):
            if row.tag != "tr":
                continue
            properties = row.find("trPr")
            if properties is not None:
                if properties.find("del") is not None:
                    self.deleted += 1
                    continue
                if is_on(properties.find("hidden")):
                    self.hidden += 1
                    continue
                self.inserted += properties.find("ins") is not None
            column = min(number(properties.find("gridBefore"), 0) or 0, most.columns) if properties is not None else 0
            cells: list[tuple[int, int, str | None, Element]] = []
            for cell in _unwrapped(row, depth):
                if cell.tag != "tc":
                    continue
                about = cell.find("tcPr")
                span, merged = 1, None
                if about is not None:
                    if about.find("cellDel") is not None:
                        self.deleted += 1
                    span = max(number(about.find("gridSpan"), 1) or 1, 1)
                    merge = about.find("vMerge")
                    if merge is not None:
                        merged = merge.get("val") or "continue"
                    across = about.find("hMerge")
                    if across is not None and (across.get("val") or "continue") == "continue" and cells:
                        at, wide, down, first = cells[-1]
                        span = min(span, most.span)
                        cells[-1] = (at, min(wide + span, most.span), down, first)
                        column += span
                        continue
                if span > most.span or column >= most.columns:
                    self.narrowed += 1
                    span = 1
                cells.append((column, span, merged, cell))
                column += span
            found.append(cells)
        return found

    def spanned(self, rows: list[list[tuple[int, int, str | None, Element]]], depth: int) -> list[list[Box]]:
        grid: list[list[Box]] = []
        open_at: dict[int, tuple[int, int]] = {}  # Grid column -> (row, place in it) of the cell that goes on below.
        for ordinal, row in enumerate(rows):
            built: list[Box] = []
            still_open: dict[int, tuple[int, int]] = {}
            for column, span, merged, cell in row:
                if merged == "continue" and column in open_at:
                    at, place = still_open[column] = open_at[column]
                    above = grid[at][place]
                    grid[at][place] = Box(
                        text=above.text,
                        column=above.column,
                        row_span=ordinal - at + 1,
                        column_span=above.column_span,
                    )
                    continue
                if merged is not None:
                    still_open[column] = (ordinal, len(built))
                text = "\n".join(self.lines(cell, depth))
                built.append(Box(text=text, column=column, column_span=span))
            open_at = still_open
            grid.append(built)
        return grid

    def lines(self, parent: Element, depth: int) -> list[str]:
        """The lines within a cell or a note, those of tables and boxes in it too."""
        _bounded(depth)
        found: list[str] = []
        nodes = [parent] if parent.tag == "p" else list(_unwrapped(parent, depth))
        for node in nodes:
            if node.tag == "p":
                words, _ = self.paragraph(node, depth)
                found += tidy_lines(words).split("\n")
                boxes, self.boxes = self.boxes, []
                for box in boxes:
                    found += self.lines(box, depth + 1)
            elif node.tag == "tbl":
                for row in self.rows(node, depth + 1):
                    for _, _, _, cell in row:
                        found += self.lines(cell, depth + 1)
        if self.carried and parent.tag != "p":
            found.append(tidy(self.carried))
            self.carried = ""
        return [line for line in found if line]


def _styles(package: Package, main: str) -> tuple[dict[str, _Style], str | None]:
    """The styles by their id, and the id of the one that a paragraph has without saying so."""
    part = package.related_part(main, "styles")
    found: dict[str, _Style] = {}
    default = None
    for node in package.xml(part) if part else ():
        identifier = node.get("styleId")
        if node.tag != "style" or identifier is None:
            continue
        properties = node.find("pPr")
        run = node.find("rPr")
        numbered = properties.find("numPr") if properties is not None else None
        found[identifier] = _Style(
            name=(_val(node, "name") or "").lower(),
            based_on=_val(node, "basedOn"),
            list_id=number(numbered.find("numId")) if numbered is not None else None,
            list_level=number(numbered.find("ilvl")) if numbered is not None else None,
            outline=number(properties.find("outlineLvl")) if properties is not None else None,
            hidden=run is not None and is_on(run.find("vanish")),
        )
        if node.get("type") == "paragraph" and node.get("default") in ("1", "true", "on"):
            default = identifier
    return found, default


def _unwrapped(parent: Element, depth: int) -> Iterator[Element]:
    """The blocks, rows or cells below an element, whatever wraps them."""
    for node in parent:
        if node.tag in _TRANSPARENT:
            _bounded(depth)
            yield from _unwrapped(_chosen(node), depth + 1)
        else:
            yield node


def _bounded(depth: int) -> None:
    """Refuse what no person has written; to leave out a part of it would lose text silently."""
    if depth > _DEEPEST:
        raise UnreadableSource("office_damaged", f"the Word document nests its elements more than {_DEEPEST} deep")


def _chosen(node: Element) -> Element:
    """Of alternatives the first, which newer programs show; else the element itself."""
    if node.tag != "AlternateContent":
        return node
    choice = node.find("Choice")
    fallback = node.find("Fallback")
    if choice is None:
        return fallback if fallback is not None else node
    if fallback is not None and next(choice.iter("t"), None) is None and next(fallback.iter("t"), None) is not None:
        return fallback
    return choice


def _plain(cell: Element) -> str:
    return "".join(node.text or "" for node in cell.iter("t"))


def _lays_out(cells: list[tuple[int, int, str | None, Element]], nested: list[Element]) -> bool:
    """Whether a table with tables in it has no data of its own: few of its own cells are a number (as in HTML)."""
    if not any(sum(1 for _ in table.iter("tc")) > 1 for table in nested):
        return False
    own = (_plain(cell).strip() for _, _, _, cell in cells if next(cell.iter("tbl"), None) is None)
    return sum(1 for text in own if text[-1:].isdigit() and len(text) < 15) < 6


def _is_page(cells: list[tuple[int, int, str | None, Element]]) -> bool:
    """Whether a table frames running text: one cell only, or one that holds a page."""
    return len(cells) < 2 or any(len(_plain(cell)) > _LAYOUT_TEXT for _, _, _, cell in cells)


def _sign(node: Element) -> str:
    try:
        code = int(node.get("char") or "", 16)
    except ValueError:
        return _UNREADABLE
    return _UNREADABLE if code < 32 or 0xD800 <= code <= 0xF8FF or code > 0x10FFFF else chr(code)


def _val(parent: Element | None, name: str) -> str | None:
    node = parent.find(name) if parent is not None else None
    return node.get("val") if node is not None else None


__all__ = ["MEDIA_TYPE", "read_docx"]
