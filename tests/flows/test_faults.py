"""What the machine refuses is said in one line, with what to do; a real full disk where one can be mounted."""

from __future__ import annotations

import errno
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows import faults
from flows.cli import main
from flows.faults import ClockWentBack, HomeFault
from flows.history import History, State
from flows.home import Home


@contextmanager
def _mounted(folder: Path, *options: str) -> Iterator[None]:
    """A file system at `folder`; the test is skipped where this process may not mount."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_nearly_full_is_named_before_anything_is_begun(tmp_path: Path) -> None:
    nearly = pytest.raises(HomeFault, match="has 1 MB left, and a run wants 64 MB")
    with _mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=1m", "tmpfs"), nearly:
        faults.check_writable(tmp_path / "disk" / "home", faults.room_wanted(tmp_path / "none"))


def test_a_home_that_is_mounted_read_only_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    refused = pytest.raises(HomeFault, match=r"home cannot be written: Read-only file system; name another --home")
    with _mounted(home, "-t", "tmpfs", "-o", "ro", "tmpfs"), refused:
        faults.check_writable(home, 0)


def test_a_full_disk_is_told_from_the_words_of_whoever_met_it() -> None:
    import sqlite3

    import duckdb

    for error in (
        OSError(errno.ENOSPC, "No space left on device"),
        sqlite3.OperationalError("database or disk is full"),
        duckdb.IOException('Could not write file "x": No space left on device'),
    ):
        with pytest.raises(HomeFault, match="is full: nothing was published"), faults.told(Path("home")):
            raise error
    with pytest.raises(ZeroDivisionError), faults.told(Path("home")):
        raise ZeroDivisionError


def test_where_duckdb_has_too_little_memory_the_setting_is_named() -> None:
    import duckdb

    refused = pytest.raises(
        HomeFault,
        match=r"memory for DuckDB: Out of Memory Error: .* used\); give it more, as in GONGKAI_DUCKDB_MEMORY=2GB",
    )
    with duckdb.connect(config={"memory_limit": "8MB"}) as little, refused, faults.told(Path("home")):
        little.execute("SELECT list(i) FROM range(20_000_000) AS numbers(i)").fetchall()


def test_a_fault_is_found_behind_the_errors_that_it_led_to() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise RuntimeError("the batch failed") from error
    except RuntimeError as error:
        assert faults.of_machine(error, Path("home")) is not None
    assert faults.of_machine(RuntimeError("something else"), Path("home")) is None


def test_a_clock_that_has_gone_back_stops_a_run_and_small_steps_do_not() -> None:
    now = datetime.now(UTC)
    faults.check_clock(None)
    faults.check_clock(now + timedelta(minutes=1))
    with pytest.raises(ClockWentBack, match="--trust-clock"):
        faults.check_clock(now + timedelta(days=1))


def test_once_trusted_the_clock_is_measured_by_the_last_run_alone(tmp_path: Path) -> None:
    place = Home(tmp_path)
    history = History(place.ledger)
    for run_id in ("ahead", "set right"):
        history.begin(run_id, "annual_reports", {})
        history.end(run_id, State.UNCHANGED)
    import sqlite3

    with sqlite3.connect(place.ledger) as connection:
        ahead = (datetime.now(UTC) + timedelta(days=365)).isoformat()
        connection.execute("UPDATE runs SET began_at = ?1, ended_at = ?1 WHERE run_id = 'ahead'", [ahead])
    latest = history.latest()
    assert latest is not None
    faults.check_clock(latest)


def test_with_log_json_what_is_said_is_an_object_a_line_too() -> None:
    done = CliRunner().invoke(main, ["run", "--log-json", "--home", "/proc/home"])
    assert done.exit_code == 5
    assert ["/proc/home" in json.loads(line)["msg"] for line in done.stderr.splitlines()] == [True]
