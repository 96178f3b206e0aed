"""The warehouse to hand on: as it is, or for programs that do not read DuckDB.

`duckdb` is a copy of the file with its views, macros and comments, and answers every question that the warehouse
answers. Parquet, CSV, a Frictionless Data Package and an Excel workbook hold the rows of tables and views: nothing is
rounded or left out but the texts of the reports, which stay in the warehouse. What each column holds comes from the
warehouse's own comments.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import duckdb
import msgspec

from gongkai.worded import Worded
from warehouse.connection import connect
from warehouse.dataset import DESCRIPTION_EN, TITLE_EN, TITLE_ZH
from warehouse.dcat import dcat
from warehouse.queries import query, quoted
from warehouse.sdmx import structure

Shape = Literal["duckdb", "parquet", "csv", "xlsx", "datapackage", "sdmx-csv"]

_BOM = b"\xef\xbb\xbf"
"""Without it Excel takes UTF-8 for the code page of the machine."""
_LEFT_OUT = ("texts", "series_points")

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


class ExportError(Worded):
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
    rows = connection.execute(query("read/relations"), {"left_out": list(_LEFT_OUT)}).fetchall()
    return [
        _Table(name, comment or "", view, tuple(_Column(**one) for one in columns))
        for name, comment, view, columns in rows
    ]


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
        begins = f"regexp_matches({text}, '(?s)^[=+@＝＋－＠\\t\\r\\n-].')"
        looks_like_one = f"{begins} AND NOT regexp_matches({text}, '^[+-]?[0-9][0-9.,]*$')"
        return f"CASE WHEN {looks_like_one} THEN '''' || {text} ELSE {text} END AS {name}"
    return f"{text} AS {name}"


def _write_csv(connection: duckdb.DuckDBPyConnection, table: _Table, file: Path, *, for_spreadsheets: bool) -> None:
    columns = ", ".join(_as_text(column, for_spreadsheets=for_spreadsheets) for column in table.columns)
    plain = file.with_name(file.name + ".unfinished")
    rows = f"SELECT {columns} FROM {table.name}{table.order}"  # noqa: S608
    connection.execute(f"COPY ({rows}) TO {quoted(plain)} (FORMAT csv, HEADER)")
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
        rows = f"FROM {table.name}{table.order}"
        connection.execute(f"COPY ({rows}) TO {quoted(file)} (FORMAT parquet, COMPRESSION zstd)")
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


def _resource(table: _Table, names: set[str]) -> dict[str, Any]:
    return {
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


def _datapackage(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    tables = _tables(connection)
    names = {table.name for table in tables}
    (folder / "data").mkdir(exist_ok=True)
    for table in tables:
        _write_csv(connection, table, folder / "data" / f"{table.name}.csv", for_spreadsheets=False)
    resources = [_resource(table, names) for table in tables]
    made, extractor = connection.execute("SELECT max(published_at), max(extractor) FROM runs").fetchone() or (
        None,
        None,
    )
    package = {
        "profile": "tabular-data-package",
        "name": "gongkai",
        "title": f"{TITLE_EN} ({TITLE_ZH})",
        "description": DESCRIPTION_EN,
        "created": made.strftime("%Y-%m-%dT%H:%M:%SZ") if made else None,
        "version": extractor,
        "resources": resources,
    }
    file = folder / "datapackage.json"
    described = {key: value for key, value in package.items() if value is not None}
    file.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    written = [(file, "The tables with their columns, keys and references, as a Frictionless Data Package")]
    written += [(folder / str(one["path"]), str(one["title"])) for one in resources]
    catalogue = folder / "dcat.jsonld"
    catalogue.write_text(dcat(connection, folder, written), encoding="utf-8")
    return [catalogue, *(one for one, _ in written)]


def _xlsx(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    from warehouse.workbook import TooManyRowsError, write_workbook

    file = folder / "gongkai.xlsx"
    try:
        write_workbook(connection, file)
    except TooManyRowsError as error:
        raise ExportError(error.sentence, **error.fields) from error
    return [file]


def _sdmx_csv(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    files = [folder / "series.csv", folder / "structure.json"]
    described = connection.execute(f"DESCRIBE {query('sdmx')}").fetchall()
    columns = ", ".join(_as_text(_Column(name, kind, ""), for_spreadsheets=False) for name, kind, *_ in described)
    rows = f"SELECT {columns} FROM ({query('sdmx')})"  # noqa: S608
    connection.execute(f"COPY ({rows}) TO {quoted(files[0])} (FORMAT csv, HEADER)")
    files[1].write_text(structure(connection), encoding="utf-8")
    return files


_WRITERS: dict[Shape, Callable[[duckdb.DuckDBPyConnection, Path], Sequence[Path]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "xlsx": _xlsx,
    "datapackage": _datapackage,
    "sdmx-csv": _sdmx_csv,
}


def export(warehouse: Path, folder: Path, shape: Shape) -> list[Path]:
    """Write the warehouse into `folder` (made where it is not there), and return the files.

    FileNotFoundError where there is no warehouse; ExportError where the shape cannot hold it.
    """
    if not warehouse.is_file():
        raise FileNotFoundError(f"there is no warehouse at {warehouse}")
    folder.mkdir(parents=True, exist_ok=True)
    if shape == "duckdb":
        return [_copy(warehouse, folder / warehouse.name)]
    with connect(warehouse, read_only=True) as connection:
        return list(_WRITERS[shape](connection, folder))


def _copy(warehouse: Path, copy: Path) -> Path:
    """The published file is never written to, only replaced: what is open here stays whole while a run publishes."""
    if copy.exists() and copy.samefile(warehouse):
        raise ExportError("{copy} is the warehouse itself: name another folder", copy=copy)
    unfinished = copy.with_name(copy.name + ".unfinished")
    with warehouse.open("rb") as source, unfinished.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    unfinished.replace(copy)
    return copy
