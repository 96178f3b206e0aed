"""How the codebook writes down a way to say something, and the pattern that is made of it.

A phrasing is a line of words with one `#` for the quantity, e.g. `收到|受理 信息公开申请 # 件|宗`:

- words set apart by blanks stand in this order in one clause; between them only words that change nothing (`neutral` of
  `language.yaml`), so that no other kind of the thing (涉及征地的申请) is taken for it; `a|b` is either; a word with
  `?` at its end may be absent; one with `+` before it follows at once. No word is the last of several joined by 、;
- `…` allows for any other words of the clause in between, where the words around leave no doubt;
- `~` allows for other clauses and quantities of the same sentence in between, after the last of which again only
  neutral words may stand; `~…` for any words of the sentence;
- the word after `#` is the unit (`*`: any, or none); words after that follow the quantity;
- a phrasing that begins with `[requests]` holds only where the sentence, or else the part of the report, is about that
  subject (`subjects` of `language.yaml`): bare words like 办结 # 件 then need no object of their own;
- a phrasing that begins with `^` begins its clause: nothing but 其中, 共 and the like may stand before it;
- one that begins with `=` names one kind of what its subject counts, in any of the ways that lists do: 网络申请 # 件,
  以网络方式提出的 # 件, # 件为网络申请; what may stand around the name is data (`naming` of `language.yaml`), and its
  words follow each other at once;
- `$request` stands for all words of that set (`sets` of `language.yaml`), alone or among others: `$request|申请事项`;
- between the last word and `#` only words like 共计, 达, 总数为 may stand;
- after `!`, words that must not stand in the stretch that matched, nor just before it; with `^`, nowhere before the
  quantity in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gongkai.forms.words import words
from gongkai.model import Value

# Groups: what matched in them must be neutral, of the long one what follows its last comma, bracket or quantity.
_GAP = r"([^,;:#@。()\x1e]{0,16}?)"
_ANY = r"[^,;:#@。()\x1e]{0,24}?"
_RIGHT_GAP = r"([^,;:#@。()\x1e、]{0,24}?)"
_LONG = r"([^。;@\x1e]{0,90}?)"
_WIDE = {"~": _LONG, "…": _ANY, "~…": r"[^。;@\x1e]{0,90}?"}
_FILLERS = "总数量件案次条篇额合共计累积达到超过突破高各类项分别均为有其中了:已是也就”》全年约情况的"
_FILLER = rf"(?:一共)?[{_FILLERS}]*+\(?"
"""What may stand between the last word of a phrasing and the number, which may be in brackets."""
_CLAUSE_MARKS = ",;:#。()"
_CLAUSE_START = rf"(?:^|[,、:;。(])(?:{'|'.join(words().openers)})*+"
_CLAUSE_END = r"(?=[,;。:()\x1e的]|$|[和及与]#|、[^,、;。()\x1e]{0,12}#)"
"""A 、 ends it only where a figure of its own follows: 56件为不予公开、无法提供和其他处理 is of all three."""
_SINGLE = r"(?:(?<![、和与或])|(?<=#\w[、和])|(?<=#\w\w[、和]))"
"""Not the last of several joined words, unless each has its own figure."""
_SET = re.compile(r"\$([a-z_]+)")
_SAME = {"件": ("件次", "起", "宗")}
"""Units that count the same as the first one of a phrasing."""
_NO_VERB = {"公开": "(?<!信息)(?<!政务)"}
"""信息公开 names the whole work: its 公开 is no verb that takes an object."""


class PhrasingError(ValueError):
    """A line that is no phrasing; the message says why."""


class Phrasing(Value, frozen=True):
    """One way to say it."""

    text: str
    expression: str
    """Searched in a sentence whose quantities stand as `#` and unit, the one in question as `@` and unit."""
    keys: tuple[tuple[str, ...], ...]
    """Of each set of words at least one must stand in the sentence."""
    near: tuple[tuple[str, ...], ...]
    """Of each set of words one stands between the comma or quantity before and the quantity itself."""
    after: tuple[tuple[str, ...], ...]
    """Of each set of words one stands after the quantity."""
    without: tuple[str, ...]
    """Words that must not stand in what matched."""
    unless: tuple[str, ...]
    """Words that must not stand anywhere before it in the sentence."""
    units: tuple[str, ...] = ()
    """One of these begins what follows the quantity; empty where any may."""
    subject: str | None = None
    """What the sentence or the part must be about."""
    wide: bool = False
    """It goes over the marks between clauses."""


class _Line(NamedTuple):
    """A line of the codebook, taken apart; sets are replaced by their words."""

    text: str
    subject: str | None
    left: list[str]
    """Words before the quantity, with the signs among them."""
    unit: str
    right: list[str]
    """Words after its unit."""
    banned: list[str]
    """What stands after `!`."""


def clause_start(left: str) -> int:
    """Where in the words before a quantity its clause begins: a phrasing of one clause never matches before."""
    words_before = left.removesuffix("(").rstrip(_FILLERS)
    return max(0, *map(words_before.rfind, _CLAUSE_MARKS))


def read_phrasing(text: str) -> tuple[Phrasing, ...]:
    """The phrasing of a line; of a line that begins with `=` two, the name before the quantity and after it.

    PhrasingError where the line is none.
    """
    line = _take_apart(text)
    return _naming_a_kind(line) if line.left[:1] == ["="] else (_in_order(line),)


def _take_apart(text: str) -> _Line:
    if text.split().count("#") != 1 or "#" not in text.partition("!")[0].split():
        raise PhrasingError("a phrasing is words with one # among them")
    for used in dict.fromkeys(_SET.findall(text)):
        if used not in words().sets:
            raise PhrasingError(f"no set {used!r}; there are {', '.join(words().sets)}")
    text = _SET.sub(lambda used: "|".join(words().sets[used[1]]), text)
    body, _, banned = text.partition("!")
    parts = body.split()
    subject = parts.pop(0).strip("[]") if parts[0].startswith("[") else None
    if subject is not None and subject not in words().subjects:
        raise PhrasingError(f"no subject {subject!r}; there are {', '.join(words().subjects)}")
    at = parts.index("#")
    left, unit, right = parts[:at], parts[at + 1] if len(parts) > at + 1 else "*", parts[at + 2 :]
    if not left and not right:
        raise PhrasingError("a phrasing needs words beside its quantity")
    return _Line(text, subject, left, unit, right, banned.strip().split("|"))


def _naming_a_kind(line: _Line) -> tuple[Phrasing, Phrasing]:
    """`= 网络 # 件`: 网络申请5件, and 5件来自网络."""
    name = line.left[1:]
    if not name or line.right:
        raise PhrasingError("after = stands a name, then # and the unit")
    label, said, naming = _sequence(name, ""), " ".join(name), words().naming
    about = f"[{line.subject}] " if line.subject else ""
    before = f"{_CLAUSE_START}{naming.before}{label}{naming.after}{_FILLER}{_number(line.unit)}"
    behind = f"{_CLAUSE_START}{_number(line.unit)}{naming.between}{label}{naming.after}{_CLAUSE_END}"
    return (
        _phrasing(line, f"{about}^ {said} # {line.unit}", before, near=_near(name)),
        _phrasing(line, f"{about}^ # {line.unit} {said}", behind, after=_required(name)),
    )


def _in_order(line: _Line) -> Phrasing:
    """Words before the quantity, and words after it."""
    expression = _sequence(line.left, _GAP)
    if line.left and line.left[-1] not in _WIDE:
        expression += _FILLER
    expression += _number(line.unit) + _after(line.right)
    wide = any("~" in part or any(mark in part for mark in _CLAUSE_MARKS) for part in line.left)
    return _phrasing(line, line.text, expression, near=_near(line.left), after=_required(line.right), wide=wide)


def _phrasing(
    line: _Line,
    text: str,
    expression: str,
    *,
    near: tuple[tuple[str, ...], ...] = (),
    after: tuple[tuple[str, ...], ...] = (),
    wide: bool = False,
) -> Phrasing:
    name = line.left[1:] if line.left[:1] == ["="] else line.left
    return Phrasing(
        text=text,
        expression=expression,
        keys=(*_required(name), *_required(line.right)),
        near=near,
        after=after,
        without=tuple(word for word in line.banned if word and word[0] != "^"),
        unless=tuple(word[1:] for word in line.banned if word[:1] == "^"),
        units=_units(line.unit),
        subject=line.subject,
        wide=wide,
    )


def _number(unit: str) -> str:
    """Pattern of the quantity, with its unit where the phrasing names one."""
    units = _units(unit)
    return f"@(?:{_either(units)})(?!次)" if units else "@"


def _units(unit: str) -> tuple[str, ...]:
    """The units that a phrasing takes; none where it takes any."""
    named = tuple(unit.split("|"))
    return () if "*" in named else (*_SAME.get(named[0], ()), *named)


def _required(parts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The words that a sentence must have: for each part that may not be absent, the words it may be."""
    signs = _WIDE.keys() | {"^"}
    return tuple(
        tuple(part.removeprefix("+").split("|")) for part in parts if part not in signs and not part.endswith("?")
    )


