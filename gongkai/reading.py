"""One report, from its bytes to its figures: the order in which the rooms are gone through.

    bytes -> Document -> head and sections -> statutory cells -> prose figures -> Report

Each step is a pure function of a module of its own; this one decides nothing but their order.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from gongkai.document.limits import refuse_beyond
from gongkai.document.model import Document
from gongkai.document.sniff import open_document
from gongkai.flattened import read_flattened
from gongkai.forms import Form
from gongkai.identify import identify
from gongkai.model import Cell, CellState, Problem, Report, UnreadableSource
from gongkai.narrative import beyond_limit, read_prose
from gongkai.recognition import Recognised, marked_cells, marked_mentions
from gongkai.screening import attached_tables, pictured_tables
from gongkai.sections import find_sections
from gongkai.tables import codes_of, complete, read_grids
from gongkai.vintage import tell_form, unknown_tables


def read(path: str | os.PathLike[str]) -> Report:
    """Read the report in a file. See `extract`; OSError where the file cannot be opened."""
    file = Path(path)
    refuse_beyond("file_bytes", file.stat().st_size, "the file has more bytes than any report:")
    return extract(file.read_bytes(), file.name)


def extract(data: bytes, file: str = "report") -> Report:
    """Read a report from its bytes. `file` is kept as a name and never relied on.

    Raises UnreadableSource, with a code and one sentence, where the bytes hold no annual report or none that can be
    read. Everything short of that is a report with problems.
    """
    document = open_document(data)
    sections = find_sections(document)
    choice = tell_form(document)
    recognised = Recognised(document)
    cells, problems, stretches = statutory_cells(document, choice.form)
    if choice.form:
        cells = marked_cells(cells, choice.form, recognised)
    printed = any(cell.raw_text for cell in cells)
    head, head_problems = identify(document, tables_present=printed, sections=sections)
    head = msgspec.structs.replace(
        head,
        vintage=choice.form.vintage if choice.form else None,
        vintage_note=choice.note,
        vintage_note_zh=choice.note_zh,
        family=choice.form.family if choice.form else None,
    )
    mentions = marked_mentions(read_prose(document, sections, head, stretches), recognised)
    troubles = (
        attached_tables(document, printed),
        pictured_tables(document, printed),
        beyond_limit(document, mentions),
    )
    sha256 = hashlib.sha256(data).hexdigest()
    return Report(
        report_id=sha256[:16],
        sha256=sha256,
        file=file,
        media_type=document.media_type,
        head=head,
        sections=sections,
        cells=tuple(cells),
        mentions=tuple(mentions),
        problems=(*document.problems, *head_problems, *problems, *filter(None, troubles)),
        text=document.text,
    )


def statutory_cells(
    document: Document, form: Form | None
) -> tuple[list[Cell], list[Problem], tuple[tuple[int, int], ...]]:
    """Every cell of the form, what could not be read, and the stretches of running text that tables take up.

    From grids first; the running text fills in what no grid gave. A line of which a grid gave anything, be it unread,
    is not completed from the running text: that says the same, only less clearly.
    """
    if form is None:
        return [], unknown_tables(document), ()
    cells, problems = read_grids(document, form)
    given = {cell.line for cell in cells if cell.raw_text or cell.cell_state != CellState.UNREADABLE}
    more = read_flattened(document, form, codes_of(form, given))
    filled = {cell.code for cell in more.cells}
    kept = [cell for cell in cells if cell.code not in filled]
    whole, missing = complete(form, [*kept, *more.cells])
    return whole, [*problems, *more.problems, *missing], more.stretches


__all__ = ["UnreadableSource", "extract", "read"]
