"""One writer to a home at a time. The lock is the system's, and gone with the process that held it; the words in the
file are for people."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from gettext import gettext as _
from pathlib import Path
from typing import IO

_LOOKS_AGAIN_AFTER = 0.2


@dataclass(frozen=True)
class Holder:
    """Who writes to a home."""

    pid: int
    host: str
    since: str
    """UTC, ISO 8601."""
    what: str

    def __str__(self) -> str:
        return _("process {pid} on {host} ({what}, since {since})").format(
            pid=self.pid, host=self.host, what=self.what, since=self.since
        )


class HomeInUse(Exception):
    """Another run holds the home."""


@contextmanager
def hold(path: Path, what: str = "a run", wait: float | None = 0) -> Iterator[None]:
    """Holds the lock file at `path`. HomeInUse where another still has it after `wait` seconds; None waits for ever."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _taken(file, wait):
            raise HomeInUse(
                _("{who} is writing to {folder}; wait for it (--wait), or name another --home").format(
                    who=holder(path) or _("another process"), folder=path.parent
                )
            )
        _write(file, Holder(os.getpid(), socket.gethostname(), datetime.now(UTC).isoformat(timespec="seconds"), what))
        try:
            yield
        finally:
            file.truncate(0)


def holder(path: Path) -> Holder | None:
    """Who holds the lock file at `path`; None where nobody does, or nobody has said so yet."""
    try:
        with path.open("r", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return Holder(**json.loads(file.read()))
    except (OSError, ValueError, TypeError):
        pass
    return None


def _taken(file: IO[str], wait: float | None) -> bool:
    """Whether the lock could be had in time."""
    begin = time.monotonic()
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if wait is not None and time.monotonic() - begin >= wait:
                return False
            time.sleep(_LOOKS_AGAIN_AFTER)
        else:
            return True


def _write(file: IO[str], one: Holder) -> None:
    file.seek(0)
    file.truncate()
    json.dump(asdict(one), file)
    file.flush()
