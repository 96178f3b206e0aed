"""A publication that is carried on equals the whole build, row for row in every table."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import msgspec
import polars as pl
import pytest

import expectations
from expectations.verdicts import Said, name_operands
from gongkai import Report, Section, UnreadableSource
from gongkai.issuers import issuer_of
from gongkai.model import SourceKind
from tests.warehouse.made import RUN, mention, report, sources, table_3, table_4
from warehouse.build import build
from warehouse.difference import difference
from warehouse.increment import Published, carried_on, put_in
from warehouse.publish import hash_of, publish
from warehouse.schemas import EXPECTED
from warehouse.staging import Source, write_batch


def _content(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table and view that is stored or asked, in an order of its own."""
    with duckdb.connect(str(file), read_only=True) as connection:
        named = connection.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal"
        ).fetchall()
        named += [("series_versions",), ("coverage",), ("corrected_series",)]
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for (name,) in named}  # noqa: S608


def _equal(carried: Path, whole: Path) -> None:
    one, other = _content(carried), _content(whole)
    assert one.keys() == other.keys()
    for name, rows in other.items():
        if one[name] != rows:  # Told in short: pytest would compare thousands of rows word by word.
            mine, theirs = ({repr(row) for row in found} for found in (one[name], rows))
            pytest.fail(f"{name}: carried on {sorted(mine - theirs)[:2]}, whole {sorted(theirs - mine)[:2]}")


class Home:
    """Batches that come and go, published carried on, and built whole beside it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.staging: list[Path] = []
        self.published = folder / "gongkai.duckdb"
        self.whole = folder / "whole.duckdb"
        self.before: list[Path] = []
        self.expected: Path | None = None
        self.corrections = folder / "corrections.yaml"
        self.carried = 0
        self.others: list[Path] = []
        self.said: list[Said] = []

    def add(self, *reports: Report, retrieved: Mapping[str, datetime] | None = None) -> None:
        name = f"{len(list(self.folder.glob('staging/*'))):03}"
        folder = self.folder / "staging" / name
        self.staging.append(write_batch(reports, sources(reports, retrieved), folder, extractor="test"))

    def publish(self) -> bool:
        """Whether it was carried on."""
        target, part = self.folder / "build.duckdb", self.folder / "part.duckdb"
        carried = self.published.exists() and carried_on(
            Published(self.published, hash_of(self.published), tuple(self.before)),
            self.staging, part, target, RUN, expected=self.expected,
        )  # fmt: skip
        build(self.staging, self.whole, RUN, expected=self.expected)
        expectations.check_file(self.whole, self.corrections, self.said)
        if carried:
            expectations.check_part(part)
            put_in(part, target, self.staging, RUN, expected=self.expected)
            expectations.check_carried_on(target, part, self.published, self.corrections, self.said)
            _equal(target, self.whole)
        else:
            shutil.copy(self.whole, target)
        publish(target, self.published)
        self.before = list(self.staging)
        self.carried += carried
        return bool(carried)


FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCES = [
    f"我单位今年第{n}次集中开展政府信息公开专题培训并把公开工作纳入年度考核内容持续推进各项任务落实到位"
    for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯"
]


def _made(draw: Random, body: int, year: int, **head: Any) -> Report:
    """A report with sums that may fail, figures that may stand out, and sentences that others may have too."""
    text = "。".join([*draw.sample(SENTENCES, 6), "收到申请9件，全年收到申请12件。"])
    new = draw.choice(("40", "50", "5000"))
    text_section = Section(name="overview", heading="一、总体情况", start=0, end=len(text))
    made = report(
        (*table_3(req_new=new, res_granted="40", res_total=draw.choice(("40", "50"))), *table_4(review_upheld="1")),
        [
            mention(text, "9件", "9", "foi_requests_received", period=f"year:{year}"),
            mention(text, "12件", "12", draw.choice(("foi_requests_received", None)), period=f"year:{year}"),
        ],
        text,
        **{"issuer": f"测试{body}县人民政府", "issuer_id": f"x-{body}", "report_year": year} | head,
    )
    return msgspec.structs.replace(made, sections=(text_section,))


def _of_place(draw: Random, name: str, year: int) -> Report:
    place = issuer_of(name)
    assert place is not None
    return _made(draw, 0, year, issuer=place.issuer, issuer_id=place.issuer_id, issuer_level=place.level)


def _peopled(folder: Path, draw: Random) -> Home:
    """A home of so many bodies that they are each other's peers, over two years, all of it published."""
    home = Home(folder)
    for year, bodies in ((2022, 6), (2023, 22)):
        home.add(*(_made(draw, body, year) for body in range(bodies)))
    home.add(_of_place(draw, "江苏省人民政府", 2023), _of_place(draw, "宿迁市人民政府", 2023))
    assert not home.publish(), "what was never published cannot be carried on"
    return home


def _comes(draw: Random, number: int, kind: int, home: Home, came: Sequence[Report]) -> list[Report]:
    """What happens to a home: the reports that come; of one kind, a batch goes as well."""
    match kind:
        case 0:  # A new issuer, of two years.
            return [_made(draw, 100 + number, year) for year in (2022, 2023)]
        case 1:  # A corrected report of one that is there.
            return [_made(draw, draw.randrange(22), 2023, published_on="2024-05-01")]
        case 2:  # The year after, with what the year before left over.
            return [_made(draw, draw.randrange(22), 2024)]
        case 3:  # A part of the place that reports for the whole.
            return [_of_place(draw, "沭阳县人民政府", 2023)]
        case 4:  # Whose it is nobody knows; a news item; many bodies of one name.
            return [
                _made(draw, 0, 2023, issuer=None, issuer_id=None, issuer_level=None),
                _made(draw, 3, 2023, source_kind=SourceKind.NEWS),
                *(_made(draw, 0, 2023, issuer="市教育局", issuer_id="x-d08afb0399", issuer_level="department", title=t)
                for t in "ab"),
            ]  # fmt: skip
        case 5:  # A batch goes, and its reports with it.
            home.staging.remove(draw.choice(home.others))
            return [_made(draw, 5, 2021)]
        case _:  # The same report again, of another batch.
            return [came[0]]


