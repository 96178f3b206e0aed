"""`gongkai --help` answers at once: what is heavy is loaded by the command that needs it. Counted, not timed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.history import History, State

_HEAVY = frozenset(
    re.split(
        " ",
        "prefect polars duckdb great_expectations pydantic pandas pyarrow numpy sqlalchemy fastapi uvicorn httpx "
        "selectolax pypdfium2 yaml xlrd lxml multiprocessing asyncio",
    )
)
_MODULES = 250
"""171 are loaded (Python 3.11), most of them Python's own and click's; one heavy package alone brings hundreds."""

SAMPLE = str(Path(__file__).resolve().parents[2] / "samples" / "suqian-2024.html")

_ASK = """
import json, sys
from flows.cli import main
try:
    main(sys.argv[1:], prog_name="gongkai")
except SystemExit as end:
    assert end.code in (None, 0, 1), end.code  # 1: a draft with findings.
print(json.dumps(sorted(sys.modules)))
"""


def _loaded(*arguments: str) -> list[str]:
    # As a user calls it: the tests' own server is named by nothing.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-c", _ASK, *arguments]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    modules: list[str] = json.loads(answer.stdout.splitlines()[-1])
    return modules


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("run", "--help"), ("check", "--help")])
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    modules = _loaded(*arguments)
    assert "flows.cli" in modules
    assert _HEAVY.isdisjoint(modules)
    assert len(modules) < _MODULES


def test_extract_loads_no_database() -> None:
    modules = _loaded("extract", SAMPLE)
    assert "gongkai.reading" in modules
    assert {"duckdb", "sqlite3", "prefect", "polars", "pandas", "numpy"}.isdisjoint(modules)


def test_check_lays_out_its_database_while_another_process_reads() -> None:
    modules = _loaded("check", SAMPLE)
    assert "duckdb" in modules
    assert {"gongkai.reading", "selectolax", "sqlite3", "prefect", "polars", "pandas", "numpy"}.isdisjoint(modules)


def test_a_run_with_nothing_to_do_leaves_the_server_to_its_own_process(sample_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(sample_home, tmp_path / "home")
    modules = _loaded("run", "--home", str(home))
    assert History(home / "ledger.sqlite").runs(1)[0].state == State.UNCHANGED
    assert {"prefect", "duckdb"} <= set(modules)
    assert {"prefect.server.api.server", "great_expectations", "pandas"}.isdisjoint(modules)
