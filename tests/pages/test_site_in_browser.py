"""The built site, opened from disk in Chromium with the network cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

pytest.importorskip("websockets", reason="the DevTools client needs websockets, which Prefect brings")

from pages.rendering import issuer_path, report_path
from pages.site import write_site
from tests.pages.chromium import CHROMIUM, Page, browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium in PATH"),
]
_SOON = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)))"
_DRAWN = """
new Promise((done) => {
  const plots = [...document.querySelectorAll("[data-chart]")];
  const look = () => plots.every((one) => one.dataset.drawn) ? done(plots.length) : setTimeout(look, 20);
  const next = (at) => { if (at < plots.length) { plots[at].scrollIntoView(); setTimeout(() => next(at + 1), 15); } };
  next(0);
  look();
})
"""
_CONTRAST = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
    .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => { for (let at = element; at; at = at.parentElement) {
    const colour = rgb(getComputedStyle(at).backgroundColor);
    if (colour[3] === 255) return colour;
  } return [255, 255, 255]; };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    if (!element.getClientRects().length || element.closest("svg, .vh, .skip, option")) continue;
    if (![...element.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim())) continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(rgb(style.color)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) {
      poor.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)} ${element.textContent.slice(0, 9)}`);
    }
  }
  return [...new Set(poor)];
})()
"""

_AMISS = """
(() => {
  const amiss = [];
  const words = (element) => (element?.textContent ?? "").trim();
  const told = (element) => `${element.tagName}.${element.className}#${element.id} ${words(element).slice(0, 20)}`;
  const all = (css) => [...document.querySelectorAll(css)];
  const without = (what, elements) => { for (const one of elements) amiss.push(`${what}: ${told(one)}`); };
  const heads = all("h1, h2, h3, h4, h5, h6");
  if (heads.filter((one) => one.tagName === "H1").length !== 1 || heads[0].tagName !== "H1") amiss.push("h1");
  without("a level left out before", heads.filter((one, at) => at && +one.tagName[1] > +heads[at - 1].tagName[1] + 1));
  without("a heading without words", heads.filter((one) => !words(one)));
  without("a table without caption", all("table").filter((one) => !words(one.caption)));
  without("a head without scope", all("th").filter((one) => !one.scope));
  const drawn = all("[role=img], img, svg").filter((one) => !one.parentElement.closest("[role=img]"));
  without("a picture without words", drawn.filter((one) => !one.ariaLabel));
  without("a field without label", all("input, select, textarea").filter((one) => !one.labels?.length));
  without("a link or button without words", all("a, button").filter((one) => !words(one) && !one.ariaLabel));
  const named = (one) => one.ariaLabel || words(document.getElementById(one.getAttribute("aria-labelledby")));
  without("a stop of the Tab key without name", all("[tabindex='0'], nav").filter((one) => !named(one)));
  const ids = all("[id]").map((one) => one.id);
  without("twice", ids.filter((one, at) => ids.indexOf(one) < at).map((one) => document.getElementById(one)));
  const there = (one) => document.getElementById(decodeURIComponent(one.hash.slice(1)));
  without("a link to nothing", all("a[href^='#']").filter((one) => !there(one)));
  for (const css of ["header", "main", "footer"]) if (all(`body > ${css}`).length !== 1) amiss.push(css);
  if (all("a, button, input, [tabindex]")[0]?.hash !== "#content") amiss.push("the first stop leads elsewhere");
  if (!document.documentElement.lang || !document.title.trim()) amiss.push("language, title");
  return amiss;
})()
"""
"""What a screen reader would miss, or the keyboard not reach."""


