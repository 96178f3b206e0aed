"""How flows end, as Prefect states whose names tell it: a list of runs is read without opening one.

Published, Published with findings, Unchanged, Nothing read, Collected and Whole are completed. Failed are Stopped by an
expectation, Damaged, Home in use, Home not writable and Server not prepared, so that automations on failure see them.
Whatever else is raised is Prefect's `Failed`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prefect.states import Completed, Failed

from flows.concurrency import LimitMissing
from flows.faults import HomeFault
from flows.history import State
from flows.lock import HomeInUse
from flows.summary import PublicationStopped

_REFUSALS: dict[type[Exception], str] = {
    PublicationStopped: "Stopped by an expectation",
    HomeInUse: "Home in use",
    HomeFault: "Home not writable",
    LimitMissing: "Server not prepared",
}


def ended(work: Callable[[], tuple[State, str, Any]]) -> Any:
    """Does the work of a flow and names its end. Who calls the flow gets the work's value, or its exception.

    `work` gives the state, a message and the value. (Prefect takes the state for the flow's; hence `Any`.)
    """
    try:
        state, message, value = work()
    except tuple(_REFUSALS) as refusal:
        name = next(name for kind, name in _REFUSALS.items() if isinstance(refusal, kind))
        return Failed(name=name, message=str(refusal), data=refusal)
    name = state.value.capitalize()
    return (Failed if state.bad else Completed)(name=name, message=message, data=value)
