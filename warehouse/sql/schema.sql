-- The tables of the warehouse, with what each column holds. No keys and no indexes: uniqueness is an expectation
-- (expectations/), checked before publication, because DuckDB's keys cost five to ten times the size and time.

CREATE TABLE issuers (
    issuer_id       VARCHAR,
    issuer          VARCHAR,
    short_name      VARCHAR,
    level           VARCHAR,
    division_code   VARCHAR,
    parent_id       VARCHAR,
    known           BOOLEAN,
    shared_name     BOOLEAN
);
COMMENT ON TABLE issuers IS 'Public bodies that issue reports (发布机构)';
COMMENT ON COLUMN issuers.issuer_id IS 'Stable identifier';
COMMENT ON COLUMN issuers.issuer IS 'Full official name in Chinese';
COMMENT ON COLUMN issuers.short_name IS 'The place or body in short: 深圳市';
COMMENT ON COLUMN issuers.level IS 'state, province, prefecture, county, township, department, special_zone';
COMMENT ON COLUMN issuers.division_code IS 'Administrative division code, GB/T 2260';
COMMENT ON COLUMN issuers.parent_id IS 'issuer_id of the body one level above';
COMMENT ON COLUMN issuers.known IS 'False for an issuer that is not in the issuers file and was named from the report alone';
COMMENT ON COLUMN issuers.shared_name IS 'True where the name does not tell which body it is, as several bear it (市教育局, 城关镇人民政府, 鼓楼区人民政府): reports under it are neither versions of each other nor compared over the years';

CREATE TABLE reports (
    report_id       VARCHAR,
    issuer_id       VARCHAR,
    issuer          VARCHAR,
    report_year     SMALLINT,
    vintage         VARCHAR,
    vintage_note    VARCHAR,
    vintage_note_zh VARCHAR,
    family          VARCHAR,
    scope           VARCHAR,
    scope_words     VARCHAR,
    source_kind     VARCHAR,
    title           VARCHAR,
    period_start    DATE,
    period_end      DATE,
    published_on    DATE,
    file            VARCHAR,
    sha256          VARCHAR,
    media_type      VARCHAR,
    bytes           BIGINT,
    retrieved_at    TIMESTAMP,
    extractor       VARCHAR,
    superseded_by   VARCHAR
);
COMMENT ON TABLE reports IS 'One version of one issuer''s annual report, read from one file';
COMMENT ON COLUMN reports.report_id IS 'First sixteen hex digits of the SHA-256 of the file';
COMMENT ON COLUMN reports.issuer_id IS 'Issuer, as in issuers';
COMMENT ON COLUMN reports.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN reports.report_year IS 'The year the figures are of, told from title and statistical period';
COMMENT ON COLUMN reports.vintage IS 'Official form told from content: A (2008-2013), B (2014-2018), C (2019-2020), D (2021-)';
COMMENT ON COLUMN reports.vintage_note IS 'What is irregular about the form used, in English';
COMMENT ON COLUMN reports.vintage_note_zh IS 'What is irregular about the form used, in Chinese';
COMMENT ON COLUMN reports.family IS 'Regional family of a vintage A list: shanghai, fujian, anhui';
COMMENT ON COLUMN reports.scope IS 'Whose figures (口径): organ, own_level, jurisdiction, unknown';
COMMENT ON COLUMN reports.scope_words IS 'The words of the report that say so';
COMMENT ON COLUMN reports.source_kind IS 'report, report_tables_missing, news_about_report';
COMMENT ON COLUMN reports.title IS 'Title as printed';
COMMENT ON COLUMN reports.period_start IS 'First day of the statistical period, where printed';
COMMENT ON COLUMN reports.period_end IS 'Last day of the statistical period, where printed';
COMMENT ON COLUMN reports.published_on IS 'Day of publication, where printed';
COMMENT ON COLUMN reports.file IS 'Name under which the file was handed in';
COMMENT ON COLUMN reports.sha256 IS 'SHA-256 of the file; the original lies in the snapshot store under it';
COMMENT ON COLUMN reports.media_type IS 'Type of the file, told from its bytes';
COMMENT ON COLUMN reports.bytes IS 'Size of the file';
COMMENT ON COLUMN reports.retrieved_at IS 'When the file was first taken into the snapshot store (UTC)';
COMMENT ON COLUMN reports.extractor IS 'Version of the extractor that read it';
COMMENT ON COLUMN reports.superseded_by IS 'report_id of the later version of the same report, if there is one';

