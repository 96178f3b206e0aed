"""A folder of anything: every file is accounted for by name as read, partly read, or not read and why."""

from __future__ import annotations

import random
import re
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from flows.extraction import read_batch
from flows.ledger import Snapshot
from flows.selection import Selection
from flows.snapshots import keep, take
from gongkai.document.archive import is_archive, members
from tests.flows.content import names_of
from tests.generated import generate
from tests.gongkai.office_samples import docx, p, run, tbl, tc, xlsx, zipped

READ, PARTLY = "read", "partly read"
FILES = "<p>附<a href='1.xls'>表</a>供下载</p>"
COVER = "<h1>青石县2022年政府信息公开工作年度报告</h1><iframe src='a.pdf'></iframe>"
BOMB = 20_000_000


def _report(seed: int, kind: str = "D", template: str = "plain") -> str:
    made = generate(seed, kind, template=template)
    return made.html.decode(made.page.encoding)


def _old_office(stream: str) -> bytes:
    directory = "Root Entry".encode("utf-16-le").ljust(128, b"\0") + stream.encode("utf-16-le").ljust(128, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory


def _word(text: str, more: str = "") -> bytes:
    """A report of running text as a Word file: its tables did not come along."""
    said = [re.sub("<[^>]*>", "", part) for part in re.findall("<(?:h1|h2|p)[^>]*>(.*?)</", text, re.DOTALL)]
    return docx("".join(p(line) for line in said if line.strip()) + more)


def _files() -> dict[str, tuple[bytes, str]]:
    """Name -> (bytes, what must be said of it)."""
    whole = {f"{kind}.html": (generate(n, kind).html, READ) for n, kind in enumerate(("A-shanghai", "B", "C", "D"), 20)}
    text = _report(30)
    bare = re.sub("<table.*?</table>", "", text, flags=re.DOTALL)
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 1654, 2339)
    noise = random.Random(7).randbytes(5000)
    entities = '<!DOCTYPE d [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    tracked = f'<w:p><w:ins w:id="1">{run("新增一句。")}</w:ins></w:p>'
    long_span = tbl(tc("甲", '<w:gridSpan w:val="88888888"/>') + tc("1"))
    return {
        **whole,
        "gbk-without-declaration.html": (_report(31).encode("gb18030"), READ),
        "upper.HTM": (_report(32).encode("utf-16"), READ),
        "called-a-picture.jpg": (_report(33).encode(), READ),
        "tables-missing.html": (bare.encode(), PARTLY),
        "tables-attached.html": (bare.replace("</body>", f"{FILES}</body>").encode(), PARTLY),
        "broken-bytes.html": (_report(34).encode().replace("政府".encode(), "政府".encode() + b"\xff", 1), PARTLY),
        "draft.docx": (_word(_report(35)), PARTLY),
        "draft-with-changes.docx": (_word(_report(36), tracked), PARTLY),
        "draft-huge-span.docx": (_word(_report(37), long_span), PARTLY),
        "table-only.csv": ("指标,单位,数量\n规章,件,1\n文件,件,2\n".encode("gb18030"), "not_a_report"),
        "empty.html": (b"", "empty_file"),
        "blank.txt": (b" \n\t ", "empty_file"),
        "news.html": (("<html><body><p>今天植树五千株。</p>" + "<p>市民参加活动。</p>" * 40).encode(), "not_a_report"),
        "not-found.html": ("<html><body><h1>404</h1><p>页面不存在</p></body></html>".encode(), "page_not_found"),
        "blocked.html": ("<html><body><p>您的访问被拦截，请输入验证码</p></body></html>".encode(), "page_blocked"),
        "down.html": (b"<html><body><h1>502 Bad Gateway</h1></body></html>", "page_unavailable"),
        "shell.html": (b"<html><body><div id=app></div><script src=a.js></script></body></html>", "page_needs_script"),
        "cover.html": (
            f"<html><body>{COVER}</body></html>".encode(),
            "report_is_attachment",
        ),
        "photo.html": (b"\xff\xd8\xff\xe0" + noise, "foreign_type"),
        "scan.png": (png, "scan_without_text"),
        "noise.txt": (noise, "foreign_type"),
        "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "pdf_damaged"),
        "old.doc": (_old_office("WordDocument"), "old_office_format"),
        "old.wps": (_old_office("WordDocument"), "old_office_format"),
        "locked.docx": (_old_office("EncryptedPackage"), "office_encrypted"),
        "slides.pptx": (zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "foreign_type"),
        "report.ofd": (zipped({"OFD.xml": ""}), "foreign_type"),
        "letter.rtf": (rb"{\rtf1 a}", "foreign_type"),
        "packed.rar": (b"Rar!\x1a\x07\x00" + noise, "foreign_type"),
        "bomb.docx": (docx(p("0" * BOMB)), "archive_too_large"),
        "bomb.xlsx": (xlsx(f"<sheetData>{' ' * BOMB}</sheetData>"), "archive_too_large"),
        "entities.docx": (docx(p("&b;"), prolog=entities), "xml_with_doctype"),
        "half.docx": (docx(p("正文" * 500))[:700], "archive_damaged"),
        "no-body.docx": (zipped({"[Content_Types].xml": "", "word/document.xml": "<a/>"}), "office_damaged"),
        "empty.xlsx": (xlsx("<sheetData/>"), "empty_file"),
        "deep.html": (b"<div>" * 5_000 + b"<p>x</p>", "not_a_report"),
        "spans.html": (b"<html><body><table>" + b"<tr><td colspan=99999 rowspan=99999>1<td>2" * 100, "not_a_report"),
    }  # fmt: skip


