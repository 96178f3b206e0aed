"""The data dictionary: every table, column, macro, series, ratio and component with what it means, as Markdown.

Everything comes from where it is used: the comments in the DDL, the crosswalk, the codebook and the measures. The
comments have their Chinese in `dictionary.zh.yaml`. Run `python -m warehouse.dictionary LANGUAGE FILE` to write it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb
import yaml

from gongkai.forms.codebook import Indicator, codebook
from gongkai.forms.crosswalk import Break, Series, crosswalk
from gongkai.forms.measures import measures
from warehouse.build import create, define
from warehouse.connection import connect
from warehouse.queries import query

_HEAD = """# Data dictionary

Written by `make docs-data` from the comments in `warehouse/sql/` and the data files in `gongkai/forms/`: change those,
not this page. The same words are in the warehouse itself (`SELECT * FROM duckdb_columns()`) and in every export.

* **grade** of a series: E the same definition on every form, N near (usable, mind the breaks), P a proxy put together
  from several lines. What must not be joined is in no series; it is in `breaks` with its reason.
* **status** of a value: `ok`; `disputed`, a check of the report failed on it and nobody has dismissed the finding;
  `inferred`, not printed apart but the only reading that fits every sum; `ocr`, recognised on the picture of a page,
  and as certain as `certainty` of its evidence says; `superseded`, a later version of the report has come.
* **lower** and **upper**: equal to the value where the source is exact. Else the lower bound is included and the upper
  one is not: 200多万 is [2000000, 3000000). NULL is open.
* **scope** (口径), whose figures: `organ` the body itself, `own_level` a government with its departments,
  `jurisdiction` with all below it, `part` one named place or body, `unknown`. Never compare over scopes.
* **vintage**: which official form the report follows, told from its content: A 2008-2013 and local lists, B 2014-2018,
  C 2019-2020, D since 2021.
