"""The codebook: what can be measured in prose, and in which words. Data in `codebook.yaml`; read and checked here.

How the words are written down is told in `gongkai/forms/phrasings.py`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from gongkai.forms.phrasings import Phrasing, PhrasingError, read_phrasing
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


class CodebookError(Exception):
    """The codebook is not as it must be; the message names file and line."""


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
    if not isinstance(node, yaml.MappingNode):
        raise CodebookError(f"{name}:{node.start_mark.line + 1}: an indicator is a set of fields")
    fields, phrasings = _fields(node, name)
    kind = fields.get("kind", "")
    fields.setdefault("period", "as_of" if kind == "stock" else "year")
    _check(fields, f"{name}:{node.start_mark.line + 1}")
    return Indicator(
        code=fields["code"],
        name_zh=fields["zh"],
        name_en=fields["en"],
        definition=fields["definition"],
        definition_zh=fields["definition_zh"],
        unit=fields["unit"],
        flow_or_stock=kind,
        topic=fields["topic"],
        period=fields["period"],
        own_level=fields.get("scope") == "own_level",
        phrasings=phrasings,
    )


def _fields(node: yaml.MappingNode, name: str) -> tuple[dict[str, str], tuple[Phrasing, ...]]:
    """What is said of an indicator: its fields of one word or sentence, and its phrasings."""
    fields: dict[str, str] = {}
    phrasings: tuple[Phrasing, ...] = ()
    for key, value in node.value:
        place = f"{name}:{key.start_mark.line + 1}"
        if key.value not in _FIELDS:
            raise CodebookError(f"{place}: no field {key.value!r}; there are {', '.join(sorted(_FIELDS))}")
        if key.value == "phrasings":
            if not isinstance(value, yaml.SequenceNode):
                raise CodebookError(f"{place}: phrasings are a list")
            phrasings = tuple(one for item in value.value for one in _phrasings(item, name))
        elif isinstance(value, yaml.ScalarNode):
            fields[key.value] = value.value
        else:
            raise CodebookError(f"{place}: {key.value} is one word or sentence")
    return fields, phrasings


def _check(fields: dict[str, str], place: str) -> None:
    """CodebookError where a field is missing, or has a value that it cannot have."""
    for required in _REQUIRED:
        if not fields.get(required):
            raise CodebookError(f"{place}: {fields.get('code', 'an indicator')} has no {required}")
    for field, allowed in (("kind", _KINDS), ("topic", TOPICS), ("period", _PERIODS)):
        if fields[field] not in allowed:
            raise CodebookError(f"{place}: {field} {fields[field]!r} is none of {', '.join(sorted(allowed))}")


def _phrasings(node: yaml.Node, name: str) -> tuple[Phrasing, ...]:
    """A line of the file: one phrasing, or two of a name of a kind."""
    try:
        return read_phrasing(node.value if isinstance(node, yaml.ScalarNode) else "")
    except PhrasingError as error:
        raise CodebookError(f"{name}:{node.start_mark.line + 1}: {error}") from error
