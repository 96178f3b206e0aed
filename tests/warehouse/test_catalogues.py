"""What catalogues and statistical offices read, each held by its own tool: frictionless, rdflib and SHACL, pysdmx."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from pathlib import Path

import pytest

import warehouse
from warehouse.export import export

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
    sh:property [ sh:path dcterms:title ; sh:minCount 1 ; sh:datatype rdf:langString ; sh:uniqueLang true ] ,
        [ sh:path dcterms:description ; sh:minCount 1 ; sh:datatype rdf:langString ; sh:uniqueLang true ] ,
        [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] ,
        [ sh:path dcterms:temporal ; sh:maxCount 1 ; sh:class dcterms:PeriodOfTime ] ,
        [ sh:path dcterms:spatial ; sh:nodeKind sh:IRI ] , [ sh:path dcterms:language ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcterms:modified ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
    sh:property [ sh:path dcat:downloadURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcat:mediaType ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] .
"""
"""What DCAT-AP demands of a dataset and its distributions, as far as they have it."""


@pytest.fixture(scope="module")
def package(samples_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    export(samples_file, folder, "datapackage")
    return folder


@pytest.fixture(scope="module")
def sdmx(samples_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdmx")
    export(samples_file, folder, "sdmx-csv")
    return folder


def test_the_data_package_is_valid_to_the_last_row(package: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(package / "datapackage.json"))
    assert report.flatten(["type", "title", "message"])[:5] == []
    assert report.valid and report.stats["tasks"] > 20


def test_the_data_package_is_refused_once_a_row_is_wrong(package: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    described = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = (one for one in described["resources"] if one["name"] == "issuers")
    (tmp_path / "data").mkdir()
    rows = (package / resource["path"]).read_text(encoding="utf-8").splitlines()
    (tmp_path / resource["path"]).write_text("\n".join([*rows, rows[1]]) + "\n", encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(described | {"resources": [resource]}), encoding="utf-8")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert "primary-key" in {row[0] for row in report.flatten(["type"])}


def test_the_description_for_catalogues_is_dcat(package: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    pyshacl = pytest.importorskip("pyshacl")
    graph = rdflib.Graph().parse(package / "dcat.jsonld", format="json-ld", publicID="https://example.org/data/")
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    conforms, _, told = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, told
    dataset = rdflib.URIRef("https://example.org/data/")
    assert (dataset, rdflib.RDF.type, rdflib.DCAT.Dataset) in graph
    for term in {*graph.predicates(), *graph.objects(None, rdflib.RDF.type)}:
        for namespace in (rdflib.DCAT, rdflib.DCTERMS):
            assert not term.startswith(str(namespace)) or term in namespace, f"{term} is no term of the vocabulary"
    graph.remove((None, rdflib.DCAT.downloadURL, None))
    assert not pyshacl.validate(graph, shacl_graph=shapes)[0]


def test_every_file_of_the_package_is_in_the_catalogue_with_its_hash(package: Path) -> None:
    told = json.loads((package / "dcat.jsonld").read_text(encoding="utf-8"))["dcat:distribution"]
    hashes = {one["dcat:downloadURL"]["@id"]: one["spdx:checksum"]["spdx:checksumValue"]["@value"] for one in told}
    files = {path.relative_to(package).as_posix(): path for path in package.rglob("*") if path.is_file()}
    assert hashes.keys() == files.keys() - {"dcat.jsonld"}
    assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == digest for name, digest in hashes.items())


def test_sdmx_reads_the_series_with_their_structure(sdmx: Path, samples_file: Path) -> None:
    pysdmx_io = pytest.importorskip("pysdmx.io")
    message = pysdmx_io.read_sdmx(sdmx / "structure.json")
    (structure,) = message.get_data_structure_definitions()
    lists = {f"{one.agency}:{one.id}({one.version})": one for one in message.get_codelists()}
    components = {one.id: one for one in structure.components}
    with (sdmx / "series.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert set(rows[0]) == {"STRUCTURE", "STRUCTURE_ID", "ACTION", *components}
    assert {row["STRUCTURE_ID"] for row in rows} == {f"{structure.agency}:{structure.id}({structure.version})"}
    coded = {name: one.local_enum_ref for name, one in components.items() if one.local_enum_ref}
    assert {"ISSUER", "SERIES", "APPLICANT", "SCOPE", "OBS_STATUS", "READING", "GRADE", "FORM", "FREQ"} == set(coded)
    for name, reference in coded.items():
        codes = {code.id for code in lists[str(reference).partition("=")[2]].codes}
        assert {row[name] for row in rows} - {""} <= codes
    dimensions = [one.id for one in structure.components.dimensions]
    keys = {tuple(row[name] for name in dimensions) for row in rows}
    with warehouse.open(samples_file) as connection:
        (points,) = connection.execute("SELECT count(*) FROM series").fetchone() or (0,)
    assert len(keys) == len(rows) == points > 1000


def test_sdmx_marks_what_is_disputed_approximate_or_behind_a_break(sdmx: Path) -> None:
    with (sdmx / "series.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by = {(row["ISSUER"], row["SERIES"], row["APPLICANT"], row["TIME_PERIOD"]): row for row in rows}
    disputed = by["zone-pingtan", "requests_closed", "total", "2020"]
    assert (disputed["OBS_VALUE"], disputed["OBS_STATUS"], disputed["READING"]) == ("21", "U", "disputed")
    assert disputed["BREAK"]
    assert by["zone-pingtan", "requests_received", "total", "2020"]["OBS_STATUS"] == "B"
    approximate = [row for row in rows if row["LOWER"] != row["UPPER"]]
    assert approximate and {row["OBS_STATUS"] for row in approximate} <= {"E", "U"}
    plain = by["321300", "requests_received", "total", "2024"]
    assert (plain["OBS_VALUE"], plain["OBS_STATUS"], plain["GRADE"]) == ("3525", "A", "N")


def test_the_words_of_the_sites_description_are_of_schema_org(samples_file: Path, tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    from selectolax.lexbor import LexborHTMLParser

    from pages.site import write_site

    write_site(samples_file, tmp_path)
    page = LexborHTMLParser((tmp_path / "index.html").read_text(encoding="utf-8"))
    told = json.loads(page.css_first('script[type="application/ld+json"]').text())
    # The context is that of the vocabulary; its own file would be fetched.
    told["@context"] = {"@vocab": "https://schema.org/"}
    graph = rdflib.Graph().parse(data=json.dumps(told), format="json-ld")
    terms = {*graph.predicates(), *graph.objects(None, rdflib.RDF.type)} - {rdflib.RDF.type}
    assert len(terms) > 10
    assert not [term for term in terms if term not in rdflib.SDO]


def test_no_test_of_this_module_is_skipped_in_ci() -> None:
    if os.environ.get("CI") == "true":
        for name in ("frictionless", "pyshacl", "rdflib", "pysdmx"):
            __import__(name)
