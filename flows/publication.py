"""From what the ledger says belongs to a home to the published warehouse: load, check, validate, compare, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

import expectations
import pages
import warehouse
from flows import steps, versions
from flows.collecting.expected import fingerprint as fingerprint_of
from flows.concurrency import one_writer
from flows.extraction import Omitted
from flows.history import State
from flows.home import Home
from flows.home_mending import Mended
from flows.ledger import Snapshot
from flows.running import Running
from flows.seals import seal_of
from flows.summary import Summary, as_markdown, findings_of, holds_reports, in_words, of_warehouse, unread_of
from flows.verdicts import Verdicts
from warehouse.build import RunInfo
from warehouse.increment import Published
from warehouse.publish import clear


@dataclass(frozen=True)
class Read:
    """What a run did before it came to publish."""

    taken: tuple[Snapshot, ...]
    """All that the run was to see to; most of it may have been read before."""
    count: int
    """Contents read now."""
    unread: tuple[Omitted, ...]
    unwanted: tuple[Omitted, ...]
    failed: tuple[Omitted, ...]


def publish_home(
    run: Running, read: Read, *, anew: bool = False, mended: Sequence[Mended] = ()
) -> tuple[State, str, Summary]:
    """Publishes what belongs to the home unless just that is published already; notes the run's end in its history.

    With `anew`, it is published in any case. What was `mended` before is told in the summary.
    """
    staged = run.ledger.staged(run.extractor, run.place.staging)
    fingerprint = _fingerprint(run, staged)
    last = run.ledger.published()
    unchanged = run.place.warehouse.exists() and last is not None and last.fingerprint == fingerprint
    if not staged or (unchanged and not anew):
        summary = _summary(run, read, run.place.warehouse, changed=False)
    else:
        with one_writer(run.place.turn):
            summary = _publish(run, read, sorted(set(staged.values())), fingerprint, anew=anew)
    summary = replace(summary, mended=tuple(mended or run.mended))
    state, message = _state(summary), _message(summary)
    run.history.end(run.run_id, state, counts=_counts(summary))
    create_markdown_artifact(as_markdown(summary), key="annual-reports", description="What the run read and found")
    if summary.changed:
        create_table_artifact(
            findings_of(run.place.warehouse, run.place.folder),
            key="findings",
            description="Findings by severity and rule",
        )
        page = run.place.site / "index.html"
        told = "A page for every report, issuer and rule"
        create_link_artifact(page.as_uri(), link_text="The site of this warehouse", key="site", description=told)
    return state, message, summary


def _fingerprint(run: Running, staged: dict[str, str]) -> str:
    """Of all that goes into the warehouse: contents, extractor, code, reports that are expected, what people say."""
    code = versions.of_package(warehouse, expectations, pages)
    expected = _expected(run.place)
    looked_for = fingerprint_of(expected) if expected else ""
    corrected = run.place.corrections
    said = hashlib.sha256(corrected.read_bytes()).hexdigest() if corrected.exists() else ""
    said += "".join(sorted(one.operands + one.verdict + one.reason for one in Verdicts(run.place.folder).said()))
    return hashlib.sha256("|".join([run.extractor, code, looked_for, said, *sorted(staged)]).encode()).hexdigest()


def _expected(place: Home) -> Path | None:
    return place.expected if place.expected.exists() else None


def _code() -> str:
    """What draws and judges the tables of a warehouse; a file is carried on by just that which made it."""
    return f"{versions.extractor()}|{versions.of_package(warehouse, expectations)}|{duckdb.__version__}"


def _published(run: Running, folder: Path) -> Published | None:
    """The published file, where it may be carried on: its batches are what they were, and so is what made it."""
    before, last = run.ledger.published_batches(_code()), run.ledger.published()
    if not before or last is None or not last.sha256 or not run.place.warehouse.exists():
        return None
    if any(seal_of(folder / name) != seal for name, seal in before.items()):
        return None
    return Published(run.place.warehouse, last.sha256, tuple(folder / name for name in sorted(before)))


def _publish(run: Running, read: Read, batches: list[str], fingerprint: str, *, anew: bool) -> Summary:
    place = run.place
    now = datetime.now(UTC).replace(microsecond=0)
    info = RunInfo(
        run_id=run.run_id,
        started_at=run.begin.replace(microsecond=0),
        published_at=now,
        extractor=run.extractor,
        parameters=run.parameters,
    )
    staging = place.staging / run.extractor
    seals = {batch: seal_of(staging / batch) for batch in batches}
    published = None if anew else _published(run, staging)
    part = steps.load(place, [staging / batch for batch in batches], info, published)
    # Where no file is a report there is nothing to publish; the summary gives each file's reason.
    if not holds_reports(place.build):
        return _summary(run, read, place.build, changed=False)
    steps.validate(place.build, part)
    if place.warehouse.exists():
        steps.compare(place.warehouse, place.build, part, place.differences / f"{run.run_id}.parquet")
    # Until the end is noted too, no fingerprint is that of the published file.
    run.ledger.publish(run.run_id, now, "", "")
    sha256 = steps.put_in_place(place.build, place.warehouse)
    steps.report(place)
    clear(place.part)
    run.ledger.publish(run.run_id, now, fingerprint, sha256, seals, _code())
    return _summary(run, read, place.warehouse, changed=True)


def _summary(run: Running, read: Read, counted: Path, *, changed: bool) -> Summary:
    """The summary of a run, with the counts of the warehouse file `counted`."""
    counts: dict[str, Any] = {}
    unread = list(read.unread)
    if counted.exists():
        counts = of_warehouse(counted, run.place.folder)
        unread += unread_of(counted, {s.sha256 for s in read.taken})
    return Summary(
        run_id=run.run_id,
        warehouse=str(run.place.warehouse),
        sha256=(last.sha256 or None) if (last := run.ledger.published()) else None,
        quality_report=str(run.place.quality_report),
        changed=changed,
        read=read.count,
        unread=tuple(unread),
        unwanted=read.unwanted,
        failed=read.failed,
        seconds=(datetime.now(UTC) - run.begin).total_seconds(),
        **counts,
    )


def _state(summary: Summary) -> State:
    if not summary.reports:
        return State.NOTHING_READ
    if not summary.changed:
        return State.UNCHANGED
    grave = summary.findings.get("critical", 0) + summary.findings.get("warning", 0)
    return State.WITH_FINDINGS if grave else State.PUBLISHED


def _message(summary: Summary) -> str:
    """One line, as it stands beside the state."""
    return in_words(_counts(summary))


def _counts(summary: Summary) -> dict[str, int]:
    return {
        "read": summary.read,
        "reports": summary.reports,
        "unread": len(summary.unread),
        "failed": len(summary.failed),
        "mended": len(summary.mended),
        **summary.findings,
    }
