"""The catalogue of rules asks of boxes that there are: a sum with a code that no form has would be another sum."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from expectations.catalogue import rules
from expectations.rule_rows import Row, limit_rows, reading_rows, share_rows, sum_rows
from gongkai.forms import all_forms
from gongkai.forms.codebook import codebook

_CODES: dict[str, set[str]] = {}
for _form in all_forms():
    _CODES.setdefault(_form.vintage, set()).update(
        table.cell_code(line.code, column)
        for table in _form.tables
        for line in table.lines
        for column in (*line.columns, *(one.code for one in table.columns)) or (None,)
    )


@pytest.mark.parametrize("rows", [sum_rows, reading_rows, limit_rows, share_rows])
def test_every_box_that_a_rule_asks_is_of_the_form(rows: Callable[[], list[Row]]) -> None:
    asked = {(row["vintage"], row["code"]) for row in rows()}
    assert asked
    assert {one for one in asked if one[1] not in _CODES[one[0]]} == set()


def test_every_figure_that_a_rule_hangs_on_is_in_the_codebook() -> None:
    known = {one.code for one in codebook()}
    asked = {
        code
        for rule in rules()
        for code in (*rule.figures, *(each for way in rule.readings for each in way.indicators))
    }
    assert asked and asked <= known, sorted(asked - known)