@pytest.fixture(scope="module")
def site(read_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    write_site(read_warehouse, target)
    return target


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile"), "en-US") as opened:
        yield opened


@pytest.fixture
def page(chromium: Page, site: Path) -> Iterator[Page]:
    chromium.complaints.clear()
    chromium.requests.clear()
    chromium.call("Emulation.clearDeviceMetricsOverride")
    chromium.call("Emulation.setEmulatedMedia", features=[])
    yield chromium
    assert chromium.complaints == []
    outside = [one for one in chromium.requests if not one.startswith(site.as_uri()) and one != "about:blank"]
    assert outside == [], "a request left the site"


@pytest.fixture(scope="module")
def kinds(site: Path, read_warehouse: Path) -> dict[str, Path]:
    """One page of each kind; the report and the issuer are those with the hostile words."""
    with duckdb.connect(str(read_warehouse), read_only=True) as connection:
        query = "SELECT report_id, issuer_id FROM reports WHERE file LIKE '<img%'"
        report_id, issuer_id = connection.execute(query).fetchall()[0]
    names = ("index.html", "rules.html", "unread.html", "codebook.html", "rules/H-C4.html")
    return {name: site / name for name in names} | {
        "report": site / report_path(report_id),
        "issuer": site / issuer_path(issuer_id),
    }


_KINDS = ("index.html", "rules.html", "unread.html", "codebook.html", "rules/H-C4.html", "report", "issuer")
_AT_ONCE = ("index.html", "report", "issuer")
"""Pages that the default suite looks at most closely; make test-slow looks at all."""
_EACH = [pytest.param(kind, marks=() if kind in _AT_ONCE else pytest.mark.slow) for kind in _KINDS]


@pytest.mark.parametrize("kind", _KINDS)
def test_a_page_opens_without_a_complaint(page: Page, kinds: dict[str, Path], kind: str) -> None:
    page.open(kinds[kind])
    assert page.value("document.querySelector('h1').innerText.trim().length") > 2
    assert page.value("document.querySelectorAll('body img, body script[src=\"x\"]').length") == 0


def test_the_policy_stops_what_is_not_of_the_site(page: Page, kinds: dict[str, Path]) -> None:
    page.open(kinds["report"])
    page.value(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))"
    )
    page.value("document.body.insertAdjacentHTML('beforeend', '<p id=it onclick=\"window.ran = 2\">x</p>')")
    page.value("document.getElementById('it').click()")
    assert page.value("window.ran") is None
    tried = page.call("Runtime.evaluate", expression="eval('1')", allowUnsafeEvalBlockedByCSP=False)
    assert tried["exceptionDetails"]["exception"]["className"] == "EvalError"
    page.value("new Promise((done) => setTimeout(done, 50))")
    assert len(page.complaints) >= 2, "the browser did not say what it stopped"
    page.complaints.clear()


