"""The command line in Chinese: nothing that it can say is without a translation, and nothing is out of line."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from click.testing import CliRunner

from docs.reference import every_command, help_of
from flows.cli import main
from flows.language import DOMAIN, LOCALE, language_of, speaking
from flows.summary import in_words
from flows.text_width import cells, wrapped
from flows.translated_help import texts
from gongkai.problem_words import catalogue as problems
from gongkai.problem_words import refusal

FLOWS = LOCALE.parent
FOLDER = LOCALE / "zh" / "LC_MESSAGES"
UNUSED = {"_termui_impl.py", "_winconsole.py", "termui.py", "utils.py"}
"""Of click's: editors, prompts, streams of Windows."""
OF_THE_PROGRAMMER = re.compile(
    "Boolean option|Arguments take|Could not determine|No options defined|Name '|Confirm|Do you"
)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (FOLDER / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale="zh")


ASKING = {"_": 0, "ngettext": 0, "to_say": 0, "counted": 1}
"""What a text is handed to, and as which argument."""


ROOMS = ("gongkai", "warehouse", "expectations", "pages", "flows")
PYTHON = [file for room in ROOMS for file in (FLOWS.parent / room).rglob("*.py")]
WORDED = {
    match[1] for file in PYTHON for match in re.finditer(r"class (\w+)\(Worded\b", file.read_text(encoding="utf-8"))
}
"""Errors whose sentences are translated where they are said."""


def _sentences(file: Path) -> Iterator[str]:
    """The sentences of errors that a module raises."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDED:
            assert not isinstance(node.args[0], ast.JoinedStr), f"{file}: {ast.unparse(node)}"
            if isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def _asked(file: Path) -> Iterator[str]:
    """The texts that a module asks gettext for."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING:
            text = node.args[ASKING[node.func.id]]
            if isinstance(text, ast.Constant):
                yield text.value


def _wanted() -> set[str]:
    of_click = {
        text
        for file in Path(click.__file__).parent.glob("*.py")
        if file.name not in UNUSED
        for text in _asked(file)
        if not OF_THE_PROGRAMMER.match(text)
    }
    own = {text for file in FLOWS.rglob("*.py") for text in _asked(file)}
    errors = {text for file in PYTHON for text in _sentences(file)}
    assert len(WORDED) > 5
    return of_click | own | errors | set(texts(main)) | {"required"}


def test_every_text_has_its_chinese_and_no_chinese_is_left_over(catalogue: Catalog) -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.id}
    wanted = _wanted()
    assert len(wanted) > 200
    assert sorted(wanted - known) == []
    assert sorted(known - wanted) == []


