"""Prose to mentions: what each number measures, whose figure it is, of which period, and what it belongs to.

`gongkai.quantities` finds the numbers; here each is bound within its sentence, and the codebook
(`gongkai/forms/codebook.yaml`) gives the indicator where its words fit. Where two indicators fit equally well, none is
given. Sums are never made, figures never changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache

import msgspec

from gongkai.compact import BREAK, Compact
from gongkai.document.model import Document
from gongkai.forms.codebook import Indicator, Phrasing, codebook
from gongkai.forms.words import words
from gongkai.model import Mention, ReportHead, Scope, Section, SourceKind
from gongkai.quantities import Quantity, scan
from gongkai.topics import Topics, last_subject

_SENTENCE = re.compile(rf"[。;!?{BREAK}]")
_LEFT, _RIGHT = 220, 60
_NEAR = 6
_MOST = 60
"""Numbers of a sentence that are bound together."""
_LONGEST = 240
"""Numbers of a sentence that are bound at all: what goes on after them is a list without words, and no sentence."""
_COUNTED = frozenset({"count", "persons", "person_times", "household_times", "CNY"})
_SHARES = frozenset({"percent", "percent_point", "permille", "times", "times_added", "doublings", "ratio", "points"})
_DURATIONS = frozenset({"days", "workdays", "hours", "minutes", "seconds", "months", "weeks", "years"})


class _Bound(msgspec.Struct):
    """A quantity on its way to a mention."""

    quantity: Quantity
    sentence: int
    start: int
    end: int
    """Of the sentence."""
    indicator: Indicator | None = None
    strength: int = 0
    measure: str | None = None
    clause: str = ""
    period: str | None = None
    flow: str | None = None
    scope: str | None = None
    section: str | None = None
    part_of: _Bound | None = None
    duplicate_of: _Bound | None = None
    growth_of: _Bound | None = None
    topic: str | None = None
    """What is spoken of where its sentence does not say."""
    change: bool = False
    """A change and not a level: 比上年增加20件."""


def read_prose(
    document: Document, sections: tuple[Section, ...], head: ReportHead, skip: tuple[tuple[int, int], ...]
) -> list[Mention]:
    """Every number in the prose blocks of `document`, in order; `skip` stretches (statutory tables) are left out.

    Offsets count characters of `document.text`. Dates, names and other numbers that measure nothing are mentions too,
    with their kind and `is_statistic` false.
    """
    compact = Compact(document, skip)
    quantities = scan(compact.text)
    bound = _bind(compact, quantities, sections, head)
    return [_mention(compact, one) for one in bound]


def _bind(
    compact: Compact, quantities: list[Quantity], sections: tuple[Section, ...], head: ReportHead
) -> list[_Bound]:
    text = compact.text
    ends = [match.start() for match in _SENTENCE.finditer(text)]
    spans = [(compact.index(section.start), compact.index(section.end), section.name) for section in sections]
    every: list[_Bound] = []
    for quantity in quantities:
        index = bisect_right(ends, quantity.start)
        start = ends[index - 1] + 1 if index else 0
        end = ends[index] if index < len(ends) else len(text)
        end += end < len(text) and text[end] != BREAK
        every.append(_Bound(quantity=quantity, sentence=index, start=start, end=max(end, quantity.end)))
    topics = Topics(text)
    for one in every:
        part = next((span for span in spans if span[0] <= one.quantity.start < span[1]), None)
        one.section = part[2] if part else None
        one.topic = topics.at(one.start, one.section, part[0] if part else 0)
    said = _within_sentences(every)
    _set_plans_apart(text, every, head)
    scopes = _Scopes(text, head)
    scopes.set(said)
    before: _Bound | None = None
    for group in _groups(said):
        figures = [one for one in group if one.quantity.is_statistic]
        if not figures:
            continue
        _indicate(text, group, figures)
        _parts(text, figures, before)
        for one in figures:
            _time(text, one, group, head)
        before = figures[-1]
    figures = [one for one in said if one.quantity.is_statistic]
    for one in figures:
        if one.indicator is not None and one.indicator.own_level and one.scope == scopes.default and scopes.own:
            one.scope = scopes.own
    _sums(text, figures)
    _parts_of_one(figures)
    _nested(figures)
    _duplicates(text, figures)
    return every


def _within_sentences(every: list[_Bound]) -> list[_Bound]:
    """All but those far on in a sentence without end."""
    kept: list[_Bound] = []
    sentence, count = -1, 0
    for one in every:
        count = count + 1 if one.sentence == sentence else 1
        sentence = one.sentence
        if count <= _LONGEST:
            kept.append(one)
    return kept


def _groups(every: list[_Bound]) -> list[list[_Bound]]:
    """The numbers of a sentence together; a sentence without end is cut, so that the time taken stays in proportion."""
    groups: list[list[_Bound]] = []
    for one in every:
        if groups and groups[-1][0].sentence == one.sentence and len(groups[-1]) < _MOST:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


# --- results and plans ----------------------------------------------------------------------------


def _set_plans_apart(text: str, every: list[_Bound], head: ReportHead) -> None:
    """Figures of the plans for next year are aims. A plan lasts to the next part of the report or the block's end."""
    pattern = _plan_pattern(head.report_year)
    planning = -1
    sentence = -1
    for one in every:
        quantity = one.quantity
        heading = quantity.kind == "ordinal" and text[quantity.end - 1] == "、" and not text[quantity.start].isascii()
        if planning >= 0 and (heading or (one.section != "problems" and BREAK in text[planning : quantity.start])):
            planning = -1
        if one.sentence != sentence:
            sentence = one.sentence
            match = pattern.search(text, one.start, min(one.end, one.start + 160))
            if match and planning < 0:
                planning = match.end()
        if planning >= 0 and quantity.start >= planning and quantity.is_statistic:
            quantity.kind = "policy_target"


