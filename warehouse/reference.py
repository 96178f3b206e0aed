"""What the data files of `gongkai` say, as rows for the warehouse: forms, identities, indicators, issuers, series."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from gongkai.forms import Form, all_forms
from gongkai.forms.codebook import codebook
from gongkai.forms.crosswalk import Break, Crosswalk, crosswalk
from gongkai.forms.measures import Ratio, measures
from gongkai.forms.model import Column, Line, Table
from gongkai.issuers import Issuer, issuer_of, issuers, shared_name

if TYPE_CHECKING:
    import polars as pl

Rows = list[dict[str, Any]]

_ANNUAL = "year"
"""Column of the lists of vintage A that holds the year's figure; the other one is a total since the beginning."""


@cache
def _told() -> dict[str, dict[str, str]]:
    """`topics` and `units` of the data file."""
    text = Path(__file__).with_name("reference.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, dict[str, str]])


def _topic(code: str) -> str:
    return next((topic for prefix, topic in _told()["topics"].items() if code.startswith(prefix)), "proactive")


def indicator_id(form: Form, table: Table, line: Line, column: Column | None) -> str:
    """`D.req_new` for every applicant in table 3; `D.licence_decisions`, `A.req_received`, `A.req_received__cum`."""
    if table.code == "3" or column is None or (table.code in ("A", "B") and column.code == _ANNUAL):
        return f"{form.vintage}.{line.code}"
    return f"{form.vintage}.{table.cell_code(line.code, column.code)}"


def _columns(table: Table, line: Line) -> list[Column | None]:
    if not table.columns:
        return [None]
    return [column for column in table.columns if not line.columns or column.code in line.columns]


def _kind(table: Table, line: Line, column: Column | None) -> str:
    """The column's kind where it says something of its own, else the line's."""
    return column.kind if column is not None and column.kind != "flow" else line.kind


def form_cells(forms: Iterable[Form]) -> Rows:
    """Every cell of every form."""
    rows: Rows = []
    for form in forms:
        position = 0
        for table in form.tables:
            for line in table.lines:
                if line.header:
                    continue
                for column in _columns(table, line):
                    position += 1
                    rows.append(
                        {
                            "form_id": form.form_id,
                            "vintage": form.vintage,
                            "family": form.family,
                            "statutory_table": table.code,
                            "line": line.code,
                            "line_label": line.label,
                            "column": column.code if column else None,
                            "column_label": column.label if column else None,
                            "code": table.cell_code(line.code, column.code if column else None),
                            "position": position,
                            "indicator_id": indicator_id(form, table, line, column),
                            "applicant": column.code if column and table.code == "3" else "total",
                            "unit": (column.unit if column and column.unit else None) or line.unit,
                            "kind": _kind(table, line, column),
                            "signed": bool(column and column.signed),
                            "optional": line.optional,
                        }
                    )
    return rows


def identity_terms(forms: Iterable[Form]) -> Rows:
    """Every term of every sum that the forms contain."""
    rows: Rows = []
    for form in forms:
        joiners = {line.code: table for table in form.tables for line in table.lines}
        for identity in form.identities:
            sides = (("left", identity.left), ("right", identity.right))
            for position, (side, term) in enumerate((side, term) for side, terms in sides for term in terms):
                rows.append(
                    {
                        "form_id": form.form_id,
                        "check_id": identity.check_id,
                        "identity_id": identity.identity_id,
                        "place": identity.place,
                        "side": side,
                        "sign": term.sign,
                        "code": joiners[term.line].cell_code(term.line, term.column),
                        "position": position,
                    }
                )
    return rows


def form_indicators(forms: Iterable[Form]) -> Rows:
    """One indicator for each thing that a form measures; what several families of a vintage share is there once."""
    rows: dict[str, dict[str, Any]] = {}
    for form in forms:
        for cell in form_cells([form]):
            of_line = cell["statutory_table"] == "3" or cell["column"] in (None, _ANNUAL)
            label = cell["line_label"] if of_line else f"{cell['line_label']}·{cell['column_label']}"
            rows.setdefault(
                cell["indicator_id"],
                {
                    "indicator_id": cell["indicator_id"],
                    "origin": "form",
                    "vintage": form.vintage,
                    "name_zh": label,
                    "name_en": cell["indicator_id"].split(".", 1)[1].replace("__", " ").replace("_", " "),
                    "definition": f"{form.source}: {label}",
                    "definition_zh": f"{form.source}：{label}",
                    "topic": _topic(cell["line"]),
                    "unit": cell["unit"],
                    "flow_or_stock": cell["kind"],
                },
            )
    return list(rows.values())


def _break_rows(series_id: str, found: Iterable[Break]) -> Rows:
    """The breaks within a series."""
    return [
        {
            "series_id": series_id,
            "other_id": None,
            "report_year": one.year,
            "vintage": one.vintage,
            "relation": "break",
            "kinds": [one.kind],
            "reason_zh": one.reason_zh,
            "reason_en": one.reason_en,
        }
        for one in found
    ]


_DESCRIBED = ("name_zh", "name_en", "definition", "definition_zh", "unit", "flow_or_stock", "topic")


def series_rows(data: Crosswalk, prose: Rows) -> tuple[Rows, Rows, Rows]:
    """Definitions, terms and breaks. Every prose indicator is a series of its own as well, with the grade and breaks
    that the crosswalk gives to prose, unless a series of the crosswalk has its code: then it is what that series takes
    from prose.
    """
    definitions: Rows = []
    terms: Rows = []
    breaks: Rows = []
    for series in data.series:
        described = {column: getattr(series, column) for column in _DESCRIBED}
        definitions.append({"series_id": series.series_id} | described)
        for source in series.sources:
            terms += (
                _term_row(series.series_id, source.vintage, term.indicator_id, source.grade)
                | {"alternative": source.alternative, "terms": len(source.terms), "sign": term.sign}
                for term in source.terms
            )
        breaks += _break_rows(series.series_id, series.breaks)
    named = {series.series_id for series in data.series}
    from_prose = {series.series_id for series in data.series if any(one.vintage == "prose" for one in series.sources)}
    for indicator in prose:
        code = indicator["indicator_id"]
        if code in from_prose:
            continue
        grade, own = data.of_prose(code, indicator["flow_or_stock"])
        if code not in named:
            definitions.append({"series_id": code} | {column: indicator[column] for column in _DESCRIBED})
            breaks += _break_rows(code, own)
        terms.append(_term_row(code, "prose", code, grade))
    return definitions, terms, breaks + _relation_rows(data)


def _term_row(series_id: str, vintage: str, indicator_id: str, grade: str) -> dict[str, Any]:
    """One indicator, by itself, as the whole of a series."""
    return {
        "series_id": series_id,
        "vintage": vintage,
        "alternative": 1,
        "terms": 1,
        "indicator_id": indicator_id,
        "sign": 1,
        "grade": grade,
    }


def _relation_rows(data: Crosswalk) -> Rows:
    """What may not be compared with what, said from either side."""
    return [
        {
            "series_id": one,
            "other_id": other,
            "report_year": relation.year,
            "vintage": None,
            "relation": relation.relation,
            "kinds": list(relation.kinds),
            "reason_zh": relation.reason_zh,
            "reason_en": relation.reason_en,
        }
        for relation in data.relations
        for left in relation.left
        for right in relation.right
        for one, other in ((left, right), (right, left))
    ]


def ratio_rows(ratios: Iterable[Ratio]) -> tuple[Rows, Rows]:
    """Definitions and terms of the ratios."""
    definitions: Rows = []
    terms: Rows = []
    for ratio in ratios:
        row = msgspec.structs.asdict(ratio)
        sides = (("numerator", row.pop("numerator_terms")), ("denominator", row.pop("denominator_terms")))
        definitions.append(row | {"vintages": list(ratio.vintages)})
        for position, (side, term) in enumerate((side, term) for side, found in sides for term in found):
            terms.append(
                {"ratio_id": ratio.ratio_id, "side": side, "position": position} | msgspec.structs.asdict(term)
            )
    return definitions, terms


def frames(forms: Iterable[Form], data: Crosswalk, prose: Rows) -> dict[str, pl.DataFrame]:
    """The reference tables of the warehouse, by name."""
    forms = tuple(forms)
    definitions, terms, breaks = series_rows(data, prose)
    ratios, ratio_terms = ratio_rows(measures().ratios)
    components = [
        msgspec.structs.asdict(one) | {"position": position}
        for position, one in enumerate(measures().openness, start=1)
    ]
    rows = {
        "form_cells": form_cells(forms),
        "identity_terms": identity_terms(forms),
        "indicators": form_indicators(forms) + prose,
        "series_definitions": definitions,
        "series_terms": terms,
        "breaks": breaks,
        "ratio_definitions": ratios,
        "ratio_terms": ratio_terms,
        "openness_components": components,
    }
    import polars as pl

    from warehouse.schemas import REFERENCE

    return {name: pl.DataFrame(rows[name], schema=schema, orient="row") for name, schema in REFERENCE.items()}


def prose_indicators() -> Rows:
    """The indicators of the codebook."""
    return [
        {
            "indicator_id": one.code,
            "origin": "prose",
            "vintage": None,
            "name_zh": one.name_zh,
            "name_en": one.name_en,
            "definition": one.definition,
            "definition_zh": one.definition_zh,
            "topic": one.topic,
            "unit": _told()["units"].get(one.unit, one.unit),
            "flow_or_stock": one.flow_or_stock,
        }
        for one in codebook()
    ]


def _issuer_row(body: Issuer) -> dict[str, Any]:
    return msgspec.structs.asdict(body) | {"shared_name": shared_name(body)}


def issuer_rows(found: Iterable[tuple[str, str, str | None]]) -> Rows:
    """Rows of `issuers` for the (issuer_id, name, level) that reports tell, and for the bodies above them."""
    known = {one.issuer_id: one for one in issuers()}
    rows: dict[str, dict[str, Any]] = {}
    parents: set[str] = set()
    for issuer_id, name, level in sorted(found):
        body = known.get(issuer_id) or issuer_of(name)
        if body is None or body.issuer_id != issuer_id:
            body = Issuer(
                issuer_id=issuer_id,
                issuer=name,
                short_name=name,
                level=level or "unknown",
                division_code=None,
                parent_id=None,
                known=False,
            )
        rows[issuer_id] = _issuer_row(body)
        parents |= {body.parent_id} if body.parent_id else set()
    while parents := {one for one in parents if one in known and one not in rows}:
        rows |= {one: _issuer_row(known[one]) for one in parents}
        parents = {parent for one in parents if (parent := known[one].parent_id)}
    return list(rows.values())


def issuer_frame(found: Iterable[tuple[str, str, str | None]]) -> pl.DataFrame:
    """`issuer_rows` as a frame."""
    import polars as pl

    from warehouse.schemas import ISSUERS

    return pl.DataFrame(issuer_rows(found), schema=ISSUERS, orient="row")


def expected_rows(file: Path | None) -> pl.DataFrame:
    """The reports that a source list leads one to expect, as `gongkai collect` wrote them; else none."""
    import polars as pl

    from warehouse.schemas import EXPECTED

    return pl.DataFrame(schema=EXPECTED) if file is None else pl.read_parquet(file, columns=list(EXPECTED))


@cache
def reference() -> dict[str, pl.DataFrame]:
    """The reference tables of this version, but for the issuers, which depend on the reports."""
    return frames(all_forms(), crosswalk(), prose_indicators())
