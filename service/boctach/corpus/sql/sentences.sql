SELECT
    page.* EXCLUDE (sentence_start, sentence_end, row),
    trim(regexp_replace(articles.text[page.sentence_start + 1 : page.sentence_end], '\s+', ' ', 'g')) AS sentence
FROM page LEFT JOIN articles USING (article_id)
ORDER BY page.row
