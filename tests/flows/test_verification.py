"""`gongkai verify`: every kind of damage is found, and named by its file."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.home import Home
from flows.home_verification import Verified, verify_home

pytestmark = pytest.mark.flow


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of the published samples, to be damaged."""
    return Path(shutil.copytree(sample_home, tmp_path / "home", ignore=shutil.ignore_patterns("prefect")))


def _verified(home: Path) -> Verified:
    return verify_home(Home(home))


def _flip(path: Path, at: int | None = None) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    path.write_bytes(content)


def _original(home: Path) -> Path:
    return next(path for path in sorted((home / "snapshots").glob("*/*")) if not path.suffix)


def test_a_whole_home_is_whole_and_stays_as_it_is(home: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    result = _verified(home)
    assert result.damaged == ()
    assert result.originals == result.sidecars >= 8
    assert result.staging_files >= 6
    assert result.warehouse_tables >= 10
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_a_flipped_bit_in_an_original_is_found(home: Path) -> None:
    path = _original(home)
    _flip(path)
    (damage,) = _verified(home).damaged
    assert damage.file == path.relative_to(home).as_posix()
    assert damage.reason == "its content is not that of its hash"


def _lose_original(home: Path) -> str:
    path = _original(home)
    path.unlink()
    return path.relative_to(home).as_posix()


def _lose_both(home: Path) -> str:
    _original(home).with_name(f"{_original(home).name}.json").unlink()
    return _lose_original(home)


def _lose_sidecar(home: Path) -> str:
    path = _original(home).with_name(f"{_original(home).name}.json")
    path.unlink()
    return path.relative_to(home).as_posix()


def _break_sidecar(home: Path) -> str:
    path = _original(home).with_name(f"{_original(home).name}.json")
    path.write_bytes(path.read_bytes()[:40])
    return path.relative_to(home).as_posix()


def _stray(home: Path) -> str:
    path = _original(home).with_name("notes.txt")
    path.write_text("x", encoding="utf-8")
    return path.relative_to(home).as_posix()


def _cut_staging(home: Path) -> str:
    path = next((home / "staging").rglob("cells.parquet"))
    path.write_bytes(path.read_bytes()[:-20])
    return path.relative_to(home).as_posix()


def _flip_staging(home: Path) -> str:
    path = next((home / "staging").rglob("mentions.parquet"))
    _flip(path)
    return path.relative_to(home).as_posix()


def _lose_staging(home: Path) -> str:
    path = next((home / "staging").rglob("cells.parquet"))
    path.unlink()
    return path.relative_to(home).as_posix()


def _lose_batch(home: Path) -> str:
    path = next((home / "staging").rglob("cells.parquet")).parent
    shutil.rmtree(path)
    return path.relative_to(home).as_posix()


def _break_seal(home: Path) -> str:
    path = next((home / "staging").rglob("SHA256SUMS"))
    path.write_bytes(b"\xff\n")
    return path.relative_to(home).as_posix()


def _cut_unsealed(home: Path) -> str:
    next((home / "staging").rglob("SHA256SUMS")).unlink()
    return _cut_staging(home)


def _overwrite_warehouse(home: Path) -> str:
    path = home / "gongkai.duckdb"
    content = bytearray(path.read_bytes())
    for at in range(16_384, len(content), 4_096):
        content[at] ^= 255
    path.write_bytes(content)
    return path.name


def _overwrite_ledger(home: Path) -> str:
    path = home / "ledger.sqlite"
    path.write_bytes(b"x" * 4096)
    return path.name


@pytest.mark.parametrize(
    "damage",
    [
        _lose_original,
        _lose_both,
        _lose_sidecar,
        _break_sidecar,
        _stray,
        _cut_staging,
        _flip_staging,
        _lose_staging,
        _lose_batch,
        _break_seal,
        _cut_unsealed,
        _overwrite_warehouse,
        _overwrite_ledger,
    ],
)
def test_each_damage_is_named_once(home: Path, damage: Callable[[Path], str]) -> None:
    expected = damage(home)
    assert [one.file for one in _verified(home).damaged] == [expected]


@pytest.mark.parametrize("kind", ["snapshots", "staging", "gongkai.duckdb"])
def test_any_flipped_bit_is_found(home: Path, kind: str) -> None:
    chosen = random.Random(7)
    folder = home / kind
    files = [folder] if folder.is_file() else [path for path in sorted(folder.rglob("*")) if path.is_file()]
    files = [path for path in files if path.suffix != ".json" and path.name != "SHA256SUMS"]
    for _ in range(6):
        path = chosen.choice(files)
        whole = path.read_bytes()
        _flip(path, chosen.randrange(len(whole)))
        assert [one.file for one in _verified(home).damaged] == [path.relative_to(home).as_posix()]
        path.write_bytes(whole)


def test_half_written_files_of_a_killed_run_are_no_damage(home: Path) -> None:
    _original(home).with_name("abc.123-4.partial").write_bytes(b"half")
    assert _verified(home).damaged == ()


def test_the_command_names_what_is_damaged_and_says_so_by_its_exit_code(home: Path, tmp_path: Path) -> None:
    whole = CliRunner().invoke(main, ["verify", "--home", str(home)])
    assert (whole.exit_code, whole.stderr) == (0, "")
    assert "all whole" in whole.stdout
    _flip(_original(home))
    damaged = CliRunner().invoke(main, ["verify", "--home", str(home), "--json"])
    assert damaged.exit_code == 1
    assert len(json.loads(damaged.stdout)["damaged"]) == 1
    none = CliRunner().invoke(main, ["verify", "--home", str(tmp_path / "none")])
    assert none.exit_code == 2
