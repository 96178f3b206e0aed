"""The series for statistical offices: SDMX-CSV 2.0 with the structure that explains it as SDMX-JSON 2.0.

`series.csv` has one row an observation, `structure.json` its dimensions, attributes and code lists with names in both
languages, from `sdmx.yaml`. OBS_STATUS keeps to the codes of SDMX's own list (CL_OBS_STATUS); what exactly became of a
figure is READING.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import yaml

AGENCY = "GONGKAI"
STRUCTURE = "SERIES"
VERSION = "1.0"
_URN = "urn:sdmx:org.sdmx.infomodel"

_Code = tuple[str, str, str]
"""Code, name in English, name in Chinese."""


class _Named(msgspec.Struct, frozen=True):
    en: str
    zh: str


class _Entry(_Named, frozen=True):
    id: str


class _Attribute(msgspec.Struct, frozen=True):
    type: str
    codes: str | None = None
    required: bool = False


class _Structure(msgspec.Struct, frozen=True):
    """The data file."""

    lists: dict[str, list[_Entry]]
    dimensions: dict[str, str | None]
    attributes: dict[str, _Attribute]
    concepts: dict[str, _Named]


@cache
def _structure() -> _Structure:
    text = Path(__file__).with_name("sdmx.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), _Structure)


def structure(connection: duckdb.DuckDBPyConnection) -> str:
    """The SDMX-JSON 2.0 message for the series of a warehouse: concepts, code lists, data structure."""
    made = connection.execute("SELECT max(published_at) FROM runs").fetchone()
    prepared = made[0].replace(tzinfo=UTC) if made and made[0] else datetime.now(UTC)
    issuers = connection.execute("SELECT issuer_id, issuer, issuer FROM issuers ORDER BY 1").fetchall()
    series = connection.execute("SELECT series_id, name_en, name_zh FROM series_definitions ORDER BY 1").fetchall()
    lists = {name: [(one.id, one.en, one.zh) for one in codes] for name, codes in _structure().lists.items()}
    lists |= {"CL_ISSUER": issuers, "CL_SERIES": series}
    message = {
        "meta": {
            "schema": "https://json.sdmx.org/2.0.0/sdmx-json-structure-schema.json",
            "id": f"{AGENCY}_{STRUCTURE}",
            "test": False,
            "prepared": prepared.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "contentLanguages": ["en", "zh"],
            "sender": {"id": AGENCY},
        },
        "data": {
            "codelists": [_codelist(name, codes) for name, codes in sorted(lists.items())],
            "conceptSchemes": [_concepts()],
            "dataStructures": [_data_structure()],
        },
    }
    return json.dumps(message, ensure_ascii=False, indent=1) + "\n"


def _artefact(name: str, english: str, chinese: str) -> dict[str, Any]:
    return {
        "id": name,
        "agencyID": AGENCY,
        "version": VERSION,
        "name": english,
        "names": {"en": english, "zh": chinese},
    }


def _item(name: str, english: str, chinese: str) -> dict[str, Any]:
    return {"id": name, "name": english, "names": {"en": english, "zh": chinese}}


def _codelist(name: str, codes: Iterable[_Code]) -> dict[str, Any]:
    return _artefact(name, name, name) | {"codes": [_item(*code) for code in codes]}


def _concepts() -> dict[str, Any]:
    concepts = [_item(name, one.en, one.zh) for name, one in _structure().concepts.items()]
    return _artefact("CS_SERIES", "Concepts", "概念") | {"concepts": concepts}


def _component(name: str, kind: str, codes: str | None) -> dict[str, Any]:
    form: dict[str, Any] = (
        {"enumeration": f"{_URN}.codelist.Codelist={AGENCY}:{codes}({VERSION})"}
        if codes
        else {"format": {"dataType": kind}}
    )
    concept = f"{_URN}.conceptscheme.Concept={AGENCY}:CS_SERIES({VERSION}).{name}"
    return {"id": name, "conceptIdentity": concept, "localRepresentation": form}


def _data_structure() -> dict[str, Any]:
    dimensions = [
        _component(name, "String", codes) | {"position": position, "type": "Dimension"}
        for position, (name, codes) in enumerate(_structure().dimensions.items())
    ]
    time = _component("TIME_PERIOD", "GregorianYear", None) | {"type": "TimeDimension", "position": len(dimensions)}
    attributes = [
        _component(name, one.type, one.codes)
        | {"usage": "mandatory" if one.required else "optional", "attributeRelationship": {"observation": {}}}
        for name, one in _structure().attributes.items()
    ]
    return _artefact(STRUCTURE, "Figures of disclosure reports", "政府信息公开年度报告数据") | {
        "dataStructureComponents": {
            "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
            "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": time},
            "measureList": {
                "id": "MeasureDescriptor",
                "measures": [_component("OBS_VALUE", "Decimal", None) | {"usage": "optional"}],
            },
        }
    }
