"""Prepares a Prefect server for gongkai: work pool, concurrency limits, deployments, and a notice on failure.

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

from flows.home import Home
from flows.limits import create_limits

PROJECT = Path(__file__).resolve().parent.parent / "prefect.yaml"
"""The deployments; they lie beside the code in a checkout."""
POOL = "gongkai"
NOTICE = "gongkai: somebody should look"
_BLOCK = "gongkai-notice"


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


def bootstrap(wanted: Wanted) -> list[str]:
    """Prepares the server in PREFECT_API_URL; gives the names of the deployments. BootstrapFailed where it cannot."""
    create_limits()
    _create_pool()
    names = _deploy(wanted)
    if wanted.notify:
        _notify(wanted.notify)
    return names


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


def _deploy(wanted: Wanted) -> list[str]:
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
    return [f"{one['entrypoint'].rsplit('.', 1)[1]}/{one['name']}" for one in content["deployments"]]


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
            match_related={"prefect.resource.id": "prefect.tag.gongkai", "prefect.resource.role": "tag"},
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
