"""What a report says of itself: issuer, year, scope, title, and what kind of source it is.

Everything is told from the text, never from a file name or an address. Where two places of the report disagree, the
decision comes with a problem that names both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from gongkai.dates import first_date, periods, with_digits
from gongkai.document.model import Document
from gongkai.issuers import Issuer, mentioned
from gongkai.model import Problem, ReportHead, Section, SourceKind
from gongkai.scope import find_scope
from gongkai.screening import is_report
from gongkai.sections import find_sections
from gongkai.speaker import find_issuer
from gongkai.titles import HeadText, Title, best_title, head_text, one_width

__all__ = ["identify", "is_report"]

_HEAD = 6000

_YEAR = r"(?:19|20)\d\d"
_PUBLISHED = re.compile(r"(?:日期|时间)[：:\s]{0,4}(?P<date>20\d\d\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2})")
_NOT_PUBLISHED = re.compile(
    r"(?:更新|修改|更正|修订|有效|截止|开始|结束|统计|施行|实施|生效|当前|系统|废止|访问|申请|受理|登录|打印)$"
)
# Beside source, size of type and number of visits, pages print the date of publication without calling it so.
_BARE_DATE = re.compile(r"(?<!\d)(20\d\d[-年/.]\s?\d{1,2}[-月/.]\s?\d{1,2})(?!\d)")
_LABEL = re.compile(r"日期|时间")
_PAGE_LINE = re.compile(r"来源|浏览|字号|字体|阅读|访问量|点击|作者")
_NEWS = re.compile(
    r"报告(?:指出|显示|提到|称|披露|内容涵盖|介绍)|本报讯|讯（|通讯员|(?:公布|发布|晒出)(?:了)?《[^》]{0,30}公开[^》]{0,12}(?:报告|年报)》"
)
_NEWS_TOO = re.compile(r"记者|据悉|据了解|(?<!\d)日前，|编辑：|责编|责任编辑")
_OWN_VOICE = re.compile(r"本(?:年度)?报告|本年报|现公布|编制(?:了)?本|编制而成|本机关|统计期限|统计数据")

_MENTIONED_YEAR = re.compile(rf"(?<![〔（\d])({_YEAR})年(?!\d)(?!修订|版)")
_TABLE_YEAR = re.compile(rf"({_YEAR})年度?\s*历年累计")


def _who(
    document: Document, head: HeadText, sections: Sequence[Section], span: tuple[str, str] | None, near: Collection[str]
) -> tuple[Title | None, bool, Issuer | None, list[Problem]]:
    title = best_title(document, head, near, int(span[1][:4]) if span else _spoken_of(document, sections))
    news = _is_news(head.said, title, sections)
    issuer, problems = find_issuer(document, head, title, near, news=news)
    return title, news, issuer, problems


def _spoken_of(document: Document, sections: Sequence[Section]) -> int | None:
    """The year that the parts of the report speak of most; None where two are named as often."""
    start = next((s.start for s in sections if s.name != "preamble"), 0)
    return _most_named(document.text[start:])


def _most_named(text: str) -> int | None:
    most = Counter(int(year) for year in _MENTIONED_YEAR.findall(with_digits(text))).most_common(2)
    return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else None


def _find_year(
    document: Document, title: Title | None, span: tuple[str, str] | None
) -> tuple[int | None, list[Problem]]:
    if title and title.year and span and int(span[1][:4]) == title.year:
        return title.year, []
    votes: Counter[int] = Counter()
    if title and title.year:
        votes[title.year] += 4
    if span:
        votes[int(span[1][:4])] += 4
    for match in _TABLE_YEAR.finditer(document.text):
        votes[int(match[1])] += 3
    if (named := _most_named(document.text)) is not None:
        votes[named] += 1
    if not votes:
        return None, [
            Problem(code="report_year_missing", message="Neither title nor statistical period nor text says which year")
        ]
    year = max(votes, key=lambda y: (votes[y], y == (title.year if title else None)))
    problems = []
    if title and title.year and span and title.year != int(span[1][:4]):
        problems.append(
            Problem(
                code="report_year_conflict",
                message=f"The title says {title.year}, the statistical period ends {span[1]}; {year} is kept",
                found=str(title.year),
                expected=span[1][:4],
                candidates=(str(year),),
            )
        )
    elif not (title and title.year) and not span:
        problems.append(
            Problem(
                code="report_year_inferred",
                message=f"No title and no statistical period; {year} is the year that the text mostly speaks of",
                found=str(year),
            )
        )
    return year, problems


def _published(document: Document) -> str | None:
    text = one_width(document.text[:_HEAD])
    best: tuple[int, str] | None = None
    for match in _PUBLISHED.finditer(text):
        label = text[max(0, match.start() - 2) : match.start()]
        if _NOT_PUBLISHED.match(label):
            continue
        date = first_date(re.sub(r"\s", "", match["date"]))
        rank = 0 if label in ("发布", "公布", "公开") else 1
        if date and (best is None or rank < best[0]):
            best = (rank, date)
    if best is None:
        for match in _BARE_DATE.finditer(text, 0, 1500):
            around = text[max(0, match.start() - 40) : match.end() + 40]
            if _PAGE_LINE.search(around) and not _LABEL.search(text, max(0, match.start() - 6), match.start()):
                return first_date(re.sub(r"\s", "", match[1]))
    return best[1] if best else None


def _is_news(head: str, title: Title | None, sections: Sequence[Section]) -> bool:
    """A report about a report: it speaks of 报告 in the third person and has none of its parts."""
    if len({s.name for s in sections} - {"preamble", "annex"}) >= 3 or _OWN_VOICE.search(head):
        return False
    return bool(_NEWS.search(head) or len(_NEWS_TOO.findall(head)) >= 2 or (title and title.publisher))


def identify(
    document: Document, *, tables_present: bool, sections: Sequence[Section] | None = None
) -> tuple[ReportHead, tuple[Problem, ...]]:
    """What the report says of itself, and what it leaves open.

    `tables_present` tells whether statutory tables were read from it; `sections` are its parts, where the caller has
    them already. Vintage and family are left to the caller, who knows the tables. UnreadableSource (`not_a_report`)
    where the document is no report.
    """
    sections = find_sections(document) if sections is None else sections
    is_report(document, sections)
    head = head_text(with_digits(document.text[:_HEAD]))
    spans = periods(head.said)
    span = spans[0] if spans else None
    title, news, issuer, problems = _who(document, head, sections, span, ())
    if issuer is None or (not issuer.known and not issuer.parent_id):
        # Only now look at the places that the text names: they decide between places of one name.
        near = frozenset(d.code for d in mentioned(head.said))
        title, news, issuer, problems = _who(document, head, sections, span, near)
    year, year_problems = _find_year(document, title, span)
    scope, scope_words, scope_problems = find_scope(one_width("".join(document.text.split())), issuer)
    if news:
        kind = SourceKind.NEWS
    elif tables_present or (year is not None and year <= 2013):
        kind = SourceKind.REPORT
    else:
        kind = SourceKind.REPORT_TABLES_MISSING
    return (
        ReportHead(
            issuer=issuer.issuer if issuer else None,
            issuer_id=issuer.issuer_id if issuer else None,
            issuer_level=issuer.level if issuer else None,
            report_year=year,
            vintage=None,
            vintage_note=None,
            family=None,
            scope=scope,
            scope_words=scope_words,
            title=title.text if title and title.score >= 7 and title.year and not title.publisher else None,
            source_kind=kind,
            period_start=span[0] if span else None,
            period_end=span[1] if span else None,
            published_on=_published(document),
        ),
        (*problems, *year_problems, *scope_problems),
    )
