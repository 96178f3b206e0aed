"""The language that the command line speaks: English as it stands in the code, Chinese from `locale/` by gettext.

One catalogue, `locale/zh/LC_MESSAGES/gongkai.po`, holds the English and the Chinese side by side. Messages ask with
`_("...")`; what `--help` shows is translated in `flows/translated_help.py`.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from gongkai.worded import Worded

Language = Literal["zh", "en"]
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "gongkai"
_SETTINGS = ("GONGKAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


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
    return gettext.gettext(error.sentence).format(**error.fields)


__all__ = [
    "DOMAIN",
    "LOCALE",
    "Language",
    "environment_language",
    "language_of",
    "speak",
    "speaking",
    "spoken_language",
    "to_say",
    "worded",
]
