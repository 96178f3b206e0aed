"""`gongkai forms`: the official forms that are known, line by line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from flows.commands.common import NOTHING_DONE, end
from flows.language import spoken_language
from flows.text_width import wrapped

if TYPE_CHECKING:
    from gongkai.forms import Form
    from gongkai.forms.model import Column, Line, Term


@click.command(short_help="List the official forms, or show one line by line.", epilog="\b\nExample:  gongkai forms D")
@click.argument("form_id", required=False, metavar="[FORM]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def forms(form_id: str | None, as_json: bool) -> None:
    """List the official forms, or show the tables, lines and sums of one."""
    import msgspec

    from gongkai.forms import all_forms

    every = all_forms()
    chosen = [form for form in every if form.form_id == form_id]
    if form_id is not None and not chosen:
        known = ", ".join(form.form_id for form in every)
        end(NOTHING_DONE, _("there is no form {form!r}; known are {known}").format(form=form_id, known=known))
    if as_json:
        click.echo(msgspec.json.encode(chosen[0] if chosen else every).decode("utf-8"))
    elif chosen:
        _show(chosen[0])
    else:
        _list(every)


def _list(every: Sequence[Form]) -> None:
    for form in every:
        years = f"{form.first_year}-{form.last_year or ''}"
        lines = sum(not line.header for table in form.tables for line in table.lines)
        english = "" if spoken_language() == "zh" else f"  ({form.name_en})"
        click.echo(f"{form.form_id:<11} {years:<10} {_('{:>3} lines').format(lines)}  {form.name_zh}{english}")


def _show(form: Form) -> None:
    """One form with its tables, lines and sums."""
    english = "" if spoken_language() == "zh" else f"  {form.name_en}"
    click.echo(f"{form.form_id}  {form.name_zh}{english}")
    click.echo(_("Source: {source}").format(source=form.source))
    for table in form.tables:
        click.echo("\n" + _("Table {code}  {title}").format(code=table.code, title=table.title))
        if table.columns:
            columns = "  ".join(f"{column.code} {column.label}" for column in table.columns)
            click.echo("  " + _("columns: {columns}").format(columns=columns))
        for line in table.lines:
            doubt = "" if line.verified else _("  (not verified against an original)")
            own = f"  [{', '.join(line.columns)}]" if line.columns else ""
            unit = f"  {line.unit}" if line.unit else ""
            click.echo(f"  {line.code:<28} {line.label}{unit}  {line.kind}{own}{doubt}")
    click.echo("\n" + _("Sums that must hold"))
    for rule, place, left, right in _sums(form):
        click.echo(f"  {rule}  {place}")
        for part in wrapped(f"{left} = {right}", max(shutil.get_terminal_size((100, 24)).columns - 6, 40)):
            click.echo(f"      {part}")


def _sums(form: Form) -> Iterator[tuple[str, str, str, str]]:
    """The sums in the words of the form, each once: its rule, the columns or lines it holds in, its two sides."""
    lines = {line.code: line for table in form.tables for line in table.lines}
    columns = {column.code: column for table in form.tables for column in table.columns}
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for one in form.identities:
        terms = (*one.left, *one.right)
        # A sum over lines is the same in every column, one over columns in every line.
        over = "lines" if len({term.column for term in terms}) == 1 else "columns"
        over = over if over == "lines" or len({term.line for term in terms}) == 1 else "cells"

        def told(side: Sequence[Term], over: str = over) -> str:
            return "".join(
                (("" if term.sign == 1 else "-") if not place else " + " if term.sign == 1 else " - ")
                + " · ".join(
                    [
                        *([lines[term.line].label] if over != "columns" and term.line in lines else []),
                        *([columns[term.column].label] if over != "lines" and term.column in columns else []),
                    ]
                )
                for place, term in enumerate(side)
            )

        where = {"lines": terms[0].column or "", "columns": terms[0].line}.get(over, "")
        found.setdefault((one.check_id, over, told(one.left), told(one.right)), []).append(where)
    for (rule, over, left, right), codes in found.items():
        yield rule, _place(form, over, codes), left, right


def _place(form: Form, over: str, where: Sequence[str]) -> str:
    """Which columns or lines a sum holds in; the table where it holds in all of them."""
    for table in form.tables:
        held: Sequence[Column | Line] = table.columns if over == "lines" else [o for o in table.lines if not o.header]
        labels = [one.label for one in held if one.code in where]
        if len(labels) < len(where) or over == "cells":
            continue
        if len(labels) > 1 and len(labels) == len(held):
            told = _("in each column of table {code}") if over == "lines" else _("in each line of table {code}")
            return told.format(code=table.code)
        told = _("in: {names}")
        return told.format(names="、".join(labels))
    return ""
