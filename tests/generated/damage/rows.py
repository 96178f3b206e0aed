"""Damage to rows and tables: split, merged, transposed, with stray, foreign and local rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from ..layout import Box, Page, Printed, Row, cut, place
from .catalogue import CUT, LINES, ROWS, bare_label, copied, cut_point, damage, head_rows, table_of, tall_table


@damage(LINES)
def colspans_differ(page: Page, rng: Random) -> bool:
    """表二 header and data rows of a block span the columns differently: only the order of the cells tells."""
    table = table_of(page, "2")
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
    table = tall_table(page, rng)
    if table is None or not (head := head_rows(table)):
        return False
    first, second = cut(table, cut_point(table, rng), keep_text=rng.random() < 0.5)
    table.rows = first + copied(head) + second
    return True


def _split(page: Page, rng: Random, with_head: bool) -> bool:
    table = tall_table(page, rng)
    if table is None:
        return False
    head = head_rows(table)
    starts = [i for i, row in enumerate(table.rows) if row.role == "block" and i > 2]
    at = rng.choice(starts) if starts else cut_point(table, rng)
    first, second = cut(table, at, keep_text=rng.random() < 0.5)
    if with_head:
        second = copied(head) + second
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
    table = table_of(page, "4")
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
    table = table_of(page, "3")
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
    table = table_of(page, "3")
    return table is not None and _unspan(table.rows, lambda box, column: box.role == "group", repeat=False)


@damage(CUT)
def group_labels_repeated(page: Page, rng: Random) -> bool:
    """Every row says its group again, as tables unmerged in a spreadsheet do."""
    table = table_of(page, "3")
    return table is not None and _unspan(table.rows, lambda box, column: box.role == "group", repeat=True)


@damage(CUT)
def group_cells_missing(page: Page, rng: Random) -> bool:
    """Row spans are gone and nothing stands in their place: rows inside a group are shorter than the first."""
    table = table_of(page, "3")
    if table is None or not any(box.rows > 1 for box in table.boxes("group")):
        return False
    for box in table.boxes("group"):
        box.rows = 1
    return True


@damage(CUT)
def header_spans_dropped(page: Page, rng: Random) -> bool:
    """Header cells that spanned two rows stand in the upper one, with an empty cell below."""
    table = table_of(page, *rng.choice((("3", "4"), ("4", "3"))))
    return table is not None and _unspan(head_rows(table), lambda box, column: box.cols == 1, repeat=False)


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
    labels = Counter(bare_label(box.text) for box in table.boxes("label"))
    rows = [row for row in table.rows if any(b.role == "label" and labels[bare_label(b.text)] > 1 for b in row.boxes)]
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
