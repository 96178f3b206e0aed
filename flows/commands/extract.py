"""`gongkai extract`: one report in, its figures out, without a warehouse."""

from __future__ import annotations

from collections import Counter
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from flows.commands.common import (
    NOTHING_DONE,
    SOME_UNREAD,
    is_beside,
    named_files,
    no_report,
    not_read,
    reason_of,
    tell_passed_over,
)
from flows.language import spoken_language

if TYPE_CHECKING:
    from gongkai import Report


@click.command(
    short_help="Print what stands in a report; keeps nothing.",
    epilog="\b\nExample:  gongkai extract report.html --json | jq .mentions",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line (docs/extract.schema.json).")
@click.option("--with-text", is_flag=True, help="With --json: add the text that all offsets refer to.")
@click.pass_context
def extract(context: click.Context, files: tuple[str, ...], as_json: bool, with_text: bool) -> None:
    """Print what stands in FILEs (folders and globs too): statutory cells, figures in prose, problems."""
    import gongkai
    from flows.guarded_reading import read_file
    from flows.sources import find_files

    found, missing = find_files(files)
    for lost in missing:
        not_read(lost.name, lost.reason)
    tell_passed_over(files)
    read = unread = 0
    named = named_files(files)
    for path in found:
        try:
            report = read_file(path)
        except gongkai.UnreadableSource as error:
            if is_beside(str(path), error.code, named):
                no_report(str(path), reason_of(error.code, error.message))
            else:
                not_read(str(path), reason_of(error.code, error.message))
                unread += 1
            continue
        read += 1
        if as_json:
            click.echo(gongkai.to_json(report, with_text=with_text))
        else:
            _summary(report)
    if not read:
        context.exit(NOTHING_DONE)
    if missing or unread:
        context.exit(SOME_UNREAD)


def _summary(report: Report) -> None:
    """A page for people: what it is, its cells by table and state, its figures with what they measure, its problems."""
    from gongkai.problem_words import in_words

    head = report.head
    form = _("form {id}").format(id=head.vintage) if head.vintage else _("no form told")
    irregular = head.vintage_note_zh if spoken_language() == "zh" else head.vintage_note
    note = _(" ({note})").format(note=irregular) if irregular else ""
    click.echo(f"{head.issuer or _('issuer not told')} {head.report_year or _('year not told')}")
    click.echo(f"  {head.title or _('no title')}")
    scope = _("scope {scope}").format(scope=_(head.scope))
    click.echo("  " + _(", ").join((_(head.source_kind), form + note, scope)))
    click.echo(f"  {report.file}  sha256 {report.sha256}")
    for table in sorted({cell.table for cell in report.cells}):
        states = Counter(str(cell.cell_state) for cell in report.cells if cell.table == table)
        told = _(", ").join(f"{count} {_(state)}" for state, count in states.most_common())
        click.echo("  " + _("table {code}: {cells}").format(code=table, cells=told))
    statistics = [mention for mention in report.mentions if mention.is_statistic]
    bound = sum(mention.indicator is not None for mention in statistics)
    others = len(report.mentions) - len(statistics)
    told = _("prose: {figures} figures, {bound} of them with an indicator; {others} numbers that measure nothing")
    click.echo("  " + told.format(figures=len(statistics), bound=bound, others=others))
    for mention in statistics:
        surface = " ".join(mention.surface.split())
        click.echo(f"    {surface}  {mention.measure_zh or '?'}  {mention.indicator or '-'}  {mention.period or ''}")
    language = spoken_language()
    for problem in report.problems:
        told = in_words(problem, language) if language == "zh" else problem.message
        click.echo("  " + _("problem {code}: {message}").format(code=problem.code, message=told))
    click.echo()
