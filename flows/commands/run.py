"""`gongkai run`: the main flow, from files to a published warehouse."""

from __future__ import annotations

import time
from gettext import gettext as _

import click

from flows.commands.common import NOTHING_DONE, end, named_files, not_read, tell_passed_over
from flows.commands.outcome import conclude
from flows.commands.starting import (
    at_store,
    on_cluster,
    on_option,
    prepare,
    refusals,
    selected,
    starting_options,
    store_option,
    told_steps,
    waiting,
)


@click.command(
    short_help="Read reports into a checked warehouse, with its pages.",
    epilog="\b\nExample:  gongkai run reports/ --home ./warehouse --years 2018-2022",
)
@click.argument("sources", nargs=-1, type=click.Path(), metavar="[FILE|FOLDER|GLOB|LIST ...]")
@click.option("--years", metavar="YEARS", help="Only reports of these years, as in 2018 or 2018-2022.")
@click.option("--issuer", "issuers", multiple=True, metavar="NAME", help="Only reports of issuers with NAME in theirs.")
@click.option("--collected", is_flag=True, help="Read what `gongkai collect` has brought into the home.")
@click.option("--failed", is_flag=True, help="Read what earlier runs failed on, and nothing else.")
@on_option
@store_option
@starting_options
def run(
    sources: tuple[str, ...],
    years: str | None,
    issuers: tuple[str, ...],
    collected: bool,
    failed: bool,
    on: str | None,
    store: str | None,
    home: str | None,
    wait: float,
    trust_clock: bool,
    as_json: bool,
    log_json: bool,
) -> None:
    """Read reports into a checked warehouse and write the data-quality report.

    Without arguments it reads the samples that come with gongkai. A LIST is a text file that names a file or folder a
    line. What is in the home already stays there; unchanged files are not read again.
    """
    begin = time.monotonic()
    selected(years, issuers)
    if failed and (sources or collected):
        raise click.UsageError(_("--failed takes no sources: what failed lies in the home already"))
    if sources and not collected:
        _need_files(sources)
    cluster = on_cluster(on)
    originals = at_store(store)
    place = prepare(home, log_json=log_json)
    if not as_json:
        tell_passed_over(sources)
    from flows.annual_reports import annual_reports

    with refusals(place), told_steps(_("Reading, checking and publishing ..."), quiet=as_json, plain=log_json):
        summary = annual_reports(
            list(sources),
            str(place.folder),
            years,
            list(issuers),
            collected=collected,
            only_failed=failed,
            wait=waiting(wait),
            trust_clock=trust_clock,
            on=cluster,
            store=originals,
        )
    conclude(summary, time.monotonic() - begin, as_json=as_json, named=named_files(sources))


def _need_files(sources: tuple[str, ...]) -> None:
    """Ends the command where no source names a file, before anything is started or made for it."""
    from flows.sources import are_any, find_files

    if are_any(sources):
        return
    for one in find_files(sources)[1]:
        not_read(one.name, one.reason)
    end(NOTHING_DONE, _("no report could be read"))
