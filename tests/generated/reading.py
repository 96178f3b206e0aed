"""How a generated page is read: the steps that `gongkai.read` takes for the statutory cells, without the prose."""

from __future__ import annotations

from gongkai.document.html import read_html
from gongkai.flattened import read_flattened
from gongkai.model import Cell
from gongkai.tables import complete, read_grids
from gongkai.vintage import tell_form


def read_cells(html: bytes) -> list[Cell]:
    """Every cell of the form that the page follows; none where no form can be told."""
    document = read_html(html)
    form = tell_form(document).form
    if form is None:
        return []
    cells, _ = read_grids(document, form)
    more, _ = read_flattened(document, form, {cell.code for cell in cells})
    whole, _ = complete(form, [*cells, *more])
    return whole
