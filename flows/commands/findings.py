"""`gongkai findings`: what the rules found in the published warehouse, and what people say of it."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING, Literal

import click

from flows.commands.common import HOME_HELP, NOTHING_DONE, counted, end, home_option, opened, say
from flows.language import environment_language, worded
from flows.queries import query

if TYPE_CHECKING:
    from decimal import Decimal

    from flows.verdicts import Open, Verdict

_EXAMPLE = "\b\nExample:  gongkai findings "


@click.group(
    short_help="List what the rules found; accept, dismiss, correct.",
    invoke_without_command=True,
    epilog="""\b
Example:  gongkai findings --severity critical
          gongkai findings dismiss f:0123456789abcdef:P-X2:1 --reason "expired documents are left out"
""",
)
@home_option
@click.option("--severity", type=click.Choice(["critical", "warning", "info"]), help="Only findings of this severity.")
@click.option("--issuer", help="Only issuers whose name holds this.")
@click.option("--year", type=int, help="Only reports for this year.")
@click.option("--all", "every", is_flag=True, help="Dismissed findings too.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of the messages. Default: that of the environment."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def findings(
    context: click.Context,
    home: str | None,
    severity: str | None,
    issuer: str | None,
    year: int | None,
    every: bool,
    lang: str | None,
    as_json: bool,
) -> None:
    """List what the rules found; accept or dismiss it with a reason, which lasts while the figures are unchanged."""
    context.obj = home
    if context.invoked_subcommand:
        return
    in_force = _findings(home)
    found = [
        one
        for one in in_force
        if (severity is None or one.severity == severity)
        and (issuer is None or issuer in (one.issuer or ""))
        and (year is None or one.report_year == year)
    ]
    shown = [one for one in found if every or one.verdict is None or one.verdict.verdict != "dismissed"]
    if as_json:
        import dataclasses
        import json

        for one in shown:
            click.echo(json.dumps(dataclasses.asdict(one), ensure_ascii=False))
        return
    # What people have said of it makes an entry longer: a blank line shows where the next begins.
    apart = "\n\n" if any(one.verdict for one in shown) else "\n"
    if shown:
        click.echo(apart.join("\n".join(_lines(one, lang or environment_language())) for one in shown))
    hidden = len(found) - len(shown)
    dismissed = _("; {count} dismissed (--all shows them)").format(count=hidden) if hidden else ""
    say(counted(len(shown), "{} finding", "{} findings") + dismissed)
    _tell_lapsed(home, in_force)


def _tell_lapsed(home: str | None, in_force: list[Open]) -> None:
    """Says which verdicts are on none of the findings in force."""
    from flows.home import Home
    from flows.verdicts import Verdicts

    lapsed = Verdicts(Home.at(home).folder).lapsed(in_force)
    if not lapsed:
        return
    told = counted(
        len(lapsed),
        "{} verdict has lapsed, as its figures have changed:",
        "{} verdicts have lapsed, as their figures have changed:",
    )
    say(told)
    for past in lapsed:
        say(f"{past.finding_id}  {past.message}\n{_said(past.verdict)}")


def _lines(one: Open, language: str) -> list[str]:
    issuer = " ".join(str(part) for part in (one.issuer, one.report_year) if part)
    lines = [f"{one.finding_id}  {_(one.severity)}  {issuer}", f"    {getattr(one, f'message_{language}')}"]
    return [*lines, _said(one.verdict)] if one.verdict else lines


def _said(said: Verdict) -> str:
    verdict = {"accepted": _("accepted"), "dismissed": _("dismissed")}[said.verdict]
    told = _("{verdict} by {who}, {at}: {reason}")
    return "    " + told.format(
        verdict=verdict, who=said.who, at=_when(said.said_at), reason=" ".join(said.reason.split())
    )


def _when(said_at: str) -> str:
    """To the minute, by the clock of who reads it."""
    from datetime import datetime

    return f"{datetime.fromisoformat(said_at).astimezone():%Y-%m-%d %H:%M}"


def _findings(home: str | None) -> list[Open]:
    from flows.home import Home
    from flows.verdicts import findings as read

    with opened(home) as connection:
        return read(connection, Home.at(home).folder)


def _finding(home: str | None, finding_id: str) -> Open:
    found = [one for one in _findings(home) if one.finding_id == finding_id]
    if not found:
        end(NOTHING_DONE, _("no finding in force has the id {id}; gongkai findings lists them").format(id=finding_id))
    return found[0]


def _named(context: click.Context, _: click.Parameter, home: str | None) -> None:
    """A home that is named after the subcommand, as after every other command, comes before that of `findings`."""
    context.obj = home or context.obj


_home_too = click.option(
    "--home", type=click.Path(), metavar="DIR", callback=_named, expose_value=False, help=HOME_HELP
)
_reason_option = click.option("--reason", required=True, help="Why; kept with the verdict.")
_by_option = click.option("--by", help="Who says so; else the user's name.")


def _give(
    home: str | None, finding_id: str, verdict: Literal["accepted", "dismissed"], reason: str, by: str | None
) -> None:
    import getpass

    from flows.home import Home
    from flows.verdicts import Verdicts

    if not reason.strip():
        raise click.UsageError(_("a verdict needs a reason: --reason"))
    Verdicts(Home.at(home).folder).give(_finding(home, finding_id), verdict, reason.strip(), by or getpass.getuser())
    told = {
        "accepted": _("{id} is accepted; the next run puts that into the warehouse"),
        "dismissed": _("{id} is dismissed; the next run puts that into the warehouse"),
    }
    say(told[verdict].format(id=finding_id))


@findings.command(
    short_help="Accept a finding: it is an error of the issuer.",
    epilog=_EXAMPLE + 'accept f:0123456789abcdef:H-C2:1 --reason "confirmed by the issuer"',
)
@click.argument("finding_id", metavar="ID")
@_reason_option
@_by_option
@_home_too
@click.pass_obj
def accept(home: str | None, finding_id: str, reason: str, by: str | None) -> None:
    """Accept finding ID: it is an error of the issuer, and its figures stay disputed."""
    _give(home, finding_id, "accepted", reason, by)


@findings.command(
    short_help="Dismiss a finding: the figures are in order.",
    epilog=_EXAMPLE + 'dismiss f:0123456789abcdef:P-X2:1 --reason "expired documents are left out"',
)
@click.argument("finding_id", metavar="ID")
@_reason_option
@_by_option
@_home_too
@click.pass_obj
def dismiss(home: str | None, finding_id: str, reason: str, by: str | None) -> None:
    """Dismiss finding ID: the figures are in order, and no longer disputed for it."""
    _give(home, finding_id, "dismissed", reason, by)


@findings.command(epilog=_EXAMPLE + "reopen f:0123456789abcdef:P-X2:1")
@click.argument("finding_id", metavar="ID")
@_home_too
@click.pass_obj
def reopen(home: str | None, finding_id: str) -> None:
    """Take the verdict on finding ID back."""
    from flows.home import Home
    from flows.verdicts import Verdicts

    verdicts = Verdicts(Home.at(home).folder)
    in_force = _findings(home)
    past = [one for one in verdicts.lapsed(in_force) if one.finding_id == finding_id]
    for lapsed in past:
        verdicts.take_back(lapsed)
    if not past or any(one.finding_id == finding_id for one in in_force):
        verdicts.take_back(_finding(home, finding_id))
    say(_("{id} has no verdict any more").format(id=finding_id))


@findings.command(
    epilog=_EXAMPLE
    + 'correct f:0123456789abcdef:H-C2:1 --box res_total__np --value 26 --reason "the parts add up to 26"'
)
@click.argument("finding_id", metavar="ID")
@click.option("--box", required=True, metavar="CODE", help="Cell that is wrong, as in res_total__np.")
@click.option("--value", required=True, help="What it should hold, in the unit of the box.")
@_reason_option
@_by_option
@click.option("--source", help="What it rests on: a letter, a corrected page.")
@_home_too
@click.pass_obj
def correct(
    home: str | None, finding_id: str, box: str, value: str, reason: str, by: str | None, source: str | None
) -> None:
    """Correct a box that finding ID rests on.

    The entry goes into corrections.yaml of the home with the value that is printed now; `gongkai run` puts it beside
    the original, in the tables corrections and corrected_series, and says so once it no longer fits the report.
    """
    import getpass
    from decimal import Decimal, InvalidOperation

    from expectations.corrections import Correction, CorrectionsInvalid, add
    from flows.home import Home

    try:
        right = Decimal(value)
    except InvalidOperation:
        raise click.UsageError(_("--value must be a number, not {value!r}").format(value=value)) from None
    if not right.is_finite() or not reason.strip():
        raise click.UsageError(_("a correction needs a number and a reason"))
    boxes = _boxes(home, finding_id)
    if box not in boxes:
        end(
            NOTHING_DONE,
            _("{id} does not rest on a box {box}; it rests on: {boxes}").format(
                id=finding_id, box=box, boxes=", ".join(sorted(boxes)) or _("none")
            ),
        )
    issuer, year, printed = boxes[box]
    entry = Correction(
        issuer=issuer,
        year=year,
        box=box,
        expect=printed,
        correct=right,
        who=by or getpass.getuser(),
        why=reason.strip(),
        source=source,
    )
    try:
        add(Home.at(home).corrections, entry)
    except CorrectionsInvalid as error:
        end(NOTHING_DONE, worded(error))
    told = _(
        "{box} of {issuer} {year}: {printed:f} is corrected to {right:f}; `gongkai run` puts it into the warehouse"
    )
    say(told.format(box=box, issuer=issuer, year=year, printed=printed, right=right))


def _boxes(home: str | None, finding_id: str) -> dict[str, tuple[str, int, Decimal]]:
    """The boxes with a number that a finding rests on: issuer, year and what is printed, by their code."""
    with opened(home) as connection:
        rows = connection.execute(query("boxes"), [finding_id]).fetchall()
    found: dict[str, tuple[str, int, Decimal]] = {}
    for code, issuer, year, value in rows:
        found.setdefault(code, (issuer, year, value.normalize()))
    return found
