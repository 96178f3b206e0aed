"""Word documents (docx) -> `Document`, as they are printed with all changes accepted.

The numbers of lists are restored (`numbering.py`); deleted, struck and hidden text, comments, headers and footers are
left out; text boxes follow the paragraph they are anchored to; notes come after the body. Read with the standard
library alone: no library restores list numbers or settles tracked changes, and loading one takes longer than reading a
report.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.document.composing import SUPERSCRIPT, Composer, tidy, tidy_lines
from gongkai.document.docx.elements import TRANSPARENT, bounded, chosen, unwrapped, value_of
from gongkai.document.docx.numbering import Numbering
from gongkai.document.docx.styles import Styles
from gongkai.document.docx.tables import Counts, frames_text, read_rows, spanned
from gongkai.document.html import read_html
from gongkai.document.limits import limits, setting
from gongkai.document.model import Document
from gongkai.document.ooxml import Element, Package, is_on, number
from gongkai.model import Problem, UnreadableSource

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_INLINE = frozenset((*TRANSPARENT, "hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase", "oMath", "oMathPara"))
_DRAWN = frozenset(("drawing", "pict", "object"))
_UNREADABLE = "\ufffd"
"""For a sign that stands in a picture font: something is printed there."""


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
        styles, numbering = (package.related_part(main, name) for name in ("styles", "numbering"))
        self.styles = Styles(package.xml(styles) if styles else None)
        self.numbering = Numbering(package.xml(numbering) if numbering else None, self.styles.list_of)
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
        """Text boxes that wait for the end of the paragraph that they are anchored to."""
        self.counts = Counts()

    def read(self, body: Element) -> Document:
        self.blocks(body, 0)
        self.flush()
        self.read_notes()
        return self.out.document(MEDIA_TYPE, self.title, self.links, self.problems(), self.pictures)

    def problems(self) -> Iterator[Problem]:
        counts = self.counts
        if counts.deleted or counts.inserted:
            yield Problem(
                code="tracked_changes",
                message=f"The draft has tracked changes that nobody has accepted yet: {counts.inserted} insertions are "
                f"read as part of the text, {counts.deleted} deletions are left out.",
            )
        if counts.hidden:
            yield Problem(
                code="hidden_left_out",
                message=f"{counts.hidden} stretches of hidden or struck text are left out: nobody is to read them.",
            )
        if counts.narrowed:
            yield Problem(
                code="table_too_large",
                message=f"{counts.narrowed} cells span more than {limits().span} columns, or stand beyond column "
                f"{limits().columns}; they are read as cells of one column (settings {setting('span')}, "
                f"{setting('columns')}).",
            )

    # -- blocks ----------------------------------------------------------------------------------------------------

    def blocks(self, parent: Element, depth: int) -> None:
        for node in unwrapped(parent, depth):
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
        style_id = value_of(properties, "pStyle") or self.styles.default
        words: list[str] = []
        self.inline(node, words, depth)
        if False in self.fields:  # A field's code does not go on for paragraphs; one left open would swallow the rest.
            self.fields.clear()
        said = self.carried + "".join(words)
        mark = properties.find("rPr") if properties is not None else None
        if mark is not None and (mark.find("del") is not None or mark.find("moveFrom") is not None):
            self.counts.deleted += mark.find("del") is not None
            self.carried = said
            return "", "paragraph"
        self.carried = ""
        style = self.styles.get(style_id)
        if style is not None and style.is_contents:
            return "", "paragraph"  # The table of contents says every heading again.
        hidden_mark = mark is not None and is_on(mark.find("vanish"))
        label = "" if hidden_mark and not said.strip() else self.label(properties, style_id)
        if style is not None and style.name == "title" and self.title is None and tidy(said):
            self.title = tidy(said)
        kind = "heading" if self.styles.is_heading(properties, style_id) else "paragraph"
        return f"{label}{said.lstrip() if label else said}", kind

    def label(self, properties: Element | None, style_id: str | None) -> str:
        """The number that Word prints before the paragraph."""
        numbered = properties.find("numPr") if properties is not None else None
        list_id = number(numbered.find("numId")) if numbered is not None else None
        level = number(numbered.find("ilvl")) if numbered is not None else None
        if list_id is None:
            for style in self.styles.chain(style_id):
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

    # -- running text ----------------------------------------------------------------------------------------------

    def inline(self, parent: Element, words: list[str], depth: int) -> None:
        bounded(depth)
        for node in parent:
            tag = node.tag
            if tag == "r":
                self.run(node, words, depth)
            elif tag in ("del", "moveFrom"):
                self.counts.deleted += tag == "del"
            elif tag in _INLINE:
                self.counts.inserted += tag == "ins" and any(True for _ in node.iter("t"))
                begun = len(words)
                self.inline(chosen(node), words, depth + 1)
                if tag == "hyperlink":
                    self.link(node, "".join(words[begun:]))

    def run(self, run: Element, words: list[str], depth: int) -> None:
        bounded(depth)
        properties = run.find("rPr")
        raised = False
        if properties is not None:
            struck = is_on(properties.find("strike")) or is_on(properties.find("dstrike"))
            hidden_style = self.styles.is_hidden(value_of(properties, "rStyle"))
            if struck or is_on(properties.find("vanish")) or hidden_style:
                self.counts.hidden += any((t.text or "").strip() for t in run.iter("t"))
                return
            raised = value_of(properties, "vertAlign") == "superscript"
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
                self.run(chosen(node), words, depth + 1)
            elif tag in ("ruby", "rubyBase"):
                self.inline(node, words, depth + 1)

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
                waiting += reversed(chosen(node))

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
                lines = [line for node in unwrapped(note, 0) if node.tag == "p" for line in self.lines(node, 1)]
                self.out.paragraph(f"{str(ordinal).translate(SUPERSCRIPT)} {' '.join(lines)}")

    # -- tables ----------------------------------------------------------------------------------------------------

    def table(self, node: Element, depth: int) -> None:
        bounded(depth)
        rows = read_rows(node, depth, self.counts)
        cells = [cell for row in rows for cell in row]
        if frames_text(cells, depth):
            for cell in cells:
                self.blocks(cell.element, depth + 1)
                self.flush()
            return
        self.out.grid(spanned(rows, lambda cell: "\n".join(self.lines(cell, depth))))

    def lines(self, parent: Element, depth: int) -> list[str]:
        """The lines within a cell or a note, those of tables and boxes in it too."""
        bounded(depth)
        found: list[str] = []
        nodes = [parent] if parent.tag == "p" else list(unwrapped(parent, depth))
        for node in nodes:
            if node.tag == "p":
                words, _ = self.paragraph(node, depth)
                found += tidy_lines(words).split("\n")
                boxes, self.boxes = self.boxes, []
                for box in boxes:
                    found += self.lines(box, depth + 1)
            elif node.tag == "tbl":
                for row in read_rows(node, depth + 1, self.counts):
                    for cell in row:
                        found += self.lines(cell.element, depth + 1)
        if self.carried and parent.tag != "p":
            found.append(tidy(self.carried))
            self.carried = ""
        return [line for line in found if line]


def _sign(node: Element) -> str:
    try:
        code = int(node.get("char") or "", 16)
    except ValueError:
        return _UNREADABLE
    return _UNREADABLE if code < 32 or 0xD800 <= code <= 0xF8FF or code > 0x10FFFF else chr(code)
