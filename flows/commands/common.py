"""What several commands share: the option for the home, and how they speak and end."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from flows.terminal import visible

if TYPE_CHECKING:
    import duckdb

SOME_UNREAD = 1
NOTHING_DONE = 2
STOPPED = 3
HOME_IN_USE = 4
HOME_UNWRITABLE = 5

home_option = click.option(
    "--home",
    metavar="DIR",
    help="Warehouse home: originals, warehouse, report. Else GONGKAI_HOME, else gongkai-home/ here.",
)


def say(message: str) -> None:
    """A line for the person at the terminal; standard output is kept for results."""
    click.echo(visible(message), err=True)


def not_read(file: str, reason: str) -> None:
    """Names a file that could not be read, on one line."""
    name = "".join(char if char.isprintable() else "?" for char in file)
    say(f"not read: {name}: {' '.join(reason.split())}")


def end(code: int, message: str | None = None) -> NoReturn:
    """Ends the command with a message of one line."""
    if message:
        say(message)
    sys.exit(code)


def opened(home: str | None) -> duckdb.DuckDBPyConnection:
    """The published warehouse of a home, read-only; ends the command where there is none."""
    from flows.home import Home
    from warehouse.reading import open_warehouse

    path = Home.at(home).warehouse
    try:
        return open_warehouse(path)
    except FileNotFoundError:
        end(NOTHING_DONE, f"there is no warehouse at {path}; make one with: gongkai run")


def shown(path: str) -> str:
    """A path as short as it can be said here, quoted for a shell."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        return shlex.quote(path)
    return shlex.quote(relative if not relative.startswith("..") else path)


def program_name() -> str:
    """How this program is called again from here: by its name where the shell finds it, else by its path."""
    program = Path(sys.argv[0]).absolute()
    found = shutil.which(program.name)
    return program.name if found and Path(found).absolute() == program else shown(str(program))


def home_argument(warehouse: str) -> str:
    """` --home DIR` where the home of `warehouse` is not the one that commands take by themselves."""
    from flows.home import Home

    folder = Path(warehouse).parent
    return "" if folder == Home.at(None).folder else f" --home {shown(str(folder))}"
