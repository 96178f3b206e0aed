"""Digits that ran together are split only where the printed sums leave one way."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.splitting import Balance, Run, block_splits, row_splits, solve

TOTAL = (1, 1, 1, 1, 1, 1, -1)
BLOCK = (1, 1, 1, 1, -1)


def values(tokens: list[str], cells: int, *sums: tuple[int, ...]) -> list[tuple[int | None, ...]]:
    splits = row_splits(Run.of(tokens), cells, sums)
    assert splits is not None
    return [split.values for split in splits]


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (["0000000"], (0, 0, 0, 0, 0, 0, 0)),
        (["6000017"], (6, 0, 0, 0, 0, 1, 7)),
        (["230", "000023"], (23, 0, 0, 0, 0, 0, 23)),
        (["20", "0", "00", "0", "121"], (20, 0, 0, 0, 0, 1, 21)),
        (["801000081"], (80, 1, 0, 0, 0, 0, 81)),
    ],
)
def test_the_total_of_a_row_tells_its_cells_apart(tokens: list[str], expected: tuple[int, ...]) -> None:
    assert values(tokens, 7, TOTAL) == [expected]


def test_a_row_with_two_ways_keeps_both() -> None:
    assert sorted(values(["220000022"], 7, TOTAL)) == [(2, 20, 0, 0, 0, 0, 22), (22, 0, 0, 0, 0, 0, 22)]


def test_white_space_is_a_boundary_that_no_split_ignores() -> None:
    assert values(["2", "20000022"], 7, TOTAL) == [(2, 20, 0, 0, 0, 0, 22)]


def test_a_wrong_total_leaves_no_way() -> None:
    assert values(["6000018"], 7, TOTAL) == []


def test_a_blank_cell_counts_as_a_way_so_that_two_digits_in_two_cells_are_not_certain() -> None:
    assert set(values(["77"], 2)) == {(7, 7), (77, None), (None, 77)}


def test_a_nought_never_begins_a_number_so_that_three_noughts_are_three_cells() -> None:
    assert values(["007"], 3) == [(0, 0, 7)]


def test_too_many_ways_are_no_answer() -> None:
    assert row_splits(Run.of(["1" * 30]), 7) is None


def test_column_sums_choose_between_the_ways_of_rows() -> None:
    rows = {
        "granted": row_splits(Run.of(["220000022"]), 7, (TOTAL,)) or (),
        "partial": row_splits(Run.of(["1000001"]), 7, (TOTAL,)) or (),
        "total": row_splits(Run.of(["230000023"]), 7, (TOTAL,)) or (),
    }
    balances = []
    for column in range(7):
        unit = tuple(int(place == column) for place in range(7))
        balances.append(Balance(weights={"granted": unit, "partial": unit, "total": tuple(-weight for weight in unit)}))
    solved = solve(rows, balances)
    assert solved["granted"].values == (22, 0, 0, 0, 0, 0, 22)
    assert solved["total"].values == (23, 0, 0, 0, 0, 0, 23)


def test_column_sums_that_do_not_hold_leave_every_row_without_an_answer() -> None:
    rows = {"a": row_splits(Run.of(["11"]), 2) or (), "b": row_splits(Run.of(["13"]), 2) or ()}
    assert (
        solve(rows, [Balance(weights={"a": (1, 0), "b": (-1, 0)}), Balance(weights={"a": (0, 1), "b": (0, -1)})]) == {}
    )


def test_rows_that_share_no_sum_are_answered_apart() -> None:
    rows = {"sure": row_splits(Run.of(["00"]), 2) or (), "open": row_splits(Run.of(["2121"]), 2) or ()}
    assert [*solve(rows, [])] == ["sure"]


def test_a_dense_row_is_told_by_what_the_others_leave() -> None:
    rows = {"a": row_splits(Run.of(["5", "7"]), 2) or (), "b": row_splits(Run.of(["10", "20"]), 2) or ()}
    rows = {name: [split for split in splits if None not in split.values][:1] for name, splits in rows.items()}
    balances = [
        Balance(weights={"a": (1, 0), "b": (1, 0), "sum": (-1, 0)}),
        Balance(weights={"a": (0, 1), "b": (0, 1), "sum": (0, -1)}),
    ]
    first = sum(split.values[0] or 0 for splits in rows.values() for split in splits)
    second = sum(split.values[1] or 0 for splits in rows.values() for split in splits)
    solved = solve(rows, balances, {"sum": Run.of([f"{first}{second}"])})
    assert solved["sum"].values == (first, second)
    assert "sum" not in solve(rows, balances, {"sum": Run.of([f"{first}{second + 1}"])})


def test_fifteen_numbers_are_split_by_the_sums_of_their_three_blocks() -> None:
    splits = block_splits(Run.of(["110024001510102"]), 5, (BLOCK,), 3)
    assert splits is not None
    assert [block.values for block in splits[0]] == [(1, 1, 0, 0, 2), (4, 0, 0, 1, 5), (1, 0, 1, 0, 2)]
    assert len(splits) == 1


cells = st.lists(st.integers(0, 3000), min_size=6, max_size=6)


@settings(max_examples=60, deadline=None)
@given(parts=cells, seed=st.integers(0, 999))
def test_what_was_printed_is_always_among_the_ways(parts: list[int], seed: int) -> None:
    chance = random.Random(seed)
    printed = [str(value) for value in (*parts, sum(parts))]
    tokens = [printed[0]]
    for number in printed[1:]:
        if chance.random() < 0.5:
            tokens.append(number)
        else:
            tokens[-1] += number
    splits = row_splits(Run.of(tokens), 7, (TOTAL,), blanks=False)
    assert splits is None or (*parts, sum(parts)) in [split.values for split in splits]


@settings(max_examples=60, deadline=None)
@given(digits=st.text("0123456789", min_size=1, max_size=12), width=st.integers(1, 6))
def test_the_pieces_of_a_split_are_the_digits_in_order(digits: str, width: int) -> None:
    for split in row_splits(Run.of([digits]), width) or ():
        pieces = [digits[slice(*piece)] for piece in split.pieces if piece is not None]
        assert "".join(pieces) == digits
        assert all(piece == "0" or not piece.startswith("0") for piece in pieces)
