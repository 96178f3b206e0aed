"""A bit that has flipped anywhere in the store is found and named."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from flows import snapshots
from flows.extraction import read_batch
from flows.home import Home
from flows.ledger import Ledger
from flows.selection import Selection
from flows.verification import verify_home
from tests.generated import generate
from tests.warehouse.made import RUN
from warehouse.build import build

_TRIES = 6
_TRIES_SLOW = 50


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as a run leaves it: originals, staging, ledger, warehouse."""
    folder = tmp_path_factory.mktemp("store")
    home, reports = Home(folder / "home"), folder / "reports"
    home.folder.mkdir()
    reports.mkdir()
    for number in range(2):
        (reports / f"{number}.html").write_bytes(generate(number, "D").html)
    taken, _ = snapshots.take(home.snapshots, sorted(reports.iterdir()))
    batch = read_batch(taken, home.snapshots, home.staging / "x", "x", Selection())
    ledger = Ledger(home.ledger)
    ledger.take(batch.staged)
    ledger.stage([one.sha256 for one in batch.staged], "x", batch.name)
    build(home.staging / "x", home.warehouse, RUN)
    assert verify_home(home).damaged == ()
    return home.folder


def _flips(home: Path, pattern: str, tries: int) -> Iterator[tuple[str, int, bool]]:
    """(file, byte, whether the damage is found and named) for bits flipped at random, one at a time."""
    rng = Random(pattern)
    files = sorted(path for path in home.glob(pattern) if path.is_file() and path.stat().st_size)
    assert files
    for _ in range(tries):
        file = rng.choice(files)
        whole = file.read_bytes()
        at, bit = rng.randrange(len(whole)), rng.randrange(8)
        damaged = bytearray(whole)
        damaged[at] ^= 1 << bit
        file.write_bytes(damaged)
        try:
            named = {one.file for one in verify_home(Home(home)).damaged}
        finally:
            file.write_bytes(whole)
        yield file.name, at, file.relative_to(home).as_posix() in named


_PLACES = {
    "an original": "snapshots/*/" + "?" * 64,
    "a staging file": "staging/*/*/*.parquet",
    "the warehouse": "gongkai.duckdb",
}


def _missed(home: Path, kind: str, tries: int, folder: Path) -> list[tuple[str, int]]:
    copy = folder / "home"
    shutil.copytree(home, copy)
    return [(name, at) for name, at, found in _flips(copy, _PLACES[kind], tries) if not found]


@pytest.mark.parametrize("kind", _PLACES)
def test_a_flipped_bit_is_found_and_named(kind: str, home: Path, tmp_path: Path) -> None:
    assert _missed(home, kind, _TRIES, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", _PLACES)
def test_a_bit_flipped_at_any_of_fifty_places_is_found_and_named(kind: str, home: Path, tmp_path: Path) -> None:
    assert _missed(home, kind, _TRIES_SLOW, tmp_path) == []
