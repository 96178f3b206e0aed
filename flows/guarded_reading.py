"""One file, read for a command at the terminal; by a process with bounds where its reader knows none of our limits."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flows.process_bounds import bound_memory, bound_time, how_it_ended, out_of_memory, reader_failed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from gongkai import Report, UnreadableSource
    from gongkai.document.archive import Member

_MARK = 4
"""Bytes that tell a ZIP archive."""
_NO_ANSWER = (EOFError, OSError)
"""The process that was to answer has ended: before its answer, or in the middle of it."""


def read_file(path: Path) -> Report:
    """As `gongkai.read`; raises nothing but UnreadableSource, whatever the file does to its reader."""
    import gongkai

    with _refusing():
        from gongkai.document.sniff import HEAD_BYTES, escapes_limits

        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        reading = partial(gongkai.read, path)
        return _read_beside(reading) if escapes_limits(head) else reading()


def read_each(path: Path) -> Iterator[tuple[str, Report | UnreadableSource]]:
    """A file, or each file in an archive, by its name: the report, or why there is none. Raises nothing of its own."""
    import gongkai

    try:
        contents = _members(path)
    except gongkai.UnreadableSource as refusal:
        contents = ()
        yield str(path), refusal
    else:
        if contents is None:
            yield str(path), _or_refusal(partial(read_file, path))
    for member in contents or ():
        name = f"{path}/{member.name}"
        if member.problem:
            yield name, gongkai.UnreadableSource(member.problem.code, member.problem.message)
        elif member.data is not None:
            yield name, _or_refusal(partial(_read_bytes, member.data, Path(member.name).name))


def read_all(
    paths: Sequence[Path], meanwhile: Callable[[], object]
) -> Generator[list[tuple[str, Report | UnreadableSource]], None, None]:
    """What `read_each` gives of each path, read by a process of its own, so that `meanwhile` is done in this one.

    The path over which that process ends is not read, and says so; another process reads those behind it.
    """
    import gongkai

    process, answers = _start(_tell_all, paths)
    try:
        meanwhile()
        for number, path in enumerate(paths, start=1):
            try:
                told = answers.recv()
            except _NO_ANSWER:
                process.join()
                yield [(str(path), gongkai.UnreadableSource("reader_lost", how_it_ended(process.exitcode)))]
                answers.close()
                process, answers = _start(_tell_all, paths[number:], spawned=True)  # Threads may be running by now.
            else:
                yield [(name, _refusal(one) if isinstance(one, tuple) else one) for name, one in told]
    finally:
        answers.close()
        process.terminate()  # It may be at a report that nobody waits for any more.
        process.join()


def _tell_all(paths: Sequence[Path], answer: Connection) -> None:
    for path in paths:
        answer.send([(name, _told(one)) for name, one in read_each(path)])


def _members(path: Path) -> tuple[Member, ...] | None:
    """The files in an archive; None where the file is none."""
    from gongkai.document.archive import is_archive, is_zip, members
    from gongkai.document.limits import refuse_beyond

    with _refusing():
        with path.open("rb") as file:
            if not is_zip(file.read(_MARK)):
                return None
        refuse_beyond("file_bytes", path.stat().st_size, "the file has more bytes than any report:")
        data = path.read_bytes()
        return members(data) if is_archive(data) else None


def _or_refusal(read: Callable[[], Report]) -> Report | UnreadableSource:
    import gongkai

    try:
        return read()
    except gongkai.UnreadableSource as refusal:
        return refusal


def _read_bytes(data: bytes, name: str) -> Report:
    import gongkai

    with _refusing():
        from gongkai.document.sniff import HEAD_BYTES, escapes_limits

        reading = partial(gongkai.extract, data, name)
        return _read_beside(reading) if escapes_limits(data[:HEAD_BYTES]) else reading()


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever happens within is an UnreadableSource."""
    import gongkai

    try:
        yield
    except gongkai.UnreadableSource:
        raise
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise gongkai.UnreadableSource("file_unreadable", message) from error
    except MemoryError as error:
        raise gongkai.UnreadableSource("reader_lost", out_of_memory()) from error
    except Exception as fault:
        raise reader_failed(fault) from fault


def _start(work: Callable[..., None], *arguments: object, spawned: bool = False) -> tuple[BaseProcess, Connection]:
    """A process that does `work`, and where its answers come from.

    Forked where the command runs no threads yet: a new process takes a second to import the parsers.
    """
    from multiprocessing import get_context

    context = get_context("spawn") if spawned else get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_started, args=(ours, work, *arguments, theirs))
    process.start()
    theirs.close()
    return process, ours


def _started(not_ours: Connection, work: Callable[..., None], *arguments: object) -> None:
    not_ours.close()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Who is interrupted says so once.
    with suppress(BrokenPipeError):  # Nobody waits for the answer any more.
        work(*arguments)


def _told(one: Report | UnreadableSource) -> Report | tuple[str, str]:
    """Of a refusal code and message, as the exception itself does not survive the way between processes."""
    import gongkai

    return (one.code, one.message) if isinstance(one, gongkai.UnreadableSource) else one


def _refusal(told: tuple[str, str]) -> UnreadableSource:
    import gongkai

    return gongkai.UnreadableSource(*told)


def _read_beside(reading: Callable[[], Report]) -> Report:
    import gongkai
    import gongkai.reading

    process, answers = _start(_work, reading)
    try:
        answer = answers.recv()
    except _NO_ANSWER:
        process.join()
        raise gongkai.UnreadableSource("reader_lost", how_it_ended(process.exitcode)) from None
    process.join()
    if isinstance(answer, tuple):
        raise _refusal(answer)
    return cast("Report", answer)


def _work(reading: Callable[[], Report], answer: Connection) -> None:
    import gongkai

    bound_memory()
    bound_time()
    said: Report | UnreadableSource
    try:
        said = reading()
    except gongkai.UnreadableSource as refusal:
        said = refusal
    except MemoryError:
        said = gongkai.UnreadableSource("reader_lost", out_of_memory())
    except Exception as fault:
        said = reader_failed(fault)
    answer.send(_told(said))
