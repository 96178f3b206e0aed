"""The folder of the site: only what changed is written, and nothing stale is left.

`.gongkai-site.sqlite` remembers of every page the key of what it was made from and the hash of what was written. A page
whose key is the same is not even drawn; one that comes out the same is not written. Of a build that breaks off, what
was done is remembered: the next one goes on from there.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

import msgspec

from gongkai.worded import Worded

LEDGER = ".gongkai-site.sqlite"
_EARLIER = ".gongkai-site.json"
"""The ledger of sites that were built before there was a version: tells that the folder is ours, and no more."""
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS pages (name TEXT PRIMARY KEY, key TEXT NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID",
    # The key of the pages that are written together, while all of them are there.
    "CREATE TABLE IF NOT EXISTS whole (key TEXT NOT NULL)",
)
_HASH = 16
"""Bytes."""


class Written(msgspec.Struct, frozen=True):
    """What a build of the site did."""

    pages: int
    written: int
    removed: int
    bytes_written: int


class Drawn(msgspec.Struct, frozen=True):
    """A page that `write_page` has written, in this process or another."""

    name: str
    key: str
    digest: str
    bytes_written: int


class ForeignFolder(Worded, ValueError):
    """The folder holds something that no build of the site has put there."""


class Folder:
    """A folder that is being built. Leaving it without an error removes what no page of this build is."""

    def __init__(self, path: Path, wait: float = 60):
        """`wait` are the seconds that another build may hold the ledger."""
        self.path = path
        self._wait = wait
        self._found: set[str] = set()
        self._now: set[str] = set()
        self._written = 0
        self._bytes = 0
        self._removed = 0

    def __enter__(self) -> Folder:
        self.path.mkdir(parents=True, exist_ok=True)
        ours = any((self.path / name).exists() for name in (LEDGER, _EARLIER))
        if not ours and any(self.path.iterdir()):
            raise ForeignFolder(
                "{folder} holds files that are not of a site; name an empty or a new folder", folder=self.path
            )
        with _as_of_a_file(self.path / LEDGER):
            self._ledger = _opened(self.path / LEDGER, self._wait)
        self._found = set(_files(self.path))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._remove_stale()
        finally:
            self._ledger.close()

    def current(self, name: str, key: str) -> bool:
        """Whether the page is there as it would be made from what has that key; if so it is kept."""
        known = self._known(name)
        if known is None or known[0] != key or name not in self._found:
            return False
        self._now.add(name)
        return True

    def all_current(self, key: str) -> bool:
        """Whether `pages` were made from what has that key and all of them are there; if so they are kept."""
        if not self._ledger.execute("SELECT 1 FROM whole WHERE key = ?", [key]).fetchone():
            return False
        names = [name for (name,) in self._ledger.execute("SELECT name FROM pages WHERE key = ?", [key])]
        return bool(names) and all(self.current(name, key) for name in names)

    def put(self, drawn: Iterable[Drawn]) -> None:
        """Remember pages that were written."""
        pages = list(drawn)
        entries = [(one.name, one.key, one.digest) for one in pages if self._known(one.name) != (one.key, one.digest)]
        with _as_of_a_file(self.path / LEDGER), self._ledger:
            self._ledger.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", entries)
        for one in pages:
            self._now.add(one.name)
            self._written += bool(one.bytes_written)
            self._bytes += one.bytes_written

    def forget(self, names: Iterable[str]) -> None:
        """Remember nothing of pages that are going to be written: if the build breaks off, they are drawn again."""
        with _as_of_a_file(self.path / LEDGER), self._ledger:
            self._ledger.executemany("DELETE FROM pages WHERE name = ?", ([name] for name in names))

    def digest(self, name: str) -> str | None:
        """Hash of the page as it was left by the last build, if it is still there."""
        known = self._known(name)
        return known[1] if known and name in self._found else None

    def page(self, name: str, content: str | bytes, key: str = "") -> None:
        """Write a page, unless it is there with just that content."""
        data = content.encode() if isinstance(content, str) else content
        known = self.digest(name)
        if known != _digest(data):
            self.forget([name])
        self.put([Drawn(name, key, *write_page(self.path, name, data, known))])

    def pages(self, pages: Iterable[tuple[str, str]], key: str) -> None:
        """Write pages that are made from the same. The key is remembered once all are written: where a build breaks off
        among them, the next one draws them all."""
        with _as_of_a_file(self.path / LEDGER), self._ledger:
            self._ledger.execute("DELETE FROM whole")
        for name, content in pages:
            self.page(name, content, key)
        with _as_of_a_file(self.path / LEDGER), self._ledger:
            self._ledger.execute("INSERT INTO whole VALUES (?)", [key])

    def done(self) -> Written:
        """What was done, once the folder is left."""
        return Written(len(self._now), self._written, self._removed, self._bytes)

    def _known(self, name: str) -> tuple[str, str] | None:
        """The key and the hash that are remembered."""
        found: tuple[str, str] | None = self._ledger.execute(
            "SELECT key, digest FROM pages WHERE name = ?", [name]
        ).fetchone()
        return found

    def _remove_stale(self) -> None:
        stale = [name for (name,) in self._ledger.execute("SELECT name FROM pages") if name not in self._now]
        if stale:
            self.forget(stale)
        for name in self._found - self._now - {LEDGER}:
            file = self.path / name
            file.unlink()
            self._removed += 1
            with suppress(OSError):  # Others are in it, or above it.
                for folder in file.parents[: name.count("/")]:
                    folder.rmdir()


def _files(root: Path) -> Iterator[str]:
    """Every file below a folder, by its path from there. Of a hundred thousand, asking for each takes seconds."""
    for folder, _, names in os.walk(root):
        within = Path(folder).relative_to(root).as_posix()
        yield from names if within == "." else (f"{within}/{name}" for name in names)


def _opened(path: Path, wait: float) -> sqlite3.Connection:
    """The ledger, begun anew where it is damaged: then every page is drawn. It is not forced onto the disk."""
    try:
        return _connected(path, wait)
    except sqlite3.DatabaseError as error:
        # OperationalError is what may pass or cannot be written; but so is a table of another shape.
        if isinstance(error, sqlite3.OperationalError) and not str(error).startswith("no such column"):
            raise
    path.unlink()
    return _connected(path, wait)


def _connected(path: Path, wait: float) -> sqlite3.Connection:
    ledger = sqlite3.connect(path, timeout=wait)
    try:
        ledger.execute("PRAGMA synchronous = OFF")
        for statement in _SCHEMA:
            ledger.execute(statement)
        ledger.execute("SELECT count(key), count(digest) FROM pages").fetchone()
    except sqlite3.Error:
        ledger.close()
        raise
    return ledger


@contextmanager
def _as_of_a_file(path: Path) -> Iterator[None]:
    """What SQLite says of the ledger is an OSError, as of every other file of the site that cannot be written."""
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


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
