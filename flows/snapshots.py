"""The store of originals: every content once, under its hash, never changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from flows.ledger import Snapshot


def path_of(store: Path, sha256: str) -> Path:
    """Where the content of that hash lies."""
    return store / sha256[:2] / sha256


def take(store: Path, files: Iterable[Path]) -> tuple[list[Snapshot], list[tuple[Path, str]]]:
    """Copies `files` into the store; gives their snapshots, and the files that could not be read, with the reason."""
    now = datetime.now(UTC).replace(microsecond=0)
    taken: dict[str, Snapshot] = {}
    unread: list[tuple[Path, str]] = []
    for file in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            unread.append((file, error.strerror or str(error)))
            continue
        sha256 = hashlib.sha256(content).hexdigest()
        _keep(path_of(store, sha256), content)
        taken.setdefault(sha256, Snapshot(sha256, file.name, len(content), now))
    return list(taken.values()), unread


def _keep(path: Path, content: bytes) -> None:
    """Writes whole or not at all: a reader never sees half an original."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    with partial.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)
