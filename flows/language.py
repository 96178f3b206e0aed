"""The language that the command line speaks: English as it stands in the code, Chinese from `locale/` by gettext.

click asks gettext for its own words too, so that one catalogue, `locale/zh/LC_MESSAGES/gongkai.po`, holds them all, the
English and the Chinese side by side. Messages ask with `_("...")`; what `--help` shows is translated here.
"""

from __future__ import annotations

import copy
import gettext
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from gongkai.worded import Worded

Language = Literal["zh", "en"]
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "gongkai"
_SETTINGS = ("GONGKAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_TYPES = frozenset(["text", "integer", "integer range", "float", "float range", "file", "directory", "path"])
"""The types of options that click names, where an option has no word of its own for what stands behind it."""
_EXAMPLE = "Example:"
_EXAMPLE_WIDTH = 10
"""Cells before the command, so that the further ones stand below the first."""
_Parameter = TypeVar("_Parameter", bound=click.Parameter)


def environment_language() -> Language:
    """What the environment asks for: GONGKAI_LANG, else LC_ALL before LC_MESSAGES before LANG, as programs tell it."""
    told = next((value for name in _SETTINGS if (value := os.environ.get(name))), "")
    return "zh" if told.lower().startswith("zh") else "en"


def language_of(arguments: Sequence[str]) -> Language:
    """What the command line asks for by `--lang`, wherever it stands, else the environment. It is looked for before
    the arguments are read, as `--help` and what is said of wrong arguments are to be in it."""
    asked = re.findall(r"(?:^|\n)--lang[=\n](zh|en)(?=\n|$)", "\n".join(arguments))
    return asked[-1] if asked else environment_language()


def speak(language: Language) -> None:
    """Sets the language for what this process says from now on, and for the processes that it starts."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """The language for a while."""
    before = os.environ.get("LANGUAGE")
    speak(language)
    try:
        yield
    finally:
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def spoken_language() -> Language:
    """The language that is spoken now."""
    return "zh" if os.environ.get("LANGUAGE") == "zh" else "en"


def to_say(text: str) -> str:
    """The text as it stands: it is in the catalogue, and translated where it is said."""
    return text


STATES = (
    to_say("number"),
    to_say("zero"),
    to_say("blank"),
    to_say("na_mark"),
    to_say("text"),
    to_say("unreadable"),
    to_say("inferred"),
    to_say("ocr"),
    to_say("absent_row"),
    to_say("ok"),
    to_say("disputed"),
    to_say("superseded"),
    to_say("pass"),
    to_say("fail"),
    to_say("report"),
    to_say("report_tables_missing"),
    to_say("news_about_report"),
)
"""What a cell, a figure, a check and a document may be, by its code."""


def worded(error: Worded) -> str:
    """The message of an error in the language that is spoken."""
    return _(error.sentence).format(**error.fields)


def _(text: str) -> str:
    return gettext.gettext(text) if text else text


def language_option() -> click.Option:
    """`--lang` of a command that has no use for it but to be spoken to in it."""
    return click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        help="Language; else that of the environment.",
    )


class Spoken(click.Group):
    """The commands of a program, in the language that is asked for."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """As click's, in the language of `args`."""
        import sys

        with speaking(language_of(sys.argv[1:] if args is None else args)):
            return super(Spoken, spoken(self)).main(args, *rest, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        """As click's, which ends what is missing with a full stop that it asks no translation of."""
        try:
            return super().invoke(ctx)
        except click.MissingParameter as error:
            message = error.format_message()
            if spoken_language() == "zh" and message.endswith("."):
                message = message[:-1] + "。"
            raise click.UsageError(message, error.ctx) from None


_Command = TypeVar("_Command", bound=click.Command)


def spoken(command: _Command) -> _Command:
    """The command and those below it with all that `--help` shows in the language that is set."""
    told = copy.copy(command)
    told.context_class = _Context
    told.help = _paragraphs(command.help)
    told.short_help = _(command.short_help or "")
    told.epilog = _paragraphs(command.epilog)
    told.options_metavar = _(command.options_metavar or "")
    told.params = [_parameter(one) for one in command.params]
    # Kept by click once it is made, and not to be shared.
    told._help_option = None
    if isinstance(command, click.Group) and isinstance(told, click.Group):
        told.subcommand_metavar = _(command.subcommand_metavar)
        told.commands = {name: spoken(below) for name, below in command.commands.items()}
    return told


def _parameter(parameter: _Parameter) -> _Parameter:
    told = copy.copy(parameter)
    if isinstance(parameter, click.Option) and isinstance(told, click.Option):
        told.help = _(" ".join((parameter.help or "").split()))
        of_type = parameter.type.name in _TYPES
        told.metavar = _(parameter.metavar or (parameter.type.name.upper() if of_type else "")) or None
        if of_type:
            told.type = copy.copy(parameter.type)
            told.type.name = _(parameter.type.name)
    else:
        told.metavar = _(parameter.metavar or (parameter.name or "").upper())
    return told


def _paragraphs(text: str | None) -> str | None:
    """The text paragraph by paragraph; those that click is to leave as they are line by line."""
    if not text:
        return text
    return "\n\n".join(
        "\n".join(map(_line, part.split("\n"))) if part.startswith("\b") else _(" ".join(part.split()))
        for part in text.strip("\n").split("\n\n")
    )


def _line(line: str) -> str:
    """A line that is laid out: an example, whose command is the same in every language, or a code and its meaning."""
    if line.startswith(_EXAMPLE):
        label = _(_EXAMPLE)
        return label + " " * (_EXAMPLE_WIDTH - cells(label)) + line.removeprefix(_EXAMPLE).strip()
    indent, text = re.fullmatch(r"(\s*(?:\d+\s+)?)(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
    return line if text.startswith("gongkai ") else indent + _(text)


def texts(command: click.Command) -> Iterator[str]:
    """Every text of a command and of those below it that wants a translation, as the catalogue has it."""
    asked: list[str] = []
    ask = gettext.gettext
    try:
        gettext.gettext = lambda message: (asked.append(message), message)[1]  # type: ignore[func-returns-value]
        spoken(command)
    finally:
        gettext.gettext = ask
    return iter(dict.fromkeys(text for text in asked if text.strip("\b")))


def cells(text: str) -> int:
    """How many cells of a terminal the text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


_HAN = "⺀-鿿豈-﫿"
_PIECE = re.compile(rf"\s+|[（《“(\[]*[{_HAN}][^\s\w（《“(\[]*|[^\s{_HAN}（《“]+[，。；：、！？）》”]*|.", re.DOTALL)
"""What may stand at the end of a line: a word, or a Chinese character with the marks that belong to it."""


def wrapped(text: str, width: int) -> list[str]:
    """The words of one paragraph in lines of at most `width` cells, save for a word that is longer."""
    lines, line = [], ""
    for piece in _PIECE.findall(re.sub(r"\s*\n\s*", " ", text)):
        if line and cells((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


class _Formatter(click.HelpFormatter):
    """click's, which takes every character for one cell and breaks lines at blanks alone."""

    def write_heading(self, heading: str) -> None:
        """Writes a heading with the colon of the language."""
        self.write(f"{'':>{self.current_indent}}{heading}{_(':')}\n")

    def write_text(self, text: str) -> None:
        """Writes paragraphs; one that begins with `\\b` as it is laid out."""
        indent = " " * self.current_indent
        paragraphs = []
        for part in text.strip("\n").split("\n\n"):
            mark, _sep, laid_out = part.partition("\n")
            lines = laid_out.split("\n") if mark.strip() == "\b" else wrapped(part, self.width - len(indent))
            paragraphs.append("\n".join(f"{indent}{line}".rstrip() for line in lines))
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Writes terms and what they mean in two columns."""
        rows = list(rows)
        column = min(max(cells(term) for term, _meaning in rows), col_max) + col_spacing
        for term, meaning in rows:
            first, *more = wrapped(meaning, max(self.width - self.current_indent - column, 10)) or [""]
            indent = " " * self.current_indent
            if cells(term) > column - col_spacing:
                self.write(f"{indent}{term}\n{indent}{' ' * column}{first}".rstrip() + "\n")
            else:
                self.write(f"{indent}{term}{' ' * (column - cells(term))}{first}".rstrip() + "\n")
            self.write("".join(f"{indent}{' ' * column}{line}\n" for line in more))


class _Context(click.Context):
    formatter_class = _Formatter


__all__ = [
    "DOMAIN",
    "LOCALE",
    "Language",
    "Spoken",
    "cells",
    "environment_language",
    "language_of",
    "language_option",
    "speak",
    "speaking",
    "spoken",
    "spoken_language",
    "texts",
    "to_say",
    "worded",
    "wrapped",
]
