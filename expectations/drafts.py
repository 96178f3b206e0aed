"""The rules over a few reports that are in no warehouse: a draft, and last year's report to hold it against.

The reports go into a DuckDB in memory, and the very queries of the flow run over them. No Prefect, no Great
Expectations, and nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

import duckdb
import msgspec

from expectations.checks import prepare, run_checks
from expectations.filling import columns_of, fill, literals
from expectations.queries import query
from expectations.words import Words
from gongkai.forms import all_forms
from gongkai.model import CellState, Problem, Report
from warehouse.connection import connect
from warehouse.queries import SQL
from warehouse.reference import form_cells, form_indicators, identity_terms, issuer_rows, prose_indicators
from warehouse.staging import Source, staged_rows

_FEW = 20
"""Reports up to which DuckDB takes longer to weigh how it asks a rule than to ask it."""
_TABLES_SINCE = 2019
"""Since the report for this year the tables are part of the report's text."""
_UNREAD = frozenset({CellState.TEXT, CellState.UNREADABLE, CellState.ABSENT_ROW})
_NOTES = re.compile(r"(?<=.)（[^）]*）.*|、行政机关不再处理.*")
_NUMBER = re.compile(r"（[一二三四五六七八九十]+）")
_STAGED = ("reports", "texts", "sections", "cells", "mentions")
_OF_DRAFTS = {"issuer_level": "VARCHAR", "compared": "INTEGER"}
"""Columns of staged reports that those of a warehouse do not have."""

Severity = Literal["critical", "warning", "info"]


