-- What the rules add to the tables of the warehouse.

ALTER TABLE checks ADD COLUMN IF NOT EXISTS formula_zh VARCHAR;
ALTER TABLE checks ADD COLUMN IF NOT EXISTS exceptions_zh VARCHAR;
COMMENT ON COLUMN checks.formula_zh IS 'The rule as a formula, in Chinese';
COMMENT ON COLUMN checks.exceptions_zh IS 'Legitimate exceptions, in Chinese';

CREATE TABLE IF NOT EXISTS signatures (
    finding_id      VARCHAR,
    report_id       VARCHAR,
    kind            VARCHAR,
    codes           VARCHAR[],
    evidence        VARCHAR[],
    printed         DECIMAL(38, 6)[],
    proposed        DECIMAL(38, 6)[],
    message_zh      VARCHAR,
    message_en      VARCHAR
);
COMMENT ON TABLE signatures IS 'What a failed rule may be: single slips that explain it; proposed, never put in place';
COMMENT ON COLUMN signatures.finding_id IS 'Finding that it explains';
COMMENT ON COLUMN signatures.report_id IS 'Report';
COMMENT ON COLUMN signatures.kind IS 'sign, digits_transposed, digit_dropped, zero_added, total_left_at_zero, copied_total, part_counted_twice, swapped_columns, swapped_rows, shifted_row, copied_from_last_year, one_box; left_from_last_year of figures of the text';
COMMENT ON COLUMN signatures.codes IS 'Cells that the slip changed; for words of the text the indicator';
COMMENT ON COLUMN signatures.evidence IS 'The same as evidence';
COMMENT ON COLUMN signatures.printed IS 'What is printed in them';
COMMENT ON COLUMN signatures.proposed IS 'What they would hold without the slip: every sum that they are part of holds then; for words of the text what the table has';
COMMENT ON COLUMN signatures.message_zh IS 'The explanation in Chinese';
COMMENT ON COLUMN signatures.message_en IS 'The explanation in English';

CREATE TABLE IF NOT EXISTS agreements (
    report_id       VARCHAR,
    check_id        VARCHAR,
    place           VARCHAR,
    value           DECIMAL(38, 6),
    reading_zh      VARCHAR,
    reading_en      VARCHAR,
    text_evidence   VARCHAR[],
    table_evidence  VARCHAR[],
    message_zh      VARCHAR,
    message_en      VARCHAR
);
COMMENT ON TABLE agreements IS 'Figures of the text that agree with the table in one of several legitimate readings that differ: cases concluded, or all; requests newly received, or those and what was carried in';
COMMENT ON COLUMN agreements.report_id IS 'Report';
COMMENT ON COLUMN agreements.check_id IS 'Rule';
COMMENT ON COLUMN agreements.place IS 'What the figure is of, in Chinese';
COMMENT ON COLUMN agreements.value IS 'The figure of the text';
COMMENT ON COLUMN agreements.reading_zh IS 'The reading that agrees, in Chinese; several where they come to the same number';
COMMENT ON COLUMN agreements.reading_en IS 'The same in English';
COMMENT ON COLUMN agreements.text_evidence IS 'Mentions of the figure';
COMMENT ON COLUMN agreements.table_evidence IS 'Cells that make the reading; of the first where there are several';
COMMENT ON COLUMN agreements.message_zh IS 'One sentence in Chinese';
COMMENT ON COLUMN agreements.message_en IS 'One sentence in English';

CREATE TABLE IF NOT EXISTS copied_passages (
    report_id       VARCHAR,
    other_id        VARCHAR,
    kind            VARCHAR,
    span_start      INTEGER,
    span_end        INTEGER,
    other_start     INTEGER,
    other_end       INTEGER,
    chars           INTEGER
);
COMMENT ON TABLE copied_passages IS 'Sentences that a report has word for word from its issuer''s report of the year before, or from another issuer';
COMMENT ON COLUMN copied_passages.report_id IS 'Report';
COMMENT ON COLUMN copied_passages.other_id IS 'Report that has the same sentence';
COMMENT ON COLUMN copied_passages.kind IS 'last_year (same issuer, the year before) or other_issuer (same year or the year before)';
COMMENT ON COLUMN copied_passages.span_start IS 'First character in the report''s text';
COMMENT ON COLUMN copied_passages.span_end IS 'One past the last character';
COMMENT ON COLUMN copied_passages.other_start IS 'First character in the other report''s text';
COMMENT ON COLUMN copied_passages.other_end IS 'One past its last character';
COMMENT ON COLUMN copied_passages.chars IS 'Length without white space';

