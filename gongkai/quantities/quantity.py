"""One number in compact text, and what is known of it."""

from __future__ import annotations

from decimal import Decimal

import msgspec

STATISTIC = "statistic"
TIMES = frozenset({"days", "workdays", "hours", "minutes", "seconds", "months", "weeks", "years"})
"""Standard units of time: a number of them may be a date or a deadline."""


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


def negate(quantity: Quantity) -> None:
    """同比-3.2%: the sign belongs to the number."""
    quantity.number_start -= 1
    quantity.start = min(quantity.start, quantity.number_start)
    quantity.value = None if quantity.value is None else -quantity.value
    quantity.lower, quantity.upper = (
        None if quantity.upper is None else -quantity.upper,
        None if quantity.lower is None else -quantity.lower,
    )
