"""Printed labels against a form's labels: the same words under another numbering, bracket, quote or script.

A label is brought to its bare words (`normalise`) and looked up. Where that finds nothing, the most similar label
counts only if it is similar enough, clearly ahead of every other label that could stand there (group headings
included), and alike in every word that turns a label into its opposite (不, 未, 上, 下 …). Never by position.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from gongkai.forms.model import Column, Line
from gongkai.model import Value
from gongkai.numerals import fold

SIMILAR_ENOUGH = 0.72
"""Least share of common characters for a damaged label."""
MARGIN = 0.15
"""By how much the best must be ahead of the second."""
_FOREIGN = 0.15
"""Share of a printed label that the form's may lack: damage takes characters away, another meaning brings some."""
_SHORTEST = 5
"""Bare labels shorter than this (其他, 总计, 规章) count only when they are exact: one wrong character is too much."""

_NUMBERED = re.compile(r"[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩㊀-㊉Ⅰ-Ⅻ]")
_DROPPED = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad⁰¹²³⁴-⁹]+")
"""White space, what is invisible, and the raised number of a footnote."""
_ORDINAL = re.compile(
    r"(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)[、.,:]?"
    r"|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.,:](?!\d)"
    r"|\d{1,2}(?=[\u4e00-\u9fff])(?![年月日类个])"
    r"|其中[:,]?|其中)+"
)
_NOTE = re.compile(
    r"[(\[【〔<](?:(?![一二三四五六七八九十\d]{1,3}[)\]】〕>])[^()\[\]【】〔〕<>]*[)\]】〕>]"
    r"|(?![一二三四五六七八九十\d])[^()\[\]【】〔〕<>]*$)"
)
_BARE = re.compile(r"[^\w]+|_+")
_TURNING = "不未无非否上下增减新旧主被前后全部同总"
"""Characters that turn a label into another one; similarity never reaches over them."""


def _simple_forms() -> dict[int, int | str]:
    """Full-width characters with their ASCII ones, and the traditional ones of `forms/traditional.txt`."""
    lines = (Path(__file__).parent / "forms" / "traditional.txt").read_text(encoding="utf-8").splitlines()
    pairs = (pair for line in lines if not line.startswith("#") for pair in line.split())
    full_width = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    return {**full_width, **{ord(pair[0]): pair[1] for pair in pairs}}


_SIMPLE = _simple_forms()


class Match(Value, frozen=True, kw_only=True):
    """What a printed label is: `codes` holds the one line or column it surely is, or all those that share its words."""

    codes: tuple[str, ...]
    """Empty where none is certain; more than one where the words alone cannot tell (their group must)."""
    exact: bool
    """False where the label was told by similarity."""
    candidates: tuple[str, ...]
    """The nearest codes, best first, where nothing is certain."""


@lru_cache(maxsize=8192)
def normalise(label: str) -> str:
    """The bare words of a label: no numbering, notes in brackets, quotes, punctuation or white space; simplified."""
    return _bare(_fold(label))


@lru_cache(maxsize=4096)
def keys(label: str) -> frozenset[str]:
    """Every bare form that stands for a label: without its notes, and with their words."""
    folded = _fold(label)
    return frozenset((_bare(folded), _with_notes(folded))) - {""}


def simplify(text: str) -> str:
    """The same text, character for character, in simplified script and half-width ASCII."""
    return fold(text, _SIMPLE)


@lru_cache(maxsize=4096)
def _fold(label: str) -> str:
    text = simplify(_DROPPED.sub("", label))
    text = _NUMBERED.sub(lambda sign: f"({unicodedata.normalize('NFKC', sign[0]).strip('().')})", text)
    return text.replace("其它", "其他")


def _bare(folded: str) -> str:
    text = folded
    if numbered := _ORDINAL.match(text):
        text = text[numbered.end() :]
    return _BARE.sub("", _NOTE.sub("", text))


def _with_notes(folded: str) -> str:
    if numbered := _ORDINAL.match(folded):
        folded = folded[numbered.end() :]
    return _BARE.sub("", folded)


