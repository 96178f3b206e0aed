"""SQL: a question can only read the warehouse, and no text of a report becomes part of a statement."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from expectations.filling import literals
from warehouse.queries import quoted
from warehouse.reading import open_warehouse

_ROOT = Path(__file__).resolve().parents[2]
_ROOMS = ("gongkai", "warehouse", "expectations", "pages", "flows")
_ASKS = ("execute", "executemany", "executescript", "sql", "query", "from_query")

_BUILT = {
    "expectations/checks.py": "names of rules and fields from our data files",
    "expectations/filling.py": "findings as one JSON literal, its quotes doubled: see the test of `literal`",
    "expectations/signatures.py": "hashes of reports, quoted: at the first parameter DuckDB imports pandas",
    "flows/ledger.py": "names of tables from the catalogue; marks of parameters",
    "pages/facts.py": "names of its own queries",
    "warehouse/build.py": "names of files that it made itself",
    "warehouse/difference.py": "paths of two warehouses, quoted: ATTACH takes no parameter",
    "warehouse/export.py": "names of tables from the catalogue",
    "warehouse/frames.py": "names of a table and a column from its own code",
    "warehouse/increment.py": "names of tables from the catalogue; paths, quoted: ATTACH and COPY take no parameter",
    "warehouse/lake.py": "names of tables from the catalogue; addresses and comments, quoted: DDL takes no parameter",
    "warehouse/reading.py": "sizes and a folder of its callers, quoted: SET takes no parameter",
}
"""Files that put statements together at all, and of what."""


_CONNECTION = duckdb.connect()


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
@example("'; DROP TABLE reports; --")
@example("\\'; SELECT 1 --")
@example("$$'$$''")
def test_a_literal_is_its_text_and_nothing_more(text: str) -> None:
    assert _CONNECTION.execute(f"SELECT {quoted(text)}, {literals([text])}").fetchall() == [(text, [text])]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("sql") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE reports AS SELECT 1 AS report_id")
    (path.parent / "secret.csv").write_text("secret\n1\n", encoding="utf-8")
    with open_warehouse(path) as connection:
        yield connection


_REFUSED = [
    "SELECT * FROM read_csv('{folder}/secret.csv')",
    "SELECT * FROM '{folder}/secret.csv'",
    "SELECT * FROM read_text('{folder}/secret.csv')",
    "SELECT * FROM read_blob('/etc/hostname')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM read_parquet('https://example.org/x.parquet')",
    "SELECT * FROM sniff_csv('{folder}/secret.csv')",
    "COPY reports TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{folder}/out.parquet'",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}/out'",
    "ATTACH '{folder}/other.duckdb' AS other",
    "ATTACH '{folder}/other.sqlite' (TYPE sqlite)",
    "INSTALL httpfs",
    "LOAD httpfs",
    "FORCE INSTALL json FROM 'http://example.org'",
    "SET enable_external_access = true",
    "RESET enable_external_access",
    "SET lock_configuration = false",
    "PRAGMA enable_external_access=true",
    "SET allow_unsigned_extensions = true",
    "SET GLOBAL temp_directory = '{folder}'",
    "INSERT INTO reports VALUES (2)",
    "DELETE FROM reports",
    "UPDATE reports SET report_id = 3",
    "DROP TABLE reports",
    "CREATE TABLE mine AS SELECT 1",
    "ALTER TABLE reports ADD COLUMN x INTEGER",
    "SELECT 1; DROP TABLE reports",
    "CREATE SECRET (TYPE s3, KEY_ID 'x', SECRET 'y')",
    "SELECT getenv('HOME')",
    "SELECT * FROM warehouse",  # A Python variable where this is asked.
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM sqlite_scan('{folder}/other.sqlite', 'x')",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_csv(''{folder}/secret.csv'')'))",
    "SELECT * FROM query_table('{folder}/secret.csv')",
    "SELECT 1; ATTACH '{folder}/other.duckdb' AS other",
    "PRAGMA profiling_output='{folder}/out.json'",
    "SET python_enable_replacements = true",
    "UPDATE EXTENSIONS",
]


@pytest.mark.parametrize("statement", _REFUSED)
def test_a_question_reads_nothing_but_the_warehouse_and_changes_nothing(
    statement: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    folder = Path(str(warehouse.execute("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL").fetchall()[0][0]))
    before = {file.name for file in folder.parent.iterdir()}
    with pytest.raises(duckdb.Error):
        asked = warehouse.sql(statement.format(folder=folder.parent))
        if asked is not None:
            asked.fetchall()
    assert {file.name for file in folder.parent.iterdir()} == before
    assert warehouse.execute("SELECT * FROM reports").fetchall() == [(1,)]


def test_a_warehouse_opens_twice_in_one_process_and_both_are_locked(warehouse: duckdb.DuckDBPyConnection) -> None:
    path = Path(str(warehouse.execute("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL").fetchall()[0][0]))
    with open_warehouse(path) as again:
        with pytest.raises(duckdb.PermissionException):
            again.sql("SELECT * FROM read_csv($file)", params={"file": str(path.parent / "secret.csv")})
        with pytest.raises(duckdb.InvalidInputException):
            again.sql("SET enable_external_access = true")


def _calls(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _ASKS
            and node.args
        ):
            yield node.lineno, node.args[0]


def _is_built(statement: ast.expr) -> bool:
    """Put together from pieces at run time: f-strings with fields, %, +, format, join, replace."""
    if isinstance(statement, ast.JoinedStr):
        return any(isinstance(piece, ast.FormattedValue) for piece in statement.values)
    if isinstance(statement, ast.BinOp):
        return not all(isinstance(side, ast.Constant) for side in (statement.left, statement.right))
    if isinstance(statement, ast.Call) and isinstance(statement.func, ast.Attribute):
        return statement.func.attr in ("format", "join", "replace", "format_map")
    return False


def test_the_search_for_built_statements_finds_them() -> None:
    for code in (
        'c.execute(f"SELECT {x}")',
        'c.sql("SELECT " + x)',
        'c.execute("SELECT %s" % x)',
        'c.execute("SELECT {}".format(x))',
    ):
        assert [_is_built(statement) for _, statement in _calls(ast.parse(code))] == [True], code
    assert [_is_built(statement) for _, statement in _calls(ast.parse('c.execute("SELECT ?", [x])'))] == [False]


def test_statements_are_not_put_together_from_strings() -> None:
    found = {}
    for room in _ROOMS:
        for file in sorted((_ROOT / room).rglob("*.py")):
            lines = [line for line, statement in _calls(ast.parse(file.read_text("utf-8"))) if _is_built(statement)]
            if lines:
                found[file.relative_to(_ROOT).as_posix()] = lines
    assert {name: lines for name, lines in found.items() if name not in _BUILT} == {}
    assert set(_BUILT) <= set(found), "a file that puts nothing together any more needs no exception"
