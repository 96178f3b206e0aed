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
COMMENT ON TABLE signatures IS 'What a failed sum may be: single slips that explain it; proposed, never put in place';
COMMENT ON COLUMN signatures.finding_id IS 'Finding that it explains';
COMMENT ON COLUMN signatures.report_id IS 'Report';
COMMENT ON COLUMN signatures.kind IS 'sign, digits_transposed, digit_dropped, zero_added, total_left_at_zero, copied_total, part_counted_twice, swapped_columns, shifted_row, copied_from_last_year';
COMMENT ON COLUMN signatures.codes IS 'Cells that the slip changed';
COMMENT ON COLUMN signatures.evidence IS 'The same as evidence';
COMMENT ON COLUMN signatures.printed IS 'What is printed in them';
COMMENT ON COLUMN signatures.proposed IS 'What they would hold without the slip: every sum that they are part of holds then';
COMMENT ON COLUMN signatures.message_zh IS 'The explanation in Chinese';
COMMENT ON COLUMN signatures.message_en IS 'The explanation in English';
