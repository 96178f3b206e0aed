"""`gongkai check`: the rules over a draft, before it is published. No Prefect, no Great Expectations, no warehouse."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from flows.commands.common import printable, say
from flows.language import environment_language

if TYPE_CHECKING:
    from expectations.drafts import Finding, Operand, Unread, Verdict
    from gongkai import Report, UnreadableSource
    from gongkai.model import Problem

FINDINGS = 1
NOT_CHECKED = 2

_SEVERITIES = ("critical", "warning", "info")
_SIGNS = {"critical": "✗", "warning": "!", "info": "·"}
_BOXES = 10
"""Boxes shown below a finding; a sum of twenty rows is told by its result."""
_OPEN = 5
"""Sums told one by one that could not be assessed, of a rule: those that blank boxes do not settle."""
_PROBLEMS = 3
"""Problems of a kind that are told one by one."""
_AROUND = 50
"""Characters of a sentence shown on either side of its figure."""

_TABLES_ZH = {"2": "二", "3": "三", "4": "四"}
_FORMS_ZH = {
    "A": "各地自定的统计表（A式）",
    "B": "国办发〔2014〕32号统计表（B式）",
    "C": "国办公开办函〔2019〕60号格式（C式）",
    "D": "国办公开办函〔2021〕30号格式（D式）",
}
_WORDS = {
    "zh": {
        "how_many": "{}：{}项",
        "critical": "须更正（格式所印或表内算术）",
        "warning": "请核对（通常应当成立，例外见规则）",
        "info": "提示（取决于口径，不影响结果）",
        "one_slip": "第{}项可能出于同一处：{}",
        "one_slip_of": "  其中{}项可能出于同一处：{}",
        "comma": "、",
        "short_critical": "须更正{}项",
        "short_warning": "请核对{}项",
        "short_info": "提示{}项",
        "and": "，",
        "year": "{}年度",
        "no_issuer": "未认出发布机构",
        "no_year": "未认出年度",
        "no_form": "未认出表格式样",
        "form": "{}",
        "table": "表{} ",
        "last_year": "（上年报告）",
        "text": "正文 {}",
        "zeros": "其余{}格为0",
        "more": "另有{}格",
        "told_above": "其余各格见上句",
        "more_text": "另有{}处",
        "maybe": "可能：{}",
        "printed_blank": "空白",
        "counts": "核对{}项：通过{}项，不符{}项。",
        "open": "无法核对{}项：",
        "times": "，共{}处",
        "clean": "未发现问题。",
        "clean_so_far": "已核对的各项未发现问题，但下列内容没有核对：",
        "not_checked": "下列内容没有核对：",
        "hints_only": "没有须更正或须核对的问题（提示见上）。",
        "missing_table": "报告中未找到“{}”的表格",
        "no_tables": "未找到统计表，只核对了正文",
        "held_against": "已与上年报告核对：{}。",
        "alone": "未与上年报告核对（--against 可指定上年报告）。",
        "not_previous": "未与上年报告核对：所给报告都不是本机关{}年度的（{}）。",
        "more_lines": "另有{}处",
        "text_state": "{}：填的是“{}”，不是数",
        "unreadable": "{}：无法读取（{}）",
        "absent_row": "表格缺“{}”一行",
        "nothing": "没有可核对的内容",
        "not_read": "未能读取：{}：{}",
        "not_found": "未找到（{}）",
        "settled": "，空白或“/”按0计均相符",
        "problems": "未能读出或读得没有把握{}处，相应的数未作核对：",
        "notes": "另请留意{}处（不影响数字的核对）：",
        "time": "用时{:.2f}秒。",
    },
    "en": {
        "how_many": "{}: {}",
        "critical": "To be corrected (printed on the form, or arithmetic of the table)",
        "warning": "To be looked at (should hold; the rule names its exceptions)",
        "info": "For information (depends on whose figures they are; does not count)",
        "one_slip": "Numbers {} may come of one slip: {}",
        "one_slip_of": "  {} of them may come of one slip: {}",
        "comma": ", ",
        "short_critical": "{} to be corrected",
        "short_warning": "{} to be looked at",
        "short_info": "{} for information",
        "and": ", ",
        "year": "for {}",
        "no_issuer": "issuer not told",
        "no_year": "year not told",
        "no_form": "form not told",
        "form": "form {}",
        "table": "table {} ",
        "last_year": " (report of the year before)",
        "text": "text: {}",
        "zeros": "the other {} boxes are 0",
        "more": "and {} more boxes",
        "told_above": "the other boxes are in the sum above",
        "more_text": "and {} more places",
        "maybe": "may be: {}",
        "printed_blank": "blank",
        "counts": "{} checked: {} passed, {} failed.",
        "open": "{} could not be assessed:",
        "times": " ({} times)",
        "clean": "Nothing found.",
        "clean_so_far": "Nothing found in what was checked; not checked were:",
        "not_checked": "Not checked were:",
        "hints_only": "Nothing to be corrected or looked at (for information: see above).",
        "missing_table": "no table “{}” was found in the report",
        "no_tables": "no statistical tables were found, only the text was checked",
        "held_against": "Held against the report of the year before: {}.",
        "alone": "Not held against a report of the year before (--against names one).",
        "not_previous": "Not held against the year before: none of the reports given is this issuer's for {} ({}).",
        "more_lines": "and {} more",
        "text_state": "{}: has “{}”, no number",
        "unreadable": "{}: cannot be read ({})",
        "absent_row": "the table has no line “{}”",
        "nothing": "there is nothing in it that could be checked",
        "not_read": "not read: {}: {}",
        "not_found": "{}",
        "settled": "; with blanks and / read as 0 all agree",
        "problems": "{} could not be read, or not for certain; figures there were not checked:",
        "notes": "{} more to know (the figures were checked all the same):",
        "time": "{:.2f} s.",
    },
}


@click.command(
    short_help="Check the figures of a draft or report; keeps nothing.",
    epilog="""\b
