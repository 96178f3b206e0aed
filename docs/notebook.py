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
    shown = points["issuer"].n_unique()
    broken = points.filter(pl.col("break_en").is_not_null())
    developed = (
        f"Issuers with the most years: {shown}, with a break in the series: {broken['issuer'].n_unique()}. There the "
        "line ends, as form or law changed, and what comes after must not be compared with what was before. "
        f"Disputed points: {(points['status'] == 'disputed').sum()} of {points.height}."
    )
    mo.vstack([mo.md(f"## 1. Requests over the years\n\n{developed}"), requests])
    return developed, parts, points, requests


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
    latest = outcomes.filter(pl.col("report_year") == pl.col("report_year").max()).sort("requests", descending=True)
    parts_of = latest.with_columns(pl.col("requests") / pl.col("requests").sum() * 100)
    became = (
        f"In {latest['report_year'][0]}, of the outcomes named (whole jurisdictions: {latest['issuers'].max()}): "
        + ", ".join(f"{row['outcome'].lower()} {row['requests']:.0f} %" for row in parts_of.iter_rows(named=True))
        + ". Forms of 2019 and 2021."
        if latest.height and latest["requests"].sum()
        else "The warehouse has no whole jurisdiction on the forms of 2019 and 2021."
    )
    mo.vstack([mo.md(f"## 2. What becomes of a request\n\n{became}"), shares])
    return became, outcomes, shares


@app.cell
def _(asked):
    trust = asked("""
        SELECT
            c.severity, c.title_en AS rule, sum(r.failed)::BIGINT AS failed,
            sum(r.passed + r.failed)::BIGINT AS assessed
        FROM report_checks AS r
        JOIN checks AS c USING (check_id)
        WHERE r.in_force
        GROUP BY ALL
        ORDER BY failed DESC, rule
    """)
    assessed, failing = trust["assessed"].sum(), trust.filter(pl.col("failed") > 0)
    failures = (
        alt.Chart(failing)
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
    critical = failing.filter(pl.col("severity") == "critical")["failed"].sum()
    trusted = (
        f"Of {assessed:,} checks that could be made, {failing['failed'].sum()} failed, {critical} of them sums that "
        "must hold on the form. Below, by rule; nothing was mended."
    )
    mo.vstack([mo.md(f"## 3. How far the printed figures can be trusted\n\n{trusted}"), failures])
    return failing, failures, trust, trusted


if __name__ == "__main__":
    app.run()
