"""What a run that reads reports says to the person who started it, and the exit code."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Collection
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
    say,
    shown,
)
from flows.sources import SAMPLES, find_files
from flows.terminal import coloured, visible

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
        not_read(one.file, one.reason)
    for one in beside:
        no_report(one.file, one.reason)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False))
    elif summary.reports:
        _print(summary, seconds)
    for correction in summary.expired:
        say(f"correction has expired: {correction}; take it out of corrections.yaml, or mend it")
    if summary.failed:
        again = f"{program_name()} run --failed{home_argument(summary.warehouse)}"
        say(f"{len(summary.failed):,} failed for a reason that may pass; the next run tries them again, or: {again}")
    if not summary.reports:
        end(NOTHING_DONE, "no report could be read")
    if unread or summary.failed:
        end(SOME_UNREAD)


def _print(summary: Summary, seconds: float) -> None:
    """The summary for a person; `seconds` are those waited for, the start of Prefect's server among them."""
    from rich.console import Console
    from rich.markup import escape

    from flows.summary import years_of

    out = Console(file=coloured(sys.stdout), highlight=False, soft_wrap=True)
    years = "" if summary.first_year is None else f", {years_of(summary)}"
    verb = "The warehouse holds" if summary.changed else "Nothing new: the warehouse holds"
    out.print(
        f"\n[bold]{verb} {counted(summary.reports, 'report')} of {counted(summary.issuers, 'issuer')}{years}[/bold]"
        f"  [dim]({summary.read:,} read now, {seconds:.1f} s)[/dim]\n"
    )
    out.print(
        f"  figures    {summary.cells:,} in statutory tables, {summary.statistics:,} in prose; "
        f"{counted(summary.unreadable, 'cell')} could not be read"
    )
    out.print("  findings   " + "   ".join(_severity(name, count) for name, count in summary.findings.items()))
    for one in summary.worst:
        out.print(f"             [dim]{escape(visible(one))}[/dim]")
    if summary.findings.get("critical", 0) > len(summary.worst):
        out.print("             [dim]and more, in the report[/dim]")
    if summary.unread or summary.unwanted:
        out.print(f"  left out   {len(summary.unread):,} not read, {len(summary.unwanted):,} not asked for")
    out.print(f"  warehouse  {escape(visible(shown(summary.warehouse)))}")
    out.print(f"  report     {escape(visible(shown(summary.quality_report)))}  [dim](open it in a browser)[/dim]")
    out.print("\nThree things to try next")
    for suggestion in _suggestions(summary):
        out.print(f"  {escape(visible(suggestion))}")


_MARKS = {"critical": ("red", "✗"), "warning": ("yellow", "!"), "info": ("cyan", "·")}


def _severity(name: str, count: int) -> str:
    colour, mark = _MARKS[name]
    return f"[{colour}]{mark} {count:,} {name}[/{colour}]" if count else f"{count:,} {name}"


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
