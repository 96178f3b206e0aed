"""Publication: the new file takes the published one's place in one step, so that no reader ever waits or sees half."""

from __future__ import annotations

import os
from pathlib import Path


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
