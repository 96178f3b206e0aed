"""`gongkai phrasings`: what is measured often and has no indicator yet, to widen the codebook from evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from gettext import gettext as _
from typing import TYPE_CHECKING, NamedTuple

import click

from flows.commands.common import NOTHING_DONE, SOME_UNREAD, home_option, not_read, opened, reason_of
from flows.queries import query

if TYPE_CHECKING:
    from gongkai.model import Mention


class Unbound(NamedTuple):
    """A figure without an indicator: the words it measures, its unit, where it stands and how it is printed."""

    measure: str
    unit: str
    report: str
    surface: str


class Group(NamedTuple):
    """Figures of the same words and unit: how many, in how many reports, and the first as printed."""

    measure: str
    unit: str
    figures: int
    reports: int
    example: str


@click.command(
    short_help="Show words that carry figures without an indicator.", epilog="\b\nExample:  gongkai phrasings --least 5"
)
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE...]")
@home_option
@click.option(
    "--least", type=click.IntRange(min=1), default=2, show_default=True, help="Leave out words that occur fewer times."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def phrasings(context: click.Context, files: tuple[str, ...], home: str | None, least: int, as_json: bool) -> None:
    """Show which words of FILEs, or else of the published warehouse, carry figures that found no indicator, the most
    frequent first. A phrasing is added to gongkai/forms/codebook.yaml. Growth on the year before is left out."""
    unread = False
    if files:
        found, unread = _of_files(files)
        if not found and unread:
            context.exit(NOTHING_DONE)
    else:
        with opened(home) as connection:
            found = [Unbound(*row) for row in connection.execute(query("phrasings")).fetchall()]
    groups = [group for group in grouped(found) if group.figures >= least]
    for one in groups:
        if as_json:
            click.echo(json.dumps(one._asdict(), ensure_ascii=False))
        else:
            words = one.measure or _("(no words)")
            told = _("{figures:>6} in {reports:>4}  {words} # {unit}  e.g. {example}")
            click.echo(told.format(**one._asdict(), words=words))
    if not as_json:
        kinds = len({(one.measure, one.unit) for one in found})
        told = _("{figures} figures without an indicator, {kinds} phrasings, {shown} shown")
        click.echo(told.format(figures=len(found), kinds=kinds, shown=len(groups)))
    if unread:
        context.exit(SOME_UNREAD)


def grouped(found: Iterable[Unbound]) -> list[Group]:
    """The figures by measure words and unit, the most frequent first."""
    same: dict[tuple[str, str], list[Unbound]] = {}
    for one in found:
        same.setdefault((one.measure, one.unit), []).append(one)
    groups = [
        Group(measure, unit, len(those), len({one.report for one in those}), " ".join(those[0].surface.split()))
        for (measure, unit), those in same.items()
    ]
    return sorted(groups, key=lambda group: (-group.figures, -group.reports, group.measure, group.unit))


def _of_files(files: tuple[str, ...]) -> tuple[list[Unbound], bool]:
    """Figures of the files that could be read, and whether one could not."""
    import gongkai
    from flows.guarded_reading import read_file
    from flows.sources import find_files

    paths, missing = find_files(files)
    for lost in missing:
        not_read(lost.name, lost.reason)
    unread = bool(missing)
    found: list[Unbound] = []
    for path in paths:
        try:
            report = read_file(path)
        except gongkai.UnreadableSource as error:
            not_read(str(path), reason_of(error.code, error.message))
            unread = True
            continue
        found += [_unbound(one, report.report_id) for one in report.mentions if _counts(one)]
    return found, unread


def _counts(mention: Mention) -> bool:
    return mention.is_statistic and mention.indicator is None and mention.growth_of is None


def _unbound(mention: Mention, report: str) -> Unbound:
    return Unbound(mention.measure_zh or "", mention.unit or "", report, mention.surface)
