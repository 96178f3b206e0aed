"""Three questions to the published figures, answered with charts. `make notebook` opens it; `python docs/notebook.py`
runs it without a browser. It reads the warehouse in GONGKAI_HOME, else in gongkai-home/."""

import marimo

app = marimo.App(width="medium", app_title="gongkai: three questions")

with app.setup:
    import altair as alt
    import marimo as mo
    import polars as pl
    import polars.selectors as cs

    import gongkai

    READING = alt.Scale(
        domain=["ok", "disputed", "inferred", "ocr"], range=["#1f6f54", "#b5142b", "#8a6d00", "#5b5b8c"]
    )


@app.cell
def _():
    warehouse = gongkai.open_warehouse()

    def asked(query: str, *values: object) -> pl.DataFrame:
        """The rows of a query. Exact decimals become floats, as charts have no others."""
        return warehouse.sql(query, list(values)).with_columns(cs.decimal().cast(pl.Float64))

    return asked, warehouse


@app.cell
def _():
    mo.md("""
    # Three questions

    1. How did requests develop, and where may they not be compared?
    2. What becomes of a request?
    3. How far can the printed figures be trusted?
    """)


@app.cell
def _(asked):
    points = asked("""
        SELECT s.issuer, s.report_year, s.value, s.status, s.scope, b.reason_en AS break_en
        FROM series AS s
        LEFT JOIN series_breaks AS b
            ON b.issuer_id = s.issuer_id AND b.series_id = s.series_id AND b.report_year = s.report_year
            AND b.scope = s.scope AND (s.scope <> 'part' OR b.scope_name = s.scope_name)
        WHERE s.series_id = 'requests_received' AND s.applicant = 'total' AND s.value IS NOT NULL
            AND s.issuer_id IN (
                SELECT issuer_id FROM series WHERE series_id = 'requests_received' AND applicant = 'total'
                GROUP BY issuer_id ORDER BY count(DISTINCT report_year) DESC, issuer_id LIMIT 6)
        ORDER BY ALL
    """)
    # A line joins the years between two breaks of one issuer and scope, and no others.
    parts = points.with_columns(
        pl.col("break_en").is_not_null().cast(pl.Int32).cum_sum().over("issuer", "scope").alias("part")
    )
    base = alt.Chart(parts).encode(
        x=alt.X("report_year:O", title="year"),
        y=alt.Y("value:Q", title="requests received (件)"),
        detail=["scope:N", "part:N"],
    )
    requests = (
        (
            base.mark_line(color="#888888")
            + base.mark_point(filled=True, size=60).encode(
                color=alt.Color("status:N", scale=READING),
                tooltip=["issuer", "report_year", "value", "status", "break_en"],
            )
        )
        .properties(width=220, height=140)
        .facet("issuer:N", columns=3)
        .resolve_scale(y="independent")
    )
    mo.vstack(
        [mo.md("## 1. Requests over the years\n\nLines end where a break falls: a new form, a new law."), requests]
    )
    return parts, points, requests


@app.cell
def _(asked):
    outcomes = asked("""
        SELECT
            CASE WHEN starts_with(s.series_id, 'denied_') THEN 'Requests denied' ELSE d.name_en END AS outcome,
            s.report_year, sum(s.value) AS requests, count(DISTINCT s.issuer_id) AS issuers
        FROM series AS s
        JOIN series_definitions AS d USING (series_id)
        WHERE (s.series_id IN ('granted', 'partial', 'unable', 'not_processed', 'other_handling')
                OR starts_with(s.series_id, 'denied_'))
            AND s.applicant = 'total' AND s.value IS NOT NULL AND s.vintage IN ('C', 'D')
            AND s.scope = 'jurisdiction'
        GROUP BY ALL
        ORDER BY ALL
    """)
    shares = (
        alt.Chart(outcomes)
        .mark_bar()
        .encode(
            x=alt.X("report_year:O", title="year"),
            y=alt.Y("requests:Q", stack="normalize", title="share of the outcomes named"),
            color=alt.Color("outcome:N", title=None),
            tooltip=["outcome", "report_year", "requests", "issuers"],
        )
        .properties(width=480, height=260)
    )
    mo.vstack(
        [
            mo.md("## 2. What becomes of a request\n\nWhole jurisdictions, on the forms of 2019 and 2021."),
            shares,
        ]
    )
    return outcomes, shares


@app.cell
def _(asked):
    trust = asked("""
        SELECT c.severity, c.title_en AS rule, count(*) FILTER (f.outcome = 'fail') AS failed
        FROM findings AS f
        JOIN checks AS c USING (check_id)
        GROUP BY ALL
        HAVING failed > 0
        ORDER BY failed DESC, rule
    """)
    failures = (
        alt.Chart(trust)
        .mark_bar()
        .encode(
            x=alt.X("failed:Q", title="findings", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("rule:N", sort="-x", title=None, axis=alt.Axis(labelLimit=360)),
            color=alt.Color(
                "severity:N",
                scale=alt.Scale(domain=["critical", "warning", "info"], range=["#b5142b", "#c98a00", "#4a78b5"]),
            ),
        )
        .properties(width=380)
    )
    mo.vstack(
        [
            mo.md(
                "## 3. How far the printed figures can be trusted\n\nWhat does not add up, by rule. Nothing was mended."
            ),
            failures,
        ]
    )
    return failures, trust


if __name__ == "__main__":
    app.run()
