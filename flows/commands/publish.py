"""`gongkai publish`: what a home has published, into a lake that many homes share."""

from __future__ import annotations

import re
import time

import click

from flows.commands.common import NOTHING_DONE, end, home_option, say


@click.command(
    short_help="Put what was published into a lake of many homes.",
    epilog="\b\nExample:  gongkai publish --to 'ducklake:postgres:dbname=gongkai' --data s3://lake --as zhejiang",
)
@click.option("--to", "address", required=True, metavar="LAKE", help="ducklake:postgres:..., or ducklake:FILE.")
@click.option("--data", metavar="ADDRESS", help="Where a new lake keeps its Parquet files; one that is there knows.")
@click.option(
    "--as", "loader", required=True, metavar="NAME", help="This home's name in the lake, the same every time."
)
@home_option
def publish(address: str, data: str | None, loader: str, home: str | None) -> None:
    """Replace this home's share of a DuckLake by what it has published. Other homes may be loading at once.

    Readers see the share as it was or as it is. All reports of an issuer belong into one home.
    """
    from flows.home import Home
    from warehouse.lake import ADDRESS, LakeError, load

    if not re.fullmatch(ADDRESS, address):
        raise click.BadParameter(f"{address!r} is no lake: it begins with ducklake:", param_hint="--to")
    source = Home.at(home).warehouse
    if not source.is_file():
        end(NOTHING_DONE, f"there is no warehouse at {source}; make one with: gongkai run")
    begin = time.monotonic()
    try:
        attempts = load(source, address, loader, data)
    except LakeError as error:
        end(NOTHING_DONE, str(error))
    again = f" in {attempts} attempts, as others were loading" if attempts > 1 else ""
    say(f"{source.name} is in the lake as {loader}{again} ({time.monotonic() - begin:.1f} s)")