@cache
def _plan_pattern(year: int | None) -> re.Pattern[str]:
    following = f"|{year + 1}年" if year else ""
    return re.compile(
        rf"(?:^|(?<=[,:。;{BREAK}、]))(?:{words().plans.pattern}{following})(?=[,我将要全继市区县本各努重力是工计]|的?工作)"
    )


# --- whose figure ---------------------------------------------------------------------------------


class _Scopes:
    """Whose figure: the last body named in the sentence, else one the paragraph goes on with, else the issuer."""

    def __init__(self, text: str, head: ReportHead):
        self.text = text
        issuer = head.issuer or ""
        name = issuer.removesuffix("人民政府").removesuffix("行政公署")
        self.kind = name[-1:] if name != issuer and name[-1:] in tuple("省市区县旗镇乡州盟") else ""
        if issuer.endswith("人民政府") and name.endswith("街道"):
            self.kind = "街道"
        self.own = f"{self.kind}政府" if self.kind else None
        self.default = self._default(head)
        own = (
            rf"(?<![委各省、和及]){self.own}(?!门户|网|\(办\)文件|文件|在线|数据|信息|令|规章|中心工作|决策|部署|领导|要求|工作报告|关于|的|重点工作部|各部门|投资|客户|采购|购买)"
            rf"|{re.escape(issuer)}(?=公报|规章库|办公[厅室])|{self.kind}级(?=\d|层面)|{self.kind}本级(?!预算|决算|财政|一般|部门)|{re.escape(name)}政府部门|(?<![各级]){self.kind}?政府部门审批"
            if self.own
            else "本机关|我局|我委|我厅|我办|本局|本委|本厅"
        )
        whole = (
            "全(?:[省市区县镇乡局州盟旗]|系统|街道)(?!平均|前|第|排名|首|率先|最|优秀|先进|“)|我[省市区县镇乡州盟旗]|本[省市区县镇乡州盟旗]|各区各部门|各级行政机关|各地各部门|各级各部门"
            + (f"|(?<![{_HAN}]){re.escape(name)}(?!人民政府|政府|区|县|{self.kind}委)" if len(name) > 1 else "")
        )
        below = {
            "province": "市州区县盟",
            "prefecture": "区县旗",
            "county": "镇乡",
            "special_zone": "镇乡",
        }.get(head.issuer_level or "", "")
        sub = (
            rf"(?:^|(?<=[,、:。;(在由对于以和及如中将让使{BREAK}]))(?P<sub>(?![在于对由以和及如中将让使])(?:(?!{words().no_name})[{_HAN}]){{1,4}}?"
            rf"(?:[{below}](?![域别块分间级直属长里民场上下])|街道|市(?=\d|、|人民政府)))"
            if below
            else r"(?P<sub>\x00)"
        )
        known = words()
        part = (
            rf"(?:(?<=[,、:;()。{BREAK}])|(?<=其中))(?P<part>(?:{known.tiers})(?=\d|{known.department_verbs})"
            rf"|(?!我|本|各|该|其|全|由|经|通过|局|委|厅)[{_HAN}]{{0,9}}?{known.department}(?=\d|{known.department_verbs}))"
        )
        self.pattern = re.compile(f"{part}|(?P<own>{own})|(?P<whole>{whole})|{sub}")
        self.generic = re.compile(
            f"(?:{'|'.join(words().no_place)}|.*(?:等|各|该|本|两|几|个)[区县市镇乡]|.*委员会|.*(?:公开|政务|服务|示范|试点|专|体验|景|园|社|校|小|灾|街|片|地|辖|功能)区)$"
        )
        self.name = name
        self.issuer = issuer

    def _default(self, head: ReportHead) -> str | None:
        if head.scope is Scope.ORGAN:
            return "本机关"
        if head.scope is Scope.OWN_LEVEL:
            return self.own or "本级"
        if self.kind:
            return f"全{self.kind}"
        if head.issuer_level == "special_zone":
            return "全区"
        return "本机关" if head.issuer_level == "department" else None

    def set(self, every: list[_Bound]) -> None:
        """Give each statistic its scope, in order of the text."""
        carried: str | None = None
        sentence, after = -1, 0
        for one in every:
            quantity = one.quantity
            if quantity.kind == "ordinal":
                carried = None
            if one.sentence != sentence:
                if BREAK in self.text[after : one.start]:
                    carried = None
                sentence = one.sentence
            after = one.start
            if not quantity.is_statistic:
                continue
            named = self._named(max(one.start, quantity.start - 400), quantity.start)
            if named is None:
                one.scope = carried or self.default
            else:
                one.scope, lasting = named
                carried = one.scope if lasting else None

        self._apart(every)

    def _apart(self, every: list[_Bound]) -> None:
        """甲局、乙局分别为3件、5件: each figure is the body's of the same place in the list."""
        for index, one in enumerate(every):
            if not one.quantity.is_statistic or not _APART_END.search(
                self.text, max(one.start, one.quantity.start - 6), one.quantity.start
            ):
                continue
            listed = _OWNERS.search(self.text, max(one.start, one.quantity.start - 120), one.quantity.start)
            if listed is None:
                continue
            owners = re.split(r"[、和及]", listed[0])
            figures = [
                other
                for other in every[index : index + len(owners) + 1]
                if other.sentence == one.sentence and other.quantity.unit == one.quantity.unit
            ]
            if len(figures) == len(owners):
                for owner, figure in zip(owners, figures, strict=True):
                    figure.scope = owner

    def _named(self, start: int, end: int) -> tuple[str | None, bool] | None:
        found: tuple[str | None, bool] | None = None
        # One character more, since some words are a body's only right before a figure.
        for match in self.pattern.finditer(self.text, start, end + 1):
            if match["part"]:
                alone = self.text[match.end()].isdigit() and match.end() < end
                if not alone and not self.issuer.endswith(match["part"]):
                    found = match["part"].replace("(", "（").replace(")", "）"), False
            elif match["own"]:
                named = _PART_WORD.search(self.text, max(start, match.start() - 3), match.start()) is not None
                found = self.own or "本机关", match[0] != self.issuer and not named
            elif match["whole"]:
                word = match[0]
                if word == self.name or word[0] in "我本各":
                    found = self.default if self.default != self.own else f"全{self.kind}", False
                else:
                    found = word, False
            elif match["sub"] and not self.generic.match(match["sub"]) and match["sub"] not in self.name:
                found = match["sub"], False
        return found


