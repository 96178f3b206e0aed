"""Taking turns: one request to a host at a time, and not too soon after the last."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

Pause = Callable[[float], None]

# What robots.txt may ask for as pause between two requests; more would make a list take days.
_LONGEST_DELAY = 60.0


@dataclass
class _Host:
    lock: Lock = field(default_factory=Lock)
    next_at: float = 0.0
    delay: float = 0.0


class Turns:
    """Shared by all workers. `rate`: requests a second to one host, at most."""

    def __init__(self, rate: float, pause: Pause = time.sleep):
        self._delay = 1 / rate
        self._pause = pause
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())

    def slow_down(self, host: str, seconds: float) -> None:
        """What the host's robots.txt asks for between requests; a minute at most."""
        self._host(host).delay = min(seconds, _LONGEST_DELAY)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Waits for the host's turn and holds it: nobody else asks the host meanwhile."""
        own = self._host(host)
        with own.lock:
            wait = own.next_at - time.monotonic()
            if wait > 0:
                self._pause(wait)
            try:
                yield
            finally:
                own.next_at = time.monotonic() + max(self._delay, own.delay)


def backoff(attempt: int) -> float:
    """Seconds to wait before trying again after `attempt` tries: 1, 2, 4 ... and up to as much again by chance, so that
    many clients that failed together do not return together."""
    base = float(2 ** (attempt - 1))
    return base + random.uniform(0, base)
