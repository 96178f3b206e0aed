"""Longer reports in words, for the rules that hold the text against the tables, written for this project.

Every figure says what a clerk means by it, in one of the ways in which clerks say it. A contradiction is a slip of the
pen in one of them: the number is none that the words can mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from random import Random

Values = Mapping[str, Decimal]

_DENIED = " + ".join(
    f"res_denied_{one}__total"
    for one in ("state_secret", "law", "safety", "third_party", "internal", "process", "casefile", "query")
)
_UNABLE = " + ".join(f"res_unable_{one}__total" for one in ("not_held", "must_create", "unclear"))
_NOT_PROCESSED = " + ".join(
    f"res_noproc_{one}__total" for one in ("petition", "repeat", "publication", "excessive", "reconfirm")
)
_OTHER = "res_other__total + res_other_no_correction__total + res_other_fee_unpaid__total + res_other_misc__total"
_GRANTED = "res_granted__total + res_partial__total"
_SUITS = "suit_direct_total + suit_postreview_total"
_SUITS_ENDED = f"{_SUITS} - suit_direct_pending - suit_postreview_pending"


def _organisations(line: str) -> str:
    return " + ".join(f"{line}__{one}" for one in ("biz", "sci", "npo", "law", "org_other"))


@dataclass(frozen=True)
class Fact:
    """Something that the text may tell beside the table."""

    rule: str
    """That holds it against the table."""
    vintages: str
    said: tuple[tuple[str, str], ...]
    """Clauses, each with the sum of cells that it means."""
    may_mean: tuple[str, ...] = ()
    """Other sums that its words can mean: a slip is none of them."""
    at_most: bool = False
    """Whether the words may count only some of the sum."""


FACTS: dict[str, Fact] = {
    "received_new": Fact(
        "T-1",
        "CD",
        (
            ("全年新收政府信息公开申请{n}件", "req_new__total"),
            ("本年度新增政府信息公开申请{n}件", "req_new__total"),
            ("全年共新收到政府信息公开申请{n}件", "req_new__total"),
        ),
    ),
    "received": Fact(
        "T-2",
        "CD",
        (
            ("全年共收到政府信息公开申请{n}件", "req_new__total"),
            ("本年度受理政府信息公开申请{n}件", "req_new__total"),
            ("共收到政府信息公开申请{n}件（含上年结转）", "req_new__total + req_carry_in__total"),
            ("共受理政府信息公开申请{n}件", "req_new__total + req_carry_in__total"),
        ),
        ("req_new__total", "req_new__total + req_carry_in__total"),
    ),
    "handled": Fact(
        "T-2",
        "CD",
        (
            ("共办理政府信息公开申请{n}件", "req_new__total + req_carry_in__total"),
            ("全年办理政府信息公开申请{n}件", "req_new__total"),
        ),
        ("req_new__total", "req_new__total + req_carry_in__total", "res_total__total"),
    ),
    "received_early": Fact(
        "T-2",
        "AB",
        (
            ("全年共收到政府信息公开申请{n}件", "req_received"),
            ("本年度受理政府信息公开申请{n}件", "req_received"),
        ),
    ),
    "closed": Fact(
        "T-3",
        "CD",
        (
            ("办结政府信息公开申请{n}件", "res_total__total"),
            ("已答复申请{n}件", "res_total__total"),
            ("全年共办结申请{n}件", "res_total__total"),
        ),
    ),
    "closed_early": Fact(
        "T-3",
        "AB",
        (
            ("办结政府信息公开申请{n}件", "req_closed|rep_total"),
            ("已答复申请{n}件", "rep_total"),
        ),
        ("req_closed", "rep_total"),
    ),
    "granted": Fact("T-4", "CD", (("予以公开{n}件", "res_granted__total"),), ("res_granted__total", _GRANTED)),
    "granted_or_partly": Fact("T-4", "CD", (("予以公开及部分公开{n}件", _GRANTED),)),
    "agreed": Fact(
        "T-4",
        "CD",
        (("同意公开{n}件", _GRANTED), ("同意公开{n}件", "res_granted__total")),
        ("res_granted__total", _GRANTED),
    ),
    "agreed_rest": Fact(
        "T-4 同意公开",
        "CD",
        (
            ("属于已主动公开的已告知获取途径，同意公开{n}件", _GRANTED),
            ("已主动公开的告知查阅方式，同意公开{n}件", _GRANTED),
        ),
        at_most=True,
    ),
    "partly": Fact("T-4", "CD", (("部分公开{n}件", "res_partial__total"),)),
    "denied": Fact("T-4", "CD", (("不予公开{n}件", _DENIED),)),
    "unable": Fact("T-4", "CD", (("无法提供{n}件", _UNABLE),)),
    "not_processed": Fact("T-4", "CD", (("不予处理{n}件", _NOT_PROCESSED),)),
    "other": Fact("T-4", "CD", (("其他处理{n}件", _OTHER),), (_OTHER, "res_other_misc__total")),
    "granted_early": Fact(
        "T-4", "A", (("同意公开{n}件", "rep_granted"),), ("rep_granted", "rep_granted + rep_partial")
    ),
    "granted_list": Fact(
        "T-4",
        "B",
        (("同意公开{n}件", "rep_granted"),),
        ("rep_granted", "rep_already_public + rep_granted", "rep_already_public + rep_granted + rep_partial"),
    ),
    "partly_early": Fact("T-4", "AB", (("同意部分公开{n}件", "rep_partial"),)),
    "denied_list": Fact("T-4", "B", (("不同意公开{n}件", "rep_denied"), ("不予公开{n}件", "rep_denied"))),
    "reviews": Fact(
        "T-5",
        "CD",
        (
            ("因政府信息公开引起的行政复议案件{n}件", "review_total"),
            ("政府信息公开行政复议{n}件", "review_total"),
            ("审结政府信息公开行政复议案件{n}件", "review_total - review_pending"),
        ),
        ("review_total", "review_total - review_pending"),
    ),
    "reviews_new": Fact(
        "T-5 新发生",
        "CD",
        (("新发生政府信息公开行政复议案件{n}件", "review_total"), ("新收政府信息公开行政复议{n}件", "review_total")),
        at_most=True,
    ),
    "suits": Fact(
        "T-5",
        "CD",
        (("政府信息公开行政诉讼案件{n}件", _SUITS), ("因政府信息公开引起的行政诉讼{n}件", _SUITS)),
        (_SUITS, _SUITS_ENDED, "suit_direct_total", "suit_postreview_total"),
    ),
    "reviews_early": Fact("T-5", "AB", (("因政府信息公开引起的行政复议{n}件", "review_total"),)),
    "suits_early": Fact("T-5", "AB", (("因政府信息公开引起的行政诉讼{n}件", "suit_total"),)),
    "persons": Fact(
        "T-6",
        "CD",
        (
            ("自然人申请{n}件", "req_new__np"),
            ("自然人提出申请{n}件", "req_new__np"),
            ("自然人申请{n}件", "req_new__np + req_carry_in__np"),
        ),
        ("req_new__np", "req_new__np + req_carry_in__np"),
    ),
    "organisations": Fact(
        "T-6",
        "CD",
        (
            ("法人或其他组织申请{n}件", _organisations("req_new")),
            ("法人或其他组织申请{n}件", f"{_organisations('req_new')} + {_organisations('req_carry_in')}"),
        ),
        (_organisations("req_new"), f"{_organisations('req_new')} + {_organisations('req_carry_in')}"),
    ),
    "carried_in": Fact("X-T-carry", "CD", (("上年结转申请{n}件", "req_carry_in__total"),)),
    "carried_out": Fact("X-T-carry", "CD", (("结转下年度继续办理{n}件", "req_carry_out__total"),)),
    "issued": Fact("X-T-doc", "D", (("制发行政规范性文件{n}件", "normdoc_issued"),)),
    "repealed": Fact("X-T-doc", "D", (("废止行政规范性文件{n}件", "normdoc_repealed"),)),
    "in_force": Fact("X-T-doc", "D", (("现行有效行政规范性文件{n}件", "normdoc_in_force"),)),
    "issued_own": Fact(
        "X-T-doc 本机关", "D", (("以本机关名义制发行政规范性文件{n}件", "normdoc_issued"),), at_most=True
    ),
    "issued_here": Fact("X-T-doc", "D", (("本机关制发行政规范性文件{n}件", "normdoc_issued"),)),
    "made": Fact("X-T-doc", "C", (("制发行政规范性文件{n}件", "normdoc_made"),)),
    "published": Fact("X-T-doc", "C", (("公开行政规范性文件{n}件", "normdoc_new_public"),)),
    "issued_list": Fact("X-T-doc", "B", (("制发规范性文件{n}件", "normdoc_issued"),)),
    "published_list": Fact("X-T-doc", "B", (("公开规范性文件{n}件", "proactive_normdoc"),)),
    "in_person_list": Fact("X-T-channel", "B", (("当面申请{n}件", "req_channel_inperson"),)),
    "online_list": Fact("X-T-channel", "B", (("网络申请{n}件", "req_channel_online"),)),
    "by_letter_list": Fact("X-T-channel", "B", (("信函申请{n}件", "req_channel_letter"),)),
    "complaints_list": Fact(
        "X-T-list",
        "B",
        (
            ("受理政府信息公开举报投诉{n}件", "complaint_total"),
            ("因政府信息公开引起的举报投诉{n}件", "complaint_total"),
        ),
    ),
    "staff_list": Fact(
        "X-T-list 人员",
        "B",
        (("配备政府信息公开专职人员{n}人", "staff_fulltime"), ("从事政府信息公开工作的人员{n}人", "staff_total")),
        at_most=True,
    ),
    "items": Fact(
        "X-T-proactive",
        "AB",
        (
            ("全年主动公开政府信息{n}条", "proactive_info|a_proactive_info"),
            ("共主动公开政府信息{n}条", "proactive_info|a_proactive_info"),
        ),
    ),
    "website": Fact("X-T-proactive", "AB", (("通过政府网站公开政府信息{n}条", "pub_website"),)),
}
"""By name. Codes of vintage A go by their line alone and are read in the column of the year."""

_SENTENCES: tuple[tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]], ...] = (
    ("requests", (("received_new",), ("received",), ("received", "persons", "organisations"), ("handled",)), ("",)),
    ("requests", (("received_early",),), ("",)),
    ("requests", (("carried_in",), ("carried_out",), ()), ("", "其中")),
    ("requests", (("closed",), ("closed_early",)), ("截至年底，", "")),
    (
        "requests",
        (
            ("granted", "partly", "denied", "unable", "not_processed", "other"),
            ("granted_or_partly", "denied", "unable"),
            ("agreed", "denied"),
            ("agreed_rest", "denied"),
        ),
        ("从办理结果看，", "办理结果中，"),
    ),
    ("requests", (("granted_early", "partly_early"), ("granted_list", "partly_early", "denied_list")), ("其中，", "")),
    (
        "remedies",
        (("reviews", "suits"), ("reviews_new",), ("reviews",), ("reviews_early", "suits_early")),
        ("全年", ""),
    ),
    (
        "proactive",
        (("issued", "repealed", "in_force"), ("issued",), ("issued_own",), ("issued_here",), ("in_force",)),
        ("本年", ""),
    ),
    ("proactive", (("made",), ("published",), ("issued_list",), ("published_list",)), ("全年", "")),
    ("proactive", (("items",), ("items", "website")), ("",)),
    ("remedies", (("complaints_list",), ("staff_list",)), ("全年", "")),
    ("requests", (("in_person_list", "online_list", "by_letter_list"), ()), ("申请方式中，", "")),
)
"""Where it stands, what is told together (one of these that the form has), and how it begins."""

_ASIDES = (
    ("requests", "上年同期收到申请{a}件，同比{b}。"),
    ("remedies", "全年行政复议机构共受理各类行政复议案件{a}件，开庭审理{c}件。"),
    ("proactive", "全年组织政务公开培训{c}次，{a}人次参加。"),
    ("proactive", "编发政务公开工作简报{c}期，接听热线电话{a}个。"),
    ("remedies", "{c}月以来未发生政府信息公开行政诉讼败诉案件。"),
    ("requests", "县档案馆未收到政府信息公开申请。"),
    ("proactive", "依法答复政府信息公开申请；办理行政复议案件{a}件，维持{c}件，行政应诉案件{c}件。"),
    ("proactive", "县政府门户网站配备专职人员{c}名，负责信息发布和维护。"),
    ("proactive", "县政府公报免费赠阅{a}份。未收取任何费用。"),
    ("requests", "全年发出补正告知书{c}份。"),
    ("requests", "经批准延期答复{a}件，其中{c}件于次年办结。"),
)
"""What stands beside it in a report and is none of the table's."""

