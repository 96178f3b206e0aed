"""`gongkai forms`: the official forms that are known, line by line."""

from __future__ import annotations

from gettext import gettext as _

import click

from flows.commands.common import NOTHING_DONE, end
from flows.language import spoken_language


@click.command(short_help="List the official forms, or show one line by line.", epilog="\b\nExample:  gongkai forms D")
@click.argument("form_id", required=False, metavar="[FORM]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def forms(form_id: str | None, as_json: bool) -> None:
    """List the official forms, or show the tables, lines and sums of one."""
    import msgspec

    from gongkai.forms import all_forms

    if form_id is None:
        if as_json:
            click.echo(msgspec.json.encode(all_forms()).decode("utf-8"))
            return
        for form in all_forms():
            years = f"{form.first_year}-{form.last_year or ''}"
            lines = sum(not line.header for table in form.tables for line in table.lines)
            english = "" if spoken_language() == "zh" else f"  ({form.name_en})"
            click.echo(f"{form.form_id:<11} {years:<10} {_('{:>3} lines').format(lines)}  {form.name_zh}{english}")
        return
    chosen = [form for form in all_forms() if form.form_id == form_id]
    if not chosen:
        known = ", ".join(form.form_id for form in all_forms())
        end(NOTHING_DONE, _("there is no form {form!r}; known are {known}").format(form=form_id, known=known))
    if as_json:
        click.echo(msgspec.json.encode(chosen[0]).decode("utf-8"))
        return
    form = chosen[0]
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
    for identity in form.identities:
        left = " + ".join(f"{term.line}{f'.{term.column}' if term.column else ''}" for term in identity.left)
        right = " + ".join(f"{term.line}{f'.{term.column}' if term.column else ''}" for term in identity.right)
        click.echo(f"  {identity.identity_id:<24} {left} = {right}")
