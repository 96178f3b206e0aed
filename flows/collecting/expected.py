"""Which reports ought to be there, and what came of looking for each: the other half of coverage."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from flows.collecting.sourcelist import Source
from flows.collecting.state import DONE, Known
from flows.language import to_say
from gongkai.issuers import Issuer, issuer_of

_REVISED_REGULATIONS = 2019
"""First report year under the revised Regulations, which have departments report two months earlier."""

_ORDER = (
    to_say("collected"),
    to_say("failed"),
    to_say("refused"),
    to_say("missing"),
    to_say("not_found"),
    to_say("address_unknown"),
)
"""Of several things known about one report, the first here counts."""


@dataclass(frozen=True)
class Expected:
    """One issuer's report of one year."""

    issuer_id: str | None
    """As in the warehouse; None where the name is none of a known kind of body."""
    issuer: str
    report_year: int
    due_on: date
    """Last day for publishing it: Articles 49 and 50 of the Regulations (2019), Article 31 of those of 2008."""
    state: str
    """collected; failed (the host did not answer); refused (robots, guard, login); missing (the page is gone);
    not_found (no list links to it); address_unknown (nobody said where it is)."""
    reason: str
    address: str | None
    tried_at: datetime | None
    sha256: str | None
    """Of the version that is held."""


def expected(sources: Sequence[Source], known: Sequence[Known], today: date) -> list[Expected]:
    """Every report that the sources speak of or lead to, by issuer and year."""
    rows: dict[tuple[str, int], Expected] = {}

    def offer(name: str, year: int, state: str, address: Known | None = None) -> None:
        issuer = issuer_of(name)
        row = Expected(
            issuer.issuer_id if issuer else None,
            issuer.issuer if issuer else name,
            year,
            due_on(issuer, year),
            state,
            address.reason if address else "",
            address.address if address else None,
            datetime.fromisoformat(address.tried_at).replace(tzinfo=None) if address else None,
            address.sha256 if address else None,
        )
        key = (row.issuer_id or row.issuer, year)
        # What became of the report itself counts, not that the page which leads to it is there.
        if key in rows and address and address.role == "cover":
            return
        if key not in rows or _ORDER.index(state) < _ORDER.index(rows[key].state):
            rows[key] = row

    for each in sorted(known, key=lambda one: one.role == "cover"):
        if each.role in ("report", "attachment", "cover") and each.issuer and each.report_year:
            held = each.outcome in DONE or each.sha256 is not None
            offer(each.issuer, each.report_year, "collected" if held else each.outcome, each)
    found_on = {each.address: each for each in known if each.role in ("list", "sitemap")}
    for source in sources:
        if not source.issuer:
            continue
        page = found_on.get(source.address)
        for year in _years(source, rows, today):
            if not source.address:
                offer(source.issuer, year, "address_unknown")
            elif page is not None:
                offer(source.issuer, year, "not_found" if page.outcome in DONE else page.outcome, page)
    return sorted(rows.values(), key=lambda row: (row.issuer_id or "", row.issuer, row.report_year))


def _years(source: Source, rows: dict[tuple[str, int], Expected], today: date) -> range:
    """The years asked for; where none are named, from the first one found to the last one due."""
    if source.years:
        return source.years
    issuer = issuer_of(source.issuer)
    key = issuer.issuer_id if issuer else source.issuer
    own = [year for name, year in rows if name == key]
    if not own:
        return range(0)
    last = today.year - 1 if today > due_on(issuer, today.year - 1) else today.year - 2
    return range(min(own), max(last, *own) + 1)


def due_on(issuer: Issuer | None, year: int) -> date:
    """The last day for publishing the report of a year: 31 January of the next for departments, since the report of
    2019; 31 March for governments, and for all before."""
    if year >= _REVISED_REGULATIONS and issuer is not None and issuer.level == "department":
        return date(year + 1, 1, 31)
    return date(year + 1, 3, 31)


def fingerprint(path: Path) -> str:
    """Of what the rows say. When each was last looked for counts only as far as its report was due by then: else every
    collection would make another warehouse of the same content."""
    import polars as pl

    due = (pl.col("tried_at").dt.date() <= pl.col("due_on")).alias("tried_at")
    rows = pl.read_parquet(path).with_columns(due).rows()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def write_expected(rows: Sequence[Expected], path: Path) -> None:
    """Writes the rows as Parquet, whole or not at all."""
    import polars as pl

    from warehouse.schemas import EXPECTED

    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    pl.DataFrame([asdict(row) for row in rows], schema=EXPECTED, orient="row").write_parquet(partial)
    partial.replace(path)
