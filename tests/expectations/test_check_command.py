"""`gongkai check`, run as a clerk runs it."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.command import ROOT, Done, gongkai, started

SAMPLES = ROOT / "samples"


def _check(*arguments: str | Path, **environment: str) -> Done:
    return gongkai("check", *arguments, **environment)


def test_a_draft_with_a_wrong_sum_is_told_box_by_box_and_ends_with_1() -> None:
    done = started("check", SAMPLES / "hongze-2023.html", "--lang", "zh")
    assert (done.returncode, done.stderr) == (1, "")
    for told in ("须更正", "[H-C4]", "“总计”为0", "各项相加为11", "前者少11", "表四 行政复议·结果维持 = 10", "核对"):
        assert told in done.stdout, told
    assert "\x1b" not in done.stdout


def test_an_interrupted_check_is_not_taken_for_one_with_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.guarded_reading.read_all", interrupted)
    done = _check(SAMPLES / "hongze-2023.html", "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "\nAborted!\n")


def test_a_clean_draft_against_last_year_ends_with_0_and_says_what_was_counted() -> None:
    done = _check(SAMPLES / "suqian-2024.html", "--against", SAMPLES / "suqian-2023.html", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    alone = _check(SAMPLES / "suqian-2024.html", "--lang", "en")
    assert "Nothing found." in done.stdout

    def counted(output: str) -> int:
        return int(output.split(" checked: ")[0].split()[-1])

    assert counted(done.stdout) > counted(alone.stdout) > 30
    assert "宿迁市人民政府 for 2023" not in done.stdout


def test_last_years_box_is_told_where_the_years_do_not_fit(tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    text = (SAMPLES / "suqian-2024.html").read_text(encoding="utf-8")
    assert text.count(">420<") == 1
    draft.write_text(text.replace(">420<", ">402<"), encoding="utf-8")
    done = _check(draft, "--against", SAMPLES / "suqian-2023.html", "--lang", "zh")
    assert done.returncode == 1
    assert "[P-X2]" in done.stdout
    assert "= 402" in done.stdout and "（上年报告）" in done.stdout and "= 597" in done.stdout


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "核对"),
        ({"LANG": "de_DE.UTF-8"}, "checked"),
        ({"LC_ALL": "C", "LANG": "zh_CN"}, "checked"),
    ],
)
def test_the_language_is_that_of_the_environment(environment: dict[str, str], word: str) -> None:
    assert word in _check(SAMPLES / "suqian-2023.html", **environment).stdout


def test_what_cannot_be_read_ends_with_2_and_the_rest_is_checked(tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    done = _check(empty, SAMPLES / "suqian-2023.html", tmp_path / "none.html", "--lang", "en")
    assert done.returncode == 2
    assert "not read: " in done.stderr and "empty.html" in done.stderr and "none.html" in done.stderr
    assert "宿迁市人民政府" in done.stdout


def test_json_has_the_operands_with_their_places() -> None:
    done = _check(SAMPLES / "hongze-2023.html", SAMPLES / "suqian-2023.html", "--json")
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["issuer"] == "淮安市洪泽区人民政府" and second["findings"] == []
    assert {one["check_id"] for one in first["findings"]} == {"H-C4"}
    (found,) = [one for one in first["findings"] if one["left"] == 0 and one["right"] == 11]
    assert {one["code"]: one["printed"] for one in found["operands"]}["review_upheld"] == "10"
    assert first["evaluated"] == first["passed"] + len(first["findings"])


def test_html_is_one_page_that_needs_nothing_else() -> None:
    done = _check(SAMPLES / "hongze-2023.html", "--html", "--lang", "en")
    assert done.returncode == 1
    assert 'data-first="en"' in done.stdout, "the page begins in the language that was asked for"
    assert done.stdout.lstrip().lower().startswith("<!doctype html>")
    assert 'class="assessment critical"' in done.stdout
    assert re.search(r"✗ [1-9][0-9]* to be corrected", done.stdout)
    assert "H-C4" in done.stdout and "<script src" not in done.stdout and "<link" not in done.stdout


def test_the_page_is_about_the_draft_and_says_what_was_not_checked(tmp_path: Path) -> None:
    carried_in = "<td>118</td><td>3</td><td>0</td><td>0</td><td>0</td><td>0</td><td>121</td>"
    draft = _draft(tmp_path, "suqian-2024.html", carried_in, carried_in.replace("118", "见附件"))
    page = _check(draft, "--against", SAMPLES / "hongze-2023.html", "--html", "--lang", "zh").stdout
    assert "已核对的各项未发现问题，但下列内容没有核对" in page and "Nothing found in what was checked" in page
    assert "填的是“见附件”，不是数" in page
    assert "[H-C4]" not in page and "H-C4" not in page.partition('id="reports"')[0], "a finding of the other report"
    assert "从未核对" not in page and "gongkai sql" not in page and " 0 B" not in page
    page = _check(SAMPLES / "hongze-2023.html", "--html").stdout
    assert "没有填写，仍为0；按各项应为11" in page, "what the slip may be"


def test_what_one_slip_may_explain_is_told_together_and_its_box_is_marked_before_the_others(tmp_path: Path) -> None:
    row = "<td>859</td><td>33</td><td>0</td><td>0</td><td>3</td><td>2</td><td>897</td>"
    draft = _draft(tmp_path, "suqian-2024.html", row, row.replace("859", "8590"))
    told = _check(draft, "--lang", "zh").stdout
    assert "第1、2项可能出于同一处：" in told and "859写成了8590" in told
    page = _check(draft, "--html", "--lang", "zh").stdout
    assert "其中2项可能出于同一处：" in page
    assert re.search(r'class="number failed">8590<', page), "the box of the slip"
    assert re.search(r'class="number failed part">1408<', page), "another box of the same sum"


def test_neither_prefect_nor_great_expectations_nor_a_library_of_frames_is_loaded() -> None:
    code = (
        "import sys; from flows.cli import main\n"
        f"try: main(['check', {str(SAMPLES / 'hongze-2023.html')!r}])\n"
        "except SystemExit: pass\n"
        "print(sorted({'prefect', 'great_expectations', 'pandas', 'numpy', 'polars', 'pypdfium2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_could_not_be_read_is_told_too(tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    text = (SAMPLES / "suqian-2024.html").read_text(encoding="utf-8")
    assert text.count("（一）予以公开") == 1
    draft.write_text(text.replace("（一）予以公开", "（一）公之于众"), encoding="utf-8")
    done = _check(draft, "--lang", "zh", "--time")
    assert "未能读出" in done.stdout and "公之于众" in done.stdout
    assert done.stderr.startswith("用时")


def test_figures_of_one_sentence_are_marked_in_it_in_its_order() -> None:
    done = _check(SAMPLES / "example-county-2023.html", "--lang", "zh")
    assert "总金额【1860元】，实际收取【2860元】" in done.stdout


def test_words_that_stand_twice_in_a_sentence_are_marked_where_the_figure_is(tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    text = (SAMPLES / "example-county-2023.html").read_text(encoding="utf-8")
    assert text.count("收费通知4件，总金额1860元，实际收取2860元") == 1
    said = "收费通知4件，收取信息处理费6件，其中6件为当年"
    draft.write_text(text.replace("收费通知4件，总金额1860元，实际收取2860元", said), encoding="utf-8")
    done = _check(draft, "--lang", "zh").stdout
    assert "收费通知【4件】，收取信息处理费【6件】，其中6件" in done
    assert "为6件，大于“发出信息处理费收费通知”4件，多出2件。" in done
    assert "is 6, more than “Fee notices issued”, which is 4; the excess is 2." in _check(draft, "--lang", "en").stdout


def test_of_a_figure_that_was_not_read_it_is_not_said_that_it_is_not_there(tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    text = (SAMPLES / "example-county-2023.html").read_text(encoding="utf-8")
    draft.write_text(text.replace("总金额1860元，实际", "实际"), encoding="utf-8")
    told = _check(draft, "--lang", "zh").stdout
    assert "没有读出“信息处理费收费通知总金额”（未写，或写法未能认出）" in told


def test_a_sum_that_blank_boxes_do_not_settle_is_told_before_those_that_they_do(tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    text = (SAMPLES / "shanghai-gov-office-2019.html").read_text(encoding="utf-8")
    assert text.count("<td>821</td><td>35</td>") == 1 and text.count("<td>148</td><td>1</td>") == 1
    text = text.replace("<td>821</td><td>35</td>", "<td>35</td><td>821</td>")
    draft.write_text(text.replace("<td>148</td><td>1</td>", "<td>若干</td><td>1</td>"), encoding="utf-8")
    told = [line.strip() for line in _check(draft, "--lang", "zh").stdout.splitlines()]
    first = told[next(at for at, line in enumerate(told) if line.startswith("H-C1")) + 1]
    assert first.startswith("表三“商业企业”列") and first.endswith("如空白按0计，821与35不符。")
    assert any(line.startswith("表三“自然人”列：“信访举报投诉类申请”（填了文字）") for line in told)


def test_it_answers_in_a_moment_from_a_cold_start() -> None:
    """By the time of a processor, as the machine may be busy; bounded loosely, as its clock may be slow too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert _check(SAMPLES / "hongze-2023.html").returncode == 1
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3


