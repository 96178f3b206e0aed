"""`gongkai export`: the warehouse to hand on, or for programs that do not read DuckDB."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from flows.commands.common import NOTHING_DONE, cannot_write, counted, end, home_option, no_warehouse, say, shown
from flows.language import worded

if TYPE_CHECKING:
    from warehouse.export import Shape

_EXAMPLE = "\b\nExample:  gongkai export --format xlsx --to figures"


@click.command(short_help="Write DuckDB, Parquet, CSV, Excel, data package, SDMX.", epilog=_EXAMPLE)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["duckdb", "parquet", "csv", "xlsx", "datapackage", "sdmx-csv"]),
    required=True,
    help="duckdb: a copy to hand on, with views and macros; parquet and csv: one file per table; xlsx: one workbook; "
    "datapackage: Frictionless, with the data dictionary, and DCAT for catalogues; sdmx-csv: the series "
    "for statistical offices, with their structure.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(),
    metavar="DIR",
    default="gongkai-export",
    show_default=True,
    help="Folder to write into.",
)
@home_option
def export(shape: str, folder: str, home: str | None) -> None:
    """Write the warehouse: DuckDB, Parquet, CSV, Excel workbook, data package, SDMX. Safe while a run is writing."""
    from flows.home import Home
    from warehouse.export import ExportError
    from warehouse.export import export as write

    warehouse, target = Home.at(home).warehouse, Path(folder).expanduser()
    if not warehouse.is_file():
        no_warehouse(warehouse)
    try:
        files = write(warehouse, target, cast("Shape", shape))
    except ExportError as error:
        end(NOTHING_DONE, worded(error))
    except OSError as error:
        cannot_write(target, error)
    size = sum(file.stat().st_size for file in files)
    say(counted(len(files), "{} file", "{} files") + _(", ") + f"{size / 1e6:.1f} MB")
    click.echo(shown(str(files[0] if len(files) == 1 else files[0].parent)))
