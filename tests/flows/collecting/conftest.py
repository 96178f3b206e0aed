"""The site, and ways of asking it without waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from flows.collecting.collection import collect_host
from flows.collecting.run import Collecting, Manners, Tally
from flows.collecting.sourcelist import Source
from flows.home import Home
from tests.flows.collecting.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def source(address: str, kind: str = "report", issuer: str = "示例市人民政府", years: range | None = None) -> Source:
    first, last = (years[0], years[-1]) if years else (None, None)
    return Source(issuer, first, last, kind, address, 1)


Collect = Callable[..., Tally]


@pytest.fixture
def collect(home: Home) -> Collect:
    """Collects sources into the home, hosts one after the other, without pauses."""

    def go(*sources: Source, allowed: Sequence[str] = ("127.0.0.1",), **manners: object) -> Tally:
        given: dict[str, object] = {"rate": 1e6, "allowed": allowed, "pause": lambda seconds: None, **manners}
        collecting = Collecting(home, sources, Manners(**given))  # type: ignore[arg-type]
        tally = Tally()
        for own in collecting.by_host().values():
            tally.add(collect_host(collecting, own))
        collecting.end()
        return tally

    return go