Example:  gongkai check draft.html --against last-year.html

\b
Exit codes:
  0  clean: nothing critical, and nothing that should be looked at
  1  something to be corrected or looked at
  2  a file, a table or a box could not be read, and was not checked
  A sum that blank boxes leave open is told, and changes no code.
""",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(),
    metavar="LAST_YEAR",
    help="Report of the year before; may be repeated.",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language; else that of the environment.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a report and line (docs/check.schema.json).")
@click.option("--html", "as_html", is_flag=True, help="One self-contained page for all, on standard output.")
@click.option("--time", "timed", is_flag=True, help="Say at the end how long it took, from the start of the program.")
@click.pass_context
def check(
    context: click.Context,
    files: tuple[str, ...],
    against: tuple[str, ...],
    lang: str | None,
    as_json: bool,
    as_html: bool,
    timed: bool,
) -> None:
    """Check the figures of FILEs: sums of the tables, text against table, fees, and the years before.

    Says which boxes do not fit, by how much, and what the slip may be.
    """
    if as_json and as_html:
        raise click.UsageError(_("--json and --html exclude each other; name one"))
    language = lang or environment_language()
    reports, lost = _read(files, language)
    others, lost_others = _read(against, language)
    if not reports:
        context.exit(NOT_CHECKED)
    from expectations.drafts import check_reports

    verdicts = check_reports(list(reports.values()), list(others.values()))
    names = {report.report_id: name for name, report in reports.items()}
    if as_html:
        told = [
            (Path(names[one.report_id]).name, _worst(one), _in_both(one, list(others.values()))) for one in verdicts
        ]
        click.echo(_page(list(reports.values()), list(others.values()), told, lang), nl=False)
    unchecked = lost or lost_others
    for verdict in verdicts:
        name = names[verdict.report_id]
        if not verdict.evaluated and not verdict.not_assessable:
            _not_read(name, _WORDS[language]["nothing"], language)
            unchecked = True
        elif as_json:
            from expectations.verdict_json import to_json

            click.echo(to_json(name, verdict))
        elif not as_html:
            click.echo("\n".join(_lines(name, verdict, list(others.values()), language)) + "\n")
    if timed:
        say(_WORDS[language]["time"].format(_seconds()))
    if unchecked:
        context.exit(NOT_CHECKED)
    if any(finding.severity != "info" for verdict in verdicts for finding in verdict.findings):
        context.exit(FINDINGS)
    if not all(verdict.whole for verdict in verdicts):
        context.exit(NOT_CHECKED)


def _seconds() -> float:
    """Since the program was started, its imports included; where the system does not tell, the processor's time."""
    try:
        started = float(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError):
        return time.process_time()


