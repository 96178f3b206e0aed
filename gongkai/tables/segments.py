"""Which rows belong to which statutory table: one grid may hold several, one table may go over several grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.document.model import Grid
from gongkai.tables.outline import Sheet, Stretch
from gongkai.tables.vocabulary import Vocabulary


def segments(grids: Sequence[Grid], vocabulary: Vocabulary) -> Iterator[tuple[str, Stretch]]:
    """Stretches of rows that belong to one statutory table. Rows before the first telling word go with it.

    A grid without a telling word may go on with the table of the grid before, if it begins with numbers.
    """
    current: str | None = None
    for grid in grids:
        sheet = Sheet(grid)
        votes, continues = _votes(sheet, vocabulary), sheet.begins_with_numbers
        telling = next((number for number, vote in enumerate(votes) if vote is not None), None)
        if telling is None and not continues:
            continue
        if telling is not None and (telling == 0 or not continues):
            current = votes[telling]
        begun = 0
        for number, vote in enumerate(votes):
            if vote is not None and vote != current:
                if number > begun and current is not None:
                    yield current, Stretch(sheet, begun, number)
                current, begun = vote, number
        if len(votes) > begun and current is not None:
            yield current, Stretch(sheet, begun, len(votes))


def _votes(sheet: Sheet, vocabulary: Vocabulary) -> tuple[str | None, ...]:
    """The table that each row of a grid speaks for; the words are the same in most reports of a form."""
    votes = vocabulary.votes.recall(sheet.outline)
    if votes is None:
        votes = tuple(vocabulary.vote(row) for row in sheet.rows)
        vocabulary.votes.keep(sheet.outline, votes)
    return votes
