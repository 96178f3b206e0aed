"""Which type of file it is, told from its bytes: endings and declared types lie."""

from __future__ import annotations

import re

from gongkai.document.answer import page_in
from gongkai.document.archive import is_zip
from gongkai.document.csvfile import read_csv
from gongkai.document.decode import decode
from gongkai.document.html import read_html_text
from gongkai.document.limits import refuse_beyond
from gongkai.document.markdown import read_markdown
from gongkai.document.model import Document
from gongkai.document.office import CONVERT, OLD_OFFICE, read_converted, read_old_office, read_zip
from gongkai.document.picture import read_picture, tell_picture
from gongkai.document.text import read_text
from gongkai.document.webarchive import is_web_archive, page_of
from gongkai.document.webpage import refuse_page_without_content, with_framed_files
from gongkai.model import UnreadableSource

_RICH_TEXT = b"{\\rtf"
# The first bytes of types that are known and not read: what to call them.
_FOREIGN = (
    (b"GIF8", "a GIF image"),
    (b"BM", "a bitmap image"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript file"),
    (_RICH_TEXT, f"a rich-text file (rtf); {CONVERT.format('docx')}"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
)
_READ = "HTML, MHT, PDF, docx, xlsx, xls, CSV, Markdown or plain text"
HEAD_BYTES = 1024
_PDF_WITHIN = HEAD_BYTES  # Readers of PDF accept the mark anywhere in the first kilobyte.

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|tr|td|div|p|br|span|meta|ul|ol|li|h[1-6]|script|a|center|font|section|article)\b[^<>]*>",
    re.IGNORECASE,
)
_ENOUGH_TAGS = 3
_MARKDOWN_TABLE = re.compile(
    r"^[ \t]*(?:\|[ \t]*)?:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+(?:\|\s*)?$", re.MULTILINE
)
_MARKDOWN_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)

_CONTROLS = bytes({*range(0x20)} - {*range(0x09, 0x0E)})
"""Characters of no text, as they stand in UTF-8."""
_TOLERABLE = 8
_TOLERABLE_SHARE = 0.01


def open_document(data: bytes) -> Document:
    """The document in `data`: HTML (also within JSON), MHT, PDF, docx, xlsx, xls, CSV, Markdown or plain text.

    Raises UnreadableSource: `empty_file`, `foreign_type` (a type that is not read), `scan_without_text` (a picture of a
    page), `archive_of_files` (see `archive.members`), `old_office_format` (doc, wps), or what the reader of the type
    says.
    """
    document = _opened(data)
    refuse_beyond("text_characters", len(document.text), "the file says more characters than any report:")
    return document


def escapes_limits(head: bytes) -> bool:
    """Whether a file with these first HEAD_BYTES is read by code that knows none of our limits: PDF, pictures, xls.

    Two kilobytes of a PDF may ask for hours. Whoever reads such files of strangers bounds the process that does it.
    """
    return b"%PDF-" in head or head.startswith(OLD_OFFICE) or tell_picture(head) is not None


def _opened(data: bytes) -> Document:
    refuse_beyond("file_bytes", len(data), "the file has more bytes than any report:")
    if not data.strip():
        raise UnreadableSource("empty_file", "the file is empty; expected an annual report")
    if b"%PDF-" in data[:_PDF_WITHIN]:
        from gongkai.document.pdf import read_pdf  # Here, as loading it takes longer than reading a page of HTML.

        return read_pdf(data)
    if is_zip(data):
        return read_zip(data)
    if data.startswith(OLD_OFFICE):
        return read_old_office(data)
    if picture := tell_picture(data):
        return read_picture(data, picture)
    if is_web_archive(data):
        return open_document(page_of(data))
    if data.startswith(_RICH_TEXT) and (document := read_converted(data, "rtf")):
        return document
    for mark, name in _FOREIGN:
        if data.startswith(mark):
            raise UnreadableSource("foreign_type", f"this is {name}; expected an annual report as {_READ}")
    decoded = decode(data)
    text = decoded.text
    refuse_beyond("markup_characters", len(text), "the file has more characters than any report:")
    written = text.encode("utf-8", "surrogatepass")
    strange = len(written) - len(written.translate(None, _CONTROLS)) + text.count("\ufffd")
    if strange > max(_TOLERABLE, _TOLERABLE_SHARE * len(text)):
        raise UnreadableSource("foreign_type", "this is no text in any known encoding; expected an annual report")
    if answered := page_in(text):
        return read_html_text(answered, decoded.problems)
    head = text[:20_000]
    if head.lstrip()[:15].lower().startswith(("<!doctype html", "<html")) or len(_MARKUP.findall(head)) >= _ENOUGH_TAGS:
        page = with_framed_files(read_html_text(text, decoded.problems), text)
        refuse_page_without_content(page, text)
        return page
    if _MARKDOWN_TABLE.search(text) or len(_MARKDOWN_HEADING.findall(text)) >= _ENOUGH_TAGS:
        return read_markdown(text)
    refuse_beyond("text_characters", len(text), "the file says more characters than any report:")
    return read_csv(text, decoded.problems) or read_text(text)
