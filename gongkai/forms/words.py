"""The rules of the language that are data: units, names that hold a number, words that change what one means."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from gongkai.model import Value


class Unit(Value, frozen=True):
    """One classifier or unit as printed."""

    name: str
    standard: str
    factor: Decimal
    """Of the standard unit: 10000 for 公顷 in square metres."""
    not_before: str
    """It starts another word before any of these characters."""
    arabic_only: bool
    """Counts only after Arabic digits."""
    classifier: bool = False
    """And after Chinese numerals, too, where a mark follows or the numeral has two characters and more."""


class Subject(Value, frozen=True):
    """What a sentence can be about."""

    words: str
    """A regular expression."""
    sections: tuple[str, ...] = ()
    """Parts of the report that are about it, where a sentence names no subject."""
    only_in: tuple[str, ...] = ()
    """Outside these parts the sentence must speak of 信息公开 as well."""
    channel: bool = False
    """A means of publishing, which stands beside the matter: 网站, 微信."""


class Naming(Value, frozen=True):
    """What may stand around the name of one kind of a thing: patterns."""

    before: str
    """Between the beginning of the clause and the name: 以, 通过."""
    between: str
    """Between the quantity before it and the name: 为, 来自."""
    after: str
    """Between the name and the quantity after it, or the end of the clause: 方式提出的."""


class Standing(Value, frozen=True):
    """What shows that a figure counts what stands at the year's end (bodies, staff, accounts), and no event of it."""

    nouns: re.Pattern[str]
    """Before the figure, where it has one of the `units`."""
    units: frozenset[str]
    verbs: re.Pattern[str]
    """Before it, with any unit."""
    after: re.Pattern[str]
    """After it, where it has one of the `units`."""
    unless: re.Pattern[str]
    """Words in its clause that tell of an event all the same."""


class AnyOf:
    """Regular expressions by name. Each alternative should begin with a character, not with a class or group.

    Without groups `re` skips to a first character of any of them; with a named group for each it tries them all at
    every character, which takes several times as long. So the words are found first, and named afterwards.
    """

    def __init__(self, expressions: dict[str, str]):
        self._word = re.compile("|".join(expressions.values()))
        self._named = re.compile("|".join(f"(?P<{name}>{one})" for name, one in expressions.items()))

    def last(self, text: str) -> str | None:
        """The name of the expression that fits last in the text."""
        found = None
        for match in self._word.finditer(text):
            found = match
        named = self._named.match(text, found.start()) if found else None
        return named.lastgroup if named else None


class Words(Value, frozen=True):
    """What `language.yaml` lists, ready for use."""

    units: dict[str, Unit]
    longest_unit: int
    currencies: dict[str, str]
    """Words before an amount in 元 that say whose money it is, and its standard unit."""
    names: tuple[str, ...]
    lexical: tuple[str, ...]
    hotlines: tuple[str, ...]
    hotline_tails: tuple[str, ...]
    structural: tuple[str, ...]
    always_structural: tuple[str, ...]
    aims: re.Pattern[str]
    hopes: re.Pattern[str]
    duties: re.Pattern[str]
    reached: re.Pattern[str]
    plans: re.Pattern[str]
    no_place: tuple[str, ...]
    no_name: str
    subjects: dict[str, Subject]
    matter: AnyOf
    """Any word of any subject that is a matter, in a group of the subject's name."""
    channel: AnyOf
    """The same of the subjects that are a means of publishing."""
    neutral: re.Pattern[str]
    """Words that may stand between those of a phrasing, and change nothing in what it measures."""
    sets: dict[str, tuple[str, ...]]
    """Words that phrasings take together, by the name of the set."""
    naming: Naming
    openers: tuple[str, ...]
    """What may stand between the beginning of a clause and the first word of a phrasing: patterns."""
    foreign: dict[str, re.Pattern[str]]
    """By indicator or topic: words before a phrasing, in its clause, that make it measure something else."""
    wider: dict[str, re.Pattern[str]]
    """The same of words after the quantity and its unit, that say that it counts more than that."""
    standing: Standing
    sorts: tuple[re.Pattern[str], ...]
    tiers: str
    department: str
    department_verbs: str
    some_bodies: re.Pattern[str]
    all_bodies: re.Pattern[str]


