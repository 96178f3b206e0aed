"""Difficulties of reading and files that were not read, in both languages."""

from __future__ import annotations

from markupsafe import Markup

from gongkai.problem_words import catalogue
from pages.facts import Row
from pages.shown import printed
from pages.wording import in_language, pair, plain_label


def explained(code: str) -> Markup | None:
    """What a kind of difficulty means for the figures; None where the catalogue does not have it."""
    entry = catalogue().get(code)
    return pair(entry["explanation_zh"], entry["explanation_en"]) if entry else None


def difficulty(row: Row) -> Markup:
    """A row of problems.sql, report_problems.sql or report_difficulties.sql: in Chinese a sentence that says all of it,
    in English the message, what was found, expected and nearest, and where."""
    told = printed(row["message"])
    for key in ("found", "expected", "candidates"):
        if row[key]:
            text = "、".join(row[key]) if key == "candidates" else row[key]
            told += _small(in_language("en", f"unread.{key}"), printed(text))
    if row["table_no"] is not None:
        place = in_language("en", "place.document_table", n=row["table_no"])
        place += "" if row["row_no"] is None else f" · {in_language('en', 'place.row', n=row['row_no'] + 1)}"
        told += Markup(' <small class="place">{}</small>').format(place)
    return pair(printed(row["message_zh"]), told)


def _small(name: str, text: Markup) -> Markup:
    return Markup(' <small>{}: <span lang="zh-CN">{}</span></small>').format(name, text)


def refused(row: Row) -> Markup:
    """A row of unread_files.sql: why the file was not read."""
    return pair(printed(row["message_zh"]), printed(f"{plain_label('en', 'problem', row['code'])}: {row['message']}"))
