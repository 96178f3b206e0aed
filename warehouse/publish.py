"""Publication: the new file takes the published one's place in one step, so that no reader ever waits or sees half."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path


def hash_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def copied(published: Path, build: Path, sha256: str) -> bool:
    """Make `build` a copy of the published file, which shares its blocks where the file system can do so. False where
    it is not the file of that hash; there is no copy then."""
    clear(build)
    with published.open("rb") as source, build.open("wb") as target:
        left = published.stat().st_size
        try:
            while left > 0 and (done := os.copy_file_range(source.fileno(), target.fileno(), left)):
                left -= done
        except (AttributeError, OSError):  # Not on this system, or not between these two.
            source.seek(0)
            target.seek(0)
            target.truncate()
            shutil.copyfileobj(source, target, 2**20)
    # The copy is what is carried on: of a fault in copying the hash tells as well.
    if hash_of(build) == sha256:
        return True
    build.unlink()
    return False


def clear(build: Path) -> None:
    """Remove an unfinished file, and what DuckDB keeps beside one."""
    for leftover in (build, build.with_name(build.name + ".wal")):
        leftover.unlink(missing_ok=True)
    shutil.rmtree(build.with_name(build.name + ".tmp"), ignore_errors=True)


def publish(build: Path, published: Path) -> None:
    """Replace `published` by `build`, durably. Both must lie on one file system (OSError otherwise).

    Who has the old file open keeps what they opened; who opens it afterwards sees the new one.
    """
    log = build.with_name(build.name + ".wal")
    if log.exists():
        raise RuntimeError(f"{build.name} has changes that are not in the file yet ({log.name}): close it first")
    with build.open("rb") as file:
        os.fsync(file.fileno())
    published.parent.mkdir(parents=True, exist_ok=True)
    os.replace(build, published)  # noqa: PTH105 -- the point is that it replaces
    folder = os.open(published.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
