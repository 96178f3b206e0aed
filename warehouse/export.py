"""The warehouse for programs that do not read DuckDB: Parquet, CSV, a Frictionless Data Package, an Excel workbook.

Nothing is rounded or left out on the way but the texts of the reports, which stay in the warehouse. What each column
holds comes from the warehouse's own comments.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import duckdb
import msgspec
import polars as pl

from warehouse.frames import frame

Shape = Literal["parquet", "csv", "xlsx", "datapackage"]

_BOM = b"\xef\xbb\xbf"
"""Without it Excel takes UTF-8 for the code page of the machine."""
_LEFT_OUT = ("texts", "series_points")
_EXCEL_ROWS = 1_048_576
"""Rows of an Excel sheet, its header included."""

_KEYS = {
    "issuers": ["issuer_id"],
    "reports": ["report_id"],
    "cells": ["cell_id"],
    "mentions": ["mention_id"],
    "indicators": ["indicator_id"],
    "observations": ["observation_id"],
    "series_definitions": ["series_id"],
    "ratio_definitions": ["ratio_id"],
    "openness_components": ["component"],
    "checks": ["check_id"],
    "findings": ["finding_id"],
    "check_runs": ["check_id"],
    "runs": ["run_id"],
}
_REFERENCES = {
    "issuer_id": "issuers",
    "report_id": "reports",
    "indicator_id": "indicators",
    "series_id": "series_definitions",
    "ratio_id": "ratio_definitions",
    "component": "openness_components",
    "check_id": "checks",
}


class ExportError(Exception):
    """The export cannot be made; the message says what to do instead."""


class _Column(msgspec.Struct, frozen=True):
    name: str
    kind: str
    """Type in DuckDB."""
    comment: str


class _Table(msgspec.Struct, frozen=True):
    name: str
    comment: str
    view: bool
    columns: tuple[_Column, ...]

    @property
    def order(self) -> str:
        """Tables are stored in their order; a view has none of its own."""
        return " ORDER BY ALL" if self.view else ""


def _tables(connection: duckdb.DuckDBPyConnection) -> list[_Table]:
    """Tables and views for readers, in alphabetical order."""
    rows = connection.execute(
        """
        SELECT t.name, t.comment, t.view, list(struct_pack(
            name := c.column_name, kind := c.data_type, comment := c.comment) ORDER BY c.column_index)
        FROM (
            SELECT table_name AS name, comment, false AS view FROM duckdb_tables()
            WHERE schema_name = 'main' AND NOT internal
            UNION ALL
            SELECT view_name, comment, true FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
        ) AS t
        JOIN duckdb_columns() AS c ON c.table_name = t.name AND c.schema_name = 'main' AND NOT c.internal
        WHERE list_contains($left_out, t.name) = false
        GROUP BY t.name, t.comment, t.view
        ORDER BY t.name
        """,
        {"left_out": list(_LEFT_OUT)},
    ).fetchall()
    return [
        _Table(name, comment or "", view, tuple(_Column(**one) for one in columns))
        for name, comment, view, columns in rows
    ]


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _as_text(column: _Column, *, for_spreadsheets: bool) -> str:
    """SQL for a column of a CSV: decimals without the zeros of their type, lists in one field, and, for spreadsheets,
    an apostrophe before text that would be taken for a formula."""
    name = f'"{column.name}"'
    short = "regexp_replace(CAST({} AS VARCHAR), '\\.?0+$', '')"
    text = name
    if column.kind.endswith("[]"):
        items = f"list_transform({name}, lambda one: {short.format('one')})" if "DECIMAL" in column.kind else name
        text = f"array_to_string({items}, '; ')"
    elif column.kind.startswith("DECIMAL"):
        return f"{short.format(name)} AS {name}"
    if for_spreadsheets and column.kind in ("VARCHAR", "VARCHAR[]"):
        looks_like_one = (
            f"regexp_matches({text}, '^[=+@\\t\\r-].') AND NOT regexp_matches({text}, '^[+-]?[0-9][0-9.,]*$')"
        )
        return f"CASE WHEN {looks_like_one} THEN '''' || {text} ELSE {text} END AS {name}"
    return f"{text} AS {name}"


def _write_csv(connection: duckdb.DuckDBPyConnection, table: _Table, file: Path, *, for_spreadsheets: bool) -> None:
    columns = ", ".join(_as_text(column, for_spreadsheets=for_spreadsheets) for column in table.columns)
    plain = file.with_name(file.name + ".unfinished")
    query = f"SELECT {columns} FROM {table.name}{table.order}"  # noqa: S608
    connection.execute(f"COPY ({query}) TO {_quoted(plain)} (FORMAT csv, HEADER)")
    if for_spreadsheets:
        with plain.open("rb") as source, file.open("wb") as target:
            target.write(_BOM)
            shutil.copyfileobj(source, target)
        plain.unlink()
    else:
        plain.replace(file)


def _parquet(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    files = []
    for table in _tables(connection):
        file = folder / f"{table.name}.parquet"
        query = f"FROM {table.name}{table.order}"
        connection.execute(f"COPY ({query}) TO {_quoted(file)} (FORMAT parquet, COMPRESSION zstd)")
        files.append(file)
    return files


def _csv(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    files = []
    for table in _tables(connection):
        files.append(folder / f"{table.name}.csv")
        _write_csv(connection, table, files[-1], for_spreadsheets=True)
    return files


def _field(column: _Column) -> dict[str, Any]:
    kinds = {"BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime"}
    kind = kinds.get(column.kind)
    if kind is None:
        integral = column.kind.endswith("INT") or column.kind == "INTEGER"
        # Several numbers in one field are text.
        fractional = not column.kind.endswith("[]") and column.kind.startswith(("DECIMAL", "DOUBLE"))
        kind = "integer" if integral else "number" if fractional else "string"
    several = " (several, with '; ' between them)" if column.kind.endswith("[]") else ""
    described = {"name": column.name, "type": kind, "description": column.comment + several}
    return described | ({"format": "%Y-%m-%d %H:%M:%S"} if kind == "datetime" else {})


def _schema(table: _Table, names: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.name in _KEYS:
        schema["primaryKey"] = _KEYS[table.name]
    references = [
        {"fields": [column.name], "reference": {"resource": _REFERENCES[column.name], "fields": [column.name]}}
        for column in table.columns
        # In breaks, ids are of series or of indicators.
        if _REFERENCES.get(column.name, table.name) in names - {table.name} and table.name != "breaks"
    ]
    return schema | ({"foreignKeys": references} if references else {})


def _datapackage(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    tables = _tables(connection)
    names = {table.name for table in tables}
    (folder / "data").mkdir(exist_ok=True)
    resources = []
    for table in tables:
        _write_csv(connection, table, folder / "data" / f"{table.name}.csv", for_spreadsheets=False)
        resources.append(
            {
                "name": table.name,
                "path": f"data/{table.name}.csv",
                "profile": "tabular-data-resource",
                "title": table.comment,
                "description": table.comment,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": _schema(table, names),
            }
        )
    ((made, extractor),) = connection.execute("SELECT max(published_at), max(extractor) FROM runs").fetchall() or [
        (0, 0)
    ]
    package = {
        "profile": "tabular-data-package",
        "name": "gongkai",
        "title": "Government information disclosure in figures (政府信息公开工作年度报告)",
        "description": "Figures of annual reports with their evidence, checks and comparable series. "
        "Mind grade, status and breaks before comparing.",
        "created": made.strftime("%Y-%m-%dT%H:%M:%SZ") if made else None,
        "version": extractor,
        "resources": resources,
    }
    file = folder / "datapackage.json"
    described = {key: value for key, value in package.items() if value is not None}
    file.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return [file, *(folder / str(one["path"]) for one in resources)]


# What a workbook holds: sheets and their queries.
_SHEETS: tuple[tuple[str, str], ...] = (
    (
        "series",
        """
        SELECT s.issuer, d.name_zh AS series_zh, d.name_en AS series_en, s.series_id, s.report_year, s.scope,
            s.scope_name, s.applicant, s.value, s.lower, s.upper, s.unit, s.grade, s.status, s.vintage, s.evidence_id
        FROM series AS s JOIN series_definitions AS d USING (series_id)
        ORDER BY s.issuer, s.series_id, s.applicant, s.scope, s.scope_name, s.report_year
        """,
    ),
    (
        "growth",
        """
        SELECT * EXCLUDE (issuer_id) FROM series_growth
        ORDER BY issuer, series_id, applicant, scope, scope_name, report_year
        """,
    ),
    (
        "ratios",
        """
        SELECT r.issuer, d.name_zh AS ratio_zh, d.name_en AS ratio_en, r.* EXCLUDE (issuer_id, issuer, evidence)
        FROM ratios AS r JOIN ratio_definitions AS d USING (ratio_id)
        ORDER BY r.issuer, r.ratio_id, r.scope, r.scope_name, r.report_year
        """,
    ),
    (
        "openness",
        """
        SELECT o.* EXCLUDE (issuer_id, evidence) FROM openness AS o
        JOIN openness_components AS c USING (component)
        ORDER BY o.issuer, o.report_year, o.scope, c.position
        """,
    ),
    ("coverage", "SELECT * EXCLUDE (issuer_id) FROM coverage ORDER BY issuer, report_year"),
    (
        "notes on breaks",
        """
        SELECT DISTINCT series_id, other_id, relation, report_year, vintage, array_to_string(kinds, ', ') AS kinds,
            reason_zh, reason_en
        FROM breaks ORDER BY relation <> 'break', series_id, other_id, report_year, reason_en
        """,
    ),
    (
        "codebook",
        """
        SELECT 'series' AS what, series_id AS id, name_zh, name_en, definition AS meaning, unit, flow_or_stock
        FROM series_definitions
        UNION ALL
        SELECT 'ratio', ratio_id, name_zh, name_en, concat(numerator, ' / ', denominator, '. ', caution_en),
            CASE WHEN share THEN 'share' ELSE 'ratio' END, 'na'
        FROM ratio_definitions
        UNION ALL
        SELECT 'component of openness', component, name_zh, name_en, dimension, better, 'na' FROM openness_components
        UNION ALL
        SELECT 'column', table_name || '.' || column_name, NULL, NULL, comment, data_type, NULL
        FROM duckdb_columns()
        WHERE table_name IN ('series', 'series_growth', 'ratios', 'openness', 'coverage', 'breaks') AND NOT internal
        """,
    ),
)


def _xlsx(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    import xlsxwriter

    file = folder / "gongkai.xlsx"
    frames = {sheet: frame(connection, query) for sheet, query in _SHEETS}
    for sheet, rows in frames.items():
        if rows.height >= _EXCEL_ROWS:
            raise ExportError(
                f"{rows.height} rows of {sheet} are more than the {_EXCEL_ROWS - 1} of an Excel sheet: "
                "export csv or parquet instead"
            )
    # Text stays text: what begins with = is no formula, what looks like a number or an address is none.
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"title": "gongkai", "comments": "Mind grade, status and breaks before comparing."})
        for sheet, rows in frames.items():
            decimals = [name for name, kind in rows.schema.items() if kind.is_decimal()]
            rows.with_columns(pl.col(decimals).cast(pl.Float64)).write_excel(
                workbook,
                sheet,
                freeze_panes=(1, 0),
                header_format={"bold": True, "bg_color": "#DDE6EE", "border": 1},
                dtype_formats={pl.Float64: "General", pl.Int16: "0", pl.Int64: "0"},
                column_formats={name: "0.0%" for name in rows.columns if name.startswith("growth")},
                column_widths={name: _width(name) for name in rows.columns},
                table_style="Table Style Light 1",
            )
    return [file]


def _width(column: str) -> int:
    """Width in pixels: room for sentences where there are some."""
    if column in ("meaning", "no_growth_because") or column.startswith(("reason", "caution")):
        return 420
    return 220 if column.startswith(("issuer", "series", "ratio", "name", "id", "evidence", "other")) else 90


_WRITERS: dict[Shape, Callable[[duckdb.DuckDBPyConnection, Path], Sequence[Path]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "xlsx": _xlsx,
    "datapackage": _datapackage,
}


def export(warehouse: Path, folder: Path, shape: Shape) -> list[Path]:
    """Write the warehouse into `folder` (made where it is not there), and return the files.

    FileNotFoundError where there is no warehouse; ExportError where the shape cannot hold it.
    """
    if not warehouse.is_file():
        raise FileNotFoundError(f"there is no warehouse at {warehouse}")
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return list(_WRITERS[shape](connection, folder))
