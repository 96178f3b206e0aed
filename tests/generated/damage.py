"""What happens to tables between the clerk's form and the web page: kinds of damage seen in real reports.

A damage changes a `Page` in place. `keeps` says whether everything still stands there to be read: then every cell must
come back. Where it is False, the damage puts the codes of the cells that it made uncertain into `Page.lost`: they may
come back as unreadable, never as a wrong number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from html import escape
from pathlib import Path
from random import Random

import msgspec

from gongkai import forms
from gongkai.forms.model import Form

from .layout import Box, Page, Printed, Row, cut, insert_column, place

_HERE = Path(__file__).parent

LINES, COLUMNS, CUT, ROWS, TEXT, INNER, FILE = range(7)
"""Order in which damages are applied: lines and columns, where a table is cut, stray rows, words, markup, bytes."""


@dataclass(frozen=True)
class Damage:
    """One kind of damage."""

    name: str
    keeps: bool
    phase: int
    apply: Callable[[Page, Random], bool]
    """Returns whether the page had anything that this could happen to."""


CATALOGUE: dict[str, Damage] = {}


Change = Callable[[Page, Random], bool]


def damage(phase: int, keeps: bool = True) -> Callable[[Change], Change]:
    """Enter a function into the catalogue under its own name."""

    def register(function: Change) -> Change:
        CATALOGUE[function.__name__] = Damage(function.__name__, keeps, phase, function)
        return function

    return register


def _table(page: Page, *codes: str) -> Printed | None:
    return next((table for table in page.tables if table.code in codes), None)


def _tall(page: Page, rng: Random) -> Printed | None:
    """A table with enough rows to be cut."""
    tall = [
        table for table in page.tables if len(table.rows) > 8 and any(row.role == "data" for row in table.rows[:-2])
    ]
    return rng.choice(tall) if tall else None


def _head(table: Printed) -> list[Row]:
    """The header rows, also where a title stands above them."""
    head: list[Row] = []
    for row in table.rows:
        if row.role == "head":
            head.append(row)
        elif head or row.role != "local":
            break
    return head


def _cut_at(table: Printed, rng: Random) -> int:
    """A row below the header where a page may end."""
    first = next(i for i, row in enumerate(table.rows) if row.role == "data")
    return rng.randrange(first + 1, len(table.rows) - 1)


def _copy(rows: Sequence[Row]) -> list[Row]:
    return [Row([Box(b.text, b.role, b.code, b.rows, b.cols, b.inner) for b in r.boxes], r.role, r.line) for r in rows]


def _boxes(page: Page, *roles: str) -> list[Box]:
    return [box for table in page.tables for box in table.boxes(*roles)]


def _words(page: Page) -> list[Box]:
    return [box for box in _boxes(page, "label", "group", "head", "block") if box.text and box.inner is None]


def _numbers(page: Page) -> list[Box]:
    return [box for box in _boxes(page, "number") if any(c.isdigit() for c in box.text) and box.inner is None]


def _some(rng: Random, boxes: Sequence[Box], share: float, least: int = 1) -> list[Box]:
    chosen = [box for box in boxes if rng.random() < share]
    return chosen if len(chosen) >= least or not boxes else [rng.choice(boxes)]


# --- rows and tables --------------------------------------------------------------------------------------------------


@damage(LINES)
def colspans_differ(page: Page, rng: Random) -> bool:
    """表二 header and data rows of a block span the columns differently: only the order of the cells tells."""
    table = _table(page, "2")
    if table is None or table.width < 4:
        return False
    table_width = table.width + 1
    for row in table.rows:
        if row.role == "block":
            row.boxes[0].cols = table_width
            continue
        for box in row.boxes:
            box.cols = 1
        for _ in range(table_width - len(row.boxes)):
            rng.choice(row.boxes).cols += 1
    return True


@damage(CUT)
def header_repeated(page: Page, rng: Random) -> bool:
    """A page cut in the printed original left the header a second time in the middle of the table."""
    table = _tall(page, rng)
    if table is None or not (head := _head(table)):
        return False
    first, second = cut(table, _cut_at(table, rng), keep_text=rng.random() < 0.5)
    table.rows = first + _copy(head) + second
    return True


def _split(page: Page, rng: Random, with_head: bool) -> bool:
    table = _tall(page, rng)
    if table is None:
        return False
    head = _head(table)
    starts = [i for i, row in enumerate(table.rows) if row.role == "block" and i > 2]
    at = rng.choice(starts) if starts else _cut_at(table, rng)
    first, second = cut(table, at, keep_text=rng.random() < 0.5)
    if with_head:
        second = _copy(head) + second
    index = page.tables.index(table)
    page.tables[index : index + 1] = [
        Printed(table.code, first, table.caption),
        Printed(table.code, second, ""),
    ]
    return True


@damage(CUT)
def table_split(page: Page, rng: Random) -> bool:
    """One table became two at a page cut; the second begins with the header again."""
    return _split(page, rng, with_head=True)


@damage(CUT)
def table_split_without_header(page: Page, rng: Random) -> bool:
    """One table became two at a page cut; the second goes on without a header, in the same columns."""
    return _split(page, rng, with_head=False)


@damage(CUT)
def tables_merged(page: Page, rng: Random) -> bool:
    """The three tables became one, with the headings of the parts as rows between them."""
    if len(page.tables) < 2:
        return False
    width = max(table.width for table in page.tables)
    rows: list[Row] = []
    for table in page.tables:
        heading = page.around.get(f"heading {table.code}")
        if heading and rng.random() < 0.7:
            rows.append(Row([Box(heading, "other", cols=width)], "local"))
        rows += table.rows
    page.tables[:] = [Printed("2+3+4", rows)]
    return True


@damage(LINES)
def remedies_transposed(page: Page, rng: Random) -> bool:
    """表四 stands upright: complaints and suits down the side."""
    table = _table(page, "4")
    if table is None:
        return False
    flavour = rng.choice(("matrix", "list", "blocks"))
    spec = page.truth.form.table("4")
    numbers = {box.code: box for box in table.boxes("number")}
    rows: list[Row] = []
    if flavour == "matrix":  # three lines, five columns
        rows.append(Row([Box("", "head", cols=2), *(Box(c.label, "head") for c in spec.columns)], "head"))
        for line in spec.lines:
            grouped = [other for other in spec.lines if other.group == line.group and line.group]
            boxes = [Box(line.label, "label", cols=1 if grouped else 2)]
            if grouped and line is grouped[0]:
                boxes.insert(0, Box(str(line.group), "group", rows=len(grouped)))
            boxes += [numbers[spec.cell_code(line.code, c.code)] for c in spec.columns]
            rows.append(Row(boxes, "data", line.code))
    elif flavour == "list":  # fifteen lines, one number each
        for line in spec.lines:
            for column in spec.columns:
                boxes = [Box(column.label, "label"), numbers[spec.cell_code(line.code, column.code)]]
                if column is spec.columns[0]:
                    name = f"{line.group}（{line.label}）" if line.group else line.label
                    boxes.insert(0, Box(name, "group", rows=len(spec.columns)))
                rows.append(Row(boxes, "data", line.code))
    else:  # three blocks below one another, each with its own header
        for line in spec.lines:
            name = f"{line.group}：{line.label}" if line.group else line.label
            rows.append(Row([Box(name, "block", cols=len(spec.columns))], "block"))
            rows.append(Row([Box(c.label, "head") for c in spec.columns], "head"))
            rows.append(Row([numbers[spec.cell_code(line.code, c.code)] for c in spec.columns], "data", line.code))
    table.rows = rows
    return True


_LOCAL = (
    "其他主动公开文件",
    "应急管理信息数",
    "其中：通过政务服务窗口受理数",
    "财政预决算信息",
    "乡镇（街道）公开信息数",
)


@damage(LINES)
def local_rows(page: Page, rng: Random) -> bool:
    """A province or city has put rows of its own between those of the form."""
    table = rng.choice(page.tables)
    rows = [i for i, row in enumerate(table.rows) if row.role == "data" and row.line != "*"]
    if not rows:
        return False
    for name in rng.sample(_LOCAL, rng.randint(1, 2)):
        at = rng.choice(rows)
        model = table.rows[at]
        boxes = [
            Box(name, "local", cols=b.cols)
            if b.role == "label"
            else Box(str(rng.randint(0, 300)), "local", cols=b.cols)
            if b.role == "number"
            else Box(b.text, "local", cols=b.cols)
            for b in model.boxes
            if b.role != "group"
        ]
        # After the model row: where a group begins, the row after it is inside the group.
        _widen_spans(table, at)
        table.rows.insert(at + 1, Row(boxes, "local"))
        rows = [i if i <= at else i + 1 for i in rows]
    return True


def _widen_spans(table: Printed, at: int) -> None:
    """Let every box that covers row `at` cover one more, so that a row can be put in after it; a row's own stay."""
    for index, row in enumerate(table.rows[: at + 1]):
        for box in row.boxes:
            if box.rows > 1 and index + box.rows > at:
                box.rows += 1


