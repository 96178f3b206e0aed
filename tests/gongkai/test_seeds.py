"""The two seed reports against their gold, field by field, as `gongkai.narrative` reads them."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache

import pytest

from gongkai.document.model import Block, Document
from gongkai.model import Mention, ReportHead, Scope, SourceKind
from gongkai.narrative import read_prose
from tests.corpus import SHARED, needs_corpus

pytestmark = needs_corpus
HEADS = {2018: SourceKind.NEWS, 2022: SourceKind.REPORT_TABLES_MISSING}
FIELDS = ("surface", "number_surface", "unit", "unit_std", "qualifier", "indicator", "period", "flow_or_stock", "scope")


def head(year: int) -> ReportHead:
    return ReportHead(
        issuer="深圳市人民政府",
        issuer_id=None,
        issuer_level="prefecture",
        report_year=year,
        vintage=None,
        vintage_note=None,
        family=None,
        scope=Scope.JURISDICTION,
        scope_words=None,
        title=None,
        source_kind=HEADS[year],
    )


def lines(text: str) -> Document:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(start=start, end=start + len(line), kind="paragraph"))
        start += len(line) + 1
    return Document(media_type="text/plain", text=text, blocks=tuple(blocks), grids=())


@cache
def gold() -> list[dict[str, str]]:
    assert SHARED is not None
    with (SHARED / "domain" / "seed-figures" / "seed_figures.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def read(name: str, year: int) -> dict[tuple[int, int], Mention]:
    assert SHARED is not None
    text = (SHARED / "reports" / "seeds" / name).read_text(encoding="utf-8")
    return {(m.start, m.end): m for m in read_prose(lines(text), (), head(year), ())}


def years() -> dict[str, int]:
    return dict(zip(sorted({row["doc"] for row in gold()}), sorted(HEADS), strict=True))


def found() -> list[tuple[dict[str, str], Mention | None]]:
    return [(row, read(row["doc"], years()[row["doc"]]).get((int(row["start"]), int(row["end"])))) for row in gold()]


def test_every_statistic_of_the_gold_comes_out_as_one() -> None:
    statistics = [(row, mention) for row, mention in found() if row["is_statistic"] == "1"]
    assert len(statistics) == 77
    assert [row["surface"] for row, mention in statistics if mention is None or not mention.is_statistic] == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_as_in_the_gold_for_every_statistic(field: str) -> None:
    wrong = [
        (row["surface"], row[field], getattr(mention, field))
        for row, mention in found()
        if mention is not None and row["is_statistic"] == "1" and getattr(mention, field) != (row[field] or None)
    ]
    assert wrong == []


def test_every_value_is_exact_and_its_number_stands_where_the_gold_has_it() -> None:
    for row, mention in found():
        if mention is None or row["is_statistic"] != "1":
            continue
        assert mention.value == Decimal(row["value"])
        assert mention.number_start == int(row["start"]) + row["surface"].index(row["number_surface"])


def test_no_number_that_measures_nothing_is_taken_for_a_statistic() -> None:
    statistics = {
        (doc, span)
        for doc, year in years().items()
        for span, mention in read(doc, year).items()
        if mention.is_statistic
    }
    allowed = {(row["doc"], (int(row["start"]), int(row["end"]))) for row in gold() if row["is_statistic"] == "1"}
    assert statistics - allowed == set()


def test_spans_and_kinds_of_the_other_numbers_are_as_in_the_gold() -> None:
    negatives = [(row, mention) for row, mention in found() if row["is_statistic"] == "0"]
    right = [mention for row, mention in negatives if mention is not None and mention.kind == row["kind"]]
    assert (len(right), len(negatives)) == (123, 123)


def test_parts_and_headlines_point_to_what_they_belong_to() -> None:
    def links(field: str) -> list[tuple[str, str]]:
        result = []
        for doc, year in years().items():
            starts = {mention.start: mention for mention in read(doc, year).values()}
            for mention in read(doc, year).values():
                target = getattr(mention, field)
                if target is not None:
                    result.append((mention.surface, starts[target].surface))
        return result

    assert links("part_of") == [("2项", "50项"), ("10个", "48家")]
    assert links("duplicate_of") == [("近万条", "9900条"), ("逾4000次", "4382次")]
    assert links("growth_of") == [("64.5%", "9141件")]
