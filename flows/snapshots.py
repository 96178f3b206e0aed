"""The store of originals: every content once, under its hash, never changed; beside it a sidecar with its origins."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from flows.collecting.media import media_type
from flows.ledger import Snapshot
from flows.store import is_here
from gongkai.document import sniff
from gongkai.document.archive import is_archive, members
from gongkai.document.limits import refuse_beyond
from gongkai.model import UnreadableSource

# Two addresses may have one content: their origins go into one sidecar, one after the other.
_sidecars = {f"{first:x}": Lock() for first in range(16)}
_FIELDS = frozenset({"sha256", "bytes", "media_type", "licence", "origins"})
_AT_A_TIME = 3
"""Files on their way into the store: each waits for the disk."""
_AT_A_TIME_FAR = 16
"""And where the store is not here: each waits for several answers."""


def name_of(sha256: str) -> str:
    """Where the content of that hash lies, from the store's folder."""
    return f"{sha256[:2]}/{sha256}"


def path_of(store: Path, sha256: str) -> Path:
    """Where the content of that hash lies."""
    return store / name_of(sha256)


def sidecar_of(store: Path, sha256: str) -> Path:
    """Where the sidecar of that content lies."""
    return store / f"{name_of(sha256)}.json"


class OriginalLost(Exception):
    """An original is not in the store as it was put there."""


def original(store: Path, sha256: str) -> bytes:
    """The content of that hash. OriginalLost where it is missing, cannot be read or is another."""
    try:
        content = path_of(store, sha256).read_bytes()
    except MemoryError:
        raise
    except Exception as error:  # A store that is not here has errors of its own.
        said = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
        raise OriginalLost(f"its original cannot be read: {said}; gongkai rebuild says what is lost") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise OriginalLost("its original is damaged; gongkai rebuild sets it aside, so that it can be taken in again")
    return content


def escapes_limits(store: Path, sha256: str) -> bool:
    """Whether that content is of a kind whose reading must be bounded from outside; not so where it cannot be read.
    Of a store that is not here, any may be: asking for the head of each costs more than the bounds."""
    if not is_here(store):
        return True
    try:
        with path_of(store, sha256).open("rb") as file:
            return sniff.escapes_limits(file.read(sniff.HEAD_BYTES))
    except OSError:
        return False


