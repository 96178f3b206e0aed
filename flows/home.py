"""The warehouse home: one folder that holds everything a run makes.

gongkai-home/
  snapshots/ab/<sha256>        every original, kept for ever under the hash of its content; <sha256>.json says whence
  store                        the address of the originals, where they lie elsewhere (s3://...)
  staging/<extractor>/<batch>/ what was read from them, Parquet, one folder a batch
  gongkai.duckdb               the published warehouse, replaced whole
  quality.html                 the data-quality report of the last publication, in one file
  site/                        the same and more as a site: a page for every report, issuer and rule
  differences/<run>.parquet    values that a publication added, changed and removed, by cause
  expected.parquet             reports that a source list leads one to expect (gongkai collect)
  corrections.yaml             what people say that boxes should hold (gongkai findings correct)
  verdicts.sqlite              what people say of findings
  ledger.sqlite                what was taken in, read and published; the history of runs
  lock                         held, by the system's locks, by the one run that writes; says who it is
  collecting.lock              the same for the one run that collects
  turn                         of the run that publishes, as writer among the homes of a Prefect server
  damaged/                     what `gongkai rebuild` found damaged and set aside
  prefect/                     Prefect's own files, where no server is named by PREFECT_API_URL
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows import store

if TYPE_CHECKING:
    from flows.history import Run

DEFAULT = "gongkai-home"


@dataclass(frozen=True)
class Home:
    """Paths of one warehouse home. Makes nothing by itself."""

    folder: Path

    @classmethod
    def at(cls, folder: str | os.PathLike[str] | None) -> Home:
        """The home in `folder`, else in GONGKAI_HOME, else in `gongkai-home/` below the current folder."""
        return cls(Path(folder or os.environ.get("GONGKAI_HOME") or DEFAULT).expanduser().resolve())

    @property
    def store(self) -> Path:
        """Holds the address of the originals; there where they do not lie here."""
        return self.folder / "store"

    @property
    def own_snapshots(self) -> Path:
        """Where originals lie that do not lie elsewhere."""
        return self.folder / "snapshots"

    @property
    def snapshots(self) -> Path:
        """Originals, by hash: a folder, or what is used as one. StoreFault where it cannot be opened."""
        return store.at(self.store.read_text(encoding="utf-8").strip()) if self.store.exists() else self.own_snapshots

    @property
    def staging(self) -> Path:
        """Figures read, by extractor and batch."""
        return self.folder / "staging"

    @property
    def warehouse(self) -> Path:
        """The published DuckDB file."""
        return self.folder / "gongkai.duckdb"

    @property
    def build(self) -> Path:
        """The DuckDB file under construction."""
        return self.folder / "build.duckdb"

    @property
    def part(self) -> Path:
        """The part of it that is drawn anew, where the published file is carried on."""
        return self.folder / "part.duckdb"

    @property
    def quality_report(self) -> Path:
        """The data-quality report as a page."""
        return self.folder / "quality.html"

    @property
    def expected(self) -> Path:
        """Reports that a source list leads one to expect, Parquet; there once something was collected."""
        return self.folder / "expected.parquet"

    @property
    def corrections(self) -> Path:
        """What people say that boxes should hold; there once somebody said so."""
        return self.folder / "corrections.yaml"

    @property
    def site(self) -> Path:
        """The site of the published warehouse."""
        return self.folder / "site"

    @property
    def ledger(self) -> Path:
        """What was taken in, read and published."""
        return self.folder / "ledger.sqlite"

    @property
    def prefect(self) -> Path:
        """Prefect's own files for runs without a server of their own."""
        return self.folder / "prefect"

    @property
    def differences(self) -> Path:
        """What each publication changed against the one before it, Parquet, one file a run."""
        return self.folder / "differences"

    @property
    def damaged(self) -> Path:
        """What `rebuild` set aside."""
        return self.folder / "damaged"

    @property
    def collecting_lock(self) -> Path:
        """Held by the one run that collects, beside the one that reads."""
        return self.folder / "collecting.lock"

    def lock_of(self, run: Run) -> Path:
        """What a run holds while it is under way."""
        return self.collecting_lock if run.collects else self.lock

    @property
    def turn(self) -> Path:
        """Names the turn as writer of the run that publishes, where a server gave it one."""
        return self.folder / "turn"

    @property
    def lock(self) -> Path:
        """Held by the one run that may write."""
        return self.folder / "lock"
