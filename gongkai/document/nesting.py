"""How much of a page may go to the parser. Its time and memory grow with the square of what a page leaves open.

HTML has it that an unclosed <font> goes on in every block after it: each block gets an element of its own for each
that is open, so that 60 KB of tags become 4 million elements. The tags are counted before the parser sees them.
"""

from __future__ import annotations

import re
from collections import Counter

from gongkai.document.limits import limits, setting
from gongkai.model import Problem

# Elements without content, and those that the parser closes by itself, do not nest.
_TAG = re.compile(
    r"<(?:(/?)(?!(?:br|hr|img|input|meta|link|p|li|td|th|tr|tbody|option|dd|dt|col|area|base|param|source|wbr|embed)\b)"
    r"([a-z][^\s<>/]*)|p\b|li\b|td\b)([^<>]*)",
    re.IGNORECASE,
)
_GOES_ON = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])
"""What goes on in the blocks after it where it is not closed."""
_GOING = re.compile(rf"(</?)({'|'.join(sorted(_GOES_ON, key=len, reverse=True))})(?=[\s<>/])")
_ALIKE = 3
"""Of elements that are alike, HTML lets no more than three go on."""
_WORK = 10_000
"""Elements at the deepest level let in: a parser looks at all that are open whenever one begins."""
_LONG = re.compile(r"<[^<>]{1000}")
_LONG_TAG = re.compile(r"<[a-z][^<>]{1000}", re.IGNORECASE)
"""The same of elements only, which is slower to look for."""


def parseable(text: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a page up to where its tags become too much for a parser, and the problem where that is not all."""
    most, elements = limits(), text.count("<") - text.count("</")
    few = elements <= most.nesting and elements**2 <= 2 * _WORK * most.nesting
    if few and elements * _most_going_on(text, elements) <= most.repeated_elements and not _has_long_tag(text):
        return text, ()  # As nearly every page: nothing can be too deep in so few.
    at, what, name = _end(text)
    if at == len(text):
        return text, ()
    message = (
        f"The page has more than {getattr(limits(), name):,} {what}; the {len(text) - at:,} characters from there on "
        f"are not read (setting {setting(name)})."
    )
    return text[:at], (Problem(code="nested_too_deep", message=message),)


def _most_going_on(text: str, elements: int) -> int:
    """At most so many elements go on anywhere in the page: of a page with few elements less than a quarter of them."""
    if elements**2 <= 4 * limits().repeated_elements:
        return elements // 4
    going: Counter[str] = Counter()
    most = now = 0
    for tag, name in _GOING.findall(text.lower()):
        if tag == "<":
            going[name] += 1
            now += 1
            most = max(most, now)
        elif going[name]:
            going[name] -= 1
            now -= 1
    return most


def _has_long_tag(text: str) -> bool:
    return _LONG.search(text) is not None and _LONG_TAG.search(text) is not None


def _end(text: str) -> tuple[int, str, str]:
    most = limits()
    depth = repeated = going = work = 0
    open_now: Counter[str] = Counter()
    for tag in _TAG.finditer(text):
        element = (tag[2] or "").lower()
        if tag[1]:
            depth = max(0, depth - 1)
            if element in _GOES_ON:
                last = next((said for said in reversed(open_now) if said.startswith(f"{element} ")), None)
                if last is not None:
                    open_now[last] -= 1
                    going -= open_now[last] < _ALIKE
                    if not open_now[last]:
                        del open_now[last]
            continue
        if len(tag[3]) > most.attributes and len(tag[3].split()) > most.attributes:
            return tag.start(), "attributes in one element", "attributes"
        if element in _GOES_ON:
            said = f"{element} {tag[3].strip()}"
            going += open_now[said] < _ALIKE
            open_now[said] += 1
        else:
            repeated += going
            if repeated > most.repeated_elements:
                return (
                    tag.start(),
                    "elements that go on from block to block since they are not closed",
                    "repeated_elements",
                )
        if element:
            depth += 1
            work += depth
            if depth > most.nesting or work > _WORK * most.nesting:
                return tag.start(), "elements within one another", "nesting"
    return len(text), "", ""
