"""A whole list, gone through on a site with its vices: what is kept, what is asked again, what is never asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.collecting.collection import collect_host
from flows.collecting.fetching import Limits
from flows.collecting.run import Collecting, Manners
from flows.collecting.state import State, collected
from flows.home import Home
from flows.snapshots import path_of, sidecar_of
from tests.flows.collecting import site as vices
from tests.flows.collecting.conftest import Collect, source
from tests.flows.collecting.site import Request, Site

ROOT = Path(__file__).resolve().parents[3]


def report(year: int, words: str = "") -> str:
    """A page long enough to be no cover of its attachments."""
    sentence = "本年度主动公开政府信息若干条，均按规定办理。"
    return f"<html><body><h1>示例市{year}年政府信息公开工作年度报告</h1>{words}{sentence * 30}</body></html>"


def _outcomes(home: Home) -> dict[str, str]:
    return {known.address.split("/", 3)[3]: known.outcome for known in State(home.ledger).all()}


def whole_site(site: Site) -> list[str]:
    """A site with a list of two pages, one of which a script writes, reports, attachments, robots. Its paths."""
    title = "示例市{}年政府信息公开工作年度报告"
    site.page("/robots.txt", "User-agent: *\nDisallow: /private/\n", "text/plain")
    links = "".join(f'<li><a href="/nb/{y}.html">{title.format(y)}</a>' for y in (2021, 2022))
    links += f'<a href="/private/2017.html">{title.format(2017)}</a>'
    links += '<a href="/jyj.html">示例市教育局2022年政府信息公开年报</a>'
    listed = f'<html><body>政府信息公开{links}<a href="/list2.html">下一页</a></body></html>'
    site.page("/list.html", listed.encode("gbk"), "text/html")
    record = f'{{"title":"{title.format(2020)}","url":"\\/nb\\/2020.html"}}'
    site.page("/list2.html", f"<html><body><script>var d=[{record}]</script></body></html>")
    site.page("/nb/2020.html", report(2020))
    site.page("/nb/2021.html", report(2021, '<a href="/att/2021.pdf">附件：统计表.pdf</a>').encode("gbk"), "text/html")
    site.page(
        "/nb/2022.html",
        '<html><body>年报见附件<a href="/att/2022.docx">2022年政府信息公开工作年度报告</a></body></html>',
    )
    name = 'attachment; filename="示例市年报.pdf"'
    site.page(
        "/att/2021.pdf",
        b"%PDF-1.4 figures %%EOF",
        "application/pdf",
        Content_Disposition=name.encode("gbk").decode("latin-1"),
    )
    site.page("/att/2022.docx", b"PK\x03\x04 word/document.xml", "application/octet-stream")
    return [
        "/list.html",
        "/list2.html",
        "/nb/2020.html",
        "/nb/2021.html",
        "/nb/2022.html",
        "/att/2021.pdf",
        "/att/2022.docx",
    ]


def test_a_list_leads_to_its_reports_and_their_attachments(site: Site, home: Home, collect: Collect) -> None:
    paths = whole_site(site)
    tally = collect(source(site.address("/list.html"), "list"))
    assert sorted(site.asked) == sorted(["/robots.txt", *paths])
    assert tally.outcomes == {"new": 5, "refused": 1}
    assert tally.problems == [(site.address("/private/2017.html"), "robots.txt asks programs to stay away from it")]
    # The page that is only the cover of its attachment is kept, and not handed on as a report.
    names = [snapshot.file.split("/", 3)[3] for snapshot in collected(home.ledger)]
    assert sorted(names) == ["att/2021.pdf", "att/2022.docx", "nb/2020.html", "nb/2021.html"]


def test_the_years_asked_for_are_the_only_ones_fetched(site: Site, collect: Collect) -> None:
    whole_site(site)
    collect(source(site.address("/list.html"), "list", years=range(2020, 2021)))
    assert [path for path in site.asked if path.startswith("/nb/")] == ["/nb/2020.html"]


def test_the_second_time_not_a_byte_of_body_is_sent(site: Site, home: Home, collect: Collect) -> None:
    paths = whole_site(site)
    wanted = source(site.address("/list.html"), "list")
    first = collect(wanted)
    assert first.received == sum(site.sent.values()) > 0
    site.forget()
    second = collect(wanted)
    assert sorted(site.asked) == sorted(paths), "each page is asked for once, robots.txt is still fresh"
    assert sum(site.sent.values()) == second.received == 0
    assert second.outcomes == {"unchanged": 5, "refused": 1}


def test_an_original_is_kept_under_its_hash_with_where_it_came_from(site: Site, home: Home, collect: Collect) -> None:
    site.routes["/old"] = vices.redirect("/nb.html")
    site.page("/nb.html", report(2022))
    collect(source(site.address("/old")))
    (snapshot,) = collected(home.ledger)
    assert path_of(home.snapshots, snapshot.sha256).read_text(encoding="utf-8") == report(2022)
    sidecar = json.loads(sidecar_of(home.snapshots, snapshot.sha256).read_text(encoding="utf-8"))
    assert (sidecar["sha256"], sidecar["bytes"], sidecar["media_type"]) == (
        snapshot.sha256,
        snapshot.bytes,
        "text/html",
    )
    assert "政府信息公开条例" in sidecar["licence"]
    (origin,) = sidecar["origins"]
    assert (origin["address"], origin["final_address"]) == (site.address("/old"), site.address("/nb.html"))
    assert origin["status"] == 200
    assert origin["headers"]["etag"].startswith('"')
    assert origin["fetched_at"].endswith("+00:00")


def test_one_content_at_two_addresses_is_one_original_with_two_origins(
    site: Site, home: Home, collect: Collect
) -> None:
    site.page("/a.html", report(2022))
    site.page("/b.html", report(2022))
    collect(source(site.address("/a.html")), source(site.address("/b.html")))
    (snapshot,) = collected(home.ledger)
    sidecar = json.loads(sidecar_of(home.snapshots, snapshot.sha256).read_text(encoding="utf-8"))
    assert [origin["address"] for origin in sidecar["origins"]] == [site.address("/a.html"), site.address("/b.html")]


def test_a_changed_page_is_a_new_version_and_the_old_one_stays(site: Site, home: Home, collect: Collect) -> None:
    site.page("/a.html", report(2022))
    collect(source(site.address("/a.html")))
    site.page("/a.html", report(2022, "更正"))
    assert collect(source(site.address("/a.html"))).outcomes == {"changed": 1}
    versions = [
        path_of(home.snapshots, snapshot.sha256).read_text(encoding="utf-8") for snapshot in collected(home.ledger)
    ]
    assert versions == [report(2022), report(2022, "更正")]


def test_a_page_without_validators_that_is_the_same_is_no_new_version(site: Site, home: Home, collect: Collect) -> None:
    site.routes["/a.html"] = lambda request: request.answer(200, report(2022).encode(), Content_Type="text/html")
    collect(source(site.address("/a.html")))
    assert collect(source(site.address("/a.html"))).outcomes == {"unchanged": 1}
    assert len(collected(home.ledger)) == 1


def test_a_page_that_goes_missing_or_fails_leaves_its_last_version(site: Site, home: Home, collect: Collect) -> None:
    wanted = source(site.address("/a.html"))
    site.page("/a.html", report(2022))
    collect(wanted)
    for vice, outcome in (
        (vices.not_found, "missing"),
        (vices.failing(521), "failed"),
        (vices.browsers_only, "refused"),
        (lambda request: request.answer(200, "<html><body>您访问的页面不存在</body></html>".encode()), "missing"),
        (lambda request: request.answer(200, b""), "missing"),
    ):
        site.routes["/a.html"] = vice
        assert collect(wanted).outcomes == {outcome: 1}
        assert [snapshot.bytes for snapshot in collected(home.ledger)] == [len(report(2022).encode())]
    site.page("/a.html", report(2022))
    assert collect(wanted).outcomes == {"unchanged": 1}


def test_a_soft_404_with_validators_stays_one(site: Site, home: Home, collect: Collect) -> None:
    site.page("/a.html", "<html><body>抱歉，页面不存在</body></html>")
    wanted = source(site.address("/a.html"))
    assert collect(wanted).problems[0][1] == "the page says that there is none, with status 200"
    site.forget()
    assert collect(wanted).outcomes == {"missing": 1}
    assert sum(site.sent.values()) == 0
    assert collected(home.ledger) == []


def test_vices_are_named_one_by_one_and_stop_nobody_else(site: Site, home: Home, collect: Collect) -> None:
    site.routes["/circle"] = vices.redirect("/circle2")
    site.routes["/circle2"] = vices.redirect("/circle")
    site.routes["/inside"] = vices.redirect("http://169.254.169.254/latest/")
    site.routes["/browsers"] = vices.browsers_only
    site.routes["/long"] = vices.longer_than_it_is
    site.routes["/short"] = vices.shorter_than_it_is
    site.routes["/slow"] = vices.slow
    site.page("/large", b"x" * 50_000)
    site.page("/good.html", report(2022))
    paths = ["/circle", "/inside", "/browsers", "/long", "/short", "/slow", "/large", "/gone", "/good.html"]
    limits = Limits(bytes=20_000, seconds=2, wait_seconds=2, attempts=1)
    tally = collect(*(source(site.address(path)) for path in paths), limits=limits)
    assert _outcomes(home) == {
        "robots.txt": "missing",
        "circle": "refused",
        "inside": "refused",
        "browsers": "refused",
        "long": "failed",
        "short": "new",
        "slow": "failed",
        "large": "refused",
        "gone": "missing",
        "good.html": "new",
    }
    reasons = {address.rsplit("/", 1)[1]: reason for address, reason in tally.problems}
    assert reasons["short"] == "the file breaks off: its end is missing"
    assert reasons["browsers"] == "403: forbidden to this program"
    assert "in a circle" in reasons["circle"]
    assert "not a public address" in reasons["inside"]


@pytest.mark.parametrize(("status", "outcome"), [(403, "refused"), (401, "refused"), (503, "failed"), (404, "new")])
def test_a_robots_txt_that_is_withheld_is_respected(
    site: Site, collect: Collect, home: Home, status: int, outcome: str
) -> None:
    site.routes["/robots.txt"] = vices.failing(status)
    site.page("/a.html", report(2022))
    assert collect(source(site.address("/a.html"))).outcomes == {outcome: 1}
    assert ("/a.html" in site.asked) is (outcome == "new")


def test_a_host_that_keeps_failing_is_left_alone(site: Site, collect: Collect) -> None:
    for number in range(10):
        site.routes[f"/{number}"] = vices.failing(502)
    tally = collect(*(source(site.address(f"/{number}")) for number in range(10)), limits=Limits(attempts=2))
    assert tally.outcomes == {"failed": 10}
    assert len(site.asked) == 1 + 3 * 2


def test_hosts_inside_are_never_asked_unless_allowed_by_name(site: Site, home: Home, collect: Collect) -> None:
    site.page("/a.html", report(2022))
    tally = collect(source(site.address("/a.html")), allowed=())
    assert (site.asked, tally.outcomes) == ([], {"refused": 1})
    assert "--allow-host 127.0.0.1" in tally.problems[0][1]


def test_a_list_that_only_a_script_could_fill_is_named(site: Site, collect: Collect) -> None:
    site.page("/list.html", '<html><body><div id="app"></div><script src="app.js"></script></body></html>')
    tally = collect(source(site.address("/list.html"), "list"))
    assert [reason for _, reason in tally.problems] == [
        "no link to an annual report was found; what it shows is loaded by a script"
    ]


def test_an_endless_list_ends(site: Site, collect: Collect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.collecting.collection._MOST_PAGES_OF_A_LIST", 10)

    def endless(request: Request) -> None:
        number = int(request.path.rsplit("=", 1)[1])
        request.answer(200, f'<html><body><a href="/list?p={number + 1}">下一页</a></body></html>'.encode())

    for number in range(30):
        site.routes[f"/list?p={number}"] = endless
    collect(source(site.address("/list?p=0"), "list"))
    assert len(site.asked) == 1 + 10


def test_a_sitemap_leads_to_reports(site: Site, home: Home, collect: Collect) -> None:
    site.page("/sitemap.xml", f"<sitemapindex><loc>{site.address('/s1.xml')}</loc></sitemapindex>", "text/xml")
    addresses = "".join(f"<loc>{site.address(path)}</loc>" for path in ("/zfxxgknb/1.html", "/news/2.html"))
    site.page("/s1.xml", f"<urlset>{addresses}</urlset>", "text/xml")
    site.page("/zfxxgknb/1.html", report(2022))
    collect(source(site.address("/sitemap.xml"), "sitemap"))
    assert [snapshot.file for snapshot in collected(home.ledger)] == [site.address("/zfxxgknb/1.html")]


def test_an_interrupted_run_is_gone_on_with_and_a_finished_one_is_not(site: Site, home: Home) -> None:
    wanted = [source(site.address("/a.html"))]
    first = Collecting(home, wanted, Manners())
    second = Collecting(home, wanted, Manners())
    assert (first.resumed, second.resumed, second.begun_at) == (False, True, first.begun_at)
    second.end()
    assert not Collecting(home, wanted, Manners()).resumed


def test_many_hosts_at_a_time_fetch_what_they_share_once(site: Site, home: Home) -> None:
    hosts = [f"host{number}.example" for number in range(6)]
    shared = [site.address(f"/shared{number}.html", "host0.example") for number in range(5)]
    for number in range(5):
        site.page(f"/shared{number}.html", report(2010 + number))
    sources = []
    for number, host in enumerate(hosts):
        links = "".join(f'<a href="{each}">201{at}年政府信息公开工作年度报告</a>' for at, each in enumerate(shared))
        site.page(f"/list{number}.html", f"<html><body>{links}</body></html>")
        sources.append(source(site.address(f"/list{number}.html", host), "list"))
    manners = Manners(rate=1e6, allowed=hosts, resolve=lambda host, port: ["127.0.0.1"])
    collecting = Collecting(home, sources, manners)
    with ThreadPoolExecutor(6) as pool:
        tallies = list(pool.map(lambda own: collect_host(collecting, own), collecting.by_host().values()))
    assert sorted(site.asked) == sorted(
        ["/robots.txt"] * 6 + [f"/list{n}.html" for n in range(6)] + [f"/shared{n}.html" for n in range(5)]
    )
    assert sum(tally.outcomes["new"] for tally in tallies) == 5
    assert [problem for tally in tallies for problem in tally.problems] == []


def test_a_run_that_is_stopped_ends_before_its_next_request_and_is_gone_on_with(site: Site, home: Home) -> None:
    sources = []
    for number in range(5):
        site.page(f"/{number}.html", report(2010 + number))
        sources.append(source(site.address(f"/{number}.html")))
    collecting = Collecting(home, sources, Manners(rate=5, allowed=["127.0.0.1"]))
    stop_at = iter([False, True])
    tally = collect_host(
        collecting, sources, lambda what: collecting.stop() if what == "source" and next(stop_at) else None
    )
    assert tally.outcomes == {"new": 2}
    assert site.asked == ["/robots.txt", "/0.html", "/1.html"]
    again = Collecting(home, sources, Manners(rate=1e6, allowed=["127.0.0.1"]))
    assert again.resumed
    assert collect_host(again, sources).outcomes == {"new": 5}
    assert site.asked[3:] == ["/2.html", "/3.html", "/4.html"]


_ALONE = """
import sys
from pathlib import Path
from flows.collecting.collection import collect_host
from flows.collecting.run import Collecting, Manners
from flows.collecting.sourcelist import read_list
from flows.home import Home
run = Collecting(Home(Path(sys.argv[1])), read_list(Path(sys.argv[2])), Manners(rate=1e6, allowed=["127.0.0.1"]))
for sources in run.by_host().values():
    collect_host(run, sources)
