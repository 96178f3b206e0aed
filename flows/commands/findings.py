"""`gongkai findings`: what the rules found in the published warehouse, and what people say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from flows.commands.check import environment_language
from flows.commands.common import NOTHING_DONE, end, home_option, opened, say

if TYPE_CHECKING:
    from flows.verdicts import Open


@click.group(
    invoke_without_command=True,
    epilog="""\b
Example:  gongkai findings --severity critical
          gongkai findings dismiss f:0123456789abcdef:P-X2:1 --reason "documents that expired are left out"
""",
)
@home_option
@click.option("--severity", type=click.Choice(["critical", "warning", "info"]), help="Only these.")
@click.option("--issuer", help="Only issuers whose name holds this.")
@click.option("--year", type=int, help="Only reports for this year.")
@click.option("--all", "every", is_flag=True, help="Dismissed ones too.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language; else that of the environment.")
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
    found = [
        one
        for one in _findings(home)
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
    for one in shown:
        click.echo("\n".join(_lines(one, lang or environment_language())))
    hidden = len(found) - len(shown)
    say(f"{len(shown)} findings" + (f"; {hidden} dismissed (--all shows them)" if hidden else ""))


def _lines(one: Open, language: str) -> list[str]:
    issuer = " ".join(str(part) for part in (one.issuer, one.report_year) if part)
    lines = [f"{one.finding_id}  {one.severity}  {issuer}", f"    {getattr(one, f'message_{language}')}"]
    if one.verdict:
        lines.append(f"    {one.verdict.verdict} by {one.verdict.who}, {one.verdict.said_at}: {one.verdict.reason}")
    return lines


def _findings(home: str | None) -> list[Open]:
    from flows.home import Home
    from flows.verdicts import findings as read

    with opened(home) as connection:
        return read(connection, Home.at(home).folder)


def _finding(home: str | None, finding_id: str) -> Open:
    found = [one for one in _findings(home) if one.finding_id == finding_id]
    if not found:
        end(NOTHING_DONE, f"no finding in force has the id {finding_id}")
    return found[0]


_reason_option = click.option("--reason", required=True, help="Why; kept with the verdict.")
_by_option = click.option("--by", help="Who says so; else the user's name.")


def _give(
    home: str | None, finding_id: str, verdict: Literal["accepted", "dismissed"], reason: str, by: str | None
) -> None:
    import getpass

    from flows.home import Home
    from flows.verdicts import Verdicts

    if not reason.strip():
        raise click.UsageError("a verdict needs a reason")
    Verdicts(Home.at(home).folder).give(_finding(home, finding_id), verdict, reason.strip(), by or getpass.getuser())
    say(f"{finding_id} is {verdict}")


@findings.command()
@click.argument("finding_id", metavar="ID")
@_reason_option
@_by_option
@click.pass_obj
def accept(home: str | None, finding_id: str, reason: str, by: str | None) -> None:
    """Accept finding ID: it is an error of the issuer."""
    _give(home, finding_id, "accepted", reason, by)


@findings.command()
@click.argument("finding_id", metavar="ID")
@_reason_option
@_by_option
@click.pass_obj
def dismiss(home: str | None, finding_id: str, reason: str, by: str | None) -> None:
    """Dismiss finding ID: the figures are in order."""
    _give(home, finding_id, "dismissed", reason, by)


@findings.command()
@click.argument("finding_id", metavar="ID")
@click.pass_obj
def reopen(home: str | None, finding_id: str) -> None:
    """Take the verdict on finding ID back."""
    from flows.home import Home
    from flows.verdicts import Verdicts

    Verdicts(Home.at(home).folder).take_back(_finding(home, finding_id))
    say(f"{finding_id} has no verdict")
