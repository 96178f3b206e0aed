"""A report that is written otherwise and says the same: its figures come back, or are marked; never another number."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

import gongkai
from gongkai.model import Cell, CellState
from tests.corpus import SHARED, needs_corpus
from tests.generated import KINDS, generate
from tests.generated.reading import read_cells
from tests.hostile.mutation import MUTATIONS

_CLAIMED = (CellState.NUMBER, CellState.ZERO, CellState.INFERRED)


def _values(cells: list[Cell]) -> dict[str, Decimal | None]:
    return {cell.code: cell.value for cell in cells if cell.cell_state in _CLAIMED}


def _wrong(before: dict[str, Decimal | None], after: dict[str, Decimal | None]) -> dict[str, object]:
    return {code: (before.get(code), value) for code, value in after.items() if before.get(code) != value}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_generated_report_written_otherwise_says_no_other_number(name: str) -> None:
    kept = total = changed = 0
    for seed, kind in enumerate(KINDS):
        report = generate(seed, kind)
        page = MUTATIONS[name](report.html.decode("utf-8"), Random(seed))
        changed += page != report.html.decode("utf-8")
        true = {code: cell.value for code, cell in report.cells.items()}
        after = _values(read_cells(page.encode("utf-8")))
        assert _wrong(true, after) == {}, f"{name}: {report.replay()}"
        kept += len(after)
        total += sum(cell.value is not None for cell in report.cells.values())
    assert changed
    assert kept > 0.75 * total, f"{name}: {kept} of {total} cells are read"


@needs_corpus
@pytest.mark.corpus
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_real_report_written_otherwise_says_no_other_number(name: str) -> None:
    assert SHARED is not None
    pages = [page for page in sorted(Path(SHARED, "reports").rglob("*.html")) if page.stat().st_size < 100_000][:4]
    read = 0
    for page in pages:
        try:
            text = page.read_bytes().decode("utf-8")
            before = _values(list(gongkai.extract(page.read_bytes()).cells))
        except (gongkai.UnreadableSource, UnicodeDecodeError):
            continue
        mutated = MUTATIONS[name](text, Random(page.name))
        assert _wrong(before, _values(list(gongkai.extract(mutated.encode("utf-8")).cells))) == {}, page.name
        read += 1
    assert read
