"""Values that a careful reader has nothing to say about: plausible beyond the sums of the form.

What the catalogue of rules holds plausible of tables is made so here, by arithmetic of its own and not by asking the
rules: what they find in such a report is a false alarm.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from random import Random

from .edition import Edition

Values = dict[str, Decimal]
_BELOW = ("区", "县", "镇", "乡", "旗")
"""Signs of a place that makes no rules (规章) in the name of an issuer."""
_DEPARTMENTS = ("局", "委", "厅", "会")


def is_amount(edition: Edition, code: str) -> bool:
    """Whether a cell is money."""
    slot = next(slot for slot in edition.slots if slot.code == code)
    return "元" in slot.unit or "amount" in code or "yuan" in code


def of_a_place(issuer: str) -> bool:
    """Whether it speaks for a province, city or county, and not for one body or town."""
    return issuer.endswith("人民政府") and not issuer.endswith(("镇人民政府", "乡人民政府"))


def make_plausible(
    rng: Random, edition: Edition, values: Values, before: Mapping[str, Decimal], issuer: str, year: int
) -> Values:
    """The values, changed where the rules would have something to say of them; every sum of the form holds again."""
    free = {code: value for code, value in values.items() if code not in edition.definitions}
    _like_last_year(rng, edition, free, before)
    for code in free:
        if is_amount(edition, code) and not code.endswith("__cum"):
            if last := before.get(code):
                free[code] = min(round(last * Decimal(rng.uniform(0.6, 1.6)), 2), Decimal(9500))
            else:
                free[code] = Decimal(str(round(math.exp(rng.uniform(math.log(150), math.log(9000))), 2)))
        if code.startswith("rules_") and (any(sign in issuer for sign in _BELOW) or issuer.endswith(_DEPARTMENTS)):
            free[code] = Decimal(0)
    parts = {"A": _early, "B": _list, "C": _stocks, "D": _stocks}
    parts[edition.form.vintage](rng, edition, free, before)
    if edition.form.vintage in ("C", "D"):
        _outcomes(edition, free)
        _cases(edition, free, before, year)
    return edition.settled(free)


def _like_last_year(rng: Random, edition: Edition, free: Values, before: Mapping[str, Decimal]) -> None:
    """What is counted is of last year's size; stocks and running totals have been carried on already."""
    carried = ("_in_force", "_items_prev", "_items_delta", "_public_total", "__cum")
    for slot in edition.slots:
        code = slot.code
        if slot.table in ("2", "4", "B") and code in free and code in before and not code.endswith(carried):
            free[code] = Decimal(round(float(before[code]) * rng.uniform(0.85, 1.18)))


def _early(rng: Random, edition: Edition, free: Values, before: Mapping[str, Decimal]) -> None:
    for code in free:
        if code.endswith("__cum") and code in before:
            free[code] = before[code] + free[code.removesuffix("cum") + "year"]
    for column in ("year", "cum"):
        parts = [f"pub_website__{column}", f"pub_gazette__{column}"]
        if all(part in free for part in parts):
            free[f"a_proactive_info__{column}"] = sum((free[part] for part in parts), Decimal(0))
    for column in ("period", "year"):
        for whole, part in (
            ("a_proactive_info", "a_proactive_fulltext"),
            ("a_proactive_info", "a_proactive_officialdoc"),
            ("a_proactive_officialdoc", "a_normdoc_new"),
        ):
            if f"{whole}__{column}" in free and f"{part}__{column}" in free:
                free[f"{part}__{column}"] = min(free[f"{part}__{column}"], free[f"{whole}__{column}"])


def _list(rng: Random, edition: Edition, free: Values, before: Mapping[str, Decimal]) -> None:
    """The form of 2014 to 2018."""
    free["proactive_normdoc"] = min(free["proactive_normdoc"], free["normdoc_issued"], free["proactive_info"])
    channels = ("pub_gazette", "pub_website", "pub_weibo", "pub_wechat", "pub_other")
    free["pub_website"] += max(Decimal(0), free["proactive_info"] - sum(free[code] for code in channels))
    for code in ("press_conf", "online_interview"):
        free[f"{code}_head"] = min(free[f"{code}_head"], free[code])
    told = ("press_conf", "online_interview", "policy_explain", "socialmedia_response", "other_response")
    free["resp_hot_issues"] = min(free["resp_hot_issues"], sum((free[code] for code in told), Decimal(0)))
    free["trainees"] = max(free["trainees"], free["trainings"])
    whole = edition.settled(free)
    free["req_closed_extended"] = min(free["req_closed_extended"], whole["rep_total"])
    free["req_closed_ontime"] = whole["rep_total"] - free["req_closed_extended"]
    free["req_channel_online"] += max(Decimal(0), whole["rep_total"] - whole["req_received"])


def _stocks(rng: Random, edition: Edition, free: Values, before: Mapping[str, Decimal]) -> None:
    """Documents in force (form D) and on record (form C); what is told of last year has been carried on already."""
    for kind in ("rules", "normdoc"):
        if (stock := f"{kind}_in_force") in free and stock in before:
            free[f"{kind}_repealed"] = min(free[f"{kind}_repealed"], before[stock])
            free[stock] = before[stock] + free[f"{kind}_issued"] - free[f"{kind}_repealed"]
        elif stock in free and any(free[f"{kind}_{one}"] for one in ("issued", "repealed", "in_force")):
            free[stock] = max(free[stock], free[f"{kind}_issued"])
        if (stock := f"{kind}_public_total") in free:
            least = before.get(stock, Decimal(0)) + free[f"{kind}_new_public"]
            free[stock] = least if stock in before else max(free[stock], least)


def _outcomes(edition: Edition, free: Values) -> None:
    """本机关不掌握 is among the first two outcomes, state secrets are few."""
    whole = edition.settled(free)
    totals = sorted(
        (value for code, value in whole.items() if code.startswith("res_") and code.endswith("__total")), reverse=True
    )  # the first is the total of all
    short = totals[2] - whole["res_unable_not_held__total"]
    free["res_unable_not_held__np"] += max(Decimal(0), short)
    for column in ("np", "biz", "sci", "npo", "law", "org_other"):
        few = whole[f"res_total__{column}"] // 50
        free[f"res_denied_state_secret__{column}"] = min(free[f"res_denied_state_secret__{column}"], few)


def _cases(edition: Edition, free: Values, before: Mapping[str, Decimal], year: int) -> None:
    """Reconsiderations and suits follow from what was decided, and those that were pending last year are among them."""
    ends = ("upheld", "corrected", "other", "pending")
    left = edition.settled(free)["res_total__total"]
    for kind in ("review", "suit_direct"):
        for end in ends:
            free[f"{kind}_{end}"] = min(free[f"{kind}_{end}"], left)
            left -= free[f"{kind}_{end}"]
    if year in (2023, 2024):  # since 2024 refusals are reconsidered first
        for end in ends if year == 2024 else ends[3:]:
            free[f"suit_direct_{end}"] = Decimal(0)
    concluded = sum((free[f"review_{end}"] for end in ends[:3]), Decimal(0))
    for end in ends:
        free[f"suit_postreview_{end}"] = min(free[f"suit_postreview_{end}"], concluded)
        concluded -= free[f"suit_postreview_{end}"]
    for kind in ("review", "suit_direct", "suit_postreview"):
        told = sum((free[f"{kind}_{end}"] for end in ends), Decimal(0))
        free[f"{kind}_other"] += max(Decimal(0), before.get(f"{kind}_pending", Decimal(0)) - told)
