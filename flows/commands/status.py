"""`gongkai status`: is all well, for a person or a monitor."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from flows.commands.common import NOTHING_DONE, SOME_UNREAD, counted, end, home_option

if TYPE_CHECKING:
    from flows.status import Status


@click.command(
    short_help="Say how old and how whole all is, for a monitor.",
    epilog="\b\nExample:  gongkai status --json --max-age 26",
)
@home_option
@click.option(
    "--max-age",
    type=float,
    metavar="HOURS",
    help="So long without a run that found or made the warehouse up to date is something wrong.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the status as one JSON object.")
def status(home: str | None, max_age: float | None, as_json: bool) -> None:
    """Say when was last published, what is in the warehouse, what waits, and what is wrong.

    Ends with 0 where all is well, 1 where something is wrong (each named), 2 where there is no home.
    """
    from flows.home import Home
    from flows.status import status_of

    place = Home.at(home)
    try:
        found = status_of(place, max_age)
    except FileNotFoundError:
        nothing = f"there is no home at {place.folder}; make one with: gongkai run"
        if as_json:
            click.echo(json.dumps({"home": str(place.folder), "wrong": [nothing]}, ensure_ascii=False))
        end(NOTHING_DONE, nothing)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
    else:
        _print(found)
    if found.wrong:
        end(SOME_UNREAD)


def _when(at: str | None, hours: float | None) -> str:
    return "never" if at is None else f"{at[:19]}+00:00, {hours:,.1f} h ago"


def _print(found: Status) -> None:
    rows = {"published": _when(found.published_at, found.age_hours)}
    if found.confirmed_at:
        rows["confirmed"] = _when(found.confirmed_at, found.confirmed_hours)
    if found.counts:
        severities = ", ".join(f"{count:,} {name}" for name, count in found.counts["findings"].items())
        rows |= {
            "holds": f"{counted(found.counts['reports'], 'report')} of {counted(found.counts['issuers'], 'issuer')}, "
            f"{found.counts['first_year']}-{found.counts['last_year']}",
            "findings": severities,
        }
    if found.expected:
        rows["expected"] = ", ".join(f"{count:,} {state}" for state, count in found.expected.items())
    rows["queue"] = f"{found.queue:,} of {found.originals:,} originals not read yet, {found.failed:,} failed"
    if found.last_run:
        rows["last run"] = f"{found.last_run['flow']}, {found.last_run['state'] or 'not ended'}"
    if found.running:
        rows["running"] = str(found.running)
    for name, value in rows.items():
        click.echo(f"{name:10} {value}")
    for one in found.wrong:
        click.echo(f"wrong      {one}")
