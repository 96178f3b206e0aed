"""How a form is laid out on a page: printed tables of boxes, as the official forms draw them.

A box knows which cell of the form it prints; a damage moves boxes about and the truth moves with them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from random import Random

from gongkai.forms.model import Column, Line, Table

from .edition import number_columns
from .truth import Truth


@dataclass(slots=True)
class Box:
    """One printed table cell."""

    text: str
    role: str
    """number, label, group, head, block (a row that names a block), unit, other."""
    code: str | None = None
    """The cell of the form whose number stands here."""
    rows: int = 1
    cols: int = 1
    inner: str | None = None
    """HTML instead of the text."""


@dataclass(slots=True)
class Row:
    """One printed row."""

    boxes: list[Box]
    role: str
    """head, block, data, plain (a line without numbers), local."""
    line: str | None = None


@dataclass(slots=True)
class Printed:
    """One printed table."""

    code: str
    rows: list[Row]
    caption: str | None = None

    @property
    def width(self) -> int:
        return max((column + box.cols for row in place(self.rows) for box, column in row), default=0)

    def boxes(self, *roles: str) -> list[Box]:
        return [box for row in self.rows for box in row.boxes if not roles or box.role in roles]


@dataclass(slots=True)
class Page:
    """A whole report before it becomes HTML."""

    truth: Truth
    title: str
    tables: list[Printed]
    template: str = "plain"
    prose: dict[str, list[str]] = field(default_factory=dict)
    """Paragraphs by section heading, in printed order; tables stand under their own headings."""
    foreign: list[Printed] = field(default_factory=list)
    """Tables that are none of the form's."""
    lost: set[str] = field(default_factory=set)
    """Cells that may be unreadable now: what they said no longer stands there for certain."""
    damages: list[str] = field(default_factory=list)
    encoding: str = "utf-8"
    declared: str | None = "utf-8"
    around: dict[str, str] = field(default_factory=dict)
    """Switches of the writer: `nested`, `unclosed`, `th` ..."""


def place(rows: Sequence[Row]) -> list[list[tuple[Box, int]]]:
    """Each row's boxes with the grid column in which they begin, spans resolved as a browser does."""
    busy: dict[int, int] = {}
    placed: list[list[tuple[Box, int]]] = []
    for index, row in enumerate(rows):
        column, here = 0, []
        for box in row.boxes:
            while busy.get(column, 0) > index:
                column += 1
            here.append((box, column))
            for k in range(column, column + box.cols):
                busy[k] = index + box.rows
            column += box.cols
        placed.append(here)
    return placed


def insert_column(table: Printed, at: int, make: Callable[[Row, int], Box | None]) -> None:
    """Put a grid column in front of column `at`. Boxes that span it are widened; `make` gives the rest."""
    busy_until: dict[int, int] = {}
    for index, (row, here) in enumerate(zip(table.rows, place(table.rows), strict=True)):
        spanned, position = busy_until.get(at, 0) > index, len(row.boxes)
        for k, (box, column) in enumerate(here):
            if column >= at:
                position = min(position, k)
            elif column + box.cols > at:
                spanned = True
                box.cols += 1
                busy_until[at] = index + box.rows
        if not spanned and (new := make(row, index)) is not None:
            row.boxes.insert(position, new)
            busy_until[at] = index + new.rows


def cut(table: Printed, at: int, keep_text: bool) -> tuple[list[Row], list[Row]]:
    """The rows before and from `at`; a box that spans the cut goes on in the second part, with its text or without."""
    first, second = table.rows[:at], table.rows[at:]
    carried: list[tuple[int, Box]] = []
    for index, here in enumerate(place(first)):
        for box, column in here:
            beyond = index + box.rows - at
            if beyond > 0:
                box.rows -= beyond
                carried.append(
                    (column, Box(box.text if keep_text else "", box.role, None, beyond, box.cols, box.inner))
                )
    if second and carried:
        # No box of the first row begins left of the carried ones it follows: merge by grid column.
        taken = sorted(carried, key=lambda c: c[0])
        column, boxes, rest = 0, [], list(second[0].boxes)
        while taken or rest:
            if taken and taken[0][0] <= column:
                box = taken.pop(0)[1]
            elif rest:
                box = rest.pop(0)
            else:
                box = taken.pop(0)[1]
            boxes.append(box)
            column += box.cols
        second[0].boxes = boxes
    return first, second


# --- the official forms -----------------------------------------------------------------------------------------------


def _number(truth: Truth, table: Table, line: Line, column: Column | None, cols: int = 1) -> Box:
    code = table.cell_code(line.code, None if column is None else column.code)
    return Box(truth.cells[code].raw_text, "number", code, cols=cols)


def _own_label(column: Column, year: int) -> str:
    return f"{year}{column.label}" if column.label.startswith("年度") else column.label


def _blocks(rng: Random, truth: Truth, table: Table) -> Printed:
    """Table 2: a block for each item of Article 20, each with its own header row."""
    lines = [line for line in table.lines if not line.header]
    width = 1 + max(len(number_columns(table, line)) for line in lines)
    rows: list[Row] = []
    for group, members in groupby(lines, key=lambda line: line.group):
        block = list(members)
        columns = number_columns(table, block[0])
        spans = [1] * (1 + len(columns))
        spans[rng.choice((0, -1))] += width - len(spans)
        rows.append(Row([Box(group or "", "block", cols=width)], "block"))
        head = [Box("信息内容", "head", cols=spans[0])]
        head += [
            Box(_own_label(c, truth.year), "head", cols=n)
            for c, n in zip(columns, spans[1:], strict=True)
            if c is not None
        ]
        rows.append(Row(head, "head"))
        for line in block:
            boxes = [Box(line.label, "label", cols=spans[0])]
            boxes += [
                _number(truth, table, line, c, n) for c, n in zip(number_columns(table, line), spans[1:], strict=True)
            ]
            rows.append(Row(boxes, "data", line.code))
    return Printed(table.code, rows)


