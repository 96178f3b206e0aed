"""Public bodies that issue reports (发布机构): full name, level, parent, and an identifier that stays the same.

Governments and functional zones come from the data files beside this module (GB/T 2260); departments, offices, towns
and bodies of unknown places are made from their names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from functools import cache

from gongkai.issuers.divisions import DataError, Division, by_government, by_name, by_short_name, divisions, mentioned
from gongkai.issuers.names import BodyName, full_department, parse, state_bodies
from gongkai.model import Value

__all__ = [
    "DataError",
    "Division",
    "Issuer",
    "divisions",
    "issuer_of",
    "issuers",
    "mentioned",
    "parse",
    "place_of",
    "shared_name",
]

# 高新技术产业开发区 without the place it is in.
_ANY_ZONE = re.compile(
    r"(?:经济|高新|技术|产业|工业|旅游|度假|风景|名胜|综合|保税|化工|开发|合作|管理|实验|示范|园|新|区)+"
)
_NAMED_BODY = ("大学", "学院", "公司", "集团", "银行")


class Issuer(Value, frozen=True):
    """One public body."""

    issuer_id: str
    """Division code for a government; `code-office` and `code-<hash>` for its office and departments; `x-<hash>` where
    its place is unknown."""
    issuer: str
    """Full official name."""
    short_name: str
    """The place or body in short: 深圳市."""
    level: str
    """state, province, prefecture, county, township, department, special_zone."""
    division_code: str | None
    """GB/T 2260 code of a government."""
    parent_id: str | None
    known: bool
    """In the issuers files, not made from a name alone."""


def _hash(name: str) -> str:
    # One identifier for a zone however its committee is written.
    return hashlib.sha256(name.replace("管理委员会", "管委会").encode()).hexdigest()[:10]


def _of_division(division: Division) -> Issuer:
    return Issuer(
        issuer_id=division.code,
        issuer=division.government,
        short_name=division.full_name,
        level=division.level,
        division_code=division.code if division.code.isdigit() else None,
        parent_id=division.parent,
        known=True,
    )


def _of_state(name: str) -> Issuer:
    return Issuer(
        issuer_id=f"state-{_hash(name)}",
        issuer=name,
        short_name=name,
        level="state",
        division_code=None,
        parent_id=None,
        known=True,
    )


@cache
def issuers() -> tuple[Issuer, ...]:
    """All bodies of the data files: governments, functional zones, departments of the State Council.

    DataError, naming file and line, where a data file is wrong.
    """
    governments = [_of_division(d) for d in divisions().values()]
    return (*governments, *(_of_state(name) for name in dict.fromkeys(state_bodies().values())))


def place_of(name: str, near: Collection[str] = ()) -> Division | None:
    """The smallest known division that a body's name begins with; None where none or several bear the name."""
    body = parse(name, near)
    return body.place if body else None


def _level_of_place(name: str) -> str:
    """The level that the name of an unknown place tells."""
    if name.endswith(("省", "自治区")):
        return "province"
    if name.endswith(("自治州", "地区", "盟", "市")):
        return "prefecture"
    return "county"


def _unknown(name: str, level: str, parent: str | None, short: str) -> Issuer:
    return Issuer(
        issuer_id=f"{parent}-{_hash(name)}" if parent else f"x-{_hash(name)}",
        issuer=name,
        short_name=short,
        level=level,
        division_code=None,
        parent_id=parent,
        known=False,
    )


def issuer_of(name: str, near: Collection[str] = ()) -> Issuer | None:
    """The body of that name, its name made full and official. None where it is no name of a body.

    `near` holds codes of divisions that the same text names; they decide between places of one name (鼓楼区).
    """
    name = "".join(name.split())
    if len(places := by_short_name().get(name, ())) == 1:
        return _of_division(places[0])
    if governed := by_government().get(name):
        return _of_division(governed)
    body = parse(name, near)
    if body is None:
        return None
    if body.kind == "state":
        return _of_state(state_bodies()[body.text])
    if body.kind == "branch":
        return _unknown(body.text, "department", body.place.code if body.place else None, body.text)
    return _local(body)


