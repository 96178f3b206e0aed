"""What every test starts from."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from gongkai.document import conversion, scan
from gongkai.document.limits import limits, setting

for name in ("GONGKAI_LANG", "LC_ALL", "LC_MESSAGES"):  # Whatever the terminal of the person is.
    os.environ.pop(name, None)
os.environ["LANG"] = "C.UTF-8"

settings.register_profile("gongkai", deadline=None)  # A busy machine fails nothing; what grows too fast is counted.
settings.load_profile("gongkai")


_FLOWS = "flows"


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Of `--dist loadfile`: the files that run flows go to one worker, so that Prefect, its server and the home of the
    samples are made ready once and not by every worker."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    @cache
    def runs_flows(file: Path) -> bool:
        text = file.read_text(encoding="utf-8")
        return "pytest.mark.flow" in text or "sample_home" in text

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return _FLOWS if runs_flows(config.rootpath / file) else file

        def _assign_work_unit(self, node: Any) -> None:
            # They take longest: begun last, they would keep one worker busy while the others have nothing to do.
            if _FLOWS in self.workqueue:
                self.workqueue.move_to_end(_FLOWS, last=False)
            super()._assign_work_unit(node)

    return ByFile(config, log)


_THERE = {"ocr": (scan, scan.is_installed), "office": (conversion, conversion.is_installed)}


@pytest.fixture(scope="session", autouse=True)
def no_optional_helpers() -> Iterator[None]:
    """Neither the extra `ocr` nor LibreOffice is there: the suite says the same everywhere."""
    with pytest.MonkeyPatch.context() as patched:
        for helper, _ in _THERE.values():
            patched.setattr(helper, "is_installed", lambda: False)
        patched.setenv(conversion.SETTING, "off")  # For the processes that tests start.
        yield


@pytest.fixture(autouse=True)
def helpers_under_test(
    no_optional_helpers: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a test is about one of them, it is there if it is installed."""
    for mark, (helper, is_installed) in _THERE.items():
        if mark in request.keywords:
            monkeypatch.setattr(helper, "is_installed", is_installed)
            monkeypatch.delenv(conversion.SETTING, raising=False)


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


@pytest.fixture(scope="session")
def built_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published warehouse of the samples, built once."""
    from tests.samples import SAMPLES, built_from

    files = sorted(file for file in SAMPLES.iterdir() if file.suffix in (".html", ".txt"))
    return built_from(files, tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def samples_file(built_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module's own copy of it: DuckDB keeps a file that is open as it was first opened."""
    return Path(shutil.copy(built_samples, tmp_path_factory.mktemp("copy")))