_HAN = "\u4e00-\u9fff"
_APART_END = re.compile(r"分别(?:为|是|有|达|收到|受理)?$")
_OWNER = rf"[{_HAN}]{{1,10}}(?:局|委|办|厅|街道|[区县镇乡])"
_OWNERS = re.compile(rf"(?:{_OWNER}[、和及]){{1,11}}{_OWNER}")


# --- what is measured -----------------------------------------------------------------------------

_SEGMENT = re.compile(r"[,、:()]")
_LEAD = re.compile(
    r"^(?:[\d,、:()”》.]|[一二三四五六七八九十]+[、是]|其中|同时|此外|另有|全年|本年度?|今年|去年|年内|共计|累计|共|分别|我[市区县省局]|截至|目前|以及|并|和|及|另|含|包括|,)+"
)
_TRAIL = re.compile(
    r"(?:共计|合计|总计|累计|达到|分别|约为|均为|共有|共|计|为|有|达|到|至|了|约|近|:|已|均|是|超过|超|逾)+$"
)


def _indicate(text: str, group: list[_Bound], figures: list[_Bound]) -> None:
    """Measure and indicator of every figure of one sentence."""
    start = max(group[0].start, figures[0].quantity.start - _LEFT)
    end = min(figures[-1].end, figures[-1].quantity.end + _RIGHT)
    pieces: list[str] = []
    marks: list[int] = []
    length, position = 0, start
    for one in group:
        quantity = one.quantity
        if quantity.start < position or quantity.end > end:
            if quantity.is_statistic:
                marks.append(-1)
            continue
        if quantity.is_statistic:
            piece = text[position : quantity.start]
            unit = quantity.unit or ""
            marks.append(length + len(piece))
            pieces += (piece, "#", unit)
            length += len(piece) + 1 + len(unit)
            position = quantity.end
        elif quantity.kind == "date" and (quantity.end - quantity.start > 2 or text[quantity.start].isdigit()):
            piece = text[position : quantity.start]
            pieces.append(piece)
            length += len(piece)
            position = quantity.end
    pieces.append(text[position:end])
    frame = "".join(pieces)
    known = _candidates(frame)
    for index, (one, mark) in enumerate(zip(figures, marks, strict=True)):
        if mark < 0:
            continue
        left, right = frame[max(0, mark - _LEFT) : mark], frame[mark + 1 : mark + 1 + _RIGHT]
        listed = _listed(left, right)
        if listed is not None:
            left = listed
        _set_measure(one, figures[index - 1] if index else None, left, right)
        if one.section == "problems" or _is_base_or_share(left, listed is not None):
            continue
        if _grows(one, left):
            continue
        _set_indicator(one, left, right, known)
    for index, one in enumerate(figures):
        _set_growth(one, index, figures, text)


_BASE = re.compile(r"(?:较|比|相较于|相比)[^,;#]{0,10}$")
_APART = re.compile(r"分别[^,;。]*$")


def _is_base_or_share(left: str, listed: bool) -> bool:
    """Last year's figure that this year's is compared with, or one of a list whose order is not certain."""
    return bool(_BASE.search(left[-16:])) or (not listed and bool(_APART.search(left[-60:])))


def _candidates(frame: str) -> list[tuple[Indicator, Phrasing]]:
    """The phrasings all of whose words stand somewhere in the sentence."""
    index, rest = _phrasings()
    found = list(rest)
    for pair in {frame[at : at + 2] for at in range(len(frame) - 1)} & index.keys():
        found += index[pair]
    if len(found) > 1:
        found = list({id(item[1]): item for item in found}.values())
    return [item for item in found if _spoken(item[1], frame)]


def _spoken(phrasing: Phrasing, frame: str) -> bool:
    for either in phrasing.keys:
        for word in either:
            if word in frame:
                break
        else:
            return False
    return True


_Known = tuple[Indicator, Phrasing]


