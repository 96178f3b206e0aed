"""Damage to the markup within cells and around tables, and to the bytes of the file."""

from __future__ import annotations

from html import escape
from random import Random

from ..layout import Page
from .catalogue import FILE, INNER, boxes_of, damage, number_boxes, some_of, word_boxes


def _pieces(rng: Random, text: str) -> list[str]:
    at = sorted(rng.sample(range(1, len(text)), min(len(text) - 1, rng.randint(1, 3)))) if len(text) > 1 else []
    return [text[a:b] for a, b in zip([0, *at], [*at, len(text)], strict=True)]


@damage(INNER)
def text_in_spans(page: Page, rng: Random) -> bool:
    """Labels and numbers cut into spans, as word processors export them."""
    opens = ('<span style="font-size:14pt">', '<span lang="EN-US">', "<font face='仿宋'>", "<b>")
    for box in some_of(rng, [*word_boxes(page), *number_boxes(page)], 0.5):
        parts = []
        for piece in _pieces(rng, box.text):
            tag = rng.choice(opens)
            name = tag[1:].split()[0].rstrip(">")
            parts.append(f"{tag}{escape(piece)}</{name}>")
        box.inner = "".join(parts)
    return True


@damage(INNER)
def labels_over_breaks(page: Page, rng: Random) -> bool:
    """Labels split by <br> or into paragraphs."""
    for box in some_of(rng, [b for b in word_boxes(page) if len(b.text) > 1], 0.5):
        pieces = [escape(piece) for piece in _pieces(rng, box.text)]
        box.inner = "<br/>".join(pieces) if rng.random() < 0.6 else "".join(f"<p>{piece}</p>" for piece in pieces)
    return True


@damage(INNER)
def invisible_text(page: Page, rng: Random) -> bool:
    """Text that no browser shows stands beside the number."""
    hidden = (
        '<span style="display:none">{n}</span>',
        '<span style="DISPLAY: none;">{n}</span>',
        "<!-- {n} -->",
        "<script>var a={n};</script>",
        "<style>.c{n}{{color:red}}</style>",
        "<span hidden>{n}</span>",
        '<span style="visibility:hidden">{n}</span>',
        '<input type="hidden" value="{n}">',
        "<!--[if gte mso 9]><p>{n}</p><![endif]-->",
    )
    for box in some_of(rng, boxes_of(page, "number"), 0.2):
        if box.inner is None:
            piece = rng.choice(hidden).format(n=rng.randint(1, 999))
            box.inner = piece + escape(box.text) if rng.random() < 0.5 else escape(box.text) + piece
    return True


@damage(INNER)
def entities(page: Page, rng: Random) -> bool:
    """Characters written as entities, numbers padded with &nbsp;."""
    for box in some_of(rng, [*word_boxes(page), *boxes_of(page, "number")], 0.5):
        if box.inner is None:
            coded = "".join(f"&#{ord(c)};" if rng.random() < 0.3 else escape(c) for c in box.text)
            box.inner = "&nbsp;" * rng.randint(0, 2) + coded + "&ensp;" * rng.randint(0, 1)
    return True


@damage(INNER)
def numbers_in_inner_tables(page: Page, rng: Random) -> bool:
    """A cell holds a table of one cell, which holds the number."""
    for box in some_of(rng, boxes_of(page, "number"), 0.1):
        if box.inner is None:
            box.inner = f"<table border=0><tr><td>{escape(box.text)}</td></tr></table>"
    return True


@damage(INNER)
def footnote_marks(page: Page, rng: Random) -> bool:
    """A footnote sign stands raised after a label."""
    for box in some_of(rng, [b for b in word_boxes(page) if b.role == "label"], 0.1):
        box.inner = escape(box.text) + f"<sup>[{rng.randint(1, 3)}]</sup>"
    return True


@damage(INNER, keeps=False)
def footnote_marks_on_numbers(page: Page, rng: Random) -> bool:
    """A footnote sign stands raised after a number."""
    for box in some_of(rng, [b for b in number_boxes(page) if b.code], 0.05):
        box.inner = escape(box.text) + f"<sup>{rng.choice(('①', '[1]', '*', '2'))}</sup>"
        page.lost.add(str(box.code))
    return True


# --- the file ---------------------------------------------------------------------------------------------------------


def _switch(name: str, **values: str) -> None:
    def apply(page: Page, rng: Random) -> bool:
        page.around.update(values)
        return True

    apply.__name__ = name
    damage(FILE)(apply)


_switch("layout_tables_around", nested="page")
_switch("tables_in_tables", nested="each")
_switch("closing_tags_missing", unclosed="td tr")
_switch("paragraphs_unclosed", unclosed="p")
_switch("upper_case_tags", case="upper")
_switch("head_cells", cells="th")
_switch("row_groups", groups="yes")
_switch("hidden_copy", copy="hidden")
_switch("no_headings", headings="none")


def _encoding(name: str, encoding: str, declared: str | None) -> None:
    def apply(page: Page, rng: Random) -> bool:
        page.encoding, page.declared = encoding, declared
        return True

    apply.__name__ = name
    damage(FILE)(apply)


_encoding("gbk_declared", "gb18030", "gb2312")
_encoding("gbk_undeclared", "gb18030", None)
_encoding("gbk_declared_as_utf8", "gb18030", "utf-8")
_encoding("utf8_undeclared", "utf-8", None)
_encoding("utf8_declared_as_gbk", "utf-8", "gbk")
_encoding("utf8_with_mark", "utf-8-sig", "utf-8")
_encoding("utf16", "utf-16", None)
