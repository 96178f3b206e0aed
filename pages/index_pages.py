"""The pages that lead to the others: overview, coverage, rules, what was not read, codebook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import duckdb
from markupsafe import Markup

from pages.explore import WAREHOUSE
from pages.facts import Row, grouped, keep, pieces, rows
from pages.layout import Part, cut, draw
from pages.matrix_markup import line
from pages.rendering import issuer_path, rule_path
from pages.rule_markup import failed_list
from warehouse.dataset import DESCRIPTION_EN, KEYWORD_EN, KEYWORD_ZH, TITLE_EN, TITLE_ZH

_ISSUERS_A_PAGE = 200
_FINDINGS_A_PAGE = 1_000
_MOST_UNREAD = 2_000
_PROBLEMS_OF_A_KIND = 60
_MOST_UNPLACED = 500
"""Entries on a page, so that none is larger than 2 MB."""
_ENOUGH = 50
"""Reports of a year below which failed checks are counted and not told per hundred reports."""
_DUCKDB = "application/vnd.duckdb"
_LONGEST_RANGE = 40
"""Years. A wrong year must not draw a thousand empty columns."""
_STATES = ("published", "late", "partly_read", "text_only", "news_only", "unreadable", "missing", "not_due")

Pages = Iterator[tuple[str, str]]
"""Path from the root of the site, HTML."""


def index_pages(connection: duckdb.DuckDBPyConnection, explore: bool = False) -> Pages:
    """All of them, and the names of the issuers for the search; `explore` where there is a page of questions."""
    rules = rows(connection, "rules")
    yield from _coverage(connection, rules, explore)
    yield "rules.html", draw("rules", "rules.html", "findings.rules", explore=explore, rules=rules)
    yield from _rules(connection, rules, explore)
    yield "unread.html", _unread(connection, explore)
    yield "codebook.html", _codebook(connection, explore)


def _coverage(connection: duckdb.DuckDBPyConnection, rules: Sequence[Row], explore: bool) -> Pages:
    keep(connection, "matrix", ids=None)
    issuers = rows(connection, "matrix_issuers")
    totals = {row["report_year"]: row["issuers"] for row in rows(connection, "matrix_years")}
    years = _years(totals)
    parts = [
        Part("index.html" if number == 1 else f"coverage.{number}.html", _span(piece))
        for number, piece in enumerate(cut(issuers, _ISSUERS_A_PAGE), start=1)
    ]
    yield "assets/issuers.js", _names(issuers)
    for number, part in enumerate(parts):
        lines = _lines(connection, number * _ISSUERS_A_PAGE, years)
        if number == 0:
            yield part.name, _overview(connection, rules, years, lines, parts, totals, explore)
        else:
            values: dict[str, Any] = {"years": years, "lines": lines, "matrix_pages": parts, "at": number}
            yield part.name, draw("coverage", part.name, "coverage.heading", explore=explore, **values)


def _lines(connection: duckdb.DuckDBPyConnection, first: int, years: Sequence[int]) -> list[Markup]:
    """The lines of a page of the matrix; those of all pages have no room in memory at once."""
    found = rows(connection, "matrix_lines", first=first, after=first + _ISSUERS_A_PAGE)
    return [
        line(issuer_id, issuer, years, {row["report_year"]: row for row in own})
        for (issuer_id, issuer), own in groupby(found, lambda row: (row["issuer_id"], row["issuer"]))
    ]


def _overview(
    connection: duckdb.DuckDBPyConnection,
    rules: Sequence[Row],
    years: Sequence[int],
    lines: Sequence[Markup],
    parts: Sequence[Part],
    totals: Mapping[int, int],
    explore: bool,
) -> str:
    """`totals` are the issuers with a report of each year."""
    run = rows(connection, "run")[0]
    trend = rows(connection, "trend")
    return draw(
        "overview",
        "index.html",
        "page.title",
        explore=explore,
        run=run,
        totals=[
            (name, run[name], link)
            for name, link in (
                ("reports", "#coverage"),
                ("issuers", "#coverage"),
                ("cells", None),
                ("statistics", None),
                ("critical", "#findings"),
                ("warning", "#findings"),
                ("info", "#findings"),
                ("not_read", "unread.html"),
                ("unreadable", None),
            )
        ],
        years=years,
        lines=lines,
        matrix_pages=parts,
        coverage_totals=totals,
        unplaced=rows(connection, "unplaced"),
        most_unplaced=_MOST_UNPLACED,
        trend=trend,
        per_hundred=min((row["reports"] for row in trend if row["reports"]), default=0) >= _ENOUGH,
        shown_states=[one for one in _STATES if any(row["states"].get(one) for row in trend)],
        rules=rules,
        dataset=_dataset(run, explore),
    )


def _dataset(run: Row, explore: bool) -> dict[str, Any]:
    """The description of the data that search engines and catalogues read: schema.org/Dataset."""
    years = (run["first_year"], run["last_year"])
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": TITLE_ZH,
        "alternateName": TITLE_EN,
        "description": DESCRIPTION_EN,
        "inLanguage": ["zh-CN", "en"],
        "dateModified": run["published_at"].isoformat(),
        "temporalCoverage": f"{years[0]}/{years[1]}" if all(years) else None,
        "measurementTechnique": "Deterministic extraction by gongkai",
        "variableMeasured": "Statutory tables and statistics of the prose of the reports",
        "distribution": [_download("quality.html", "text/html"), *([_download(WAREHOUSE, _DUCKDB)] if explore else [])],
        "version": run["extractor"],
        "spatialCoverage": {"@type": "Country", "name": "China", "alternateName": "中国"},
        "keywords": [KEYWORD_ZH, KEYWORD_EN],
    }


def _download(name: str, media_type: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": name, "encodingFormat": media_type}


def _rules(connection: duckdb.DuckDBPyConnection, rules: Sequence[Row], explore: bool) -> Pages:
    keep(connection, "rule_findings")
    for rule in rules:
        count = -(-rule["failed"] // _FINDINGS_A_PAGE) or 1
        parts = [Part(rule_path(rule["check_id"], number), str(number)) for number in range(1, count + 1)]
        findings = pieces(connection, "drawn_rule_findings", _FINDINGS_A_PAGE, check_id=rule["check_id"])
        for at, (part, piece) in enumerate(zip(parts, findings, strict=True)):
            title = (rule["title_zh"], rule["title_en"])
            values: dict[str, Any] = {"rule": rule, "entries": failed_list("../", piece), "pages": parts, "at": at}
            yield part.name, draw("rule", part.name, title, explore=explore, **values)


def _unread(connection: duckdb.DuckDBPyConnection, explore: bool) -> str:
    files = rows(connection, "unread_files")
    return draw(
        "unread",
        "unread.html",
        "unread.heading",
        explore=explore,
        files=files[:_MOST_UNREAD],
        files_left_out=len(files) - len(files[:_MOST_UNREAD]),
        kinds=rows(connection, "problem_counts"),
        problems=grouped(rows(connection, "problems", most=_PROBLEMS_OF_A_KIND), "code"),
    )


def _codebook(connection: duckdb.DuckDBPyConnection, explore: bool) -> str:
    series = rows(connection, "codebook_series")
    indicators = rows(connection, "codebook_indicators")
    names = {row["indicator_id"]: {"zh": row["name_zh"], "en": row["name_en"]} for row in indicators}
    names |= {row["series_id"]: {"zh": row["name_zh"], "en": row["name_en"]} for row in series}
    return draw(
        "codebook",
        "codebook.html",
        "codebook.heading",
        explore=explore,
        topics=[(topic, list(own)) for topic, own in groupby(series, lambda row: row["topic"])],
        never=rows(connection, "codebook_never"),
        names=names,
        indicators=[
            (group, list(own))
            for group, own in groupby(
                sorted(indicators, key=_shelf), lambda row: (row["origin"], row["vintage"] or row["topic"])
            )
        ],
    )


def _shelf(indicator: Row) -> tuple[str, str, str]:
    return indicator["origin"], indicator["vintage"] or indicator["topic"] or "", indicator["indicator_id"]


def _years(found: Iterable[int]) -> list[int]:
    years = sorted(found)
    if years and years[-1] - years[0] < _LONGEST_RANGE:
        return list(range(years[0], years[-1] + 1))
    return years[-_LONGEST_RANGE:]


def _span(issuers: Sequence[Row]) -> str:
    """What a page of the matrix is called: its first and last issuer."""
    return " – ".join(dict.fromkeys(one["issuer"] or "?" for one in (*issuers[:1], *issuers[-1:])))


def _names(issuers: Sequence[Row]) -> str:
    """The issuers and their pages as a script: a page from disk can fetch nothing else."""
    names = [[one["issuer"] or "?", issuer_path(one["issuer_id"])] for one in issuers if one["issuer_id"]]
    return f"const ISSUERS = {json.dumps(names, ensure_ascii=False, separators=(',', ':'))};\n"
