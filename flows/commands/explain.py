"""`gongkai explain`: where a value comes from."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from flows.commands.common import NOTHING_DONE, end, home_option, opened
from flows.language import spoken_language, to_say
from flows.text_width import cells

if TYPE_CHECKING:
    from warehouse.reading import Explanation


@click.command(
    short_help="Say where a value comes from: file, place, words.",
    epilog="\b\nExample:  gongkai explain f43eb921327c8fff:req_new__total",
)
@click.argument("identifier", metavar="ID")
@home_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def explain(identifier: str, home: str | None, as_json: bool) -> None:
    """Say where the value ID comes from: file, hash, place, and the words around it.

    ID is the id of an observation, cell, mention or finding, or an evidence_id of the view `series`.
    """
    import msgspec

    from warehouse.reading import explain as look_up

    with opened(home) as connection:
        try:
            explanation = look_up(connection, identifier)
        except KeyError:
            end(
                NOTHING_DONE,
                _(
                    "no observation, cell, mention or finding has the id {id}; gongkai series and findings show ids"
                ).format(id=identifier),
            )
    if as_json:
        click.echo(msgspec.json.Encoder(decimal_format="number").encode(explanation).decode("utf-8"))
        return
    click.echo("\n".join(_lines(explanation)))


_NAMES = 9
"""Cells of the column that says what a line is about."""
KINDS = (to_say("observation"), to_say("cell"), to_say("mention"), to_say("words"), to_say("finding"))


def _lines(one: Explanation) -> list[str]:
    """An explanation as a person reads it: what it is, where it stands, and what it rests on, each on a line."""
    later = _("superseded by the later version {id}").format(id=one.superseded_by) if one.superseded_by else None
    rows = [
        *zip((_("what"), ""), _labels(one), strict=False),
        (_("value"), _value(one)),
        (_("printed"), f"“{one.printed}”" if one.printed is not None else None),
        (_("state"), _state(one)),
        (_("report"), " ".join(str(part) for part in (one.issuer, one.report_year) if part)),
        ("", later),
        (_("title"), one.title),
        (_("file"), one.file),
        ("sha256", one.sha256),
        (_("place"), _place(one)),
        (_("words"), _words(one)),
    ]
    # What an observation rests on is the one place that is shown already: only its id is new.
    of_one = one.kind == "observation" and len(one.evidence) == 1
    rows += [(_("evidence"), one.evidence[0].id)] if of_one else []
    head = f"{_(one.kind)} {one.id}"
    lines = [head, *(f"  {name}{' ' * (_NAMES - cells(name))}{text}" for name, text in rows if text)]
    return lines if of_one or not one.evidence else [*lines, "", *_operands(one.evidence)]


def _labels(one: Explanation) -> list[str | None]:
    """What it is; in English the Chinese too, as the form has it."""
    if spoken_language() == "zh":
        return [one.label_zh or one.label]
    return [one.label] if not one.label_zh or one.label_zh in (one.label or "") else [one.label, one.label_zh]


def _operands(evidence: tuple[Explanation, ...]) -> list[str]:
    """What a finding rests on, in the order of the report; cells of nought add nothing but their names."""
    noughts = [one for one in evidence if one.kind == "cell" and one.value == 0]
    if len(noughts) == len(evidence):
        noughts = []
    lines = [f"  {_('rests on')}"]
    for one in sorted(evidence, key=lambda one: (one.report_year or 0, one.start or 0, one.id)):
        if one in noughts:
            continue
        lines += [
            f"    {_value(one) or _state(one)}  {one.label or one.words}",
            f"      {_place(one)}",
            f"      {_words(one)}",
            f"      {one.id}",
        ]
    if noughts:
        lines.append(f"    {_('0 is printed in')}  {'；'.join(one.label or one.id for one in noughts)}")
    return lines


def _state(one: Explanation) -> str:
    return _(one.state) if one.state else ""


def _value(one: Explanation) -> str | None:
    if one.value is None and one.lower is None and one.upper is None:
        return None
    if one.lower == one.upper and one.value is not None:
        return f"{one.value.normalize():,f} {one.unit or ''}".rstrip()
    least = "" if one.lower is None else _("at least {number}").format(number=f"{one.lower.normalize():,f}")
    most = "" if one.upper is None else _("less than {number}").format(number=f"{one.upper.normalize():,f}")
    bounds = _(", ").join(part for part in (least, most) if part)
    return f"{bounds} {one.unit or ''}".rstrip()


def _place(one: Explanation) -> str | None:
    place = [
        _("page {number}").format(number=one.page) if one.page is not None else "",
        _("table {table}, row {row}, column {column}").format(table=one.table, row=one.row, column=one.column)
        if one.table is not None
        else "",
        _("characters {start} to {end}").format(start=one.start, end=one.end) if one.start is not None else "",
    ]
    return _("; ").join(part for part in place if part) or None


def _words(one: Explanation) -> str | None:
    if not (one.before or one.words or one.after):
        return None
    around = f"{one.before}【{one.words}】{one.after}"
    return " ".join(around.split())
