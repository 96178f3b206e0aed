"""The catalogue of damages, and what they take of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from ..layout import Box, Page, Printed, Row

LINES, COLUMNS, CUT, ROWS, TEXT, INNER, FILE = range(7)
"""Order in which damages are applied: lines and columns, where a table is cut, stray rows, words, markup, bytes."""

Change = Callable[[Page, Random], bool]
"""Returns whether the page had anything that this could happen to."""


@dataclass(frozen=True)
class Damage:
    """One kind of damage."""

    name: str
    keeps: bool
    phase: int
    apply: Change


_ENTERED: dict[str, list[Damage]] = {}
"""By the module that has them, in their order."""


def damage(phase: int, keeps: bool = True) -> Callable[[Change], Change]:
    """Enter a function into the catalogue under its own name."""

    def register(function: Change) -> Change:
        _ENTERED.setdefault(function.__module__, []).append(Damage(function.__name__, keeps, phase, function))
        return function

    return register


def entered(module: str) -> Sequence[Damage]:
    """The damages of a module."""
    return _ENTERED[module]


def table_of(page: Page, *codes: str) -> Printed | None:
    return next((table for table in page.tables if table.code in codes), None)


def tall_table(page: Page, rng: Random) -> Printed | None:
    """A table with enough rows to be cut."""
    tall = [
        table for table in page.tables if len(table.rows) > 8 and any(row.role == "data" for row in table.rows[:-2])
    ]
    return rng.choice(tall) if tall else None


def head_rows(table: Printed) -> list[Row]:
    """The header rows, also where a title stands above them."""
    head: list[Row] = []
    for row in table.rows:
        if row.role == "head":
            head.append(row)
        elif head or row.role != "local":
            break
    return head


def cut_point(table: Printed, rng: Random) -> int:
    """A row below the header where a page may end."""
    first = next(i for i, row in enumerate(table.rows) if row.role == "data")
    return rng.randrange(first + 1, len(table.rows) - 1)


def copied(rows: Sequence[Row]) -> list[Row]:
    return [Row([Box(b.text, b.role, b.code, b.rows, b.cols, b.inner) for b in r.boxes], r.role, r.line) for r in rows]


def boxes_of(page: Page, *roles: str) -> list[Box]:
    return [box for table in page.tables for box in table.boxes(*roles)]


def word_boxes(page: Page) -> list[Box]:
    return [box for box in boxes_of(page, "label", "group", "head", "block") if box.text and box.inner is None]


def number_boxes(page: Page) -> list[Box]:
    return [box for box in boxes_of(page, "number") if any(c.isdigit() for c in box.text) and box.inner is None]


def some_of(rng: Random, boxes: Sequence[Box], share: float, least: int = 1) -> list[Box]:
    chosen = [box for box in boxes if rng.random() < share]
    return chosen if len(chosen) >= least or not boxes else [rng.choice(boxes)]


def bare_label(label: str) -> str:
    """A label without ordinal, 其中 and the explanation in brackets."""
    return re.sub(r"^(其中：)?(（.+?）|\d+\.|[一二三四五六七八九]、)?|（[^）]*）$", "", label)