@pytest.mark.parametrize("kind", _EACH)
def test_a_phone_shows_the_page_without_moving_it_sideways(page: Page, kinds: dict[str, Path], kind: str) -> None:
    page.call("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True)
    page.open(kinds[kind])
    page.value("for (const one of document.querySelectorAll('details')) one.open = true")
    page.value(_DRAWN)
    assert page.value("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("kind", _KINDS)
def test_a_screen_reader_and_the_keyboard_find_their_way(page: Page, kinds: dict[str, Path], kind: str) -> None:
    page.open(kinds[kind])
    assert page.value(_AMISS) == []
    _press(page, "Tab", 9)
    assert page.value("document.activeElement.hash") == "#content"
    shown = "document.activeElement.getBoundingClientRect().top >= 0"
    assert page.value(f"{shown} && getComputedStyle(document.activeElement).outlineStyle !== 'none'")
    _press(page, "Enter", 13)
    page.value(_SOON)
    assert page.value("document.activeElement.id") == "content"


@pytest.mark.parametrize(
    "harm",
    [
        "document.querySelector('h2').outerHTML = '<h4>too deep</h4>'",
        "document.querySelector('caption').remove()",
        "document.querySelector('th').removeAttribute('scope')",
        "document.querySelector('[role=img]').removeAttribute('aria-label')",
        "document.querySelector('label[for=find]').remove()",
        "document.querySelector('[tabindex=\"0\"]').removeAttribute('aria-label')",
        "document.querySelector('main h2').id = 'coverage'; document.querySelector('main').append("
        "Object.assign(document.createElement('p'), { id: 'coverage' }))",
        "document.querySelector('.skip').remove()",
    ],
)
def test_what_is_amiss_is_seen(page: Page, kinds: dict[str, Path], harm: str) -> None:
    page.open(kinds["index.html"])
    page.value(harm + "; 0")
    assert page.value(_AMISS) != []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", _EACH)
def test_all_words_stand_out_from_what_is_behind_them(
    page: Page, kinds: dict[str, Path], kind: str, scheme: str
) -> None:
    page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    page.open(kinds[kind])
    page.value("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.value(_CONTRAST) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_switch_changes_every_word_and_the_next_page_remembers(
    page: Page, kinds: dict[str, Path], language: str
) -> None:
    other = {"zh": ("Coverage", "覆盖情况"), "en": ("覆盖情况", "Coverage")}[language]
    page.open(kinds["index.html"])
    page.value(f"document.getElementById('language-{language}').click()")
    words = str(page.value("document.body.innerText"))
    assert other[0] not in words and other[1] in words
    page.open(kinds["report"])
    assert page.value("document.documentElement.dataset.lang") == language


def test_the_charts_of_the_overview_are_drawn(page: Page, kinds: dict[str, Path]) -> None:
    page.open(kinds["index.html"])
    assert page.value(_DRAWN) == 3
    for kind, mark in (("states", "rect"), ("rules", "rect"), ("failures", "symbol")):
        told = page.value(f"document.querySelector('[data-chart={kind}]').dataset.drawn")
        drawn = page.value(f"document.querySelectorAll('[data-chart={kind}] .mark-{mark}.role-mark path').length")
        assert drawn == int(told) * (2 if kind == "failures" else 1) > 0, kind


def test_lines_stop_at_breaks_and_each_point_of_the_table_is_drawn(page: Page, site: Path) -> None:
    page.open(site / issuer_path("zone-pingtan"))
    assert any(one["breaks"] for one in _charts(page, 5))


def _charts(page: Page, least: int) -> list[dict[str, int]]:
    """Draws the charts of an issuer, and holds what is drawn against what their tables say."""
    assert page.value(_DRAWN) > least
    told: list[dict[str, int]] = page.value(
        """
        [...document.querySelectorAll("figure.series")].map((figure) => {
          const rows = [...figure.querySelectorAll("[data-row]")].map((row) => JSON.parse(row.dataset.row));
          const points = rows.filter((row) => row.kind === "point");
          const count = (css) => figure.querySelectorAll(css).length;
          return {
            points: points.length, segments: new Set(points.map((row) => row.segment)).size,
            breaks: rows.filter((row) => row.kind === "break").length,
            apart: rows.filter((row) => row.kind === "break" && row.to > row.from).length,
            symbols: count(".mark-symbol path"), lines: count(".mark-line path"),
            rules: count(".mark-rule.role-mark line"), spans: count(".mark-rect.role-mark path"),
          };
        })
        """
    )
    for one in told:
        assert one["symbols"] == one["points"]
        assert one["lines"] == one["segments"]
        assert one["rules"] + one["spans"] == one["breaks"]
        assert one["spans"] == one["apart"]
    return told


def test_a_value_leads_to_its_words_and_back(page: Page, kinds: dict[str, Path]) -> None:
    page.open(kinds["report"])
    _words_and_back(page, 3)


def _words_and_back(page: Page, least: int) -> None:
    """Follows the first values of the list to their words, and the words back."""
    found = page.value(
        """
        (async () => {
          const settle = () => new Promise((done) => setTimeout(done, 80));
          const out = [];
          for (const row of [...document.querySelectorAll(".values li")].slice(0, 12)) {
            const value = row.querySelector("a");
            value.click();
            await settle();
            const words = document.getElementById(decodeURIComponent(location.hash.slice(1)));
            const box = words.getBoundingClientRect();
            const seen = box.top >= 0 && box.bottom <= innerHeight && words === document.activeElement;
            words.click();
            await settle();
            out.push([value.innerText, words.innerText, seen, location.hash === "#" + row.id]);
          }
          return out;
        })()
        """
    )
    assert len(found) >= least
    for value, words, seen, back in found:
        number = "".join(char for char in value if char.isdigit() or char == ".")
        assert number in words.replace(",", "").replace("，", ""), (value, words)
        assert seen and back, value


def test_the_keyboard_alone_leads_from_a_finding_to_its_cell(page: Page, site: Path, read_warehouse: Path) -> None:
    with duckdb.connect(str(read_warehouse), read_only=True) as connection:
        query = (
            "SELECT report_id, left_evidence[1] FROM findings WHERE check_id = 'H-C2' AND outcome = 'fail' ORDER BY ALL"
        )
        report_id, evidence = connection.execute(query).fetchall()[0]
    page.open(site / report_path(report_id))
    anchor = f"e-{evidence.partition(':')[2]}"
    for _ in range(60):
        _press(page, "Tab", 9)
        if page.value("document.activeElement.getAttribute('href')") == f"#{anchor}":
            break
    else:
        pytest.fail("the link to the cell is not reached by the Tab key")
    assert page.value("getComputedStyle(document.activeElement).outlineStyle") != "none"
    _press(page, "Enter", 13)
    page.value(_SOON)
    assert page.value("document.activeElement.id") == anchor
    assert page.value("document.activeElement.classList.contains('failed')")
    assert page.value("document.activeElement.innerText").count("✗") == 1


def test_the_hostile_words_are_shown_as_they_are(page: Page, kinds: dict[str, Path]) -> None:
    page.open(kinds["report"])
    words = str(page.value("document.body.textContent"))
    assert "<img src=x onerror=alert(3)>" in words
    assert "U+202E" in words and "\u202e" not in words
    assert "{{ 7*7 }}" in words
    page.open(kinds["unread.html"])


def _press(page: Page, key: str, code: int) -> None:
    for kind in ("keyDown", "keyUp"):
        text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
        page.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)


def test_the_keyboard_alone_finds_an_issuer_and_opens_its_page(page: Page, site: Path) -> None:
    page.open(site / "index.html")
    name = str(page.value("ISSUERS[0][0]"))
    page.value("document.getElementById('find').focus()")
    page.call("Input.insertText", text=name[:2])
    found = page.value("[...document.querySelectorAll('#found a')].map((one) => one.textContent)")
    assert name in found
    assert all(name[:2] in one for one in found)
    page.call("Input.dispatchKeyEvent", type="keyDown", key="ArrowDown")
    assert page.value("document.activeElement.textContent") == found[0]
    page.call("Input.dispatchKeyEvent", type="keyDown", key="Escape")
    assert page.value("[document.activeElement.id, document.querySelectorAll('#found a').length]") == ["find", 0]


def test_the_matrix_opens_at_the_newest_years_on_a_phone(page: Page, site: Path) -> None:
    page.call("Emulation.setDeviceMetricsOverride", width=320, height=800, deviceScaleFactor=1, mobile=True)
    page.open(site / "index.html")
    newest = "document.querySelector('.coverage thead th:last-child').getBoundingClientRect().right"
    assert page.value(f"{newest} <= innerWidth")
    assert page.value("document.querySelector('.coverage').parentElement.scrollLeft") > 0


@pytest.fixture(scope="module")
def generated_site(generated_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("generated-site")
    write_site(generated_warehouse, target)
    return target


def test_a_site_of_other_reports_is_as_good(chromium: Page, generated_site: Path, generated_warehouse: Path) -> None:
    """Charts, words, the switch, nothing amiss, no complaint, no request: of reports that are not the samples."""
    page = chromium
    page.complaints.clear()
    page.requests.clear()
    with duckdb.connect(str(generated_warehouse), read_only=True) as connection:
        query = "SELECT report_id, issuer_id FROM reports SEMI JOIN findings USING (report_id) ORDER BY ALL"
        found = connection.execute(query).fetchall()
    page.open(generated_site / "index.html")
    assert page.value(_DRAWN) == 3
    assert page.value(_AMISS) == []
    assert page.value("ISSUERS.length") == len({issuer for _, issuer in found}) >= 3
    for issuer_id in sorted({issuer for _, issuer in found})[:2]:
        page.open(generated_site / issuer_path(issuer_id))
        assert len(_charts(page, 3)) > 3
        assert page.value(_AMISS) == []
    for report_id, _ in found[:4]:
        page.open(generated_site / report_path(report_id))
        assert page.value(_AMISS) == []
        _words_and_back(page, 1)
    for language, words in (("zh", "核对结果"), ("en", "Findings")):
        page.value(f"document.getElementById('language-{language}').click()")
        assert words in str(page.value("document.body.innerText")), language
    assert page.complaints == []
    outside = [one for one in page.requests if not one.startswith(generated_site.as_uri()) and one != "about:blank"]
    assert outside == []
