"""A bit that has flipped anywhere in the store is found and named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from flows import snapshots
from flows.extraction import read_batch
from flows.home import Home
from flows.home_mending import mend_ledger, mend_store
from flows.home_verification import verify_home
from flows.ledger import Ledger
from flows.selection import Selection
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
    ledger.take(taken)
    ledger.stage(batch.staged, "x", batch.name)
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
    "a sidecar": "snapshots/*/*.json",
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


@pytest.mark.parametrize("said", ["UPDATE snapshots SET file = 'x.html'", "UPDATE snapshots SET bytes = bytes + 1"])
def test_a_ledger_that_says_another_thing_than_the_sidecars_is_named_and_mended(
    said: str, home: Path, tmp_path: Path
) -> None:
    copy = Home(Path(shutil.copytree(home, tmp_path / "home")))
    before = Ledger(copy.ledger).snapshots()
    with closing(sqlite3.connect(copy.ledger)) as connection, connection:
        connection.execute(said)
    assert [one.file for one in verify_home(copy).damaged] == ["ledger.sqlite"]
    mended, lost = mend_store(copy, Ledger(copy.ledger))
    assert {one.file for one in mended} == {"ledger.sqlite"} and not lost
    assert Ledger(copy.ledger).snapshots() == before
    assert verify_home(copy).damaged == ()


@pytest.mark.parametrize(
    "said", ["UPDATE snapshots SET taken_at = '2O26'", "UPDATE staged SET batch = CAST(x'ff' AS TEXT)", "no SQL"]
)
def test_a_ledger_that_cannot_be_read_is_named_and_made_anew(said: str, home: Path, tmp_path: Path) -> None:
    copy = Home(Path(shutil.copytree(home, tmp_path / "home")))
    before = {one.sha256: one.file for one in Ledger(copy.ledger).snapshots()}
    if said.startswith("UPDATE"):
        with closing(sqlite3.connect(copy.ledger)) as connection, connection:
            connection.execute(said)
    else:
        copy.ledger.write_bytes(copy.ledger.read_bytes()[:5000])
    assert [one.file for one in verify_home(copy).damaged] == ["ledger.sqlite"]
    assert [one.file for one in mend_ledger(copy)] == ["ledger.sqlite"]
    assert {one.sha256: one.file for one in Ledger(copy.ledger).snapshots()} == before
    assert verify_home(copy).damaged == ()


def test_a_damaged_sidecar_is_set_aside_and_written_anew(home: Path, tmp_path: Path) -> None:
    copy = Home(Path(shutil.copytree(home, tmp_path / "home")))
    sidecar = min(copy.snapshots.glob("*/*.json"))
    whole = sidecar.read_bytes()
    damaged = whole.replace(b".html", b".htmm")
    sidecar.write_bytes(damaged)
    assert [one.reason for one in verify_home(copy).damaged] == ["is not what was written"]
    ((one,), lost) = mend_store(copy, Ledger(copy.ledger))
    assert (one.done, lost) == ("written anew", set())
    assert sidecar.read_bytes() == whole
    assert (copy.damaged / sidecar.name).read_bytes() == damaged
    assert verify_home(copy).damaged == ()


def test_a_sidecar_of_before_there_were_seals_is_whole(home: Path, tmp_path: Path) -> None:
    copy = Home(Path(shutil.copytree(home, tmp_path / "home")))
    sidecar = min(copy.snapshots.glob("*/*.json"))
    said = json.loads(sidecar.read_bytes())
    del said["seal"]
    sidecar.write_text(json.dumps(said), encoding="utf-8")
    assert verify_home(copy).damaged == ()
    sidecar.write_text(json.dumps(said | {"sdal": "x"}), encoding="utf-8")
    assert [one.reason for one in verify_home(copy).damaged] == ["is not what was written"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", _PLACES)
def test_a_bit_flipped_at_any_of_fifty_places_is_found_and_named(kind: str, home: Path, tmp_path: Path) -> None:
    assert _missed(home, kind, _TRIES_SLOW, tmp_path) == []
