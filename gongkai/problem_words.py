"""Problems in words of a language. The English message is the problem's own; the Chinese one is put together from the
catalogue (`problems.yaml`) and what was found, expected and nearest.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from gongkai.model import Place, Problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """What there is to say of each kind of problem, by its code."""
    text = Path(__file__).with_name("problems.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.load(text, Loader=_LOADER)
    return loaded


def title(code: str, language: Literal["zh", "en"]) -> str:
    """The kind of problem, in a few words; the code itself where the catalogue does not have it."""
    return catalogue().get(code, {}).get(language, code)


_QUOTE = 60
"""Characters that a sentence quotes of a report."""
_SETTING = re.compile(r"GONGKAI_\w+")
_QUOTED = re.compile(r"[(（]([^()（）]*[\u4e00-\u9fff][^()（）]*)[)）]")


def refusal(code: str, message: str, language: Literal["zh", "en"]) -> str:
    """Why a file is not read, in a sentence. In Chinese the catalogue's, with what the message quotes of the file and
    the setting that it names; where the catalogue has none, its title and the message."""
    if language == "en":
        return message
    sentence = catalogue().get(code, {}).get("refused_zh")
    if not sentence:
        return f"{title(code, 'zh')}（{message}）"
    # What was expected is the same for every file.
    quoted = [_short(one, _QUOTE) for one in _QUOTED.findall(message.partition("; expected")[0])]
    told = [*quoted, *dict.fromkeys(_SETTING.findall(message))]
    return sentence + (f"（{'；'.join(told)}）" if told else "")


def leaves_figures_alone(code: str) -> bool:
    """Whether all figures are read and checked in spite of such a problem: it is of the report as a whole."""
    return catalogue().get(code, {}).get("figures") == "checked"


def in_words(problem: Problem, language: Literal["zh", "en"], longest: int = _QUOTE) -> str:
    """One sentence that says what was found and what was expected, of each at most so many characters."""
    if language == "en":
        return problem.message
    sentence = catalogue().get(problem.code, {}).get("sentence_zh", "")
    if sentence and (problem.found or "{" not in sentence):
        found, expected = _short(problem.found or "", longest), _short(problem.expected or "", longest)
        return _place(problem.place) + sentence.format(found, expected) + "。"
    said = [f"读到“{_short(problem.found, longest)}”"] if problem.found else []
    said += [_expected(problem.code, problem.expected, longest)] if problem.expected else []
    said += [f"最接近的是{'、'.join(f'“{one}”' for one in problem.candidates[:3])}"] if problem.candidates else []
    return _place(problem.place) + ("，".join(said) if said else title(problem.code, "zh")) + "。"


def _expected(code: str, expected: str, longest: int) -> str:
    """Labels and numbers as they are; what is told in English, in the catalogue's words with its number."""
    words = catalogue().get(code, {}).get("expected_zh")
    return f"应为{words.format(expected.split()[0])}" if words else f"应为“{_short(expected, longest)}”"


def _place(place: Place) -> str:
    where = f"第{place.page}页" if place.page else ""
    where += f"第{place.table}张表" if place.table else ""
    # Rows are counted from 0.
    where += f"第{place.row + 1}行" if place.row is not None else ""
    return where + "：" if where else ""


def _short(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest] + "…"
