"""The rules run over a built warehouse: findings, counts, and the status of the figures they put in doubt.

No Great Expectations and no Prefect here, so that `gongkai check` starts at once; `expectations.suites` hands the same
queries to Great Expectations.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import duckdb
import msgspec
import yaml

_FOLDER = Path(__file__).parent
_QUERIES = _FOLDER / "rules"


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same in both languages."""

    zh: str
    en: str


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the catalogue (`rules.yaml`)."""

    id: str
    severity: Literal["critical", "warning", "info"]
    title: Words
    explanation: Words
    formula: str
    exceptions: str
    source: str

    @property
    def query(self) -> str:
        """SQL that yields one row per instance: report_id, place, outcome, both operands, evidence, messages."""
        return (_QUERIES / f"{self.id}.sql").read_text(encoding="utf-8")


@cache
def rules() -> tuple[Rule, ...]:
    """The catalogue, in its order. ValueError where an id is there twice or a rule has no query."""
    text = (_FOLDER / "rules.yaml").read_text(encoding="utf-8")
    catalogue = msgspec.convert(yaml.safe_load(text), tuple[Rule, ...])
    ids = [rule.id for rule in catalogue]
    if len(set(ids)) < len(ids):
        raise ValueError(f"rules.yaml: an id is there twice: {sorted({one for one in ids if ids.count(one) > 1})}")
    if missing := [rule.id for rule in catalogue if not (_QUERIES / f"{rule.id}.sql").is_file()]:
        raise ValueError(f"rules.yaml: no query in rules/ for {', '.join(missing)}")
    return catalogue


def _outcomes(connection: duckdb.DuckDBPyConnection) -> None:
    """A temporary table with every outcome of every rule."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE outcomes (
            check_id VARCHAR, severity VARCHAR, report_id VARCHAR, place VARCHAR, outcome VARCHAR,
            left_value DECIMAL(38, 6), right_value DECIMAL(38, 6), left_words VARCHAR, right_words VARCHAR,
            left_evidence VARCHAR[], right_evidence VARCHAR[], message_zh VARCHAR, message_en VARCHAR
        )
        """
    )
    for rule in rules():
        connection.execute(
            f"INSERT INTO outcomes BY NAME SELECT ? AS check_id, ? AS severity, * FROM ({rule.query})",  # noqa: S608
            [rule.id, rule.severity],
        )


def run_checks(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `checks`, `findings` and `check_runs` of the connection's current database, and mark disputed observations.

    Safe to repeat: what an earlier run left is replaced.
    """
    connection.execute((_QUERIES / "macros.sql").read_text(encoding="utf-8"))
    connection.execute("DELETE FROM checks")
    connection.executemany(
        "INSERT INTO checks VALUES (?, 'report', ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [
                rule.id,
                rule.severity,
                rule.title.zh,
                rule.title.en,
                rule.explanation.zh,
                rule.explanation.en,
                rule.formula,
                rule.exceptions,
                rule.source,
            ]
            for rule in rules()
        ],
    )
    _outcomes(connection)
    connection.execute((_FOLDER / "findings.sql").read_text(encoding="utf-8"))


def check_file(build: Path) -> None:
    """`run_checks` on a build file, closed and complete afterwards."""
    with duckdb.connect(str(build)) as connection:
        run_checks(connection)
        connection.execute("CHECKPOINT")
