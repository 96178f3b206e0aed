-- What the forms, the codebook and the crosswalk say, as tables: so that every join of figures is made in SQL, in sight.

CREATE TABLE form_cells (
    form_id         VARCHAR,
    vintage         VARCHAR,
    family          VARCHAR,
    statutory_table VARCHAR,
    line            VARCHAR,
    line_label      VARCHAR,
    "column"        VARCHAR,
    column_label    VARCHAR,
    code            VARCHAR,
    position        INTEGER,
    indicator_id    VARCHAR,
    applicant       VARCHAR,
    unit            VARCHAR,
    kind            VARCHAR,
    signed          BOOLEAN,
    optional        BOOLEAN
);
COMMENT ON TABLE form_cells IS 'Every cell of every official form';
COMMENT ON COLUMN form_cells.form_id IS 'Form: A-shanghai, A-fujian, A-anhui, B, C, D';
COMMENT ON COLUMN form_cells.vintage IS 'Vintage of the form: A, B, C, D';
COMMENT ON COLUMN form_cells.family IS 'Regional family of a vintage A list';
COMMENT ON COLUMN form_cells.statutory_table IS 'Table of the form: 2, 3, 4; A or B for the list tables';
COMMENT ON COLUMN form_cells.line IS 'Line of the form';
COMMENT ON COLUMN form_cells.line_label IS 'Label of the line as printed on the form';
COMMENT ON COLUMN form_cells."column" IS 'Column of the form';
COMMENT ON COLUMN form_cells.column_label IS 'Label of the column as printed on the form';
COMMENT ON COLUMN form_cells.code IS 'Code of the cell, as in cells';
COMMENT ON COLUMN form_cells.position IS 'Place in the form''s order, from 1';
COMMENT ON COLUMN form_cells.indicator_id IS 'Indicator that the cell observes';
COMMENT ON COLUMN form_cells.applicant IS 'Kind of applicant for table 3, else total';
COMMENT ON COLUMN form_cells.unit IS 'Unit of the form';
COMMENT ON COLUMN form_cells.kind IS 'flow, stock, caseload';
COMMENT ON COLUMN form_cells.signed IS 'True where a negative number is in order';
COMMENT ON COLUMN form_cells.optional IS 'True where the line is not on the national form';

CREATE TABLE identity_terms (
    form_id         VARCHAR,
    check_id        VARCHAR,
    identity_id     VARCHAR,
    place           VARCHAR,
    side            VARCHAR,
    sign            SMALLINT,
    code            VARCHAR,
    position        INTEGER
);
COMMENT ON TABLE identity_terms IS 'The sums that the forms contain: left side and right side must be equal';
COMMENT ON COLUMN identity_terms.form_id IS 'Form';
COMMENT ON COLUMN identity_terms.check_id IS 'Rule that it is an instance of';
COMMENT ON COLUMN identity_terms.identity_id IS 'Identifier within the form';
COMMENT ON COLUMN identity_terms.place IS 'Column or line that the sum is about';
COMMENT ON COLUMN identity_terms.side IS 'left or right';
COMMENT ON COLUMN identity_terms.sign IS '1 or -1';
COMMENT ON COLUMN identity_terms.code IS 'Cell';
COMMENT ON COLUMN identity_terms.position IS 'Order of the terms';

CREATE TABLE series_definitions (
    series_id       VARCHAR,
    name_zh         VARCHAR,
    name_en         VARCHAR,
    definition      VARCHAR,
    definition_zh   VARCHAR,
    unit            VARCHAR,
    flow_or_stock   VARCHAR,
    topic           VARCHAR
);
COMMENT ON TABLE series_definitions IS 'The series: what is comparable over the years, as far as it is';
COMMENT ON COLUMN series_definitions.series_id IS 'Identifier: requests_received; a figure of the prose alone keeps its indicator''s';
COMMENT ON COLUMN series_definitions.name_zh IS 'Name in Chinese';
COMMENT ON COLUMN series_definitions.name_en IS 'Name in English';
COMMENT ON COLUMN series_definitions.definition IS 'What is counted, in English';
COMMENT ON COLUMN series_definitions.definition_zh IS 'What is counted, in Chinese';
COMMENT ON COLUMN series_definitions.unit IS 'Unit of the values; count where every report has a classifier of its own';
COMMENT ON COLUMN series_definitions.flow_or_stock IS 'flow (over the year), stock (level at its end), caseload, na';
COMMENT ON COLUMN series_definitions.topic IS 'requests, remedies, fees, proactive, response, platforms, open_data, gazette, staff, training, other';

CREATE TABLE series_terms (
    series_id       VARCHAR,
    vintage         VARCHAR,
    alternative     SMALLINT,
    terms           SMALLINT,
    indicator_id    VARCHAR,
    sign            SMALLINT,
    grade           VARCHAR
);
COMMENT ON TABLE series_terms IS 'What each series is made of under each form: a signed sum of indicators';
COMMENT ON COLUMN series_terms.series_id IS 'Series';
COMMENT ON COLUMN series_terms.vintage IS 'A, B, C, D, or prose';
COMMENT ON COLUMN series_terms.alternative IS 'From 1; the first whose indicators are all there is used';
COMMENT ON COLUMN series_terms.terms IS 'How many indicators the sum has';
COMMENT ON COLUMN series_terms.indicator_id IS 'Indicator';
COMMENT ON COLUMN series_terms.sign IS '1 or -1';
COMMENT ON COLUMN series_terms.grade IS 'E same definition, N near, P proxy by combination';

