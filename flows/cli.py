"""The command line. Each command lives in `flows/commands/` and imports what is heavy only when it is run, so that
`gongkai --help` answers at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

import gongkai
from flows.commands.backfill import backfill
from flows.commands.bootstrap import bootstrap
from flows.commands.check import check
from flows.commands.collect import collect
from flows.commands.data_docs import data_docs
from flows.commands.diff import diff
from flows.commands.explain import explain
from flows.commands.export import export
from flows.commands.extract import extract
from flows.commands.findings import findings
from flows.commands.forms import forms
from flows.commands.phrasings import phrasings
from flows.commands.publish import publish
from flows.commands.rebuild import rebuild
from flows.commands.run import run
from flows.commands.runs import runs
from flows.commands.series import series
from flows.commands.serve import serve
from flows.commands.site import site
from flows.commands.sql import sql
from flows.commands.status import status
from flows.commands.verify import verify
from flows.terminal import guarded
from flows.translated_help import Spoken, language_option

EXIT_CODES = """\b
Exit codes (check, status and verify have their own, see their --help):
  0  everything has been read, save what lay in a folder and is no report (each named)
  1  something could not be read (each named, with the reason); the rest has been
  2  wrong arguments, or nothing at all could be read
  3  an expectation failed, or corrections.yaml is wrong: nothing was published
  4  another run is writing to the same warehouse home
  5  the home cannot be written, its disk is full, or the clock has gone back
  130  interrupted (Ctrl-C)
"""

_EPILOG = "\b\nExample:  gongkai run reports/\n\n" + EXIT_CODES


@click.group(cls=Spoken, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EPILOG)
@click.version_option(gongkai.__version__, prog_name="gongkai")
def main() -> None:
    """Read government-information-disclosure annual reports (政府信息公开工作年度报告), check their figures, and keep
    them as comparable series in DuckDB."""
    # Files have Chinese names and figures Chinese units whatever the locale of the terminal is.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout = guarded(sys.stdout)
    # What is left is written while click still listens: where nobody reads on (`| head`), it ends without a word.
    click.get_current_context().call_on_close(sys.stdout.flush)


for command in (
    run,
    check,
    series,
    findings,
    explain,
    sql,
    extract,
    forms,
    export,
    site,
    diff,
    collect,
    phrasings,
    status,
    runs,
    verify,
    rebuild,
    backfill,
    bootstrap,
    serve,
    publish,
    data_docs,
):
    main.add_command(command)


def _every(command: click.Command) -> Iterator[click.Command]:
    """The command and those below it."""
    yield command
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _every(below)


for command in _every(main):
    if all(parameter.name != "lang" for parameter in command.params):
        command.params.append(language_option())
