"""The server that Prefect starts for a run without one. It ends with the process that started it, however that ends:
killed, a run would leave it behind for ever, with its memory and its hold on the home's `prefect/`."""

from __future__ import annotations

import subprocess

_watched: dict[int, subprocess.Popen[bytes]] = {}
"""Watchers by the server's process. They wait for their standard input to close, which it does with this process."""


def end_with_this_process() -> None:
    """Sees to it that the temporary server ends when this process does; does nothing where there is none."""
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
