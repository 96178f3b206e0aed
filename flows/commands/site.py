"""`gongkai site`: the figures, findings and reports of a warehouse as pages that open from disk."""

from __future__ import annotations

import sys
import time
from gettext import gettext as _
from pathlib import Path

import click

from flows.commands.common import NOTHING_DONE, cannot_write, end, home_option, no_warehouse, say, shown
from flows.language import worded


@click.command(
    short_help="Build a page for every report, issuer and rule.", epilog="\b\nExample:  gongkai site --out public/"
)
@click.option(
    "--out", type=click.Path(), metavar="DIR", help="Folder to write into; site/ in the home where it is not given."
)
@click.option("--explore", is_flag=True, help="Add a page that answers SQL in the browser, over the warehouse.")
@click.option("--serve", is_flag=True, help="Then serve it on this machine (127.0.0.1), until stopped.")
@home_option
def site(out: str | None, explore: bool, serve: bool, home: str | None) -> None:
    """Build the site of the warehouse: a page for every report, issuer and rule, in Chinese and English.

    The pages need a browser and nothing else. What has not changed since the last time is not written again; pages of
    reports that are gone are removed. `gongkai run` builds the site too; this brings in verdicts given since.
    """
    from flows.home import Home
    from flows.site import build_site
    from pages.explore import available
    from pages.folder import ForeignFolder

    begin = time.monotonic()
    place = Home.at(home)
    target = Path(out).expanduser().resolve() if out else place.site
    if not place.warehouse.is_file():
        no_warehouse(place.warehouse)
    if explore and not available():
        end(NOTHING_DONE, _("DuckDB-Wasm is not here; fetch it once, with the network, by: make explore"))
    try:
        done = build_site(place, target, _progress if sys.stderr.isatty() else None, explore=explore)
    except ForeignFolder as error:
        end(NOTHING_DONE, worded(error))
    except OSError as error:
        cannot_write(target, error)
    say(
        _("{files:,} files, {written:,} written ({megabytes:.1f} MB), {removed:,} removed; {seconds:.1f} s").format(
            files=done.pages,
            written=done.written,
            megabytes=done.bytes_written / 1e6,
            removed=done.removed,
            seconds=time.monotonic() - begin,
        )
    )
    click.echo(shown(str(target / "index.html")))
    if serve:
        from flows.local_server import serve_folder

        serve_folder(target, "explore.html" if explore else "index.html")


def _progress(done: int, total: int) -> None:
    told = _("{done:,} of {total:,} pages").format(done=done, total=total)
    click.echo(f"\r{told}" + ("\n" if done == total else ""), nl=False, err=True)
