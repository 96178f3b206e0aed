"""The codebook: what can be measured in prose, and in which words. Data in `codebook.yaml`; read and checked here.

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
from collections.abc import Iterable
from functools import cache, partial
from importlib import resources

import yaml

from gongkai.forms.words import words
from gongkai.model import Value

NAME = "codebook.yaml"
TOPICS = frozenset(
    [
        "requests",
        "remedies",
        "fees",
        "proactive",
        "response",
        "platforms",
        "open_data",
        "gazette",
        "staff",
        "training",
        "other",
    ]
)
_KINDS = frozenset({"flow", "stock", "na"})
_PERIODS = frozenset({"year", "as_of", "opening", "cumulative", "pair"})
_REQUIRED = ("code", "zh", "en", "definition", "definition_zh", "unit", "kind", "topic")
_FIELDS = frozenset({*_REQUIRED, "period", "scope", "phrasings"})

# Groups: what matched in them must be neutral, of the long one what follows its last comma, bracket or quantity.
_GAP = r"([^,;:#@。()\x1e]{0,16}?)"
_ANY = r"[^,;:#@。()\x1e]{0,24}?"
_RIGHT_GAP = r"([^,;:#@。()\x1e、]{0,24}?)"
_LONG = r"([^。;@\x1e]{0,90}?)"
_WIDE = {"~": _LONG, "…": _ANY, "~…": r"[^。;@\x1e]{0,90}?"}
_FILLERS = "总数量件案次条篇额合共计累积达到超过突破高各类项分别均为有其中了:已是也就”》全年约情况的"
_FILLER = rf"[{_FILLERS}]*+\(?"
"""What may stand between the last word of a phrasing and the number, which may be in brackets."""


_CLAUSE_MARKS = ",;:#。()"
_SINGLE = r"(?:(?<![、和与或])|(?<=#\w[、和])|(?<=#\w\w[、和]))"
"""Not the last of several joined words, unless each has its own figure."""
_START = (
    r"(?:^|[,、:;。(])(?:“|其中|包括|包含|含|全年的?|当年|本年度?的?|今年的?|年内|共|累计|另有|以及|和|已|均|实际|目前|总署|总局|(?:部|厅|局|委)机关|各级(?:行政机关|政府部门|各部门)|其余(?!为)|截[至止](?!年)"
    r"|[我本全][省市区县镇乡局厅委办校院](?!级(?!行政机关|政府部门|各部门)))*+"
)


_CLAUSE_END = r"(?=[,、;。:()\x1e的]|$|[和及与]#)"
_SET = re.compile(r"\$([a-z_]+)")


def clause_start(left: str) -> int:
    """Where in the words before a quantity its clause begins: a phrasing of one clause never matches before."""
    words_before = left.removesuffix("(").rstrip(_FILLERS)
    return max(0, *map(words_before.rfind, _CLAUSE_MARKS))


class CodebookError(Exception):
    """The codebook is not as it must be; the message names file and line."""


class Phrasing(Value, frozen=True):
    """One way to say it."""

    text: str
    expression: str
    """Searched in a sentence whose quantities stand as `#` and unit, the one in question as `@` and unit."""
    keys: tuple[tuple[str, ...], ...]
    """Of each set of words at least one must stand in the sentence."""
    near: tuple[tuple[str, ...], ...]
    """Of each set of words one stands between the comma or quantity before and the quantity itself."""
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


class Indicator(Value, frozen=True):
    """One measured thing."""

    code: str
    name_zh: str
    name_en: str
    definition: str
    definition_zh: str
    unit: str
    """Standard unit of its values: count, CNY, percent, persons, person_times, days, workdays, ..."""
    flow_or_stock: str
    """flow, stock, na."""
    topic: str
    period: str
    """Of a figure that names none: year; as_of (the year's end); opening (the end of the year before); cumulative;
    pair (before and after a reform)."""
    own_level: bool
    """True where it is by its nature a figure of the government itself and not of the whole jurisdiction."""
    phrasings: tuple[Phrasing, ...]


@cache
def codebook() -> tuple[Indicator, ...]:
    """All indicators, read once. Raises `CodebookError` where the file is wrong."""
    text = resources.files(__package__).joinpath(NAME).read_text(encoding="utf-8")
    return read_codebook(text)


def read_codebook(text: str, name: str = NAME) -> tuple[Indicator, ...]:
    """Indicators of a codebook's text. Raises `CodebookError` with file and line."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CodebookError(f"{name}:{line}: {error.problem}") from error
    except yaml.YAMLError as error:  # A character that YAML does not have.
        raise CodebookError(f"{name}:1: {' '.join(str(error).split())}") from error
    if not isinstance(root, yaml.SequenceNode):
        raise CodebookError(f"{name}:1: a list of indicators is expected")
    found: dict[str, Indicator] = {}
    for node in root.value:
        indicator = _indicator(node, name)
        if indicator.code in found:
            raise CodebookError(f"{name}:{node.start_mark.line + 1}: {indicator.code} is there already")
        found[indicator.code] = indicator
    return tuple(found.values())


def _indicator(node: yaml.Node, name: str) -> Indicator:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise CodebookError(f"{name}:{line}: an indicator is a set of fields")
    fields: dict[str, str] = {}
    phrasings: list[Phrasing] = []
    for key, value in node.value:
        field_line = key.start_mark.line + 1
        if key.value not in _FIELDS:
            raise CodebookError(f"{name}:{field_line}: no field {key.value!r}; there are {', '.join(sorted(_FIELDS))}")
        if key.value == "phrasings":
            if not isinstance(value, yaml.SequenceNode):
                raise CodebookError(f"{name}:{field_line}: phrasings are a list")
            phrasings = [one for item in value.value for one in _phrasings(item, name)]
        elif isinstance(value, yaml.ScalarNode):
            fields[key.value] = value.value
        else:
            raise CodebookError(f"{name}:{field_line}: {key.value} is one word or sentence")
    for required in _REQUIRED:
        if not fields.get(required):
            raise CodebookError(f"{name}:{line}: {fields.get('code', 'an indicator')} has no {required}")
    kind = fields["kind"]
    period = fields.get("period", "as_of" if kind == "stock" else "year")
    for field, value, allowed in (
        ("kind", kind, _KINDS),
        ("topic", fields["topic"], TOPICS),
        ("period", period, _PERIODS),
    ):
        if value not in allowed:
            raise CodebookError(f"{name}:{line}: {field} {value!r} is none of {', '.join(sorted(allowed))}")
    return Indicator(
        code=fields["code"],
        name_zh=fields["zh"],
        name_en=fields["en"],
        definition=fields["definition"],
        definition_zh=fields["definition_zh"],
        unit=fields["unit"],
        flow_or_stock=kind,
        topic=fields["topic"],
        period=period,
        own_level=fields.get("scope") == "own_level",
        phrasings=tuple(phrasings),
    )


def _phrasings(node: yaml.Node, name: str) -> list[Phrasing]:
    """A line of the file: one phrasing, or two where the words name a kind, before the quantity and after it."""
    line = node.start_mark.line + 1
    text = str(node.value)
    if not isinstance(node, yaml.ScalarNode) or text.split().count("#") != 1:
        raise CodebookError(f"{name}:{line}: a phrasing is words with one # among them")
    for used in dict.fromkeys(_SET.findall(text)):
        if used not in words().sets:
            raise CodebookError(f"{name}:{line}: no set {used!r}; there are {', '.join(words().sets)}")
    text = _SET.sub(lambda used: "|".join(words().sets[used[1]]), text)
    body, _, without = text.partition("!")
    parts = body.split()
    subject = parts.pop(0).strip("[]") if parts[0].startswith("[") else None
    if subject is not None and subject not in words().subjects:
        raise CodebookError(f"{name}:{line}: no subject {subject!r}; there are {', '.join(words().subjects)}")
    at = parts.index("#")
    left, unit, after = parts[:at], parts[at + 1] if len(parts) > at + 1 else "*", parts[at + 2 :]
    if not left and not after:
        raise CodebookError(f"{name}:{line}: a phrasing needs words beside its quantity")
    banned = without.strip().split("|")
    units = _units(unit)
    made = partial(
        Phrasing,
        units=units,
        subject=subject,
        without=tuple(word for word in banned if word and word[0] != "^"),
        unless=tuple(word[1:] for word in banned if word[:1] == "^"),
    )
    number = f"@(?:{_either(units)})(?!次)" if units else "@"
    keys: list[tuple[str, ...]] = []
    if left[:1] == ["="]:
        if not left[1:] or after:
            raise CodebookError(f"{name}:{line}: after = stands a name, then # and the unit")
        label = _sequence(left[1:], keys, "")
        about, said, naming = (f"[{subject}] " if subject else ""), " ".join(left[1:]), words().naming
        return [
            made(
                text=f"{about}^ {said} # {unit}",
                expression=f"{_START}{naming.before}{label}{naming.after}{_FILLER}{number}",
                keys=tuple(keys),
                near=_near(left[1:]),
            ),
            made(
                text=f"{about}^ # {unit} {said}",
                expression=f"{_START}{number}{naming.between}{label}{naming.after}{_CLAUSE_END}",
                keys=tuple(keys),
                near=(),
            ),
        ]
    expression = _sequence(left, keys, _GAP)
    if left and left[-1] not in _WIDE:
        expression += _FILLER
    expression += number
    between = _RIGHT_GAP
    for word in after:
        if word in _WIDE:
            between = _WIDE[word]
            continue
        spoken = ("" if word.startswith("+") else between) + _word(word.removeprefix("+"), keys)
        expression += f"(?:{spoken})?" if word.endswith("?") else spoken
        between = _RIGHT_GAP
    return [
        made(
            text=text,
            expression=expression,
            keys=tuple(keys),
            near=_near(left),
            wide=any("~" in part or any(mark in part for mark in _CLAUSE_MARKS) for part in left),
        )
    ]


def _units(unit: str) -> tuple[str, ...]:
    """The units that a phrasing takes; none where it takes any."""
    named = tuple(unit.split("|"))
    return () if "*" in named else (*_SAME.get(named[0], ()), *named)


def _near(left: list[str]) -> tuple[tuple[str, ...], ...]:
    """Words that no comma and no other quantity parts from the quantity: those after the last wide gap."""
    after = max((at for at, part in enumerate(left) if "~" in part), default=-1) + 1
    sets = (
        part.removeprefix("+").split("|")
        for part in left[after:]
        if part not in _WIDE and part != "^" and part[-1] != "?"
    )
    return tuple(tuple(said) for said in sets if not any(mark in word for word in said for mark in _CLAUSE_MARKS))


def _sequence(parts: list[str], keys: list[tuple[str, ...]], gap: str) -> str:
    """Pattern of words in order; the gap before an optional word goes with it."""
    expression, between, wide = "", "", False
    for part in parts:
        if part == "^":
            expression = _START
            continue
        if part in _WIDE:
            between, wide = _WIDE[part], True
            continue
        if part.startswith("+") and not wide:
            between = ""
        word = _word(part.removeprefix("+"), keys)
        if between and expression not in ("", _START) and not part.startswith("、"):
            word = _SINGLE + word
        if not part.endswith("?"):
            expression += between + word
        else:
            expression += f"{between}(?:{word})?" if wide else f"(?:{between}{word})?"
        between, wide = gap, False
    return expression + _WIDE.get(parts[-1] if parts else "", "")


def _word(part: str, keys: list[tuple[str, ...]]) -> str:
    if not part.endswith("?"):
        keys.append(tuple(part.split("|")))
    return f"(?:{_either(part.split('|'))})"


def _either(said: Iterable[str]) -> str:
    longest_first = sorted((word.rstrip("?") for word in said), key=len, reverse=True)
    return "|".join(_NO_VERB.get(word[:2], "") + re.escape(word) for word in longest_first)


_SAME = {"件": ("件次", "起", "宗")}
"""Units that count the same as the first one of a phrasing."""
_NO_VERB = {"公开": "(?<!信息)(?<!政务)"}
"""信息公开 names the whole work: its 公开 is no verb that takes an object."""
