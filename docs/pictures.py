"""Takes the pictures of docs/images/ anew, each in English and in Chinese: `make pictures`.

Wants Chromium, a CJK font, docs-site/ (`make docs`) and, for the picture of an issuer, the corpus in ../shared: the
samples have no series of more than two years. The picture of Prefect's page (prefect-run.png) is taken by hand.
"""

from __future__ import annotations

import base64
import html
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pages.rendering import issuer_path, report_path  # noqa: E402
from tests.pages.chromium import Page, browser  # noqa: E402

IMAGES = ROOT / "docs" / "images"
REPORTS = ROOT.parent / "shared" / "reports" / "real" / "pingtan"
SUFFIX = {"en": "", "zh": "-zh"}
TERMINAL = """<meta charset="utf-8"><style>
body { margin: 0; background: #161b24; }
pre { display: inline-block; max-width: 1190px; margin: 0; padding: 20px 22px; white-space: pre-wrap;
  color: #dfe5ee; font: 15px/21.4px "Noto Sans Mono CJK SC"; }
b { color: #8fe38f; }
</style><pre>%s</pre>"""


def _gongkai(words: str, language: str, home: Path) -> str:
    """What a command prints. 1 is no failure: there are findings, or files that were not read."""
    done = subprocess.run(
        [Path(sys.executable).with_name("gongkai"), *shlex.split(words)],
        cwd=ROOT,
        env=os.environ | {"GONGKAI_HOME": str(home), "GONGKAI_LANG": language, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"gongkai {words}: {done.stderr}")
    return done.stdout


def _keep(page: Page, name: str, box: dict[str, float]) -> None:
    got = page.call("Page.captureScreenshot", clip=box | {"scale": 1})
    (IMAGES / f"{name}.png").write_bytes(base64.b64decode(got["data"]))
    print(f"docs/images/{name}.png")


def _whole(page: Page, name: str, height: int) -> None:
    """The upper part of a page, 1280 points wide."""
    _keep(page, name, {"x": 0, "y": 0, "width": 1280, "height": height})


def _element(page: Page, name: str, selector: str, margin: int = 0) -> None:
    page.value(f"document.querySelector({selector!r}).scrollIntoView({{block: 'center'}})")
    page.value("new Promise((done) => setTimeout(done, 1500))")
    box = page.value(
        f"(({{x, y, width, height}}) => ({{x: x + scrollX, y: y + scrollY, width, height}}))"
        f"(document.querySelector({selector!r}).getBoundingClientRect())"
    )
    x, y = box["x"] - margin, box["y"] - margin
    _keep(page, name, {"x": x, "y": y, "width": box["width"] + 2 * margin, "height": box["height"] + 2 * margin})


def _take(page: Page, language: str, homes: tuple[Path, Path], scratch: Path) -> None:
    samples, pingtan = homes
    end = SUFFIX[language]
    file = scratch / "shown.html"
    check, series = "check samples/hongze-2023.html", "series requests_closed --issuer 平潭综合实验区管委会"
    for name, words in (("terminal-check", check), ("terminal-series", series)):
        printed = _gongkai(words, language, samples)
        file.write_text(TERMINAL % f"<b>$</b> gongkai {words}\n{html.escape(printed.rstrip())}", encoding="utf-8")
        page.open(file)
        _element(page, f"{name}{end}", "pre")
    file.write_text(_gongkai(f"{check} --html", language, samples), encoding="utf-8")
    page.open(file)
    _whole(page, f"check-page{end}", 760)
    asked = "SELECT report_id FROM reports WHERE issuer LIKE '%洪泽%' AND report_year = 2023"
    (report,) = _gongkai(f'sql "{asked}" --format csv', language, samples).split()[1:]
    page.open(samples / "site" / report_path(report))
    _whole(page, f"site-report{end}", 1150)
    if pingtan.exists():
        page.open(pingtan / "site" / issuer_path("zone-pingtan"))
        # The rows about the break: the table beside a chart scrolls.
        page.value("document.querySelector('#s-requests_received .break').scrollIntoView({block: 'center'})")
        _element(page, f"site-issuer{end}", "#s-requests_received", margin=24)
    page.open(ROOT / "docs-site" / ("zh" if language == "zh" else ".") / "tutorials" / "analyst.html")
    _whole(page, "docs-zh" if language == "zh" else "docs-tutorial", 760)


def main() -> None:
    """Takes all of them, of two warehouses that it makes for them and removes."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        homes = scratch / "samples", scratch / "pingtan"
        _gongkai("run", "en", homes[0])
        if REPORTS.is_dir():
            _gongkai(f"run {REPORTS}", "en", homes[1])
        else:
            print(f"{REPORTS} is not there: site-issuer.png stays as it is", file=sys.stderr)
        for language, spoken in (("en", "en-US"), ("zh", "zh-CN")):
            profile = scratch / language
            profile.mkdir()
            with browser(profile, spoken) as page:
                page.call(
                    "Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False
                )
                _take(page, language, homes, scratch)


if __name__ == "__main__":
    main()