run.end()
"""


def test_killed_half_way_and_run_again_nothing_is_fetched_twice(site: Site, home: Home, tmp_path: Path) -> None:
    paths = whole_site(site)
    extra = [f"/nb/{year}.html" for year in range(2008, 2018)]
    for path in extra:
        site.page(path, report(int(path[4:8])))
    reached, go_on = threading.Event(), threading.Event()
    served = site.routes["/nb/2012.html"]

    def held(request: Request) -> None:
        reached.set()
        go_on.wait(20)
        served(request)

    site.routes["/nb/2012.html"] = held
    lines = [f"示例市人民政府,,list,{site.address('/list.html')}"]
    lines += [f"示例市人民政府,{path[4:8]},report,{site.address(path)}" for path in extra]
    listed = tmp_path / "list.csv"
    listed.write_text("issuer,year,kind,address\n" + "\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-c", _ALONE, str(home.folder), str(listed)]
    running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert reached.wait(30)
    running.send_signal(signal.SIGKILL)
    running.wait()
    before = list(site.asked)
    site.routes["/nb/2012.html"] = served
    go_on.set()
    time.sleep(0.1)
    site.sent.pop("/nb/2012.html", None)  # What went to the one that was dead already.
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, timeout=60)
    after = site.asked[len(before) :]
    assert before[-1] == "/nb/2012.html"
    assert len(before) == 1 + len(paths) + 5
    assert after == ["/nb/2012.html", *(f"/nb/{year}.html" for year in range(2013, 2018))]
    assert len(collected(home.ledger)) == 4 + len(extra)
