"""Numbers in running text: value, bounds, unit and kind. The sentences were written for this test."""

from __future__ import annotations

import csv
import time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.compact import Compact
from gongkai.document.model import Block, Document
from gongkai.numerals import read_numeral
from gongkai.quantities import Quantity, scan

GOLD = Path(__file__).resolve().parents[1] / "gold" / "quantities.csv"
"""Strings of numerals (N) and of numerals with units (Q), with what each says; marked where number libraries fail."""


def written(kind: str) -> list[dict[str, str]]:
    """The strings of one kind, N or Q."""
    with GOLD.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["id"].startswith(kind)]


def numbers(row: dict[str, str]) -> tuple[Decimal | None, ...]:
    return tuple(Decimal(row[name]) if row[name] else None for name in ("value", "lower", "upper"))


def compact(text: str) -> Compact:
    block = Block(start=0, end=len(text), kind="paragraph")
    return Compact(Document(media_type="text/plain", text=text, blocks=(block,), grids=()))


def kinds(text: str) -> list[tuple[str, str]]:
    string = compact(text).text
    return [(string[quantity.start : quantity.end], quantity.kind) for quantity in scan(string)]


def statistics(text: str) -> list[str]:
    return [surface for surface, kind in kinds(text) if kind == "statistic"]


def only(text: str) -> Quantity:
    found = [quantity for quantity in scan(compact(text).text) if quantity.is_statistic]
    assert len(found) == 1, found
    return found[0]


def test_there_are_two_hundred_strings_and_the_kinds_that_libraries_get_wrong() -> None:
    rows = [*written("N"), *written("Q")]
    assert len(rows) >= 200
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)
    assert sum(row["libraries_fail"] == "1" for row in rows) >= 31


@pytest.mark.parametrize("row", written("N"), ids=lambda row: row["id"])
def test_a_numeral_says_what_was_written(row: dict[str, str]) -> None:
    numeral = read_numeral(row["text"])
    assert numeral is not None
    assert (numeral.value, numeral.lower, numeral.upper) == numbers(row)
    assert numeral.qualifier == row["qualifier"]


@pytest.mark.parametrize("row", written("Q"), ids=lambda row: row["id"])
def test_a_quantity_has_value_bounds_unit_and_qualifier(row: dict[str, str]) -> None:
    quantity = only(f"全年共完成了{row['text']}。")
    assert (quantity.value, quantity.lower, quantity.upper) == numbers(row)
    assert (quantity.unit or "", quantity.unit_std or "", quantity.qualifier) == (
        row["unit"],
        row["unit_std"],
        row["qualifier"],
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2023年3月5日", [("2023年3月5日", "date")]),
        ("2023年1月1日至12月31日", [("2023年1月1日至12月31日", "date")]),
        ("2016—2018年", [("2016-2018年", "date")]),
        ("二〇二三年二月十日", [("二〇二三年二月十日", "date")]),
        ("3月31日前公布", [("3月31日前", "deadline")]),
        ("过去一年", [("一年", "date")]),
        ("第三季度", [("第三季度", "date")]),
        ("国务院令第711号", [("第711号", "doc_number")]),
        ("国办发〔2014〕32号", [("〔2014〕32号", "doc_number")]),
        ("第二十条第（一）项", [("第二十条第(一)项", "doc_number")]),
        ("“20+8”产业", [("20+8", "name")]),
        ("拨打12345热线", [("12345热线", "name")]),
        ("“十四五”规划", [("十四五", "name")]),
        ("党的二十大精神", [("二十大", "name")]),
        ("“三审三校”制度", [("三审三校", "name")]),
        ("“双随机、一公开”监管", [("双随机、一公开", "name")]),
        ("助企“30条”", [("30条", "name")]),
        ("一、总体情况", [("一、", "ordinal")]),
        ("（二）平台建设", [("(二)", "ordinal")]),
        ("第十七届大会", [("第十七届", "ordinal")]),
        ("位列第一名", [("第一名", "ordinal")]),
        ("进一步统一", [("进一步", "other"), ("统一", "other")]),
        ("队伍建设", [("伍", "other")]),
        ("地址：人民路90号，邮编：350400", [("90", "other"), ("350400", "other")]),
        ("电话：0591-23165385", [("0591-23165385", "other")]),
        ("支持IPv6访问", [("IPv6", "name")]),
        ("力争覆盖率达到95%以上", [("95%以上", "policy_target")]),
        ("推行“100%网上办理”", [("100%", "policy_target")]),
        ("最迟不超过3个工作日", [("不超过3个工作日", "deadline")]),
        ("应当在20个工作日内答复", [("20个工作日内", "deadline")]),
        ("经批准延长20个工作日后答复", [("20个工作日", "deadline")]),
        ("延长答复期限15个工作日", [("15个工作日", "deadline")]),
        ("自收到之日起15日内缴纳", [("15日内", "deadline")]),
        ("从以下三个方面改进", [("三个", "other")]),
        ("每一次", [("一次", "other")]),
    ],
)
def test_a_number_that_measures_nothing_has_its_kind(text: str, wanted: list[tuple[str, str]]) -> None:
    assert kinds(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("时间由20个工作日压缩至7个工作日", ["20个工作日", "7个工作日"]),
        ("平均用时3.5天", ["3.5天"]),
        ("分别为3、5、6件", ["3", "5", "6件"]),
        ("公开信息46条，不予公开信息数1402。", ["46条", "1402"]),
        ("办理846份,417份", ["846份", "417份"]),
        ("一次就办完", ["一次"]),
        ("收到申请一件，办结一件。", ["一件", "一件"]),
        ("开设APP3个", ["3个"]),
        ("播放量超2300万。", ["超2300万"]),
        ("12345件", ["12345件"]),
        ("超万家企业", ["超万家"]),
        ("申请量翻了一番", ["一番"]),
        ("同比-3.2%，共12件", ["-3.2%", "12件"]),
        ("实现两个100%", ["100%"]),
        ("1万2件", []),
        ("见2.3.1节", []),
        ("升级2.0版", []),
        ("全年365天24小时在线", []),
        ("3000万元以上的项目12个", ["12个"]),
        ("十四届人大", []),
    ],
)
def test_what_counts_is_a_statistic(text: str, wanted: list[str]) -> None:
    assert statistics(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("办理省十三届人大五次会议代表建议187件", ["187件"]),
        ("市政协第十一届三次会议提案12件", ["12件"]),
        ("召开五次会议", ["五次"]),
        ("师生比1：14.3，男女比例为1:14", ["1:14.3", "1:14"]),
        ("定于9:30召开", []),
        ("逾九成五个案按时答复", ["逾九成五"]),
        ("本年废止件数1　现行有效件数31；行政许可2", ["1", "31"]),
        ("设立查阅点五处，配备电脑三台；三处窗口", ["五处", "三台"]),
        ("二十八所学校、一百零八处公告栏，一处一策", ["二十八所", "一百零八处"]),
        ("用时两个半月，缩短一个半小时", ["两个半月", "一个半小时"]),
    ],
)
def test_what_looks_like_two_things_is_the_one_it_says(text: str, wanted: list[str]) -> None:
    assert statistics(text) == wanted