CREATE TABLE expected_reports (
    issuer_id       VARCHAR,
    issuer          VARCHAR,
    report_year     SMALLINT,
    due_on          DATE,
    state           VARCHAR,
    reason          VARCHAR,
    address         VARCHAR,
    tried_at        TIMESTAMP,
    sha256          VARCHAR
);
COMMENT ON TABLE expected_reports IS 'Reports that a source list leads one to expect, and what came of looking for each (gongkai collect); empty where nothing was collected';
COMMENT ON COLUMN expected_reports.issuer_id IS 'Issuer, as in issuers; NULL where the name is none of a known kind of body';
COMMENT ON COLUMN expected_reports.issuer IS 'Full official name, or the name in the source list';
COMMENT ON COLUMN expected_reports.report_year IS 'The year that the report is of';
COMMENT ON COLUMN expected_reports.due_on IS 'Last legal day for publishing it';
COMMENT ON COLUMN expected_reports.state IS 'collected, failed (the host did not answer), refused (robots, guard, login), missing (the page is gone), not_found (no list links to it), address_unknown';
COMMENT ON COLUMN expected_reports.reason IS 'The reason in words, where there is something to say';
COMMENT ON COLUMN expected_reports.address IS 'Where it was looked for';
COMMENT ON COLUMN expected_reports.tried_at IS 'When it was last looked for (UTC)';
COMMENT ON COLUMN expected_reports.sha256 IS 'SHA-256 of the version that is held';

CREATE TABLE texts (
    report_id       VARCHAR,
    text            VARCHAR
);
COMMENT ON TABLE texts IS 'The text of each report, which every span counts in';
COMMENT ON COLUMN texts.report_id IS 'Report';
COMMENT ON COLUMN texts.text IS 'The report''s text; spans are half-open character offsets, from 0';

CREATE TABLE sections (
    report_id       VARCHAR,
    section         VARCHAR,
    heading         VARCHAR,
    span_start      INTEGER,
    span_end        INTEGER
);
COMMENT ON TABLE sections IS 'The parts of each report';
COMMENT ON COLUMN sections.report_id IS 'Report';
COMMENT ON COLUMN sections.section IS 'preamble, overview, proactive, requests, remedies, problems, other, annex';
COMMENT ON COLUMN sections.heading IS 'Heading as printed';
COMMENT ON COLUMN sections.span_start IS 'First character';
COMMENT ON COLUMN sections.span_end IS 'One past the last character';

