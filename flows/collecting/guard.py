"""Which addresses may be asked at all. The web names them, so that none may lead into the network this runs in."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from gongkai.worded import Worded

Resolve = Callable[[str, int], list[str]]

_SCHEMES = {"http": 80, "https": 443}
# The registries of special addresses (IANA), kept here: Python's own list grows from one patch version to the next.
_INSIDE = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24",  # 192.0.0.192 is a cloud's metadata
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/3",  # multicast and reserved
        "168.63.129.16/32",  # looks public, and is a cloud's own service to each of its machines
        "2001::/23", "2001:db8::/32", "3fff::/20",
    )
)  # fmt: skip
_UNICAST = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out for the open internet: what lies beyond is loopback, local, or of no use yet."""
# Addresses that carry an IPv4 address within (NAT64): what counts is where they lead.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Worded):
    """The address is not fetched, now or later: the reason, in one line."""


def resolve(host: str, port: int) -> list[str]:
    """All IP addresses of a host, as the system resolves it. OSError where there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def check_form(address: str) -> str:
    """The host of an http(s) address without credentials in it; Refused for anything else."""
    if any(character <= " " or character == "\x7f" for character in address):
        raise Refused("the address holds blanks or control characters")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Refused("the address cannot be read: {error}", error=str(error)) from None
    if parts.scheme not in _SCHEMES:
        if not parts.scheme:
            raise Refused("the address has no scheme; only http and https are fetched")
        raise Refused("the address is {scheme}; only http and https are fetched", scheme=parts.scheme)
    if parts.username is not None or parts.password is not None:
        raise Refused("the address has credentials in it")
    if not host:
        raise Refused("the address names no host")
    return host


def is_public(ip: str) -> bool:
    """True for an address of the open internet: not private, loopback, link-local, metadata, multicast or reserved."""
    try:
        found = ipaddress.ip_address(ip.split("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if found not in _UNICAST:
            return False
    return not any(found in block for block in _INSIDE)


class Guard:
    """Resolves hosts, and lets only public addresses through; hosts in `allowed` are let through by their name."""

    def __init__(self, allowed: Collection[str] = (), resolve: Resolve = resolve):
        self._allowed = frozenset(name.lower().strip("[]") for name in allowed)
        self._resolve = resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """IP addresses to connect to. Refused where one is not public and the host not allowed; OSError without any.

        Connect to what this gives: a second look-up could be answered differently.
        """
        found = self._resolve(host, port)
        if not found:
            raise OSError(f"{host} has no address")
        if host.lower().strip("[]") not in self._allowed:
            inside = [ip for ip in found if not is_public(ip)]
            if inside:
                raise Refused(
                    "{host} is {ip}, not a public address; allow it with --allow-host {host}", host=host, ip=inside[0]
                )
        return found
