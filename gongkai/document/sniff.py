"""Which type of file it is, told from its bytes: endings and declared types lie."""

from __future__ import annotations

import re

from gongkai.document.decode import decode
from gongkai.document.html import read_html_text
from gongkai.document.markdown import read_markdown
from gongkai.document.model import Document
from gongkai.document.pdf import read_pdf
from gongkai.document.text import read_text
from gongkai.model import UnreadableSource

# The first bytes of types that are known and not read (yet): what to call them.
_FOREIGN = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a bitmap image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive or an Office document (docx, xlsx)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document of the old kind (doc, xls, wps)"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript file"),
    (b"{\\rtf", "a rich-text file (rtf)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
)
_PDF_WITHIN = 1024  # Readers of PDF accept the mark anywhere in the first kilobyte.

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|tr|td|div|p|br|span|meta|ul|ol|li|h[1-6]|script|a|center|font|section|article)\b[^<>]*>",
    re.IGNORECASE,
)
_ENOUGH_TAGS = 3
_MARKDOWN_TABLE = re.compile(r"^\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?\s*$", re.MULTILINE)
_MARKDOWN_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_TOLERABLE = 8
_TOLERABLE_SHARE = 0.01


def open_document(data: bytes) -> Document:
    """The document in `data`: HTML, PDF, Markdown or plain text.

    Raises UnreadableSource: `empty_file`, `foreign_type` (an image, an archive, an Office file), `no_text`, or what the
    reader of the type says.
    """
    if not data.strip():
        raise UnreadableSource("empty_file", "the file is empty; expected an annual report")
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return read_pdf(data)
    for mark, name in _FOREIGN:
        if data.startswith(mark):
            raise UnreadableSource(
                "foreign_type", f"this is {name}; expected an annual report as HTML, PDF, Markdown or plain text"
            )
    decoded = decode(data)
    text = decoded.text
    strange = len(_BINARY.findall(text)) + text.count("\ufffd")
    if strange > max(_TOLERABLE, _TOLERABLE_SHARE * len(text)):
        raise UnreadableSource("foreign_type", "this is no text in any known encoding; expected an annual report")
    head = text[:20_000]
    if len(_MARKUP.findall(head)) >= _ENOUGH_TAGS or head.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        return read_html_text(text, decoded.problems)
    if _MARKDOWN_TABLE.search(text) or len(_MARKDOWN_HEADING.findall(text)) >= _ENOUGH_TAGS:
        return read_markdown(text)
    return read_text(text)
