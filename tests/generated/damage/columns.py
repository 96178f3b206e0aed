"""Damage to columns: more of them, in another order, with cells run together or missing."""

from __future__ import annotations

import re
from random import Random

from ..layout import Box, Page, Printed, Row, insert_column, place
from .catalogue import COLUMNS, damage, head_rows, table_of


def _first_number_column(table: Printed) -> int:
    return min(column for here in place(table.rows) for box, column in here if box.role == "number")


@damage(COLUMNS)
def serial_column(page: Page, rng: Random) -> bool:
    """A column of serial numbers in front."""
    table = table_of(page, "A", "B")
    if table is None:
        return False
    count = [0]

    def make(row: Row, index: int) -> Box | None:
        if row.role == "head":
            return Box(rng.choice(("序号", "编号", "代码")), "head")
        if row.role in ("data", "plain"):
            count[0] += 1
            return Box(f"{count[0]:02d}" if rng.random() < 0.5 else str(count[0]), "other")
        return Box("", "other")

    insert_column(table, 0, make)
    return True


@damage(COLUMNS)
def code_column(page: Page, rng: Random) -> bool:
    """A column 代码 between the unit and the numbers, as in the tables of Shanghai and Dingxi."""
    table = table_of(page, "A", "B")
    if table is None:
        return False
    count = [0]

    def make(row: Row, index: int) -> Box | None:
        if row.role == "head":
            return Box("代码", "head")
        count[0] += row.role in ("data", "plain")
        return Box(f"{count[0]:02d}" if row.role in ("data", "plain") else "", "other")

    insert_column(table, _first_number_column(table), make)
    return True


@damage(COLUMNS)
def last_year_column(page: Page, rng: Random) -> bool:
    """A column with last year's figures, or the change against them, beside this year's."""
    table = table_of(page, "A", "B")
    if table is None:
        return False
    before = rng.random() < 0.5
    name = rng.choice(("上年数", "上年同期", f"{page.truth.year - 1}年", "比上年增减"))

    def make(row: Row, index: int) -> Box | None:
        if row.role == "head":
            return Box(name, "head")
        return Box(str(rng.randint(0, 5000)) if row.role == "data" else "", "other")

    insert_column(table, _first_number_column(table) if before else table.width, make)
    return True


@damage(COLUMNS)
def number_columns_in_other_order(page: Page, rng: Random) -> bool:
    """历年累计 stands before the year, 本年累计 before the month."""
    table = table_of(page, "A")
    if table is None or len(page.truth.form.table("A").columns) < 2:
        return False
    for row in table.rows:
        if row.role in ("head", "data", "plain"):
            row.boxes[-1], row.boxes[-2] = row.boxes[-2], row.boxes[-1]
    return True


@damage(COLUMNS)
def remarks_column(page: Page, rng: Random) -> bool:
    """A column 备注 at the end, empty or with words and numbers in it."""
    table = table_of(page, "A", "B", "2", "3")
    if table is None or any(row.role == "block" for row in table.rows):
        return False
    width = table.width
    named = False

    def make(row: Row, index: int) -> Box | None:
        nonlocal named
        if row.role == "head" and not named:
            named = True
            return Box("备注", "head", rows=len(head_rows(table)))
        remarks = ("", "", "", "含部门", f"上年为{rng.randint(1, 90)}", "去重")
        return Box(rng.choice(remarks) if row.role == "data" else "", "other")

    insert_column(table, width, make)
    return True


@damage(COLUMNS)
def organisations_subtotal_column(page: Page, rng: Random) -> bool:
    """表三 has a column 小计 for 法人或其他组织."""
    table = table_of(page, "3")
    if table is None:
        return False
    spec = page.truth.form.table("3")
    grouped = [c.code for c in spec.columns if c.group]
    group = next(c.group for c in spec.columns if c.group)
    codes = {box.code for box in table.boxes("number")}
    if any(spec.cell_code(str(row.line), grouped[-1]) not in codes for row in table.rows if row.role == "data"):
        return False  # another damage has taken one of the cells that it would have to stand beside
    after = spec.cell_code("req_new", grouped[-1])
    at = next(column + box.cols for here in place(table.rows) for box, column in here if box.code == after)
    for here in place(table.rows):  # the group's head spans one more column; everything else is a new cell
        for box, column in here:
            if box.role == "head" and column < at and (column + box.cols > at or box.text == group):
                box.cols += 1
    for row in table.rows:
        if row.role == "data":
            total = sum(page.truth.values[spec.cell_code(str(row.line), code)] for code in grouped)
            index = next(i for i, b in enumerate(row.boxes) if b.code == spec.cell_code(str(row.line), grouped[-1]))
            row.boxes.insert(index + 1, Box(str(total), "local"))
        elif row.role == "local" and len(row.boxes) > 2:
            row.boxes.insert(len(row.boxes) - 1, Box("0", "local"))
    head_rows(table)[-1].boxes.append(Box("小计", "head"))
    return True


