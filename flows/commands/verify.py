"""`gongkai verify`: is everything in the home whole, and what is not."""

from __future__ import annotations

import dataclasses
import json
from gettext import gettext as _

import click

from flows.commands.common import SOME_UNREAD, end, home_option, need_home, program_name, say


@click.command(
    short_help="Check every file of the home against its hash.",
    epilog="\b\nExample:  gongkai verify --home ./warehouse",
)
@home_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def verify(home: str | None, as_json: bool) -> None:
    """Check every original against its hash, every sidecar, the staging and the warehouse; name what is damaged.

    Ends with 0 where all is whole, 1 where something is damaged, 2 where there is no home.
    """
    from flows.home import Home
    from flows.home_verification import verify_home

    place = Home.at(home)
    need_home(place.folder)
    result = verify_home(place)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(result), ensure_ascii=False))
    else:
        for one in result.damaged:
            say(_("damaged: {file}: {reason}").format(file=one.file, reason=one.reason))
        outcome = _("{count} damaged; mend with: {program} rebuild").format(
            count=len(result.damaged), program=program_name()
        )
        click.echo(
            _(
                "{originals:,} originals, {sidecars:,} sidecars, {staging:,} staging files, {tables:,} warehouse "
                "tables: {outcome}"
            ).format(
                originals=result.originals,
                sidecars=result.sidecars,
                staging=result.staging_files,
                tables=result.warehouse_tables,
                outcome=outcome if result.damaged else _("all whole"),
            )
        )
    if result.damaged:
        end(SOME_UNREAD)
