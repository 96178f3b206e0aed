"""A scanned page to what a page with a text layer gives: characters with their boxes, and ruling lines.

Everything behind (cells, tables over pages, paragraphs) is then the same as for any other PDF page. Lines of print are
found by the white between them, cell by cell in ruled tables and over the whole width elsewhere. Ink of which the
recogniser makes nothing becomes U+FFFD, so that a cell with something in it never comes out blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import cv2
import msgspec
import numpy as np

from gongkai.document.pdf.geometry import Char, Rule, Rules
from gongkai.document.pdf.grids import cell_boxes
from gongkai.document.pdf.lines import is_wide
from gongkai.document.pdf.rules import joined_rules

from . import DPI
from .image import Sheet, grey_of, sheet_of, straightened
from .recogniser import recognise

POINT = 72 / DPI
_UNKNOWN = "\ufffd"
_LEAST_SURE = 0.6
"""Below this the recogniser guesses."""
_SURE_PAGE = 0.8
_SAMPLE = 8
_LONG_LINES = 6
"""Characters of each of a page's longest lines, from which no other way up need be tried."""
_INSET = 3
"""Pixels inside a cell's lines that are left out."""
_MARGIN = 3
"""Pixels of white around a line: with more, a nought comes out as a small o."""
_ONE_LINE = 1.25
"""Times the height of a line: the strokes of 二 or the dots of ： are one line, two lines are higher."""
_NEAR = 0.2
"""Share of their height by which lines of running text are farther apart than the strokes of a letter."""
_APART = 2.5
"""Times the height of a line from which a gap parts two pieces."""
_THIN = 0.2
"""Share of a line's height that a dash is high."""
_SURE_DASH = 0.95
_NARROW = 0.55
"""Width of a Latin letter or digit, in Chinese characters."""
_NUMERIC = frozenset("0123456789.,，+-－—–/／%")

Window = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


class ScannedPage(msgspec.Struct):
    """What was recognised on a page."""

    width: float
    height: float
    """Points, upright."""
    chars: list[Char]
    rules: Rules


def scanned_page(image: Any) -> ScannedPage:
    """The characters and ruling lines of a page's image (BGR or grey, `DPI` dots an inch), whichever way up it is."""
    grey, sheet = _upright(grey_of(image))
    windows = _lines_of(sheet)
    line = _height(windows)
    dashes = [window for window in windows if _is_dash(window, line)]
    words = [window for window in windows if not _is_dash(window, line)]
    read = [*_read(sheet, words), *[("—", _SURE_DASH)] * len(dashes)]
    chars: list[Char] = []
    for window, (text, score) in zip([*words, *dashes], read, strict=True):
        chars += _spread(text, score, window, line)
    height, width = grey.shape
    return ScannedPage(width * POINT, height * POINT, chars, _rules(sheet))


def _upright(grey: Any) -> tuple[Any, Sheet]:
    """The page turned by the quarter at which most is read, and surest, in its longest lines.

    How much counts as well: on a page that lies on its side, narrow columns make short lines that are read well.
    """
    tried: list[tuple[float, Any, Sheet]] = []
    for quarter in (0, 1, 3, 2):
        turned = straightened(np.ascontiguousarray(np.rot90(grey, -quarter)))
        sheet = sheet_of(turned)
        sample = sorted(_lines_of(sheet), key=lambda w: w[0] - w[2])[:_SAMPLE]
        found = recognise([_crop(sheet.grey, window) for window in sample])
        characters = sum(len(text) for text, _ in found)
        sure = sum(len(text) * score for text, score in found)
        tried.append((sure, turned, sheet))
        if characters >= _LONG_LINES * _SAMPLE and sure >= _SURE_PAGE * characters:
            break
    _, turned, sheet = max(tried, key=lambda one: one[0])
    return turned, sheet


def _rules(sheet: Sheet) -> Rules:
    level = [Rule((y + h / 2) * POINT, x * POINT, (x + w) * POINT) for x, y, w, h in sheet.level]
    upright = [Rule((x + w / 2) * POINT, y * POINT, (y + h) * POINT) for x, y, w, h in sheet.upright]
    return Rules(joined_rules(level), joined_rules(upright))


def _lines_of(sheet: Sheet) -> list[Window]:
    """Every line of print, in the cells of ruled tables first."""
    ink = sheet.ink.copy()
    cells: list[Window] = []
    for left, top, right, bottom in cell_boxes(_rules(sheet)):
        cells.append((round(left / POINT), round(top / POINT), round(right / POINT), round(bottom / POINT)))
    bands = [(cell, band) for cell in cells for band in _bands(ink, _inset(cell))]
    outside = ink.copy()
    for left, top, right, bottom in cells:
        outside[max(top, 0) : bottom, max(left, 0) : right] = False
    whole = (0, 0, ink.shape[1], ink.shape[0])
    prose = _bands(outside, whole)
    heights = [bottom - top for _, (top, bottom) in bands] + [bottom - top for top, bottom in prose]
    if not heights:
        return []
    line = float(np.percentile(heights, 75))
    windows: list[Window] = []
    for cell in cells:
        inner = _inset(cell)
        for top, bottom in _merged(_bands(ink, inner), line):
            windows += _pieces(ink, (inner[0], top, inner[2], bottom), line)
    for top, bottom in _merged(prose, line, near=_NEAR):
        windows += _pieces(outside, (0, top, whole[2], bottom), line)
    return windows


