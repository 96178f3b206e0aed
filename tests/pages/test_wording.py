import re
from pathlib import Path

import pytest

import pages
from gongkai.forms import all_forms
from gongkai.model import CellState, Scope, SourceKind
from pages.wording import both, in_language, label, pair, words

_HELD = re.compile(r"\{(\w+)\}")


def test_every_word_is_there_in_both_languages_with_the_same_values_to_fill_in() -> None:
    for key, said in words().items():
        assert set(said) == {"zh", "en"}, key
        assert all(said.values()), key
        assert set(_HELD.findall(said["zh"])) == set(_HELD.findall(said["en"])), key


def test_chinese_words_are_chinese() -> None:
    without = [key for key, said in words().items() if not re.search(r"[\u4e00-\u9fff]", said["zh"])]
    assert without == ["unread.hash"]


def test_every_word_that_a_template_asks_for_is_there() -> None:
    templates = Path(pages.__file__).parent / "templates"
    asked = {
        key
        for template in templates.glob("*.j2")
        for key in re.findall(r"'([\w.]+)'\|(?:t|attribute)\b", template.read_text("utf-8"))
        if "." in key
    }
    assert len(asked) > 50
    assert asked <= set(words())


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("state_of_cell", CellState),
        ("scope", Scope),
        ("source_kind", SourceKind),
        ("severity", ("critical", "warning", "info")),
    ],
)
def test_every_code_of_the_warehouse_has_words(group: str, codes: list[str]) -> None:
    assert {f"{group}.{code}" for code in codes} <= set(words())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_years_of_a_form_are_those_that_its_file_has(language: str) -> None:
    legend = set(re.findall(r"\d{4}", in_language(language, "coverage.vintage")))
    for vintage in {form.vintage for form in all_forms()}:
        spans = [(form.first_year, form.last_year) for form in all_forms() if form.vintage == vintage]
        years = {str(year) for span in spans for year in span if year}
        assert years <= set(re.findall(r"\d{4}", in_language(language, f"vintage.{vintage}")))
        assert years <= legend


def test_a_code_without_words_is_shown_as_it_is_and_escaped() -> None:
    assert label("<new>", "problem") == "&lt;new&gt;"


def test_what_only_one_language_says_stands_for_both() -> None:
    assert pair(None, "only <this>") == "only &lt;this&gt;"
    assert pair("一", "one") == '<span class="zh" lang="zh-CN">一</span><span class="en" lang="en">one</span>'


def test_values_are_filled_in_and_escaped() -> None:
    assert "&lt;b&gt;" in both("place.table", n="<b>")
    assert in_language("en", "place.row", n=3) == "row 3"
