"""The pipeline expectations as data: what must be true of the warehouse itself before it may be published."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from expectations.words import Words

_FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PipelineExpectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `pipeline.yaml`."""

    id: str
    table: str
    severity: Literal["critical", "warning", "info"]
    title: Words
    over: Literal["part", "whole"] = "part"
    """Of a publication that is carried on: whether it is enough to ask it of the part that was drawn."""
    expect: dict[str, dict[str, Any]] | None = None
    """An expectation of GX with its arguments; None where the query `pipeline/<id>.sql` says what is wrong."""

    @property
    def query(self) -> str:
        """SQL that yields what is wrong."""
        return (_FOLDER / "pipeline" / f"{self.id}.sql").read_text(encoding="utf-8")


@cache
def pipeline() -> tuple[PipelineExpectation, ...]:
    """All pipeline expectations, in the order of the file."""
    text = (_FOLDER / "pipeline.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=_LOADER), tuple[PipelineExpectation, ...])
