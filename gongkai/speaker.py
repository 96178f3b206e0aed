"""Who issues a report: told from its title, else from its introduction, labels, signature, or the places it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache

from gongkai.dates import with_digits
from gongkai.document.model import Document
from gongkai.issuers import Division, Issuer, divisions, issuer_of, mentioned, parse, shared_name
from gongkai.model import Problem
from gongkai.titles import HeadText, Title, clean_name, issuer_in, one_width

_HEAD = 6000
_TAIL = 1200
_YEAR = r"(?:19|20)\d\d"
_CJK = r"\u4e00-\u9fff（）"
_NAME = rf"(?P<name>[{_CJK}]{{2,40}}?)"
_VERBS = (
    r"(?:坚持|认真|深入|严格|全面|以|高度|按照|积极|扎实|紧紧|切实|始终|围绕|继续|不断|贯彻|落实|持续|进一步|根据|在|依法|共|"
    r"大力|着力|牢固|牢牢|立足|聚焦|着眼|政府信息公开|政务公开)"
)


@cache
def _speakers() -> tuple[re.Pattern[str], ...]:
    """Where a report that has no title says who speaks, best first.

    Compiled where no title tells: a class of all Han characters takes a millisecond, and most reports have a title.
    """
    return (
        re.compile(rf"(?:现公布|现将|现发布|特公布){_NAME}(?:{_YEAR})?年?度?(?:政府|政务)?信息公开"),
        re.compile(rf"(?:本(?:年度)?(?:报告|年报)|报告)由{_NAME}(?:根据|按照|依据|编制|组织|负责|综合|汇总)"),
        re.compile(rf"(?:要求|规定|文件精神|精神|实际)，(?:由|现由)?{_NAME}(?:编制|组织编制|撰写|公布|发布)"),
        re.compile(rf"{_YEAR}年(?:度|以来|来)?，?{_NAME}{_VERBS}"),
        re.compile(rf"(?:汇总|综合)(?:了)?{_NAME}(?:各|所属|及)"),
        re.compile(
            rf"(?:请|可)(?:直接)?(?:与|向|同|联系|致函){_NAME}(?:政府信息公开|政务公开|办公室|办公厅|联系|咨询|（)"
        ),
    )


_LABELLED = re.compile(
    r"(?:发布机构|发文机关|信息来源|来源|公开主体|责任部门|发布单位|编制单位|制作机关)[：:]?\s*([\u4e00-\u9fff（）]{3,30})"
)
_SIGNATURE = re.compile(rf"([{_CJK}]{{4,30}})\s*\n\s*{_YEAR}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日")
# A department named as its own site names it, without its place.
_LOCAL = re.compile(r"[省市区县州旗](?=[\u4e00-\u9fff]{2,14}(?:局|委|委员会|厅|办|办公室|中心)$)(?!场)")
_WHOLE = re.compile(r"[全我][省市区县州旗]")
_OWN = re.compile(r"[我本][局委办厅院镇乡]|我街道|本机关")


def find_issuer(
    document: Document, head: HeadText, title: Title | None, near: Collection[str], *, news: bool
) -> tuple[Issuer | None, list[Problem]]:
    """The body whose report this is, and what is not certain about it; None, with a problem, where nobody is named.

    `near` holds codes of divisions that the text names. A news item names the office that publishes; the report is its
    government's.
    """
    problems: list[Problem] = []
    issuer, inferred = next(_told(document, head, title, near, news), (None, ""))
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
        then = "its years are not compared" if shared_name(issuer) else "it gets an identifier of its own"
        problems.append(
            Problem(
                code=code,
                message=f"Issuer {issuer.issuer}: {said}; {then}",
                found=issuer.issuer,
                candidates=candidates,
            )
        )
    return issuer, problems


def _told(
    document: Document, head: HeadText, title: Title | None, near: Collection[str], news: bool
) -> Iterator[tuple[Issuer, str]]:
    """Bodies that may be the issuer, the surest first, with what tells; the title itself needs no telling."""
    if title and title.issuer:
        issuer = _whole_of_office(title.issuer) if title.publisher or news else title.issuer
        if not issuer.parent_id and (local := _LOCAL.match(issuer.issuer)):
            # 市教育局: the city is named elsewhere.
            place = _most_named(head.said, local[0])
            if place and (full := issuer_of(place.full_name + issuer.issuer[1:], near)):
                yield full, "the places it names"
        yield issuer, ""
    if speaker := _speaker(head.said, near):
        yield (_whole_of_office(speaker) if _WHOLE.search(head.said) else speaker), "the introduction"
    for match in _LABELLED.finditer(one_width(document.text[:_HEAD])):
        if issuer_there := issuer_of(match[1], near):
            yield _whole_of_office(issuer_there), "the label of its source"
    for name in reversed(_SIGNATURE.findall(with_digits(document.text[-_TAIL:]))):
        if signed := issuer_of(name, near):
            yield signed, "its signature"
    if told_of := _place_told_of(one_width("".join(document.text.split()))):
        yield told_of, "the places it names"


def _speaker(said: str, near: Collection[str]) -> Issuer | None:
    """The body that speaks in the introduction or the first part of a report without a title."""
    for pattern in _speakers():
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


def _place_told_of(said: str) -> Issuer | None:
    """The place that a report without a name tells of, by naming it or its parts; None where that is not clear."""
    hints = Counter(m[0][-1] for m in _WHOLE.finditer(said))
    if not hints or len(_OWN.findall(said)) > sum(hints.values()):
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


def _most_named(said: str, word: str) -> Division | None:
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