def _not_read(name: str, reason: str, language: str) -> None:
    say(_WORDS[language]["not_read"].format(printable(name), " ".join(reason.split())))


def _read(names: Sequence[str], language: str) -> tuple[dict[str, Report], bool]:
    """Reports by the name of their file, and whether one could not be read."""
    import gongkai
    from flows.alone import read_each
    from flows.sources import find_files

    found, missing = find_files(names)
    for absent in missing:
        _not_read(absent.name, _WORDS[language]["not_found"].format(absent.reason), language)
    reports: dict[str, Report] = {}
    lost = bool(missing)
    for name, one in (each for path in found for each in read_each(path)):
        if isinstance(one, gongkai.UnreadableSource):
            _not_read(name, _reason(one, language), language)
            lost = True
        else:
            reports[name] = one
    return reports, lost


def _reason(refusal: UnreadableSource, language: str) -> str:
    if language != "zh":
        return refusal.message
    from gongkai.problem_words import refusal as in_a_sentence

    return in_a_sentence(refusal.code, refusal.message, "zh")


def _in_both(verdict: Verdict, others: Sequence[Report]) -> list[tuple[str, str]]:
    """The summary line by line, in Chinese and in English; on the page nothing above it says how grave it is."""
    return [
        *([(_graded(verdict, "zh"), _graded(verdict, "en"))] if verdict.findings else []),
        *(
            (_WORDS["zh"]["one_slip_of"].format(len(numbers), zh), _WORDS["en"]["one_slip_of"].format(len(numbers), en))
            for severity in _SEVERITIES
            for (zh, numbers), (en, _numbers) in zip(
                *(
                    _of_one_slip([one for one in verdict.findings if one.severity == severity], language)
                    for language in ("zh", "en")
                ),
                strict=True,
            )
        ),
        *zip(_summary(verdict, others, "zh"), _summary(verdict, others, "en"), strict=True),
    ]


def _worst(verdict: Verdict) -> str:
    """The gravest severity among the findings; empty where there are none."""
    return next((one for one in _SEVERITIES if any(found.severity == one for found in verdict.findings)), "")


def _graded(verdict: Verdict, language: str) -> str:
    """How many findings there are of each severity, the gravest first, with its sign."""
    counts = Counter[str](found.severity for found in verdict.findings)
    words = _WORDS[language]
    return words["and"].join(
        f"{_SIGNS[one]} {words['short_' + one].format(counts[one])}" for one in _SEVERITIES if counts[one]
    )


def _of_one_slip(found: Sequence[Finding], language: str) -> list[tuple[str, list[int]]]:
    """Slips that may explain several of these findings, with their numbers: a box is part of more than one sum."""
    slips: dict[str, list[int]] = {}
    for number, finding in enumerate(found, start=1):
        for message in dict.fromkeys(getattr(one.message, language) for one in finding.signatures):
            slips.setdefault(message, []).append(number)
    return [(message, numbers) for message, numbers in slips.items() if len(numbers) > 1]


