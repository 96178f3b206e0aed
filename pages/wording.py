"""The pages' own words in both languages, and how both stand side by side in one page.

Every word is written twice, once in each language, and the style sheet shows one of them: the page switches language
without loading anything and is whole without JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup, escape

from gongkai.problem_words import catalogue
from pages.shown import printed_often

LANGUAGES = ("zh", "en")
_FILE = Path(__file__).parent / "text.yaml"


@cache
def words() -> dict[str, dict[str, str]]:
    """Every word of the data file: `findings.heading` -> {zh, en}; as `problem.…` also those of gongkai's catalogue."""
    said = dict(_flat("", yaml.safe_load(_FILE.read_text(encoding="utf-8"))))
    for code, entry in catalogue().items():
        said[f"problem.{code}"] = {language: entry[language] for language in LANGUAGES}
    return said


def _flat(above: str, node: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in node.items():
        if "zh" in value or "en" in value:
            yield above + key, value
        else:
            yield from _flat(f"{above}{key}.", value)


def in_language(language: str, key: str, **values: Any) -> str:
    """The words of `key` in one language, plain. KeyError where the data file has no such key."""
    return words()[key][language].format(**values)


def pair(zh: str | None, en: str | None) -> Markup:
    """Both languages as markup; one that is missing is replaced by the other."""
    zh, en = zh or en or "", en or zh or ""
    if zh == en:
        return escape(zh)
    # Put together by hand: pages call this some hundred times, and Markup.format takes ten times as long.
    return Markup(f'<span class="zh" lang="zh-CN">{escape(zh)}</span><span class="en" lang="en">{escape(en)}</span>')


@lru_cache(16_384, typed=True)
def both(key: str, **values: Any) -> Markup:
    """The words of `key` in both languages as markup."""
    return pair(*(in_language(language, key, **values) for language in LANGUAGES))


@lru_cache(4096)
def label(code: str | None, group: str) -> Markup:
    """The words for a code of the warehouse; the code itself where the data file does not know it."""
    key = f"{group}.{code}"
    return both(key) if key in words() else escape(code or "")


def issuer_label(name: str | None) -> Markup:
    """The name of an issuer, told as Chinese."""
    return Markup(f'<span lang="zh-CN">{printed_often(name) or both("coverage.no_issuer")}</span>')


def unit_label(unit: str | None) -> Markup:
    """A standard unit in both languages; one that a form or report prints, as it is and told as Chinese."""
    if unit is None or f"unit.{unit}" in words():
        return label(unit, "unit")
    return Markup('<span lang="zh-CN">{}</span>').format(printed_often(unit))


def plain_label(language: str, group: str, code: str | None) -> str:
    """As `label`, in one language and plain."""
    key = f"{group}.{code}"
    return in_language(language, key) if key in words() else code or ""


def attribute(key: str, name: str, **values: Any) -> Markup:
    """An attribute in Chinese, with its English beside it for the switch: `title="…" data-en-title="…"`."""
    return bilingual_attribute(name, *(in_language(language, key, **values) for language in LANGUAGES))


def bilingual_attribute(name: str, zh: str, en: str) -> Markup:
    """As `attribute`, for words that are not in the data file."""
    return Markup(f'{escape(name)}="{escape(zh)}" data-en-{escape(name)}="{escape(en)}"')