class Operand(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a finding rests on: a box of a table, or words of the text."""

    evidence_id: str
    report_id: str
    table: str | None
    """Table of the form; None for words of the text."""
    code: str | None
    """Cell, or indicator of the prose."""
    line: str | None
    """Label of the line with its number; for words of the text the Chinese name of what they measure."""
    column: str | None
    """Label of the column; for words of the text the English name of what they measure."""
    printed: str
    value: Decimal | None
    state: str
    page: int | None = None
    sentence: str | None = None
    """The sentence, for words of the text."""
    start: int | None = None
    """Character of the sentence, from 0, that the words begin with: the same words may stand in it twice."""


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """What an error may be: a single slip that explains it."""

    kind: str
    message: Words
    codes: tuple[str, ...]
    printed: tuple[Decimal, ...]
    proposed: tuple[Decimal, ...]
    """What the boxes would hold without the slip, in the order of `codes`; never put in their place."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that a report breaks, or that could not be asked of it."""

    check_id: str
    outcome: Literal["fail", "not_assessable"]
    severity: Severity
    title: Words
    place: str
    left: Decimal | None
    right: Decimal | None
    difference: Decimal | None
    message: Words
    operands: tuple[Operand, ...] = ()
    signatures: tuple[Signature, ...] = ()


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of the text that agrees with the table in one of several legitimate readings, which differ."""

    check_id: str
    place: str
    """What the figure is of."""
    value: Decimal
    reading: Words
    """What it is taken for: concluded reconsiderations; several where they come to the same number."""
    message: Words
    operands: tuple[Operand, ...] = ()


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """A box of a statutory table that has no number and is not blank either: nothing could be checked with it."""

    table: str
    code: str
    line: str
    column: str | None
    printed: str
    state: str
    """`text`, `unreadable`, or `absent_row` for a line that the table does not have."""


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules say of one report."""

    file: str
    report_id: str
    issuer: str | None
    report_year: int | None
    vintage: str | None
    passed: int
    findings: tuple[Finding, ...]
    not_assessable: tuple[Finding, ...]
    agreements: tuple[Agreement, ...] = ()
    """How figures of the text are to be read that may be read in several ways; for information."""
    unread: tuple[Unread, ...] = ()
    """Boxes that could not be checked: words where a number belongs, digits that cannot be read, missing lines."""
    missing_tables: tuple[str, ...] = ()
    """Titles of the tables of its form that the report does not have."""
    previous: str | None = None
    """File of the report of the year before that it was held against."""
    problems: tuple[Problem, ...] = ()
    """What of the report could not be read, or not for certain."""

    @property
    def evaluated(self) -> int:
        """How many instances of rules could be decided."""
        return self.passed + len(self.findings)

    @property
    def whole(self) -> bool:
        """Whether all that its form prints was there to be checked. Up to 2018 a report may come without its table."""
        no_tables = self.vintage is None and (self.report_year is None or self.report_year >= _TABLES_SINCE)
        return not (self.unread or self.missing_tables or no_tables)


def lay_out() -> duckdb.DuckDBPyConnection:
    """A warehouse in memory with all that the rules want beside reports, for `check_reports`.

    It takes a while, in which the reports may be read.
    """
    connection = connect(threads=1)
    for name in ("schema.sql", "reference.sql"):
        connection.execute(_without_comments((SQL / name).read_text(encoding="utf-8")))
    prepare(connection)
    fill(connection, "INSERT INTO indicators BY NAME", prose_indicators(), columns_of(connection, "indicators"))
    all_forms()
    return connection


def check_reports(
    reports: Sequence[Report], against: Sequence[Report] = (), desk: duckdb.DuckDBPyConnection | None = None
) -> tuple[Assessment, ...]:
    """Hold `reports` to every rule; those `against` are only what they are compared with (the years before).

    A report that is given twice is checked once. Assessments come in the order of `reports`. `desk` is what `lay_out`
    gave, where there was time for it before; it is closed.
    """
    unique = {one.report_id: one for one in reports}
    others = {one.report_id: one for one in against if one.report_id not in unique}
    with desk or lay_out() as connection:
        if len(unique) + len(others) <= _FEW:
            connection.execute("PRAGMA disable_optimizer")
        _load(connection, [*unique.values(), *others.values()], list(others))
        run_checks(connection, pipeline_too=False, prepared=True)
        found, agreed = _findings(connection)
        passed = dict(connection.execute("SELECT report_id, passed FROM passed").fetchall())
        previous = dict(connection.execute("SELECT report_id, previous_id FROM checking.previous").fetchall())
    files = {one.report_id: one.file for one in (*unique.values(), *others.values())}
    return tuple(
        Assessment(
            file=one.file,
            report_id=one.report_id,
            issuer=one.head.issuer,
            report_year=one.head.report_year,
            vintage=one.head.vintage,
            passed=passed.get(one.report_id, 0),
            findings=tuple(f for f in found.get(one.report_id, []) if f.outcome == "fail"),
            not_assessable=tuple(f for f in found.get(one.report_id, []) if f.outcome == "not_assessable"),
            agreements=tuple(agreed.get(one.report_id, [])),
            unread=tuple(_unread(one)),
            missing_tables=tuple(one.expected or "" for one in one.problems if one.code == "table_missing"),
            previous=files.get(previous.get(one.report_id, "")),
            problems=one.problems,
        )
        for one in unique.values()
    )


def _unread(report: Report) -> Iterator[Unread]:
    wanting = [cell for cell in report.cells if cell.cell_state in _UNREAD]
    if not wanting:
        return
    head = report.head
    form = next(one for one in all_forms() if (one.vintage, one.family) == (head.vintage, head.family))
    for cell in wanting:
        columns = (one.label for one in form.table(cell.table).columns if one.code == cell.column)
        yield Unread(
            table=cell.table,
            code=cell.code,
            line=_line_name(form.form_id, cell.table, cell.line),
            column=next(columns, None),
            printed=cell.raw_text,
            state=cell.cell_state.value,
        )


def _line_name(form_id: str, table: str, code: str) -> str:
    """The label of a line with its number and that of its heading, without its notes: （三）1.属于国家秘密."""
    form = next(one for one in all_forms() if one.form_id == form_id)
    line = next(one for one in form.table(table).lines if one.code == code)
    label = _NOTES.sub("", line.label)
    heading = _NUMBER.match(line.group or "") if label[0].isdigit() else None
    return heading[0] + label if heading else label


def _load(connection: duckdb.DuckDBPyConnection, reports: Sequence[Report], compared: Sequence[str]) -> None:
    connection.execute("BEGIN")
    now = datetime.now(UTC)
    sources = {one.sha256: Source(one.file, one.sha256, 0, now) for one in reports}
    staged = staged_rows(reports, sources, {}, "")
    vintages = {one.head.vintage for one in reports}
    forms = [form for form in all_forms() if form.vintage in vintages]
    for head in staged["reports"]:
        place = compared.index(head["report_id"]) + 1 if head["report_id"] in compared else None
        head["compared"] = place
        # A draft may not name its issuer yet; its text is held to its tables all the same.
        head["issuer_id"] = head["issuer_id"] or head["report_id"]
    told = {(one["issuer_id"], one["issuer"], one["issuer_level"]) for one in staged["reports"] if one["issuer"]}
    for table, filled in {
        "form_cells": form_cells(forms),
        "identity_terms": identity_terms(forms),
        "indicators": form_indicators(forms),
        # Who names the reports to be compared says that they are of one body, whoever else bears its name.
        "issuers": [row | {"shared_name": False} for row in issuer_rows(told)],
    }.items():
        fill(connection, f"INSERT INTO {table} BY NAME", filled, columns_of(connection, table))
    for table in _STAGED:
        types = columns_of(connection, table) | (_OF_DRAFTS if table == "reports" else {})
        fill(connection, f"CREATE TEMP TABLE staged_{table} AS", staged[table], types)
    connection.execute(query("drafts"))
    connection.execute("COMMIT")
    connection.execute(query("one_range"))
    for name in ("issuer_ranges", "observations"):
        connection.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))


