"""Figures in prose against gold: the seeds', and that of the held-out reports in `tests/gold/prose`."""

from __future__ import annotations

import csv
import dataclasses
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from gongkai import Mention, Report
from gongkai.forms.codebook import codebook

FIELDS = (
    "value",
    "unit",
    "unit_std",
    "qualifier",
    "indicator",
    "period",
    "flow_or_stock",
    "scope",
    "part_of",
    "growth_of",
)
"""Of a mention; of the links, those that the gold has."""
_LINKS = frozenset({"part_of", "growth_of"})


@dataclass(frozen=True)
class GoldMention:
    """One number of a text as an annotator read it; fields that the gold leaves open are not in `fields`."""

    start: int
    end: int
    number_start: int
    number_end: int
    is_statistic: bool
    kind: str
    fields: dict[str, str]
    codes: frozenset[str] = frozenset()
    """Indicators that the annotator could have given: one of these, given where the gold has none, is wrong."""


@dataclass
class Score:
    """How the figures of one text came out."""

    statistics: int = 0
    found: int = 0
    """Of them, those whose number span came out as a statistic with the right value."""
    spans: int = 0
    """Of them, those whose whole span is right too."""
    negatives: int = 0
    false: list[str] = field(default_factory=list)
    """Statistics that the gold has as none, or not at all."""
    missed: list[str] = field(default_factory=list)
    fields_right: dict[str, int] = field(default_factory=dict)
    fields_asked: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    kinds_right: int = 0
    """Of the negatives, those that came out as none and of the right kind."""
    negatives_right: int = 0
    """Of the negatives, those that did not come out as a statistic."""
    indicators_given: int = 0
    indicators_wrong: int = 0

    @property
    def told_apart(self) -> float:
        """Share of all numbers of the gold for which statistic or not came out right."""
        numbers = self.statistics + self.negatives
        return (self.found + self.negatives_right) / numbers if numbers else 1.0

    def __add__(self, other: Score) -> Score:
        """Both texts taken together."""
        sums = {
            one.name: getattr(self, one.name) + getattr(other, one.name)
            for one in dataclasses.fields(self)
            if not one.name.startswith("fields_")
        }
        for name in ("fields_right", "fields_asked"):
            mine, others = getattr(self, name), getattr(other, name)
            sums[name] = {field: mine.get(field, 0) + others.get(field, 0) for field in FIELDS}
        return Score(**sums)

    @property
    def precision(self) -> float:
        """Share of the statistics given that are right."""
        given = self.found + len(self.false)
        return self.found / given if given else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold's statistics that were found."""
        return self.found / self.statistics if self.statistics else 1.0


