"""The flow `verify`: proves a home whole, on a schedule, so that somebody hears of it when it is not."""

from __future__ import annotations

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.annual_reports import Seconds
from flows.history import State
from flows.home import Home
from flows.home_verification import Verified, verify_home
from flows.run_names import run_name
from flows.running import running
from flows.states import ended

_NIGHT = 12 * 3600


@task(task_run_name="verify", cache_policy=NO_CACHE)
def verify_everything(home: Home) -> Verified:
    """Reads every original, sidecar, staging file and table."""
    return verify_home(home)


@flow(name="verify", flow_run_name=run_name, timeout_seconds=_NIGHT)
def verify(home: str | None = None, wait: Seconds | None = 0) -> Verified:
    """Check everything in a home against its hashes and seals; the run fails where something is damaged.

    Args:
        home: Folder of the warehouse home; GONGKAI_HOME or ./gongkai-home where it is not named.
        wait: Seconds to wait where another run writes to the home; null waits for ever.
    """

    def work() -> tuple[State, str, Verified]:
        with running("verify", Home.at(home), {}, wait=wait, trust_clock=True) as run:
            found = verify_everything(run.place)
            state = State.DAMAGED if found.damaged else State.WHOLE
            message = f"{found.originals:,} originals, {found.staging_files:,} staging files, "
            message += f"{found.warehouse_tables:,} tables: {len(found.damaged):,} damaged"
            run.history.end(run.run_id, state, message, {"damaged": len(found.damaged)})
        if found.damaged:
            rows = [{"file": one.file, "reason": one.reason} for one in found.damaged]
            create_table_artifact(rows, key="damaged", description="Mended by: gongkai rebuild")
        return state, message, found

    return ended(work)  # type: ignore[no-any-return]  # Prefect gives the caller the state's value.
