"""The same expectations by Great Expectations inside DuckDB, as the pipeline runs them, and over pandas."""

from __future__ import annotations

import logging
import time
import warnings
from pathlib import Path
from typing import Any

import duckdb
import psutil

from warehouse.connection import bounded

CELLS = 200
"""Statutory cells of a report."""
_MEMORY = "4GB"
"""Of DuckDB. Where it might take most of the machine's 24 GB, the bench ended over two hundred million rows, without a
word."""
_BYTES = 180
"""Of a row as pandas holds it while the suite runs, about: three of its columns are objects."""


_CELLS = """
CREATE TABLE cells AS
SELECT printf('%016x', r) AS report_id, 'code' || c AS code,
       CASE WHEN c % 50 = 0 THEN 'blank' WHEN c % 3 = 0 THEN 'zero' ELSE 'number' END AS state,
       CASE WHEN c % 50 = 0 THEN NULL ELSE (r * 31 + c * 7) % 1000 END AS value
FROM range(?) AS reports(r), range(?) AS cells(c)
"""


def make(reports: int, file: Path) -> None:
    """A warehouse file with the cells of so many reports, in shape like the real ones."""
    with duckdb.connect(str(file)) as connection:
        connection.execute(_CELLS, [reports, CELLS])


def _suite(gx: Any) -> Any:
    e = gx.expectations
    return gx.ExpectationSuite(
        "cells",
        expectations=[
            e.ExpectColumnValuesToNotBeNull(column="report_id"),
            e.ExpectColumnValuesToBeInSet(
                column="state", value_set=["number", "zero", "blank", "na_mark", "unreadable"]
            ),
            e.ExpectCompoundColumnsToBeUnique(column_list=["report_id", "code"]),
            e.ExpectColumnValuesToBeBetween(column="value", min_value=0, max_value=10**9),
            e.ExpectTableRowCountToBeBetween(min_value=1),
        ],
    )


def room_for_pandas(reports: int) -> bool:
    """Whether the machine has the memory for a frame of so many reports."""
    return reports * CELLS * _BYTES < psutil.virtual_memory().available


def compare(reports: int, folder: Path) -> tuple[float, float | None]:
    """Wall seconds for the suite in DuckDB and over pandas, the loading of the frame included: it is what one pays.
    None where the frame has no room in memory."""
    file = folder / f"cells-{reports}.duckdb"
    make(reports, file)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    import expectations.duckdb_source  # noqa: F401 -- defining the class registers it with GX

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_duckdb(
        "duck",
        connection_string=f"duckdb:///{file}",
        kwargs={"connect_args": {"read_only": True, "config": bounded(_MEMORY)}},
    )
    suite = _suite(gx)
    began = time.perf_counter()
    batch = source.add_table_asset("cells", table_name="cells").add_batch_definition_whole_table("cells").get_batch()
    inside = batch.validate(suite)
    in_duckdb = time.perf_counter() - began
    source.get_execution_engine().close()
    source.get_engine().dispose()
    if not inside.success:
        raise RuntimeError("the suite must hold in DuckDB")
    over = _over_pandas(context, suite, file) if room_for_pandas(reports) else None
    logging.disable(logging.NOTSET)
    return in_duckdb, over


def _over_pandas(context: Any, suite: Any, file: Path) -> float:
    began = time.perf_counter()
    with duckdb.connect(str(file), read_only=True) as connection:
        frame = connection.execute("FROM cells").df()
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("cells")
    result = (
        asset.add_batch_definition_whole_dataframe("cells")
        .get_batch(batch_parameters={"dataframe": frame})
        .validate(suite)
    )
    if not result.success:
        raise RuntimeError("the suite must hold over pandas")
    return time.perf_counter() - began
