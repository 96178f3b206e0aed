"""What happens to tables between the clerk's form and the web page: kinds of damage seen in real reports.

A damage changes a `Page` in place. `keeps` says whether everything still stands there to be read: then every cell must
come back. Where it is False, the damage puts the codes of the cells that it made uncertain into `Page.lost`: they may
come back as unreadable, never as a wrong number.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from ..layout import Page
from . import columns, markup, rows, words
from .catalogue import CUT, Damage, entered

__all__ = ["CATALOGUE", "CUT", "Damage", "apply_damages"]

CATALOGUE: dict[str, Damage] = {
    one.name: one for module in (rows, columns, words, markup) for one in entered(module.__name__)
}
"""Every kind, by its name. The order counts: reports are drawn from it by number."""


def apply_damages(page: Page, seed: int, names: Sequence[str]) -> None:
    """Damage a page. Kinds that had nothing to happen to are left out of `page.damages`; each draws by itself, so that
    the page comes out the same without them."""
    for item in sorted((CATALOGUE[name] for name in names), key=lambda d: d.phase):
        if item.apply(page, Random(f"{item.name} {seed}")):
            page.damages.append(item.name)