def _page(
    reports: Sequence[Report],
    others: Sequence[Report],
    told: Sequence[tuple[str, str, Sequence[tuple[str, str]]]],
    language: str | None,
) -> str:
    """The quality report of a warehouse that holds just these; it needs a moment, as it is built like any other."""
    import tempfile
    from datetime import UTC, datetime

    import gongkai
    from expectations import check_file
    from pages.quality import quality_page
    from warehouse.build import RunInfo, build
    from warehouse.connection import connect
    from warehouse.reading import open_warehouse
    from warehouse.staging import Source, write_batch

    now = datetime.now(UTC).replace(microsecond=0)
    every = [*reports, *others]
    sources = {one.sha256: Source(one.file, one.sha256, 0, now) for one in every}
    with tempfile.TemporaryDirectory(prefix="gongkai-check-") as folder:
        staging, target = Path(folder) / "staging", Path(folder) / "check.duckdb"
        write_batch(every, sources, staging / "draft", extractor=gongkai.__version__)
        run = RunInfo(run_id="check", started_at=now, published_at=now, extractor=gongkai.__version__)
        build(staging, target, run)
        check_file(target)
        asked = [one.report_id for one in reports]
        with connect(target) as connection:
            # What last year's report has wrong of its own is no finding of the draft.
            connection.execute("DELETE FROM findings WHERE NOT list_contains(?, report_id)", [asked])
            connection.execute("DELETE FROM check_passes WHERE NOT list_contains(?, report_id)", [asked])
        with open_warehouse(target) as connection:
            return quality_page(connection, language=language, checked=told)


def _lines(name: str, verdict: Verdict, others: Sequence[Report], language: str) -> list[str]:
    """A verdict as a clerk reads it: what must be corrected first. `others` are the reports named to compare."""
    words = _WORDS[language]
    lines = [
        " ".join(
            [
                verdict.issuer or words["no_issuer"],
                words["year"].format(verdict.report_year) if verdict.report_year else words["no_year"],
            ]
        ),
        f"  {name}  {_form(verdict, words)}",
    ]
    for severity in _SEVERITIES:
        found = [finding for finding in verdict.findings if finding.severity == severity]
        if found:
            lines += ["", words["how_many"].format(words[severity], len(found))]
        for message, numbers in _of_one_slip(found, language):
            lines.append("  " + words["one_slip"].format(words["comma"].join(map(str, numbers)), message))
        for number, finding in enumerate(found, start=1):
            lines += _finding(number, finding, verdict, language)
    return [*lines, "", *_summary(verdict, others, language)]


def _form(verdict: Verdict, words: dict[str, str]) -> str:
    """By the document that prescribes it, as clerks call it, where they are spoken to."""
    if not verdict.vintage:
        return words["no_form"]
    return words["form"].format(_FORMS_ZH[verdict.vintage] if words is _WORDS["zh"] else verdict.vintage)


def _summary(verdict: Verdict, others: Sequence[Report], language: str) -> list[str]:
    """What was checked and what was not."""
    words = _WORDS[language]
    lines = [words["counts"].format(verdict.evaluated, verdict.passed, len(verdict.findings))]
    lines += [*_conclusion(verdict, words), _held_against(verdict, others, words)]
    if verdict.not_assessable:
        lines.append(words["open"].format(len(verdict.not_assessable)))
        by_rule: dict[str, list[Finding]] = {}
        for one in verdict.not_assessable:
            by_rule.setdefault(one.check_id, []).append(one)
        for rule, ones in by_rule.items():
            times = words["times"].format(len(ones)) if len(ones) > 1 else ""
            unsettled = [one for one in ones if not _settled_by_blanks(one)]
            settled = "" if unsettled else words["settled"]
            lines.append(f"  {rule} {getattr(ones[0].title, language)}{times}{settled}")
            lines += [f"      {getattr(one.message, language)}" for one in unsettled[:_OPEN]]
    return lines + _problems(verdict, language)