@cache
def _phrasings() -> tuple[dict[str, list[_Known]], list[_Known]]:
    """Phrasings by the first two characters of the words of their rarest part, and those that have no such part."""
    every = [(indicator, phrasing) for indicator in codebook() for phrasing in indicator.phrasings]
    often = Counter(word[:2] for _, phrasing in every for either in phrasing.keys for word in either)
    index: dict[str, list[_Known]] = {}
    rest: list[_Known] = []
    for item in every:
        parts = [either for either in item[1].keys if min(map(len, either)) > 1]
        if not parts:
            rest.append(item)
            continue
        rarest = min(parts, key=lambda either: sum(often[word[:2]] for word in either))
        for pair in {word[:2] for word in rarest}:
            index.setdefault(pair, []).append(item)
    return index, rest


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _set_indicator(one: _Bound, left: str, right: str, known: list[tuple[Indicator, Phrasing]]) -> None:
    frame = f"{left}@{right}"
    best: Indicator | None = None
    strength = 0
    tie = False
    subject = _subject(left, one)
    for indicator, phrasing in known:
        if phrasing.subject is not None and phrasing.subject != subject:
            continue
        if not _fits(one.quantity, indicator) or any(word in left for word in phrasing.unless):
            continue
        match = _allowed(phrasing, frame, indicator.topic in _TOTALS)
        if match is None:
            continue
        if indicator.flow_or_stock != "na" and _EACH.search(one.clause):
            continue
        if indicator.flow_or_stock == "stock" and _ADDED.search(one.clause):
            continue
        fit = _strength(phrasing, match[0])
        if fit > strength:
            best, strength, tie = indicator, fit, False
        elif fit == strength and indicator is not best:
            tie = True
    if best is not None and not tie:
        one.indicator, one.strength = best, strength


def _joined_before(frame: str, match: re.Match[str]) -> bool:
    """True where the words are the last of several that share the figure: 微博、微信公开#条."""
    first = match[0][:1]
    at = match.start() + (first in _ENDS)
    if frame[at - 1 : at] not in _JOINS:
        return False
    return "#" not in frame[max(0, at - 7) : at]


_JOINS = frozenset("、和与或")
_ENDS = frozenset(",、:;。(")


def _subject(left: str, one: _Bound) -> str | None:
    """What the sentence is about where the figure stands: its last word for a subject, else the topic above it."""
    found = last_subject(left)
    if found is None:
        return one.topic
    only_in = words().subjects[found].only_in
    return found if not only_in or one.section in only_in or "信息公开" in left else None


_TOTALS = frozenset({"requests", "proactive", "response", "platforms", "remedies"})


def _of_some(frame: str, at: int) -> bool:
    """True where the clause names some of the bodies only: their figure is not the report's total."""
    clause = _CLAUSE.split(frame[max(0, at - 60) : at])[-1]
    clause += frame[at : frame.index("@")]
    return bool(words().some_bodies.search(clause)) and not words().all_bodies.search(clause)


_CLAUSE = re.compile(r"[,;:。]")
_EACH = re.compile(r"每[^,]{0,5}$|[日月人年周]均|平均|单[场次期篇日]")
_ADDED = re.compile(r"新增|新建|新设|新开|增设|增加")


def _allowed(phrasing: Phrasing, frame: str, total: bool) -> re.Match[str] | None:
    """The first match of the phrasing without the words that must not stand in it; of all bodies if it is a total."""
    search = _compiled(phrasing.expression).search
    position = 0
    for _ in range(6):
        match = search(frame, position)
        if match is None:
            return None
        lead = "" if match[0][:1] in _ENDS else frame[max(0, match.start() - 6) : match.start()]
        stretch = _SEGMENT.split(lead)[-1] + match[0]
        if _joined_before(frame, match):
            position = match.start() + 1
            continue
        if not any(word in stretch for word in phrasing.without) and not (total and _of_some(frame, match.start())):
            return match
        position = match.start() + 1
    return None


def _fits(quantity: Quantity, indicator: Indicator) -> bool:
    standard = quantity.unit_std
    if standard == indicator.unit or standard is None:
        return standard is not None or indicator.unit in _COUNTED
    return standard in _COUNTED and indicator.unit in _COUNTED and "CNY" not in (standard, indicator.unit)


def _strength(phrasing: Phrasing, matched: str) -> int:
    """How much of the words the phrasing explains: the characters of its words found, not those of its gaps."""
    return sum(
        max(len(word) for word in words if word in matched)
        for words in phrasing.keys
        if any(w in matched for w in words)
    )


_ITEMS = re.compile(r"、|和|与|及|以及")


def _listed(left: str, right: str) -> str | None:
    """`甲、乙分别A#次、#次`: the left context as if the figure stood alone with its own subject."""
    at = left.rfind("分别")
    if at < 0 or re.search(r"[。;,:]", _after_list(left[at + 2 :])):
        return None
    ordinal = left[at:].count("#")
    subject = re.split(r"[,。;:]", left[:at])[-1]
    items = [item for item in _ITEMS.split(subject) if item]
    total = ordinal + 1 + right.count("#")
    if len(items) < 2 or ordinal >= len(items) or total < len(items):
        return None
    item = items[ordinal]
    tail = items[-1][len(item) :] if ordinal < len(items) - 1 else ""
    verb = left[at + 2 :].split("#")[0]
    prefix = left[: at - len(subject)]
    return f"{prefix}{item}{tail if len(tail) > 2 else ''}{verb}"


def _after_list(words_after: str) -> str:
    return re.sub(rf"#[{_HAN}%]{{0,4}}", "", words_after)


def _set_measure(one: _Bound, previous: _Bound | None, left: str, right: str) -> None:
    segment = _SEGMENT.split(left)[-1]
    one.clause = re.split(r"[,:;。]", left)[-1]
    head = one.clause if "#" not in one.clause else segment
    if left.endswith("("):
        # 征地拆迁(35%): the words stand before the bracket.
        head = _SEGMENT.split(left[:-1])[-1]
    if "#" in head:
        head = head.rsplit("#", 1)[-1]
        head = head.removeprefix(previous.quantity.unit or "") if previous is not None else head
    head = _TRAIL.sub("", _LEAD.sub("", head))
    unit = one.quantity.unit or ""
    after = re.split(rf"[,、。;:()#@{BREAK}]", right[len(unit) :])[0][:16]
    measure = f"{head}{after}" if after and not after.startswith(("以", "的", "并", "且")) else head
    if len(head) < 2 and previous is not None and previous.measure and not after:
        measure = f"{previous.measure} {head}".strip()
    one.measure = measure[-40:] or None


