"""Blocks ```console of a page, as commands with what they are said to print.

A line that begins with `$ ` is a command, what follows is its output; a line `...` stands for any lines or none, and
`...` within a line for anything.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One command of a page."""

    command: str
    printed: str | None
    """What it prints; None where the page says nothing of it."""

    def fits(self, output: str) -> bool:
        """Whether that is what the page says it prints."""
        if self.printed is None:
            return True
        pattern = "".join(
            r"(?:[^\n]*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n"
            for line in self.printed.splitlines()
        )
        lines = "\n".join(line.rstrip() for line in output.splitlines())
        return re.fullmatch(pattern, lines.strip("\n") + "\n" if lines.strip() else "") is not None


def steps(page: Path) -> list[Step]:
    """The commands of a page, in their order."""
    found = []
    for block in re.findall(r"^( *)```console\n(.*?)^\1```", page.read_text(encoding="utf-8"), re.M | re.S):
        text = textwrap.dedent(block[1])
        for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
            command, _, printed = part.partition("\n")
            found.append(Step(command.removeprefix(".venv/bin/"), printed.strip("\n") or None))
    return found
