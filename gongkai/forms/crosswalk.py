"""The crosswalk: which lines of which form, and which figures of the prose, make one series over the years.

The data is `crosswalk.yaml` beside this module; `crosswalk()` reads and checks it. A series is joined over vintages
only where its grade allows: E (same definition), N (near, usable with a flag), P (proxy by combination). What must not
be joined (X) is never a source of the same series; it is a `Relation` that says why, and ends up in the table `breaks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml

from gongkai.model import Value

_FILE = Path(__file__).with_name("crosswalk.yaml")
_TERM = re.compile(r"\s*([+-]?)\s*([A-Za-z][A-Za-z0-9_]*)")

Grade = Literal["E", "N", "P"]
BreakKind = Literal["form", "law", "scope", "definition", "stock_vs_flow", "count_vs_rate", "unit", "bounds"]
Vintage = Literal["A", "B", "C", "D", "prose"]


class CrosswalkError(ValueError):
    """The crosswalk file breaks a rule; the message names file, entry and what was expected."""


class SeriesTerm(Value, frozen=True):
    """One indicator of a formula with its sign (+1 or -1)."""

    indicator_id: str
    sign: int


class SeriesSource(Value, frozen=True):
    """How a series is made under one vintage (or from prose): the first alternative whose terms are all there."""

    vintage: Vintage
    alternative: int
    terms: tuple[SeriesTerm, ...]
    grade: Grade


class Break(Value, frozen=True):
    """A year from which a series may not be compared with what came before without this reason in mind."""

    year: int
    """First report year after the break."""
    kind: BreakKind
    reason_zh: str
    reason_en: str
    vintage: Vintage | None = None
    """For a change of form, the form after it: the break lies where an issuer changed to it, in whichever year."""


class Series(Value, frozen=True):
    """A canonical series."""

    series_id: str
    name_zh: str
    name_en: str
    definition: str
    definition_zh: str
    unit: str | None
    """None for a form that prints no unit."""
    flow_or_stock: str
    topic: str
    sources: tuple[SeriesSource, ...]
    breaks: tuple[Break, ...]


class ProseNote(Value, frozen=True):
    """What holds for the series of figures that the text alone gives."""

    codes: tuple[str, ...]
    """Codes of the codebook, or patterns of them (`foi_requests_*`)."""
    kind: str | None
    """flow or stock, where it holds for these alone."""
    grade: Grade | None
    breaks: tuple[Break, ...]

    def holds_for(self, code: str, kind: str | None) -> bool:
        """Whether it holds for the indicator of that code and kind (flow, stock, na)."""
        return (self.kind is None or self.kind == kind) and any(fnmatchcase(code, one) for one in self.codes)


class Relation(Value, frozen=True):
    """Two things that look alike and are never joined."""

    relation: Literal["near", "false_friend", "broken"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    """Indicators or series; nothing on the left is joined with anything on the right."""
    kinds: tuple[str, ...]
    year: int | None
    """First report year of the right-hand side, where the two follow each other."""
    reason_zh: str
    reason_en: str


class Crosswalk(Value, frozen=True):
    """All of it."""

    series: tuple[Series, ...]
    prose: tuple[ProseNote, ...]
    relations: tuple[Relation, ...]

    def of_prose(self, code: str, kind: str | None) -> tuple[Grade, tuple[Break, ...]]:
        """Grade and breaks of a series that the text alone gives: near, unless it is said to be the same everywhere."""
        notes = [one for one in self.prose if one.holds_for(code, kind)]
        grades: list[Grade] = [one.grade for one in notes if one.grade is not None]
        breaks = dict.fromkeys(one for note in notes for one in note.breaks)
        return (grades[-1] if grades else "N"), tuple(sorted(breaks, key=lambda one: (one.year, one.kind)))


class _RawSource(msgspec.Struct, forbid_unknown_fields=True):
    grade: Grade
    formula: str | None = None
    either: list[str] | None = None


class _RawSeries(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    zh: str
    en: str
    unit: str | None
    kind: Literal["flow", "stock", "caseload", "na"]
    topic: str
    definition: str
    definition_zh: str
    sources: dict[Vintage, _RawSource]
    breaks: list[str | Break] = []


class _RawNote(msgspec.Struct, forbid_unknown_fields=True):
    codes: list[str]
    kind: Literal["flow", "stock"] | None = None
    grade: Grade | None = None
    breaks: list[str] = []


class _RawRelation(msgspec.Struct, forbid_unknown_fields=True):
    relation: Literal["near", "false_friend", "broken"]
    left: list[str]
    right: list[str]
    kinds: list[str]
    reason_zh: str
    reason_en: str
    year: int | None = None


class _RawCrosswalk(msgspec.Struct, forbid_unknown_fields=True):
    breaks: dict[str, Break]
    series: list[_RawSeries]
    relations: list[_RawRelation]
    prose: list[_RawNote] = []


def _terms(formula: str, vintage: Vintage, where: str) -> tuple[SeriesTerm, ...]:
    """`rep_denied - rep_denied_not_gov_info` as signed terms; form lines get their vintage's prefix."""
    terms: list[SeriesTerm] = []
    position = 0
    while position < len(formula):
        match = _TERM.match(formula, position)
        if match is None or (terms and not match[1]):
            raise CrosswalkError(f"{where}: {formula!r} is no sum of codes (at {formula[position:]!r})")
        code = match[2] if vintage == "prose" else f"{vintage}.{match[2]}"
        terms.append(SeriesTerm(indicator_id=code, sign=-1 if match[1] == "-" else 1))
        position = match.end()
        while position < len(formula) and formula[position].isspace():
            position += 1
    if not terms:
        raise CrosswalkError(f"{where}: the formula is empty")
    return tuple(terms)


