"""Numbers of the prose in the words around them: one quotation for those that stand together."""

from __future__ import annotations

from collections.abc import Iterable

from pages.facts import Row


def quoted(evidence: Iterable[Row]) -> list[Row]:
    """The rows of evidence.sql, mentions with their `numbers`: id, words, and what follows up to the next of them.

    A mention whose words are in the quotation of the one before joins it.
    """
    quotes: list[Row] = []
    for one in evidence:
        last = quotes[-1] if quotes else None
        if one["kind"] == "mention" and last is not None and _within(one, last):
            _join(one, last)
        else:
            numbers = [] if one["kind"] == "cell" else [(one["id"], one["words"], one["after"])]
            quotes.append({**one, "numbers": numbers})
    return quotes


def _within(one: Row, quote: Row) -> bool:
    return bool(
        quote["kind"] == "mention"
        and one["report_id"] == quote["report_id"]
        and quote["span_end"] <= one["span_start"] <= quote["span_end"] + len(quote["numbers"][-1][2])
    )


def _join(one: Row, quote: Row) -> None:
    number, words, after = quote["numbers"][-1]
    between = after[: one["span_start"] - quote["span_end"]]
    quote["numbers"][-1:] = [(number, words, between), (one["id"], one["words"], one["after"])]
    quote["span_end"] = one["span_end"]
