"""What catalogues of open data read: the description of an export as DCAT, in JSON-LD. No context is fetched: the
prefixes stand in the file. Addresses are relative, so that the folder can be published anywhere as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from warehouse.dataset import DESCRIPTION_EN, DESCRIPTION_ZH, KEYWORD_EN, KEYWORD_ZH, TITLE_EN, TITLE_ZH
from warehouse.publish import hash_of

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "dcterms": "http://purl.org/dc/terms/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_TYPES = {".csv": "text/csv", ".json": "application/json"}
_CHINA = "http://publications.europa.eu/resource/authority/country/CHN"
_ANNUAL = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"


def dcat(connection: duckdb.DuckDBPyConnection, folder: Path, files: Sequence[tuple[Path, str]]) -> str:
    """The dataset in `folder`, made of `files` with what each holds, as JSON-LD."""
    published, extractor, first, last = connection.execute(
        "SELECT (SELECT max(published_at) FROM runs), (SELECT max(extractor) FROM runs), min(report_year), "
        "max(report_year) FROM reports"
    ).fetchone() or (None, None, None, None)
    dataset: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": "",
        "@type": "dcat:Dataset",
        "dcterms:title": _told(TITLE_EN, TITLE_ZH),
        "dcterms:description": _told(DESCRIPTION_EN, DESCRIPTION_ZH),
        "dcterms:identifier": "gongkai",
        "dcterms:language": [{"@id": f"{_LANGUAGE}{code}"} for code in ("ZHO", "ENG")],
        "dcterms:spatial": {"@id": _CHINA},
        "dcterms:accrualPeriodicity": {"@id": _ANNUAL},
        "dcat:keyword": _told(KEYWORD_EN, KEYWORD_ZH),
        "dcat:distribution": list(_distributions(folder, files)),
    }
    if published:
        dataset["dcterms:modified"] = _typed(published.strftime("%Y-%m-%dT%H:%M:%SZ"), "dateTime")
    if extractor:
        dataset["owl:versionInfo"] = extractor
    if first:
        dataset["dcterms:temporal"] = {
            "@type": "dcterms:PeriodOfTime",
            "dcat:startDate": _typed(f"{first}-01-01", "date"),
            "dcat:endDate": _typed(f"{last}-12-31", "date"),
        }
    return json.dumps(dataset, ensure_ascii=False, indent=2) + "\n"


def _distributions(folder: Path, files: Sequence[tuple[Path, str]]) -> Iterable[dict[str, Any]]:
    for file, held in files:
        digest = hash_of(file)
        yield {
            "@type": "dcat:Distribution",
            "dcterms:title": file.name,
            "dcterms:description": {"@value": held, "@language": "en"},
            "dcat:downloadURL": {"@id": file.relative_to(folder).as_posix()},
            "dcat:mediaType": {"@id": f"{_MEDIA}{_TYPES[file.suffix]}"},
            "dcat:byteSize": _typed(str(file.stat().st_size), "nonNegativeInteger"),
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": _typed(digest, "hexBinary"),
            },
        }


def _told(english: str, chinese: str) -> list[dict[str, str]]:
    return [{"@value": english, "@language": "en"}, {"@value": chinese, "@language": "zh"}]


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}
