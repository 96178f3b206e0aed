"""The store of originals: every content once, under its hash, never changed; beside it a sidecar with its origins."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from flows.collecting.media import media_type
from flows.ledger import Snapshot

# Two addresses may have one content: their origins go into one sidecar, one after the other.
_sidecars = Lock()


def path_of(store: Path, sha256: str) -> Path:
    """Where the content of that hash lies."""
    return store / sha256[:2] / sha256


def sidecar_of(store: Path, sha256: str) -> Path:
    """Where the sidecar of that content lies."""
    return store / sha256[:2] / f"{sha256}.json"


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
        sha256 = keep(store, content)
        if not sidecar_of(store, sha256).exists():
            add_origin(store, sha256, content, {"file": _name(file), "taken_at": now.isoformat()})
        taken.setdefault(sha256, Snapshot(sha256, _name(file), len(content), now))
    return list(taken.values()), unread


def _name(file: Path) -> str:
    """The file's name as text that can be written anywhere: bytes that are no UTF-8 are shown as escapes."""
    return os.fsencode(file.name).decode("utf-8", "backslashreplace")


def keep(store: Path, content: bytes) -> str:
    """Puts a content into the store, whole or not at all; gives its hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(store, sha256)
    if not path.exists():
        _write_whole(path, content)
    return sha256


def add_origin(store: Path, sha256: str, content: bytes, origin: Mapping[str, Any], licence: str | None = None) -> None:
    """Adds to the sidecar of a content where it came from: a file's name, or an address with time and headers.

    The sidecar holds `sha256`, `bytes`, `media_type` (told from the bytes), `licence` and `origins`, oldest first.
    """
    path = sidecar_of(store, sha256)
    with _sidecars:
        sidecar: dict[str, Any] = {
            "sha256": sha256,
            "bytes": len(content),
            "media_type": media_type(content),
            "licence": None,
            "origins": [],
        }
        # There is none yet, or it is damaged and written anew from here on.
        with suppress(OSError, ValueError, TypeError):
            earlier = json.loads(path.read_bytes())
            if isinstance(earlier, dict) and earlier.get("sha256") == sha256:
                sidecar["licence"] = earlier.get("licence")
                sidecar["origins"] = list(earlier.get("origins") or [])
        sidecar["licence"] = licence or sidecar["licence"]
        sidecar["origins"].append(dict(origin))
        # Not forced onto the disk, which costs as much as the original itself: lost in a power cut, `verify` names it.
        _write_whole(path, (json.dumps(sidecar, ensure_ascii=False, indent=1) + "\n").encode(), forced=False)


def _write_whole(path: Path, content: bytes, *, forced: bool = True) -> None:
    """A reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}-{get_ident()}.partial")
    with partial.open("wb") as out:
        out.write(content)
        if forced:
            out.flush()
            os.fsync(out.fileno())
    partial.replace(path)
