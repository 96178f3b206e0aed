"""`read_batch` with reports that bring their reader down, as a bug in a parser's C code would."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import gongkai
from flows import extraction
from flows.extraction import Batch
from flows.ledger import Snapshot
from flows.selection import Selection

KILLED, SEGFAULT, HANG, MEMORY = (b"<!-- killed -->", b"<!-- segfault -->", b"<!-- hang -->", b"<!-- memory -->")
POISONS = (KILLED, SEGFAULT, HANG, MEMORY)
_extract = gongkai.extract


def read_batch(batch: Sequence[Snapshot], store: Path, staging: Path, extractor: str, selection: Selection) -> Batch:
    """What the workers do, in which a poisoned report does what its comment says."""
    gongkai.extract = extract
    return extraction.read_batch(batch, store, staging, extractor, selection)


def extract(content: bytes, file: str) -> gongkai.Report:
    """Reads a report; a poisoned one does its harm first."""
    if KILLED in content:
        os.kill(os.getpid(), signal.SIGKILL)  # As the kernel does where memory runs out.
    if SEGFAULT in content:
        ctypes.string_at(0)
    if HANG in content:
        time.sleep(600)
    if MEMORY in content:
        hoard = bytearray(50_000_000_000)
        raise AssertionError(f"{len(hoard):,} bytes were given to the reader of {file}")
    return _extract(content, file)
