"""The templates, and what they may call. Everything is escaped unless it is markup of ours."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from pages import wording
from pages.facts import Row
from pages.shown import figure, plain, printed

_HERE = Path(__file__).parent


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "t": wording.both,
        "say": wording.in_language,
        "pair": wording.pair,
        "label": wording.label,
        "attribute": wording.attribute,
        "anchor": anchor,
        "mention_title": mention_title,
        "explained": lambda code: wording.problem_catalogue().get(code, {}).get("explanation"),
    }
    environment.filters |= {"printed": printed, "figure": figure, "plain": plain}
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


def anchor(evidence_id: str) -> str:
    """Where on the page a cell or a number in the prose is."""
    return f"e-{evidence_id}"


def mention_title(mention: Row) -> Markup:
    """What a number in the prose was taken for, as the title of its mark."""
    return wording.bilingual_attribute("title", *(_told(language, mention) for language in wording.LANGUAGES))


def _told(language: str, mention: Row) -> str:
    def said(key: str) -> str:
        return wording.in_language(language, f"mention.{key}")

    if not mention["is_statistic"]:
        return f"{said('none')}: {wording.plain_label(language, 'mention', mention['kind'])}"
    name = mention["name_zh" if language == "zh" else "name_en"]
    told = [said("statistic")]
    if mention["value"] is not None:
        told.append(f"{said('value')} {figure(mention['value'])}")
    if mention["qualifier"] not in (None, "exact"):
        told.append(wording.plain_label(language, "qualifier", mention["qualifier"]))
    if mention["lower"] != mention["upper"]:
        told.append(f"{said('bounds')} {_bound(mention['lower'], '−∞')} … {_bound(mention['upper'], '∞')}")
    if mention["unit"]:
        told.append(f"{said('unit')} {plain(mention['unit'])}")
    told.append(f"{said('indicator')} {name}" if name else said("no_indicator"))
    if mention["period"]:
        told.append(f"{said('period')} {plain(mention['period'])}")
    return " · ".join(told)


def _bound(value: object, beyond: str) -> str:
    return beyond if value is None else figure(value)  # type: ignore[arg-type]
