"""The name of a public body, taken apart: the place it belongs to, and what it is there."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from gongkai.issuers.divisions import Division, by_name, by_short_name, divisions, longest_name, rows, within
from gongkai.model import Value


class BodyName(Value, frozen=True):
    """A body's name in its parts."""

    text: str
    """The name as given, without white space."""
    place: Division | None
    """The smallest known division it names or stands in."""
    place_candidates: tuple[Division, ...]
    """More than one where the name is shared and nothing says which is meant."""
    unknown_place: str
    """A place that no data file has, after the known ones: 青石区."""
    body: str
    """What remains: 人民政府, 教育局; empty where only a place is named."""
    kind: str
    """government, office (of a government), zone, township, department, state, branch (of a state body), place."""


_GOVERNMENT = re.compile(r"^(?:人民政府|政府|行政公署|行署)(?:本级)?$")
_OFFICE = re.compile(r"^(?:人民政府|政府|行政公署|行署|管理委员会|管委会)?(?:办公[厅室]|办)$")
_ZONE_BODY = re.compile(r"^(?:党工委)?(?:、)?(?:管理委员会|管委会)(?:本级)?$")
# Stems of two letters and more: shorter names (沛县) are in the data, and 城市, 地区, 园区 are words of departments.
_UNKNOWN_PLACE = re.compile(
    r"(?:[\u4e00-\u9fff]{1,12}?"
    r"(?:经济技术开发区|高新技术产业开发区|高新技术开发区|经济开发区|开发区|实验区|示范区|工业园区|产业园区|高新区|合作区|"
    r"旅游度假区|度假区|风景名胜区|管理区|保税区|化工园区|新区|特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区)"
    r"|[\u4e00-\u9fff]{2,8}?(?:省|(?<!城)市(?![场政容民内])|县(?![域级])|(?<![园社军景校库])区(?![域划块])|旗(?!帜)|(?<![联民])盟))"
)
_ZONE_NAME = re.compile(r"(?:开发区|实验区|示范区|园区|高新区|合作区|度假区|名胜区|管理区|保税区|新区)$")
_TOWNSHIP = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{1,10}?(?:镇|乡|街道|苏木))"
    r"(?P<body>人民政府|政府|街道办事处|办事处|街道办|党工委办事处|)(?:办公室)?$"
)
_DEPARTMENT = re.compile(
    r"(?:局|委|委员会|厅|办|办公室|办公厅|中心|院|[总支大]队|署|处|站|所|馆|公司|集团|大学|学院|学校|中学|小学|医院|银行|"
    r"海关|联合会|红十字会|联社|协会|总会|工会|社|部|基金会|分行|支行|法院|检察院|台|管委会|管理委员会|公署|园|室|组|指挥部|兵团)$"
)
_NEVER_FIRST = ("域", "划")
_STATE = re.compile(r"^(?:国家|国务院|中华人民共和国|中国)")


@cache
def state_bodies() -> dict[str, str]:
    """Departments of the State Council: every name and short name, with the official name."""
    found: dict[str, str] = {}
    for _, (name, short) in rows("state.csv", ["name", "short"]):
        for each in (name, *filter(None, short.split("|"))):
            found[each] = name
    return found


@cache
def _departments() -> dict[str, str]:
    return {short: full for _, (short, full) in rows("departments.csv", ["short", "full"])}


def full_department(body: str) -> str:
    """科委 -> 科学技术委员会; unchanged where the short form is unknown or has more than one meaning."""
    return _departments().get(body, body)


def _known_place(name: str, at: int, above: tuple[Division, ...]) -> tuple[int, tuple[Division, ...]]:
    """Length and divisions of the longest known name at `at` that lies in one of `above` (anywhere where empty)."""
    names = by_name()
    for length in range(min(longest_name(), len(name) - at), 1, -1):
        there = names.get(name[at : at + length])
        # 沙县 and 区域合作办公室, not 沙县区 and 域合作办公室.
        if there and name[at + length : at + length + 1] not in _NEVER_FIRST:
            fitting = tuple(d for d in there if not above or any(within(d, up) and d.code != up.code for up in above))
            if fitting:
                return length, fitting
    return 0, ()


def _short_place(name: str) -> tuple[int, tuple[Division, ...]]:
    """A province or prefecture in short at the beginning (江苏, 深圳), where another place or a body follows it."""
    shorts = by_short_name()
    for length in (3, 2, 4):
        there = shorts.get(name[:length])
        if there:
            return length, there
    return 0, ()