def _conclusion(verdict: Verdict, words: dict[str, str]) -> list[str]:
    """That nothing was found, where nothing was; and what of the tables was not there to be checked."""
    gaps = _gaps(verdict, words)
    if not verdict.findings:
        return [words["clean_so_far"], *gaps] if gaps else [words["clean"]]
    told = [words["hints_only"]] if all(one.severity == "info" for one in verdict.findings) else []
    return told + ([words["not_checked"], *gaps] if gaps else [])


def _gaps(verdict: Verdict, words: dict[str, str]) -> list[str]:
    """What the rules had no number for: tables, lines and boxes that blanks do not explain."""
    told = [] if verdict.vintage else [words["no_tables"]]
    told += [words["missing_table"].format(title) for title in verdict.missing_tables]
    lines: dict[str, list[Unread]] = {}
    for one in verdict.unread:
        lines.setdefault(_table(one.table, words) + one.line, []).append(one)
    boxes = [gap for line, ones in lines.items() for gap in _gaps_of_line(line, ones, words)]
    told += boxes[:_BOXES]
    if len(boxes) > _BOXES:
        told.append(words["more_lines"].format(len(boxes) - _BOXES))
    return [f"  {one}" for one in told]


def _gaps_of_line(line: str, ones: Sequence[Unread], words: dict[str, str]) -> list[str]:
    if all(one.state == "absent_row" for one in ones):
        return [words["absent_row"].format(line)]
    printed = list(dict.fromkeys(" ".join(one.printed.split()) for one in ones if one.state == "unreadable"))
    # Digits that ran together are those of the whole line, and stand in each of its boxes.
    told = [words["unreadable"].format(line, printed[0])] if len(printed) == 1 and len(ones) > 1 else []
    for one in ones:
        box = "·".join(filter(None, (line, one.column)))
        if one.state != "unreadable":
            told.append(words["text_state" if one.state == "text" else "absent_row"].format(box, one.printed))
        elif len(printed) > 1 or len(ones) == 1:
            told.append(words["unreadable"].format(box, " ".join(one.printed.split())))
    return told


def _held_against(verdict: Verdict, others: Sequence[Report], words: dict[str, str]) -> str:
    """Which report the years were compared with; a report that was named and does not fit is not passed over."""
    if verdict.previous:
        return words["held_against"].format(printable(verdict.previous))
    if not others or verdict.report_year is None:
        return words["alone"]
    named = [
        " ".join(filter(None, (one.file, one.head.issuer, str(one.head.report_year or "")))) for one in others[:_OPEN]
    ]
    return words["not_previous"].format(verdict.report_year - 1, printable("; ".join(named)))


def _settled_by_blanks(open_one: Finding) -> bool:
    """Whether a sum holds once its blank boxes are read as 0, as its message ends with: the least to be looked at."""
    return open_one.message.en.endswith(" agree.") and not open_one.message.en.endswith(" do not agree.")


def _problems(verdict: Verdict, language: str) -> list[str]:
    """What could not be read: figures there were not checked, and nobody is to think that they were. After it what was
    noticed of the report as a whole, which leaves its figures alone."""
    if not verdict.problems:
        return []
    from gongkai.problem_words import leaves_figures_alone

    # Years that disagree are a finding already.
    told = {"report_year_conflict"} if any(one.check_id == "period_of_year" for one in verdict.findings) else set()
    notes = [one for one in verdict.problems if leaves_figures_alone(one.code) and one.code not in told]
    unread = [one for one in verdict.problems if not leaves_figures_alone(one.code)]
    return _by_kind("problems", unread, language) + _by_kind("notes", notes, language)


