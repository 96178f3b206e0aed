"""What kind of number it is by the words beside it: a statistic, or a date, deadline, aim, ordinal, name, mere word."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from gongkai.compact import BREAK
from gongkai.forms.words import Unit, Words
from gongkai.numerals import Numeral
from gongkai.quantities.bounds import AND_A_HALF, BARE_AFTER, MARK, Beside
from gongkai.quantities.quantity import STATISTIC, TIMES, Quantity

QUOTE_OPEN, _QUOTE_CLOSE = "“", "”"
_PHONE = re.compile(
    r"(?:电话|传真|邮编|邮政编码|邮码|手机|编号|编码|代码|识别码|QQ群?|备案号|ICP备|网安备|区号)(?:号码|号|/传真|/电话|是|为|:)*$"
)
_ADDRESS_AFTER = re.compile(r"号|楼|层|室|栋|幢|单元|弄|巷|路|街(?!道)|组团|座(?=楼|大)")
_BARE_BEFORE = re.compile(
    r"(?:数|数量|总数|量|额|为|达|达到|至|到|共|共计|合计|累计|总计|突破|超过|超|逾|近|约|有|公开|收到|受理|其中|分别|是|了|得分|评分|总分|分值|指数|:)$"
)
_LABELLED = re.compile(r"(?:件数|数量|条数|份数|篇数|次数|场数|期数|人数|人次数?|总数|总量|金额)[:为是达]?$")
_LABEL_GOES_ON = re.compile(r"[\d ,.:/%+\-至到~]")
_ALWAYS = {"小时": Decimal(24), "天": Decimal(365)}
_RESULT_ONE = re.compile(
    r"(?:举办|召开|组织|开展|发布|收到|受理|办理|新增|开设|出台|制定|印发|修订|建成|设立|出版|编发|举行|答复|办结|维持|纠正|撤销|驳回|审结|废止|申请|诉讼|复议|案件|共)(?:了|共|有)?$"
)


class _Seen(NamedTuple):
    """A number as `kind_of` looks at it."""

    text: str
    quantity: Quantity
    near: Beside
    left: str
    """Thirty characters before it and its words of approximation."""
    right: str
    """Sixteen characters after."""
    chinese: bool
    """Whether it is written in Chinese numerals alone."""
    known: Words


def kind_of(text: str, quantity: Quantity, numeral: Numeral | None, near: Beside, chinese: bool, known: Words) -> str:
    """The kind of a measured number (`gongkai.model.Mention.kind`), by some characters on either side of it.

    Two fields of the quantity may change with it: its span, where the number is part of a word (三大, 第五届), and its
    standard unit (增长3倍 is three times added).
    """
    start, end, unit = quantity.number_start, quantity.number_end, near.unit
    left = text[max(0, quantity.start - 30) : quantity.start]
    seen = _Seen(text, quantity, near, left, text[quantity.end : quantity.end + 16], chinese, known)
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
        return _bare(seen)
    kind = _beside(seen, unit)
    if kind is None and unit.standard == "times" and _ADDS.search(left):
        quantity.unit_std = "times_added"
    if kind is None and chinese:
        kind = _worded(seen, unit)
    return kind or _limit(seen, unit) or _by_clause(seen, unit)


def _beside(seen: _Seen, unit: Unit) -> str | None:
    """What the words right beside it make of it: a part of a place, a rank, a fee, an aim. None where nothing."""
    left, right = seen.left, seen.right
    if unit.name in _PLACES and (right[:1].isdigit() or _PLACE_BEFORE.search(left)):
        # 7县1市: how a place is made up.
        return "other"
    if left.endswith("前") and unit.name in ("位", "名", "强", "家"):
        return "ordinal"
    if _EVERY.search(left) or right.startswith(("的部分", "百分")) or (unit.name == "页" and left.endswith("共")):
        return "other"
    if _is_tariff(seen):
        return "other"
    return "policy_target" if _ASKED.match(right) else None


def _limit(seen: _Seen, unit: Unit) -> str | None:
    """What is part of a name or a limit for other things, not itself counted. None where it is neither."""
    left, right, bound = seen.left, seen.right, seen.near.after
    printed = seen.text[seen.quantity.number_start : seen.quantity.number_end]
    if right.startswith(seen.known.always_structural) or (unit.name == "版" and "." in printed):
        return "other"
    if seen.quantity.unit_std == "CNY" and bound in ("least", "most") and _THRESHOLD.match(right):
        return "other"
    if bound in ("least", "most") and (_CLASS_OF.match(right) or left.endswith("涉及")):
        # 90分以上的21家, 涉及3个以上部门的文件: what is counted or asked for, and no count itself.
        return "other"
    if left.endswith(("第", "每", "任", "另", "哪", "某")):
        return "ordinal" if left.endswith("第") else "other"
    return None


def _by_clause(seen: _Seen, unit: Unit) -> str:
    """Durations, aims, and what is left: statistics."""
    clause, quantity = _clause(seen.left), seen.quantity
    if quantity.unit_std in TIMES:
        return _duration(seen, unit, clause)
    aims = seen.known.aims
    if aims.search(clause) or seen.known.hopes.search(seen.left):
        return "policy_target"
    if seen.near.approximate and aims.search(seen.text[quantity.start : quantity.number_start]):
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


def _is_tariff(seen: _Seen) -> bool:
    """What the law asks for a request and what is asked for a page: 100元/件, 11-30件, 30页以下."""
    quantity, left, right, bound = seen.quantity, seen.left, seen.right, seen.near.after
    if quantity.unit_std == "CNY":
        return right.startswith(("/件", "/页", "/张", "/份")) or _PER.search(left) is not None
    if quantity.unit not in ("件", "页"):
        return False
    limited = (
        quantity.qualifier == "range" or bound in ("least", "most", "inner") or left.endswith(("超过", "增加", "含"))
    )
    return limited and _TARIFF.match(seen.text, quantity.end, quantity.end + 60) is not None


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
    opened = window.rfind(QUOTE_OPEN)
    if opened >= 0 and _QUOTE_CLOSE not in window[opened:]:
        rest = text[end : end + 24]
        closed = rest.find(_QUOTE_CLOSE)
        if closed >= 0 and QUOTE_OPEN not in rest[:closed]:
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


def _bare(seen: _Seen) -> str:
    """A number without a unit is a statistic only where the words say that it counts."""
    text, quantity, left, approximate = seen.text, seen.quantity, seen.left, seen.near.approximate
    if quantity.unit_std in ("percent", "permille", "ratio"):
        return STATISTIC
    following = text[quantity.end : quantity.end + 2]
    surface = text[quantity.number_start : quantity.number_end]
    if seen.chinese:
        if match := _WORD_TAIL.match(text, quantity.number_end):
            quantity.end = match.end()
            # 三大: so many kinds of something.
            kinds = match[0] == "大" and quantity.value is not None and quantity.value <= _FEW
            return "other" if kinds else _TAIL_KINDS.get(match[0], "other")
        if not approximate or len(surface) < 2:
            return "other"
    if _ADDRESS_AFTER.match(following):
        return "other"
    large = surface[-1:] in "万亿" or approximate
    if _LABELLED.search(left) and not _LABEL_GOES_ON.match(text, quantity.end):
        # 本年废止件数1 现行有效件数31: labels of a table, each with its figure.
        return STATISTIC
    if not BARE_AFTER.match(text, quantity.end):
        return "other"
    return STATISTIC if _BARE_BEFORE.search(left) or (large and not seen.chinese) or approximate else "other"


def _worded(seen: _Seen, unit: Unit) -> str | None:
    """Chinese numerals are also parts of words and ways of speaking. None where they count."""
    quantity, left, right, approximate = seen.quantity, seen.left, seen.right, seen.near.approximate
    surface = seen.text[quantity.number_start : quantity.number_end]
    if unit.name.startswith(AND_A_HALF):
        return None
    if unit.name == "番":
        return None if left.endswith(("翻", "翻了")) else "other"
    if left.endswith(
        ("每", "任", "同", "某", "这", "那", "另", "哪", "上", "下", "首", "唯", "统", "单", "之", "逐", "万", "专")
    ):
        return "other"
    if right.startswith(seen.known.structural) or right[:1].isdigit():
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
        if _RESULT_ONE.search(left) and (unit.name not in ("个", "项", "批", "种", "套", "类") or MARK.match(right)):
            return None
        return "date" if quantity.unit_std in ("days", "months", "weeks", "years") else "other"
    return "other" if surface in ("百", "千", "万", "亿") and not approximate else None


def _duration(seen: _Seen, unit: Unit, clause: str) -> str:
    """Days, hours and months: a result where something was brought down to them, else a deadline or a mere date."""
    quantity, right, bound, known = seen.quantity, seen.right, seen.near.after, seen.known
    if unit.name == "日" and bound is None and not seen.near.approximate:
        return "date"
    if _FROM.search(clause) and _REDUCED.match(right):
        # 由20个工作日压缩至7个工作日: the state before, as much a result as the state after.
        return STATISTIC
    if _LIMITED.match(right) or (_AHEAD.search(clause) and _TOLD.match(right)) or _SHOWN_FOR.search(clause):
        return "deadline"
    if unit.standard in ("days", "workdays") and _EXTENDED.search(clause):
        return "deadline"
    words_before = clause + seen.text[quantity.start : quantity.number_start]
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
_EXTENDED = re.compile(r"(?:延长|延期)(?:答复|办理|审理)?(?:期限|时限)?了?$")
"""2件经同意延长15个工作日后办结: what the law allows."""
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
_TAIL_KINDS = {"届": "ordinal", "大": "name", "佳": "name", "强": "name"}
_THRESHOLD = re.compile(r"的?(?:项目|企业|工程|采购|合同|建设|投资|资金)")
