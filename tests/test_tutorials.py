"""The tutorials in a fresh clone and an empty HOME, word for word, with the time each took."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.replay import steps

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
TUTORIALS = ("tutorials/analyst", "tutorials/clerk", "tutorials/engineer", "how-to/correct")
STAY = ("prefect server start", "prefect worker start")
"""Commands that stay in the foreground of a terminal of their own."""
PATIENCE = 600
"""Seconds."""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A fresh clone, set up from nothing: no HOME, and so no cache of packages, that another one has filled."""
    folder = tmp_path_factory.mktemp("fresh") / "gongkai"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    began = time.monotonic()
    nothing = _nothing_of_ours() | {"HOME": str(tmp_path_factory.mktemp("empty"))}
    subprocess.run(["make", "setup"], cwd=folder, env=nothing, check=True, stdout=subprocess.DEVNULL)
    _tell(pytestconfig, f"make setup: {time.monotonic() - began:.0f} s")
    return folder


def _tell(config: pytest.Config, line: str) -> None:
    """Prints a line, whether or not what tests print is captured."""
    with config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\n{line}")


def _nothing_of_ours() -> dict[str, str]:
    ours = ("GONGKAI", "PREFECT", "VIRTUAL", "PYTHON", "PIP_CACHE", "XDG")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An empty HOME, nothing of ours, and a server at a port that is free."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    return _nothing_of_ours() | {
        "HOME": str(tmp_path),
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "COLUMNS": "100",
        "PORT": str(port),
    }


@pytest.fixture
def staying() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize("language", ["", "zh/"])
@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorial_goes_as_it_is_written(
    clone: Path,
    environment: dict[str, str],
    staying: ExitStack,
    name: str,
    language: str,
    pytestconfig: pytest.Config,
) -> None:
    # What the other language left. The home of the samples stays: the READMEs fill it first.
    for left in ("nightly", "inbox", "figures"):
        shutil.rmtree(clone / left, ignore_errors=True)
    for said in ("corrections.yaml", "verdicts.sqlite"):
        (clone / "gongkai-home" / said).unlink(missing_ok=True)
    environment["GONGKAI_LANG"] = "zh" if language else "en"
    _run("gongkai run", clone, environment)
    began = time.monotonic()
    for step in steps(clone / "docs" / f"{language}{name}.md"):
        command = step.command.replace(":4200/", f":{environment['PORT']}/")
        if command.startswith("export "):
            key, _, value = command.removeprefix("export ").partition("=")
            environment[key] = value
        elif command.startswith(STAY):
            _stay(command, clone, environment, staying)
        else:
            output = _run(command, clone, environment)
            assert step.fits(output), f"$ {command}\n{output}"
        if command.startswith("prefect deployment run"):
            assert _state_of_the_run(environment["PORT"]) in ("Published", "Published with findings", "Unchanged")
    _tell(pytestconfig, f"{language}{name}: {time.monotonic() - began:.0f} s after setting up")


def _run(command: str, clone: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-c", f"source .venv/bin/activate; {command}"],
        cwd=clone,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode in (0, 1), f"$ {command}\n{done.stdout}"
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


def _stay(command: str, clone: Path, environment: dict[str, str], staying: ExitStack) -> None:
    log = staying.enter_context((clone / f"{command.split()[1]}.log").open("wb"))
    one = subprocess.Popen(
        [clone / ".venv" / "bin" / command.split()[0], *command.split()[1:]],
        cwd=clone,
        env=environment,
        stdout=log,
        stderr=log,
    )
    staying.callback(one.wait, 60)
    staying.callback(one.terminate)
    if "server" in command:
        _until(lambda: bool(urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}/api/health")))


def _state_of_the_run(port: str) -> str:
    names: list[str] = []

    def ended() -> bool:
        wanted = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/flow_runs/filter",
            json.dumps(wanted).encode(),
            {"Content-Type": "application/json"},
        )
        names[:] = [run["state"]["name"] for run in json.load(urllib.request.urlopen(asked))]
        return bool(names)

    _until(ended)
    return names[0]


def _until(ready: object) -> None:
    end = time.monotonic() + PATIENCE
    assert callable(ready)
    while time.monotonic() < end:
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError("it took too long")
