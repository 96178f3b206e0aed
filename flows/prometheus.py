"""The status of a home in Prometheus' text form, as node_exporter's textfile collector takes it in.

Prefect's own metrics tell of its processes and nothing of runs, and none of what is in a warehouse.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.status import Status

_Sample = tuple[dict[str, str], float]


def as_metrics(found: Status) -> str:
    """One gauge a family, each with the home as label. What is not known is left out, as nothing published has no
    age."""
    lines = []
    for name, told, samples in _families(found):
        values = [f"{name}{{{_labels({'home': found.home} | labels)}}} {value:.17g}" for labels, value in samples]
        if values:
            lines += [f"# HELP {name} {told}", f"# TYPE {name} gauge", *values]
    return "\n".join(lines) + "\n"


def _families(found: Status) -> Iterator[tuple[str, str, list[_Sample]]]:
    def one(value: float | None) -> list[_Sample]:
        return [] if value is None else [({}, value)]

    counts = found.counts
    yield "gongkai_wrong", "Things that are wrong; gongkai status names them.", one(len(found.wrong))
    yield "gongkai_published_timestamp_seconds", "When was last published.", one(_seconds(found.published_at))
    told = "When a run last published, or found nothing new."
    yield "gongkai_confirmed_timestamp_seconds", told, one(_seconds(found.confirmed_at))
    yield "gongkai_running", "Whether a run is under way.", one(found.running is not None)
    yield "gongkai_originals", "Originals in the home.", one(found.originals)
    yield "gongkai_queue", "Originals that are not read yet.", one(found.queue)
    yield "gongkai_failed", "Originals that failed and were not read since.", one(found.failed)
    yield "gongkai_disk_free_bytes", "Free on the disk of the home.", one(found.disk_free_bytes)
    yield "gongkai_disk_wanted_bytes", "That a run wants free before it begins.", one(found.disk_wanted_bytes)
    yield "gongkai_warehouse_bytes", "Size of the published warehouse.", one(found.warehouse_bytes)
    yield "gongkai_reports", "Reports in the published warehouse.", one(counts.get("reports"))
    yield "gongkai_issuers", "Issuers in the published warehouse.", one(counts.get("issuers"))
    yield "gongkai_cells", "Numbers in statutory cells.", one(counts.get("cells"))
    yield "gongkai_cells_unreadable", "Statutory cells that could not be read.", one(counts.get("unreadable"))
    yield "gongkai_statistics", "Figures in prose.", one(counts.get("statistics"))
    severities: list[_Sample] = [({"severity": name}, count) for name, count in counts.get("findings", {}).items()]
    yield "gongkai_findings", "Findings in the published warehouse.", severities
    states: list[_Sample] = [({"state": name}, count) for name, count in found.expected.items()]
    yield "gongkai_expected_reports", "Reports that a source list leads one to expect.", states


def _seconds(at: str | None) -> float | None:
    return datetime.fromisoformat(at).timestamp() if at else None


def _labels(labels: dict[str, str]) -> str:
    return ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
