-- Every outcome of the rules that are asked, before findings and counts are made of them.
CREATE OR REPLACE TEMP TABLE outcomes (
    check_id VARCHAR, report_id VARCHAR, place VARCHAR, outcome VARCHAR,
    left_value DECIMAL(38, 6), right_value DECIMAL(38, 6), left_words VARCHAR, right_words VARCHAR,
    left_evidence VARCHAR[], right_evidence VARCHAR[], reading_zh VARCHAR, reading_en VARCHAR,
    message_zh VARCHAR, message_en VARCHAR
)
