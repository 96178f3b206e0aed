"""Where the cells of a table stand is remembered by its words: what is recalled is what reading it again would give."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cellvalue import read_value
from gongkai.document.html import read_html
from gongkai.document.model import Document, Grid
from gongkai.forms import Form, all_forms
from gongkai.labels import normalise
from gongkai.memory import Memory
from gongkai.model import Cell, Problem
from gongkai.tables import read_grids
from gongkai.tables.rows import NUMERIC
from gongkai.tables.vocabulary import vocabulary_of
from gongkai.vintage import tell_form
from tests.generated import DAMAGES, KINDS, generate

REPORTS = 120
FIGURES = (
    "",
    "0",
    "7",
    "12",
    "1,234",
    "5件",
    "-",
    "/",
    "无",
    "3 4",
    "12（含2件）",
    "自然人",
    "1、",
    "2019",
    "\xa0",
    "减2",
)
"""What may stand in a cell instead of what does."""


def _forget() -> None:
    for form in all_forms():
        vocabulary = vocabulary_of(form)
        vocabulary.votes.forget()
        for target in vocabulary.targets.values():
            target.placements.forget()


def _anew(document: Document, form: Form) -> tuple[list[Cell], list[Problem]]:
    _forget()
    return read_grids(document, form)


def _documents(seed: int) -> Iterator[tuple[Document, Form]]:
    """Reports of every form, clean and damaged, the clean ones of a form after each other."""
    rng = Random(seed)
    for number in range(REPORTS):
        damages = rng.sample(DAMAGES, rng.choice((0, 0, 1, 2)))
        document = read_html(generate(number, KINDS[number % len(KINDS)], damages=damages).html)
        if form := tell_form(document).form:
            yield document, form


def _with_other_figures(document: Document, rng: Random, share: float) -> Document:
    """The same page with other things in some of its cells, mostly those that held a number."""

    def other(text: str) -> str:
        numeric = read_value(text).state in NUMERIC
        return rng.choice(FIGURES) if rng.random() < (share if numeric else share / 20) else text

    grids = [
        msgspec.structs.replace(
            grid,
            rows=tuple(
                tuple(msgspec.structs.replace(cell, text=other(cell.text)) for cell in row) for row in grid.rows
            ),
        )
        for grid in document.grids
    ]
    return msgspec.structs.replace(document, grids=tuple(grids))


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    _forget()
    yield
    _forget()


@pytest.mark.parametrize("seed", range(2))
def test_what_is_recalled_is_what_reading_again_gives(seed: int) -> None:
    documents = list(_documents(seed))
    recalled = [read_grids(document, form) for document, form in documents]
    assert sum(len(target.placements) for form in all_forms() for target in vocabulary_of(form).targets.values()) > 9
    assert recalled == [_anew(document, form) for document, form in documents]


@given(number=st.integers(0, 10_000), kind=st.sampled_from(KINDS), share=st.sampled_from((0.02, 0.2, 1.0)))
def test_other_figures_in_the_same_table_are_read_alike(number: int, kind: str, share: float) -> None:
    """The words are remembered of one page, then recalled for the same with blanks, marks, units and words in it."""
    rng = Random(number)
    page = read_html(generate(number, kind).html)
    form = tell_form(page).form
    assert form is not None
    others = [page, *(_with_other_figures(page, rng, share) for _ in range(3))]
    rng.shuffle(others)
    _forget()
    recalled = [read_grids(document, form) for document in others]
    assert recalled == [_anew(document, form) for document in others]


def test_a_second_report_with_the_same_words_is_placed_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_html(generate(4, "D").html)
    form = tell_form(first).form
    assert form is not None
    read_grids(first, form)
    monkeypatch.setattr("gongkai.tables.Lines", None)
    monkeypatch.setattr("gongkai.tables.Block", None)
    rng = Random(1)
    grids = tuple(_with_numbers(grid, rng) for grid in first.grids)
    cells, problems = read_grids(msgspec.structs.replace(first, grids=grids), form)
    assert not problems
    assert len(cells) > 100
    printed = {cell.place: cell.text for grid in grids for row in grid.rows for cell in row}
    assert all(cell.raw_text == printed[cell.place] for cell in cells)


def _with_numbers(grid: Grid, rng: Random) -> Grid:
    rows = tuple(
        tuple(
            msgspec.structs.replace(cell, text=str(rng.randrange(1000)))
            if read_value(cell.text).state in NUMERIC
            else cell
            for cell in row
        )
        for row in grid.rows
    )
    return msgspec.structs.replace(grid, rows=rows)


def test_no_label_of_a_form_reads_like_a_figure() -> None:
    """A figure must never speak for a table: the outline leaves figures out."""
    for form in all_forms():
        for word in vocabulary_of(form).speaks:
            assert read_value(word).state not in NUMERIC, word
            assert read_value(f"1{word}").unit is None, word
            assert normalise(f"5{word}") not in ("", "5"), word


def test_a_memory_forgets_what_was_longest_not_asked_for() -> None:
    memory: Memory[str, int] = Memory(2)
    memory.keep("a", 1)
    memory.keep("b", 2)
    assert memory.recall("a") == 1
    memory.keep("c", 3)
    assert (memory.recall("a"), memory.recall("b"), memory.recall("c"), len(memory)) == (1, None, 3, 2)


def test_where_a_sum_decided_nothing_is_remembered() -> None:
    """Digits parted by a blank are one number where the sums say so: the numbers of other rows have a say in it."""
    page = read_html(generate(4, "D").html)
    form = tell_form(page).form
    assert form is not None
    cells, _ = read_grids(page, form)
    total = next(
        cell
        for cell in cells
        if cell.table == "3" and cell.column == "total" and cell.value is not None and cell.value >= 10
    )
    summed = next(
        {term.line for term in (*identity.left, *identity.right)}
        for identity in form.identities
        if {(total.line, "total")} < {(term.line, term.column) for term in (*identity.left, *identity.right)}
        and len({term.line for term in (*identity.left, *identity.right)}) > 1
    )
    part = next(c for c in cells if c.column == "total" and c.line in summed - {total.line} and c.value is not None)
    parted = _with_text(page, total, f"{total.raw_text[0]} {total.raw_text[1:]}")
    adds_up, does_not = parted, _with_text(parted, part, "987")
    read = {name: _anew(document, form) for name, document in (("adds up", adds_up), ("does not", does_not))}
    assert read["adds up"][1]
    assert not read["does not"][1]
    _forget()
    assert read_grids(does_not, form) == read["does not"]
    assert read_grids(adds_up, form) == read["adds up"]


def _with_text(document: Document, cell: Cell, text: str) -> Document:
    grids = [
        msgspec.structs.replace(
            grid,
            rows=tuple(
                tuple(msgspec.structs.replace(one, text=text) if one.place == cell.place else one for one in row)
                for row in grid.rows
            ),
        )
        for grid in document.grids
    ]
    return msgspec.structs.replace(document, grids=tuple(grids))