CREATE TABLE cells (
    cell_id         VARCHAR,
    report_id       VARCHAR,
    code            VARCHAR,
    statutory_table VARCHAR,
    line            VARCHAR,
    line_label      VARCHAR,
    applicant       VARCHAR,
    "column"        VARCHAR,
    raw_text        VARCHAR,
    value           DECIMAL(38, 6),
    unit            VARCHAR,
    unit_source     VARCHAR,
    cell_state      VARCHAR,
    note            VARCHAR,
    span_start      INTEGER,
    span_end        INTEGER,
    table_no        SMALLINT,
    row_no          SMALLINT,
    column_no       SMALLINT,
    page_no         SMALLINT,
    box             DOUBLE[],
    certainty       DOUBLE
);
COMMENT ON TABLE cells IS 'Every cell of the statutory tables, as printed';
COMMENT ON COLUMN cells.cell_id IS 'report_id, a colon and the code';
COMMENT ON COLUMN cells.report_id IS 'Report';
COMMENT ON COLUMN cells.code IS 'Line and column: res_granted__np, licence_decisions';
COMMENT ON COLUMN cells.statutory_table IS 'Table of the form: 2, 3, 4; A or B for the list tables';
COMMENT ON COLUMN cells.line IS 'Line of the form: res_granted';
COMMENT ON COLUMN cells.line_label IS 'Label of the line on the official form';
COMMENT ON COLUMN cells.applicant IS 'In table 3, the kind of applicant: np, biz, sci, npo, law, org_other, total';
COMMENT ON COLUMN cells."column" IS 'Column of the form: np, issued, upheld, year';
COMMENT ON COLUMN cells.raw_text IS 'As printed, white space removed; empty for a blank';
COMMENT ON COLUMN cells.value IS 'The printed number in the printed unit; NULL where there is none or it cannot be read';
COMMENT ON COLUMN cells.unit IS 'Unit as printed in the cell or header, else the form''s; NULL where nobody says';
COMMENT ON COLUMN cells.unit_source IS 'Where the unit came from: cell, header, form';
COMMENT ON COLUMN cells.cell_state IS 'number, zero, blank, na_mark, text, unreadable, inferred, ocr (recognised on the picture of a page), absent_row';
COMMENT ON COLUMN cells.note IS 'Words printed beside the number';
COMMENT ON COLUMN cells.span_start IS 'First character of the cell in the report''s text';
COMMENT ON COLUMN cells.span_end IS 'One past its last character';
COMMENT ON COLUMN cells.table_no IS 'Which table of the document, from 1';
COMMENT ON COLUMN cells.row_no IS 'Row in that table, from 0';
COMMENT ON COLUMN cells.column_no IS 'Column in that table, from 0, merged cells resolved';
COMMENT ON COLUMN cells.page_no IS 'Page, from 1, where the file has pages';
COMMENT ON COLUMN cells.box IS 'Left, top, right, bottom on the page in points';
COMMENT ON COLUMN cells.certainty IS 'Of what was recognised on a picture (OCR), from 0 to 1: raised by sums that hold, lowered by those that fail; NULL for what was read';

