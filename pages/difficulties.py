"""Difficulties of reading and files that were not read, in both languages: English as it was said where it happened,
Chinese as gongkai's catalogue puts it together."""

from __future__ import annotations

from markupsafe import Markup

from gongkai.model import Place, Problem
from gongkai.problem_words import catalogue, in_words, refusal
from pages.facts import Row
from pages.shown import printed
from pages.wording import in_language, pair, plain_label

_LONGEST = 400
"""Characters of what stands in a report that a sentence quotes; all of it is in the warehouse."""


def explained(code: str) -> Markup | None:
    """What a kind of difficulty means for the figures; None where the catalogue does not have it."""
    entry = catalogue().get(code)
    return pair(entry["explanation_zh"], entry["explanation_en"]) if entry else None


def difficulty(row: Row) -> Markup:
    """A row of problems.sql, report_problems.sql or report_difficulties.sql: in Chinese one sentence, in English the
    message and what was found, expected and nearest, and where."""
    table, line = row["table_no"], row["row_no"]
    problem = Problem(
        code=row["code"],
        message=row["message"],
        place=Place(table=table, row=line),
        found=row["found"],
        expected=row["expected"],
        candidates=tuple(row["candidates"] or ()),
    )
    told = printed(row["message"])
    for key in ("found", "expected", "candidates"):
        if row[key]:
            text = "、".join(row[key]) if key == "candidates" else row[key]
            told += _small(in_language("en", f"unread.{key}"), printed(text))
    if table is not None:
        place = in_language("en", "place.document_table", n=table)
        place += "" if line is None else f" · {in_language('en', 'place.row', n=line + 1)}"
        told += Markup(' <small class="place">{}</small>').format(place)
    return pair(printed(in_words(problem, "zh", _LONGEST)), told)


def _small(name: str, text: Markup) -> Markup:
    return Markup(' <small>{}: <span lang="zh-CN">{}</span></small>').format(name, text)


def refused(code: str, message: str) -> Markup:
    """Why a file was not read."""
    return pair(printed(refusal(code, message, "zh")), printed(f"{plain_label('en', 'problem', code)}: {message}"))