def _near(left: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Words that no comma and no other quantity parts from the quantity: those after the last wide gap."""
    after = max((at for at, part in enumerate(left) if "~" in part), default=-1) + 1
    return tuple(
        either
        for either in _required(left[after:])
        if not any(mark in word for word in either for mark in _CLAUSE_MARKS)
    )


def _sequence(parts: Sequence[str], gap: str) -> str:
    """Pattern of words in order; the gap before an optional word goes with it."""
    expression, between, wide = "", "", False
    for part in parts:
        if part == "^":
            expression = _CLAUSE_START
            continue
        if part in _WIDE:
            between, wide = _WIDE[part], True
            continue
        if part.startswith("+") and not wide:
            between = ""
        word = _word(part)
        if between and expression not in ("", _CLAUSE_START) and not part.startswith("、"):
            word = _SINGLE + word
        if not part.endswith("?"):
            expression += between + word
        else:
            expression += f"{between}(?:{word})?" if wide else f"(?:{between}{word})?"
        between, wide = gap, False
    return expression + _WIDE.get(parts[-1] if parts else "", "")


def _after(right: Sequence[str]) -> str:
    """Pattern of the words after the quantity, each with the gap before it."""
    expression, between = "", _RIGHT_GAP
    for part in right:
        if part in _WIDE:
            between = _WIDE[part]
            continue
        spoken = ("" if part.startswith("+") else between) + _word(part)
        expression += f"(?:{spoken})?" if part.endswith("?") else spoken
        between = _RIGHT_GAP
    return expression


def _word(part: str) -> str:
    return f"(?:{_either(part.removeprefix('+').split('|'))})"


def _either(said: Iterable[str]) -> str:
    longest_first = sorted((word.rstrip("?") for word in said), key=len, reverse=True)
    return "|".join(_NO_VERB.get(word[:2], "") + re.escape(word) for word in longest_first)