_SHARED = (
    ("予以公开", "res_granted__total"),
    ("部分公开", "res_partial__total"),
    ("不予公开", _DENIED),
    ("无法提供", _UNABLE),
)
"""Outcomes whose share may be told."""
_NEW_AND_OLD = "req_new__total + req_carry_in__total"
_WHOLES = (
    "res_total__total",
    "req_new__total",
    _NEW_AND_OLD,
    "res_total__np",
    "req_new__np",
    "req_new__np + req_carry_in__np",
)
"""Totals that it may be of: of the first three it is told."""

_DENIALS = (
    (
        "requests",
        "req_new__total|req_received",
        (
            "本年度未收到政府信息公开申请。",
            "全年没有收到公民、法人和其他组织提出的政府信息公开申请。",
            "无依申请公开事项。",
        ),
    ),
    (
        "remedies",
        "review_total - review_pending",
        ("全年未发生因政府信息公开引起的行政复议。", "本年度没有因政府信息公开被申请行政复议、提起行政诉讼。"),
    ),
)
"""Part, what must be more than nought, and what denies it."""


def worth(text: str, values: Values) -> Decimal | None:
    """The sum of cells that `a + b - c` names, of those that are printed; None where none is. `a|b` is the first that
    there is."""
    total, found = Decimal(0), False
    for part in text.replace(" - ", " + -").split(" + "):
        sign = -1 if part.startswith("-") else 1
        for name in part.lstrip("-").split("|"):
            code = next((one for one in (name, f"{name}__year") if one in values), None)
            if code is not None:
                total, found = total + sign * values[code], True
                break
    return total if found else None


