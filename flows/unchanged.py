"""Files that were taken in before and are what they were: the file system says so (size, times, number of the inode),
as it does to git, so that a hundred thousand of them need not be read to be told from others.

Also asked for is what it says of the content in the store and of its sidecar: where one of these is lost, or is
another, the file is taken in again. Where the store is not here all files are read: it has no times to go by.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from flows.ledger import Ledger, Snapshot
from flows.snapshots import TakenFile, name_of, take_each
from flows.store import is_here

_SETTLED = 2 * 10**9
"""Nanoseconds since a change. Within them, a further change may leave the times as they are: some file systems count
by two seconds."""


def known(ledger: Ledger, store: Path, files: Sequence[Path], reader: str) -> dict[Path, TakenFile]:
    """Those of some thousand files that `reader` has taken into the store already and that are unchanged. `reader` is
    what takes archives apart: another may find more in them."""
    if not is_here(store):
        return {}
    here, now = os.getcwd(), datetime.now(UTC).replace(microsecond=0)  # noqa: PTH109 -- as text
    paths = [_path(file, here) for file in files]
    noted = ledger.noted_files(paths)
    found: dict[Path, TakenFile] = {}
    for file, path in zip(files, paths, strict=True):
        before, state = noted.get(path), _state(file)
        if before and state and before[0] == f"{reader} {state}" and (contents := _unchanged(store, before[1], now)):
            found[file] = TakenFile(file, contents)
    return found


def take(ledger: Ledger, store: Path, files: Sequence[Path], reader: str) -> list[TakenFile]:
    """Copies files into the store, archives taken apart, and notes them, to be `known` from now on."""
    now, here = time.time_ns(), os.getcwd()  # noqa: PTH109 -- as text
    states = {file: _state(file, now) for file in files} if is_here(store) else {}
    taken = list(take_each(store, files))
    ledger.note_files(
        (_path(one.file, here), f"{reader} {state}", _noted(store, one))
        for one in taken
        if (state := states.get(one.file)) and one.contents and not one.unread
    )
    return taken


def _path(file: Path, here: str) -> bytes:
    # Of a hundred thousand, Path.absolute takes two seconds.
    return os.fsencode(os.path.join(here, file))  # noqa: PTH118


def _state(file: Path | str, now: int | None = None) -> str | None:
    """What the file system says of a file; None where it has none, or one that has been changed just before `now`."""
    try:
        found = os.stat(file)  # noqa: PTH116 -- paths of the store are put together as text: there are many
    except OSError:
        return None
    if now is not None and now - found.st_ctime_ns < _SETTLED:
        return None
    return f"{found.st_size} {found.st_ino} {found.st_mtime_ns} {found.st_ctime_ns}"


def _in_store(store: Path, sha256: str) -> list[str | None]:
    path = f"{store}/{name_of(sha256)}"  # And its sidecar: as text, since paths of a hundred thousand take a second.
    return [_state(path), _state(f"{path}.json")]


def _noted(store: Path, taken: TakenFile) -> str:
    return json.dumps([[one.sha256, one.file, one.bytes, _in_store(store, one.sha256)] for one in taken.contents])


def _unchanged(store: Path, noted: str, now: datetime) -> tuple[Snapshot, ...]:
    """The contents that were noted of a file; none where one of them is not in the store as it was."""
    contents = json.loads(noted)
    if any(_in_store(store, sha256) != states for sha256, _, _, states in contents):
        return ()
    return tuple(Snapshot(sha256, name, size, now) for sha256, name, size, _ in contents)
