"""Results kept by what they were worked out from, for work that the same words bring again and again: the last so many,
for one owner that can also forget them all (functools.lru_cache keeps them for every caller of a function)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Known = TypeVar("Known")


class Memory(Generic[Key, Known]):
    """The last `most` things worked out; the one that was longest not asked for is forgotten first."""

    def __init__(self, most: int):
        self._most = most
        self._known: dict[Key, Known] = {}

    def __len__(self) -> int:
        return len(self._known)

    def recall(self, key: Key) -> Known | None:
        """What is known of the key; None where nothing is."""
        found = self._known.pop(key, None)
        if found is not None:
            self._known[key] = found  # Last in the dictionary: asked for last.
        return found

    def keep(self, key: Key, known: Known) -> None:
        """Remember it, and forget the oldest where that makes too many."""
        self._known[key] = known
        while len(self._known) > self._most:
            self._known.pop(next(iter(self._known)), None)

    def forget(self) -> None:
        """All of it."""
        self._known.clear()
