"""Which rows belong to which statutory table: one grid may hold several, one table may go over several grids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.document.model import Grid
from gongkai.tables.rows import NUMERIC, Row, rows_of
from gongkai.tables.vocabulary import Vocabulary


def segments(grids: Sequence[Grid], vocabulary: Vocabulary) -> Iterable[tuple[str, list[Row]]]:
    """Stretches of rows that belong to one statutory table. Rows before the first telling word go with it."""
    current: str | None = None
    for grid in grids:
        rows = rows_of(grid)
        votes = [vocabulary.vote(row) for row in rows]
        first = next((vote for vote in votes if vote is not None), None)
        if first is None and not _continues(rows):
            continue
        stretch: list[Row] = []
        telling = next((i for i, vote in enumerate(votes) if vote is not None), 0)
        if first is not None and (telling == 0 or not _continues(rows[:1])):
            current = first
        for row, vote in zip(rows, votes, strict=True):
            if vote is not None and vote != current:
                if stretch and current is not None:
                    yield current, stretch
                current, stretch = vote, []
            stretch.append(row)
        if stretch and current is not None:
            yield current, stretch


def _continues(rows: list[Row]) -> bool:
    """Whether rows without a telling word may belong to the table of the grid before: they begin with numbers."""
    return bool(rows) and any(value.state in NUMERIC for value in rows[0].values)
