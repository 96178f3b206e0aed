"""What came of validating a warehouse. Values only."""

from __future__ import annotations

import msgspec


class ExpectationResult(msgspec.Struct, frozen=True, kw_only=True):
    """One expectation on one table."""

    suite: str
    """pipeline (ours) or report (the issuers' figures)."""
    expectation_id: str
    table: str
    severity: str
    """critical, warning, info."""
    success: bool
    unexpected: int
    """Rows that are wrong; for a row count, the count."""
    error: str | None
    """Why it could not be evaluated, if it could not."""


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, and whether they allow publication."""

    results: tuple[ExpectationResult, ...]

    @property
    def stopping(self) -> tuple[ExpectationResult, ...]:
        """What forbids publication: critical failures of the pipeline suite, and rules that could not be evaluated."""
        return tuple(
            one
            for one in self.results
            if one.error or (one.suite == "pipeline" and not one.success and one.severity == "critical")
        )

    @property
    def publishable(self) -> bool:
        """True where nothing forbids publication. What fails in the reports does not: it is a finding."""
        return not self.stopping

    @property
    def failed(self) -> tuple[ExpectationResult, ...]:
        """All that did not succeed."""
        return tuple(one for one in self.results if not one.success)
