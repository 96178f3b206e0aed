"""Prepares a Prefect server for gongkai: work pool, concurrency limits, deployments, and automations for what fails.

Everything is named, so that doing it again changes what is there and adds nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from flows.concurrency import create_limits
from flows.home import Home

PROJECT = Path(__file__).resolve().parent.parent / "prefect.yaml"
"""The deployments; they lie beside the code in a checkout."""
POOL = "gongkai"
NOTICE = "gongkai: somebody should look"
SILENCE = "gongkai: a run that says nothing has crashed"
_BLOCK = "gongkai-notice"
_OURS: dict[str, str | list[str]] = {"prefect.resource.id": "prefect.tag.gongkai", "prefect.resource.role": "tag"}
_HEARTBEAT_SECONDS = 180
"""Of Prefect's flows, where it is not set."""


class BootstrapFailed(Exception):
    """The server did not take it; with what it said."""


@dataclass(frozen=True)
class Wanted:
    """What the deployments work on."""

    home: Home
    sources: tuple[str, ...]
    """Files, folders, globs, lists that `annual-reports` reads, beside what was collected; absolute."""
    source_list: str | None
    """That `collect` goes through; absolute. Without one, nothing is collected by itself."""
    notify: str | None
    """Address that hears of failures."""
    cron: str | None = None
    """When `annual-reports` runs, by the clock of Shanghai, in place of the schedule of the season."""


@dataclass(frozen=True)
class Deployed:
    """One deployment."""

    name: str
    crons: tuple[str, ...]
    """When it runs by itself, in Shanghai."""


def bootstrap(wanted: Wanted) -> list[Deployed]:
    """Prepares the server in PREFECT_API_URL; gives the deployments. BootstrapFailed where it cannot."""
    create_limits()
    _create_pool()
    made = _deploy(wanted)
    _watch_for_silence()
    if wanted.notify:
        _notify(wanted.notify)
    return made


def _create_pool() -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists

    pool = WorkPoolCreate(name=POOL, type="process", description="Processes on the machine that has the home")
    with get_client(sync_client=True) as client:
        try:
            client.create_work_pool(pool)
        except ObjectAlreadyExists:
            return


def deployments(wanted: Wanted, project: Path = PROJECT) -> dict[str, Any]:
    """prefect.yaml with the parameters of `wanted` in it."""
    content: dict[str, Any] = yaml.safe_load(project.read_text(encoding="utf-8"))
    content.pop("definitions", None)
    for one in content["deployments"]:
        one["parameters"]["home"] = str(wanted.home.folder)
        if one["name"] == "annual-reports":
            one["parameters"] |= {"sources": list(wanted.sources), "collected": bool(wanted.source_list)}
            if wanted.cron:
                _replace_schedules(one["schedules"], wanted.cron)
        if one["name"] == "collect":
            one["parameters"]["sources"] = wanted.source_list or ""
            if not wanted.source_list:
                _replace_schedules(one["schedules"], None)
    return content


def _replace_schedules(schedules: list[dict[str, Any]], cron: str | None) -> None:
    """The first by `cron`, the others off; without it, all off. A server keeps schedules that are no longer named."""
    for one in schedules:
        one["active"] = False
    if cron:
        schedules[0] |= {"cron": cron, "active": True}


def _deploy(wanted: Wanted) -> list[Deployed]:
    """By Prefect's own command, as a person would, from a file with the parameters filled in."""
    import tempfile

    content = deployments(wanted)
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        file = Path(folder) / "prefect.yaml"
        file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(file)],
            cwd=PROJECT.parent,
            env={**os.environ, "PREFECT_LOGGING_LEVEL": "ERROR"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise BootstrapFailed((done.stderr or done.stdout).strip())
    return [
        Deployed(
            f"{one['entrypoint'].rsplit('.', 1)[1]}/{one['name']}",
            tuple(schedule["cron"] for schedule in one["schedules"] if schedule.get("active", True)),
        )
        for one in content["deployments"]
    ]


def forgets_turns() -> bool:
    """Whether the server keeps turns in its memory alone, so that one held when it stops is never given back."""
    import httpx
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        try:
            kept: dict[str, Any] = client.request("GET", "/admin/settings").json()
            return str(kept["server"]["concurrency"]["lease_storage"]).endswith(".memory")
        except (httpx.HTTPError, ValueError, KeyError):  # It says nothing of its settings.
            return False


def _watch_for_silence() -> None:
    """An automation that has a run crash whose heartbeats stop. A machine that is lost takes worker and run along, and
    nobody is left to say so: the run would be under way for ever, hold its turn, and trouble nobody."""
    from prefect.automations import Automation
    from prefect.client.schemas.objects import StateType
    from prefect.events.actions import ChangeFlowRunState
    from prefect.events.schemas.automations import EventTrigger, Posture
    from prefect.settings import get_current_settings

    beats = get_current_settings().flows.heartbeat_frequency or _HEARTBEAT_SECONDS
    wanted = Automation(
        name=SILENCE,
        description="Three heartbeats in a row did not come: the machine of the run was lost.",
        trigger=EventTrigger(
            posture=Posture.Proactive,
            after={"prefect.flow-run.heartbeat"},
            # Any sign of life or end; ends are called after the names of states.
            expect={"prefect.flow-run.*"},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related=_OURS,
            for_each={"prefect.resource.id"},
            threshold=1,
            within=timedelta(seconds=3 * beats),
        ),
        actions=[
            ChangeFlowRunState(
                name=None, state=StateType.CRASHED, message=f"no sign of life for {3 * beats} s", force=False
            )
        ],
    )
    _replace(wanted)


def _notify(address: str) -> None:
    """An automation that posts to `address` when a run of these deployments fails or crashes."""
    from prefect.automations import Automation
    from prefect.blocks.notifications import CustomWebhookNotificationBlock
    from prefect.events.actions import SendNotification
    from prefect.events.schemas.automations import EventTrigger, Posture

    told = {"name": "gongkai", "url": address, "json_data": {"subject": "{{subject}}", "body": "{{body}}"}}
    block_id: Any = CustomWebhookNotificationBlock.model_validate(told).save(_BLOCK, overwrite=True)
    wanted = Automation(
        name=NOTICE,
        description="A run failed or crashed: gongkai runs says which, and the command that tries it again.",
        trigger=EventTrigger(
            posture=Posture.Reactive,
            # By the type of the state: its name, of which the event is called, tells how it failed.
            expect={"prefect.flow-run.*"},
            match={"prefect.resource.id": "prefect.flow-run.*", "prefect.state-type": ["FAILED", "CRASHED"]},
            match_related=_OURS,
            threshold=1,
            within=timedelta(0),
        ),
        actions=[
            SendNotification(
                block_document_id=block_id,
                subject="{{ flow_run.name }}: {{ flow_run.state.name }}",
                body="{{ flow_run.state.message }}\n{{ flow_run | ui_url }}",
            )
        ],
    )
    _replace(wanted)


def _replace(wanted: Any) -> None:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        for old in client.request("POST", "/automations/filter", json={}).json():
            if old["name"] == wanted.name:
                client.request("DELETE", "/automations/{id}", path_params={"id": old["id"]})
    wanted.create()
