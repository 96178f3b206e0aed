"""Of a large warehouse building, checking and Great Expectations have processes of their own."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

import expectations
from expectations.corrections import CorrectionsInvalid
from flows import steps
from flows.home import Home
from flows.summary import PublicationStopped
from tests.warehouse.made import RUN, built, report, table_3


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The processes that were started."""
    found: list[object] = []

    class Counted(ProcessPoolExecutor):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            found.append(arguments)
            super().__init__(*arguments, **named)

    monkeypatch.setattr(steps, "ProcessPoolExecutor", Counted)
    return found


def test_it_is_validated_apart_and_stopped_as_any_other(
    tmp_path: Path, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = built(tmp_path, report(table_3(req_new="5", res_granted="5", res_total="5")))
    expectations.check_file(file)
    steps.validate.fn(file, None)
    assert not started
    monkeypatch.setattr(steps, "_LARGE", 0)
    steps.validate.fn(file, None)
    assert started
    with duckdb.connect(str(file)) as connection:
        connection.execute("DELETE FROM report_contents")
    with pytest.raises(PublicationStopped):
        steps.validate.fn(file, None)


def test_it_is_built_and_checked_apart_as_any_other(
    tmp_path: Path, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path, report(table_3(req_new="5", res_granted="5", res_total="6")))

    def loaded(name: str, corrections: str = "") -> list[tuple[Any, ...]]:
        home = Home(tmp_path / name)
        home.folder.mkdir()
        if corrections:
            home.corrections.write_text(corrections, encoding="utf-8")
        assert steps.load.fn(home, [tmp_path / "staging" / "batch"], RUN, None) is None
        with duckdb.connect(str(home.build), read_only=True) as connection:
            return connection.execute("SELECT * FROM findings ORDER BY finding_id").fetchall()

    here = loaded("here")
    assert here
    assert not started
    monkeypatch.setattr(steps, "_FEW_BATCHES", 0)
    assert loaded("apart") == here
    assert len(started) == 1
    with pytest.raises(CorrectionsInvalid):
        loaded("refused", corrections="- [")