@damage(LINES)
def subtotal_rows(page: Page, rng: Random) -> bool:
    """表三 has a 小计 under each group, as some templates print it."""
    table = _table(page, "3")
    if table is None:
        return False
    spec = page.truth.form.table("3")
    lines = {line.code: line for line in spec.lines}
    done = False
    for index in range(len(table.rows) - 1, -1, -1):
        row = table.rows[index]
        line = lines.get(row.line or "")
        if line is None or not line.group or line.group.startswith("三"):
            continue
        group = [other.code for other in spec.lines if other.group == line.group]
        if len(group) < 2 or line.code != group[-1]:
            continue
        sums = [
            str(sum(page.truth.values[spec.cell_code(code, column.code)] for code in group)) for column in spec.columns
        ]
        name = rng.choice(("小计", "小  计", f"{line.group}小计"))
        _widen_spans(table, index)
        table.rows.insert(index + 1, Row([Box(name, "local"), *(Box(s, "local") for s in sums)], "local"))
        done = True
    return done


@damage(ROWS)
def empty_rows(page: Page, rng: Random) -> bool:
    """Rows without any text stand between the others."""
    table = rng.choice(page.tables)
    width = table.width
    for _ in range(rng.randint(1, 3)):
        ends = [i for i in range(1, len(table.rows) + 1) if not _spanned(table, i)]
        text = rng.choice(("", "\xa0", "　"))
        one = rng.random() < 0.5
        boxes = [Box(text, "other", cols=width)] if one else [Box(text, "other") for _ in range(width)]
        table.rows.insert(rng.choice(ends), Row(boxes, "local"))
    return True