def _local(body: BodyName) -> Issuer:
    place, unknown = body.place, body.unknown_place
    parent = place.code if place else None
    printed_place = body.text[: len(body.text) - len(body.body)]
    # 天津经济技术开发区 is not 天津市经济技术开发区: a place printed in short stays so before an unknown one.
    whole = place is not None and place.name in body.text
    prefix = place.full_name + unknown if place is not None and (whole or not unknown) else printed_place
    if body.kind in ("place", "government", "zone") and place is not None and not unknown:
        return _of_division(place)
    zone = body.kind == "zone" or (body.kind == "place" and _is_zone(unknown))
    if zone:
        printed = body.body if body.body else "管委会"
        above = parent or _place_of_stem(unknown)
        return _unknown(prefix + printed.removesuffix("本级"), "special_zone", above, prefix)
    if body.kind in ("place", "government"):
        government = prefix + ("行政公署" if prefix.endswith(("地区", "盟")) else "人民政府")
        return _unknown(government, _level_of_place(prefix), parent, prefix)
    if body.kind == "office":
        return _office(body, place, prefix)
    if body.kind == "township":
        return _township(body, prefix, parent)
    return _department(body, place, prefix, parent)


def _place_of_stem(zone: str) -> str | None:
    """The division that a zone is named after (昆山经济技术开发区), where only one has that name."""
    for length in (4, 3, 2):
        found = {place.code for suffix in "市县区" for place in by_name().get(zone[:length] + suffix, ())}
        if len(found) == 1:
            return found.pop()
    return None


def _is_zone(name: str) -> bool:
    return name.endswith(
        ("开发区", "实验区", "示范区", "园区", "高新区", "合作区", "度假区", "名胜区", "管理区", "保税区", "新区")
    )


def _office(body: BodyName, place: Division | None, prefix: str) -> Issuer:
    provincial = place is not None and not body.unknown_place and place.level == "province"
    if (place is not None and place.level == "special_zone") or _is_zone(prefix):
        printed = "管委会办公室" if body.body in ("办公室", "办") else body.body
    elif body.body.endswith(("办公厅", "办公室")):
        printed = ("" if "政府" in body.body or "署" in body.body else "人民政府") + body.body
        printed = printed if printed.startswith(("人民", "行")) else f"人民{printed}"
    else:
        printed = "人民政府办公厅" if provincial else "人民政府办公室"
    name = prefix + printed
    if place is None or body.unknown_place:
        return _unknown(name, "department", place.code if place else None, prefix + "政府办")
    return Issuer(
        issuer_id=f"{place.code}-office",
        issuer=name,
        short_name=prefix + "政府办",
        level="department",
        division_code=None,
        parent_id=place.code,
        known=False,
    )


def _township(body: BodyName, prefix: str, parent: str | None) -> Issuer:
    text = body.body.removesuffix("办公室") if body.body.endswith("政府办公室") else body.body
    for ending in ("人民政府", "政府", "街道办事处", "办事处", "街道办"):
        if text.endswith(ending):
            text = text[: -len(ending)] + ("街道" if ending.startswith("街道") else "")
            break
    name = prefix + text + ("街道办事处" if text.endswith("街道") else "人民政府")
    name = name.replace("街道街道", "街道")
    return _unknown(name, "township", parent, prefix + text)


def _department(body: BodyName, place: Division | None, prefix: str, parent: str | None) -> Issuer:
    known_short = (
        place is not None and not body.text.startswith((place.name, place.full_name)) and not body.unknown_place
    )
    full = full_department(body.body)
    # 深圳海关 is not a department of the city: a name that gives the place in short is kept as it is.
    keep = known_short and full == body.body and place is not None and place.name not in body.text
    name = body.text if keep else prefix + full
    return _unknown(name, "department", parent, name)


def shared_name(issuer: Issuer) -> bool:
    """Whether the name does not tell which body it is: several places bear it (鼓楼区人民政府), or it names none
    (市教育局, 城关镇人民政府). Reports under such a name may be of different bodies."""
    if issuer.known or issuer.parent_id:
        return False
    body = parse(issuer.issuer)
    if body is None or body.place_candidates:
        return body is not None
    if body.kind == "zone":
        return _ANY_ZONE.fullmatch(body.unknown_place) is not None
    return body.kind in ("township", "department") and not body.unknown_place and not body.body.endswith(_NAMED_BODY)
