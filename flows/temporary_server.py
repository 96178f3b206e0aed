"""The Prefect server of a run where none is named. It ends with the process that started it, however that ends: killed,
a run would leave it behind for ever, with its memory and its hold on the home's `prefect/`.

Prefect starts one at a flow's first word to it: once all is imported, and with the server's code imported into the
flow's process too. Commands `start` theirs first, so that it gets ready beside the imports. This file is also the
program that they start, and imports nothing of ours.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import socket
import subprocess
import sys
import threading
import time

_HOST = "127.0.0.1"
_PATIENCE_SECONDS = 5
_STDIN = 0
_AFTER_STDERR = 3

_own: subprocess.Popen[bytes] | None = None
_watched: dict[int, subprocess.Popen[bytes]] = {}
"""Watchers by the server's process. They wait for their standard input to close, which it does with this process."""


def start() -> None:
    """Starts the server and names it in PREFECT_API_URL; requests wait until it is ready. To be called with Prefect's
    settings in the environment; does nothing where Prefect has been imported, and so has read them, before."""
    global _own  # noqa: PLW0603 -- a process has one
    if _own or "prefect" in sys.modules:
        return
    with socket.create_server((_HOST, 0)) as listening:
        # Where the command's standard input is closed, the socket has its number, and the server's would replace it.
        number = fcntl.fcntl(listening, fcntl.F_DUPFD_CLOEXEC, _AFTER_STDERR)
        try:
            # In a session of its own: Ctrl-C is for the run, which then has something to tell its server. -P: what
            # lies in the user's folder is no module of Prefect's.
            _own = subprocess.Popen(
                [sys.executable, "-P", __file__, str(number)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=[number],
                start_new_session=True,
            )
        finally:
            os.close(number)
        os.environ["PREFECT_API_URL"] = f"http://{_HOST}:{listening.getsockname()[1]}/api"
    # It has no pages to look at: no log leads there.
    os.environ.setdefault("PREFECT_UI_URL", "")
    atexit.register(_stop, _own)


def is_started() -> bool:
    """Whether the server in PREFECT_API_URL was started here: no other run has anything to do with it."""
    return _own is not None


def end_with_this_process() -> None:
    """Sees to it that a server that Prefect has started ends when this process does; where there is none, nothing."""
    from prefect.settings import PREFECT_API_URL

    if PREFECT_API_URL.value():
        return
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer().server_process
    if server is None or server.poll() is not None or server.pid in _watched:
        return
    # In a session of its own: Ctrl-C is for the run, which then stops its server itself.
    _watched[server.pid] = subprocess.Popen(
        ["/bin/sh", "-c", 'read _; kill "$0" 2>/dev/null', str(server.pid)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.stdin:
        server.stdin.close()
    try:
        server.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _serve(number: int) -> None:
    """Serves on an open socket until standard input ends, which it does with the process that holds its other end."""
    serving: list[uvicorn.Server] = []

    def wait_for_the_end() -> None:
        os.read(_STDIN, 1)
        if serving:
            serving[0].should_exit = True
            time.sleep(_PATIENCE_SECONDS)
        os._exit(0)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=True, final=True)
    serving.append(uvicorn.Server(uvicorn.Config(app, fd=number, log_level="error", lifespan="on")))
    serving[0].run()
    # All is closed and written. To take the modules down one by one would take a second, for which the run waits.
    os._exit(0 if serving[0].started else 1)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
