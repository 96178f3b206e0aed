"""`gongkai verify`: is everything in the home whole, and what is not."""

from __future__ import annotations

import dataclasses
import json

import click

from flows.commands.common import NOTHING_DONE, SOME_UNREAD, end, home_option, say


@click.command(
    short_help="Check every file of the home against its hash.",
    epilog="\b\nExample:  gongkai verify --home ./warehouse",
)
@home_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def verify(home: str | None, as_json: bool) -> None:
    """Check every original against its hash, every sidecar, the staging and the warehouse; name what is damaged."""
    from flows.home import Home
    from flows.verification import verify_home

    place = Home.at(home)
    if not place.folder.is_dir():
        end(NOTHING_DONE, f"there is no home at {place.folder}; make one with: gongkai run")
    result = verify_home(place)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(result), ensure_ascii=False))
    else:
        for one in result.damaged:
            say(f"damaged: {one.file}: {one.reason}")
        click.echo(
            f"{result.originals:,} originals, {result.sidecars:,} sidecars, {result.staging_files:,} staging files, "
            f"{result.warehouse_tables:,} warehouse tables: "
            + (f"{len(result.damaged):,} damaged" if result.damaged else "all whole")
        )
    if result.damaged:
        end(SOME_UNREAD)
