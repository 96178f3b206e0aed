"""Office files of the kinds that no library here reads, made docx by LibreOffice where it is installed.

The program works on a copy in a folder of its own, with a profile of its own, without network and macros, and is
stopped when it takes too long. What comes out is read as any docx, and says that it was converted.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from gongkai.model import Problem

_SECONDS = 120


def is_installed() -> bool:
    """Whether LibreOffice is there."""
    return shutil.which("soffice") is not None


def as_docx(data: bytes, ending: str) -> bytes | None:
    """What LibreOffice makes of the file, as docx; None where it makes nothing of it, or is not there."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with TemporaryDirectory(prefix="gongkai-office-") as name:
        folder = Path(name)
        (folder / f"report.{ending}").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--convert-to", "docx:MS Word 2007 XML", "--outdir", name]
        # A session of its own: soffice starts others, which must end with it.
        running = subprocess.Popen(
            [program, profile, *options, str(folder / f"report.{ending}")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            running.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        made = folder / "report.docx"
        return made.read_bytes() if made.is_file() else None


def converted(kind: str) -> Problem:
    """What to say of a report that was read this way."""
    return Problem(
        code="converted_file",
        message=f"This is {kind}; it was read from what LibreOffice makes of it, not from the file itself.",
    )
