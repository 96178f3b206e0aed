"""Where a report's title stands, and what it names: issuer and year, in whatever order and over however many lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from gongkai.document.model import Document
from gongkai.issuers import Issuer, issuer_of, parse
from gongkai.model import Value

_YEAR = r"(?:19|20)\d\d"
TITLE = re.compile(
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
# Links to other reports at the foot of a page.
_ANOTHER_PAGE = re.compile(r"[上下]一[篇条页个]|相关|推荐")
_NAME_BEFORE = re.compile(
    r"^(?:标题|题名|名称|正文|网站|门户|关于|现将|现公布|现发布|公布|发布|印发|下载|附件|当前位置|您(?:现在)?的位置|首页|打印|的|了|与|根据|年)+"
)
_NAME_AFTER = re.compile(r"(?:关于|年度|本级|开展|公布|发布|报送|上报|呈报|编制的?|的|度|年|[（][^）]{0,12}[）])+$")
# 年度报告（南京市民政局）, 年度报告——南京市民政局; what stands after _ or - is the name of the site.
_NAME_AT_END = re.compile(r"(?:（|——)([\u4e00-\u9fff]{3,24})(?:）|$|(?<=[局委厅办府处]))")
_PUBLISHES = re.compile(r"(?:公布|发布|晒出)(?:了)?$")
_NOT_A_NAME = re.compile(
    r"各[级区市县省乡镇部单]|有关|[该我]|本[级局市区县省州旗镇乡机单部报年委厅办院街行系]|报告|条例|根据|通知|要求|规定|公开|信息(?!化|产业|中心|技术|和)|栏目|专栏|年报"
)


class HeadText(Value, frozen=True):
    """The beginning of a report without white space, in one width of digits and brackets."""

    said: str
    line_breaks: frozenset[int]
    """Positions in `said` before which a line ended."""
    gaps: tuple[int, ...]
    """The same, and positions of blanks between words."""


class Title(Value, frozen=True):
    """A place that reads like the report's title."""

    text: str
    name: str
    """The issuer's name as it stands there; empty where none."""
    issuer: Issuer | None
    year: int | None
    score: int
    publisher: bool
    """The name is of one who publishes a report, not the report's own (深圳市人民政府办公厅公布2018年…)."""


def one_width(text: str) -> str:
    """ASCII digits and full-width brackets, commas and colons throughout; the length stays."""
    for full, plain in zip("０１２３４５６７８９", "0123456789", strict=True):
        if full in text:
            text = text.replace(full, plain)
    return text.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：")


def head_text(text: str) -> HeadText:
    """The text without its white space, which is remembered as places."""
    said: list[str] = []
    line_breaks: list[int] = []
    gaps: list[int] = []
    length = 0
    for line in text.split("\n"):
        pieces = line.split()
        if not pieces:
            continue
        if length:
            line_breaks.append(length)
            gaps.append(length)
        last = ""
        for piece in pieces:
            # Blanks beside digits (2024 年) and between spaced-out letters (编 号) part nothing.
            if last and not (piece[0].isdigit() or last[-1].isdigit() or len(piece) == 1):
                gaps.append(length)
            said.append(piece)
            length += len(piece)
            last = piece
    return HeadText(said=one_width("".join(said)), line_breaks=frozenset(line_breaks), gaps=tuple(gaps))


def clean_name(segment: str) -> tuple[str, int | None, bool]:
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


def issuer_in(segment: str, near: Collection[str]) -> tuple[str, Issuer | None]:
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


def best_title(document: Document, head: HeadText, near: Collection[str], year: int | None = None) -> Title | None:
    """The place that reads most like the title of the report: it names a body and a year and has a line of its own.

    `year` is what the statistical period or the text tells: pages list the reports of other years beside this one.
    """
    candidates = list(_titles(head, near))
    if document.title:
        candidates = [*_titles(head_text(document.title), near), *candidates]
    return max(candidates, key=lambda t: t.score + (3 if year and t.year == year else 0), default=None)


def _titles(text: HeadText, near: Collection[str]) -> Iterator[Title]:
    said = text.said
    for match in TITLE.finditer(said):
        bad = match["bad"]
        start = match.start()
        left = said[max(0, start - 60) : start]
        passed_on = bad == "的通知" and re.search("印发|公布|发布", left)
        if bad and bad not in _HARMLESS and not passed_on and match.start("bad") not in text.line_breaks:
            continue
        hard = [m.end() for m in _HARD.finditer(left)]
        low = start - len(left) + (hard[-1] if hard else 0)
        if _ANOTHER_PAGE.search(said, max(0, low - 6), low):
            continue
        inside_quotes = low > 0 and said[low - 1] == "《"
        if inside_quotes and not said.startswith("》", match.end()):
            continue
        best = _title_from(text, match, low, near)
        if best is not None:
            yield best


def _title_from(text: HeadText, match: re.Match[str], low: int, near: Collection[str]) -> Title | None:
    said, start = text.said, match.start()
    marks = [at for at in text.gaps if low < at <= start]
    chosen: tuple[int, str, int | None, bool, Issuer | None] | None = None
    # 某市人民政府信息公开: one 政府 is left out in print.
    shared = "政府" if said[:start].endswith("人民") and match[0].startswith("政府") else ""
    for begin in [*reversed(marks), low]:
        name, year, publisher = clean_name(said[begin:start] + shared)
        found, issuer = issuer_in(name, near)
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
    starts_line = begin == 0 or begin in text.line_breaks or said[begin - 1] in "：>＞|》_-"
    ends_line = end >= len(said) or end in text.gaps or said[end] in "_-|"
    position = begin
    if issuer and name:
        at = said.rfind(name, begin, match.start())
        year_before = re.search(rf"{_YEAR}年?度?$", said[max(0, at - 8) : at]) if at > begin else None
        position = (at - len(year_before[0]) if year_before else at) if at >= 0 else begin
    if issuer is None and (after := _NAME_AT_END.match(said, end)) and (issuer := issuer_of(after[1], near)):
        name, end = after[1], after.end()
    publisher = publisher and issuer is not None
    score = (4 if issuer else 0) + (2 if issuer and issuer.division_code else 0) + (3 if year else 0)
    score += (2 if starts_line else 0) + (2 if ends_line else 0) - (4 if publisher else 0)
    return Title(text=said[position:end], name=name, issuer=issuer, year=year, score=score, publisher=publisher)
