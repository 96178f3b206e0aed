"""The site of a warehouse home: its figures with what people have said of the findings."""

from __future__ import annotations

from pathlib import Path

from flows.home import Home
from flows.verdicts import NAME, findings
from pages.site import Progress, Verdict, Written, write_site
from warehouse.reading import open_warehouse


def build_site(
    home: Home, target: Path | None = None, progress: Progress | None = None, *, explore: bool = False
) -> Written:
    """Build the site of `home` in its folder, or in `target`, as far as it is not there already.

    FileNotFoundError where there is no warehouse; ForeignFolder where the folder holds files that are not of a site.
    """
    return write_site(home.warehouse, target or home.site, verdicts_of(home), progress, explore=explore)


def verdicts_of(home: Home) -> dict[str, Verdict]:
    """What people have said of the findings of reports in force, by finding. FileNotFoundError as for `build_site`."""
    if not (home.folder / NAME).exists():
        return {}
    with open_warehouse(home.warehouse) as warehouse:
        return {
            one.finding_id: Verdict(one.verdict.verdict, one.verdict.reason, one.verdict.who, one.verdict.said_at)
            for one in findings(warehouse, home.folder)
            if one.verdict is not None
        }
