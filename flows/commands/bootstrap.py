"""`gongkai bootstrap`: a Prefect server prepared for gongkai."""

from __future__ import annotations

import os
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.common import NOTHING_DONE, end, home_option, program_name, say
from flows.commands.starting import no_server, silent_server

if TYPE_CHECKING:
    from flows.bootstrap import Deployed


@click.command(
    short_help="Prepare a Prefect server: pool, limits, schedules.",
    epilog="\b\nExample:  gongkai bootstrap /data/reports --collect-from sources.csv --home /data/home",
)
@click.argument("sources", nargs=-1, type=click.Path(), metavar="[FOLDER|GLOB|LIST ...]")
@home_option
@click.option(
    "--collect-from",
    "source_list",
    type=click.Path(exists=True, dir_okay=False),
    help="Source list to collect nightly.",
)
@click.option("--notify", metavar="URL", help="Address to notify of failed runs: a POST with subject and body.")
@click.option(
    "--cron",
    metavar="CRON",
    help='When the main flow runs, in Shanghai, as in "*/5 * * * *"; else nightly from January to April, then weekly.',
)
def bootstrap(
    sources: tuple[str, ...], home: str | None, source_list: str | None, notify: str | None, cron: str | None
) -> None:
    """Create work pool, concurrency limits and deployments on the Prefect server in PREFECT_API_URL.

    SOURCES are what the nightly run reads; the samples where none are named. Run again, it updates what is there
    and adds nothing.
    """
    import httpx

    from flows import prefect_settings
    from flows.home import Home

    if not os.environ.get("PREFECT_API_URL"):
        no_server()
    place = Home.at(home)
    prefect_settings.prepare(place)
    from flows.bootstrap import BootstrapFailed, Wanted, forgets_turns
    from flows.bootstrap import bootstrap as prepare_server

    if cron:
        from prefect.schedules import Cron

        try:
            Cron(cron)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--cron") from error

    def absolute(path: str) -> str:
        return str(Path(path).absolute())

    listed = absolute(source_list) if source_list else None
    wanted = Wanted(place, tuple(map(absolute, sources)), listed, notify, cron)
    try:
        made = prepare_server(wanted)
        forgetful = forgets_turns()
    except BootstrapFailed as error:
        end(NOTHING_DONE, str(error))
    except (httpx.HTTPError, RuntimeError) as error:
        silent_server(error)
    _tell(made, place.folder, forgetful)


def _tell(made: list[Deployed], folder: Path, forgetful: bool) -> None:
    """What was prepared, and the commands that come next."""
    from prefect.settings import PREFECT_UI_URL

    from flows.bootstrap import POOL

    click.echo(_("{count} deployments work on {folder}:").format(count=len(made), folder=folder))
    for one in made:
        click.echo(f"  {one.name:30} {', '.join(one.crons) or _('by hand')}")
    prefect = program_name("prefect")
    click.echo(_("Times are those of Shanghai."))
    click.echo(_("Start a worker with:  {command}").format(command=f"{prefect} worker start --pool {POOL}"))
    run = f"{prefect} deployment run annual_reports/annual-reports"
    click.echo(_("Start a run with:     {command}").format(command=run))
    if address := PREFECT_UI_URL.value():
        click.echo(_("Watch it at:          {address}").format(address=address))
    if forgetful:
        say(
            _(
                "the server keeps turns in its memory: should the machine stop during a run, the next one waits for "
                "ever. Start it in the folder of prefect.toml, or with PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE="
                "prefect.server.concurrency.lease_storage.filesystem"
            )
        )
