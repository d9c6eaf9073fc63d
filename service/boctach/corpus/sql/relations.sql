SELECT
    r.source_id, r.source_mention, r.type, r.target_id, r.target_mention, r.cue, a.published_at, a.source,
    a.article_title, a.url, a.file, article_id, r."index"
FROM relations r JOIN a USING (article_id)
WHERE {{has_facts}}
