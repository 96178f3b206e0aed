"""What could not be read is told in either language, each whole by itself."""

from __future__ import annotations

import pytest

from gongkai.problem_words import catalogue
from pages.difficulties import difficulty, explained, refused

ROW = {
    "code": "line_unmapped",
    "message": "The line is not of the form.",
    "message_zh": "第2张表第5行：读到“<b>其他</b>|4”，最接近的是“予以公开”。",
    "found": "<b>其他</b>|4",
    "expected": None,
    "candidates": ["予以公开"],
    "table_no": 2,
    "row_no": 4,
}


def test_a_difficulty_is_a_sentence_in_chinese_and_a_message_with_its_details_in_english() -> None:
    zh, en = difficulty(ROW).split('<span class="en" lang="en">')
    assert "第2张表第5行：读到“&lt;b&gt;其他&lt;/b&gt;|4”，最接近的是“予以公开”。" in zh
    assert "The line is not of the form. <small>Found:" in en and "table 2 of the document · row 5" in en
    assert "&lt;b&gt;" in en and "The line" not in zh


@pytest.mark.parametrize("code", catalogue())
def test_every_kind_of_difficulty_is_explained_in_both_languages(code: str) -> None:
    told = explained(code)
    assert told is not None and 'class="zh"' in told and 'class="en"' in told


def test_a_code_that_the_catalogue_does_not_have_is_not_explained() -> None:
    assert explained("of_tomorrow") is None


def test_why_a_file_was_not_read_is_told_in_both_languages() -> None:
    row = {"code": "empty_file", "message": "the file is empty", "message_zh": "文件是空的，没有内容可读"}
    told = refused(row)
    assert "文件是空的，没有内容可读" in told and "Empty file: the file is empty" in told
