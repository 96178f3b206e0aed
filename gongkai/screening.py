"""Whether a document is an annual report at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.document.model import Document
from gongkai.document.webpage import FILE
from gongkai.model import Problem, Section, UnreadableSource
from gongkai.sections import find_sections
from gongkai.titles import TITLE, one_width

_SHELL = re.compile(
    r"(?i)javascript|403 forbidden|404 not found|访问(?:被)?拒绝|页面不存在|安全验证|验证码|正在跳转|"
    r"请稍[候后]|access denied|bad gateway"
)
_SUBJECT = re.compile(r"(?:政府|政务)?信息公开|政务公开")
_TABLE_WORDS = re.compile(
    r"受理(?:政府信息)?依申请公开(?:信息)?总数|收到申请数|本年新收政府信息公开申请数量|对申请的答复总?数|主动公开(?:政府)?(?:信息|文件)数"
)
# A notice on how reports are to be written: its own title, not one cited in 《》, and those it is addressed to.
_NOTICE = re.compile(
    r"(?:^|\n)[^《》，。\n]{0,40}关于(?!印发|公布|发布)[^《》，。\n]{0,60}(?:报告|年报)[^《》，。\n]{0,24}(?:通知|函|意见|方案)\s*(?:\n|$)"
)
_ADDRESSED = re.compile(r"各[^。\n]{1,60}：|请[各于]|报送")
_EXPECTED = "expected an annual report on government information disclosure (政府信息公开工作年度报告)"


# How far a list of reports or the title of one is looked for.
_LOOK = 6000


_REPORT_FILE = re.compile(r"年报|年度报告|工作报告|信息公开|统计表|报告")
_LITTLE = 300
"""Characters of text, titles and the words of links left out, below which a page says nothing itself."""
_MOST_LISTED = 5
_FILE_NAME = re.compile(r"(?i)\S.{0,300}\.(?:html?|mht(?:ml)?|pdf|docx?|wps|xlsx?|et|csv|txt|md|zip|ofd)")
_BODY = re.compile(r"[\u4e00-\u9fff（）()]{2,40}(?:政府|办公厅|办公室|厅|局|委|委员会|部|街道办事处|管委会|中心)")
_YEAR = re.compile(r"20[0-4][0-9](?:年|年度)?")


def attachments(document: Document) -> tuple[tuple[str, str], ...]:
    """(words, address) of the files that a page links or shows and that may be the report or its tables."""
    files = [(words, to) for words, to in document.links if FILE.search(to) or FILE.search(words)]
    named = [link for link in files if _REPORT_FILE.search(link[0])]
    return tuple(named or files)


def attached_tables(document: Document, tables_present: bool) -> Problem | None:
    """The problem `tables_attached` where a report came without its tables and links files."""
    files = () if tables_present else attachments(document)
    if not files:
        return None
    return Problem(
        code="tables_attached",
        message=f"The tables are not on the page; it links {_listed(files)}.",
        candidates=tuple(to for _, to in files),
    )


def pictured_tables(document: Document, tables_present: bool) -> Problem | None:
    """The problem `tables_pictured` where a report came without a table as text, but with pictures."""
    if tables_present or not document.pictures or len({s.name for s in find_sections(document)}) < 2:
        return None
    shown = _listed([("", name) for name in document.pictures])
    return Problem(
        code="tables_pictured",
        message=f"No table is there as text, but {len(document.pictures)} pictures are: {shown}. Tables may be among "
        f"them; save them and read each as a file of its own, with the extra `ocr`.",
        candidates=document.pictures[:_MOST_LISTED],
    )


def _listed(files: Sequence[tuple[str, str]]) -> str:
    shown = ", ".join(f"{words} <{to}>" if words else f"<{to}>" for words, to in files[:_MOST_LISTED])
    return shown + (f" and {len(files) - _MOST_LISTED} more" if len(files) > _MOST_LISTED else "")


def _refuse_cover_page(document: Document, parts: set[str], titles: Sequence[re.Match[str]]) -> None:
    """Raise `report_is_attachment` for a page that names a report, says nothing itself and has the report as a file."""
    files = attachments(document)
    if not files or document.grids or len(parts) >= 2:
        return
    named = titles or _SUBJECT.search(document.title or "") or any(_REPORT_FILE.search(words) for words, _ in files)
    left = "".join(document.text.split())
    for words in (*(words for words, _ in files), *(title[0] for title in titles)):
        left = left.replace("".join(words.split()), "")
    if named and len(left) < _LITTLE:
        raise UnreadableSource("report_is_attachment", f"the report is a file that the page links: {_listed(files)}")


def _refuse_list(document: Document, parts: set[str]) -> None:
    """Raise `not_a_report` for a file that is one table about several reports: every row names a file, or a body and a
    year. The tables of a report have neither column."""
    if len(parts) >= 2 or len(document.grids) != 1:
        return
    (grid,) = document.grids
    if len("".join((document.text[: grid.start] + document.text[grid.end :]).split())) >= _LITTLE:
        return
    rows = grid.rows[1:]
    columns: dict[int, list[str]] = {}
    for cell in (cell for row in rows for cell in row if cell.text.strip()):
        columns.setdefault(cell.column, []).append(cell.text.strip())
    full = [words for words in columns.values() if len(words) == len(rows)]
    files, bodies = (
        any(len(set(words)) > 1 and all(map(kind.fullmatch, words)) for words in full) for kind in (_FILE_NAME, _BODY)
    )
    if files or (bodies and any(all(map(_YEAR.fullmatch, words)) for words in full)):
        what = "names a file" if files else "is of a body and a year"
        raise UnreadableSource("not_a_report", f"found a list of {len(rows)} rows, each of which {what}; {_EXPECTED}")


def is_report(document: Document, sections: Sequence[Section] | None = None) -> bool:
    """True for an annual report, a partial copy of one, or a news item about one.

    Raises UnreadableSource (`empty_file`, `not_a_report`, `report_is_attachment`) that says in one line what was found
    instead.
    """
    text = document.text
    said = "".join(text.split())
    if not said:
        _refuse_cover_page(document, set(), ())
        raise UnreadableSource("empty_file", f"the file holds no text; {_EXPECTED}")
    if len(said) < 300 and (shell := _SHELL.search(text)):
        raise UnreadableSource("not_a_report", f"found a page without its content ({shell[0]}); {_EXPECTED}")
    sections = find_sections(document) if sections is None else sections
    parts = {s.name for s in sections} - {"preamble", "annex"}
    said = "".join((document.title or "").split()) + said
    subject = said.count("信息公开") + said.count("政务公开")
    titles = [m for m in TITLE.finditer(one_width(said[:_LOOK])) if not m["bad"]]
    _refuse_cover_page(document, parts, titles)
    _refuse_list(document, parts)
    notice = _NOTICE.search(one_width(text[:600]))
    if notice and _ADDRESSED.search(one_width(text[:1500])):
        raise UnreadableSource("not_a_report", f"found a notice ({notice[0].strip()[:60]}); {_EXPECTED}")
    if len(parts) < 2 and len(titles) >= 4 and min(len(said), _LOOK) / len(titles) < 120:
        raise UnreadableSource("not_a_report", f"found a list of {len(titles)} reports and none of them; {_EXPECTED}")
    if not titles and "公开指南" in said[:400]:
        raise UnreadableSource("not_a_report", f"found a guide to information disclosure (公开指南); {_EXPECTED}")
    if subject == 0:
        raise UnreadableSource("not_a_report", f"found a text that never speaks of 信息公开; {_EXPECTED}")
    if _TABLE_WORDS.search(said) or len(parts) >= 4 or (len(parts) >= 2 and (titles or subject >= 3)):
        return True
    if titles and len(said) >= 80 and re.search(r"\d", said):
        return True
    raise UnreadableSource(
        "not_a_report", f"found a text of {len(said)} characters with no title and no parts of a report; {_EXPECTED}"
    )
