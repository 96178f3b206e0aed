"""The whole flow as a user runs it, in processes of its own: time, memory, disk, a run again, and one report more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

from gongkai.issuers import issuers
from tests.generated import Generated, Wish, generate

_BATCH = 100
_YEARS = range(2010, 2024)
"""Of each body a report a year, as archives have them."""
_LISTS = ("A-shanghai", "A-anhui", "A-fujian")
_BODIES = ("人民政府", "教育局", "水务局", "交通运输局", "生态环境局", "发展和改革委员会")


def _two_processes() -> ProcessPoolExecutor:
    """Spawned: what was measured before has started threads, and a child forked among them may wait for ever."""
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


@dataclass(frozen=True)
class Run:
    """One run of the command."""

    seconds: float
    peak: int
    """Bytes: the most that the command and its workers had in memory at a time."""


def write(folder: Path, numbers: range, kept: Path | None = None) -> None:
    """So many generated reports as files; as links to those in the folder `kept`, made where they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    if kept is None:
        _draw(folder, numbers)
        return
    kept.mkdir(parents=True, exist_ok=True)
    there = {file.name for file in kept.iterdir()}
    names = {number: f"{number:06}.html" for number in numbers}
    _draw(kept, [number for number, name in names.items() if name not in there])
    for name in names.values():
        (folder / name).hardlink_to(kept / name)


def _draw(folder: Path, numbers: Sequence[int]) -> None:
    """Reports by their numbers: those of a body stand beside each other, year by year."""
    wanted = set(numbers)
    bodies = sorted({number // len(_YEARS) for number in wanted})
    with _two_processes() as pool:
        for body, pages in zip(bodies, pool.map(_of_body, bodies, chunksize=10), strict=True):
            for number, html in enumerate(pages, start=body * len(_YEARS)):
                if number in wanted:
                    (folder / f"{number:06}.html").write_bytes(html)


def _of_body(body: int) -> list[bytes]:
    """The reports of one body, plausible in themselves and beside each other."""
    places = [one.issuer for one in issuers() if one.issuer.endswith(_BODIES[0])]
    issuer = places[body % len(places)].removesuffix(_BODIES[0]) + _BODIES[body // len(places)]
    found: list[Generated] = []
    for year in _YEARS:
        kind = _form(body, year)
        before = found[-1] if found and found[-1].kind == kind else None
        wish = Wish(issuer=issuer, year=year, plausible=True)
        found.append(generate(body * len(_YEARS) + year - _YEARS[0], kind, after=before, wish=wish))
    return [one.html for one in found]


def _form(body: int, year: int) -> str:
    """The form that a body follows in a year: before 2014 one of the lists of the provinces, since 2021 with or without
    the lines of 其他处理 in one."""
    if year < 2014:
        return _LISTS[body % len(_LISTS)]
    return "B" if year < 2019 else "C" if year < 2021 else ("D", "D-hybrid")[body % 2]


def run(reports: Path, home: Path) -> Run:
    """`gongkai run` over a folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "GONGKAI_"))}
    command = [str(Path(sys.executable).with_name("gongkai")), "run", str(reports), "--home", str(home), "--json"]
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, _resident(process.pid))
            time.sleep(0.5)  # Asking the kernel takes 30 ms: more often, it would slow what it measures.
        seconds = time.perf_counter() - began
        if process.returncode:
            assert process.stderr is not None
            raise RuntimeError(f"gongkai run ended with {process.returncode}: {process.stderr.read().decode()[-800:]}")
    return Run(seconds, peak)


def _resident(first: int) -> int:
    """Bytes in memory of a process and all that it and its own have started; what several share is counted once."""
    parents: dict[int, int] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError, ValueError, IndexError):
                parents[int(entry.name)] = int(Path(entry.path, "stat").read_text().rpartition(")")[2].split()[1])

    def is_ours(process: int) -> bool:
        return process == first or (process in parents and is_ours(parents[process]))

    return sum(_own(process) for process in parents if is_ours(process))


def _own(process: int) -> int:
    with suppress(OSError):  # It has ended.
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return 1024 * int(line.split()[1])
    return 0


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def extraction(reports: Path) -> float:
    """Wall seconds to extract every report of a folder in two processes, and to do nothing else."""
    files = sorted(reports.iterdir())
    batches = [files[at : at + _BATCH] for at in range(0, len(files), _BATCH)]
    with _two_processes() as pool:
        list(pool.map(_extract, [files[:1]] * 2))
        began = time.perf_counter()
        list(pool.map(_extract, batches))
        return time.perf_counter() - began


def _extract(files: list[Path]) -> int:
    import gongkai

    return sum(len(gongkai.extract(file.read_bytes(), file.name).cells) for file in files)


def steps(reports: Path, home: Path) -> float:
    """Wall seconds of the flow's steps called one after the other, without Prefect: what is left is orchestration."""
    import expectations
    from flows import snapshots
    from flows.extraction import read_batch
    from flows.home import Home
    from flows.selection import Selection
    from flows.site import build_site
    from pages.quality import write_quality_report
    from warehouse.build import RunInfo, build
    from warehouse.publish import publish

    place = Home(home)
    home.mkdir(parents=True)
    began = time.perf_counter()
    found, _ = snapshots.take(place.snapshots, sorted(reports.iterdir()))
    batches = [found[at : at + _BATCH] for at in range(0, len(found), _BATCH)]
    with _two_processes() as pool:
        made = [
            pool.submit(read_batch, batch, place.snapshots, place.staging, "bench", Selection()) for batch in batches
        ]
        names = [future.result().name for future in made]
    now = datetime.now(UTC)
    info = RunInfo(run_id=str(uuid4()), started_at=now, published_at=now, extractor="bench")
    build([place.staging / name for name in names if name], place.build, info)
    expectations.check_file(place.build)
    if not expectations.run(place.build).publishable:
        raise RuntimeError("the generated reports do not pass the pipeline's expectations")
    publish(place.build, place.warehouse)
    build_site(place)
    write_quality_report(place.site, place.quality_report)
    return time.perf_counter() - began


def measure(count: int, folder: Path, kept: Path | None = None, plain: bool = True) -> dict[str, float]:
    """Everything for so many reports: seconds, bytes, shares; with `plain`, what the steps take without Prefect."""
    reports, home = folder / "reports", folder / "home"
    write(reports, range(count), kept)
    alone = extraction(reports)
    first = run(reports, home)
    again = run(reports, home)
    write(reports, range(count, count + 1), kept)
    added = run(reports, home)
    disk = size_of(home)
    without: dict[str, float] = {}
    if plain:
        seconds = steps(reports, folder / "plain")
        share = 100 * max(0.0, first.seconds - seconds) / first.seconds
        without = {"steps without Prefect s": seconds, "orchestration %": share}
    shutil.rmtree(folder)
    return {
        "extraction alone s": alone,
        "flow s": first.seconds,
        "flow / extraction": first.seconds / alone,
        **without,
        "peak memory MB": first.peak / 1e6,
        "disk MB": disk / 1e6,
        "unchanged again s": again.seconds,
        "again / first %": 100 * again.seconds / first.seconds,
        "one added s": added.seconds,
    }