CHECK_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def _requests_head(table: Table, label_cols: int) -> list[Row]:
    grouped = any(c.group for c in table.columns)
    first = [Box(CHECK_NOTE, "head", rows=3 if grouped else 2, cols=label_cols)]
    first.append(Box("申请人情况", "head", cols=len(table.columns)))
    second: list[Box] = []
    third: list[Box] = []
    for group, members in groupby(table.columns, key=lambda c: c.group):
        columns = list(members)
        if group:
            second.append(Box(group, "head", cols=len(columns)))
            third += [Box(c.label, "head") for c in columns]
        else:
            second += [Box(c.label, "head", rows=2 if grouped else 1) for c in columns]
    rows = [Row(first, "head"), Row(second, "head")]
    return [*rows, Row(third, "head")] if grouped else rows


def _requests(truth: Truth, table: Table) -> Printed:
    """Table 3: seven columns of applicants, labels in three columns."""
    lines = [line for line in table.lines if not line.header]
    outcomes = [line for line in lines if line.code.startswith("res_")]
    rows = _requests_head(table, 3)
    sizes = {g: len(list(m)) for g, m in groupby(outcomes, key=lambda line: line.group)}
    group_before: str | None = None
    for line in lines:
        inside = line.code.startswith("res_")
        boxes: list[Box] = []
        if inside and line is outcomes[0]:
            boxes.append(Box("三、本年度办理结果", "group", rows=len(outcomes)))
        nested = inside and bool(line.group) and not str(line.group).startswith("三")
        if nested and line.group != group_before:
            boxes.append(Box(str(line.group), "group", rows=sizes[line.group]))
        group_before = line.group
        boxes.append(Box(line.label, "label", cols=1 if nested else 2 if inside else 3))
        boxes += [_number(truth, table, line, column) for column in number_columns(table, line)]
        rows.append(Row(boxes, "data", line.code))
    return Printed(table.code, rows)


def _remedies(truth: Truth, table: Table) -> Printed:
    """Table 4: fifteen numbers in one row."""
    lines = [line for line in table.lines if not line.header]
    top: list[Box] = []
    middle: list[Box] = []
    bottom: list[Box] = []
    numbers: list[Box] = []
    for group, members in groupby(lines, key=lambda line: line.group):
        block = list(members)
        grouped = len(block) > 1 and group is not None
        if grouped:
            top.append(Box(str(group), "head", cols=sum(len(number_columns(table, line)) for line in block)))
        for line in block:
            columns = [c for c in number_columns(table, line) if c is not None]
            label = line.label.removeprefix(str(group)).lstrip("·—-：: ") if grouped else line.label
            (middle if grouped else top).append(Box(label, "head", cols=len(columns)))
            (bottom if grouped else middle).extend(Box(c.label, "head", rows=1 if grouped else 2) for c in columns)
            numbers += [_number(truth, table, line, column) for column in columns]
    rows = [Row(top, "head"), Row(middle, "head"), Row(bottom, "head"), Row(numbers, "data", "*")]
    return Printed(table.code, [row for row in rows if row.boxes])


def _list(rng: Random, truth: Truth, table: Table) -> Printed:
    """Vintages A and B: one line a row, with its unit."""
    heads = [_own_label(c, truth.year) for c in table.columns] or ["统计数"]
    names = ("统计指标", "单位") if table.code == "B" else ("指标名称", rng.choice(("计量单位", "计算单位")))
    rows = [Row([Box(name, "head") for name in (*names, *heads)], "head")]
    of_which, groups = rng.random() < 0.5, set[str]()
    headings = {line.label for line in table.lines if line.header}
    for line in table.lines:
        first_part = line.group is not None and line.group not in groups and line.group not in headings
        label = Box(("其中：" if of_which and first_part and "其中" not in line.label else "") + line.label, "label")
        groups.add(line.group or "")
        if line.header:
            dash = rng.choice(("——", "", "--"))
            rows.append(Row([label, Box(dash, "unit"), *(Box(dash, "other") for _ in heads)], "plain", line.code))
            continue
        numbers = [_number(truth, table, line, column) for column in number_columns(table, line)]
        rows.append(Row([label, Box(line.unit or "", "unit"), *numbers], "data", line.code))
    return Printed(table.code, rows)


def lay_out(truth: Truth, rng: Random) -> Page:
    """The report's tables as the official form prints them."""
    tables: list[Printed] = []
    for table in truth.form.tables:
        if table.code == "2":
            tables.append(_blocks(rng, truth, table))
        elif table.code == "3":
            tables.append(_requests(truth, table))
        elif table.code == "4":
            tables.append(_remedies(truth, table))
        else:
            tables.append(_list(rng, truth, table))
    year = truth.year
    title = rng.choice(
        (
            f"{truth.issuer}{year}年政府信息公开工作年度报告",
            f"{year}年{truth.issuer}政府信息公开工作年度报告",
            f"{truth.issuer}{year}年度政府信息公开工作年度报告",
        )
    )
    return Page(truth, title, tables)