def _inset(cell: Window) -> Window:
    left, top, right, bottom = cell
    return max(left + _INSET, 0), max(top + _INSET, 0), right - _INSET, bottom - _INSET


def _bands(ink: Any, window: Window) -> list[tuple[int, int]]:
    """From where to where, top to bottom, there is ink."""
    left, top, right, bottom = window
    filled = ink[top:bottom, left:right].any(axis=1)
    return [(top + a, top + b) for a, b in _runs(filled)]


def _runs(filled: Any) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _merged(bands: list[tuple[int, int]], line: float, near: float = 0.0) -> list[tuple[int, int]]:
    """Bands that together are no higher than one line made one, and those that nearly touch (告 in a headline)."""
    merged: list[tuple[int, int]] = []
    for top, bottom in bands:
        if merged and (
            bottom - merged[-1][0] <= line * _ONE_LINE
            or top - merged[-1][1] <= near * max(bottom - top, merged[-1][1] - merged[-1][0])
        ):
            merged[-1] = (merged[-1][0], bottom)
        else:
            merged.append((top, bottom))
    return merged


def _pieces(ink: Any, window: Window, line: float) -> Iterator[Window]:
    """The pieces of a line that wide gaps part, each drawn close around its ink."""
    left, top, right, bottom = window
    filled = ink[top:bottom, left:right].any(axis=0)
    runs = _runs(filled)
    start = 0
    for index, (a, b) in enumerate(pairwise([*runs, (1 << 30, 1 << 30)])):
        if b[0] - a[1] > line * _APART:
            yield left + runs[start][0], top, left + a[1], bottom
            start = index + 1


def _crop(grey: Any, window: Window, scale: float = 1.0) -> Any:
    left, top, right, bottom = window
    rows, columns = grey.shape
    cut = grey[
        max(top - _MARGIN, 0) : min(bottom + _MARGIN, rows), max(left - _MARGIN, 0) : min(right + _MARGIN, columns)
    ]
    if scale != 1.0:
        cut = cv2.GaussianBlur(cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), (3, 3), 0)
    return cv2.cvtColor(cut, cv2.COLOR_GRAY2BGR)


def _read(sheet: Sheet, windows: list[Window]) -> list[tuple[str, float]]:
    """The text of each line. A number counts only where a second look, at another size, says the same."""
    first = _looked([_crop(sheet.grey, window) for window in windows])
    again = [i for i, (text, _) in enumerate(first) if text and set(text) <= _NUMERIC]
    second = _looked([_crop(sheet.grey, windows[i], scale=1.6) for i in again])
    for i, (text, score) in zip(again, second, strict=True):
        if text != first[i][0]:
            first[i] = (_UNKNOWN, min(score, first[i][1]))
        else:
            first[i] = (text, max(score, first[i][1]))
    return [(text, score) if text and score >= _LEAST_SURE else (_UNKNOWN, score) for text, score in first]


def _looked(crops: list[Any]) -> list[tuple[str, float]]:
    return [(_plain(text), score) for text, score in recognise(crops)]


def _plain(text: str) -> str:
    """What looks alike told apart by what stands alone in print: a lone o is a nought, 一一 is no word but ——."""
    if text in ("o", "O"):
        return "0"
    return "—" * len(text) if len(text) > 1 and set(text) == {"一"} else text


def _is_dash(window: Window, line: float) -> bool:
    """A level stroke that stands alone: what the recogniser takes for 一 or for nothing."""
    left, top, right, bottom = window
    return bottom - top <= line * _THIN and line * 0.3 <= right - left <= line * 3


def _height(windows: list[Window]) -> float:
    return float(np.percentile([bottom - top for _, top, _, bottom in windows], 75)) if windows else 0.0


def _spread(text: str, score: float, window: Window, line: float) -> Iterator[Char]:
    """The characters of a line over its width: the recogniser does not say where each one stands."""
    left, top, right, bottom = (value * POINT for value in window)
    half = max(bottom - top, line * POINT) * 1.15 / 2
    middle = (top + bottom) / 2
    shares = [1.0 if is_wide(char) else _NARROW for char in text]
    unit = (right - left) / sum(shares)
    at = left
    for char, share in zip(text, shares, strict=True):
        yield Char(char, at, middle - half, at + share * unit, middle + half, certainty=score)
        at += share * unit
