"""What leaves the warehouse: files, frames, differences, the dictionary."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars as pl
import pytest
import yaml

import warehouse
from flows.commands.diff import CAUSES
from gongkai.model import Report
from tests.warehouse.made import RUN, built, judge, mention, report, sources, table_3
from warehouse.build import build
from warehouse.dictionary import Language, dictionary
from warehouse.difference import Difference, difference
from warehouse.export import ExportError, export
from warehouse.frames import UnknownNameError
from warehouse.staging import write_batch

ROOT = Path(__file__).resolve().parents[2]
FORMULA = '=HYPERLINK("x")'
CODED = ("scope", "applicant", "status", "grade", "vintage", "state", "relation", "better")
TEXT = "接口累计调用200多万次，实际收取1234.5元。"


def _report() -> Report:
    figures = [
        mention(
            TEXT,
            "200多万次",
            "2000000",
            "open_data_api_calls",
            upper=Decimal(3_000_000),
            period="cumulative_since:unknown..2023-12-31",
            flow_or_stock="stock",
        ),
        mention(TEXT, "1234.5元", "1234.5", "foi_fee_collected_amount"),
    ]
    return report(table_3(req_new="5", res_total="4", res_granted="4"), figures, TEXT, title=FORMULA, scope_words="-8")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("export"), _report())


def test_a_copy_answers_what_the_warehouse_answers(file: Path, tmp_path: Path) -> None:
    (copy,) = export(file, tmp_path / "out", "duckdb")
    assert copy.name == file.name and [one.name for one in copy.parent.iterdir()] == [file.name]
    asked = "SELECT * FROM compare('requests_received', 2023)"
    with warehouse.open(file) as one, warehouse.open(copy) as other:
        assert one.execute(asked).fetchall() == other.execute(asked).fetchall() != []
    with pytest.raises(ExportError, match="name another folder"):
        export(file, file.parent, "duckdb")


def test_parquet_keeps_every_table_and_view_and_exact_numbers(file: Path, tmp_path: Path) -> None:
    files = export(file, tmp_path / "out", "parquet")
    names = {one.stem for one in files}
    assert {"series", "series_growth", "ratios", "openness", "coverage", "observations", "cells"} <= names
    assert "texts" not in names
    fee = pl.read_parquet(tmp_path / "out" / "series.parquet").filter(pl.col("series_id") == "foi_fee_collected_amount")
    assert fee["value"].to_list() == [Decimal("1234.5")]


def test_csv_opens_in_excel_as_text_and_holds_no_formula(file: Path, tmp_path: Path) -> None:
    export(file, tmp_path, "csv")
    assert (tmp_path / "series.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "reports.csv").open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["title"] == "'" + FORMULA
    assert row["scope_words"] == "-8", "a number is no formula"
    with (tmp_path / "series.csv").open(encoding="utf-8-sig", newline="") as lines:
        values = {one["series_id"]: one["value"] for one in csv.DictReader(lines) if one["applicant"] == "total"}
    assert values["foi_fee_collected_amount"] == "1234.5"
    assert values["requests_received"] == "5"


def test_whatever_a_spreadsheet_takes_for_a_formula_is_text_in_csv(tmp_path: Path) -> None:
    formulas = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "=\n1+1", "＝1+1", "＠SUM(1)"]
    harmless = ["-8", "+3,000", "-", "1=1", "—", "a,=1+1"]
    titled = [
        report(title=title, issuer_id=f"x-{number}", report_year=2000 + number)
        for number, title in enumerate([*formulas, *harmless])
    ]
    export(built(tmp_path / "w", *titled), tmp_path, "csv")
    with (tmp_path / "reports.csv").open(encoding="utf-8-sig", newline="") as lines:
        titles = {one["report_year"]: one["title"] for one in csv.DictReader(lines)}
    assert [titles[year] for year in sorted(titles)] == ["'" + one for one in formulas] + harmless


def test_a_data_package_describes_every_field_and_leaves_text_as_it_is(file: Path, tmp_path: Path) -> None:
    export(file, tmp_path, "datapackage")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    for resource in package["resources"]:
        with (tmp_path / resource["path"]).open(encoding="utf-8", newline="") as lines:
            header = next(csv.reader(lines))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"]), resource["name"]
    with (tmp_path / "data" / "reports.csv").open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["title"] == FORMULA
    series = next(one for one in package["resources"] if one["name"] == "series")
    assert {"issuers", "series_definitions"} <= {
        one["reference"]["resource"] for one in series["schema"]["foreignKeys"]
    }


def test_several_numbers_in_one_field_are_text_with_their_own_digits(tmp_path: Path) -> None:
    file = built(tmp_path, _report())
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE TABLE several AS SELECT [10.50, 0.00, 20.00]::DECIMAL(38, 6)[] AS numbers")
        connection.execute("COMMENT ON COLUMN several.numbers IS 'Numbers'")
    export(file, tmp_path / "out", "datapackage")
    assert (tmp_path / "out" / "data" / "several.csv").read_text(encoding="utf-8") == "numbers\n10.5; 0; 20\n"
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    (table,) = (one for one in package["resources"] if one["name"] == "several")
    assert table["schema"]["fields"][0]["type"] == "string"


def _named(sheet: Any) -> list[dict[str, Any]]:
    """The cells of a sheet's rows by the name that its heading ends with."""
    heads, *rows = sheet.iter_rows()
    names = [cell.value.split(" ")[-1] for cell in heads]
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def book(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    (made,) = export(file, tmp_path_factory.mktemp("book"), "xlsx")
    return openpyxl.load_workbook(made)


def test_a_workbook_has_frozen_headings_in_chinese_and_english(book: Any) -> None:
    assert book.sheetnames == [
        "说明 read me",
        "指标序列 series",
        "逐年变化 growth",
        "比率 ratios",
        "公开程度 openness",
        "报告情况 coverage",
        "口径变化 breaks",
        "指标说明 codebook",
    ]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == ("A2" if sheet.title.endswith(("breaks", "codebook")) else "B2")
        assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$1:$1"
        for cell in sheet[1]:
            assert re.fullmatch(r"[\u4e00-\u9fff（）]+ [a-z_]+", cell.value), cell.value


def test_a_workbook_holds_real_numbers_shown_as_what_they_are(book: Any) -> None:
    rows = _named(book["指标序列 series"])
    points = {row["series_id"].value: row for row in rows if row["applicant"].value == "total"}
    fee = points["foi_fee_collected_amount"]
    assert (fee["value"].value, fee["value"].data_type, fee["value"].number_format) == (1234.5, "n", "#,##0.######")
    assert (fee["report_year"].value, fee["report_year"].number_format) == (2023, "0")
    received = points["requests_received"]["value"]
    assert (received.value, received.number_format) == (5, "#,##0")
    calls = points["open_data_api_calls"]
    assert [calls[name].value for name in ("lower", "upper")] == [2_000_000, 3_000_000]
    rates = {row["ratio_id"].value: row for row in _named(book["比率 ratios"])}
    rate = rates["full_disclosure_rate"]["value"]
    assert (rate.value, rate.number_format) == (1, "0.0%")
    assert rates["full_disclosure_rate"]["numerator"].number_format == "#,##0"


def test_a_workbook_explains_its_series_columns_codes_and_breaks(book: Any) -> None:
    meanings = {row["id"].value: row["meaning_en"].value for row in _named(book["指标说明 codebook"])}
    assert meanings["series.upper"].startswith("End of what the sources allow")
    chinese = [row["meaning_zh"].value for row in _named(book["指标说明 codebook"]) if row["what"].value != "component"]
    assert chinese and all(re.search("[\u4e00-\u9fff]", one) for one in chinese)
    assert meanings["requests_received"].startswith("Applications newly received")
    reasons = _named(book["口径变化 breaks"])
    assert {"requests_received", "press_conferences_held"} <= {row["series_id"].value for row in reasons}
    assert all(row["reason_zh"].value and row["series_zh"].value for row in reasons)
    front = [tuple(cell.value for cell in row) for row in book["说明 read me"].iter_rows(max_col=4)]
    assert ("申请人 applicant", "np", "自然人", "natural persons") in front


def test_no_code_in_a_workbook_is_left_unexplained(book: Any) -> None:
    explained = {(row[0].value, row[1].value) for row in book["说明 read me"].iter_rows(max_col=2)}
    for sheet in book.worksheets[1:7]:
        for row in sheet.iter_rows(min_row=2):
            for heading, cell in zip(sheet[1], row, strict=True):
                if heading.value.split(" ")[-1] in CODED and cell.value:
                    assert (heading.value, cell.value) in explained


def test_a_disputed_figure_is_on_yellow(tmp_path: Path) -> None:
    target = built(tmp_path, report(table_3(req_new="5", res_total="4", res_granted="4", carry_out="9")))
    judge(target)
    (made,) = export(target, tmp_path, "xlsx")
    rows = _named(openpyxl.load_workbook(made)["指标序列 series"])
    disputed = {row["status"].value == "disputed" for row in rows if row["value"].fill.fgColor.rgb == "FFFFF2CC"}
    assert disputed == {True}


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    evil = report(table_3(req_new="5"), issuer="=1+1", issuer_id="x-evil")
    (made,) = export(built(tmp_path / "w", evil), tmp_path, "xlsx")
    kinds = {cell.data_type for sheet in openpyxl.load_workbook(made) for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_the_python_api_gives_frames(file: Path) -> None:
    with warehouse.open_warehouse(file) as reader:
        series = reader.series("requests_received", issuer="测试县人民政府")
        assert series["value"].to_list() == [Decimal(5)]
        assert series.schema["value"] == pl.Decimal(38, 6)
        assert reader.series("foi_fee_collected_amount").height == 1
        assert reader.series("staff").schema["report_year"] == pl.Int16, "an empty frame has its types"
        assert reader.ratio("full_disclosure_rate")["value"].to_list() == [1.0]
        assert reader.explain(series["evidence_id"][0]).printed == "5"
        with pytest.raises(UnknownNameError, match="requests_received"):
            reader.series("requests_recieved")
        with pytest.raises(UnknownNameError, match="测试县人民政府"):
            reader.series("requests_received", issuer="测试县")


def test_a_district_is_named_with_or_without_its_city(tmp_path: Path) -> None:
    district = {"issuer": "淮安市洪泽区人民政府", "issuer_id": "320813"}
    other = {"issuer": "深圳市人民政府", "issuer_id": "440300", "issuer_level": "prefecture"}
    with warehouse.open_warehouse(built(tmp_path, report(table_3(), **district), report(table_3(), **other))) as reader:
        for name in ("320813", "淮安市洪泽区人民政府", "淮安市洪泽区", "洪泽区"):
            assert reader.issuer_ids(name) == ["320813"]
            found = reader.sql("SELECT DISTINCT issuer FROM series_of('requests_received', $name)", {"name": name})
            assert found["issuer"].to_list() == ["淮安市洪泽区人民政府"]
        for name in ("泽区", "区", "洪泽", "市洪泽区"):
            with pytest.raises(UnknownNameError, match="淮安市洪泽区人民政府"):
                reader.issuer_ids(name)


def test_a_home_is_opened_by_its_folder(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gongkai.duckdb").write_bytes(file.read_bytes())
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    with warehouse.open_warehouse() as reader:
        assert reader.sql("SELECT count(*) AS n FROM reports")["n"].to_list() == [1]


def _counts(found: Difference) -> set[tuple[str, str]]:
    assert {cause for _, cause in found.counts} <= set(CAUSES)
    return set(found.counts)


def test_two_equal_warehouses_do_not_differ(file: Path) -> None:
    assert difference(file, file).empty


def test_a_difference_has_its_cause(tmp_path: Path) -> None:
    first = report(table_3(req_new="5"), published_on="2024-01-01")
    corrected = report(table_3(req_new="6"), published_on="2024-09-01")
    later = report(table_3(req_new="9"), report_year=2024)
    one = built(tmp_path / "1", first)
    two = built(tmp_path / "2", first, later)
    three = built(tmp_path / "3", first, corrected)
    assert _counts(difference(one, two)) == {("added", "new report")}
    assert _counts(difference(two, one)) == {("removed", "report removed")}
    changed = difference(one, three)
    assert _counts(changed) == {("changed", "corrected report")}
    row = changed.values.filter(pl.col("id") == "requests_received", pl.col("applicant") == "total").row(0, named=True)
    assert (row["old_value"], row["new_value"]) == (Decimal(5), Decimal(6))
    assert changed.counts == {("changed", "corrected report"): changed.values.height}


def test_another_reading_and_another_crosswalk_are_told_apart(tmp_path: Path) -> None:
    one = report(table_3(req_new="5"))
    cells = tuple(
        cell if cell.code != "req_new__total" else type(cell)(**{**_fields(cell), "value": Decimal(50)})
        for cell in one.cells
    )
    again = type(one)(**{**_fields(one), "cells": cells})
    old = built(tmp_path / "old", one)
    assert _counts(difference(old, built(tmp_path / "read", again))) == {("changed", "new extractor")}

    write_batch([one], sources([one]), tmp_path / "s" / "batch", extractor="test")
    from warehouse.reference import reference

    frames = dict(reference())
    terms = frames["series_terms"]
    frames["series_terms"] = terms.filter(pl.col("series_id") != "carry_in")
    build(tmp_path / "s", tmp_path / "crosswalk.duckdb", RUN, reference=frames)
    found = difference(old, tmp_path / "crosswalk.duckdb")
    assert _counts(found) == {("removed", "new crosswalk")}
    assert set(found.values["id"]) == {"carry_in"}


def test_a_warehouse_of_an_earlier_version_is_compared_as_well(tmp_path: Path) -> None:
    one = report(table_3(req_new="5"))
    old, new = built(tmp_path / "old", one), built(tmp_path / "new", one)
    with duckdb.connect(str(old)) as earlier:
        earlier.execute("ALTER TABLE issuers DROP shared_name")
    assert difference(old, new).empty


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__struct_fields__}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "page"), [("en", "data-dictionary.md"), ("zh", "zh/data-dictionary.md")])
def test_the_data_dictionary_is_what_the_data_files_say(language: Language, page: str) -> None:
    written = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert written == dictionary(language, ROOT / "expectations" / "sql" / "tables.sql"), "out of date: make docs-data"


def test_the_chinese_of_the_data_dictionary_is_chinese_and_none_is_left_over() -> None:
    file = ROOT / "warehouse" / "dictionary.zh.yaml"
    chinese = yaml.safe_load(file.read_text(encoding="utf-8"))
    english = dictionary("en", ROOT / "expectations" / "sql" / "tables.sql").replace("\\|", "|")
    for group in ("words", "comments"):
        assert [one for one in chinese[group] if one not in english] == []
        assert [one for one in chinese[group].values() if not re.search("[\u4e00-\u9fff]|^1 .* -1$", one)] == []


def test_the_file_is_read_by_a_reader_while_another_one_has_it_open(file: Path) -> None:
    with duckdb.connect(str(file), read_only=True) as one, warehouse.open_warehouse(file) as other:
        assert one.execute("SELECT count(*) FROM series").fetchone() == other.sql("SELECT count(*) FROM series").row(0)
