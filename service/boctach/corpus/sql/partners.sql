SELECT
    locality, partner,
    first(partner_type ORDER BY published_at, article_id, start) AS partner_type,
    list_sort(list(DISTINCT named)) AS names,
    min(published_at) AS first_seen,
    max(published_at) AS last_seen,
    count(DISTINCT cluster) AS articles,
    first(article_id ORDER BY published_at, article_id, start) AS article_id,
    first(sentence_start ORDER BY published_at, article_id, start) AS sentence_start,
    first(sentence_end ORDER BY published_at, article_id, start) AS sentence_end
FROM (
    SELECT *, m.code AS partner, m.type AS partner_type, m.mention AS named
    FROM (
        SELECT *, unnest(members) AS m
        FROM f
        WHERE kind = 'partner_list' AND locality IS NOT NULL AND NOT withdrawn
    )
)
WHERE partner IS NOT NULL
GROUP BY locality, partner