CREATE TABLE mentions (
    mention_id      VARCHAR,
    report_id       VARCHAR,
    span_start      INTEGER,
    span_end        INTEGER,
    surface         VARCHAR,
    number_start    INTEGER,
    number_end      INTEGER,
    number_surface  VARCHAR,
    value           DECIMAL(38, 6),
    lower           DECIMAL(38, 6),
    upper           DECIMAL(38, 6),
    significant_figures SMALLINT,
    unit            VARCHAR,
    unit_std        VARCHAR,
    qualifier       VARCHAR,
    measure_zh      VARCHAR,
    indicator_id    VARCHAR,
    period          VARCHAR,
    flow_or_stock   VARCHAR,
    scope           VARCHAR,
    kind            VARCHAR,
    is_statistic    BOOLEAN,
    section         VARCHAR,
    sentence_start  INTEGER,
    sentence_end    INTEGER,
    part_of         VARCHAR,
    duplicate_of    VARCHAR,
    growth_of       VARCHAR,
    certainty       DOUBLE
);
COMMENT ON TABLE mentions IS 'Every number in the prose: statistics, and what is none (dates, names, targets), with its kind';
COMMENT ON COLUMN mentions.mention_id IS 'report_id, a colon, m and the offset of the first character';
COMMENT ON COLUMN mentions.report_id IS 'Report';
COMMENT ON COLUMN mentions.span_start IS 'First character in the report''s text';
COMMENT ON COLUMN mentions.span_end IS 'One past the last character';
COMMENT ON COLUMN mentions.surface IS 'The expression as printed: approximator, number, classifier, bound';
COMMENT ON COLUMN mentions.number_start IS 'First character of the number';
COMMENT ON COLUMN mentions.number_end IS 'One past the last character of the number';
COMMENT ON COLUMN mentions.number_surface IS 'The number as printed';
COMMENT ON COLUMN mentions.value IS 'The number; NULL for a range';
COMMENT ON COLUMN mentions.lower IS 'Least value that the words allow, itself included; NULL where open';
COMMENT ON COLUMN mentions.upper IS 'End of what the words allow: equal to value where exact, else not itself included (200多万 is [2000000, 3000000)); NULL where open';
COMMENT ON COLUMN mentions.significant_figures IS 'Digits that the number is given to';
COMMENT ON COLUMN mentions.unit IS 'Classifier or unit as printed, without the 万 or 亿 that the value has in it; the value of 成 (tenths) is in per cent';
COMMENT ON COLUMN mentions.unit_std IS 'Standard unit: count, CNY, percent, percent_point, days, workdays, person_times';
COMMENT ON COLUMN mentions.qualifier IS 'exact, at_least, at_most, about, range';
COMMENT ON COLUMN mentions.measure_zh IS 'What is measured, in words close to the report''s';
COMMENT ON COLUMN mentions.indicator_id IS 'Indicator of the codebook, only where certain';
COMMENT ON COLUMN mentions.period IS 'year:2022, as_of:2022-12-31, cumulative_since:unknown..2022-12-31';
COMMENT ON COLUMN mentions.flow_or_stock IS 'flow, stock, or na for shares, growth and durations';
COMMENT ON COLUMN mentions.scope IS 'Whose figure, in the report''s words: 全市, 市政府, a district';
COMMENT ON COLUMN mentions.kind IS 'statistic, or date, doc_number, name, ordinal, deadline, policy_target, other';
COMMENT ON COLUMN mentions.is_statistic IS 'True where something is measured';
COMMENT ON COLUMN mentions.section IS 'Part of the report';
COMMENT ON COLUMN mentions.sentence_start IS 'First character of the sentence around it';
COMMENT ON COLUMN mentions.sentence_end IS 'One past the sentence''s last character';
COMMENT ON COLUMN mentions.part_of IS 'mention_id of the figure of which this is a part';
COMMENT ON COLUMN mentions.duplicate_of IS 'mention_id of the more exact figure of the same thing';
COMMENT ON COLUMN mentions.growth_of IS 'mention_id of the level that this growth belongs to';
COMMENT ON COLUMN mentions.certainty IS 'Of what was recognised on a picture (OCR), from 0 to 1; NULL for what was read';

CREATE TABLE problems (
    report_id       VARCHAR,
    file            VARCHAR,
    sha256          VARCHAR,
    code            VARCHAR,
    message         VARCHAR,
    message_zh      VARCHAR,
    found           VARCHAR,
    expected        VARCHAR,
    candidates      VARCHAR[],
    span_start      INTEGER,
    span_end        INTEGER,
    table_no        SMALLINT,
    row_no          SMALLINT
);
COMMENT ON TABLE problems IS 'What could not be read, or not for certain';
COMMENT ON COLUMN problems.report_id IS 'Report; NULL where the file is no report at all';
COMMENT ON COLUMN problems.file IS 'File';
COMMENT ON COLUMN problems.sha256 IS 'SHA-256 of the file';
COMMENT ON COLUMN problems.code IS 'Kind of problem, as in the problem catalogue';
COMMENT ON COLUMN problems.message IS 'One sentence in English: what was found, what was expected';
COMMENT ON COLUMN problems.message_zh IS 'One sentence in Chinese: what was found, what was expected';
COMMENT ON COLUMN problems.found IS 'What stands there';
COMMENT ON COLUMN problems.expected IS 'What was expected';
COMMENT ON COLUMN problems.candidates IS 'Nearest candidates';
COMMENT ON COLUMN problems.span_start IS 'First character, where known';
COMMENT ON COLUMN problems.span_end IS 'One past the last character';
COMMENT ON COLUMN problems.table_no IS 'Table of the document, from 1';
COMMENT ON COLUMN problems.row_no IS 'Row in that table, from 0';

