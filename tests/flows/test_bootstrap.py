"""A Prefect server prepared in one command: a scheduled run happens by itself, and somebody hears of a failed one."""

from __future__ import annotations

import http.server
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.home import Home

pytestmark = pytest.mark.flow

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 300
"""Seconds."""


def test_deployments_name_flows_and_their_parameters_in_the_calendar_of_shanghai(prefect: None, tmp_path: Path) -> None:
    from prefect import Flow

    from flows.bootstrap import Wanted, deployments

    wanted = Wanted(Home(tmp_path), ("/reports",), "/list.csv", None)
    made = {one["name"]: one for one in deployments(wanted)["deployments"]}
    assert set(made) == {"collect", "annual-reports", "rebuild", "backfill", "verify"}
    for one in made.values():
        module, name = one["entrypoint"].rsplit(".", 1)
        flow = getattr(import_module(module), name)
        assert isinstance(flow, Flow)
        assert set(one["parameters"]) <= set(flow.parameters.properties)
        assert flow.validate_parameters(one["parameters"])
        assert "gongkai" in one["tags"]
        assert all(ZoneInfo(schedule["timezone"]).key == "Asia/Shanghai" for schedule in one["schedules"])
        described = flow.parameters.properties.values()
        assert all(parameter.get("description") for parameter in described), f"{name} has parameters without a word"
    assert [schedule["cron"] for schedule in made["annual-reports"]["schedules"]] == ["0 5 * 1-4 *", "0 5 * 5-12 6"]
    assert made["annual-reports"]["parameters"]["collected"]
    asked = Wanted(Home(tmp_path), (), None, None, "*/5 * * * *")
    alone = {one["name"]: one for one in deployments(asked)["deployments"]}
    # Off, and not left out: a server keeps schedules that are no longer named.
    assert [schedule["active"] for schedule in alone["collect"]["schedules"]] == [False, False]
    own = [(schedule["cron"], schedule["active"]) for schedule in alone["annual-reports"]["schedules"]]
    assert own == [("*/5 * * * *", True), ("0 5 * 5-12 6", False)]


def test_the_writers_turn_is_strict_where_there_is_a_server(prefect: None, tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client

    from flows.concurrency import WRITER, LimitMissing, create_limits, one_writer

    with one_writer(tmp_path / "turn"):
        assert (tmp_path / "turn").exists()
    assert not (tmp_path / "turn").exists()
    with get_client(sync_client=True) as client:
        client.delete_global_concurrency_limit_by_name(WRITER)
    try:
        with pytest.raises(LimitMissing, match="gongkai bootstrap"), one_writer(tmp_path / "turn"):
            pass
    finally:
        create_limits()


_TURN = """
import os, signal, sys
from pathlib import Path
from flows.concurrency import one_writer
with one_writer(Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_turn_of_a_killed_run_is_taken_over_by_the_next_in_its_home(
    api: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from prefect import flow

    from flows.concurrency import one_writer

    turn = tmp_path / "turn"
    killed = subprocess.run(
        [sys.executable, "-c", _TURN, str(turn)], env={**os.environ, **api, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert turn.exists()

    @flow
    def publish(home: Path) -> float:
        begin = time.monotonic()
        with one_writer(home):
            return time.monotonic() - begin

    log = logging.getLogger("prefect.flow_runs")
    log.addHandler(caplog.handler)
    caplog.set_level(logging.INFO, log.name)
    begin = time.monotonic()
    with pytest.raises(TimeoutError), pytest.MonkeyPatch.context() as patched:
        patched.setattr("flows.concurrency._PATIENCE_SECONDS", 2)
        publish(tmp_path / "another home's")  # It cannot know that nobody has the turn any more.
    assert "waits for its turn as writer" in caplog.text
    log.removeHandler(caplog.handler)
    assert publish(turn) < 20, "it waited for the turn to lapse, which takes a minute"
    assert time.monotonic() - begin < 50, "the turn had lapsed by itself"


@contextmanager
def _hearing() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """An address that keeps what is posted to it."""
    heard: list[dict[str, Any]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()


@contextmanager
def _running(environment: dict[str, str], log: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of Prefect's until the end of the block; a worker lets its runs end, if they do so in a minute."""
    with log.open("a", encoding="utf-8") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "prefect", *command],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _until(true: Callable[[], Any], what: str) -> Any:
    begin = time.monotonic()
    while time.monotonic() - begin < _PATIENCE:
        try:
            if found := true():
                return found
        except OSError:
            pass
        time.sleep(1)
    pytest.fail(f"{what}: not within {_PATIENCE} s")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


