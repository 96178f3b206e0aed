"""Bound quantities as mentions of the report, their offsets those of the document."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.compact import Compact
from gongkai.document.model import Document
from gongkai.model import Mention, Place, Problem
from gongkai.narrative.bound import Bound
from gongkai.quantities import MOST


def mentions(compact: Compact, every: Sequence[Bound]) -> list[Mention]:
    """The quantities of a text, in its order, as mentions with the offsets of the document."""
    found: list[Mention] = []
    told, span = (-1, -1), (0, 0)
    for one in every:
        if told != (one.start, one.end):
            told, span = (one.start, one.end), (compact.place(one.start), compact.place_end(one.end))
        found.append(_mention(compact, one, span))
    return found


def _mention(compact: Compact, one: Bound, sentence: tuple[int, int]) -> Mention:
    quantity = one.quantity
    place, place_end = compact.place, compact.place_end
    start, end = place(quantity.start), place_end(quantity.end)
    number_start = start if quantity.number_start == quantity.start else place(quantity.number_start)
    number_end = end if quantity.number_end == quantity.end else place_end(quantity.number_end)
    statistic = quantity.is_statistic
    return Mention(
        start=start,
        end=end,
        surface=compact.source[start:end],
        number_start=number_start,
        number_end=number_end,
        number_surface=compact.source[number_start:number_end],
        value=quantity.value,
        lower=quantity.lower,
        upper=quantity.upper,
        significant_figures=quantity.figures,
        unit=quantity.unit,
        unit_std=quantity.unit_std,
        qualifier=quantity.qualifier,
        measure_zh=one.measure if statistic else None,
        indicator=one.indicator.code if statistic and one.indicator else None,
        period=one.period if statistic else None,
        flow_or_stock=one.flow if statistic else None,
        scope=one.scope if statistic else None,
        kind=quantity.kind,
        is_statistic=statistic,
        section=one.section,
        sentence_start=sentence[0],
        sentence_end=sentence[1],
        part_of=place(one.part_of.quantity.start) if one.part_of else None,
        duplicate_of=place(one.duplicate_of.quantity.start) if one.duplicate_of else None,
        growth_of=place(one.growth_of.quantity.start) if one.growth_of else None,
    )


def beyond_limit(document: Document, read: Sequence[Mention]) -> Problem | None:
    """The problem of a text with more numbers than are read of one: from where on they are not."""
    if len(read) < MOST:
        return None
    return Problem(
        code="numbers_beyond_limit",
        message=f"The text has {MOST:,} numbers up to here, and those after them are not read.",
        place=Place(start=read[-1].end, end=len(document.text)),
        found=read[-1].surface,
        expected="a report, which has some hundreds",
    )
