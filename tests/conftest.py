"""What every test starts from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from gongkai.document import conversion, scan
from gongkai.document.limits import limits, setting


@pytest.fixture(autouse=True)
def no_optional_helpers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the extra `ocr` nor LibreOffice is there, save for tests of them: the suite says the same everywhere."""
    if "ocr" not in request.keywords:
        monkeypatch.setattr(scan, "is_installed", lambda: False)
    if "slow" not in request.keywords:
        monkeypatch.setattr(conversion, "is_installed", lambda: False)


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets limits by their settings, for one test: `limit(pages=1)`."""

    def set_limits(**values: int) -> None:
        for name, value in values.items():
            monkeypatch.setenv(setting(name), str(value))
        limits.cache_clear()

    yield set_limits
    monkeypatch.undo()
    limits.cache_clear()
