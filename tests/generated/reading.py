"""How a generated page is read: the steps that `gongkai.read` takes for the statutory cells, without the prose."""

from __future__ import annotations

from gongkai.document.html import read_html
from gongkai.model import Cell
from gongkai.reading import statutory_cells
from gongkai.vintage import tell_form


def read_cells(html: bytes) -> list[Cell]:
    """Every cell of the form that the page follows; none where no form can be told."""
    document = read_html(html)
    cells, _, _ = statutory_cells(document, tell_form(document).form)
    return cells