def _by_kind(heading: str, problems: Sequence[Problem], language: str) -> list[str]:
    if not problems:
        return []
    from gongkai.problem_words import in_words, title

    words = _WORDS[language]
    lines = [words[heading].format(len(problems))]
    by_code: dict[str, list[Problem]] = {}
    for one in problems:
        by_code.setdefault(one.code, []).append(one)
    told: Literal["zh", "en"] = "zh" if language == "zh" else "en"
    for code, ones in by_code.items():
        lines.append(f"  {title(code, told)}" + (words["times"].format(len(ones)) if len(ones) > 1 else ""))
        lines += [f"      {in_words(one, told)}" for one in ones[:_PROBLEMS]]
    return lines


def _finding(number: int, finding: Finding, verdict: Verdict, language: str) -> list[str]:
    words = _WORDS[language]
    indent = "     "
    lines = [
        f"  {number}. {getattr(finding.title, language)} [{finding.check_id}]",
        indent + getattr(finding.message, language),
    ]
    boxes = [one for one in finding.operands if one.table is not None]
    lines += [indent + "  " + one for one in _boxes(finding, boxes, verdict, words)]
    sentences: dict[str | None, list[Operand]] = {}
    for one in finding.operands:
        if one.table is None:
            sentences.setdefault(one.sentence, []).append(one)
    lines += [indent + "  " + words["text"].format(_marked(ones)) for ones in list(sentences.values())[:_BOXES]]
    if len(sentences) > _BOXES:
        lines.append(indent + "  " + words["more_text"].format(len(sentences) - _BOXES))
    lines += [indent + words["maybe"].format(getattr(one.message, language)) for one in finding.signatures]
    return lines


def _boxes(finding: Finding, boxes: Sequence[Operand], verdict: Verdict, words: dict[str, str]) -> list[str]:
    telling = [one for one in boxes if one.value != 0] if len(boxes) > _BOXES else boxes
    if len(telling) <= _BOXES:
        told = [_box(one, verdict, words) for one in telling]
        return told + ([words["zeros"].format(len(boxes) - len(telling))] if len(telling) < len(boxes) else [])
    if finding.message.zh.count("＋") + 2 < len(telling):
        return [_box(one, verdict, words) for one in telling[:_BOXES]] + [words["more"].format(len(telling) - _BOXES)]
    # A long sum is told once: its result, and the boxes that may be wrong.
    suspect = {code for slip in finding.signatures for code in slip.codes}
    told = [_box(one, verdict, words) for one in telling if one is telling[0] or one.code in suspect]
    return [*told, words["told_above"]]


def _box(one: Operand, verdict: Verdict, words: dict[str, str]) -> str:
    place = _table(one.table or "", words) + "·".join(part for part in (one.line, one.column) if part)
    line = f"{place} = {' '.join(one.printed.split()) or words['printed_blank']}"
    return line + (words["last_year"] if one.report_id != verdict.report_id else "")


def _table(code: str, words: dict[str, str]) -> str:
    """The table before a line of it; the lists of the older forms have no number."""
    return words["table"].format(_TABLES_ZH[code] if words is _WORDS["zh"] else code) if code in _TABLES_ZH else ""


def _marked(ones: Sequence[Operand]) -> str:
    """The figures in their sentence, each in brackets at its place; shortened before the first and after the last."""
    sentence = ones[0].sentence or ""
    if not all(sentence.startswith(one.printed, one.start or 0) for one in ones):
        return "、".join(_run_together(one.printed) for one in ones)
    told: list[str] = []
    done = 0
    for start, printed in sorted({(one.start or 0, one.printed) for one in ones}):
        before = _run_together(sentence[done:start])
        if not told and len(before) > _AROUND:
            before = "…" + before[-_AROUND:]
        told += [before, f"【{_run_together(printed)}】"]
        done = start + len(printed)
    rest = _run_together(sentence[done:])
    return "".join(told) + (rest[:_AROUND] + "…" if len(rest) > _AROUND else rest)


def _run_together(words: str) -> str:
    return "".join(words.split())