def _spanned(table: Printed, at: int) -> bool:
    return any(i + box.rows > at for i, row in enumerate(table.rows[:at]) for box in row.boxes)


@damage(ROWS)
def title_rows(page: Page, rng: Random) -> bool:
    """The table's title, the unit and the footer (单位负责人, 填报日期) are rows of the table itself."""
    table = rng.choice(page.tables)
    width = table.width
    year = page.truth.year
    title = page.around.get(f"heading {table.code}") or f"{page.truth.place}政府信息公开情况统计表（{year}年度）"
    table.rows.insert(0, Row([Box(title, "other", cols=width)], "local"))
    if rng.random() < 0.5:
        table.rows.insert(1, Row([Box(f"填报单位：{page.truth.issuer}（盖章）", "other", cols=width)], "local"))
    if rng.random() < 0.7:
        names = f"单位负责人：　审核人：　填报人：　联系电话：　填报日期：{year + 1}年1月{rng.randint(5, 28)}日"
        table.rows.append(Row([Box(names, "other", cols=width)], "local"))
    return True


def _unspan(rows: Sequence[Row], wanted: Callable[[Box, int], bool], repeat: bool) -> bool:
    """Give every wanted box one row, and put a cell of its own into each row that it covered."""
    placed = place(rows)
    cells = [list(here) for here in placed]
    done = False
    for index, here in enumerate(placed):
        for box, column in here:
            if box.rows == 1 or not wanted(box, column):
                continue
            for below in range(index + 1, min(index + box.rows, len(rows))):
                cells[below].append((Box(box.text if repeat else "", box.role, cols=box.cols), column))
            box.rows, done = 1, True
    for row, here in zip(rows, cells, strict=True):
        row.boxes = [box for box, _ in sorted(here, key=lambda item: item[1])]
    return done


@damage(CUT)
def group_labels_first_row_only(page: Page, rng: Random) -> bool:
    """Row spans are gone: a group's label stands in its first row, and empty cells stand below it."""
    table = _table(page, "3")
    return table is not None and _unspan(table.rows, lambda box, column: box.role == "group", repeat=False)


@damage(CUT)
def group_labels_repeated(page: Page, rng: Random) -> bool:
    """Every row says its group again, as tables unmerged in a spreadsheet do."""
    table = _table(page, "3")
    return table is not None and _unspan(table.rows, lambda box, column: box.role == "group", repeat=True)


@damage(CUT)
def group_cells_missing(page: Page, rng: Random) -> bool:
    """Row spans are gone and nothing stands in their place: rows inside a group are shorter than the first."""
    table = _table(page, "3")
    if table is None or not any(box.rows > 1 for box in table.boxes("group")):
        return False
    for box in table.boxes("group"):
        box.rows = 1
    return True