def _series(raw: _RawSeries, named: dict[str, Break]) -> Series:
    where = f"{_FILE.name}: series {raw.id}"
    sources: list[SeriesSource] = []
    for vintage, source in raw.sources.items():
        formulas = source.either if source.formula is None else [source.formula]
        if not formulas or (source.formula is not None and source.either is not None):
            raise CrosswalkError(f"{where}, {vintage}: give either `formula` or `either`")
        for number, formula in enumerate(formulas, start=1):
            terms = _terms(formula, vintage, f"{where}, {vintage}")
            sources.append(SeriesSource(vintage=vintage, alternative=number, terms=terms, grade=source.grade))
    return Series(
        series_id=raw.id,
        name_zh=raw.zh,
        name_en=raw.en,
        definition=raw.definition,
        definition_zh=raw.definition_zh,
        unit=raw.unit,
        flow_or_stock=raw.kind,
        topic=raw.topic,
        sources=tuple(sources),
        breaks=tuple(sorted(_breaks(raw.breaks, named, where), key=lambda one: (one.year, one.kind))),
    )


def _breaks(entries: Iterable[str | Break], named: dict[str, Break], where: str) -> list[Break]:
    """Breaks by their name or as they are."""
    breaks: list[Break] = []
    for entry in entries:
        if isinstance(entry, str) and entry not in named:
            raise CrosswalkError(f"{where}: no break is named {entry!r}; there are {', '.join(sorted(named))}")
        breaks.append(named[entry] if isinstance(entry, str) else entry)
    return breaks


def parse(text: str) -> Crosswalk:
    """The crosswalk in a YAML text. CrosswalkError where it breaks a rule."""
    try:
        raw = msgspec.convert(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), _RawCrosswalk)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise CrosswalkError(f"{_FILE.name}: {error}") from error
    series = tuple(_series(one, raw.breaks) for one in raw.series)
    notes = tuple(
        ProseNote(
            codes=tuple(one.codes),
            kind=one.kind,
            grade=one.grade,
            breaks=tuple(_breaks(one.breaks, raw.breaks, f"{_FILE.name}: prose {', '.join(one.codes)}")),
        )
        for one in raw.prose
    )
    relations = tuple(
        Relation(
            relation=one.relation,
            left=tuple(one.left),
            right=tuple(one.right),
            kinds=tuple(one.kinds),
            year=one.year,
            reason_zh=one.reason_zh,
            reason_en=one.reason_en,
        )
        for one in raw.relations
    )
    _check(series, relations)
    return Crosswalk(series=series, prose=notes, relations=relations)


def _check(series: Sequence[Series], relations: Sequence[Relation]) -> None:
    """CrosswalkError where a series is there twice, or joins what is never joined."""
    seen: set[str] = set()
    for one in series:
        if one.series_id in seen:
            raise CrosswalkError(f"{_FILE.name}: series {one.series_id} is there twice")
        seen.add(one.series_id)
    # Subtracting one from the other is no joining: only what is added counts.
    made_of = {one.series_id: {t.indicator_id for s in one.sources for t in s.terms if t.sign > 0} for one in series}
    for relation in relations:
        if overlap := set(relation.left) & set(relation.right):
            raise CrosswalkError(f"{_FILE.name}: {sorted(overlap)} stand on both sides of a relation")
        for series_id, indicators in made_of.items():
            if indicators & set(relation.left) and indicators & set(relation.right):
                raise CrosswalkError(f"{_FILE.name}: series {series_id} joins what a relation says is never joined")


@cache
def crosswalk() -> Crosswalk:
    """The crosswalk of this version."""
    return parse(_FILE.read_text(encoding="utf-8"))
