"""Answers of interfaces (JSON): what a page's script fetches and shows, with the page's text in one of its fields.

The text is the longest field with markup in it; a field that is called a title is the title. Everything else (dates,
names of columns, counters) is left: what it means differs from system to system.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

_MARKUP = re.compile(r"<(?:p|table|div|span|br|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TITLE = re.compile(r"(?:doc|info|article|content|main)?_?-?(?:title|subject)", re.IGNORECASE)
_MOST_FIELDS = 100_000


def page_in(text: str) -> str | None:
    """The page that is in an answer, as HTML; None where the text is no JSON or none of its fields holds markup."""
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return None
    try:
        answer = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    fields = list(_strings(answer))
    pages = [page for _, said in fields if _MARKUP.search(page := said if "<" in said else unescape(said))]
    if not pages:
        return None
    titles = [said for name, said in fields if _TITLE.fullmatch(name) and said.strip()]
    # Of several titles (of the column, of related pages) none is known to be the page's.
    title = f"<h1>{escape(titles[0])}</h1>" if len(set(titles)) == 1 and not _MARKUP.search(titles[0]) else ""
    return f"<html><body>{title}{max(pages, key=len)}</body></html>"


def _strings(answer: Any) -> Iterator[tuple[str, str]]:
    """(name, value) of every field that is a string, in order, to a limit; without recursion."""
    waiting: list[tuple[str, Any]] = [("", answer)]
    for _ in range(_MOST_FIELDS):
        if not waiting:
            return
        name, value = waiting.pop()
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict):
            waiting += reversed(value.items())
        elif isinstance(value, list):
            waiting += [(name, each) for each in reversed(value)]
