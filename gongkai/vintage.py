"""Which official form a report follows, told from the labels that stand in it and never from its year alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gongkai.cellvalue import read_value
from gongkai.document.model import Document, GridCell
from gongkai.forms import Form, all_forms, form
from gongkai.labels import keys, normalise, simplify
from gongkai.model import CellState, Place, Problem, Value


class FormChoice(Value, frozen=True, kw_only=True):
    """The form that a report follows, as far as its content tells."""

    form: Form | None
    note: str | None = None
    """What is irregular about it: a form of other years, labels of two forms, a row of the form before."""
    note_zh: str | None = None
    """The same in Chinese."""
    family: str | None = None
    """Regional family of the form (fujian); None for a national one."""


_NOT_WORD = re.compile(r"[\W_]+")
_PAPERS = {
    ("2014", "32"): "B",
    ("2019", "60"): "C",
    ("2021", "30"): "D",
}
_CITED = re.compile(r"国办(?:公开办函|发)[\[〔【（(﹝]?(20\d\d)[\]〕】）)﹞]?第?(\d{1,3})号")
_YEAR = re.compile(r"(20[0-4]\d)\s*年")
_ROWS_AT_LEAST = 3
"""Fewer rows of words and numbers than this are no statistics table."""
_LABELS_SHOWN = 3
_LINES_AT_LEAST = 0.6
"""Share of a list form's lines that must stand in a report whose column heads were all renamed."""
_LINES_AHEAD = 1.15
"""How many times as many as of any other form."""


def tell_form(document: Document) -> FormChoice:
    """Tell the form from the labels in the tables; where those are flattened, from the labels in the running text."""
    tables = _collapse("".join(document.text[grid.start : grid.end] for grid in document.grids))
    choice = _tell(tables, document) if tables else FormChoice(form=None)
    return choice if choice.form is not None else _tell(_collapse(document.text), document)


def unknown_tables(document: Document) -> list[Problem]:
    """Where no form was told: a problem for each table of labels and numbers, with the forms that share most labels."""
    problems: list[Problem] = []
    for grid in document.grids:
        labels = [label for row in grid.rows if (label := _label_before_number(row))]
        if len(labels) < _ROWS_AT_LEAST:
            continue
        words = _collapse(document.text[grid.start : grid.end])
        shared = {form_id: sum(_stand(words, line) for line in lines) for form_id, lines in _known_lines().items()}
        near = sorted((form_id for form_id, count in shared.items() if count), key=lambda form_id: -shared[form_id])
        problems.append(
            Problem(
                code="form_unknown",
                message=f"Table {grid.ordinal} follows none of the known forms.",
                place=Place(start=grid.start, end=grid.end, table=grid.ordinal),
                found="; ".join(labels[:_LABELS_SHOWN]),
                expected="the labels of a form that `gongkai forms` lists",
                candidates=tuple(near[:3]),
            )
        )
    return problems


def _label_before_number(row: Sequence[GridCell]) -> str | None:
    """The first words of a row that has a number after them, else None."""
    label: str | None = None
    for cell in row:
        state = read_value(cell.text).state
        if label and state in (CellState.NUMBER, CellState.ZERO):
            return label
        if state in (CellState.TEXT, CellState.UNREADABLE):
            label = label or cell.text.replace("\n", "")
    return None


def cited_form(text: str) -> str | None:
    """The form whose official paper the text cites (国办公开办函〔2021〕30号 is D), None where it cites none."""
    found = _CITED.search(re.sub(r"\s+", "", text))
    return _PAPERS.get((found[1], found[2])) if found else None


_Note = tuple[str, str]
"""In English and in Chinese."""


def _chosen(chosen: Form | None, *notes: _Note) -> FormChoice:
    en, zh = "; ".join(en for en, _zh in notes), "；".join(zh for _en, zh in notes)
    return FormChoice(form=chosen, note=en or None, note_zh=zh or None, family=chosen.family if chosen else None)


def _tell(words: str, document: Document) -> FormChoice:
    hits = {each.form_id: found for each in all_forms() if (found := _marks(each.form_id, words))}
    if not hits:
        return _tell_without_markers(words, document)
    best = max(hits, key=lambda form_id: len(hits[form_id]))
    chosen = form(best)
    notes: list[_Note] = []
    others = [form_id for form_id in hits if form(form_id).vintage != chosen.vintage]
    if others:
        notes.append(
            (
                f"labels of form {', '.join(others)} beside those of {best}",
                f"{best}式之外另有{'、'.join(others)}式的行名",
            )
        )
    if chosen.vintage == "D" and _requests_of_single_other(words):
        notes.append(("table 3 has one row （六）其他处理, as form C has", "表三“（六）其他处理”只有一行，同C式"))
    return _chosen(chosen, *notes, *_other_years(chosen, document))