@damage(CUT)
def header_spans_dropped(page: Page, rng: Random) -> bool:
    """Header cells that spanned two rows stand in the upper one, with an empty cell below."""
    table = _table(page, *rng.choice((("3", "4"), ("4", "3"))))
    return table is not None and _unspan(_head(table), lambda box, column: box.cols == 1, repeat=False)


@damage(ROWS)
def last_cell_spans_too_far(page: Page, rng: Random) -> bool:
    """A cell claims more columns or rows than there are."""
    table = rng.choice(page.tables)
    rows = [row for row in table.rows if row.role == "data"]
    for row in rng.sample(rows, min(3, len(rows))):
        row.boxes[-1].cols += rng.randint(1, 5)
    if rng.random() < 0.5:
        for box in table.rows[-1].boxes:
            box.rows += 3
    return True


_FOREIGN = (
    (("公开渠道", "数量", "占比"), ("政府网站", "政务微信", "政务微博", "政府公报", "其他", "总计")),
    (("类别", "本年", "上年"), ("行政许可", "行政处罚", "规范性文件", "其他")),
    (("序号", "单位名称", "申请数", "办结数"), ("教育局", "水务局", "合计")),
    (("项目", "件数"), ("行政复议", "行政诉讼", "信访举报", "总计")),
)


@damage(LINES)
def foreign_tables(page: Page, rng: Random) -> bool:
    """The overview holds a table of its own, with words in it that the form knows too."""
    for heads, names in rng.sample(_FOREIGN, rng.randint(1, 2)):
        rows = [Row([Box(head, "head") for head in heads], "head")]
        for serial, name in enumerate(names, start=1):
            first = [str(serial), name] if heads[0] == "序号" else [name]
            numbers = [str(rng.randint(0, 900)) for _ in range(len(heads) - len(first))]
            if heads[-1] == "占比":
                numbers[-1] = f"{rng.randint(0, 99)}%"
            rows.append(Row([Box(text, "other") for text in (*first, *numbers)], "local"))
        page.foreign.append(Printed("", rows))
    return True


def _told_by_group(table: Printed) -> set[str]:
    """Cells of lines whose label stands in the table more than once: without the line above, nobody can tell them."""
    labels = Counter(_bare(box.text) for box in table.boxes("label"))
    rows = [row for row in table.rows if any(b.role == "label" and labels[_bare(b.text)] > 1 for b in row.boxes)]
    return {box.code for row in rows for box in row.boxes if box.code}


def _pair(table: Printed, rng: Random) -> int | None:
    """A row that, like the next one, is nothing but a label of its own and numbers."""
    rows = table.rows

    def simple(row: Row) -> bool:
        return row.role == "data" and row.line != "*" and row.boxes[0].role == "label"

    pairs = [
        i
        for i in range(len(rows) - 1)
        if simple(rows[i])
        and simple(rows[i + 1])
        and [b.cols for b in rows[i].boxes] == [b.cols for b in rows[i + 1].boxes]
        and not _spanned(table, i)
        and not _spanned(table, i + 1)
    ]
    return rng.choice(pairs) if pairs else None


@damage(ROWS, keeps=False)
def two_lines_in_one_row(page: Page, rng: Random) -> bool:
    """Two lines of the form became one row: every cell holds two lines of text."""
    table = rng.choice(page.tables)
    if (at := _pair(table, rng)) is None:
        return False
    page.lost |= _told_by_group(table)
    one, two = table.rows[at], table.rows.pop(at + 1)
    for upper, lower in zip(one.boxes, two.boxes, strict=True):
        page.lost |= {box.code for box in (upper, lower) if box.code}
        upper.text, upper.code = f"{upper.text}\n{lower.text}", None
    return True


@damage(ROWS, keeps=False)
def label_over_two_rows(page: Page, rng: Random) -> bool:
    """A label goes on in a row of its own below its numbers."""
    table = rng.choice(page.tables)
    rows = [
        i
        for i, row in enumerate(table.rows)
        if row.role == "data" and row.boxes[0].role == "label" and len(row.boxes[0].text) > 7 and not _spanned(table, i)
    ]
    if not rows:
        return False
    row = table.rows[at := rng.choice(rows)]
    label = row.boxes[0]
    cut_at = rng.randint(4, len(label.text) - 2)
    rest = [Box(label.text[cut_at:], "label", cols=label.cols), *(Box("", "other", cols=b.cols) for b in row.boxes[1:])]
    label.text = label.text[:cut_at]
    page.lost |= {str(box.code) for box in row.boxes if box.code} | _told_by_group(table)
    table.rows.insert(at + 1, Row(rest, "local"))
    return True


