"""`gongkai publish`: what a home has published, into a lake that many homes share."""

from __future__ import annotations

import re
import time
from gettext import gettext as _

import click

from flows.commands.common import NOTHING_DONE, end, home_option, no_warehouse, say
from flows.language import worded


@click.command(
    short_help="Put what was published into a lake of many homes.",
    epilog="\b\nExample:  gongkai publish --to 'ducklake:postgres:dbname=gongkai' --data s3://lake --as zhejiang",
)
@click.option("--to", "address", required=True, metavar="LAKE", help="ducklake:postgres:..., or ducklake:FILE.")
@click.option(
    "--data", metavar="ADDRESS", help="Where a new lake keeps its Parquet files; an existing lake keeps its own."
)
@click.option(
    "--as", "loader", required=True, metavar="NAME", help="This home's name in the lake, the same every time."
)
@home_option
def publish(address: str, data: str | None, loader: str, home: str | None) -> None:
    """Replace this home's share of a DuckLake with what it has published. Other homes may load at the same time.

    Readers see the share as it was or as it is. All reports of an issuer belong in one home.
    """
    from flows.home import Home
    from warehouse.lake import ADDRESS, LakeError, load

    if not re.fullmatch(ADDRESS, address):
        raise click.BadParameter(
            _("{address!r} is no lake; expected what begins with ducklake:").format(address=address), param_hint="--to"
        )
    source = Home.at(home).warehouse
    if not source.is_file():
        no_warehouse(source)
    begin = time.monotonic()
    try:
        attempts = load(source, address, loader, data)
    except LakeError as error:
        end(NOTHING_DONE, worded(error))
    again = _(" in {count} attempts, as others were loading").format(count=attempts) if attempts > 1 else ""
    say(
        _("{file} is in the lake as {name}{again} ({seconds:.1f} s)").format(
            file=source.name, name=loader, again=again, seconds=time.monotonic() - begin
        )
    )
