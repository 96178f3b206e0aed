"""The failures of a rule as entries of a list: by hand as in table_markup.py, as there may be a hundred thousand."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from pages.facts import Row
from pages.rendering import report_path
from pages.shown import plain
from pages.wording import both, issuer_label, pair


def failed_list(root: str, found: Sequence[Row]) -> Markup:
    """The rows of rule_findings.sql, each with the way to its report; `root` leads to that of the site."""
    return Markup("".join([_entry(root, row) for row in found]))


def _entry(root: str, row: Row) -> str:
    year = row["report_year"] or both("coverage.no_year")
    address = escape(f"{root}{report_path(row['report_id'])}#{row['finding_id']}")
    said = pair(plain(row["message_zh"]), plain(row["message_en"]))
    return f'<li><a href="{address}">{issuer_label(row["issuer"])} {year}</a> {said}</li>\n'
