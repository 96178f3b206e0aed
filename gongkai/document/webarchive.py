"""Web archives (MHT, MHTML): a page with its pictures in one file, as browsers, Word and WPS save it.

The page is taken out as the bytes that it was saved from; whoever reads HTML tells their encoding. Pictures, styles and
the pages of frames beside it are left.
"""

from __future__ import annotations

import re
from email import message_from_bytes

from gongkai.model import UnreadableSource

_HEAD = 4096
_FIELD = re.compile(rb"\s*[A-Za-z][A-Za-z-]{1,40}:[^\r\n]")
_MIME = re.compile(rb"^(?:MIME-Version:|Content-Type:\s*multipart/|Content-Location:)", re.IGNORECASE | re.MULTILINE)
_PAGE = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.IGNORECASE | re.MULTILINE
)
_PAGES = ("text/html", "application/xhtml+xml")


def is_web_archive(data: bytes) -> bool:
    """Whether the bytes begin with the head of a message that holds a page."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    return bool(_FIELD.match(head) and _MIME.search(head) and _PAGE.search(head))


def page_of(data: bytes) -> bytes:
    """The bytes of the page that the archive was made of. Raises UnreadableSource `web_archive_empty` without one."""
    message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start = (message.get_param("start") or "") if message.is_multipart() else ""
    first = next((part for part in pages if start and part.get("Content-ID") == start), pages[0] if pages else None)
    content = first.get_payload(decode=True) if first is not None else None
    if not isinstance(content, bytes) or not content.strip():
        raise UnreadableSource("web_archive_empty", "this is a web archive (mht) without a page in it")
    return content