CREATE TABLE report_contents (
    report_id       VARCHAR,
    cells           BIGINT,
    valued          BIGINT,
    number          BIGINT,
    zero            BIGINT,
    blank           BIGINT,
    na_mark         BIGINT,
    text            BIGINT,
    unreadable      BIGINT,
    inferred        BIGINT,
    ocr             BIGINT,
    absent_row      BIGINT,
    rows_absent     BIGINT,
    mentions        BIGINT,
    statistics      BIGINT,
    bound           BIGINT,
    observations    BIGINT,
    fingerprint     UBIGINT
);
COMMENT ON TABLE report_contents IS 'How much was read of each report: of its tables and of its text';
COMMENT ON COLUMN report_contents.report_id IS 'Report';
COMMENT ON COLUMN report_contents.cells IS 'Cells';
COMMENT ON COLUMN report_contents.valued IS 'Cells with a value';
COMMENT ON COLUMN report_contents.number IS 'Cells in the state number';
COMMENT ON COLUMN report_contents.zero IS 'Cells in the state zero';
COMMENT ON COLUMN report_contents.blank IS 'Cells in the state blank';
COMMENT ON COLUMN report_contents.na_mark IS 'Cells in the state na_mark';
COMMENT ON COLUMN report_contents.text IS 'Cells in the state text';
COMMENT ON COLUMN report_contents.unreadable IS 'Cells in the state unreadable';
COMMENT ON COLUMN report_contents.inferred IS 'Cells in the state inferred';
COMMENT ON COLUMN report_contents.ocr IS 'Cells in the state ocr';
COMMENT ON COLUMN report_contents.absent_row IS 'Cells in the state absent_row';
COMMENT ON COLUMN report_contents.rows_absent IS 'Lines of the form that the report does not have';
COMMENT ON COLUMN report_contents.mentions IS 'Numbers in the text';
COMMENT ON COLUMN report_contents.statistics IS 'Numbers in the text that are statistics';
COMMENT ON COLUMN report_contents.bound IS 'Statistics of the text that an indicator is known for';
COMMENT ON COLUMN report_contents.observations IS 'Observations made of them';
COMMENT ON COLUMN report_contents.fingerprint IS 'Of all cells, mentions, sections and the text: another as soon as one of them is';

CREATE TABLE indicators (
    indicator_id    VARCHAR,
    origin          VARCHAR,
    vintage         VARCHAR,
    name_zh         VARCHAR,
    name_en         VARCHAR,
    definition      VARCHAR,
    definition_zh   VARCHAR,
    topic           VARCHAR,
    unit            VARCHAR,
    flow_or_stock   VARCHAR
);
COMMENT ON TABLE indicators IS 'Everything that is measured: lines of the forms and figures of the prose';
COMMENT ON COLUMN indicators.indicator_id IS 'Code; lines of a form carry its vintage: D.req_new';
COMMENT ON COLUMN indicators.origin IS 'form or prose';
COMMENT ON COLUMN indicators.vintage IS 'Vintage of the form, for lines of a form';
COMMENT ON COLUMN indicators.name_zh IS 'Name in Chinese';
COMMENT ON COLUMN indicators.name_en IS 'Name in English';
COMMENT ON COLUMN indicators.definition IS 'What is counted, in English';
COMMENT ON COLUMN indicators.definition_zh IS 'What is counted, in Chinese';
COMMENT ON COLUMN indicators.topic IS 'requests, remedies, fees, proactive, response, platforms, open_data, gazette, staff, training, other';
COMMENT ON COLUMN indicators.unit IS 'Unit of the observations';
COMMENT ON COLUMN indicators.flow_or_stock IS 'flow (over the year), stock (level at its end), caseload, na';

