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

    from flows.limits import WRITER, LimitMissing, create_limits, one_writer

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
from flows.limits import one_writer
with one_writer(Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_turn_of_a_killed_run_is_taken_over_by_the_next_in_its_home(
    api: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from prefect import flow

    from flows.limits import one_writer

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
        patched.setattr("flows.limits._PATIENCE_SECONDS", 2)
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
def _running(environment: dict[str, str], log: Path, *command: str) -> Iterator[None]:
    with log.open("w", encoding="utf-8") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            yield
        finally:
            child.terminate()
            child.wait(60)


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


@pytest.mark.slow
def test_a_scheduled_run_publishes_and_a_failed_one_is_heard_of(tmp_path: Path) -> None:
    from flows.lock import hold

    port = _free_port()
    api = f"http://127.0.0.1:{port}/api"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": api,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }

    def prefect(*command: str) -> str:
        run = [sys.executable, "-m", "prefect", *command]
        return subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    def runs() -> list[dict[str, Any]]:
        wanted = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
        asked = urllib.request.Request(
            f"{api}/flow_runs/filter", json.dumps(wanted).encode(), {"Content-Type": "application/json"}
        )
        return list(json.load(urllib.request.urlopen(asked)))

    home = tmp_path / "home"
    code = "import sys; from flows.cli import main; sys.argv[0] = 'gongkai'; main()"
    with (
        _hearing() as (address, heard),
        _running(environment, tmp_path / "server.log", "prefect", "server", "start", "--port", str(port)),
    ):
        _until(lambda: urllib.request.urlopen(f"{api}/health"), "the server answers")
        for _ in range(2):  # Done again, it adds nothing.
            subprocess.run(
                [sys.executable, "-c", code, "bootstrap", "--home", str(home), "--notify", address],
                cwd=ROOT,
                env=environment,
                check=True,
            )
        prefect("deployment", "schedule", "create", "annual_reports/annual-reports", "--interval", "20")
        with _running(environment, tmp_path / "worker.log", "prefect", "worker", "start", "--pool", "gongkai"):
            (first, *_) = _until(runs, "a scheduled run ends by itself")
            assert first["auto_scheduled"]
            assert (first["state"]["name"], first["name"]) == (
                "Published with findings",
                "annual reports: the samples in home",
            )
            assert Home(home).warehouse.exists()
            with hold(Home(home).lock, "a test"):
                # Not of the deployment on a schedule, of which another run may be first, and wait an hour.
                prefect("deployment", "run", "rebuild/rebuild", "--param", "wait=0")
                notice = _until(lambda: heard[:], "somebody hears of the failure")[0]
    assert "Home in use" in notice["subject"]
    assert "a test" in notice["body"]
