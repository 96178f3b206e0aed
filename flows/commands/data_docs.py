"""`gongkai data-docs`: the pages of Great Expectations for the published warehouse."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from flows.commands.common import NOTHING_DONE, end, home_option, no_warehouse, say


@click.command(
    short_help="Write Great Expectations' own pages (need the network).",
    name="data-docs",
    epilog="\b\nExample:  gongkai data-docs --to data-docs",
)
@home_option
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(),
    metavar="FOLDER",
    help="Folder for the pages; must be empty or new.",
)
def data_docs(home: str | None, target: str) -> None:
    """Write Great Expectations' Data Docs of the published warehouse.

    They load fonts and scripts from the network and look right only with it; the pages of `gongkai site` need nothing.
    """
    from flows.home import Home

    warehouse = Home.at(home).warehouse
    if not warehouse.exists():
        no_warehouse(warehouse)
    from expectations.data_docs import write_data_docs

    try:
        page = write_data_docs(warehouse, Path(target))
    except FileExistsError as error:
        end(NOTHING_DONE, _("{reason}; name a new folder").format(reason=error))
    say(_("these pages load fonts and scripts from the network; without it they look broken"))
    click.echo(str(page))
