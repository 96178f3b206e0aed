from typing import Any

import pytest

from gongkai.forms import Form, Table, all_forms
from pages.statutory import draw


def _cells(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "statutory_table": table.code,
            "code": table.cell_code(line.code, column),
            "raw_text": "1",
            "cell_state": "number",
        }
        for line in table.lines
        if not line.header
        for column in (line.columns or tuple(one.code for one in table.columns) or (None,))
    ]


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.form_id)
def test_every_cell_of_a_form_is_drawn_once_under_its_line(form: Form) -> None:
    cells = [cell for table in form.tables for cell in _cells(table)]
    tables = draw(form.vintage, form.family, cells)
    drawn = [
        cell["code"]
        for table in tables
        for part in table.parts
        for line in part.lines
        for cell in line.cells
        if cell is not None
    ]
    assert drawn == [cell["code"] for cell in cells]
    assert all(
        len(line.cells) == len(part.stretch.columns) for table in tables for part in table.parts for line in part.lines
    )


def test_a_line_that_the_report_does_not_have_is_not_drawn() -> None:
    cell = {"statutory_table": "3", "code": "res_granted__np", "raw_text": "5", "cell_state": "number"}
    (table,) = draw("D", None, [cell])
    (part,) = table.parts
    (line,) = part.lines
    assert line.label == "（一）予以公开"
    assert line.cells == (cell, None, None, None, None, None, None)
    assert [(group, len(columns)) for group, columns in part.stretch.heads] == [
        (None, 1),
        ("法人或其他组织", 5),
        (None, 1),
    ]


def test_cells_that_run_together_show_their_row_once() -> None:
    cells = [
        {"statutory_table": "3", "code": f"res_granted__{column}", "raw_text": "5|0", "cell_state": "unreadable"}
        for column in ("np", "biz")
    ]
    assert draw("D", None, cells)[0].parts[0].lines[0].raw == ("5|0",)


def test_nothing_is_drawn_without_a_form() -> None:
    assert draw(None, None, [{"statutory_table": "3", "code": "x"}]) == ()
    assert draw("A", "nowhere", [{"statutory_table": "A", "code": "x"}]) == ()
