"""The data dictionary: every table, column, macro, series, ratio and component with what it means, as Markdown.

Everything comes from where it is used: the comments in the DDL, the crosswalk, the codebook and the measures. Run
`python -m warehouse.dictionary FILE` to write it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from gongkai.forms.codebook import codebook
from gongkai.forms.crosswalk import Series, crosswalk
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


class UndescribedError(ValueError):
    """Something in the warehouse has no description; the message names it."""


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    for row in rows:
        cells = ("" if cell is None else str(cell).replace("|", "\\|").replace("\n", " ") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _described(what: str, text: object) -> str:
    if not text:
        raise UndescribedError(f"{what} has no description")
    return str(text)


def _relations(connection: duckdb.DuckDBPyConnection) -> list[str]:
    lines = ["## Tables and views", ""]
    relations = connection.execute(query("read/described_relations")).fetchall()
    for name, comment, kind in relations:
        columns = connection.execute(
            query("read/described_columns"),
            [name],
        ).fetchall()
        lines += [f"### `{name}` ({kind})", "", _described(name, comment), ""]
        rows = [(f"`{one}`", data, _described(f"{name}.{one}", text)) for one, data, text in columns]
        lines += _table(("column", "type", "meaning"), rows)
    return lines


def _macros(connection: duckdb.DuckDBPyConnection) -> list[str]:
    macros = connection.execute(query("read/described_macros")).fetchall()
    rows = [(f"`{name}({', '.join(parameters)})`", _described(name, text)) for name, parameters, text in macros]
    return ["## Macros", "", *_table(("macro", "meaning"), rows)]


def _made_of(series: Series) -> str:
    parts = []
    for source in series.sources:
        terms = "".join(
            (" - " if term.sign < 0 else " + " if position else "")
            + term.indicator_id.removeprefix(f"{source.vintage}.")
            for position, term in enumerate(source.terms)
        )
        again = "or " if source.alternative > 1 else f"{source.vintage} ({source.grade}): "
        parts.append(f"{again}`{terms.strip()}`")
    return "; ".join(parts)


def _series() -> list[str]:
    lines = ["## Series over the forms", "", "What each is made of under each form, with its grade.", ""]
    lines += _table(
        ("series", "名称", "name", "unit", "kind", "what is counted", "made of", "breaks"),
        (
            (
                f"`{one.series_id}`",
                one.name_zh,
                one.name_en,
                one.unit,
                one.flow_or_stock,
                _described(f"series {one.series_id}", one.definition),
                _made_of(one),
                ", ".join(f"{cut.year} {cut.kind}" for cut in one.breaks),
            )
            for one in crosswalk().series
        ),
    )
    named = {one.series_id for one in crosswalk().series}
    lines += ["## Series of the text", "", "Figures of the prose, each a series of its own.", ""]
    graded = {one.code: crosswalk().of_prose(one.code, one.flow_or_stock) for one in codebook()}
    lines += _table(
        ("series", "名称", "name", "unit", "kind", "what is counted", "grade", "breaks"),
        (
            (
                f"`{one.code}`",
                one.name_zh,
                one.name_en,
                one.unit,
                one.flow_or_stock,
                _described(f"series {one.code}", one.definition),
                graded[one.code][0],
                ", ".join(f"{cut.year} {cut.kind}" for cut in graded[one.code][1]),
            )
            for one in codebook()
            if one.code not in named
        ),
    )
    return lines


def _measures() -> list[str]:
    lines = ["## Ratios", ""]
    lines += _table(
        ("ratio", "名称", "name", "numerator", "denominator", "kind", "forms", "caution"),
        (
            (
                f"`{one.ratio_id}`",
                one.name_zh,
                one.name_en,
                f"`{one.numerator}`",
                f"`{one.denominator}`",
                "share" if one.share else "ratio",
                " ".join(one.vintages),
                _described(f"ratio {one.ratio_id}", one.caution_en),
            )
            for one in measures().ratios
        ),
    )
    lines += ["## Components of openness", ""]
    lines += _table(
        ("component", "dimension", "名称", "name", "from", "better"),
        (
            (
                f"`{one.component}`",
                one.dimension,
                one.name_zh,
                _described(f"component {one.component}", one.name_en),
                f"{one.origin} `{one.source_id}`" if one.source_id else "the report itself",
                one.better,
            )
            for one in measures().openness
        ),
    )
    return lines


def _never_joined() -> list[str]:
    return [
        "## Never joined",
        "",
        *_table(
            ("relation", "one", "other", "since", "why"),
            (
                (
                    one.relation,
                    ", ".join(f"`{code}`" for code in one.left),
                    ", ".join(f"`{code}`" for code in one.right),
                    one.year,
                    one.reason_en,
                )
                for one in crosswalk().relations
            ),
        ),
    ]


def dictionary(*added: Path) -> str:
    """The whole page, with what files of SQL have `added` to the tables. UndescribedError where words are missing."""
    with connect() as connection:
        create(connection)
        for file in added:
            connection.execute(file.read_text(encoding="utf-8"))
        define(connection)
        lines = [*_relations(connection), *_macros(connection)]
    lines += [*_series(), *_measures(), *_never_joined()]
    return _HEAD + "\n" + "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(dictionary(*map(Path, sys.argv[2:])), encoding="utf-8")
