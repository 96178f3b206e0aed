"""Numbers in running text: quantities with value, bounds and unit, and the numbers that are none, with their kind.

`scan(text)` reads compact text (`gongkai/compact.py`): no white space but between two Latin characters or digits, one
kind of digits. It finds number and unit, and tells a statistic from a date, a document number, a name, an ordinal, a
deadline, an aim or a mere word, as far as the words beside the number say so. What is measured is told in
`gongkai/narrative/`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import msgspec

from gongkai.compact import BREAK
from gongkai.forms.words import Unit, Words, alternatives, alternatives_by_first, words
from gongkai.numerals import Numeral, below, read_numeral, significant, step

STATISTIC = "statistic"
_HUNDRED = Decimal(100)


class Quantity(msgspec.Struct, kw_only=True):
    """One number in compact text. Offsets are of that text; the fields are those of `gongkai.model.Mention`."""

    start: int
    end: int
    number_start: int
    number_end: int
    kind: str
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    figures: int | None = None
    unit: str | None = None
    unit_std: str | None = None
    qualifier: str | None = None

    @property
    def is_statistic(self) -> bool:
        """True where something is measured."""
        return self.kind == STATISTIC


_CN = "零〇一二两三四五六七八九十百千万亿廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟"
_ONE = "[一二三四五六七八九十]"
_AR = (
    r"(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,3}(?: \d{3}){1,6}(?![\d ]\d)|\d(?: \d){2,12}(?!\d)|\d{1,20})(?:\.\d{1,12})?"
)
_AFTER_SMALL = "(?![克米瓦卡伏帕赫兆强事姓货度科岛方家里])"
_MAG = rf"(?:[多余来几]?(?:万亿|[十百千]?[万亿]|[百千]{_AFTER_SMALL}))"
_NEXT = rf"\d{{1,8}}(?:\.\d{{1,8}})?(?:[多余]?[十百千]?[万亿]|[百千]{_AFTER_SMALL}|(?<=[百千]\d)十)"
"""What goes on with the next lower magnitude: 1亿3千5百万, 2百30余万, 1百7十."""
_ARABIC = rf"{_AR}(?:{_MAG}(?:{_NEXT}){{0,3}})?"
_VAGUE_BEFORE = "(?<![人次件总条个户篇页份指参倍少多字读无代])"
_CHINESE = (
    rf"(?:[几]|{_VAGUE_BEFORE}数)[十百千万亿]{{1,4}}[多余]?[万亿]{{0,2}}"
    rf"|[{_CN}]{{1,20}}(?:[多余来几][百千万亿]{{1,4}}|几(?=[个次件项条家份名人天场期万千百篇位]))?(?:点[零〇一二三四五六七八九]{{1,8}}(?=[万亿%倍个]))?"
)
_NUMBER = rf"(?:{_ARABIC}|{_CHINESE})"
_Y = r"(?:19|20)\d{2}"
_YC = "[一二][〇零九一二三四五六七八○]{3}"
_MD = r"\d{1,2}月\d{1,2}日"
_DATE = (
    rf"(?:{_Y}年度?)?\d{{1,2}}月(?:\d{{1,2}}日)?(?:起|以来)?(?:至|到|-+|~)(?:{_Y}年)?\d{{1,2}}(?:月\d{{1,2}}日|月|日)"
    rf"|{_Y}年?(?:-+|至|到|~|、){_Y}(?:学年|年度?)?"
    rf"|{_Y}年度?\d{{1,2}}月(?:\d{{1,2}}日|份|底|初|末)?(?:前(?![三二])|之前|以前)?"
    rf"|{_Y}版(?![面块权本式])"
    rf"|{_Y}年(?:度|版)?(?:第?[一二三四1-4]个?季度|[上下]半年|年?[底末初]|前)?"
    rf"|{_Y}[-./]\d{{1,2}}[-./]\d{{1,2}}(?:[ T]?\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
    rf"|{_Y}\d{{2,4}}日"
    rf"|{_MD}(?:前(?![三二])|之前|以前)?|\d{{1,2}}(?:-+|至|到|~|、)\d{{1,2}}月份?|\d{{1,2}}月(?:份|底|初|末|中旬|上旬|下旬)?(?:前|之前|以前)?"
    rf"|{_YC}年度?(?:{_ONE}{{1,3}}月(?:{_ONE}{{1,3}}日)?)?|{_ONE}{{1,2}}月(?:份|底|初|{_ONE}{{1,3}}日)"
    rf"|第?[一二三四1-4]个?季度|前[一二三四1-4]个?季度|(?<![比])(?<!比[例为约])(?<!比例[为约])(?<!比约为)(?:[012]?\d):[0-5]\d(?::[0-5]\d)?(?!\d|\.\d)"
    rf"|\d{{1,2}}世纪(?:\d0年代)?|(?:19|20)?\d0年代"
    rf"|(?:\d{{1,2}}|[{_CN}]{{1,3}})个?多?年(?!级|轻|龄|度?报|鉴|产|均)(?:来|间|内|以来|多|余)?"
)
_DOCUMENT = (
    r"第\d{1,6}号|(?:〔|\[|\(|【)(?:19|20)\d{2}(?:〕|\]|\)|】)第?\d{1,5}号?|"
    rf"第[{_CN}\d]{{1,8}}条(?:第?\(?[{_CN}\d]{{1,5}}\)?[款项目]){{0,3}}|第\([{_CN}]{{1,4}}\)[款项]|第[{_CN}\d]{{1,6}}[款章]"
)
_ORDINAL = (
    rf"第(?:[{_CN}]{{1,8}}|\d{{1,8}})(?:[届次批名位期个条轮类篇组场步]|阶段|大)?"
    rf"|\((?:{_ONE}{{1,3}}|\d{{1,2}})\)(?=[^\d,。;)])"
    rf"|(?<![^\x1e。;:,!?\)\]> ”])(?:{_ONE}{{1,3}})、"
    rf"|(?<![统唯之第同专单惟不万{_CN}])(?:{_ONE}{{1,3}})是(?!否)"
    r"|(?<![\d.,])\d{1,2}[.、](?=[^\d\s,。;])(?!\d)|[①-⑳]"
)
_CALL = r"(?<!\d)\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,5})?(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?:https?://|www\.)[!-~]{1,300}|[A-Za-z0-9_.+-]{1,40}@[A-Za-z0-9_.-]{1,60}"
_EMERGENCY = "(?:110|112|114|119|120|122)(?=报警|急救|指挥|接警|火警|平台|查号|热线|电话)"
_RANGE_UNIT = r"(?:%|‰|个工作日|个月|个百分点|[个项件次天名人家条篇元年倍成]|万元|亿元)?"


@cache
def _patterns() -> tuple[re.Pattern[str], Words]:
    known = words()
    names = alternatives_by_first(known.names)
    lexical = alternatives_by_first(known.lexical)
    hotline = f"(?:{alternatives(known.hotlines)})(?:{alternatives(known.hotline_tails)})?"
    firsts = {word[0] for word in (*known.names, *known.lexical)} - set("(")
    first = "".join(sorted(firsts | set(_CN) | set("0123456789第(〔[【①②③④⑤⑥⑦⑧⑨⑩几数hw"))).replace("\\", "")
    first = first.replace("[", r"\[").replace("]", r"\]").replace("^", r"\^").replace("-", r"\-")
    pattern = (
        f"(?=[{first}])(?:"
        f"(?P<call>{_CALL})"
        f"|(?P<document>{_DOCUMENT})"
        f"|(?P<date>{_DATE})"
        rf"|(?P<hotline>(?<!\d)(?<!\d[.,])(?:{hotline}|{_EMERGENCY}))(?![\d]|[.,]\d|万|[件条个次人宗通项份元家户名篇])"
        rf"|(?P<congress>[{_CN}]{{1,4}}届[一二三四五六七八九十]{{1,2}}次"
        r"|(?:(?<=届)|(?<=人大)|(?<=政协)|(?<=委会)|(?<=代会))(?:[一二三四五六七八九十]{1,3}|\d{1,2})次(?:全体)?(?=会议|全会))"
        f"|(?P<name>{names})"
        f"|(?P<lexical>{lexical})"
        f"|(?P<ordinal>{_ORDINAL})"
        rf"|(?P<alnum>\d{{1,4}}(?:\+\d{{1,4}}){{1,6}}|\d{{1,4}}\+[A-Za-z]|\d{{1,4}}(?:\.\d{{1,2}})?[×xX*]\d{{1,4}})"
        rf"|(?P<share>(?:[{_CN}]|\d){{1,6}}分之(?:{_AR}|[{_CN}]{{1,12}}(?:点[零〇一二三四五六七八九]{{1,8}})?)"
        r"|[一二两三四五六七八九]成[一二三四五六七八九半](?![成手百千万]))"
        rf"|(?P<ratio>\d{{1,6}}(?:\.\d{{1,4}})?(?::\d{{1,6}}(?:\.\d{{1,4}})?){{1,3}})"
        rf"|(?P<range>(?P<low>{_NUMBER}){_RANGE_UNIT}(?:至|到|-{{1,2}}|~)(?P<high>{_NUMBER}))"
        f"|(?P<number>{_NUMBER})"
        ")"
    )
    return re.compile(pattern), known


_BEFORE = re.compile(
    r"(?:(?P<least>至少|最少|起码|不少于|不低于|不小于|不下|超过|超出|(?<!高)超|逾|突破)"
    r"|(?P<most>不超过|不多于|不大于|不高于|不得超过|低于|少于|不足|不到|至多|最多)"
    r"|(?P<near>将近|接近|(?<![附最临邻走靠切贴就])近)"
    r"|(?P<about>大约|约为|大概|(?<![预节合条签制违公相邀特集契简])约)"
    r"|(?P<up>(?<![以网线会路海晚早加基向之际马掌桌])上))$"
)
_BOUND = re.compile(
    r"(?P<least>\(?(?:及|或)?以上\)?|有余|\+(?![\dA-Za-z]))|(?P<most>以内|之内|以下)|(?P<inner>内(?!容|部|外|涵|设|陆|地|存|网))"
    r"|(?P<about>左右|上下)|(?P<many>[多余](?![样元种方维层]))"
)
_QUOTE_OPEN, _QUOTE_CLOSE = "“", "”"
_TIMES_UNITS = frozenset({"days", "workdays", "hours", "minutes", "seconds", "months", "weeks", "years"})
_PHONE = re.compile(
    r"(?:电话|传真|邮编|邮政编码|邮码|手机|编号|编码|代码|识别码|QQ群?|备案号|ICP备|网安备|区号)(?:号码|号|/传真|/电话|是|为|:)*$"
)
_ADDRESS_AFTER = re.compile(r"号|楼|层|室|栋|幢|单元|弄|巷|路|街(?!道)|组团|座(?=楼|大)")
_BARE_BEFORE = re.compile(
    r"(?:数|数量|总数|量|额|为|达|达到|至|到|共|共计|合计|累计|总计|突破|超过|超|逾|近|约|有|公开|收到|受理|其中|分别|是|了|得分|评分|总分|分值|指数|:)$"
)
_BARE_AFTER = re.compile(rf"[,。;、)!?+{BREAK}]|以上|左右|$")
_LABELLED = re.compile(r"(?:件数|数量|条数|份数|篇数|次数|场数|期数|人数|人次数?|总数|总量|金额)[:为是达]?$")
_LABEL_GOES_ON = re.compile(r"[\d ,.:/%+\-至到~]")
_ALWAYS = {"小时": Decimal(24), "天": Decimal(365)}
_RESULT_ONE = re.compile(
    r"(?:举办|召开|组织|开展|发布|收到|受理|办理|新增|开设|出台|制定|印发|修订|建成|设立|出版|编发|举行|答复|办结|维持|纠正|撤销|驳回|审结|废止|申请|诉讼|复议|案件|共)(?:了|共|有)?$"
)
_MARK = re.compile(rf"[,。;、)!?{BREAK}]|$")


MOST = 10_000
"""So many numbers of one text are read. A long report has a thousand or two; text that has more is none, and would take
its time from all others."""


def scan(text: str) -> list[Quantity]:
    """Every number in `text` (compact), in order, up to `MOST`. Never raises; what cannot be read for certain has no
    value."""
    pattern, known = _patterns()
    found: list[Quantity] = []
    position = 0
    search = pattern.search
    while len(found) < MOST and (match := search(text, position)):
        kind = match.lastgroup
        # The innermost named groups of a range are not its kind.
        kind = "range" if kind in ("low", "high") else kind or "number"
        start, end = match.span(kind)
        if kind in ("name", "lexical") and _is_number_after_all(text, start, end):
            reread = _numbers().match(text, start)
            if reread is None:
                position = end
                continue
            kind, end = "number", reread.end()
        if kind in ("number", "range", "share", "ratio"):
            quantity = _quantity(text, kind, start, end, match, known, found)
        else:
            quantity = _block(text, kind, start, end)
        if quantity is not None:
            if _continues(text, found, quantity):
                quantity.kind = "other"
            if found and quantity.start < found[-1].end:
                quantity.start = max(quantity.start, found[-1].end)
                quantity.number_start = max(quantity.number_start, quantity.start)
            found.append(quantity)
            end = max(quantity.end, quantity.number_end, start + 1)
        position = end
    _share_units(text, found)
    return found


def _continues(text: str, found: list[Quantity], quantity: Quantity) -> bool:
    """True where the number stands against one that could not be read: 1万2件 is not two of anything."""
    if not found or found[-1].end != quantity.start or found[-1].kind != "other":
        return False
    last = text[quantity.start - 1]
    return last in _CN or last.isdigit()


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(_NUMBER)


_GROWING = frozenset("百千万亿")


def _is_number_after_all(text: str, start: int, end: int) -> bool:
    """万家 is a word, but not in 超万家企业 or 近千万元."""
    before = text[start - 1] if start else ""
    if text[start] in _GROWING:
        return before in "超近逾约上数几多余破过达" and before != ""
    return False


_NUMERAL = re.compile(rf"(?:\d|[{_CN}双])(?:.*(?:\d|[{_CN}双]))?", re.S)


def _block(text: str, kind: str, start: int, end: int) -> Quantity | None:
    """A number that is none: the pattern says which kind."""
    if kind == "call":
        if not text[end - 1].isdigit() or "@" in text[start:end] or text[start] in "hw":
            return None
        return Quantity(start=start, end=end, number_start=start, number_end=end, kind="other")
    surface = text[start:end]
    if kind in ("hotline", "congress"):
        kind = "name"
    elif kind == "document":
        kind = "doc_number"
    elif kind == "alnum":
        kind = "name"
    elif kind == "lexical":
        kind = "name" if text[start - 1 : start] == _QUOTE_OPEN and surface[0] in "一零" else "other"
    elif kind == "date" and surface.endswith("前") and ("月" in surface or surface.endswith("年前")):
        kind = "deadline"
    digits = _NUMERAL.search(surface)
    number_start, number_end = (start + digits.start(), start + digits.end()) if digits else (start, end)
    if kind in ("date", "deadline") and "月" in surface:
        number_start, number_end = start, len(surface.rstrip("前之以")) + start
    number = read_numeral(text[number_start:number_end]) if number_end - number_start < 12 else None
    value = number.value if number else None
    return Quantity(start=start, end=end, number_start=number_start, number_end=number_end, kind=kind, value=value)


def _quantity(
    text: str, kind: str, start: int, end: int, match: re.Match[str], known: Words, found: list[Quantity]
) -> Quantity | None:
    number_start, number_end = start, end
    if kind == "range":
        numeral = _read_range(match)
        if numeral is None:
            number_end = match.end("low")
            numeral = read_numeral(text[number_start:number_end])
    else:
        numeral = read_numeral(text[number_start:number_end])
    chinese = not any(character.isdigit() and character.isascii() for character in text[number_start:number_end])
    worded = number_end - number_start if chinese else 0
    after = number_end
    more = None
    if text[after : after + 1] in ("多", "余") and after < len(text):
        unit, unit_end = _unit(text, after + 1, known, worded)
        if unit is not None or _BARE_AFTER.match(text, after + 1):
            more, after = text[after], after + 1
    unit, unit_end = _unit(text, after, known, worded)
    if kind == "share":
        unit, unit_end = None, after
    stop = unit_end
    inner = None
    bound = _BOUND.match(text, stop)
    if bound is not None and (bound.lastgroup != "inner" or (unit is not None and unit.standard in _TIMES_UNITS)):
        if bound.lastgroup == "many" and (unit is None or more is not None):
            bound = None
        else:
            inner = bound.lastgroup
            stop = bound.end()
    else:
        bound = None
    begin = number_start
    before = _BEFORE.search(text, max(0, start - 5), start)
    if before is not None and before.lastgroup == "up" and text[start] not in _GROWING:
        before = None
    if before is not None and kind != "ratio":
        begin = before.start()
    quantity = Quantity(
        start=begin,
        end=stop,
        number_start=number_start,
        number_end=number_end,
        kind=STATISTIC,
        unit=unit.name if unit else None,
        unit_std=unit.standard if unit else None,
    )
    if unit is not None and unit.name == "元" and (currency := _CURRENCY.search(text, max(0, begin - 4), begin)):
        # 港币5,000元: the word before the amount says whose money it is.
        quantity.unit_std = known.currencies[currency[1]]
    _set_bounds(quantity, numeral, unit, before.lastgroup if before else None, more, inner)
    if _MINUS.search(text, max(0, start - 3), start) and quantity.unit_std in ("percent", "percent_point"):
        _negate(quantity)
    if kind == "share" and numeral is not None:
        said = "成" if "成" in text[number_start:number_end] else "%"
        quantity.unit = said if numeral.unit == "percent" else "‰"
        quantity.unit_std = numeral.unit
    elif kind == "ratio":
        quantity.unit_std = "ratio"
    room = before is not None or more is not None
    quantity.kind = _kind(text, quantity, numeral, unit, chinese, room, inner, known)
    if quantity.kind != STATISTIC and quantity.kind not in ("deadline", "policy_target"):
        quantity.start = min(quantity.number_start, number_start)
        quantity.qualifier = quantity.lower = quantity.upper = quantity.unit_std = quantity.unit = None
    if numeral is None and quantity.kind == STATISTIC:
        quantity.kind = "other"
    return quantity


_CURRENCY = re.compile(f"({alternatives(tuple(words().currencies))})[:为]?$")
_MINUS = re.compile(r"(?<=[比长率为幅速达:(])-$")


def _negate(quantity: Quantity) -> None:
    """同比-3.2%: the sign belongs to the number."""
    quantity.number_start -= 1
    quantity.start = min(quantity.start, quantity.number_start)
    quantity.value = None if quantity.value is None else -quantity.value
    quantity.lower, quantity.upper = (
        None if quantity.upper is None else -quantity.upper,
        None if quantity.lower is None else -quantity.lower,
    )


def _read_range(match: re.Match[str]) -> Numeral | None:
    low, high = match["low"], match["high"]
    numeral = read_numeral(f"{low}至{high}")
    return numeral if numeral is not None and numeral.qualifier == "range" else None


def _unit(text: str, at: int, known: Words, worded: int) -> tuple[Unit | None, int]:
    """The longest unit that begins at `at` and is no beginning of another word, after so many Chinese numerals."""
    for length in range(min(known.longest_unit, len(text) - at), 0, -1):
        unit = known.units.get(text[at : at + length])
        if unit is None:
            continue
        certain = worded >= _CERTAIN or _MARK.match(text, at + length)
        if worded and unit.arabic_only and unit.name != "元" and not (unit.classifier and certain):
            continue
        following = text[at + length : at + length + 1]
        if following and following in unit.not_before:
            continue
        return unit, at + length
    return None, at


_CERTAIN = 2
"""Chinese numerals that are a count before a classifier, and no part of a word."""


def _set_bounds(
    quantity: Quantity,
    numeral: Numeral | None,
    unit: Unit | None,
    before: str | None,
    more: str | None,
    after: str | None,
) -> None:
    """Value, bounds and qualifier from the numeral and the words of approximation beside it."""
    if numeral is None:
        return
    value, lower, upper, qualifier = numeral.value, numeral.lower, numeral.upper, numeral.qualifier
    if unit is not None and unit.name.startswith(_AND_A_HALF) and value is not None:
        # 两个半月 is two months and a half.
        value = lower = upper = value + Decimal("0.5")
    if unit is not None and unit.standard == "tenths" and numeral.unit is None:
        # 三成 is thirty percent.
        value = value * 10 if value is not None else None
        lower = lower * 10 if lower is not None else None
        upper = upper * 10 if upper is not None else None
        quantity.unit_std = "percent"
    figures = numeral.significant_figures if value == numeral.value or value is None else significant(value)
    if value is not None:
        if more or after == "many":
            lower, upper, qualifier = value, value + step(value), "at_least"
            figures = significant(value)
        if before in ("least", "up") or after == "least":
            lower, upper, qualifier = value, None, "at_least"
            if quantity.unit_std == "percent" and after == "least" and value <= _HUNDRED:
                upper = _HUNDRED
        elif before == "most" or after in ("most", "inner"):
            lower, upper, qualifier = None, value, "at_most"
        elif before == "near":
            lower, upper, qualifier = below(value), value, "about"
            figures = significant(value)
        elif before == "about" or after == "about":
            half = step(value) / 2
            lower, upper, qualifier = value - half, value + half, "about"
            figures = significant(value)
    elif before in ("least", "up") or after == "least":
        upper = None
    quantity.value, quantity.lower, quantity.upper = value, lower, upper
    quantity.qualifier, quantity.figures = qualifier, figures


_AND_A_HALF = ("个半", "天半")


def _kind(
    text: str,
    quantity: Quantity,
    numeral: Numeral | None,
    unit: Unit | None,
    chinese: bool,
    approximate: bool,
    bound: str | None,
    known: Words,
) -> str:
    start, end = quantity.number_start, quantity.number_end
    left = text[max(0, quantity.start - 30) : quantity.start]
    right = text[quantity.end : quantity.end + 16]
    if _latin_neighbour(text, start, end, unit):
        return "name"
    inside = _quoted(text, quantity, chinese)
    if inside is not None:
        return inside
    if unit is None and _PHONE.search(left):
        return "other"
    if numeral is None or _grown_together(text, start, end):
        return "other"
    if unit is None:
        return _bare(text, quantity, left, chinese, approximate)
    if unit.name in _PLACES and (right[:1].isdigit() or _PLACE_BEFORE.search(left)):
        # 7县1市: how a place is made up.
        return "other"
    if left.endswith("前") and unit.name in ("位", "名", "强", "家"):
        return "ordinal"
    if _EVERY.search(left) or right.startswith(("的部分", "百分")) or (unit.name == "页" and left.endswith("共")):
        return "other"
    if _is_tariff(text, quantity, left, right, bound):
        return "other"
    if _ASKED.match(right):
        return "policy_target"
    if unit.standard == "times" and _ADDS.search(left):
        quantity.unit_std = "times_added"
    if chinese:
        worded = _chinese(text, quantity, unit, left, right, approximate, known)
        if worded is not None:
            return worded
    if right.startswith(known.always_structural) or (unit.name == "版" and "." in text[start:end]):
        return "other"
    if quantity.unit_std == "CNY" and bound in ("least", "most") and _THRESHOLD.match(right):
        return "other"
    if bound in ("least", "most") and (_CLASS_OF.match(right) or left.endswith("涉及")):
        # 90分以上的21家, 涉及3个以上部门的文件: what is counted or asked for, and no count itself.
        return "other"
    if left.endswith(("第", "每", "任", "另", "哪", "某")):
        return "ordinal" if left.endswith("第") else "other"
    clause = _clause(left)
    if quantity.unit_std in _TIMES_UNITS:
        return _duration(text, quantity, unit, clause, right, bound, approximate, known)
    if known.aims.search(clause) or known.hopes.search(left):
        return "policy_target"
    if approximate and known.aims.search(text[quantity.start : start]):
        # 不少于 and 不低于 say what is asked for, not what was done.
        return "policy_target"
    return STATISTIC


_PLACES = frozenset({"省", "市", "州", "县", "区", "镇", "乡", "街道", "村", "社区"})
_PLACE_BEFORE = re.compile(r"\d[市州县区镇乡](?:、|和)?$")
_CLASS_OF = re.compile(r"[的者]?(?:有|共)?\d")
_EVERY = re.compile(r"每(?:天|日|周|旬|月|季度?|半?年|两周|星期|个月)$|满分$|限领$")
_ASKED = re.compile(r"的?(?:目标|要求)(?!任务)")
_TARIFF = re.compile(r"[^。;]{0,24}?(?:元/|不收费|不收取|收费标准)")
_PER = re.compile(r"每(?:件|页|张|份|人|个|次|增加)[^,;]{0,8}$")


def _is_tariff(text: str, quantity: Quantity, left: str, right: str, bound: str | None) -> bool:
    """What the law asks for a request and what is asked for a page: 100元/件, 11-30件, 30页以下."""
    if quantity.unit_std == "CNY":
        return right.startswith(("/件", "/页", "/张", "/份")) or _PER.search(left) is not None
    if quantity.unit not in ("件", "页"):
        return False
    limited = (
        quantity.qualifier == "range" or bound in ("least", "most", "inner") or left.endswith(("超过", "增加", "含"))
    )
    return limited and _TARIFF.match(text, quantity.end, quantity.end + 60) is not None


def _clause(left: str) -> str:
    for position in range(len(left) - 1, -1, -1):
        if left[position] in ",。;:!?(" or left[position] == BREAK:
            return left[position + 1 :]
    return left


def _grown_together(text: str, start: int, end: int) -> bool:
    """True for a piece of something longer: a run of digits without end, 2.3.1, 1万2."""
    if text[end : end + 1].isdigit():
        return True
    before = text[start - 1 : start]
    if before == " ":
        # A blank is kept between digits alone: 1,03 5 is a number that could not be put together.
        return text[start - 2 : start - 1] in _WITHIN
    return before.isdigit() or (before == "." and text[start - 2 : start - 1].isdigit())


_WITHIN = frozenset("0123456789,.")


def _latin_neighbour(text: str, start: int, end: int, unit: Unit | None) -> bool:
    """Digits grown together with Latin letters are a name: T3, G20, 5A. `APP 3个` is not."""
    following = text[end : end + 1]
    if following and following.isascii() and following.isalpha() and not (unit is not None and unit.name.isascii()):
        return True
    before = text[start - 1 : start]
    if not (before and before.isascii() and before.isalpha()):
        return False
    return (
        unit is None or not text[max(0, start - 3) : start].isalpha() or not text[max(0, start - 3) : start].isupper()
    )


def _quoted(text: str, quantity: Quantity, chinese: bool) -> str | None:
    """Within short quotation marks a number belongs to a name or slogan; within a title, to the title."""
    start, end = quantity.number_start, quantity.end
    window = text[max(0, start - 24) : start]
    opened = window.rfind(_QUOTE_OPEN)
    if opened >= 0 and _QUOTE_CLOSE not in window[opened:]:
        rest = text[end : end + 24]
        closed = rest.find(_QUOTE_CLOSE)
        if closed >= 0 and _QUOTE_OPEN not in rest[:closed]:
            length = len(window) - opened - 1 + (end - start) + closed
            if quantity.unit_std == "percent" and length > end - start:
                return "policy_target"
            if chinese and (match := _WORD_TAIL.match(text, quantity.number_end)):
                quantity.end = match.end()
            if not chinese and closed == 0 and quantity.unit is None and length <= 8:
                quantity.number_start = quantity.start = start - (len(window) - opened - 1)
            if chinese or length <= 8 or (length <= 14 and not any(mark in rest[:closed] for mark in ",;")):
                return "name"
    title = text[max(0, start - 80) : start]
    opened = title.rfind("《")
    if opened >= 0 and "》" not in title[opened:] and "》" in text[end : end + 80]:
        return "name"
    return None


def _bare(text: str, quantity: Quantity, left: str, chinese: bool, approximate: bool) -> str:
    """A number without a unit is a statistic only where the words say that it counts."""
    if quantity.unit_std in ("percent", "permille"):
        return STATISTIC
    if quantity.unit_std == "ratio":
        return STATISTIC
    following = text[quantity.end : quantity.end + 2]
    surface = text[quantity.number_start : quantity.number_end]
    if chinese:
        if match := _WORD_TAIL.match(text, quantity.number_end):
            quantity.end = match.end()
            counts = match[0] == "大" and quantity.value is not None and quantity.value <= _FEW
            return (
                "other"
                if counts
                else {"届": "ordinal", "大": "name", "佳": "name", "强": "name"}.get(match[0], "other")
            )
        if not approximate or len(surface) < 2:
            return "other"
    if _ADDRESS_AFTER.match(following):
        return "other"
    large = surface[-1:] in "万亿" or approximate
    if _LABELLED.search(left) and not _LABEL_GOES_ON.match(text, quantity.end):
        # 本年废止件数1 现行有效件数31: labels of a table, each with its figure.
        return STATISTIC
    if not _BARE_AFTER.match(text, quantity.end):
        return "other"
    return STATISTIC if _BARE_BEFORE.search(left) or (large and not chinese) or approximate else "other"


def _chinese(
    text: str, quantity: Quantity, unit: Unit, left: str, right: str, approximate: bool, known: Words
) -> str | None:
    """Chinese numerals are also parts of words and ways of speaking. None where they count."""
    surface = text[quantity.number_start : quantity.number_end]
    if unit.name.startswith(_AND_A_HALF):
        return None
    if unit.name == "番":
        return None if left.endswith(("翻", "翻了")) else "other"
    if left.endswith(
        ("每", "任", "同", "某", "这", "那", "另", "哪", "上", "下", "首", "唯", "统", "单", "之", "逐", "万", "专")
    ):
        return "other"
    if right.startswith(known.structural) or right[:1].isdigit():
        return "other"
    if unit.name in ("级", "类", "批", "种", "套", "版", "面") and quantity.value is not None and quantity.value < 4:
        return "other"
    if unit.name in ("类", "大类", "小类") and quantity.value is not None and quantity.value <= _FEW:
        return "other"
    if unit.standard in ("tenths", "times") and (approximate or _ADDS.search(left)):
        return None
    if surface in ("一", "零"):
        if unit.name == "次" and right[:1] in "就便即":
            return None
        if _RESULT_ONE.search(left) and (unit.name not in ("个", "项", "批", "种", "套", "类") or _MARK.match(right)):
            return None
        return "date" if quantity.unit_std in ("days", "months", "weeks", "years") else "other"
    if surface in ("百", "千", "万", "亿", "十") and not approximate:
        return "other" if surface != "十" else None
    return None


def _duration(
    text: str,
    quantity: Quantity,
    unit: Unit,
    clause: str,
    right: str,
    bound: str | None,
    approximate: bool,
    known: Words,
) -> str:
    """Days, hours and months: a result where something was brought down to them, else a deadline or a mere date."""
    if unit.name in ("日",) and bound is None and not approximate:
        return "date"
    if _FROM.search(clause) and _REDUCED.match(right):
        # 由20个工作日压缩至7个工作日: the state before, as much a result as the state after.
        return STATISTIC
    if _LIMITED.match(right) or (_AHEAD.search(clause) and _TOLD.match(right)) or _SHOWN_FOR.search(clause):
        return "deadline"
    words_before = clause + text[quantity.start : quantity.number_start]
    limited = bound in ("inner", "most") or quantity.qualifier == "at_most" or right.startswith("前")
    duty, reached = _last(known.duties, words_before), _last(known.reached, clause)
    if reached > duty:
        return STATISTIC
    if limited:
        if duty >= 0 or bound in ("inner", "most"):
            return "deadline"
        return "policy_target"
    if duty >= 0:
        return "deadline"
    if quantity.unit_std in ("months", "weeks", "years") or unit.name == "日":
        return "date"
    if quantity.value == _ALWAYS.get(unit.name):
        return "other"
    return STATISTIC


_LIMITED = re.compile(r"的?(?:法定|规定|承诺|答复|办理|办结|工作)*(?:期限|时限)")
_AHEAD = re.compile(r"提前[^#,]{0,4}$")
_TOLD = re.compile(r"(?:向社会|对外)?(?:发布|公告|通知|告知|公示|预告|报送|公布)")
_SHOWN_FOR = re.compile(r"公示(?:期|时间|期限)?(?:为|满|不少于)?$")
_FROM = re.compile(r"(?:从|由|自)[^#]{0,10}$")
_REDUCED = re.compile(r"(?:压缩|缩短|缩减|减少|压减|精简|下降|降低|提速|减|降|优化|调整)(?:为|至|到)")


def _last(pattern: re.Pattern[str], string: str) -> int:
    """Where the pattern begins last in the string; -1 where it does not."""
    found = -1
    for match in pattern.finditer(string):
        found = match.start()
    return found


_FEW = 12
_ADDS = re.compile(r"(?:增长|增加|提高|提升|上升|扩大|多|增|涨)了?近?约?$")
_WORD_TAIL = re.compile(r"大(?![小型量楼厅会学桥])|层级|连冠|步走|届|佳|强(?![化调制烈劲大])")
_THRESHOLD = re.compile(r"的?(?:项目|企业|工程|采购|合同|建设|投资|资金)")
_JOIN = frozenset({"、", "和", "及", "与"})


def _share_units(text: str, found: list[Quantity]) -> None:
    """`分别为3、5、6件`: the unit is said once, after the last number, and holds for all."""
    for index in range(len(found) - 2, -1, -1):
        one, following = found[index], found[index + 1]
        if one.kind not in ("other", STATISTIC) or one.unit is not None or one.value is None:
            continue
        if not following.is_statistic or following.unit is None or following.value is None:
            continue
        if text[one.end : following.start] not in _JOIN or not text[one.number_start].isascii():
            continue
        if (
            "分别" not in text[max(0, one.start - 12) : one.start]
            and one.kind != STATISTIC
            and not (index and found[index - 1].end == one.start - 1)
        ):
            continue
        one.kind, one.unit, one.unit_std = STATISTIC, following.unit, following.unit_std
        one.lower = one.upper = one.value
        one.qualifier = "exact"
