"""What was written comes back cell for cell; a damage may make a cell unreadable, never wrong.

The generator is held to its word first: a test that is wrong about the truth proves nothing.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai import forms
from gongkai.document.html import read_html
from gongkai.model import CellState
from tests.generated import DAMAGES, KINDS, PLANTS, Generated, generate
from tests.generated.__main__ import draw
from tests.generated.compare import compare
from tests.generated.damage import CATALOGUE, CUT
from tests.generated.layout import place
from tests.generated.reading import read_cells
from tests.generated.truth import PLAIN

_SETTINGS = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
seeds = st.integers(0, 10**6)
report_kinds = st.sampled_from(KINDS)

_MOVES_NUMBERS = ("group_cells_missing", "colspans_differ", "remedies_transposed")
"""Kept damages after which a number no longer stands below its column's name."""


# --- the generator ----------------------------------------------------------------------------------------------------


@_SETTINGS
@given(seeds, report_kinds)
def test_a_report_without_planted_errors_satisfies_every_identity_of_its_form(seed: int, kind: str) -> None:
    truth = generate(seed, kind).truth
    assert truth.edition.sums
    assert truth.broken() == ()


@_SETTINGS
@given(seeds, report_kinds, st.sampled_from(PLANTS))
def test_a_planted_error_breaks_exactly_the_identities_it_says(seed: int, kind: str, plant: str) -> None:
    truth = generate(seed, kind, plants=(plant,)).truth
    for planted in truth.plants:
        assert planted.kind == plant
        assert planted.broken
        assert set(planted.broken) == set(truth.broken())
        assert tuple(truth.cells[code].value for code in planted.codes) == planted.after
        before = {**truth.values, **dict(zip(planted.codes, planted.before, strict=True))}
        assert truth.edition.broken(before) == ()


@_SETTINGS
@given(seeds, report_kinds)
def test_a_year_begins_where_the_year_before_ended(seed: int, kind: str) -> None:
    before = generate(seed, kind)
    after = generate(seed + 1, kind, after=before)
    assert (after.truth.issuer, after.truth.year) == (before.truth.issuer, before.truth.year + 1)
    assert after.truth.broken() == ()
    ends, begins = before.truth.values, after.truth.values
    for code in begins.keys() & ends.keys():
        line, _, column = code.partition("__")
        if line == "req_carry_in":
            assert begins[code] == ends[f"req_carry_out__{column}"]
        if code == "normdoc_in_force":
            assert begins[code] == ends[code] + begins["normdoc_issued"] - begins["normdoc_repealed"]
        if column == "cum" and code not in before.truth.edition.definitions:
            assert begins[code] == ends[code] + begins[f"{line}__year"]


def test_a_line_can_be_copied_from_last_year() -> None:
    before = generate(1, "D")
    planted = generate(2, "D", plants=("copied_from_last_year",), after=before).truth.plants
    assert [plant.kind for plant in planted] == ["copied_from_last_year"]
    assert planted[0].after == tuple(before.truth.values[code] for code in planted[0].codes)


@pytest.mark.parametrize("plant", PLANTS)
def test_every_kind_of_error_can_be_planted(plant: str) -> None:
    assert any(generate(seed, "D", plants=(plant,)).truth.plants for seed in range(10))


@_SETTINGS
@given(seeds, report_kinds, st.lists(st.sampled_from(DAMAGES), max_size=3, unique=True))
def test_the_same_seed_gives_the_same_bytes(seed: int, kind: str, damages: list[str]) -> None:
    assert generate(seed, kind, damages=damages).html == generate(seed, kind, damages=damages).html


@_SETTINGS
@given(st.integers(0, 10**6))
def test_a_drawn_report_can_be_replayed_from_the_call_that_is_listed(seed: int) -> None:
    drawn = draw(seed)
    assert eval(drawn.replay(), {"generate": generate}).html == drawn.html  # noqa: S307


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_happens_to_some_report_and_takes_nothing_where_it_says_so(name: str) -> None:
    reports = [generate(seed, kind, damages=(name,)) for seed in range(3) for kind in KINDS]
    happened = [report for report in reports if report.damages]
    assert happened
    assert all(report.damages == (name,) for report in happened)
    assert all(bool(report.lost) is not CATALOGUE[name].keeps for report in happened if report.lost)
    assert CATALOGUE[name].keeps or any(report.lost for report in happened)


