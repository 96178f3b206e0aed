"""What a failed rule may be: single slips of a clerk that explain it.

A slip is proposed only where undoing it, and nothing else, makes every sum hold that its boxes take part in. What is
printed stays what is printed: a proposal stands beside the finding, and there may be several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import yaml

from expectations.filling import columns_of, fill
from expectations.queries import query
from expectations.words import Words
from gongkai.problem_words import within_quotes
from warehouse.queries import quoted

_FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST = 3
"""Explanations of one finding; more would be no help."""
_REPORTS_AT_ONCE = 500
"""Reports whose boxes are in memory together: of a hundred thousand reports they would have no room."""

Values = Mapping[str, Decimal]


@cache
def slips() -> dict[str, Words]:
    """The kinds of slips with their words, those preferred first."""
    text = (_FOLDER / "signatures.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=_LOADER), dict[str, Words])


@dataclass(frozen=True)
class Box:
    """A box of the report."""

    code: str
    cell_id: str
    line: str
    line_words: str
    words: str


@dataclass(frozen=True)
class Sum:
    """A sum of the form: the signed boxes make nought. `total` is the box that the others are parts of, if one is."""

    check_id: str
    terms: tuple[tuple[str, int], ...]
    total: str | None

    def rest(self, values: Values) -> Decimal:
        """What is missing to nought."""
        return sum((sign * values[code] for code, sign in self.terms), Decimal(0))


@dataclass(frozen=True)
class Slip:
    """A proposal: the boxes as they would be without it."""

    kind: str
    change: Mapping[str, Decimal]
    box: str
    other: str = ""


@dataclass(frozen=True)
class Sheet:
    """The boxes of a report with the sums they take part in; only sums all of whose boxes have a number."""

    boxes: Mapping[str, Box]
    values: Values
    sums: tuple[Sum, ...]
    last_year: Values

    @cached_property
    def touching(self) -> Mapping[str, tuple[Sum, ...]]:
        """The sums of each box."""
        found: dict[str, list[Sum]] = {}
        for one in self.sums:
            for code, _ in one.terms:
                found.setdefault(code, []).append(one)
        return {code: tuple(sums) for code, sums in found.items()}

    @cached_property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The boxes of each line, in order, where all have a number."""
        found: dict[str, list[str]] = {}
        for code, box in self.boxes.items():
            found.setdefault(box.line, []).append(code)
        return tuple(tuple(codes) for codes in found.values() if all(code in self.values for code in codes))

    def mends(self, change: Values) -> tuple[Sum, ...]:
        """The failed sums that hold with this change; none unless every sum that it touches does."""
        after = {**self.values, **change}
        touched = [one for one in self.sums if any(code in change for code, _ in one.terms)]
        if any(one.rest(after) for one in touched):
            return ()
        return tuple(one for one in touched if one.rest(self.values))


def explain(sheet: Sheet) -> list[tuple[Slip, tuple[Sum, ...]]]:
    """Every slip that explains failed sums of the sheet, with the sums; those preferred first."""
    failed = [one for one in sheet.sums if one.rest(sheet.values)]
    found: dict[tuple[str, tuple[tuple[str, Decimal], ...]], tuple[Slip, tuple[Sum, ...]]] = {}
    for slip in (*_of_boxes(sheet, failed), *_of_lines(sheet, failed), *_between_lines(sheet, failed)):
        if mended := sheet.mends(slip.change):
            found.setdefault((slip.kind, tuple(sorted(slip.change.items()))), (slip, mended))
    order = list(slips())
    changed = {change for kind, change in found if kind != "one_box"}
    told = [
        (slip, mended)
        for (kind, change), (slip, mended) in found.items()
        # Any box of one sum could make it hold: only one at which several cross is told, and if no more is known of it.
        if kind != "one_box" or (len(mended) > 1 and change not in changed)
    ]
    return sorted(told, key=lambda pair: order.index(pair[0].kind))


def _of_boxes(sheet: Sheet, failed: Sequence[Sum]) -> Iterator[Slip]:
    """Slips in one box: what it must hold follows from the sum, and how it became what it is from the digits."""
    for one in failed:
        rest = one.rest(sheet.values)
        for code, sign in one.terms:
            was, box = sheet.values[code], sheet.boxes[code].words
            true = was - sign * rest
            if true < 0:
                continue
            for kind in (*_of_digits(was, true), "one_box"):
                yield Slip(kind, {code: true}, box)
            if was >= 10 and sheet.last_year.get(code) == was:
                yield Slip("copied_from_last_year", {code: true}, box)
            if code != one.total:
                continue
            if was == 0:
                yield Slip("total_left_at_zero", {code: true}, box)
                continue
            twice = [part for part, _ in one.terms if part != code and sheet.values[part] == was - true]
            # A difference of one, or of what several parts are, tells of none of them.
            if len(twice) == 1 and was - true > 1:
                yield Slip("part_counted_twice", {code: true}, box, sheet.boxes[twice[0]].words)
            yield from (
                Slip("copied_total", {code: true}, box, sheet.boxes[beside].words)
                for beside in _beside(sheet, one)
                if sheet.values[beside] == was
            )


