"""The indicator of a figure: the phrasing of the codebook that explains most of its words, and it alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from operator import add
from typing import NamedTuple

from gongkai.forms.codebook import Indicator, codebook
from gongkai.forms.phrasings import Phrasing, clause_start
from gongkai.forms.words import words
from gongkai.narrative.bound import COUNTED, Bound, after_last, is_short_for
from gongkai.narrative.measure import SEGMENT
from gongkai.topics import last_channel, last_subject


class Known(NamedTuple):
    """A phrasing of the codebook, ready to be looked for."""

    indicator: Indicator
    phrasing: Phrasing
    most: int
    """Of its characters that the phrasing can explain."""
    rank: int
    """Its place among all phrasings."""
    keys: tuple[frozenset[str], ...]
    """Of each set of words at least one must stand in the sentence, but for the set that the index asks for."""
    near: tuple[frozenset[str], ...]
    """Of each set of words at least one must stand in the clause."""


class Spoken(NamedTuple):
    """What of the codebook may be said in a sentence."""

    words: frozenset[str]
    """The words of the codebook that stand in it."""
    known: list[Known]
    """The phrasings all of whose words are among them, those that may explain most of it first."""


class _Index(NamedTuple):
    two: frozenset[str]
    """Words of the phrasings that have two characters."""
    begin: frozenset[str]
    """The first two characters of longer ones."""
    longer: dict[str, list[str]]
    """The longer ones by them."""
    short: tuple[str, ...]
    """Those of a single character."""
    ranks: dict[str, list[int]]
    """Places in `known` of the phrasings whose rarest set of words has the word."""
    known: list[Known]
    """Every phrasing, those that may explain most first."""


def spoken(frame: str) -> Spoken:
    """The phrasings all of whose words stand somewhere in the sentence; each word is looked for once."""
    index = _index()
    pairs = set(map(add, frame, frame[1:]))
    here = {word for pair in pairs & index.begin for word in index.longer[pair] if word in frame}
    here |= pairs & index.two
    here.update([word for word in index.short if word in frame])
    ranks: set[int] = set()
    for word in here & index.ranks.keys():
        ranks.update(index.ranks[word])
    found: list[Known] = []
    for rank in sorted(ranks):
        one = index.known[rank]
        for (
            either
        ) in one.keys:  # A loop, for this runs tens of thousands of times a report: `any` takes three times as long.
            if here.isdisjoint(either):
                break
        else:
            found.append(one)
    return Spoken(frozenset(here), found)


@cache
def _index() -> _Index:
    every = [
        (sum(max(map(len, either)) for either in phrasing.keys), indicator, phrasing)
        for indicator in codebook()
        for phrasing in indicator.phrasings
    ]
    every.sort(key=lambda item: -item[0])
    often = Counter(word for _, _, phrasing in every for either in phrasing.keys for word in either)
    longer: dict[str, list[str]] = {}
    for word in often:
        if len(word) > _PAIR:
            longer.setdefault(word[:_PAIR], []).append(word)
    index = _Index(
        two=frozenset(word for word in often if len(word) == _PAIR),
        begin=frozenset(longer),
        longer=longer,
        short=tuple(word for word in often if len(word) == 1),
        ranks={},
        known=[],
    )
    for most, indicator, phrasing in every:
        rarest = min(phrasing.keys, key=lambda either: sum(often[word] / len(word) ** 2 for word in either))
        for word in rarest:
            index.ranks.setdefault(word, []).append(len(index.known))
        rest = tuple(frozenset(either) for either in phrasing.keys if either is not rarest)
        index.known.append(
            Known(indicator, phrasing, most, len(index.known), rest, tuple(map(frozenset, phrasing.near)))
        )
    return index


_PAIR = 2


def _each_stands(close: tuple[frozenset[str], ...], near: set[str]) -> bool:
    """True where of each set of words at least one is among those near; a loop, as in `spoken`."""
    for either in close:  # noqa: SIM110
        if near.isdisjoint(either):
            return False
    return True


def _says(text: str, either: tuple[str, ...]) -> bool:
    for word in either:  # noqa: SIM110
        if word in text:
            return True
    return False


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def set_indicator(one: Bound, left: str, right: str, said: Spoken, issuer: str) -> None:
    """The indicator whose phrasing explains most of the words around the figure; none where two do equally."""
    if not said.known:
        return
    frame = f"{left}@{right}"
    behind = frame[frame.index("@") :]
    best: Indicator | None = None
    strength = 0
    tie = False
    subjects: tuple[str | None, ...] = ()
    outside: str | None = None
    clause = left[max(left.rfind("#"), left.rfind(","), 0) :]
    near = {word for word in said.words if word in clause}
    reach = clause_start(left)
    counting = _counting(one.quantity.unit or "", one.quantity.unit_std)
    for indicator, phrasing, most, rank, _, close in said.known:
        if most < strength:
            break
        if rank not in counting or not _each_stands(close, near):
            continue
        if phrasing.unless:
            outside = _CLOSED.sub("", left) if outside is None else outside
            if _says(outside, phrasing.unless):
                continue
        if phrasing.subject is not None:
            subjects = subjects or (*_subjects(left, one), last_channel(left) or one.channel)
            if phrasing.subject not in subjects:
                continue
        if phrasing.after and not all(_says(behind, either) for either in phrasing.after):
            continue
        match = _allowed(phrasing, frame, 0 if phrasing.wide else reach, indicator, issuer)
        if match is None or _told_otherwise(indicator, right, one):
            continue
        if phrasing.subject is None and indicator.topic == "requests" and _of_remedies(match[0], left, one):
            continue
        fit = _strength(phrasing, match[0])
        if fit > strength:
            best, strength, tie = indicator, fit, False
        elif fit == strength and indicator is not best:
            tie = True
    if best is not None and not tie:
        one.indicator, one.strength = best, strength


def _told_otherwise(indicator: Indicator, right: str, one: Bound) -> bool:
    """True where the clause tells of each of many, of what was added to a stock, or of more than is counted."""
    kind = indicator.flow_or_stock
    if (kind != "na" and EACH.search(one.clause)) or (kind == "stock" and _ADDED.search(one.clause)):
        return True
    wider = words().wider.get(indicator.code) or words().wider.get(indicator.topic)
    return wider is not None and wider.match(right, len(one.quantity.unit or "")) is not None


_CLOSED = re.compile(r"\([^()]*\)")
"""Brackets that end before the figure: what they tell is of the one before them."""


def _joined_before(frame: str, match: re.Match[str]) -> bool:
    """True where the words are the last of several that share the figure: 微博、微信公开#条."""
    if "#" in match[0]:
        return False
    first = match[0][:1]
    at = match.start() + (first in _ENDS)
    if frame[at : at + 1] == "@" or frame[at - 1 : at] not in _JOINS:
        return False
    before = frame[max(0, at - 40) : at - 1]
    if before.endswith(")"):
        before = before.rpartition("(")[0]
    return "#" not in before[-6:]


