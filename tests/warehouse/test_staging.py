from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.model import UnreadableSource
from tests.warehouse.made import cell, mention, report, sources, table_3
from warehouse.staging import TABLES, Source, batches, write_batch


def test_a_batch_is_one_folder_with_one_file_a_table(tmp_path: Path) -> None:
    one = report(table_3())
    batch = write_batch([one], sources([one]), tmp_path / "b", extractor="7")
    assert batch == tmp_path / "b"
    assert sorted(path.name for path in batch.iterdir()) == sorted(f"{table}.parquet" for table in TABLES)
    assert batches(tmp_path) == [batch]


def test_what_was_interrupted_is_no_batch(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_batch([report()], {}, tmp_path / "b", extractor="7")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".unfinished-x").mkdir()
    assert batches(tmp_path) == []


def test_writing_a_batch_again_replaces_it(tmp_path: Path) -> None:
    for one in (report(), report(table_3())):
        write_batch([one], sources([one]), tmp_path / "b", extractor="7")
    assert pl.read_parquet(tmp_path / "b" / "cells.parquet").height == 175
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@given(st.decimals(min_value=-(10**23), max_value=10**23, places=6))
@settings(max_examples=20, deadline=None)
def test_numbers_of_up_to_six_decimals_come_back_exactly(number: Decimal) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        one = report([cell("licence_decisions", str(number), value=number)])
        batch = write_batch([one], sources([one]), Path(folder) / "b", extractor="7")
        assert pl.read_parquet(batch / "cells.parquet")["value"].to_list() == [number]
        assert pl.read_parquet(batch / "problems.parquet").height == 0


@pytest.mark.parametrize("number", ["1.2345678", "1e24", "-0.0000001"])
def test_a_number_that_would_be_rounded_is_null_with_a_problem(number: str, tmp_path: Path) -> None:
    one = report([cell("licence_decisions", "1", value=Decimal(number))])
    batch = write_batch([one], sources([one]), tmp_path / "b", extractor="7")
    assert pl.read_parquet(batch / "cells.parquet")["value"].to_list() == [None]
    problems = pl.read_parquet(batch / "problems.parquet")
    assert problems["code"].to_list() == ["value_too_precise"]
    assert "licence_decisions" in problems["message"][0]
    assert "应为小数不超过六位、小于10^24的数" in problems["message_zh"][0]


def test_a_file_that_is_no_report_is_a_problem_without_a_report(tmp_path: Path) -> None:
    source = Source("photo.html", "f" * 64, 9, datetime(2026, 1, 1, tzinfo=UTC))
    refused = {source.sha256: UnreadableSource("not_a_report", "photo.html is a picture")}
    batch = write_batch([], {source.sha256: source}, tmp_path / "b", refused=refused, extractor="7")
    problem = pl.read_parquet(batch / "problems.parquet").row(0, named=True)
    assert (problem["report_id"], problem["file"], problem["code"]) == (None, "photo.html", "not_a_report")
    assert (problem["message"], problem["message_zh"]) == ("photo.html is a picture", "不是政府信息公开工作年度报告")


def test_a_cell_read_twice_with_another_value_is_kept_once_and_told(tmp_path: Path) -> None:
    one = report([cell("licence_decisions", "1"), cell("licence_decisions", "2"), cell("penalty_decisions", "3")])
    batch = write_batch([one], sources([one]), tmp_path / "b", extractor="7")
    assert pl.read_parquet(batch / "cells.parquet")["raw_text"].to_list() == ["1", "3"]
    assert pl.read_parquet(batch / "problems.parquet")["code"].to_list() == ["read_twice"]


def test_links_between_mentions_become_ids(tmp_path: Path) -> None:
    text = "全年收到申请近百件，共98件。"
    whole = mention(text, "98件", "98", "foi_requests_received")
    rounded = mention(text, "近百件", "100", "foi_requests_received", duplicate_of=whole.start)
    one = report(mentions=[rounded, whole], text=text)
    batch = write_batch([one], sources([one]), tmp_path / "b", extractor="7")
    rows = {row["surface"]: row for row in pl.read_parquet(batch / "mentions.parquet").iter_rows(named=True)}
    assert rows["近百件"]["duplicate_of"] == rows["98件"]["mention_id"]