def _tell_without_markers(words: str, document: Document) -> FormChoice:
    """Table 2 is missing: tables 3 and 4 are of C or D: the rows of 其他处理 tell, else the cited paper."""
    if not _requests(words):
        return _tell_by_lines(words, document)
    if _stand(words, _split_other()):
        chosen = form("D")
        return _chosen(chosen, ("table 2 is not there", "没有表二"), *_other_years(chosen, document))
    cited = cited_form(document.text)
    if cited in ("C", "D"):
        note = "table 2 is not there; the form is told from the paper that is cited"
        return _chosen(form(cited), (note, "没有表二；格式据所引文件认定"))
    year = _year(document)
    if year is None:
        return _chosen(
            None, ("tables 3 and 4 of form C or D; nothing tells which", "表三、表四属C式或D式，无从认定是哪一种")
        )
    note = "table 2 is not there; tables 3 and 4 are of form C or D, and the year decides"
    return _chosen(form("C" if year <= 2020 else "D"), (note, "没有表二；表三、表四属C式或D式，据年度认定"))


def _tell_by_lines(words: str, document: Document) -> FormChoice:
    """A list table whose header tells nothing: the form most of whose lines are there, if clearly ahead."""
    found = {form_id: sum(_stand(words, line) for line in lines) for form_id, lines in _list_lines().items()}
    form_id = max(found, key=lambda each: found[each])
    others = max(count for each, count in found.items() if each != form_id)
    if found[form_id] < _LINES_AT_LEAST * len(_list_lines()[form_id]) or found[form_id] < _LINES_AHEAD * others:
        return FormChoice(form=None)
    chosen = form(form_id)
    note = ("the header tells no form, the lines do", "表头看不出格式，据行名认定")
    return _chosen(chosen, note, *_other_years(chosen, document))


def _requests_of_single_other(words: str) -> bool:
    return _requests(words) and _stand(words, _labels_of("res_other")) and not _stand(words, _split_other())


def _requests(words: str) -> bool:
    return _stand(words, _labels_of("req_new")) and _stand(words, _labels_of("req_carry_out"))


def _stand(words: str, labels: frozenset[str]) -> bool:
    return any(label in words for label in labels)


@cache
def _labels_of(line_code: str) -> frozenset[str]:
    """The bare labels and variants of a line of form D's table 3."""
    line = next(line for line in form("D").table("3").lines if line.code == line_code)
    return frozenset(key for label in (line.label, *line.variants) for key in keys(label))


@cache
def _split_other() -> frozenset[str]:
    """What only a table prints that splits 其他处理 into three rows."""
    return _labels_of("res_other_no_correction") | _labels_of("res_other_fee_unpaid")


@cache
def _list_lines() -> dict[str, tuple[frozenset[str], ...]]:
    """Of every form that is one list: the bare labels of each line that its table must print."""
    return {
        each.form_id: tuple(
            frozenset(key for label in (line.label, *line.variants) for key in keys(label) if len(key) > 3)
            for line in each.tables[0].lines
            if not (line.header or line.optional)
        )
        for each in all_forms()
        if len(each.tables) == 1
    }


@cache
def _known_lines() -> dict[str, tuple[frozenset[str], ...]]:
    """Of every form: the bare labels of each line, short ones left out."""
    return {
        each.form_id: tuple(
            frozenset(key for label in (line.label, *line.variants) for key in keys(label) if len(key) > 3)
            for table in each.tables
            for line in table.lines
            if not line.header
        )
        for each in all_forms()
    }


def _marks(form_id: str, words: str) -> list[int]:
    return [i for i, labels in enumerate(_markers()[form_id]) if all(label in words for label in labels)]


@cache
def _markers() -> dict[str, tuple[tuple[str, ...], ...]]:
    return {
        each.form_id: tuple(tuple(normalise(label) for label in labels) for labels in each.markers)
        for each in all_forms()
    }


def _other_years(chosen: Form, document: Document) -> list[_Note]:
    year = _year(document)
    if year is None or (chosen.first_year <= year and (chosen.last_year is None or year <= chosen.last_year)):
        return []
    return [(f"form {chosen.form_id} in a report for {year}", f"{year}年度的报告用了{chosen.form_id}式")]


def _year(document: Document) -> int | None:
    """The report year as far as the title or the opening words tell; enough for a note, not for the report's head."""
    for words in (document.title or "", document.text[:300]):
        if found := _YEAR.search(words):
            return int(found[1])
    return None


def _collapse(text: str) -> str:
    return simplify(_NOT_WORD.sub("", text))
