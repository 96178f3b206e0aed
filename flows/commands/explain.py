"""`gongkai explain`: where a value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flows.commands.common import NOTHING_DONE, end, home_option, opened

if TYPE_CHECKING:
    from warehouse.reading import Explanation


@click.command(
    epilog="Example:  gongkai sql 'SELECT evidence_id FROM series LIMIT 1', then gongkai explain with that id"
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
            end(NOTHING_DONE, f"no observation, cell, mention or finding has the id {identifier}")
    if as_json:
        click.echo(msgspec.json.Encoder(decimal_format="number").encode(explanation).decode("utf-8"))
        return
    click.echo("\n".join(_lines(explanation)))


def _lines(one: Explanation, indent: str = "") -> list[str]:
    """An explanation as a person reads it; what it rests on follows, indented."""
    bounds = ""
    if one.lower != one.upper:
        lower = "" if one.lower is None else f"{one.lower.normalize():f}"
        upper = "" if one.upper is None else f"{one.upper.normalize():f}"
        bounds = f"  (between {lower or 'open'} and {upper or 'open'})"
    value = None if one.value is None else f"{one.value.normalize():f} {one.unit or ''}".rstrip() + bounds
    place = [
        f"characters {one.start} to {one.end}" if one.start is not None else "",
        f"table {one.table}, row {one.row}, column {one.column}" if one.table is not None else "",
        f"page {one.page}" if one.page is not None else "",
    ]
    rows = [
        ("what", one.label),
        ("", one.label_zh if one.label_zh != one.label else None),
        ("value", value),
        ("printed", repr(one.printed) if one.printed is not None else None),
        ("state", one.state),
        ("report", " ".join(str(part) for part in (one.issuer, one.report_year) if part)),
        ("title", one.title),
        ("file", one.file),
        ("sha256", one.sha256),
        ("place", "; ".join(part for part in place if part) or None),
        ("words", _words(one)),
    ]
    if indent:  # Below what rests on it, only what differs is worth a line.
        rows = [row for row in rows if row[0] not in {"report", "title", "file", "sha256"}]
    lines = [f"{indent}{one.kind} {one.id}"]
    lines += [f"{indent}  {name:<8}{text}" for name, text in rows if text]
    for evidence in one.evidence:
        lines += ["", *_lines(evidence, indent + "    ")]
    return lines


def _words(one: Explanation) -> str | None:
    if not (one.before or one.words or one.after):
        return None
    around = f"{one.before}【{one.words}】{one.after}"
    return " ".join(around.split())
