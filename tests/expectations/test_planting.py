"""What `benchmarks.accuracy.checks` measures the rules by: every rule can be broken on purpose, and what nobody broke
is plausible."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.accuracy import checks, listed
from benchmarks.accuracy.planting import draw
from expectations.catalogue import rules
from gongkai import forms
from tests.corpus import SHARED, needs_corpus
from tests.generated import KINDS, Wish, generate
from tests.generated.slips import SLIPS
from tests.generated.telling import TOLD, worth

_SCENES = {"C-1", "C-2", "N-1", "O-1", "S-1", "S-2", "news_precedence"}


def test_every_rule_of_the_catalogue_is_planted_against() -> None:
    sums = {"H-C5", *(one.check_id for form in forms.all_forms() for one in form.identities)}
    told = {rule.split()[0] for rule in TOLD.values()}
    assert {rule.id for rule in rules()} == sums | set(SLIPS) | told | _SCENES | {"form_of_year", "table_blank"}


@pytest.mark.parametrize("kind", KINDS)
def test_plausible_reports_keep_every_sum_and_go_on_from_year_to_year(kind: str) -> None:
    for seed in range(6):
        before = generate(seed, kind, wish=Wish(plausible=True, year=2022))
        made = generate(seed + 1, kind, after=before, wish=Wish(plausible=True))
        assert made.truth.broken() == () and made.truth.edition is before.truth.edition
        assert all(value >= 0 or code.endswith("_delta") for code, value in made.truth.values.items())


@pytest.mark.parametrize("rule", sorted(SLIPS))
def test_a_slip_breaks_no_sum_of_the_form(rule: str) -> None:
    slip, happened = SLIPS[rule], 0
    for seed in range(40):
        kind = slip.kinds[seed % len(slip.kinds)]
        wish = Wish(plausible=True, year=slip.year or 2023, size=slip.size, issuer="宿迁市泗阳县人民政府")
        before = generate(seed + 10**6, kind, wish=Wish(**{**wish.__dict__, "year": 2022})) if slip.last_year else None
        made = generate(seed, kind, after=before, wish=Wish(**{**wish.__dict__, "slips": (rule,)}))
        assert made.truth.broken() == ()
        happened += made.truth.slips == (rule,)
    assert happened


def test_sums_of_cells_are_worth_what_is_printed_of_them() -> None:
    values = generate(3, "A-fujian", wish=Wish(plausible=True)).truth.values
    assert worth("req_received", values) == values["req_received__year"]
    assert worth("rep_granted + rep_partial - req_carry_in", values) == (
        values["rep_granted__year"] + values["rep_partial__year"]
    )
    assert worth("proactive_info|a_proactive_info", values) == values["a_proactive_info__year"]
    assert worth("req_carry_in", values) is None


def test_the_same_number_draws_the_same_reports() -> None:
    for seed in range(5):
        first, again = ([(one.report.report_id, one.planted, one.clean) for one in draw(seed)] for _ in range(2))
        assert first == again
        assert all(one.clean == (not one.planted) or not one.clean for one in draw(seed))


@pytest.mark.slow  # Reads a hundred reports of many kinds into a warehouse.
def test_what_is_planted_is_found_and_what_is_not_planted_raises_no_alarm() -> None:
    tally = checks.Tally()
    checks._single(range(70), tally)
    assert tally.clean > 20 and sum(tally.planted.values()) > 20
    assert not tally.false, tally.examples
    missed = Counter({what: tally.planted[what] - tally.found[what] - tally.untold[what] for what in tally.planted})
    assert {rule for rule in +missed if " " not in rule} <= {"X-T-sum"}, tally.examples  # parts far above their whole


@pytest.mark.corpus
@needs_corpus
def test_every_listed_failure_of_the_corpus_is_found_or_said_to_be_unfindable() -> None:
    assert SHARED is not None
    assert listed.corpus(SHARED)
    assert all(reason for reason in listed.unfindable().values())
