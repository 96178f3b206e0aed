"""`gongkai check`: the rules over a draft, before it is published. No Prefect, no Great Expectations, no warehouse."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from flows.commands.common import printable, say
from flows.language import environment_language

if TYPE_CHECKING:
    from expectations.drafts import Finding, Operand, Verdict
    from gongkai import Report
    from gongkai.model import Problem

FINDINGS = 1
NOT_CHECKED = 2

_SEVERITIES = ("critical", "warning", "info")
_BOXES = 10
"""Boxes shown below a finding; a sum of twenty rows is told by its result."""
_OPEN = 5
"""Sums told one by one that could not be assessed, of a rule: those that blank boxes do not settle."""
_PROBLEMS = 3
"""Problems of a kind that are told one by one."""
_AROUND = 50
"""Characters of a sentence shown on either side of its figure."""

_TABLES_ZH = {"2": "二", "3": "三", "4": "四", "A": "", "B": ""}
_WORDS = {
    "zh": {
        "critical": "须更正（格式所印或表内算术）",
        "warning": "请核对（通常应当成立，例外见规则）",
        "info": "提示（取决于口径，不影响结果）",
        "year": "{}年度",
        "no_issuer": "未认出发布机构",
        "no_year": "未认出年度",
        "no_form": "未认出表格式样",
        "form": "{}式表格",
        "box": "表{} {} = {}",
        "last_year": "（上年报告）",
        "text": "正文 {}",
        "zeros": "其余{}格为0",
        "more": "另有{}格",
        "more_text": "另有{}处",
        "maybe": "可能：{}",
        "printed_blank": "空白",
        "counts": "核对{}项：通过{}项，不符{}项。",
        "open": "无法核对{}项：",
        "times": "，共{}处",
        "clean": "未发现问题。",
        "nothing": "没有可核对的内容",
        "not_read": "未能读取：{}：{}",
        "not_found": "未找到（{}）",
        "settled": "，空白或“/”按0计均相符",
        "problems": "未能读出或读得没有把握{}处，相应的数未作核对：",
        "notes": "另请留意{}处（不影响数字的核对）：",
        "time": "用时{:.2f}秒。",
    },
    "en": {
        "critical": "To be corrected (printed on the form, or arithmetic of the table)",
        "warning": "To be looked at (should hold; the rule names its exceptions)",
        "info": "For information (depends on whose figures they are; does not count)",
        "year": "for {}",
        "no_issuer": "issuer not told",
        "no_year": "year not told",
        "no_form": "form not told",
        "form": "form {}",
        "box": "table {} {} = {}",
        "last_year": " (report of the year before)",
        "text": "text: {}",
        "zeros": "the other {} boxes are 0",
        "more": "and {} more boxes",
        "more_text": "and {} more places",
        "maybe": "may be: {}",
        "printed_blank": "blank",
        "counts": "{} checked: {} passed, {} failed.",
        "open": "{} could not be assessed:",
        "times": " ({} times)",
        "clean": "Nothing found.",
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
  1  findings
  2  a file could not be read, or had nothing in it to check
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--against", multiple=True, metavar="LAST_YEAR", help="Report of the year before; may be repeated.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language; else that of the environment.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a report and line.")
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
        raise click.UsageError("--json and --html exclude each other")
    language = lang or environment_language()
    reports, lost = _read(files, language)
    others, lost_others = _read(against, language)
    if not reports:
        context.exit(NOT_CHECKED)
    if as_html:
        click.echo(_page(list(reports.values()), list(others.values()), lang), nl=False)
    from expectations.drafts import check_reports

    verdicts = check_reports(list(reports.values()), list(others.values()))
    names = {report.report_id: name for name, report in reports.items()}
    unchecked = False
    for verdict in verdicts:
        name = names[verdict.report_id]
        if not verdict.evaluated and not verdict.not_assessable:
            _not_read(name, _WORDS[language]["nothing"], language)
            unchecked = True
        elif as_json:
            click.echo(_json(name, verdict))
        elif not as_html:
            click.echo("\n".join(_lines(name, verdict, language)) + "\n")
    if timed:
        say(_WORDS[language]["time"].format(_seconds()))
    if unchecked or lost or lost_others:
        context.exit(NOT_CHECKED)
    if any(finding.severity != "info" for verdict in verdicts for finding in verdict.findings):
        context.exit(FINDINGS)


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
    from flows.alone import read_file
    from flows.sources import find_files

    found, missing = find_files(names)
    for one in missing:
        _not_read(one.name, _WORDS[language]["not_found"].format(one.reason), language)
    reports: dict[str, Report] = {}
    for path in found:
        try:
            reports[str(path)] = read_file(path)
        except gongkai.UnreadableSource as error:
            reason = error.message
            if language == "zh":
                from gongkai.problem_words import title

                reason = f"{title(error.code, 'zh')}（{reason}）"
            _not_read(str(path), reason, language)
    return reports, bool(missing) or len(reports) < len(found)


def _json(name: str, verdict: Verdict) -> str:
    import msgspec

    told = {"path": name, "evaluated": verdict.evaluated} | msgspec.structs.asdict(verdict)
    return msgspec.json.Encoder(decimal_format="number").encode(told).decode("utf-8")


def _page(reports: Sequence[Report], others: Sequence[Report], language: str | None) -> str:
    """The quality report of a warehouse that holds just these; it needs a moment, as it is built like any other."""
    import tempfile
    from datetime import UTC, datetime

    import gongkai
    from expectations import check_file
    from pages.quality import quality_page
    from warehouse.build import RunInfo, build
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
        with open_warehouse(target) as connection:
            return quality_page(connection, language=language)


def _lines(name: str, verdict: Verdict, language: str) -> list[str]:
    """A verdict as a clerk reads it: what must be corrected first."""
    words = _WORDS[language]
    lines = [
        " ".join(
            [
                verdict.issuer or words["no_issuer"],
                words["year"].format(verdict.report_year) if verdict.report_year else words["no_year"],
            ]
        ),
        f"  {name}  " + (words["form"].format(verdict.vintage) if verdict.vintage else words["no_form"]),
    ]
    for severity in _SEVERITIES:
        found = [finding for finding in verdict.findings if finding.severity == severity]
        if found:
            lines += ["", f"{words[severity]}: {len(found)}"]
        for number, finding in enumerate(found, start=1):
            lines += _finding(number, finding, verdict, language)
    lines += ["", words["counts"].format(verdict.evaluated, verdict.passed, len(verdict.findings))]
    if not verdict.findings:
        lines.append(words["clean"])
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


def _settled_by_blanks(open_one: Finding) -> bool:
    """Whether a sum holds once its blank boxes are read as 0, as its message ends with: the least to be looked at."""
    return open_one.message.en.endswith(" agree.") and not open_one.message.en.endswith(" do not agree.")


def _problems(verdict: Verdict, language: str) -> list[str]:
    """What could not be read: figures there were not checked, and nobody is to think that they were. After it what was
    noticed of the report as a whole, which leaves its figures alone."""
    if not verdict.problems:
        return []
    from gongkai.problem_words import leaves_figures_alone

    notes = [one for one in verdict.problems if leaves_figures_alone(one.code)]
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
    telling = [one for one in boxes if one.value != 0] if len(boxes) > _BOXES else boxes
    lines += [indent + "  " + _box(one, verdict, words) for one in telling[:_BOXES]]
    if len(telling) > _BOXES:
        lines.append(indent + "  " + words["more"].format(len(telling) - _BOXES))
    if len(telling) < len(boxes):
        lines.append(indent + "  " + words["zeros"].format(len(boxes) - len(telling)))
    sentences: dict[str | None, list[Operand]] = {}
    for one in finding.operands:
        if one.table is None:
            sentences.setdefault(one.sentence, []).append(one)
    lines += [indent + "  " + words["text"].format(_marked(ones)) for ones in list(sentences.values())[:_BOXES]]
    if len(sentences) > _BOXES:
        lines.append(indent + "  " + words["more_text"].format(len(sentences) - _BOXES))
    lines += [indent + words["maybe"].format(getattr(one.message, language)) for one in finding.signatures]
    return lines


def _box(one: Operand, verdict: Verdict, words: dict[str, str]) -> str:
    place = "·".join(part for part in (one.line, one.column) if part)
    table = _TABLES_ZH.get(one.table or "", "") if words is _WORDS["zh"] else one.table
    shown = " ".join(one.printed.split()) or words["printed_blank"]
    line = words["box"].format(table, place, shown)
    return line + (words["last_year"] if one.report_id != verdict.report_id else "")


def _marked(ones: Sequence[Operand]) -> str:
    """The figures in their sentence, each in brackets; shortened before the first and after the last."""
    rest = "".join((ones[0].sentence or "").split())
    told: list[str] = []
    for one in sorted(ones, key=lambda one: rest.find("".join(one.printed.split()))):
        surface = "".join(one.printed.split())
        before, found, after = rest.partition(surface)
        if not found:
            return "、".join("".join(other.printed.split()) for other in ones)
        if not told and len(before) > _AROUND:
            before = "…" + before[-_AROUND:]
        told += [before, f"【{surface}】"]
        rest = after
    return "".join(told) + (rest[:_AROUND] + "…" if len(rest) > _AROUND else rest)
