"""The lines of the matrix of issuers and years: by hand as in table_markup.py, as there may be ten thousand of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from pages.facts import Row
from pages.finding_markup import failures
from pages.rendering import issuer_path, report_path
from pages.wording import bilingual_attribute, both, issuer_label

_MOST_REPORTS = 4
"""Of one issuer and year that are shown each by itself."""
_SIGN = '<span aria-hidden="true" class="sign"></span>'


def line(issuer_id: str | None, issuer: str | None, years: Sequence[int], by_year: Mapping[int, Row]) -> Markup:
    """The line of an issuer, from its rows of matrix.sql, on a page at the root of the site."""
    name = issuer_label(issuer)
    head = f'<a href="{escape(issuer_path(issuer_id))}">{name}</a>' if issuer_id else name
    cells = "".join([_cell(by_year.get(year)) for year in years])
    return Markup(f'<tr><th scope="row">{head}</th>{cells}</tr>\n')


def _cell(one: Row | None) -> str:
    if one is None:
        return "<td></td>"
    state, reports = one["state"], one["reports"]
    said = f'<span class="vh"> {both(f"state.{state}")}</span>'
    why = f" {bilingual_attribute('title', one['reason_zh'], one['reason_en'])}" if one["reason_zh"] else ""
    shown = [
        f'<a href="{escape(report_path(report["report_id"]))}">{"" if at else _SIGN}{escape(report["vintage"] or "·")}'
        f"{'' if at else said}</a>"
        for at, report in enumerate(reports[:_MOST_REPORTS])
    ] or [_SIGN, said]
    more = f" +{len(reports) - _MOST_REPORTS}" if len(reports) > _MOST_REPORTS else ""
    late = ""
    if one["late"] and state != "late":
        late = (
            f'<span class="late"><span aria-hidden="true">◔</span><span class="vh">{both("state.late")}</span></span>'
        )
    inner = f"{''.join(shown)}{more}{late} {failures(one)}"
    return f'<td><span class="state {escape(state)}"{why}>{inner}</span></td>'
