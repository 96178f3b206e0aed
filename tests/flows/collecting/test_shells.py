"""Pages that a script fills: what is plain is fetched and read, what is computed is named."""

from __future__ import annotations

import json

import gongkai
from flows.collecting.shells import Call, call_of, calls
from flows.collecting.state import State, collected
from flows.home import Home
from flows.snapshots import original
from tests.flows.collecting.conftest import Collect, source
from tests.flows.collecting.site import Site
from tests.generated import generate

_HERE = "https://www.example.gov.cn/detail.html?infoid=77&area=3"


def shell(script: str) -> str:
    head = "<head><title>政府信息公开</title></head>"
    return f'<html>{head}<body><div id="app"></div><script>{script}</script></body></html>'


def answer(html: bytes, **more: str) -> bytes:
    """What an interface gives: the page's text in a field among others."""
    return json.dumps({"code": 200, "data": {"id": "77", **more, "content": html.decode()}}).encode()


def test_a_literal_address_and_literal_parameters_are_plain() -> None:
    got = '$.get("/rest/getGovInfoDetail", {infoid: "5f-1", type: 2}, show)'
    assert calls(_HERE, got) == ([Call("https://www.example.gov.cn/rest/getGovInfoDetail?infoid=5f-1&type=2")], [])
    posted = 'axios({url: "/html/info/detail", method: "post", data: {"id": "9"}})'
    assert calls(_HERE, posted) == ([Call("https://www.example.gov.cn/html/info/detail", (("id", "9"),))], [])


def test_a_parameter_may_stand_in_a_variable_or_in_the_address_of_the_page() -> None:
    whole = [Call("https://www.example.gov.cn/rest/getGovInfoDetail?infoid=77")]
    asked = 'var id = getParam("infoid"); $.ajax({url: "/rest/getGovInfoDetail?infoid=" + id, success: show})'
    assert calls(_HERE, asked) == (whole, [])
    said = "let id = '77'; fetch('/rest/getGovInfoDetail?infoid=' + id)"
    assert calls(_HERE, said) == (whole, [])


def test_what_is_computed_or_elsewhere_is_not_asked() -> None:
    for script in (
        'fetch("/rest/getGovInfoDetail?infoid=" + hash(id))',
        'fetch("/rest/getGovInfoDetail?infoid=" + id)',
        'var id = "1"; id = "2"; fetch("/rest/getGovInfoDetail?infoid=" + id)',
        '$.get("/rest/getGovInfoDetail", {infoid: sign("5"), t: 1})',
        'var id = "5"; fetch("/rest/getGovInfoDetail?infoid=" + id + suffix)',
        'fetch("https://elsewhere.example/rest/getGovInfoDetail?infoid=1")',
        'fetch("/rest/getGovInfoDetail")',
    ):
        found, computed = calls(_HERE, script)
        assert not found, script
        assert computed, script


def test_a_call_is_known_again_by_the_address_that_it_is_noted_under() -> None:
    for call in (Call("https://a.example/x?y=1"), Call("https://a.example/x", (("id", "1&2"), ("年", "")))):
        assert call_of(call.noted) == call


def test_a_shell_is_filled_from_its_interface_and_read_as_the_page(site: Site, home: Home, collect: Collect) -> None:
    made = generate(1, "D")
    site.page("/detail.html?infoid=77", shell('var i = q("infoid"); $.get("/rest/getGovInfoDetail?infoid=" + i, show)'))
    site.page("/rest/getGovInfoDetail?infoid=77", answer(made.html), "application/json")
    site.page("/posted.html", shell('$.post("/html/info/detail", {id: "8"}, show)'))
    site.page("/html/info/detail", answer(generate(2, "D").html), "application/json")
    sources = [source(site.address(path)) for path in ("/detail.html?infoid=77", "/posted.html")]
    tally = collect(*sources)
    assert tally.problems == []
    assert site.posted == ["id=8"]
    roles = {known.address.split("/", 3)[3]: known.role for known in State(home.ledger).all()}
    assert roles == {
        "robots.txt": "robots",
        "detail.html?infoid=77": "cover",
        "rest/getGovInfoDetail?infoid=77": "attachment",
        "posted.html": "cover",
        "html/info/detail#post:id=8": "attachment",
    }
    kept = {snapshot.sha256 for snapshot in collected(home.ledger)}
    read = [gongkai.extract(original(home.snapshots, sha256)) for sha256 in kept]
    page = gongkai.extract(made.html)
    assert len(read) == 2
    assert [cell.value for cell in page.cells] in [[cell.value for cell in report.cells] for report in read]
    site.forget()
    collect(*sources)
    assert sum(site.sent.values()) == 0


def test_a_shell_whose_question_is_computed_is_named(site: Site, collect: Collect) -> None:
    site.page("/detail.html", shell('fetch("/rest/getGovInfoDetail?sign=" + md5(now()))'))
    (problem,) = collect(source(site.address("/detail.html"))).problems
    assert "computes how it asks /rest/getGovInfoDetail?sign=" in problem[1]
    assert site.asked == ["/robots.txt", "/detail.html"]


def test_a_list_by_years_leads_to_the_years_that_are_wanted(site: Site, home: Home, collect: Collect) -> None:
    years = "".join(f'<a href="/xxgkAnnualReport.jsp?fbtime={year}&area=3">{year}年</a>' for year in (2020, 2021, 2024))
    site.page("/list.html", f"<html><body>政府信息公开年度报告{years}</body></html>")
    for year in (2020, 2021, 2024):
        site.page(f"/xxgkAnnualReport.jsp?fbtime={year}&area=3", generate(year, "D").html)
    tally = collect(source(site.address("/list.html"), "list", years=range(2020, 2021)))
    # The year may be that of publication: the report of 2020 can be at either.
    assert [path for path in site.asked if "fbtime" in path] == [
        "/xxgkAnnualReport.jsp?fbtime=2020&area=3",
        "/xxgkAnnualReport.jsp?fbtime=2021&area=3",
    ]
    assert tally.problems == []
    assert {known.report_year for known in State(home.ledger).all()} == {None}


def test_the_pages_of_a_frameset_are_followed(site: Site, home: Home, collect: Collect) -> None:
    site.page("/frames.html", '<html><frameset cols="20%,*"><frame src="menu.html"><frame src="main.html"></frameset>')
    site.page("/menu.html", "<html><body><p>目录</p></body></html>")
    made = generate(1, "D")
    site.page("/main.html", made.html)
    collect(source(site.address("/frames.html")))
    assert sorted(site.asked) == ["/frames.html", "/main.html", "/menu.html", "/robots.txt"]
    assert gongkai.extract(made.html).sha256 in {snapshot.sha256 for snapshot in collected(home.ledger)}
