"""Tables are read from the markup that the parser writes out again: what stands in a cell is what a browser shows."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from gongkai.document.htmltable import row_groups

_HEAD = "<caption>题<br>目</caption><thead><tr><th>甲<th colspan=2 rowspan='3'>乙</thead>"
_TABLE = f"<table>{_HEAD}<tr><td>1{{}}</td></tr></table>"


def _cells(markup: str, hides: bool = True) -> list[list[list[tuple[str, int, int, bool]]]]:
    table = LexborHTMLParser(markup).css_first("table")
    assert table is not None
    return [[row.cells for row in group] for group in row_groups(table, table.html or "", hides)]


@pytest.mark.parametrize("hides", [False, True])
@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("", "1"),
        ("<b>2</b>", "12"),
        ("<br>2", "1\n2"),
        ("<p>2</p><p> </p><p>3\n4</p>", "1\n2\n3 4"),
        ("&nbsp;&lt;td&gt;&amp;lt;", "1\xa0<td>&lt;"),
        ("<sup>2<i>3</i></sup>", "1²³"),
        ("<bdo dir=RTL>23</bdo>", "1\u202e23"),
        ('<span title=\'a>b<c "d" colspan="9"\'>2</span>', "12"),
        ("<!-- <td>2</td> -->3", "13"),
        ("<?xml:namespace prefix = o /><o:p></o:p>", "1"),
        ("<script>'<td>2</td>'</script>3", "13"),
        ("<script><!--<script></script>--></script>3", "13"),
        ("<xmp><b>&amp;</xmp>", "1<b>&amp;"),
        ("<del>2</del><s>3</s><option>4</option>", "1"),
        ("<template><tr><td>2</td></tr></template>", "1"),
        ("<svg><path/><tr>2</tr></svg>", "1"),
        ("<math><input><td>2</td>3</math>", "1\n2\n3"),
        ("<table><tr><td>2<td><p>3</p></table>4", "1\n2\n3\n4"),
        ("<b<!--c-->2</b<!--c-->", "12"),
    ],
)
def test_a_cell_says_what_is_shown(inside: str, shown: str, hides: bool) -> None:
    head, body = _cells(_TABLE.format(inside), hides)
    assert head == [[("甲", 1, 1, False), ("乙", 2, 3, False)]]
    assert body == [[(shown, 1, 1, False)]]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<span style='display:none'>2</span>3", "13"),
        ("<p hidden>2</p>3", "13"),
        ("<span style='font-size:0'>2</span>", "1"),
        ("<span style='font-size:0'><b>2</b></span>", "12"),
        ("<i style='DISPLAY : none'>2<b>3</b></i>4", "14"),
        ("<span title='hidden='>2</span>", "12"),
        ("<span title=' style=' display:none'>2</span>", "12"),
    ],
)
def test_what_is_hidden_in_a_cell_is_not_said(inside: str, shown: str) -> None:
    assert _cells(_TABLE.format(inside))[1] == [[(shown, 1, 1, False)]]


def test_hidden_rows_and_cells_are_told() -> None:
    table = LexborHTMLParser(
        "<table><tr style='display:none'><td>1<td>2<tr><td hidden>3<td rowspan=0 colspan=x>4</table>"
    ).css_first("table")
    assert table is not None
    ((first, second),) = row_groups(table, table.html or "", True)
    assert first.hidden
    assert not second.hidden
    assert second.cells == [("3", 1, 1, True), ("4", 1, 0, False)]
