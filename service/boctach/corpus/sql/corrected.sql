-- The facts, corrected where an officer has corrected them; extracted is then what was found.
SELECT
    {{columns}},
    c.corrected_by, c.corrected_at, c.extracted, c.note,
    c.corrected_at IS NOT NULL AND c.corrected IS NULL AS withdrawn
FROM facts_found f
LEFT JOIN (
    SELECT *, row_number() OVER (PARTITION BY article_id, kind, start, "end" ORDER BY corrected_at DESC) AS turn
    FROM corrections
) c ON c.turn = 1 AND c.article_id = f.article_id AND c.kind = f.kind AND c.start = f.start AND c."end" = f."end"
