"""A folder served on this machine alone."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".wasm": "application/wasm"}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that the base class has
        pass


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server for the folder on 127.0.0.1, on any free port where none is named."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))


def serve_folder(folder: Path, page: str) -> None:
    """Serve the folder until stopped, saying where."""
    with server(folder) as serving:
        click.echo(f"http://127.0.0.1:{serving.server_port}/{page}  (stop with Ctrl-C)")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            click.echo("")
