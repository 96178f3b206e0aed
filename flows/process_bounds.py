"""Bounds on a process that reads reports, kept by the system: C code cannot pass them by, nor forget them."""

from __future__ import annotations

import resource
import signal

from gongkai.document.limits import limits, setting
from gongkai.model import UnreadableSource

OUT_OF_TIME = -signal.SIGALRM
"""How a process ends whose time is up, as an exit code."""


def bound_memory() -> None:
    """From now on this process fails where it asks for more memory than one report may take."""
    most = limits().memory_bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def bound_time() -> None:
    """From now on this process has as long as one report may take, and is ended then, whatever it is at."""
    signal.setitimer(signal.ITIMER_REAL, limits().seconds)


def unbound_time() -> None:
    """The report is read: the time is no longer counted."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def out_of_time() -> str:
    """What is said of a report that took too long."""
    return f"out of time: reading it had not ended after {limits().seconds} s (setting {setting('seconds')})"


def out_of_memory() -> str:
    """What is said of a report that wanted too much."""
    return f"out of memory: it asked for more than is left to one process (setting {setting('memory_bytes')})"


def reader_failed(fault: Exception) -> UnreadableSource:
    """What is said of a report on which the reader broke."""
    message = f"the reader failed on it with {type(fault).__name__}: {fault}; expected an annual report"
    return UnreadableSource("reader_failed", message)


def how_it_ended(exit_code: int | None) -> str:
    """Why a reading process ended before its report was read."""
    if exit_code == OUT_OF_TIME:
        return out_of_time()
    by = f" of {signal.Signals(-exit_code).name}" if exit_code is not None and exit_code < 0 else ""
    return f"worker lost: the process that read it died{by}"
