"""All labels of a form, ready for look-up: which word is which line or column, and which table it speaks for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from gongkai.forms import Column, Form, Identity, Line, Table, all_forms
from gongkai.forms import form as form_by_id
from gongkai.labels import Labels, keys, normalise
from gongkai.memory import Memory
from gongkai.tables.outline import Outline
from gongkai.tables.placement import Placement, TableWords
from gongkai.tables.rows import Row

LONGEST_LABEL = 120
"""A cell with more characters than this is no label."""
_REMEMBERED = 256
"""Tables, and grids, whose words are remembered of one form: some 30 KB for each."""


@cache
def header_words() -> dict[str, frozenset[str]]:
    """Words of header rows that name no column: of labels, units, numbers, and what is to be passed over."""
    text = (Path(__file__).parent.parent / "forms" / "headers.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {kind: frozenset(normalise(word) for word in words) for kind, words in loaded.items()}


class Target:
    """One table of the form with its labels ready for look-up."""

    def __init__(self, table: Table, identities: Iterable[Identity]):
        self.table = table
        lines = {line.code for line in table.lines}
        columns: set[str | None] = {column.code for column in table.columns} or {None}
        self.identities = [
            identity
            for identity in identities
            if all(term.line in lines and term.column in columns for term in (*identity.left, *identity.right))
        ]
        self.is_block = table.code == "4"
        self.line_of = {line.code: line for line in table.lines}
        self.column_of = {column.code: column for column in table.columns}
        self.order = {line.code: number for number, line in enumerate(table.lines)}
        groups = [line.group for line in table.lines if line.group]
        self.column_groups = frozenset(key for column in table.columns if column.group for key in keys(column.group))
        self.lines = Labels((line for line in table.lines if not line.header), groups)
        self.columns = Labels(table.columns)
        self.group_keys = {line.code: keys(line.group) if line.group else frozenset() for line in table.lines}
        self.headings = frozenset().union(*self.group_keys.values()) if groups else frozenset()
        self.headings |= {key for line in table.lines if line.header for key in keys(line.label)}
        self.span = self._spans()
        self.placements: Memory[TableWords, Placement] = Memory(_REMEMBERED)
        """By the words of a table: where its cells stand."""

    def _spans(self) -> dict[str, tuple[int, int]]:
        spans: dict[str, tuple[int, int]] = {}
        for code, group in self.group_keys.items():
            for key in group:
                low, high = spans.get(key, (self.order[code], self.order[code]))
                spans[key] = (min(low, self.order[code]), max(high, self.order[code]))
        return spans

    def encloses(self, outer: str, line: str) -> bool:
        """Whether the heading stands over the line, be it over other headings."""
        low, high = self.span.get(outer, (1, 0))
        return low <= self.order[line] <= high


class Vocabulary:
    """All labels of a form: which word speaks for which of its tables."""

    def __init__(self, form: Form):
        self.targets = {table.code: Target(table, form.identities) for table in form.tables}
        self.speaks: dict[str, set[str]] = {}
        for code, target in self.targets.items():
            words: set[str] = set()
            entries: list[Line | Column] = [*target.table.lines, *target.table.columns]
            for entry in entries:
                for label in (entry.label, *entry.variants, *([entry.group] if entry.group else [])):
                    words |= keys(label)
            for word in words:
                self.speaks.setdefault(word, set()).add(code)
        self.votes: Memory[Outline, tuple[str | None, ...]] = Memory(_REMEMBERED)
        """By the words of a grid: the table that each of its rows speaks for."""

    def vote(self, row: Row) -> str | None:
        """The table that most words of the row speak for; None where none does, or two do alike."""
        votes: dict[str, int] = {}
        for cell in row.own:
            if len(cell.text) > LONGEST_LABEL or not cell.text:
                continue
            tables = self.speaks.get(normalise(cell.text))
            if tables is not None and len(tables) == 1:
                (code,) = tables
                votes[code] = votes.get(code, 0) + 1
        if len(votes) < 2:
            return next(iter(votes), None)
        best = max(votes.values())
        winners = [code for code, count in votes.items() if count == best]
        return winners[0] if len(winners) == 1 else None


def vocabulary_of(form: Form) -> Vocabulary:
    """The vocabulary of a form; made once where the form is one of the data files'."""
    known = any(form is each for each in all_forms())
    return _vocabulary(form.form_id) if known else Vocabulary(form)


@cache
def _vocabulary(form_id: str) -> Vocabulary:
    return Vocabulary(form_by_id(form_id))
