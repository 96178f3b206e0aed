"""Completion as a person has it: keys typed into a real shell, on a terminal of its own."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELLS = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}
READY = {"bash": "", "zsh": "autoload -U compinit; compinit -u -d $HOME/dump; unsetopt zle_bracketed_paste; "}
PATIENCE = 60
"""Seconds; a busy machine takes its time, and nothing here is timed."""


class Typed:
    """A shell at a terminal: what is typed, and what stands on the screen since."""

    def __init__(self, shell: str, home: Path):
        self.screen = ""
        self.end, other = pty.openpty()
        environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(home),
            "TERM": "dumb",
            "LANG": "C.UTF-8",
            "PS1": "",
            "PROMPT": "",
        }
        self.process = subprocess.Popen(
            SHELLS[shell], stdin=other, stdout=other, stderr=other, cwd=home, env=environment, start_new_session=True
        )
        os.close(other)

    def type(self, keys: str, wanted: str) -> None:
        """Types the keys, and waits until what is wanted (a pattern) has come after them."""
        before = len(self.screen)
        os.write(self.end, keys.encode())
        end = time.monotonic() + PATIENCE
        while not re.search(wanted, self.screen[before:]):
            assert time.monotonic() < end, f"{keys!r} brought {self.screen[before:]!r}"
            if select.select([self.end], [], [], 0.2)[0]:
                self.screen += os.read(self.end, 65536).decode("utf-8", "replace")


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Typed]:
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    (tmp_path / "draft-of-2024.html").touch()
    typed = Typed(name, tmp_path)
    typed.type(f'{READY[name]}eval "$(_GONGKAI_COMPLETE={name}_source gongkai)"; echo re""ady\n', "ready")
    yield typed
    typed.process.kill()
    typed.process.wait()
    os.close(typed.end)


def test_commands_options_choices_and_files_are_completed(shell: Typed) -> None:
    shell.type("gongkai ver\t", "gongkai verify ")
    shell.type("\x15gongkai run --yea\t", "--years ")
    shell.type("\x15gongkai export --format data\t", "datapackage ")
    shell.type("\x15gongkai findings acc\t", "accept ")
    shell.type("\x15gongkai check dra\t", r"draft-of-2024\.html ")
