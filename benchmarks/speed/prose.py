"""Speed of the prose stage: megabytes a second of real prose, and seconds for 1 MB of what is no report.

`python -m benchmarks.speed.prose`. CPU time of one core. Wants the corpus (../shared) for the first figure.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongkai.compact import Compact
from gongkai.document.text import read_text
from gongkai.identify import identify
from gongkai.model import ReportHead, Scope, SourceKind
from gongkai.narrative import read_prose
from gongkai.reading import statutory_cells
from gongkai.sections import find_sections
from gongkai.vintage import tell_form

REPORTS = Path(__file__).resolve().parents[2].parent / "shared" / "reports"
MEGABYTE = 1_000_000
BEGINS = "湖城市2022年政府信息公开工作年度报告\n一、总体情况\n政府信息公开。\n二、主动公开政府信息情况\n"
HEAD = ReportHead(
    issuer="湖城市人民政府",
    issuer_id=None,
    issuer_level="prefecture",
    report_year=2022,
    vintage=None,
    vintage_note=None,
    family=None,
    scope=Scope.UNKNOWN,
    scope_words=None,
    title=None,
    source_kind=SourceKind.REPORT,
)
DEGENERATE = (
    *("7 ", "7\n", "1件\n", "1件\r\n", "一、总体情况\n", "1 2 3 4 5 6 7\n", "| 新收 | 3 | 4 | 5 |\n", "新收\n3\n"),
    *(
        "word 12 ",
        "共12件，其中3件（含1件），",
        "1,",
        "1.",
        "“1”",
        "一、二、三、四、",
        "7",
        "万",
        "（1",
        "（一）\n",
        "其中",
    ),
    *(
        "- 1 -\n",
        "《1",
        "百分之",
        "由1项减至1项，",
        "某局、某局分别1件、2件，",
        "甲局、乙局、",
        "2021年",
        "第",
        "1至",
        "1:",
        "3%",
    ),
    *(
        "\u3000",
        " ",
        "\n",
        "的",
        "，",
        "。",
        "公开",
        "收到信息公开申请",
        "一是",
        "某县",
        "某某局",
        "上半年",
        "三分之一",
        "近",
    ),
    *(
        "http://a.cn/1 ",
        "a@b.cn ",
        "0512-1234567 ",
        "2014年3月1日至",
        "一百二十三万四千五百六十七件",
        "九成",
        "1亿",
        "1百",
    ),
    "2021年，全市收到政府信息公开申请1,234件，同比增长12.5%；办结1,200件，其中予以公开800件、部分公开120件。\n",
)
"""What text of 1 MB may repeat."""


def degenerate(piece: str) -> float:
    """CPU seconds of the prose stage for 1 MB of the piece."""
    document = read_text(BEGINS + piece * (MEGABYTE // len(piece.encode())))
    sections = find_sections(document)
    began = time.process_time()
    read_prose(document, sections, HEAD, ())
    return time.process_time() - began


def real(rounds: int = 9) -> tuple[int, int, list[float]]:
    """Bytes of prose of the real reports in text, mentions in it, and CPU seconds of each round, the least first."""
    jobs: list[tuple[Any, ...]] = list(_jobs())
    size = sum(len(Compact(document, skip).text.encode()) for document, _, _, skip in jobs)
    taken = []
    mentions = 0
    for number in range(rounds + 1):
        began = time.process_time()
        mentions = sum(len(read_prose(*job)) for job in jobs)
        if number:
            taken.append(time.process_time() - began)
    return size, mentions, sorted(taken)


def _jobs() -> Iterator[tuple[Any, ...]]:
    for path in sorted(p for p in REPORTS.rglob("*") if p.suffix in (".txt", ".md") and p.name != "README.md"):
        document = read_text(path.read_text(encoding="utf-8", errors="replace"))
        sections = find_sections(document)
        head, _ = identify(document, tables_present=True, sections=sections)
        yield document, sections, head, statutory_cells(document, tell_form(document).form)[2]


def main() -> int:
    """Print both."""
    if REPORTS.is_dir():
        size, mentions, taken = real()
        least, median = taken[0], taken[len(taken) // 2]
        print(f"{size:,} bytes of real prose, {mentions:,} numbers")
        print(f"  median {size / 1e6 / median:.2f} MB/s, best {size / 1e6 / least:.2f} MB/s")
    else:
        print("The corpus of real reports (../shared) is not here.", file=sys.stderr)
    degenerate(DEGENERATE[-1])  # Expressions are compiled when they are first needed.
    slowest = sorted(((degenerate(piece), piece) for piece in DEGENERATE), reverse=True)
    print("1 MB of what is no report, the slowest of", len(slowest))
    for seconds, piece in slowest[:10]:
        print(f"  {seconds:.2f} s  {piece[:24]!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
