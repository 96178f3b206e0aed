"""Office files of the kinds that no library here reads, made docx by LibreOffice where it is installed.

The program works on a copy in a folder of its own, with a profile of its own that runs no macro, follows no link and
fills in nothing from elsewhere; within bounds of time, memory and disk; and, where the system lets a user give a
program no network (Linux with `unshare`), without one. It is stopped, with all that it started, when it takes too long.
`GONGKAI_LIBREOFFICE=off` turns it off. What comes out is read as any docx, and says that it was converted.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from gongkai.document.limits import limits
from gongkai.model import Problem

SETTING = "GONGKAI_LIBREOFFICE"
"""`off`: LibreOffice is never started."""

_SETTINGS = Path(__file__).with_name("libreoffice.xcu")
_WITHOUT_NETWORK = ("unshare", "--user", "--map-root-user", "--net", "--")
# Bounds that a program keeps, which it starts with and what it starts in turn; a system without one of them goes on.
_BOUNDED = 'ulimit -c 0; ulimit -t "$1"; ulimit -v "$2"; ulimit -f "$3"; shift 3; exec "$@"'


def is_installed() -> bool:
    """Whether LibreOffice is there, and not turned off."""
    return os.environ.get(SETTING, "").lower() != "off" and shutil.which("soffice") is not None


@cache
def has_no_network() -> bool:
    """Whether this system lets LibreOffice be started without a network; else its settings alone forbid it to fetch."""
    if shutil.which(_WITHOUT_NETWORK[0]) is None:
        return False
    tried = subprocess.run([*_WITHOUT_NETWORK, "true"], check=False, capture_output=True, timeout=10)
    return tried.returncode == 0


def as_docx(data: bytes, ending: str) -> bytes | None:
    """What LibreOffice makes of the file, as docx; None where it makes nothing of it, or is not there."""
    program = shutil.which("soffice")
    if program is None or not is_installed():
        return None
    with TemporaryDirectory(prefix="gongkai-office-") as name:
        folder = Path(name)
        (folder / f"report.{ending}").write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        shutil.copyfile(_SETTINGS, profile / "user" / "registrymodifications.xcu")
        _run(
            [
                *(_WITHOUT_NETWORK if has_no_network() else ()),
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", "--convert-to", "docx:MS Word 2007 XML", "--outdir", name),
                str(folder / f"report.{ending}"),
            ],
            home=folder,
        )
        made = folder / "report.docx"
        return made.read_bytes() if made.is_file() else None


def _run(command: list[str], home: Path) -> None:
    """Runs the command within its bounds, and ends all that it started."""
    seconds = limits().office_seconds
    kilobytes, blocks = limits().memory_bytes // 1024, limits().archive_bytes // 512
    # A session of its own: soffice starts others, which must end with it.
    running = subprocess.Popen(
        ["sh", "-c", _BOUNDED, "sh", str(seconds), str(kilobytes), str(blocks), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name in _ENVIRONMENT} | {"HOME": str(home)},
        start_new_session=True,
    )
    try:
        with suppress(subprocess.TimeoutExpired):
            running.wait(seconds)
    finally:
        with suppress(ProcessLookupError):  # All of them have ended.
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


_ENVIRONMENT = frozenset({"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "LD_LIBRARY_PATH"})
"""What of ours it is told: no proxies, no display, no secrets."""


def converted(kind: str) -> Problem:
    """What to say of a report that was read this way."""
    return Problem(
        code="converted_file",
        message=f"This is {kind}; it was read from what LibreOffice makes of it, not from the file itself.",
    )
