"""Which step a run is at, for whoever watches it in this process; a server's runs nobody watches here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Watcher = Callable[[str], None]
_watchers: list[Watcher] = []


def step(told: str) -> None:
    """Says what begins now, in the language that is spoken."""
    for watcher in _watchers:
        watcher(told)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """The watcher is told of each step within."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)
