"""The command line, as a test asks it: in this process, or in one of its own as a user's shell starts it.

A process of its own spends most of a second on its imports; it is for what only a process shows (its exit code, what it
loads, a reader that goes away).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[1]
_CODE = "import sys; from flows.cli import main; sys.argv[0] = 'gongkai'; main()"


class Done(NamedTuple):
    """A command that has ended."""

    returncode: int
    stdout: str
    stderr: str


def gongkai(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> Done:
    """`gongkai` in this process. Raises what the command raises."""
    from flows.cli import main

    words = list(map(str, arguments))
    with contextlib.chdir(cwd), _called(words):
        done = CliRunner().invoke(main, words, prog_name="gongkai", env={"COLUMNS": "100", **environment})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


@contextlib.contextmanager
def _called(words: list[str]) -> Iterator[None]:
    before = sys.argv
    sys.argv = ["gongkai", *words]
    try:
        yield
    finally:
        sys.argv = before


def started(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> Done:
    """`gongkai` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE, *map(str, arguments)],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "100", **environment},
    )
    return Done(done.returncode, done.stdout, done.stderr)
