"""What several commands share: the option for the home, and how they speak and end."""

from __future__ import annotations

import errno
import json
import os
import shlex
import shutil
import sys
from collections.abc import Collection, Iterable, Sequence
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from flows.language import to_say
from flows.sources import passed_over
from flows.terminal import visible

if TYPE_CHECKING:
    import duckdb

SOME_UNREAD = 1
NOTHING_DONE = 2
STATUS_WORDS = {
    "ok": to_say("ok"),
    "inferred": to_say("inferred"),
    "ocr": to_say("ocr"),
    "disputed": to_say("disputed"),
}
"""What a value of a series is marked as, in a word."""
STOPPED = 3
HOME_IN_USE = 4
HOME_UNWRITABLE = 5

_SHOWN = 5

HOME_HELP = (
    "Folder of originals, warehouse and report (the home). Default: GONGKAI_HOME, else gongkai-home/ in this folder."
)

home_option = click.option("--home", type=click.Path(), metavar="DIR", help=HOME_HELP)


def counted(number: int, one: str, many: str) -> str:
    """`1 report`, `1,024 reports`, 1,024份报告: the words that a number wants, which stands in them as `{}`."""
    return ngettext(one, many, number).format(f"{number:,}")


def say(message: str) -> None:
    """A line for the person at the terminal; standard output is kept for results. One JSON object with --log-json."""
    context = click.get_current_context(silent=True)
    if context and context.params.get("log_json"):
        message = json.dumps({"name": "gongkai", "levelname": "INFO", "msg": message}, ensure_ascii=False)
    click.echo(visible(message), err=True)


def not_read(file: str, reason: str) -> None:
    """Names a file that could not be read, on one line."""
    say(_("not read: {file}: {reason}").format(file=printable(file), reason=" ".join(reason.split())))


def printable(name: str) -> str:
    """The name without what a terminal would take for a command."""
    return "".join(char if char.isprintable() else "?" for char in name)


def no_report(file: str, reason: str) -> None:
    """Names a file that lay among reports and is none, on one line."""
    say(_("not a report: {file}: {reason}").format(file=" ".join(file.split()), reason=" ".join(reason.split())))


def reason_of(code: str, message: str) -> str:
    """Why a file was not read, in the language that is spoken."""
    from flows.language import spoken_language

    if not code or spoken_language() == "en":
        return message
    from gongkai.problem_words import refusal

    return refusal(code, message, "zh")


def is_beside(file: str, code: str, named: Collection[str]) -> bool:
    """True for a text that is no report and was found in a folder: a readme among reports is no failure."""
    return code == "not_a_report" and Path(file).name not in named


def tell_passed_over(sources: Sequence[str]) -> None:
    """Says on one line which files of named folders are not tried, for they are of no type that reports come in."""
    files = passed_over(sources)
    if files:
        shown = _(", ").join(file.name for file in files[:_SHOWN]) + (_(", ") + "..." if len(files) > _SHOWN else "")
        say(
            counted(
                len(files),
                "passed over: {} file of another type",
                "passed over: {} files of other types",
            )
            + _(" ({names}); name one to have it tried").format(names=shown)
        )


def named_files(sources: Iterable[str]) -> set[str]:
    """The names of the files among what a person named; folders, globs and lists name theirs only in passing."""
    return {path.name for source in sources if (path := Path(source)).is_file()}


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
        no_warehouse(path)


def no_warehouse(path: Path) -> NoReturn:
    """Ends the command: there is nothing to be asked yet."""
    end(
        NOTHING_DONE,
        _("there is no warehouse at {path}; make one with: {program} run").format(path=path, program=program_name()),
    )


def need_home(folder: Path) -> None:
    """Ends the command where nothing was ever run, before anything is made there: the name may be mistyped."""
    if not folder.is_dir() or not any(folder.iterdir()):
        end(NOTHING_DONE, no_home(folder))


_SYSTEM = {
    errno.EEXIST: to_say("a file of that name is in the way"),
    errno.ENOTDIR: to_say("a part of the path is a file and no folder"),
    errno.EISDIR: to_say("it is a folder"),
    errno.ENOENT: to_say("there is no such file or folder"),
    errno.EACCES: to_say("permission denied"),
    errno.EPERM: to_say("permission denied"),
    errno.EROFS: to_say("the file system is read-only"),
    errno.ENOSPC: to_say("no space is left on the disk"),
}


def reason_of_system(error: OSError) -> str:
    """Why the system refused, without the number that it has for it."""
    return _(_SYSTEM[error.errno]) if error.errno in _SYSTEM else error.strerror or str(error)


def cannot_write(place: Path, error: OSError) -> NoReturn:
    """Ends the command: its result cannot be put where it was to go."""
    end(
        NOTHING_DONE,
        _("cannot write to {place}: {reason}; name another folder").format(place=place, reason=reason_of_system(error)),
    )


def no_home(folder: Path) -> str:
    """That nothing was ever run here, and what to do."""
    return _("there is no home at {folder}; make one with: {program} run").format(folder=folder, program=program_name())


def shown(path: str) -> str:
    """A path as short as it can be said here, quoted for a shell."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        return shlex.quote(path)
    return shlex.quote(relative if not relative.startswith("..") else path)


def program_name(beside: str | None = None) -> str:
    """How this program, or the one `beside` it, is called from here: by its name where the shell finds it, else by its
    path."""
    program = Path(sys.argv[0]).absolute()
    if beside:
        program = program.with_name(beside)
    found = shutil.which(program.name)
    return program.name if found and Path(found).absolute() == program else shown(str(program))


def home_argument(warehouse: str) -> str:
    """` --home DIR` where the home of `warehouse` is not the one that commands take by themselves."""
    from flows.home import Home

    folder = Path(warehouse).parent
    return "" if folder == Home.at(None).folder else f" --home {shown(str(folder))}"
