"""Seals on staging folders: a list of their files' hashes, as `sha256sum -c` reads it.

Parquet carries no checksum that its readers look at: of single flipped bits, reading finds two in five.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from warehouse.publish import hash_of

SEAL = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([\w.-]+)")


def seal(folder: Path) -> None:
    """Writes the seal of a folder that is complete."""
    lines = [f"{hash_of(path)}  {path.name}\n" for path in sorted(folder.glob("*.parquet"))]
    partial = folder / f"{SEAL}.{os.getpid()}.partial"
    partial.write_text("".join(lines), encoding="ascii")
    partial.replace(folder / SEAL)


def sealed(folder: Path) -> bool:
    """Whether the folder is there and was completed."""
    return (folder / SEAL).exists()


def seal_of(folder: Path) -> str:
    """Hash of the folder's seal, which is another as soon as a byte of its files is; empty where there is none."""
    path = folder / SEAL
    return hash_of(path) if path.exists() else ""


def broken(folder: Path) -> list[tuple[Path, str]]:
    """Files of a sealed folder that are not what they were, or not there; none where there is no seal."""
    path = folder / SEAL
    if not path.exists():
        return []
    found: list[tuple[Path, str]] = []
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return [(path, "the seal cannot be read")]
    for line in lines:
        match = _LINE.fullmatch(line)
        if not match:
            return [(path, "the seal cannot be read")]
        file = folder / match[2]
        if not file.exists():
            found.append((file, "is missing"))
        elif hash_of(file) != match[1]:
            found.append((file, "is not what was written"))
    return found
