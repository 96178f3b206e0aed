"""`gongkai serve`: the main flow on a schedule, against a running Prefect server."""

from __future__ import annotations

import os
from pathlib import Path

import click

from flows.commands.common import home_option
from flows.commands.starting import no_server, silent_server


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
