"""Sockets denied but for loopback, by an audit hook: nothing that Python code does passes it by.

As `sitecustomize` of a child's path it guards the child and all Python processes below it; refusals are raised, and
written to the file that NETWORK_REFUSED names, since libraries like to swallow them.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_active = False
_installed = False


class NetworkRefused(Exception):
    """Something wanted to leave this machine."""


def _local(address: Any) -> bool:
    """Paths of Unix sockets, and addresses and names of loopback."""
    host = address[0] if isinstance(address, tuple) and address else address
    if host is None or not isinstance(host, str) or host in ("", "localhost") or host.startswith(("/", "\0")):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _active:
        return
    if event in ("socket.connect", "socket.sendto"):
        wanted = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        wanted = arguments[0]
    else:
        return
    if not _local(wanted):
        if log := os.environ.get("NETWORK_REFUSED"):
            with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123 -- no imports at start
                file.write(f"{event} {wanted} {sys.argv[:3]}\n")
        raise NetworkRefused(f"{event} {wanted}")


def deny() -> None:
    """From here on, for good."""
    global _active, _installed  # noqa: PLW0603 -- an audit hook is for the process, and cannot be taken back
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True
    _active = True


@contextmanager
def only_loopback() -> Iterator[None]:
    """Within, nothing but loopback can be reached."""
    global _active  # noqa: PLW0603
    deny()
    try:
        yield
    finally:
        _active = False


if __name__ == "sitecustomize":
    deny()