# --- growth, parts, duplicates --------------------------------------------------------------------

_GROWTH_END = re.compile(
    r"(?:同比|环比|比上年|比去年|比上年度|较上年|较去年|较上年度|较上一年度?|较上年同期|较去年同期|比上年同期|年均|比)?"
    r"(?:增长|增加|上升|提高|提升|上涨|增幅|涨幅|下降|减少|降低|回落|降幅|减幅|下滑|增|降|升|减)(?:了|为|达|约|近|超过|超|达到|率为?)?$"
)
_YEARLY = re.compile(r"同比|比增|比上年|较上年|较上一年|较去年|比去年|比上一年|上年同期|去年同期")


_CHANGE_END = re.compile(
    r"(?:(?:同比|比|较)[^,;#]{0,12}|相比[^;#]{0,16})(?:增长|增加|上升|提高|提升|前移|上涨|下降|减少|降低|回落|下滑|增|减|多|少)了?(?:约|近|超过|超)?$"
)


def _grows(one: _Bound, left: str) -> bool:
    if _CHANGE_END.search(left[-24:]):
        return True
    return (one.quantity.unit_std in _SHARES and bool(_GROWTH_END.search(left[-16:]))) or (
        one.quantity.unit_std in ("times_added", "doublings")
    )


def _set_growth(one: _Bound, index: int, figures: list[_Bound], text: str) -> None:
    """Tie growth to its level: the last figure before it in the sentence that counts something, else the next."""
    quantity = one.quantity
    left = text[max(one.start, quantity.start - 24) : quantity.start]
    change = _CHANGE_END.search(left) is not None and quantity.unit_std not in _SHARES
    if not (change or (_GROWTH_END.search(left) and quantity.unit_std in _SHARES)) and quantity.unit_std not in (
        "times_added",
        "doublings",
    ):
        return
    one.change = True
    nearby = figures[max(0, index - _NEAR) : index]
    levels = [
        other
        for other in reversed(nearby)
        if other.quantity.unit_std not in _SHARES
        and not _BASE.search(text[max(other.start, other.quantity.start - 16) : other.quantity.start])
    ]
    if change:
        levels = [other for other in levels if other.quantity.unit == quantity.unit]
    if quantity.unit_std == "percent_point":
        levels = [other for other in reversed(nearby) if other.quantity.unit_std == "percent"]
    elif not levels:
        levels = [other for other in figures[index + 1 : index + 3] if other.quantity.unit_std not in _SHARES][:1]
    if not levels or not _joined(text[levels[0].quantity.end : quantity.start]):
        return
    level = levels[0]
    one.growth_of = level
    words_of_growth = _TRAIL.sub("", re.split(r"[,、](?!\d)", left)[-1])
    one.measure = f"{level.measure or ''}{words_of_growth}" or None
    falls = _FALLS.search(left[-16:]) is not None
    if level.indicator is not None and _YEARLY.search(left) and quantity.unit_std == "percent" and not falls:
        one.indicator = _by_code().get(f"{level.indicator.code}_yoy")


_FALLS = re.compile(
    r"(?:下降|减少|降低|回落|降幅|减幅|下滑|缩减|压减|负增长|降|减)(?:了|为|达|约|近|超过|超|达到|率为?)?$"
)
"""A fall is printed as a plain number: bound to an indicator of growth it would have the wrong sign."""


def _joined(between: str) -> bool:
    """True where nothing but the growth itself, or the figure compared with, stands between a level and its growth."""
    between = re.sub(r"[,、](?=同比|比|较|环比|增|下降|减|与)|(?<=\d),(?=\d)", "", between)
    return "," not in between


@cache
def _by_code() -> dict[str, Indicator]:
    return {indicator.code: indicator for indicator in codebook()}


_PART_WORD = re.compile(r"(?:其中|包括|包含|含)(?![义有量糊])")
_NO_PART = re.compile(r"另有|另外|此外|同比|比上年|较上年|较去年|比去年|增加|减少|上升|下降|结转至|顺延|累计")


def _parts(text: str, figures: list[_Bound], before: _Bound | None) -> None:
    """其中, 含, 包括 and a bracket right after a figure open its parts; they end with bracket, unit or sentence."""
    whole: _Bound | None = None
    unit: str | None = None
    bracket = False
    rest = None
    previous: _Bound | None = None
    for one in figures:
        quantity = one.quantity
        if quantity.unit_std in _SHARES:
            continue
        since = previous.quantity.end if previous is not None else one.start
        between = text[max(since, quantity.start - 160) : quantity.start]
        if bracket and ")" in between:
            whole, bracket = None, False
            between = between.rpartition(")")[2]
        opened = between.rpartition("(")[2] if "(" in between and ")" not in between.rpartition("(")[2] else None
        candidate = previous
        if opened is None and between.startswith("其中") and previous is None:
            candidate = before
        marked = _PART_WORD.search(between if opened is None else opened)
        opens = candidate is not None and not bracket and (opened is not None or marked)
        if opens and candidate is not None and _alike(candidate, one) and _smaller(one, candidate):
            whole, unit, bracket, rest = candidate, quantity.unit, opened is not None, candidate.quantity.value
        if whole is not None and (quantity.unit != unit or _NO_PART.search(between[-30:])):
            if not bracket:
                whole = None
        elif whole is not None and whole is not one:
            if rest is not None and quantity.value is not None:
                rest -= quantity.value
            if rest is not None and rest < 0:
                whole = None
            else:
                one.part_of = whole
        previous = one