_JOINS = frozenset("、和与或并")
_ENDS = frozenset(",、:;。(")


def _subjects(left: str, one: Bound) -> Iterator[str | None]:
    """What the sentence is about where the figure stands; of a part also what its whole is.

    其中预决算168条、采购97条、工作动态108条: a kind that is another matter does not end what the list is about.
    """
    subject = _subject(left, one)
    yield subject
    if subject in _ASIDE and one.part_of is not None and one.part_of.sentence == one.sentence:
        before, opens, _ = left.rpartition("其中")
        if opens:
            yield _subject(before, one)


def _of_remedies(matched: str, left: str, one: Bound) -> bool:
    """维持6件,其他处理3件, where the words before are of reviews: no outcome of requests."""
    return "申请" not in matched and _subject(left, one) in _REMEDIES


_REMEDIES = frozenset({"reviews", "lawsuits", "both_remedies"})
_ASIDE = frozenset({"other_matters", "gazette", "mailbox"})


def _subject(left: str, one: Bound) -> str | None:
    """The last word for a subject, else the topic above the sentence."""
    found = last_subject(left)
    if found is None:
        return one.topic
    only_in = words().subjects[found].only_in
    return found if not only_in or one.section in only_in or one.of_disclosure or "信息公开" in left else None


_TOTALS = frozenset({"requests", "proactive", "response", "platforms", "remedies"})


