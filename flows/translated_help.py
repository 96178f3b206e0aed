"""What `--help` shows, in the language that is spoken.

click asks gettext for its own words too, so that they stand in the same catalogue as ours. What a command says of
itself is translated when the command is called, and laid out by cells of the terminal: click's own layout takes a
Chinese character for one and breaks lines at blanks alone.
"""

from __future__ import annotations

import copy
import gettext
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import click

from flows.language import language_of, speaking, spoken_language
from flows.text_width import cells, wrapped

_TYPES = frozenset(["text", "integer", "integer range", "float", "float range", "file", "directory", "path"])
"""The types of options that click names, where an option has no word of its own for what stands behind it."""
_EXAMPLE = "Example:"
_EXAMPLE_WIDTH = 10
"""Cells before the command, so that the further ones stand below the first."""
INTERRUPTED = 130
"""As shells have it of a program that Ctrl-C has ended."""
_Parameter = TypeVar("_Parameter", bound=click.Parameter)
_Command = TypeVar("_Command", bound=click.Command)


def _(text: str) -> str:
    return gettext.gettext(text) if text else text


def language_option() -> click.Option:
    """`--lang` of a command that has no use for it but to be spoken to in it."""
    return click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        help="Language of the messages. Default: that of the environment.",
    )


class Spoken(click.Group):
    """The commands of a program, in the language that is asked for."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """As click's, in the language of `args`."""
        import sys

        with speaking(language_of(sys.argv[1:] if args is None else args)):
            return super(Spoken, spoken(self)).main(args, *rest, **settings)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of use, not of the alphabet."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """As click's, which ends what is missing with a full stop that it asks no translation of, and a command that
        is interrupted with the code of one that found something."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(f"\n{_('Aborted!')}", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        except click.MissingParameter as error:
            message = error.format_message()
            if spoken_language() == "zh" and message.endswith("."):
                message = message[:-1] + "。"
            raise click.UsageError(message, error.ctx) from None


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


__all__ = ["Spoken", "language_option", "spoken", "texts"]
