"""`gongkai check`: the rules over a draft, before it is published. No Prefect, no Great Expectations, no warehouse."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from gettext import gettext as _
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.assessment_text import assessment_lines, summary_in_both, worst
from flows.commands.common import not_read, reason_of, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongkai import Report

FINDINGS = 1
NOT_CHECKED = 2


@click.command(
    short_help="Check the figures of a draft or report; keeps nothing.",
    epilog="""\b
Example:  gongkai check draft.html --against last-year.html

\b
Exit codes:
  0  clean: nothing critical, and nothing that should be looked at
  1  something to be corrected or looked at
  2  a file was not read; or nothing was found, but a table or box was not read
  130  interrupted (Ctrl-C)

A sum that cannot be decided because boxes are blank is named, and does not change the exit code.
""",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(),
    metavar="LAST_YEAR",
    help="Report of the year before; may be repeated.",
)
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of the messages. Default: that of the environment."
)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object per report, each on a line (docs/check.schema.json)."
)
@click.option("--html", "as_html", is_flag=True, help="One self-contained page for all, on standard output.")
@click.option("--time", "timed", is_flag=True, help="Say at the end how long it took, from the start of the program.")
@click.pass_context
def check(
    context: click.Context,
    files: tuple[str, ...],
    against: tuple[str, ...],
    lang: str | None,
    as_json: bool,
    as_html: bool,
    timed: bool,
) -> None:
    """Check the figures of FILEs: sums of the tables, text against table, fees, and the years before.

    Says which boxes do not fit, by how much, and what the slip may be.
    """
    if as_json and as_html:
        raise click.UsageError(_("--json and --html exclude each other; name one"))
    desk: list[DuckDBPyConnection] = []
    (reports, lost), (others, lost_others) = _read(files, against, lambda: desk.append(_laid_out()))
    if not reports:
        context.exit(NOT_CHECKED)
    from expectations.drafts import check_reports

    assessments = check_reports(list(reports.values()), list(others.values()), desk[0])
    names = {report.report_id: name for name, report in reports.items()}
    if as_html:
        from pages.checked import checked_page

        held = list(others.values())
        told = [(Path(names[one.report_id]).name, worst(one), summary_in_both(one, held)) for one in assessments]
        click.echo(checked_page(list(reports.values()), held, told, lang), nl=False)
    unchecked = lost or lost_others
    for assessment in assessments:
        name = names[assessment.report_id]
        if not assessment.evaluated and not assessment.not_assessable:
            not_read(name, _("there is nothing in it that could be checked"))
            unchecked = True
        elif as_json:
            from expectations.assessment_json import to_json

            click.echo(to_json(name, assessment))
        elif not as_html:
            click.echo("\n".join(assessment_lines(name, assessment, list(others.values()))) + "\n")
    if timed:
        say(_("{seconds:.2f} s.").format(seconds=_seconds()))
    if unchecked:
        context.exit(NOT_CHECKED)
    if any(finding.severity != "info" for assessment in assessments for finding in assessment.findings):
        context.exit(FINDINGS)
    if not all(assessment.whole for assessment in assessments):
        context.exit(NOT_CHECKED)


def _seconds() -> float:
    """Since the program was started, its imports included; where the system does not tell, the processor's time."""
    try:
        started = float(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError):
        return time.process_time()


def _laid_out() -> DuckDBPyConnection:
    from expectations.drafts import lay_out

    return lay_out()


def _read(
    files: Sequence[str], against: Sequence[str], meanwhile: Callable[[], object]
) -> Iterator[tuple[dict[str, Report], bool]]:
    """Of `files` and of `against` the reports by the name of their file, and whether one could not be read."""
    import gongkai
    from flows.guarded_reading import read_all
    from flows.sources import find_files

    named = [find_files(files), find_files(against)]
    with closing(read_all([path for found, _missing in named for path in found], meanwhile)) as told:
        for found, missing in named:
            for absent in missing:
                not_read(absent.name, absent.reason)
            reports: dict[str, Report] = {}
            lost = bool(missing)
            for name, one in chain.from_iterable(islice(told, len(found))):
                if isinstance(one, gongkai.UnreadableSource):
                    not_read(name, reason_of(one.code, one.message))
                    lost = True
                else:
                    reports[name] = one
            yield reports, lost
