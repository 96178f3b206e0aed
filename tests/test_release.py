"""A release is refused or whole, on a copy of what it writes."""

from __future__ import annotations

import importlib.util
import subprocess
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = ("pyproject.toml", "gongkai/__init__.py", "CHANGELOG.md")


@pytest.fixture(scope="module")
def release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", ROOT / ".ci" / "release.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in WRITTEN:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    log = tmp_path / "CHANGELOG.md"
    log.write_text("# Changelog\n\n## 9.9.0 (unreleased)\n\n### Added\n- Something.\n\n## 9.8.0 (2026-01-01)\n")
    return tmp_path


def test_a_release_writes_its_version_everywhere(release: ModuleType, copy: Path) -> None:
    release.prepare(copy, "9.9.1", "2026-12-01")
    assert 'version = "9.9.1"' in (copy / "pyproject.toml").read_text(encoding="utf-8")
    assert '__version__ = "9.9.1"' in (copy / "gongkai" / "__init__.py").read_text(encoding="utf-8")
    assert "## 9.9.1 (2026-12-01)" in (copy / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("version", "changelog"),
    [
        ("9.9", None),
        ("9.8.0", None),
        ("9.7.9", None),
        ("9.9.1", "# Changelog\n\n## 9.9.0 (unreleased)\n\n## 9.8.0 (2026-01-01)\n- x\n"),
        ("9.9.1", "# Changelog\n\n## 9.8.0 (2026-01-01)\n- x\n"),
    ],
)
def test_what_is_refused_changes_nothing(release: ModuleType, copy: Path, version: str, changelog: str | None) -> None:
    if changelog is not None:
        (copy / "CHANGELOG.md").write_text(changelog)
    before = {name: (copy / name).read_bytes() for name in WRITTEN}
    with pytest.raises(release.Refused):
        release.prepare(copy, version, "2026-12-01")
    assert {name: (copy / name).read_bytes() for name in WRITTEN} == before


def test_a_drop_in_accuracy_is_seen(release: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "benchmarks" / "accuracy").mkdir(parents=True)
    assert release.keep_accuracy(tmp_path, "0.9.0", "cells 970 right\n") == ""
    assert release.keep_accuracy(tmp_path, "0.10.0", "cells 970 right\n") == ""
    told = release.keep_accuracy(tmp_path, "0.11.0", "cells 969 right\n")
    assert told.startswith("--- 0.10.0") and "-cells 970 right" in told and "+cells 969 right" in told


def test_checksums_are_those_that_sha256sum_checks(release: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "one.whl").write_bytes(b"1")
    release.checksums(tmp_path)
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=True)
    (tmp_path / "one.whl").write_bytes(b"2")
    assert subprocess.run(["sha256sum", "--check", "--status", "SHA256SUMS"], cwd=tmp_path, check=False).returncode


@pytest.mark.slow
def test_the_wheel_holds_the_rooms_with_their_data(release: ModuleType, tmp_path: Path) -> None:
    """Slow: it clones the repository."""
    clone = tmp_path / "gongkai"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    names = set(zipfile.ZipFile(release.wheel(clone)).namelist())
    for wanted in ("gongkai/forms/D.yaml", "warehouse/sql/views.sql", "expectations/rules.yaml", "flows/cli.py"):
        assert wanted in names
    assert not {name for name in names if name.startswith(("tests/", "docs/", "benchmarks/"))}


def test_hooks_fetch_nothing_and_call_what_is_there() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repository["repo"] for repository in hooks["repos"]} == {"local"}
    for hook in hooks["repos"][0]["hooks"]:
        assert hook["language"] == "system" and hook["entry"].startswith(".venv/bin/")


@pytest.mark.parametrize("name", ["wrong-number", "new-form", "new-source"])
def test_an_issue_asks_for_what_is_needed(name: str) -> None:
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml").read_text(encoding="utf-8"))
    asked = {one["id"]: one for one in form["body"] if one["type"] != "markdown"}
    assert sum(bool(one.get("validations", {}).get("required")) for one in asked.values()) >= 3
    if name == "wrong-number":
        assert {"file", "explain", "expected"} <= asked.keys()
