"""What a report says of itself: issuer, year, scope, title, and what kind of source it is.

Everything is told from the text, never from a file name or an address. Where two places of the report disagree, the
decision comes with a problem that names both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from gongkai.dates import first_date, periods, with_digits
from gongkai.document.model import Document
from gongkai.issuers import Division, Issuer, divisions, issuer_of, mentioned, parse
from gongkai.model import Problem, ReportHead, Scope, Section, SourceKind, UnreadableSource, Value
from gongkai.sections import find_sections

_HEAD = 6000
_TAIL = 1200

_YEAR = r"(?:19|20)\d\d"
_TITLE = re.compile(
    r"(?:(?:政府|政务)信息(?:和政务)?|信息|政务)公开(?:工作)?(?:情况)?(?:的)?"
    rf"(?:[（]?(?P<inner>{_YEAR})[）]?年?度?)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:情况)?(?P<noun>报告|年报|总结)"
    rf"(?P<bad>格式|编制|制度|有关|事项|要求|的通知|发布|工作|范本|模板|比对|对比|分析|评估|解读|专栏|栏目|目录|列表|按照|由|主要|是根据|和|、)?"
    rf"(?:》?[（](?P<outer>{_YEAR})年?度?[）])?"
)
# Words that may follow a title without making it something else: 年度报告按照…编制.
_HARMLESS = frozenset({"发布", "按照", "由", "主要", "是根据"})
_YEAR_IN_NAME = re.compile(rf"[（]?(?P<year>{_YEAR})(?:年度|年|(?=[\u4e00-\u9fff]|$))度?[）]?")
_HARD = re.compile(
    r"关于(?:印发|公布|发布)|现公布|现将|现发布|特公布|[。，；：、|>＞»》《“”\"！？【】\[\]_/\\·…()#*～~=-]"
)
_NAME_BEFORE = re.compile(
    r"^(?:标题|题名|名称|名称|正文|关于|现将|现公布|现发布|公布|发布|印发|下载|附件|当前位置|您(?:现在)?的位置|首页|打印|的|了|与|根据|年)+"
)
_NAME_AFTER = re.compile(r"(?:关于|年度|本级|开展|公布|发布|编制的?|的|度|年|[（][^）]{0,12}[）])+$")
_PUBLISHES = re.compile(r"(?:公布|发布|公开|晒出|出炉|对外公布|对外发布)(?:了)?$")
_NOT_A_NAME = re.compile(
    r"各[级区市县省乡镇部单]|有关|[本该我]|报告|条例|根据|通知|要求|规定|公开|信息(?!化|产业|中心|技术|和)|栏目|专栏|年报"
)
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
_PUBLISHED = re.compile(
    r"(?P<label>(?:发布|发文|公开|公布|成文|生成|制作|信息)?(?:日期|时间))[：:\s]{0,4}"
    r"(?P<date>20\d\d\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2})"
)
_NOT_PUBLISHED = re.compile(r"(?:更新|修改|更正|修订|有效|截止|开始|结束|统计|施行|实施|当前|系统|废止|访问)$")

_NEWS = re.compile(
    r"报告(?:指出|显示|提到|称|披露|内容涵盖|介绍)|记者|本报讯|讯（|通讯员|据悉|据了解|日前[，,]?|编辑[：:]|责编|"
    r"(?:公布|发布|晒出)(?:了)?(?:《)?(?:20\d\d)年?度?(?:政府|政务)信息公开"
)
_OWN_VOICE = re.compile(r"本(?:年度)?报告|本年报|现公布|编制(?:了)?本|编制而成|本机关|统计期限|统计数据")

# Whose applications or items are counted: the sentence that says so decides the scope.
_ALL = r"(?:全[省市区县州盟旗]|我[省市区县州盟旗])"
_WHEN = r"(?:20\d\d年(?:度)?，?)?"
_JURISDICTION = (
    re.compile(
        rf"{_WHEN}{_ALL}(?:各级|各)?(?:行政机关|政府机关|政府部门|机关|单位)?(?:全年|共计|共|累计|未|均|没有|年内|今年|新)*"
        r"(?:收到|受理|收办|办理|接收|新收)[^。；，]{0,24}申请"
    ),
    re.compile(
        rf"{_WHEN}{_ALL}(?:各级|各)(?:行政机关|政府|部门|单位)[^。；]{{0,30}}?(?:收到|受理|收办|办理|接收|新收)[^。；，]{{0,24}}申请"
    ),
    re.compile(
        r"(?:报告|数据|内容|年报|根据|由)[^。；]{0,24}?(?:涵盖|汇总|综合|来自|来源于|包括)(?:了)?"
        r"(?:全[省市区县州盟旗]|[\u4e00-\u9fff]{0,14}各)[^。，；]{0,30}"
    ),
    re.compile(r"(?:^|[，。])汇总(?:了)?[\u4e00-\u9fff]{0,14}各[^。，；]{0,30}"),
    re.compile(rf"{_WHEN}全[省市区县州盟旗]各级(?:行政机关|政府|单位)"),
    re.compile(
        rf"{_WHEN}{_ALL}(?:政府信息公开单位|各部门|各单位)?(?:全年|共|累计)*(?:向社会)?(?:主动)?(?:公开|公布)(?:各类)?政府信息"
    ),
    re.compile(rf"{_WHEN}全[省市区县州盟旗][^。；，]{{0,12}}(?:发出|收取)[^。；，]{{0,6}}信息处理费"),
)
_ORGAN = (
    re.compile(
        r"[省市区县州旗]?(?:人民)?(?:政府|府)?办(?:公[厅室])?代表[省市区县州旗本]?(?:人民)?政府"
        r"(?:共|全年|累计)*(?:收到|受理|办理|处理)"
    ),
    re.compile(r"(?:政府办(?:公[厅室])?|区府办|市府办)(?:共|全年|累计)*(?:收到|受理|办理)[^。；，]{0,16}申请"),
)
_OWN_LEVEL = (
    re.compile(r"[省市区县州](?:本级|政府本级)[^。；]{0,16}?(?:收到|受理|办理)[^。；，]{0,16}申请"),
    re.compile(r"[省市区县州]政府及(?:其|所属)(?:各)?部门[^。；]{0,12}?(?:收到|受理|办理)[^。；，]{0,16}申请"),
)
_SELF = re.compile(
    r"(?:本机关|本单位|本部门|我单位|[我本][局委办厅院队站会署镇乡中校司]|[我本]街道|[省市区县][\u4e00-\u9fff]{1,4}[局委办厅])"
    r"(?:全年|共|累计|未|没有|年内|今年|通过[^。，；]{1,10}|依法|主动)*(?:收到|受理|办理|接收|公开|发布|公布)[^。，；]{0,12}"
)
_SYSTEM = re.compile(
    r"(?:全系统|全[省市区县](?:各级)?[\u4e00-\u9fff]{2,6}(?:机关|系统|部门))(?:共|全年|累计)*(?:收到|受理|办理)[^。；，]{0,16}申请"
)

_MENTIONED_YEAR = re.compile(rf"(?<![〔（\d])({_YEAR})年(?!\d)(?!修订|版)")
_TABLE_YEAR = re.compile(rf"({_YEAR})年度?\s*历年累计")
_SHELL = re.compile(
    r"(?i)javascript|403 forbidden|404 not found|访问(?:被)?拒绝|页面不存在|安全验证|验证码|正在跳转|"
    r"请稍[候后]|access denied|bad gateway"
)
_SUBJECT = re.compile(r"(?:政府|政务)?信息公开|政务公开")
_TABLE_WORDS = re.compile(
    r"受理(?:政府信息)?依申请公开(?:信息)?总数|收到申请数|本年新收政府信息公开申请数量|对申请的答复总?数|主动公开(?:政府)?(?:信息|文件)数"
)
_NOTICE = re.compile(
    r"关于(?!印发|公布|发布)[^。《》\n]{0,40}(?:报告|年报)[^。《》\n]{0,24}(?:通知|函|意见|方案)(?:》)?(?:\n|$)"
)
_EXPECTED = "expected an annual report on government information disclosure (政府信息公开工作年度报告)"


class _Text(Value, frozen=True):
    """The beginning of the report without white space, in one width of digits and brackets."""

    said: str
    breaks: tuple[tuple[int, bool], ...]
    """Where white space stood: position in `said`, and whether it held a line break."""


class _Title(Value, frozen=True):
    """A place that reads like the report's title."""

    text: str
    name: str
    """The issuer's name as it stands there; empty where none."""
    issuer: Issuer | None
    year: int | None
    score: int
    publisher: bool
    """The name is of one who publishes a report, not the report's own (深圳市人民政府办公厅公布2018年…)."""


