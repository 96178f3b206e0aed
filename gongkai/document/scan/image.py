"""A scanned page as an image: set straight, its ruling lines and its ink told apart.

Lengths are pixels of the image as it is worked on, `scan.DPI` dots an inch.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import msgspec
import numpy as np

_MOST_SKEW = 3.0
"""Degrees. What lies more askew is not set straight, and is read badly or not at all."""
_WINDOW = 51
_DARKER = 15
"""Grey levels below the mean around it from which a point is ink: shadows of a scan are no ink."""
_LONG_LEVEL = 100
_LONG_UPRIGHT = 50
"""A stroke of a letter, or a dash in a cell, is shorter than a ruling line."""
_ROW = 24
"""The side of a cell of one line, where cells are framed one by one; it touches level lines at both ends."""
_THICK = 10
_TOUCH = 6
"""Pixels that a line may miss another one by."""
_SPECK = 7
_PICTURE = 160
"""What hangs together and is larger than this both ways is no letter: a seal, a photograph."""


class Sheet(msgspec.Struct):
    """One page, upright."""

    grey: Any
    """The image without its ruling lines: what is recognised."""
    ink: Any
    """True where there is ink that may be text."""
    level: list[tuple[int, int, int, int]]
    """Ruling lines: left, top, width, height."""
    upright: list[tuple[int, int, int, int]]


def grey_of(image: Any) -> Any:
    """One channel out of an image (BGR or grey). The red one: a red seal vanishes in it, and what is below is seen."""
    return image if image.ndim == 2 else np.ascontiguousarray(image[:, :, 2])


def straightened(grey: Any) -> Any:
    """Turned by the few degrees that make lines of text and ruling lines level."""
    angle = _skew(grey)
    if abs(angle) < 0.02:
        return grey
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _skew(grey: Any) -> float:
    """Degrees, counterclockwise, by which the page must be turned: rows of ink are then sharpest apart."""
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = np.argwhere(_binary(small) > 0).astype(np.float32)
    if len(ink) < 500:
        return 0.0
    ink = ink[:: max(1, len(ink) // 60_000)]
    best, step = 0.0, 0.5
    while step > 0.02:
        tried = [best + step * n for n in range(-6, 7) if abs(best + step * n) <= _MOST_SKEW]
        best = max(tried, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))
        step /= 4
    return best


def _sharpness(ink: Any, angle: float) -> float:
    turned = ink[:, 0] + ink[:, 1] * -math.tan(math.radians(angle))
    rows = np.bincount((turned - turned.min()).astype(np.int64))
    return float((np.diff(rows.astype(np.float64)) ** 2).sum())


def _binary(grey: Any) -> Any:
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _WINDOW, _DARKER)


def sheet_of(grey: Any) -> Sheet:
    """The page's ruling lines, and its ink without them."""
    dark = _binary(grey)
    level_mask, level = _lines(dark, (_LONG_LEVEL, 1))
    upright_mask, upright = _lines(dark, (1, _ROW), beside=level)
    ruled = cv2.dilate(level_mask | upright_mask, np.ones((5, 5), np.uint8)) > 0
    ink = dark.copy()
    ink[ruled] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    if count > 1:
        width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
        unwanted = ((width < _SPECK) & (height < _SPECK)) | ((width > _PICTURE) & (height > _PICTURE))
        ink[unwanted[labels] & (labels > 0)] = 0
    clean = grey.copy()
    clean[ruled] = int(np.median(grey))
    return Sheet(clean, ink > 0, level, upright)


def _lines(
    dark: Any, long: tuple[int, int], beside: list[tuple[int, int, int, int]] | None = None
) -> tuple[Any, list[tuple[int, int, int, int]]]:
    """A mask of the ruling lines in one direction, and the box of each.

    Where lines of the other direction are given, those that touch none of them are strokes of a headline's letters; and
    so are short ones that do not go from one to the next.
    """
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(long[::-1], np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened)
    across = stats[:, cv2.CC_STAT_HEIGHT if long[1] == 1 else cv2.CC_STAT_WIDTH]
    kept = across <= _THICK
    kept[0] = False
    if beside is not None:
        kept &= [_is_held(tuple(box), beside) for box in stats[:, :4]]
    mask = np.where(kept[labels], np.uint8(255), np.uint8(0))
    boxes = [tuple(int(v) for v in stats[index, :4]) for index in range(1, count) if kept[index]]
    return mask, boxes  # type: ignore[return-value]  # Each has four numbers, which mypy cannot count.


def _is_held(line: tuple[int, ...], level: list[tuple[int, int, int, int]]) -> bool:
    """Whether an upright line touches a level one; a short one, one at each end."""
    x, y, width, height = line
    if height >= _LONG_UPRIGHT:
        return any(_touch(line, other) for other in level)
    ends = ((x, y, width, 1), (x, y + height - 1, width, 1))
    return all(any(_touch(end, other) for other in level) for end in ends)


def _touch(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return (
        a[0] <= b[0] + b[2] + _TOUCH
        and b[0] <= a[0] + a[2] + _TOUCH
        and a[1] <= b[1] + b[3] + _TOUCH
        and b[1] <= a[1] + a[3] + _TOUCH
    )
