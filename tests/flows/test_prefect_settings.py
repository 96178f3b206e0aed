"""Whether a server is named is looked up where Prefect would look, without its import of a second."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.home import Home
from flows.prefect_settings import name_a_server


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home whose settings are prepared, beside a folder in which a command is called."""
    made = Home(tmp_path / "home")
    for name in ("PREFECT_API_URL", "PREFECT_PROFILES_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(made.prefect))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return made


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (".env", 'export PREFECT_API_URL="http://127.0.0.1:4200/api"\n'),
        ("prefect.toml", '[api]\nurl = "http://127.0.0.1:4200/api"\n'),
        ("prefect.toml", "[api\n"),
        ("pyproject.toml", '[tool.prefect]\napi.url = "http://127.0.0.1:4200/api"\n'),
    ],
)
def test_files_of_the_folder_may_name_a_server(home: Home, file: str, text: str) -> None:
    assert not name_a_server(home)
    Path(file).write_text(text, encoding="utf-8")
    assert name_a_server(home)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (".env", "DEBUG=1\n"),
        ("prefect.toml", "[server]\nanalytics_enabled = false\n[api]\n"),
        ("pyproject.toml", '[project]\nname = "prefect-api-url"\n'),
    ],
)
def test_files_that_name_none_do_not(home: Home, file: str, text: str) -> None:
    Path(file).write_text(text, encoding="utf-8")
    assert not name_a_server(home)


@pytest.mark.parametrize("name", ["PREFECT_API_URL", "PREFECT_PROFILES_PATH", "PREFECT_HOME"])
def test_the_environment_may(home: Home, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "elsewhere")
    assert name_a_server(home)
