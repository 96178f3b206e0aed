from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest

from gongkai.forms import all_forms
from gongkai.forms.codebook import codebook
from gongkai.forms.crosswalk import CrosswalkError, SeriesTerm, crosswalk, parse
from warehouse.reference import form_indicators

HEAD = """
breaks:
  cut: {year: 2019, kind: law, reason_zh: 法, reason_en: law}
"""
SERIES = """
series:
  - {id: s_x, zh: 甲, en: x, definition: an x, definition_zh: 一甲, unit: 件, kind: flow,
     topic: requests, breaks: [cut], sources: {B: {grade: P, formula: a - b}}}
"""
RELATIONS = """
relations:
  - {relation: near, left: [one], right: [two], kinds: [scope], reason_zh: 因, reason_en: because}
"""


def _known() -> set[str]:
    return {row["indicator_id"] for row in form_indicators(all_forms())} | {one.code for one in codebook()}


def test_whatever_a_series_is_made_of_exists() -> None:
    used = {term.indicator_id for one in crosswalk().series for source in one.sources for term in source.terms}
    assert used - _known() == set()


def test_whatever_is_counted_is_told_in_both_languages() -> None:
    for one in (*crosswalk().series, *codebook()):
        assert one.definition and not re.search("[\u4e00-\u9fff]{8}", one.definition), one.name_en
        assert re.search("[\u4e00-\u9fff]{2}", one.definition_zh), one.name_en


def test_whatever_a_relation_speaks_of_exists() -> None:
    series = {one.series_id for one in crosswalk().series}
    assert {code for one in crosswalk().relations for code in (*one.left, *one.right)} - _known() - series == set()


def test_whatever_a_note_on_prose_speaks_of_exists() -> None:
    codes = {one.code for one in codebook()}
    for note in crosswalk().prose:
        for pattern in note.codes:
            assert any(fnmatchcase(code, pattern) for code in codes), pattern


def test_every_figure_over_the_change_of_law_has_its_break() -> None:
    """A line of the tables until 2018 means another thing from 2019, and so does its figure in the text."""
    for one in codebook():
        if one.code.startswith(("foi_requests_", "foi_reviews", "foi_lawsuits")):
            grade, breaks = crosswalk().of_prose(one.code, one.flow_or_stock)
            assert (grade, 2019 in {cut.year for cut in breaks}) == ("N", True), one.code
    for series in crosswalk().series:
        years = {source.vintage for source in series.sources}
        if years & {"A", "B"} and years & {"C", "D", "prose"}:
            assert {2019, 2014} & {cut.year for cut in series.breaks} >= {2019}, series.series_id
        if "A" in years and series.flow_or_stock != "stock":
            assert 2009 in {cut.year for cut in series.breaks}, f"{series.series_id}: 2008 has eight months"


def test_every_series_and_every_reason_is_in_both_languages() -> None:
    for one in crosswalk().series:
        assert one.name_zh and one.name_en and one.sources
    for one in (*crosswalk().relations, *(cut for series in crosswalk().series for cut in series.breaks)):
        assert one.reason_zh.endswith("。") and one.reason_en.endswith(".")


def test_a_formula_is_read_as_signed_terms_with_the_vintage_before_them() -> None:
    (series,) = parse(HEAD + SERIES + RELATIONS).series
    assert series.sources[0].terms == (SeriesTerm(indicator_id="B.a", sign=1), SeriesTerm(indicator_id="B.b", sign=-1))
    assert [one.year for one in series.breaks] == [2019]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SERIES.replace("a - b", "a b"), "s_x, B"),
        (SERIES.replace("[cut]", "[nowhere]"), "nowhere"),
        (SERIES.replace("grade: P", "grade: X"), "grade"),
        (SERIES.replace("unit: 件, ", ""), "unit"),
        (SERIES + SERIES.partition("series:\n")[2], "twice"),
        (SERIES + "prose:\n  - {codes: [x], breaks: [nowhere]}\n", "prose x.*nowhere"),
        (SERIES.replace("a - b", "a + b").replace("B:", "prose:").replace("a + b", "one + two"), "never joined"),
    ],
)
def test_what_is_wrong_is_named(text: str, told: str) -> None:
    with pytest.raises(CrosswalkError, match=told):
        parse(HEAD + text + RELATIONS)


def test_what_is_subtracted_is_not_joined() -> None:
    text = SERIES.replace("B:", "prose:").replace("a - b", "one - two")
    assert len(parse(HEAD + text + RELATIONS).series) == 1
