"""`gongkai rebuild`: everything read again, and what is damaged mended."""

from __future__ import annotations

import time
from gettext import gettext as _

import click

from flows.commands.common import say
from flows.commands.outcome import conclude
from flows.commands.starting import on_cluster, on_option, prepare, refusals, starting_options, told_steps, waiting


@click.command(
    short_help="Read every original again and mend what is damaged.",
    epilog="\b\nExample:  gongkai rebuild --home ./warehouse",
)
@on_option
@starting_options
def rebuild(on: str | None, home: str | None, wait: float, trust_clock: bool, as_json: bool, log_json: bool) -> None:
    """Read every original of the home again, mend what `gongkai verify` finds damaged, and publish anew.

    A lost ledger (the record of the home) and lost sidecars (notes beside originals) are made anew, damaged staging
    (what was read) is read again; a damaged original is set aside in the home's damaged/, so that the same file can be
    taken in again.
    """
    begin = time.monotonic()
    cluster = on_cluster(on)
    place = prepare(home, log_json=log_json, there=True)
    from flows.rebuild import rebuild as rebuild_flow

    with refusals(place), told_steps(_("Reading every original again ..."), quiet=as_json, plain=log_json):
        summary = rebuild_flow(str(place.folder), wait=waiting(wait), trust_clock=trust_clock, on=cluster)
    if not as_json:
        for one in summary.mended:
            say(_("mended: {file}: {done}").format(file=one.file, done=one.done))
    conclude(summary, time.monotonic() - begin, as_json=as_json)