# --- columns ----------------------------------------------------------------------------------------------------------


def _first_number_column(table: Printed) -> int:
    return min(column for here in place(table.rows) for box, column in here if box.role == "number")


@damage(COLUMNS)
def serial_column(page: Page, rng: Random) -> bool:
    """A column of serial numbers in front."""
    table = _table(page, "A", "B")
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
    table = _table(page, "A", "B")
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
    table = _table(page, "A", "B")
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
    table = _table(page, "A")
    if table is None or len(page.truth.form.table("A").columns) < 2:
        return False
    for row in table.rows:
        if row.role in ("head", "data", "plain"):
            row.boxes[-1], row.boxes[-2] = row.boxes[-2], row.boxes[-1]
    return True


@damage(COLUMNS)
def remarks_column(page: Page, rng: Random) -> bool:
    """A column 备注 at the end, empty or with words and numbers in it."""
    table = _table(page, "A", "B", "2", "3")
    if table is None or any(row.role == "block" for row in table.rows):
        return False
    width = table.width
    named = False

    def make(row: Row, index: int) -> Box | None:
        nonlocal named
        if row.role == "head" and not named:
            named = True
            return Box("备注", "head", rows=len(_head(table)))
        remarks = ("", "", "", "含部门", f"上年为{rng.randint(1, 90)}", "去重")
        return Box(rng.choice(remarks) if row.role == "data" else "", "other")

    insert_column(table, width, make)
    return True


@damage(COLUMNS)
def organisations_subtotal_column(page: Page, rng: Random) -> bool:
    """表三 has a column 小计 for 法人或其他组织."""
    table = _table(page, "3")
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
    _head(table)[-1].boxes.append(Box("小计", "head"))
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
    table = _table(page, "3", "A")
    if table is None:
        return False
    heads = [b for b in _head(table)[-1].boxes if b.text and b.cols == 1]
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


# --- words ------------------------------------------------------------------------------------------------------------


@cache
def _markers_of_others(form_id: str) -> frozenset[str]:
    """Labels by which another form is told: with them the page would follow that form."""
    return frozenset(
        label for form in forms.all_forms() if form.form_id != form_id for marker in form.markers for label in marker
    )


@damage(TEXT)
def variant_names(page: Page, rng: Random) -> bool:
    """Lines and columns under the other names that the form's data knows."""
    known: dict[str, tuple[str, ...]] = {}
    for table in page.truth.form.tables:
        known |= {line.label: line.variants for line in table.lines}
        known |= {column.label: column.variants for column in table.columns}
    others = _markers_of_others(page.truth.form.form_id)
    known = {label: tuple(v for v in variants if v not in others) for label, variants in known.items()}
    changed = [box for box in _words(page) if known.get(box.text)]
    for box in _some(rng, changed, 0.4):
        ordinal = re.match(r"^(（.+?）|\d+\.|[一二三四五六七八九]、)?", box.text)
        variant = rng.choice(known[box.text])
        if ordinal and ordinal[0] and not re.match(r"^(（|\d|[一二三四]、)", variant):
            variant = ordinal[0] + variant
        box.text = variant
    return bool(changed)


@damage(TEXT)
def short_labels(page: Page, rng: Random) -> bool:
    """The explanation in brackets after a label is left out."""
    boxes = [b for b in _words(page) if b.role == "label" and re.search(r".（[^）]{4,}）$", b.text)]
    for box in boxes:
        box.text = re.sub(r"（[^）]{4,}）$", "", box.text)
    return bool(boxes)


@cache
def _labels(form: Form) -> tuple[str, ...]:
    lines = [line.label for table in form.tables for line in table.lines]
    return (*lines, *(column.label for table in form.tables for column in table.columns))


def _bare(label: str) -> str:
    """A label without ordinal, 其中 and the explanation in brackets."""
    return re.sub(r"^(其中：)?(（.+?）|\d+\.|[一二三四五六七八九]、)?|（[^）]*）$", "", label)


_OPPOSITES = frozenset("不未无非否上下增减新旧主被前后全部同总")
"""Without one of these a label may say the opposite, or what another one says: nobody could tell it by likeness."""


