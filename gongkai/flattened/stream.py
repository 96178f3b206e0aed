"""The words of one statutory table, told apart in running text.

Where a table lost its grid, its labels are all that is left of it. This module finds them in the text of a document,
however they were wrapped, glued or numbered, with the places where they stand, and the lines of bare numbers between
them. It decides nothing about which number belongs to which label.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

import yaml

from gongkai.forms.model import Table
from gongkai.labels import normalise
from gongkai.model import Value

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_WORDS = re.compile(rf"[^\s{_INVISIBLE}\"“”‘’'「」『』＂]+")
_PAGE = re.compile(r"<<page \d+>>")
_BLANKED = re.compile(
    r"^[ \t]*(?:[-—–―─·]+[ \t]*\d{1,4}[ \t]*[-—–―─·]+"
    r"|第[ \t]*\d{1,4}[ \t]*页(?:[ \t,/]*共[ \t]*\d{1,4}[ \t]*页)?"
    r"|\|(?:[ \t]*:?-+:?[ \t]*\|)+)[ \t]*$",
    re.MULTILINE,
)
"""Lines that are a page number, or a rule of Markdown."""
_NUMBER = r"[+-]?\d[\d,]*(?:\.\d+)?"
_NUMBER_LINE = re.compile(r"^[ \t|+\-/—\d,.]+$", re.MULTILINE)
_NUMBER_OR_MARK = re.compile(rf"{_NUMBER}|[-—/]")
_CELLS = re.compile(r"[^ \t|]+")
_ORDINAL = re.compile(
    r"(?:(?P<sure>\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)[、.]?|[一二三四五六七八九十]{1,3}[、.]|[①-⑳⑴-⒇⒈-⒛㈠-㈩])"
    r"|(?P<digits>\d+)[、.)])?(?:其中[:,]?)?$"
)
_OWN_ORDINAL = re.compile(
    r"(?:\((?P<a>[一二三四五六七八九十]+|\d+)\)|(?P<b>[一二三四五六七八九十]+)、|(?P<c>\d+)[.、])?(?:其中[:,]?)?"
)
_NOTE = re.compile(r"\((?!\d+\)|[一二三四五六七八九十]+\))[^()。]{2,80}\)")
_TRAILING_NOTE = re.compile(r"(?<=.)\([^()]{4,}\)$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHORT = 2
"""A label of so few characters (其他, 总计) is a line only with its number before it; else it is the column's."""


class _Fold(dict[int, str | int]):
    """Folds full-width and traditional characters one by one, so that offsets stay."""

    def __missing__(self, code: int) -> str | int:
        character = chr(code)
        folded = normalise(character) if "\u4e00" <= character <= "\u9fff" else unicodedata.normalize("NFKC", character)
        if len(folded) != 1 or (folded.isdigit() and not character.isdecimal()) or (character.isspace()):
            folded = character
        if character in "−﹣‐‑–":
            folded = "-"
        if character == "它":
            folded = "他"
        self[code] = folded
        return folded


_FOLD = _Fold()


_STAY: set[str] = set()
"""Characters that were seen and are folded to themselves: nearly all of any text."""


def _folded(text: str) -> str:
    for character in set(text) - _STAY:
        folded = _FOLD[ord(character)]
        if folded != character and isinstance(folded, str):
            text = text.replace(character, folded)
        else:
            _STAY.add(character)
    return text


class Item(Value, frozen=True, kw_only=True):
    """One label as printed. `start` includes its numbering, `end` its note in brackets."""

    core: str
    lines: tuple[str, ...]
    """Codes of the lines that it may be; none for a column, a heading or furniture."""
    columns: tuple[str, ...]
    ordinal: str | None
    """Its printed number, as text."""
    sure: bool
    """False where nobody can say where the digits before it end and its number begins."""
    start: int
    end: int
    longer: bool
    """It is but the end of a longer label, one that is not on the form: 党内规范性文件."""
    heading: bool
    """It is the heading of a group of lines."""


