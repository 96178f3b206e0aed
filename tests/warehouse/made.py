"""Reports made by hand, for tests of what comes after reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

from expectations.checks import check_file
from gongkai.forms import form
from gongkai.model import Cell, CellState, Mention, Place, Problem, Report, ReportHead, Scope, SourceKind
from warehouse.build import RunInfo, build
from warehouse.connection import connect
from warehouse.staging import Source, write_batch

RUN = RunInfo(
    run_id="run-1",
    started_at=datetime(2026, 1, 2, 3, tzinfo=UTC),
    published_at=datetime(2026, 1, 2, 4, tzinfo=UTC),
    extractor="test",
)


def cell(code: str, raw: str, **changes: Any) -> Cell:
    """A cell of form D, C or A by its code, read from `raw` as an extractor would."""
    line, _, column = code.partition("__") if "__" in code else code.partition("_")
    states = {"": CellState.BLANK, "/": CellState.NA_MARK, "?": CellState.UNREADABLE}
    state = states.get(raw) or (CellState.ZERO if Decimal(raw) == 0 else CellState.NUMBER)
    fields: dict[str, Any] = {
        "code": code,
        "table": "3",
        "line": line,
        "column": column or None,
        "raw_text": raw,
        "value": None if raw in states else Decimal(raw),
        "unit": "件",
        "unit_source": "form",
        "cell_state": state,
        "place": Place(start=0, end=2, table=1, row=2, column=3),
    }
    return Cell(**fields | changes)


def table_3(vintage: str = "D", **numbers: str) -> tuple[Cell, ...]:
    """A whole table 3: what is not named is 0. Names are lines (all of it from natural persons) or cell codes."""
    cells = []
    table = form(vintage).table("3")
    for line in table.lines:
        if line.header or line.optional:
            continue
        for column in table.columns:
            code = table.cell_code(line.code, column.code)
            whole = numbers.get(line.code, "0") if column.code in ("np", "total") else "0"
            raw = numbers.get(code, whole)
            cells.append(cell(code, raw, line=line.code, column=column.code))
    return tuple(cells)


def table_4(**numbers: str) -> tuple[Cell, ...]:
    """A whole table 4 of form D: what is not named is 0."""
    table = form("D").table("4")
    return tuple(
        cell(code, numbers.get(code, "0"), table="4", line=line.code, column=column.code)
        for line in table.lines
        if not line.header
        for column in table.columns
        for code in [table.cell_code(line.code, column.code)]
    )


def table_2(**numbers: str) -> tuple[Cell, ...]:
    """A whole table 2 of form D: what is not named is 0."""
    table = form("D").table("2")
    units = {column.code: column.unit for column in table.columns}
    return tuple(
        cell(code, numbers.get(code, "0"), table="2", line=line.code, column=column, unit=units[column])
        for line in table.lines
        if not line.header
        for column in line.columns
        for code in [table.cell_code(line.code, column)]
    )


def mention(text: str, surface: str, value: str | None, indicator: str | None, **changes: Any) -> Mention:
    """A figure where `surface` first stands in `text`."""
    start = text.index(surface)
    number = None if value is None else Decimal(value)
    fields: dict[str, Any] = {
        "start": start,
        "end": start + len(surface),
        "surface": surface,
        "number_start": start,
        "number_end": start + len(surface),
        "number_surface": surface,
        "value": number,
        "lower": number,
        "upper": number,
        "significant_figures": 1,
        "unit": surface[-1],
        "unit_std": "CNY" if surface.endswith("元") else "percent" if surface.endswith("%") else "count",
        "qualifier": "exact",
        "measure_zh": None,
        "indicator": indicator,
        "period": "year:2023",
        "flow_or_stock": "flow",
        "scope": None,
        "kind": "statistic",
        "is_statistic": True,
        "sentence_start": 0,
        "sentence_end": len(text),
    }
    return Mention(**fields | changes)


def report(
    cells: Sequence[Cell] = (),
    mentions: Sequence[Mention] = (),
    text: str = "测试用的报告正文",
    problems: Sequence[Problem] = (),
    **head: Any,
) -> Report:
    """A report of a county for 2023 on form D; its id follows from all that it holds."""
    fields: dict[str, Any] = {
        "issuer": "测试县人民政府",
        "issuer_id": "x-test",
        "issuer_level": "county",
        "report_year": 2023,
        "vintage": "D",
        "vintage_note": None,
        "family": None,
        "scope": Scope.JURISDICTION,
        "scope_words": "全县",
        "title": "测试县人民政府2023年政府信息公开工作年度报告",
        "source_kind": SourceKind.REPORT,
    }
    filled = ReportHead(**fields | head)
    sha256 = hashlib.sha256(repr((filled, cells, mentions, text)).encode()).hexdigest()
    return Report(
        report_id=sha256[:16],
        sha256=sha256,
        file=f"{sha256[:6]}.html",
        media_type="text/html",
        head=filled,
        sections=(),
        cells=tuple(cells),
        mentions=tuple(mentions),
        problems=tuple(problems),
        text=text,
    )


def sources(reports: Sequence[Report], retrieved: Mapping[str, datetime] | None = None) -> dict[str, Source]:
    """Files of the reports, retrieved on one day unless told otherwise by report_id."""
    usual = datetime(2026, 1, 1, tzinfo=UTC)
    return {
        one.sha256: Source(one.file, one.sha256, 100, (retrieved or {}).get(one.report_id, usual)) for one in reports
    }


_FEW = 20
"""Reports up to which `gongkai check` asks without weighing how, too."""


@contextmanager
def _unweighed() -> Iterator[None]:
    """DuckDB asks on one thread, and does not weigh how: the same rows, in little more than half the time, which for a
    few reports goes into the weighing. Runs of the flow, and what is built by `warehouse.build` itself, have it all."""

    def quick(path: Path | None = None, **options: Any) -> duckdb.DuckDBPyConnection:
        connection = connect(path, **options, threads=1)
        connection.execute("PRAGMA disable_optimizer")
        return connection

    with patch("warehouse.build.connect", quick), patch("expectations.checks.connect", quick):
        yield


def built(folder: Path, *reports: Report, retrieved: Mapping[str, datetime] | None = None) -> Path:
    """A warehouse of these reports, unchecked."""
    write_batch(reports, sources(reports, retrieved), folder / "staging" / "batch", extractor="test")
    target = folder / "build.duckdb"
    with _unweighed() if len(reports) <= _FEW else nullcontext():
        build(folder / "staging", target, RUN)
    return target


def judge(file: Path, *arguments: Any, **said: Any) -> None:
    """`check_file`, of a warehouse of a few reports."""
    with _unweighed():
        check_file(file, *arguments, **said)
