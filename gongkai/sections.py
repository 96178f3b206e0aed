"""The parts of a report: from the heading of each to the next part's, told by words and not by ordinals.

The headings and their variants are in `forms/sections.yaml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter

import yaml

from gongkai.document.model import Document
from gongkai.model import Section, Value

_ORDINAL = (
    r"(?:第[一二三四五六七八九十]{1,2}(?:部分|章|节)[\s:：、]*"
    r"|(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,2}\s{0,3}[、．.，,]\s*)"
)
_LOWER_ORDINAL = r"(?:[（(]\s?[一二三四五六七八九十]{1,2}\s?[)）]\s*|(?<![\d.])\d{1,2}\s?[、．.](?!\d)\s*)"
_YEAR = r"(?:20\d\d\s?年度?)?(?:全[省市区县镇]|[本我][机关省市区县局委办镇乡街道]{1,2})?"
_AT_ORDINAL = re.compile(_ORDINAL)
_AT_LOWER_ORDINAL = re.compile(_LOWER_ORDINAL)
_LINE_ORDINAL = re.compile(rf"(?:#{{1,4}}\s*)?(?:{_ORDINAL}|[一二三四五六七八九十]{{1,2}}[ \u3000]+)?")
_LINE_LOWER_ORDINAL = re.compile(_LOWER_ORDINAL)
_ANNEX_LINE = re.compile(
    r"附\s?[件表]?\s?[\d一二三四五]{0,2}\s?(?:[：:].{0,40}|[、.]?.{0,30}(?:统计|附表|情况表).{0,10})?$"
)
# A list table in running text: its title, then the head of its first column.
_ANNEX_TABLE = re.compile(
    r"信息公开(?:工作)?(?:情况)?(?:年度)?(?:统计|汇总)表(?:[（(]\d{4}年度?[)）])?\s*(?=.{0,24}?(?:指标名称|统计指标|指\s?标))"
)
_BEFORE_ANNEX_TABLE = re.compile(rf"(?:{_ORDINAL})?(?:[\u4e00-\u9fff]{{2,14}})?(?:20\d\d\s?年度?)?(?:政府)?$")
_BREAK = re.compile(r"[\s:：。]|$")
_SPACE = re.compile(r"\s+")
_HEADING_END = frozenset("况述言题事项算排表件明议划障理设施面领导机构足")
_LEADS = frozenset("#附第一二三四五六七八九十")
"""What a line with the ordinal of a part, or the title of an annex, begins with."""
_LEADS_LOWER = _LEADS | frozenset("（(0123456789０１２３４５６７８９")
_ENDS_LOWER = _HEADING_END | frozenset("：:")
_EMPTY = re.compile(r"[\s\d.…·;；、,，。:：—\-]*")
_LONGEST_HEADING = 45


class _Headings(Value, frozen=True):
    """The data file, compiled."""

    names: tuple[str, ...]
    pattern: re.Pattern[str]
    keywords: tuple[tuple[str, tuple[str, ...]], ...]
    never: tuple[str, ...]
    closing: tuple[str, ...]


def _expression(heading: str) -> str:
    """The notation of the data file as a regular expression that forgives line breaks between any two characters."""
    out: list[str] = []
    for character in heading:
        if character in "[(":
            out.append("(?:")
        elif character == "]":
            out.append(")?")
        elif character in ")|":
            out.append(character)
        else:
            out.append(re.escape(character) + r"\s{0,2}")
    return "".join(out)


@cache
def _headings() -> _Headings:
    text = files("gongkai.forms").joinpath("sections.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    names: list[str] = []
    groups: list[str] = []
    keywords: list[tuple[str, tuple[str, ...]]] = []
    for name, entry in data["sections"].items():
        names.append(name)
        # Longest first, so that 存在的主要问题及改进措施 is not cut at 存在的主要问题.
        variants = "|".join(_expression(h) for h in entry["headings"])
        groups.append(f"(?P<{name}>{variants})")
        keywords.extend((name, tuple(words)) for words in entry["keywords"])
    return _Headings(
        names=tuple(names),
        pattern=re.compile(_YEAR + "(?:" + "|".join(groups) + ")"),
        keywords=tuple(keywords),
        never=tuple(data["never"]),
        closing=tuple(data["closing"]),
    )


class _Found(Value, frozen=True):
    name: str
    start: int
    end: int
    """End of the heading."""
    numbered: bool = True


def find_sections(document: Document) -> tuple[Section, ...]:
    """The parts of the report in order, without gaps from its beginning to its end.

    The first is `preamble`, what stands before the first heading. A name may come more than once (part 二 of some
    reports tells of 主动公开, and the statutory table follows under the same heading later). Empty where no heading is
    found.
    """
    text = document.text
    tables = [(grid.start, grid.end) for grid in document.grids]
    found = _in_text(text, _AT_ORDINAL) + _on_lines(document, lower=False)
    found = _settle(text, found, tables)
    parts = {each.name for each in found} - {"annex"}
    if len(parts) < 2 or "problems" not in parts:
        lower = _in_text(text, _AT_LOWER_ORDINAL) + _on_lines(document, lower=True)
        # Numbered （一） throughout; or 存在的问题 promoted or demoted, while the other parts are where they belong.
        if len(parts) >= 2:
            lower = [each for each in lower if each.name == "problems"]
        found = _settle(text, [*found, *lower], tables)
    if not found:
        return ()
    sections = []
    if text[: found[0].start].strip():
        sections.append(Section(name="preamble", heading="", start=0, end=found[0].start))
    for each, following in zip(found, [*found[1:], None], strict=True):
        sections.append(
            Section(
                name=each.name,
                heading=_SPACE.sub("", text[each.start : each.end]).lstrip("#"),
                start=each.start,
                end=following.start if following else len(text),
            )
        )
    return tuple(sections)


def _in_text(text: str, ordinal: re.Pattern[str]) -> list[_Found]:
    """Headings after an ordinal, wherever it stands: flattened pages run headings into the text."""
    headings = _headings()
    found = []
    for at in ordinal.finditer(text):
        match = headings.pattern.match(text, at.end())
        if match is None or match.lastgroup is None:
            continue
        said = _SPACE.sub("", match[0])
        if any(word in said for word in headings.never):
            continue
        end = at.end() + len(match[0].rstrip())
        if said.endswith(headings.closing) or _BREAK.match(text, end):
            found.append(_Found(name=match.lastgroup, start=at.start(), end=end))
    return found


def _on_lines(document: Document, *, lower: bool) -> list[_Found]:
    """Headings that have a line to themselves, with an ordinal or without."""
    text = document.text
    marked = {block.start for block in document.blocks if block.kind == "heading"}
    found = []
    leads, ends = (_LEADS_LOWER, _ENDS_LOWER) if lower else (_LEADS, _HEADING_END)
    following = 0
    for line in text.split("\n"):
        begin, following = following, following + len(line) + 1
        if len(line) < 2 or len(line) > 3 * _LONGEST_HEADING:
            continue
        said = line.strip()
        if not 2 <= len(said) <= _LONGEST_HEADING or said[-1] in "，,；;、" or "。" in said:
            continue
        start = begin + line.index(said[0])
        if said[0] not in leads and said[-1] not in ends and start not in marked:
            continue
        if said[0] == "附" and _ANNEX_LINE.match(said) and "下载" not in said:
            found.append(_Found(name="annex", start=start, end=start + len(said)))
            continue
        ordinal = _LINE_ORDINAL.match(said)
        after = ordinal.end() if ordinal else 0
        if not after and (small := _LINE_LOWER_ORDINAL.match(said)):
            if not lower:
                continue
            after = small.end()
        bare = _SPACE.sub("", said[after:]).rstrip("：:")
        if bare and (name := _by_keywords(bare) if after or start in marked else _whole(bare)):
            found.append(_Found(name=name, start=start, end=start + len(said), numbered=bool(after)))
    return found


@lru_cache(maxsize=1024)
def _whole(bare: str) -> str | None:
    """The part that the words name and say no more; the running heads of a report come on every page."""
    if bare[-1] not in _HEADING_END or any(word in bare for word in _headings().never):
        return None
    match = _headings().pattern.fullmatch(bare)
    return match.lastgroup if match else None


@lru_cache(maxsize=1024)
def _by_keywords(bare: str) -> str | None:
    """The part whose words stand in a numbered heading."""
    if any(word in bare for word in _headings().never):
        return None
    for name, words in _headings().keywords:
        if all(word in bare for word in words):
            return name
    return None


def _settle(text: str, found: list[_Found], tables: list[tuple[int, int]]) -> list[_Found]:
    """The headings in order, without those in tables, in tables of contents, nor lines of a flattened list table."""
    settled: list[_Found] = []
    # A heading without a number is a sub-heading where the same part has a numbered one.
    numbered = {each.name for each in found if each.numbered}
    found = [each for each in found if each.numbered or each.name not in numbered]
    annexes = []
    for match in _ANNEX_TABLE.finditer(text):
        before = _BEFORE_ANNEX_TABLE.search(text, max(0, match.start() - 40), match.start())
        start = before.start() if before else match.start()
        annexes.append(_Found(name="annex", start=start, end=match.end()))
    for each in sorted([*found, *annexes], key=lambda f: (f.start, -f.end)):
        table = bisect_right(tables, each.start, key=itemgetter(0)) - 1
        if table >= 0 and each.start < tables[table][1]:
            continue
        if settled and each.start < settled[-1].end:
            continue
        # The list table of vintage B numbers its lines 一、主动公开情况 to 九: no parts of the report.
        if settled and settled[-1].name == "annex" and each.name not in ("problems", "other", "annex"):
            continue
        # A circular calls the whole report its annex in its first line.
        if each.name == "annex" and (not settled or settled[-1].name == "annex"):
            continue
        settled.append(each)
    kept = []
    last = {each.name: index for index, each in enumerate(settled)}
    for index, each in enumerate(settled):
        following = settled[index + 1].start if index + 1 < len(settled) else len(text)
        if last[each.name] > index and _EMPTY.fullmatch(text, each.end, following):
            continue
        kept.append(each)
    return kept