def test_and_a_half_is_added_to_what_stands_before_it() -> None:
    assert (only("用时两个半月。").value, only("用时两个半月。").unit_std) == (Decimal("2.5"), "months")


def test_a_minus_belongs_to_the_number() -> None:
    quantity = only("同比-3.2%。")
    assert (quantity.value, quantity.lower, quantity.upper) == (Decimal("-3.2"),) * 3


def test_growth_by_a_multiple_is_not_growth_to_it() -> None:
    assert [only(text).unit_std for text in ("增长3倍。", "增长到3倍。", "是上年的3倍。")] == [
        "times_added",
        "times",
        "times",
    ]


def test_a_number_broken_by_a_page_is_read_through_the_page_number() -> None:
    text = compact("公开信息 12\n- 3 -\n34 条，接着")
    assert [text.text[quantity.start : quantity.end] for quantity in scan(text.text)] == ["1234条"]


def test_a_lone_line_of_digits_is_joined_to_nothing() -> None:
    assert "3125条" not in statistics("公开信息\n3\n125条")


def test_offsets_lead_back_to_the_text() -> None:
    source = "统计至 2023 年\n12 月 31 日，共收到 1,\n234 件"
    text = compact(source)
    quantity = next(quantity for quantity in scan(text.text) if quantity.is_statistic)
    assert source[text.place(quantity.number_start) : text.place_end(quantity.end)] == "1,\n234 件"
    assert quantity.value == 1234


@given(st.integers(1, 10**9), st.sampled_from(["件", "条", "人次", "元", "次", "场"]), st.booleans())
def test_a_count_in_a_sentence_reads_back(number: int, unit: str, separated: bool) -> None:
    written = f"{number:,}" if separated else str(number)
    quantity = only(f"本年度共登记完成{written}{unit}。")
    assert (quantity.value, quantity.unit) == (Decimal(number), unit)


@given(st.text(alphabet="0123456789一二三十百万亿多余件条%年月日第号()〔〕“”《》、,。:-至约近超 \nAb", max_size=60))
def test_any_text_is_scanned_in_order_without_error(text: str) -> None:
    string = compact(text).text
    found = scan(string)
    assert all(a.end <= b.end and a.number_start <= b.number_start for a, b in pairwise(found))
    assert all(0 <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end for quantity in found)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "万",
        "1,",
        "1-",
        "1 ",
        "1\n",
        "“1",
        "《1",
        "(",
        "a1",
        "第一",
        "百分之",
        "2022年",
        "1:",
        "零",
        "点一",
        "@1",
        "1.1",
    ],
)
def test_the_time_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(times: int) -> float:
        string = unit * times
        start = time.process_time()
        scan(compact(string).text)
        return time.process_time() - start

    seconds(100)
    short = min(seconds(1000) for _ in range(3))
    # Sixteen times the text: a quadratic pattern would take 256 times as long.
    assert min(seconds(16000) for _ in range(2)) < 80 * short + 0.2
