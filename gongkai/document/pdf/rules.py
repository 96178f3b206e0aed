"""Ruling lines out of a page's drawn paths, whoever drew them.

Word and Chromium fill thin rectangles, WPS strokes lines, LibreOffice strokes or fills polygons, and a border may be a
ring between two rectangles or a row of dots. What comes out is always the same: level and upright lines with their
extent, pieces of one line joined. Backgrounds, white lines and slanted lines are no rules.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import msgspec
import pypdfium2.raw as pdfium

from .geometry import Box, Frame, Rule, Rules

_THIN = 3.2
"""Points: a filled shape no thicker than this is a line."""
_WHITE = 0xF2
_SHORTEST = 5.0
"""Points: what is shorter when its pieces are joined is a dot or a stroke of a drawing."""
_SAME_LINE = 2.0
_GAP = 3.5
_MOST_SEGMENTS = 4000
_MOST_RINGS = 64
_DEEPEST_FORM = 6

Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawn(msgspec.Struct):
    """What is drawn on a page apart from its text."""

    rules: Rules
    image_share: float
    """Share of the page covered by images: a scan may come in strips."""
    objects: int
    """How many objects were met."""


def page_drawings(page: Any, frame: Frame, most_objects: int) -> Drawn:
    """The rules and images of a page; looks at no more than `most_objects` objects."""
    level: list[Rule] = []
    upright: list[Rule] = []
    image_area = 0.0
    objects = 0
    for item, kind, matrix in _objects(page, most_objects):
        objects += 1
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = _moved(_bounds(item), matrix)
            image_area += (x1 - x0) * (y1 - y0)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            for box in _thin_boxes(item, matrix):
                x0, y0, x1, y1 = frame.seen(*box)
                if y1 - y0 <= _THIN:
                    level.append(Rule((y0 + y1) / 2, x0, x1))
                if x1 - x0 <= _THIN:
                    upright.append(Rule((x0 + x1) / 2, y0, y1))
    width, height = frame.size
    share = min(image_area / (width * height), 1.0) if width * height > 0 else 0.0
    return Drawn(Rules(joined_rules(level), joined_rules(upright)), share, objects)


def _objects(page: Any, most: int) -> Iterator[tuple[Any, int, Matrix]]:
    """Every object of the page, those inside forms too, with the matrix of the form around it."""
    met = 0
    stack: list[tuple[Any, int, int, bool, Matrix, int]] = [
        (page, 0, pdfium.FPDFPage_CountObjects(page), False, _PLAIN, 0)
    ]
    while stack:
        holder, index, count, is_form, matrix, depth = stack.pop()
        get = pdfium.FPDFFormObj_GetObject if is_form else pdfium.FPDFPage_GetObject
        while index < count:
            item = get(holder, index)
            index += 1
            met += 1
            if met > most:
                return
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                stack.append((holder, index, count, is_form, matrix, depth))
                inner = _times(_matrix(item), matrix)
                stack.append((item, 0, pdfium.FPDFFormObj_CountObjects(item), True, inner, depth + 1))
                break
            yield item, kind, matrix


def _matrix(item: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, m):
        return _PLAIN
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _point(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _moved(box: Box, matrix: Matrix) -> Box:
    if matrix is _PLAIN:
        return box
    ax, ay = _point(box[0], box[1], matrix)
    bx, by = _point(box[2], box[3], matrix)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _bounds(item: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _visible(item: Any, colour: Any) -> bool:
    """False for what is see-through or white. A pattern counts as seen."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour(item, red, green, blue, alpha):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _thin_boxes(item: Any, matrix: Matrix) -> Iterator[Box]:
    """The lines of a path, each as the thin box it fills."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke):
        return
    box = _moved(_bounds(item), matrix)
    thin = min(box[2] - box[0], box[3] - box[1]) <= _THIN
    segments = pdfium.FPDFPath_CountSegments(item)
    if not thin and not stroke.value and segments <= 5:
        return  # a background
    if segments > _MOST_SEGMENTS:
        return  # a drawing
    stroked = bool(stroke.value) and _visible(item, pdfium.FPDFPageObj_GetStrokeColor)
    filled = bool(fill.value) and _visible(item, pdfium.FPDFPageObj_GetFillColor)
    if not stroked and not filled:
        return
    if thin:
        yield box
        return
    polygons = [points for points in _subpaths(item, matrix, segments) if points]
    if stroked:
        for points in polygons:
            yield from _edges(points)
        return
    outlines = [_outline(points) for points in polygons]
    for outline in outlines:
        if min(outline[2] - outline[0], outline[3] - outline[1]) <= _THIN:
            yield outline
        elif 1 < len(outlines) <= _MOST_RINGS:
            yield from _ring_edges(outline, outlines)


def _outline(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _ring_edges(outer: Box, outlines: list[Box]) -> Iterator[Box]:
    """The border between a rectangle and another one just inside it, drawn as one filled shape."""
    for inner in outlines:
        widths = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
        if inner != outer and all(0 <= width <= _THIN for width in widths) and any(width > 0 for width in widths):
            left, bottom, right, top = widths
            if left:
                yield outer[0], outer[1], inner[0], outer[3]
            if bottom:
                yield outer[0], outer[1], outer[2], inner[1]
            if right:
                yield inner[2], outer[1], outer[2], outer[3]
            if top:
                yield outer[0], inner[3], outer[2], outer[3]
            return


def _edges(subpath: list[tuple[float, float]]) -> Iterator[Box]:
    ax, ay = subpath[0]
    for bx, by in subpath[1:]:
        if abs(ax - bx) <= 0.6 or abs(ay - by) <= 0.6:
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        ax, ay = bx, by


def _subpaths(item: Any, matrix: Matrix, segments: int) -> Iterator[list[tuple[float, float]] | None]:
    """The polygons of a path as points; None for one with curves."""
    own = _times(_matrix(item), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield None if curved else points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(_point(x.value, y.value, own))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[-1] != points[0]:
            points.append(points[0])
    if points:
        yield None if curved else points


def joined_rules(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line made one line; what stays too short to be a rule is left out."""
    joined: list[Rule] = []
    for line in _lines(rules):
        at = sum(rule.at for rule in line) / len(line)
        low, high = line[0].low, line[0].high
        for rule in line[1:]:
            if rule.low <= high + _GAP:
                high = max(high, rule.high)
            else:
                joined.append(Rule(at, low, high))
                low, high = rule.low, rule.high
        joined.append(Rule(at, low, high))
    return [rule for rule in joined if rule.high - rule.low >= _SHORTEST]


def _lines(rules: list[Rule]) -> Iterator[list[Rule]]:
    """Rules at the same place, sorted by where they begin."""
    line: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if line and rule.at - line[0].at > _SAME_LINE:
            yield sorted(line, key=lambda rule: rule.low)
            line = []
        line.append(rule)
    if line:
        yield sorted(line, key=lambda rule: rule.low)
