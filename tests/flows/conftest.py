"""One Prefect harness for the whole session: a temporary server with a database of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import prefect_settings
from flows.home import Home
from tests.flows.loopback import only_loopback


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Prefect with nothing of the user's in it, prepared as `gongkai bootstrap` prepares a server."""
    os.environ.pop("PREFECT_API_URL", None)
    prefect_settings.prepare(Home(tmp_path_factory.mktemp("prefect")))
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    from flows.concurrency import create_limits

    # The end of a run waits for its heartbeat, which looks once a second whether it is to go on.
    unwatched = temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})
    with prefect_test_harness(server_startup_timeout=120), unwatched:
        create_limits()
        yield


@pytest.fixture(scope="session")
def api(prefect: None) -> dict[str, str]:
    """The environment in which another process uses the harness's server."""
    from prefect.settings import PREFECT_API_URL

    return {"PREFECT_API_URL": PREFECT_API_URL.value()}


@pytest.fixture(scope="session")
def sample_home(prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the samples published in it, without a network. Read-only by agreement: who writes makes a copy."""
    from flows.annual_reports import annual_reports

    home = tmp_path_factory.mktemp("samples")
    with only_loopback():
        annual_reports(home=str(home))
    return home


def publish_unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on publishes without Great Expectations and without pages, which take seconds."""
    import expectations
    from flows import steps

    monkeypatch.setattr(expectations, "run", lambda build, part: expectations.Results(results=()))
    monkeypatch.setattr(steps.report, "fn", lambda home: None)


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishes without Great Expectations and without pages: for tests of what comes before."""
    publish_unjudged(monkeypatch)
