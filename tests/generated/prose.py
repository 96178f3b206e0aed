"""Short reports in words, written for this project, with figures planted in them: value, place, and whether the tables
agree. Nothing here is taken from a real report."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from .plausible import of_a_place
from .telling import Teller
from .truth import Truth


@dataclass(frozen=True)
class Figure:
    """One number planted in prose."""

    name: str
    section: str
    paragraph: int
    start: int
    end: int
    """Span of the number within its paragraph."""
    surface: str
    value: Decimal
    unit: str
    agrees: bool | None
    """Whether the tables say the same; None where they say nothing of it."""


@dataclass(frozen=True)
class Prose:
    """The words of a report by section, in order."""

    sections: dict[str, list[str]]
    figures: tuple[Figure, ...] = ()
    wrong: frozenset[str] = frozenset()
    """What contradicts the table or itself (names of `telling.TOLD`)."""
    below: frozenset[str] = frozenset()
    """Those of them that nobody can tell: the words may mean some of what the table counts."""


MODERN = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
EARLY = (
    "一、概述",
    "二、主动公开政府信息情况",
    "三、依申请公开政府信息情况",
    "四、复议、诉讼和申诉的情况",
    "五、存在的主要问题和改进措施",
    "六、需要说明的事项与附表",
)
TABLE_SECTION = {"2": 1, "3": 2, "4": 3}

_SENTENCES = {
    "requests": (
        "{year}年，本机关新收政府信息公开申请{n}件，均已登记。",
        "全年新收到公众提出的信息公开申请{n}件。",
        "本年度共新收申请{n}件，由专人办理。",
    ),
    "handled": ("全年办结申请{n}件。", "截至年底，已答复申请{n}件。"),
    "carried_in": ("另有上年结转申请{n}件。", "上年结转至本年办理的申请{n}件。"),
    "reviews": ("因信息公开引发行政复议{n}件。", "涉及政府信息公开的行政复议案件共{n}件。"),
    "proactive": ("通过门户网站公开信息{n}条。", "全年主动公开各类信息{n}条。"),
    "fee_notices": ("本年发出信息处理费收费通知{n}件，", "全年共发出收费通知{n}份，"),
    "fee_noticed": ("通知金额{n}元，", "涉及金额共{n}元，"),
    "fee_collected": ("实际收取{n}元。", "实收{n}元。"),
}
_UNITS = {"proactive": "条", "fee_noticed": "元", "fee_collected": "元"}
_CODES = {
    "requests": ("req_new__total", "req_received", "req_received__year"),
    "handled": ("res_total__total", "req_closed"),
    "carried_in": ("req_carry_in__total",),
    "reviews": ("review_total", "review_total__year"),
    "proactive": ("proactive_info", "a_proactive_info__year"),
}


class _Writer:
    def __init__(self, rng: Random, year: int) -> None:
        self.rng, self.year = rng, year
        self.sections: dict[str, list[str]] = {}
        self.figures: list[Figure] = []

    def say(self, section: str, parts: list[tuple[str, Decimal | None, bool | None]]) -> None:
        paragraphs = self.sections.setdefault(section, [])
        text = ""
        for name, value, agrees in parts:
            if value is None:
                text += name
                continue
            before, after = self.rng.choice(_SENTENCES[name]).replace("{year}", str(self.year)).split("{n}")
            surface = f"{value:,f}" if self.rng.random() < 0.1 else f"{value:f}"
            start = len(text) + len(before)
            text += before + surface + after
            end = start + len(surface)
            unit = "份" if after.startswith("份") else _UNITS.get(name, "件")
            self.figures.append(Figure(name, section, len(paragraphs), start, end, surface, value, unit, agrees))
        paragraphs.append(text)


def write_prose(rng: Random, truth: Truth, contradict: tuple[str, ...] = ()) -> Prose:
    """The words of a report. Figures named in `contradict` (`requests`, `reviews`, ...) differ from the tables'; a fee
    `fee_collected` named there exceeds what was noticed."""
    headings = MODERN if truth.form.vintage in ("C", "D") else EARLY
    writer = _Writer(rng, truth.year)
    for heading in headings:
        writer.sections[heading] = []

    def figure(name: str) -> list[tuple[str, Decimal | None, bool | None]]:
        for code in _CODES[name]:
            if code in truth.cells and (value := truth.cells[code].value) is not None and value >= 0:
                wrong = name in contradict
                return [(name, value + rng.randint(1, 9) if wrong else value, not wrong)]
        return []

    writer.say(headings[0], [(f"根据有关规定，现公布{truth.issuer}{truth.year}年度的工作情况。", None, None)])
    first, requests, remedies = headings[1:4] if headings is EARLY else (headings[0],) * 3
    if truth.form.vintage in ("A", "B") and (parts := figure("proactive")):
        writer.say(first, parts)
    if parts := [*figure("requests"), *figure("carried_in"), *figure("handled")]:
        writer.say(requests, parts)
    if parts := figure("reviews"):
        writer.say(remedies, parts)
    writer.say(headings[4], [("一是目录更新不够及时，二是培训覆盖面不广。下一步将逐项整改。", None, None)])
    if truth.form.vintage == "D" and rng.random() < 0.7:
        notices = Decimal(rng.randint(1, 40))
        noticed = Decimal(10 * rng.randint(3, 900)) * notices
        collected = Decimal(10 * rng.randint(0, int(noticed) // 10))
        if "fee_collected" in contradict:
            collected = noticed + 10 * rng.randint(1, 50)
        parts = [("fee_notices", notices, None), ("fee_noticed", noticed, None), ("fee_collected", collected, None)]
        writer.say(headings[5], parts)
    else:
        writer.say(headings[5], [("无其他需要报告的事项。", None, None)])
    return Prose(writer.sections, tuple(writer.figures))


_BEGINS = {"requests": "依申请公开方面。", "remedies": "监督保障方面。", "proactive": "主动公开方面。"}


def tell(rng: Random, truth: Truth, contradict: tuple[str, ...], own: tuple[str, ...] = ()) -> Prose:
    """The words of a plausible report: more of them, in more ways. `own` are sentences that stand in the first part."""
    headings = MODERN if truth.form.vintage in ("C", "D") else EARLY
    teller = Teller(rng, truth.form.vintage, truth.values, contradict, of_a_place(truth.issuer))
    teller.facts()
    teller.rest()
    teller.asides()
    teller.fees()
    sections: dict[str, list[str]] = {heading: [] for heading in headings}
    begins = f"根据有关规定，现公布{truth.issuer}{truth.year}年度的工作情况。{teller.period(truth.year)}"
    sections[headings[0]] = [begins, *own]
    where = {"proactive": 1, "requests": 2, "remedies": 3} if headings is EARLY else {}
    for part in ("proactive", "requests", "remedies", "other"):
        heading = headings[5 if part == "other" else where.get(part, 0)]
        if said := teller.parts.get(part):
            sections[heading].append(_BEGINS.get(part, "") + "".join(said))
    sections[headings[4]].append("一是目录更新不够及时，二是培训覆盖面不广。下一步将逐项整改。")
    return Prose(sections, wrong=frozenset(teller.wrong), below=frozenset(teller.below))
