"""Names of flow runs: what is done with what, and in which home, as one reads them in a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect.runtime import flow_run

from flows.home import Home

_UNNAMED = {"rebuild": "everything", "verify": "everything", "backfill": "what lies there"}
"""What a flow is about where no sources are named."""
_NAMED = 2
"""Sources that are named before the rest is counted."""


def run_name() -> str:
    """For the flow run that is beginning, from its flow and its parameters."""
    flow = flow_run.get_flow_name() or "run"
    return described(flow, flow_run.get_parameters())


def described(flow: str, given: dict[str, Any]) -> str:
    """As in `annual reports: reports 2018-2022 in gongkai-home`."""
    what = " ".join(part for part in (_sources(flow, given), _limits(given)) if part)
    return f"{flow.replace('_', ' ')}: {what} in {Home.at(given.get('home')).folder.name}"


def _sources(flow: str, given: dict[str, Any]) -> str:
    if given.get("only_failed"):
        return "what failed"
    sources = given.get("sources") or []
    names = [Path(name).name for name in ([sources] if isinstance(sources, str) else sources)]
    more = len(names) - _NAMED
    said = ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    if given.get("collected"):
        return f"{said}, what was collected" if said else "what was collected"
    return said or _UNNAMED.get(flow, "the samples")


def _limits(given: dict[str, Any]) -> str:
    return ", ".join([*filter(None, [given.get("years")]), *(given.get("issuers") or [])])
