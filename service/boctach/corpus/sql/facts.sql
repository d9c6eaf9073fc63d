SELECT
    published_at, source, article_title, url, file, article_id, day, "index", kind, start, "end", mention,
    locality, locality_from, {{values}}, members, cue, open, rule, articles, differs,
    corrected_by, corrected_at, extracted, withdrawn, sentence_start, sentence_end
FROM f
