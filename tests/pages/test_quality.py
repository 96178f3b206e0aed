import base64
import hashlib
import html
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pages.plan import Limits
from pages.quality import quality_page, write_quality_report
from pages.site import write_site
from tests.pages.conftest import COLLECTED, LATER, NEWS, NOTICED, TABLES
from warehouse.reading import open_warehouse


@pytest.fixture(scope="module")
def page(small_warehouse: Path) -> str:
    with open_warehouse(small_warehouse) as connection:
        return quality_page(connection)


class _Elements(HTMLParser):
    """Every element of the page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _attributes(page: str) -> set[str]:
    return {name for _, given in _Elements(page).found for name in given}


def _values(page: str, attribute: str) -> list[str]:
    return [given[attribute] or "" for _, given in _Elements(page).found if attribute in given]


def _ids(page: str) -> list[str]:
    return _values(page, "id")


def _links(page: str) -> list[str]:
    return _values(page, "href")


def test_words_of_a_report_are_never_markup(page: str) -> None:
    tags = Counter(tag for tag, _ in _Elements(page).found)
    assert (tags["script"], tags["style"], tags["img"]) == (1, 1, 0)
    assert "\u202e" not in page
    assert "U+202E" in page
    assert "{{ 7*7 }}" in page
    assert page.count("&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;") >= 8


def test_the_policy_lets_only_our_own_style_sheet_and_script_run(page: str) -> None:
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    assert policy.startswith("default-src 'none';")
    for name in ("style", "script"):
        source = re.search(f"<{name}>(.*?)</{name}>", page, re.S)[1]  # type: ignore[index]
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not [name for name in _attributes(page) if name == "style" or name.startswith("on")]


def test_the_page_asks_for_nothing(page: str) -> None:
    assert all(link.startswith("#") for link in _links(page))
    assert not _attributes(page) & {"src", "srcset", "action", "data", "background", "poster"}
    assert not re.search(r"url\(|@import|https?://", page)


def test_every_link_leads_somewhere_and_no_place_has_two_names(page: str) -> None:
    ids = _ids(page)
    assert not [one for one, times in Counter(ids).items() if times > 1]
    assert len(_links(page)) > 10
    assert {link[1:] for link in _links(page)} <= set(ids)


def test_evidence_links_to_cell_and_words_and_those_back_to_the_finding(page: str) -> None:
    links = _links(page)
    for evidence in (f"{TABLES}:res_total__total", f"{TABLES}:res_granted__total", COLLECTED, NOTICED):
        assert f"#e-{evidence}" in links
        assert f"e-{evidence}" in _ids(page)
    assert links.count("#f:1") >= 2


def test_evidence_in_another_report_says_whose_it_is(page: str) -> None:
    third = page[page.index('id="f:3"') :]
    third = third[: third.index("</article>")]
    assert "甲县人民政府" in third
    assert f"#e-{TABLES}:res_total__total" in third


def test_states_of_cells_are_told_in_words_and_not_by_colour_alone(page: str) -> None:
    for state in ("blank", "unreadable"):
        assert re.search(rf'<td class="{state}">.*?<small><span class="zh".*?</small></td>', page)
    assert "12|0|" in page


def test_a_rule_that_was_never_evaluated_is_seen(page: str) -> None:
    row = re.search(r'<tr class="vacuous">.*?</tr>', page, re.S)
    assert row is not None
    assert "B-1" in row[0]
    assert "never evaluated" in row[0]


def test_states_of_reports_are_told_from_what_was_read(page: str) -> None:
    for report_id, state in ((TABLES, "partly"), (NEWS, "news_only"), (LATER, "whole")):
        assert f'<a class="state {state}" href="#r-{report_id}">' in page


def test_a_file_that_was_not_read_is_named_with_the_reason(page: str) -> None:
    unread = page[page.index('id="unread"') :]
    assert "notes.pdf" in unread
    assert "Not an annual report" in unread


def test_numbers_of_the_prose_say_what_they_were_taken_for(page: str) -> None:
    titles = _values(page, "data-en-title")
    assert "statistic · value 12 · unit 件 · no indicator" in titles
    assert any("value 50 · about · bounds 50 … 60" in title for title in titles)


def test_with_no_room_the_page_says_what_was_left_out_and_links_to_nothing(small_warehouse: Path) -> None:
    none = Limits(issuers=0, unread_files=0, problems_of_a_kind=0, findings_bytes=0, cards_bytes=0, details_bytes=0)
    with open_warehouse(small_warehouse) as connection:
        page = quality_page(connection, none)
    assert {link[1:] for link in _links(page)} <= set(_ids(page))
    assert page.count("gongkai sql") == 6
    assert "<article" not in page


@pytest.mark.parametrize("cards", [3_000, 6_000, 9_000])
@pytest.mark.parametrize("details", [0, 2_500, 5_000])
@pytest.mark.parametrize("findings", [0, 3_000, 9_000])
def test_with_little_room_no_link_leads_to_nothing(
    small_warehouse: Path, cards: int, details: int, findings: int
) -> None:
    little = Limits(cards_bytes=cards, details_bytes=details, findings_bytes=findings)
    with open_warehouse(small_warehouse) as connection:
        page = quality_page(connection, little)
    assert {link[1:] for link in _links(page)} <= set(_ids(page))


def test_the_report_is_written_whole_or_not_at_all(
    small_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "a <site>"
    write_site(small_warehouse, site)
    target = tmp_path / "new" / "quality.html"
    write_quality_report(site, target)
    whole = target.read_bytes()
    assert whole.rstrip().endswith(b"</html>")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        write_quality_report(site, target)
    assert target.read_bytes() == whole
    assert [one.name for one in target.parent.iterdir()] == ["quality.html"]


def test_the_same_warehouse_gives_the_same_page(small_warehouse: Path, page: str) -> None:
    with open_warehouse(small_warehouse) as connection:
        assert quality_page(connection) == page


def test_the_report_leads_to_the_site_from_wherever_it_lies(small_warehouse: Path, tmp_path: Path) -> None:
    site = tmp_path / "a <site>"
    write_site(small_warehouse, site)
    beside = tmp_path / "quality.html"
    write_quality_report(site, beside)
    inside, outside = (path.read_text(encoding="utf-8") for path in (site / "quality.html", beside))
    assert re.findall(r'href="([^#"][^"]*)"', inside) == ["index.html"]
    assert re.findall(r'href="([^#"][^"]*)"', outside) == ["a &lt;site&gt;/index.html"]
    assert outside.replace("a &lt;site&gt;/", "") == inside


def test_there_is_no_report_without_a_site(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_quality_report(tmp_path / "none", tmp_path / "quality.html")
