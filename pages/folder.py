"""The folder of the site: only what changed is written, and nothing stale is left.

`.gongkai-site.json` remembers of every page the key of what it was made from and the hash of what was written. A page
whose key is the same is not even drawn; one that comes out the same is not written.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import msgspec

from gongkai.worded import Worded

LEDGER = ".gongkai-site.json"
_HASH = 16
"""Bytes."""


class Written(msgspec.Struct, frozen=True):
    """What a build of the site did."""

    pages: int
    written: int
    removed: int
    bytes_written: int


class ForeignFolder(Worded, ValueError):
    """The folder holds something that no build of the site has put there."""


class Folder:
    """A folder that is being built. Leaving it without an error removes what no page of this build is."""

    def __init__(self, path: Path):
        self.path = path
        self._known: dict[str, tuple[str, str]] = {}
        self._now: dict[str, tuple[str, str]] = {}
        self._written = 0
        self._bytes = 0
        self._removed = 0

    def __enter__(self) -> Folder:
        self.path.mkdir(parents=True, exist_ok=True)
        ledger = self.path / LEDGER
        if not ledger.exists():
            if any(self.path.iterdir()):
                raise ForeignFolder(
                    "{folder} holds files that are not of a site; name an empty or a new folder", folder=self.path
                )
        else:
            self._known = {name: tuple(entry) for name, entry in json.loads(ledger.read_bytes()).items()}
        # Until this build is done nothing is remembered: if it breaks off, the next one draws every page anew.
        ledger.write_text("{}", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._remove_stale()
            ledger = json.dumps(self._now, separators=(",", ":"), sort_keys=True)
            self.write(LEDGER, ledger.encode(), remembered=False)

    def current(self, name: str, key: str) -> bool:
        """Whether the page is there as it would be made from what has that key; if so it is kept."""
        known = self._known.get(name)
        if known is None or known[0] != key or not (self.path / name).is_file():
            return False
        self._now[name] = known
        return True

    def all_current(self, key: str) -> bool:
        """Whether pages were made from what has that key and all of them are there; if so they are kept."""
        names = [name for name, known in self._known.items() if known[0] == key]
        return bool(names) and all(self.current(name, key) for name in names)

    def put(self, name: str, key: str, digest: str, size: int) -> None:
        """Remember a page that `write_page` has written, in this process or another."""
        self._now[name] = (key, digest)
        self._written += bool(size)
        self._bytes += size

    def digest(self, name: str) -> str | None:
        """Hash of the page as it was left by the last build, if it is still there."""
        known = self._known.get(name)
        return known[1] if known and (self.path / name).is_file() else None

    def page(self, name: str, content: str | bytes, key: str = "") -> None:
        """Write a page, unless it is there with just that content."""
        data = content.encode() if isinstance(content, str) else content
        self.put(name, key, *write_page(self.path, name, data, self.digest(name)))

    def write(self, name: str, data: bytes, *, remembered: bool = True) -> None:
        """Write a file whole or not at all."""
        _write(self.path / name, data)
        if remembered:
            self.put(name, "", _digest(data), len(data))

    def done(self) -> Written:
        """What was done, once the folder is left."""
        return Written(len(self._now), self._written, self._removed, self._bytes)

    def _remove_stale(self) -> None:
        kept = {LEDGER, *self._now}
        for folder, _, names in os.walk(self.path, topdown=False):
            for name in names:
                file = Path(folder) / name
                if file.relative_to(self.path).as_posix() not in kept:
                    file.unlink()
                    self._removed += 1
            if Path(folder) != self.path and next(Path(folder).iterdir(), None) is None:
                Path(folder).rmdir()


def write_page(root: Path, name: str, data: bytes, known: str | None) -> tuple[str, int]:
    """Write one page unless `known` is its hash already: the hash and the bytes that were written."""
    digest = _digest(data)
    if digest == known:
        return digest, 0
    _write(root / name, data)
    return digest, len(data)


def key_of(*parts: str | bytes | Mapping[str, object]) -> str:
    """One key made of several."""
    hashed = hashlib.blake2b(digest_size=_HASH)
    for part in parts:
        data = json.dumps(part, sort_keys=True, default=str) if isinstance(part, Mapping) else part
        data = data.encode() if isinstance(data, str) else data
        hashed.update(len(data).to_bytes(8, "big") + data)
    return hashed.hexdigest()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=_HASH).hexdigest()


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    unfinished.write_bytes(data)
    unfinished.replace(target)
