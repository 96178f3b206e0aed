"""Readers go on while warehouses are published, and each reading is of one whole state."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from flows.home import Home
from flows.sources import SAMPLES, find_files
from tests.flows.readers import COUNTS
from warehouse.publish import publish

pytestmark = pytest.mark.flow

ROOT = Path(__file__).resolve().parents[2]
_CLI = shutil.which("duckdb") or shutil.which("duckdb", path=str(Path(sys.executable).parent))


def _counts(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        return " ".join(str(connection.execute(sql).fetchall()[0][0]) for sql in COUNTS)


def _reader(kind: str, path: Path, stop: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.flows.readers", kind, str(path), str(stop)]
    if kind == "cli":
        ask = f"{_CLI} -readonly -noheader -list {path} '{'; '.join(COUNTS)};' | tr '\\n' ' '; echo"
        command = ["bash", "-c", f"set -o pipefail; while [ ! -e {stop} ]; do {ask} || exit 1; done"]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


def _publications(count: int, sample_home: Path, tmp_path: Path) -> None:
    """Publishes two states in turn under three readers; the readings of each must be one of the two."""
    from flows.annual_reports import annual_reports

    annual_reports([str(find_files(SAMPLES)[0][0])], str(tmp_path / "one"))
    states = [Home(sample_home).warehouse, Home(tmp_path / "one").warehouse]
    whole = {_counts(state) for state in states}
    assert len(whole) == 2
    place, stop = Home(tmp_path / "home"), tmp_path / "stop"
    place.folder.mkdir()
    shutil.copy(states[1], place.warehouse)
    kinds = ("notebook", "site", "cli") if _CLI else ("notebook", "site")
    readers = [_reader(kind, place.warehouse, stop) for kind in kinds]
    for number in range(count):
        shutil.copy(states[number % 2], place.build)
        publish(place.build, place.warehouse)
        time.sleep(0.2)
    stop.touch()
    for kind, reader in zip(kinds, readers, strict=True):
        said = [" ".join(line.split()) for line in reader.communicate(timeout=120)[0].splitlines()]
        assert reader.returncode == 0, f"{kind} could not read"
        assert set(said) <= whole, f"{kind} saw something that was never published"
        print(f"{kind}: {len(said)} readings of {len(set(said))} states through {count} publications")
        assert said, f"{kind} read nothing"


def test_a_reader_sees_one_whole_state_whatever_is_published(unjudged: None, sample_home: Path, tmp_path: Path) -> None:
    _publications(6, sample_home, tmp_path)


@pytest.mark.slow
def test_readers_go_on_through_fifty_publications(unjudged: None, sample_home: Path, tmp_path: Path) -> None:
    _publications(50, sample_home, tmp_path)
