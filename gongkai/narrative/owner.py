"""Whose figure it is: the body that the words name, or the issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from gongkai.compact import BREAK
from gongkai.forms.words import words
from gongkai.model import ReportHead, Scope
from gongkai.narrative.bound import HAN, Bound, is_short_for
from gongkai.narrative.parts import PART_WORD


class Scopes:
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
        self.words = _words(self.kind, _BELOW.get(head.issuer_level or "", ""))
        self.not_whole = ("人民政府", "政府", "区", "县", f"{self.kind}委")
        self.generic = _generic()
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

    def set(self, every: list[Bound]) -> None:
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

    def _apart(self, every: list[Bound]) -> None:
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
        for body in self._bodies(start, end + 1):
            word = self.text[body.start : body.end]
            if body.kind == "part":
                alone = self.text[body.end].isdigit() and body.end < end
                if not alone and not self.issuer.endswith(word) and not is_short_for(word, self.issuer):
                    found = word.replace("(", "（").replace(")", "）"), False
            elif body.kind == "own":
                named = PART_WORD.search(self.text, max(start, body.start - 3), body.start) is not None
                found = self.own or "本机关", word != self.issuer and not named
            elif body.kind == "whole":
                if word == self.name or word[0] in "我本各":
                    # Of an issuer that is not told, 我县 tells the kind.
                    kind = self.kind or (word[-1] if word[0] == "我" else "")
                    found = self.default if self.default != self.own else f"全{kind}", False
                else:
                    found = word, False
            elif not self.generic.match(word) and word not in self.name:
                found = word, False
        return found

    def _bodies(self, start: int, end: int) -> Iterator[_Body]:
        """The bodies named, from left to right.

        The issuer's name is looked for by hand: compiling a pattern for each issuer takes longer than reading a report.
        """
        general, name = self._general(start, end), self._name(start, end)
        while named := [body for body in (general, name) if body]:
            body = min(named, key=_first)
            yield body
            if general and general.start < body.end:
                general = self._general(body.end, end)
            if name and name.start < body.end:
                name = self._name(body.end, end)

    def _general(self, start: int, end: int) -> _Body | None:
        match = self.words.search(self.text, start, end)
        return _Body(match.start(), match.end(), match.lastgroup or "") if match else None

    def _name(self, start: int, end: int) -> _Body | None:
        """The issuer's name: its own, where an office or its departments follow it, else all that is below it."""
        text, name = self.text, self.name
        if len(name) < 2:
            return None
        at = text.find(name, start, end)
        while at >= 0:
            after = at + len(name)
            if self.own and text.startswith(self.issuer, at, end):
                whole = at + len(self.issuer)
                if text.startswith(_OFFICES, whole, end):
                    return _Body(at, whole, "own")
            if self.own and text.startswith("政府部门", after, end):
                return _Body(at, after + 4, "own")
            if not _IS_HAN(text[at - 1 : at]) and not text.startswith(self.not_whole, after, end):
                return _Body(at, after, "whole")
            at = text.find(name, at + 1, end)
        return None


class _Body(NamedTuple):
    """A body that the words name."""

    start: int
    end: int
    kind: str
    """part, own, whole or sub: a department or tier, the issuer itself, all below it, a district."""


_ORDER = ("part", "own", "whole", "sub")


def _first(body: _Body) -> tuple[int, int]:
    return body.start, _ORDER.index(body.kind)


_OFFICES = ("公报", "规章库", "办公厅", "办公室")
_IS_HAN = re.compile(f"[{HAN}]").match
_BELOW = {"province": "市州区县盟", "prefecture": "区县旗", "county": "镇乡", "special_zone": "镇乡"}
"""Last characters of the names of what is below an issuer of each level."""


@cache
def _words(kind: str, below: str) -> re.Pattern[str]:
    """The words for a body that hold for every issuer of a kind: a pattern of its own for each would cost 5 ms."""
    own = (
        rf"(?<![委各省、和及]){kind}政府(?!门户|网|\(办\)文件|文件|在线|数据|信息|令|规章|中心工作|决策|部署|领导|要求|工作报告|关于|的|重点工作部|各部门|投资|客户|采购|购买)"
        rf"|{kind}级(?=\d|层面)|{kind}本级(?!预算|决算|财政|一般|部门)|(?<![各级]){kind}?政府部门审批"
        if kind
        else "本机关|我局|我委|我厅|我办|本局|本委|本厅"
    )
    whole = (
        "全(?:[省市区县镇乡局州盟旗]|系统|街道)(?!平均|前|第|排名|首|率先|最|优秀|先进|“)|我[省市区县镇乡州盟旗]"
        "|本[省市区县镇乡州盟旗]|各区各部门|各级行政机关|各地各部门|各级各部门"
    )
    sub = (
        rf"(?:^|(?<=[,、:。;(在由对于以和及如中将让使{BREAK}]))(?P<sub>(?![在于对由以和及如中将让使])(?:(?!{words().no_name})[{HAN}]){{1,4}}?"
        rf"(?:[{below}](?![域别块分间级直属长里民场上下])|街道|市(?=\d|、|人民政府)))"
        if below
        else r"(?P<sub>\x00)"
    )
    known = words()
    part = (
        rf"(?:(?<=[,、:;()。{BREAK}])|(?<=其中))(?P<part>(?:{known.tiers})(?=\d|{known.department_verbs})"
        rf"|(?!我|本|各|该|其|全|由|经|通过|局|委|厅)[{HAN}]{{0,9}}?{known.department}(?=\d|{known.department_verbs}))"
    )
    return re.compile(f"{part}|(?P<own>{own})|(?P<whole>{whole})|{sub}")


@cache
def _generic() -> re.Pattern[str]:
    """Words that end like the name of a district and are none."""
    return re.compile(
        f"(?:{'|'.join(words().no_place)}|.*(?:等|各|该|本|两|几|个)[区县市镇乡]|.*委员会|.*(?:公开|政务|服务|示范|试点|专|体验|景|园|社|校|小|灾|街|片|地|辖|功能)区)$"
    )


_APART_END = re.compile(r"分别(?:为|是|有|达|收到|受理)?$")
_OWNER = rf"[{HAN}]{{1,10}}(?:局|委|办|厅|街道|[区县镇乡])"
_OWNERS = re.compile(rf"(?:{_OWNER}[、和及]){{1,11}}{_OWNER}")