def _widths(text: str) -> str:
    """ASCII digits and full-width brackets throughout; the length stays."""
    for full, plain in zip("０１２３４５６７８９", "0123456789", strict=True):
        if full in text:
            text = text.replace(full, plain)
    return text.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：")


def _squeezed(text: str) -> _Text:
    said: list[str] = []
    breaks: list[tuple[int, bool]] = []
    length, last = 0, 0
    for match in re.finditer(r"\S+", text):
        piece = match[0]
        newline = "\n" in text[last : match.start()]
        # Blanks beside digits (2024 年) and between spaced-out letters (编 号) part nothing.
        if length and (newline or not (piece[0].isdigit() or said[-1][-1].isdigit() or len(piece) == 1)):
            breaks.append((length, newline))
        said.append(piece)
        length += len(piece)
        last = match.end()
    return _Text(said=_widths("".join(said)), breaks=tuple(breaks))


def _clean_name(segment: str) -> tuple[str, int | None, bool]:
    """The name in what stands before 政府信息公开…报告, the year in it, and whether it is a publisher's."""
    year: int | None = None
    publisher = bool(_PUBLISHES.search(_YEAR_IN_NAME.sub("", segment)))
    for match in _YEAR_IN_NAME.finditer(segment):
        year = int(match["year"])
    name = _YEAR_IN_NAME.sub("", segment)
    before = ""
    while before != name:
        before = name
        name = _NAME_AFTER.sub("", _NAME_BEFORE.sub("", name))
    return name, year, publisher