def seed_gold(path: Path) -> dict[str, list[GoldMention]]:
    """The gold of the two seed reports, by file."""
    gold: dict[str, list[GoldMention]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            start = int(row["start"])
            number_start = start + row["surface"].index(row["number_surface"])
            gold.setdefault(row["doc"], []).append(
                GoldMention(
                    start,
                    int(row["end"]),
                    number_start,
                    number_start + len(row["number_surface"]),
                    row["is_statistic"] == "1",
                    row["kind"],
                    {name: row[name] for name in FIELDS if row.get(name)},
                )
            )
    return gold


def zones(folder: Path) -> dict[str, list[tuple[int, int]]]:
    """The stretches of each held-out text that were annotated, by stem of the gold file."""
    found: dict[str, list[tuple[int, int]]] = {}
    with (folder / "zones.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(Path(row["gold"]).stem, []).append((int(row["start"]), int(row["end"])))
    return found


def codes_known(folder: Path) -> dict[str, frozenset[str]]:
    """The codebook of the day of annotation by stem of the gold file: as listed, else that of today."""
    today = frozenset(indicator.code for indicator in codebook())
    known: dict[str, frozenset[str]] = {}
    with (folder / "zones.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            listed = row.get("codes")
            known[Path(row["gold"]).stem] = (
                frozenset((folder / listed).read_text(encoding="utf-8").split()) if listed else today
            )
    return known


def held_out_gold(folder: Path) -> dict[str, list[GoldMention]]:
    """The gold of the held-out reports, by stem of the file: every .csv of the folder but `zones.csv`."""
    gold: dict[str, list[GoldMention]] = {}
    known = codes_known(folder)
    for path in sorted(folder.glob("*.csv")):
        if path.stem == "zones":
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            gold[path.stem] = [
                GoldMention(
                    int(row["start"]),
                    int(row["end"]),
                    int(row["number_start"]),
                    int(row["number_end"]),
                    row["is_statistic"] == "1",
                    row["kind"],
                    # A code that the codebook does not have is the annotator's own, marked by `?`.
                    {name: row[name] for name in FIELDS if row.get(name) and not row[name].startswith("?")},
                    frozenset() if row["indicator"] else known.get(path.stem, frozenset()),
                )
                for row in csv.DictReader(lines)
            ]
    return gold


def compare(report: Report, gold: list[GoldMention], annotated: list[tuple[int, int]] | None = None) -> Score:
    """Scores of one text, or of the stretches of it that were annotated."""
    score = Score(fields_right=dict.fromkeys(FIELDS, 0), fields_asked=dict.fromkeys(FIELDS, 0))
    _compare_negatives(report, [one for one in gold if not one.is_statistic], score)
    given = {
        (m.number_start, m.number_end): m
        for m in report.mentions
        if m.is_statistic and (annotated is None or any(start <= m.start < end for start, end in annotated))
    }
    matched: set[tuple[int, int]] = set()
    for expected in (one for one in gold if one.is_statistic):
        score.statistics += 1
        key = (expected.number_start, expected.number_end)
        mention = given.get(key)
        if mention is None or not _same("value", mention, expected):
            score.missed.append(_show(report, expected.start, expected.end))
            continue
        matched.add(key)
        score.found += 1
        score.spans += (mention.start, mention.end) == (expected.start, expected.end)
        _compare_fields(report, mention, expected, score)
    for key, mention in given.items():
        if key not in matched:
            score.false.append(_show(report, mention.start, mention.end))
    return score


def _compare_negatives(report: Report, gold: list[GoldMention], score: Score) -> None:
    """The numbers that are no statistics: whether they came out as none, and of the right kind."""
    others: dict[int | tuple[int, int], Mention] = {m.number_start: m for m in report.mentions if not m.is_statistic}
    others |= {(m.start, m.end): m for m in report.mentions if not m.is_statistic}
    statistics_at = {m.number_start for m in report.mentions if m.is_statistic}
    for expected in gold:
        score.negatives += 1
        other = others.get((expected.start, expected.end)) or others.get(expected.number_start)
        score.kinds_right += other is not None and other.kind == expected.kind
        score.negatives_right += expected.number_start not in statistics_at


def _compare_fields(report: Report, mention: Mention, expected: GoldMention, score: Score) -> None:
    """A statistic that was found, field by field."""
    where = _show(report, expected.start, expected.end)
    score.indicators_given += mention.indicator is not None and "indicator" in expected.fields
    if mention.indicator in expected.codes:
        score.indicators_given += 1
        score.indicators_wrong += 1
        score.differences.append(f"{where} indicator: {mention.indicator} given, none expected")
    for name in expected.fields:
        score.fields_asked[name] += 1
        if _same(name, mention, expected) or (
            name == "scope" and same_owner(mention.scope, expected.fields[name], report.head.issuer)
        ):
            score.fields_right[name] += 1
        else:
            found = getattr(mention, name)
            score.indicators_wrong += name == "indicator" and found is not None
            score.differences.append(f"{where} {name}: {found} given, {expected.fields[name]} expected")


def _same(name: str, mention: Mention, expected: GoldMention) -> bool:
    if name not in expected.fields:
        return True
    found = getattr(mention, name)
    if name == "value":
        return found is not None and found == Decimal(expected.fields[name])
    if name in _LINKS:
        return found is not None and found == int(expected.fields[name])
    return bool(found == expected.fields[name])


def same_owner(found: str | None, wanted: str | None, issuer: str | None = None) -> bool:
    """Whether the scope given is one of the names of the gold, or a wider name for the same body.

    That is 本机关 for the issuer itself, be it named in short (市科委), and the government or the jurisdiction for a
    department of theirs (市政府 or 全市 for 市教育局).
    """
    if found is None or wanted is None:
        return False
    for name in wanted.split("|"):
        if found == name or (found == "本机关" and issuer is not None and _shortens(name, issuer)):
            return True
        kind = name[:1]
        if kind in "省市区县旗州镇乡" and len(name) > 2 and found in (f"全{kind}", f"{kind}政府"):
            return True
    return False


def _shortens(name: str, full: str) -> bool:
    """Whether a name is a body's in short: 市科委, 上海市科学技术委员会."""
    left = iter(full)
    return name[-1] in "委局厅办院会处校学" and all(character in left for character in name)


def _show(report: Report, start: int, end: int) -> str:
    before = report.text[max(0, start - 8) : start]
    return f"{start}: {before}【{report.text[start:end]}】".replace("\n", "⏎")