def _alike(whole: _Bound, part: _Bound) -> bool:
    return whole.quantity.unit_std == part.quantity.unit_std or (
        whole.quantity.unit_std in _COUNTED and part.quantity.unit_std is None
    )


def _smaller(part: _Bound, whole: _Bound) -> bool:
    low, high = part.quantity.value, whole.quantity.value
    return low is None or high is None or low <= high


def _sums(text: str, figures: list[_Bound]) -> None:
    """Figures of the same unit that follow a total and make it up exactly are its parts, though no word says so."""
    for index, whole in enumerate(figures):
        total = whole.quantity.value
        if (
            total is None
            or total < 20
            or whole.quantity.unit_std not in _COUNTED
            or whole.quantity.qualifier != "exact"
        ):
            continue
        sum_, parts = total - total, []
        for one in figures[index + 1 : index + 40]:
            if BREAK in text[whole.quantity.end : one.quantity.start] or one.quantity.start - whole.quantity.end > 900:
                break
            if one.quantity.unit_std in _SHARES:
                continue
            if one.quantity.unit != whole.quantity.unit or one.quantity.value is None:
                break
            if one.part_of is not None and one.part_of is not whole:
                continue
            sum_ += one.quantity.value
            parts.append(one)
            if sum_ >= total:
                break
        if sum_ == total and len(parts) > (1 if total >= 100 else 2):
            for part in parts:
                part.part_of = whole


def _parts_of_one(figures: list[_Bound]) -> None:
    """A part is not the whole: it keeps no indicator that its whole has, unless it is another body's or year's."""
    for one in figures:
        whole = one.part_of
        if whole is None or one.indicator is None or one.indicator is not whole.indicator:
            continue
        if one.scope == whole.scope and one.period == whole.period:
            one.indicator = None


def _nested(figures: list[_Bound]) -> None:
    """Parts of a part: where siblings do not make up the whole, but those after one make up that one exactly."""
    families: dict[int, list[_Bound]] = {}
    for one in figures:
        if one.part_of is not None:
            families.setdefault(one.part_of.quantity.start, []).append(one)
    for family in families.values():
        whole = family[0].part_of
        values = [one.quantity.value for one in family]
        if whole is None or whole.quantity.value is None or None in values:
            continue
        numbers = [value for value in values if value is not None]
        if sum(numbers) == whole.quantity.value:
            continue
        for index in range(len(family)):
            total = numbers[index] - numbers[index]
            for after in range(index + 1, len(family)):
                total += numbers[after]
                if total >= numbers[index]:
                    break
            else:
                continue
            if total == numbers[index] and after > index + 1:
                for part in family[index + 1 : after + 1]:
                    part.part_of = family[index]
                break


def _duplicates(text: str, figures: list[_Bound]) -> None:
    """A headline's rounding, or the same figure again, points to the one that says it most exactly."""
    by_code: dict[tuple[str, str | None], list[_Bound]] = {}
    for one in figures:
        if one.indicator is not None:
            by_code.setdefault((one.indicator.code, one.quantity.unit_std), []).append(one)
    for same in by_code.values():
        exact = [one for one in same if one.quantity.qualifier == "exact"]
        for one in same:
            for other in exact:
                if other is one:
                    if one.quantity.qualifier == "exact":
                        break
                    continue
                if other.duplicate_of is None and other.period == one.period and _says(one, other):
                    one.duplicate_of = other
                    break


def _says(rounded: _Bound, exact: _Bound) -> bool:
    value, quantity = exact.quantity.value, rounded.quantity
    if value is None:
        return False
    if quantity.qualifier == "exact":
        return quantity.value == value
    low, high = quantity.lower, quantity.upper
    if quantity.qualifier == "at_least" and high is None and low is not None:
        # "Over 4000" is a rounding of 4382, not of 40,000.
        return low <= value < low * 2
    return (low is None or low <= value) and (high is None or value <= high)


# --- when -----------------------------------------------------------------------------------------

