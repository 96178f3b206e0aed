"""Figures in self-written passages against `tests/gold/sentences`: `python -m benchmarks.accuracy.sentences`.

The passages are what a report of any issuer may say, one to three sentences each with who says it. Every .yaml file of
the folder is measured. With `--details` the differences are shown, but for files whose name begins with `held_out`:
they are measured, never looked into.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.accuracy.prose import same_owner
from gongkai.document.text import read_text
from gongkai.forms.codebook import codebook
from gongkai.model import Mention, ReportHead, Scope, Section, SourceKind
from gongkai.narrative import read_prose

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "gold" / "sentences"
OPEN = "?"
"""In a field of the gold: not to be scored."""
FIELDS = ("value", "bounds", "unit", "qualifier", "indicator", "period", "flow_or_stock", "scope")
LINES_AFTER = 8
NUMBERLESS = "各部门认真落实公开制度，完善工作机制，优化服务方式，加强平台建设，方便群众查阅和监督，"
"""Prose for the page on which a passage broken at a margin stands."""
JURISDICTIONS = ("province", "prefecture", "county", "special_zone")


EARLY = {"dev": "codes.txt", "dev_2": "codes.txt"}
LATEST = frozenset({"added"})
"""Annotated with today's codes; all others with those of `codes_2.txt` or before: their gold cannot say that none fits
of those added later."""


@cache
def _codes(name: str) -> frozenset[str]:
    """The codebook as it was when the passages of the file were annotated."""
    if name in LATEST:
        return frozenset(indicator.code for indicator in codebook())
    return frozenset((FOLDER / EARLY.get(name, "codes_2.txt")).read_text(encoding="utf-8").split())


@dataclass(frozen=True)
class GoldNumber:
    """One number of a passage as the annotator read it, with its place in the passage."""

    start: int
    end: int
    number_start: int
    number_end: int
    fields: dict[str, Any]

    @property
    def is_statistic(self) -> bool:
        """Whether it measures something that the report is to be held to."""
        return bool(self.fields["statistic"])


@dataclass(frozen=True)
class Passage:
    """A text, who says it where, and every number in it."""

    text: str
    context: dict[str, Any]
    numbers: tuple[GoldNumber, ...]


@dataclass
class Score:
    """How the numbers of one file came out."""

    statistics: int = 0
    found: int = 0
    """Of them, those that came out as a statistic over the same number with the right value."""
    given: int = 0
    """Statistics given in all, less those over a number whose kind the gold leaves open."""
    spans: int = 0
    negatives: int = 0
    negatives_as_none: int = 0
    """Negatives that did not come out as a statistic."""
    kinds_asked: int = 0
    kinds_right: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    indicators_given: int = 0
    indicators_wrong: int = 0
    """Of those given, those that are not the gold's, among them those where the gold has none."""
    indicators_wanted: int = 0
    indicators_right: int = 0
    codes: frozenset[str] = frozenset()
    """Indicators that the gold could name."""
    differences: dict[str, list[str]] = field(default_factory=dict)

    @property
    def recall(self) -> float:
        """Share of the gold's statistics that were found."""
        return _share(self.found, self.statistics)

    @property
    def precision(self) -> float:
        """Share of the statistics given that are right."""
        return _share(self.found, self.given)

    @property
    def indicator_precision(self) -> float:
        """Share of the indicators given that are the gold's."""
        return _share(self.indicators_given - self.indicators_wrong, self.indicators_given)

    @property
    def indicator_recall(self) -> float:
        """Share of the gold's indicators that were given."""
        return _share(self.indicators_right, self.indicators_wanted)