def _of_some(frame: str, at: int, issuer: str) -> bool:
    """True where the clause names some of the bodies only: their figure is not the report's total."""
    at += frame[at] in _ENDS
    clause = after_last(frame[max(0, at - 60) : at], ",;:。")
    clause += frame[at : frame.index("@")]
    if words().all_bodies.search(clause):
        return False
    return any(
        not is_short_for(clause[max(0, match.start() - 2) : match.start() + 1], issuer)
        for match in words().some_bodies.finditer(clause)
    )


EACH = re.compile(r"每[^,]{0,5}$|[日月人年周]均|平均|[日月]活[跃量]|均[超达逾]?[过到]?$|单[场次期篇日]")
_ADDED = re.compile(r"新增|新建|新设|新开|增设|增加")


def _allowed(phrasing: Phrasing, frame: str, position: int, indicator: Indicator, issuer: str) -> re.Match[str] | None:
    """The first match of the phrasing without words that make it another thing; of all bodies if it is a total."""
    total = indicator.topic in _TOTALS
    foreign = words().foreign.get(indicator.code) or words().foreign.get(indicator.topic)
    search = _compiled(phrasing.expression).search
    for _ in range(6):
        match = search(frame, position)
        if match is None:
            return None
        lead = "" if match[0][:1] in _ENDS else frame[max(0, match.start() - 6) : match.start()]
        stretch = after_last(lead, SEGMENT) + match[0]
        if not (
            _joined_before(frame, match)
            or any(word in stretch for word in phrasing.without)
            or not all(_neutral(gap, indicator.topic) for gap in match.groups() if gap)
            or (foreign is not None and foreign.search(_lead(frame, match)))
            or (indicator.unit == "percent" and "均" in after_last(match[0], SEGMENT))
            or (total and _of_some(frame, match.start(), issuer))
        ):
            return match
        position = match.start() + 1
    return None


def _neutral(gap: str, topic: str) -> bool:
    """True where the words say no more of what is measured: of an account, its name in quotes."""
    last = after_last(gap, ",:()#")
    return words().neutral.fullmatch(_QUOTED.sub("", last) if topic == "platforms" else last) is not None


_QUOTED = re.compile(r"“[^“”]*”")


def _lead(frame: str, match: re.Match[str]) -> str:
    """What stands before the phrasing in its clause."""
    if match[0][:1] in _ENDS:
        return ""
    return after_last(frame[max(0, match.start() - 40) : match.start()], SEGMENT)


@cache
def _counting(unit: str, standard: str | None) -> frozenset[int]:
    """Ranks of the phrasings that may take a quantity of this unit, printed and standard."""
    return frozenset(
        known.rank
        for known in _index().known
        if _fits(standard, known.indicator)
        and (
            not (unit and known.phrasing.units)
            or any(one.startswith(unit) or unit.startswith(one) for one in known.phrasing.units)
        )
    )


def _fits(standard: str | None, indicator: Indicator) -> bool:
    if standard == indicator.unit or standard is None:
        return standard is not None or indicator.unit in COUNTED
    return standard in COUNTED and indicator.unit in COUNTED and "CNY" not in (standard, indicator.unit)


def _strength(phrasing: Phrasing, matched: str) -> int:
    """How much of the words the phrasing explains: the characters of its words found, not those of its gaps."""
    return sum(
        max(len(word) for word in words if word in matched)
        for words in phrasing.keys
        if any(w in matched for w in words)
    )