def misspelt(rng: Random, value: Decimal, but_not: set[Decimal]) -> Decimal:
    """The number as a slip of the pen makes it."""
    digits = str(int(value))
    swaps = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1]]
    slips: tuple[Callable[[], Decimal], ...] = (
        lambda: value + rng.randint(1, 9),
        lambda: value - rng.randint(1, 9),
        lambda: value * 10,
        lambda: Decimal(digits[:-1] or "0"),
        lambda: Decimal(
            (lambda at: digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])(rng.choice(swaps))
            if swaps
            else value + 1
        ),
    )
    while (wrong := rng.choice(slips)()) in but_not or wrong < 0:
        pass
    return wrong


class Teller:
    """Writes the prose of one report: paragraphs by part (requests, remedies, proactive, other)."""

    def __init__(
        self, rng: Random, vintage: str, values: Values, contradict: tuple[str, ...], government: bool
    ) -> None:
        """`government`: the figures are those of a place and all its bodies, not of one body alone."""
        self.rng, self.vintage, self.values = rng, vintage, values
        self.contradict, self.government = contradict, government
        self.wrong: set[str] = set()
        """Names of what was told wrongly."""
        self.below: set[str] = set()
        """Those of them that tell less than the table, where the words may mean only some."""
        self.parts: dict[str, list[str]] = {}

    def say(self, part: str, sentence: str) -> None:
        self.parts.setdefault(part, []).append(sentence)

    def figure(self, name: str, carried_in: bool = False) -> str | None:
        """The clause of a fact with its number; None where the form does not have it. `carried_in` has what may be told
        with or without what was carried in told with it, so that a whole and its parts go by one count."""
        fact = FACTS[name]
        ways = [one for one in fact.said if ("req_carry_in" in one[1]) is carried_in] or list(fact.said)
        clause, meant = self.rng.choice(ways)
        value = worth(meant, self.values)
        if value is None or self.vintage not in fact.vintages:
            return None
        if name in self.contradict:
            true = {one for text in (meant, *fact.may_mean) if (one := worth(text, self.values)) is not None}
            wrong = misspelt(self.rng, value, true)
            self.wrong.add(name)
            if fact.at_most and wrong < value:
                self.below.add(name)
            value = wrong
        elif fact.at_most and self.rng.random() < 0.5:
            value = Decimal(self.rng.randint(0, int(value)))
        return clause.replace("{n}", f"{value:f}")

    def facts(self) -> None:
        """What the table has, too, sentence by sentence; what is to be contradicted is told for certain."""
        for part, choices, begins in _SENTENCES:
            possible = [
                one for one in choices if all(self.vintage in FACTS[name].vintages and self._has(name) for name in one)
            ]
            asked = [one for one in possible if set(one) & set(self.contradict)]
            if not possible or (not asked and self.rng.random() < 0.25):
                continue
            carried_in = self.rng.random() < 0.5
            clauses = [self.figure(name, carried_in) for name in self.rng.choice(asked or possible)]
            if told := [clause for clause in clauses if clause is not None]:
                joint = self.rng.choice(("，", "；")) if len(told) > 1 else ""
                self.say(part, self.rng.choice(begins) + joint.join(told) + "。")

    def _has(self, name: str) -> bool:
        if name == ("issued_here" if self.government else "issued_own"):
            return False
        return any(worth(meant, self.values) is not None for _, meant in FACTS[name].said)

    def asides(self) -> None:
        for part, words in self.rng.sample(_ASIDES, k=self.rng.randint(0, 2)):
            share = f"{self.rng.choice(('增长', '下降'))}{self.rng.randint(1, 90)}.{self.rng.randint(1, 9)}%"
            a, c = self.rng.randint(20, 900), self.rng.randint(2, 19)
            self.say(part, words.replace("{a}", str(a)).replace("{b}", share).replace("{c}", str(c)))
        if self.government and self.rng.random() < 0.3:
            body = self.rng.choice(("住房和城乡建设部门", "市场监管局", "县教育局"))
            self.say("requests", f"{body}收到申请{self.rng.randint(2, 19)}件，均已答复。")

    def rest(self) -> None:
        """What only the text has: shares, events told twice, lists of parts."""
        rate = Decimal(self.rng.randint(850, 1000)) / 10
        if "percentage" in self.contradict:
            rate = self.rng.choice((rate * 10, 100 + rate / 10))
            self.wrong.add("percentage")
        if "percentage" in self.contradict or self.rng.random() < 0.5:
            self.say("requests", f"申请按时答复率为{rate.normalize():f}%。")
        events = self.rng.randint(3, 40)
        if "twice" in self.contradict or self.rng.random() < 0.3:
            self.say("proactive", f"全年召开新闻发布会{events}场。")
            again = events
            if "twice" in self.contradict:
                again = int(misspelt(self.rng, Decimal(events), {Decimal(events)}))
                self.wrong.add("twice")
            self.say("remedies", f"主动回应关切，召开新闻发布会{again}场。")
        if {"parts_sum", "parts_near"} & set(self.contradict) or self.rng.random() < 0.4:
            self._parts()
        self._share()
        if "none" in self.contradict:
            self._none()

    def _share(self) -> None:
        """An outcome with its share of all, rounded or cut off."""
        rng, wrong = self.rng, "share" in self.contradict
        # 同意公开 counts those granted in part, too: beside it 予以公开 would be another number of one thing.
        agreed = any("同意公开" in said for said in self.parts.get("requests", ()))
        told = [
            (name, value)
            for name, code in _SHARED
            if (value := worth(code, self.values) or 0) > 0 and not (agreed and name == "予以公开")
        ]
        # A number that is told wrongly elsewhere is not told rightly here.
        other = any(name in self.contradict for name, fact in FACTS.items() if fact.rule.startswith("T-"))
        if self.vintage not in "CD" or not told or other or (not wrong and rng.random() < 0.5):
            return
        name, number = rng.choice(told)
        wholes = [whole for code in _WHOLES if (whole := worth(code, self.values) or 0) > 0]
        places = rng.randint(0, 2)
        unit = Decimal(1).scaleb(-places)
        share = (100 * number / rng.choice(wholes[:3])).quantize(unit, rng.choice((ROUND_HALF_UP, ROUND_DOWN)))
        if wrong:
            meant = [100 * each / whole for _, each in told for whole in wholes]
            for _ in range(200):
                share = Decimal(rng.randint(1, 100 * 10**places)) * unit
                if all(abs(share - one) > 4 * unit for one in meant):
                    self.wrong.add("share")
                    break
            else:
                return
        between = rng.choice(("，占{p}%", "，占办结总数的{p}%", "，占比{p}%", "（{p}%）", "，约占全部申请的{p}%"))
        self.say("requests", f"从结果看，{name}{number:f}件{between.replace('{p}', f'{share:f}')}。")

    def _none(self) -> None:
        """That there were none, of something that the table counts."""
        counted = [one for one in _DENIALS if (worth(one[1], self.values) or 0) > 0]
        if counted:
            part, _, sentences = self.rng.choice(counted)
            self.say(part, self.rng.choice(sentences))
            self.wrong.add("none")

    def period(self, year: int) -> str:
        """The years that the figures are said to be of; nothing in some reports."""
        if "period" in self.contradict:
            year -= 1
            self.wrong.add("period")
        elif self.rng.random() < 0.5:
            return ""
        return f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"

    def _parts(self) -> None:
        rng = self.rng
        kinds = ["机构职能类", "政策文件类", "规划计划类", "财政资金类", "应急管理类"]
        parts = [rng.randint(20, 300) for _ in range(rng.randint(3, 5))]
        names = kinds[: len(parts)]
        whole = sum(parts)
        closed = rng.random() < 0.5
        if "parts_sum" in self.contradict:
            closed = rng.random() < 0.7
            whole = (
                int(misspelt(rng, Decimal(whole), {Decimal(whole)})) if closed else whole - rng.randint(1, whole // 3)
            )
            self.wrong.add("parts_sum")
        elif "parts_near" in self.contradict:
            closed, whole = False, whole + rng.randint(1, whole // 25)
            self.wrong.add("parts_near")
        elif not closed:  # the main ones only
            whole += rng.randint(whole // 10, whole)
        if closed:
            names[-1] = "其他类"
        told = "，".join(f"{name}信息{part}条" for name, part in zip(names, parts, strict=True))
        self.say("proactive", f"通过政务新媒体发布信息{whole}条，其中{told}。")

    def fees(self) -> None:
        """The information-processing fee, as the form of 2021 asks."""
        rng = self.rng
        unpaid = int(self.values.get("res_other_fee_unpaid__total", Decimal(0)))
        asked = set(self.contradict)
        if "fees_denied" in asked and unpaid:
            self.wrong.add("fees_denied")
            self.say("other", rng.choice(("无其他需要报告的事项。", "本年度未发出收费通知。", "无。")))
            return
        fee_slips = {"fee_amount", "fee_count", "fee_tens", "fee_nought", "fee_notices", "fee_size"} & asked
        if self.vintage != "D":
            if "fee_early" in asked:
                self.wrong.add("fee_early")
                self.say("other", f"全年发出收费通知{rng.randint(1, 9)}件，收取信息处理费{rng.randint(1, 90) * 10}元。")
            else:
                self.say("other", rng.choice(("无其他需要报告的事项。", "无。", "未收取信息处理费。")))
            return
        if not unpaid and not fee_slips and rng.random() < 0.3:
            self.say("other", rng.choice(("无其他需要报告的事项。", "无。", "本年度未收取信息处理费。")))
            return
        paid = rng.randint(1, 20) if fee_slips else rng.choice((0, rng.randint(1, 20)))
        notices = max(1, unpaid + paid + rng.choice((0, rng.randint(1, 3))))
        charged = 10 * notices * rng.randint(3, 40)
        collected = 10 * rng.randint(1, charged // 10) if paid else 0
        if "fee_amount" in asked:
            collected = charged + 10 * rng.randint(1, 50)
        elif "fee_count" in asked:
            paid = notices + rng.randint(1, 9)
        elif "fee_tens" in asked:
            collected, charged = collected - rng.randint(1, 9), charged + 10
        elif "fee_size" in asked:
            charged *= 10_000
        elif "fee_nought" in asked:
            collected = 0
        elif "fee_notices" in asked:
            if not unpaid:
                fee_slips = set()
            else:
                notices = rng.randint(paid, unpaid + paid - 1)
                charged = max(charged, collected)
        self.wrong |= fee_slips
        self.say(
            "other",
            rng.choice(
                (
                    f"本年发出信息处理费收费通知{notices}件，总金额{charged}元，对{paid}件申请收费，实际收取{collected}元。",
                    f"本年度发出收费通知{notices}件，收费通知总金额{charged}元，{paid}件已缴纳，实际收取总金额{collected}元。",
                )
            ),
        )


TOLD: dict[str, str] = {
    "percentage": "percentage_range",
    "twice": "said_twice",
    "period": "period_of_year",
    "parts_sum": "X-T-sum",
    "parts_near": "X-T-near",
    "share": "X-T-share",
    "none": "said_none",
    "fees_denied": "T-7",
    "fee_amount": "fee_amount",
    "fee_count": "fee_count",
    "fee_size": "fee_size",
    "fee_tens": "P-F2",
    "fee_nought": "P-F2",
    "fee_notices": "P-F4",
    "fee_early": "P-F3",
    **{name: fact.rule for name, fact in FACTS.items()},
}
"""Everything that can be contradicted, by the rule that it breaks."""


def kinds_of(name: str) -> str:
    """The vintages whose reports can have it wrong."""
    if name in FACTS:
        return FACTS[name].vintages
    if name == "share":
        return "CD"
    return "C" if name == "fee_early" else "D" if name.startswith("fee") else "ABCD"