class Labels:
    """The labels that can stand in one place (the lines of a table, its columns), looked up by what is printed."""

    def __init__(self, entries: Iterable[Line | Column], headings: Iterable[str] = ()):
        """`headings` are labels of the same table that are no entry: similarity must not mistake them for one."""
        self._exact: dict[str, list[str]] = {}
        self._under_heading: dict[str, list[str]] = {}
        """Heading and label printed in one cell: （三）不予公开1.属于国家秘密."""
        for entry in entries:
            for label in (entry.label, *entry.variants):
                for key in keys(label):
                    _enter(self._exact, key, entry.code)
                if entry.group:
                    for key in (normalise(entry.group + label), normalise(entry.group) + normalise(label)):
                        _enter(self._under_heading, key, entry.code)
        self._headings = frozenset(key for heading in headings for key in keys(heading)) - self._exact.keys()
        self._found: dict[str, Match] = {}

    def match(self, printed: str, within: Sequence[str] | None = None) -> Match:
        """Find the entry that is printed as `printed`; `within` restricts it to some codes (those of a group)."""
        found = self._match(normalise(printed))
        if not found.exact and (codes := self.exactly(printed)):
            found = Match(codes=codes, exact=True, candidates=())
        if found.codes and within is not None:
            return Match(
                codes=tuple(code for code in found.codes if code in within),
                exact=found.exact,
                candidates=found.candidates,
            )
        return found

    def exactly(self, printed: str) -> tuple[str, ...]:
        """The codes whose label this is, word for word."""
        bare = normalise(printed)
        codes = self._exact.get(bare) or self._exact.get(_with_notes(_fold(printed))) or self._under_heading.get(bare)
        return tuple(codes or ())

    def _match(self, bare: str) -> Match:
        known = self._found.get(bare)
        if known is None:
            known = self._found[bare] = self._look_up(bare)
            if len(self._found) > 4096:
                self._found.clear()
        return known

    def _look_up(self, bare: str) -> Match:
        if not bare:
            return Match(codes=(), exact=False, candidates=())
        if codes := self._exact.get(bare):
            return Match(codes=tuple(codes), exact=True, candidates=())
        if bare in self._headings:
            return Match(codes=(), exact=False, candidates=())
        ranked = self._ranked(bare)
        candidates = tuple(dict.fromkeys(code for _, codes, _ in ranked for code in codes))[:3]
        if not ranked or len(bare) < _SHORTEST:
            return Match(codes=(), exact=False, candidates=candidates)
        score, best, key = ranked[0]
        rival = next((other for other, others, _ in ranked if set(others) != set(best)), 0.0)
        if (
            best
            and score >= SIMILAR_ENOUGH
            and score - rival >= MARGIN
            and len(key) >= _SHORTEST
            and _turns(key) == _turns(bare)
            and _foreign(key, bare) <= max(1, int(_FOREIGN * len(bare)))
        ):
            return Match(codes=best, exact=False, candidates=candidates)
        return Match(codes=(), exact=False, candidates=candidates)

    def _ranked(self, bare: str) -> list[tuple[float, tuple[str, ...], str]]:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(bare)
        characters = set(bare)
        ranked: list[tuple[float, tuple[str, ...], str]] = []
        for key, codes in [*((k, tuple(c)) for k, c in self._exact.items()), *((h, ()) for h in self._headings)]:
            if len(characters & set(key)) < 2:
                continue
            matcher.set_seq1(key)
            score = matcher.ratio()
            if score >= 0.4:
                ranked.append((score, codes, key))
        ranked.sort(key=lambda entry: -entry[0])
        return ranked


def _enter(codes_of: dict[str, list[str]], key: str, code: str) -> None:
    codes = codes_of.setdefault(key, [])
    if code not in codes:
        codes.append(code)


def _foreign(key: str, bare: str) -> int:
    """How many characters of `bare` have no counterpart in `key`; marks of lost characters do not count."""
    matched = sum(size for _, _, size in SequenceMatcher(None, key, bare, autojunk=False).get_matching_blocks())
    return len(bare) - matched


def _turns(bare: str) -> list[str]:
    return sorted(character for character in bare if character in _TURNING)
