"""The one diagram of docs/architecture.md is true: what it names is there, and imports go down its lines."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("gongkai", "warehouse", "expectations", "pages", "flows")
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def _module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


FILES = {
    _module(file).removesuffix(".__init__"): file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))
}


def _part(module: str) -> str:
    """What the diagram calls it: a room, or what lies at the top of `gongkai/`."""
    parts = module.split(".")
    return parts[0] if parts[0] != "gongkai" else (parts[1] if len(parts) > 1 else "__init__")


def _imported(file: Path) -> set[str]:
    """The modules of ours that a file imports, wherever in it."""
    found: set[str] = set()
    package = _module(file).split(".")[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            here = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*here, *filter(None, [node.module])])
            below = (f"{module}.{alias.name}" for alias in node.names)
            found.update(name if name in FILES else module for name in below)
    return {name for name in found if name in FILES}


def _lines(text: str) -> dict[str, int]:
    """Each part with its line, counted from above."""
    (block,) = re.findall(r"^```text\n(flows/.*?)^```", text, re.M | re.S)
    lines: dict[str, int] = {}
    for number, line in enumerate(block.splitlines()):
        for name in re.split(r"  +", line.strip())[0:-1]:
            part = name.removeprefix("gongkai/ ").rstrip("/")
            assert part not in lines, f"{part} stands twice"
            lines[part] = number
    return lines


def _climbing(lines: dict[str, int]) -> list[str]:
    """The imports that do not go down."""
    return [
        f"{file.relative_to(ROOT)} imports {target}"
        for module, file in FILES.items()
        for target in _imported(file)
        if _part(module) != _part(target) and lines[_part(module)] >= lines[_part(target)]
    ]


def test_the_diagram_has_every_part_once() -> None:
    assert set(_lines(TEXT)) == {_part(module) for module in FILES}


def test_imports_go_down_the_diagram() -> None:
    assert _climbing(_lines(TEXT)) == []


def test_an_import_that_climbs_is_found() -> None:
    lines = _lines(TEXT)
    lines["warehouse"], lines["pages"] = lines["pages"], lines["warehouse"]
    assert "pages/quality.py imports warehouse.reading" in _climbing(lines)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\b(?:flows|warehouse|expectations|pages)/[\w/.]+", TEXT))))
def test_every_file_that_it_names_is_there(path: str) -> None:
    assert (ROOT / path.rstrip(".")).exists()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:\w+/)?\w+(?:\.py|/))`", TEXT))))
def test_every_module_that_its_table_names_is_there(name: str) -> None:
    assert any((ROOT / where / name).exists() for where in (".", "gongkai", "gongkai/document"))
