"""What is different between two warehouses: values added, changed and removed, each with its cause.

new report        the report was not in the old warehouse
corrected report  another version of the issuer's report for the year has taken its place
report removed    the report is not in the new warehouse
new extractor     the same report was read differently
new crosswalk     the same figures make another series or another number
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import polars as pl

from warehouse.connection import bounded, connect
from warehouse.frames import frame
from warehouse.queries import query, quoted


class Difference(msgspec.Struct, frozen=True):
    """The difference between two warehouses."""

    values: pl.DataFrame
    """One row a value of a series or of an indicator: change, cause, kind, id, issuer, year, scope, applicant, old and
    new value with their bounds, unit, report and evidence."""
    counts: dict[tuple[str, str], int]
    """How many values by (change, cause)."""

    @property
    def empty(self) -> bool:
        """Whether nothing is different."""
        return not self.counts


def difference(old: Path, new: Path, part: Path | None = None) -> Difference:
    """Compare the figures of two warehouses: series as they are to be used, and the indicators they are made of.

    A value is changed where the number, its bounds, its unit or its grade is another; its status does not count, since
    every new report may put older figures in doubt. Where `new` is `old` with a `part` put in (warehouse.increment),
    only that part is compared, as the rest is the same. FileNotFoundError where one is not there.
    """
    values = _compared("difference", old, new, part)
    counted = values.group_by("change", "cause").len().rows()
    return Difference(values=values, counts={(change, cause): count for change, cause, count in counted})


def statuses(old: Path, new: Path) -> pl.DataFrame:
    """Values of series that are the same in both warehouses under another status: one that a later check disputes.

    One row a value, with `old_status` and `new_status`. FileNotFoundError where a warehouse is not there.
    """
    return _compared("difference_status", old, new, None)


def _compared(name: str, old: Path, new: Path, part: Path | None) -> pl.DataFrame:
    files = {"old_warehouse": old, "new_warehouse": new} | ({"part": part} if part else {})
    for path in files.values():
        if not path.is_file():
            raise FileNotFoundError(f"there is no warehouse at {path}")
    with connect(**bounded()) as connection:
        for catalog, path in files.items():
            connection.execute(f"ATTACH {quoted(path)} AS {catalog} (READ_ONLY)")
        connection.execute(f"CREATE TEMP VIEW drawn AS FROM {'part' if part else 'new_warehouse'}.reports")
        connection.execute(query("compared"))
        return frame(connection, query(name))
