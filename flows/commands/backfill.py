"""`gongkai backfill`: years or issuers that earlier runs left out."""

from __future__ import annotations

import time
from gettext import gettext as _

import click

from flows.commands.outcome import conclude
from flows.commands.starting import (
    on_cluster,
    on_option,
    prepare,
    refusals,
    selected,
    starting_options,
    told_steps,
    waiting,
)


@click.command(
    short_help="Take in years or issuers that earlier runs left out.",
    epilog="\b\nExample:  gongkai backfill --years 2008-2013 --issuer 宿迁",
)
@click.argument("sources", nargs=-1, type=click.Path(), metavar="[FILE|FOLDER|GLOB|LIST ...]")
@click.option("--years", metavar="YEARS", help="Reports of these years, as in 2008 or 2008-2013.")
@click.option("--issuer", "issuers", multiple=True, metavar="NAME", help="Reports of issuers with NAME in theirs.")
@click.option(
    "--collect-from", "source_list", type=click.Path(exists=True, dir_okay=False), help="Source list to collect first."
)
@on_option
@starting_options
def backfill(
    sources: tuple[str, ...],
    years: str | None,
    issuers: tuple[str, ...],
    source_list: str | None,
    on: str | None,
    home: str | None,
    wait: float,
    trust_clock: bool,
    as_json: bool,
    log_json: bool,
) -> None:
    """Take in years or issuers that earlier runs were not asked for, from what lies in the home and in SOURCES."""
    begin = time.monotonic()
    selected(years, issuers)
    cluster = on_cluster(on)
    place = prepare(home, log_json=log_json, there=True)
    from flows.backfill import backfill as backfill_flow

    with refusals(place), told_steps(_("Reading what was left out ..."), quiet=as_json, plain=log_json):
        summary = backfill_flow(
            years,
            list(issuers),
            list(sources),
            source_list,
            str(place.folder),
            wait=waiting(wait),
            trust_clock=trust_clock,
            on=cluster,
        )
    conclude(summary, time.monotonic() - begin, as_json=as_json)
