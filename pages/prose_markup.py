"""A report's prose with its figures marked, and the list of these figures, by hand as in table_markup.py."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from functools import cache

from markupsafe import Markup, escape

from pages.facts import Row
from pages.prose import Paragraph, Prose, Run
from pages.rendering import anchor
from pages.shown import figure, plain, printed
from pages.table_markup import Marks, why
from pages.wording import LANGUAGES, bilingual_attribute, both, in_language, label, pair, plain_label, words


def linked(prose: Prose, marks: Marks, listed: Collection[str]) -> Markup:
    """The prose of a report that is alone on its page; the figures that are `listed` beside it lead there."""

    def mark(run: Run, mention: Row) -> str:
        mention_id = mention["mention_id"]
        name = f' id="{anchor(mention_id, alone=True)}"' if run.first else ""
        sign = why(marks[mention_id]) if run.first and mention_id in marks else ""
        if not mention["is_statistic"]:
            return f'<i class="other"{name} {_kind(mention["kind"])}>{printed(run.text)}</i>{sign}'
        if mention_id not in listed:
            return f"<mark{name}>{printed(run.text)}</mark>{sign}"
        kind = "figure failed" if mention_id in marks else "figure"
        return f'<a class="{kind}"{name} href="#{_entry(mention_id)}"><mark>{printed(run.text)}</mark></a>{sign}'

    table = f'<a href="#tables">{both("reports.table_here")}</a>'
    return Markup("".join(_paragraph(one, mark, table) for one in prose.paragraphs))


def titled(prose: Prose, marks: Marks) -> Markup:
    """The prose of one report among others: what a figure was taken for is its title."""

    def mark(run: Run, mention: Row) -> str:
        mention_id = mention["mention_id"]
        fails = mention_id in marks
        name = f' id="{anchor(mention_id)}"' if fails and run.first else ""
        if not mention["is_statistic"]:
            return f'<i class="other"{name} title="{escape(mention["kind"])}">{printed(run.text)}</i>'
        kind = ' class="failed"' if fails else ""
        sign = why(marks[mention_id]) if name else ""
        return f"<mark{kind}{name} {_title(mention)}>{printed(run.text)}{sign}</mark>"

    table = both("reports.table_here")
    return Markup("".join(_paragraph(one, mark, table) for one in prose.paragraphs))


def _paragraph(paragraph: Paragraph, mark: Callable[[Run, Row], str], table: str) -> str:
    if not paragraph.runs:
        return f'<p class="quiet">〔{table}〕</p>\n'
    words = [printed(run.text) if run.mention is None else mark(run, run.mention) for run in paragraph.runs]
    kind = ' class="heading"' if paragraph.heading else ""
    return f"<p{kind}>{''.join(words)}</p>\n"


def figure_list(figures: Sequence[Row]) -> Markup:
    """The figures of the prose as entries of a list, each with a link to its words."""
    return Markup("".join(_figure(one) for one in figures))


def _entry(mention_id: str) -> str:
    return f"v-{mention_id.partition(':')[2]}"


def _figure(one: Row) -> str:
    mention_id, lower, upper = one["mention_id"], one["lower"], one["upper"]
    if one["value"] is not None:
        amount: str = figure(one["value"])
    elif lower is not None or upper is not None:
        amount = f"{_bound(lower, '')}…{_bound(upper, '')}"
    else:
        amount = printed(one["surface"])
    unit = f' <span lang="zh-CN">{printed(one["unit"])}</span>' if one["unit"] else ""
    said = [label(one["qualifier"], "qualifier")] if one["qualifier"] not in (None, "exact") else []
    if lower != upper:
        said.append(Markup(f"{both('mention.bounds')} [{_bound(lower, '−∞')}, {_bound(upper, '∞')})"))
    told = "".join(f"{words} · " for words in said)
    time = _period(one["period"]) if one["period"] else ""
    return (
        f'<li id="{_entry(mention_id)}"><a class="amount" href="#{anchor(mention_id, alone=True)}">{amount}{unit}</a>\n'
        f"<div>{_indicator(one)}<small>{told}{time}</small></div></li>\n"
    )


def _indicator(one: Row) -> str:
    if one["name_zh"]:
        return pair(one["name_zh"], one["name_en"])
    measure = f': <span lang="zh-CN">{printed(one["measure_zh"])}</span>' if one["measure_zh"] else ""
    return f'<span class="quiet">{both("mention.no_indicator")}{measure}</span>'


def _period(code: str) -> Markup:
    """The time that a figure is about: `year:2023`, `as_of:2023-12-31`."""
    kind, _, time = code.partition(":")
    key = f"period.{kind}"
    return both(key, time=plain(time)) if time and key in words() else printed(code)


@cache
def _kind(kind: str) -> Markup:
    """What a number that is no statistic was taken for, as the title of its mark."""
    zh, en = (plain_label(one, "mention", kind) for one in LANGUAGES)
    return bilingual_attribute("title", zh, en)


def _title(mention: Row) -> Markup:
    """What a number in the prose was taken for, as the title of its mark."""
    return bilingual_attribute("title", *(_told(language, mention) for language in LANGUAGES))


def _told(language: str, mention: Row) -> str:
    def said(key: str) -> str:
        return in_language(language, f"mention.{key}")

    if not mention["is_statistic"]:
        return f"{said('none')}: {plain_label(language, 'mention', mention['kind'])}"
    name = mention["name_zh" if language == "zh" else "name_en"]
    told = [said("statistic")]
    if mention["value"] is not None:
        told.append(f"{said('value')} {figure(mention['value'])}")
    if mention["qualifier"] not in (None, "exact"):
        told.append(plain_label(language, "qualifier", mention["qualifier"]))
    if mention["lower"] != mention["upper"]:
        told.append(f"{said('bounds')} {_bound(mention['lower'], '−∞')} … {_bound(mention['upper'], '∞')}")
    if mention["unit"]:
        told.append(f"{said('unit')} {plain(mention['unit'])}")
    told.append(f"{said('indicator')} {name}" if name else said("no_indicator"))
    if mention["period"]:
        told.append(f"{said('period')} {plain(mention['period'])}")
    return " · ".join(told)


def _bound(value: Decimal | None, beyond: str) -> str:
    return beyond if value is None else figure(value)