@_SETTINGS
@given(
    seeds,
    report_kinds,
    st.lists(
        st.sampled_from([n for n in DAMAGES if CATALOGUE[n].phase <= CUT and CATALOGUE[n].keeps]),
        max_size=3,
        unique=True,
    ),
)
def test_numbers_stand_below_the_names_of_their_columns(seed: int, kind: str, damages: list[str]) -> None:
    """A damage that says it keeps everything must not shift a number itself."""
    report = generate(seed, kind, damages=[name for name in damages if name not in _MOVES_NUMBERS])
    for table in report.page.tables:
        heads: dict[int, str] = {}
        for here in place(table.rows):
            for box, column in here:
                if box.role == "head" and box.text:
                    heads.update(dict.fromkeys(range(column, column + box.cols), box.text))
            for box, column in here:
                if box.code and column in heads:
                    cell = report.cells[box.code]
                    columns = report.truth.form.table(cell.table).columns
                    label = next((c.label for c in columns if c.code == cell.column), "统计数")
                    assert heads[column].endswith(label), box.code


@_SETTINGS
@given(seeds, report_kinds)
def test_figures_planted_in_prose_stand_where_they_say(seed: int, kind: str) -> None:
    report = generate(seed, kind)
    text = read_html(report.html).text
    for figure in report.figures:
        paragraph = report.paragraphs[figure.section][figure.paragraph]
        assert paragraph[figure.start : figure.end] == figure.surface
        assert Decimal(figure.surface.replace(",", "")) == figure.value
        assert paragraph in text


def test_figures_in_prose_contradict_the_tables_only_on_request() -> None:
    report = generate(5, "D", style=PLAIN)
    told = next(figure for figure in report.figures if figure.name == "requests")
    assert (told.value, told.agrees) == (report.cells["req_new__total"].value, True)
    report = generate(5, "D", style=PLAIN, contradict=("requests",))
    told = next(figure for figure in report.figures if figure.name == "requests")
    assert told.agrees is False
    assert told.value != report.cells["req_new__total"].value


def test_blanks_marks_zeros_units_notes_and_signs_are_all_generated() -> None:
    cells = [cell for seed in range(60) for kind in ("B", "C", "D") for cell in generate(seed, kind).cells.values()]
    assert {CellState.NUMBER, CellState.ZERO, CellState.BLANK, CellState.NA_MARK} == {cell.state for cell in cells}
    assert any(cell.unit for cell in cells)
    assert any(cell.note for cell in cells)
    assert any("," in cell.raw_text for cell in cells)
    assert any(cell.raw_text.startswith("+") for cell in cells)
    assert any(cell.value is not None and cell.value < 0 for cell in cells)


def test_every_form_file_is_generated() -> None:
    assert set(KINDS) == {form.form_id for form in forms.all_forms()} | {"D-hybrid"}


# --- the reading ------------------------------------------------------------------------------------------------------


def _read(report: Generated) -> tuple[list[str], list[str]]:
    verdict = compare(report, read_cells(report.html))
    return [str(m) for m in verdict.of("wrong")], [str(m) for m in (*verdict.of("unread"), *verdict.of("raw"))]


@_SETTINGS
@given(seeds, report_kinds)
def test_what_was_written_comes_back_cell_for_cell(seed: int, kind: str) -> None:
    report = generate(seed, kind)
    wrong, unread = _read(report)
    assert (wrong, unread) == ([], []), report.replay()


@_SETTINGS
@given(seeds, report_kinds, st.sampled_from(PLANTS))
def test_wrong_figures_come_out_as_printed(seed: int, kind: str, plant: str) -> None:
    wrong, unread = _read(generate(seed, kind, plants=(plant,)))
    assert (wrong, unread) == ([], [])


@pytest.mark.parametrize("name", [name for name in DAMAGES if CATALOGUE[name].keeps])
def test_damage_that_keeps_everything_costs_nothing(name: str) -> None:
    for seed, kind in enumerate(KINDS):
        report = generate(seed, kind, damages=(name,))
        wrong, unread = _read(report)
        assert (wrong, unread) == ([], []), report.replay()


@settings(_SETTINGS, max_examples=120)
@given(seeds, report_kinds, st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=4, unique=True))
def test_no_damage_makes_a_number_wrong(seed: int, kind: str, damages: list[str]) -> None:
    report = generate(seed, kind, damages=damages)
    wrong, _ = _read(report)
    assert wrong == [], report.replay()
