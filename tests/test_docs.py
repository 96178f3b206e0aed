"""The documentation says what is there: links lead somewhere, commands exist, problem codes are known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from flows.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    page for page in ROOT.rglob("*.md") if not {".venv", "node_modules", "gold"} & set(page.relative_to(ROOT).parts)
)


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", _text(page))
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_on_a_page_exists(page: Path) -> None:
    used = set(re.findall(r"^\s*(?:\$ )?(?:\.venv/bin/)?gongkai ([a-z-]+)\b", _text(page), re.MULTILINE))
    assert used <= set(main.commands)
    targets = set(re.findall(r"^\s*(?:\$ )?make ([a-z]+)\b", _text(page), re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets <= set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readmes_name_every_command_of_the_command_line(readme: str) -> None:
    text = _text(ROOT / readme)
    assert not [command for command in main.commands if f"gongkai {command}" not in text]


def test_both_readmes_have_the_same_commands_in_the_same_order() -> None:
    commands = [
        [
            line.split("#")[0].strip()
            for line in re.findall(r"^(?:\.venv/bin/|make ).*$", _text(ROOT / name), re.MULTILINE)
        ]
        for name in ("README.md", "README.zh.md")
    ]
    assert commands[0]
    assert commands[0] == commands[1]


def test_paths_that_the_architecture_names_exist() -> None:
    text = _text(ROOT / "docs" / "architecture.md")
    named = set(re.findall(r"\b((?:flows|warehouse|expectations|pages|tests|gongkai)/[a-z_/]+\.(?:py|yaml|sql))", text))
    assert named
    assert not [path for path in sorted(named) if not (ROOT / path).exists()]


def test_the_forms_that_the_loader_reads_are_those_on_disk() -> None:
    from gongkai.forms import all_forms

    on_disk = {
        yaml.safe_load(path.read_text(encoding="utf-8")).get("form") or path.stem
        for path in (ROOT / "gongkai" / "forms").glob("[A-Z]*.yaml")
    }
    assert {form.form_id for form in all_forms()} == on_disk
