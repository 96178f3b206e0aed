"""What the commands that start a flow share: their options, getting Prefect ready, and how refusals end them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gettext import gettext as _
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from flows.commands.common import HOME_IN_USE, HOME_UNWRITABLE, NOTHING_DONE, STOPPED, end, home_option, need_home, say
from flows.language import worded

if TYPE_CHECKING:
    from flows.home import Home

_Command = TypeVar("_Command", bound=Callable[..., None])
_FOR_EVER = -1.0
_UNREACHED = "Failed to reach API"
"""What Prefect says of a server that does not answer."""


def starting_options(command: _Command) -> _Command:
    """The options of every command that starts a flow: `home`, `wait`, `trust_clock`, `as_json`, `log_json`."""
    options = (
        home_option,
        click.option(
            "--wait",
            type=float,
            is_flag=False,
            flag_value=_FOR_EVER,
            default=0,
            metavar="[SECONDS]",
            help="Wait while another run writes to the home; for ever without a number.",
        ),
        click.option("--trust-clock", is_flag=True, help="Run although the clock is behind the last run's."),
        click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object."),
        click.option("--log-json", is_flag=True, help="Log to standard error, one JSON object a line."),
    )
    for option in reversed(options):
        command = option(command)
    return command


on_option = click.option(
    "--on",
    metavar="CLUSTER",
    envvar="GONGKAI_ON",
    help="Read on a Dask cluster: dask starts workers here, dask:tcp://scheduler:8786 uses those that are there.",
)


store_option = click.option(
    "--store",
    metavar="ADDRESS",
    envvar="GONGKAI_STORE",
    help="Where a new home keeps its originals: a folder, or as in s3://bucket/originals. "
    "An existing home keeps its own.",
)


def at_store(address: str | None) -> str | None:
    """Where originals are kept, as flows take it. Ends the command where that is no address."""
    from flows.store import ADDRESS

    if address and not re.fullmatch(ADDRESS, address):
        raise click.BadParameter(
            _("{address!r} is neither a whole path nor like s3://bucket/originals").format(address=address),
            param_hint="--store",
        )
    return address or None


def on_cluster(on: str | None) -> str | None:
    """Where to read, as flows take it. Ends the command where that is no cluster."""
    from flows.cluster import ADDRESS

    if on and not re.fullmatch(ADDRESS, on):
        raise click.BadParameter(
            _("{on!r} is neither dask nor like dask:tcp://scheduler:8786").format(on=on), param_hint="--on"
        )
    return on or None


def selected(years: str | None, issuers: tuple[str, ...]) -> None:
    """Ends the command where the years are none."""
    from flows.selection import Selection

    try:
        Selection.of(years, issuers)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--years") from error


def waiting(wait: float) -> float | None:
    """Seconds to wait as flows take them: None for ever."""
    return None if wait < 0 else wait


def prepare(home: str | None, *, log_json: bool = False, there: bool = False) -> Home:
    """The home, once it is known to be writable, with Prefect's settings for it and, where none is named, a server.
    Ends the command otherwise, and where the home must be `there` and is not."""
    from flows import faults, prefect_settings, temporary_server
    from flows.home import Home

    place = Home.at(home)
    if there:
        need_home(place.folder)
    try:
        # Before Prefect is started: its own files may lie in the home too, and it is less plain about a full disk.
        faults.check_writable(place.folder, faults.room_wanted(place.warehouse))
        prefect_settings.prepare(place, log_json=log_json)
    except faults.HomeFault as fault:
        end(HOME_UNWRITABLE, str(fault))
    except OSError as error:
        end(
            HOME_UNWRITABLE,
            _("{folder} cannot be written: {reason}; name another --home").format(
                folder=place.folder, reason=error.strerror
            ),
        )
    if not prefect_settings.name_a_server(place):
        temporary_server.start()
    return place


@contextmanager
def told_steps(begun: str, *, quiet: bool, plain: bool) -> Iterator[None]:
    """Says what begins; to a person who watches also each step of the run, in place of the one before."""
    if quiet or plain or not sys.stderr.isatty():
        if not quiet:
            say(begun)
        yield
        return
    from rich.console import Console
    from rich.markup import escape

    from flows.progress import watched

    with Console(stderr=True).status(escape(begun)) as line, watched(lambda told: line.update(escape(told))):
        yield


def no_server() -> NoReturn:
    """Ends the command, saying how a server is started and named."""
    end(
        NOTHING_DONE,
        _(
            "no Prefect server is named: start one with 'prefect server start' in another terminal, then "
            "'export PREFECT_API_URL=http://127.0.0.1:4200/api' here"
        ),
    )


def silent_server(error: BaseException) -> NoReturn:
    """Ends the command: the server that is named does not answer."""
    from prefect.settings import PREFECT_API_URL

    end(
        NOTHING_DONE,
        _("the Prefect server at {address} does not answer: {reason}; start it with: prefect server start").format(
            address=PREFECT_API_URL.value(), reason=error
        ),
    )


@contextmanager
def refusals(place: Home) -> Iterator[None]:
    """Ends the command with a line and an exit code where a flow refuses to go on."""
    from expectations.corrections import CorrectionsInvalid
    from flows.cluster import ClusterUnfit
    from flows.concurrency import LimitMissing
    from flows.faults import HomeFault, of_machine
    from flows.lock import HomeInUse
    from flows.summary import PublicationStopped

    try:
        yield
    except HomeInUse as error:
        end(HOME_IN_USE, str(error))
    except LimitMissing as error:
        end(NOTHING_DONE, str(error))
    except ClusterUnfit as error:
        end(NOTHING_DONE, worded(error))
    except PublicationStopped as stop:
        for reason in stop.reasons:
            say(_("expectation failed: {reason}").format(reason=reason))
        end(STOPPED, _("nothing was published; {file} stands as it was").format(file=place.warehouse.name))
    except CorrectionsInvalid as error:
        end(STOPPED, _("{reason}; nothing was published").format(reason=worded(error)))
    except HomeFault as fault:
        end(HOME_UNWRITABLE, str(fault))
    except Exception as error:
        # Prefect's own files may have met with it first.
        if behind := of_machine(error, place.folder):
            end(HOME_UNWRITABLE, str(behind))
        if isinstance(error, RuntimeError) and str(error).startswith(_UNREACHED):
            silent_server(error.__cause__ or error)
        raise
