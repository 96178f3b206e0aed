"""The bodies that issue reports: their full names, levels, parents and identifiers."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.issuers import DataError, Division, issuer_of, issuers, mentioned, parse, place_of
from gongkai.issuers import divisions as listed
from gongkai.issuers.divisions import rows

PLACES = [d for d in listed().values() if d.level != "special_zone"]
FULL_NAMES = [d.full_name for d in PLACES]
# One full name for two places: a county city and the prefecture that it was raised from or lies in.
UNIQUE = [d for d in PLACES if FULL_NAMES.count(d.full_name) == 1]

NAMES = [
    # name as printed, full name, identifier, level, parent
    ("深圳市政府", "深圳市人民政府", "440300", "prefecture", "440000"),
    ("广东省深圳市人民政府", "深圳市人民政府", "440300", "prefecture", "440000"),
    ("洪泽区人民政府", "淮安市洪泽区人民政府", "320813", "county", "320800"),
    ("洪泽县人民政府", "洪泽县人民政府", "320829", "county", "320800"),
    ("浦东新区", "上海市浦东新区人民政府", "310115", "county", "310000"),
    ("上海市卢湾区人民政府", "上海市卢湾区人民政府", "310103", "county", "310000"),
    ("苏州市昆山市人民政府", "昆山市人民政府", "320583", "county", "320500"),
    ("内蒙古自治区", "内蒙古自治区人民政府", "150000", "province", None),
    ("喀什地区行署", "喀什地区行政公署", "653100", "prefecture", "650000"),
    ("济源市人民政府", "济源市人民政府", "419001", "county", "410000"),
    ("平潭综合实验区", "平潭综合实验区管委会", "zone-pingtan", "special_zone", "350000"),
    ("平潭综合实验区管理委员会", "平潭综合实验区管委会", "zone-pingtan", "special_zone", "350000"),
    ("平潭县人民政府", "平潭县人民政府", "350128", "county", "350100"),
    ("国家发改委", "国家发展和改革委员会", None, "state", None),
    ("上海市科委", "上海市科学技术委员会", None, "department", "310000"),
    ("上海市人民政府办公厅", "上海市人民政府办公厅", "310000-office", "department", "310000"),
    ("昆山市政府办公室", "昆山市人民政府办公室", "320583-office", "department", "320583"),
    ("江苏昆山市教育局", "昆山市教育局", None, "department", "320583"),
    ("南京市人民政府外事办公室", "南京市人民政府外事办公室", None, "department", "320100"),
    ("国家税务总局南京市税务局", "国家税务总局南京市税务局", None, "department", "320100"),
    ("中国银保监会江苏监管局", "中国银行保险监督管理委员会江苏监管局", None, "department", "320000"),
    ("南京海关", "南京海关", None, "department", "320100"),
    ("武进区湖塘镇", "常州市武进区湖塘镇人民政府", None, "township", "320412"),
    ("秦淮区夫子庙街道", "南京市秦淮区夫子庙街道办事处", None, "township", "320104"),
    ("云岭市青石区人民政府", "云岭市青石区人民政府", None, "county", None),
    ("昆山经济技术开发区管理委员会", "昆山经济技术开发区管理委员会", None, "special_zone", "320583"),
    ("天津经济技术开发区管理委员会", "天津经济技术开发区管理委员会", None, "special_zone", "120000"),
    ("江宁区云岭经济开发区管委会", "南京市江宁区云岭经济开发区管委会", None, "special_zone", "320115"),
    ("江苏省云岭市青石镇人民政府", "江苏省云岭市青石镇人民政府", None, "township", "320000"),
    ("云岭省人民政府", "云岭省人民政府", None, "province", None),
    ("云岭经济开发区管委会", "云岭经济开发区管委会", None, "special_zone", None),
]


@pytest.mark.parametrize(("printed", "name", "identifier", "level", "parent"), NAMES)
def test_a_printed_name_becomes_the_official_one(
    printed: str, name: str, identifier: str | None, level: str, parent: str | None
) -> None:
    issuer = issuer_of(printed)
    assert issuer is not None
    assert (issuer.issuer, issuer.level, issuer.parent_id) == (name, level, parent)
    if identifier:
        assert issuer.issuer_id == identifier
    if parent is None and not issuer.known:
        assert issuer.issuer_id.startswith("x-")


NO_NAMES = ["", "市", "我局", "办公室", "今年以来", "政府信息公开", "各区", "2022年", "全市各级"]


@pytest.mark.parametrize("words", NO_NAMES)
def test_words_that_name_no_body_are_none(words: str) -> None:
    assert issuer_of(words) is None


def test_every_government_is_found_by_its_full_name() -> None:
    wrong = [d.government for d in UNIQUE if (found := issuer_of(d.government)) is None or found.issuer_id != d.code]
    assert wrong == []


def test_every_place_is_found_with_the_names_of_all_above_it() -> None:
    wrong = []
    for place in UNIQUE:
        chain, above = place.name, place.parent
        while above:
            chain, above = listed()[above].name + chain, listed()[above].parent
        found = issuer_of(chain + "人民政府")
        if found is None or found.issuer_id != place.code:
            wrong.append(chain)
    assert wrong == []


@pytest.mark.parametrize(
    "body", ["教育局", "市场监督管理局", "城市管理和综合行政执法局", "区域合作办公室", "机关事务管理局"]
)
def test_a_department_of_any_place_belongs_to_it(body: str) -> None:
    wrong = []
    for place in UNIQUE:
        found = issuer_of(place.full_name + body)
        if found is None or (found.issuer, found.parent_id) != (place.full_name + body, place.code):
            wrong.append(place.full_name + body)
    assert wrong == []


@given(
    st.sampled_from(UNIQUE), st.sampled_from(["人民政府", "政府", "人民政府办公室", "民政局", "发改委", "白水镇", ""])
)
def test_an_official_name_is_its_own_official_name(place: Division, body: str) -> None:
    once = issuer_of(place.full_name + body)
    assert once is not None
    assert issuer_of(once.issuer) == once


def test_a_zone_has_one_identifier_however_its_committee_is_written() -> None:
    short, long = issuer_of("云岭经济开发区管委会"), issuer_of("云岭经济开发区管理委员会")
    assert short and long and short.issuer_id == long.issuer_id


def test_identifiers_are_unique_and_every_parent_is_there() -> None:
    known = issuers()
    identifiers = {issuer.issuer_id for issuer in known}
    assert len(identifiers) == len(known)
    assert all(issuer.parent_id is None or issuer.parent_id in identifiers for issuer in known)
    assert {issuer.level for issuer in known} == {"state", "province", "prefecture", "county", "special_zone"}


def test_all_provinces_and_their_prefectures_are_there() -> None:
    codes = [code for code in listed() if code.isdigit()]
    assert sum(code.endswith("0000") for code in codes) == 31
    assert sum(code.endswith("00") and not code.endswith("0000") for code in codes) >= 333
    assert {code[:2] for code in codes if not code.endswith("00")} == {c[:2] for c in codes if c.endswith("0000")}


def test_the_smallest_place_of_a_name_is_told() -> None:
    place = place_of("淮安市洪泽区教育局")
    assert place is not None and place.code == "320813"
    assert place_of("鼓楼区教育局") is None
    nearby = place_of("鼓楼区教育局", {"350100"})
    assert nearby is not None and nearby.code == "350102"


def test_a_shared_name_keeps_all_its_bearers() -> None:
    body = parse("鼓楼区人民政府")
    assert body is not None
    assert {place.code for place in body.place_candidates} == {"320106", "320302", "350102", "410204"}


def test_places_are_found_in_running_text_once_for_each_mention() -> None:
    told = [place.name for place in mentioned("由江苏省南京市玄武区和南京市、昆山市共办")]
    assert told == ["江苏省", "南京市", "玄武区", "南京市", "昆山市"]


def test_a_wrong_data_file_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match=r"divisions.csv:1: expected the header"):
        rows("divisions.csv", ["code", "name", "level"])
    monkeypatch.setattr(sys.modules[listed.__module__], "rows", lambda name, header: [(2, ["32010", "某区"])])
    listed.cache_clear()
    try:
        with pytest.raises(DataError, match=r"divisions.csv:2: '32010' is no six-digit code"):
            listed()
    finally:
        monkeypatch.undo()
        listed.cache_clear()
        assert len(listed()) > 3000
