"""Runs of the main flow that are killed: by their n-th file operation in the home, or after some time.

Children are forked from a server that has imported everything and started nothing, so that each is a process of its own
that costs no imports.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["flows.annual_reports", "great_expectations", "expectations.duckdb_source"])
_OPERATIONS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "sqlite3.connect"})


def _flow(home: Path, environment: dict[str, str], at_operation: int | None, counted: Path | None) -> None:
    os.environ.update(environment)
    inside, seen = str(home), 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event in _OPERATIONS and any(str(one).startswith(inside) for one in arguments):
            seen += 1
            if seen == at_operation:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    from flows.annual_reports import annual_reports

    annual_reports(home=str(home), batch_size=3)
    if counted:
        counted.write_text(str(seen), encoding="ascii")


def undisturbed(home: Path, environment: dict[str, str], counted: Path) -> tuple[float, int]:
    """A run that is left alone: its seconds, and its file operations in the home."""
    begin = time.monotonic()
    child = _CONTEXT.Process(target=_flow, args=(home, environment, None, counted))
    child.start()
    child.join()
    assert child.exitcode == 0
    return time.monotonic() - begin, int(counted.read_text(encoding="ascii"))


def killed(
    home: Path, environment: dict[str, str], *, at_operation: int | None = None, after: float | None = None
) -> bool:
    """A run that is killed; False where it had ended by then."""
    child = _CONTEXT.Process(target=_flow, args=(home, environment, at_operation, None))
    child.start()
    child.join(after)
    child.kill()
    child.join()
    return child.exitcode == -signal.SIGKILL
