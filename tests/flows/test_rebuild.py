"""What `verify` finds, `rebuild` mends; what cannot be mended is named, and no figure is lost over it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.home import Home
from flows.home_verification import verify_home
from tests.flows.content import content

pytestmark = pytest.mark.flow


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of the published samples, to be damaged."""
    return Path(shutil.copytree(sample_home, tmp_path / "home"))


def test_damaged_staging_sidecars_and_warehouse_are_mended(unjudged: None, sample_home: Path, home: Path) -> None:
    from flows.rebuild import rebuild
    from flows.verify import verify

    place = Home(home)
    damaged = next(place.staging.glob("*/*/cells.parquet"))
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\0")
    sidecars = sorted(place.snapshots.glob("*/*.json"))
    sidecars[0].unlink()
    sidecars[1].write_text("{", encoding="utf-8")
    place.warehouse.write_bytes(b"no warehouse")
    state = verify(str(home), return_state=True)
    assert (state.name, state.type.name) == ("Damaged", "FAILED")
    summary = rebuild(str(home))
    assert summary.changed
    assert {one.file for one in summary.mended} == {
        *(sidecar.relative_to(home).as_posix() for sidecar in sidecars[:2]),
        damaged.parent.relative_to(home).as_posix(),
    }
    state = verify(str(home), return_state=True)
    assert (state.name, state.message) == ("Whole", state.message)
    assert content(home) == content(sample_home)


def test_a_lost_ledger_is_made_anew_by_any_run_and_no_report_is_dropped(
    unjudged: None, sample_home: Path, home: Path
) -> None:
    from flows.annual_reports import annual_reports
    from flows.sources import SAMPLES, find_files

    Home(home).ledger.unlink()
    summary = annual_reports([str(find_files(SAMPLES)[0][0])], str(home))
    assert [one.file for one in summary.mended] == ["ledger.sqlite"]
    assert content(home) == content(sample_home)


def test_figures_of_a_damaged_original_stay_and_the_same_file_can_be_taken_in_again(
    unjudged: None, sample_home: Path, home: Path
) -> None:
    from flows.annual_reports import annual_reports
    from flows.rebuild import rebuild

    place = Home(home)
    lost = next(path for path in sorted(place.snapshots.glob("*/*")) if not path.suffix)
    lost.write_bytes(b"other bytes")
    summary = rebuild(str(home))
    assert [one.file for one in summary.mended] == [lost.relative_to(home).as_posix()]
    assert (place.damaged / lost.name).read_bytes() == b"other bytes"
    assert content(home) == content(sample_home)
    annual_reports(home=str(home))
    assert lost.exists()
    assert verify_home(place).damaged == ()
