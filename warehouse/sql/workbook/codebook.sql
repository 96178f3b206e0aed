SELECT 'series' AS what, name_zh, name_en, definition_zh AS meaning_zh, definition AS meaning_en, unit, flow_or_stock, series_id AS id
FROM series_definitions
UNION ALL
SELECT 'ratio', name_zh, name_en, concat(numerator, ' / ', denominator, '。', caution_zh),
    concat(numerator, ' / ', denominator, '. ', caution_en),
    CASE WHEN share THEN 'share' ELSE 'ratio' END, 'na', ratio_id
FROM ratio_definitions
UNION ALL
SELECT 'component', name_zh, name_en, dimension, dimension, better, 'na', component FROM openness_components
UNION ALL
SELECT 'column', NULL, NULL, NULL, comment, data_type, NULL, table_name || '.' || column_name
FROM duckdb_columns()
WHERE table_name IN ('series', 'series_growth', 'ratios', 'openness', 'coverage', 'breaks') AND NOT internal
