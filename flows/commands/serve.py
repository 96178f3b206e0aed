"""`gongkai serve`: the main flow on a schedule, against a running Prefect server."""

from __future__ import annotations

import os
from gettext import gettext as _
from pathlib import Path
from typing import NoReturn

import click

from flows.commands.common import NOTHING_DONE, end, home_option


@click.command(
    short_help="Run the main flow on a schedule, without a worker.",
    epilog='\b\nExample:  gongkai serve --cron "0 3 * * *" /data/reports',
)
@click.argument("sources", nargs=-1, required=True, type=click.Path(), metavar="FOLDER|GLOB|LIST ...")
@click.option("--cron", required=True, metavar="CRON", help='When to run, as in "0 3 * * *" (five fields).')
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="Time zone of the schedule.")
@home_option
def serve(sources: tuple[str, ...], cron: str, timezone: str, home: str | None) -> None:
    """Run the main flow on a schedule, until stopped, against the Prefect server in PREFECT_API_URL.

    Start a server in another terminal with: prefect server start
    """
    from flows import prefect_settings
    from flows.home import Home

    if not os.environ.get("PREFECT_API_URL"):
        no_server()
    place = Home.at(home)
    prefect_settings.prepare(place)
    import httpx
    from prefect.schedules import Cron

    from flows.annual_reports import annual_reports
    from flows.concurrency import create_limits

    try:
        schedule = Cron(cron, timezone=timezone)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--cron") from error
    try:
        create_limits()
    except (httpx.HTTPError, RuntimeError) as error:
        silent_server(error)
    annual_reports.serve(
        name="annual-reports",
        schedule=schedule,
        parameters={"sources": [str(Path(source).absolute()) for source in sources], "home": str(place.folder)},
        tags=["gongkai"],
        limit=1,
    )


def no_server() -> NoReturn:
    """Ends the command, saying how a server is started and named."""
    end(
        NOTHING_DONE,
        _(
            "no Prefect server is named: start one with 'prefect server start' in another terminal, then "
            "'export PREFECT_API_URL=http://127.0.0.1:4200/api' here"
        ),
    )


def silent_server(error: Exception) -> NoReturn:
    """Ends the command: the server that is named does not answer."""
    end(
        NOTHING_DONE,
        _("the Prefect server at {address} does not answer: {reason}; start it with: prefect server start").format(
            address=os.environ["PREFECT_API_URL"], reason=error
        ),
    )
