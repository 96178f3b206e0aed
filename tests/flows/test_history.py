"""What was run, how it ended, what failed, and the command that tries it again."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.history import History, State
from flows.home import Home
from flows.language import speaking
from flows.sources import SAMPLES, find_files
from flows.status import status_of

pytestmark = pytest.mark.flow

FIRST, SECOND = (str(find_files(SAMPLES)[0][number]) for number in (0, 2))
"""With findings, and without."""


def _asked(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    return done.exit_code, done.output


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The store of originals does not give the first sample; until the function is called."""
    from flows import extraction

    whole = extraction.original

    def faulty(store: Path, sha256: str) -> bytes:
        content = whole(store, sha256)
        if content == Path(FIRST).read_bytes():
            raise extraction.OriginalLost("its original cannot be read: planted")
        return content

    monkeypatch.setattr(extraction, "original", faulty)
    return lambda: monkeypatch.setattr(extraction, "original", whole)


def test_what_failed_is_named_with_the_command_that_retries_it_alone(
    prefect: None, unjudged: None, tmp_path: Path, faulty: Callable[[], None]
) -> None:
    from flows.annual_reports import annual_reports

    home = str(tmp_path / "home")
    summary = annual_reports([FIRST, SECOND], home)
    assert (summary.reports, [one.file for one in summary.failed]) == (1, [Path(FIRST).name])
    code, said = _asked("runs", "--home", home)
    assert (code, "planted" in said, f"run --failed --home {home}" in said) == (0, True, True)
    code, said = _asked("status", "--home", home)
    assert (code, "1 report failed" in said) == (1, True)
    assert "异常       1份报告读取失败，尚未重新读取" in _asked("status", "--home", home, "--lang", "zh")[1]

    faulty()
    mended = annual_reports(home=home, only_failed=True)
    assert (mended.reports, mended.read, mended.failed) == (2, 1, ())
    code, said = _asked("status", "--json", "--home", home)
    status: dict[str, Any] = json.loads(said)
    assert (code, status["wrong"], status["queue"], status["counts"]["reports"]) == (0, [], 0, 2)
    assert status["sha256"] == mended.sha256


def test_states_tell_how_a_run_ended(prefect: None, unjudged: None, tmp_path: Path) -> None:
    from flows.annual_reports import annual_reports

    home = str(tmp_path / "home")
    (tmp_path / "photo.html").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    states = [
        annual_reports([source], home, return_state=True)
        for source in (str(tmp_path / "photo.html"), SECOND, SECOND, FIRST)
    ]
    assert [state.name for state in states] == ["Nothing read", "Published", "Unchanged", "Published with findings"]
    assert all(state.is_completed() for state in states)
    assert [run.state for run in reversed(History(Home(tmp_path / "home").ledger).runs())] == [
        State.NOTHING_READ,
        State.PUBLISHED,
        State.UNCHANGED,
        State.WITH_FINDINGS,
    ]
    from flows.lock import hold

    with hold(Home(tmp_path / "home").lock):
        refused = annual_reports([SECOND], home, return_state=True)
    assert (refused.name, refused.is_failed()) == ("Home in use", True)


def test_years_that_were_left_out_are_taken_in_from_the_home_without_their_files(
    prefect: None, unjudged: None, tmp_path: Path
) -> None:
    from flows.annual_reports import annual_reports
    from flows.backfill import backfill

    home = str(tmp_path / "home")
    assert annual_reports(None, home, "2023-2024").reports < 10
    before = annual_reports(None, home, "2023").reports
    taken = backfill("2014-2018", home=home)
    assert taken.reports > before
    assert taken.first_year == 2014
    assert backfill(home=home).reports == 10


def test_a_killed_run_is_told_as_killed_with_its_command(tmp_path: Path) -> None:
    place = Home(tmp_path)
    history = History(place.ledger)
    history.begin("1", "annual_reports", {"sources": ["a b.html"], "years": "2018", "issuers": ["宿迁"]})
    code, said = _asked("runs", "--home", str(tmp_path))
    assert code == 0
    assert "killed" in said
    assert f"run 'a b.html' --years 2018 --issuer '宿迁' --home {tmp_path}" in said
    from flows.ledger import Ledger

    Ledger(place.ledger)
    wrong = status_of(place, max_age_hours=1).wrong
    assert wrong == ("nothing has been published", "the last run (annual_reports) was killed")
    with speaking("zh"):
        assert status_of(place, max_age_hours=1).wrong == ("还没有发布过", "上次运行（annual_reports）被强行终止")


