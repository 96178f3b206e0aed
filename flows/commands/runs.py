"""`gongkai runs`: what was run in a home, how long it took, what failed, and how to try that again."""

from __future__ import annotations

import json
import shlex
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from flows.commands.common import NOTHING_DONE, end, home_argument, home_option, program_name, shown
from flows.language import to_say

if TYPE_CHECKING:
    from flows.history import Failure, Run

_SHOWN_FAILURES = 20
_OPTIONS = {"years": "--years", "issuers": "--issuer", "source_list": "--collect-from"}
_OPTIONS |= {"rate": "--rate", "allowed_hosts": "--allow-host", "contact": "--contact"}
_FLAGS = {"collected": "--collected", "only_failed": "--failed"}
_COMMANDS = {"annual_reports": "run"}


@click.command(
    short_help="List the runs of a home, and how to try one again.", epilog="\b\nExample:  gongkai runs --last 5"
)
@home_option
@click.option("--last", type=click.IntRange(1), default=20, show_default=True, help="How many runs to list.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a run.")
def runs(home: str | None, last: int, as_json: bool) -> None:
    """List the runs of a home, newest first, with what failed and the command that tries it again."""
    from flows.history import History
    from flows.home import Home
    from flows.lock import holder

    place = Home.at(home)
    if not place.ledger.exists():
        end(
            NOTHING_DONE,
            _("there was no run in {folder} yet; start one with: {program} run").format(
                folder=place.folder, program=program_name()
            ),
        )
    history = History(place.ledger)
    found = history.runs(last)
    # Of each lock, the last run that holds it.
    held = {run.collects: run.run_id for run in reversed(found) if holder(place.lock_of(run))}
    where = home_argument(str(place.warehouse))
    if as_json:
        for run in found:
            as_object = _as_object(run, where, under_way=run.run_id in held.values())
            click.echo(json.dumps(as_object, ensure_ascii=False))
        return
    if not found:
        click.echo(_("no run is noted yet"))
    for run in found:
        under_way = run.run_id in held.values()
        click.echo(_line(run, under_way=under_way))
        if again := _again(run, where, under_way=under_way):
            click.echo(" " * 18 + _("try again with: {command}").format(command=again))
    _failures(history.failures(), where)


def _failures(failures: list[Failure], where: str) -> None:
    if not failures:
        return
    told = _("{count} failed and not read since; the next run tries each again, by itself:")
    click.echo("\n" + told.format(count=f"{len(failures):,}"))
    for one in failures[:_SHOWN_FAILURES]:
        click.echo(f"  {one.snapshot.file}: {one.reason}")
    if len(failures) > _SHOWN_FAILURES:
        click.echo("  " + _("and {count} more").format(count=f"{len(failures) - _SHOWN_FAILURES:,}"))
    click.echo(_("now and alone:  {command}").format(command=f"{program_name()} run --failed{where}"))


def _line(run: Run, *, under_way: bool) -> str:
    took = "" if run.seconds is None else f"{_duration(run.seconds):>9}"
    return f"{run.began_at.astimezone():%Y-%m-%d %H:%M}  {run.flow:15}{took:9}  {_(_state(run, under_way))}" + (
        f": {told}" if (told := _told(run)) else ""
    )


def _told(run: Run) -> str | None:
    """What the run counted; of one that ended badly, or brought originals, what it said."""
    from flows.summary import of_run

    return of_run(run)


def _state(run: Run, under_way: bool) -> str:
    if run.state:
        return str(run.state)
    return to_say("under way") if under_way else "killed"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def _again(run: Run, where: str, *, under_way: bool) -> str | None:
    """The command that does again what a run that ended badly was asked for."""
    from flows.history import State

    if under_way or not (run.state is None or run.state.bad):
        return None
    if run.state is State.DAMAGED:
        return f"{program_name()} rebuild{where}"
    given = run.parameters
    words = [shown(source) for source in _listed(given.get("sources"))]
    for name, option in _OPTIONS.items():
        words += [f"{option} {shlex.quote(str(value))}" for value in _listed(given.get(name))]
    words += [flag for name, flag in _FLAGS.items() if given.get(name)]
    return " ".join([program_name(), _COMMANDS.get(run.flow, run.flow), *words]) + where


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _as_object(run: Run, where: str, *, under_way: bool) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "flow": run.flow,
        "parameters": run.parameters,
        "began_at": run.began_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "seconds": run.seconds,
        "state": _state(run, under_way),
        "message": _told(run),
        "counts": run.counts,
        "try_again": _again(run, where, under_way=under_way),
    }
