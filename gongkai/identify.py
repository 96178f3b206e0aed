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
from gongkai.issuers import Division, Issuer, divisions, issuer_of, mentioned, parse
from gongkai.model import Problem, ReportHead, Section, SourceKind
from gongkai.scope import find_scope
from gongkai.screening import is_report
from gongkai.sections import find_sections
from gongkai.titles import HeadText, Title, best_title, clean_name, head_text, issuer_in, one_width

__all__ = ["identify", "is_report"]

_HEAD = 6000
_TAIL = 1200

_YEAR = r"(?:19|20)\d\d"
_CJK = r"\u4e00-\u9fff（）"
_NAME = rf"(?P<name>[{_CJK}]{{2,40}}?)"
_VERBS = (
    r"(?:坚持|认真|深入|严格|全面|以|高度|按照|积极|扎实|紧紧|切实|始终|围绕|继续|不断|贯彻|落实|持续|进一步|根据|在|依法|共|"
    r"大力|着力|牢固|牢牢|立足|聚焦|着眼|政府信息公开|政务公开)"
)
# Where a report that has no title says who speaks, best first.
_SPEAKERS = (
    re.compile(rf"(?:现公布|现将|现发布|特公布){_NAME}(?:{_YEAR})?年?度?(?:政府|政务)?信息公开"),
    re.compile(rf"(?:本(?:年度)?(?:报告|年报)|报告)由{_NAME}(?:根据|按照|依据|编制|组织|负责|综合|汇总)"),
    re.compile(rf"(?:要求|规定|文件精神|精神|实际)，(?:由|现由)?{_NAME}(?:编制|组织编制|撰写|公布|发布)"),
    re.compile(rf"{_YEAR}年(?:度|以来|来)?，?{_NAME}{_VERBS}"),
    re.compile(rf"(?:汇总|综合)(?:了)?{_NAME}(?:各|所属|及)"),
    re.compile(rf"(?:请|可)(?:直接)?(?:与|向|同|联系|致函){_NAME}(?:政府信息公开|政务公开|办公室|办公厅|联系|咨询|（)"),
)
_LABELLED = re.compile(
    r"(?:发布机构|发文机关|信息来源|来源|公开主体|责任部门|发布单位|编制单位|制作机关)[：:]?\s*([\u4e00-\u9fff（）]{3,30})"
)
_SIGNATURE = re.compile(rf"([{_CJK}]{{4,30}})\s*\n\s*{_YEAR}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日")
_PUBLISHED = re.compile(r"(?:日期|时间)[：:\s]{0,4}(?P<date>20\d\d\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2})")
_NOT_PUBLISHED = frozenset(
    [
        "更新",
        "修改",
        "更正",
        "修订",
        "有效",
        "截止",
        "开始",
        "结束",
        "统计",
        "施行",
        "实施",
        "生效",
        "当前",
        "系统",
        "废止",
        "访问",
        "申请",
        "受理",
        "登录",
        "打印",
    ]
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

# A department named as its own site names it, without its place.
_LOCAL = re.compile(r"[省市区县州旗](?=[\u4e00-\u9fff]{2,14}(?:局|委|委员会|厅|办|办公室|中心)$)(?!场)")
_MENTIONED_YEAR = re.compile(rf"(?<![〔（\d])({_YEAR})年(?!\d)(?!修订|版)")
_TABLE_YEAR = re.compile(rf"({_YEAR})年度?\s*历年累计")


def _who(
    document: Document, head: HeadText, sections: Sequence[Section], span: tuple[str, str] | None, near: Collection[str]
) -> tuple[Title | None, bool, Issuer | None, list[Problem]]:
    title = best_title(document, head, near, int(span[1][:4]) if span else _spoken_of(document, sections))
    news = _is_news(head.said, title, sections)
    issuer, problems = _find_issuer(document, head, title, near, news)
    return title, news, issuer, problems


def _spoken_of(document: Document, sections: Sequence[Section]) -> int | None:
    """The year that the parts of the report speak of most; None where two are named as often."""
    start = next((s.start for s in sections if s.name != "preamble"), 0)
    return _most_named(document.text[start:])


def _most_named(text: str) -> int | None:
    most = Counter(int(year) for year in _MENTIONED_YEAR.findall(with_digits(text))).most_common(2)
    return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else None


def _speaker(said: str, near: Collection[str]) -> Issuer | None:
    """The body that speaks in the introduction or the first part of a report without a title."""
    for pattern in _SPEAKERS:
        for match in pattern.finditer(said):
            name, _, _ = clean_name(match["name"])
            found, issuer = issuer_in(name, near)
            if issuer and issuer.level != "state" and (issuer.parent_id or issuer.known or len(found) >= 6):
                return issuer
    return None


def _whole_of_office(issuer: Issuer) -> Issuer:
    """The government whose office compiled the report."""
    if issuer.issuer_id.endswith("-office") and issuer.parent_id:
        division = divisions()[issuer.parent_id]
        return issuer_of(division.government) or issuer
    return issuer


def _by_places(document: Document, said: str) -> Issuer | None:
    """The place that a report without a name tells of, by naming it or its parts; None where that is not clear."""
    hints = Counter(m[0][-1] for m in re.finditer(r"[全我][省市区县州旗]", said))
    own = len(re.findall(r"[我本][局委办厅院镇乡]|我街道|本机关", said))
    if not hints or own > sum(hints.values()):
        return None
    word = hints.most_common(1)[0][0]
    count: Counter[str] = Counter()
    places = mentioned(said)
    zones = [d for d in divisions().values() if d.level == "special_zone" and d.name in said]
    for zone in zones:
        count[zone.code] += 2 * said.count(zone.name)
    for division in places:
        if division.level == "special_zone":
            continue
        if division.name.endswith(word):
            count[division.code] += 2
        # 全市 of a prefecture: its counties are named as its parts.
        if word in "市州" and division.level == "county" and division.parent:
            count[division.parent] += 1
    fitting = [(n, code) for code, n in count.items() if _fits(divisions()[code], word)]
    if not fitting:
        return None
    fitting.sort(reverse=True)
    if fitting[0][0] < 2 or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None
    return issuer_of(divisions()[fitting[0][1]].government)


def _told_of(said: str, word: str) -> Division | None:
    """The one division of that kind (市, 区) that a text names most."""
    count = Counter(d.code for d in mentioned(said) if d.name.endswith(word) and d.level != "special_zone")
    most = count.most_common(2)
    if not most or (len(most) > 1 and most[0][1] == most[1][1]):
        return None
    return divisions()[most[0][0]]


def _fits(division: Division, word: str) -> bool:
    if word == "区":
        return division.level == "special_zone" or division.name.endswith("区")
    return division.name.endswith(word)


def _find_issuer(
    document: Document, head: HeadText, title: Title | None, near: Collection[str], news: bool
) -> tuple[Issuer | None, list[Problem]]:
    problems: list[Problem] = []
    issuer: Issuer | None = None
    inferred = ""
    if title and title.issuer:
        issuer = title.issuer
        if title.publisher or news:
            issuer = _whole_of_office(issuer)
    if issuer and not issuer.parent_id and (local := _LOCAL.match(issuer.issuer)):
        # 市教育局: the city is named elsewhere.
        place = _told_of(head.said, local[0])
        if place and (full := issuer_of(place.full_name + issuer.issuer[1:], near)):
            issuer, inferred = full, "the places it names"
    if issuer is None:
        issuer = _speaker(head.said, near)
        inferred = "the introduction"
        if issuer is not None and re.search(r"[全我][省市区县州旗]", head.said):
            issuer = _whole_of_office(issuer)
    if issuer is None:
        beginning = one_width(document.text[:_HEAD])
        for match in _LABELLED.finditer(beginning):
            if issuer := issuer_of(match[1], near):
                issuer = _whole_of_office(issuer)
                inferred = "the label of its source"
                break
    if issuer is None:
        signatures = _SIGNATURE.findall(with_digits(document.text[-_TAIL:]))
        issuer = next(filter(None, (issuer_of(name, near) for name in reversed(signatures))), None)
        inferred = "its signature"
    if issuer is None:
        issuer = _by_places(document, one_width("".join(document.text.split())))
        inferred = "the places it names"
    if issuer is None:
        problems.append(
            Problem(
                code="issuer_missing",
                message="The report does not say who issues it: its title, introduction and signature name nobody",
            )
        )
    elif inferred:
        problems.append(
            Problem(
                code="issuer_inferred",
                message=f"The title does not name the issuer in full; {issuer.issuer} is told from {inferred}",
                found=issuer.issuer,
            )
        )
    if issuer is not None and not issuer.known and not issuer.parent_id:
        candidates: tuple[str, ...] = ()
        body = parse(issuer.issuer, near)
        if body and body.place_candidates:
            candidates = tuple(d.government for d in body.place_candidates)
        code = "issuer_ambiguous" if candidates else "issuer_unknown"
        said = "several places bear this name" if candidates else "no place of this name is in the issuers file"
        problems.append(
            Problem(
                code=code,
                message=f"Issuer {issuer.issuer}: {said}; it gets an identifier of its own",
                found=issuer.issuer,
                candidates=candidates,
            )
        )
    return issuer, problems


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
        if label in _NOT_PUBLISHED:
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
