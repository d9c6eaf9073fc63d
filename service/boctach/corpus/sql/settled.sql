-- What articles are to say of where they appeared, where they say something else: the earliest appearance decides; of
-- those at one time, or at none, the first by place.
SELECT article_id, wanted.*
FROM (
    SELECT
        a.article_id,
        {
            'source': coalesce(first.source, a.text_source),
            'url': first.url,
            'label': first.label,
            'external_id': first.external_id,
            'file': first.origin,
            'near_duplicate_of': links.near_duplicate_of
        } AS wanted,
        {
            'source': a.source,
            'url': a.url,
            'label': a.label,
            'external_id': a.external_id,
            'file': a.file,
            'near_duplicate_of': a.near_duplicate_of
        } AS said
    FROM articles a
    LEFT JOIN (
        SELECT * FROM appearances
        QUALIFY row_number() OVER (
            PARTITION BY article_id ORDER BY coalesce(published_at, '9999'), place, record_id
        ) = 1
    ) first USING (article_id)
    LEFT JOIN links USING (article_id)
)
WHERE wanted IS DISTINCT FROM said
