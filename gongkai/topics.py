"""What a figure is about where its own sentence does not say: the sentence before, the paragraph's opening, the last
heading, or the part of the report. The words for each subject are data (`subjects` in `forms/language.yaml`)."""

from __future__ import annotations

import re
from bisect import bisect_right

from gongkai.compact import BREAK
from gongkai.forms.words import words

_ORDINAL = r"\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]"
_HEADING = re.compile(
    rf"(?:^|(?<=[{BREAK}。;]))(?:(?:{_ORDINAL})(?P<name>[^。;:,\d{BREAK}]{{2,26}})(?=[。:{BREAK}]|$)"
    rf"|(?<![。;])(?P<line>[^。;:,\d{BREAK}]{{2,26}})(?=:?{BREAK}))"
)
_OPENING = re.compile(rf"[^。;:,{BREAK}]{{0,40}}")
_REACH = 160
"""Characters of the sentence before that are looked into."""


class Topics:
    """The subjects of one report's prose up to `end`, asked for in the order of the text."""

    def __init__(self, text: str, end: int):
        self._text = text
        self._starts: list[int] = []
        self._subjects: list[str | None] = []
        for match in _HEADING.finditer(text):
            if match.start() > end:
                break
            self._starts.append(match.end())
            self._subjects.append(last_subject(match["name"] or match["line"]))
        self._by_section = {section: name for name, one in words().subjects.items() for section in one.sections}
        self._block = (-1, -1)
        self._opening: str | None = None
        self._sentence = -1
        self._carried: str | None = None
        self.channel: str | None = None
        """Of the sentence before."""
        self.disclosure = False
        """What was said before is of remedies over disclosure, or stands under such a heading or one of requests: so
        复议 and 诉讼 are of it, too."""

    def at(self, start: int, section: str | None, section_start: int) -> str | None:
        """Subject of the sentence that begins at `start`, from all that stands before it."""
        text = self._text
        heading = bisect_right(self._starts, start) - 1
        below = self._starts[heading] if heading >= 0 else -1
        said = self._subjects[heading] if below >= section_start else None
        if start >= self._block[1]:
            end = text.find(BREAK, start)
            self._block = text.rfind(BREAK, 0, start) + 1, len(text) if end < 0 else end
            opening = _OPENING.match(text, self._block[0])
            self._opening = last_subject(opening[0]) if opening else None
            if opening and _FIGURE.search(opening[0]) and not _DISCLOSURE.search(opening[0]):
                self._opening = self._of_part(self._opening, section, said)
        if start != self._sentence:
            self._sentence = start
            before = text[max(self._block[0], start - _REACH) : start]
            sentence = re.split(r"[。;!?]", before[:-1])[-1]
            self._carried = last_subject(sentence)
            about = self._by_section.get(section or "")
            clauses = re.split(r"[。!?]", before[:-1])[-1].split(";")
            # Requests before them do not make cases ones over disclosure: 收到公开申请46件;行政复议案件120件.
            named = next((one for one in reversed(clauses) if _DISCLOSURE.search(one)), "")
            asked = self._carried in _REMEDIES and last_subject(named) in _REMEDIES
            self.disclosure = said in _ASKED or (asked and before[-1:] == ";")
            if not asked:
                self._carried = self._of_part(self._carried, section, said)
            if self._carried == "other_matters" and about and re.search(words().subjects[about].words, sentence):
                # 涉及行政处罚的16件: the matter of a request does not end what its part is about.
                self._carried = about
            self.channel = last_channel(sentence)
        if below >= section_start and below > self._block[0]:
            # A heading within the paragraph ends what its opening spoke of.
            return self._carried or said or self._by_section.get(section or "")
        return self._carried or self._opening or said or self._by_section.get(section or "")

    def _of_part(self, subject: str | None, section: str | None, heading: str | None) -> str | None:
        """The subject, unless its part of the report is another one: 办理行政复议案件120件 of all kinds, told in an
        overview."""
        only_in = words().subjects[subject].only_in if subject is not None else ()
        return subject if not only_in or section in only_in or heading in _ASKED else None


_REMEDIES = frozenset({"reviews", "lawsuits", "both_remedies"})
_ASKED = _REMEDIES | {"requests"}
_DISCLOSURE = re.compile("信息公开|依申请公开|申请公开")
_FIGURE = re.compile(r"\d")


def last_subject(sentence: str) -> str | None:
    """The subject that the words name last."""
    return words().matter.last(sentence)


def last_channel(sentence: str) -> str | None:
    """The means of publishing that the words name last."""
    return words().channel.last(sentence)
