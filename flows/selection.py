"""Which reports a run was asked for: years and issuers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from gettext import gettext as _

import gongkai

PATTERN = r"(\d{4})(?:\s*[-–—]\s*(\d{4}))?"
"""Years as a person writes them."""
_YEARS = re.compile(PATTERN)


@dataclass(frozen=True)
class Selection:
    """Years from `first` to `last`, both included, and issuers whose name holds one of `issuers`; open where unset."""

    first: int | None = None
    last: int | None = None
    issuers: tuple[str, ...] = ()

    @classmethod
    def of(cls, years: str | None, issuers: tuple[str, ...] | list[str]) -> Selection:
        """From what a person writes: `2018`, `2018-2022`. ValueError, with what was expected, for anything else."""
        if not years:
            return cls(None, None, tuple(issuers))
        match = _YEARS.fullmatch(years.strip())
        if not match:
            raise ValueError(
                _("{years!r} names no years; expected one year or two, as in 2018 or 2018-2022").format(years=years)
            )
        first = int(match[1])
        last = int(match[2] or first)
        if last < first:
            raise ValueError(
                _("the years run backwards in {years!r}; expected the earlier one first").format(years=years)
            )
        return cls(first, last, tuple(issuers))

    @property
    def everything(self) -> bool:
        """True where nothing is left out."""
        return self.first is None and not self.issuers

    def reason_against(self, head: gongkai.ReportHead) -> str | None:
        """Why the report is left out; None where it is wanted."""
        if self.first is not None and self.last is not None:
            year = head.report_year
            if year is None or not self.first <= year <= self.last:
                return f"its year is {year or 'not told'}, asked for was {self.first}-{self.last}"
        if self.issuers and not any(name in (head.issuer or "") for name in self.issuers):
            return f"its issuer is {head.issuer or 'not told'}, asked for was {', '.join(self.issuers)}"
        return None
