"""Nothing calls home. The default suite publishes its samples with sockets denied (`sample_home`); here it is done once
more as a user does it, temporary server and all, without a network."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.flows.loopback import NetworkRefused, only_loopback

ROOT = Path(__file__).resolve().parents[2]
_ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation: nobody has it."""
_RUN = "import sys; from flows.cli import main; sys.argv[0] = 'gongkai'; main()"


def test_the_guard_lets_loopback_pass_and_nothing_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, only_loopback():
        socket.create_connection(server.getsockname()).close()
        with pytest.raises(NetworkRefused):
            socket.create_connection(_ELSEWHERE, timeout=0.1)
        with pytest.raises(NetworkRefused):
            socket.getaddrinfo("example.org", 443)


def _guarded(tmp_path: Path, *command: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """A command whose Python processes have the guard; what was refused."""
    guard = tmp_path / "guard"
    guard.mkdir()
    shutil.copy(ROOT / "tests" / "flows" / "loopback.py", guard / "sitecustomize.py")
    refused = tmp_path / "refused"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"PYTHONPATH": f"{guard}:{ROOT}", "NETWORK_REFUSED": str(refused), "HOME": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    return done, refused.read_text(encoding="utf-8") if refused.exists() else ""


def test_children_have_the_guard_too(tmp_path: Path) -> None:
    code = f"import socket; socket.create_connection({_ELSEWHERE!r}, timeout=0.1)"
    done, refused = _guarded(tmp_path, sys.executable, "-c", code)
    assert "NetworkRefused" in done.stderr
    assert "192.0.2.1" in refused


_BY_PREFECT = """
import os, signal, subprocess, sys
from prefect.server.api.server import SubprocessASGIServer
from flows.temporary_server import end_with_this_process
SubprocessASGIServer().server_process = server = subprocess.Popen(["sleep", "600"])
end_with_this_process()
print(server.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


_BY_COMMAND = """
import os, signal, sys, urllib.request
from flows import temporary_server
temporary_server.start()
if sys.argv[1:] == ["ready"]:
    urllib.request.urlopen(os.environ["PREFECT_API_URL"] + "/health").read()
print(temporary_server._own.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(
    "started", [[_BY_PREFECT], [_BY_COMMAND], [_BY_COMMAND, "ready"]], ids=["prefect", "own", "ready"]
)
def test_a_killed_run_takes_its_temporary_server_along(started: list[str], tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"PREFECT_HOME": str(tmp_path), "no_proxy": "*"}
    command = [sys.executable, "-c", *started]
    # The server has its standard error, too: it would be waited for.
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False, timeout=120
    )
    assert done.returncode == -signal.SIGKILL
    status = Path(f"/proc/{done.stdout.strip()}/stat")
    end = time.monotonic() + 30
    while status.exists() and status.read_text(encoding="ascii").split()[2] != "Z":
        assert time.monotonic() < end, "the server is still there"
        time.sleep(0.05)


@pytest.mark.slow
def test_the_whole_main_flow_runs_where_there_is_no_network(tmp_path: Path) -> None:
    run = [sys.executable, "-c", _RUN, "run", "--home", str(tmp_path / "home")]
    alone = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        alone = []  # This process may not have a network of its own: the guard is all there is.
    done, refused = _guarded(tmp_path, *alone, *run)
    assert (done.returncode, refused) == (0, ""), done.stderr
    assert "10 reports" in done.stdout
    again = subprocess.run([*alone, *run], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "Nothing new" in again.stdout
