"""`gongkai collect`: reports from the web into the home."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.common import (
    NOTHING_DONE,
    SOME_UNREAD,
    counted,
    end,
    home_argument,
    home_option,
    program_name,
    say,
    shown,
)
from flows.commands.starting import at_store, prepare, refusals, store_option
from flows.language import to_say
from flows.translated_help import INTERRUPTED

if TYPE_CHECKING:
    from flows.collect import Collected

_SHOWN_PROBLEMS = 40


@click.command(
    short_help="Fetch the reports that a source list leads to.",
    epilog="\b\nExample:  gongkai collect sources.csv --home ./warehouse --contact you@example.org",
)
@click.argument("sources", required=False, type=click.Path(), metavar="[LIST]")
@home_option
@click.option(
    "--rate",
    type=click.FloatRange(0, 20, min_open=True),
    default=0.5,
    show_default=True,
    help="Requests a second to one host, at most; robots.txt may ask for less.",
)
@click.option(
    "--allow-host",
    "allowed",
    multiple=True,
    metavar="HOST",
    help="A host that may be asked although its address is private or loopback.",
)
@click.option(
    "--contact",
    metavar="WHO",
    help="Contact that the hosts are told: a mail address or a page. Default: GONGKAI_CONTACT.",
)
@store_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
def collect(
    sources: str | None,
    home: str | None,
    rate: float,
    allowed: tuple[str, ...],
    contact: str | None,
    store: str | None,
    as_json: bool,
) -> None:
    """Fetch the reports that a source LIST names or leads to, and keep every original in the home.

    LIST is a CSV or YAML file with issuer, year, kind (report, list, sitemap) and address; without it, the starter list
    is taken. Interrupted, the same command goes on where it was; run again, it asks only for what has changed.
    GONGKAI_NO_FETCH=1 switches all fetching off.
    """
    from flows.collecting.sourcelist import STARTER, ListError, read_list

    if os.environ.get("GONGKAI_NO_FETCH", "0") not in ("", "0"):
        end(NOTHING_DONE, _("GONGKAI_NO_FETCH is set: nothing is fetched; unset it to collect"))
    file = sources or str(STARTER)
    try:
        read_list(Path(file))
    except ListError as error:
        end(NOTHING_DONE, str(error))
    originals = at_store(store)
    place = prepare(home)
    if not as_json:
        say(_("Collecting from {list} ...").format(list=shown(file)))
    from flows.collect import collect as collect_flow

    try:
        with refusals(place), _progress():
            done = collect_flow(file, str(place.folder), rate, list(allowed), contact, originals)
    except KeyboardInterrupt:
        end(INTERRUPTED, _("interrupted; the same command goes on where it was"))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(done), ensure_ascii=False))
    else:
        _print(done, str(place.warehouse))
    if done.problems:
        end(SOME_UNREAD if done.new + done.changed + done.unchanged else NOTHING_DONE)


@contextmanager
def _progress() -> Iterator[None]:
    """A progress bar, where a person watches."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from flows.collect import watching

    columns = (
        TextColumn(_("sources")),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[asked]} " + _("addresses")),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("sources", total=None, asked=0)

        def show(done: int, total: int, asked: int) -> None:
            bar.update(task, completed=done, total=total, asked=asked)

        token = watching.set(show)
        try:
            yield
        finally:
            watching.reset(token)


def _print(done: Collected, warehouse: str) -> None:
    for address, reason in done.problems[:_SHOWN_PROBLEMS]:
        say(_("not collected: {address}: {reason}").format(address=_plain(address), reason=_plain(reason)))
    if len(done.problems) > _SHOWN_PROBLEMS:
        more = f"{len(done.problems) - _SHOWN_PROBLEMS:,}"
        say(_("and {count} more; --json names all").format(count=more))
    parts = [f"{count:,} {_(name)}" for name in _OUTCOMES if (count := getattr(done, name))]
    again = _(" (gone on with)") if done.resumed else ""
    sources = counted(done.sources, "{} source", "{} sources") + again
    click.echo(_("{name}: {value}").format(name=sources, value=_(", ").join(parts) or _("nothing found")))
    click.echo(
        _("{requests:,} requests, {bytes:,} bytes received, {seconds:.1f} s").format(
            requests=done.requests, bytes=done.bytes_received, seconds=done.seconds
        )
    )
    if done.expected:
        expected = _(", ").join(f"{count:,} {_(state)}" for state, count in done.expected.items())
        click.echo(_("expected  {states}").format(states=expected))
    if done.failed:
        click.echo(_("Some hosts did not answer: the same command tries them again."))
    if done.new + done.changed + done.unchanged:
        click.echo(
            "\n" + _("Read what is there with:") + f"\n  {program_name()} run --collected{home_argument(warehouse)}"
        )


_OUTCOMES = (
    to_say("new"),
    to_say("changed"),
    to_say("unchanged"),
    to_say("missing"),
    to_say("refused"),
    to_say("failed"),
)


def _plain(text: str) -> str:
    """Words of others on one line of a terminal, without the characters that steer it."""
    return "".join(character if character.isprintable() else "?" for character in text)[:500]
