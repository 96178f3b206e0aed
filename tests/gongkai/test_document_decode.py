from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document.decode import Decoded, decode

_SENTENCE = "本年度政府信息公开工作报告所列数据的统计期限，依申请公开情况如下：新收12件。"
_TRADITIONAL = "本年度政府資訊公開工作報告所列數據的統計期限，依申請公開情況如下：新收12件。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "gb2312", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("declared", ["", '<meta charset="utf-8">', '<meta charset="gb2312">', '<meta charset="big5">'])
def test_the_bytes_tell_the_encoding_whatever_is_declared(encoding: str, declared: str) -> None:
    page = f"<html>{declared}<p>{_SENTENCE * 3}</p></html>"
    decoded = decode(page.encode(encoding))
    assert decoded.text == page
    assert decoded.problems == ()


def test_big5_is_told_from_gbk() -> None:
    assert decode((_TRADITIONAL * 3).encode("big5")).text == _TRADITIONAL * 3


def test_a_few_broken_bytes_leave_the_rest_and_a_problem() -> None:
    data = (_SENTENCE * 20).encode()
    decoded = decode(data[:9] + b"\xff" + data[9:])
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("�") == 1 and decoded.text.replace("�", "") == _SENTENCE * 20
    assert [problem.code for problem in decoded.problems] == ["encoding_damaged"]


@given(st.binary(max_size=200))
def test_decoding_never_fails(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


def test_nothing_is_nothing() -> None:
    assert decode(b"").text == ""


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "line", ["第一条，规章现行有效件数，十二", "政府信息公开工作年度报告\n", "行政许可,3,行政处罚,12"]
)
def test_one_line_of_utf_16_without_mark_is_told(line: str, encoding: str) -> None:
    assert decode(line.encode(encoding)).text == line


def test_utf_7_is_told_by_its_chinese_and_a_plus_in_plain_text_is_none() -> None:
    words = "本年度新收政府信息公开申请12件，上年结转1件，均已办结并答复申请人。"
    assert decode(f"<p>{words}</p>".encode("utf-7")).text == f"<p>{words}</p>"
    for plain in ("call +8675512345678-9 or +1+2+3", "<p>+AGE-</p>", "a+bcdefgh-"):
        assert decode(plain.encode()).text == plain


def test_a_picture_in_base64_is_no_utf_7() -> None:
    page = f"<p>12</p><img src='data:image/png;base64,+{'a' * 80}'>"
    assert decode(page.encode()) == Decoded(text=page, encoding="utf-8")
