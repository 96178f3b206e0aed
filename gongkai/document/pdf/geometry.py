"""Points, boxes and rules of a page as a person sees it: origin at the top left, the text upright."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points."""


class Char(msgspec.Struct, gc=False):
    """One printed character and the room it takes up: its advance wide, its font's ascent and descent high."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    turned: bool = False
    """Runs in another direction than the page's text: a vertical header, a watermark."""
    certainty: float = 1.0
    """Below 1 where a recogniser read it off a picture: how sure it was."""

    @property
    def x(self) -> float:
        """Centre, from the left."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Centre, from the top."""
        return (self.y0 + self.y1) / 2

    @property
    def box(self) -> Box:
        """The room it takes up."""
        return self.x0, self.y0, self.x1, self.y1


class Rule(msgspec.Struct, gc=False, frozen=True):
    """A ruling line, upright or level: where it stands (`at`), and from where to where it runs."""

    at: float
    low: float
    high: float


class Rules(msgspec.Struct, gc=False):
    """The ruling lines of a page."""

    level: list[Rule]
    upright: list[Rule]


class Frame(msgspec.Struct, gc=False, frozen=True):
    """How the file's page space lies before the reader: the visible box, and by how much the page is turned."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int
    """Degrees clockwise by which the page is turned to be read: 0, 90, 180 or 270."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        across, up = self.right - self.left, self.top - self.bottom
        return (up, across) if self.turn in (90, 270) else (across, up)

    def seen(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box of page space as it is seen."""
        if self.turn == 0:
            box = (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        elif self.turn == 90:
            box = (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        elif self.turn == 180:
            box = (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        else:
            box = (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        return box


def around(chars: Iterable[Char]) -> Box | None:
    """The smallest box around the characters; None where there are none."""
    chars = list(chars)
    if not chars:
        return None
    return (
        min([char.x0 for char in chars]),
        min([char.y0 for char in chars]),
        max([char.x1 for char in chars]),
        max([char.y1 for char in chars]),
    )
