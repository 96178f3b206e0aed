"""One report more draws its issuer anew and nothing else; what comes of it is what a rebuild makes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import steps
from flows.home import Home
from flows.ledger import Ledger
from flows.summary import PublicationStopped
from flows.verdicts import Verdicts, findings
from tests.flows.content import content
from tests.generated import generate

pytestmark = pytest.mark.flow


def _never(*_: Any, **__: Any) -> None:
    raise AssertionError("the whole was built")


def _more(sample_home: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the home, and a report that it does not hold."""
    home = shutil.copytree(sample_home, tmp_path / "home")
    file = tmp_path / "more.html"
    file.write_bytes(generate(5, "D").html)
    return home, file


def test_one_report_more_is_carried_on_and_equals_a_rebuild(
    unjudged: None, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.annual_reports import annual_reports
    from flows.rebuild import rebuild

    home, file = _more(sample_home, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(steps, "build", _never)
        summary = annual_reports([str(file)], str(home))
    assert (summary.reports, summary.read, summary.changed) == (11, 1, True)
    carried = content(home)
    assert not Home(home).part.exists()
    assert rebuild(home=str(home)).reports == 11
    assert content(home) == carried


def test_a_verdict_by_itself_is_published_by_the_next_run_and_only_once(
    unjudged: None, sample_home: Path, tmp_path: Path
) -> None:
    from flows.annual_reports import annual_reports

    home, _ = _more(sample_home, tmp_path)
    disputed = "SELECT evidence_id FROM observations WHERE status = 'disputed'"
    with duckdb.connect(str(Home(home).warehouse), read_only=True) as connection:
        before = set(connection.execute(disputed).fetchall())
        wrong = next(one for one in findings(connection, home) if one.check_id == "H-C4")
    Verdicts(home).give(wrong, "dismissed", "另表填报", "甲")
    assert annual_reports(home=str(home)).changed
    with duckdb.connect(str(Home(home).warehouse), read_only=True) as connection:
        after = set(connection.execute(disputed).fetchall())
        said = connection.execute(
            "SELECT finding_id, verdict, verdict_by FROM findings_in_force WHERE verdict IS NOT NULL"
        )
        assert said.fetchall() == [(wrong.finding_id, "dismissed", "甲")]
    assert after < before
    assert not annual_reports(home=str(home)).changed


def test_where_it_stops_before_the_end_the_published_file_stands_and_the_next_run_completes(
    unjudged: None, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.annual_reports import annual_reports

    home, file = _more(sample_home, tmp_path)
    before = content(home)

    def stopped(*_: Any) -> None:
        raise PublicationStopped(("stopped",))

    with monkeypatch.context() as patch:
        patch.setattr(steps, "hash_of", stopped)
        with pytest.raises(PublicationStopped):
            annual_reports([str(file)], str(home))
    assert content(home) == before
    assert Ledger(Home(home).ledger).published().fingerprint == "", "nobody knows that the old file is still there"
    assert annual_reports([str(file)], str(home)).reports == 11
    with duckdb.connect(str(Home(home).warehouse), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (11,)


@pytest.mark.slow
def test_a_published_file_that_is_damaged_is_not_carried_on(unjudged: None, sample_home: Path, tmp_path: Path) -> None:
    from flows.annual_reports import annual_reports

    home, file = _more(sample_home, tmp_path)
    with duckdb.connect(str(Home(home).warehouse)) as connection:
        connection.execute("UPDATE cells SET value = value + 1")
    assert annual_reports([str(file)], str(home)).reports == 11
    with duckdb.connect(str(Home(home).warehouse), read_only=True) as connection:
        wrong = connection.execute("SELECT count(*) FROM cells WHERE cell_state = 'zero' AND value <> 0").fetchone()
    assert wrong == (0,)
