"""The redrawn statutory tables as markup. A report has some two hundred cells, all but a few of them bare numbers: they
are put together by hand, as a template takes ten times as long for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from markupsafe import Markup, escape

from pages.facts import Row
from pages.rendering import anchor
from pages.shown import figure, printed, printed_often
from pages.statutory import DrawnLine, DrawnPart, DrawnTable, Mark, Stretch
from pages.wording import both, label

_BARE = frozenset({"number", "zero"})
"""States of cells that show what is printed and say nothing of it."""
_EXPLAINED = frozenset({"blank", "unreadable", "inferred", "absent_row", "ocr"})
"""States that are told in words beside the value."""

Marks = Mapping[str, Mark]
"""By cell or number: what a failed check rests on."""


def statutory(tables: Sequence[DrawnTable], marks: Marks, alone: bool) -> Markup:
    """The tables of one report; `alone` on its page every cell has a name, else those that a failed check rests on."""
    return Markup("".join(_table(table, marks, alone) for table in tables))


def why(mark: Mark) -> str:
    """The sign beside a number that a failed check rests on, which leads to where that is told."""
    sign = _failed_sign() + (f' <span class="against">{escape(mark.words)}</span>' if mark.words else "")
    return f'<a class="why" href="{escape(mark.href)}">{sign}</a>' if mark.href else f'<span class="why">{sign}</span>'


@cache
def _failed_sign() -> str:
    return f'<span aria-hidden="true">✗</span><span class="vh">{both("reports.mark_cell")}</span>'


def _table(table: DrawnTable, marks: Marks, alone: bool) -> str:
    title = escape(table.title)
    made = [
        f'<div class="scroll" role="group" tabindex="0" aria-label="{title}">\n'
        f'<table class="statutory" lang="zh-CN">\n'
        f"<caption>{both('reports.table', n=table.code)} {title}</caption>\n"
    ]
    for part in table.parts:
        made.append("<tbody>\n")
        made.extend(_heads(part, table.width))
        made.extend(_line(line, marks, alone) for line in part.lines)
        made.append("</tbody>\n")
    made.append("</table>\n</div>\n")
    return "".join(made)


def _heads(part: DrawnPart, width: int) -> list[str]:
    heads = []
    if part.group:
        heads.append(f'<tr><th class="group" colspan="{width + 1}" scope="rowgroup">{escape(part.group)}</th></tr>\n')
    if part.headed:
        heads.append(_columns(part.stretch))
    return heads


@cache
def _columns(stretch: Stretch) -> str:
    """The heads of the columns, in two rows where some stand under one heading."""
    under = [column for column in stretch.columns if column and column.group]
    rows = ' rowspan="2"' if under else ""
    upper = [f'<th scope="col"{rows}>{both("reports.line")}</th>']
    for group, columns in stretch.heads:
        if group:
            upper.append(f'<th scope="colgroup" colspan="{len(columns)}" class="over">{escape(group)}</th>')
        else:
            names = (escape(one.label) if one else both("reports.value") for one in columns)
            upper.extend(f'<th scope="col"{rows}>{name}</th>' for name in names)
    lower = "".join(f'<th scope="col">{escape(column.label)}</th>' for column in under)
    return f'<tr class="heads">{"".join(upper)}</tr>\n' + (f'<tr class="heads">{lower}</tr>\n' if under else "")


def _line(line: DrawnLine, marks: Marks, alone: bool) -> str:
    raw = "".join(f"<small>{both('reports.raw_row')}: {printed(one)}</small>" for one in line.raw)
    cells = "".join([_cell(one, marks, alone) for one in line.cells])
    return f'<tr><th scope="row">{printed_often(line.label)}{raw}</th>\n{cells}</tr>\n'


def _failed(mark: Mark | None) -> str:
    return "" if mark is None else " failed part" if mark.part else " failed"


def _cell(one: Row | None, marks: Marks, alone: bool) -> str:
    if one is None:
        return '<td class="none"></td>\n'
    cell_id, state, note = one["cell_id"], one["cell_state"], one["note"]
    mark = marks.get(cell_id)
    name = f' id="{anchor(cell_id, alone)}"' if alone or mark else ""
    if state in _BARE and not mark and not note:
        return f"<td{name}>{printed_often(one['raw_text'])}</td>"
    kind = "" if state in _BARE and not mark else f' class="{state}{_failed(mark)}"'
    if state == "unreadable":
        shown = '<span class="sign" aria-hidden="true">?</span>'
    elif state == "inferred":
        shown = figure(one["value"])
    else:
        shown = printed_often(one["raw_text"])
    said = f"<small>{label(state, 'state_of_cell')}</small>" if state in _EXPLAINED else ""
    noted = f'<small lang="zh-CN">{printed(note)}</small>' if note else ""
    return f"<td{name}{kind}>{shown}{said}{noted}{why(mark) if mark else ''}</td>\n"
