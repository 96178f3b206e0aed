"""The documentation says what is there: links lead somewhere, commands can be pasted, nothing is left undescribed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from docs import reference
from flows.cli import main
from gongkai.document.limits import PREFIX, Limits
from tests.replay import Step, steps

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(
    page
    for page in ROOT.rglob("*.md")
    if not {".venv", "node_modules", "gold", ".audit"} & set(page.relative_to(ROOT).parts)
)
BOTH = sorted(page.relative_to(DOCS / "zh") for page in (DOCS / "zh").rglob("*.md"))
"""Pages that are there in both languages."""
CODE = [
    file for room in ("gongkai", "warehouse", "expectations", "pages", "flows") for file in (ROOT / room).rglob("*.py")
] + [ROOT / "prefect.yaml", ROOT / "compose.yaml"]


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """To a file of the repository, as most read these pages there. docs/hooks.py leads some to pages of the site."""
    broken = []
    for link, anchor in re.findall(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)", _text(page)):
        target = (page.parent / link).resolve() if link else page
        if not target.exists():
            broken.append(link)
        elif anchor and target.suffix == ".md" and anchor not in _anchors(_text(target)):
            broken.append(f"{link}#{anchor}")
    assert broken == []


def _commands(text: str) -> list[str]:
    """The lines of blocks that call `gongkai`, as they are pasted."""
    blocks = re.findall(r"^ *```(?:console|text|sh|bash)?\n(.*?)^ *```", text, re.M | re.S)
    lines = re.findall(r"^ *(?:\$ )?(?:\.venv/bin/)?gongkai (.+)$", "\n".join(blocks), re.M)
    # A remark behind a command is no part of it.
    return [re.split(r"\s{2,}#|\s#\s", line)[0].strip() for line in lines]


def _parsed(command: str) -> None:
    """Raises click.UsageError where the command line would refuse it."""
    words = shlex.split(command.split(" > ")[0].split(" | ")[0])
    context = click.Context(main, info_name="gongkai")
    one: click.Command = main
    while isinstance(one, click.Group) and words and words[0] in one.commands:
        one = one.commands[words.pop(0)]
        context = click.Context(one, parent=context)
    if one is main:
        raise click.UsageError(f"there is no command {words[0]!r}")
    try:
        one.make_context(one.name, words, parent=context)
    except click.BadParameter as error:
        # Files of the reader's own.
        if "does not exist" not in error.message:
            raise


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_command_on_a_page_can_be_pasted(page: Path) -> None:
    for command in _commands(_text(page)):
        _parsed(command)
    targets = set(re.findall(r"^\s*(?:\$ )?make ([a-z-]+)\b", _text(page), re.MULTILINE))
    assert targets <= set(re.findall(r"^([a-z-]+):.*##", _text(ROOT / "Makefile"), re.MULTILINE))


def test_a_wrong_command_on_a_page_is_found() -> None:
    for wrong in ("nothing", "run --sideways", "series --applicant nobody", "export --format pdf"):
        with pytest.raises(click.UsageError):
            _parsed(wrong)


@pytest.mark.parametrize("name", reference.every_command())
def test_the_help_of_a_command_has_an_example_that_can_be_pasted(name: str) -> None:
    examples = re.findall(r"(?:Example:|^) +gongkai (.+)$", reference.help_of(name), re.M)
    assert examples
    for example in examples:
        _parsed(example)
        assert example.startswith(name)


def test_the_list_of_commands_says_what_each_does_in_whole_sentences() -> None:
    listed = re.search(r"^Commands:\n((?:  .+\n)+)", reference.help_of(""), re.M)
    assert listed is not None
    lines = listed[1].splitlines()
    assert len(lines) == len(main.commands)
    assert not [line for line in lines if "..." in line or not re.search(r"[.)]$", line)]


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readmes_name_every_command_of_the_command_line(readme: str) -> None:
    text = _text(ROOT / readme)
    assert not [command for command in main.commands if f"gongkai {command}" not in text]


def test_both_readmes_have_the_same_commands_in_the_same_order() -> None:
    commands = [
        [
            line.split("#")[0].strip()
            for line in re.findall(r"^(?:\.venv/bin/|make ).*$", _text(ROOT / name), re.MULTILINE)
        ]
        for name in ("README.md", "README.zh.md")
    ]
    assert commands[0]
    assert commands[0] == commands[1]


def test_what_users_read_is_there_in_both_languages() -> None:
    for folder in ("tutorials", "how-to", "explanation"):
        english, chinese = (
            {page.relative_to(where / folder) for page in (where / folder).rglob("*.md")}
            for where in (DOCS, DOCS / "zh")
        )
        assert english and english == chinese
    for page in BOTH:
        assert len(re.findall("[一-鿿]", _text(DOCS / "zh" / page))) > 100


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_picture_speaks_the_language_of_its_page(page: Path) -> None:
    shown = re.findall(r"images/([\w-]+)\.png", _text(page))
    chinese = DOCS / "zh" in page.parents or page.stem.endswith(".zh")
    there = {one.stem for one in (DOCS / "images").glob("*-zh.png")}
    assert not [name for name in shown if name.endswith("-zh") != chinese and {name, f"{name}-zh"} & there]


@pytest.mark.parametrize("page", BOTH, ids=str)
def test_both_languages_of_a_page_have_the_same_commands_and_headings(page: Path) -> None:
    def bare(command: str) -> str:
        command = re.sub(r"--lang \w+", "", command)
        return re.sub(r'--reason "[^"]*"', "--reason", command).strip()

    english, chinese = DOCS / page, DOCS / "zh" / page
    assert [bare(one.command) for one in steps(english)] == [bare(one.command) for one in steps(chinese)]
    assert len(re.findall("^##", _text(english), re.M)) == len(re.findall("^##", _text(chinese), re.M))


def test_every_setting_of_the_code_is_described_and_no_other() -> None:
    used = {name for file in CODE for name in re.findall(r"\bGONGKAI_[A-Z_]+[A-Z]\b", _text(file))}
    limits = {name for name in used if name.startswith(PREFIX)}
    assert used - limits == set(reference.SETTINGS)
    page = reference.pages("en")["reference/settings.md"]
    rows = dict(re.findall(r"^\| `(\w+)` \| (?:[\d,]+ \| )?(.*) \|$", page, re.M))
    assert set(rows) == set(reference.SETTINGS) | {PREFIX + name.upper() for name in Limits.__struct_fields__}
    assert limits <= set(rows)
    assert set(reference.LIMITS_ZH) == set(Limits.__struct_fields__)
    assert all(re.search("[一-鿿]", told) for told in reference.LIMITS_ZH.values())


def test_the_reference_has_every_command_rule_form_and_problem_in_both_languages() -> None:
    from expectations.catalogue import rules
    from gongkai.forms import all_forms
    from gongkai.problem_words import catalogue

    wanted = {
        "commands": [f"## gongkai {name}\n" for name in main.commands],
        "rules": [f"### {rule.id} " for rule in rules()],
        "forms": [f"## {form.form_id} " for form in all_forms()],
        "problems": [f"| `{code}` | " for code in catalogue()],
    }
    for language in ("en", "zh"):
        pages = reference.pages(language)  # type: ignore[arg-type]
        for name, marks in wanted.items():
            assert marks
            assert not [mark for mark in marks if mark not in pages[f"reference/{name}.md"]]


def test_every_word_of_the_reference_is_there_whole_in_both_languages() -> None:
    # An unquoted comma in a flow mapping ends a value and begins a key without one.
    for name, told in (reference._WORDS | reference.SETTINGS).items():
        assert set(told) == {"en", "zh"}, name
        assert all(isinstance(one, str) and one for one in told.values()), name


def test_every_line_of_a_form_is_in_the_reference() -> None:
    from gongkai.forms import all_forms

    page = reference.pages("en")["reference/forms.md"]
    lines = {line.code for form in all_forms() for table in form.tables for line in table.lines if not line.header}
    assert lines <= set(re.findall(r"^\| `(\w+)` \|", page, re.M))


def test_every_public_name_of_the_package_is_described() -> None:
    import gongkai

    page = reference.pages("en")["reference/python.md"]
    names = {name for name in gongkai.__all__ if name != "__version__"}
    assert names <= set(re.findall(r"^## (?:gongkai\.)?(\w+)$", page, re.M))


def test_every_series_is_in_the_data_dictionary() -> None:
    # Its tables and columns are held by tests/warehouse/test_export.py.
    from gongkai.forms.codebook import codebook
    from gongkai.forms.crosswalk import crosswalk

    page = _text(DOCS / "data-dictionary.md")
    names = {one.series_id for one in crosswalk().series} | {one.code for one in codebook()}
    assert not [name for name in sorted(names) if f"| `{name}` |" not in page]


def test_the_chinese_cookbook_has_every_question_with_the_same_sql() -> None:
    english, chinese = _text(DOCS / "cookbook.md"), reference.pages("zh")["cookbook.md"]
    sql = r"```sql\n(.*?)```"
    assert re.findall(sql, chinese, re.S) == re.findall(sql, english, re.S)
    assert len(re.findall("^### .*[一-鿿]", chinese, re.M)) == len(re.findall("^### ", english, re.M))


NEEDS_A_RUN = ("run", "runs", "status", "collect", "bootstrap", "diff")
"""Replayed by tests/test_tutorials.py, which is slow: they start Prefect, or need what a run leaves in a home."""


def _replayed_here(step: Step) -> bool:
    words = step.command.split()
    return words[0] == "gongkai" and words[1] not in NEEDS_A_RUN and "corrected_series" not in step.command


@pytest.mark.parametrize("page", [page for page in PAGES if any(map(_replayed_here, steps(page)))], ids=_name)
def test_commands_print_what_their_page_says(
    page: Path,
    samples_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tmp_path / "gongkai-home"
    home.mkdir()
    (home / samples_file.name).symlink_to(samples_file)
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_HOME", raising=False)
    if DOCS / "zh" in page.parents or page.stem.endswith(".zh"):
        monkeypatch.setenv("GONGKAI_LANG", "zh")
    for step in filter(_replayed_here, steps(page)):
        command, _, file = step.command.partition(" > ")
        done = CliRunner().invoke(main, shlex.split(command)[1:], terminal_width=100, env={"COLUMNS": "100"})
        assert done.exit_code in (0, 1) and not isinstance(done.exception, click.ClickException), done.output
        if file:
            assert done.stdout
            continue
        assert step.fits(done.output), f"$ {command}\n{done.output}"


@pytest.mark.parametrize("language", ["", "zh/"])
def test_a_tutorial_with_reports_of_its_own_has_a_home_of_its_own(language: str) -> None:
    # The READMEs fill gongkai-home/ with the samples before.
    commands = [step.command for step in steps(DOCS / language / "tutorials" / "engineer.md")]
    ours = [one for one in commands if one.startswith("gongkai ")]
    assert ours
    assert not [one for one in ours if "--home" not in one]


def test_a_replay_tells_what_fits_from_what_does_not() -> None:
    step = Step("x", "one\n...\nlast ...")
    assert step.fits("one\nlast 5\n") and step.fits("one\ntwo\n\nthree\nlast word\n")
    assert not step.fits("last 5\n") and not step.fits("one\nlast 5\nmore\n") and not step.fits("one\n")
    assert Step("x", "1.5").fits("1.5\n") and not Step("x", "1.5").fits("125\n")


def test_paths_that_the_architecture_names_exist() -> None:
    text = _text(DOCS / "architecture.md")
    named = set(re.findall(r"\b((?:flows|warehouse|expectations|pages|tests|gongkai)/[a-z_/]+\.(?:py|yaml|sql))", text))
    assert named
    assert not [path for path in sorted(named) if not (ROOT / path).exists()]


def test_the_architecture_names_every_reader_of_a_type_of_file() -> None:
    text = _text(DOCS / "architecture.md")
    document = ROOT / "gongkai" / "document"
    readers = {
        module
        for name in ("sniff", "office")
        for module in re.findall(
            r"from gongkai\.document\.(\w+) import .*\b(?:read|page_of|page_in|convert)", _text(document / f"{name}.py")
        )
    }
    assert len(readers) > 8
    readers -= {"office", "picture"}  # They only lead to the readers: scan/ and those of Office files.
    assert not [one for one in sorted(readers) if f"{one}.py`" not in text and f"{one}/`" not in text]


def test_the_forms_that_the_loader_reads_are_those_on_disk() -> None:
    from gongkai.forms import all_forms

    on_disk = {
        yaml.safe_load(_text(path)).get("form") or path.stem
        for path in (ROOT / "gongkai" / "forms").glob("[A-Z]*.yaml")
    }
    assert {form.form_id for form in all_forms()} == on_disk
