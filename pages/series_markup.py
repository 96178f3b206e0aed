"""The series of an issuer as markup, each a chart beside its table: by hand, as in table_markup.py."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from markupsafe import Markup, escape

from pages.lines import Cut, Entry, Line, Point, Series
from pages.rendering import evidence_path
from pages.shown import figure, printed
from pages.wording import bilingual_attribute, both, in_language, label, pair, unit_label

_ROOT = "../"
"""From the page of an issuer."""
_json = msgspec.json.Encoder().encode


def charted(series: Iterable[Series]) -> Markup:
    """Series of several years: the chart is drawn by the page's script from what the rows of the table carry."""
    return Markup("".join([_figure(one) for one in series]))


def single_rows(series: Iterable[Series]) -> Markup:
    """Series of one year, as rows of one table."""
    rows = [
        f'<tr><th scope="row">{pair(one.name_zh, one.name_en)}</th><td>{point.year}</td><td>{_amount(point)}</td>'
        f"<td>{unit_label(one.unit)}</td><td>{_scope(line)}</td>"
        f"<td>{label(point.status, 'status')}{_corrected(point)}</td></tr>\n"
        for one in series
        for line in one.lines
        for point in line.points
    ]
    return Markup("".join(rows))


def _figure(one: Series) -> str:
    zh, en = one.name_zh, one.name_en or one.name_zh
    name = pair(zh, en)
    spoken = (in_language(language, "site.chart_of", name=said) for language, said in (("zh", zh), ("en", en)))
    unit = f"{unit_label(one.unit)} · " if one.unit else ""
    rows = "".join([_entry(entry, line, one.bounded) for line in one.lines for entry in line.entries])
    return (
        f'<figure class="series" id="s-{one.series_id}">\n<figcaption><h4>{name}</h4>\n'
        f'<small>{unit}{label(one.grade, "grade")} · <a href="{_ROOT}codebook.html#s-{one.series_id}">'
        f'<code>{one.series_id}</code></a></small></figcaption>\n<div class="beside">\n<div>\n'
        f'<div class="plot" data-chart="series" role="img" {bilingual_attribute("aria-label", *spoken)}></div>\n'
        f"{_legend(one)}</div>\n"
        f'<div class="scroll" role="group" tabindex="0" {bilingual_attribute("aria-label", zh, en)}>\n'
        f'<table class="numbers"><caption class="vh">{name}</caption>\n{_head(one)}<tbody>\n{rows}</tbody></table>\n'
        "</div>\n</div>\n</figure>\n"
    )


def _legend(one: Series) -> str:
    """Which line is which, where there are several."""
    if len(one.lines) < 2:
        return ""
    keys = "".join(f'<span class="key line-{line.number}">{_scope(line)}</span> ' for line in one.lines)
    return f'<p class="legend">{keys}</p>\n'


def _head(one: Series) -> str:
    bounds = ("mention.bounds",) if one.bounded else ()
    columns = ("site.year", "site.value", *bounds, "reports.scope", "site.status")
    heads = "".join([f'<th scope="col">{both(key)}</th>' for key in columns])
    return f"<thead><tr>{heads}</tr></thead>\n"


def _entry(entry: Entry, line: Line, bounded: bool) -> str:
    # Numbers and signs of ours; nothing of it is a report's.
    drawn = f"data-row='{_json(entry.drawn).decode()}'"
    if entry.cut is not None:
        return f'<tr class="break" {drawn}><td colspan="{5 if bounded else 4}">{_break(entry.cut)}</td></tr>\n'
    assert entry.point is not None
    point = entry.point
    known = f"<td>{_bounds(point)}</td>" if bounded else ""
    return (
        f'<tr {drawn}><th scope="row">{point.year}</th><td>{_amount(point)}</td>'
        f"{known}<td>{label(line.scope, 'scope')}</td>"
        f'<td class="{point.status}">{label(point.status, "status")}{_corrected(point)}</td></tr>\n'
    )


def _break(cut: Cut) -> str:
    return f"<b>{cut.sign}</b> {pair(cut.reason_zh, cut.reason_en)}"


def _amount(point: Point) -> str:
    """The value, or what is known of it, with the way to the words that it stands in."""
    if point.value is not None:
        amount = figure(point.value)
    elif point.upper is None:
        amount = f"≥ {figure(point.lower)}"
    elif point.lower is None:
        amount = f"&lt; {figure(point.upper)}"
    else:
        amount = f"{figure(point.lower)} … {figure(point.upper)}"
    return f'<a href="{_ROOT}{escape(evidence_path(point.evidence))}">{amount}</a>'


def _bounds(point: Point) -> str:
    if not point.bounded:
        return ""
    lower = "−∞" if point.lower is None else figure(point.lower)
    upper = "∞" if point.upper is None else figure(point.upper)
    return f"[{lower}, {upper})"


def _scope(line: Line) -> str:
    name = f' <span lang="zh-CN">{printed(line.scope_name)}</span>' if line.scope_name else ""
    return f"{label(line.scope, 'scope')}{name}"


def _corrected(point: Point) -> str:
    if not point.correction:
        return ""
    return (
        f'<small class="corrected">{both("correction.corrected")} {figure(point.corrected)} '
        f'<span lang="zh-CN">{printed(point.correction)}</span></small>'
    )
