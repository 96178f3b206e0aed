"""Lines to paragraphs, over line and page ends; page numbers and running heads told apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

import msgspec

from .lines import Line, is_wide

_MARGIN = 0.12
"""Share of the page's height, above and below, in which page numbers and running heads stand."""
_PAGE_NUMBER = re.compile(
    r"[-—–－·~\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－·~\s]*"
)
_DIGITS = re.compile(r"\d+")
_NEW_ITEM = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")
_SENTENCE_END = "。；：！？!?;:"
_NOT_FIRST = "，。、；：！？）》」』”’】〕％%,.;:!?)"
_INDENT = 1.2
_ROOM = 0.7
_SAME_SIZE = 0.13
_FAR = 1.75
_WIDEST = 2.6
"""Ems from line to line: more is no line spacing."""


class PageText(msgspec.Struct):
    """The lines of one page that stand in no table, from the top."""

    number: int
    width: float
    height: float
    lines: list[Line]


class Measure(msgspec.Struct, frozen=True):
    """The type area of the running text: where its lines begin and end, and the size of its type."""

    left: float
    right: float
    em: float
    pitch: float
    """From one line to the next."""


def running_heads(pages: list[PageText]) -> set[int]:
    """Ids (`id(line)`) of the lines that are page numbers or stand on several pages at the same place."""
    found: set[int] = set()
    repeated: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if page.height * _MARGIN < line.box[3] and line.box[1] < page.height * (1 - _MARGIN):
                continue
            if _PAGE_NUMBER.fullmatch(line.text):
                found.add(id(line))
            else:
                repeated[_DIGITS.sub("", line.text), round(line.box[1] / 8)].append(line)
    for lines in repeated.values():
        if len(lines) >= 2 and len(lines) * 2 >= len(pages):
            found.update(id(line) for line in lines)
    return found


def measure(lines: list[Line]) -> Measure | None:
    """The type area of these lines; None where there are none."""
    if not lines:
        return None
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.em * 2) / 2] += len(line.chars)
    em = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.em - em) <= em * _SAME_SIZE] or lines
    rights = sorted(line.box[2] for line in body)
    # One line that overhangs must not make all the others look short.
    right = rights[min(len(rights) - 1, int(len(rights) * 0.9))]
    lefts = sorted(line.box[0] for line in body)
    left = lefts[int(len(lefts) * 0.1)]
    steps: Counter[int] = Counter()
    for above, below in pairwise(body):
        step = round(below.box[1] - above.box[1])
        if step > 0:
            steps[step] += 1
    pitch = min(float(steps.most_common(1)[0][0]), em * _WIDEST) if steps else em * 1.5
    return Measure(left, right, em, pitch)


def goes_on(line: Line, following: Line, area: Measure, same_page: bool) -> bool:
    """`following` is the next line of the same paragraph."""
    em = max(line.em, following.em)
    if abs(line.em - following.em) > em * _SAME_SIZE:
        return False
    if same_page and following.box[1] - line.box[1] > max(area.pitch, em * 1.2) * _FAR:
        return False
    centred = _is_centred(line, area) and _is_centred(following, area)
    if centred:
        return line.box[2] - line.box[0] + _first_unit(following) > (area.right - area.left) - em * 2
    if following.box[0] > area.left + em * _INDENT and following.box[0] > line.box[0] - em * _INDENT:
        # An indented line begins a paragraph, save in one that is indented as a whole.
        if abs(following.box[0] - line.box[0]) > em * 0.3 or _NEW_ITEM.match(following.text):
            return False
        if line.text[-1] in _SENTENCE_END:
            return False
    if _NEW_ITEM.match(following.text) and line.text[-1] in _SENTENCE_END:
        return False
    return line.box[2] + _first_unit(following) > area.right - em * _ROOM


def _is_centred(line: Line, area: Measure) -> bool:
    left, right = line.box[0] - area.left, area.right - line.box[2]
    return left > line.em * 0.5 and abs(left - right) < line.em * 0.8


def _first_unit(line: Line) -> float:
    """Room that the line's first word takes up: what would have had to fit at the end of the line before."""
    end = line.chars[0].x1
    wide = is_wide(line.chars[0].text)
    for a, b in pairwise(line.chars):
        if wide:
            if b.text not in _NOT_FIRST:
                break
        elif is_wide(b.text) or b.x0 - a.x1 > line.em * 0.17:
            break
        end = b.x1
    return end - line.chars[0].x0


def spliced(text: str, following: str) -> str:
    """Two lines of a paragraph as one text."""
    a, b = text[-1:], following[:1]
    if a.isascii() and b.isascii() and a.isalnum() and b.isalnum() and not (a.isdigit() and b.isdigit()):
        return f"{text} {following}"
    return text + following