@damage(TEXT)
def damaged_labels(page: Page, rng: Random) -> bool:
    """A few characters of a label are lost or spoilt, and what is left still resembles one label only."""
    everything = _labels(page.truth.form)
    boxes = [b for b in _words(page) if b.role == "label" and len(_bare(b.text)) >= 8]
    done = False
    for box in _some(rng, boxes, 0.3):
        label = box.text
        start = rng.randint(2, len(label) - 3)
        lost = rng.randint(1, 3 if len(label) > 10 else 2)
        if set(label[start : start + lost]) & _OPPOSITES:
            continue
        spoilt = label[:start] + rng.choice(("", "", "�", "?")) + label[start + lost :]
        bare = _bare(spoilt)
        rivals = [_bare(other) for other in everything if not label.endswith(other)]
        own = SequenceMatcher(None, bare, _bare(label)).ratio()
        if own > 0.75 and all(own - SequenceMatcher(None, bare, rival).ratio() > 0.2 for rival in rivals):
            box.text = spoilt
            done = True
    return done


@damage(TEXT)
def other_quotes(page: Page, rng: Random) -> bool:
    """Quotation marks of another kind, or none."""
    kinds = (('"', '"'), ("「", "」"), ("‘", "’"), ("", ""), ("”", "”"), ("«", "»"), ("《", "》"), ("'", "'"))
    left, right = rng.choice(kinds)
    boxes = [b for b in _words(page) if "“" in b.text or "《" in b.text]
    for box in boxes:
        if "“" in box.text:
            box.text = box.text.replace("“", left).replace("”", right)
        else:
            box.text = box.text.replace("《", left).replace("》", right)
    return bool(boxes)


@cache
def _traditional() -> dict[int, str]:
    pairs = msgspec.yaml.decode((_HERE / "traditional.yaml").read_bytes(), type=dict[str, str])["pairs"].split()
    return {ord(pair[0]): pair[1] for pair in pairs}


@damage(TEXT)
def traditional_characters(page: Page, rng: Random) -> bool:
    """Labels in traditional characters, all of them or some."""
    table = _traditional()
    share = rng.choice((1.0, 0.3))
    for box in _some(rng, _words(page), share):
        box.text = box.text.translate(table)
    return True


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_CHINESE = "一二三四五六七八九十"


@damage(TEXT)
def other_ordinals(page: Page, rng: Random) -> bool:
    """Numbers before labels in another style: ①, 1、, (1), （1）, half-width brackets, none."""
    arabic = rng.choice(("{c}", "{n}、", "({n})", "（{n}）", "{n}．", "{n} ", "{n},", ""))
    bracket = rng.choice(("({h})", "{h}、", "（{h}） ", "({h}) ", "㈠"))
    done = False
    for box in _words(page):
        if match := re.match(r"^(\d+)\.(?=\D)", box.text):
            n = int(match[1])
            box.text = arabic.format(n=n, c=_CIRCLED[n - 1] if n <= 10 else f"{n}.") + box.text[match.end() :]
            done = True
        elif match := re.match(rf"^（([{_CHINESE}])）", box.text):
            h = match[1]
            new = chr(0x3220 + _CHINESE.index(h)) if bracket == "㈠" else bracket.format(h=h)
            box.text = new + box.text[match.end() :]
            done = True
    return done


@damage(TEXT)
def header_annotations(page: Page, rng: Random) -> bool:
    """Notes in brackets after the names of columns and lines, with years and numbers in them."""
    year = page.truth.year
    notes = (
        f"（指{year}年）",
        f"（指{year - 1}年事项数）",
        "（减用负值表示，如-8）",
        "（单位：件）",
        f"（截至{year}年12月31日）",
        "(必填)",
        "（注1）",
    )
    boxes = [b for b in _words(page) if b.role in ("head", "label") and "）" not in b.text and len(b.text) > 1]
    for box in _some(rng, boxes, 0.25):
        money = "额" in box.text or "费" in box.text
        box.text += rng.choice([n for n in notes if not (money and "件" in n)])
    return bool(boxes)


@damage(TEXT)
def spaced_labels(page: Page, rng: Random) -> bool:
    """Spaces of several kinds within labels, to make them as wide as the column."""
    space = rng.choice((" ", "　", "\xa0", "\u2003", "\t", "\n      "))
    for box in _some(rng, _words(page), 0.6):
        box.text = space.join(box.text) if len(box.text) < 6 else box.text[:2] + space + box.text[2:]
    return True


