"""Whether a document is an annual report at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.document.model import Document
from gongkai.model import Section, UnreadableSource
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


def is_report(document: Document, sections: Sequence[Section] | None = None) -> bool:
    """True for an annual report, a partial copy of one, or a news item about one.

    Raises UnreadableSource (`empty_file`, `not_a_report`) that says in one line what was found instead.
    """
    text = document.text
    said = "".join(text.split())
    if not said:
        raise UnreadableSource("empty_file", f"the file holds no text; {_EXPECTED}")
    if len(said) < 300 and (shell := _SHELL.search(text)):
        raise UnreadableSource("not_a_report", f"found a page without its content ({shell[0]}); {_EXPECTED}")
    sections = find_sections(document) if sections is None else sections
    parts = {s.name for s in sections} - {"preamble", "annex"}
    said = "".join((document.title or "").split()) + said
    subject = len(_SUBJECT.findall(said))
    titles = [m for m in TITLE.finditer(one_width(said[:_LOOK])) if not m["bad"]]
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