CREATE TABLE observations (
    observation_id  VARCHAR,
    issuer_id       VARCHAR,
    report_year     SMALLINT,
    indicator_id    VARCHAR,
    applicant       VARCHAR,
    scope           VARCHAR,
    scope_name      VARCHAR,
    period          VARCHAR,
    value           DECIMAL(38, 6),
    lower           DECIMAL(38, 6),
    upper           DECIMAL(38, 6),
    unit            VARCHAR,
    printed_unit    VARCHAR,
    flow_or_stock   VARCHAR,
    status          VARCHAR,
    read_status     VARCHAR,
    preferred       BOOLEAN,
    best_of_report  BOOLEAN,
    source_kind     VARCHAR,
    report_id       VARCHAR,
    evidence_kind   VARCHAR,
    evidence_id     VARCHAR
);
COMMENT ON TABLE observations IS 'An indicator''s value for an issuer, a year and a scope, with its evidence';
COMMENT ON COLUMN observations.observation_id IS 'Identifier, made from the evidence';
COMMENT ON COLUMN observations.issuer_id IS 'Issuer';
COMMENT ON COLUMN observations.report_year IS 'Year';
COMMENT ON COLUMN observations.indicator_id IS 'Indicator';
COMMENT ON COLUMN observations.applicant IS 'Kind of applicant for figures of table 3, else total';
COMMENT ON COLUMN observations.scope IS 'Whose figures: organ, own_level, jurisdiction, part (one named place or body), unknown';
COMMENT ON COLUMN observations.scope_name IS 'The same in the report''s words: 全市, 罗湖区';
COMMENT ON COLUMN observations.period IS 'Period as for mentions; year:Y for flows of a table, as_of:Y-12-31 for levels';
COMMENT ON COLUMN observations.value IS 'Value in the indicator''s unit (converted: 5.2 万元 is 52000 元 where the indicator is in 元)';
COMMENT ON COLUMN observations.lower IS 'Least value that the source allows, itself included; NULL where open';
COMMENT ON COLUMN observations.upper IS 'End of what the source allows: equal to value where exact, else not itself included (200多万 is [2000000, 3000000)); NULL where open';
COMMENT ON COLUMN observations.unit IS 'Unit of value, lower and upper; count for figures of the prose that are counted, whatever the classifier';
COMMENT ON COLUMN observations.printed_unit IS 'Classifier or unit as printed: 次, 场, 万元';
COMMENT ON COLUMN observations.flow_or_stock IS 'flow, stock, caseload, na';
COMMENT ON COLUMN observations.status IS 'ok, disputed (a check failed on it that nobody has dismissed, or the sources contradict each other), inferred, ocr (recognised on a scan), superseded';
COMMENT ON COLUMN observations.read_status IS 'The same as it was read, before the checks';
COMMENT ON COLUMN observations.preferred IS 'True for the one observation to use where several sources give the same thing';
COMMENT ON COLUMN observations.best_of_report IS 'True for the one observation to use of its report, whatever other reports say: what was known before a later version came';
COMMENT ON COLUMN observations.source_kind IS 'report, report_tables_missing, news_about_report';
COMMENT ON COLUMN observations.report_id IS 'Report';
COMMENT ON COLUMN observations.evidence_kind IS 'cell or mention';
COMMENT ON COLUMN observations.evidence_id IS 'cell_id or mention_id';

