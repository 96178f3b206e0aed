"""One file, read for a command at the terminal; by a process with bounds where its reader knows none of our limits."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flows.bounds import bound_memory, bound_time, how_it_ended, out_of_memory
from flows.extraction import reader_failed

if TYPE_CHECKING:
    from gongkai import Report


def read_file(path: Path) -> Report:
    """As `gongkai.read`; raises nothing but UnreadableSource, whatever the file does to its reader."""
    import gongkai
    from gongkai.document.sniff import HEAD_BYTES, escapes_limits

    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        return _read_beside(path) if escapes_limits(head) else gongkai.read(path)
    except gongkai.UnreadableSource:
        raise
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise gongkai.UnreadableSource("file_unreadable", message) from error
    except MemoryError as error:
        raise gongkai.UnreadableSource("reader_lost", out_of_memory()) from error
    except Exception as fault:
        raise reader_failed(fault) from fault


def _read_beside(path: Path) -> Report:
    import gongkai
    import gongkai.reading

    # Forked: the command runs no threads yet, and a new process would take a second to import the parsers.
    forking = get_context("fork")
    ours, theirs = forking.Pipe(duplex=False)
    process = forking.Process(target=_work, args=(path, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        answer = ours.recv()
    except EOFError:
        process.join()
        raise gongkai.UnreadableSource("reader_lost", how_it_ended(process.exitcode)) from None
    process.join()
    if isinstance(answer, tuple):
        raise gongkai.UnreadableSource(*answer)
    return cast("Report", answer)


def _work(path: Path, answer: Connection) -> None:
    import gongkai

    bound_memory()
    bound_time()
    # Code and message of a refusal, as the exception itself does not survive the way between processes.
    said: Report | tuple[str, str]
    try:
        said = gongkai.read(path)
    except gongkai.UnreadableSource as refusal:
        said = (refusal.code, refusal.message)
    except MemoryError:
        said = ("reader_lost", out_of_memory())
    except Exception as fault:
        failed = reader_failed(fault)
        said = (failed.code, failed.message)
    answer.send(said)
