SELECT
    published_at, source, article_title AS title, url, file, article_id, cluster,
    count(*) OVER (PARTITION BY cluster) AS articles, topics, day
FROM a
LEFT JOIN (
    SELECT article_id, list(name ORDER BY model, score DESC) AS topics
    FROM (SELECT article_id, name, min(model) AS model, max(score) AS score FROM topics WHERE chosen GROUP BY ALL)
    GROUP BY article_id
) USING (article_id)
WHERE {{has_facts}}
QUALIFY row_number() OVER (PARTITION BY cluster ORDER BY article_id <> cluster, day DESC, article_id) = 1
