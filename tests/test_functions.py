"""No function is longer than a page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("gongkai", "warehouse", "expectations", "pages", "flows", "benchmarks")
PAGE = 40
"""Lines of a function below its docstring: what is longer does two things, or holds data that wants a name."""


def _functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file, with the lines of its body."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - body[0].lineno + 1 if body else 0


def test_no_function_is_longer_than_a_page() -> None:
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    long = [
        f"{file.relative_to(ROOT)}: {name} has {lines} lines"
        for file in files
        for name, lines in _functions(file)
        if lines > PAGE
    ]
    assert len(files) > 250 and long == []
