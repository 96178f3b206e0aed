"""What a run that reads reports says to the person who started it, and the exit code."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Collection
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from flows.commands.common import (
    NOTHING_DONE,
    SOME_UNREAD,
    counted,
    end,
    home_argument,
    is_beside,
    no_report,
    not_read,
    program_name,
    reason_of,
    say,
    shown,
)
from flows.language import spoken_language, to_say
from flows.sources import SAMPLES, find_files
from flows.terminal import coloured, visible
from flows.text_width import cells

if TYPE_CHECKING:
    from flows.summary import Summary


def conclude(summary: Summary, seconds: float, *, as_json: bool, named: Collection[str] = ()) -> None:
    """Prints the outcome and ends the command; `seconds` are those waited for, the start of Prefect's server too.

    `named` are the files that were named outright. Of the others, found in folders, those that are plainly no reports
    are told and do not count as unread.
    """
    beside = [one for one in summary.unread if is_beside(one.file, one.code, named)]
    unread = [one for one in summary.unread if one not in beside]
    for one in (*unread, *summary.failed):
        not_read(one.file, reason_of(one.code, one.reason))
    for one in beside:
        no_report(one.file, reason_of(one.code, one.reason))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False))
    elif summary.reports:
        _print(summary, seconds)
    for correction in summary.expired:
        say(
            _("correction has expired: {correction}; take it out of corrections.yaml, or mend it").format(
                correction=correction
            )
        )
    if summary.failed:
        again = f"{program_name()} run --failed{home_argument(summary.warehouse)}"
        say(
            _("{count} failed for a reason that may pass; the next run tries them again, or: {again}").format(
                count=f"{len(summary.failed):,}", again=again
            )
        )
    if not summary.reports:
        end(NOTHING_DONE, _("no report could be read"))
    if unread or summary.failed:
        end(SOME_UNREAD)


def _print(summary: Summary, seconds: float) -> None:
    """The summary for a person; `seconds` are those waited for, the start of Prefect's server among them."""
    from rich.console import Console
    from rich.markup import escape

    out = Console(file=coloured(sys.stdout), highlight=False, soft_wrap=True)
    now = _("({count} read now, {seconds:.1f} s)").format(count=f"{summary.read:,}", seconds=seconds)
    out.print(f"\n[bold]{_holds(summary)}[/bold]  [dim]{now}[/dim]\n")
    for name, text in _rows(summary):
        out.print(f"  {name}{' ' * (_NAMES - cells(name))}{text}")
    out.print("\n" + _("Three things to try next"))
    for suggestion in _suggestions(summary):
        out.print(f"  {escape(visible(suggestion))}")


_NAMES = 11
"""Cells of the column that says what a line is about."""


def _holds(summary: Summary) -> str:
    """What the warehouse holds, in a sentence."""
    from flows.summary import years_of

    holds = _("The warehouse holds {reports} of {issuers}{years}")
    if not summary.changed:
        holds = _("Nothing new: the warehouse holds {reports} of {issuers}{years}")
    return holds.format(
        reports=counted(summary.reports, "{} report", "{} reports"),
        issuers=counted(summary.issuers, "{} issuer", "{} issuers"),
        years="" if summary.first_year is None else _(", {years}").format(years=years_of(summary)),
    )


def _rows(summary: Summary) -> list[tuple[str, str]]:
    """What each line of the summary is about, and what it says as rich's markup."""
    from rich.markup import escape

    rows = [
        (
            _("figures"),
            _("{cells} in statutory tables, {prose} in prose; {unreadable} could not be read").format(
                cells=f"{summary.cells:,}",
                prose=f"{summary.statistics:,}",
                unreadable=counted(summary.unreadable, "{} cell", "{} cells"),
            ),
        ),
        (_("findings"), "   ".join(_severity(name, count) for name, count in summary.findings.items())),
    ]
    worst = summary.worst_zh if spoken_language() == "zh" else summary.worst
    rows += [("", f"[dim]{escape(visible(one))}[/dim]") for one in worst]
    if summary.findings.get("critical", 0) > len(worst):
        rows.append(("", f"[dim]{_('and more, in the report')}[/dim]"))
    if summary.unread or summary.unwanted:
        left_out = _("{unread} not read, {unwanted} not asked for").format(
            unread=f"{len(summary.unread):,}", unwanted=f"{len(summary.unwanted):,}"
        )
        rows.append((_("left out"), left_out))
    rows.append((_("warehouse"), escape(visible(shown(summary.warehouse)))))
    page = escape(visible(shown(summary.quality_report)))
    rows.append((_("report"), f"{page}  [dim]{_('(open it in a browser)')}[/dim]"))
    return rows


_MARKS = {to_say("critical"): ("red", "✗"), to_say("warning"): ("yellow", "!"), to_say("info"): ("cyan", "·")}


def _severity(name: str, count: int) -> str:
    colour, mark = _MARKS[name]
    told = f"{count:,} {_(name)}"
    return f"[{colour}]{mark} {told}[/{colour}]" if count else told


def _suggestions(summary: Summary) -> list[str]:
    """Commands that work when pasted: with the path of this program, and the home where it is not the usual one."""
    program = program_name()
    home = home_argument(summary.warehouse)
    wanted = f"series_id = '{summary.example_series}' AND applicant = 'total'"
    sql = f"SELECT issuer, report_year, scope, value, unit, grade, status FROM series WHERE {wanted} ORDER BY ALL"  # noqa: S608
    return [
        f'{program} sql{home} "{sql}"',
        f"{program} explain{home} {summary.example}" if summary.example else f"{program} forms D",
        f"{program} extract {shown(str(find_files(SAMPLES)[0][0]))} --json",
    ]
