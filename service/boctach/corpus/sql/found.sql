-- a: the articles asked for, each with its cluster of near duplicates; f: their facts, each once a cluster. What makes
-- two facts of a cluster the same is what they say, and, where an article says it more than once, which time it is.
WITH a AS (
    SELECT
        article_id, coalesce(near_duplicate_of, article_id) AS cluster, published_at, source, title AS article_title,
        url, file,
        -- The newest first; an article without a date last.
        coalesce(99999999 - try_cast(replace(published_at[:10], '-', '') AS INTEGER), 100000000) AS day
    FROM articles a
    WHERE {{article_conditions}}
),
sizes AS (SELECT cluster, count(*) AS size FROM a GROUP BY cluster),
numbered AS (
    SELECT
        f.*, a.cluster, a.published_at, a.source, a.article_title, a.url, a.file, a.day,
        concat_ws('|', {{same}}) AS said,
        row_number() OVER (PARTITION BY f.article_id, said ORDER BY f.start, f."index") AS nth
    FROM facts f JOIN a USING (article_id)
    WHERE {{fact_conditions}}
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY cluster, said, nth ORDER BY article_id <> cluster, day DESC, article_id
        ) AS turn,
        count(*) OVER (PARTITION BY cluster, said, nth) AS articles
    FROM numbered
),
f AS (
    SELECT ranked.* EXCLUDE (turn, nth, said), articles < size AS differs
    FROM ranked JOIN sizes USING (cluster)
    WHERE turn = 1
)
