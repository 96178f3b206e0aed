"""Errors that break no sum of the form, but what a rule holds plausible: one by the name of each rule.

Each changes free cells of plausible values by arithmetic of its own, so that the rule is broken for certain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from .edition import Edition

Values = Mapping[str, Decimal]
Change = dict[str, Decimal]
Make = Callable[[Random, Edition, Values, Values], Change]
"""From values and last year's values to the free cells that change; nothing where it cannot happen."""


@dataclass(frozen=True)
class Slip:
    """An error, and the reports that it can happen to."""

    make: Make
    kinds: tuple[str, ...]
    last_year: bool = False
    """Whether it takes the report of the year before."""
    year: int | None = None
    county: bool = False
    """Whether it takes a county."""
    whole: bool = False
    """Whether it takes figures of a whole place."""
    size: float | None = None
    """Requests a year that it takes."""


_APPLICANTS = ("np", "biz", "sci", "npo", "law", "org_other")


def _more(rng: Random, value: Decimal = Decimal(0)) -> Decimal:
    """Some, by the size of a value."""
    return Decimal(rng.randint(1, 9 + int(value) // 3))


def _exceed(whole: str, part: str) -> Make:
    """A part of a whole is more than it."""

    def change(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
        if whole not in values or part not in values or part in edition.definitions:
            return {}
        return {part: values[whole] + _more(rng, values[whole])}

    return change


def _either(*makes: Make) -> Make:
    def change(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
        possible = [found for one in makes if (found := one(rng, edition, values, before))]
        return rng.choice(possible) if possible else {}

    return change


def _carried_in(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    column = rng.choice(_APPLICANTS)
    code, last = f"req_carry_in__{column}", f"req_carry_out__{column}"
    return {code: values[code] + _more(rng)} if last in before else {}


def _follows(*stocks: str) -> Make:
    """A figure that follows from last year's by a number too many or too few."""

    def change(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
        codes = [code for code in stocks if code in before and code in values and code not in edition.definitions]
        if not codes:
            return {}
        code = rng.choice(codes)
        return {code: values[code] + _more(rng, values[code])}

    return change


def _less_on_record(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    code = "normdoc_public_total"
    least = before.get(code, Decimal(0)) + values.get("normdoc_new_public", Decimal(0))
    return {code: max(values["normdoc_new_public"], least - _more(rng))} if before.get(code, 0) > 9 else {}


def _fewer_cases(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    kinds = [kind for kind in ("review", "suit_postreview", "suit_direct") if before.get(f"{kind}_pending", 0) > 0]
    if not kinds:
        return {}
    kind = rng.choice(kinds)
    cells = {f"{kind}_{end}": Decimal(0) for end in ("upheld", "corrected", "other", "pending")}
    return {**cells, f"{kind}_other": before[f"{kind}_pending"] - 1}


def _too_little_left(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    if "normdoc_public_total" in values:
        least, stock = values["normdoc_new_public"], "normdoc_public_total"
    elif "normdoc_in_force" in values:
        least, stock = values["normdoc_issued"] - values["normdoc_repealed"], "normdoc_in_force"
    else:
        return {}
    return {stock: Decimal(rng.randint(0, int(least) - 1))} if least > 0 else {}


def _rules_of_a_county(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    cells = [code for code in values if code.startswith("rules_")]
    return {rng.choice(cells): Decimal(rng.randint(1, 9))} if cells else {}


def _times(low: float, high: float, *codes: str) -> Make:
    """An amount so many times last year's, or that part of it."""

    def change(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
        code = next((one for one in codes if before.get(one, 0) > 0 and one in values), None)
        if code is None:
            return {}
        factor = Decimal(str(round(rng.uniform(low, high), 1)))
        return {code: round(before[code] * factor, 2)}

    return change


def _too_much(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    return {"adminfee_amount_wanyuan": values["adminfee_amount_wanyuan"] * 10_000}


def _too_little(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    """In 亿元, under a heading that says 万元."""
    return {"adminfee_amount_wanyuan": round(values["adminfee_amount_wanyuan"] / 10_000, 4)}


def _in_yuan(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    code = rng.choice(("fee_foi_wanyuan", "budget_foi_wanyuan"))
    return {code: values[code] * 10_000} if code in values and values[code] > 1 else {}


def _closed_otherwise(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    closed = values["req_closed"]
    if rng.random() < 0.5 and closed > 60:
        return {"req_closed_ontime": closed // 2, "req_closed_extended": Decimal(0)}
    return {"req_closed_ontime": values["req_closed_ontime"] * 2 + values["req_received"] + 12}


def _more_cases_than_requests(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    decided = values["res_total__total"] + before.get("res_total__total", Decimal(0))
    return {"review_other": decided + _more(rng)} if before else {}


def _more_suits_than_reviews(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    ended = ("review_upheld", "review_corrected", "review_other")
    most = sum((values[code] + before.get(code, Decimal(0)) for code in ended), Decimal(0))
    most += before.get("suit_postreview_pending", Decimal(0))
    return {"suit_postreview_other": most + _more(rng)} if before else {}


def _odd_outcomes(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    whole = values["res_total__total"]
    if whole < 150:
        return {}
    if rng.random() < 0.5:
        return {"res_denied_state_secret__np": whole // 4}
    return {"res_unable_not_held__np": Decimal(0), "res_partial__np": whole, "res_noproc_petition__np": whole}


def _suits_go_first(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    """Many direct suits in 2024 after few in 2023."""
    direct, later = before.get("suit_direct_total", Decimal(0)), before.get("suit_postreview_total", Decimal(0))
    if direct + later < 20 or 3 * direct >= direct + later:
        return {}
    return {"suit_direct_other": values["suit_postreview_total"] * 9 + 20}


_MODERN = ("C", "D", "D-hybrid")
_ITEMS = tuple(f"{kind}_items_prev" for kind in ("licence", "othersvc", "penalty", "coercion", "adminfee"))
_CHANNELS = ("pub_gazette", "pub_website", "pub_weibo", "pub_wechat", "pub_other")
_RESPONSES = ("press_conf", "online_interview", "policy_explain", "socialmedia_response", "other_response")
_RUNNING = ("req_channel_inperson__cum", "pub_website__cum", "review_total__cum", "suit_total__cum")


def _no_channel(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    return dict.fromkeys(_CHANNELS, Decimal(0)) if values["proactive_info"] > 0 else {}


def _more_issues_than_responses(rng: Random, edition: Edition, values: Values, before: Values) -> Change:
    return {"resp_hot_issues": sum((values[code] for code in _RESPONSES), _more(rng))}


SLIPS: dict[str, Slip] = {
    "P-X1": Slip(_carried_in, _MODERN, last_year=True),
    "P-X2": Slip(_follows("normdoc_in_force", "rules_in_force"), ("D",), last_year=True),
    "P-X3": Slip(_follows(*_ITEMS), ("C",), last_year=True),
    "P-X4": Slip(_less_on_record, ("C",), last_year=True),
    "P-X5": Slip(_fewer_cases, _MODERN, last_year=True),
    "P-X6": Slip(_too_little_left, _MODERN),
    "A-2": Slip(_follows(*_RUNNING), ("A-fujian",), last_year=True),
    "A-3": Slip(
        _either(*(_exceed("a_proactive_info__year", f"{part}__year") for part in ("pub_website", "pub_gazette"))),
        ("A-fujian",),
    ),
    "A-4": Slip(
        _either(
            _exceed("a_proactive_info__year", "a_proactive_fulltext__year"),
            _exceed("a_proactive_officialdoc__year", "a_normdoc_new__year"),
        ),
        ("A-shanghai",),
    ),
    "B-5": Slip(_closed_otherwise, ("B",)),
    "B-7": Slip(_exceed("proactive_info", "proactive_normdoc"), ("B",)),
    "B-8": Slip(_no_channel, ("B",)),
    "B-9": Slip(
        _either(
            _exceed("press_conf", "press_conf_head"),
            _exceed("online_interview", "online_interview_head"),
            _more_issues_than_responses,
        ),
        ("B",),
    ),
    "B-11": Slip(_exceed("trainees", "trainings"), ("B",)),
    "B-12": Slip(_in_yuan, ("B",)),
    "B-13": Slip(_exceed("normdoc_issued", "proactive_normdoc"), ("B",)),
    "P-L1": Slip(_rules_of_a_county, _MODERN, county=True),
    "P-R1": Slip(_more_cases_than_requests, _MODERN, last_year=True),
    "P-R2": Slip(_more_suits_than_reviews, _MODERN, last_year=True),
    "P-R3": Slip(_odd_outcomes, _MODERN, size=600),
    "P-R4": Slip(_suits_go_first, ("D",), last_year=True, year=2024, size=8000),
    "P-U1": Slip(_times(12, 90, "adminfee_amount_wanyuan"), ("D",), last_year=True),
    "P-U2": Slip(_too_little, ("D",), county=True, whole=True),
    "P-U4": Slip(_too_much, ("D",), county=True),
    "P-U3": Slip(_times(9_000, 11_000, "adminfee_amount_wanyuan", "budget_foi_wanyuan"), ("B", "D"), last_year=True),
}
"""By the rule that each breaks."""


def slip(
    rng: Random, edition: Edition, values: dict[str, Decimal], before: Values, rules: Sequence[str]
) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    """The values with these errors, and the rules that they break; one that cannot happen to them is left out."""
    done = []
    for rule in rules:
        change = SLIPS[rule].make(rng, edition, values, before)
        if change and (changed := edition.settled({**values, **change})) != values:
            values = changed
            done.append(rule)
    return values, tuple(done)