@damage(TEXT)
def broken_lines(page: Page, rng: Random) -> bool:
    """Line breaks within labels, as text copied from a narrow column has them."""
    for box in _some(rng, [b for b in _words(page) if len(b.text) > 3], 0.6):
        at = rng.randint(1, len(box.text) - 1)
        box.text = box.text[:at] + "\n" + box.text[at:]
    return True


_FULL = str.maketrans("0123456789.,+-", "０１２３４５６７８９．，＋－")


@damage(TEXT)
def full_width_digits(page: Page, rng: Random) -> bool:
    """１２３ instead of 123."""
    for box in _some(rng, _numbers(page), rng.choice((1.0, 0.4))):
        box.text = box.text.translate(_FULL)
    return True


@damage(TEXT)
def padded_numbers(page: Page, rng: Random) -> bool:
    """Spaces of several kinds before and after numbers, and in blanks."""
    spaces = (" ", "\xa0", "　", "\n\t\t", "\u2009", "\u200b", "\ufeff")
    for box in _boxes(page, "number"):
        box.text = rng.choice(spaces) * rng.randint(0, 3) + box.text + rng.choice(spaces) * rng.randint(0, 2)
    return True


@damage(TEXT, keeps=False)
def spaces_in_numbers(page: Page, rng: Random) -> bool:
    """A space between the digits of one number: or two numbers that ran together, nobody can say for certain."""
    boxes = [b for b in _numbers(page) if re.match(r"^\d{2,}", b.text)]
    space = rng.choice((" ", "\xa0", "　"))
    for box in _some(rng, boxes, 0.3):
        at = rng.randint(1, len(re.match(r"\d+", box.text)[0]) - 1)  # type: ignore[index]
        box.text = box.text[:at] + space + box.text[at:]
        page.lost.add(str(box.code))
    return bool(boxes)


@damage(TEXT)
def thousands_separators(page: Page, rng: Random) -> bool:
    """12,345 with one of several commas."""
    comma = rng.choice((",", "，", " ", "\xa0"))
    boxes = [b for b in _numbers(page) if re.match(r"^[+＋\-－−]?\d{4,}", b.text)]
    for box in boxes:
        box.text = re.sub(r"^([+＋\-－−]?)(\d+)", lambda m: m[1] + f"{int(m[2]):,}".replace(",", comma), box.text)
    return bool(boxes)


@damage(TEXT, keeps=False)
def letters_for_digits(page: Page, rng: Random) -> bool:
    """O for 0, l for 1, as scanned and retyped tables have them."""
    boxes = [b for b in _numbers(page) if b.code and re.search(r"[015]", b.text)]
    for box in _some(rng, boxes, 0.1):
        box.text = re.sub("0", "O", re.sub("1", "l", box.text, count=1), count=1)
        page.lost.add(str(box.code))
    return bool(boxes)


@damage(TEXT, keeps=False)
def pinyin_inserted(page: Page, rng: Random) -> bool:
    """Readings in brackets after a character, as hijacked mirrors print them."""
    for box in _some(rng, [b for b in _words(page) if len(b.text) > 4], 0.3):
        at = rng.randint(2, len(box.text) - 1)
        box.text = box.text[:at] + rng.choice(("(wù)", "（guī）", "(xíng)")) + box.text[at:]
    page.lost |= {str(b.code) for b in _boxes(page, "number") if b.code}
    return True


# --- markup -----------------------------------------------------------------------------------------------------------


def _pieces(rng: Random, text: str) -> list[str]:
    at = sorted(rng.sample(range(1, len(text)), min(len(text) - 1, rng.randint(1, 3)))) if len(text) > 1 else []
    return [text[a:b] for a, b in zip([0, *at], [*at, len(text)], strict=True)]


@damage(INNER)
def text_in_spans(page: Page, rng: Random) -> bool:
    """Labels and numbers cut into spans, as word processors export them."""
    opens = ('<span style="font-size:14pt">', '<span lang="EN-US">', "<font face='仿宋'>", "<b>")
    for box in _some(rng, [*_words(page), *_numbers(page)], 0.5):
        parts = []
        for piece in _pieces(rng, box.text):
            tag = rng.choice(opens)
            name = tag[1:].split()[0].rstrip(">")
            parts.append(f"{tag}{escape(piece)}</{name}>")
        box.inner = "".join(parts)
    return True


@damage(INNER)
def labels_over_breaks(page: Page, rng: Random) -> bool:
    """Labels split by <br> or into paragraphs."""
    for box in _some(rng, [b for b in _words(page) if len(b.text) > 1], 0.5):
        pieces = [escape(piece) for piece in _pieces(rng, box.text)]
        box.inner = "<br/>".join(pieces) if rng.random() < 0.6 else "".join(f"<p>{piece}</p>" for piece in pieces)
    return True