def test_a_run_that_collects_neither_hides_nor_makes_a_killed_one(tmp_path: Path) -> None:
    from flows.ledger import Ledger
    from flows.lock import hold

    home = Home(tmp_path)
    Ledger(home.ledger)
    history = History(home.ledger)
    history.begin("one", "annual_reports", {})
    history.begin("two", "collect", {"sources": "list.csv", "rate": 0.5})
    with hold(home.collecting_lock, "collect"):
        _, told = _asked("runs", "--home", str(tmp_path))
        assert [
            line.split()[2:4] for line in told.splitlines() if " annual_reports " in line or " collect " in line
        ] == [
            ["collect", "under"],
            ["annual_reports", "killed"],
        ]
        assert [one for one in status_of(home, None).wrong if "killed" in one] == [
            "the last run (annual_reports) was killed"
        ]
    _, told = _asked("runs", "--home", str(tmp_path))
    assert " collect list.csv --rate 0.5 --home " in told
    history.end("two", State.COLLECTED)
    assert "the last run (annual_reports) was killed" in status_of(home, None).wrong


def test_a_warehouse_that_cannot_be_read_is_something_wrong_and_no_traceback(sample_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "home"))
    Home(home).warehouse.write_bytes(b"no warehouse")
    code, said = _asked("status", "--home", str(home))
    assert (code, "damaged or of another version" in said) == (1, True)


def test_a_home_without_a_run_says_how_to_start_one(tmp_path: Path) -> None:
    for command in ("runs", "status"):
        code, said = _asked(command, "--home", str(tmp_path))
        assert (code, " run\n" in said) == (2, True)
    done = CliRunner().invoke(main, ["status", "--json", "--home", str(tmp_path)])
    assert json.loads(done.stdout)["wrong"][0].endswith(" run")


def test_metrics_are_read_by_prometheus_and_say_what_the_status_says(sample_home: Path, tmp_path: Path) -> None:
    from prometheus_client.parser import text_string_to_metric_families

    home = Path(shutil.copytree(sample_home, tmp_path / 'a "home"'))
    code, told = _asked("status", "--prometheus", "--home", str(home))
    samples = [one for family in text_string_to_metric_families(told) for one in family.samples]
    assert {one.labels["home"] for one in samples} == {str(home)}
    values = {(one.name, *(v for k, v in one.labels.items() if k != "home")): one.value for one in samples}
    found = status_of(Home(home), None)
    assert (code, values["gongkai_wrong",], values["gongkai_reports",], values["gongkai_queue",]) == (0, 0, 10, 0)
    assert values["gongkai_findings", "critical"] == found.counts["findings"]["critical"] > 0
    assert found.confirmed_at
    assert values["gongkai_confirmed_timestamp_seconds",] == datetime.fromisoformat(found.confirmed_at).timestamp()
    from flows.ledger import Ledger

    (tmp_path / "new").mkdir()
    Ledger(Home(tmp_path / "new").ledger)
    code, told = _asked("status", "--prometheus", "--home", str(tmp_path / "new"))
    assert (code, "gongkai_wrong{" in told, "published" in told) == (1, True, False)


def test_a_disk_without_room_for_the_next_run_is_wrong_before_it_fails(
    sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import faults

    monkeypatch.setattr(faults, "LEAST_FREE", 2**60)
    (wrong,) = status_of(Home(sample_home), None).wrong
    assert "the disk has " in wrong


def test_a_quiet_night_confirms_the_warehouse_and_only_a_missing_one_is_wrong(
    sample_home: Path, tmp_path: Path
) -> None:
    home = Home(Path(shutil.copytree(sample_home, tmp_path / "home")))
    long_ago = (datetime.now(UTC) - timedelta(hours=100)).isoformat()
    with closing(sqlite3.connect(home.ledger)) as connection, connection:
        connection.execute("UPDATE publications SET published_at = ?", [long_ago])
        connection.execute("UPDATE runs SET began_at = ?1, ended_at = ?1", [long_ago])
    (late,) = status_of(home, max_age_hours=26).wrong
    assert late == "no run has confirmed the warehouse for 100.0 hours, more than 26.0"
    history = History(home.ledger)
    history.begin("verified", "verify", {})
    history.end("verified", State.WHOLE)
    assert status_of(home, max_age_hours=26).wrong == (late,), "that all is whole is not that all is read"
    history.begin("quiet", "annual_reports", {})
    history.end("quiet", State.UNCHANGED)
    found = status_of(home, max_age_hours=26)
    assert (found.wrong, found.age_hours, found.confirmed_hours) == ((), 100.0, 0.0)


def test_the_command_that_tries_again_works_in_any_folder(
    prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.running import noted

    home = Home(tmp_path / "home")
    for folder in ("home", "there", "elsewhere"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / "there")
    asked = {"sources": ["in", "*.pdf"], "years": "2018"}
    with pytest.raises(OSError), noted(History(home.ledger), "annual_reports", asked, home):
        raise OSError("the network is gone")
    assert "run in '*.pdf' --years 2018" in _asked("runs", "--home", str(home.folder))[1]
    monkeypatch.chdir(tmp_path / "elsewhere")
    there = tmp_path / "there"
    assert f"run {there}/in '{there}/*.pdf' --years 2018" in _asked("runs", "--home", str(home.folder))[1]
