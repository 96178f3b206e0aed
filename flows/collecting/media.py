"""Which type of file was fetched, told from its bytes: what servers declare is a hint at best."""

from __future__ import annotations

import re

_MARKS = (
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", "application/rtf"),
)
# Members that tell Office documents from other archives; the first one's name stands near the beginning.
_WITHIN_ZIP = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"OFD.xml", "application/ofd"),
)
_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)\b", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|meta|script|a|ul|span)\b", re.IGNORECASE)


def media_type(content: bytes) -> str:
    """The media type, as far as the first bytes tell; application/octet-stream where they do not."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if content.startswith(b"PK\x03\x04"):
        return next((name for mark, name in _WITHIN_ZIP if mark in content), "application/zip")
    head = content[:4096]
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if _SITEMAP.search(head):
        return "application/xml"
    # Before markup: interfaces give pages within JSON.
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return "application/json"
    if _MARKUP.search(head):
        return "text/html"
    if head.lstrip().startswith(b"<?xml"):
        return "application/xml"
    return "application/octet-stream" if b"\0" in head else "text/plain"


def is_page(content: bytes) -> bool:
    """True for a web page."""
    return media_type(content) == "text/html"


def breaks_off(content: bytes) -> bool:
    """True where a page or a PDF lacks its end, although the server declared it whole."""
    tail = content[-2048:]
    if content.startswith(b"%PDF-"):
        return b"%%EOF" not in tail
    if b"<html" in content[:4096].lower():
        return b"</html" not in tail.lower() and b"</body" not in tail.lower()
    return False
