"""One writer to a home at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class HomeInUse(Exception):
    """Another run holds the home."""


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Holds the lock file at `path`; the system lets go of it should the process die. Raises HomeInUse at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise HomeInUse(f"{holder} is writing to {path.parent}; wait for it, or name another --home") from None
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()}")
        file.flush()
        yield
