"""The series for statistical offices: SDMX-CSV 2.0 with the structure that explains it as SDMX-JSON 2.0.

`series.csv` has one row an observation, `structure.json` its dimensions, attributes and code lists with names in both
languages. OBS_STATUS keeps to the codes of SDMX's own list (CL_OBS_STATUS); what exactly became of a figure is READING.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

AGENCY = "GONGKAI"
STRUCTURE = "SERIES"
VERSION = "1.0"
_URN = "urn:sdmx:org.sdmx.infomodel"

_Code = tuple[str, str, str]
"""Code, name in English, name in Chinese."""

_LISTS: dict[str, Sequence[_Code]] = {
    "CL_FREQ": [("A", "Annual", "年度")],
    "CL_APPLICANT": [
        ("total", "All applicants, or not by applicant", "总计，或不分申请人"),
        ("np", "Natural persons", "自然人"),
        ("biz", "Commercial enterprises", "商业企业"),
        ("sci", "Research institutions", "科研机构"),
        ("npo", "Social public-interest organisations", "社会公益组织"),
        ("law", "Legal service institutions", "法律服务机构"),
        ("org_other", "Other organisations", "其他"),
    ],
    "CL_SCOPE": [
        ("organ", "The issuing body alone", "本机关"),
        ("own_level", "A government and its own departments", "本级政府及部门"),
        ("jurisdiction", "The level and all below it", "全辖区"),
        ("part", "One named place or body, as in PART", "其中一地或一机构，见 PART"),
        ("unknown", "Not told by the report", "报告未说明"),
    ],
    "CL_OBS_STATUS": [
        ("A", "Normal value", "正常值"),
        ("B", "Time series break", "序列断点"),
        ("E", "Estimated value: approximate in print, or inferred from sums", "估计值：原文为约数，或由合计推得"),
        ("O", "Missing value", "缺失值"),
        (
            "U",
            "Low reliability: a check failed on it, or it was recognised on a picture",
            "可靠性低：核对不符，或由图像识别",
        ),
    ],
    "CL_READING": [
        ("ok", "Read as printed, contradicted by no check", "照印读出，无核对与之矛盾"),
        ("disputed", "A check of the report failed on the figure", "有核对不符"),
        ("inferred", "Not printed apart; the only reading that fits every sum", "未单独印出，唯一满足所有合计的读法"),
        ("ocr", "Recognised on the picture of a page", "由页面图像识别"),
        ("superseded", "A later version of the report has come", "报告已有更新的版本"),
    ],
    "CL_GRADE": [
        ("E", "The same definition on every form", "各表式定义相同"),
        ("N", "Near: usable, mind the breaks", "相近，可用，注意断点"),
        ("P", "A proxy put together from several lines", "替代，由几行合成"),
    ],
    "CL_FORM": [
        ("A", "Local lists, 2008-2013", "各地清单，2008—2013"),
        ("B", "Statistics table of 2014", "2014年统计表"),
        ("C", "Trial format of 2019", "2019年试行格式"),
        ("D", "Format of 2021", "2021年格式"),
    ],
}
_DIMENSIONS = {
    "FREQ": "CL_FREQ",
    "ISSUER": "CL_ISSUER",
    "SERIES": "CL_SERIES",
    "APPLICANT": "CL_APPLICANT",
    "SCOPE": "CL_SCOPE",
    "PART": None,
}
_ATTRIBUTES = {
    "OBS_STATUS": ("CL_OBS_STATUS", "String"),
    "READING": ("CL_READING", "String"),
    "LOWER": (None, "Decimal"),
    "UPPER": (None, "Decimal"),
    "UNIT_MEASURE": (None, "String"),
    "GRADE": ("CL_GRADE", "String"),
    "FORM": ("CL_FORM", "String"),
    "BREAK": (None, "String"),
    "EVIDENCE": (None, "String"),
}
_REQUIRED = ("OBS_STATUS", "READING", "GRADE", "EVIDENCE")
_CONCEPTS: dict[str, tuple[str, str]] = {
    "FREQ": ("Frequency", "频率"),
    "ISSUER": ("Issuer", "发布机构"),
    "SERIES": ("Series", "序列"),
    "APPLICANT": ("Kind of applicant", "申请人类别"),
    "SCOPE": ("Whose figures", "口径"),
    "PART": ("Named place or body where SCOPE is part, else _Z", "口径为部分时的地方或机构，否则为 _Z"),
    "TIME_PERIOD": ("Year of the report", "报告年度"),
    "OBS_VALUE": ("Value; empty where only bounds are known", "数值；只知上下限时为空"),
    "OBS_STATUS": ("Status of the observation", "观测值状态"),
    "READING": ("What became of the figure", "读取状态"),
    "LOWER": ("Least value that the source allows, itself included", "原文允许的最小值（含）"),
    "UPPER": (
        "End of what the source allows: equal to the value where exact, else not itself included",
        "原文允许的上限：精确时等于数值，否则不含",
    ),
    "UNIT_MEASURE": ("Unit", "单位"),
    "GRADE": ("How far the series compares over the forms", "跨表式可比等级"),
    "FORM": ("Official form of the report", "报告所用的法定格式"),
    "BREAK": ("Why the years before may not be compared", "为何不能与此前年度比较"),
    "EVIDENCE": ("Cell or number in the prose that it rests on", "所依据的表格单元或正文数字"),
}


def structure(connection: duckdb.DuckDBPyConnection) -> str:
    """The SDMX-JSON 2.0 message for the series of a warehouse: concepts, code lists, data structure."""
    made = connection.execute("SELECT max(published_at) FROM runs").fetchone()
    prepared = made[0].replace(tzinfo=UTC) if made and made[0] else datetime.now(UTC)
    issuers = connection.execute("SELECT issuer_id, issuer, issuer FROM issuers ORDER BY 1").fetchall()
    series = connection.execute("SELECT series_id, name_en, name_zh FROM series_definitions ORDER BY 1").fetchall()
    lists = _LISTS | {"CL_ISSUER": issuers, "CL_SERIES": series}
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
    concepts = [_item(name, english, chinese) for name, (english, chinese) in _CONCEPTS.items()]
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
        for position, (name, codes) in enumerate(_DIMENSIONS.items())
    ]
    time = _component("TIME_PERIOD", "GregorianYear", None) | {"type": "TimeDimension", "position": len(dimensions)}
    attributes = [
        _component(name, kind, codes)
        | {
            "usage": "mandatory" if name in _REQUIRED else "optional",
            "attributeRelationship": {"observation": {}},
        }
        for name, (codes, kind) in _ATTRIBUTES.items()
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
