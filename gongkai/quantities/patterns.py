"""What a number looks like in compact text, and what looks like one: dates, documents, ordinals, calls, names."""

from __future__ import annotations

import re
from functools import cache

from gongkai.forms.words import Words, alternatives, alternatives_by_first, words

CHINESE_DIGITS = "零〇一二两三四五六七八九十百千万亿廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟"
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
    rf"|[{CHINESE_DIGITS}]{{1,20}}(?:[多余来几][百千万亿]{{1,4}}|几(?=[个次件项条家份名人天场期万千百篇位]))?(?:点[零〇一二三四五六七八九]{{1,8}}(?=[万亿%倍个]))?"
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
    rf"|(?:\d{{1,2}}|[{CHINESE_DIGITS}]{{1,3}})个?多?年(?!级|轻|龄|度?报|鉴|产|均)(?:来|间|内|以来|多|余)?"
)
_DOCUMENT = (
    r"第\d{1,6}号|(?:〔|\[|\(|【)(?:19|20)\d{2}(?:〕|\]|\)|】)第?\d{1,5}号?|"
    rf"第[{CHINESE_DIGITS}\d]{{1,8}}条(?:第?\(?[{CHINESE_DIGITS}\d]{{1,5}}\)?[款项目]){{0,3}}|第\([{CHINESE_DIGITS}]{{1,4}}\)[款项]|第[{CHINESE_DIGITS}\d]{{1,6}}[款章]"
)
_ORDINAL = (
    rf"第(?:[{CHINESE_DIGITS}]{{1,8}}|\d{{1,8}})(?:[届次批名位期个条轮类篇组场步]|阶段|大)?"
    rf"|\((?:{_ONE}{{1,3}}|\d{{1,2}})\)(?=[^\d,。;)])"
    rf"|(?<![^\x1e。;:,!?\)\]> ”])(?:{_ONE}{{1,3}})、"
    rf"|(?<![统唯之第同专单惟不万{CHINESE_DIGITS}])(?:{_ONE}{{1,3}})是(?!否)"
    r"|(?<![\d.,])\d{1,2}[.、](?=[^\d\s,。;])(?!\d)|[①-⑳]"
)
_CALL = r"(?<!\d)\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,5})?(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?:https?://|www\.)[!-~]{1,300}|[A-Za-z0-9_.+-]{1,40}@[A-Za-z0-9_.-]{1,60}"
_EMERGENCY = "(?:110|112|114|119|120|122)(?=报警|急救|指挥|接警|火警|平台|查号|热线|电话)"
_RANGE_UNIT = r"(?:%|‰|个工作日|个月|个百分点|[个项件次天名人家条篇元年倍成]|万元|亿元)?"


@cache
def patterns() -> tuple[re.Pattern[str], Words]:
    """One expression for whatever holds a number, its named groups the kinds; and the words that it is made of."""
    known = words()
    names = alternatives_by_first(known.names)
    lexical = alternatives_by_first(known.lexical)
    hotline = f"(?:{alternatives(known.hotlines)})(?:{alternatives(known.hotline_tails)})?"
    firsts = {word[0] for word in (*known.names, *known.lexical)} - set("(")
    first = "".join(sorted(firsts | set(CHINESE_DIGITS) | set("0123456789第(〔[【①②③④⑤⑥⑦⑧⑨⑩几数hw"))).replace("\\", "")
    first = first.replace("[", r"\[").replace("]", r"\]").replace("^", r"\^").replace("-", r"\-")
    pattern = (
        f"(?=[{first}])(?:"
        f"(?P<call>{_CALL})"
        f"|(?P<document>{_DOCUMENT})"
        f"|(?P<date>{_DATE})"
        rf"|(?P<hotline>(?<!\d)(?<!\d[.,])(?:{hotline}|{_EMERGENCY}))(?![\d]|[.,]\d|万|[件条个次人宗通项份元家户名篇])"
        rf"|(?P<congress>[{CHINESE_DIGITS}]{{1,4}}届[一二三四五六七八九十]{{1,2}}次"
        r"|(?:(?<=届)|(?<=人大)|(?<=政协)|(?<=委会)|(?<=代会))(?:[一二三四五六七八九十]{1,3}|\d{1,2})次(?:全体)?(?=会议|全会))"
        f"|(?P<name>{names})"
        f"|(?P<lexical>{lexical})"
        f"|(?P<ordinal>{_ORDINAL})"
        rf"|(?P<alnum>\d{{1,4}}(?:\+\d{{1,4}}){{1,6}}|\d{{1,4}}\+[A-Za-z]|\d{{1,4}}(?:\.\d{{1,2}})?[×xX*]\d{{1,4}})"
        rf"|(?P<share>(?:[{CHINESE_DIGITS}]|\d){{1,6}}分之(?:{_AR}|[{CHINESE_DIGITS}]{{1,12}}(?:点[零〇一二三四五六七八九]{{1,8}})?)"
        r"|[一二两三四五六七八九]成[一二三四五六七八九半](?![成手百千万]))"
        rf"|(?P<ratio>\d{{1,6}}(?:\.\d{{1,4}})?(?::\d{{1,6}}(?:\.\d{{1,4}})?){{1,3}})"
        rf"|(?P<range>(?P<low>{_NUMBER}){_RANGE_UNIT}(?:至|到|-{{1,2}}|~)(?P<high>{_NUMBER}))"
        f"|(?P<number>{_NUMBER})"
        ")"
    )
    return re.compile(pattern), known


@cache
def numbers() -> re.Pattern[str]:
    """The expression of a number alone."""
    return re.compile(_NUMBER)