@damage(INNER)
def invisible_text(page: Page, rng: Random) -> bool:
    """Text that no browser shows stands beside the number."""
    hidden = (
        '<span style="display:none">{n}</span>',
        '<span style="DISPLAY: none;">{n}</span>',
        "<!-- {n} -->",
        "<script>var a={n};</script>",
        "<style>.c{n}{{color:red}}</style>",
        "<span hidden>{n}</span>",
        '<span style="visibility:hidden">{n}</span>',
        '<input type="hidden" value="{n}">',
        "<!--[if gte mso 9]><p>{n}</p><![endif]-->",
    )
    for box in _some(rng, _boxes(page, "number"), 0.2):
        if box.inner is None:
            piece = rng.choice(hidden).format(n=rng.randint(1, 999))
            box.inner = piece + escape(box.text) if rng.random() < 0.5 else escape(box.text) + piece
    return True


@damage(INNER)
def entities(page: Page, rng: Random) -> bool:
    """Characters written as entities, numbers padded with &nbsp;."""
    for box in _some(rng, [*_words(page), *_boxes(page, "number")], 0.5):
        if box.inner is None:
            coded = "".join(f"&#{ord(c)};" if rng.random() < 0.3 else escape(c) for c in box.text)
            box.inner = "&nbsp;" * rng.randint(0, 2) + coded + "&ensp;" * rng.randint(0, 1)
    return True


@damage(INNER)
def numbers_in_inner_tables(page: Page, rng: Random) -> bool:
    """A cell holds a table of one cell, which holds the number."""
    for box in _some(rng, _boxes(page, "number"), 0.1):
        if box.inner is None:
            box.inner = f"<table border=0><tr><td>{escape(box.text)}</td></tr></table>"
    return True


@damage(INNER)
def footnote_marks(page: Page, rng: Random) -> bool:
    """A footnote sign stands raised after a label."""
    for box in _some(rng, [b for b in _words(page) if b.role == "label"], 0.1):
        box.inner = escape(box.text) + f"<sup>[{rng.randint(1, 3)}]</sup>"
    return True


@damage(INNER, keeps=False)
def footnote_marks_on_numbers(page: Page, rng: Random) -> bool:
    """A footnote sign stands raised after a number."""
    for box in _some(rng, [b for b in _numbers(page) if b.code], 0.05):
        box.inner = escape(box.text) + f"<sup>{rng.choice(('①', '[1]', '*', '2'))}</sup>"
        page.lost.add(str(box.code))
    return True


# --- the file ---------------------------------------------------------------------------------------------------------


def _switch(name: str, **values: str) -> None:
    def apply(page: Page, rng: Random) -> bool:
        page.around.update(values)
        return True

    apply.__name__ = name
    damage(FILE)(apply)


_switch("layout_tables_around", nested="page")
_switch("tables_in_tables", nested="each")
_switch("closing_tags_missing", unclosed="td tr")
_switch("paragraphs_unclosed", unclosed="p")
_switch("upper_case_tags", case="upper")
_switch("head_cells", cells="th")
_switch("row_groups", groups="yes")
_switch("hidden_copy", copy="hidden")
_switch("no_headings", headings="none")


def _encoding(name: str, encoding: str, declared: str | None) -> None:
    def apply(page: Page, rng: Random) -> bool:
        page.encoding, page.declared = encoding, declared
        return True

    apply.__name__ = name
    damage(FILE)(apply)


_encoding("gbk_declared", "gb18030", "gb2312")
_encoding("gbk_undeclared", "gb18030", None)
_encoding("gbk_declared_as_utf8", "gb18030", "utf-8")
_encoding("utf8_undeclared", "utf-8", None)
_encoding("utf8_declared_as_gbk", "utf-8", "gbk")
_encoding("utf8_with_mark", "utf-8-sig", "utf-8")
_encoding("utf16", "utf-16", None)


def apply_damages(page: Page, seed: int, names: Sequence[str]) -> None:
    """Damage a page. Kinds that had nothing to happen to are left out of `page.damages`; each draws by itself, so that
    the page comes out the same without them."""
    for item in sorted((CATALOGUE[name] for name in names), key=lambda d: d.phase):
        if item.apply(page, Random(f"{item.name} {seed}")):
            page.damages.append(item.name)
