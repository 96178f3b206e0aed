"""The catalogue of rules (`rules.yaml`): what each compares, how grave it is, what is said of it."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml

from expectations.words import Words

_FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
QUERIES = _FOLDER / "rules"
"""One query for each rule that no macro makes, and the macros."""
IN_RANGES = frozenset({"sums", "readings", "shares"})
"""Macros that look at checking.in_range: most of what is asked, and of what memory would grow with the reports."""


class Sum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two sums of cells that a rule compares; `{}` stands for each value of `each`, `@-1` for the year before."""

    vintages: tuple[str, ...]
    left: str
    right: str
    each: tuple[str, ...] = ("",)
    relation: Literal["=", ">="] = "="


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a figure of the prose must agree with: any of several sums of cells."""

    vintages: tuple[str, ...]
    indicators: tuple[str, ...]
    any_of: tuple[str, ...]
    relation: Literal["=", "<="] = "="
    """How the figure stands to the sum: `<=` where the text may count only some of what the table counts."""
    words: str | None = None
    """Pattern that the words of the clause before the figure must match."""
    without: str | None = None
    """Pattern that they must not match."""
    beside: str | None = None
    """Pattern of what must be told around the figure."""
    alone: str | None = None
    """Pattern of what must not be told around it."""
    scopes: tuple[str, ...] = ()
    """Scopes of the report that it is asked of; all where there is none."""


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shares of the prose, right after what they are shares of."""

    vintages: tuple[str, ...]
    counted_by: tuple[str, ...]
    """Rules whose readings say what the table has for the figures."""
    between: str
    """Pattern of what stands between a figure and its share, without white space."""
    denominators: tuple[str, ...]
    """Sums of cells that may be the whole; the first is told."""
    last_digits: Decimal
    """So many units of the last printed digit (for 32.1% a tenth of a per cent) are within the rounding."""


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bounds that cells keep within, in the form's unit, unless the unit is wrong. 0 is always in order."""

    vintages: tuple[str, ...]
    cells: tuple[str, ...]
    least: Decimal | None = None
    most: Decimal | None = None
    scopes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    within_times: Decimal | None = None
    """Not asked of an amount that is more than so many times last year's, or less by as much: another rule tells it."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the catalogue (`rules.yaml`)."""

    id: str
    severity: Literal["critical", "warning", "info"]
    title: Words
    explanation: Words
    formula: Words
    exceptions: Words
    source: str
    by: Literal["sums", "readings", "limits", "shares"] | None = None
    """The macro that makes it; None where it has a query of its own."""
    sums: tuple[Sum, ...] = ()
    readings: tuple[Reading, ...] = ()
    limits: tuple[Limit, ...] = ()
    shares: tuple[Share, ...] = ()
    figures: tuple[str, ...] = ()
    """Indicators of the text: where no report tells of any of them its query has no rows, and is not asked. Empty for
    a rule that hangs on none."""
    in_ranges: bool = False
    """Whether its query looks at checking.in_range, so that it is asked of some thousand reports at a time."""
    among: Literal["years", "issuers"] | None = None
    """Where it compares reports with each other, those of one issuer or of several: it is not asked where there is one
    report only. What depends on other issuers' reports is asked over the whole at each publication; it is `info`, so
    that a new report never marks another issuer's figures."""

    @property
    def query(self) -> str:
        """SQL that yields one row per instance: report_id, place, outcome, both operands, evidence, messages."""
        if self.by:
            return f"SELECT * EXCLUDE (check_id) FROM checking.{self.by}(['{self.id}'])"  # noqa: S608
        return (QUERIES / f"{self.id}.sql").read_text(encoding="utf-8")


@cache
def called() -> dict[str, Words]:
    """What a figure of the prose is taken for that agrees with a sum of cells, by the sum as in `any_of`."""
    text = (_FOLDER / "readings.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=_LOADER), dict[str, Words])


@cache
def wordings() -> dict[str, tuple[str, ...]]:
    """Words that rules look for in the text: patterns by what they say."""
    text = (_FOLDER / "denials.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=_LOADER), dict[str, tuple[str, ...]])


@cache
def rules() -> tuple[Rule, ...]:
    """The catalogue, in its order. ValueError where an id is there twice or a rule has no query."""
    text = (_FOLDER / "rules.yaml").read_text(encoding="utf-8")
    catalogue = msgspec.convert(yaml.load(text, Loader=_LOADER), tuple[Rule, ...])
    ids = [rule.id for rule in catalogue]
    if len(set(ids)) < len(ids):
        raise ValueError(f"rules.yaml: an id is there twice: {sorted({one for one in ids if ids.count(one) > 1})}")
    if grave := [rule.id for rule in catalogue if rule.among == "issuers" and rule.severity != "info"]:
        raise ValueError(f"rules.yaml: a rule among issuers is info and marks no figure: {', '.join(grave)}")
    asked = Counter(
        (rule.id, vintage, indicator, way.words, way.without, way.beside, way.alone, way.scopes, way.relation)
        for rule in catalogue
        for way in rule.readings
        for vintage in way.vintages
        for indicator in way.indicators
    )
    if twice := [" ".join(one[:3]) for one, times in asked.items() if times > 1]:
        raise ValueError(f"rules.yaml: asked twice: {', '.join(twice)}")
    unnamed = {one for rule in catalogue for way in rule.readings if len(way.any_of) > 1 for one in way.any_of}
    if unnamed := unnamed - called().keys():
        raise ValueError(f"readings.yaml: no name for {', '.join(sorted(unnamed))}")
    if missing := [rule.id for rule in catalogue if not rule.by and not (QUERIES / f"{rule.id}.sql").is_file()]:
        raise ValueError(f"rules.yaml: no query in rules/ for {', '.join(missing)}")
    return catalogue


_TERM = re.compile(r"\s*([+-]?)\s*([a-z][a-z0-9_]*)(@-1)?\s*")


def terms(expression: str) -> list[tuple[int, str, int]]:
    """`a - b@-1` as (sign, cell code, years back). ValueError where it is no sum of cell codes."""
    found: list[tuple[int, str, int]] = []
    position = 0
    while position < len(expression):
        match = _TERM.match(expression, position)
        if match is None or (found and not match[1]):
            raise ValueError(f"rules.yaml: {expression!r} is no sum of cells (at {expression[position:]!r})")
        found.append((-1 if match[1] == "-" else 1, match[2], 1 if match[3] else 0))
        position = match.end()
    return found