@damage(COLUMNS)
def empty_column(page: Page, rng: Random) -> bool:
    """A column without any text runs through the table."""
    table = rng.choice(page.tables)
    at = rng.randint(0, table.width)
    insert_column(table, at, lambda row, index: Box(rng.choice(("", "\xa0")), "other"))
    return True


@damage(COLUMNS)
def ordinals_in_own_column(page: Page, rng: Random) -> bool:
    """The number in front of a label stands in a cell of its own."""
    done = False
    for table in page.tables:
        for row in table.rows:
            for i, box in enumerate(row.boxes):
                match = re.match(r"^(（.+?）|\d+\.|[一二三四五六七八九]、)(.+)$", box.text, re.S)
                if box.role == "label" and match and box.cols > 1:
                    box.cols -= 1
                    box.text = match[2]
                    row.boxes.insert(i, Box(match[1], "other"))
                    done = True
                    break
    return done


@damage(COLUMNS)
def label_over_two_cells(page: Page, rng: Random) -> bool:
    """A label that had two columns to itself stands in two cells, cut in the middle."""
    done = False
    for table in page.tables:
        for row in table.rows:
            for i, box in enumerate(row.boxes):
                if box.role == "label" and box.cols > 1 and len(box.text) > 5 and rng.random() < 0.5:
                    at = rng.randint(3, len(box.text) - 2)
                    box.cols -= 1
                    row.boxes.insert(i + 1, Box(box.text[at:], "label", cols=1))
                    box.text = box.text[:at]
                    done = True
                    break
    return done


@damage(COLUMNS, keeps=False)
def number_over_two_cells(page: Page, rng: Random) -> bool:
    """The digits of one number stand in two cells, so that the row has one cell too many."""
    rows = [row for table in page.tables for row in table.rows if row.role == "data"]
    rng.shuffle(rows)
    for row in rows:
        for i, box in enumerate(row.boxes):
            if box.role == "number" and len(box.text) > 1 and box.text.isdigit():
                at = rng.randint(1, len(box.text) - 1)
                page.lost |= {b.code for b in row.boxes if b.code}
                row.boxes.insert(i + 1, Box(box.text[at:], "number"))
                box.text = box.text[:at]
                return True
    return False


@damage(COLUMNS, keeps=False)
def numbers_run_together(page: Page, rng: Random) -> bool:
    """Two neighbouring numbers stand in one cell that spans both columns."""
    rows = [row for table in page.tables for row in table.rows if row.role == "data"]
    rng.shuffle(rows)
    for row in rows:
        for i in range(len(row.boxes) - 1):
            one, two = row.boxes[i], row.boxes[i + 1]
            if one.code and two.code and one.text[-1:].isdigit() and two.text[:1].isdigit():
                page.lost |= {b.code for b in row.boxes if b.code}
                one.text += two.text
                one.cols += two.cols
                one.code = None
                row.boxes.pop(i + 1)
                return True
    return False


@damage(COLUMNS, keeps=False)
def label_and_number_in_one_cell(page: Page, rng: Random) -> bool:
    """The label's cell swallowed the first number."""
    rows = [row for table in page.tables for row in table.rows if row.role == "data" and row.line != "*"]
    rng.shuffle(rows)
    for row in rows:
        for i in range(len(row.boxes) - 1):
            one, two = row.boxes[i], row.boxes[i + 1]
            if one.role == "label" and two.code and two.text:
                page.lost |= {b.code for b in row.boxes if b.code}
                one.text += two.text
                one.cols += two.cols
                row.boxes.pop(i + 1)
                return True
    return False


@damage(COLUMNS, keeps=False)
def cell_missing(page: Page, rng: Random) -> bool:
    """One cell of a row is gone: the numbers after it stand one column too far left."""
    rows = [row for table in page.tables for row in table.rows if row.role == "data" and row.line != "*"]
    rows = [row for row in rows if sum(1 for b in row.boxes if b.code) > 2]
    if not rows:
        return False
    row = rng.choice(rows)
    numbers = [b for b in row.boxes if b.code]
    gone = rng.choice(numbers[:-1])
    page.lost |= {str(b.code) for b in numbers}
    row.boxes.remove(gone)
    return True


@damage(COLUMNS, keeps=False)
def unknown_column_names(page: Page, rng: Random) -> bool:
    """A column has a name that no variant of the form knows."""
    table = table_of(page, "3", "A")
    if table is None:
        return False
    heads = [b for b in head_rows(table)[-1].boxes if b.text and b.cols == 1]
    heads = [b for b in heads if "单位" not in b.text and "指标" not in b.text]
    if not heads:
        return False
    box = rng.choice(heads)
    column = next(c for here in place(table.rows) for b, c in here if b is box)
    # The lists of vintage A are told from one another by their columns.
    page.lost |= {
        str(b.code) for here in place(table.rows) for b, c in here if b.code and (c == column or table.code == "A")
    }
    box.text = rng.choice(("甲类", "本局统计口径", "第Ⅲ栏"))
    return True
