"""What must be true: the rules of the reports, the expectations of the pipeline, and their run in Great Expectations.

`check_file(build)` fills findings and marks disputed figures, without Great Expectations; `run(build)` validates the
build with it. A build is checked first, then validated, then published.
"""

from __future__ import annotations

from pathlib import Path

from expectations.checks import check_carried_on, check_file, check_part, run_checks
from expectations.results import ExpectationResult, Results

__all__ = [
    "ExpectationResult",
    "Results",
    "check_carried_on",
    "check_file",
    "check_part",
    "make_ready",
    "run",
    "run_checks",
]


def make_ready() -> None:
    """Import Great Expectations, so that `run` need not: in a thread, while DuckDB is at work."""
    from expectations.validation import imported

    imported()


def run(build: Path, part: Path | None = None) -> Results:
    """Validate a checked build file in Great Expectations (whose import takes seconds); most of it by its `part`, where
    it was carried on from the published file."""
    from expectations.validation import run as run_suites

    return run_suites(build, part)
