"""`gongkai series`: a series of one issuer at the terminal, with a sparkline, its breaks and its grades."""

from __future__ import annotations

import shutil
from decimal import Decimal
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from flows.commands.common import NOTHING_DONE, STATUS_WORDS, counted, end, home_option, opened
from flows.language import spoken_language, to_say, worded
from flows.text_width import cells, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXAMPLE = "\b\nExample:  gongkai series requests_received --issuer 宿迁市"
_BARS = "▁▂▃▄▅▆▇█"
_GRADES = {
    "E": to_say("E the same definition on every form"),
    "N": to_say("N near: usable, mind the breaks"),
    "P": to_say("P a proxy put together from several lines"),
}
_STATUSES = {
    "disputed": to_say("disputed: a check of the report failed on the figure"),
    "inferred": to_say("inferred: not printed apart, but the only reading that fits every sum"),
    "ocr": to_say("ocr: recognised on the picture of a page, not read"),
}

APPLICANTS = ("np", "biz", "sci", "npo", "law", "org_other", "total")
"""Those of table 3 of the forms."""
SCOPES = (to_say("organ"), to_say("own_level"), to_say("jurisdiction"), to_say("unknown"), to_say("part"))
_SUM = to_say("and n more: put together from several figures; the column evidence of the view series names each")


@click.command(short_help="Show a series of one issuer, its breaks marked.", epilog=_EXAMPLE)
@click.argument("series_id", required=False, metavar="[ID]")
@click.option("--issuer", help="Name, short name or id of the issuer: 宿迁市.")
@click.option(
    "--applicant", type=click.Choice(APPLICANTS), default="total", show_default=True, help="Kind of applicant."
)
@click.option(
    "--list", "listed", is_flag=True, help="List the series, as without ID; with --issuer those of the issuer."
)
@home_option
@click.pass_context
def series(
    context: click.Context, series_id: str | None, issuer: str | None, applicant: str, listed: bool, home: str | None
) -> None:
    """Show the series ID of one issuer over the years, its breaks marked. Without ID, list the series that have
    figures: id, name, years, and how many issuers have them."""
    from warehouse.frames import UnknownNameError, Warehouse

    if series_id and not listed and not issuer:
        option = next(one for one in context.command.params if one.name == "issuer")
        raise click.MissingParameter(ctx=context, param=option)
    with Warehouse(opened(home)) as warehouse:
        try:
            if listed or not series_id or not issuer:
                _list(warehouse.series_held(issuer=issuer).to_dicts())
                return
            points = warehouse.series(series_id, issuer=issuer, applicant=applicant).to_dicts()
        except UnknownNameError as error:
            end(NOTHING_DONE, worded(error))
        name_zh, name_en, definition, definition_zh = warehouse.sql(
            "SELECT name_zh, name_en, definition, definition_zh FROM series_definitions WHERE series_id = ?",
            [series_id],
        ).row(0)
    chinese = spoken_language() == "zh"
    click.echo(name_zh if chinese else f"{name_zh}  {name_en}")
    click.echo(definition_zh if chinese else definition)
    if not points:
        click.echo(_("no figure of {issuer} for {applicant}").format(issuer=issuer, applicant=applicant))
        return
    groups: dict[tuple[str, str, str | None], list[dict[str, Any]]] = {}
    for point in points:
        part = point["scope_name"] if point["scope"] == "part" else None
        groups.setdefault((point["issuer"], point["scope"], part), []).append(point)
    for (name, scope, part), own in groups.items():
        click.echo(f"\n{name}  {part or _(scope)}  {own[0]['unit'] or ''}  {sparkline(own)}")
        _print_points(own)
    grades = sorted({point["grade"] for point in points})
    statuses = sorted({point["status"] for point in points} & _STATUSES.keys())
    more = [_SUM] if any(len(point["evidence"]) > 1 for point in points) else []
    click.echo(
        "\n" + "\n".join(map(_, [*(_GRADES[one] for one in grades), *(_STATUSES[one] for one in statuses), *more]))
    )


def _list(held: Sequence[dict[str, Any]]) -> None:
    """The series by id, each on a line."""
    width = max((len(one["series_id"]) for one in held), default=0)
    for one in held:
        years = f"{one['first_year']}-{one['last_year']}"
        issuers = counted(one["issuers"], "{} issuer", "{} issuers")
        name = one["name_zh"] if spoken_language() == "zh" else f"{one['name_zh']}  {one['name_en']}"
        click.echo(f"{one['series_id']:<{width}}  {years}  {issuers:<10}  {name}")


def sparkline(points: Sequence[dict[str, Any]]) -> str:
    """One bar a year, from the least to the greatest value; a gap for a year without one, │ where a break falls."""
    known = {point["report_year"]: point for point in points if _height(point) is not None}
    if not known:
        return ""
    heights = {year: float(_height(point) or 0) for year, point in known.items()}
    least, greatest = min(0.0, *heights.values()), max(heights.values())
    line = ""
    for year in range(min(known), max(known) + 1):
        if year not in known:
            line += " "
            continue
        share = (heights[year] - least) / (greatest - least) if greatest > least else 0.0
        line += ("│" if known[year]["break_en"] and line else "") + _BARS[round(share * (len(_BARS) - 1))]
    return line


def _height(point: dict[str, Any]) -> Decimal | None:
    value: Decimal | None = point["value"] if point["value"] is not None else point["lower"]
    return value


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():,f}"


def _figure(point: dict[str, Any]) -> str:
    """The value, or the interval that an approximate one stands for."""
    if point["lower"] == point["upper"] and point["value"] is not None:
        return _plain(point["value"])
    if point["lower"] is None:
        return f"< {_plain(point['upper'])}"
    return f"≥ {_plain(point['lower'])}" + (f", < {_plain(point['upper'])}" if point["upper"] is not None else "")


def _print_points(points: Sequence[dict[str, Any]]) -> None:
    width = max(5, *(len(_figure(point)) for point in points))
    value = _("value")
    click.echo(
        "  "
        + _("year  {value}  grade  form  status    where it stands").format(value=" " * (width - cells(value)) + value)
    )
    for number, point in enumerate(points):
        # Applicants of a kind may be counted from the break on only.
        if point["break_en"] and number:
            _print_break(point)
        status = "" if point["status"] == "ok" else _(STATUS_WORDS.get(point["status"], point["status"]))
        marks = f"{point['grade']:5}  {point['vintage'] or '-':4}  {status}{' ' * (8 - cells(status))}"
        others = len(point["evidence"]) - 1
        place = point["evidence_id"] + (_(" and {count} more").format(count=others) if others else "")
        click.echo(f"  {point['report_year']}  {_figure(point):>{width}}  {marks}  {place}")


def _print_break(point: dict[str, Any]) -> None:
    """Why what follows may not be compared with what stands above, within the terminal's width; in English the Chinese
    stands before it, as it names the documents."""
    click.echo(f"  ── {_('break: not to be compared with the years above')} {'─' * 10}")
    room = shutil.get_terminal_size((100, 24)).columns - 7
    for reason in (point["break_zh"], *([point["break_en"]] if spoken_language() == "en" else [])):
        for line in wrapped(reason, room):
            click.echo(f"     {line}")
