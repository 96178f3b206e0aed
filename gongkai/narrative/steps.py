"""Prose to mentions: the order of the steps. Each is a module of its own."""

from __future__ import annotations

from gongkai.compact import Compact
from gongkai.document.model import Document
from gongkai.model import Mention, ReportHead, Section
from gongkai.narrative.bound import Bound
from gongkai.narrative.duplicates import duplicates, retold
from gongkai.narrative.frame import indicate
from gongkai.narrative.mentions import mentions
from gongkai.narrative.owner import Scopes
from gongkai.narrative.parts import parts, parts_of_one, shares_of_parts
from gongkai.narrative.period import set_time
from gongkai.narrative.plans import set_plans_apart
from gongkai.narrative.sentences import grouped, in_sentences, within_sentences
from gongkai.narrative.sums import nested, sums, sums_of_lists, totals
from gongkai.quantities import Quantity, scan
from gongkai.topics import Topics


def read_prose(
    document: Document, sections: tuple[Section, ...], head: ReportHead, skip: tuple[tuple[int, int], ...]
) -> list[Mention]:
    """Every number in the prose blocks of `document`, in order; `skip` stretches (statutory tables) are left out.

    Offsets count characters of `document.text`. Dates, names and other numbers that measure nothing are mentions too,
    with their kind and `is_statistic` false.
    """
    compact = Compact(document, skip)
    quantities = scan(compact.text)
    return mentions(compact, _bind(compact, quantities, sections, head))


def _bind(compact: Compact, quantities: list[Quantity], sections: tuple[Section, ...], head: ReportHead) -> list[Bound]:
    text = compact.text
    every = in_sentences(text, quantities)
    _place(compact, every, sections)
    said = within_sentences(every)
    set_plans_apart(text, every, head)
    scopes = Scopes(text, head)
    scopes.set(said)
    parts(text, [one for one in said if one.quantity.is_statistic])
    for group in grouped(said):
        figures = [one for one in group if one.quantity.is_statistic]
        if not figures:
            continue
        indicate(text, group, figures, head.issuer or "", head.report_year)
        for one in figures:
            set_time(text, one, group, head)
    figures = [one for one in said if one.quantity.is_statistic]
    for one in figures:
        if one.indicator is not None and one.indicator.own_level and one.scope == scopes.default and scopes.own:
            one.scope = scopes.own
    sums(text, figures)
    sums_of_lists(text, figures)
    totals(text, figures)
    parts_of_one(figures)
    nested(figures)
    shares_of_parts(text, figures)
    retold(text, figures)
    duplicates(text, figures)
    return every


def _place(compact: Compact, every: list[Bound], sections: tuple[Section, ...]) -> None:
    """The part of the report that each number stands in, and what is spoken of there."""
    spans = [(compact.index(section.start), compact.index(section.end), section.name) for section in sections]
    topics = Topics(compact.text, every[-1].start if every else 0)
    at = 0
    for one in every:
        start = one.quantity.start
        while at < len(spans) and start >= spans[at][1]:
            at += 1
        within = at < len(spans) and start >= spans[at][0]
        one.section = spans[at][2] if within else None
        if one.quantity.is_statistic:
            one.topic = topics.at(one.start, one.section, spans[at][0] if within else 0)
            one.channel, one.of_disclosure = topics.channel, topics.disclosure