def _issuer_in(segment: str, near: frozenset[str]) -> tuple[str, Issuer | None]:
    """The body named in a segment; what stands before its first known place (breadcrumbs, site names) is left out."""
    if not segment:
        return "", None
    if not _NOT_A_NAME.search(segment) and (issuer := issuer_of(segment, near)):
        return segment, issuer
    for start in range(1, len(segment) - 2):
        rest = segment[start:]
        if _NOT_A_NAME.search(rest):
            continue
        body = parse(rest, near)
        if body and (body.place or body.place_candidates or body.kind == "state"):
            return rest, issuer_of(rest, near)
    return "", None


def _titles(text: _Text, near: frozenset[str]) -> Iterator[_Title]:
    said = text.said
    line_breaks = {at for at, newline in text.breaks if newline}
    for match in _TITLE.finditer(said):
        bad = match["bad"]
        start = match.start()
        left = said[max(0, start - 60) : start]
        passed_on = bad == "的通知" and re.search("印发|公布|发布", left)
        if bad and bad not in _HARMLESS and not passed_on and match.start("bad") not in line_breaks:
            continue
        hard = [m.end() for m in _HARD.finditer(left)]
        low = start - len(left) + (hard[-1] if hard else 0)
        inside_quotes = low > 0 and said[low - 1] == "《"
        if inside_quotes and not said.startswith("》", match.end()):
            continue
        best = _title_from(text, match, low, near, line_breaks)
        if best is not None:
            yield best