class _Site:
    """A server of its own, with its files and a home below a folder."""

    def __init__(self, folder: Path) -> None:
        self.port = _free_port()
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.home = Home(folder / "home")
        self.folder = folder
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
            "DO_NOT_TRACK": "1",
        }

    @contextmanager
    def server(self) -> Iterator[subprocess.Popen[bytes]]:
        """As the README starts it: in the folder of prefect.toml."""
        log = self.folder / "server.log"
        with _running(self.environment, log, "server", "start", "--port", str(self.port)) as server:
            _until(lambda: urllib.request.urlopen(f"{self.api}/health"), "the server answers")
            yield server

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        with _running(self.environment, self.folder / "worker.log", "worker", "start", "--pool", "gongkai") as worker:
            yield worker

    def gongkai(self, *command: str) -> str:
        code = "import sys; from flows.cli import main; sys.argv[0] = 'gongkai'; main()"
        return self._said("-c", code, *command, "--home", str(self.home.folder))

    def prefect(self, *command: str) -> str:
        return self._said("-m", "prefect", *command)

    def _said(self, *command: str) -> str:
        run = [sys.executable, *command]
        done = subprocess.run(run, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ended(self) -> list[dict[str, Any]]:
        """Runs that have ended, first the one that began first."""
        wanted = {
            "sort": "START_TIME_ASC",
            "flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]}}},
        }
        asked = urllib.request.Request(
            f"{self.api}/flow_runs/filter", json.dumps(wanted).encode(), {"Content-Type": "application/json"}
        )
        return list(json.load(urllib.request.urlopen(asked)))


@pytest.mark.slow
def test_a_scheduled_run_publishes_and_a_failed_one_is_heard_of(tmp_path: Path) -> None:
    from flows.lock import hold

    site = _Site(tmp_path)
    with _hearing() as (address, heard), site.server():
        for _ in range(2):  # Done again, it adds nothing.
            said = site.gongkai("bootstrap", "--cron", "* * * * *", "--notify", address)
        assert "annual_reports/annual-reports  * * * * *" in said
        assert "in its memory" not in said
        with site.worker():
            (first, *_) = _until(site.ended, "a scheduled run ends by itself")
            assert first["auto_scheduled"]
            assert (first["state"]["name"], first["name"]) == (
                "Published with findings",
                "annual reports: the samples in home",
            )
            assert site.home.warehouse.exists()
            # In place of a run of the deployment on a schedule, of which another may be first, and wait an hour.
            with hold(site.home.lock, "a test", wait=60):
                site.prefect("deployment", "run", "rebuild/rebuild", "--param", "wait=0")
                notice = _until(lambda: heard[:], "somebody hears of the failure")[0]
    assert "Home in use" in notice["subject"]
    assert "a test" in notice["body"]


@pytest.mark.slow
def test_a_machine_that_stops_during_a_run_holds_up_nothing_after(tmp_path: Path) -> None:
    """Server, worker and run are killed at once while the run has its turn as writer and that of its deployment."""
    from flows.lock import holder

    site = _Site(tmp_path)
    with site.server() as server, site.worker() as worker:
        site.gongkai("bootstrap")
        site.prefect("deployment", "run", "annual_reports/annual-reports")
        _until(site.home.turn.exists, "a run has its turn")
        run = holder(site.home.lock)
        assert run is not None
        for pid in (server.pid, worker.pid, run.pid):
            os.kill(pid, signal.SIGKILL)
    assert site.home.turn.exists()
    with site.server(), site.worker():
        (lost,) = _until(site.ended, "the run that was lost ends")
        assert (lost["state"]["type"], lost["state"]["message"]) == ("CRASHED", "no sign of life for 90 s")
        site.prefect("deployment", "run", "annual_reports/annual-reports")
        _, again = _until(lambda: len(found := site.ended()) == 2 and found, "it is run again")
        assert again["state"]["name"] == "Published with findings"
    assert not site.home.turn.exists()
