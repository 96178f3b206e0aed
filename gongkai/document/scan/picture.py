"""Picture files (PNG, JPEG, TIFF of many pages) that are scans, to a `Document`."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from gongkai.document.model import Document
from gongkai.document.pdf import recognised_page
from gongkai.document.pdf.assembly import assembled
from gongkai.model import Problem, UnreadableSource

from . import DPI

_SHORTER_SIDE = round(210 / 25.4 * DPI)
"""Pixels: what a picture says of its resolution is often wrong, so that its pages are taken for A4."""
_MOST_PAGES = 100


def read_pages(data: bytes, media_type: str) -> Document:
    """What is recognised on the pages of a picture file. Raises UnreadableSource: `picture_damaged`."""
    try:
        _, images = cv2.imdecodemulti(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise UnreadableSource("picture_damaged", f"the picture cannot be opened: {error.err}") from error
    if not images:
        raise UnreadableSource("picture_damaged", "the picture cannot be opened: its data are damaged or break off")
    problems: list[Problem] = []
    pages = [
        recognised_page(_sized(image), number, problems) for number, image in enumerate(images[:_MOST_PAGES], start=1)
    ]
    return assembled(pages, problems, media_type)


def _sized(image: Any) -> Any:
    scale = _SHORTER_SIDE / min(image.shape[:2])
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=kind)
