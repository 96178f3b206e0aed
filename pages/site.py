"""The static site of a published warehouse: pages that open from disk, in Chinese and English, without a network.

Built incrementally: the warehouse says in one query what each page would be made from, and only what changed is drawn.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import duckdb
import msgspec

from pages.explore import available, standing, write_explore
from pages.facts import Row, rows
from pages.folder import Drawn, Folder, Written, key_of, write_page
from pages.index_pages import index_pages
from pages.issuer_pages import issuer_pages
from pages.quality import NAME, quality_page_of_site
from pages.rendering import issuer_path, report_path
from pages.report_pages import Verdict, Verdicts, dismissed, report_pages
from warehouse.connection import without_pandas
from warehouse.reading import leave_out, open_warehouse

__all__ = ["Verdict", "Verdicts", "Written", "write_site"]

_HERE = Path(__file__).parent
_MOST_A_TASK = {"report": 5_000, "issuer": 500}
"""Pages that are drawn together: a task looks through the findings, or the series, of all before it draws its own."""
_TASKS_A_PROCESS = 2
"""At least, so that none is long at work when the others have ended."""
_MEMORY = {"report": 140, "issuer": 150}
"""MB of DuckDB in each of several processes that draw pages: those of issuers look through the series of all, those of
reports through the findings of all. One thread each, as there are as many processes as processors."""
_MEMORY_FOR_ALL = 400
"""MB while all reports are looked through at once: for what each page would be made from, and for the index."""
_TIMES = (1, 2, 4, 8)
"""So many times that memory where it is not enough: memory is saved, no page is lost for it."""
_WORTH_WORKERS = 400
"""Below this many changed pages, starting worker processes costs more than they save."""

_Found = TypeVar("_Found")
Progress = Callable[[int, int], None]
"""Called with the pages done and all that are to be made."""


class _Task(msgspec.Struct, frozen=True):
    """Pages of one kind that are drawn together; `known` are the hashes of what stands there now."""

    kind: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    known: tuple[str | None, ...]
    keys: tuple[str, ...]
    verdicts: Verdicts
    explore: bool


def write_site(
    warehouse: Path,
    target: Path,
    verdicts: Verdicts | None = None,
    progress: Progress | None = None,
    processes: int | None = None,
    explore: bool = False,
) -> Written:
    """Build the site of the published `warehouse` in the folder `target`, as far as it is not there already.

    With `explore` the page of questions too, which takes DuckDB-Wasm and a copy of the warehouse along. A site that has
    that page already keeps it, renewed, until it is deleted.
    FileNotFoundError where there is no warehouse (or no DuckDB-Wasm); ForeignFolder where the folder holds files that
    are not of a site.
    """
    if explore and not available():
        raise FileNotFoundError("DuckDB-Wasm is not here; fetch it once, with the network, by: make explore")
    left_out, count = dismissed(verdicts or {}), processes or os.cpu_count() or 1
    open_warehouse(warehouse).close()  # Where it cannot be, no folder is made.
    with Folder(target) as folder:
        explore = explore or standing(folder)
        _assets(folder)
        if explore:
            write_explore(folder, warehouse)
        look = partial(_looked_through, folder, verdicts or {}, left_out, explore, count)
        tasks = _with_room(warehouse, left_out, _MEMORY_FOR_ALL, None, look)
        changed = sum(len(task.ids) for task in tasks)
        done = 0
        folder.forget(name for task in tasks for name in task.names)
        for task, written in _drawn(warehouse, target, left_out, tasks, changed, count):
            folder.put(
                Drawn(name, key, digest, size)
                for name, key, (digest, size) in zip(task.names, task.keys, written, strict=True)
            )
            done += len(task.ids)
            if progress is not None:
                progress(done, changed)
    return folder.done()


def _assets(folder: Folder) -> None:
    for name in ("style.css", "page.js", "search.js"):
        folder.page(f"assets/{name}", (_HERE / name).read_bytes())
    for name in ("vega.js", "LICENSES.txt"):
        folder.page(f"assets/{name}", (_HERE / "vendor" / name).read_bytes())
    folder.page("assets/charts.js", charts_script())


def charts_script() -> str:
    """The script that draws the charts, with the specifications of `charts/` in it: a page from disk can fetch none."""
    specs = {
        file.name.removesuffix(".vl.json"): json.loads(file.read_text(encoding="utf-8"))
        for file in sorted((_HERE / "charts").glob("*.vl.json"))
    }
    return f"const CHARTS = {json.dumps(specs, separators=(',', ':'))};\n" + (_HERE / "charts.js").read_text("utf-8")


def _looked_through(
    folder: Folder,
    verdicts: Verdicts,
    left_out: Sequence[str],
    explore: bool,
    processes: int,
    connection: duckdb.DuckDBPyConnection,
) -> list[_Task]:
    """Draws the pages that lead to the others, where anything has changed, and says which others must be drawn."""
    keys = {kind: rows(connection, f"{kind}_keys") for kind in ("report", "issuer")}
    common = key_of(_code(), str(rows(connection, "common_key")[0]["key"]), duckdb.__version__, str(explore))
    index_key = key_of(common, {"keys": keys, "index": rows(connection, "index_key"), "dismissed": left_out})
    _index(connection, folder, index_key, left_out, explore)
    return list(_stale(connection, folder, verdicts, keys, common, explore, processes))


def _index(
    connection: duckdb.DuckDBPyConnection, folder: Folder, key: str, left_out: Sequence[str], explore: bool
) -> None:
    """The pages that lead to the others, and the report in one page: of all that is told, so that one key does."""

    def drawn() -> Iterator[tuple[str, str]]:
        yield from index_pages(connection, explore)
        yield NAME, quality_page_of_site(connection, left_out)

    if not folder.all_current(key):
        folder.pages(drawn(), key)


def _stale(
    connection: duckdb.DuckDBPyConnection,
    folder: Folder,
    verdicts: Verdicts,
    keys: Mapping[str, Sequence[Row]],
    common: str,
    explore: bool,
    processes: int,
) -> Iterator[_Task]:
    """What must be drawn: pages that are not there, or would be made from something else now."""
    said: dict[str, dict[str, object]] = {}
    for row in rows(connection, "reports_of_findings", ids=list(verdicts)):
        said.setdefault(row["report_id"], {})[row["finding_id"]] = msgspec.to_builtins(verdicts[row["finding_id"]])
    for kind, path in (("report", report_path), ("issuer", issuer_path)):
        wanted = []
        for row in keys[kind]:
            name = path(row["id"])
            of_people = said.get(row["id"]) if kind == "report" else None
            key = key_of(common, row["key"], *([of_people] if of_people else []))
            if not folder.current(name, key):
                wanted.append((row["id"], name, folder.digest(name), key))
        most = min(_MOST_A_TASK[kind], -(-len(wanted) // (_TASKS_A_PROCESS * processes)) or 1)
        for start in range(0, len(wanted), most):
            ids, names, known, own_keys = zip(*wanted[start : start + most], strict=True)
            own = {finding_id: verdicts[finding_id] for one in ids for finding_id in said.get(one, ())}
            yield _Task(kind, ids, names, known, own_keys, own, explore)


def _code() -> str:
    """What draws the pages, as a key: other code may make other pages of the same figures."""
    files = sorted(
        file for kind in ("*.py", "*/*.sql", "*/*.j2", "*.yaml", "*.css", "*.js") for file in _HERE.glob(kind)
    )
    return key_of(*(file.read_bytes() for file in files))


def _drawn(
    warehouse: Path,
    target: Path,
    left_out: Sequence[str],
    tasks: Sequence[_Task],
    changed: int,
    processes: int,
) -> Iterator[tuple[_Task, list[tuple[str, int]]]]:
    if changed < _WORTH_WORKERS or processes == 1:
        for task in tasks:
            yield task, _write(warehouse, target, left_out, False, task)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), without_pandas) as pool:
        written = pool.map(partial(_write, warehouse, target, left_out, True), tasks)
        yield from zip(tasks, written, strict=True)


@contextmanager
def _open(
    warehouse: Path, left_out: Sequence[str], memory: int, threads: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse without these findings, for one of several processes, none of which takes much memory."""
    with (
        TemporaryDirectory(prefix="gongkai-pages-") as scratch,
        open_warehouse(warehouse, memory=f"{memory}MB", threads=threads, scratch=Path(scratch)) as connection,
    ):
        leave_out(connection, left_out)
        yield connection


def _with_room(
    warehouse: Path, left_out: Sequence[str], memory: int, threads: int | None, ask: Callable[..., _Found]
) -> _Found:
    """What comes of asking the warehouse; asked again with twice the memory where it was too little."""
    *before, last = _TIMES
    for times in before:
        with suppress(duckdb.OutOfMemoryException), _open(warehouse, left_out, memory * times, threads) as connection:
            return ask(connection)
    with _open(warehouse, left_out, memory * last, threads) as connection:
        return ask(connection)


def _write(
    warehouse: Path, target: Path, left_out: Sequence[str], beside_others: bool, task: _Task
) -> list[tuple[str, int]]:
    memory, threads = (_MEMORY[task.kind], 1) if beside_others else (_MEMORY_FOR_ALL, None)
    written = _with_room(warehouse, left_out, memory, threads, partial(_pages, target, task))
    return [written[name] for name in task.names]


def _pages(target: Path, task: _Task, connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, int]]:
    known = dict(zip(task.names, task.known, strict=True))
    pages = (
        report_pages(connection, task.ids, task.verdicts, task.explore)
        if task.kind == "report"
        else issuer_pages(connection, task.ids, task.explore)
    )
    return {name: write_page(target, name, page.encode(), known[name]) for name, page in pages}
