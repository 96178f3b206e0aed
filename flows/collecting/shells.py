"""Pages that a script fills: which interface it asks, where the page says so plainly.

Plain is an address in quotes that holds the name of a known interface (`words.yaml`), on the page's own host, with
parameters whose values stand on the page or in its own address. Nothing is run, and nothing is guessed: a call of which
a part is computed is named and left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from flows.collecting.fetching import Form
from flows.collecting.words import words

_POST = "post:"
_PLAIN = r"""["'][^"'\\]{0,300}["']|\d{1,30}"""
_PAIR = re.compile(
    rf"""["']?(?P<name>[\w.-]{{1,60}})["']?\s*:\s*(?P<value>{_PLAIN}|[\w.$]{{1,60}}(?!\s*\())\s*(?:,|$)"""
)
_DATA = re.compile(r"\A\s*,\s*(?:data\s*:\s*)?\{([^{}]{0,500})\}|\bdata\s*:\s*\{([^{}]{0,500})\}")
_METHOD = re.compile(r"\b(?:type|method)\s*:\s*[\"'](get|post)[\"']", re.IGNORECASE)
_ADDED = re.compile(r"\A\s*\+\s*(?P<value>[\w.$]{1,60})(?!\s*[(\w])\s*(?:\+\s*[\"'](?P<more>[^\"'\s<>]{0,200})[\"'])?")
_VARIABLE = r"(?<![\w.]){name}\s*=\s*(?:(?P<plain>{plain})|[\w.$]{{1,60}}\(\s*[\"'](?P<asked>[\w.-]{{1,60}})[\"']\s*\))"
_AFTER = 800
"""Characters after an address in which its parameters stand."""


@dataclass(frozen=True)
class Call:
    """What a script asks for: an address, and what it posts (None: it gets)."""

    address: str
    form: Form = None

    @property
    def noted(self) -> str:
        """One address for both, by which the answer is known: what is posted stands where servers are told nothing."""
        return self.address if self.form is None else f"{self.address}#{_POST}{urlencode(self.form)}"


def call_of(noted: str) -> Call:
    """The call that an address was noted for."""
    address, _, fragment = noted.partition("#")
    if not fragment.startswith(_POST):
        return Call(noted)
    return Call(address, tuple(parse_qsl(fragment.removeprefix(_POST), keep_blank_values=True)))


def calls(address: str, scripts: str) -> tuple[list[Call], list[str]]:
    """(calls that are plain, interfaces of which a part is computed) in the scripts of the page at `address`."""
    plain: dict[Call, None] = {}
    computed: dict[str, None] = {}
    for literal, after, posts in _mentioned(scripts):
        call = _call(address, scripts, literal, after, posts)
        if call is None:
            computed[literal] = None
        else:
            plain[call] = None
    return list(plain), [] if plain else list(computed)


def _mentioned(scripts: str) -> Iterator[tuple[str, str, bool]]:
    for interface in words()["interfaces"]:
        named = re.compile(
            rf"[\"']([^\"'\s<>]{{0,300}}{re.escape(interface['address'])}[^\"'\s<>]{{0,300}})[\"']", re.I
        )
        for found in named.finditer(scripts):
            after = scripts[found.end() : found.end() + _AFTER]
            method = _METHOD.search(scripts[max(0, found.start() - 80) : found.end() + _AFTER])
            yield found[1], after, (method[1].lower() if method else interface["method"]) == "post"


def _call(address: str, scripts: str, literal: str, after: str, posts: bool) -> Call | None:
    target = literal
    if added := _ADDED.match(after):
        value = _value(address, scripts, added["value"])
        if value is None:
            return None
        target += quote(value, safe="") + (added["more"] or "")
        after = after[added.end() :]
    if after.lstrip().startswith("+"):
        return None
    parameters: list[tuple[str, str]] = []
    if data := _DATA.search(after):
        inner = (data[1] if data[1] is not None else data[2]).strip()
        pairs = list(_PAIR.finditer(inner))
        if "".join(pair[0] for pair in pairs).replace(" ", "") != re.sub(r"\s", "", inner).replace(" ", ""):
            return None
        for pair in pairs:
            value = _value(address, scripts, pair["value"])
            if value is None:
                return None
            parameters.append((pair["name"], value))
    whole = urljoin(address, target)
    if urlsplit(whole)[:2] != urlsplit(address)[:2] or not (parameters or urlsplit(whole).query):
        return None
    if posts:
        return Call(whole, tuple(parameters))
    joint = "&" if urlsplit(whole).query else "?"
    return Call(f"{whole}{joint}{urlencode(parameters)}" if parameters else whole)


def _value(address: str, scripts: str, said: str) -> str | None:
    """What a literal or a variable stands for; None where it is computed, or said to be two things."""
    if said[0] in "\"'" or said.isdecimal():
        return said.strip("\"'")
    asked = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    found = {
        match["plain"].strip("\"'") if match["plain"] else asked.get(match["asked"])
        for match in re.finditer(_VARIABLE.format(name=re.escape(said), plain=_PLAIN), scripts)
    }
    if len(found) == 1 and (value := found.pop()):
        return unquote(value)
    return None
