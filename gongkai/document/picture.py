"""Pictures: type and size, told from the first bytes; those that are plausibly scanned pages are read."""

from __future__ import annotations

import struct

from gongkai.document import scan
from gongkai.document.limits import limits
from gongkai.document.model import Document
from gongkai.model import UnreadableSource, Value

_SCAN_FROM = 800
"""Pixels of the shorter side. A page of A4 at 100 dots an inch is 827 wide; icons and logos are not."""
_PAGE_SHAPE = (1.2, 1.7)
"""Longer to shorter side of a page: A4 and B5 1.41, letter 1.29, legal 1.65, either way up."""
_FRAME_MARKS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TIFF_WIDTH, _TIFF_HEIGHT = 256, 257


class Picture(Value, frozen=True, kw_only=True):
    """A picture file. Sizes in pixels, None where the file does not tell."""

    name: str
    media_type: str
    width: int | None = None
    height: int | None = None

    @property
    def is_page(self) -> bool:
        """It has the size and the shape of a scanned page."""
        if not self.width or not self.height or min(self.width, self.height) < _SCAN_FROM:
            return False
        shape = max(self.width, self.height) / min(self.width, self.height)
        return _PAGE_SHAPE[0] <= shape <= _PAGE_SHAPE[1] and self.width * self.height <= limits().pixels

    def refusal(self) -> UnreadableSource:
        """Why it is not read: `scan_without_text` where it has size and shape of a page, else `foreign_type`."""
        size = f" of {self.width} x {self.height} pixels" if self.width and self.height else ""
        if self.is_page:
            return UnreadableSource(
                "scan_without_text", f"this is {self.name}{size}, plausibly a scanned page, {scan.advice()}"
            )
        return UnreadableSource("foreign_type", f"this is {self.name}{size}; expected an annual report as text")


def tell_picture(data: bytes) -> Picture | None:
    """The picture that the bytes are (PNG, JPEG, TIFF); None for everything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack_from(">II", data, 16) if len(data) >= 24 else (None, None)
        return Picture(name="a PNG image", media_type="image/png", width=width, height=height)
    if data.startswith(b"\xff\xd8\xff"):
        width, height = _jpeg_size(data)
        return Picture(name="a JPEG image", media_type="image/jpeg", width=width, height=height)
    if data.startswith((b"II*\x00", b"MM\x00*")):
        width, height = _tiff_size(data)
        return Picture(name="a TIFF image", media_type="image/tiff", width=width, height=height)
    return None


def read_picture(data: bytes, picture: Picture) -> Document:
    """What a recogniser reads on a scanned page. Raises `Picture.refusal` where that is nothing."""
    if not picture.is_page or not scan.is_installed():
        raise picture.refusal()
    from gongkai.document.scan.picture import read_pages

    document = read_pages(data, picture.media_type)
    if not document.text.strip():
        raise picture.refusal()
    return document


def _jpeg_size(data: bytes) -> tuple[int | None, int | None]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark in _FRAME_MARKS:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None, None


def _tiff_size(data: bytes) -> tuple[int | None, int | None]:
    order = "<" if data[:2] == b"II" else ">"
    sizes: dict[int, int] = {}
    try:
        (directory,) = struct.unpack_from(f"{order}I", data, 4)
        (entries,) = struct.unpack_from(f"{order}H", data, directory)
        for entry in range(min(entries, 100)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHII", data, directory + 2 + 12 * entry)
            if kind == 3:  # A short lies in the first half of the field.
                (value,) = struct.unpack_from(f"{order}H", data, directory + 2 + 12 * entry + 8)
            sizes[tag] = value
    except struct.error:
        pass
    return sizes.get(_TIFF_WIDTH), sizes.get(_TIFF_HEIGHT)
