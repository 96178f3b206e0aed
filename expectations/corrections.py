"""Corrections: what a box should hold, said by a person, as data beside the figures and never in their place.

A YAML file, a list of entries:

    - issuer: 测试县人民政府      # full name, or issuer_id
      year: 2023
      box: res_total__np        # cell code, as gongkai explain and gongkai check --json give it
      expect: 20                # what is printed now; where the source no longer says so, the correction has expired
      correct: 26
      who: 统计科
      why: the six parts add up to 26, and the issuer has confirmed it
      source: letter of 2024-03-05   # optional

The original stays what every table and series says. `corrections` holds both side by side, with what became of each
entry, and `corrected_series` the series with a column of its own for the corrected value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import msgspec
import yaml

from expectations.filling import columns_of, fill
from expectations.queries import query
from gongkai.worded import Worded


class CorrectionsInvalid(Worded, ValueError):
    """The file of corrections cannot be used; the message names the file, the entry and what is wrong with it."""


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of the file."""

    issuer: str
    year: int
    box: str
    expect: Decimal
    correct: Decimal
    who: str
    why: str
    source: str | None = None


def read(path: Path) -> tuple[Correction, ...]:
    """The entries of a file, in its order; none where there is no file. CorrectionsInvalid where one cannot be used."""
    if not path.exists():
        return ()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorrectionsInvalid("{path}: not YAML: {error}", path=path, error=" ".join(str(error).split())) from None
    if content is None:
        return ()
    if not isinstance(content, list):
        raise CorrectionsInvalid("{path}: must be a list of entries, each beginning with a dash", path=path)
    entries = tuple(_entry(path, number, one) for number, one in enumerate(content, start=1))
    twice = [place for place, count in Counter((one.issuer, one.year, one.box) for one in entries).items() if count > 1]
    if twice:
        issuer, year, box = twice[0]
        raise CorrectionsInvalid(
            "{path}: {issuer}, {year}, {box} is corrected more than once", path=path, issuer=issuer, year=year, box=box
        )
    return entries


def _entry(path: Path, number: int, given: object) -> Correction:
    try:
        # YAML reads 1.5 as a binary float: by its shortest digits it is what was typed.
        one = msgspec.convert(given, Correction, strict=False)
    except msgspec.ValidationError as error:
        raise CorrectionsInvalid(
            "{path}: entry {number}: {error}", path=path, number=number, error=str(error)
        ) from None
    for field in ("issuer", "box", "who", "why"):
        if not getattr(one, field).strip():
            raise CorrectionsInvalid("{path}: entry {number}: {field} is empty", path=path, number=number, field=field)
    if one.expect == one.correct:
        raise CorrectionsInvalid(
            "{path}: entry {number}: expect and correct are the same ({value})",
            path=path,
            number=number,
            value=one.correct,
        )
    return one


def add(path: Path, entry: Correction) -> None:
    """Append an entry to a file, whose other words stay as they are. CorrectionsInvalid, and nothing written, where the
    file would not be usable with it: the box is corrected already, or the values are the same."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    between = "" if not before or before.endswith("\n") else "\n"
    partial = path.with_suffix(".partial")
    partial.write_text(before + between + written([entry]), encoding="utf-8")
    try:
        read(partial)
    except CorrectionsInvalid as error:
        partial.unlink()
        raise CorrectionsInvalid(error.sentence, **error.fields | {"path": path}) from None
    partial.replace(path)


def written(entries: Sequence[Correction]) -> str:
    """Entries as the file has them."""
    return yaml.safe_dump(
        [_plain(one) for one in entries], allow_unicode=True, sort_keys=False, default_flow_style=False, width=120
    )


def _plain(one: Correction) -> dict[str, str | int | float]:
    numbers = {name: getattr(one, name) for name in ("expect", "correct")}
    said = {key: value for key, value in msgspec.structs.asdict(one).items() if value is not None}
    return said | {key: int(value) if value == int(value) else float(value) for key, value in numbers.items()}


def apply(connection: duckdb.DuckDBPyConnection, entries: Sequence[Correction]) -> None:
    """Fill `corrections` of the current database, and say of each entry whether it holds."""
    connection.execute("DELETE FROM corrections")
    types = columns_of(connection, "corrections")
    rows = [
        {
            "entry": number,
            "issuer": one.issuer,
            "report_year": one.year,
            "code": one.box,
            "expected": one.expect,
            "corrected": one.correct,
            "who": one.who,
            "why": one.why,
            "source": one.source,
        }
        for number, one in enumerate(entries, start=1)
    ]
    if rows:
        fill(connection, "INSERT INTO corrections BY NAME", rows, types)
    connection.execute(query("corrections"))
