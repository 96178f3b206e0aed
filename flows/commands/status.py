"""`gongkai status`: is all well, for a person or a monitor."""

from __future__ import annotations

import dataclasses
import json
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from flows.commands.common import NOTHING_DONE, SOME_UNREAD, counted, end, home_option, no_home
from flows.text_width import cells

if TYPE_CHECKING:
    from flows.status import Status


@click.command(
    short_help="Say how old the warehouse is and what is wrong, for a monitor.",
    epilog="\b\nExample:  gongkai status --json --max-age 26",
)
@home_option
@click.option(
    "--max-age",
    type=float,
    metavar="HOURS",
    help="Call it wrong if no run has published, or found nothing new, for so many hours.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the status as one JSON object.")
@click.option("--prometheus", is_flag=True, help="Print it as metrics for node_exporter's textfile collector.")
def status(home: str | None, max_age: float | None, as_json: bool, prometheus: bool) -> None:
    """Say when the warehouse was last published, what it holds, what waits to be read, and what is wrong.

    Ends with 0 where all is well, 1 where something is wrong (each named), 2 where there is no home.
    """
    from flows.home import Home
    from flows.status import status_of

    place = Home.at(home)
    try:
        found = status_of(place, max_age)
    except FileNotFoundError:
        nothing = no_home(place.folder)
        if as_json:
            click.echo(json.dumps({"home": str(place.folder), "wrong": [nothing]}, ensure_ascii=False))
        end(NOTHING_DONE, nothing)
    if prometheus:
        from flows.prometheus import as_metrics

        click.echo(as_metrics(found), nl=False)
    elif as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
    else:
        _print(found)
    if found.wrong:
        end(SOME_UNREAD)


_NAMES = 11
"""Cells of the column that says what a line is about."""


def _when(at: str | None, hours: float | None) -> str:
    if at is None:
        return _("never")
    return _("{time}, {hours:,.1f} h ago").format(time=f"{at[:19]}+00:00", hours=hours)


def _print(found: Status) -> None:
    rows = {_("published"): _when(found.published_at, found.age_hours)}
    if found.confirmed_at:
        rows[_("confirmed")] = _when(found.confirmed_at, found.confirmed_hours)
    if found.counts:
        rows[_("holds")] = _("{reports} of {issuers}, {first}-{last}").format(
            reports=counted(found.counts["reports"], "{} report", "{} reports"),
            issuers=counted(found.counts["issuers"], "{} issuer", "{} issuers"),
            first=found.counts["first_year"],
            last=found.counts["last_year"],
        )
        severities = (f"{count:,} {_(name)}" for name, count in found.counts["findings"].items())
        rows[_("findings")] = _(", ").join(severities)
    if found.expected:
        rows[_("expected")] = _(", ").join(f"{count:,} {_(state)}" for state, count in found.expected.items())
    rows[_("queue")] = _("{queue:,} of {originals:,} originals not read yet, {failed:,} failed").format(
        queue=found.queue, originals=found.originals, failed=found.failed
    )
    if found.last_run:
        state = found.last_run["state"]
        rows[_("last run")] = f"{found.last_run['flow']}{_(', ')}{_(state) if state else _('not ended')}"
    if found.running:
        rows[_("running")] = str(found.running)
    rows_of_wrong = [(_("wrong"), one) for one in found.wrong]
    for name, value in (*rows.items(), *rows_of_wrong):
        click.echo(f"{name}{' ' * (_NAMES - cells(name))}{value}")
