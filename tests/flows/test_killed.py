"""Killed at any moment, the next run completes, and nobody ever reads anything half-written."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from flows.history import History
from flows.home import Home
from flows.home_verification import verify_home
from tests.flows.content import content
from tests.flows.killed import killed, undisturbed
from warehouse.difference import difference

pytestmark = pytest.mark.flow


@pytest.fixture
def unvalidated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Completes without Great Expectations, which takes seconds and writes nothing. Those that are killed have it."""
    import expectations

    monkeypatch.setattr(expectations, "run", lambda build, part: expectations.Results(results=()))


def _pages(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in Home(home).site.rglob("*") if path.is_file()}


def _kills(count: int, sample_home: Path, tmp_path: Path, api: dict[str, str]) -> None:
    """Kills runs, every other one at a random file operation and at a random moment; completes and compares each."""
    from flows.annual_reports import annual_reports

    draw = random.Random(count)
    undisturbed(tmp_path / "first", api, tmp_path / "counted")  # It waits for the server of forks to import all.
    seconds, operations = undisturbed(tmp_path / "whole", api, tmp_path / "counted")
    expected = content(tmp_path / "whole")
    assert expected == content(sample_home)
    died = 0
    for number in range(count):
        home = tmp_path / "home"
        # Half the homes hold a published warehouse that must stand while its successor is made: of one report, so that
        # the whole is built, or of all but one, so that it is carried on.
        if published := number % 4 < 2:
            _published(tmp_path, home, but_one=number % 8 >= 4)
        before = content(home) if published else None
        if number % 2:
            died += killed(home, api, at_operation=draw.randrange(1, operations))
        else:
            died += killed(home, api, after=draw.uniform(0, seconds))
        if Home(home).warehouse.exists():
            assert content(home) in (before, expected), "what is published is one whole state"
        unfinished = verify_home(Home(home)).damaged if home.exists() else ()
        assert [one for one in unfinished if "sidecar is missing" not in one.reason] == []
        summary = annual_reports(home=str(home), batch_size=3)
        assert (summary.reports, summary.failed, summary.unread) == (10, (), ())
        assert content(home) == expected, f"kill {number}"
        assert _pages(home) == _pages(tmp_path / "whole"), f"kill {number}"
        assert difference(Home(home).warehouse, Home(tmp_path / "whole").warehouse).empty
        assert verify_home(Home(home)).damaged == ()
        assert not list(home.glob("**/*.partial")) + list(home.glob("staging/*/.unfinished-*"))
        assert not Home(home).build.exists()
        assert not Home(home).part.exists()
        states = [run.state for run in History(Home(home).ledger).runs()]
        assert states[0] is not None
        shutil.rmtree(home)
        print(f"{number + 1} of {count} runs completed, {died} of them killed before their end", flush=True)
    assert died >= count * 0.5, f"only {died} of {count} runs were killed in time"


def _published(tmp_path: Path, home: Path, *, but_one: bool) -> None:
    """A home with the first sample published, or with all but the first."""
    from flows.annual_reports import annual_reports
    from flows.sources import SAMPLES, find_files

    made = tmp_path / ("but-one" if but_one else "one")
    if not made.exists():
        first, *others = map(str, find_files(SAMPLES)[0])
        annual_reports(others if but_one else [first], str(made), batch_size=3)
    shutil.copytree(made, home)


@pytest.mark.slow
def test_runs_that_are_killed_are_completed_by_the_next(
    unvalidated: None, sample_home: Path, tmp_path: Path, api: dict[str, str]
) -> None:
    _kills(2, sample_home, tmp_path, api)


@pytest.mark.slow
def test_a_hundred_runs_that_are_killed_are_completed_by_the_next(
    unvalidated: None, sample_home: Path, tmp_path: Path, api: dict[str, str]
) -> None:
    _kills(100, sample_home, tmp_path, api)
