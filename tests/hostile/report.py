"""One hostile report: whatever it says tries to act on whoever reads the results."""

from __future__ import annotations

import msgspec

import gongkai
from gongkai.model import Problem
from tests.generated import generate

MARKUP = '<script>alert("1")</script><img src=x onerror=alert(2)>'
LINK = "[点此](javascript:alert(3))![x](http://example.org/x)"
TERMINAL = "\x1b]0;title\x07\x1b[2J\x1b[31m\x9b31m\x08"
BIDI = "\u202e\u2066\u200f"
FORMULA = '=HYPERLINK("http://example.org","x")'
RICH = "[bold red]红[/bold red][link=http://example.org]x[/link]"
TEMPLATE = "{{ 7*7 }}{% raw %}"
SQL = "'; DROP TABLE reports; --"
PAYLOADS = (FORMULA, MARKUP, LINK, TERMINAL, BIDI, RICH, TEMPLATE, SQL)
WICKED = "".join(PAYLOADS)
FILE = f"{(FORMULA + TERMINAL + BIDI + RICH + LINK)[:90]}.html".replace("/", "")


def hostile_report() -> gongkai.Report:
    """Read from its bytes, with wicked sentences; and then with wicked words wherever a report has words at all."""
    made = generate(1, "D", plants=("zero_added",))
    said = "".join(f"<p>{_escaped(one)}全年收到{_escaped(one)}申请12件，{_escaped(one)}约9件。</p>" for one in PAYLOADS)
    report = gongkai.extract(made.html.replace(b"</body>", f"{said}</body>".encode()), FILE)
    assert WICKED[:20] in report.text and report.mentions
    replace = msgspec.structs.replace
    return replace(
        report,
        head=replace(
            report.head,
            title=WICKED,
            issuer=f"{WICKED}人民政府",
            scope_words=WICKED,
            vintage_note=WICKED,
            vintage_note_zh=WICKED,
        ),
        cells=tuple(
            replace(cell, note=WICKED) if number % 9 == 0 else cell for number, cell in enumerate(report.cells)
        ),
        mentions=tuple(replace(one, measure_zh=WICKED, scope=WICKED) for one in report.mentions),
        problems=(*report.problems, Problem(code="line_unmapped", message=WICKED, found=WICKED, candidates=(WICKED,))),
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