def load(name: str) -> Any:
    """The content of a data file of this folder."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=loader)


def alternatives(words: list[str] | tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(dict.fromkeys(words), key=lambda word: (-len(word), word)))


def alternatives_by_first(words: tuple[str, ...]) -> str:
    """The same, the words with the same first character together: fewer to be tried at each character of a text."""
    rest: dict[str, list[str]] = {}
    for word in words:
        rest.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{re.escape(first)}(?:{alternatives(tails)})" for first, tails in sorted(rest.items()))


@cache
def words() -> Words:
    """The lists, read once."""
    language, measures = load("language.yaml"), load("units.yaml")
    units, subjects = _units(measures), _subjects(language["subjects"])
    return Words(
        units=units,
        longest_unit=max(map(len, units)),
        currencies=measures["currencies"],
        names=tuple(language["names"]),
        lexical=tuple(language["lexical"]),
        hotlines=tuple(language["hotlines"]),
        hotline_tails=tuple(language["hotline_tail"]),
        structural=tuple(language["structural"]),
        always_structural=tuple(language["always_structural"]),
        aims=re.compile(language["aims"]),
        hopes=re.compile(language["hopes"]),
        duties=re.compile(language["duties"]),
        reached=re.compile(alternatives(language["reached"])),
        plans=re.compile(language["plans"]),
        no_place=tuple(language["no_place"]),
        no_name=language["no_name"],
        subjects=subjects,
        matter=AnyOf({name: one.words for name, one in subjects.items() if not one.channel}),
        channel=AnyOf({name: one.words for name, one in subjects.items() if one.channel}),
        neutral=re.compile(f"(?:{'|'.join(language['neutral'])})*"),
        sets={name: tuple(one.split("|")) for name, one in language["sets"].items()},
        naming=Naming(**{place: f"(?:{alternatives(said)}){{0,4}}" for place, said in language["naming"].items()}),
        openers=tuple(language["openers"]),
        foreign={topic: re.compile(expression) for topic, expression in language["foreign"].items()},
        wider={topic: re.compile(expression) for topic, expression in language["wider"].items()},
        standing=_standing(language),
        sorts=tuple(map(re.compile, language["sorts"])),
        tiers=language["tiers"],
        department=language["department"],
        department_verbs=language["department_verbs"],
        some_bodies=re.compile(language["some_bodies"]),
        all_bodies=re.compile(language["all_bodies"]),
    )


def _units(measures: Any) -> dict[str, Unit]:
    """The units by name; a unit that is no multiple of its standard one is listed without a factor."""
    units: dict[str, Unit] = {}
    for standard, names in measures["units"].items():
        for name in names:
            factor = names[name] if isinstance(names, dict) else 1
            units[name] = Unit(
                name=name,
                standard=standard,
                factor=Decimal(str(factor)),
                not_before=measures["not_before"].get(name, ""),
                arabic_only=name in measures["arabic_only"],
                classifier=name in measures["classifiers"],
            )
    return units


def _subjects(listed: Any) -> dict[str, Subject]:
    return {
        name: Subject(
            words=one["words"],
            sections=tuple(one.get("sections", ())),
            only_in=tuple(one.get("only_in", ())),
            channel=one.get("channel", False),
        )
        for name, one in listed.items()
    }


def _standing(language: Any) -> Standing:
    return Standing(
        nouns=re.compile(language["standing"]),
        units=frozenset(language["standing_units"]),
        verbs=re.compile(language["standing_verbs"]),
        after=re.compile(language["standing_after"]),
        unless=re.compile(language["standing_unless"]),
    )
