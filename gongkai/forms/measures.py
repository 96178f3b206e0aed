"""What is worked out of the series: ratios, and the components of an issuer's openness.

The data is `measures.yaml` beside this module; `measures()` reads and checks it. Nothing is computed here: the
warehouse does that in SQL, from these definitions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml

from gongkai.model import Value

_FILE = Path(__file__).with_name("measures.yaml")
_TERM = re.compile(r"(?:^|\s*\+\s*)([a-z][a-z0-9_]*)(?:\[([a-z_]+)\])?(?:@-([0-9]))?")

Better = Literal["high", "low", "more"]


class MeasureError(ValueError):
    """The file of measures breaks a rule; the message names the entry and what was expected."""


class Operand(Value, frozen=True):
    """One series in the numerator or denominator of a ratio."""

    series_id: str
    applicant: str = "total"
    years_back: int = 0


class Ratio(Value, frozen=True):
    """One sum of series over another."""

    ratio_id: str
    name_zh: str
    name_en: str
    numerator: str
    denominator: str
    """As written: `requests_received + carry_in`."""
    numerator_terms: tuple[Operand, ...]
    denominator_terms: tuple[Operand, ...]
    share: bool
    """True where the numerator is part of the denominator, so that more than 1 cannot be right."""
    vintages: tuple[str, ...]
    caution_zh: str
    caution_en: str


class Component(Value, frozen=True):
    """One component of an issuer's openness."""

    component: str
    dimension: str
    origin: Literal["ratio", "series", "report"]
    source_id: str | None
    """The ratio or series; None where it is worked out of the report itself."""
    better: Better
    name_zh: str
    name_en: str


class Measures(Value, frozen=True):
    """All of it."""

    ratios: tuple[Ratio, ...]
    openness: tuple[Component, ...]


class _RawRatio(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    zh: str
    en: str
    share: bool
    vintages: list[Literal["A", "B", "C", "D"]]
    numerator: str
    denominator: str
    caution_zh: str
    caution_en: str


class _RawComponent(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    dimension: Literal["disclosure", "timeliness", "completeness", "consistency", "remedies", "data_and_response"]
    origin: Literal["ratio", "series", "report"] = msgspec.field(name="from")
    of: str | None
    better: Better
    zh: str
    en: str


class _RawMeasures(msgspec.Struct, forbid_unknown_fields=True):
    ratios: list[_RawRatio]
    openness: list[_RawComponent]


def operands(sum_of_series: str) -> tuple[Operand, ...]:
    """`a + b[np] + c@-1` as operands. MeasureError where it is no sum of series."""
    found: list[Operand] = []
    position = 0
    while position < len(sum_of_series):
        match = _TERM.match(sum_of_series, position)
        if match is None:
            raise MeasureError(f"{sum_of_series!r} is no sum of series (at {sum_of_series[position:]!r})")
        found.append(Operand(series_id=match[1], applicant=match[2] or "total", years_back=int(match[3] or 0)))
        position = match.end()
    if not found:
        raise MeasureError("a sum of series is empty")
    return tuple(found)


def parse(text: str) -> Measures:
    """The measures in a YAML text. MeasureError where it breaks a rule."""
    try:
        raw = msgspec.convert(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), _RawMeasures)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise MeasureError(f"{_FILE.name}: {error}") from error
    ratios = tuple(
        Ratio(
            ratio_id=one.id,
            name_zh=one.zh,
            name_en=one.en,
            numerator=one.numerator,
            denominator=one.denominator,
            numerator_terms=operands(one.numerator),
            denominator_terms=operands(one.denominator),
            share=one.share,
            vintages=tuple(one.vintages),
            caution_zh=one.caution_zh,
            caution_en=one.caution_en,
        )
        for one in raw.ratios
    )
    components = tuple(
        Component(
            component=one.id,
            dimension=one.dimension,
            origin=one.origin,
            source_id=one.of,
            better=one.better,
            name_zh=one.zh,
            name_en=one.en,
        )
        for one in raw.openness
    )
    _check(ratios, components)
    return Measures(ratios=ratios, openness=components)


def _check(ratios: Sequence[Ratio], components: Sequence[Component]) -> None:
    """MeasureError where two have one name, or a component rests on what is not there."""
    for kind, ids in (("ratio", [r.ratio_id for r in ratios]), ("component", [c.component for c in components])):
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise MeasureError(f"{_FILE.name}: {kind} {twice[0]} is there twice")
    for one in components:
        if (one.source_id is None) != (one.origin == "report"):
            raise MeasureError(f"{_FILE.name}: component {one.component}: `of` names a ratio or a series, else is null")
        if one.origin == "ratio" and one.source_id not in {ratio.ratio_id for ratio in ratios}:
            raise MeasureError(f"{_FILE.name}: component {one.component}: there is no ratio {one.source_id}")


@cache
def measures() -> Measures:
    """The measures of this version."""
    return parse(_FILE.read_text(encoding="utf-8"))
