"""What every test starts from."""

from __future__ import annotations

import pytest

from gongkai.document import scan


@pytest.fixture(autouse=True)
def no_recogniser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra `ocr` is not there, installed or not, save for the tests of it: the suite says the same everywhere."""
    if "ocr" not in request.keywords:
        monkeypatch.setattr(scan, "is_installed", lambda: False)
