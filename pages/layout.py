"""What the pages of the site have in common: their frame, their policy, how long lists are cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from pages import wording
from pages.rendering import template

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"
)
"""Nothing but the site's own style sheet and scripts: no inline script, no eval, no request to anywhere."""

_WAYS = (
    ("index.html", "site.overview"),
    ("rules.html", "site.rules"),
    ("unread.html", "site.unread"),
    ("codebook.html", "site.codebook"),
    ("quality.html", "site.one_page"),
)
_EXPLORE = ("explore.html", "site.explore")

Item = TypeVar("Item")


class Part(msgspec.Struct, frozen=True):
    """One of the pages that a long list is cut into."""

    name: str
    label: str


def draw(
    kind: str, name: str, title: tuple[str, str] | str, *, explore: bool, policy: str = POLICY, **values: Any
) -> str:
    """A page of the site: `name` is its path from the root, `title` both languages or a key of text.yaml.

    `explore` says whether the site has the page of questions, which all others lead to then.
    """
    zh, en = title if isinstance(title, tuple) else (wording.in_language(one, title) for one in wording.LANGUAGES)
    return template(kind).render(
        root="../" * name.count("/"),
        here=name,
        ways=(*_WAYS, _EXPLORE) if explore else _WAYS,
        policy=policy,
        title_zh=zh,
        title_en=en,
        **values,
    )


def cut(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """Pieces of at most `most`, at least one."""
    return [items[start : start + most] for start in range(0, len(items), most)] or [items]
