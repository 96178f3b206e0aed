"""Concurrency limits of a Prefect server that is shared by many runs. A home's own lock holds where no server does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

WRITER = "gongkai-writer"
"""Warehouses built at a time on all machines of one server: it takes most of a machine's memory."""
LIMITS = {WRITER: 1}
"""What `gongkai bootstrap` creates on a server."""

_PATIENCE_SECONDS = 6 * 3600
_LEASE_SECONDS = 60
"""So long after it was killed a run still holds its turn; it is renewed while the run lives. The server's least."""


class LimitMissing(Exception):
    """The server has no such limit: it would be passed by without a word."""


@contextmanager
def one_writer() -> Iterator[None]:
    """Waits for the writer's turn; without a server there is no queue. LimitMissing where it was not prepared."""
    from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
    from prefect.concurrency.sync import concurrency
    from prefect.settings import PREFECT_API_URL

    if not PREFECT_API_URL.value():
        yield
        return
    try:
        with concurrency(WRITER, timeout_seconds=_PATIENCE_SECONDS, lease_duration=_LEASE_SECONDS, strict=True):
            yield
    except ConcurrencySlotAcquisitionError as error:
        raise LimitMissing(
            f"the Prefect server has no concurrency limit {WRITER!r}; make it with: gongkai bootstrap"
        ) from error


def create_limits() -> None:
    """Creates the limits on the server, or sets them to what they should be."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        for name, slots in LIMITS.items():
            client.upsert_global_concurrency_limit_by_name(name, slots)
