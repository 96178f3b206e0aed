"""What a run reads: the files that were named, taken into the store, and of all contents those that no extractor of
this version has read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

from prefect.futures import PrefectFuture, as_completed

from flows import faults, snapshots, steps
from flows.cluster import ClusterUnfit
from flows.collecting.state import collected as collected_reports
from flows.extraction import Batch, Lost, Omitted
from flows.ledger import Snapshot
from flows.progress import step
from flows.publication import Read
from flows.running import Running
from flows.selection import Selection
from flows.snapshots import TakenFile
from flows.sources import find_files
from flows.unchanged import known
from flows.workers import reading

_AT_A_TIME = 5_000
"""Files to a task: Prefect goes through all that a task is given and gives, and copies it."""


@dataclass(frozen=True)
class Taken:
    """The contents that a run is to see to, and what of the named files is no content."""

    snapshots: tuple[Snapshot, ...] = ()
    unread: tuple[Omitted, ...] = ()


def take_files(run: Running, names: Sequence[str]) -> Taken:
    """Takes the files that are meant by `names` into the store."""
    if not names:
        return Taken()
    step(_("Taking in the files ..."))
    files, missing = find_files(names)
    taken: dict[str, Snapshot] = {}
    unread = [Omitted(lost.name, lost.reason) for lost in missing]
    for one in _take(run, files):
        for content in one.contents:
            taken.setdefault(content.sha256, content)
        unread += (Omitted(name, reason) for name, reason in one.unread)
    return Taken(tuple(taken.values()), tuple(unread))


def _take(run: Running, files: Sequence[Path]) -> Iterator[TakenFile]:
    """The files in their order, those that are unchanged as they were taken."""
    store = run.place.snapshots
    for start in range(0, len(files), _AT_A_TIME):
        piece = files[start : start + _AT_A_TIME]
        found = known(run.ledger, store, piece, run.extractor)
        if new := [file for file in piece if file not in found]:
            found |= {one.file: one for one in steps.take_snapshots(new, store, run.ledger, run.extractor)}
        yield from (found[file] for file in piece)


def with_collected(run: Running, taken: Taken) -> Taken:
    """And what `collect` has brought into the store."""
    return _with(taken, collected_reports(run.place.ledger))


def with_store(run: Running, taken: Taken) -> Taken:
    """And what else lies in the store, also what earlier runs were not asked for."""
    return _with(with_collected(run, taken), snapshots.kept(run.place.snapshots))


def _with(taken: Taken, more: Iterable[Snapshot]) -> Taken:
    named = {one.sha256 for one in taken.snapshots}
    return Taken((*taken.snapshots, *(one for one in more if one.sha256 not in named)), taken.unread)


@dataclass(frozen=True)
class _Work:
    """One batch, and which of its reports are wanted."""

    batch: tuple[Snapshot, ...]
    selection: Selection


def read_new(
    run: Running, taken: Taken, selection: Selection, batch_size: int, processes: int | None, on: str | None = None
) -> Read:
    """Reads what no extractor of this version has read: of the home everything, of what was taken what is selected.

    What earlier runs failed on is read again, each content for itself. A batch that fails, fails alone: its contents
    are noted for the next run, and the others go on.
    """
    known = run.ledger.staged(run.extractor, run.place.staging)
    failed_before = {one.snapshot.sha256: one.snapshot for one in run.history.failures()}
    held = [s for s in run.ledger.snapshots() if s.sha256 not in known]
    # What the home holds already is read again where the extractor is new: all figures come from one extractor.
    seen = known.keys() | {one.sha256 for one in held}
    new = [s for s in taken.snapshots if s.sha256 not in seen]
    works = [
        *_works((s for s in held if s.sha256 not in failed_before), Selection(), batch_size),
        *_works((s for s in new if s.sha256 not in failed_before), selection, batch_size),
        *_works((s for s in failed_before.values() if s.sha256 not in known), selection, 1),
    ]
    count = sum(len(work.batch) for work in works)
    if count:
        step(ngettext("Reading {} report ...", "Reading {} reports ...", count).format(f"{count:,}"))
    wary = run.after_a_kill or bool(failed_before) or _may_harm(run, works)
    done: list[Batch] = []
    with reading(count, processes, wary=wary, on=on) as reader:
        futures = {
            steps.extract.submit(
                number,
                len(works),
                work.batch,
                run.place.snapshots,
                run.place.staging / run.extractor,
                run.extractor,
                work.selection,
                reader,
            ): work
            for number, work in enumerate(works, start=1)
        }
        for future in as_completed(list(futures)):
            for batch in _result(run, future, futures[future]):
                _note(run, futures[future], batch)
                done.append(batch)
    lost = tuple(Omitted(one.snapshot.file, one.reason) for batch in done for one in batch.failed)
    unwanted = tuple(one for batch in done for one in batch.unwanted)
    return Read(taken.snapshots, count - len(lost), taken.unread, unwanted, lost)


def _may_harm(run: Running, works: Iterable[_Work]) -> bool:
    """Whether any of the contents is of a kind that may bring its reader down; each is looked at until one is."""
    return any(snapshots.escapes_limits(run.place.snapshots, one.sha256) for work in works for one in work.batch)


def _works(contents: Iterable[Snapshot], selection: Selection, size: int) -> Iterator[_Work]:
    """Batches of at most `size`."""
    left = tuple(contents)
    for start in range(0, len(left), size):
        yield _Work(left[start : start + size], selection)


def _result(run: Running, future: PrefectFuture[list[Batch]], work: _Work) -> list[Batch]:
    """What became of a batch; all of it is failed where its task is. HomeFault where every other would fail too."""
    try:
        return future.result()
    except ClusterUnfit:  # So would every other batch fail, and none of them through a fault of its own.
        raise
    except Exception as error:
        if fault := faults.of_machine(error, run.place.folder):
            raise fault from error
        reason = f"its batch could not be read: {type(error).__name__}: {error}"
        return [Batch.lost([Lost(one, reason) for one in work.batch])]


def _note(run: Running, work: _Work, batch: Batch) -> None:
    """Notes a batch as soon as it is there: what is noted is not read again after a kill."""
    staged = frozenset(batch.staged)
    run.ledger.take(one for one in work.batch if one.sha256 in staged)
    run.ledger.stage(batch.staged, run.extractor, batch.name)
    for one in batch.failed:
        run.history.fail([one.snapshot], run.run_id, one.reason)
    run.history.mend([*batch.staged, *batch.passed])
