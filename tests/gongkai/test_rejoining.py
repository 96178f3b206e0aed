from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gongkai.cellvalue import CellValue, read_value
from gongkai.forms import form
from gongkai.rejoining import confirmed, holds, rejoin

_COLUMNS = ("np", "biz", "sci", "npo", "law", "org_other", "total")
_ROW_SUMS = [identity for identity in form("D").identities if identity.check_id == "H-C3"]


def _cells(*texts: str) -> list[CellValue]:
    return [read_value(text) for text in texts]


def test_a_sum_with_an_unread_operand_proves_nothing() -> None:
    identity = next(i for i in form("D").identities if i.identity_id == "H-C4:review")
    numbers = {("review", column): Decimal(1) for column in ("upheld", "corrected", "other", "pending")}
    assert holds(identity, {**numbers, ("review", "total"): Decimal(4)}) is True
    assert holds(identity, {**numbers, ("review", "total"): Decimal(5)}) is False
    assert holds(identity, {**numbers, ("review", "total"): None}) is None


def test_noughts_on_both_sides_prove_nothing() -> None:
    identity = next(i for i in form("D").identities if i.identity_id == "H-C4:review")
    assert holds(identity, {}) is None
    assert not confirmed({("review", "total"): Decimal(0)}, {}, [identity])


def test_pieces_of_one_number_are_found_by_the_sum_over_the_row() -> None:
    slices = rejoin("req_new", _COLUMNS, _cells("2", "0", "1", "0", "0", "0", "3", "24"), {}, _ROW_SUMS)
    assert slices is not None and slices[0] == (0, 2) and slices[-1] == (7, 8)


def test_two_ways_to_join_are_no_answer() -> None:
    assert rejoin("req_new", _COLUMNS, _cells("1", "1", "1", "0", "0", "0", "0", "12"), {}, _ROW_SUMS) is None


def test_a_sum_over_a_column_can_forbid_what_the_row_allows() -> None:
    cells = _cells("2", "0", "1", "0", "0", "0", "3", "24")
    sums = [*_ROW_SUMS, next(i for i in form("D").identities if i.identity_id == "H-C1:np")]
    others = {
        ("req_carry_in", "np"): Decimal(0),
        ("res_total", "np"): Decimal(7),
        ("req_carry_out", "np"): Decimal(0),
    }
    assert rejoin("req_new", _COLUMNS, cells, others, _ROW_SUMS) is not None
    assert rejoin("req_new", _COLUMNS, cells, others, sums) is None


@given(st.lists(st.integers(0, 300), min_size=6, max_size=6), st.integers(0, 6))
def test_a_number_cut_after_its_first_digit_is_joined_to_itself_or_not_at_all(parts: list[int], which: int) -> None:
    numbers = [*parts, sum(parts)]
    printed = [str(number) for number in numbers]
    if len(printed[which]) < 2:
        return
    cut = [*printed[:which], printed[which][0], printed[which][1:], *printed[which + 1 :]]
    slices = rejoin("req_new", _COLUMNS, _cells(*cut), {}, _ROW_SUMS)
    if slices is not None:
        assert [int("".join(cut[a:b])) for a, b in slices] == numbers
