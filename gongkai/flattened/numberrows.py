"""The numbers that stand between two labels of a table without a grid, as rows of printed tokens.

What parts two tokens (white space, a tab, the bar of a Markdown table) is a certain boundary of cells; within a token
there is none. Numbers that are followed by a classifier and a comma belong to a sentence and are no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.model import Value

_SKIPPED = re.compile(r"[\s\"“”‘’'「」『』:)|]*")
_NUMBER = r"[+-]?\d[\d,.+-]*(?:万元|亿元|元|件|条|项|个|次|人次|人|篇|份|场)?(?:\([^()]*\)|\[[^\[\]]*\])?"
_MARK = r"[-—/]+|无|不适用|不涉及"
_VALUE = re.compile(rf"{_NUMBER}|{_MARK}")
_PIECE = re.compile(rf"(?P<number>{_NUMBER})|(?P<mark>(?<![^\s|])(?:{_MARK})(?![^\s|]))|[^\s|\d+-]+|[+-]")
_PROSE = re.compile(r"[,，。;；、:：%％年月日号余多]")
_CLASSIFIERS = "件条项个次人篇份场"
_DIGIT = re.compile(r"\d")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Token(Value, frozen=True, kw_only=True):
    """One printed token; empty for a cell that the bars of a Markdown row show to be blank."""

    start: int
    end: int


class NumberRow(Value, frozen=True, kw_only=True):
    """Numbers that stand together. `attached` says that nothing foreign stands between them and the label before."""

    tokens: tuple[Token, ...]
    attached: bool
    whole_line: bool
    """Nothing else follows on the physical line of its last token."""

    @property
    def start(self) -> int:
        """Offset of the first token."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset after the last token."""
        return self.tokens[-1].end


def rows_between(text: str, start: int, end: int, cells: int) -> list[NumberRow]:
    """The rows of numbers between two offsets, where a row of the table has `cells` cells.

    Lines of the text are rows where one of them alone has as many tokens as cells; else a row may go on over lines.
    """
    if start >= end:
        return []
    found: list[NumberRow] = []
    lines: list[tuple[Token, ...]] = []
    attached = True

    def close() -> None:
        for tokens in _as_rows(lines, cells):
            stop = text.find("\n", tokens[-1].end)
            rest = text[tokens[-1].end : stop if stop >= 0 else len(text)]
            found.append(NumberRow(tokens=tokens, attached=attached and not found, whole_line=not rest.strip(" \t|\r")))
        lines.clear()

    for tokens, foreign in _lines(text, start, end, cells):
        if tokens:
            lines.append(tokens)
        if foreign:
            close()
            attached = False
    close()
    return found


def _as_rows(lines: list[tuple[Token, ...]], cells: int) -> list[tuple[Token, ...]]:
    everything = tuple(token for line in lines for token in line)
    if not everything:
        return []
    exact = [line for line in lines if len(line) == cells]
    if len(everything) == cells or cells == 1 or not exact:
        return [everything]
    return exact


def _lines(text: str, start: int, end: int, cells: int) -> Iterator[tuple[tuple[Token, ...], bool]]:
    """The tokens of each physical line; True with them where words follow that end the row."""
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        began = text.rfind("\n", 0, at) + 1
        if text[began:at].lstrip().startswith("|") or text[at:stop].lstrip().startswith("|"):
            yield from _barred(text, at, stop, cells)
        else:
            yield from _plain(text, at, stop)
        at = stop + 1


def _plain(text: str, start: int, end: int) -> Iterator[tuple[tuple[Token, ...], bool]]:
    skipped = _SKIPPED.match(text, start, end)
    tokens: list[Token] = []
    for piece in _PIECE.finditer(text, skipped.end() if skipped else start, end):
        number = piece["number"] or piece["mark"]
        if number is None:
            if tokens or piece[0] not in "\"'“”‘’「」『』:)":
                yield tuple(tokens), True
            tokens = []
        elif piece["number"] and (
            _PROSE.match(text, piece.end())
            or (number[-1] in _CLASSIFIERS and piece.end() < end and text[piece.end()] not in " \t\n|")
        ):
            yield (), True
            tokens = []
        else:
            tokens.append(Token(start=piece.start(), end=piece.end()))
    yield tuple(tokens), False


def _barred(text: str, start: int, end: int, cells: int) -> Iterator[tuple[tuple[Token, ...], bool]]:
    """The cells of one row of a Markdown table, blanks between the numbers kept, padding at its ends dropped."""
    printed: list[Token] = []
    words = False
    at = start
    parts = text[start:end].split("|")
    for number, part in enumerate(parts):
        left = at + len(part) - len(part.lstrip())
        right = max(left, at + len(part.rstrip()))
        at += len(part) + 1
        bare = not _HAN.search(part) and not _DIGIT.search(part)
        if (number == 0 and bare) or (left == right and number == len(parts) - 1):
            continue
        if _HAN.search(part) and not _VALUE.fullmatch(text, left, right):
            words = True
            if any(token.start < token.end for token in printed):
                break
            printed = []
            continue
        printed.append(Token(start=left, end=right))
    while len(printed) > cells and printed[-1].start == printed[-1].end:
        del printed[-1]
    while len(printed) > cells and printed[0].start == printed[0].end:
        del printed[0]
    if len(printed) != cells:
        printed = [token for token in printed if token.start < token.end]
    if not any(token.start < token.end for token in printed):
        yield (), words
    elif all(token.start == token.end or _VALUE.fullmatch(text, token.start, token.end) for token in printed):
        yield tuple(printed), False
    else:
        yield (), True
