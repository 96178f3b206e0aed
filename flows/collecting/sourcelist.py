"""Source lists: whose reports of which years are looked for, and where.

A CSV file with a header, or a YAML list of mappings, with these columns (further ones are ignored):

    issuer   name of the body, as official as it is known; empty: whoever is named beside a link
    year     2022, or 2018-2022; empty: every year that is found
    kind     report (the report itself; the default), list (a page that links to reports), sitemap
    address  http(s); empty: the report is expected, where it is published is not known
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any

import yaml

from flows.collecting.guard import Refused, check_form
from flows.language import worded

KINDS = ("report", "list", "sitemap")
STARTER = Path(__file__).with_name("starter.csv")
"""Pages of Shenzhen and of the issuers that gongkai was first tried on."""

_YEARS = re.compile(r"((?:19|20)\d\d)(?:\s*[-–—]\s*((?:19|20)\d\d))?")


class ListError(Exception):
    """The list cannot be used: file, line and reason in one line."""


@dataclass(frozen=True)
class Source:
    """One line of a source list."""

    issuer: str
    first: int | None
    last: int | None
    kind: str
    address: str
    """Empty where it is not known."""
    line: int

    @property
    def years(self) -> range:
        """The years asked for; empty where any is welcome."""
        return range(0) if self.first is None or self.last is None else range(self.first, self.last + 1)

    def wants(self, year: int) -> bool:
        """Whether a report of that year is looked for."""
        return self.first is None or year in self.years


def read_list(path: Path) -> list[Source]:
    """The sources in a list file, in their order, each once. ListError names the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ListError(_("{list}: cannot be read: {reason}").format(list=path, reason=error.strerror)) from None
    except UnicodeDecodeError:
        raise ListError(_("{list}: is not UTF-8; save the list as UTF-8").format(list=path)) from None
    rows = _yaml(path, text) if path.suffix.lower() in (".yaml", ".yml") else _csv(path, text)
    sources = dict.fromkeys(_source(path, line, row) for line, row in rows)
    if not sources:
        raise ListError(_("{list}: holds no source; expected columns issuer, year, kind, address").format(list=path))
    return list(sources)


def _csv(path: Path, text: str) -> list[tuple[int, dict[str, str]]]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(io.StringIO("\n".join(line for _number, line in lines)))
    if "address" not in (reader.fieldnames or ()):
        raise ListError(
            _("{list}: the first line names no column 'address'; expected issuer,year,kind,address").format(list=path)
        )
    rows = []
    for row in reader:
        number = lines[reader.line_num - 1][0]
        if None in row:
            raise _wrong(path, number, _("more values than columns"))
        rows.append((number, {name: (value or "").strip() for name, value in row.items()}))
    return rows


def _yaml(path: Path, text: str) -> list[tuple[int, dict[str, str]]]:
    try:
        loaded: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ListError(
            _("{list}: not YAML: {reason}").format(list=path, reason=" ".join(str(error).split()))
        ) from None
    if not isinstance(loaded, list) or not all(isinstance(row, dict) for row in loaded):
        raise ListError(_("{list}: expected a list of mappings with issuer, year, kind, address").format(list=path))
    return [
        (number, {str(name): str("" if value is None else value).strip() for name, value in row.items()})
        for number, row in enumerate(loaded, start=1)
    ]


def _wrong(path: Path, line: int, reason: str) -> ListError:
    return ListError(_("{list}, line {line}: {reason}").format(list=path, line=line, reason=reason))


def _source(path: Path, line: int, row: dict[str, str]) -> Source:
    def wrong(reason: str) -> ListError:
        return _wrong(path, line, reason)

    kind = row.get("kind") or "report"
    if kind not in KINDS:
        raise wrong(_("kind is {kind!r}; expected {known}").format(kind=kind, known=", ".join(KINDS)))
    first = last = None
    if years := row.get("year"):
        match = _YEARS.fullmatch(years)
        if not match:
            raise wrong(_("{years!r} names no years; expected 2018 or 2018-2022").format(years=years))
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            raise wrong(_("the years run backwards in {years!r}").format(years=years))
    address = row.get("address", "")
    issuer = row.get("issuer", "")
    if address:
        try:
            check_form(address)
        except Refused as refused:
            raise wrong(worded(refused)) from None
    elif not issuer:
        raise wrong(_("neither issuer nor address is given"))
    return Source(issuer, first, last, kind, address, line)
