"""What is shown at a terminal: text of reports, files and addresses, and never a command to the terminal.

ESC and its kin move the cursor, colour, rename the window; marks of writing direction turn figures round. They are
written out (`\\u001b`), as JSON has it, so that JSON stays JSON and means the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO, cast

_CONTROLS = [
    *range(0x09), 0x0B, 0x0C, *range(0x0D, 0x20), *range(0x7F, 0xA0),
    0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A),
]  # fmt: skip
"""All but newline and tab."""
_WRITTEN_OUT = {code: f"\\u{code:04x}" for code in _CONTROLS}


def visible(text: str) -> str:
    """The text with everything written out that would act on a terminal."""
    return text if text.isprintable() else text.translate(_WRITTEN_OUT)


class Shown:
    """A stream through which nothing acts. Everything but writing is the stream's own."""

    def __init__(self, stream: TextIO):
        self.plain = stream

    def write(self, text: str) -> int:
        """Writes the text, visible."""
        if not isinstance(text, str):
            raise TypeError("text is written here, no bytes")
        self.plain.write(visible(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Writes the lines, visible."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)


def guarded(stream: TextIO) -> TextIO:
    """The stream, through which nothing acts."""
    return stream if isinstance(stream, Shown) else cast(TextIO, Shown(stream))


def coloured(stream: TextIO) -> TextIO:
    """The stream as it was, for a program that colours what it has made visible before."""
    return stream.plain if isinstance(stream, Shown) else stream


__all__ = ["coloured", "guarded", "visible"]
