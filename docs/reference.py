"""The pages of the reference, made from what they describe: nothing in them is written by hand.

`pages("en")` and `pages("zh")` give each page by its path below the documentation's root. `docs/hooks.py` hands them to
MkDocs; `tests/test_docs.py` holds them to the code.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import yaml

import gongkai
from expectations.catalogue import rules
from flows.cli import main
from flows.language import Language, speaking
from flows.translated_help import spoken
from gongkai import model
from gongkai.document import limits
from gongkai.forms import all_forms
from gongkai.forms.model import Form, Identity, Table
from gongkai.problem_words import catalogue
from warehouse import frames

ROOT = Path(__file__).resolve().parents[1]
_WORDS: dict[str, dict[Language, str]] = yaml.safe_load(
    Path(__file__).with_name("reference.yaml").read_text(encoding="utf-8")
)
SETTINGS: dict[str, dict[Language, str]] = yaml.safe_load(
    Path(__file__).with_name("settings.yaml").read_text(encoding="utf-8")
)
LIMITS_ZH: dict[str, str] = yaml.safe_load(Path(__file__).with_name("limits.yaml").read_text(encoding="utf-8"))
"""What each limit is of, in Chinese; the English is its docstring."""
_HELP_WIDTH = 80


@cache
def pages(language: Language) -> dict[str, str]:
    """Every page of the reference as Markdown, by its path."""
    writers: dict[str, Callable[[Language], Iterable[str]]] = {
        "commands": _commands,
        "settings": _settings,
        "python": _python,
        "rules": _rules,
        "forms": _forms,
        "problems": _problems,
    }
    shared = {"cookbook.md": chinese_cookbook()} if language == "zh" else {}
    return shared | {
        f"reference/{name}.md": "\n".join(
            [f"# {_say(f'{name}.title', language)}", "", _say(f"{name}.lead", language), "", *write(language)]
        )
        + "\n"
        for name, write in writers.items()
    }


def every_command() -> dict[str, click.Command]:
    """Commands and the commands below them, by what is typed after `gongkai`."""
    found: dict[str, click.Command] = {}
    for name, command in main.commands.items():
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {below}": one for below, one in command.commands.items()}
    return found


def help_of(name: str, language: Language = "en") -> str:
    """What `gongkai NAME --help --lang LANGUAGE` prints."""
    width: Any = {"max_content_width": _HELP_WIDTH, "terminal_width": _HELP_WIDTH}
    with speaking(language):
        command: click.Command = spoken(main)
        context = command.context_class(command, info_name="gongkai", **width, **main.context_settings)
        for part in name.split():
            assert isinstance(command, click.Group)
            command = command.commands[part]
            context = command.context_class(command, info_name=part, parent=context)
        return command.get_help(context).strip()


def fields_of(module: ModuleType, name: str) -> list[tuple[str, str, str]]:
    """The fields of a class as name, type and docstring, in their order. The docstring is the string below a field."""
    tree = ast.parse(inspect.getsource(module))
    (body,) = (node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    fields: list[tuple[str, str, str]] = []
    for node in body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=field), annotation=kind):
                fields.append((field, ast.unparse(kind), ""))
            case ast.Assign(targets=[ast.Name(id=field)], value=value):
                fields.append((field, ast.unparse(value), ""))
            case ast.Expr(value=ast.Constant(value=str(text))) if fields:
                # One docstring may speak for the fields above it that have none.
                fields[-1] = (*fields[-1][:2], " ".join(text.split()))
    return fields


def _say(key: str, language: Language) -> str:
    return _WORDS[key][language]


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    for row in rows:
        cells = ("" if cell is None else " ".join(str(cell).split()).replace("|", "\\|") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _heads(keys: str, language: Language) -> list[str]:
    return [_say(key, language) for key in keys.split()]


def _commands(language: Language) -> Iterable[str]:
    yield from ["```text", help_of("", language), "```", ""]
    for name in every_command():
        yield from [f"## gongkai {name}", ""]
        yield from ["```text", help_of(name, language), "```", ""]


def _settings(language: Language) -> Iterable[str]:
    yield from _table(
        _heads("setting meaning", language), ((f"`{name}`", told[language]) for name, told in SETTINGS.items())
    )
    yield from [f"## {_say('limits.title', language)}", "", _say("limits.lead", language), ""]
    defaults = limits.Limits()
    yield from _table(
        _heads("setting default meaning", language),
        (
            (f"`{limits.setting(name)}`", f"{getattr(defaults, name):,}", LIMITS_ZH[name] if language == "zh" else text)
            for name, _, text in fields_of(limits, "Limits")
        ),
    )


def _python(language: Language) -> Iterable[str]:
    for name in ("read", "extract", "to_json"):
        yield from _function(f"gongkai.{name}", getattr(gongkai, name))
    yield from _function("gongkai.open_warehouse", frames.open_warehouse)
    yield from ["## Warehouse", "", _described(frames.Warehouse), ""]
    for name, method in vars(frames.Warehouse).items():
        if not name.startswith("_") and inspect.isfunction(method):
            yield from _function(f"Warehouse.{name}", method, level=3)
    for name in sorted(set(gongkai.__all__) - {"read", "extract", "to_json", "open_warehouse", "__version__"}):
        kind = getattr(model, name)
        yield from [f"## {name}", "", _described(kind), ""]
        fields = [one for one in fields_of(model, name) if not one[0].startswith("_")]
        if fields:
            yield from _table(
                _heads("field type meaning", language),
                ((f"`{field}`", f"`{annotation}`", text) for field, annotation, text in fields),
            )


def _described(thing: Any) -> str:
    text = inspect.getdoc(thing)
    if not text:
        raise ValueError(f"{thing!r} has no docstring")
    return text


def _function(name: str, function: Callable[..., Any], level: int = 2) -> list[str]:
    signature = str(inspect.signature(function)).replace("(self, ", "(").replace("(self)", "()")
    return [f"{'#' * level} {name}", "", "```python", f"{name}{signature}", "```", "", _described(function), ""]


def _rules(language: Language) -> Iterable[str]:
    severities = ("critical", "warning", "info")
    yield from [*(f"* **{one}**: {_say(f'severity.{one}', language)}" for one in severities), ""]
    for severity in severities:
        yield from [f"## {severity}", ""]
        for rule in (rule for rule in rules() if rule.severity == severity):
            yield from [f"### {rule.id} {getattr(rule.title, language)}", "", getattr(rule.explanation, language), ""]
            for key, text in (
                ("formula", getattr(rule.formula, language)),
                ("exceptions", getattr(rule.exceptions, language)),
            ):
                yield f"* {_say(key, language)}: {text}"
            yield from [f"* {_say('source', language)}: {rule.source}", ""]


def _forms(language: Language) -> Iterable[str]:
    for form in all_forms():
        name = form.name_zh if language == "zh" else form.name_en
        years = f"{form.first_year}–{form.last_year or ''}"
        yield from [f"## {form.form_id} {name}", "", f"{years}. {_say('source', language)}: {form.source}", ""]
        for table in form.tables:
            yield from _form_table(table, language)
        yield from _sums(form, language)


def _form_table(table: Table, language: Language) -> Iterable[str]:
    yield from [f"### {_say('table', language)} {table.code} {table.title}", ""]
    if table.columns:
        columns = "; ".join(f"`{one.code}` {one.label}" for one in table.columns)
        yield from [f"{_say('columns', language)}: {columns}", ""]
    shown = [line for line in table.lines if not line.header]
    yield from _table(
        _heads("line label unit columns", language),
        (
            (
                f"`{line.code}`",
                f"{line.group} · {line.label}" if line.group else line.label,
                line.unit or _unit_of(table),
                ", ".join(line.columns),
            )
            for line in shown
        ),
    )
    doubtful = [line.code for line in shown if not line.verified]
    if doubtful:
        yield from [f"{_say('unverified', language)}: {', '.join(f'`{code}`' for code in doubtful)}", ""]


def _unit_of(table: Table) -> str:
    return ", ".join(dict.fromkeys(column.unit for column in table.columns if column.unit))


def _sums(form: Form, language: Language) -> Iterable[str]:
    if form.identities:
        yield from [f"### {_say('sums', language)} {form.form_id}", ""]
        yield from _table(
            _heads("rule place sum", language),
            ((one.check_id, one.place, f"`{_equation(one)}`") for one in form.identities),
        )


def _equation(identity: Identity) -> str:
    def side(terms: Iterable[Any]) -> str:
        told = "".join(
            f"{' - ' if term.sign < 0 else ' + '}{term.line}{f'.{term.column}' if term.column else ''}"
            for term in terms
        )
        return told.removeprefix(" + ")

    return f"{side(identity.left)} = {side(identity.right)}"


def _problems(language: Language) -> Iterable[str]:
    yield from _table(
        _heads("code title meaning", language),
        ((f"`{code}`", told[language], told[f"explanation_{language}"]) for code, told in catalogue().items()),
    )


def chinese_cookbook() -> str:
    """The cookbook's questions in Chinese with the cookbook's own SQL. KeyError where a heading has no translation."""
    headings: dict[str, str] = yaml.safe_load((ROOT / "docs" / "zh" / "cookbook.yaml").read_text(encoding="utf-8"))
    text = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
    lines = [f"# {_say('cookbook.title', 'zh')}", "", _say("cookbook.lead", "zh"), ""]
    for level, heading, section in re.findall(r"^(##+) (.+?)\n(.*?)(?=^##|\Z)", text, re.M | re.S):
        lines += [f"{level} {headings[heading]}", ""]
        lines += [f"```sql\n{sql}```\n" for sql in re.findall(r"```sql\n(.*?)```", section, re.S)]
    return "\n".join(lines)


def decisions() -> str:
    """The decisions as a list of links, in their order, by their own titles."""
    lines = []
    for file in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        title = file.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
        lines.append(f"* {file.name[:4]} [{title}]({file.name})")
    return textwrap.dedent("\n".join(lines)) + "\n"