def whole_sidecar(store: Path, sha256: str) -> dict[str, Any] | None:
    """The sidecar of that content, as it was written; None where it is missing or damaged."""
    try:
        sidecar = json.loads(sidecar_of(store, sha256).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(sidecar, dict) or sidecar.get("sha256") != sha256 or not sidecar.get("origins"):
        return None
    # What was written before there were seals has just these fields: one whose name is damaged is none of them.
    sealed = sidecar.keys() - _FIELDS
    return sidecar if not sealed or (sealed == {"seal"} and sidecar["seal"] == _seal(sidecar)) else None


def agrees(snapshot: Snapshot, sidecar: Mapping[str, Any]) -> bool:
    """Whether the ledger says of a content what its sidecar says: the size, and a name that it came under."""
    names = {origin.get(kind) for origin in sidecar["origins"] for kind in ("file", "address")}
    return snapshot.bytes == sidecar["bytes"] and snapshot.file in names


def _seal(sidecar: Mapping[str, Any]) -> str:
    said = {name: sidecar[name] for name in _FIELDS if name in sidecar}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def kept(store: Path) -> list[Snapshot]:
    """What was taken from files, by the sidecars; what has none, or a damaged one, is left to `verify`."""
    found = []
    for path in sorted(store.glob("*/*.json")):
        with suppress(OSError, ValueError, KeyError, TypeError, StopIteration):
            sidecar = json.loads(path.read_bytes())
            first = next(origin for origin in sidecar["origins"] if "file" in origin)
            found.append(
                Snapshot(path.stem, first["file"], sidecar["bytes"], datetime.fromisoformat(first["taken_at"]))
            )
    return found


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file, or an archive, that was copied into the store."""

    file: Path
    contents: tuple[Snapshot, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    """Names of what could not be read, and why."""


def take(store: Path, files: Iterable[Path]) -> tuple[list[Snapshot], list[tuple[str, str]]]:
    """Copies `files` into the store, archives taken apart; gives the snapshots, and what could not be read and why.

    One snapshot a content, under the first name it came under; the others are in its sidecar.
    """
    taken: dict[str, Snapshot] = {}
    unread: list[tuple[str, str]] = []
    for one in take_each(store, files):
        for content in one.contents:
            taken.setdefault(content.sha256, content)
        unread += one.unread
    return list(taken.values()), unread


def take_each(store: Path, files: Iterable[Path]) -> Iterator[TakenFile]:
    """Copies `files` into the store, in their order, archives taken apart."""
    now = datetime.now(UTC).replace(microsecond=0)
    with ThreadPoolExecutor(_AT_A_TIME if is_here(store) else _AT_A_TIME_FAR) as pool:
        yield from pool.map(partial(_take_file, store, now), files)


def _take_file(store: Path, now: datetime, file: Path) -> TakenFile:
    """Copies one file, or the members of one archive."""
    try:
        refuse_beyond("file_bytes", file.stat().st_size, "the file has more bytes than any report:")
        contents = _contents(_name(file), file.read_bytes())
    except OSError as error:
        return TakenFile(file, unread=((str(file), error.strerror or str(error)),))
    except UnreadableSource as refusal:
        return TakenFile(file, unread=((str(file), refusal.message),))
    kept: list[Snapshot] = []
    for name, data, _ in contents:
        if data is not None:
            sha256 = keep(store, data)
            add_origin(store, sha256, data, {"file": name, "taken_at": now.isoformat()})
            kept.append(Snapshot(sha256, name, len(data), now))
    unread = tuple((name, reason) for name, data, reason in contents if data is None)
    return TakenFile(file, tuple(kept), unread)


def _contents(name: str, content: bytes) -> list[tuple[str, bytes | None, str]]:
    """Name, bytes and, where there are none, the reason: of a file, or of each member of an archive."""
    if not is_archive(content):
        return [(name, content, "")]
    return [
        (f"{name}/{member.name}", member.data, member.problem.message if member.problem else "")
        for member in members(content)
    ]


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
    """Adds to the sidecar of a content where it came from: a file's name, or an address with time and headers. A name
    that it has is not added again.

    The sidecar holds `sha256`, `bytes`, `media_type` (told from the bytes), `licence` and `origins`, oldest first, and
    the hash of all these as its `seal`.
    """
    with _sidecars[sha256[0]]:
        # There is none yet, or it is damaged and written anew from here on.
        earlier = whole_sidecar(store, sha256) or {}
        origins = list(earlier.get("origins", []))
        if "file" in origin and origin["file"] in [one.get("file") for one in origins]:
            return
        sidecar: dict[str, Any] = {
            "sha256": sha256,
            "bytes": len(content),
            "media_type": media_type(content),
            "licence": licence or earlier.get("licence"),
            "origins": _with(origins, dict(origin)),
        }
        sidecar["seal"] = _seal(sidecar)
        # Not forced onto the disk, which costs as much as the original itself: lost in a power cut, `verify` names it.
        written = (json.dumps(sidecar, ensure_ascii=False, indent=1) + "\n").encode()
        _write_whole(sidecar_of(store, sha256), written, forced=False)


def _with(origins: Sequence[dict[str, Any]], origin: dict[str, Any]) -> list[dict[str, Any]]:
    """Oldest first. Of files taken at one time it is by their names, whichever of them is written first."""
    together = [one for one in origins if "file" in origin and one.get("taken_at") == origin.get("taken_at")]
    earlier = [one for one in origins if one not in together]
    return [*earlier, *sorted([*together, origin], key=lambda one: one.get("file", ""))]


def _write_whole(path: Path, content: bytes, *, forced: bool = True) -> None:
    """A reader never sees half a file."""
    if not is_here(path):  # There, an object is put whole or not at all.
        path.write_bytes(content)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}-{get_ident()}.partial")
    with partial.open("wb") as out:
        out.write(content)
        if forced:
            out.flush()
            os.fsync(out.fileno())
    partial.replace(path)