CREATE TABLE IF NOT EXISTS copied_shares (
    report_id       VARCHAR,
    other_id        VARCHAR,
    kind            VARCHAR,
    sentences       BIGINT,
    chars           BIGINT,
    own_chars       BIGINT
);
COMMENT ON TABLE copied_shares IS 'How much of a report''s own text (sentences of thirty characters or more that no more than five issuers have) is another report''s';
COMMENT ON COLUMN copied_shares.report_id IS 'Report';
COMMENT ON COLUMN copied_shares.other_id IS 'Report that has the same sentences';
COMMENT ON COLUMN copied_shares.kind IS 'last_year or other_issuer';
COMMENT ON COLUMN copied_shares.sentences IS 'Sentences that are the same';
COMMENT ON COLUMN copied_shares.chars IS 'Their length without white space';
COMMENT ON COLUMN copied_shares.own_chars IS 'Length of all the report''s own sentences';

CREATE SCHEMA IF NOT EXISTS checking;

CREATE TABLE IF NOT EXISTS checking.passages (
    report_id       VARCHAR,
    issuer_id       VARCHAR,
    report_year     SMALLINT,
    span_start      INTEGER,
    span_end        INTEGER,
    sentence_hash   UBIGINT,
    chars           INTEGER
);
COMMENT ON TABLE checking.passages IS 'Sentences of thirty characters or more that reports have, to be compared with each other';
COMMENT ON COLUMN checking.passages.report_id IS 'Report';
COMMENT ON COLUMN checking.passages.issuer_id IS 'Its issuer';
COMMENT ON COLUMN checking.passages.report_year IS 'Its year';
COMMENT ON COLUMN checking.passages.span_start IS 'First character in the report''s text';
COMMENT ON COLUMN checking.passages.span_end IS 'One past the last character';
COMMENT ON COLUMN checking.passages.sentence_hash IS 'Hash of the sentence without white space, years masked';
COMMENT ON COLUMN checking.passages.chars IS 'Length without white space';

CREATE TABLE IF NOT EXISTS corrections (
    entry           INTEGER,
    issuer          VARCHAR,
    issuer_id       VARCHAR,
    report_year     SMALLINT,
    code            VARCHAR,
    expected        DECIMAL(38, 6),
    corrected       DECIMAL(38, 6),
    who             VARCHAR,
    why             VARCHAR,
    source          VARCHAR,
    report_id       VARCHAR,
    cell_id         VARCHAR,
    printed         DECIMAL(38, 6),
    state           VARCHAR
);
COMMENT ON TABLE corrections IS 'What people have corrected (corrections.yaml of the home), beside what is printed; nothing is put in place of a figure';
COMMENT ON COLUMN corrections.entry IS 'Number of the entry in the file, from 1';
COMMENT ON COLUMN corrections.issuer IS 'Issuer as the entry names it';
COMMENT ON COLUMN corrections.issuer_id IS 'Issuer, as in issuers; NULL where there is no such report';
COMMENT ON COLUMN corrections.report_year IS 'Year';
COMMENT ON COLUMN corrections.code IS 'Cell: line and column';
COMMENT ON COLUMN corrections.expected IS 'The wrong value that the entry expects to find printed';
COMMENT ON COLUMN corrections.corrected IS 'The value that is right, in the unit of the box';
COMMENT ON COLUMN corrections.who IS 'Who says so';
COMMENT ON COLUMN corrections.why IS 'Why';
COMMENT ON COLUMN corrections.source IS 'What it rests on, where that is said';
COMMENT ON COLUMN corrections.report_id IS 'Report in force; NULL where there is none, or several';
COMMENT ON COLUMN corrections.cell_id IS 'Cell; NULL where the report has none of this code';
COMMENT ON COLUMN corrections.printed IS 'What is printed in it';
COMMENT ON COLUMN corrections.state IS 'applied; source_corrected and source_changed (expired: the box no longer holds what was expected); no_report, no_box';
