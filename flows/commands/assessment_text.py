"""The assessment of a draft as a clerk reads it: what must be corrected first, then what was checked and what not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

from flows.commands.common import printable
from flows.language import speaking, spoken_language, to_say

if TYPE_CHECKING:
    from expectations.drafts import Assessment, Finding, Operand, Unread
    from expectations.words import Words
    from gongkai import Report
    from gongkai.model import Problem

_BOXES = 10
"""Boxes shown below a finding; a sum of twenty rows is told by its result."""
_OPEN = 5
"""Sums told one by one that could not be assessed, of a rule: those that blank boxes do not settle."""
_PROBLEMS = 3
"""Problems of a kind that are told one by one."""
_AROUND = 50
"""Characters of a sentence shown on either side of its figure."""

_SIGNS = {"critical": "✗", "warning": "!", "info": "·"}
_HEADINGS = {
    "critical": to_say("To be corrected (printed on the form, or arithmetic of the table): {count}"),
    "warning": to_say("To be looked at (should hold; the rule names its exceptions): {count}"),
    "info": to_say("For information (depends on whose figures they are; does not count): {count}"),
}
_GRADED = {
    "critical": to_say("{count} to be corrected"),
    "warning": to_say("{count} to be looked at"),
    "info": to_say("{count} for information"),
}
_FORMS = {"A": to_say("form A"), "B": to_say("form B"), "C": to_say("form C"), "D": to_say("form D")}
"""In Chinese by the document that prescribes it, as clerks call it."""
_TABLES = {"2": to_say("table 2"), "3": to_say("table 3"), "4": to_say("table 4")}
"""The lists of the older forms have no number."""


def assessment_lines(name: str, assessment: Assessment, others: Sequence[Report]) -> list[str]:
    """The whole assessment in the language that is spoken; `others` are the reports that were named to compare."""
    year = _("for {year}").format(year=assessment.report_year) if assessment.report_year else _("year not told")
    form = _(_FORMS[assessment.vintage]) if assessment.vintage else _("no form told")
    lines = [f"{assessment.issuer or _('issuer not told')} {year}", f"  {name}  {form}"]
    for severity in _SIGNS:
        found = _of_severity(assessment, severity)
        if found:
            lines += ["", _(_HEADINGS[severity]).format(count=len(found))]
        for message, numbers in _of_one_slip(found):
            told = _("Numbers {numbers} may come of one slip: {slip}")
            lines.append("  " + told.format(numbers=_listed(numbers), slip=message))
        for number, finding in enumerate(found, start=1):
            lines += _finding(number, finding, assessment)
    return [*lines, "", *_summary(assessment, others)]


def summary_in_both(assessment: Assessment, others: Sequence[Report]) -> list[tuple[str, str]]:
    """The summary line by line, in Chinese and in English, for a page where nothing above says how grave it is."""
    told = []
    for language in ("zh", "en"):
        with speaking(language):
            told.append([*_graded(assessment), *_slips(assessment), *_summary(assessment, others)])
    return list(zip(*told, strict=True))


def worst(assessment: Assessment) -> str:
    """The gravest severity among the findings; empty where there are none."""
    return next((severity for severity in _SIGNS if _of_severity(assessment, severity)), "")


def _told(words: Words) -> str:
    told: str = getattr(words, spoken_language())
    return told


def _listed(numbers: Iterable[int]) -> str:
    return ("、" if spoken_language() == "zh" else ", ").join(map(str, numbers))


def _of_severity(assessment: Assessment, severity: str) -> list[Finding]:
    return [finding for finding in assessment.findings if finding.severity == severity]


def _graded(assessment: Assessment) -> list[str]:
    """How many findings there are of each severity, the gravest first, with its sign."""
    counts = Counter[str](finding.severity for finding in assessment.findings)
    graded = [f"{sign} {_(_GRADED[one]).format(count=counts[one])}" for one, sign in _SIGNS.items() if counts[one]]
    return [_(", ").join(graded)] if graded else []


def _slips(assessment: Assessment) -> list[str]:
    told = _("{count} of them may come of one slip: {slip}")
    return [
        "  " + told.format(count=len(numbers), slip=message)
        for severity in _SIGNS
        for message, numbers in _of_one_slip(_of_severity(assessment, severity))
    ]


def _of_one_slip(found: Sequence[Finding]) -> list[tuple[str, list[int]]]:
    """Slips that may explain several of these findings, with their numbers: a box is part of more than one sum."""
    slips: dict[str, list[int]] = {}
    for number, finding in enumerate(found, start=1):
        for message in dict.fromkeys(_told(one.message) for one in finding.signatures):
            slips.setdefault(message, []).append(number)
    return [(message, numbers) for message, numbers in slips.items() if len(numbers) > 1]


def _summary(assessment: Assessment, others: Sequence[Report]) -> list[str]:
    """What was checked and what was not."""
    counts = _("{evaluated} checked: {passed} passed, {failed} failed.")
    lines = [counts.format(evaluated=assessment.evaluated, passed=assessment.passed, failed=len(assessment.findings))]
    lines += [*_conclusion(assessment), _held_against(assessment, others)]
    if assessment.not_assessable:
        lines.append(_("{count} could not be assessed:").format(count=len(assessment.not_assessable)))
    by_rule: dict[str, list[Finding]] = {}
    for one in assessment.not_assessable:
        by_rule.setdefault(one.check_id, []).append(one)
    for rule, ones in by_rule.items():
        unsettled = [one for one in ones if not _settled_by_blanks(one)]
        settled = "" if unsettled else _("; with blanks and / read as 0 all agree")
        lines.append(f"  {rule} {_told(ones[0].title)}{_times(ones)}{settled}")
        lines += [f"      {_told(one.message)}" for one in unsettled[:_OPEN]]
    return lines + _problems(assessment)


def _times(ones: Sequence[object]) -> str:
    return _(" ({count} times)").format(count=len(ones)) if len(ones) > 1 else ""


def _settled_by_blanks(open_one: Finding) -> bool:
    """Whether a sum holds once its blank boxes are read as 0, as its message ends with: the least to be looked at."""
    return open_one.message.en.endswith(" agree.") and not open_one.message.en.endswith(" do not agree.")


def _conclusion(assessment: Assessment) -> list[str]:
    """That nothing was found, where nothing was; and what of the tables was not there to be checked."""
    gaps = _gaps(assessment)
    if not assessment.findings:
        so_far = _("Nothing found in what was checked; not checked were:")
        return [so_far, *gaps] if gaps else [_("Nothing found.")]
    hints = _("Nothing to be corrected or looked at (for information: see above).")
    told = [hints] if all(one.severity == "info" for one in assessment.findings) else []
    return told + ([_("Not checked were:"), *gaps] if gaps else [])


def _gaps(assessment: Assessment) -> list[str]:
    """What the rules had no number for: tables, lines and boxes that blanks do not explain."""
    told = [] if assessment.vintage else [_("no statistical tables were found, only the text was checked")]
    missing = _("no table “{title}” was found in the report")
    told += [missing.format(title=title) for title in assessment.missing_tables]
    lines: dict[str, list[Unread]] = {}
    for one in assessment.unread:
        lines.setdefault(_table(one.table) + one.line, []).append(one)
    boxes = [gap for line, ones in lines.items() for gap in _gaps_of_line(line, ones)]
    told += boxes[:_BOXES]
    if len(boxes) > _BOXES:
        told.append(_("and {count} more places").format(count=len(boxes) - _BOXES))
    return [f"  {one}" for one in told]


def _gaps_of_line(line: str, ones: Sequence[Unread]) -> list[str]:
    from gongkai.problem_words import within_quotes

    absent, words = _("the table has no line “{line}”"), _("{box}: has “{printed}”, no number")
    unreadable = _("{box}: cannot be read ({printed})")
    if all(one.state == "absent_row" for one in ones):
        return [absent.format(line=within_quotes(line))]
    printed = list(dict.fromkeys(" ".join(one.printed.split()) for one in ones if one.state == "unreadable"))
    # Digits that ran together are those of the whole line, and stand in each of its boxes.
    together = len(printed) == 1 and len(ones) > 1
    told = [unreadable.format(box=line, printed=printed[0])] if together else []
    for one in ones:
        box = "·".join(filter(None, (line, one.column)))
        if one.state == "text":
            told.append(words.format(box=box, printed=within_quotes(one.printed)))
        elif one.state != "unreadable":
            told.append(absent.format(line=within_quotes(box)))
        elif not together:
            told.append(unreadable.format(box=box, printed=" ".join(one.printed.split())))
    return told


def _held_against(assessment: Assessment, others: Sequence[Report]) -> str:
    """Which report the years were compared with; a report that was named and does not fit is not passed over."""
    if assessment.previous:
        return _("Held against the report of the year before: {file}.").format(file=printable(assessment.previous))
    if not others or assessment.report_year is None:
        return _("Not held against a report of the year before (--against names one).")
    named = [
        " ".join(filter(None, (one.file, one.head.issuer, str(one.head.report_year or "")))) for one in others[:_OPEN]
    ]
    told = _("Not held against the year before: none of the reports given is this issuer's for {year} ({reports}).")
    return told.format(year=assessment.report_year - 1, reports=printable("; ".join(named)))


def _problems(assessment: Assessment) -> list[str]:
    """What could not be read: figures there were not checked, and nobody is to think that they were. After it what was
    noticed of the report as a whole, which leaves its figures alone."""
    if not assessment.problems:
        return []
    from gongkai.problem_words import leaves_figures_alone

    # Years that disagree are a finding already.
    told = {"report_year_conflict"} if any(one.check_id == "period_of_year" for one in assessment.findings) else set()
    notes = [one for one in assessment.problems if leaves_figures_alone(one.code) and one.code not in told]
    unread = [one for one in assessment.problems if not leaves_figures_alone(one.code)]
    gaps = _("{count} could not be read, or not for certain; figures there were not checked:")
    others = _("{count} more to know (the figures were checked all the same):")
    return [*_by_kind(gaps, unread, assessment), *_by_kind(others, notes, assessment)]


def _by_kind(heading: str, problems: Sequence[Problem], assessment: Assessment) -> list[str]:
    if not problems:
        return []
    from gongkai.problem_words import in_words, title

    language = spoken_language()
    lines = [heading.format(count=len(problems))]
    by_code: dict[str, list[Problem]] = {}
    for one in problems:
        by_code.setdefault(one.code, []).append(one)
    for code, ones in by_code.items():
        lines.append(f"  {title(code, language)}{_times(ones)}")
        lines += [f"      {in_words(one, language, vintage=assessment.vintage)}" for one in ones[:_PROBLEMS]]
    return lines


def _finding(number: int, finding: Finding, assessment: Assessment) -> list[str]:
    indent = "     "
    # A title says how it should be, 正文与表格一致: without a word before it, the opposite of what was found.
    title = _("Checked: {title}").format(title=_told(finding.title))
    lines = [f"  {number}. {title} [{finding.check_id}]", indent + _told(finding.message)]
    boxes = [one for one in finding.operands if one.table is not None]
    lines += [f"{indent}  {one}" for one in _boxes(finding, boxes, assessment)]
    sentences: dict[str | None, list[Operand]] = {}
    for one in finding.operands:
        if one.table is None:
            sentences.setdefault(one.sentence, []).append(one)
    quoted = [_("text: {sentence}").format(sentence=_marked(ones)) for ones in list(sentences.values())[:_BOXES]]
    if len(sentences) > _BOXES:
        quoted.append(_("and {count} more places").format(count=len(sentences) - _BOXES))
    lines += [f"{indent}  {one}" for one in quoted]
    return lines + [indent + _("may be: {slip}").format(slip=_told(one.message)) for one in finding.signatures]


def _boxes(finding: Finding, boxes: Sequence[Operand], assessment: Assessment) -> list[str]:
    telling = [one for one in boxes if one.value != 0] if len(boxes) > _BOXES else boxes
    if len(telling) <= _BOXES:
        zeros = len(boxes) - len(telling)
        told = [_box(one, assessment) for one in telling]
        return told + ([_("the other {count} boxes are 0").format(count=zeros)] if zeros else [])
    if finding.message.zh.count("＋") + 2 < len(telling):
        more = _("and {count} more boxes").format(count=len(telling) - _BOXES)
        return [*(_box(one, assessment) for one in telling[:_BOXES]), more]
    # A long sum is told once: its result, and the boxes that may be wrong.
    suspect = {code for slip in finding.signatures for code in slip.codes}
    told = [_box(one, assessment) for one in telling if one is telling[0] or one.code in suspect]
    return [*told, _("the other boxes are in the sum above")]


def _box(one: Operand, assessment: Assessment) -> str:
    place = _table(one.table or "") + "·".join(part for part in (one.line, one.column) if part)
    line = f"{place} = {' '.join(one.printed.split()) or _('blank')}"
    return line + (_(" (report of the year before)") if one.report_id != assessment.report_id else "")


def _table(code: str) -> str:
    """The table before a line of it."""
    return f"{_(_TABLES[code])} " if code in _TABLES else ""


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
