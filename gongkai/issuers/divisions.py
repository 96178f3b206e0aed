"""Administrative divisions (GB/T 2260) and functional zones: what they are called and where they belong."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from gongkai.model import Value

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})


class Division(Value, frozen=True):
    """One division or functional zone (功能区)."""

    code: str
    """GB/T 2260 code; for zones, which have none, `zone-` and a name."""
    name: str
    """Official name without its parents: 洪泽区."""
    level: str
    """province, prefecture, county, special_zone."""
    parent: str | None
    """Code of the division above."""
    full_name: str
    """As it stands before 人民政府: 淮安市洪泽区, but 平潭县 (only urban districts carry their city's name)."""
    government: str
    """Full name of the body that governs it."""


class DataError(ValueError):
    """A data file that says something wrong; names file and line."""


def rows(name: str, header: list[str]) -> list[tuple[int, list[str]]]:
    """The rows of a data file of this package with their line numbers. DataError where its shape is wrong."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    table = list(csv.reader(text.splitlines()))
    if not table or table[0] != header:
        raise DataError(f"{name}:1: expected the header {','.join(header)}")
    for number, row in enumerate(table[1:], 2):
        if len(row) != len(header):
            raise DataError(f"{name}:{number}: expected {len(header)} fields, found {len(row)}")
    return list(enumerate(table[1:], 2))


def _level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def _parent(code: str) -> str | None:
    if code.endswith("0000"):
        return None
    if code.endswith("00") or code[:2] in MUNICIPALITIES or code[2:4] == "90":
        return code[:2] + "0000"
    return code[:4] + "00"


def _government(name: str, level: str) -> str:
    # 地区 and 盟 are agencies of the province and have no people's government.
    return name + ("行政公署" if level == "prefecture" and name.endswith(("地区", "盟")) else "人民政府")


@cache
def divisions() -> dict[str, Division]:
    """All divisions by code, zones included. DataError (file and line) where the data is wrong."""
    found: dict[str, Division] = {}
    # Divisions dissolved since 2008 (洪泽县) issued reports too.
    listed = [(file, row) for file in ("divisions.csv", "former.csv") for row in rows(file, ["code", "name"])]
    for file, (line, (code, name)) in listed:
        if len(code) != 6 or not code.isdigit() or code in found:
            raise DataError(f"{file}:{line}: {code!r} is no six-digit code, or is there twice")
        level, parent = _level(code), _parent(code)
        if parent is not None and parent not in found:
            raise DataError(f"{file}:{line}: the parent {parent} of {code} {name} must stand before it")
        district = level == "county" and name.endswith("区") and parent is not None and code[2:4] != "90"
        full = found[parent].name + name if district and parent is not None else name
        found[code] = Division(
            code=code, name=name, level=level, parent=parent, full_name=full, government=_government(full, level)
        )
    for line, (key, name, parent, government) in rows("zones.csv", ["id", "name", "parent", "issuer"]):
        code = f"zone-{key}"
        if code in found or parent not in found:
            raise DataError(f"zones.csv:{line}: {key!r} is there twice, or its parent {parent!r} is no known code")
        found[code] = Division(
            code=code, name=name, level="special_zone", parent=parent, full_name=name, government=government
        )
    return found


@cache
def by_name() -> dict[str, tuple[Division, ...]]:
    """Divisions by their own name; several share one (鼓楼区 is in four cities)."""
    index: dict[str, tuple[Division, ...]] = {}
    for division in divisions().values():
        index[division.name] = (*index.get(division.name, ()), division)
    return index


@cache
def by_government() -> dict[str, Division]:
    """Divisions by the full name of the body that governs them (深圳市前海深港现代服务业合作区管理局)."""
    return {division.government: division for division in divisions().values()}


@cache
def by_short_name() -> dict[str, tuple[Division, ...]]:
    """Provinces and prefectures by their name without 省, 市 or the like: 江苏, 内蒙古, 深圳."""
    index: dict[str, tuple[Division, ...]] = {}
    for division in divisions().values():
        if division.level in ("province", "prefecture"):
            short = division.name
            for suffix in ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"):
                if short.endswith(suffix):
                    short = short[: -len(suffix)]
                    index[short] = (*index.get(short, ()), division)
                    break
    return index


@cache
def longest_name() -> int:
    """Length of the longest name of a division."""
    return max(len(name) for name in by_name())


def within(division: Division, ancestor: Division) -> bool:
    """Whether `division` lies in `ancestor` (or is it)."""
    at: Division | None = division
    while at is not None:
        if at.code == ancestor.code:
            return True
        at = divisions()[at.parent] if at.parent else None
    return False


def mentioned(text: str) -> list[Division]:
    """Divisions that a text names in full, in order, once for each mention; of a shared name, all its bearers."""
    names, longest = by_name(), longest_name()
    found: list[Division] = []
    for end, character in enumerate(text, 1):
        if character in "省市县区旗州盟":
            for length in range(min(longest, end), 1, -1):
                divisions_there = names.get(text[end - length : end])
                if divisions_there:
                    found.extend(divisions_there)
                    break
    return found