def _title_from(
    text: _Text, match: re.Match[str], low: int, near: frozenset[str], line_breaks: set[int]
) -> _Title | None:
    said, start = text.said, match.start()
    marks = [at for at, _ in text.breaks if low < at <= start]
    chosen: tuple[int, str, int | None, bool, Issuer | None] | None = None
    # 某市人民政府信息公开: one 政府 is left out in print.
    shared = "政府" if said[:start].endswith("人民") and match[0].startswith("政府") else ""
    for begin in [*reversed(marks), low]:
        name, year, publisher = _clean_name(said[begin:start] + shared)
        found, issuer = _issuer_in(name, near)
        if chosen is None or (chosen[4] is None and (issuer or year)):
            chosen = (begin, found, year, publisher, issuer)
        elif issuer and chosen[4] and len(found) > len(chosen[1]) and found.endswith(chosen[1]):
            # The name itself went over two lines (上海市 / 科学技术委员会).
            shorter = parse(chosen[1], near)
            if shorter is None or not (shorter.place or shorter.unknown_place):
                chosen = (begin, found, year or chosen[2], publisher, issuer)
    if chosen is None:
        return None
    begin, name, year, publisher, issuer = chosen
    for group in ("inner", "outer"):
        if match[group]:
            year = year or int(match[group])
    end = match.start("bad") if match["bad"] else match.end()
    starts_line = begin == 0 or begin in line_breaks or said[begin - 1] in "：>＞|》_-"
    ends_line = end >= len(said) or any(at == end for at, _ in text.breaks) or said[end] in "_-|"
    position = begin
    if issuer and name:
        at = said.rfind(name, begin, match.start())
        year_before = re.search(rf"{_YEAR}年?度?$", said[max(0, at - 8) : at]) if at > begin else None
        position = (at - len(year_before[0]) if year_before else at) if at >= 0 else begin
    score = (4 if issuer else 0) + (2 if issuer and issuer.division_code else 0) + (3 if year else 0)
    score += (2 if starts_line else 0) + (2 if ends_line else 0) - (4 if publisher else 0)
    return _Title(text=said[position:end], name=name, issuer=issuer, year=year, score=score, publisher=publisher)


def _near(text: str) -> frozenset[str]:
    return frozenset(d.code for d in mentioned(text))


def _speaker(said: str, near: frozenset[str]) -> Issuer | None:
    """The body that speaks in the introduction or the first part of a report without a title."""
    for pattern in _SPEAKERS:
        for match in pattern.finditer(said):
            name, _, _ = _clean_name(match["name"])
            found, issuer = _issuer_in(name, near)
            if issuer and (issuer.parent_id or issuer.known or len(found) >= 6):
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


def _fits(division: Division, word: str) -> bool:
    if word == "区":
        return division.level == "special_zone" or division.name.endswith("区")
    return division.name.endswith(word)


def _find_issuer(
    document: Document, head: _Text, title: _Title | None, near: frozenset[str], news: bool
) -> tuple[Issuer | None, list[Problem]]:
    problems: list[Problem] = []
    issuer: Issuer | None = None
    inferred = ""
    if title and title.issuer:
        issuer = title.issuer
        if title.publisher or news:
            issuer = _whole_of_office(issuer)
    if issuer is None:
        issuer = _speaker(head.said, near)
        inferred = "the introduction"
        if issuer is not None and re.search(r"[全我][省市区县州旗]", head.said):
            issuer = _whole_of_office(issuer)
    if issuer is None:
        beginning = _widths(document.text[:_HEAD])
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
        issuer = _by_places(document, _widths(re.sub(r"\s+", "", document.text)))
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
                message=f"The title names no issuer; {issuer.issuer} is told from {inferred}",
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
    document: Document, head: str, title: _Title | None, span: tuple[str, str] | None
) -> tuple[int | None, list[Problem]]:
    votes: Counter[int] = Counter()
    if title and title.year:
        votes[title.year] += 4
    if span:
        votes[int(span[1][:4])] += 4
    for match in _TABLE_YEAR.finditer(document.text):
        votes[int(match[1])] += 3
    body = with_digits(document.text)
    named = Counter(int(y) for y in _MENTIONED_YEAR.findall(body))
    if named:
        most = named.most_common(2)
        if len(most) == 1 or most[0][1] > most[1][1]:
            votes[most[0][0]] += 1 if votes else 2
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


