"""The page that people see: a face of the service, in Vietnamese, rendered here with all that it needs.

::

    routes      addresses
    article_pages, corpus_pages   what stands there
    forms       what a form carries, read within bounds
    samples     the project's own articles, to click
    view        an analysis as the page shows it: paragraphs, rows, filters
    fragment    a text with its facts marked that stands alone, for notebooks
    marking     a text with its facts marked in place, nesting and crossing
    values      numbers, dates and codes in words that people read
    names       Vietnamese names of kinds, qualifiers, types
    asking      what is asked of a store of articles, and what comes back
    charts      rows as bars, points and a map
    export      the rows as CSV, Excel and JSON
    complaints  what the page says of input that cannot be used
    site        pages out of templates, with their headers
    assets      style, script and fonts in static/; nothing comes from elsewhere
"""
