"""`gongkai phrasings`: figures without an indicator, grouped, from files and from a warehouse."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from flows.cli import main
from flows.commands.phrasings import Unbound, grouped

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def _lines(*arguments: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(main, ["phrasings", "--json", "--least", "1", *arguments])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.output.splitlines()]


def test_figures_are_grouped_by_words_and_unit_the_most_frequent_first() -> None:
    found = [
        Unbound("张贴海报", "张", "a", "12张"),
        Unbound("发放手册", "册", "a", "近300册"),
        Unbound("发放手册", "册", "b", "20册"),
        Unbound("发放手册", "份", "b", "20份"),
    ]
    assert [tuple(group) for group in grouped(found)] == [
        ("发放手册", "册", 2, 2, "近300册"),
        ("发放手册", "份", 1, 1, "20份"),
        ("张贴海报", "张", 1, 1, "12张"),
    ]


def test_only_figures_without_an_indicator_are_shown(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "江岭市人民政府2023年政府信息公开工作年度报告\n一、总体情况\n"
        "2023年，各级各部门落实公开要求，加强平台建设。\n二、主动公开政府信息情况\n"
        "全市各部门把公开贯穿政务运行，方便群众查阅。\n三、收到和处理政府信息公开申请情况\n"
        "全市共收到政府信息公开申请321件，同比增长12%，张贴海报86张。\n",
        encoding="utf-8",
    )
    assert [(group["measure"], group["unit"], group["figures"]) for group in _lines(str(report))] == [
        ("张贴海报", "张", 1)
    ]


def test_the_warehouse_and_the_files_it_was_made_of_give_the_same(sample_home: Path) -> None:
    stored = {(group["measure"], group["unit"]) for group in _lines("--home", str(sample_home))}
    read = {
        (group["measure"], group["unit"])
        for group in _lines(*map(str, SAMPLES.glob("*.txt")), *map(str, SAMPLES.glob("*.html")))
    }
    assert stored
    assert stored <= read


def test_without_a_warehouse_it_says_how_to_make_one(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["phrasings", "--home", str(tmp_path)])
    assert done.exit_code == 2
    assert "make one with: " in done.output