"""


Language = Literal["en", "zh"]


@cache
def _chinese() -> dict[str, Any]:
    text = Path(__file__).with_name("dictionary.zh.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def comment_zh(comment: str) -> str | None:
    """The Chinese of a comment of the warehouse; None where the data file has none."""
    told: str | None = _chinese()["comments"].get(comment)
    return told


class UndescribedError(ValueError):
    """Something in the warehouse has no description, or none in Chinese; the message names it."""


def dictionary(language: Language, *added: Path) -> str:
    """The whole page, with what files of SQL have `added` to the tables. UndescribedError where words are missing."""
    with connect() as connection:
        create(connection)
        for file in added:
            connection.execute(file.read_text(encoding="utf-8"))
        define(connection)
        page = _Page(language)
        lines = [*page.relations(connection), *page.macros(connection)]
    lines += [*page.series(), *page.measures(), *page.never_joined()]
    return (_HEAD if language == "en" else _chinese()["head"]) + "\n" + "\n".join(lines).rstrip() + "\n"


class _Page:
    """The sections of the page in one language."""

    def __init__(self, language: Language):
        self._language = language

    def _say(self, words: str) -> str:
        return words if self._language == "en" else str(_chinese()["words"][words])

    def _described(self, what: str, text: object) -> str:
        """A comment of the warehouse."""
        if text and self._language == "zh":
            text = comment_zh(str(text))
        if not text:
            raise UndescribedError(f"{what} has no description ({self._language})")
        return str(text)

    def _table(self, head: str, rows: Iterable[Sequence[object]]) -> list[str]:
        """`head` are the headings, with commas between; 名称 is the Chinese name in every language."""
        headings = [one if one == "名称" else self._say(one) for one in head.split(", ")]
        lines = ["| " + " | ".join(headings) + " |", "| " + " | ".join("---" for _ in headings) + " |"]
        for row in rows:
            cells = ("" if cell is None else str(cell).replace("|", "\\|").replace("\n", " ") for cell in row)
            lines.append("| " + " | ".join(cells) + " |")
        return [*lines, ""]

    def relations(self, connection: duckdb.DuckDBPyConnection) -> list[str]:
        """Tables and views with their columns."""
        lines = [f"## {self._say('Tables and views')}", ""]
        for name, comment, kind in connection.execute(query("read/described_relations")).fetchall():
            lines += [f"### `{name}` ({self._say(kind)})", "", self._described(name, comment), ""]
            columns = connection.execute(query("read/described_columns"), [name]).fetchall()
            rows = [(f"`{one}`", data, self._described(f"{name}.{one}", text)) for one, data, text in columns]
            lines += self._table("column, type, meaning", rows)
        return lines

    def macros(self, connection: duckdb.DuckDBPyConnection) -> list[str]:
        """Macros with their parameters."""
        macros = connection.execute(query("read/described_macros")).fetchall()
        rows = [
            (f"`{name}({', '.join(parameters)})`", self._described(name, text)) for name, parameters, text in macros
        ]
        return [f"## {self._say('Macros')}", "", *self._table("macro, meaning", rows)]

    def series(self) -> list[str]:
        """Series over the forms, then those of the text alone."""
        lines = [f"## {self._say('Series over the forms')}", ""]
        lines += [self._say("What each is made of under each form, with its grade."), ""]
        lines += self._table(
            "series, 名称, name, unit, kind, what is counted, made of, breaks",
            (
                (*self._counted(one.series_id, one), self._made_of(one), self._breaks(one.breaks))
                for one in crosswalk().series
            ),
        )
        lines += [f"## {self._say('Series of the text')}", ""]
        lines += [self._say("Figures of the prose, each a series of its own."), ""]
        named = {one.series_id for one in crosswalk().series}
        graded = {one.code: crosswalk().of_prose(one.code, one.flow_or_stock) for one in codebook()}
        lines += self._table(
            "series, 名称, name, unit, kind, what is counted, grade, breaks",
            (
                (*self._counted(one.code, one), graded[one.code][0], self._breaks(graded[one.code][1]))
                for one in codebook()
                if one.code not in named
            ),
        )
        return lines

    def _counted(self, name: str, one: Series | Indicator) -> tuple[object, ...]:
        definition = one.definition if self._language == "en" else one.definition_zh
        return f"`{name}`", one.name_zh, one.name_en, one.unit, self._say(one.flow_or_stock), definition

    def _made_of(self, series: Series) -> str:
        parts = []
        for source in series.sources:
            terms = "".join(
                (" - " if term.sign < 0 else " + " if position else "")
                + term.indicator_id.removeprefix(f"{source.vintage}.")
                for position, term in enumerate(source.terms)
            )
            vintage = self._say(source.vintage) if source.vintage == "prose" else source.vintage
            again = self._say("or ") if source.alternative > 1 else f"{vintage} ({source.grade}): "
            parts.append(f"{again}`{terms.strip()}`")
        return "; ".join(parts)

    def _breaks(self, breaks: Iterable[Break]) -> str:
        return ", ".join(f"{cut.year} {self._say(cut.kind)}" for cut in breaks)

    def measures(self) -> list[str]:
        """Ratios, and the components of openness."""
        chinese = self._language == "zh"
        lines = [f"## {self._say('Ratios')}", ""]
        lines += self._table(
            "ratio, 名称, name, numerator, denominator, kind, forms, caution",
            (
                (
                    f"`{one.ratio_id}`",
                    one.name_zh,
                    one.name_en,
                    f"`{one.numerator}`",
                    f"`{one.denominator}`",
                    self._say("share" if one.share else "ratio"),
                    " ".join(one.vintages),
                    one.caution_zh if chinese else one.caution_en,
                )
                for one in measures().ratios
            ),
        )
        lines += [f"## {self._say('Components of openness')}", ""]
        lines += self._table(
            "component, dimension, 名称, name, from, better",
            (
                (
                    f"`{one.component}`",
                    self._say(one.dimension),
                    one.name_zh,
                    one.name_en,
                    f"{self._say(one.origin)} `{one.source_id}`" if one.source_id else self._say("the report itself"),
                    self._say(one.better),
                )
                for one in measures().openness
            ),
        )
        return lines

    def never_joined(self) -> list[str]:
        """What must not be joined or compared, and why."""
        return [
            f"## {self._say('Never joined')}",
            "",
            *self._table(
                "relation, one, other, since, why",
                (
                    (
                        self._say(one.relation),
                        ", ".join(f"`{code}`" for code in one.left),
                        ", ".join(f"`{code}`" for code in one.right),
                        one.year,
                        one.reason_en if self._language == "en" else one.reason_zh,
                    )
                    for one in crosswalk().relations
                ),
            ),
        ]


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(
        dictionary("zh" if sys.argv[1] == "zh" else "en", *map(Path, sys.argv[3:])), encoding="utf-8"
    )