_UNTIL = re.compile(r"(?:截至|截止|截止到|截至到|至|到)$")
_OPENS = re.compile(rf"(?:^|[,。;:({BREAK}]|[一二三四五六七八九十]是|在|于|截[至止]|到|今年|本年)$")
_COMPARED = re.compile(r"(?:较|比|与|同|相比|对比|自|从)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_MONTH = re.compile(r"^((?:19|20)\d\d)年(\d{1,2})月$")
_BEFORE_REFORM = re.compile(r"改革前|整改前|优化前|改造前|原先|原来|过去需|以前需")
_AFTER_REFORM = re.compile(r"改革后|整改后|优化后|现在|压缩|缩短|减少到|现只需")
_LEVEL = re.compile(
    r"截[至止]|目前|现有|现已|共有|拥有|现行有效|在册|在运维|运维的|保有|存量|总量|数量$|粉丝|注册用户|用户数|用户$|关注人数|接入|汇聚|归集|已建|建有|设有|入库|开放平台"
)
_RUNNING = re.compile(r"累计|自[^,]{0,14}以来|历年")
_IN_YEAR = re.compile(r"全年|年内|本年|今年|当年|本年度|一年来|新增|同比")
_LASTING = re.compile(r"支持率|覆盖率|普及率|接入率|可办率")
_LAST_YEAR = re.compile(r"(?:上年|上一年|上年度|上一年度|去年|去年同期|上年同期)(?:度|同期)?[^,]{0,10}$")


def _time(text: str, one: _Bound, group: list[_Bound], head: ReportHead) -> None:
    """Period, and flow or stock: by the indicator where there is one, else by the words of the clause."""
    quantity = one.quantity
    year = head.report_year
    left = text[max(one.start, quantity.start - _LEFT) : quantity.start]
    clause = _own_clause(left)
    flow, kind = _flow(one, text, clause, left, quantity)
    if (
        flow == "flow"
        and one.part_of is not None
        and one.part_of.flow == "stock"
        and one.indicator is None
        and not _IN_YEAR.search(clause)
    ):
        # The parts of what stands, stand.
        flow, kind = "stock", "as_of"
    indicator = one.indicator
    if indicator is not None:
        declared = "cumulative" if indicator.period == "cumulative" else indicator.flow_or_stock
        if declared == "flow" and flow == "stock" and re.search(r"截[至止]目前|历年|以来", left):
            # A running total over years is not the year's figure.
            one.indicator = None
        else:
            flow = indicator.flow_or_stock
            kind = indicator.period if indicator.period != "pair" else "as_of"
    if one.change:
        flow, kind = "na", "year"
    stated = _stated(text, one, group, head)
    if stated is not None and stated.startswith("cumulative_since") and flow == "flow":
        # A running total over years is not the year's figure.
        flow, one.indicator = "stock", None
    if stated is not None and stated.startswith("as_of") and flow == "flow":
        running = _RUNNING.search(left) is not None
        if stated == f"as_of:{year}-12-31" and not running:
            # "By 31 December N were received" says what the year brought.
            stated = None
        else:
            flow, kind, one.indicator = "stock", "cumulative" if running else "as_of", None
    one.flow = flow
    if _BEFORE_REFORM.search(left[-60:]) and not _AFTER_REFORM.search(left[-60:]):
        one.period = "as_of:pre_reform"
        return
    if _changes_from(text, quantity):
        if _IN_YEAR.search(clause) and year is not None:
            # 本年解读稿件由18篇增至47篇: the year before, and not a state before a reform.
            one.period = f"year:{year - 1}"
            return
        if stated is not None and stated.isdigit():
            one.flow = "stock" if quantity.unit_std in _COUNTED else one.flow
            one.period = f"as_of:{stated}-12-31"
            return
        one.period = "as_of:pre_reform"
        one.flow = "stock" if quantity.unit_std in _COUNTED else one.flow
        return
    yearly = _IN_YEAR.search(clause) is not None
    if indicator is None and not yearly and quantity.unit_std in _COUNTED and _CHANGES_TO.search(left[-24:]):
        one.flow, kind = "stock", "as_of"
    if stated is not None and stated.startswith(("month", "months", "quarter", "half", "cumulative_since", "as_of")):
        if kind == "cumulative" and stated.startswith("as_of:"):
            one.period = f"cumulative_since:unknown..{stated[6:]}"
        else:
            one.period = stated if not (stated.startswith("month") and flow == "stock") else f"as_of:{stated[6:]}"
        return
    if stated is not None:
        if year is not None and int(stated) > year:
            one.quantity.kind = "policy_target"
        year = int(stated)
    if year is None:
        one.period = None
    elif kind == "cumulative":
        one.period = f"cumulative_since:unknown..{year}-12-31"
    elif kind == "opening":
        one.period = f"as_of:{year - 1}-12-31"
    elif kind == "as_of":
        one.period = f"as_of:{year}-12-31"
    else:
        one.period = f"year:{year}"


def _own_clause(left: str) -> str:
    return re.split(r"[,:(]", left)[-1]


def _flow(one: _Bound, text: str, clause: str, left: str, quantity: Quantity) -> tuple[str, str]:
    standard = quantity.unit_std
    if standard in _SHARES:
        return "na", "as_of" if _LASTING.search(clause) else "year"
    if standard in _DURATIONS:
        return "na", "as_of"
    if _EACH.search(clause):
        return "na", "year"
    yearly = bool(_IN_YEAR.search(clause))
    if _RUNNING.search(clause) and not yearly:
        first = re.split(r"[,、]", left)
        opener = len(first) == 2 and re.search(r"年度?$", first[0])
        return (
            ("flow", "year")
            if opener or re.search(r"(?<!历)年度?(?!以来|起)[^,]{0,6}累计", clause)
            else ("stock", "cumulative")
        )
    if _LEVEL.search(clause) and not yearly and not (standard == "person_times" or _USED.search(clause)):
        return "stock", "as_of"
    if standard in _STANDING_UNITS and _stands(quantity.unit, clause, text[quantity.end : quantity.end + 8]):
        return "stock", "as_of"
    return "flow", "year"


_USED = re.compile(r"访问|点击|浏览|阅读|播放")
_STANDING_UNITS = frozenset({"count", "persons", None})


def _stands(unit: str | None, clause: str, after: str) -> bool:
    """Bodies, staff, accounts, holdings: there at the year's end, and not an event of the year."""
    known = words()
    segment = re.split(r"[、)]", clause)[-1]
    noun = unit in known.standing_units and (known.standing.search(segment) or known.standing_after.match(after))
    if not noun and not known.standing_verbs.search(clause):
        return False
    return not known.standing_unless.search(_DISCLOSURE.sub("", clause))


_DISCLOSURE = re.compile(r"(?:信息|政务)公开")


_CHANGES_TO = re.compile(
    r"[从由]\S{1,14}(?:集约整合|整合|集约|压缩|精简|减少|缩减|压减|下降|降低|减|降|增加|提高|提升|增长|上升|扩大|调整|优化|升|增)(?:为|至|到)$"
)


def _changes_from(text: str, quantity: Quantity) -> bool:
    """从81项压缩为50项: the first of the pair is the state before."""
    if not re.search(
        r"[从由](?:法定的?|原来的?|原先的?|之前的?|原|(?:19|20)\d\d年(?:底|末)?的?|上年的?|去年的?)?$",
        text[max(0, quantity.start - 8) : quantity.start],
    ):
        return False
    return bool(
        re.match(
            r"(?:集约整合|整合|集约|压缩|精简|减少|缩减|缩短|压减|下降|降低|减|降|增加|提高|提升|增长|上升|扩大|调整|优化|升|增)(?:为|至|到)",
            text[quantity.end : quantity.end + 8],
        )
    )


def _stated(text: str, one: _Bound, group: list[_Bound], head: ReportHead) -> str | None:
    """A date that the sentence gives before the figure: a year, or a whole period."""
    quantity = one.quantity
    near = text[max(one.start, quantity.start - 16) : quantity.start]
    if head.report_year is not None and not one.change and _BASE.search(near) and _LAST_YEAR.search(near):
        return str(head.report_year - 1)
    for other in reversed(group):
        date = other.quantity
        if date.kind != "date" or date.start >= quantity.start:
            continue
        surface = text[date.start : date.end]
        left = text[max(one.start, date.start - 6) : date.start]
        if left[-1:] in _AND and left[-2:-1] in ("月", "日"):
            # 4月、9月: no single month.
            return None
        adjacent = text[date.end : quantity.start] in ("", "的")
        opens = date.start == one.start or _OPENS.search(text, max(0, date.start - 3), date.start) is not None
        if head.report_year is not None and not _YEAR.match(surface):
            if opens and (partial := _part_of_year(surface, head.report_year, bool(_UNTIL.search(left)))):
                return partial
            continue
        year = _YEAR.match(surface)
        if year is None or (_COMPARED.search(left) and not adjacent and "以来" not in text[date.end : date.end + 2]):
            continue
        if "《" in text[max(one.start, date.start - 40) : date.start].rpartition("》")[2]:
            continue
        if text[date.end - 1] == "版":
            continue
        if day := _DAY.search(surface):
            if _UNTIL.search(left):
                return f"as_of:{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
            continue
        if month := _MONTH.match(surface):
            if _UNTIL.search(left):
                return f"as_of:{month[1]}-{int(month[2]):02}"
            return f"month:{month[1]}-{int(month[2]):02}"
        if text[date.end : date.end + 2] == "以来" or surface.endswith("以来"):
            return (
                f"cumulative_since:{year[0]}-01-01..{head.report_year}-12-31"
                if int(year[0]) != head.report_year
                else year[0]
            )
        if re.search(r"年[底末]$", surface) and _UNTIL.search(left):
            return f"as_of:{year[0]}-12-31"
        if quarter := re.search(r"([一二三四1-4])季度$", surface):
            return f"quarter:{year[0]}-Q{'一二三四1234'.index(quarter[1]) % 4 + 1}"
        if half := re.search(r"([上下])半年$", surface):
            return f"half:{year[0]}-H{1 if half[1] == '上' else 2}"
        if re.fullmatch(r"(?:19|20)\d\d年?度?", surface) and (opens or adjacent):
            return year[0]
    if head.report_year is None or head.source_kind is SourceKind.NEWS:
        return None
    clause = _own_clause(text[max(one.start, quantity.start - 30) : quantity.start])
    past = _LAST_YEAR.search(clause) and "结转" not in clause
    if past and one.growth_of is None and not one.change and quantity.unit_std not in _SHARES:
        return str(head.report_year - 1)
    return None


_AND = frozenset({"、", "和", "及", "与"})


def _part_of_year(surface: str, year: int, until: bool) -> str | None:
    """3月, 第三季度, 上半年, 1-10月 of the report's year."""
    if match := re.fullmatch(r"(\d{1,2})月(\d{1,2})日", surface):
        return f"as_of:{year}-{int(match[1]):02}-{int(match[2]):02}" if until else None
    if match := re.fullmatch(r"(\d{1,2})月份?底?", surface):
        return f"{'as_of' if until else 'month'}:{year}-{int(match[1]):02}"
    if match := re.fullmatch(r"(\d{1,2})月?(?:-+|至|到|~)(\d{1,2})月份?", surface):
        return f"months:{year}-{int(match[1]):02}..{year}-{int(match[2]):02}"
    if match := re.fullmatch(r"第?([一二三四1-4])季度", surface):
        return f"quarter:{year}-Q{'一二三四1234'.index(match[1]) % 4 + 1}"
    if match := re.fullmatch(r"([上下])半年", surface):
        return f"half:{year}-H{1 if match[1] == '上' else 2}"
    return None


def _mention(compact: Compact, one: _Bound) -> Mention:
    quantity = one.quantity
    place, place_end = compact.place, compact.place_end
    start, end = place(quantity.start), place_end(quantity.end)
    number_start, number_end = place(quantity.number_start), place_end(quantity.number_end)
    statistic = quantity.is_statistic
    return Mention(
        start=start,
        end=end,
        surface=compact.source[start:end],
        number_start=number_start,
        number_end=number_end,
        number_surface=compact.source[number_start:number_end],
        value=quantity.value,
        lower=quantity.lower,
        upper=quantity.upper,
        significant_figures=quantity.figures,
        unit=quantity.unit,
        unit_std=quantity.unit_std,
        qualifier=quantity.qualifier,
        measure_zh=one.measure if statistic else None,
        indicator=one.indicator.code if statistic and one.indicator else None,
        period=one.period if statistic else None,
        flow_or_stock=one.flow if statistic else None,
        scope=one.scope if statistic else None,
        kind=quantity.kind,
        is_statistic=statistic,
        section=one.section,
        sentence_start=place(one.start),
        sentence_end=place_end(one.end),
        part_of=place(one.part_of.quantity.start) if one.part_of else None,
        duplicate_of=place(one.duplicate_of.quantity.start) if one.duplicate_of else None,
        growth_of=place(one.growth_of.quantity.start) if one.growth_of else None,
    )