KINDS = 7


def _is_told_more(home: Home) -> None:
    """Expected reports, a correction, and a file that is no report."""
    rows = {"issuer_id": ["x-3", "x-200"], "issuer": ["测试3县", "测试200县"], "report_year": [2024, 2023]}
    blank = {name: [None, None] for name in EXPECTED if name not in rows}
    home.expected = home.folder / "expected.parquet"
    pl.DataFrame(rows | blank, schema=EXPECTED).write_parquet(home.expected)
    home.corrections.write_text(
        "- {issuer: 测试3县人民政府, year: 2023, box: res_total__np, expect: 40, correct: 41, who: a, why: b}", "utf-8"
    )
    sha256 = "ab" * 32
    refused = {sha256: UnreadableSource("not_a_report", "no report")}
    folder = home.folder / "staging" / "refused"
    source = {sha256: Source("x.html", sha256, 9, FIRST)}
    home.staging.append(write_batch([], source, folder, refused=refused, extractor="test"))


def _is_dismissed(home: Home) -> None:
    """Every other finding, by people who have looked at it."""
    with duckdb.connect(str(home.published), read_only=True) as connection:
        name_operands(connection)
        found = connection.execute("SELECT DISTINCT operands FROM finding_operands ORDER BY 1").fetchall()
    about = {"reason": "a", "who": "b", "said_at": FIRST, "said_of": "f:then", "message": "c"}
    home.said = [Said(operands=one, verdict="dismissed", **about) for (one,) in found[::2]]  # type: ignore[arg-type]


def _goes_on(home: Home, draw: Random, steps: Sequence[Sequence[int]]) -> None:
    """Several things happen between one publication and the next."""
    came: list[Report] = []
    for number, kinds in enumerate(steps):
        for kind in kinds:
            reports = _comes(draw, number, kind, home, came)
            home.add(*reports, retrieved={one.report_id: FIRST + timedelta(days=number + 1) for one in reports})
            home.others.append(home.staging[-1])
            came += reports
        assert home.publish(), f"step {number}, {kinds}"


def test_whatever_comes_and_goes_the_publication_carried_on_equals_the_whole(tmp_path: Path) -> None:
    draw = Random(0)  # Takes ten seconds of CPU, most of them for the wholes that it is compared with.
    home = _peopled(tmp_path, draw)
    _is_told_more(home)
    _is_dismissed(home)
    _goes_on(home, draw, [(0, 1, 2, 3, 4), (5, 6, 1)])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_the_publication_carried_on_equals_the_whole(tmp_path: Path, seed: int) -> None:
    draw = Random(seed)
    home = _peopled(tmp_path, draw)
    _goes_on(home, draw, [(0,), *((draw.randrange(KINDS),) for _ in range(8))])
    assert expectations.run(home.published, tmp_path / "part.duckdb").publishable


@pytest.mark.slow
def test_what_is_beside_the_reports_is_carried_on_by_itself(tmp_path: Path) -> None:
    home = _peopled(tmp_path, Random(7))
    _is_told_more(home)
    assert home.publish()
    home.corrections.unlink()
    assert home.publish()


@pytest.mark.slow
def test_verdicts_come_and_go_without_a_report_that_changes(tmp_path: Path) -> None:
    home = _peopled(tmp_path, Random(8))
    disputed = _disputed(home)
    _is_dismissed(home)
    assert home.publish()
    assert 0 < _disputed(home) < disputed
    home.said = []
    assert home.publish()
    assert _disputed(home) == disputed


def _disputed(home: Home) -> int:
    with duckdb.connect(str(home.published), read_only=True) as connection:
        return len(connection.execute("FROM observations WHERE status = 'disputed'").fetchall())


@pytest.mark.slow
def test_what_cannot_be_carried_on_is_built_whole(tmp_path: Path) -> None:
    home = _peopled(tmp_path, Random(1))
    home.add(*(_made(Random(2), issuer, 2021) for issuer in range(20)))
    assert not home.publish(), "most of it is concerned"
    home.add(_made(Random(2), 0, 2024))
    content = bytearray(home.published.read_bytes())
    content[len(content) // 2] ^= 1
    since = Published(home.published, hash_of(home.published), tuple(home.before))
    home.published.write_bytes(content)
    target = tmp_path / "build.duckdb"
    assert not carried_on(since, home.staging, tmp_path / "part.duckdb", target, RUN), "it is damaged"
    assert not target.exists()


@pytest.mark.slow
def test_the_difference_of_the_part_is_the_difference(tmp_path: Path) -> None:
    home = _peopled(tmp_path, Random(4))
    (tmp_path / "old.duckdb").write_bytes(home.published.read_bytes())
    home.add(_made(Random(5), 1, 2023, published_on="2024-05-01"), _made(Random(5), 300, 2023))
    assert home.publish()
    whole = difference(tmp_path / "old.duckdb", home.published)
    part = difference(tmp_path / "old.duckdb", home.published, tmp_path / "part.duckdb")
    assert whole.counts == part.counts
    assert whole.counts
    assert whole.values.equals(part.values)
