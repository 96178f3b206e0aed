"""Reads the form files (`*.yaml` beside this module) into `Form` values and checks them.

A form file names its tables, their columns and lines, and the sums printed into its structure. Shorthand of the files:

* a column or line is `code: label` or `code: {label: …, variants: […], unit: …, kind: …, …}`;
* `under LABEL:` holds the columns or lines that stand under that heading;
* a table may be `like: {form: D, without: […], required: […]}` another form's table of the same code;
* an identity is `each column of 3: total_line = part + part`, `each line of 4: total_column = part + part`, or
  `in B: …` for a list that has a single, unnamed number column. The loader expands it over the columns or lines.

Errors name the file and the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from gongkai.forms.model import Column, Form, Identity, Line, Table, Term

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNDER = "under "
_FORM_KEYS = frozenset(["form", "vintage", "family", "name", "source", "years", "markers", "tables", "identities"])
_COLUMN_KEYS = frozenset(["label", "variants", "unit", "kind", "group", "signed"])
_LINE_KEYS = frozenset(["label", "variants", "unit", "kind", "group", "columns", "header", "optional", "verified"])
_KINDS = frozenset(("flow", "stock", "caseload"))
_IDENTITY = re.compile(r"(each column of|each line of|in) (\w+): *(.+)", re.DOTALL)
_OPERAND = re.compile(r"([+-]?)\s*([a-z][a-z0-9_]*)\s*")
_Side = list[tuple[str, int]]
"""One side of a sum: codes of lines or columns, each with its sign."""


class FormError(ValueError):
    """A form file that contradicts itself; the message begins with `file:line:`."""


class _Map(dict[str, object]):
    """A mapping that remembers where it and its values stand."""

    lines: dict[str, int]
    line: int


def load_form(path: Path, others: dict[str, Form]) -> Form:
    """Read one form file. `others` are the forms that its tables may be like, by form id.

    Raises FormError where the file is no form: unknown or missing keys, a code given twice, a sum over something that
    the form does not have.
    """
    return _FormFile(path, others).form()


def likes(path: Path) -> set[str]:
    """The forms that a form file refers to, so that they can be read before it."""
    return set(re.findall(r"like:\s*\{?\s*form:\s*([\w-]+)", path.read_text(encoding="utf-8")))


class _FormFile:
    def __init__(self, path: Path, others: dict[str, Form]):
        self.path = path
        self.others = others

    def fail(self, line: int, message: str) -> FormError:
        return FormError(f"{self.path.name}:{line}: {message}")

    def form(self) -> Form:
        try:
            node = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            raise self.fail(mark.line + 1 if mark else 1, str(error.problem)) from error
        except yaml.YAMLError as error:  # A character that YAML does not have.
            raise self.fail(1, " ".join(str(error).split())) from error
        top = self.value(node) if node is not None else None
        if not isinstance(top, _Map):
            raise self.fail(1, "a form file is a mapping")
        self.known(top, _FORM_KEYS)
        for key in ("form", "vintage", "name", "source", "years", "markers", "tables"):
            if key not in top:
                raise self.fail(top.line, f"`{key}` is missing")
        name, tables, years = top["name"], top["tables"], top["years"]
        if not (isinstance(name, _Map) and isinstance(tables, _Map)):
            raise self.fail(top.line, "`name` and `tables` are mappings")
        if not {"zh", "en"} <= name.keys():
            raise self.fail(top.lines["name"], "`name` has a `zh` and an `en`")
        if not (isinstance(years, list) and len(years) == 2 and isinstance(years[0], int)):
            raise self.fail(top.lines["years"], "`years` is [first, last], last null where still in force")
        built = tuple(self.table(code, body, tables.lines[code]) for code, body in tables.items())
        markers = top["markers"]
        if not isinstance(markers, list) or not markers:
            raise self.fail(top.lines["markers"], "`markers` is a list of lists of labels")
        family = top.get("family")
        return Form(
            form_id=str(top["form"]),
            vintage=str(top["vintage"]),
            family=None if family is None else str(family),
            name_zh=str(name["zh"]),
            name_en=str(name["en"]),
            source=str(top["source"]),
            first_year=years[0],
            last_year=years[1] if isinstance(years[1], int) else None,
            markers=tuple(self.strings(m, top.lines["markers"]) for m in markers),
            tables=built,
            identities=tuple(self.identities(top, built)),
        )

    # -- tables ----------------------------------------------------------------------------------------------------

    def table(self, code: str, body: object, line: int) -> Table:
        if not isinstance(body, _Map):
            raise self.fail(line, f"table {code} is a mapping")
        if "like" in body:
            self.known(body, frozenset(("like",)))
            return self.table_like(code, body["like"], body.lines["like"])
        self.known(body, frozenset(("title", "joiner", "unit", "columns", "lines")))
        unit = body.get("unit")
        default_unit = None if unit is None else str(unit)
        columns = tuple(self.columns(body.get("columns"), body.lines.get("columns", line), default_unit))
        column_codes = frozenset(column.code for column in columns)
        lines = tuple(self.lines(body.get("lines"), body.lines.get("lines", line), default_unit, column_codes))
        if not lines:
            raise self.fail(line, f"table {code} has no lines")
        return Table(code=code, title=str(body["title"]), joiner=str(body["joiner"]), columns=columns, lines=lines)

    def table_like(self, code: str, like: object, line: int) -> Table:
        if not isinstance(like, _Map):
            raise self.fail(line, "`like` is {form: …, without: […], required: […]}")
        self.known(like, frozenset(("form", "without", "required")))
        other = self.others.get(str(like.get("form")))
        if other is None:
            raise self.fail(line, f"no form {like.get('form')!r}")
        model = next((table for table in other.tables if table.code == code), None)
        if model is None:
            raise self.fail(line, f"form {other.form_id} has no table {code}")
        without = frozenset(self.strings(like.get("without", []), line))
        required = frozenset(self.strings(like.get("required", []), line))
        for named in without | required:
            if all(entry.code != named for entry in model.lines):
                raise self.fail(line, f"table {code} of form {other.form_id} has no line {named!r}")
        lines = tuple(
            Line(
                code=entry.code,
                label=entry.label,
                variants=entry.variants,
                group=entry.group,
                unit=entry.unit,
                kind=entry.kind,
                columns=entry.columns,
                header=entry.header,
                optional=entry.optional and entry.code not in required,
                verified=entry.verified,
            )
            for entry in model.lines
            if entry.code not in without
        )
        return Table(code=code, title=model.title, joiner=model.joiner, columns=model.columns, lines=lines)

    def columns(self, body: object, line: int, unit: str | None) -> Iterator[Column]:
        for code, entry, group, at in self.entries(body, line, _COLUMN_KEYS):
            yield Column(
                code=code,
                label=str(entry["label"]),
                variants=self.strings(entry.get("variants", []), at),
                group=self.optional_text(entry.get("group")) or group,
                unit=self.optional_text(entry.get("unit")) or unit,
                kind=self.kind(entry, at),
                signed=entry.get("signed") is True,
            )

    def lines(self, body: object, line: int, unit: str | None, columns: frozenset[str]) -> Iterator[Line]:
        for code, entry, group, at in self.entries(body, line, _LINE_KEYS):
            named = self.strings(entry.get("columns", []), at)
            for column in named:
                if column not in columns:
                    raise self.fail(at, f"line {code} names column {column!r}, which the table does not have")
            yield Line(
                code=code,
                label=str(entry["label"]),
                variants=self.strings(entry.get("variants", []), at),
                group=self.optional_text(entry.get("group")) or group,
                unit=self.optional_text(entry.get("unit")) or unit,
                kind=self.kind(entry, at),
                columns=named,
                header=entry.get("header") is True,
                optional=entry.get("optional") is True,
                verified=entry.get("verified") is not False,
            )

    def entries(self, body: object, line: int, keys: frozenset[str]) -> Iterator[tuple[str, _Map, str | None, int]]:
        """Code, long form, heading and line number of each column or line; headings flattened, codes unique."""
        if not isinstance(body, _Map):
            raise self.fail(line, "columns and lines are mappings from code to label")
        seen: set[str] = set()
        for outer, outer_entry in body.items():
            group: str | None = None
            inner = _Map({outer: outer_entry})
            inner.lines = body.lines
            if outer.startswith(_UNDER):
                group = outer[len(_UNDER) :].strip()
                if not isinstance(outer_entry, _Map):
                    raise self.fail(body.lines[outer], f"`{outer}` is a mapping from code to label")
                inner = outer_entry
            for code, written in inner.items():
                at = inner.lines[code]
                if code in seen:
                    raise self.fail(at, f"code {code!r} is given twice")
                seen.add(code)
                entry = written if isinstance(written, _Map) else _Map({"label": written})
                if not isinstance(entry.get("label"), str):
                    raise self.fail(at, f"{code} has no label")
                if entry is written:
                    self.known(entry, keys)
                yield code, entry, group, at

    def kind(self, entry: _Map, line: int) -> str:
        kind = str(entry.get("kind", "flow"))
        if kind not in _KINDS:
            raise self.fail(line, f"kind {kind!r} is none of {', '.join(sorted(_KINDS))}")
        return kind

    # -- identities ------------------------------------------------------------------------------------------------

    def identities(self, top: _Map, tables: tuple[Table, ...]) -> Iterator[Identity]:
        body = top.get("identities")
        if body is None:
            return
        if not isinstance(body, _Map):
            raise self.fail(top.lines["identities"], "`identities` maps a check to its sums")
        seen: set[str] = set()
        for check_id, formulas in body.items():
            at = body.lines[check_id]
            for formula in formulas if isinstance(formulas, list) else [formulas]:
                for identity in self.expand(check_id, str(formula), tables, at):
                    if identity.identity_id in seen:
                        raise self.fail(at, f"identity {identity.identity_id!r} is given twice")
                    seen.add(identity.identity_id)
                    yield identity

    def expand(self, check_id: str, formula: str, tables: tuple[Table, ...], at: int) -> Iterator[Identity]:
        parsed = _IDENTITY.fullmatch(formula.strip())
        if parsed is None:
            raise self.fail(at, f"{check_id}: not `each column of T: a = b + c`, `each line of T: …` or `in T: …`")
        over, table_code, sums = parsed.groups()
        table = next((table for table in tables if table.code == table_code), None)
        if table is None:
            raise self.fail(at, f"{check_id}: the form has no table {table_code}")
        sides = [self.operands(check_id, side, at) for side in sums.split("=")]
        if len(sides) != 2:
            raise self.fail(at, f"{check_id}: a sum has one `=`")
        by_line = over == "each line of"
        known = {column.code for column in table.columns} if by_line else {line.code for line in table.lines}
        for code, _ in sides[0] + sides[1]:
            if code not in known:
                raise self.fail(at, f"{check_id}: table {table_code} has no {'column' if by_line else 'line'} {code!r}")
        left, right = sides
        if by_line:
            yield from _in_each_line(check_id, table, left, right)
        else:
            yield from _in_columns(check_id, table, left, right, each=over != "in")

    def operands(self, check_id: str, side: str, at: int) -> _Side:
        found = [(code, -1 if sign == "-" else 1) for sign, code in _OPERAND.findall(side)]
        if not found or _OPERAND.sub("", side).strip():
            raise self.fail(at, f"{check_id}: cannot read the sum {side.strip()!r}")
        return found

    # -- values ----------------------------------------------------------------------------------------------------

    def value(self, node: yaml.Node) -> object:
        """The node as dicts with places, lists, strings, integers, booleans or None."""
        if isinstance(node, yaml.MappingNode):
            result = _Map()
            result.lines, result.line = {}, node.start_mark.line + 1
            for key_node, value_node in node.value:
                key = key_node.value
                if not isinstance(key, str):
                    raise self.fail(key_node.start_mark.line + 1, "a name was expected before the colon")
                if key in result:
                    raise self.fail(key_node.start_mark.line + 1, f"{key!r} is given twice")
                result[key] = self.value(value_node)
                result.lines[key] = key_node.start_mark.line + 1
            return result
        if isinstance(node, yaml.SequenceNode):
            return [self.value(entry) for entry in node.value]
        if node.tag == "tag:yaml.org,2002:null":
            return None
        if node.tag == "tag:yaml.org,2002:bool":
            return node.value == "true"
        if node.tag == "tag:yaml.org,2002:int":
            try:
                return int(node.value)
            except ValueError:  # YAML has more ways to write a number: 0x1F, 1:30.
                raise self.fail(node.start_mark.line + 1, f"{node.value} is no whole number as we write them") from None
        return str(node.value)

    def known(self, mapping: _Map, keys: frozenset[str]) -> None:
        for key in mapping:
            if key not in keys:
                raise self.fail(mapping.lines[key], f"unknown key {key!r}; known are {', '.join(sorted(keys))}")

    def strings(self, value: object, line: int) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self.fail(line, "a list was expected")
        return tuple(str(entry) for entry in value)

    def optional_text(self, value: object) -> str | None:
        return None if value is None else str(value)


def _in_each_line(check_id: str, table: Table, left: _Side, right: _Side) -> Iterator[Identity]:
    """A sum over columns, in each line that has all of them."""
    needed = {code for code, _ in left + right}
    every = {column.code for column in table.columns}
    for line in table.lines:
        if not line.header and needed <= set(line.columns or every):
            yield Identity(
                identity_id=f"{check_id}:{line.code}",
                check_id=check_id,
                place=line.label,
                left=tuple(Term(line=line.code, column=code, sign=sign) for code, sign in left),
                right=tuple(Term(line=line.code, column=code, sign=sign) for code, sign in right),
            )


def _in_columns(check_id: str, table: Table, left: _Side, right: _Side, *, each: bool) -> Iterator[Identity]:
    """A sum over lines: in each column, or once in a table that has none."""
    first = left[0][0]
    several = not each or check_id.startswith("A-")
    label = next(line.label for line in table.lines if line.code == first)
    spread: list[tuple[str | None, str]] = (
        [(column.code, column.label) for column in table.columns] if each else [(None, label)]
    )
    for column, place in spread:
        parts = [check_id, *([first] if several else []), *([column] if column else [])]
        yield Identity(
            identity_id=":".join(parts),
            check_id=check_id,
            place=place,
            left=tuple(Term(line=code, column=column, sign=sign) for code, sign in left),
            right=tuple(Term(line=code, column=column, sign=sign) for code, sign in right),
        )
