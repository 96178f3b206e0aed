"""Printed labels against a form's labels: the same words under another numbering, bracket, quote or script.

A label is brought to its bare words (`normalise`) and looked up. Where that finds nothing, the most similar label
counts only if it is similar enough, clearly ahead of every other label that could stand there (group headings
included), and alike in every word that turns a label into its opposite (不, 未, 上, 下 …). Never by position.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from gongkai.forms.model import Column, Line
from gongkai.model import Value
from gongkai.numerals import fold

SIMILAR_ENOUGH = 0.72
"""Least share of common characters for a damaged label."""
MARGIN = 0.15
"""By how much the best must be ahead of the second."""
_FOREIGN = 0.15
"""Share of a printed label that the form's may lack: damage takes characters away, another meaning brings some."""
_SHORTEST = 5
"""Bare labels shorter than this (其他, 总计, 规章) count only when they are exact: one wrong character is too much."""

_NUMBERED = re.compile(r"[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩㊀-㊉Ⅰ-Ⅻ]")
_DROPPED = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad⁰¹²³⁴-⁹]+")
"""White space, what is invisible, and the raised number of a footnote."""
_ORDINAL = re.compile(
    r"(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)[、.,:]?"
    r"|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.,:](?!\d)"
    r"|\d{1,2}(?=[\u4e00-\u9fff])(?![年月日类个])"
    r"|其中[:,]?|其中)+"
)
_NOTE = re.compile(
    r"[(\[【〔<](?:(?![一二三四五六七八九十\d]{1,3}[)\]】〕>])[^()\[\]【】〔〕<>]*[)\]】〕>]"
    r"|(?![一二三四五六七八九十\d])[^()\[\]【】〔〕<>]*$)"
)
_BARE = re.compile(r"[^\w]+|_+")
_TURNING = "不未无非否上下增减新旧主被前后全部同总"
"""Characters that turn a label into another one; similarity never reaches over them."""

