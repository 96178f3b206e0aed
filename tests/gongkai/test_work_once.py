"""Guards against decay that no clock is needed for: how often things are done for one report, and for one more."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
import selectolax.lexbor

import gongkai.flattened as flattened
from gongkai import extract
from gongkai.flattened.stream import Stream
from tests.generated import generate

ISSUERS = range(20, 32)


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """What is made once for all reports is made."""
    for number in range(20):
        extract(generate(number, "D").html)


def test_a_page_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []
    parser = selectolax.lexbor.LexborHTMLParser

    def counting(text: str) -> selectolax.lexbor.LexborHTMLParser:
        parsed.append(len(text))
        return parser(text)

    for module in list(sys.modules.values()):
        if module.__name__.startswith("gongkai.") and getattr(module, "LexborHTMLParser", None) is parser:
            monkeypatch.setattr(module, "LexborHTMLParser", counting)
    pages = [generate(number, "D").html for number in ISSUERS]
    for page in pages:
        extract(page)
    assert len(parsed) == len(pages)


def test_no_expression_is_compiled_for_a_further_report(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: Counter[str] = Counter()
    compile_ = re._compiler.compile  # type: ignore[attr-defined]

    def counting(pattern: object, flags: int = 0) -> object:
        compiled[str(pattern)] += 1
        return compile_(pattern, flags)

    pages = [generate(number, "D").html for number in ISSUERS]
    monkeypatch.setattr(re._compiler, "compile", counting)  # type: ignore[attr-defined]
    issuers = {extract(page).head.issuer for page in pages}
    assert len(issuers) > 5
    # One for plans names the year after the report's: as many as there are years, however many the reports.
    made = {pattern: count for pattern, count in compiled.items() if not re.search(r"20\d\d年", pattern)}
    assert made == {}


def test_the_running_text_of_a_report_with_grids_is_gone_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    class Counting(Stream):
        def __init__(self, text: str):
            made.append(len(text))
            super().__init__(text)

    monkeypatch.setattr(flattened, "Stream", Counting)
    for number in ISSUERS:
        extract(generate(number, "D").html)
    # Once beside the grids; once more over everything where a grid did not give its whole table.
    assert len(ISSUERS) <= len(made) <= 2 * len(ISSUERS)


@pytest.mark.parametrize("room", ["warehouse", "expectations"])
def test_no_load_goes_row_by_row(room: str) -> None:
    """Loads are set operations: no executemany, and no statement for each of fetched rows."""
    root = Path(__file__).resolve().parents[2] / room
    by_row = re.compile(
        r"\.executemany\(|for [\w, ]+ in [\w.]+\.(?:fetchall|iter_rows|rows|itertuples)\(.*\):\n\s+.*\.execute\("
    )
    offenders = {
        f"{file.name}: {match[0].strip()[:80]}"
        for file in sorted(root.rglob("*.py"))
        for match in by_row.finditer(file.read_text(encoding="utf-8"))
    }
    assert offenders == set()
