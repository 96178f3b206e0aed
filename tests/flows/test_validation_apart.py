"""Great Expectations in a process of its own, as over large files."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

import expectations
from flows import steps
from flows.summary import PublicationStopped
from tests.warehouse.made import built, report, table_3


def test_a_large_file_is_validated_apart_and_stopped_as_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = built(tmp_path, report(table_3(req_new="5", res_granted="5", res_total="5")))
    expectations.check_file(file)
    started: list[object] = []

    class Counted(ProcessPoolExecutor):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            started.append(arguments)
            super().__init__(*arguments, **named)

    monkeypatch.setattr(steps, "ProcessPoolExecutor", Counted)
    steps.validate.fn(file, None)
    assert not started
    monkeypatch.setattr(steps, "_LARGE", 0)
    steps.validate.fn(file, None)
    assert started
    with duckdb.connect(str(file)) as connection:
        connection.execute("DELETE FROM report_contents")
    with pytest.raises(PublicationStopped):
        steps.validate.fn(file, None)
