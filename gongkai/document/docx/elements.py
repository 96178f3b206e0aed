"""Elements of a Word document: what only wraps others, which of alternatives counts, how deep they may lie."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.document.ooxml import Element
from gongkai.model import UnreadableSource

TRANSPARENT = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent"))
"""What only wraps blocks, rows or cells."""
_DEEPEST = 60


def unwrapped(parent: Element, depth: int) -> Iterator[Element]:
    """The blocks, rows or cells below an element, whatever wraps them."""
    for node in parent:
        if node.tag in TRANSPARENT:
            bounded(depth)
            yield from unwrapped(chosen(node), depth + 1)
        else:
            yield node


def bounded(depth: int) -> None:
    """Refuse what no person has written; to leave out a part of it would lose text silently."""
    if depth > _DEEPEST:
        raise UnreadableSource("office_damaged", f"the Word document nests its elements more than {_DEEPEST} deep")


def chosen(node: Element) -> Element:
    """Of alternatives the first, which newer programs show; else the element itself."""
    if node.tag != "AlternateContent":
        return node
    choice = node.find("Choice")
    fallback = node.find("Fallback")
    if choice is None:
        return fallback if fallback is not None else node
    if fallback is not None and next(choice.iter("t"), None) is None and next(fallback.iter("t"), None) is not None:
        return fallback
    return choice


def value_of(parent: Element | None, name: str) -> str | None:
    """The `val` of a child element; None where either is not there."""
    node = parent.find(name) if parent is not None else None
    return node.get("val") if node is not None else None