ARCHIVE = {
    "a/inside.html": (_report(40).encode(), READ),
    "a/inside.docx": (_word(_report(41)), PARTLY),
    "a/photo.jpg": (b"\xff\xd8\xff\xe0", "foreign_type"),
    "bomb.txt": (b"0" * BOMB, "archive_too_large"),
}


def test_every_file_of_a_mixed_folder_is_accounted_for_by_name(tmp_path: Path) -> None:
    expected = _files()
    folder = tmp_path / "files"
    folder.mkdir()
    for name, (data, _) in expected.items():
        (folder / name).write_bytes(data)
    packed = zipped({name: data for name, (data, _) in ARCHIVE.items()})
    (folder / "all.zip").write_bytes(packed)
    assert len(list(folder.iterdir())) >= 40

    store = tmp_path / "store"
    snapshots, unread = take(store, sorted(f for f in folder.iterdir() if not is_archive(f.read_bytes())))
    said = {str(name): reason for name, reason in unread}
    now = datetime.now(UTC)
    for member in members(packed):
        if member.data is None:
            assert member.problem is not None
            said[f"all.zip/{member.name}"] = member.problem.code
        else:
            sha256 = keep(store, member.data)
            snapshots.append(Snapshot(sha256, f"all.zip/{member.name}", len(member.data), now))
    names = [names_of(store, snapshot.sha256) for snapshot in snapshots]
    copies = {name: first for first, *others in filter(None, names) for name in others}
    assert copies == {"old.wps": "old.doc"}  # The same bytes: one content, kept and read once, under both names.

    began = time.process_time()
    batch = read_batch(snapshots, store, tmp_path / "staging", "test", Selection())
    assert time.process_time() - began < 15
    assert batch.unwanted == ()
    staged = tmp_path / "staging" / batch.name
    problems = pl.read_parquet(staged / "problems.parquet")
    for file, code in problems.filter(pl.col("report_id").is_null()).select("file", "code").iter_rows():
        said[file] = code
    worried = set(problems.filter(pl.col("report_id").is_not_null())["report_id"])
    reports = pl.read_parquet(staged / "reports.parquet")
    for file, report, kind in reports.select("file", "report_id", "source_kind").iter_rows():
        assert file not in said
        said[file] = PARTLY if report in worried or kind == "report_tables_missing" else READ
    said |= {name: said[first] for name, first in copies.items()}

    wanted = {name: what for name, (_, what) in expected.items()}
    wanted |= {f"all.zip/{name}": what for name, (_, what) in ARCHIVE.items()}
    assert said == wanted
