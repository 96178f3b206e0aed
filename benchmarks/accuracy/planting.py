"""Generated reports with what is wrong in them, drawn by number, for `benchmarks.accuracy.checks`.

`draw` gives a report, with its year before where that is needed; `scenes` gives groups of them for the rules that
compare reports with each other: several years of one issuer, peers, a place and its parts, all provinces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import permutations
from random import Random

import msgspec

import gongkai
from gongkai import forms
from gongkai.issuers import Issuer, issuers
from gongkai.model import CellState, Report, Scope, SourceKind
from tests.generated import KINDS, PLANTS, Generated, Wish, generate
from tests.generated.slips import SLIPS
from tests.generated.telling import TOLD, kinds_of

_BEFORE = 10**9
"""Added to the number of a report for that of its year before."""
_COUNTY = "六安市霍山县人民政府"
_GOVERNMENTS = ("宿迁市人民政府", "芜湖市人民政府", "洛阳市人民政府", "曲靖市人民政府", "武汉市江岸区人民政府", _COUNTY)
"""Whose name nobody else bears: only their reports are held against those of the year before."""
_ONE_YEAR = "form_of_year"
_BLANK = "table_blank"


@dataclass(frozen=True)
class Made:
    """One report, and what a rule should say of it."""

    report: Report
    generated: Generated
    planted: tuple[str, ...] = ()
    """What was planted, by rule; after a blank, in which words (`T-4 同意公开`)."""
    untold: frozenset[str] = frozenset()
    """What of it nobody can tell: the words may mean some of what the table counts."""
    clean: bool = False
    """Whether the report is plausible throughout: anything found in it is a false alarm."""


@dataclass(frozen=True)
class Scene:
    """Reports that are told by each other, and what was planted in the report named."""

    reports: tuple[Report, ...]
    planted: Mapping[str, str] = field(default_factory=dict)
    """Rule planted, by report_id."""


def read(made: Generated, issuer_id: str, **head: object) -> Report:
    """The report as it is read from its bytes, as that of this issuer."""
    report = gongkai.extract(made.html, f"generated-{made.seed}.html")
    return msgspec.structs.replace(report, head=msgspec.structs.replace(report.head, issuer_id=issuer_id, **head))


def draw(seed: int) -> Iterator[Made]:
    """The report of this number, after its year before where there is one."""
    rng = Random(f"checks {seed}")
    chance = rng.random()
    if chance < 0.3:
        yield from _with_a_table_slip(seed, rng)
    elif chance < 0.65:
        yield from _with_a_slip(seed, rng)
    else:
        yield from _clean(seed, rng, rng.choice(KINDS), last_year=rng.random() < 0.5)


def _with_a_table_slip(seed: int, rng: Random) -> Iterator[Made]:
    """Anything that a form can hold, plausible or not, with a slip that breaks its sums, or none."""
    kind = rng.choice(KINDS)
    plant = rng.choice((*PLANTS, "copied_from_last_year", None))
    before = generate(seed + _BEFORE, kind) if plant == "copied_from_last_year" else None
    made = generate(seed, kind, plants=(plant,) if plant else (), after=before)
    for one in (before, made):
        if one is not None:
            yield Made(read(one, f"g{seed}"), one)


def _years(rng: Random, kind: str, last: int | None = None) -> int:
    """A year of the form that has one of the form before it."""
    form = forms.form(kind.removesuffix("-hybrid"))
    return last or rng.randint(max(2008, form.first_year) + 1, form.last_year or 2025)


def _with_a_slip(seed: int, rng: Random) -> Iterator[Made]:
    """A plausible report with one thing wrong; tried again a few times where it cannot happen to what was drawn."""
    what = rng.choice((*SLIPS, *TOLD, _ONE_YEAR, _BLANK))
    for attempt in range(12):
        number = seed + attempt * 10 * _BEFORE
        before, wish = None, Wish(plausible=True)
        if what in SLIPS:
            slip = SLIPS[what]
            kind = rng.choice(slip.kinds)
            year = _years(rng, kind, slip.year)
            issuer = _COUNTY if slip.county else rng.choice(_GOVERNMENTS) if slip.last_year else None
            wish = Wish(plausible=True, year=year, size=slip.size, issuer=issuer, slips=(what,))
            if slip.last_year:
                earlier = replace(wish, year=year - 1, slips=())
                before = generate(number + _BEFORE, kind, wish=earlier)
        elif what == _ONE_YEAR:
            kind, year = rng.choice((("C", rng.randint(2021, 2024)), ("D", rng.choice((2019, 2020)))))
            wish = replace(wish, year=year)
        elif what == _BLANK:
            kind = rng.choice(KINDS)
        else:
            kind = rng.choice([one for one in KINDS if one[0] in kinds_of(what)])
            wish = replace(wish, contradict=(what,))
        made = generate(number, kind, after=before, wish=wish)
        planted = (
            *made.truth.slips,
            *(TOLD[one] for one in made.wrong),
            *((what,) if what in (_ONE_YEAR, _BLANK) else ()),
        )
        if planted:
            break
    if before is not None:
        yield Made(read(before, f"g{seed}"), before, clean=True)
    untold = frozenset(TOLD[one] for one in made.below)
    head = {"scope": Scope.JURISDICTION} if what in SLIPS and SLIPS[what].whole else {}
    report = read(made, f"g{seed}", **head)
    yield Made(_without_a_table(report) if what == _BLANK else report, made, planted, untold, clean=not planted)


def _without_a_table(report: Report) -> Report:
    """The report with its first table left blank."""
    table = report.cells[0].table
    cells = [
        msgspec.structs.replace(one, value=None, raw_text="", cell_state=CellState.BLANK) if one.table == table else one
        for one in report.cells
    ]
    return msgspec.structs.replace(report, cells=tuple(cells))


def _clean(seed: int, rng: Random, kind: str, *, last_year: bool) -> Iterator[Made]:
    year = _years(rng, kind)
    wish = Wish(plausible=True, year=year, issuer=rng.choice(_GOVERNMENTS) if last_year else None)
    before = generate(seed + _BEFORE, kind, wish=replace(wish, year=year - 1)) if last_year else None
    made = generate(seed, kind, after=before, wish=wish)
    for one in (before, made):
        if one is not None:
            yield Made(read(one, f"g{seed}"), one, clean=True)


# --- several reports --------------------------------------------------------------------------------------------------


def scenes(seed: int, number: int) -> Iterator[Scene]:
    """So many scenes of each kind but the provinces (two), each second one with something planted."""
    rng = Random(f"scenes {seed}")
    for at in range(number):
        planted = at % 2 == 0
        name = f"{seed}-{at}"
        yield _own_years(rng, name, planted)
        yield _text_of_last_year(rng, name, planted)
        yield _text_of_another(rng, name, planted)
        yield _news(rng, name, planted)
    # Every group of peers is of a year and a form of its own, every place is there once.
    groups = [("D", year) for year in range(2021, 2026)] + [("B", year) for year in range(2014, 2019)]
    for at, (kind, year) in enumerate(rng.sample(groups, k=min(number, len(groups)))):
        yield _peers(rng, kind, year, planted=at % 2 == 0)
    for at, family in enumerate(rng.sample(_families(), k=number)):
        yield _place_and_parts(rng, family, planted=at % 2 == 0)
    wrong = rng.choice((2012, 2023))
    for year in (2012, 2023):
        yield _provinces(rng, year, planted=year == wrong)


def _seed(rng: Random) -> int:
    return rng.randrange(10**8)


def _times(made: Generated, factor: int) -> dict[str, Decimal]:
    """The main figures, so many times as large."""
    stems = ("res_granted__np", "req_channel_online", "rep_granted", "req_closed_ontime")
    return {code: made.truth.values[code] * factor + factor for code in stems if code in made.truth.values}


def _own_years(rng: Random, name: str, planted: bool) -> Scene:
    """Five years of one issuer; in the last one a figure fifty times too large."""
    kind, first = rng.choice((("D", 2021), ("B", 2014)))
    seeds = [_seed(rng) for _ in range(5)]
    size = rng.uniform(60, 400)
    made: list[Generated] = []
    for at, seed in enumerate(seeds):
        wish = Wish(plausible=True, year=first + at, size=size)
        made.append(generate(seed, kind, after=made[-1] if made else None, wish=wish))
    if planted:
        wish = Wish(plausible=True, year=first + 4, size=size, values=_times(made[-1], 50))
        made[-1] = generate(seeds[-1], kind, after=made[-2], wish=wish)
    head = {"issuer_level": "department", "scope": Scope.ORGAN}
    reports = tuple(read(one, f"o1-{name}", **head) for one in made)
    return Scene(reports, {reports[-1].report_id: "O-1"} if planted else {})


_SENTENCE = "第{at}项工作由{who}会同有关单位按{how}的要求推进并已于年底之前完成了自查和整改"


def _own_words(rng: Random, number: int) -> list[str]:
    """Sentences that nobody else has."""
    signs = "东南西北中山川江湖海云石松竹梅兰金银铜铁春夏秋冬晨暮"
    drawn = [("".join(rng.sample(signs, 6)), "".join(rng.sample(signs, 6))) for _ in range(number)]
    return [_SENTENCE.format(at=at, who=who, how=how) + "。" for at, (who, how) in enumerate(drawn, start=1)]


def _text_of_last_year(rng: Random, name: str, planted: bool) -> Scene:
    own, shared = (4, 12) if planted else (12, 4)
    same, issuer = _own_words(rng, shared), rng.choice(_GOVERNMENTS)
    made: list[Generated] = []
    for year in (2022, 2023):
        words = (*_own_words(rng, own), *same)
        wish = Wish(plausible=True, year=year, issuer=issuer, own=words)
        made.append(generate(_seed(rng), "D", after=made[-1] if made else None, wish=wish))
    reports = tuple(read(one, f"c1-{name}") for one in made)
    return Scene(reports, {reports[-1].report_id: "C-1"} if planted else {})


def _text_of_another(rng: Random, name: str, planted: bool) -> Scene:
    own, shared = (8, 8) if planted else (20, 4)
    same = _own_words(rng, shared)
    reports = []
    for one in ("a", "b"):
        words = (*_own_words(rng, own), *same)
        wish = Wish(plausible=True, year=2024, issuer=rng.choice(_GOVERNMENTS), own=words)
        reports.append(read(generate(_seed(rng), "D", wish=wish), f"c2-{name}{one}"))
    return Scene(tuple(reports), {one.report_id: "C-2" for one in reports} if planted else {})


def _news(rng: Random, name: str, planted: bool) -> Scene:
    """A report, and a news item that tells its number of press conferences."""
    held, year = rng.randint(11, 80), rng.randint(2021, 2025)
    own, issuer = (f"全年共举办新闻发布会{held}场。",), "芜湖市人民政府"
    wish = Wish(plausible=True, year=year, issuer=issuer, own=own)
    made = generate(_seed(rng), "D", wish=wish)
    while sum(text.count("新闻发布会") for said in made.paragraphs.values() for text in said) > 1:  # told once more
        made = generate(_seed(rng), "D", wish=wish)
    report = read(made, f"news-{name}")
    told = held + rng.randint(1, 9) if planted else held
    title = f"{issuer}发布{year}年政府信息公开工作年度报告"
    words = (
        f"<h1>{title}</h1><p>近日，{issuer}发布{year}年政府信息公开工作年度报告。</p>"
        f"<p>报告显示，{year}年，全年共举办新闻发布会{told}场，公开工作取得新进展。</p>"
    )
    page = f"<html><head><title>{title}</title></head><body>{words}</body></html>"
    item = gongkai.extract(page.encode(), f"news-{name}.html")
    if item.head.source_kind is not SourceKind.NEWS:
        raise AssertionError("a news item was read as a report")
    item = msgspec.structs.replace(item, head=msgspec.structs.replace(item.head, issuer_id=f"news-{name}"))
    return Scene((report, item), {item.report_id: "news_precedence"} if planted else {})


def _peers(rng: Random, kind: str, year: int, *, planted: bool) -> Scene:
    """Twenty-two towns of one size; one of them has a figure a thousand times as large."""
    reports = []
    wrong = rng.randrange(22) if planted else None
    for at, (first, second) in enumerate(rng.sample(list(permutations("青石云溪龙泉白沙", 2)), k=22)):
        seed, issuer = _seed(rng), f"{_COUNTY.removesuffix('人民政府')}{first}{second}镇人民政府"
        wish = Wish(plausible=True, year=year, size=120, issuer=issuer)
        made = generate(seed, kind, wish=wish)
        if at == wrong:
            made = generate(seed, kind, wish=replace(wish, values=_times(made, 1000)))
        head = {"issuer": issuer, "issuer_level": "township", "scope": Scope.ORGAN}
        reports.append(read(made, f"s2-{kind}-{year}-{at}", **head))
    return Scene(tuple(reports), {reports[wrong].report_id: "S-2"} if wrong is not None else {})


def _families() -> list[tuple[Issuer, list[Issuer]]]:
    """Places with all their parts, of those with few."""
    children: dict[str, list[Issuer]] = {}
    for one in issuers():
        if one.parent_id and one.level in ("province", "prefecture", "county"):
            children.setdefault(one.parent_id, []).append(one)
    return [(one, children[one.issuer_id]) for one in issuers() if 2 <= len(children.get(one.issuer_id, ())) <= 5]


def _place_and_parts(rng: Random, family: tuple[Issuer, list[Issuer]], *, planted: bool) -> Scene:
    """A place that counts what its parts count, and they; one of them has a figure ten times too large."""
    parent, children = family
    year = rng.randint(2021, 2025)

    def report(made: Generated, issuer: Issuer) -> Report:
        head = {"issuer": issuer.issuer, "issuer_level": issuer.level, "scope": Scope.JURISDICTION}
        return read(made, issuer.issuer_id, **head)

    parts = []
    no_rules = {f"rules_{one}": Decimal(0) for one in ("issued", "repealed", "in_force")}  # whatever its name ends with
    for child in children:
        values = no_rules if child.level == "county" else None
        wish = Wish(plausible=True, year=year, size=rng.uniform(40, 300), issuer=child.issuer, values=values)
        parts.append((_seed(rng), wish))
    made = [generate(seed, "D", wish=wish) for seed, wish in parts]
    whole: dict[str, Decimal] = {}
    for one in made:
        for code, value in one.truth.values.items():
            whole[code] = whole.get(code, Decimal(0)) + value
    wish = Wish(plausible=True, year=year, issuer=parent.issuer, values=whole)
    above = report(generate(_seed(rng), "D", wish=wish), parent)
    if planted:
        seed, wish = parts[0]
        made[0] = generate(seed, "D", wish=replace(wish, values={**(wish.values or {}), **_times(made[0], 10)}))
    below = [report(one, child) for one, child in zip(made, children, strict=True)]
    return Scene((above, *below), {above.report_id: "S-1"} if planted else {})


def _provinces(rng: Random, year: int, *, planted: bool) -> Scene:
    """Every province with its reconsiderations, which are about those that were counted, or a fifth of them."""
    provinces = [one for one in issuers() if one.level == "province"]
    each = {2012: 390, 2023: 820}[year] / (5 if planted else 1)
    kind, code = ("A-anhui", "review_total__year") if year == 2012 else ("D", "review_upheld")
    others = ("review_corrected", "review_other", "review_pending") if kind == "D" else ()
    reports: list[tuple[Decimal, Report]] = []
    for one in provinces:
        cases = Decimal(round(each * rng.uniform(0.8, 1.2)))
        values = {code: cases, **dict.fromkeys(others, Decimal(0))}
        made = generate(
            _seed(rng), kind, wish=Wish(plausible=True, year=year, size=4000, issuer=one.issuer, values=values)
        )
        head = {"issuer": one.issuer, "issuer_level": "province", "scope": Scope.JURISDICTION}
        reports.append((cases, read(made, one.issuer_id, **head)))
    _, told_beside = max(reports, key=lambda pair: pair[0])
    return Scene(tuple(report for _, report in reports), {told_beside.report_id: "N-1"} if planted else {})
