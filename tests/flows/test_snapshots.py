"""The store of originals and their sidecars."""

from __future__ import annotations

import json
from pathlib import Path

from flows.snapshots import add_origin, escapes_limits, keep, path_of, sidecar_of, take
from tests.flows.content import names_of


def test_a_file_is_kept_under_its_hash_with_its_name_in_the_sidecar(tmp_path: Path) -> None:
    file, store = tmp_path / "年报.html", tmp_path / "store"
    file.write_text("<html><body>年报</body></html>", encoding="utf-8")
    (snapshot,), unread = take(store, [file, tmp_path / "gone.html"])
    assert path_of(store, snapshot.sha256).read_bytes() == file.read_bytes()
    assert unread == [(str(tmp_path / "gone.html"), "No such file or directory")]
    sidecar = json.loads(sidecar_of(store, snapshot.sha256).read_bytes())
    assert (sidecar["sha256"], sidecar["bytes"]) == (snapshot.sha256, file.stat().st_size)
    assert (sidecar["media_type"], sidecar["licence"]) == ("text/html", None)
    assert [origin["file"] for origin in sidecar["origins"]] == ["年报.html"]


def test_a_content_keeps_every_name_that_it_came_under_once(tmp_path: Path) -> None:
    file, copy, store = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "store"
    file.write_bytes(b"x")
    copy.write_bytes(b"x")
    (snapshot,), _ = take(store, [file, copy])
    assert (snapshot.file, names_of(store, snapshot.sha256)) == ("a.txt", ["a.txt", "b.txt"])
    before = sidecar_of(store, snapshot.sha256).read_bytes()
    take(store, [copy, file])
    assert sidecar_of(store, snapshot.sha256).read_bytes() == before


def test_origins_are_added_one_after_the_other_and_a_damaged_sidecar_is_begun_anew(tmp_path: Path) -> None:
    sha256 = keep(tmp_path, b"content")
    path = sidecar_of(tmp_path, sha256)
    add_origin(tmp_path, sha256, b"content", {"address": "http://e.org/a"}, "licence")
    add_origin(tmp_path, sha256, b"content", {"address": "http://e.org/b"})
    sidecar = json.loads(path.read_bytes())
    assert [origin["address"][-1] for origin in sidecar["origins"]] == ["a", "b"]
    assert sidecar["licence"] == "licence"
    for damaged in (b"{", b"[]", b'"text"', b'{"origins": 3}', b'{"sha256": "other", "origins": []}'):
        path.write_bytes(damaged)
        add_origin(tmp_path, sha256, b"content", {"address": "http://e.org/c"})
        sidecar = json.loads(path.read_bytes())
        assert (sidecar["sha256"], sidecar["bytes"]) == (sha256, 7)
        assert [origin["address"][-1] for origin in sidecar["origins"]] == ["c"]
    assert not list(tmp_path.rglob("*.partial"))


def test_a_file_larger_than_any_report_is_not_loaded(tmp_path: Path) -> None:
    file = tmp_path / "huge.html"
    with file.open("wb") as out:
        out.truncate(1 << 40)  # A terabyte, of which the disk holds nothing.
    taken, ((name, reason),) = take(tmp_path / "store", [file])
    assert (taken, name) == ([], str(file))
    assert "GONGKAI_LIMIT_FILE_BYTES" in reason


def test_contents_that_know_none_of_our_limits_are_told_from_others(tmp_path: Path) -> None:
    kinds = {
        b"\r\n%PDF-1.7 ": True,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": True,
        b"\x89PNG\r\n\x1a\n": True,
        b"<html>": False,
    }
    assert {content: escapes_limits(tmp_path, keep(tmp_path, content)) for content in kinds} == kinds
    assert not escapes_limits(tmp_path, "0" * 64)