def _beside(sheet: Sheet, one: Sum) -> Iterator[str]:
    """The totals next to that of a sum: of the line above and below, or of the block beside it."""
    totals = [other.total for other in sheet.sums if other.total and other.check_id == one.check_id]
    order = {code: at for at, code in enumerate(sheet.boxes)}
    totals = sorted(set(totals), key=lambda code: order[code])
    for first, second in pairwise(totals):
        if one.total == first:
            yield second
        if one.total == second:
            yield first


def _of_digits(was: Decimal, true: Decimal) -> Iterator[str]:
    if was == -true and true:
        yield "sign"
    if was < 0 or was != int(was) or true != int(true):
        return
    if true and was == 10 * true:
        yield "zero_added"
    written, meant = str(int(was)), str(int(true))
    if len(meant) > 1 and any(str(int(meant[:i] + meant[i + 1 :])) == written for i in range(len(meant))):
        yield "digit_dropped"
    # As many digits: nobody types a leading nought, and 85 for 805 is a digit dropped.
    if len(written) == len(meant):
        different = [i for i, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
        if len(different) == 2 and different[1] == different[0] + 1:
            i, j = different
            if written[i] == meant[j] and written[j] == meant[i]:
                yield "digits_transposed"


def _of_lines(sheet: Sheet, failed: Sequence[Sum]) -> Iterator[Slip]:
    """Slips of a whole line: two boxes swapped, all moved by one, or last year's left standing."""
    suspect = {code for one in failed for code, _ in one.terms}
    for codes in sheet.lines:
        if len(codes) < 2 or not suspect.intersection(codes):
            continue
        words = sheet.boxes[codes[0]].line_words
        values = [sheet.values[code] for code in codes]
        for first, second in combinations(codes, 2):
            if sheet.values[first] != sheet.values[second]:
                change = {first: sheet.values[second], second: sheet.values[first]}
                yield Slip("swapped_columns", change, sheet.boxes[first].words, sheet.boxes[second].words)
        if len(codes) > 2 and any(values):
            if values[0] == 0:
                yield from _shifted(sheet, words, dict(zip(codes[:-1], values[1:], strict=True)), codes[-1])
            if values[-1] == 0:
                yield from _shifted(sheet, words, dict(zip(codes[1:], values[:-1], strict=True)), codes[0])
        if any(values) and all(sheet.last_year.get(code) == sheet.values[code] for code in codes):
            yield from _copied(sheet, words, codes)


def _between_lines(sheet: Sheet, failed: Sequence[Sum]) -> Iterator[Slip]:
    """Two boxes of one column in each other's line: one line has too much by what the other lacks."""
    suspect = {code for one in failed for code, _ in one.terms}
    gaps = {abs(one.rest(sheet.values)) for one in failed}
    lines = [codes for codes in sheet.lines if suspect.intersection(codes)]
    for above, below in combinations(lines, 2):
        if len(above) != len(below):
            continue
        for first, second in zip(above, below, strict=True):
            was, other = sheet.values[first], sheet.values[second]
            if was != other and abs(was - other) in gaps:
                change = {first: other, second: was}
                yield Slip("swapped_rows", change, sheet.boxes[first].words, sheet.boxes[second].words)


def _shifted(sheet: Sheet, words: str, change: Values, lost: str) -> Iterator[Slip]:
    """A line moved back; the number that fell off its end follows from a sum, if it follows from any."""
    after = {**sheet.values, **change}
    for one in sheet.touching.get(lost, ()):
        sign = dict(one.terms)[lost]
        true = after[lost] - sign * one.rest(after)
        if true >= 0:
            yield Slip("shifted_row", {**change, lost: true}, words)


def _copied(sheet: Sheet, words: str, codes: Sequence[str]) -> Iterator[Slip]:
    """A line that is last year's; what it must be follows, box by box, from the sums over other lines."""
    change: dict[str, Decimal] = {}
    for code in codes:
        across = [one for one in sheet.touching.get(code, ()) if not any(c in codes for c, _ in one.terms if c != code)]
        wrong = [one for one in across if one.rest(sheet.values)]
        if wrong:
            change[code] = sheet.values[code] - dict(wrong[0].terms)[code] * wrong[0].rest(sheet.values)
    if change and min(change.values()) >= 0:
        yield Slip("copied_from_last_year", change, words)


def propose(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `signatures` for the sums that failed, in the connection's current database."""
    connection.execute("DELETE FROM signatures")
    if not connection.execute("SELECT 1 FROM findings WHERE outcome = 'fail' LIMIT 1").fetchall():
        return
    connection.execute(query("signatures"))
    _insert(connection, list(_left_standing(connection)))
    failed = connection.execute("SELECT DISTINCT report_id FROM failed_sums ORDER BY report_id").fetchall()
    for start in range(0, len(failed), _REPORTS_AT_ONCE):
        piece = failed[start : start + _REPORTS_AT_ONCE]
        (first,), (last,) = piece[0], piece[-1]
        chosen = f"report_id BETWEEN {quoted(first)} AND {quoted(last)}"
        _insert(connection, list(_explained(connection, chosen)))


def _insert(connection: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        fill(connection, "INSERT INTO signatures BY NAME", rows, columns_of(connection, "signatures"))


def _explained(connection: duckdb.DuckDBPyConnection, chosen: str) -> Iterator[dict[str, Any]]:
    """What may explain the sums that failed in the reports of which a condition, `chosen`, is true."""
    findings: dict[str, dict[frozenset[str], str]] = {}
    for finding_id, report_id, evidence in connection.execute(f"FROM failed_sums WHERE {chosen}").fetchall():
        findings.setdefault(report_id, {})[frozenset(evidence)] = finding_id
    for report_id, sheet in _sheets(connection, chosen).items():
        told: dict[str, int] = {}
        for slip, mended in explain(sheet):
            for one in mended:
                finding = findings[report_id].get(frozenset(sheet.boxes[code].cell_id for code, _ in one.terms))
                if finding is None or told.get(finding, 0) == _MOST:
                    continue
                told[finding] = told.get(finding, 0) + 1
                yield _row(finding, report_id, sheet, slip)


def _left_standing(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Figures of the text that the table contradicts and that last year's text has, too."""
    kind = "left_from_last_year"
    words = slips()[kind]
    for finding_id, report_id, code, mention_id, value, instead, zh, en in connection.execute(
        "FROM left_standing"
    ).fetchall():
        was = f"{value.normalize():f}"
        yield {
            "finding_id": finding_id,
            "report_id": report_id,
            "kind": kind,
            "codes": [code],
            "evidence": [mention_id],
            "printed": [value],
            "proposed": [instead],
            "message_zh": words.zh.format(box=zh, was=was),
            "message_en": words.en.format(box=en, was=was),
        }


def _row(finding_id: str, report_id: str, sheet: Sheet, slip: Slip) -> dict[str, Any]:
    codes = list(slip.change)
    said = {
        "box": slip.box,
        "other": slip.other,
        "was": f"{sheet.values[codes[0]].normalize():f}",
        "is": f"{slip.change[codes[0]].normalize():f}",
    }
    words = slips()[slip.kind]
    return {
        "finding_id": finding_id,
        "report_id": report_id,
        "kind": slip.kind,
        "codes": codes,
        "evidence": [sheet.boxes[code].cell_id for code in codes],
        "printed": [sheet.values[code] for code in codes],
        "proposed": [slip.change[code] for code in codes],
        "message_zh": words.zh.format(**{name: within_quotes(one) for name, one in said.items()}),
        "message_en": words.en.format(**said),
    }


def _sheets(connection: duckdb.DuckDBPyConnection, chosen: str) -> dict[str, Sheet]:
    boxes: dict[str, dict[str, Box]] = {}
    values: dict[str, dict[str, Decimal]] = {}
    last_year: dict[str, dict[str, Decimal]] = {}
    for report, of_last_year, code, cell_id, value, line, line_words, words, _ in connection.execute(
        f"FROM boxes_of_failed WHERE {chosen} ORDER BY report_id, last_year, position"
    ).fetchall():
        if of_last_year:
            if value is not None:
                last_year.setdefault(report, {})[code] = value
            continue
        boxes.setdefault(report, {})[code] = Box(code, cell_id, line, line_words, words)
        if value is not None:
            values.setdefault(report, {})[code] = value
    terms: dict[str, dict[tuple[str, str], list[tuple[str, str, int]]]] = {}
    for report, check_id, instance, side, sign, code in connection.execute(
        f"FROM sums_of_failed WHERE {chosen}"
    ).fetchall():
        if code in boxes.get(report, {}):
            terms.setdefault(report, {}).setdefault((check_id, instance), []).append((side, code, sign))
    return {
        report: Sheet(own, values.get(report, {}), _sums(terms.get(report, {}), values.get(report, {})),
            last_year.get(report, {}))
        for report, own in boxes.items()
    }  # fmt: skip


def _sums(terms: Mapping[tuple[str, str], Sequence[tuple[str, str, int]]], values: Values) -> tuple[Sum, ...]:
    found = []
    for (check_id, _), parts in terms.items():
        left = [code for side, code, _ in parts if side == "left"]
        if left and len(left) < len(parts) and all(code in values for _, code, _ in parts):
            total = left[0] if len(left) == 1 and all(sign < 0 for side, _, sign in parts if side == "right") else None
            found.append(Sum(check_id, tuple((code, sign) for _, code, sign in parts), total))
    return tuple(found)