def _without_comments(sql: str) -> str:
    """Descriptions of columns are for readers of a warehouse file, and take longer than the tables."""
    return "\n".join(line for line in sql.splitlines() if not line.startswith("COMMENT ON "))


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _places(connection: duckdb.DuckDBPyConnection, wanted: Sequence[str]) -> dict[str, Operand]:
    sql = query("places").replace("[]::VARCHAR[]", literals(wanted))
    return {
        at[0]: Operand(
            evidence_id=at[0],
            report_id=at[1],
            table=at[2],
            code=at[3],
            line=_line_name(at[11], at[2], at[4]) if at[11] else at[4],
            column=at[5],
            printed=at[6] or "",
            value=at[7],
            state=at[8],
            page=at[9],
            sentence=at[10],
            start=at[12],
        )
        for at in connection.execute(sql).fetchall()
    }


def _findings(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, list[Finding]], dict[str, list[Agreement]]]:
    """What failed or could not be assessed, and what agreed in one of several readings, by report."""
    found = _rows(connection, query("draft_findings"))
    agreed = _rows(connection, "SELECT *, text_evidence || table_evidence AS evidence FROM agreements ORDER BY ALL")
    failed = [row for row in found if row["outcome"] == "fail"]
    places = _places(connection, sorted({one for row in (*failed, *agreed) for one in row["evidence"]}))
    proposed: dict[str, list[Signature]] = {}
    for finding_id, kind, codes, printed, instead, zh, en in connection.execute(
        "SELECT finding_id, kind, codes, printed, proposed, message_zh, message_en FROM signatures"
    ).fetchall():
        proposed.setdefault(finding_id, []).append(
            Signature(
                kind=kind,
                message=Words(zh, en),
                codes=tuple(codes),
                printed=tuple(printed),
                proposed=tuple(instead),
            )
        )
    findings: dict[str, list[Finding]] = {}
    for row in found:
        findings.setdefault(row["report_id"], []).append(_finding(row, places, proposed.get(row["finding_id"], ())))
    agreements: dict[str, list[Agreement]] = {}
    for row in agreed:
        agreements.setdefault(row["report_id"], []).append(_agreement(row, places))
    return findings, agreements


def _finding(row: dict[str, Any], places: dict[str, Operand], proposed: Sequence[Signature]) -> Finding:
    return Finding(
        check_id=row["check_id"],
        outcome=row["outcome"],
        severity=row["severity"],
        title=Words(row["title_zh"], row["title_en"]),
        place=row["place"],
        left=row["left_value"],
        right=row["right_value"],
        difference=row["difference"],
        message=Words(row["message_zh"], row["message_en"]),
        operands=tuple(places[one] for one in row["evidence"] if one in places),
        signatures=tuple(proposed),
    )


def _agreement(row: dict[str, Any], places: dict[str, Operand]) -> Agreement:
    return Agreement(
        check_id=row["check_id"],
        place=row["place"],
        value=row["value"],
        reading=Words(row["reading_zh"], row["reading_en"]),
        message=Words(row["message_zh"], row["message_en"]),
        operands=tuple(places[one] for one in row["evidence"] if one in places),
    )