def passages(path: Path) -> list[Passage]:
    """The passages of one file; ValueError where a number is not in its text."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [_passage(one) for one in yaml.load(path.read_text(encoding="utf-8"), Loader=loader)]


def _passage(one: dict[str, Any]) -> Passage:
    text = one["text"]
    numbers = []
    for fields in one["numbers"]:
        start = -1
        for _ in range(fields["nth"]):
            start = text.find(fields["find"], start + 1)
        if start < 0 or fields["number"] not in fields["find"]:
            raise ValueError(f"{fields['find']!r} ({fields['nth']}) is not in {text!r}")
        number = start + fields["find"].index(fields["number"])
        end = start + len(fields["find"])
        numbers.append(GoldNumber(start, end, number, number + len(fields["number"]), fields))
    return Passage(text, one["context"], tuple(numbers))


def read(passage: Passage) -> list[Mention]:
    """The mentions of a passage, read as the prose of a report by its issuer."""
    context = passage.context
    text = passage.text + _page_after(context["margin"]) if "margin" in context else passage.text
    section = Section(name=context["section"], heading="", start=0, end=len(text))
    head = ReportHead(
        issuer=context["issuer"],
        issuer_id=None,
        issuer_level=context["level"],
        report_year=context["year"],
        vintage=None,
        vintage_note=None,
        family=None,
        scope=Scope.JURISDICTION if context["level"] in JURISDICTIONS else Scope.ORGAN,
        scope_words=None,
        title=None,
        source_kind=SourceKind.REPORT,
    )
    mentions = read_prose(read_text(text), (section,), head, ())
    return [mention for mention in mentions if mention.start < len(passage.text)]


def _page_after(margin: int) -> str:
    """Further lines without a number: a margin shows only where many lines end at it."""
    words = NUMBERLESS * (1 + LINES_AFTER * margin // len(NUMBERLESS))
    return "\n\n" + "\n".join(words[margin * line : margin * (line + 1)] for line in range(LINES_AFTER))


def measure(path: Path) -> Score:
    """The score of one file."""
    score = Score(codes=_codes(path.stem))
    for passage in passages(path):
        _compare(passage, read(passage), score)
    return score


def _compare(passage: Passage, mentions: list[Mention], score: Score) -> None:
    matched: set[int] = set()
    for gold in passage.numbers:
        over = [m for m in mentions if m.number_start < gold.number_end and gold.number_start < m.number_end]
        matched.update(id(m) for m in over)
        statistics = [m for m in over if m.is_statistic]
        if not gold.is_statistic:
            _negative(passage, gold, over, statistics, score)
            continue
        score.statistics += 1
        score.given += len(statistics)
        if len(statistics) != 1:
            kinds = ", ".join(m.kind for m in over) or "nothing"
            _note(score, f"statistic read as {kinds if not statistics else 'several'}", passage, gold, "")
            continue
        _statistic(passage, gold, statistics[0], score)
    for mention in mentions:
        if mention.is_statistic and id(mention) not in matched:
            score.given += 1
            where = _show(passage.text, mention.start, mention.end)
            score.differences.setdefault("number that is none read as statistic", []).append(where)


def _negative(passage: Passage, gold: GoldNumber, over: list[Mention], statistics: list[Mention], score: Score) -> None:
    if gold.fields["kind"] == OPEN:
        return
    score.negatives += 1
    score.kinds_asked += 1
    score.given += len(statistics)
    if statistics:
        _note(score, f"{gold.fields['kind']} read as statistic", passage, gold, "")
        return
    score.negatives_as_none += 1
    if any(m.kind == gold.fields["kind"] for m in over):
        score.kinds_right += 1
    else:
        kinds = ", ".join(m.kind for m in over) or "nothing"
        _note(score, f"kind: {gold.fields['kind']} read as {kinds}", passage, gold, "")


def _statistic(passage: Passage, gold: GoldNumber, mention: Mention, score: Score) -> None:
    for name in FIELDS:
        wanted, found = _wanted(gold, name), _found(mention, name)
        if name == "indicator" and wanted is None and found is not None and found not in score.codes:
            wanted = OPEN
        if name == "indicator" and found is not None and wanted != OPEN:
            score.indicators_given += 1
            score.indicators_wrong += found != wanted
        if name == "indicator" and wanted not in (None, OPEN):
            score.indicators_wanted += 1
            score.indicators_right += found == wanted
        if wanted == OPEN:
            continue
        score.asked[name] += 1
        if found == wanted or (name == "scope" and same_owner(found, wanted, passage.context["issuer"])):
            score.right[name] += 1
        else:
            what = f"{_plain(found)} given, {_plain(wanted)} expected"
            _note(score, _class_of(name, wanted, found), passage, gold, what)
    if _wanted(gold, "value") in (OPEN, _found(mention, "value")):
        score.found += 1
        score.spans += (mention.start, mention.end) == (gold.start, gold.end)


def _class_of(name: str, wanted: Any, found: Any) -> str:
    if name == "indicator":
        if wanted is None:
            return "indicator given where none fits"
        return "indicator not given" if found is None else "indicator wrong"
    return name


def _wanted(gold: GoldNumber, name: str) -> Any:
    if name == "bounds":
        pair = (gold.fields["lower"], gold.fields["upper"])
        return OPEN if OPEN in pair else tuple(_exact(one) for one in pair)
    wanted = gold.fields[name]
    return _exact(wanted) if name == "value" and wanted != OPEN else wanted


def _found(mention: Mention, name: str) -> Any:
    return (mention.lower, mention.upper) if name == "bounds" else getattr(mention, name)


def _exact(number: float | int | str | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_plain(one) for one in value) + "]"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _note(score: Score, kind: str, passage: Passage, gold: GoldNumber, what: str) -> None:
    score.differences.setdefault(kind, []).append(f"{_show(passage.text, gold.start, gold.end)} {what}".rstrip())


def _show(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 24) : start], text[end : end + 12]
    return f"{before}【{text[start:end]}】{after}".replace("\n", "⏎")


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _lines(name: str, score: Score) -> Iterator[str]:
    yield f"{name}: {score.statistics} statistics, {score.negatives} negatives"
    yield f"  recall               {score.found}/{score.statistics} = {score.recall:.3f}"
    yield f"  precision            {score.found}/{score.given} = {score.precision:.3f}"
    yield f"  negatives as none    {score.negatives_as_none}/{score.negatives}"
    yield f"  kind of negatives    {score.kinds_right}/{score.kinds_asked}"
    yield f"  whole span           {score.spans}/{score.found}"
    for one in FIELDS:
        yield f"  {one:<20} {score.right[one]}/{score.asked[one]} = {_share(score.right[one], score.asked[one]):.3f}"
    given = score.indicators_given
    yield f"  indicator precision  {given - score.indicators_wrong}/{given} = {score.indicator_precision:.3f}"
    yield f"  indicator recall     {score.indicators_right}/{score.indicators_wanted} = {score.indicator_recall:.3f}"


def main() -> int:
    """Print the scores of every file, with `--details` the differences of those that are not held out."""
    for path in sorted(FOLDER.glob("*.yaml")):
        score = measure(path)
        print("\n".join(_lines(path.stem, score)))
        if not path.stem.startswith("held_out") and "--details" in sys.argv[1:]:
            for kind, cases in sorted(score.differences.items(), key=lambda item: -len(item[1])):
                print(f"\n  {kind}: {len(cases)}")
                for case in cases:
                    print(f"    {case}")
        print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
