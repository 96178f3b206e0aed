"""What a host asks of programs: robots.txt as RFC 9309 has it (longest match, `*` and `$`), with Crawl-delay.

urllib.robotparser knows no wildcards and takes the first match instead of the longest.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

AGENT = "gongkai"
_LARGEST = 500_000
"""Bytes that are looked at, as in the RFC."""


@dataclass(frozen=True)
class Robots:
    """The rules for us: (allowed, pattern), and the pause that is asked for in seconds."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float | None = None

    def allows(self, address: str) -> bool:
        """Whether the address may be fetched. The longest pattern decides; of equals, the one that allows."""
        parts = urlsplit(address)
        path = _plain((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        matching = [(len(pattern), allowed) for allowed, pattern in self.rules if _matches(pattern, path)]
        return max(matching)[1] if matching else True


def parse(content: bytes) -> Robots:
    """The rules in a robots.txt: those of the group that names us, else those for everybody. Never fails: a line that
    is no rule (as in a web page served in its place) is none."""
    groups: list[tuple[set[str], list[tuple[bool, str]], list[float]]] = []
    in_agents = False
    for line in content[:_LARGEST].decode("utf-8-sig", "replace").splitlines():
        name, colon, value = line.split("#", 1)[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            if not in_agents:
                groups.append((set(), [], []))
            groups[-1][0].add(value.split("/")[0].strip().lower())
            in_agents = True
        elif groups and name in ("allow", "disallow", "crawl-delay"):
            in_agents = False
            if name == "crawl-delay":
                groups[-1][2].extend(_seconds(value))
            elif value:
                groups[-1][1].append((name == "allow", _plain(value)))
    ours = [group for group in groups if AGENT in group[0]] or [group for group in groups if "*" in group[0]]
    rules = tuple(rule for group in ours for rule in group[1])
    delays = [seconds for group in ours for seconds in group[2]]
    return Robots(rules, max(delays, default=None))


def _seconds(value: str) -> list[float]:
    try:
        seconds = float(value)
    except ValueError:
        return []
    return [seconds] if 0 <= seconds < 1e6 else []


def _plain(path: str) -> str:
    """One way of writing for each path: %7E and ~ are the same."""
    return quote(unquote_to_bytes(path), safe="/*$?&=:;,+@!~'()[]%")


def _matches(pattern: str, path: str) -> bool:
    """`*` is anything, `$` at the end is the end. Linear: the leftmost place of each piece is the best one."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if anchored and rest:
        last = rest.pop()
        end = len(path) - len(last)
        if not path.endswith(last):
            return False
    else:
        end = len(path)
        if anchored:
            return at == end
    for piece in rest:
        found = path.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end
