"""An assessment as JSON: the shape that other programs rely on (`docs/check.schema.json` is made from it)."""

from __future__ import annotations

from typing import Any

import msgspec

from expectations.drafts import Assessment
from gongkai.output import with_decimals_as_numbers

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def to_json(path: str, assessment: Assessment) -> str:
    """One line of JSON, without a line break: `path`, what follows from the assessment, and the assessment."""
    told = {"path": path, "evaluated": assessment.evaluated, "whole": assessment.whole}
    return _ENCODER.encode(told | msgspec.structs.asdict(assessment)).decode("utf-8")


def schema() -> dict[str, Any]:
    """The JSON Schema of a line."""
    document = with_decimals_as_numbers(msgspec.json.schema(Assessment))
    line = document["$defs"].pop("Assessment")
    line["properties"] = {
        "path": {"type": "string", "description": "As the report was named"},
        "evaluated": {"type": "integer", "description": "How many instances of rules could be decided"},
        "whole": {"type": "boolean", "description": "Whether all that its form prints was there to be checked"},
    } | line["properties"]
    # All of it is written, whatever may be left out when an assessment is made.
    line["required"] = list(line["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **line,
        "title": "gongkai check",
        "$defs": document["$defs"],
    }
