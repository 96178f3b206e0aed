"""Concurrency limits of a Prefect server that is shared by many runs. A home's own lock holds where no server does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from uuid import UUID

from flows import temporary_server

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
def one_writer(noted: Path) -> Iterator[None]:
    """Waits for the writer's turn; without a server there is no queue. LimitMissing where it was not prepared.

    The turn is noted in the file `noted` of the home while it is held. Who holds the home and finds one there knows
    that whoever had it was killed, and gives it back rather than wait until it lapses.
    """
    from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
    from prefect.concurrency.context import ConcurrencyContext
    from prefect.concurrency.sync import concurrency
    from prefect.settings import PREFECT_API_URL

    if temporary_server.is_started() or not PREFECT_API_URL.value():
        yield
        return
    _give_back(noted)
    _tell_of_waiting()
    try:
        with (
            ConcurrencyContext() as held,
            concurrency(
                WRITER,
                timeout_seconds=_PATIENCE_SECONDS,
                lease_duration=_LEASE_SECONDS,
                strict=True,
                # It spares memory: what a publication is at stays whole by the home's own lock.
                raise_on_lease_renewal_failure=False,
            ),
        ):
            noted.write_text("".join(map(str, held.cleanup_lease_ids)), encoding="ascii")
            try:
                yield
            finally:
                noted.unlink(missing_ok=True)
    except ConcurrencySlotAcquisitionError as error:
        raise LimitMissing(
            _("the Prefect server has no concurrency limit {name!r}; make it with: gongkai bootstrap").format(
                name=WRITER
            )
        ) from error


def _give_back(noted: Path) -> None:
    """Gives back the turn of a killed run. A server that knows nothing of it takes no notice."""
    from prefect.client.orchestration import get_client

    try:
        lease = UUID(noted.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):  # None, or killed while it was noted.
        return
    with get_client(sync_client=True) as client:
        client.release_concurrency_slots_with_lease(lease)


def _tell_of_waiting() -> None:
    """Says in the log of the run what it waits for, which Prefect does not."""
    from prefect import get_run_logger
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound

    with get_client(sync_client=True) as client:
        try:
            turn = client.read_global_concurrency_limit_by_name(WRITER)
        except ObjectNotFound:
            return
    if turn.active_slots >= turn.limit:
        get_run_logger().info(
            "waits for its turn as writer: another run on this server has it (one that was killed, for %d s at most). "
            "Should none be under way: prefect gcl update %s --active-slots 0",
            _LEASE_SECONDS,
            WRITER,
        )


def create_limits() -> None:
    """Creates the limits on the server, or sets them to what they should be."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        for name, slots in LIMITS.items():
            client.upsert_global_concurrency_limit_by_name(name, slots)