def test_a_clerk_is_told_in_chinese_what_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "draft.docx").write_bytes(b"PK\x03\x04 and no archive")
    done = _check(tmp_path / "draft.docx", tmp_path / "lost.pdf", "--lang", "zh")
    assert done.returncode == 2
    lost, broken = done.stderr.splitlines()
    assert lost.startswith("未能读取：") and "lost.pdf：没有" in lost
    assert broken.startswith("未能读取：") and "draft.docx：压缩包损坏" in broken


def test_lines_that_are_not_for_the_body_take_one_line(tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    text = (SAMPLES / "example-county-2023.html").read_text(encoding="utf-8")
    rules = "<td>规章</td><td>0</td><td>0</td><td>0</td>"
    assert text.count(rules) == 1
    draft.write_text(text.replace(rules, rules.replace("0", "/")), encoding="utf-8")
    told = _check(draft, "--lang", "zh").stdout.splitlines()
    at = next(at for at, line in enumerate(told) if "P-X6" in line)
    assert told[at].endswith("空白或“/”按0计均相符") and not told[at + 1].startswith("      ")


def test_what_is_said_of_labels_is_said_in_english(tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    text = (SAMPLES / "suqian-2024.html").read_text(encoding="utf-8")
    carried_in = "<td>118</td><td>3</td><td>0</td><td>0</td><td>0</td><td>0</td><td>121</td>"
    assert text.count(carried_in) == 1
    draft.write_text(text.replace(carried_in, carried_in.replace("118", "117").replace("121", "120")), encoding="utf-8")
    done = _check(draft, "--against", SAMPLES / "suqian-2023.html", "--lang", "en")
    assert "“last year's 结转下年度继续办理” is 118" in done.stdout and "上年报告" not in done.stdout


def _draft(tmp_path: Path, sample: str, old: str, new: str) -> Path:
    """A sample with one place typed otherwise."""
    text = (SAMPLES / sample).read_text(encoding="utf-8")
    assert text.count(old) == 1
    draft = tmp_path / "draft.html"
    draft.write_text(text.replace(old, new), encoding="utf-8")
    return draft


def test_what_leaves_the_figures_alone_is_told_apart_from_what_could_not_be_read(tmp_path: Path) -> None:
    draft = _draft(tmp_path, "example-county-2023.html", "（一）予以公开", "（一）公之于众")
    told = _check(draft, "--lang", "zh").stdout
    assert told.index("未能读出") < told.index("公之于众") < told.index("另请留意1处") < told.index("名录中没有")


def test_a_period_of_another_year_is_a_finding_and_told_once(tmp_path: Path) -> None:
    period = "2024年1月1日至2024年12月31日"
    done = _check(_draft(tmp_path, "suqian-2024.html", period, period.replace("2024", "2023")), "--lang", "zh")
    assert done.returncode == 1
    assert "[period_of_year]" in done.stdout and "【2023年1月1日至2023年12月31日】" in done.stdout
    assert "年度前后不一" not in done.stdout and "未能读出" not in done.stdout


def test_nothing_found_is_not_said_of_a_box_that_could_not_be_checked(tmp_path: Path) -> None:
    """Words where a number belongs: the sums over the box are not asked, and nobody is to think that they hold."""
    carried_in = "<td>118</td><td>3</td><td>0</td><td>0</td><td>0</td><td>0</td><td>121</td>"
    draft = _draft(tmp_path, "suqian-2024.html", carried_in, carried_in.replace("118", "见附件"))
    done = _check(draft, "--lang", "zh")
    assert (done.returncode, done.stderr) == (2, "")
    assert "未发现问题。" not in done.stdout and "已核对的各项未发现问题，但下列内容没有核对" in done.stdout
    assert "表三 二、上年结转政府信息公开申请数量·自然人：填的是“见附件”，不是数" in done.stdout
    (told,) = map(json.loads, _check(draft, "--json").stdout.splitlines())
    assert [(one["code"], one["state"]) for one in told["unread"]] == [("req_carry_in__np", "text")]


def test_nothing_found_is_not_said_of_a_table_or_line_that_is_missing(tmp_path: Path) -> None:
    text = (SAMPLES / "suqian-2024.html").read_text(encoding="utf-8")
    (fourth,) = [part for part in text.split("<table") if "未经复议直接起诉" in part]
    draft = tmp_path / "draft.html"
    draft.write_text(text.replace("<table" + fourth.partition("</table>")[0], "<table>"), encoding="utf-8")
    done = _check(draft, "--lang", "zh")
    assert done.returncode == 2 and "报告中未找到“政府信息公开行政复议、行政诉讼情况”的表格" in done.stdout
    done = _check(SAMPLES / "shenzhen-2022.txt", "--lang", "zh")
    assert done.returncode == 2 and "未找到统计表，只核对了正文" in done.stdout


def test_blanks_and_strokes_do_not_make_a_clean_draft_unclean(tmp_path: Path) -> None:
    text = (SAMPLES / "hongze-2024.html").read_text(encoding="utf-8").replace("<td>0</td>", "<td>/</td>")
    assert text.count("<td>/</td>") > 100
    draft = tmp_path / "draft.html"
    draft.write_text(text, encoding="utf-8")
    done = _check(draft, "--lang", "zh")
    assert done.returncode == 0 and "未发现问题。" in done.stdout


def test_the_report_that_the_years_were_held_against_is_named_and_one_that_does_not_fit_too() -> None:
    last, other = SAMPLES / "suqian-2023.html", SAMPLES / "hongze-2023.html"
    draft = SAMPLES / "suqian-2024.html"
    assert "已与上年报告核对：suqian-2023.html。" in _check(draft, "--against", last, "--lang", "zh").stdout
    assert "未与上年报告核对（--against" in _check(draft, "--lang", "zh").stdout
    told = _check(draft, "--against", other, "--lang", "zh").stdout
    assert "所给报告都不是本机关2023年度的（hongze-2023.html 淮安市洪泽区人民政府 2023）" in told


def test_an_archive_is_taken_apart(tmp_path: Path) -> None:
    archive = tmp_path / "drafts.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(SAMPLES / "suqian-2023.html", "年报/suqian.html")
        packed.write(SAMPLES / "hongze-2023.html", "hongze.html")
    done = _check(archive, "--lang", "zh")
    assert (done.returncode, done.stderr) == (1, "")
    assert f"{archive}/年报/suqian.html" in done.stdout and "[H-C4]" in done.stdout
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr("empty.html", b"")
    done = _check(archive, "--lang", "zh")
    assert done.returncode == 2 and f"{archive}/empty.html" in done.stderr and "[H-C4]" in done.stdout
