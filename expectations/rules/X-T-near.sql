-- Parts of a figure of the text that nearly make it, or two that make too much: a list that may have been meant to be whole.
SELECT
    report_id, whole_zh AS place, CASE WHEN settled OR whole = parts THEN 'pass' ELSE 'fail' END AS outcome,
    whole AS left_value, parts AS right_value, '正文：' || whole_zh AS left_words, '各项：' || words AS right_words,
    [whole_id] AS left_evidence, evidence AS right_evidence,
    format('正文“{}”为{}，所列{}项相加为{}（{}），{}{}。', whole_zh, surface, number, checking.num(parts), words,
        CASE WHEN parts > whole THEN '多' ELSE '少' END, checking.num(abs(parts - whole))) AS message_zh,
    format('The text gives {} for “{}”; its {} parts add up to {} ({}), {} {}.', checking.num(whole), whole_en, number,
        checking.num(parts), words, checking.num(abs(parts - whole)), CASE WHEN parts > whole THEN 'more' ELSE 'less' END)
        AS message_en
FROM checking.partitions()
WHERE settled OR whole = parts OR (NOT closed AND ((number > 2 AND parts < whole AND parts >= 0.95 * whole) OR (number = 2 AND parts > whole)))
