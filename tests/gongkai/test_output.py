"""The JSON of `gongkai extract` is what `docs/extract.schema.json` says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import gongkai
from gongkai.output import schema

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "docs" / "extract.schema.json"
SAMPLES = sorted((ROOT / "samples").glob("*.html")) + sorted((ROOT / "samples").glob("*.txt"))


def test_the_published_schema_is_that_of_the_types() -> None:
    published = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema())), "docs/extract.schema.json is out of date: run make schema"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_sample_comes_out_as_the_schema_says(sample: Path) -> None:
    line = gongkai.to_json(gongkai.read(sample), with_text=True)
    assert "\n" not in line
    extract = json.loads(line)
    jsonschema.validate(extract, schema(), cls=jsonschema.Draft202012Validator)
    for mention in extract["mentions"]:
        assert extract["text"][mention["start"] : mention["end"]] == mention["surface"]
        assert extract["text"][mention["number_start"] : mention["number_end"]] == mention["number_surface"]


def test_the_text_is_left_out_unless_it_is_asked_for() -> None:
    assert "text" not in json.loads(gongkai.to_json(gongkai.read(SAMPLES[0])))


def test_decimals_go_out_with_the_digits_that_were_printed() -> None:
    report = gongkai.read(ROOT / "samples" / "suqian-2023.html")
    line = gongkai.to_json(report)
    assert '"value":59237.2449' in line
    assert "E+" not in line


def test_a_plain_text_file_keeps_its_text_unchanged() -> None:
    sample = ROOT / "samples" / "shenzhen-2022.txt"
    assert gongkai.read(sample).text == sample.read_text(encoding="utf-8")
