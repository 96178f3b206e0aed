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


def in_words(problem: Problem, language: Literal["zh", "en"], longest: int = _QUOTE, vintage: str | None = None) -> str:
    """One sentence that says what was found and what was expected, of each at most so many characters; lines are called
    as the report's own form calls them."""
    if language == "en":
        return problem.message
    known = catalogue().get(problem.code, {})
    sentence, of_line = known.get("sentence_zh", ""), "of_line" in known
    named = [within_quotes(_labels(vintage).get(one, one)) for one in problem.candidates]
    where = _place(problem.place, named if of_line else [])
    if sentence and _can_say(sentence, problem):
        found, expected = _short(problem.found or "", longest), _short(problem.expected or "", longest)
        return where + sentence.format(found, expected, named[0] if named else "") + "。"
    said = [f"读到“{_short(problem.found, longest)}”"] if problem.found else []
    said += [_expected(problem.code, problem.expected, longest)] if problem.expected else []
    if named and not of_line:
        said.append(f"最接近的是{'、'.join(f'“{one}”' for one in named[:_NEAR])}")
    return where + ("，".join(said) if said else title(problem.code, "zh")) + "。"


_NEAR = 3
"""Candidates that a sentence names."""


def _can_say(sentence: str, problem: Problem) -> bool:
    """Whether the problem has what the sentence tells."""
    told = {"{0}": problem.found, "{1}": problem.expected, "{2}": problem.candidates}
    return all(value for place, value in told.items() if place in sentence)


@cache
def _labels(vintage: str | None) -> dict[str, str]:
    """Lines, cells and columns by what the forms of that vintage print, else the newest form that has them."""
    from gongkai.forms import all_forms

    labels: dict[str, str] = {}
    forms = sorted(all_forms(), key=lambda form: form.vintage == vintage)
    for table in (table for form in forms for table in form.tables):
        columns = {column.code: column.label for column in table.columns}
        labels |= columns
        for line in table.lines:
            # What the form explains after the label says no more of which line it is.
            label = _EXPLAINED.sub("", line.label)
            heading = _NUMBER.match(line.group or "") if label[0].isdigit() else None
            label = heading[0] + label if heading else label
            labels[line.code] = label
            for column in line.columns or columns:
                labels[table.cell_code(line.code, column)] = f"{label}·{columns[column]}"
    return labels


_NUMBER = re.compile(r"（[一二三四五六七八九十]+）")
_EXPLAINED = re.compile(r"(?<=.)（[^）]{3,}）.*|、行政机关不再处理.*")


def _expected(code: str, expected: str, longest: int) -> str:
    """Labels and numbers as they are; what is told in English, in the catalogue's words with its number."""
    words = catalogue().get(code, {}).get("expected_zh")
    return f"应为{words.format(expected.split()[0])}" if words else f"应为“{_short(expected, longest)}”"


def _place(place: Place, lines: list[str]) -> str:
    where = f"第{place.page}页" if place.page else ""
    where += f"第{place.table}张表" if place.table else ""
    # Rows are counted from 0.
    where += f"第{place.row + 1}行" if place.row is not None else ""
    where += "、".join(f"“{one}”" for one in lines[:_NEAR]) + ("等" if len(lines) > _NEAR else "")
    return where + "：" if where else ""


def within_quotes(words: str) -> str:
    """Words that are put between “ and ”: quotes among them are single ones, 危及‘三安全一稳定’."""
    return words.replace("“", "‘").replace("”", "’")


def _short(text: str, longest: int) -> str:
    """In one line, for between quotes."""
    text = within_quotes(" ".join(text.split()))
    return text if len(text) <= longest else text[:longest] + "…"
