SELECT
    published_at, source, article_title AS title, url, file, article_id, cluster,
    count(*) OVER (PARTITION BY cluster) AS articles, day
FROM a
WHERE {{has_facts}}
QUALIFY row_number() OVER (PARTITION BY cluster ORDER BY article_id <> cluster, day DESC, article_id) = 1