_TRADITIONAL = str.maketrans(
    "機與專業個箇為爲舉於從會傳體關務動區單參發聽員響圍場處復複覆頭實審對屬應廢開強當錄徑總執護報據無時權條構欄檢濟熱點現電確稱穩類糾納線組織經結絡統繼續維編繳網罰職範獲補規計認討訓議許論訟設訪訴話詢請讀調"
    "談負責購費轉輯過這郵採錯門問聞閱際隱頁項題額駁衆眾減別製誌準諮號園歷曆書長間辦幾圖館級財預決標態輿鄉鎮縣萬億兩層農劃則創協廳變雙導學庫異張歸戶斷舊術來極樣檔氣匯彙測狀獨環種積競筆簽簡緊紀練給絕績綜節營"
    "見觀覽證評試誤說敗貨質資載達運選銷閉險領驗國償屆內裡裏訂託註臺聯係僅並佈徵慮憑彈懲戰擇擴攜數敵晉曉歲歐殘沒滿漢潔濫災烏煙燈爭牆犧獎畫畢瘋盡監盤矯礎禍禮稅窮竊糧紅純細紹終緣緩縮縱罷羅義習聖聲肅腦膽臨興藝"
    "藥蘇虛虧蟲衛衝裝視親觸訊記詞該詳誠誰課諸謀講謝譯讓豐貝販貪貫貴買貸貿賀賠賣賬賴贈贏趕趨跡踐車軌軍軟較輔輕輛輪輸辭邊還進遞遠適遲遷遺鄰醫釋針鈔銀銅鋼錢鍵鐘鐵鑑閒閣闊陣陰陳陸陽隊階隨隻雖雜離難靈靜韓順須頒"
    "頓頻顆願顧顯風飛飯飲養馬駐駛驅驚鬥鬧魚鳥麗麥黃黨齊齡龍後",
    "机与专业个个为为举于从会传体关务动区单参发听员响围场处复复复头实审对属应废开强当录径总执护报据无时权条构栏检济热点现电确称稳类纠纳线组织经结络统继续维编缴网罚职范获补规计认讨训议许论讼设访诉话询请读调"
    "谈负责购费转辑过这邮采错门问闻阅际隐页项题额驳众众减别制志准咨号园历历书长间办几图馆级财预决标态舆乡镇县万亿两层农划则创协厅变双导学库异张归户断旧术来极样档气汇汇测状独环种积竞笔签简紧纪练给绝绩综节营"
    "见观览证评试误说败货质资载达运选销闭险领验国偿届内里里订托注台联系仅并布征虑凭弹惩战择扩携数敌晋晓岁欧残没满汉洁滥灾乌烟灯争墙牺奖画毕疯尽监盘矫础祸礼税穷窃粮红纯细绍终缘缓缩纵罢罗义习圣声肃脑胆临兴艺"
    "药苏虚亏虫卫冲装视亲触讯记词该详诚谁课诸谋讲谢译让丰贝贩贪贯贵买贷贸贺赔卖账赖赠赢赶趋迹践车轨军软较辅轻辆轮输辞边还进递远适迟迁遗邻医释针钞银铜钢钱键钟铁鉴闲阁阔阵阴陈陆阳队阶随只虽杂离难灵静韩顺须颁"
    "顿频颗愿顾显风飞饭饮养马驻驶驱惊斗闹鱼鸟丽麦黄党齐龄龙后",
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Match(Value, frozen=True, kw_only=True):
    """What a printed label is: `codes` holds the one line or column it surely is, or all those that share its words."""

    codes: tuple[str, ...]
    """Empty where none is certain; more than one where the words alone cannot tell (their group must)."""
    exact: bool
    """False where the label was told by similarity."""
    candidates: tuple[str, ...]
    """The nearest codes, best first, where nothing is certain."""


@lru_cache(maxsize=8192)
def normalise(label: str) -> str:
    """The bare words of a label: no numbering, notes in brackets, quotes, punctuation or white space; simplified."""
    return _bare(_fold(label))


@lru_cache(maxsize=4096)
def keys(label: str) -> frozenset[str]:
    """Every bare form that stands for a label: without its notes, and with their words."""
    folded = _fold(label)
    return frozenset((_bare(folded), _with_notes(folded))) - {""}


_SIMPLE: dict[int, int] = {**_FULL_WIDTH, **{code: simple for code, simple in _TRADITIONAL.items() if code != simple}}


def simplify(text: str) -> str:
    """The same text, character for character, in simplified script and half-width ASCII."""
    return fold(text, _SIMPLE)


@lru_cache(maxsize=4096)
def _fold(label: str) -> str:
    text = simplify(_DROPPED.sub("", label))
    text = _NUMBERED.sub(lambda sign: f"({unicodedata.normalize('NFKC', sign[0]).strip('().')})", text)
    return text.replace("其它", "其他")


def _bare(folded: str) -> str:
    text = folded
    if numbered := _ORDINAL.match(text):
        text = text[numbered.end() :]
    return _BARE.sub("", _NOTE.sub("", text))


def _with_notes(folded: str) -> str:
    if numbered := _ORDINAL.match(folded):
        folded = folded[numbered.end() :]
    return _BARE.sub("", folded)


class Labels:
    """The labels that can stand in one place (the lines of a table, its columns), looked up by what is printed."""

    def __init__(self, entries: Iterable[Line | Column], headings: Iterable[str] = ()):
        """`headings` are labels of the same table that are no entry: similarity must not mistake them for one."""
        self._exact: dict[str, list[str]] = {}
        self._under_heading: dict[str, list[str]] = {}
        """Heading and label printed in one cell: （三）不予公开1.属于国家秘密."""
        for entry in entries:
            for label in (entry.label, *entry.variants):
                for key in keys(label):
                    _enter(self._exact, key, entry.code)
                if entry.group:
                    for key in (normalise(entry.group + label), normalise(entry.group) + normalise(label)):
                        _enter(self._under_heading, key, entry.code)
        self._headings = frozenset(key for heading in headings for key in keys(heading)) - self._exact.keys()
        self._found: dict[str, Match] = {}

    def match(self, printed: str, within: Sequence[str] | None = None) -> Match:
        """Find the entry that is printed as `printed`; `within` restricts it to some codes (those of a group)."""
        found = self._match(normalise(printed))
        if not found.exact and (codes := self.exactly(printed)):
            found = Match(codes=codes, exact=True, candidates=())
        if found.codes and within is not None:
            return Match(
                codes=tuple(code for code in found.codes if code in within),
                exact=found.exact,
                candidates=found.candidates,
            )
        return found

    def exactly(self, printed: str) -> tuple[str, ...]:
        """The codes whose label this is, word for word."""
        bare = normalise(printed)
        codes = self._exact.get(bare) or self._exact.get(_with_notes(_fold(printed))) or self._under_heading.get(bare)
        return tuple(codes or ())

    def _match(self, bare: str) -> Match:
        known = self._found.get(bare)
        if known is None:
            known = self._found[bare] = self._look_up(bare)
            if len(self._found) > 4096:
                self._found.clear()
        return known

    def _look_up(self, bare: str) -> Match:
        if not bare:
            return Match(codes=(), exact=False, candidates=())
        if codes := self._exact.get(bare):
            return Match(codes=tuple(codes), exact=True, candidates=())
        if bare in self._headings:
            return Match(codes=(), exact=False, candidates=())
        ranked = self._ranked(bare)
        candidates = tuple(dict.fromkeys(code for _, codes, _ in ranked for code in codes))[:3]
        if not ranked or len(bare) < _SHORTEST:
            return Match(codes=(), exact=False, candidates=candidates)
        score, best, key = ranked[0]
        rival = next((other for other, others, _ in ranked if set(others) != set(best)), 0.0)
        if (
            best
            and score >= SIMILAR_ENOUGH
            and score - rival >= MARGIN
            and len(key) >= _SHORTEST
            and _turns(key) == _turns(bare)
            and _foreign(key, bare) <= max(1, int(_FOREIGN * len(bare)))
        ):
            return Match(codes=best, exact=False, candidates=candidates)
        return Match(codes=(), exact=False, candidates=candidates)

    def _ranked(self, bare: str) -> list[tuple[float, tuple[str, ...], str]]:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(bare)
        characters = set(bare)
        ranked: list[tuple[float, tuple[str, ...], str]] = []
        for key, codes in [*((k, tuple(c)) for k, c in self._exact.items()), *((h, ()) for h in self._headings)]:
            if len(characters & set(key)) < 2:
                continue
            matcher.set_seq1(key)
            score = matcher.ratio()
            if score >= 0.4:
                ranked.append((score, codes, key))
        ranked.sort(key=lambda entry: -entry[0])
        return ranked


def _enter(codes_of: dict[str, list[str]], key: str, code: str) -> None:
    codes = codes_of.setdefault(key, [])
    if code not in codes:
        codes.append(code)


def _foreign(key: str, bare: str) -> int:
    """How many characters of `bare` have no counterpart in `key`; marks of lost characters do not count."""
    matched = sum(size for _, _, size in SequenceMatcher(None, key, bare, autojunk=False).get_matching_blocks())
    return len(bare) - matched


def _turns(bare: str) -> list[str]:
    return sorted(character for character in bare if character in _TURNING)
