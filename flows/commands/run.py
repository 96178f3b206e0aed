"""`gongkai run`: the main flow, from files to a published warehouse."""

from __future__ import annotations

import dataclasses
import json
import time
from typing import TYPE_CHECKING

import click

from flows.commands.common import (
    HOME_IN_USE,
    NOTHING_DONE,
    SOME_UNREAD,
    STOPPED,
    end,
    home_argument,
    home_option,
    not_read,
    program_name,
    say,
    shown,
)
from flows.sources import SAMPLES, find_files

if TYPE_CHECKING:
    from flows.summary import Summary


@click.command(epilog="Example:  gongkai run reports/ --home ./warehouse --years 2018-2022")
@click.argument("sources", nargs=-1, metavar="[FILE|FOLDER|GLOB|LIST ...]")
@home_option
@click.option("--years", metavar="YEARS", help="Only reports of these years, as in 2018 or 2018-2022.")
@click.option("--issuer", "issuers", multiple=True, metavar="NAME", help="Only reports of issuers with NAME in theirs.")
@click.option("--collected", is_flag=True, help="Read what `gongkai collect` has brought into the home.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def run(
    sources: tuple[str, ...],
    home: str | None,
    years: str | None,
    issuers: tuple[str, ...],
    collected: bool,
    as_json: bool,
) -> None:
    """Read reports into a checked warehouse and write the data-quality report.

    Without arguments it reads the samples that come with gongkai. A LIST is a text file that names a file or folder a
    line. What is in the home already stays there; unchanged files are not read again.
    """
    from flows import prefect_settings
    from flows.home import Home
    from flows.selection import Selection

    begin = time.monotonic()
    try:
        Selection.of(years, issuers)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--years") from error
    place = Home.at(home)
    try:
        prefect_settings.prepare(place)
    except OSError as error:
        end(NOTHING_DONE, f"the home {place.folder} cannot be written: {error.strerror}")

    if not as_json:
        say("Reading reports ...")
    from flows.annual_reports import annual_reports
    from flows.lock import HomeInUse
    from flows.summary import PublicationStopped

    try:
        summary = annual_reports(list(sources), str(place.folder), years, list(issuers), collected=collected)
    except HomeInUse as error:
        end(HOME_IN_USE, str(error))
    except PublicationStopped as stop:
        for reason in stop.reasons:
            say(f"expectation failed: {reason}")
        end(STOPPED, f"nothing was published; {place.warehouse.name} stands as it was")

    for one in summary.unread:
        not_read(one.file, one.reason)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False))
    elif summary.reports:
        _print(summary, time.monotonic() - begin)
    if not summary.reports:
        end(NOTHING_DONE, "no report could be read")
    if summary.unread:
        end(SOME_UNREAD)


def _print(summary: Summary, seconds: float) -> None:
    """The summary for a person; `seconds` are those waited for, the start of Prefect's server among them."""
    from rich.console import Console
    from rich.markup import escape

    from flows.summary import years_of

    out = Console(highlight=False, soft_wrap=True)
    years = "" if summary.first_year is None else f", {years_of(summary)}"
    verb = "The warehouse holds" if summary.changed else "Nothing new: the warehouse holds"
    out.print(
        f"\n[bold]{verb} {_count(summary.reports, 'report')} of {_count(summary.issuers, 'issuer')}{years}[/bold]"
        f"  [dim]({summary.read:,} read now, {seconds:.1f} s)[/dim]\n"
    )
    out.print(
        f"  figures    {summary.cells:,} in statutory tables, {summary.statistics:,} in prose; "
        f"{_count(summary.unreadable, 'cell')} could not be read"
    )
    out.print("  findings   " + "   ".join(_severity(name, count) for name, count in summary.findings.items()))
    for one in summary.worst:
        out.print(f"             [dim]{escape(one)}[/dim]")
    if summary.findings.get("critical", 0) > len(summary.worst):
        out.print("             [dim]and more, in the report[/dim]")
    if summary.unread or summary.unwanted:
        out.print(f"  left out   {len(summary.unread):,} not read, {len(summary.unwanted):,} not asked for")
    out.print(f"  warehouse  {escape(shown(summary.warehouse))}")
    out.print(f"  report     {escape(shown(summary.quality_report))}  [dim](open it in a browser)[/dim]")
    out.print("\nThree things to try next")
    for suggestion in _suggestions(summary):
        out.print(f"  {escape(suggestion)}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


_MARKS = {"critical": ("red", "✗"), "warning": ("yellow", "!"), "info": ("cyan", "·")}


def _severity(name: str, count: int) -> str:
    colour, mark = _MARKS[name]
    return f"[{colour}]{mark} {count:,} {name}[/{colour}]" if count else f"{count:,} {name}"


def _suggestions(summary: Summary) -> list[str]:
    """Commands that work when pasted: with the path of this program, and the home where it is not the usual one."""
    program = program_name()
    home = home_argument(summary.warehouse)
    wanted = f"series_id = '{summary.example_series}' AND applicant = 'total'"
    sql = f"SELECT issuer, report_year, value, unit, grade, status FROM series WHERE {wanted} ORDER BY ALL"  # noqa: S608
    return [
        f'{program} sql{home} "{sql}"',
        f"{program} explain{home} {summary.example}" if summary.example else f"{program} forms D",
        f"{program} extract {shown(str(find_files(SAMPLES)[0][0]))} --json",
    ]