CREATE TABLE series_points (
    issuer_id       VARCHAR,
    issuer          VARCHAR,
    series_id       VARCHAR,
    report_year     SMALLINT,
    scope           VARCHAR,
    scope_name      VARCHAR,
    applicant       VARCHAR,
    value           DECIMAL(38, 6),
    lower           DECIMAL(38, 6),
    upper           DECIMAL(38, 6),
    unit            VARCHAR,
    grade           VARCHAR,
    status          VARCHAR,
    vintage         VARCHAR,
    evidence_id     VARCHAR,
    evidence        VARCHAR[],
    report_id       VARCHAR,
    source_kind     VARCHAR,
    "current"       BOOLEAN,
    best_of_report  BOOLEAN
);
COMMENT ON TABLE series_points IS 'The stored points of series_versions, with the status they had before the checks: ask series';
COMMENT ON COLUMN series_points.issuer_id IS 'Issuer';
COMMENT ON COLUMN series_points.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN series_points.series_id IS 'Series, as in series_definitions';
COMMENT ON COLUMN series_points.report_year IS 'Year';
COMMENT ON COLUMN series_points.scope IS 'Whose figures: organ, own_level, jurisdiction, part, unknown';
COMMENT ON COLUMN series_points.applicant IS 'Kind of applicant: np, biz, sci, npo, law, org_other, or total';
COMMENT ON COLUMN series_points.value IS 'Value; NULL where only bounds are known';
COMMENT ON COLUMN series_points.lower IS 'Least value that the sources allow, itself included; NULL where open';
COMMENT ON COLUMN series_points.upper IS 'End of what the sources allow: equal to value where exact, else not itself included (200多万 is [2000000, 3000000)); NULL where open';
COMMENT ON COLUMN series_points.unit IS 'Unit; of things counted in the prose the classifier as printed (次, 场), which another year may print otherwise';
COMMENT ON COLUMN series_points.grade IS 'E same definition over the vintages, N near, P proxy by combination';
COMMENT ON COLUMN series_points.status IS 'ok, inferred, ocr (recognised on a scan) or superseded, as it was before the checks';
COMMENT ON COLUMN series_points.vintage IS 'Official form of the report: A, B, C, D';
COMMENT ON COLUMN series_points.evidence_id IS 'Cell or mention that it rests on; the first where there are several';
COMMENT ON COLUMN series_points.evidence IS 'All cells and mentions that it rests on';
COMMENT ON COLUMN series_points.scope_name IS 'Whose figures, in the report''s words';
COMMENT ON COLUMN series_points.report_id IS 'Report that says so';
COMMENT ON COLUMN series_points.source_kind IS 'report, report_tables_missing, news_about_report';
COMMENT ON COLUMN series_points.current IS 'True for the one point to use';
COMMENT ON COLUMN series_points.best_of_report IS 'True for the one point to use of its report, whatever other reports say';

CREATE TABLE checks (
    check_id        VARCHAR,
    kind            VARCHAR,
    severity        VARCHAR,
    title_zh        VARCHAR,
    title_en        VARCHAR,
    explanation_zh  VARCHAR,
    explanation_en  VARCHAR,
    formula         VARCHAR,
    exceptions      VARCHAR,
    source          VARCHAR
);
COMMENT ON TABLE checks IS 'The rules that reports and the warehouse are held to';
COMMENT ON COLUMN checks.check_id IS 'Identifier: H-C1, fee_amount_collected';
COMMENT ON COLUMN checks.kind IS 'report (the issuer''s figures) or pipeline (ours: a failure stops publication)';
COMMENT ON COLUMN checks.severity IS 'critical, warning, info';
COMMENT ON COLUMN checks.title_zh IS 'Title in Chinese';
COMMENT ON COLUMN checks.title_en IS 'Title in English';
COMMENT ON COLUMN checks.explanation_zh IS 'What it means, in Chinese';
COMMENT ON COLUMN checks.explanation_en IS 'What it means, in English';
COMMENT ON COLUMN checks.formula IS 'The rule as a formula';
COMMENT ON COLUMN checks.exceptions IS 'Legitimate exceptions';
COMMENT ON COLUMN checks.source IS 'Official form or article it rests on';

CREATE TABLE findings (
    finding_id      VARCHAR,
    check_id        VARCHAR,
    report_id       VARCHAR,
    place           VARCHAR,
    outcome         VARCHAR,
    severity        VARCHAR,
    left_value      DECIMAL(38, 6),
    right_value     DECIMAL(38, 6),
    difference      DECIMAL(38, 6),
    left_words      VARCHAR,
    right_words     VARCHAR,
    left_evidence   VARCHAR[],
    right_evidence  VARCHAR[],
    message_zh      VARCHAR,
    message_en      VARCHAR
);
COMMENT ON TABLE findings IS 'Outcomes of checks on reports, replaced versions included: every failure, and what could not be assessed (findings_in_force: those that stand)';
COMMENT ON COLUMN findings.finding_id IS 'Identifier, made from check, report and place';
COMMENT ON COLUMN findings.check_id IS 'Rule';
COMMENT ON COLUMN findings.report_id IS 'Report';
COMMENT ON COLUMN findings.place IS 'Where in the report: a column or line label, an indicator';
COMMENT ON COLUMN findings.outcome IS 'fail or not_assessable (passes are counted in check_passes)';
COMMENT ON COLUMN findings.severity IS 'critical, warning, info';
COMMENT ON COLUMN findings.left_value IS 'First operand';
COMMENT ON COLUMN findings.right_value IS 'Second operand';
COMMENT ON COLUMN findings.difference IS 'First minus second operand';
COMMENT ON COLUMN findings.left_words IS 'What the first operand is, in words or printed labels';
COMMENT ON COLUMN findings.right_words IS 'What the second operand is';
COMMENT ON COLUMN findings.left_evidence IS 'Cells and mentions of the first operand';
COMMENT ON COLUMN findings.right_evidence IS 'Cells and mentions of the second operand';
COMMENT ON COLUMN findings.message_zh IS 'One sentence in Chinese';
COMMENT ON COLUMN findings.message_en IS 'One sentence in English';

