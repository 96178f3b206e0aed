-- Lines of forms; a figure of the prose that the codebook does not have yet is no error of the warehouse.
SELECT series_id, indicator_id FROM series_terms
WHERE vintage <> 'prose' AND indicator_id NOT IN (SELECT indicator_id FROM indicators)
