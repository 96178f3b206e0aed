"""The rooms import nothing that is not shipped, and the heavy libraries stay where they belong."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("gongkai", "warehouse", "expectations", "pages", "flows")

ALLOWED_IN_GONGKAI = {"msgspec", "pypdfium2", "pypdfium2_raw", "selectolax", "xlrd", "yaml"}

SCAN = ROOT / "gongkai" / "document" / "scan"
WITH_OCR = {"cv2", "numpy"}
"""What the extra `ocr` brings; imported where a picture is recognised, and nowhere else."""


def _imports(file: Path) -> set[str]:
    """Top-level names of the packages that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def _files(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_nothing_that_is_not_shipped(room: str) -> None:
    unshipped = {"tests", "benchmarks"}
    assert _files(room), f"{room}/ holds no Python file"
    offenders = {str(file.relative_to(ROOT)): _imports(file) & unshipped for file in _files(room)}
    assert not {file: names for file, names in offenders.items() if names}


def test_gongkai_imports_the_standard_library_and_the_parsers_alone() -> None:
    allowed = ALLOWED_IN_GONGKAI | set(sys.stdlib_module_names) | {"gongkai"}
    offenders = {
        str(file.relative_to(ROOT)): _imports(file) - (allowed | WITH_OCR if SCAN in file.parents else allowed)
        for file in _files("gongkai")
    }
    assert not {file: names for file, names in offenders.items() if names}


@pytest.mark.parametrize(
    ("module", "kept_out"),
    [
        ("gongkai", {"prefect", "great_expectations", "duckdb", "pandas", "click"}),
        ("flows.cli", {"prefect", "great_expectations", "duckdb", "pandas", "polars", "rich"}),
        ("expectations.checks", {"prefect", "great_expectations", "pandas"}),
    ],
)
def test_importing_a_module_does_not_load_what_it_does_not_need(module: str, kept_out: set[str]) -> None:
    code = f"import sys, {module}; print(' '.join(sorted({kept_out!r} & set(sys.modules))))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == ""