CREATE TABLE verdicts (
    finding_id      VARCHAR,
    verdict         VARCHAR,
    reason          VARCHAR,
    who             VARCHAR,
    said_at         TIMESTAMP,
    said_of         VARCHAR,
    message         VARCHAR
);
COMMENT ON TABLE verdicts IS 'What people have said of findings (gongkai findings), as it was when this warehouse was published; findings_in_force has it beside each finding';
COMMENT ON COLUMN verdicts.finding_id IS 'Finding in force that it is on; NULL where it has lapsed, as the figures have changed';
COMMENT ON COLUMN verdicts.verdict IS 'accepted (an error of the issuer: the figures stay disputed) or dismissed (the figures are in order: no longer disputed by this finding)';
COMMENT ON COLUMN verdicts.reason IS 'Why';
COMMENT ON COLUMN verdicts.who IS 'Who says so';
COMMENT ON COLUMN verdicts.said_at IS 'When (UTC)';
COMMENT ON COLUMN verdicts.said_of IS 'Identifier that the finding had then';
COMMENT ON COLUMN verdicts.message IS 'What the finding said then, in Chinese';

CREATE TABLE check_passes (
    report_id       VARCHAR,
    check_id        VARCHAR,
    passed          BIGINT
);
COMMENT ON TABLE check_passes IS 'How often each report passed each rule; a rule that it never passed has no row (report_checks adds what failed)';
COMMENT ON COLUMN check_passes.report_id IS 'Report';
COMMENT ON COLUMN check_passes.check_id IS 'Rule';
COMMENT ON COLUMN check_passes.passed IS 'Times it held';

CREATE TABLE check_runs (
    check_id        VARCHAR,
    evaluated       BIGINT,
    passed          BIGINT,
    failed          BIGINT,
    not_assessable  BIGINT
);
COMMENT ON TABLE check_runs IS 'How often each check was evaluated on all reports, replaced versions included, and how it came out (report_checks: by report)';
COMMENT ON COLUMN check_runs.check_id IS 'Rule';
COMMENT ON COLUMN check_runs.evaluated IS 'Times that both operands were there';
COMMENT ON COLUMN check_runs.passed IS 'Times it held';
COMMENT ON COLUMN check_runs.failed IS 'Times it did not';
COMMENT ON COLUMN check_runs.not_assessable IS 'Times that an operand was blank or unread';

CREATE TABLE runs (
    run_id          VARCHAR,
    started_at      TIMESTAMP,
    published_at    TIMESTAMP,
    extractor       VARCHAR,
    reports         BIGINT,
    not_read        BIGINT,
    parameters      VARCHAR
);
COMMENT ON TABLE runs IS 'The flow runs that published this warehouse';
COMMENT ON COLUMN runs.run_id IS 'Identifier of the flow run';
COMMENT ON COLUMN runs.started_at IS 'Begin (UTC)';
COMMENT ON COLUMN runs.published_at IS 'Publication (UTC)';
COMMENT ON COLUMN runs.extractor IS 'Version of the extractor';
COMMENT ON COLUMN runs.reports IS 'Reports in the warehouse';
COMMENT ON COLUMN runs.not_read IS 'Files that were no reports or could not be read';
COMMENT ON COLUMN runs.parameters IS 'What the run was asked for, as JSON';