class NumberLine(Value, frozen=True, kw_only=True):
    """A line of the text with nothing but numbers in it: a row of a table, perhaps away from its label."""

    start: int
    end: int


class Vocabulary:
    """All that a statutory table prints but its numbers."""

    def __init__(self, table: Table):
        self.lines: dict[str, tuple[str, ...]] = {}
        self.columns: dict[str, tuple[str, ...]] = {}
        self.ordinals: dict[tuple[str, str], str] = {}
        self.group_of: dict[str, str] = {line.code: _core(line.group)[0] for line in table.lines if line.group}
        words = set(_furniture()["words"]) | {table.title}
        for line in table.lines:
            words |= {line.group} if line.group else set()
            for label in (line.label, *line.variants):
                core, ordinal = _core(label)
                self.lines[core] = tuple(dict.fromkeys((*self.lines.get(core, ()), line.code)))
                if ordinal is not None:
                    self.ordinals[core, line.code] = ordinal
        for column in table.columns:
            words |= {column.group} if column.group else set()
            for label in (column.label, *column.variants):
                core, _ = _core(label)
                self.columns[core] = tuple(dict.fromkeys((*self.columns.get(core, ()), column.code)))
        cores = self.cores = (
            {core for word in words if (core := _core(word)[0])} | self.lines.keys() | self.columns.keys()
        )
        self.characters = frozenset("".join(cores))
        self.pattern = re.compile("|".join(map(_spelled, sorted(cores, key=len, reverse=True))))

    def labels(self, text: str) -> bool:
        """Whether a text is lines, columns or group headings of the table, each by itself, and nothing else."""
        cells = [cell for cell in re.split(r"[\n\t]+", text) if cell.strip()]
        known = (self.lines, self.columns, self.group_of.values())
        return bool(cells) and all(any(_core(cell)[0] in cores for cores in known) for cell in cells)


