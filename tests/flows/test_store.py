"""Originals at an address that fsspec opens: taken in, read by processes and by a cluster that see nothing else of the
home, verified and mended as in a folder. Against S3 where a server is named (docs/scale.md says how)."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

import pytest

from flows import store
from flows.history import History, State
from flows.home import Home
from flows.home_verification import verify_home
from flows.snapshots import original, take
from flows.store import StoreFault, settle
from tests.flows.content import content, names_of

pytest.importorskip("upath", reason="universal-pathlib is not installed")

_S3 = "GONGKAI_TEST_S3"
"""Bucket of a local S3 server, as in s3://gongkai; with AWS_ENDPOINT_URL and keys as boto takes them."""


_needs_s3 = pytest.mark.skipif(_S3 not in os.environ, reason=f"no S3 server is named by {_S3}")


def _address(kind: str, folder: Path) -> str:
    """An empty store."""
    places = {"memory": "memory://", "folder": str(folder / "originals"), "s3": os.environ.get(_S3, "")}
    return places[kind] if kind == "folder" else f"{places[kind]}/{uuid4().hex}"


@pytest.fixture(params=["folder", "memory", pytest.param("s3", marks=_needs_s3)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return _address(request.param, tmp_path)


@pytest.fixture(params=["folder", pytest.param("s3", marks=_needs_s3)])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address that other processes see."""
    return _address(request.param, tmp_path)


def _files(folder: Path) -> list[Path]:
    folder.mkdir()
    for name, text in (("a.txt", "one"), ("b.txt", "two"), ("c.txt", "one")):
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def test_copies_are_taken_once_with_all_their_names(address: str, tmp_path: Path) -> None:
    there = store.at(address)
    taken, unread = take(there, _files(tmp_path / "in"))
    assert [one.file for one in taken] == ["a.txt", "b.txt"]
    assert unread == []
    assert original(there, taken[0].sha256) == b"one"
    assert sorted(names_of(there, taken[0].sha256)) == ["a.txt", "c.txt"]
    again, _ = take(there, sorted((tmp_path / "in").iterdir()))
    assert [one.sha256 for one in again] == [one.sha256 for one in taken]
    assert len(names_of(there, taken[0].sha256)) == 2
    assert len(list(there.glob("*/*"))) == 4


def test_a_home_keeps_the_store_that_it_began_with(address: str, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    settle(home.store, home.own_snapshots, address)
    assert str(home.snapshots) == str(store.at(address))
    settle(home.store, home.own_snapshots, None)
    settle(home.store, home.own_snapshots, address)
    with pytest.raises(StoreFault, match="copy them there"):
        settle(home.store, home.own_snapshots, f"{address}/elsewhere")


def test_originals_that_lie_in_the_home_are_not_left_behind(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.own_snapshots.mkdir()
    with pytest.raises(StoreFault, match="copy them there"):
        settle(home.store, home.own_snapshots, "memory://originals")
    assert home.snapshots == home.own_snapshots


def test_an_address_that_nothing_opens_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="nosuch://x"):
        settle(tmp_path / "store", tmp_path / "snapshots", "nosuch://x")
    assert not (tmp_path / "store").exists()


@pytest.mark.flow
@pytest.mark.slow
@pytest.mark.parametrize("on", [None, "dask"])
def test_a_home_with_its_originals_elsewhere_publishes_the_same_and_is_mended(
    unjudged: None, sample_home: Path, shared: str, on: str | None, tmp_path: Path
) -> None:
    from flows.annual_reports import annual_reports
    from flows.rebuild import rebuild

    home = Home(tmp_path / "home")
    summary = annual_reports(home=str(home.folder), store=shared, on=on, processes=2, batch_size=4)
    assert (summary.reports, summary.failed, summary.unread) == (10, (), ())
    assert not home.own_snapshots.exists()
    assert content(home.folder) == content(sample_home)
    assert verify_home(home).damaged == ()
    assert verify_home(home).originals == 10
    assert annual_reports(home=str(home.folder), on=on).read == 0

    lost = next(path for path in sorted(home.snapshots.glob("*/*")) if not path.suffix)
    lost.write_bytes(b"damaged")
    assert [one.file for one in verify_home(home).damaged if "hash" in one.reason] == [str(lost)]
    mended = rebuild(home=str(home.folder)).mended
    assert [one.file for one in mended] == [str(lost)]
    assert (home.damaged / lost.name).read_bytes() == b"damaged"
    assert annual_reports(home=str(home.folder)).reports == 10
    assert verify_home(home).damaged == ()
    assert History(home.ledger).runs(1)[0].state in (State.UNCHANGED, State.PUBLISHED, State.WITH_FINDINGS)
