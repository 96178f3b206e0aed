"""The codebook: it is read, it is checked, and every phrasing in it reads its own words."""

from __future__ import annotations

import re

import pytest

from gongkai.forms.codebook import CodebookError, Indicator, codebook, read_codebook
from gongkai.forms.phrasings import Phrasing
from tests.gongkai.test_narrative import read

HEAD = """
- code: things_done
  zh: 办了多少
  en: Things done
  definition: Things done in the year
  definition_zh: 本年办理的事
  unit: count
  kind: flow
  topic: other
  phrasings:
"""
ONE = HEAD + '    - "办 事情 # 件"\n'

SUBJECTS = {
    "[proactive]": "主动公开方面，",
    "[requests]": "政府信息公开申请方面，",
    "[reviews]": "政府信息公开行政复议方面，",
    "[lawsuits]": "政府信息公开行政诉讼方面，",
    "[normative]": "行政规范性文件方面，",
    "[rules]": "政府规章方面，",
    "[both_remedies]": "政府信息公开行政复议和行政诉讼方面，",
    "[fees]": "信息处理费方面，",
    "[interpretation]": "政策解读方面，",
    "[press]": "新闻发布会方面，",
    "[gazette]": "政府公报方面，",
    "[open_data]": "数据开放方面，",
    "[messages]": "网民留言方面，",
    "[proposals]": "建议提案方面，",
    "[supervision]": "监督保障方面，",
    "[client]": "客户端方面，",
    "[zone]": "政务公开专区方面，",
    "[website]": "网站方面，",
    "[wechat]": "微信公众号方面，",
    "[weibo]": "微博方面，",
    "[douyin]": "抖音方面，",
    "[newmedia]": "政务新媒体方面，",
}


def spoken(phrasing: Phrasing, period: str) -> str:
    """A sentence of the phrasing's own words, the first where there are several, of the year or of all years."""
    words = []
    between = "" if "," in phrasing.without else "，"
    parts = phrasing.text.partition("!")[0].split()
    unit = parts.index("#") + 1
    for position, part in enumerate(parts):
        if part in ("^", "…", "~…"):
            continue
        if part.startswith("["):
            words.append(SUBJECTS[part])
            continue
        word = part.removeprefix("+")
        if word == "#":
            words.append("12")
        elif word == "~":
            words.append(between)
        elif position == unit:
            words.append(word.split("|")[0].replace("*", ""))
        elif not word.endswith("?"):
            words.append(word.split("|")[0])
    return f"{'历年来' if period == 'cumulative' else '全年'}{''.join(words)}。"


def test_the_codebook_is_broad_and_its_codes_are_unique() -> None:
    codes = [indicator.code for indicator in codebook()]
    assert len(codes) == len(set(codes))
    assert len(codes) >= 140


def test_every_phrasing_is_read_as_its_indicator() -> None:
    unread = [
        (indicator.code, phrasing.text)
        for indicator in codebook()
        for phrasing in indicator.phrasings
        if indicator.code not in {mention.indicator for mention in read(spoken(phrasing, indicator.period))}
    ]
    assert unread == []


def test_growth_indicators_have_a_level() -> None:
    codes = {indicator.code for indicator in codebook()}
    assert {code for code in codes if code.endswith("_yoy") and code.removesuffix("_yoy") not in codes} == set()


def test_a_good_codebook_is_read() -> None:
    indicators: tuple[Indicator, ...] = read_codebook(ONE)
    assert [(one.code, one.period, one.flow_or_stock) for one in indicators] == [("things_done", "year", "flow")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ONE.replace("kind: flow", "kind: heap"), "codebook.yaml:2: kind 'heap'"),
        (ONE.replace("  topic: other\n", ""), "codebook.yaml:2: things_done has no topic"),
        (ONE.replace("topic: other", "topic: weather"), "codebook.yaml:2: topic 'weather'"),
        (ONE.replace("unit:", "units:"), "codebook.yaml:7: no field 'units'"),
        (ONE.replace(" # 件", ""), "codebook.yaml:11: a phrasing is words with one #"),
        (ONE.replace("# 件", "! # 件"), "codebook.yaml:11: a phrasing is words with one #"),
        (ONE.replace('"办 事情 # 件"', '"# 件"'), "codebook.yaml:11: a phrasing needs words"),
        (ONE + ONE.lstrip(), "codebook.yaml:12: things_done is there already"),
        (ONE.replace("办 事情", "$things 事情"), "codebook.yaml:11: no set 'things'; there are "),
        (ONE.replace("办 事情", "="), "codebook.yaml:11: after = stands a name"),
        (ONE.replace("办 事情 # 件", "= 事情 # 件 了"), "codebook.yaml:11: after = stands a name"),
        ("code: x", "codebook.yaml:1: a list"),
        ("- [", "codebook.yaml:"),
    ],
)
def test_a_fault_in_the_codebook_names_file_and_line(text: str, message: str) -> None:
    with pytest.raises(CodebookError) as error:
        read_codebook(text)
    assert str(error.value).startswith(message)


NAMED = f"""{HEAD}    - "[requests] = 网络 +平台? # 件 ! 咨询"
    - "$receive 事情 # 件"
"""


def test_a_name_stands_before_the_quantity_or_after_it() -> None:
    before, after, received = read_codebook(NAMED)[0].phrasings
    for frame in (",网络@件", "其中通过网络平台提交的@件", ",以网络方式提出的有@件"):
        assert re.search(before.expression, frame), frame
    for frame in (",@件来自网络", "其中@件为网络平台提交,", ",@件由网络申请。"):
        assert re.search(after.expression, frame), frame
    for frame in ("咨询、电话及网络@件", ",网络安全@件", ",@件网络安全", "上年网络@件"):
        assert not re.search(before.expression, frame), frame
        assert not re.search(after.expression, frame), frame
    assert before.without == after.without == ("咨询",)
    assert (before.near, after.near) == ((("网络",),), ())
    assert "收到" in received.keys[0]
    assert len(received.keys[0]) > 5
