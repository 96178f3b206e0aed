"""The flow and the command, from a source list to a published warehouse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.home import Home
from tests.flows.collecting.site import Site
from warehouse.reading import open_warehouse

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def _list(folder: Path, site: Site) -> Path:
    listed = folder / "list.csv"
    listed.write_text(f"issuer,year,kind,address\n,,list,{site.address('/list.html')}\n", encoding="utf-8")
    return listed


@pytest.mark.flow
def test_what_was_collected_is_read_by_the_main_flow(
    prefect: None, unjudged: None, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.annual_reports import annual_reports

    monkeypatch.delenv("GONGKAI_NO_FETCH", raising=False)
    text = '<a href="/nb/{0}.html">淮安市洪泽区{0}年政府信息公开工作年度报告</a>'
    site.page("/list.html", f"<html><body>{text.format(2023)}{text.format(2024)}</body></html>")
    for year in (2023, 2024):
        site.page(f"/nb/{year}.html", (SAMPLES / f"hongze-{year}.html").read_bytes())
    home = tmp_path / "home"
    arguments = [
        "collect",
        str(_list(tmp_path, site)),
        "--home",
        str(home),
        "--rate",
        "20",
        "--allow-host",
        "127.0.0.1",
    ]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert "2 new" in done.stdout
    assert f"run --collected --home {home}" in done.stdout
    listed = CliRunner().invoke(main, ["runs", "--home", str(home)])
    assert "collected: 1 sources: 2 new" in listed.stdout

    summary = annual_reports(home=str(home), collected=True)
    assert (summary.reports, summary.unread) == (2, ())
    with open_warehouse(Home(home).warehouse) as connection:
        rows = connection.execute("SELECT issuer, report_year, file FROM reports ORDER BY report_year").fetchall()
    assert rows == [("淮安市洪泽区人民政府", year, site.address(f"/nb/{year}.html")) for year in (2023, 2024)]

    site.forget()
    again = CliRunner().invoke(main, [*arguments, "--json"])
    told = json.loads(again.stdout)
    assert (told["unchanged"], told["bytes_received"], told["expected"]) == (2, 0, {"collected": 2})
    assert sum(site.sent.values()) == 0
    assert not annual_reports(home=str(home), collected=True).changed


def test_the_off_switch_stops_command_and_flow(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.collect import SwitchedOff, collect

    monkeypatch.setenv("GONGKAI_NO_FETCH", "1")
    done = CliRunner().invoke(main, ["collect", str(_list(tmp_path, site)), "--allow-host", "127.0.0.1"])
    assert (done.exit_code, done.stderr) == (2, "GONGKAI_NO_FETCH is set: nothing is fetched; unset it to collect\n")
    with pytest.raises(SwitchedOff):
        collect.fn(str(_list(tmp_path, site)), str(tmp_path / "home"), allowed_hosts=["127.0.0.1"])
    assert site.asked == []


def test_a_wrong_list_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGKAI_NO_FETCH", raising=False)
    listed = tmp_path / "list.csv"
    listed.write_text("issuer,address\n甲,ftp://e.org/\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["collect", str(listed), "--home", str(tmp_path / "home")])
    assert done.exit_code == 2
    assert done.stderr == f"{listed}, line 2: the address is ftp; only http and https are fetched\n"


def test_a_collection_that_is_interrupted_says_how_it_goes_on_and_is_not_taken_for_one_with_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.collect.collect", interrupted)
    done = CliRunner().invoke(main, ["collect", "--home", str(tmp_path / "home"), "--lang", "en"])
    assert (done.exit_code, "the same command goes on" in done.output) == (130, True)
