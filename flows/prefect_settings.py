"""How Prefect is set up before it is first imported: offline, and silent where a person watches the terminal.

Prefect reads its settings from the environment at import. Whatever the user has set wins. Without PREFECT_API_URL a
temporary server is started for the run (flows.temporary_server); its files go into the warehouse home, so that nothing
is left in HOME.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flows.home import Home

_OFFLINE = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "DO_NOT_TRACK": "1",
}

_TEMPORARY_SERVER = {
    # The first start lays out Prefect's database, which takes a slow machine more than the default 20 seconds. Requests
    # to a server that we have started wait until it is ready; Prefect asks one that it has started until it answers.
    "PREFECT_API_REQUEST_TIMEOUT": "120",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # The temporary server logs tracebacks of its own cancelled tasks when it is stopped, although all is well. What
    # goes wrong in a flow reaches the user as that flow's state, not through these logs.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    # Of SQLAlchemy, too, whose pool is told of a connection that the stopped server has cancelled.
    "PREFECT_LOGGING_ROOT_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}

_FILES = {
    ".env": ("PREFECT_API_URL",),
    "prefect.toml": ("api", "url"),
    "pyproject.toml": ("tool", "prefect", "api", "url"),
}
"""What Prefect reads in the folder where it is started, and where in it a server is named."""

_JSON = {
    "PREFECT_LOGGING_SETTINGS_PATH": str(Path(__file__).with_name("logging_json.yml")),
    "PREFECT_LOGGING_LEVEL": "INFO",
}


def prepare(home: Home, *, log_json: bool = False) -> None:
    """Sets the environment for Prefect. Call before anything imports it."""
    defaults = _JSON | _OFFLINE if log_json else dict(_OFFLINE)
    if not os.environ.get("PREFECT_API_URL"):
        defaults = _TEMPORARY_SERVER | defaults
        defaults["PREFECT_HOME"] = str(home.prefect)
        home.prefect.mkdir(parents=True, exist_ok=True)
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def name_a_server(home: Home) -> bool:
    """Whether a server is named where Prefect looks for one: in the environment, in files of this folder, or in
    profiles that are not of the home. To ask Prefect itself would take a second."""
    if os.environ.get("PREFECT_API_URL") or os.environ.get("PREFECT_PROFILES_PATH"):
        return True
    if os.environ.get("PREFECT_HOME") != str(home.prefect):
        return True
    return any(_names_one(Path(name), keys) for name, keys in _FILES.items())


def _names_one(file: Path, keys: Sequence[str]) -> bool:
    try:
        text = file.read_text(encoding="utf-8")
        found: Any = tomllib.loads(text) if file.suffix == ".toml" else {key: key in text for key in keys}
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True  # Prefect may say what is wrong with it.
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return bool(found)