def _find_scope(said: str, issuer: Issuer | None) -> tuple[Scope, str | None, list[Problem]]:
    def first(patterns: Sequence[re.Pattern[str]]) -> str | None:
        return next((m[0] for m in (p.search(said) for p in patterns) if m), None)

    governs = issuer is None or issuer.level in ("province", "prefecture", "county", "special_zone")
    if not governs:
        if issuer is not None and issuer.level == "department" and (system := _SYSTEM.search(said)):
            return Scope.JURISDICTION, system[0], []
        own = first(_ORGAN) or first((_SELF,))
        return Scope.ORGAN, own, []
    whole, organ, level = first(_JURISDICTION), first(_ORGAN), first(_OWN_LEVEL)
    if organ and not _counts_requests(whole):
        problem = Problem(
            code="scope_unclear",
            message="The applications told of are those of the government's office; whose the table counts is not said",
            found=organ,
        )
        return Scope.UNKNOWN, organ, [problem]
    if whole:
        return Scope.JURISDICTION, whole, []
    if level:
        return Scope.OWN_LEVEL, level, []
    return Scope.UNKNOWN, None, []


def _counts_requests(words: str | None) -> bool:
    return words is not None and "申请" in words


def _published(document: Document) -> str | None:
    text = _widths(document.text[:_HEAD])
    best: tuple[int, str] | None = None
    for match in _PUBLISHED.finditer(text):
        if _NOT_PUBLISHED.search(text, max(0, match.start() - 6), match.start()):
            continue
        date = first_date(re.sub(r"\s", "", match["date"]))
        rank = 0 if match["label"][:2] in ("发布", "公布", "公开") else 1
        if date and (best is None or rank < best[0]):
            best = (rank, date)
    return best[1] if best else None


def _is_news(head: str, title: _Title | None, sections: Sequence[Section]) -> bool:
    """A report about a report: it speaks of 报告 in the third person and has none of its parts."""
    if len({s.name for s in sections} - {"preamble", "annex"}) >= 3 or _OWN_VOICE.search(head):
        return False
    return len(_NEWS.findall(head)) >= 2 or bool(title and title.publisher)


def _best_title(document: Document, head: _Text, near: frozenset[str]) -> _Title | None:
    candidates = list(_titles(head, near))
    if document.title:
        candidates = [*_titles(_squeezed(with_digits(document.title)), near), *candidates]
    return max(candidates, key=lambda t: t.score, default=None)


def identify(
    document: Document, *, tables_present: bool, sections: Sequence[Section] | None = None
) -> tuple[ReportHead, tuple[Problem, ...]]:
    """What the report says of itself, and what it leaves open.

    `tables_present` tells whether statutory tables were read from it; `sections` are its parts, where the caller has
    them already. Vintage and family are left to the caller, who
    knows the tables. UnreadableSource (`not_a_report`) where the document is no report.
    """
    sections = find_sections(document) if sections is None else sections
    is_report(document, sections)
    head = _squeezed(with_digits(document.text[:_HEAD]))
    near = _near(head.said[:3000])
    title = _best_title(document, head, near)
    news = _is_news(head.said, title, sections)
    spans = periods(head.said)
    span = spans[0] if spans else None
    issuer, problems = _find_issuer(document, head, title, near, news)
    year, year_problems = _find_year(document, head.said, title, span)
    whole = _widths(re.sub(r"\s+", "", document.text))
    scope, scope_words, scope_problems = _find_scope(whole, issuer)
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


def is_report(document: Document, sections: Sequence[Section] | None = None) -> bool:
    """True for an annual report, a partial copy of one, or a news item about one.

    Raises UnreadableSource (`not_a_report`) that says in one line what was found instead.
    """
    text = document.text
    said = re.sub(r"\s+", "", text)
    if not said:
        raise UnreadableSource("empty_file", f"the file holds no text; {_EXPECTED}")
    if len(said) < 300 and (shell := _SHELL.search(text)):
        raise UnreadableSource("not_a_report", f"found a page without its content ({shell[0]}); {_EXPECTED}")
    sections = find_sections(document) if sections is None else sections
    parts = {s.name for s in sections} - {"preamble", "annex"}
    said = re.sub(r"\s+", "", document.title or "") + said
    subject = len(_SUBJECT.findall(said))
    titles = [m for m in _TITLE.finditer(with_digits(_widths(said))) if not m["bad"]]
    notice = _NOTICE.search(_widths(text[:600]))
    if notice:
        raise UnreadableSource("not_a_report", f"found a notice ({notice[0].strip()[:60]}); {_EXPECTED}")
    if len(titles) >= 4 and len(said) / len(titles) < 120:
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
