"""What the machine refuses: a full disk, a home that cannot be written, a clock that has gone back. Each is said in one
line with what to do, and is found before anything is begun where that is possible."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from gettext import gettext as _
from pathlib import Path

LEAST_FREE = 64 * 2**20
"""Bytes that a run wants free, beside room for a second warehouse of the size of the published one."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
# SQLite, DuckDB and Polars wrap what the system said into words of their own.
_FULL_WORDS = ("no space left", "disk is full", "disk quota exceeded", "file too large", "could not write all bytes")
_MEMORY_WORDS = ("out of memory error", "failed to allocate data of size")
_READ_ONLY_WORDS = ("read-only file system", "readonly database", "permission denied")

_CLOCKS_DIFFER = timedelta(minutes=5)


class HomeFault(Exception):
    """The machine does not let a run write to its home; in words for a person."""


class ClockWentBack(HomeFault):
    """It is earlier than it was at an earlier run."""


def room_wanted(warehouse: Path) -> int:
    """Bytes that must be free before a run: the new warehouse is built beside the published one."""
    return LEAST_FREE + (warehouse.stat().st_size if warehouse.exists() else 0)


def check_writable(folder: Path, wanted: int) -> None:
    """HomeFault where `folder` cannot be made or written, or has less than `wanted` bytes left."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        raise _fault(error, folder) or error from error
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise HomeFault(
            _(
                "the disk of {folder} has {free} left, and a run wants {wanted}; free some, or name another --home"
            ).format(folder=folder, free=_megabytes(free), wanted=_megabytes(wanted))
        )


def check_clock(latest: datetime | None) -> None:
    """ClockWentBack where now is well before `latest`, when something was last done here."""
    now = datetime.now(UTC)
    if latest and now < latest - _CLOCKS_DIFFER:
        raise ClockWentBack(
            _(
                "the clock says {now:%Y-%m-%d %H:%M} UTC, but the last run here was at {latest:%Y-%m-%d %H:%M}; which "
                "version of a report is the later one could not be told. Set the clock, or, if the earlier run's was "
                "wrong, run once with --trust-clock"
            ).format(now=now, latest=latest)
        )


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Faults of the machine that come up within become a HomeFault; everything else passes as it is."""
    try:
        yield
    except HomeFault:
        raise
    except Exception as error:
        fault = of_machine(error, folder)
        if fault is None:
            raise
        raise fault from error


def of_machine(error: BaseException, folder: Path) -> HomeFault | None:
    """The fault of the machine behind an error, or behind those that led to it."""
    seen: BaseException | None = error
    while seen is not None:
        if fault := _fault(seen, folder):
            return fault
        seen = seen.__cause__ or seen.__context__
    return None


def _fault(error: BaseException, folder: Path) -> HomeFault | None:
    if isinstance(error, HomeFault):
        return error
    number = error.errno if isinstance(error, OSError) else None
    words = str(error).lower()
    if number in _FULL or any(one in words for one in _FULL_WORDS):
        return HomeFault(
            _(
                "the disk of {folder} is full: nothing was published, and the last warehouse stands; free some, and "
                "the same command goes on where this one stopped"
            ).format(folder=folder)
        )
    if any(one in words for one in _MEMORY_WORDS):
        from warehouse.connection import SETTING

        return HomeFault(
            _(
                "there was not enough memory for DuckDB: {reason}; give it more, as in {setting}=2GB, and the same "
                "command goes on where this one stopped"
            ).format(reason=str(error).partition("\n")[0], setting=SETTING)
        )
    if number in _READ_ONLY or any(one in words for one in _READ_ONLY_WORDS):
        return HomeFault(
            _("{folder} cannot be written: {reason}; name another --home").format(
                folder=folder, reason=getattr(error, "strerror", None) or error
            )
        )
    return None


def _megabytes(count: int) -> str:
    return f"{count / 2**20:,.0f} MB"
