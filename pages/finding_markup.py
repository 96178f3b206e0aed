"""Failed checks as markup, by hand as in table_markup.py: how many there are, and of one both operands and what they
rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from pages.facts import Row
from pages.quotes import quoted
from pages.shown import figure, printed, printed_often
from pages.wording import both, label

Links = Mapping[str, str]
"""Addresses of the cells and numbers that are to be seen somewhere, by identifier."""
_SIGNS = (("critical", "✗"), ("warning", "!"), ("info", "·"))
_MANY = 3
"""A sum of more cells is shown without those that are 0."""


def failures(one: Row) -> Markup:
    """How many checks failed, each severity (a column of the row) with its sign."""
    return Markup(
        "".join(
            f'<span class="fails {code}"><span aria-hidden="true">{sign}{one[code]}</span>'
            f'<span class="vh">{label(code, "severity")}: {one[code]}</span></span>'
            for code, sign in _SIGNS
            if one[code]
        )
    )


def operands(level: int, row: Row, left: Sequence[Row], right: Sequence[Row], links: Links) -> Markup:
    """The two sides of a row of findings.sql with the rows of evidence.sql that they rest on, and their difference.

    Their headings are of that level, one below the heading of the finding.
    """
    return Markup(
        f'<div class="operands">\n{_operand("left", level, row, left, links)}'
        f"{_operand('right', level, row, right, links)}"
        f'<div class="operand difference"><h{level}>{both("findings.difference")}</h{level}>'
        f'<p class="amount">{figure(row["difference"])}</p></div>\n</div>\n'
    )


def _operand(side: str, level: int, row: Row, found: Sequence[Row], links: Links) -> str:
    words = row[f"{side}_words"]
    said = f'<p lang="zh-CN">{printed(words)}</p>\n' if words and all(one["kind"] != "cell" for one in found) else ""
    shown = [one for one in found if one["state"] != "zero"] if len(found) > _MANY else found
    entries = "".join([_evidence(one, links, row["report_id"]) for one in quoted(shown)])
    listed = f'<ul class="evidence">{entries}</ul>\n' if entries else ""
    zeros = len(found) - len(shown)
    rest = f'<p class="quiet">{both("findings.zeros", n=zeros)}</p>\n' if zeros else ""
    return (
        f'<div class="operand">\n<h{level}>{both(f"findings.{side}")}</h{level}>\n'
        f'<p class="amount">{figure(row[f"{side}_value"])}</p>\n{said}{listed}{rest}</div>\n'
    )


def _evidence(one: Row, links: Links, home: str) -> str:
    shown = _cell(one, links) if one["kind"] == "cell" else _words(one, links)
    return f'<li>{shown}\n<small class="place">{_place(one, home)}</small>\n</div></li>\n'


def _cell(one: Row, links: Links) -> str:
    state = label(one["state"], "state_of_cell")
    raw = _linked(printed_often(one["printed"]) if one["printed"] else state, links.get(one["id"]))
    column = f" · {escape(one['column_label'])}" if one["column_label"] else ""
    what = f"{both('place.table', n=one['statutory_table'])} · {escape(one['line_label'] or '')}{column}"
    said = f" ({state})" if one["printed"] and one["state"] not in ("number", "zero") else ""
    return f'<b class="raw" lang="zh-CN">{raw}</b>\n<div><span class="what" lang="zh-CN">{what}</span>{said}'


def _words(one: Row, links: Links) -> str:
    numbers = "".join(
        f"{_linked(f'<mark>{printed(words)}</mark>', links.get(number))}{printed(between)}"
        for number, words, between in one["numbers"]
    )
    return f'<div class="wide"><q class="words" lang="zh-CN">…{printed(one["before"])}{numbers}…</q>'


def _linked(shown: str, address: str | None) -> str:
    return f'<a href="{escape(address)}">{shown}</a>' if address else shown


def _place(one: Row, home: str) -> str:
    """Where in which report it stands, as far as the file has pages, tables or rows."""
    places = []
    if one["report_id"] != home:
        places.append(f'<span lang="zh-CN">{printed_often(one["issuer"])}</span> {one["report_year"] or ""}')
    if one["page_no"] is not None:
        places.append(both("place.page", n=one["page_no"]))
    if one["table_no"] is not None:
        places.append(both("place.document_table", n=one["table_no"]))
    if one["row_no"] is not None:
        places.append(both("place.row", n=one["row_no"] + 1))
        if one["column_no"] is not None:
            places.append(both("place.column", n=one["column_no"] + 1))
    elif one["span_start"] is not None:
        places.append(both("place.characters", start=one["span_start"], end=one["span_end"]))
    return " · ".join(places)
