"""The catalogue as rows of the tables that macros and readers of findings ask: `checks` and `checking.*_terms`."""

from __future__ import annotations

from typing import Any

from expectations.catalogue import called, rules, terms
from expectations.pipeline import pipeline

Row = dict[str, Any]


def check_rows(*, pipeline_too: bool) -> list[Row]:
    """Of `checks`: the rules, and the expectations of the pipeline where they are asked, too."""
    found: list[Row] = [
        {
            "check_id": rule.id,
            "kind": "report",
            "severity": rule.severity,
            "title_zh": rule.title.zh,
            "title_en": rule.title.en,
            "explanation_zh": rule.explanation.zh,
            "explanation_en": rule.explanation.en,
            "formula": rule.formula.en,
            "exceptions": rule.exceptions.en,
            "source": rule.source,
            "formula_zh": rule.formula.zh,
            "exceptions_zh": rule.exceptions.zh,
        }
        for rule in rules()
    ]
    for one in pipeline() if pipeline_too else ():
        found.append(
            {
                "check_id": one.id,
                "kind": "pipeline",
                "severity": one.severity,
                "title_zh": one.title.zh,
                "title_en": one.title.en,
            }
        )
    return found


def sum_rows() -> list[Row]:
    """Of `checking.sum_terms`: one row a term of either side of a sum."""
    return [
        {
            "check_id": rule.id,
            "instance": f"{number}:{value}",
            "vintage": vintage,
            "any_family": True,
            "relation": one.relation,
            "side": side,
            "sign": sign,
            "code": code,
            "back": back,
            "position": position,
            "needed": len(found),
        }
        for rule in rules()
        for number, one in enumerate(rule.sums)
        for value in one.each
        for found in [_both_sides(one.left.replace("{}", value), one.right.replace("{}", value))]
        for vintage in one.vintages
        for position, (side, sign, code, back) in enumerate(found)
    ]


def _both_sides(left: str, right: str) -> list[tuple[str, int, str, int]]:
    return [(side, *term) for side, text in (("left", left), ("right", right)) for term in terms(text)]


def reading_rows() -> list[Row]:
    """Of `checking.reading_terms`: one row a term of each sum that a figure of the prose may agree with."""
    names = called()
    return [
        {
            "check_id": rule.id,
            "indicator_id": indicator,
            "vintage": vintage,
            "words": one.words,
            "without": one.without,
            "beside": one.beside,
            "alone": one.alone,
            "scopes": one.scopes,
            "relation": one.relation,
            "reading": number,
            "called_zh": names[sums].zh if several else None,
            "called_en": names[sums].en if several else None,
            "sign": sign,
            "code": code,
            "position": position,
            "terms": len(found),
        }
        for rule in rules()
        for one in rule.readings
        for several in [len(one.any_of) > 1]
        for number, sums in enumerate(one.any_of, start=1)
        for found in [terms(sums)]
        for indicator in one.indicators
        for vintage in one.vintages
        for position, (sign, code, _) in enumerate(found)
    ]


def limit_rows() -> list[Row]:
    """Of `checking.limit_terms`: one row a cell that keeps within bounds."""
    return [
        {
            "check_id": rule.id,
            "vintage": vintage,
            "code": code,
            "least": one.least,
            "most": one.most,
            "scopes": one.scopes,
            "levels": one.levels,
            "within_times": one.within_times,
        }
        for rule in rules()
        for one in rule.limits
        for vintage in one.vintages
        for code in one.cells
    ]


def share_rows() -> list[Row]:
    """Of `checking.share_terms`: one row a term of each sum that a share of the prose may be of."""
    return [
        {
            "check_id": rule.id,
            "vintage": vintage,
            "counted_by": one.counted_by,
            "between": one.between,
            "last_digits": one.last_digits,
            "denominator": number,
            "sign": sign,
            "code": code,
            "position": position,
        }
        for rule in rules()
        for one in rule.shares
        for number, sums in enumerate(one.denominators, start=1)
        for vintage in one.vintages
        for position, (sign, code, _) in enumerate(terms(sums))
    ]
