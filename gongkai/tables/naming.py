"""Which line of the form a row is: what its labels say, alone and with the headings and rows around them."""

from __future__ import annotations

from gongkai.labels import Match, keys, normalise
from gongkai.tables.parting import Parting, Reading
from gongkai.tables.vocabulary import LONGEST_LABEL, Target

UNNAMED = Match(codes=(), exact=False, candidates=())
_SURE_LENGTH = 4
"""A bare label shorter than this (其他, 总计) is believed only where its group or its neighbours agree."""


class Naming(Parting):
    """A reader that tells the lines of a table of many lines."""

    def __init__(self, target: Target):
        super().__init__(target)
        self.heading: str | None = None
        """The heading that the next row stands under."""
        self.last: str | None = None
        """The line that was told last."""

    def heading_of(self, reading: Reading) -> str | None:
        """The innermost heading that stands left of the row's numbers."""
        for words in reversed(reading.labels):
            if len(words) <= LONGEST_LABEL and (bare := normalise(words)) in self.target.headings:
                return bare
        return None

    def heading_under(self, code: str, printed: str | None) -> str | None:
        """The heading that the next row stands under, unless it says otherwise: the line itself if it is one."""
        own = keys(self.target.line_of[code].label) & self.target.headings
        if own:
            return min(own)
        group = self.target.group_keys[code]
        return printed or (min(group) if group else self.heading)

    def line(self, reading: Reading) -> tuple[str | None, Match]:
        """The line that the words of a row name, alone and with those around them."""
        labels = [words for words in reading.labels if len(words) <= LONGEST_LABEL]
        if not labels:
            return None, UNNAMED
        explicit = next(
            (bare for words in reversed(labels[:-1]) if (bare := normalise(words)) in self.target.headings), None
        )
        printed = labels[-1]
        found = self.target.lines.match(printed)
        if not found.codes and len(labels) > 1:
            for joined in (labels[-2] + labels[-1], "".join(labels)):
                if codes := self.target.lines.exactly(joined):
                    printed, found = joined, Match(codes=codes, exact=True, candidates=())
                    break
        codes = found.codes
        if not found.exact and (several := self.several(labels[-1])):
            return None, Match(codes=(), exact=False, candidates=several)
        if reading.grouped and normalise(labels[-1]) in self.target.headings:
            # The heading of several rows whose own labels are gone: its numbers are not its own.
            codes = ()
        if len(codes) > 1:
            here = {explicit or self.heading or ""}
            if not explicit and self.heading is None and self.last is not None:
                here = set(self.target.group_keys[self.last])
            codes = tuple(code for code in codes if here & self.target.group_keys[code])
        if len(codes) != 1 or not self.confirmed(codes[0], printed, explicit):
            return None, Match(codes=(), exact=False, candidates=found.codes or found.candidates)
        return codes[0], found

    def several(self, printed: str) -> tuple[str, ...]:
        """The lines that a cell names if it names more than one, each on a line of its own."""
        parts = [self.target.lines.exactly(part) for part in printed.split("\n")]
        return tuple(code for codes in parts for code in codes) if len(parts) > 1 and all(parts) else ()

    def confirmed(self, code: str, printed: str, explicit: str | None) -> bool:
        """Whether a short label (其他, 总计) stands where its group is; a long one speaks for itself."""
        group = self.target.group_keys[code]
        if self.table.code == "2" or len(normalise(printed)) >= _SURE_LENGTH or not group:
            return True
        if explicit is not None and explicit not in group and not self.target.encloses(explicit, code):
            return False
        if explicit in group or self.heading in group:
            return True
        return self.last is not None and (
            bool(self.target.group_keys[self.last] & group)
            or any(self.target.encloses(heading, self.last) for heading in group)
        )

    def together(self, upper: Reading, lower: Reading) -> tuple[str, ...]:
        """The line whose label goes over two rows: what the last words, or all words, of both say together."""
        for first in (upper.labels[-1], "".join(upper.labels)):
            for second in (lower.labels[-1], "".join(lower.labels)):
                if normalise(first + second) != normalise(first) and (
                    codes := self.target.lines.exactly(first + second)
                ):
                    return codes
        return ()
