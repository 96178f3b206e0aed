"""Self-written passages in the manner of reports of every level and year, against what an annotator said of them."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.accuracy.sentences import FOLDER, OPEN, Score, measure, passages
from gongkai.forms.codebook import codebook

KINDS = {"statistic", "date", "doc_number", "name", "ordinal", "deadline", "policy_target", "other", OPEN}


@cache
def score(name: str) -> Score:
    return measure(FOLDER / f"{name}.yaml")


FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_the_gold_is_whole(name: str) -> None:
    numbers = [number for passage in passages(FOLDER / f"{name}.yaml") for number in passage.numbers]
    assert {number.fields["kind"] for number in numbers} <= KINDS
    assert [n.fields for n in numbers if n.is_statistic != (n.fields["kind"] == "statistic")] == []
    codes = {indicator.code for indicator in codebook()}
    given = {number.fields["indicator"] for number in numbers if number.is_statistic}
    assert given - codes <= {None, OPEN}
    overlapping = [
        (before.fields["find"], after.fields["find"])
        for passage in passages(FOLDER / f"{name}.yaml")
        for before, after in zip(passage.numbers, passage.numbers[1:], strict=False)
        if before.end > after.start
    ]
    assert overlapping == []


def test_no_passage_stands_in_two_files() -> None:
    texts = [passage.text for name in FILES for passage in passages(FOLDER / f"{name}.yaml")]
    assert len(texts) == len(set(texts))


def test_every_indicator_has_a_passage_or_a_phrasing() -> None:
    said = {
        n.fields["indicator"]
        for name in FILES
        for p in passages(FOLDER / f"{name}.yaml")
        for n in p.numbers
        if n.is_statistic
    }
    assert {one.code for one in codebook() if not one.phrasings and not one.code.endswith("_yoy")} - said == set()


# Floors that the code has met: to be raised, never lowered.
def test_statistics_are_found_and_told_from_other_numbers() -> None:
    assert score("dev").recall >= 0.995
    assert score("dev").precision >= 0.995
    assert score("dev_2").recall >= 0.98
    assert score("dev_3").recall >= 0.98
    assert score("dev_3").precision >= 0.99
    assert score("dev_2").precision >= 0.98


def test_an_indicator_is_given_only_where_it_fits() -> None:
    assert score("dev").indicator_precision >= 0.995
    assert score("friends").indicator_precision >= 0.995
    assert score("dev_2").indicator_precision >= 0.98
    assert score("dev_3").indicator_precision >= 0.98
    assert score("dev_4").indicator_precision >= 0.99
    assert score("dev_5").indicator_precision >= 0.99
    assert score("dev_6").indicator_precision >= 0.995
    assert score("added").indicator_precision >= 0.995
    assert score("phrases").indicator_precision >= 0.995
    assert score("false_friends").indicators_given == 0


def test_an_indicator_is_given_wherever_it_fits() -> None:
    assert score("dev").indicator_recall >= 0.92
    assert score("friends").indicator_recall >= 0.97
    assert score("dev_2").indicator_recall >= 0.92
    assert score("dev_3").indicator_recall >= 0.93
    assert score("dev_4").indicator_recall >= 0.97
    assert score("dev_5").indicator_recall >= 0.94
    assert score("dev_6").indicator_recall >= 0.97
    assert score("added").indicator_recall >= 0.95
    assert score("phrases").indicator_recall >= 0.98


def test_what_a_figure_is_comes_out_as_annotated() -> None:
    dev, dev_2 = (
        {name: one.right[name] / one.asked[name] for name in one.asked} for one in (score("dev"), score("dev_2"))
    )
    assert min(dev[name] for name in ("value", "bounds", "unit", "qualifier")) >= 0.99
    assert min(dev[name] for name in ("period", "flow_or_stock", "scope")) >= 0.98
    assert min(dev_2[name] for name in ("value", "bounds", "unit", "qualifier")) >= 0.99
    assert min(dev_2[name] for name in ("period", "flow_or_stock", "scope")) >= 0.96
    phrases = score("phrases")
    assert all(phrases.right[name] == phrases.asked[name] > 40 for name in ("period", "flow_or_stock"))
