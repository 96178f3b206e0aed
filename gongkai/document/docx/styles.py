"""The styles of a Word document: what a paragraph is and which list numbers it, where it does not say so itself."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.document.docx.elements import value_of
from gongkai.document.ooxml import Element, is_on, number
from gongkai.model import Value

_CHAINS = 20
"""So many styles may be based on each other; more are a circle."""


class Style(Value, frozen=True, kw_only=True):
    """What one style says itself, without those it is based on."""

    name: str
    based_on: str | None
    list_id: int | None
    list_level: int | None
    outline: int | None
    hidden: bool

    @property
    def is_contents(self) -> bool:
        """Whether it is an entry in the table of contents."""
        return self.name.startswith("toc ") and self.name[4:].isdigit()


class Styles:
    """The styles by their id. `default` is the one that a paragraph has without saying so."""

    def __init__(self, part: Element | None):
        self._styles: dict[str, Style] = {}
        self.default: str | None = None
        for node in part if part is not None else ():
            identifier = node.get("styleId")
            if node.tag != "style" or identifier is None:
                continue
            self._styles[identifier] = _style(node)
            if node.get("type") == "paragraph" and node.get("default") in ("1", "true", "on"):
                self.default = identifier

    def get(self, style_id: str | None) -> Style | None:
        """The style of that id."""
        return self._styles.get(style_id or "")

    def chain(self, style_id: str | None) -> Iterator[Style]:
        """A style and those it is based on."""
        for _ in range(_CHAINS):
            style = self.get(style_id)
            if style is None:
                return
            yield style
            style_id = style.based_on

    def list_of(self, style_id: str) -> int | None:
        """The list that numbers the paragraphs of a style."""
        return next((style.list_id for style in self.chain(style_id) if style.list_id), None)

    def is_hidden(self, style_id: str | None) -> bool:
        """Whether words of this style are not shown."""
        return any(style.hidden for style in self.chain(style_id))

    def is_heading(self, properties: Element | None, style_id: str | None) -> bool:
        """Whether a paragraph with these properties and this style is a heading."""
        outline = number(properties.find("outlineLvl")) if properties is not None else None
        if outline is None:
            outline = next((style.outline for style in self.chain(style_id) if style.outline is not None), None)
        if outline is not None:
            return outline < 9
        return any(style.name == "title" or style.name.startswith("heading ") for style in self.chain(style_id))


def _style(node: Element) -> Style:
    properties, run = node.find("pPr"), node.find("rPr")
    numbered = properties.find("numPr") if properties is not None else None
    return Style(
        name=(value_of(node, "name") or "").lower(),
        based_on=value_of(node, "basedOn"),
        list_id=number(numbered.find("numId")) if numbered is not None else None,
        list_level=number(numbered.find("ilvl")) if numbered is not None else None,
        outline=number(properties.find("outlineLvl")) if properties is not None else None,
        hidden=run is not None and is_on(run.find("vanish")),
    )
