"""Reading a batch of originals into one staging folder. No Prefect here: worker processes import what they need."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.ledger import Snapshot
from flows.process_bounds import out_of_memory, reader_failed
from flows.seals import seal
from flows.selection import Selection
from flows.snapshots import OriginalLost, original

if TYPE_CHECKING:
    import gongkai


@dataclass(frozen=True)
class Omitted:
    """A file that is not in the warehouse, and why."""

    file: str
    reason: str
    code: str = ""
    """Of the problem catalogue, where the reader said why."""


@dataclass(frozen=True)
class Lost:
    """A content that was not read, for no fault of its own as far as is known."""

    snapshot: Snapshot
    reason: str


@dataclass(frozen=True)
class Batch:
    """One staging folder, the contents in it, and the files that it leaves out."""

    name: str
    staged: tuple[str, ...]
    """Hashes of reports, and of files that are none or cannot be read: those are among the batch's problems."""
    unwanted: tuple[Omitted, ...]
    """Reports that the run was not asked for."""
    passed: tuple[str, ...] = ()
    """Hashes of those."""
    failed: tuple[Lost, ...] = ()
    """Contents that could not be read for a reason that may pass: in no staging folder, and tried again."""

    @classmethod
    def lost(cls, contents: Iterable[Lost]) -> Batch:
        """A batch of which nothing could be read."""
        return cls("", (), (), (), tuple(contents))


def read_batch(
    snapshots: Sequence[Snapshot], store: Path, staging: Path, extractor: str, selection: Selection
) -> Batch:
    """Reads `snapshots` from the store and writes what they hold to one folder below `staging`, whole or not at all."""
    import gongkai
    from warehouse.staging import Source, write_batch

    reports: list[gongkai.Report] = []
    refused: dict[str, gongkai.UnreadableSource] = {}
    unwanted: dict[str, Omitted] = {}
    failed: dict[str, Lost] = {}
    for snapshot in snapshots:
        try:
            report = gongkai.extract(original(store, snapshot.sha256), snapshot.file)
        except (OriginalLost, MemoryError, ImportError) as error:  # Of the store, the machine, the installation.
            failed[snapshot.sha256] = Lost(snapshot, str(error) or out_of_memory())
            continue
        except gongkai.UnreadableSource as error:
            refused[snapshot.sha256] = error
            continue
        except Exception as fault:
            # A fault of ours on one report must neither take its batch along nor pass unseen.
            refused[snapshot.sha256] = reader_failed(fault)
            continue
        if reason := selection.reason_against(report.head):
            unwanted[snapshot.sha256] = Omitted(snapshot.file, reason)
        else:
            reports.append(report)
    staged = tuple(s for s in snapshots if s.sha256 not in unwanted and s.sha256 not in failed)
    name = hashlib.sha256("".join(sorted(s.sha256 for s in staged)).encode()).hexdigest()[:16]
    if staged:
        sources = {s.sha256: Source(s.file, s.sha256, s.bytes, s.taken_at) for s in staged}
        seal(write_batch(reports, sources, staging / name, refused=refused, extractor=extractor))
    return Batch(
        name, tuple(s.sha256 for s in staged), tuple(unwanted.values()), tuple(unwanted), tuple(failed.values())
    )
