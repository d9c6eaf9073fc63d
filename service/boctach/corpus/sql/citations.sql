SELECT
    coalesce(canonical_id, concat_ws(' ', doc_type, number, year, symbol, name)) AS document,
    first(doc_type ORDER BY start) AS doc_type,
    first(mention ORDER BY start) AS mention,
    published_at, source, article_title, url, file, article_id,
    count(*) AS mentions,
    max(articles) AS articles,
    first(sentence_start ORDER BY start) AS sentence_start,
    first(sentence_end ORDER BY start) AS sentence_end,
    day
FROM f
WHERE kind = 'policy_reference' AND NOT withdrawn
GROUP BY document, published_at, source, article_title, url, file, article_id, day
