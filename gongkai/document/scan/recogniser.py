"""The recogniser of printed lines: PP-OCR, whose models come inside the package of the extra `ocr`. Nothing is fetched.

One thread: the same crops give the same text on every machine, and threads of several workers do not fight.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

PACKAGE = "rapidocr_onnxruntime"

_HEIGHT = 48
_NARROWEST = 48
"""Pixels that a crop is padded to: the package's 320 makes a cell of one digit as dear as a line."""


def is_installed() -> bool:
    """Whether the extra `ocr` is there."""
    return find_spec(PACKAGE) is not None


def recognise(crops: Sequence[Any]) -> list[tuple[str, float]]:
    """The text of each crop (a line of print, BGR) and how sure the recogniser is of it, below 1."""
    if not crops:
        return []
    found, _ = _engine()(list(crops))
    return [("".join(text.split()), min(float(score), 0.999)) for text, score in found]


@lru_cache(maxsize=1)
def _engine() -> Any:
    made = import_module(PACKAGE).RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1).text_rec
    made.rec_image_shape = [3, _HEIGHT, _NARROWEST]
    return made