@cache
def _furniture() -> dict[str, list[str]]:
    text = (Path(__file__).parent / "furniture.yaml").read_text("utf-8")
    loaded: dict[str, list[str]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@cache
def printed_units() -> re.Pattern[str]:
    """The unit that a list table prints before its figure."""
    return re.compile(rf"\s*({'|'.join(map(re.escape, _furniture()['units']))})(?![\u4e00-\u9fff])")


@cache
def vocabulary(table: Table) -> Vocabulary:
    """The words of a table, made once."""
    return Vocabulary(table)


@lru_cache(maxsize=2048)
def _core(label: str) -> tuple[str, str | None]:
    """The words of a label without number and note, as they stand in the compact text; and its number."""
    compact = "".join(_WORDS.findall(label.translate(_FOLD)))
    numbered = _OWN_ORDINAL.match(compact)
    assert numbered is not None
    core = _TRAILING_NOTE.sub("", compact[numbered.end() :])
    return core, numbered["a"] or numbered["b"] or numbered["c"]


def _spelled(core: str) -> str:
    return "".join(r"[、,]?" if character in "、," else re.escape(character) for character in core)


class Stream:
    """The text of a document folded and without white space, and its number lines set apart."""

    def __init__(self, text: str):
        folded = _BLANKED.sub(_blanks, _folded(text))
        if "<<page" in folded:
            folded = _PAGE.sub(_blanks, folded)
        self.number_lines = tuple(_number_lines(folded))
        """In order; two of them never overlap."""
        self.shown = text
        self.folded = folded
        """As long as the text, page numbers and rules of Markdown blanked."""
        wordy = _without(folded, self.number_lines)
        self.compact, self._at, self._from = "", [], []
        pieces: list[str] = []
        length = 0
        for word in _WORDS.finditer(wordy):
            self._at.append(length)
            self._from.append(word.start())
            pieces.append(word[0])
            length += len(word[0])
        self.compact = "".join(pieces)

    def number_lines_in(self, start: int, end: int) -> Sequence[NumberLine]:
        """The lines of bare numbers between two offsets."""
        first = bisect_left(self.number_lines, start, key=lambda line: line.start)
        last = bisect_right(self.number_lines, end, key=lambda line: line.end)
        return self.number_lines[first:last]

    def place(self, offset: int) -> int:
        """Offset in the document of a compact character."""
        index = bisect_right(self._at, offset) - 1
        return self._from[index] + offset - self._at[index]

    def glued(self, offset: int) -> bool:
        """Whether the compact character at `offset` follows the one before it without any gap."""
        index = bisect_left(self._at, offset)
        return not (index < len(self._at) and self._at[index] == offset)

    def items(self, words: Vocabulary) -> list[Item]:
        """Every label of the table in the text, in order; the longest one where several begin."""
        found: list[Item] = []
        before = 0
        for match in words.pattern.finditer(self.compact):
            core = match[0] if match[0] in words.cores else _core(match[0])[0]
            item = self._item(words, core, *match.span(), before, found[-1].ordinal if found else None)
            found.append(item)
            before = match.end()
        return found

    def _item(self, words: Vocabulary, core: str, first: int, last: int, before: int, previous: str | None) -> Item:
        lines = words.lines.get(core) or words.lines.get(core.replace(",", "、"), ())
        start, ordinal, sure = self._ordinal(
            first,
            max(before, first - 12),
            previous,
            [number for line in lines if (number := words.ordinals.get((core, line))) is not None],
        )
        if len(core) <= _SHORT and words.columns.get(core):
            lines = tuple(line for line in lines if ordinal is not None and ordinal == words.ordinals.get((core, line)))
        begun = start
        while before < begun and start == first and self.glued(begun) and _HAN.match(self.compact, begun - 1):
            begun -= 1
        longer = begun < start and bool(lines)
        if longer:
            start, lines = begun, ()
        note = _NOTE.match(self.compact, last)
        end = note.end() if note else last
        return Item(
            core=core,
            lines=lines,
            columns=words.columns.get(core, ()),
            ordinal=ordinal,
            sure=sure,
            start=self.place(start),
            end=self.place(end - 1) + 1,
            longer=longer,
            heading=core in words.group_of.values(),
        )

    def _ordinal(self, first: int, before: int, previous: str | None, known: list[str]) -> tuple[int, str | None, bool]:
        """Where the numbering of a label begins, the number, and whether the digits before it are surely not its own.

        Digits of the row before may run into the number of the next label: `0000000` and `2.` in `00000002.`.
        """
        numbered = _ORDINAL.search(self.compact, before, first)
        if numbered is None or numbered.start() == first:
            return first, None, True
        if numbered["digits"] is None:
            ordinal = (numbered["sure"] or "").strip("().、") or None
            return numbered.start(), ordinal, True
        digits, start = numbered["digits"], numbered.start("digits")
        for offset in range(len(digits) - 1, 0, -1):
            if not self.glued(start + offset):
                digits, start = digits[offset:], start + offset
                break
        following = str(int(previous) + 1) if previous is not None and previous.isdecimal() else "1"
        alone = start == 0 or not (self.compact[start - 1].isdigit() and self.glued(start))
        for expected in (*known, following, "1"):
            if digits.endswith(expected):
                return start + len(digits) - len(expected), expected, True
        if alone and len(digits) <= 2:
            return start, digits, True
        return start + len(digits) - 1, digits[-1], False


def _number_lines(text: str) -> Iterator[NumberLine]:
    for line in _NUMBER_LINE.finditer(text):
        cells = _CELLS.findall(line[0])
        if len(cells) > 1 and all(_NUMBER_OR_MARK.fullmatch(cell) for cell in cells):
            yield NumberLine(start=line.start(), end=line.end())


def _without(text: str, lines: Sequence[NumberLine]) -> str:
    pieces: list[str] = []
    at = 0
    for line in lines:
        pieces += (text[at : line.start], " " * (line.end - line.start))
        at = line.end
    return "".join((*pieces, text[at:]))


def _blanks(mark: re.Match[str]) -> str:
    return "".join("\n" if character == "\n" else " " for character in mark[0])
