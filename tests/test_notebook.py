"""The notebook answers its questions on the samples, and on the corpus where that is published."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("marimo", reason="marimo is not installed (make docs)")


ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def answers(samples_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("home")
    (home / samples_file.name).symlink_to(samples_file)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GONGKAI_HOME", str(home))
        spec = importlib.util.spec_from_file_location("notebook", ROOT / "docs" / "notebook.py")
        assert spec is not None and spec.loader is not None
        notebook = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(notebook)
        _, defined = notebook.app.run()
    return dict(defined)


@pytest.mark.parametrize("chart", ["requests", "shares", "failures"])
def test_every_question_has_a_chart_with_its_figures(answers: dict[str, Any], chart: str) -> None:
    drawn = json.loads(answers[chart].to_json())
    assert sum(map(len, drawn["datasets"].values())) > 0


def test_a_line_is_not_drawn_over_a_break(answers: dict[str, Any]) -> None:
    pingtan = [row for row in answers["parts"].to_dicts() if row["issuer"].startswith("平潭")]
    assert [(row["report_year"], row["part"]) for row in pingtan] == [(2014, 0), (2020, 1)]
    suqian = {row["part"] for row in answers["parts"].to_dicts() if row["issuer"].startswith("宿迁")}
    assert len(suqian) == 1


def test_shares_are_made_of_what_happens_to_requests(answers: dict[str, Any]) -> None:
    outcomes = answers["outcomes"]
    assert outcomes["requests"].min() >= 0
    assert {"Requests denied", "Requests granted in full"} <= set(outcomes["outcome"])


def test_every_question_has_an_answer_in_words_with_its_figures(answers: dict[str, Any]) -> None:
    assert "with a break in the series: 1." in answers["developed"]
    assert answers["became"].startswith("In 2024") and "requests granted in full 40 %" in answers["became"]
    told = re.fullmatch(r"Of ([\d,]+) checks that could be made, (\d+) failed, (\d+) of them .*", answers["trusted"])
    assert told is not None
    assert int(told[1].replace(",", "")) > 200 and (told[2], told[3]) == ("6", "4")


def test_failures_are_those_of_the_findings(answers: dict[str, Any]) -> None:
    assert answers["trust"]["failed"].sum() == 6
