"""One writer at a time, and who that is."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from flows.lock import HomeInUse, hold, holder

_HOLDS = """
import sys, time
from pathlib import Path
from flows.lock import hold
with hold(Path(sys.argv[1]), "annual_reports"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def _holding(path: Path, seconds: float) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(path), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_who_comes_second_is_told_process_host_what_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with _holding(path, 60) as child:
        with pytest.raises(HomeInUse) as refused, hold(path):
            pass
        child.kill()
    for part in (f"process {child.pid} on {socket.gethostname()}", "annual_reports", "since 20", str(tmp_path)):
        assert part in str(refused.value)


def test_who_waits_long_enough_gets_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with _holding(path, 0.5), hold(path, "rebuild", wait=30):
        found = holder(path)
        assert found is not None
        assert (found.pid, found.what) == (os.getpid(), "rebuild")
    assert holder(path) is None


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with _holding(path, 60) as child:
        child.kill()
        child.wait()
        assert holder(path) is None, "what the file says is of one who is gone"
        with hold(path):
            pass
