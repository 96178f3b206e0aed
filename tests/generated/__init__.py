"""Reports with known truth: every vintage, clean or damaged, consistent or with planted errors.

    from tests.generated import generate
    report = generate(7, "D", damages=("table_split", "full_width_digits"))
    report.html        # bytes
    report.cells       # what must be read: {code: TrueCell}
    report.lost        # codes that the damages may have made unreadable
    report.figures     # numbers planted in the prose

The same arguments give the same bytes, for ever and on every machine: nothing is drawn from outside `Random(seed)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from gongkai import forms

from .damage import CATALOGUE, apply_damages
from .layout import Page, lay_out
from .markup import TEMPLATES, write_html
from .plant import KINDS as _PLANTS
from .plant import Plant
from .prose import MODERN, TABLE_SECTION, Figure, tell, write_prose
from .truth import Style, TrueCell, Truth, Wish, draw_truth

__all__ = ["DAMAGES", "KINDS", "PLANTS", "Figure", "Generated", "Plant", "Style", "TrueCell", "Wish", "generate"]

DAMAGES: tuple[str, ...] = tuple(CATALOGUE)
PLANTS: tuple[str, ...] = tuple(_PLANTS)
KINDS: tuple[str, ...] = (*(form.form_id for form in forms.all_forms()), "D-hybrid")
"""Every kind of report: the forms in `gongkai/forms`, and D with the single row （六）其他处理."""


_UNSEEN = dict.fromkeys(map(ord, "\u200b\ufeff"))
"""Characters without width: white space to a reader, though not to Python."""


@dataclass(frozen=True)
class Generated:
    """One report: its bytes and everything that is true of it."""

    seed: int
    kind: str
    truth: Truth
    title: str
    page: Page
    html: bytes
    cells: Mapping[str, TrueCell]
    lost: frozenset[str]
    damages: tuple[str, ...]
    figures: tuple[Figure, ...]
    paragraphs: Mapping[str, Sequence[str]]
    wrong: frozenset[str] = frozenset()
    """What the prose has wrong by request (names of `telling.TOLD`); of plausible reports only."""
    below: frozenset[str] = frozenset()
    """What of it the words may mean all the same: fewer than the table counts."""

    @property
    def keeps(self) -> bool:
        """Whether everything can still be read."""
        return not self.lost

    def replay(self) -> str:
        """The call that makes this report again, unless it was asked for with a style, template or year before."""
        plants = tuple(plant.kind for plant in self.truth.plants)
        planted = f", plants={plants!r}" if plants else ""
        return f"generate({self.seed}, {self.kind!r}, damages={self.damages!r}{planted})"


def _printed(page: Page) -> dict[str, TrueCell]:
    """The cells as the damaged page prints them: raw texts follow what the damages did to the boxes."""
    cells = dict(page.truth.cells)
    for table in page.tables:
        for box in table.boxes("number"):
            if box.code and (raw := "".join(box.text.translate(_UNSEEN).split())) != (cell := cells[box.code]).raw_text:
                cells[box.code] = TrueCell(**{**cell.__dict__, "raw_text": raw})
    return cells


def generate(
    seed: int,
    kind: str | None = None,
    damages: Sequence[str] = (),
    plants: Sequence[str] = (),
    contradict: Sequence[str] = (),
    style: Style | None = None,
    template: str | None = None,
    after: Generated | None = None,
    wish: Wish | None = None,
) -> Generated:
    """One report. KeyError for a kind, damage or plant that does not exist.

    `plants` are errors put into the tables, `contradict` names figures of the prose that differ from the tables.
    `after` is the same issuer's report for the year before, whose stocks this one carries on; with it the error
    `copied_from_last_year` can be planted too. A `wish` for a plausible report has it talk more, and break rules other
    than the sums of its form.
    """
    rng = Random(f"page {seed}")
    kind = kind or rng.choice(KINDS)
    truth = draw_truth(seed, kind, style, plants, after.truth if after is not None else None, wish)
    page = lay_out(truth, rng)
    for code, number in TABLE_SECTION.items():
        page.around[f"heading {code}"] = MODERN[number]
    words, wish = Random(f"prose {seed}"), wish or Wish()
    prose = (
        tell(words, truth, wish.contradict, wish.own)
        if wish.plausible
        else write_prose(words, truth, tuple(contradict))
    )
    page.prose = prose.sections
    page.template = template or rng.choice(TEMPLATES)
    apply_damages(page, seed, damages)
    html = write_html(page, Random(f"markup {seed}"))
    return Generated(
        seed,
        kind,
        truth,
        page.title,
        page,
        html,
        _printed(page),
        frozenset(page.lost),
        tuple(page.damages),
        prose.figures,
        prose.sections,
        prose.wrong,
        prose.below,
    )
