"""Whose figures a report gives (口径), and the words that say so. The phrasings are in `forms/scope.yaml`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from gongkai.issuers import Issuer
from gongkai.model import Problem, Scope

# What stands before the telling words and belongs to them: 2022年全市…, 市政府办….
_BEFORE = re.compile(r"(?:20\d\d年(?:度)?，?|[省市区县州旗](?:人民)?)$")


@cache
def _phrasings() -> dict[str, tuple[re.Pattern[str], ...]]:
    text = files("gongkai.forms").joinpath("scope.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    parts = {name: data.pop(name) for name in ("all", "count")}
    compiled = {}
    for kind, expressions in data.items():
        written = "\n".join(expressions)
        for name, part in parts.items():
            written = written.replace(f"<{name}>", part)
        compiled[kind] = tuple(re.compile(e) for e in written.split("\n"))
    return compiled


def _words(said: str, kind: str) -> str | None:
    for pattern in _phrasings()[kind]:
        if match := pattern.search(said):
            before = _BEFORE.search(said, max(0, match.start() - 8), match.start())
            return (before[0] if before else "") + match[0]
    return None


def find_scope(said: str, issuer: Issuer | None) -> tuple[Scope, str | None, list[Problem]]:
    """The scope of a report's figures, the words that say so, and what is unclear about it.

    `said` is the text without white space. A department or town counts its own figures unless it speaks for its whole
    system; a government's are of its whole jurisdiction where the sentence that counts the applications says so. What
    says two things is unknown.
    """
    if issuer is not None and issuer.level not in ("province", "prefecture", "county", "special_zone"):
        if issuer.level in ("department", "state") and (system := _words(said, "system")):
            return Scope.JURISDICTION, system, []
        return Scope.ORGAN, _words(said, "organ") or _words(said, "itself"), []
    whole, organ = _words(said, "jurisdiction"), _words(said, "organ")
    if organ and not (whole and "申请" in whole):
        problem = Problem(
            code="scope_unclear",
            message="The applications told of are those of the government's office; whose the table counts is not said",
            found=organ,
        )
        return Scope.UNKNOWN, organ, [problem]
    if whole:
        return Scope.JURISDICTION, whole, []
    if own_level := _words(said, "own_level"):
        return Scope.OWN_LEVEL, own_level, []
    return Scope.UNKNOWN, None, []
