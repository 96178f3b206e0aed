"""Where the real reports lie, if they are there: `shared/` beside the checkout. They are read where they lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared"
_WANTED = not os.environ.get("GONGKAI_WITHOUT_CORPUS")

SHARED: Path | None = _BESIDE if _WANTED and (_BESIDE / "reports").is_dir() else None

needs_corpus = pytest.mark.skipif(SHARED is None, reason="the corpus of real reports (../shared) is not here")
