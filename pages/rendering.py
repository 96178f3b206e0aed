"""The templates, and what they may call. Everything is escaped unless it is markup of ours."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context
from markupsafe import Markup

from pages import wording
from pages.difficulties import difficulty, explained, refused
from pages.facts import Row
from pages.finding_markup import failures, operands
from pages.shown import figure, plain, printed

_HERE = Path(__file__).parent
_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9-]{0,60}")
"""Identifiers that are names of files everywhere."""


class _Context(Context):
    """Calls what a template calls. Nothing here takes the context, and asking costs more than calling."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class _Environment(Environment):
    """Rows of the warehouse are dictionaries: their columns are looked up first, which halves the time of a page."""

    context_class = _Context

    def getattr(self, obj: Any, attribute: str) -> Any:
        if obj.__class__ is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def _environment() -> Environment:
    environment = _Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "say": wording.in_language,
        "pair": wording.pair,
        "bilingual": wording.bilingual_attribute,
        "report_path": report_path,
        "anchor": anchor,
        "issuer_path": issuer_path,
        "rule_path": rule_path,
        "evidence_path": evidence_path,
        "failures": failures,
        "operands": operands,
        "other_years": other_years,
        "explained": explained,
        "difficulty": difficulty,
        "refused": refused,
    }
    # What a filter makes of a constant is put into the page's frame once, when the template is compiled.
    environment.filters |= {
        "t": wording.both,
        "issuer": wording.issuer_label,
        "label": wording.label,
        "unit": wording.unit_label,
        "attribute": wording.attribute,
        "printed": printed,
        "figure": figure,
        "plain": plain,
    }
    return environment


def template(name: str) -> Template:
    """The template `templates/<name>.html.j2`."""
    return _environment().get_template(f"{name}.html.j2")


def macro(name: str) -> Callable[..., Markup]:
    """The part of a page that is named as its template."""
    made: Callable[..., Markup] = getattr(template(name).module, name)
    return made


def inlined(name: str) -> tuple[Markup, str]:
    """A style sheet or script of ours as markup, and its hash for the page's security policy."""
    source = (_HERE / name).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    return Markup(source), f"'sha256-{digest}'"


def anchor(evidence_id: str, alone: bool = False) -> str:
    """Where on the page a cell or a number in the prose is; `alone` on a page that holds no other report."""
    return f"e-{evidence_id.partition(':')[2] if alone else evidence_id}"


def other_years(root: str, neighbours: Sequence[Row], report: Row) -> Markup:
    """Links to the reports of the same issuer, as entries of a list: of the same year all, of others those in force."""
    entries = []
    here = report["report_id"]
    for one in neighbours:
        if one["superseded_by"] and one["report_year"] != report["report_year"]:
            continue
        current = ' aria-current="page"' if one["other_id"] == here else ""
        kind = ' class="superseded"' if one["superseded_by"] else ""
        news = f" {wording.both('site.news')}" if one["source_kind"] == "news_about_report" else ""
        old = f" {wording.both('status.superseded')}" if one["superseded_by"] else ""
        year = one["report_year"] or wording.both("coverage.no_year")
        entries.append(
            f'<li><a href="{root}{report_path(one["other_id"])}"{current}{kind}>{year}{news}{old}</a></li>\n'
        )
    return Markup("".join(entries))


def report_path(report_id: str) -> str:
    """The page of a report, from the root of the site; folders keep few enough files to be listed."""
    return f"reports/{report_id[:2]}/{report_id}.html"


def issuer_path(issuer_id: str) -> str:
    """The page of an issuer, from the root of the site."""
    name = issuer_id if _NAME.fullmatch(issuer_id) else hashlib.sha256(issuer_id.encode()).hexdigest()[:16]
    return f"issuers/{name}.html"


def rule_path(check_id: str, number: int = 1) -> str:
    """A page of a rule, from the root of the site."""
    return f"rules/{check_id}{f'.{number}' if number > 1 else ''}.html"


def evidence_path(evidence_id: str) -> str:
    """Where a cell or a number in the prose is to be seen, from the root of the site."""
    return f"{report_path(evidence_id.partition(':')[0])}#{anchor(evidence_id, alone=True)}"
