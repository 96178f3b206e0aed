"""The HTML reports of the corpus, cell by cell."""

from __future__ import annotations

import pytest

from gongkai.document.html import read_html
from gongkai.tables import complete, read_grids
from gongkai.vintage import tell_form
from tests.corpus import SHARED, needs_corpus
from tests.gongkai.gold_cells import Score, gold, score

pytestmark = [pytest.mark.corpus, needs_corpus]

_FILES = sorted(file for file in gold() if file.endswith(".html")) or ["(no corpus)"]


def _read(file: str) -> Score:
    assert SHARED is not None
    document = read_html((SHARED / "reports/real" / file).read_bytes())
    form = tell_form(document).form
    assert form is not None
    cells, problems = read_grids(document, form)
    whole, missing = complete(form, cells)
    assert not problems and not missing
    assert len(whole) == len(cells)
    return score(file, whole)


@pytest.mark.parametrize("file", _FILES)
def test_every_cell_of_an_html_report_is_read_right_with_its_state_and_raw_text(file: str) -> None:
    result = _read(file)
    assert result.wrong == [] and result.unread == [] and result.extra == []
    assert result.cells == result.right == result.states_right == result.raw_right
    assert result.cells > 190


@pytest.mark.parametrize("file", _FILES)
def test_every_cell_points_to_its_words_in_the_text(file: str) -> None:
    assert SHARED is not None
    document = read_html((SHARED / "reports/real" / file).read_bytes())
    form = tell_form(document).form
    assert form is not None
    for cell in read_grids(document, form)[0]:
        assert cell.place.start is not None and cell.place.table is not None
        printed = document.text[cell.place.start : cell.place.end]
        assert "".join(printed.split()) == cell.raw_text