def test_every_chinese_text_is_one(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            text = message.string if isinstance(message.string, str) else message.string[0]
            english = [message.id] if isinstance(message.id, str) else list(message.id)
            assert re.search("[一-鿿：，（]", text), english
            assert not message.fuzzy
            # Every field is filled: of one and many, those of the many.
            assert _fields(text) == _fields(english[-1]), english


def _fields(text: str) -> set[str]:
    return set(re.findall(r"\{[^}]*\}|%\(\w+\)s", text))


def _said_as_it_stands(file: Path) -> Iterator[str]:
    """English that is said without asking for its translation."""
    saying = {"say", "end", "echo", "UsageError", "BadParameter", "not_read", "no_report"}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in saying:
            for argument in node.args:
                parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
                words = " ".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
                if re.search(r"[a-z]{2,} [a-z]{2,}", words):
                    yield f"{file.name}: {words}"


@pytest.mark.parametrize("file", sorted((FLOWS / "commands").glob("*.py")), ids=lambda file: file.name)
def test_nothing_is_said_without_asking_for_its_chinese(file: Path) -> None:
    assert list(_said_as_it_stands(file)) == []


@pytest.mark.parametrize("code", sorted(code for code, one in problems().items() if "refused_zh" in one))
def test_why_a_file_is_refused_is_said_in_chinese_alone(code: str) -> None:
    told = refusal(
        code, "the file (关于公布报告的通知) cannot be opened: data format error; raise GONGKAI_MAX_PAGES", "zh"
    )
    assert told.endswith("（关于公布报告的通知；GONGKAI_MAX_PAGES）")
    assert not re.search(r"\b[a-z]{3,} [a-z]{3,}", told)


def test_the_counts_of_a_run_are_said_in_the_language_that_is_spoken() -> None:
    counts = {"reports": 10, "read": 1, "critical": 4, "warning": 0, "unread": 1, "failed": 0}
    with speaking("en"):
        assert in_words(counts) == "10 reports, 1 read now, 4 critical, 1 file not read"
    with speaking("zh"):
        assert not re.search("[a-z]", in_words(counts))


OF_OTHERS = {"BootstrapFailed"}
"""What Prefect says, in its own language."""


def _told_of_errors(file: Path) -> Iterator[str]:
    """The errors whose own text is said to users: `end(1, str(error))`."""
    for handler in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(handler, ast.ExceptHandler) and handler.type is not None:
            said = [ast.unparse(node) for node in ast.walk(handler) if isinstance(node, ast.Call)]
            if any(f"str({handler.name})" in call for call in said):
                kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
                yield from (ast.unparse(kind) for kind in kinds)


def _raised_in_words(kind: str) -> bool:
    """Whether flows raise the error in the language that is spoken: with `_("...")` or what was made of it."""
    raised = [
        node.exc.args[0]
        for file in FLOWS.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and ast.unparse(node.exc.func) == kind
        if node.exc.args
    ]
    return all("_(" in ast.unparse(one) for one in raised)


@pytest.mark.parametrize("file", sorted((FLOWS / "commands").glob("*.py")), ids=lambda file: file.name)
def test_an_error_is_said_in_its_own_words_only_where_those_are_translated(file: Path) -> None:
    kinds = set(_told_of_errors(file)) - OF_OTHERS - {"ValueError"}
    assert [kind for kind in sorted(kinds) if kind in WORDED or not _raised_in_words(kind)] == []


def test_what_is_compiled_is_what_is_written(catalogue: Catalog) -> None:
    with (FOLDER / f"{DOMAIN}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogue:
        if isinstance(message.id, str):
            said = compiled.gettext(message.id) if message.id else message.string
        else:
            said, message.string = compiled.ngettext(*message.id, 2), message.string[0]
        assert said == message.string, "run: make texts"


@pytest.mark.parametrize("name", ["", *every_command()])
def test_the_help_is_chinese_and_as_wide_as_the_terminal(name: str) -> None:
    help_text = help_of(name, "zh")
    laid_out, _, below = help_text.partition("示例：")
    for line in laid_out.splitlines():
        assert cells(line) <= 80
        # What stands in a line beside commands, options, names and addresses is Chinese.
        if re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", line):
            assert re.search("[一-鿿]", line), line
    assert "Options" not in help_text and "用法：" in help_text
    assert below or not name


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ((), {}, "en"),
        ((), {"LANG": "zh_CN.UTF-8"}, "zh"),
        ((), {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ((), {"LC_ALL": "C", "GONGKAI_LANG": "zh"}, "zh"),
        (("--lang", "en"), {"GONGKAI_LANG": "zh"}, "en"),
        (("run", "--help", "--lang=zh"), {}, "zh"),
        (("--lang", "zh", "check", "--lang", "en"), {}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for(
    arguments: tuple[str, ...], environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GONGKAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language_of(arguments) == language


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["run", "--yers", "2018"],
            ["用法： gongkai run", "用法详见：gongkai run --help", "没有选项 '--yers'。", "--years"],
        ),
        (["rum"], ["没有命令 'rum'。", "run"]),
        (["sql"], ["缺少参数 '查询'。"]),
        (["series", "requests_received"], ["缺少选项 '--issuer'"]),
        (["export", "--format", "pdf"], ["'pdf' 不在可选范围", "xlsx"]),
        (["phrasings", "--least", "x"], ["'x' 不是整数。"]),
        (["phrasings", "--least", "0"], ["不在 x>=1 的范围内"]),
        (["runs", "a"], ["多出的参数（a）"]),
        (["backfill", "--collect-from", "none.csv"], ["文件 'none.csv' 不存在。"]),
    ],
)
def test_a_wrong_command_is_answered_in_chinese(arguments: list[str], said: list[str]) -> None:
    done = CliRunner().invoke(main, [*arguments, "--lang", "zh"], prog_name="gongkai")
    assert done.exit_code == 2
    for words in said:
        assert words in done.output
    assert "Error" not in done.output


def test_lines_break_between_chinese_characters_and_never_before_a_mark() -> None:
    text = "仓库目录：存放原件、仓库和报告。不给则取 GONGKAI_HOME，再不然用当前目录下的 gongkai-home/。 [默认：2]"
    for width in range(16, 60):
        lines = wrapped(text, width)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert not [
            line for line in lines if cells(line) > width or line[0] in "，。；：、！？）》”]" or line[-1] in "[（"
        ]
