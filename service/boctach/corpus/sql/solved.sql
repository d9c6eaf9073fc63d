-- Rejects, and of each whether it is an article by now: itself, or, of an address in a sitemap, its page.
SELECT
    r.record_id, r.place, r.origin,
    EXISTS (SELECT 1 FROM appearances a WHERE a.record_id = r.record_id AND a.place = r.place)
    OR (r.code = 'no-text' AND EXISTS (SELECT 1 FROM appearances a WHERE a.url = r.external_id)) AS is_known
FROM rejects r
WHERE r.code NOT IN (SELECT code FROM removed)
