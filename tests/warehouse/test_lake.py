"""Homes load into one lake at once, with its catalogue in PostgreSQL, and it answers as one warehouse of all."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from expectations import check_file
from flows.extraction import read_batch
from flows.ledger import Snapshot
from flows.selection import Selection
from flows.snapshots import keep
from tests.generated import generate
from tests.warehouse.postgres import binaries, postgres
from warehouse.build import RunInfo, build
from warehouse.lake import LakeError, load, open_lake

_ONLY = dict.fromkeys(("findings", "check_runs"), "WHERE check_id NOT IN ('C-2', 'N-1', 'S-1', 'S-2')")
"""Without the rules that compare an issuer with others, which look at the reports of one home."""
_NOW = datetime(2026, 1, 2, tzinfo=UTC)


def _lake_is_there() -> bool:
    try:
        open_lake("ducklake::memory:", "unused").close()
    except LakeError as error:
        return "no extension" not in str(error)
    return True


needs_lake = pytest.mark.skipif(not _lake_is_there(), reason="the extra ducklake is not installed for this DuckDB")
needs_postgres = pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed")


def _warehouse(folder: Path, name: str, seeds: list[int]) -> Path:
    contents = [generate(seed, "D").html for seed in seeds]
    batch = [
        Snapshot(keep(folder / "store", one), f"{seed}.html", len(one), _NOW)
        for seed, one in zip(seeds, contents, strict=True)
    ]
    made = read_batch(batch, folder / "store", folder / f"staging-{name}", "x", Selection())
    target = folder / f"{name}.duckdb"
    run = RunInfo(run_id=name, started_at=_NOW, published_at=_NOW, extractor="x")
    build([folder / f"staging-{name}" / made.name], target, run)
    check_file(target)
    return target


def _issuers(file: Path) -> dict[str, str]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return dict(connection.execute("SELECT file, issuer_id FROM reports").fetchall())


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A warehouse, and the same reports in two, no issuer in both."""
    folder = tmp_path_factory.mktemp("parts")
    whole = _warehouse(folder, "whole", list(range(8)))
    issuers = _issuers(whole)
    ranks = {issuer: rank for rank, issuer in enumerate(sorted(set(issuers.values())))}
    seeds: tuple[list[int], list[int]] = ([], [])
    for file, issuer in issuers.items():
        seeds[ranks[issuer] % 2].append(int(file.removesuffix(".html")))
    assert all(seeds)
    return whole, _warehouse(folder, "one", seeds[0]), _warehouse(folder, "two", seeds[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import tempfile

    # Not below pytest's folders: those let no other user in, and PostgreSQL is not run by root.
    with tempfile.TemporaryDirectory(prefix="gongkai-postgres-") as folder, postgres(Path(folder)) as found:
        yield found


def _same(whole: Path, lake: str) -> None:
    with open_lake(lake) as there, duckdb.connect(str(whole), read_only=True) as here:
        names = here.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' "
            "UNION SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'"
        ).fetchall()
        for (name,) in names:
            if name not in {"runs", "copied_passages", "copied_shares"}:  # Copies are looked for within a home.
                query = f"SELECT * FROM {name} {_ONLY.get(name, '')} ORDER BY ALL"  # noqa: S608
                assert there.execute(query).fetchall() == here.execute(query).fetchall(), name
        macro = "FROM compare('requests_received', 2023)"
        assert there.execute(macro).fetchall() == here.execute(macro).fetchall()


@needs_lake
@needs_postgres
@pytest.mark.slow
def test_two_loaders_at_once_make_what_one_warehouse_of_all_holds(
    parts: tuple[Path, Path, Path], server: str, tmp_path: Path
) -> None:
    whole, *shares = parts
    address = f"ducklake:postgres:{server}"
    spawn = multiprocessing.get_context("spawn")
    for _ in range(2):  # Both make the lake, then both replace what they have in it.
        loaders = [
            spawn.Process(target=load, args=(share, address, share.stem, str(tmp_path / "lake"))) for share in shares
        ]
        for one in loaders:
            one.start()
        for one in loaders:
            one.join(120)
        assert [one.exitcode for one in loaders] == [0, 0]
        _same(whole, address)
    assert list((tmp_path / "lake").rglob("*.parquet"))


@needs_lake
@pytest.mark.slow
def test_an_issuer_of_another_loader_is_refused_by_name_and_nothing_changes(
    parts: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    whole, one, _ = parts
    address = f"ducklake:{tmp_path / 'catalogue.ducklake'}"
    load(one, address, "one", str(tmp_path / "lake"))
    with pytest.raises(LakeError, match=r"are in the lake by another loader: .*\(one\)"):
        load(whole, address, "whole")
    _same(one, address)
    load(whole, address, "one")
    _same(whole, address)


def test_a_lake_that_cannot_be_opened_is_named() -> None:
    with pytest.raises(LakeError, match=r"host=127\.0\.0\.1|no extension"):
        open_lake("ducklake:postgres:dbname=none host=127.0.0.1 port=9")