CREATE TABLE breaks (
    series_id       VARCHAR,
    other_id        VARCHAR,
    report_year     SMALLINT,
    vintage         VARCHAR,
    relation        VARCHAR,
    kinds           VARCHAR[],
    reason_zh       VARCHAR,
    reason_en       VARCHAR
);
COMMENT ON TABLE breaks IS 'Where figures must not be compared without a reason in mind, or not at all';
COMMENT ON COLUMN breaks.series_id IS 'Series or indicator';
COMMENT ON COLUMN breaks.other_id IS 'The other series or indicator, which is never joined with this one; NULL for a break within a series';
COMMENT ON COLUMN breaks.report_year IS 'First report year after the break, where there is one';
COMMENT ON COLUMN breaks.vintage IS 'For a change of form, the form after it: it applies where an issuer changed to it, in whichever year';
COMMENT ON COLUMN breaks.relation IS 'break (within a series), near, false_friend, broken';
COMMENT ON COLUMN breaks.kinds IS 'form, law, scope, definition, stock_vs_flow, count_vs_rate, unit, ...';
COMMENT ON COLUMN breaks.reason_zh IS 'The reason, in Chinese';
COMMENT ON COLUMN breaks.reason_en IS 'The reason, in English';

CREATE TABLE ratio_definitions (
    ratio_id        VARCHAR,
    name_zh         VARCHAR,
    name_en         VARCHAR,
    numerator       VARCHAR,
    denominator     VARCHAR,
    share           BOOLEAN,
    vintages        VARCHAR[],
    caution_zh      VARCHAR,
    caution_en      VARCHAR
);
COMMENT ON TABLE ratio_definitions IS 'The ratios: one sum of series over another';
COMMENT ON COLUMN ratio_definitions.ratio_id IS 'Identifier: disclosure_rate';
COMMENT ON COLUMN ratio_definitions.name_zh IS 'Name in Chinese';
COMMENT ON COLUMN ratio_definitions.name_en IS 'Name in English';
COMMENT ON COLUMN ratio_definitions.numerator IS 'Sum of series; [np] takes a kind of applicant, @-1 the year before';
COMMENT ON COLUMN ratio_definitions.denominator IS 'Sum of series; [np] takes a kind of applicant, @-1 the year before';
COMMENT ON COLUMN ratio_definitions.share IS 'True where the numerator is part of the denominator, so that more than 1 cannot be right';
COMMENT ON COLUMN ratio_definitions.vintages IS 'Official forms under which the ratio means what its name says';
COMMENT ON COLUMN ratio_definitions.caution_zh IS 'What to mind, in Chinese';
COMMENT ON COLUMN ratio_definitions.caution_en IS 'What to mind, in English';

CREATE TABLE ratio_terms (
    ratio_id        VARCHAR,
    side            VARCHAR,
    series_id       VARCHAR,
    applicant       VARCHAR,
    years_back      SMALLINT,
    position        INTEGER
);
COMMENT ON TABLE ratio_terms IS 'The series that each ratio is made of';
COMMENT ON COLUMN ratio_terms.ratio_id IS 'Ratio';
COMMENT ON COLUMN ratio_terms.side IS 'numerator or denominator';
COMMENT ON COLUMN ratio_terms.series_id IS 'Series';
COMMENT ON COLUMN ratio_terms.applicant IS 'Kind of applicant, mostly total';
COMMENT ON COLUMN ratio_terms.years_back IS 'From how many years before it is taken, mostly 0';
COMMENT ON COLUMN ratio_terms.position IS 'Order of the terms';

CREATE TABLE openness_components (
    component       VARCHAR,
    dimension       VARCHAR,
    origin          VARCHAR,
    source_id       VARCHAR,
    better          VARCHAR,
    name_zh         VARCHAR,
    name_en         VARCHAR,
    position        INTEGER
);
COMMENT ON TABLE openness_components IS 'What the profile of an issuer''s year is made of; nothing is weighted here';
COMMENT ON COLUMN openness_components.component IS 'Identifier: disclosed';
COMMENT ON COLUMN openness_components.dimension IS 'disclosure, timeliness, completeness, consistency, remedies, data_and_response';
COMMENT ON COLUMN openness_components.origin IS 'ratio, series, or report (worked out of the report itself)';
COMMENT ON COLUMN openness_components.source_id IS 'The ratio or series it is';
COMMENT ON COLUMN openness_components.better IS 'high, low, or more (a number without a ceiling, scored against peers alone)';
COMMENT ON COLUMN openness_components.name_zh IS 'Name in Chinese';
COMMENT ON COLUMN openness_components.name_en IS 'Name in English';
COMMENT ON COLUMN openness_components.position IS 'Order';