def _places(name: str) -> tuple[tuple[Division, ...], int]:
    """The last of the known places that a name begins with (江苏省苏州市昆山市), and where what follows begins."""
    at = len(name) - len(name.removeprefix("中共"))
    chain: tuple[Division, ...] = ()
    length, found = _known_place(name, at, ())
    if not length and not _STATE.match(name):
        length, found = _short_place(name[at:])
        if length and not (_known_place(name, at + length, found)[0] or _DEPARTMENT.search(name)):
            length, found = 0, ()
    while length:
        chain, at = found, at + length
        length, found = _known_place(name, at, chain)
    return chain, at


def parse(name: str, near: Collection[str] = ()) -> BodyName | None:
    """Take a body's name apart. None where it is no name of a body or place.

    `near` holds codes of divisions that the same text names: they decide between places of one name.
    """
    name = re.sub(r"\s+", "", name)
    if not 2 <= len(name) <= 45:
        return None
    if name in state_bodies():
        return BodyName(text=name, place=None, place_candidates=(), unknown_place="", body=name, kind="state")
    if (branch := _branch(name, near)) is not None:
        return branch
    chain, at = _places(name)
    chain = _decide(chain, near)
    unknown = ""
    while match := _UNKNOWN_PLACE.match(name, at):
        unknown += match[0]
        at = match.end()
    body = name[at:]
    if unknown and not chain and (start := _known_tail(unknown)):
        return parse(name[start:], near)
    if body.startswith("人民政府") and _TOWNSHIP.match(body[4:]):
        body = body[4:]
    place = chain[0] if chain else None
    kind = _kind(name, place, unknown, body)
    if kind is None:
        return None
    return BodyName(
        text=name,
        place=place if len(chain) == 1 else None,
        place_candidates=chain if len(chain) > 1 else (),
        unknown_place=unknown,
        body=body,
        kind=kind,
    )


def _known_tail(unknown: str) -> int:
    """Where a known place begins inside what was taken for an unknown one (兵团第一师阿拉尔市); 0 where none does."""
    for start in range(1, len(unknown) - 2):
        if unknown[start:] in by_name() and unknown[start - 1] not in "省市区县州旗盟":
            return start
    return 0


def _branch(name: str, near: Collection[str]) -> BodyName | None:
    """A local branch of a State Council department: 国家税务总局南京市税务局."""
    for length in range(min(16, len(name) - 3), 3, -1):
        if name[:length] in state_bodies():
            rest = name[length:]
            if not _DEPARTMENT.search(rest):
                return None
            size, found = _known_place(rest, 0, ())
            if not size:
                size, found = _short_place(rest)
            found = _decide(found, near)
            return BodyName(
                text=state_bodies()[name[:length]] + rest,
                place=found[0] if len(found) == 1 else None,
                place_candidates=(),
                unknown_place="",
                body=rest,
                kind="branch",
            )
    return None


def _decide(chain: tuple[Division, ...], near: Collection[str]) -> tuple[Division, ...]:
    if len(chain) < 2:
        return chain
    known = divisions()
    supported = tuple(d for d in chain if d.parent and (d.parent in near or known[d.parent].parent in near))
    if len(supported) == 1:
        return supported
    # A province and the city of the same name (吉林): the higher one is meant where nothing else says so.
    if len({d.level for d in chain}) > 1:
        return tuple(d for d in chain if d.level == "province")[:1] or chain
    return chain


def _kind(name: str, place: Division | None, unknown: str, body: str) -> str | None:
    zone = bool(_ZONE_NAME.search(unknown)) or (place is not None and not unknown and place.level == "special_zone")
    somewhere = place is not None or bool(unknown)
    if not body:
        return "place" if somewhere else None
    if somewhere:
        if _ZONE_BODY.match(body):
            return "zone"
        if _GOVERNMENT.match(body):
            return "zone" if zone and body == "政府" else "government"
        if _OFFICE.match(body):
            return "office"
    if (township := _TOWNSHIP.match(body)) and not (township["body"] == "" and _DEPARTMENT.search(body)):
        return "township"
    if _DEPARTMENT.search(body) and (somewhere or len(body) >= 4):
        return "department"
    return None
