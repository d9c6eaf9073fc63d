SELECT
    locality, code, code_scheme, indicator, kind, value, low, high, qualifier, unit, as_of, published_at, source,
    article_title, url, file, article_id, start, "end", mention, articles, differs,
    count(DISTINCT said) OVER same > 1 AND count(DISTINCT cluster) OVER same > 1 AS contradicted,
    period, "index", sentence_start, sentence_end
FROM (
    SELECT
        f.* EXCLUDE (value, unit), f.subject_code AS code, coalesce(f.amount, f.value) AS value, coalesce(f.currency, f.unit, '%') AS unit,
        coalesce(f.as_of, f.published_at[:4]) AS period,
        concat_ws('|', f.amount, f.value, f.low, f.high) AS said,
        coalesce(f.currency, lower(f.head), '%') AS measured_in,
        coalesce(i.indicator, lower(coalesce(f.measure, f.unit, f.predicate))) AS indicator
    FROM f
    LEFT JOIN indicator_words i
        ON f.kind = i.kind
        AND contains(lower(concat_ws(' ', CASE WHEN f.kind = 'count' THEN f.unit END, f.measure)), i.noun)
        AND (i.context = '' OR contains(lower(concat_ws(' ', f.unit, f.measure, f.predicate)), i.context))
    WHERE f.locality_from = 'subject' AND f.kind IN ('count', 'money', 'percentage') AND NOT f.withdrawn
    -- The first row of the table that fits decides.
    QUALIFY row_number() OVER (PARTITION BY f.article_id, f."index" ORDER BY i.rank NULLS LAST) = 1
)
WHERE indicator IS NOT NULL
WINDOW same AS (PARTITION BY locality, indicator, kind, measured_in, period)
